//! What the grammar's words are in each language: a new language is a table beside these.

pub(super) mod en;
pub(super) mod es;
pub(super) mod pt;
