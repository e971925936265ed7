//! Ways to fail on demand, for tests: an article that names one meets it. Compiled in with the feature `failpoints` only, which no shipped binary has.

use std::hint::black_box;

/// Fails as `body` asks.
pub(super) fn hit(body: &[u8]) {
    let asks = |what: &str| body.windows(what.len()).any(|part| part == what.as_bytes());
    if !asks("failpoint:") {
        return;
    }
    if asks("failpoint:panic") {
        panic!("a failpoint");
    } else if asks("failpoint:abort") {
        std::process::abort();
    } else if asks("failpoint:overflow") {
        black_box(overflow(0));
    } else if asks("failpoint:allocate") {
        allocate();
    } else if asks("failpoint:hang") {
        loop {
            std::thread::park();
        }
    }
}

fn overflow(depth: u64) -> u64 {
    let page = black_box([depth; 512]);
    if depth == u64::MAX { depth } else { overflow(depth + 1) + page[0] }
}

fn allocate() {
    let mut hoard = Vec::new();
    loop {
        hoard.push(black_box(vec![1_u8; 1 << 26]));
    }
}
