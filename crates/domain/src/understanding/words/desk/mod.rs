//! What the other side of a call says, and how we speak with it, in each language.

pub(in super::super) mod en;
pub(in super::super) mod es;
pub(in super::super) mod pt;
