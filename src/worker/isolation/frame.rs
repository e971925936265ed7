//! A head in JSON, and bodies of bytes behind it: bodies are large, and JSON would make them larger.
//!
//! Lengths come first: how many there are, then each as eight bytes, little end first; the head is number 0.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;

/// Writes a frame.
pub(super) fn write<'a>(head: &impl Serialize, bodies: impl IntoIterator<Item = &'a [u8]>) -> io::Result<Vec<u8>> {
    let head = serde_json::to_vec(head)?;
    let mut parts = vec![head.as_slice()];
    bodies.into_iter().for_each(|body| parts.push(body));
    let mut frame = (parts.len() as u64).to_le_bytes().to_vec();
    frame.extend(parts.iter().flat_map(|part| (part.len() as u64).to_le_bytes()));
    parts.iter().for_each(|part| frame.extend_from_slice(part));
    Ok(frame)
}

/// Reads a frame: its head, and its bodies.
pub(super) fn read<T: DeserializeOwned>(mut frame: &[u8]) -> io::Result<(T, Vec<Vec<u8>>)> {
    let count = take_length(&mut frame)?;
    // More parts than there are bytes for their lengths: this is no frame.
    if count == 0 || count > frame.len() / 8 {
        return Err(cut());
    }
    let lengths: Vec<usize> = (0..count).map(|_| take_length(&mut frame)).collect::<io::Result<_>>()?;
    let mut parts = Vec::with_capacity(count);
    for length in lengths {
        let (part, rest) = frame.split_at_checked(length).ok_or_else(cut)?;
        parts.push(part.to_vec());
        frame = rest;
    }
    let head = serde_json::from_slice(&parts.remove(0))?;
    Ok((head, parts))
}

fn take_length(frame: &mut &[u8]) -> io::Result<usize> {
    let (bytes, rest) = frame.split_first_chunk().ok_or_else(cut)?;
    *frame = rest;
    usize::try_from(u64::from_le_bytes(*bytes)).map_err(|_| cut())
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the frame ends before its end")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_written_is_read() {
        let frame = write(&("head", 7), [b"one".as_slice(), b"", b"\xff\0"]).expect("written");
        let (head, bodies): ((String, u8), _) = read(&frame).expect("read");
        assert_eq!((head.0.as_str(), head.1), ("head", 7));
        assert_eq!(bodies, [b"one".to_vec(), b"".to_vec(), b"\xff\0".to_vec()]);
        for end in 0..frame.len() {
            assert!(read::<(String, u8)>(&frame[..end]).is_err(), "cut at {end}");
        }
    }

    proptest! {
        #[test]
        fn junk_is_refused(junk: Vec<u8>) {
            let _ = read::<serde_json::Value>(&junk);
        }
    }
}
