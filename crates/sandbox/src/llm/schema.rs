//! The subsets of JSON schema to which the servers hold an answer.

use serde_json::{Value, json};

/// OpenAI's strict one: every object closed, every property required.
pub(super) fn check_strict(schema: &Value) -> Result<(), String> {
    for forbidden in ["allOf", "not", "dependentRequired", "if", "patternProperties", "oneOf"] {
        if schema.get(forbidden).is_some() {
            return Err(format!("'{forbidden}' is not permitted."));
        }
    }
    if let Some(properties) = schema["properties"].as_object() {
        if schema["additionalProperties"] != false {
            return Err(
                "'additionalProperties' is required to be supplied and to be false.".to_owned()
            );
        }
        let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
        if let Some(name) = properties.keys().find(|name| !required.contains(&json!(name))) {
            return Err(format!(
                "'required' is required to include every key in properties. Missing '{name}'."
            ));
        }
    }
    inner(schema).into_iter().try_for_each(check_strict)
}

/// Anthropic's: every object closed, no limits of numbers and lengths.
pub(super) fn check_closed(schema: &Value) -> Result<(), String> {
    const LIMITS: [&str; 9] = [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "maxItems",
        "oneOf",
    ];
    if let Some(limit) = LIMITS.iter().find(|limit| schema.get(**limit).is_some()) {
        return Err(format!("property '{limit}' is not supported"));
    }
    let is_object = schema["type"] == "object" || schema["properties"].is_object();
    if is_object && schema["additionalProperties"] != false {
        return Err(
            "For 'object' type, 'additionalProperties' must be explicitly set to false".to_owned()
        );
    }
    inner(schema).into_iter().try_for_each(check_closed)
}

fn inner(schema: &Value) -> Vec<&Value> {
    let mut inner = Vec::new();
    for part in ["properties", "anyOf", "$defs"] {
        match &schema[part] {
            Value::Array(list) => inner.extend(list),
            Value::Object(map) => inner.extend(map.values()),
            _ => {}
        }
    }
    inner.extend(Some(&schema["items"]).filter(|items| items.is_object()));
    inner
}
