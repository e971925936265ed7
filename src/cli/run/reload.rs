//! SIGHUP: the settings are read again. Good ones are applied to the running worker, bad ones are told and change nothing.

use super::handler;
use crate::settings::{Layers, Reloaded, Settings, load};
use crate::telemetry::{Metrics, logs};
use crate::worker::Change;
use tokio::signal::unix::Signal;
use tokio::sync::mpsc;

/// What a reload needs to know.
pub(super) struct Reloader {
    /// Files are read again; environment and command line are as they were at the start.
    pub(super) layers: Layers,
    /// What holds now.
    pub(super) settings: Settings,
    pub(super) filter: logs::Filter,
    pub(super) metrics: Metrics,
    /// To the worker.
    pub(super) changes: mpsc::Sender<Change>,
}

impl Reloader {
    /// Waits for signals, for ever.
    pub(super) async fn listen(mut self, mut hangup: Signal) {
        while hangup.recv().await.is_some() {
            match self.reload().await {
                Ok(Reloaded { changed, waiting, .. }) => {
                    self.metrics.reloaded(true);
                    tracing::info!(signal = "SIGHUP", changed = changed.join(" "), "settings reloaded");
                    if !waiting.is_empty() {
                        tracing::warn!(settings = waiting.join(" "), "these changes wait for a restart");
                    }
                }
                Err(error) => {
                    self.metrics.reloaded(false);
                    tracing::error!(signal = "SIGHUP", %error, "settings not reloaded: the old ones hold");
                }
            }
        }
    }

    async fn reload(&mut self) -> anyhow::Result<Reloaded> {
        let reloaded = self.settings.reloaded(load(&self.layers)?.settings);
        let settings = &reloaded.settings;
        let handler = handler(settings, &self.metrics)?;
        self.filter.set(&settings.log)?;
        self.settings = settings.clone();
        // A worker that is gone needs no settings.
        let _ = self.changes.send(Change { settings: settings.clone(), handler }).await;
        Ok(reloaded)
    }
}
