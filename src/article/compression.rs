//! Decompression that stops at its cap.

use super::decode::DecodeLimits;
use super::error::DecodeErrorKind;
use std::borrow::Cow;
use std::io::Read;

/// Small inputs may expand freely up to this: a ratio says nothing about 50 bytes.
const FREE_BYTES: u64 = 64 * 1024;

/// The bytes, and the wrapper that was taken off with whether it was declared.
type Expanded<'a> = (Cow<'a, [u8]>, Option<(&'static str, bool)>);

/// What `bytes` are wrapped in, and whether that was declared.
fn wrapper(bytes: &[u8], declared: Option<&str>) -> Result<Option<(&'static str, bool)>, DecodeErrorKind> {
    let name =
        declared.map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty() && name != "identity");
    Ok(match name.as_deref() {
        Some("gzip" | "x-gzip") => Some(("gzip", true)),
        Some("zstd") => Some(("zstd", true)),
        // Some publishers write the charset here.
        Some("utf-8" | "utf8" | "8bit" | "binary") => None,
        Some(other) => return Err(DecodeErrorKind::Encoding { reason: format!("{other:?} is not known") }),
        None if bytes.starts_with(&[0x1f, 0x8b]) => Some(("gzip", false)),
        None if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => Some(("zstd", false)),
        None => None,
    })
}

/// Decompresses `bytes` if `declared`, or their own first bytes, say so.
pub(super) fn expand<'a>(
    bytes: &'a [u8],
    declared: Option<&str>,
    limits: &DecodeLimits,
) -> Result<Expanded<'a>, DecodeErrorKind> {
    let Some((wrapper, said)) = wrapper(bytes, declared)? else { return Ok((bytes.into(), None)) };
    let broken =
        |error: std::io::Error| DecodeErrorKind::Encoding { reason: format!("the body is not {wrapper}: {error}") };
    let out = if wrapper == "gzip" {
        read(flate2::read::MultiGzDecoder::new(bytes), bytes.len(), limits, broken)?
    } else {
        let mut decoder = zstd::stream::read::Decoder::new(bytes).map_err(broken)?;
        // 8 MiB of window: what the reference tool needs at its default levels.
        decoder.window_log_max(23).map_err(broken)?;
        read(decoder, bytes.len(), limits, broken)?
    };
    Ok((out.into(), Some((wrapper, said))))
}

fn read(
    decoder: impl Read,
    compressed: usize,
    limits: &DecodeLimits,
    broken: impl Fn(std::io::Error) -> DecodeErrorKind,
) -> Result<Vec<u8>, DecodeErrorKind> {
    let cap = cap(compressed, limits);
    let mut out = Vec::new();
    decoder.take(cap + 1).read_to_end(&mut out).map_err(broken)?;
    if out.len() as u64 <= cap {
        Ok(out)
    } else if cap == limits.decoded_bytes {
        Err(DecodeErrorKind::TooLarge { found: cap, limit: cap, setting: "limits.decoded_bytes" })
    } else {
        Err(DecodeErrorKind::Ratio { limit: limits.ratio })
    }
}

fn cap(compressed: usize, limits: &DecodeLimits) -> u64 {
    limits.decoded_bytes.min((compressed as u64).saturating_mul(limits.ratio).max(FREE_BYTES))
}

/// So many bytes come of `bytes` at most.
pub(super) fn most(bytes: &[u8], declared: Option<&str>, limits: &DecodeLimits) -> u64 {
    match wrapper(bytes, declared) {
        Ok(Some(_)) => cap(bytes.len(), limits),
        Ok(None) | Err(_) => bytes.len() as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    }

    #[test]
    fn gzip_and_zstd_are_read_declared_or_not() {
        let limits = DecodeLimits::default();
        for (bytes, name) in [(gzip(b"text"), "gzip"), (zstd::encode_all(&b"text"[..], 3).expect("memory"), "zstd")] {
            let (out, wrapper) = expand(&bytes, Some(name), &limits).expect("it is");
            assert_eq!((out.as_ref(), wrapper), (&b"text"[..], Some((name, true))));
            let (out, wrapper) = expand(&bytes, None, &limits).expect("it is");
            assert_eq!((out.as_ref(), wrapper), (&b"text"[..], Some((name, false))));
        }
    }

    #[test]
    fn a_bomb_stops_at_the_cap() {
        let limits = DecodeLimits::default();
        let bomb = gzip(&vec![0; 50_000_000]);
        let error = expand(&bomb, Some("gzip"), &limits).expect_err("too much");
        assert!(matches!(error, DecodeErrorKind::Ratio { .. } | DecodeErrorKind::TooLarge { .. }), "{error:?}");
        let wide = DecodeLimits { ratio: 10_000, ..limits };
        assert_eq!(expand(&bomb, Some("gzip"), &wide).expect_err("too much").class(), "too_large");
    }

    #[test]
    fn lies_are_told_apart() {
        let limits = DecodeLimits::default();
        assert_eq!(expand(b"plain", Some("gzip"), &limits).expect_err("a lie").class(), "bad_encoding");
        assert_eq!(expand(b"plain", Some("br2"), &limits).expect_err("unknown").class(), "bad_encoding");
    }
}
