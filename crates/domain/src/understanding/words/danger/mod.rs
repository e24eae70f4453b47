//! Words for life and limb in danger, and those that keep them from meaning it: a new language is a table beside these.

pub(in super::super) mod en;
pub(in super::super) mod es;
pub(in super::super) mod pt;
