//! The sample articles, built into the binary.

/// One sample.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// File name in `samples/`.
    pub name: &'static str,
    /// As a publisher would send it.
    pub bytes: &'static [u8],
    /// As a publisher would declare it.
    pub content_type: &'static str,
}

macro_rules! sample {
    ($name:literal, $content_type:literal) => {
        Sample { name: $name, bytes: include_bytes!(concat!("../../samples/", $name)), content_type: $content_type }
    };
}

/// All samples. Invented, every one; `samples/README.md` says what each shows.
pub const ALL: &[Sample] = &[
    sample!("herring-talks.json", "application/json"),
    sample!("coalition-talks.json", "application/json"),
    sample!("court-verdict.json", "application/json"),
    sample!("cup-final.json", "application/json"),
    sample!("quarterly-results.json", "application/json"),
    sample!("library-closures.json", "application/json"),
    sample!("interview.txt", "text/plain; charset=utf-8"),
    sample!("dam-inquiry.ninjs.json", "application/json"),
    sample!("street-festival.schema-org.json", "application/ld+json"),
];
