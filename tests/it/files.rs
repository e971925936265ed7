//! Files that no compiler reads: what they name must be there.

use quotewire::settings::{Layers, load};
use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn what_the_image_copies_is_there_and_is_sent_to_the_builder() {
    let ignored = read(".dockerignore");
    let mut copied = 0;
    for line in read("Dockerfile").lines().filter(|line| line.starts_with("COPY ") && !line.contains("--from")) {
        let mut names: Vec<&str> = line.split_whitespace().skip(1).collect();
        names.pop();
        for name in names {
            copied += 1;
            assert!(root().join(name).exists(), "{line}: {name} is not there");
            assert!(ignored.lines().any(|line| line == format!("!{name}")), "{name} is not in .dockerignore");
        }
    }
    assert!(copied > 5);
}

#[test]
fn the_image_can_be_built_from_what_it_copies() {
    // Whatever the sources include at compile time must be among the folders that are copied.
    let dockerfile = read("Dockerfile");
    for folder in ["config", "models", "samples", "src", "training"] {
        assert!(dockerfile.contains(&format!("COPY {folder} {folder}")), "{folder}");
    }
}

#[test]
fn settings_in_image_and_compose_file_exist() {
    let mut environment = Vec::new();
    for file in ["Dockerfile", "docker-compose.yml"] {
        for line in read(file).lines().filter(|line| line.contains("QUOTEWIRE_") && !line.trim_start().starts_with('#'))
        {
            let pair = line.trim().trim_start_matches("ENV ").replacen(": ", "=", 1);
            let (name, value) = pair.split_once('=').expect(line);
            environment.push((name.to_owned(), value.to_owned()));
        }
    }
    assert!(environment.len() >= 2, "{environment:?}");
    let layers = Layers { environment, ..Layers::default() };
    load(&layers).expect("the settings are good");
}

#[test]
fn links_lead_somewhere() {
    for page in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "samples/README.md",
        "schemas/README.md",
        "models/PROVENANCE.md",
    ] {
        let folder = root().join(page).parent().expect("a folder").to_owned();
        for link in read(page).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            if !file.is_empty() && !link.starts_with("http") {
                assert!(folder.join(file).exists(), "{page} links to {link}");
            }
        }
    }
}

#[test]
fn scripts_that_the_documentation_names_can_be_run() {
    use std::os::unix::fs::PermissionsExt;
    for script in [
        "scripts/demo",
        "scripts/test",
        "scripts/bench",
        "scripts/faults",
        "scripts/scores",
        "scripts/rabbitmq-node",
        ".ci/run",
    ] {
        let mode =
            fs::metadata(root().join(script)).unwrap_or_else(|error| panic!("{script}: {error}")).permissions().mode();
        assert!(mode & 0o111 != 0, "{script} is not executable");
    }
}
