//! What the types cannot say.

use super::Settings;
use crate::article::Decoder;
use secrecy::ExposeSecret;
use tracing_subscriber::EnvFilter;

/// Path of a setting, and what is wrong with it.
type Wrong = (&'static str, String);

/// The longest name that AMQP can carry, less room for `.retry.86400s`.
const LONGEST_NAME: usize = 240;

/// Checks settings that have the right types.
pub(super) fn check(settings: &Settings) -> Result<(), Wrong> {
    let Settings { amqp, topology, input, extraction, retry, limits, worker, log, output, http: _ } = settings;
    positive("input.prefetch", input.prefetch, "give a number from 1 to 65535")?;
    positive("input.byte_budget", input.byte_budget, "give a number of bytes")?;
    positive("extraction.encoder_words", extraction.encoder_words as u64, "use tier \"fast\" for no encoder")?;
    positive("amqp.timeout_seconds", amqp.timeout_seconds, "give a number of seconds")?;
    positive("amqp.reconnect_min_ms", amqp.reconnect_min_ms, "give a number of milliseconds")?;
    positive("limits.body_bytes", limits.body_bytes, "nothing would be small enough")?;
    positive("limits.decoded_bytes", limits.decoded_bytes, "nothing would be small enough")?;
    positive("limits.ratio", limits.ratio, "nothing could be unpacked")?;
    positive("limits.depth", limits.depth as u64, "no JSON is so flat")?;
    if limits.depth > 127 {
        return wrong("limits.depth", format!("is {}: the parser goes no deeper than 127", limits.depth));
    }
    positive("limits.batch", limits.batch as u64, "no article would be allowed")?;
    positive("limits.article_seconds", limits.article_seconds, "no article would be in time")?;
    let least = 64 << 20;
    if limits.suspect_memory_bytes < least {
        let found = limits.suspect_memory_bytes;
        return wrong("limits.suspect_memory_bytes", format!("is {found}: no process starts with less than {least}"));
    }
    positive("worker.memory_bytes", worker.memory_bytes, "no article could be read")?;
    positive("worker.drain_seconds", worker.drain_seconds, "nothing could be finished")?;
    positive("worker.confirm_seconds", worker.confirm_seconds, "no confirm would be in time")?;
    if amqp.reconnect_max_ms < amqp.reconnect_min_ms {
        return wrong(
            "amqp.reconnect_max_ms",
            format!("is {}: less than amqp.reconnect_min_ms", amqp.reconnect_max_ms),
        );
    }
    if amqp.client_cert_file.is_some() != amqp.client_key_file.is_some() {
        return wrong("amqp.client_cert_file", "and amqp.client_key_file: give both or none".into());
    }
    if amqp.url_file.is_none() {
        check_url(amqp.url.expose_secret())?;
    }
    for (path, name) in [
        ("topology.articles_exchange", &topology.articles_exchange),
        ("topology.articles_queue", &topology.articles_queue),
        ("topology.dead_letter_exchange", &topology.dead_letter_exchange),
        ("topology.dead_letter_queue", &topology.dead_letter_queue),
        ("topology.parked_queue", &topology.parked_queue),
        ("topology.events_exchange", &topology.events_exchange),
        ("topology.unrouted", &topology.unrouted),
    ] {
        if name.is_empty() || name.len() > LONGEST_NAME || name.starts_with("amq.") {
            return wrong(
                path,
                format!("is {name:?}: give a name of 1 to {LONGEST_NAME} bytes that does not begin with amq."),
            );
        }
    }
    if topology.dead_letter_queue == topology.articles_queue {
        return wrong(
            "topology.dead_letter_queue",
            "is the queue of articles: dead letters would come back for ever".into(),
        );
    }
    if topology.parked_queue == topology.articles_queue || topology.parked_queue == topology.dead_letter_queue {
        return wrong("topology.parked_queue", "is a queue that is used already: nothing would be put aside".into());
    }
    if topology.events_exchange == topology.articles_exchange {
        return wrong(
            "topology.events_exchange",
            "is the exchange of articles: events would come back as articles".into(),
        );
    }
    positive("topology.delivery_limit", topology.delivery_limit, "every article would be a dead letter")?;
    if retry.delays_seconds.contains(&0) {
        return wrong("retry.delays_seconds", "holds a 0: give seconds, at least 1 each, or [] for no retry".into());
    }
    if let Some(day) = retry.delays_seconds.iter().find(|seconds| **seconds > 30 * 86_400) {
        return wrong("retry.delays_seconds", format!("holds {day}: give at most 30 days (2592000)"));
    }
    if !output.header_prefix.is_ascii() || output.header_prefix.len() > 64 {
        return wrong(
            "output.header_prefix",
            format!("is {:?}: give at most 64 ASCII characters", output.header_prefix),
        );
    }
    if let Err(error) = Decoder::new(limits.decode(), &input.format, input.passthrough) {
        return wrong("input.format", format!("is {:?}: {error}", input.format));
    }
    if let Err(error) = EnvFilter::try_new(&log.filter) {
        return wrong("log.filter", format!("is {:?}: {error}", log.filter));
    }
    Ok(())
}

fn wrong(path: &'static str, what: String) -> Result<(), Wrong> {
    Err((path, what))
}

fn positive(path: &'static str, number: impl Into<u64>, why: &str) -> Result<(), Wrong> {
    if number.into() == 0 { wrong(path, format!("is 0: {why}")) } else { Ok(()) }
}

/// Says what is wrong with a URL without showing it: it holds a password.
fn check_url(urls: &str) -> Result<(), Wrong> {
    let mut any = false;
    for url in urls.split(',').map(str::trim).filter(|url| !url.is_empty()) {
        any = true;
        match url::Url::parse(url) {
            Ok(url) if !matches!(url.scheme(), "amqp" | "amqps") => {
                return wrong("amqp.url", format!("begins with {}://: give amqp:// or amqps://", url.scheme()));
            }
            Ok(url) if url.host_str().is_none_or(str::is_empty) => return wrong("amqp.url", "names no host".into()),
            Ok(_) => {}
            Err(error) => {
                return wrong(
                    "amqp.url",
                    format!("is no URL: {error}. In a password @ : / % and # are percent-encoded"),
                );
            }
        }
    }
    if any { Ok(()) } else { wrong("amqp.url", "is empty".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path_of(change: impl FnOnce(&mut Settings)) -> Option<&'static str> {
        let mut settings = Settings::default();
        change(&mut settings);
        check(&settings).err().map(|(path, _)| path)
    }

    #[test]
    fn what_cannot_work_is_refused_by_name() {
        assert_eq!(path_of(|_| {}), None);
        assert_eq!(path_of(|settings| settings.input.prefetch = 0), Some("input.prefetch"));
        assert_eq!(path_of(|settings| settings.input.format = "morse".into()), Some("input.format"));
        assert_eq!(path_of(|settings| settings.log.filter = "quotewire=loud".into()), Some("log.filter"));
        assert_eq!(path_of(|settings| settings.retry.delays_seconds = vec![0]), Some("retry.delays_seconds"));
        assert_eq!(
            path_of(|settings| settings.amqp.client_cert_file = Some("a".into())),
            Some("amqp.client_cert_file")
        );
        assert_eq!(
            path_of(|settings| settings.topology.events_exchange = "news.articles".into()),
            Some("topology.events_exchange")
        );
        assert_eq!(
            path_of(|settings| settings.topology.dead_letter_queue = "quotewire.articles".into()),
            Some("topology.dead_letter_queue")
        );
    }

    #[test]
    fn a_bad_url_is_refused_without_being_shown() {
        for url in ["", "http://me:secret@mq", "amqp://me:secret@", "not a secret url", "amqp://a,secret"] {
            let (path, what) = check(&Settings {
                amqp: crate::settings::Amqp { url: url.into(), ..Default::default() },
                ..Settings::default()
            })
            .expect_err("refused");
            assert_eq!(path, "amqp.url");
            assert!(!what.contains("secret"), "{what}");
        }
    }
}
