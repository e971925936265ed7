//! JSON Schema (draft 2020-12), generated from the types.

use super::wire::{ArticleEnriched, QuoteExtracted};
use super::{ARTICLE_SCHEMA, QUOTE_SCHEMA};
use crate::article::NativeArticle;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// What a schema can be had of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// [`ArticleEnriched`]
    Article,
    /// [`QuoteExtracted`]
    Quote,
    /// [`NativeArticle`]
    Input,
}

/// The schema of `of`.
pub fn schema(of: Schema) -> Value {
    match of {
        Schema::Article => written::<ArticleEnriched>(ARTICLE_SCHEMA),
        Schema::Quote => written::<QuoteExtracted>(QUOTE_SCHEMA),
        Schema::Input => read::<NativeArticle>("urn:quotewire:schema:article:1"),
    }
}

/// The schema of what we write: members that are always there are required.
fn written<T: JsonSchema>(id: &str) -> Value {
    of::<T>(SchemaSettings::draft2020_12().for_serialize(), id)
}

/// The schema of what we read: members that have a default are not required.
pub(crate) fn read<T: JsonSchema>(id: &str) -> Value {
    of::<T>(SchemaSettings::draft2020_12().for_deserialize(), id)
}

fn of<T: JsonSchema>(settings: SchemaSettings, id: &str) -> Value {
    let mut generated = settings.into_generator().into_root_schema_for::<T>().to_value();
    tidy(&mut generated);
    let mut schema = Map::new();
    // What a reader looks for first stands first.
    for name in ["$schema", "$id", "title", "description"] {
        let value = if name == "$id" { Some(id.into()) } else { generated.get_mut(name).map(Value::take) };
        schema.extend(value.map(|value| (name.to_owned(), value)));
    }
    if let Value::Object(members) = generated {
        schema.extend(members.into_iter().filter(|(_, value)| !value.is_null()));
    }
    Value::Object(schema)
}

/// Joins the lines of descriptions and drops the formats that JSON Schema does not know (`uint32`, `double`).
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members
                .retain(|name, value| name != "format" || matches!(value.as_str(), None | Some("date-time" | "uuid")));
            for (name, value) in members {
                match value {
                    Value::String(text) if name == "description" => *text = text.replace('\n', " "),
                    value => tidy(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(tidy),
        _ => {}
    }
}
