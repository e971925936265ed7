//! The text core holds its laws for every title and body.
#![no_main]

libfuzzer_sys::fuzz_target!(|texts: (String, String)| quotewire::text::laws::check(&texts.0, &texts.1));
