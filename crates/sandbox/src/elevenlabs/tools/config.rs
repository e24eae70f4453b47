//! What a tool's configuration may be, beyond the shape of its fields.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::refusal::Refusal;
use super::super::schemas;
use super::super::shape::{Problem, Shape};

/// The ways in which a property gets its value; each property uses one.
const SOURCES: [&str; 5] =
    ["description", "dynamic_variable", "constant_value", "is_system_provided", "is_omitted"];

const LITERALS: [&str; 4] = ["boolean", "string", "integer", "number"];

/// # Errors
/// Everything that is wrong with it.
pub(super) fn check(config: &Value) -> Result<(), Refusal> {
    let shape: &Shape = match config["type"].as_str() {
        Some("webhook") => &schemas::WEBHOOK_TOOL,
        Some("system") => &schemas::SYSTEM_TOOL,
        Some("client") => return Ok(()),
        Some(other) => {
            let message =
                format!("Input tag '{other}' does not match 'webhook', 'client', 'system'");
            return Err(Refusal::one(&["body", "tool_config"], "union_tag_invalid", message));
        }
        None => {
            let message = "Unable to extract tag using discriminator 'type'";
            return Err(Refusal::one(&["body", "tool_config"], "union_tag_not_found", message));
        }
    };
    let at = ["body".to_owned(), "tool_config".to_owned()];
    let mut problems: Vec<Problem> = shape
        .problems(config)
        .into_iter()
        .map(|problem| Problem {
            at: at.iter().cloned().chain(problem.at.into_iter().skip(1)).collect(),
            ..problem
        })
        .collect();
    if problems.is_empty() {
        check_api(
            &config["api_schema"],
            &mut [at.as_slice(), &["api_schema".to_owned()]].concat(),
            &mut problems,
        );
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}

fn check_api(api: &Value, at: &mut Vec<String>, problems: &mut Vec<Problem>) {
    let Some(url) = api["url"].as_str() else { return };
    if !url.starts_with("https://") && !url.starts_with("http://") {
        inside(at, "url", |at| {
            problems.push(Problem::new(at, "url_scheme", "URL scheme should be 'http' or 'https'"));
        });
    }
    inside(at, "path_params_schema", |at| {
        for name in path_places(url) {
            if api["path_params_schema"].get(&name).is_none() {
                inside(at, &name, |at| {
                    problems.push(Problem::new(at, "missing", "Path parameter has no schema"));
                });
            }
        }
        check_properties(&api["path_params_schema"], at, problems);
    });
    inside(at, "query_params_schema", |at| {
        check_properties(&api["query_params_schema"]["properties"], at, problems);
    });
    inside(at, "request_headers", |at| check_headers(&api["request_headers"], at, problems));
    if api["request_body_schema"].is_object() {
        inside(at, "request_body_schema", |at| {
            check_property(&api["request_body_schema"], true, at, problems);
        });
    }
}

fn check_headers(headers: &Value, at: &mut Vec<String>, problems: &mut Vec<Problem>) {
    for (name, value) in headers.as_object().into_iter().flatten() {
        let keys: Vec<&str> =
            value.as_object().into_iter().flat_map(Map::keys).map(String::as_str).collect();
        let known = value.is_string()
            || matches!(keys.as_slice(), ["secret_id" | "variable_name" | "env_var_label"]);
        if !known {
            let message = "Input should be text, secret_id, variable_name or env_var_label";
            inside(at, name, |at| problems.push(Problem::new(at, "union_error", message)));
        }
    }
}

fn check_properties(properties: &Value, at: &mut Vec<String>, problems: &mut Vec<Problem>) {
    for (name, property) in properties.as_object().into_iter().flatten() {
        inside(at, name, |at| check_property(property, false, at, problems));
    }
}

fn check_property(property: &Value, root: bool, at: &mut Vec<String>, problems: &mut Vec<Problem>) {
    let Some(fields) = property.as_object() else {
        problems.push(Problem::new(at, "dict_type", "Input should be a valid dictionary"));
        return;
    };
    let kind = kind_of(property);
    let known: &[&str] = match kind {
        "object" => &["type", "required", "properties", "required_constraints", "property_kind"],
        "array" => &["type", "items", "property_kind"],
        _ if LITERALS.contains(&kind) => {
            &["type", "enum", "allowed_values_dynamic_variable", "allowed_values"]
        }
        _ => {
            let message =
                "Input should be 'boolean', 'string', 'integer', 'number', 'object' or 'array'";
            inside(at, "type", |at| problems.push(Problem::new(at, "literal_error", message)));
            return;
        }
    };
    for name in fields
        .keys()
        .filter(|name| !known.contains(&name.as_str()) && !SOURCES.contains(&name.as_str()))
    {
        inside(at, name, |at| {
            problems.push(Problem::new(at, "extra_forbidden", "Extra inputs are not permitted"));
        });
    }
    let sources = SOURCES.iter().filter(|source| is_given(&property[**source])).count();
    let literal = LITERALS.contains(&kind);
    if !root && ((literal && sources != 1) || sources > 1) {
        let message = format!("Value error, exactly one of {} must be set", SOURCES.join(", "));
        problems.push(Problem::new(at, "value_error", message));
    }
    match kind {
        "object" => check_object(property, at, problems),
        "array" if property["items"].is_object() => {
            inside(at, "items", |at| check_property(&property["items"], false, at, problems));
        }
        _ => {}
    }
}

fn check_object(property: &Value, at: &mut Vec<String>, problems: &mut Vec<Problem>) {
    inside(at, "properties", |at| check_properties(&property["properties"], at, problems));
    for name in property["required"].as_array().into_iter().flatten() {
        let known = name.as_str().is_some_and(|name| property["properties"].get(name).is_some());
        if !known {
            let message = format!("Value error, required property {name} is not defined");
            inside(at, "required", |at| problems.push(Problem::new(at, "value_error", message)));
        }
    }
}

/// `string` for `"string"` and for `["string", "null"]`.
pub(super) fn kind_of(property: &Value) -> &str {
    match &property["type"] {
        Value::String(kind) => kind,
        Value::Array(kinds) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("null")
        }
        _ if property.get("properties").is_some() => "object",
        _ if property.get("items").is_some() => "array",
        _ => "",
    }
}

/// Whether a source is set, and not merely at its default.
pub(super) fn is_given(source: &Value) -> bool {
    match source {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        _ => true,
    }
}

/// The names in single braces in a URL; double braces are variables.
pub(super) fn path_places(url: &str) -> Vec<String> {
    let without_variables = url.replace("{{", "\0").replace("}}", "\0");
    let mut names = Vec::new();
    let mut rest = without_variables.as_str();
    while let Some((_, from)) = rest.split_once('{') {
        let Some((name, after)) = from.split_once('}') else { break };
        names.push(name.to_owned());
        rest = after;
    }
    names
}

/// Ids of the secrets that its headers name.
pub(super) fn secrets_of(config: &Value) -> BTreeSet<String> {
    let headers = config["api_schema"]["request_headers"].as_object().into_iter().flatten();
    headers.filter_map(|(_, value)| value["secret_id"].as_str()).map(str::to_owned).collect()
}

/// As it is shown: with every default filled in.
pub(super) fn with_defaults(config: &Value) -> Value {
    let mut shown = json!({
        "type": "webhook",
        "response_timeout_secs": 20,
        "disable_interruptions": false,
        "interruption_mode": "allow",
        "force_pre_tool_speech": false,
        "pre_tool_speech": "auto",
        "assignments": [],
        "tool_call_sound": null,
        "tool_call_sound_behavior": "auto",
        "tool_error_handling_mode": "auto",
    });
    if config["type"] == "webhook" {
        let more = json!({
            "dynamic_variables": {"dynamic_variable_placeholders": {}},
            "execution_mode": "immediate",
            "api_schema": {
                "request_headers": {}, "method": "GET", "path_params_schema": {}, "query_params_schema": null,
                "request_body_schema": null, "response_body_schema": null, "content_type": "application/json",
                "auth_connection": null,
            },
        });
        super::super::merge(&mut shown, &more);
    }
    super::super::merge(&mut shown, config);
    if shown["api_schema"]["request_body_schema"].is_object() {
        fill_property(&mut shown["api_schema"]["request_body_schema"]);
    }
    shown
}

fn fill_property(property: &mut Value) {
    let defaults = match kind_of(property) {
        "object" => {
            json!({"description": "", "required": [], "properties": {}, "required_constraints": null})
        }
        "array" => json!({"description": ""}),
        _ => json!({
            "description": "", "enum": null, "is_system_provided": false, "dynamic_variable": "",
            "allowed_values_dynamic_variable": "", "constant_value": "", "is_omitted": false,
        }),
    };
    for (name, default) in defaults.as_object().into_iter().flatten() {
        if property.get(name).is_none() {
            property[name] = default.clone();
        }
    }
    if let Some(properties) = property.get_mut("properties").and_then(Value::as_object_mut) {
        properties.values_mut().for_each(fill_property);
    }
    if let Some(items) = property.get_mut("items") {
        fill_property(items);
    }
}

fn inside(at: &mut Vec<String>, step: &str, check: impl FnOnce(&mut Vec<String>)) {
    at.push(step.to_owned());
    check(at);
    at.pop();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool() -> Value {
        json!({
            "type": "webhook", "name": "claim_slot", "description": "Before saying yes.",
            "api_schema": {
                "url": "https://vocero.example/webhooks/elevenlabs/tools/claim_slot", "method": "POST",
                "request_headers": {"X-Token": {"variable_name": "secret__tool_token"}},
                "request_body_schema": {"type": "object", "required": ["date"], "properties": {
                    "date": {"type": "string", "description": "YYYY-MM-DD"},
                    "call_token": {"type": "string", "dynamic_variable": "call_token"},
                    "version": {"type": "integer", "constant_value": 1},
                }},
            },
        })
    }

    fn refused(change: impl FnOnce(&mut Value)) -> Vec<(String, &'static str)> {
        let mut tool = tool();
        change(&mut tool);
        match check(&tool) {
            Err(Refusal::Invalid(problems)) => {
                problems.into_iter().map(|p| (p.at.join("."), p.kind)).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_tool_like_ours_is_taken() {
        assert_eq!(check(&tool()), Ok(()));
    }

    #[test]
    fn a_property_has_exactly_one_source() {
        let body = "body.tool_config.api_schema.request_body_schema";
        let date = |tool: &mut Value, date: Value| {
            tool["api_schema"]["request_body_schema"]["properties"]["date"] = date;
        };
        let expected = [(format!("{body}.properties.date"), "value_error")];
        assert_eq!(refused(|tool| date(tool, json!({"type": "string"}))), expected);
        let both = json!({"type": "string", "description": "d", "dynamic_variable": "v"});
        assert_eq!(refused(|tool| date(tool, both)), expected);
        let unknown = refused(|tool| date(tool, json!({"type": "date", "description": "d"})));
        assert_eq!(unknown, [(format!("{body}.properties.date.type"), "literal_error")]);
        let extra = refused(|tool| {
            date(tool, json!({"type": "string", "description": "d", "format": "date"}));
        });
        assert_eq!(extra, [(format!("{body}.properties.date.format"), "extra_forbidden")]);
    }

    #[test]
    fn what_is_required_must_be_defined() {
        let problems =
            refused(|tool| tool["api_schema"]["request_body_schema"]["required"] = json!(["when"]));
        assert_eq!(problems[0].1, "value_error");
    }

    #[test]
    fn a_tool_without_a_type_a_good_name_or_a_possible_timeout_is_refused() {
        assert_eq!(refused(|tool| tool["type"] = Value::Null)[0].1, "union_tag_not_found");
        assert_eq!(refused(|tool| tool["type"] = json!("shell"))[0].1, "union_tag_invalid");
        assert_eq!(
            refused(|tool| tool["name"] = json!("claim slot"))[0].1,
            "string_pattern_mismatch"
        );
        assert_eq!(
            refused(|tool| tool["response_timeout_secs"] = json!(4))[0].1,
            "greater_than_equal"
        );
        assert_eq!(
            refused(|tool| tool["response_timeout_secs"] = json!(301))[0].1,
            "less_than_equal"
        );
        assert_eq!(refused(|tool| tool["api_schema"]["method"] = json!("FETCH"))[0].1, "enum");
        assert_eq!(refused(|tool| tool["retries"] = json!(3))[0].1, "extra_forbidden");
        assert_eq!(refused(|tool| tool["api_schema"]["url"] = json!("ftp://x"))[0].1, "url_scheme");
    }

    #[test]
    fn path_parameters_need_a_schema_and_variables_do_not() {
        let problems = refused(|tool| {
            tool["api_schema"]["url"] = json!("https://x.example/{id}/{{call_token}}");
        });
        assert_eq!(
            problems,
            [("body.tool_config.api_schema.path_params_schema.id".to_owned(), "missing")]
        );
    }

    #[test]
    fn a_header_is_text_or_one_locator() {
        let header = |value: Value| {
            refused(move |tool| tool["api_schema"]["request_headers"]["X"] = value)[0].1
        };
        assert_eq!(header(json!({"secret_id": "a", "variable_name": "b"})), "union_error");
        assert_eq!(header(json!(7)), "union_error");
    }

    #[test]
    fn what_is_shown_has_more_fields_than_what_was_sent() {
        let shown = with_defaults(&tool());
        assert_eq!(shown["response_timeout_secs"], 20);
        let date = &shown["api_schema"]["request_body_schema"]["properties"]["date"];
        assert_eq!((&date["dynamic_variable"], &date["is_omitted"]), (&json!(""), &json!(false)));
        assert_eq!(check(&shown), Ok(()), "and may be sent back");
    }
}
