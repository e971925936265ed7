//! Every body becomes articles or a typed error, whatever the sender says of it.
#![no_main]

use quotewire::article::{Decoder, Hints};

libfuzzer_sys::fuzz_target!(|message: (Vec<u8>, Option<String>, Option<String>)| {
    let (body, content_type, content_encoding) = message;
    let hints = Hints {
        content_type: content_type.as_deref(),
        content_encoding: content_encoding.as_deref(),
        ..Hints::default()
    };
    if let Ok(articles) = Decoder::default().decode(&body, &hints) {
        assert!(!articles.is_empty());
    }
});
