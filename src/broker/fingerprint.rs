//! What a message is known by, whenever and wherever it is delivered.

use sha2::{Digest, Sha256};
use std::fmt;

/// Of message id and body: both survive a redelivery, a retry, and the way through the dead letters. Tags and headers do not.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; Self::BYTES]);

impl Fingerprint {
    /// Its size.
    pub const BYTES: usize = 32;

    /// Of a message.
    pub fn of(message_id: Option<&str>, body: &[u8]) -> Self {
        let id = message_id.unwrap_or_default();
        // The length keeps an id apart from the body behind it.
        let digest = Sha256::new().chain_update((id.len() as u64).to_le_bytes()).chain_update(id).chain_update(body);
        Self(digest.finalize().into())
    }

    /// As it was written down.
    pub fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// To be written down.
    pub fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

/// Twelve hexadecimal digits: enough to tell messages apart, short enough to be typed.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take(6).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_and_body_both_count_and_do_not_run_together() {
        let of = Fingerprint::of;
        assert_eq!(of(Some("a"), b"b"), of(Some("a"), b"b"));
        assert_ne!(of(Some("a"), b"b"), of(Some("a"), b"c"));
        assert_ne!(of(Some("ab"), b"c"), of(Some("a"), b"bc"));
        assert_eq!(of(None, b"b"), of(Some(""), b"b"));
        assert_eq!(of(None, b"b").to_string().len(), 12);
    }
}
