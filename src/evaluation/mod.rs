//! Annotated text, and how well quotewire does on it. Used by `quotewire eval` and by training; the worker never comes here.

pub mod articles;
pub mod clusters;
pub mod corpora;
pub mod fixtures;
pub mod gold;
pub mod links;
pub mod names;
pub mod quotes;
pub mod sets;
