//! What a body may look like, and the list of everything that is wrong with one: FastAPI's 422.
//!
//! The vendor would ignore some unknown fields. This twin refuses them all, since a field that the vendor doesn't know
//! is a mistake of whoever sent it.

use serde_json::{Value, json};

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    Any,
    Text,
    /// Letters, digits, `_` and `-`, 1 to 64 of them.
    Name,
    Bool,
    Integer(i64, i64),
    Number(f64, f64),
    /// One of these words.
    Word(&'static [&'static str]),
    List(&'static Shape),
    /// An object with any keys and values of one shape.
    Map(&'static Shape),
    Object(&'static [Field]),
    /// The shape, or null.
    Or(&'static Shape),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
}

pub(super) const fn must(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: true }
}

pub(super) const fn may(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false }
}

pub(super) const ANY_INTEGER: Shape = Shape::Integer(i64::MIN, i64::MAX);
pub(super) const ANY_NUMBER: Shape = Shape::Number(f64::MIN, f64::MAX);
pub(super) const TEXTS: Shape = Shape::List(&Shape::Text);
pub(super) const OPTIONAL_TEXT: Shape = Shape::Or(&Shape::Text);

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Problem {
    pub at: Vec<String>,
    pub kind: &'static str,
    pub message: String,
}

impl Problem {
    pub(super) fn new(at: &[String], kind: &'static str, message: impl Into<String>) -> Self {
        Self { at: at.to_vec(), kind, message: message.into() }
    }

    /// As an item of `detail`.
    pub(super) fn to_json(&self) -> Value {
        json!({"type": self.kind, "loc": self.at, "msg": self.message})
    }
}

impl Shape {
    /// Everything that is wrong with a body; empty when nothing is.
    pub(super) fn problems(&self, body: &Value) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.check(body, &mut vec!["body".to_owned()], &mut problems);
        problems
    }

    fn check(&self, value: &Value, at: &mut Vec<String>, problems: &mut Vec<Problem>) {
        let wrong = |kind, message: String| Problem::new(at, kind, message);
        let problem = match (self, value) {
            (Self::Any | Self::Or(_), Value::Null)
            | (Self::Any, _)
            | (Self::Text, Value::String(_))
            | (Self::Bool, Value::Bool(_)) => None,
            (Self::Or(shape), value) => return shape.check(value, at, problems),
            (Self::Text, _) => {
                Some(wrong("string_type", "Input should be a valid string".to_owned()))
            }
            (Self::Bool, _) => {
                Some(wrong("bool_type", "Input should be a valid boolean".to_owned()))
            }
            (Self::Name, Value::String(name)) if is_name(name) => None,
            (Self::Name, _) => {
                let pattern = "String should match pattern '^[a-zA-Z0-9_-]{1,64}$'";
                Some(wrong("string_pattern_mismatch", pattern.to_owned()))
            }
            (Self::Integer(least, most), value) => match value.as_i64() {
                None => Some(wrong("int_type", "Input should be a valid integer".to_owned())),
                Some(number) if number < *least => {
                    Some(wrong("greater_than_equal", too_small(least)))
                }
                Some(number) if number > *most => Some(wrong("less_than_equal", too_big(most))),
                Some(_) => None,
            },
            (Self::Number(least, most), value) => match value.as_f64() {
                None => Some(wrong("float_type", "Input should be a valid number".to_owned())),
                Some(number) if number < *least => {
                    Some(wrong("greater_than_equal", too_small(least)))
                }
                Some(number) if number > *most => Some(wrong("less_than_equal", too_big(most))),
                Some(_) => None,
            },
            (Self::Word(words), Value::String(word)) if words.contains(&word.as_str()) => None,
            (Self::Word(words), _) => {
                Some(wrong("enum", format!("Input should be '{}'", words.join("', '"))))
            }
            (Self::List(shape), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    inside(at, &index.to_string(), |at| shape.check(item, at, problems));
                }
                return;
            }
            (Self::List(_), _) => {
                Some(wrong("list_type", "Input should be a valid list".to_owned()))
            }
            (Self::Map(shape), Value::Object(map)) => {
                for (key, item) in map {
                    inside(at, key, |at| shape.check(item, at, problems));
                }
                return;
            }
            (Self::Object(fields), Value::Object(map)) => {
                return check_fields(fields, map, at, problems);
            }
            (Self::Map(_) | Self::Object(_), _) => {
                Some(wrong("dict_type", "Input should be a valid dictionary".to_owned()))
            }
        };
        problems.extend(problem);
    }
}

fn check_fields(
    fields: &[Field],
    map: &serde_json::Map<String, Value>,
    at: &mut Vec<String>,
    problems: &mut Vec<Problem>,
) {
    for field in fields {
        match map.get(field.name) {
            Some(value) => inside(at, field.name, |at| field.shape.check(value, at, problems)),
            None if field.required => {
                inside(at, field.name, |at| {
                    problems.push(Problem::new(at, "missing", "Field required"));
                });
            }
            None => {}
        }
    }
    for key in map.keys().filter(|key| !fields.iter().any(|field| field.name == key.as_str())) {
        inside(at, key, |at| {
            problems.push(Problem::new(at, "extra_forbidden", "Extra inputs are not permitted"));
        });
    }
}

fn inside(at: &mut Vec<String>, step: &str, check: impl FnOnce(&mut Vec<String>)) {
    at.push(step.to_owned());
    check(at);
    at.pop();
}

fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

fn too_small(least: impl std::fmt::Display) -> String {
    format!("Input should be greater than or equal to {least}")
}

fn too_big(most: impl std::fmt::Display) -> String {
    format!("Input should be less than or equal to {most}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Shape = Shape::Object(&[
        must("name", Shape::Name),
        may("timeout", Shape::Integer(5, 300)),
        may("words", Shape::Map(&TEXTS)),
        may("mode", Shape::Or(&Shape::Word(&["a", "b"]))),
    ]);

    fn found(body: &Value) -> Vec<(String, &'static str)> {
        BODY.problems(body)
            .into_iter()
            .map(|problem| (problem.at.join("."), problem.kind))
            .collect()
    }

    #[test]
    fn a_body_that_fits_has_no_problems() {
        assert_eq!(
            found(&json!({"name": "a_b-1", "timeout": 5, "words": {"x": ["y"]}, "mode": null})),
            []
        );
    }

    #[test]
    fn everything_that_is_wrong_is_listed_with_its_place() {
        let body = json!({"timeout": 301, "words": {"x": ["y", 1]}, "mode": "c", "extra": 1});
        let expected = [
            ("body.name", "missing"),
            ("body.timeout", "less_than_equal"),
            ("body.words.x.1", "string_type"),
            ("body.mode", "enum"),
            ("body.extra", "extra_forbidden"),
        ];
        assert_eq!(found(&body), expected.map(|(at, kind)| (at.to_owned(), kind)));
    }

    #[test]
    fn a_name_has_a_length_and_an_alphabet() {
        for name in ["", "señal", "a b", "a".repeat(65).as_str()] {
            assert_eq!(
                found(&json!({"name": name})),
                [("body.name".to_owned(), "string_pattern_mismatch")],
                "{name}"
            );
        }
    }

    #[test]
    fn a_list_is_no_object() {
        assert_eq!(found(&json!([])), [("body".to_owned(), "dict_type")]);
    }
}
