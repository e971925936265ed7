//! What a running worker can change, and what needs a new start.

use super::Settings;
use secrecy::ExposeSecret;
use serde_json::Value;
use std::collections::BTreeMap;

/// Settings, or sections of them, that are fixed when a worker starts: names that its queues stand by, ports and files that it holds.
const FIXED: [&str; 7] = [
    "topology",
    "retry",
    "http",
    "log.format",
    "worker.startup_seconds",
    "worker.state_folder",
    "amqp.connection_name",
];

/// New settings over old ones.
#[derive(Clone, Debug)]
pub struct Reloaded {
    /// The old ones with all that can change.
    pub settings: Settings,
    /// Paths that changed.
    pub changed: Vec<String>,
    /// Paths that are different in the file, and wait for a new start.
    pub waiting: Vec<String>,
}

impl Settings {
    /// These settings with what `next` changes, as far as a running worker can.
    pub fn reloaded(&self, mut next: Self) -> Reloaded {
        let (old, new) = (values(self), values(&next));
        let different = new.keys().chain(old.keys()).filter(|path| old.get(*path) != new.get(*path));
        let mut paths: Vec<String> = different.cloned().collect();
        paths.sort();
        paths.dedup();
        let (waiting, changed) = paths.into_iter().partition(|path| is_fixed(path));
        next.topology = self.topology.clone();
        next.retry = self.retry.clone();
        next.http = self.http.clone();
        next.log.format = self.log.format;
        next.worker.startup_seconds = self.worker.startup_seconds;
        next.worker.state_folder.clone_from(&self.worker.state_folder);
        next.amqp.connection_name.clone_from(&self.amqp.connection_name);
        Reloaded { settings: next, changed, waiting }
    }
}

fn is_fixed(path: &str) -> bool {
    FIXED.iter().any(|fixed| path == *fixed || path.strip_prefix(fixed).is_some_and(|rest| rest.starts_with('.')))
}

/// Every value by its path; the URL, which is never shown, among them.
fn values(settings: &Settings) -> BTreeMap<String, Value> {
    let all = serde_json::to_value(settings).unwrap_or_default();
    let mut values = BTreeMap::new();
    for (section, keys) in all.as_object().into_iter().flatten() {
        for (key, value) in keys.as_object().into_iter().flatten() {
            values.insert(format!("{section}.{key}"), value.clone());
        }
    }
    values.insert("amqp.url".into(), settings.amqp.url.expose_secret().into());
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_change_does_and_the_rest_waits() {
        let old = Settings::default();
        let mut next = old.clone();
        next.input.prefetch = 7;
        next.log.filter = "debug".into();
        next.amqp.url = "amqp://other/".into();
        next.topology.articles_queue = "other".into();
        next.worker.state_folder = Some("/other".into());
        next.worker.threads = 3;
        let Reloaded { settings, changed, waiting } = old.reloaded(next);
        assert_eq!(changed, ["amqp.url", "input.prefetch", "log.filter", "worker.threads"]);
        assert_eq!(waiting, ["topology.articles_queue", "worker.state_folder"]);
        assert_eq!((settings.input.prefetch, settings.worker.threads), (7, 3));
        assert_eq!(values(&settings)["topology.articles_queue"], "quotewire.articles");
        assert!(old.reloaded(old.clone()).changed.is_empty());
    }

    /// Whatever is fixed keeps its value.
    #[test]
    fn every_fixed_setting_is_kept() {
        let old = Settings::default();
        let mut next = old.clone();
        next.topology.delivery_limit = 1;
        next.retry.delays_seconds = vec![9];
        next.http.address = None;
        next.log.format = crate::settings::LogFormat::Json;
        next.worker.startup_seconds = 9;
        next.worker.state_folder = Some("/other".into());
        next.amqp.connection_name = "other".into();
        let Reloaded { settings, changed, waiting } = old.reloaded(next);
        assert_eq!((changed.len(), waiting.len()), (0, FIXED.len()));
        assert_eq!(values(&settings), values(&old));
    }
}
