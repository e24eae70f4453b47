//! Words for life and limb in danger, those that keep them from meaning it, and those of people who want to put others
//! in fear: a new language is a table beside these.

pub(in super::super) mod en;
pub(in super::super) mod es;
pub(in super::super) mod pt;
