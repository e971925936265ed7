//! How deeply JSON is nested, found without recursion, so that hostile input cannot use up the stack.

/// Whether `json` nests arrays and objects deeper than `limit`.
pub(super) fn exceeds(json: &str, limit: usize) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                if depth > limit {
                    return true;
                }
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::exceeds;

    #[test]
    fn brackets_in_strings_do_not_count() {
        assert!(!exceeds(r#"{"a":"[[[[\"[[["}"#, 1));
        assert!(exceeds("[[1]]", 1));
        assert!(exceeds(&"[".repeat(1_000_000), 128));
    }
}
