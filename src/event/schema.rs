//! JSON Schema (draft 2020-12), generated from the types.

use super::wire::{ArticleEnriched, QuoteExtracted};
use super::{ARTICLE_SCHEMA, QUOTE_SCHEMA};
use crate::article::NativeArticle;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

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
        Schema::Input => {
            let settings = SchemaSettings::draft2020_12().for_deserialize();
            with_id(settings.into_generator().into_root_schema_for::<NativeArticle>(), "urn:quotewire:schema:article:1")
        }
    }
}

fn written<T: JsonSchema>(id: &str) -> Value {
    with_id(SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>(), id)
}

fn with_id(mut schema: schemars::Schema, id: &str) -> Value {
    schema.insert("$id".to_owned(), id.into());
    schema.to_value()
}
