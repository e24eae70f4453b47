//! `config.default.toml` as a table: the default of each setting, and what its comment says about it.
//!
//! The comment above a setting is its documentation, its error message and the example that is refused as a value, so
//! that the three can't disagree.

use std::collections::BTreeMap;

pub const DEFAULTS: &str = include_str!("../../config.default.toml");

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// What it is and where to get it.
    pub about: String,
    pub secret: bool,
    /// The default, as text.
    pub default: &'static str,
    pub example: Option<String>,
}

/// By name.
#[must_use]
pub fn settings() -> BTreeMap<&'static str, Setting> {
    let mut settings = BTreeMap::new();
    let mut comment = Vec::new();
    for line in DEFAULTS.lines() {
        if let Some(text) = line.strip_prefix('#') {
            comment.push(text.trim());
        } else if let Some((name, default)) = line.split_once(" = ") {
            settings.insert(name, setting(&comment.join(" "), default.trim_matches('"')));
        } else {
            comment.clear();
        }
    }
    settings
}

fn setting(comment: &str, default: &'static str) -> Setting {
    let (about, example) = match comment.split_once("Example: ") {
        Some((about, example)) => (about.trim_end(), Some(example.trim().to_owned())),
        None => (comment, None),
    };
    let (about, secret) = match about.strip_suffix("Secret.") {
        Some(about) => (about.trim_end(), true),
        None => (about, false),
    };
    Setting { about: about.to_owned(), secret, default, example }
}
