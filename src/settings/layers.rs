//! Where settings come from: built-in defaults < files < `QUOTEWIRE_*` environment < `--set`. Each remembers its origin, for errors and for
//! `quotewire config show --origin`.

use super::Settings;
use super::check;
use config::{Config, ConfigError, File, FileFormat, Map, Source, Value, ValueKind};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// `config/default.toml`: every setting with its default.
pub const DEFAULTS: &str = include_str!("../../config/default.toml");

/// Settings in the environment begin with this; sections are separated by two underscores: `QUOTEWIRE_INPUT__PREFETCH`.
const PREFIX: &str = "QUOTEWIRE_";

/// What is laid over the defaults.
#[derive(Clone, Debug, Default)]
pub struct Layers {
    /// TOML files, the later ones over the earlier ones.
    pub files: Vec<PathBuf>,
    /// Variables of the environment.
    pub environment: Vec<(String, String)>,
    /// `key=value`, from the command line.
    pub set: Vec<String>,
}

/// Settings, and where each came from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Checked.
    pub settings: Settings,
    /// Origin by path: `input.prefetch` → `QUOTEWIRE_INPUT__PREFETCH`.
    pub origins: BTreeMap<String, String>,
}

/// What is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct SettingsError {
    /// The code that the documentation lists.
    pub code: &'static str,
    message: String,
}

impl SettingsError {
    pub(super) fn value(message: impl Into<String>) -> Self {
        Self { code: "E302", message: message.into() }
    }

    fn key(message: String) -> Self {
        Self { code: "E301", message }
    }
}

/// Lays all layers over each other and checks the result.
///
/// # Errors
/// With the path and the origin of the first setting that is unknown or cannot be.
pub fn load(layers: &Layers) -> Result<Loaded, SettingsError> {
    let mut builder =
        Config::builder().add_source(Origin::of("the defaults", File::from_str(DEFAULTS, FileFormat::Toml)));
    for file in &layers.files {
        builder = builder
            .add_source(Origin::of(&file.display().to_string(), File::from(file.as_path()).format(FileFormat::Toml)));
    }
    for (name, value) in &layers.environment {
        if let Some(path) = path_of(name) {
            builder = builder.add_source(One { path, value: value.clone(), origin: name.clone() });
        }
    }
    for pair in &layers.set {
        let Some((path, value)) = pair.split_once('=') else {
            return Err(SettingsError::value(format!(
                "--set {pair:?}: write it as key=value, for example input.prefetch=64"
            )));
        };
        builder =
            builder.add_source(One { path: path.trim().into(), value: value.trim().into(), origin: "--set".into() });
    }
    let config = builder.build().map_err(|error| SettingsError::value(error.to_string()))?;
    let mut origins = BTreeMap::new();
    let all = config.collect().map_err(|error| SettingsError::value(error.to_string()))?;
    leaves("", &Value::new(None, ValueKind::Table(all)), &mut origins);
    let known = known();
    for (path, origin) in &origins {
        if !known.contains(path) {
            return Err(unknown(path, origin, &known));
        }
    }
    let settings: Settings = config.try_deserialize().map_err(|error| wrong(&error, &origins))?;
    let origin = |path: &str| origins.get(path).map_or("the defaults", String::as_str);
    check::check(&settings)
        .map_err(|(path, what)| SettingsError::value(format!("{path} {what} (from {})", origin(path))))?;
    Ok(Loaded { settings, origins })
}

/// `QUOTEWIRE_INPUT__PREFETCH` → `input.prefetch`. What has no section is not ours: Kubernetes puts `QUOTEWIRE_PORT` and the like into the
/// environment of its pods, and the command line reads the rest itself.
fn path_of(variable: &str) -> Option<String> {
    let (section, key) = variable.strip_prefix(PREFIX)?.split_once("__")?;
    Some(format!("{section}.{key}").to_lowercase())
}

/// The path of every setting there is, from the schema that is generated from the types.
fn known() -> Vec<String> {
    let schema = Settings::schema();
    let mut paths = Vec::new();
    let names = |value: &serde_json::Value| -> Vec<String> {
        value
            .get("properties")
            .and_then(|map| map.as_object())
            .map(|map| map.keys().cloned().collect())
            .unwrap_or_default()
    };
    for section in names(&schema) {
        let reference = schema.pointer(&format!("/properties/{section}")).and_then(|property| property.get("$ref"));
        let target = reference
            .and_then(|target| target.as_str())
            .and_then(|target| schema.pointer(target.trim_start_matches('#')));
        paths.extend(target.into_iter().flat_map(names).map(|key| format!("{section}.{key}")));
    }
    paths
}

fn unknown(path: &str, origin: &str, known: &[String]) -> SettingsError {
    let nearest = known.iter().max_by(|a, b| strsim::jaro_winkler(a, path).total_cmp(&strsim::jaro_winkler(b, path)));
    let hint = nearest.map(|nearest| format!("; did you mean {nearest}?")).unwrap_or_default();
    SettingsError::key(format!("{path} is not a setting (from {origin}){hint}"))
}

/// A value of the wrong type: the library's words, with path and origin in our order.
fn wrong(error: &ConfigError, origins: &BTreeMap<String, String>) -> SettingsError {
    let (key, cause) = match error {
        ConfigError::At { error, key: Some(key), .. } => (Some(key.clone()), error.to_string()),
        ConfigError::Type { key: Some(key), unexpected, expected, .. } => {
            (Some(key.clone()), format!("is {unexpected}, and must be {expected}"))
        }
        other => (None, other.to_string()),
    };
    let Some(key) = key else { return SettingsError::value(cause) };
    let origin = origins.get(&key).map_or("?", String::as_str);
    SettingsError::value(format!("{key}: {cause} (from {origin})"))
}

fn leaves(path: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    if let ValueKind::Table(table) = &value.kind {
        for (key, value) in table {
            leaves(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, into);
        }
    } else {
        into.insert(path.to_owned(), value.origin().unwrap_or("?").to_owned());
    }
}

/// A source whose values all say where they come from.
#[derive(Clone, Debug)]
struct Origin<S> {
    name: String,
    source: S,
}

impl<S: Source + Clone + Send + Sync + 'static> Origin<S> {
    fn of(name: &str, source: S) -> Self {
        Self { name: name.to_owned(), source }
    }
}

impl<S: Source + Clone + Send + Sync + 'static> Source for Origin<S> {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, ConfigError> {
        let mut all = self.source.collect()?;
        for value in all.values_mut() {
            stamp(value, &self.name);
        }
        Ok(all)
    }
}

fn stamp(value: &mut Value, origin: &str) {
    let kind = match std::mem::replace(&mut value.kind, ValueKind::Nil) {
        ValueKind::Table(mut table) => {
            table.values_mut().for_each(|value| stamp(value, origin));
            ValueKind::Table(table)
        }
        other => other,
    };
    *value = Value::new(Some(&origin.to_owned()), kind);
}

/// One setting, written as in a TOML file; the quotes of a text may be left out, and the brackets of a list.
#[derive(Clone, Debug)]
struct One {
    path: String,
    value: String,
    origin: String,
}

impl Source for One {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, ConfigError> {
        let mut value = parse(&self.value);
        let is_list = matches!(value.kind, ValueKind::Array(_));
        if LISTS.contains(&self.path.as_str()) && !is_list {
            let parts = self.value.split(',').map(str::trim).filter(|part| !part.is_empty()).map(parse);
            value = Value::new(None, ValueKind::Array(parts.collect()));
        }
        stamp(&mut value, &self.origin);
        let mut path = self.path.rsplit('.');
        let mut map = Map::new();
        map.insert(path.next().unwrap_or_default().to_owned(), value);
        for section in path {
            map = Map::from_iter([(section.to_owned(), Value::new(None, ValueKind::Table(map)))]);
        }
        Ok(map)
    }
}

/// Settings that are lists.
const LISTS: [&str; 2] = ["retry.delays_seconds", "output.offsets"];

fn parse(text: &str) -> Value {
    let line = format!("value = {text}");
    let parsed = File::from_str(&line, FileFormat::Toml).collect().ok();
    let value = parsed.and_then(|mut map| if map.len() == 1 { map.remove("value") } else { None });
    value.unwrap_or_else(|| Value::new(None, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(pairs: &[&str]) -> Result<Loaded, SettingsError> {
        load(&Layers { set: pairs.iter().map(|&pair| pair.to_owned()).collect(), ..Layers::default() })
    }

    fn error(pairs: &[&str]) -> String {
        set(pairs).expect_err("refused").to_string()
    }

    #[test]
    fn the_default_file_holds_every_default() {
        let loaded = load(&Layers::default()).expect("the defaults are good");
        let json = |settings: &Settings| serde_json::to_value(settings).expect("settings are JSON");
        assert_eq!(json(&loaded.settings), json(&Settings::default()));
        for path in known() {
            let key = path.rsplit('.').next().expect("a last part");
            assert!(
                DEFAULTS.lines().any(|line| line.trim_start_matches("# ").starts_with(&format!("{key} = "))),
                "{path} is not in config/default.toml"
            );
        }
    }

    #[test]
    fn later_layers_win_and_tell_where_a_value_is_from() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("mine.toml");
        std::fs::write(&file, "[input]\nprefetch = 10\nformat = \"native\"\n[log]\nformat = \"json\"\n")
            .expect("written");
        let layers = Layers {
            files: vec![file.clone()],
            environment: vec![
                ("QUOTEWIRE_INPUT__PREFETCH".into(), "20".into()),
                ("QUOTEWIRE_RETRY__DELAYS_SECONDS".into(), "1,2".into()),
                ("QUOTEWIRE_SERVICE_HOST".into(), "10.0.0.1".into()),
            ],
            set: vec!["input.prefetch=30".into(), "topology.articles_queue=7".into()],
        };
        let Loaded { settings, origins } = load(&layers).expect("good settings");
        assert_eq!((settings.input.prefetch, settings.input.format.as_str()), (30, "native"));
        assert_eq!(settings.retry.delays_seconds, [1, 2]);
        assert_eq!(settings.topology.articles_queue, "7", "a name may look like a number");
        assert_eq!(origins["input.prefetch"], "--set");
        assert_eq!(origins["retry.delays_seconds"], "QUOTEWIRE_RETRY__DELAYS_SECONDS");
        assert_eq!(origins["input.format"], file.display().to_string());
        assert_eq!(origins["input.byte_budget"], "the defaults");
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_one() {
        assert_eq!(
            error(&["input.prefetch_cout=3"]),
            "E301: input.prefetch_cout is not a setting (from --set); did you mean input.prefetch?"
        );
        let layers = Layers { environment: vec![("QUOTEWIRE_LOG__FORMT".into(), "json".into())], ..Layers::default() };
        assert_eq!(
            load(&layers).expect_err("refused").to_string(),
            "E301: log.formt is not a setting (from QUOTEWIRE_LOG__FORMT); did you mean log.format?"
        );
    }

    #[test]
    fn a_wrong_value_is_refused_with_its_place() {
        assert_eq!(
            error(&["input.prefetch=0"]),
            "E302: input.prefetch is 0: give a number from 1 to 65535 (from --set)"
        );
        for pair in [
            "input.prefetch=many",
            "input.prefetch=70000",
            "output.detail=most",
            "http.address=here",
            "limits.ratio=-1",
        ] {
            let message = error(&[pair]);
            let (path, value) = pair.split_once('=').expect("a pair");
            assert!(message.contains(path) && message.contains("--set"), "{pair}: {message}");
            assert!(message.contains(value), "{pair}: {message}");
        }
        assert!(error(&["prefetch"]).contains("key=value"));
    }

    #[test]
    fn a_broken_file_is_refused_with_its_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("broken.toml");
        std::fs::write(&file, "[input]\nprefetch = = 3\n").expect("written");
        let message = load(&Layers { files: vec![file], ..Layers::default() }).expect_err("refused").to_string();
        assert!(message.contains("broken.toml") && message.contains("line 2"), "{message}");
        let message =
            load(&Layers { files: vec!["missing.toml".into()], ..Layers::default() }).expect_err("refused").to_string();
        assert!(message.contains("missing.toml"), "{message}");
    }

    #[test]
    fn no_http_is_an_empty_address() {
        assert_eq!(set(&["http.address="]).expect("good").settings.http.address, None);
    }
}
