//! How a configuration that the platform returns differs from the one we want, in lines for people.
//!
//! The platform fills in defaults: what we don't set is none of our business. Lists are ours as a whole, and what we
//! set to null must be nothing there.

use serde_json::Value;

/// Of a value shown in a line, in characters.
const SHOWN_MAX: usize = 70;

/// A line for each field of ours that is different.
pub fn between(wanted: &Value, actual: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare("", wanted, actual, &mut lines);
    lines
}

fn compare(path: &str, wanted: &Value, actual: &Value, lines: &mut Vec<String>) {
    match (wanted, actual) {
        (Value::Object(wanted), _) => {
            for (name, wanted) in wanted {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                compare(&path, wanted, actual.get(name).unwrap_or(&Value::Null), lines);
            }
        }
        (Value::Array(wanted), Value::Array(actual)) if wanted.len() == actual.len() => {
            for (index, (wanted, actual)) in wanted.iter().zip(actual).enumerate() {
                compare(&format!("{path}[{index}]"), wanted, actual, lines);
            }
        }
        (Value::String(wanted), Value::String(actual))
            if wanted != actual && wanted.contains('\n') =>
        {
            lines.push(first_difference(path, wanted, actual));
        }
        _ if is_same(wanted, actual) => {}
        _ => lines.push(format!("{path} is {}, should be {}", shown(actual), shown(wanted))),
    }
}

/// 8 and 8.0 are the same, and so are nothing and an empty thing.
fn is_same(wanted: &Value, actual: &Value) -> bool {
    match (wanted, actual) {
        (Value::Number(wanted), Value::Number(actual)) => wanted.as_f64() == actual.as_f64(),
        (Value::Null, actual) => is_nothing(actual),
        (Value::Array(wanted), Value::Null) => wanted.is_empty(),
        (Value::String(wanted), Value::Null) => wanted.is_empty(),
        _ => wanted == actual,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.values().all(is_nothing),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Of a long text, the first line that is different.
fn first_difference(path: &str, wanted: &str, actual: &str) -> String {
    let (mut wanted, mut actual) = (wanted.lines(), actual.lines());
    let mut number = 1;
    loop {
        match (wanted.next(), actual.next()) {
            (Some(wanted), Some(actual)) if wanted == actual => number += 1,
            (None, None) => return format!("{path} differs in its line ends"),
            (wanted, actual) => {
                let line = |line: Option<&str>| {
                    line.map_or_else(|| "missing".to_owned(), |line| shown(&line.into()))
                };
                return format!(
                    "{path}, line {number} is {}, should be {}",
                    line(actual),
                    line(wanted)
                );
            }
        }
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= SHOWN_MAX {
        return text;
    }
    let beginning: String = text.chars().take(SHOWN_MAX).collect();
    format!("{beginning}…")
}
