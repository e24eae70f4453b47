//! Dynamic variables: what a call was registered with, and the `{{name}}` places that want them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Variables whose name begins so are for headers alone: no model and no webhook ever sees them.
pub(super) const SECRET: &str = "secret__";
/// Variables of the platform itself.
pub(super) const SYSTEM: &str = "system__";

pub(super) type Variables = BTreeMap<String, Value>;

/// The names in `{{ }}` in a text.
pub(super) fn names_in(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((name, after)) = next_place(rest) {
        names.insert(name.1.to_owned());
        rest = after;
    }
    names
}

/// The text with every place filled; a place without a value stays as it is.
pub(super) fn filled(text: &str, variables: &Variables) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(((before, name), after)) = next_place(rest) {
        filled.push_str(before);
        match variables.get(name) {
            Some(value) => filled.push_str(&spoken(value)),
            None => filled.push_str(&rest[before.len()..rest.len() - after.len()]),
        }
        rest = after;
    }
    filled + rest
}

/// A value as text: strings without quotes, anything else as JSON.
pub(super) fn spoken(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What comes before the next place, the name in it, and what comes after.
fn next_place(text: &str) -> Option<((&str, &str), &str)> {
    let (before, from) = text.split_once("{{")?;
    let (name, after) = from.split_once("}}")?;
    Some(((before, name.trim()), after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn places_are_filled_once_and_unknown_ones_stay() {
        let variables =
            Variables::from([("a".to_owned(), json!("{{b}}")), ("b".to_owned(), json!(2))]);
        assert_eq!(filled("{{a}} {{ b }} {{c}} {{", &variables), "{{b}} 2 {{c}} {{");
    }

    #[test]
    fn names_are_found_with_and_without_blanks() {
        assert_eq!(
            names_in("{{ a }}{{b}} {c} {{d"),
            BTreeSet::from(["a".to_owned(), "b".to_owned()])
        );
    }
}
