//! The directions of ARCHITECTURE.md: who may know whom.

use std::fs;
use std::path::{Path, PathBuf};

/// A room, and what it must not name.
const RULES: &[(&[&str], &[&str])] = &[
    // The core is pure: no runtime, no broker, no files, no environment, no clock, no command line.
    (
        &["article", "text", "model", "reading", "entity", "quote", "enrich.rs", "event"],
        &[
            "tokio",
            "lapin",
            "axum",
            "clap",
            "std::env",
            "std::fs",
            "std::net",
            "SystemTime",
            "Instant",
            "crate::broker",
            "crate::worker",
            "crate::telemetry",
            "crate::settings",
            "crate::web",
            "crate::cli",
            "rand::",
        ],
    ),
    (&["model"], &["crate::article", "crate::text", "crate::entity", "crate::quote", "crate::event", "crate::enrich"]),
    (&["text"], &["crate::article", "crate::model", "crate::entity", "crate::quote", "crate::event", "crate::enrich"]),
    (&["reading"], &["crate::article", "crate::entity", "crate::quote", "crate::event", "crate::enrich"]),
    (&["entity"], &["crate::quote", "crate::event", "crate::enrich", "crate::article"]),
    (&["quote"], &["crate::event", "crate::enrich", "crate::article"]),
    (&["article"], &["crate::entity", "crate::quote", "crate::event", "crate::enrich"]),
    // The broker moves bytes and headers.
    (
        &["broker"],
        &[
            "crate::article",
            "crate::text",
            "crate::entity",
            "crate::quote",
            "crate::event",
            "crate::enrich",
            "crate::worker",
            "crate::cli",
            "serde_json",
        ],
    ),
    // Measuring is no part of the work.
    (
        &["article", "text", "model", "reading", "entity", "quote", "enrich.rs", "event", "broker", "worker", "web"],
        &["crate::evaluation"],
    ),
    (&["worker", "telemetry", "web"], &["crate::cli", "clap"]),
    (&["settings"], &["crate::broker", "crate::worker", "crate::cli", "lapin::", "tokio"]),
    // AMQP is spoken in one room.
    (&["worker", "cli", "telemetry", "web", "settings", "event"], &["lapin::"]),
];

#[test]
fn no_room_knows_what_it_must_not() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    for (rooms, forbidden) in RULES {
        for room in *rooms {
            let files = rust_files(&src.join(room));
            assert!(!files.is_empty(), "src/{room} is gone: mend this test");
            for file in files {
                let text = fs::read_to_string(&file).expect("readable");
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                let named = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                for (line, name) in named.flat_map(|line| forbidden.iter().map(move |name| (line, name))) {
                    if line.contains(name) {
                        broken.push(format!("{} names {name}: {}", file.display(), line.trim()));
                    }
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn rust_files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).into_iter().flatten().map(|entry| entry.expect("readable").path());
    entries
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .collect()
}
