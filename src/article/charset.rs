//! Bytes to text.

use super::error::DecodeErrorKind;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Text, what was done to get it, and a warning.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) transforms: Vec<&'static str>,
    pub(super) warning: Option<String>,
}

/// Decodes `bytes` with the `declared` charset, else as UTF-8, else as windows-1252 if that gives text.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, DecodeErrorKind> {
    let (bytes, mut transforms) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, vec!["bom_removed"]),
        None => (bytes, Vec::new()),
    };
    let label = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let unknown =
        declared.filter(|_| label.is_none()).map(|label| format!("charset {label:?} is not known; read as UTF-8"));
    if let Some(encoding) = label.filter(|encoding| *encoding != UTF_8) {
        let (text, _, broken) = encoding.decode(bytes);
        if !broken {
            transforms.push("charset_decoded");
            return Ok(Decoded { text: text.into_owned(), transforms, warning: None });
        }
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), transforms, warning: unknown }),
        Err(error) => {
            let at = error.valid_up_to();
            let (text, _, broken) = WINDOWS_1252.decode(bytes);
            if broken || !looks_like_text(&text) {
                return Err(DecodeErrorKind::Charset { at });
            }
            transforms.push("charset_decoded");
            let warning = format!("body is not valid UTF-8 at byte {at}; read as windows-1252");
            Ok(Decoded { text: text.into_owned(), transforms, warning: Some(warning) })
        }
    }
}

/// Binary data has control characters, or hardly a letter.
fn looks_like_text(text: &str) -> bool {
    let (mut characters, mut plain, mut control) = (0_usize, 0_usize, 0_usize);
    for c in text.chars() {
        characters += 1;
        plain += usize::from(c.is_alphanumeric() || c.is_whitespace());
        control += usize::from(c.is_control() && !c.is_whitespace());
    }
    control == 0 && plain * 10 >= characters * 7
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[track_caller]
    fn check(bytes: &[u8], declared: Option<&str>, want: Option<(&str, &[&str], bool)>) {
        let got = decode(bytes, declared).ok();
        let got = got.as_ref().map(|got| (got.text.as_str(), got.transforms.as_slice(), got.warning.is_some()));
        assert_eq!(got, want);
    }

    #[test]
    fn charsets_are_declared_or_guessed() {
        check("café".as_bytes(), None, Some(("café", &[], false)));
        check(b"\xef\xbb\xbfcaf\xc3\xa9", None, Some(("café", &["bom_removed"], false)));
        check(b"caf\xe9 au lait", Some("iso-8859-1"), Some(("café au lait", &["charset_decoded"], false)));
        check(b"caf\xe9 au lait", Some("utf-8"), Some(("café au lait", &["charset_decoded"], true)));
        check(b"caf\xe9", Some("klingon"), Some(("café", &["charset_decoded"], true)));
        check(b"\xff\xfe\x00\x01\x02\x80\x81", None, None);
    }
}
