//! `quotewire config`: what the settings are, and where they come from. Never shows a secret.

use crate::settings::{DEFAULTS, Loaded, Settings};
use anyhow::Result;
use clap::Subcommand;
use secrecy::ExposeSecret;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::ExitCode;

/// Show or check the settings.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Action {
    /// Print all settings as they are after files, environment and command line, as a TOML file. Passwords are left out.
    Show {
        /// With the place that each comes from.
        #[arg(long)]
        origin: bool,
    },
    /// Say whether the settings are good; exit code 78 if not.
    Check,
    /// Print the file with all defaults and what they mean.
    Defaults,
}

/// Runs the command.
///
/// # Errors
/// If standard output cannot be written to; wrong settings never come this far.
pub(super) fn run(args: &Args, loaded: &Loaded) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    match args.action {
        Action::Show { origin } => out.write_all(show(loaded, origin).as_bytes())?,
        Action::Check => {
            let changed = loaded.origins.values().filter(|origin| origin.as_str() != "the defaults").count();
            writeln!(out, "the settings are good; {changed} of {} are not the defaults", loaded.origins.len())?;
        }
        Action::Defaults => out.write_all(DEFAULTS.as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn show(loaded: &Loaded, with_origin: bool) -> String {
    let settings = serde_json::to_value(&loaded.settings).unwrap_or_default();
    let mut lines = String::new();
    for (section, keys) in settings.as_object().into_iter().flatten() {
        let _ = writeln!(lines, "[{section}]");
        let mut line = |key: &str, value: String| {
            let origin = loaded.origins.get(&format!("{section}.{key}")).filter(|_| with_origin);
            let origin = origin.map(|origin| format!("  # {origin}")).unwrap_or_default();
            let _ = writeln!(lines, "{key} = {value}{origin}");
        };
        if section == "amqp" {
            line("url", format!("{:?}", masked(&loaded.settings)));
        }
        for (key, value) in keys.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            line(key, toml(value));
        }
        lines.push('\n');
    }
    lines
}

/// Numbers, texts and flat lists read the same in JSON and in TOML.
fn toml(value: &Value) -> String {
    value.to_string()
}

/// The URL without its password.
fn masked(settings: &Settings) -> String {
    let mask = |url: &str| match url::Url::parse(url.trim()) {
        Ok(mut url) => {
            if url.password().is_some() && url.set_password(Some("***")).is_err() {
                return "***".to_owned();
            }
            url.to_string()
        }
        Err(_) => "***".to_owned(),
    };
    settings.amqp.url.expose_secret().split(',').map(mask).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Layers, load};

    #[test]
    fn what_is_shown_can_be_read_again_and_holds_no_password() {
        let set = vec!["amqp.url=amqp://ann:s3cret@mq:5672/news".to_owned(), "retry.delays_seconds=1,2".to_owned()];
        let loaded = load(&Layers { set, ..Layers::default() }).expect("good settings");
        let shown = show(&loaded, true);
        assert!(!shown.contains("s3cret") && shown.contains("amqp://ann:***@mq:5672/news\"  # --set"), "{shown}");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("shown.toml");
        std::fs::write(&file, &shown).expect("written");
        let again = load(&Layers { files: vec![file], ..Layers::default() }).expect("what is shown is good");
        assert_eq!(again.settings.retry.delays_seconds, [1, 2]);
    }
}
