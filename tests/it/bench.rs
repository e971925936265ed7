//! `quotewire bench`: it measures, and leaves nothing behind.

use crate::broker::{Client, output, shared_vhost, succeed};

#[test]
fn the_worker_is_measured_beside_a_bare_relay_and_nothing_is_left_behind() {
    let url = shared_vhost("bench");
    let few = ["--count", "40", "--rounds", "1", "--rates", "20", "--seconds", "1"];
    let told = succeed(&url, &["bench", "relay"].iter().chain(&few).copied().collect::<Vec<_>>());
    for line in
        ["40 messages", "bare relay", "of the relay", "worker, with extraction", "20 articles/s, open loop: p50"]
    {
        assert!(told.contains(line), "{line}: {told}");
    }
    let client = Client::connect(&url);
    for queue in ["quotewire.bench.articles", "quotewire.bench.unrouted", "quotewire.bench.articles.retry.5s"] {
        assert!(!client.exists(queue), "{queue} was only wanted for a while");
    }
    assert!(!client.exists("quotewire.articles"), "the worker's own queues are left alone");
}

#[test]
fn without_a_broker_nothing_is_measured() {
    let refused = output("amqp://guest:guest@127.0.0.1:1/%2f", &["bench", "relay"]);
    assert_eq!(refused.status.code(), Some(69), "{}", String::from_utf8_lossy(&refused.stderr));
}
