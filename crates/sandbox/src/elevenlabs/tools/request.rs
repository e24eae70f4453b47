//! The request that a tool makes, built from its configuration and from nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::super::variables::{SECRET, Variables, filled, names_in, spoken};
use super::config::{is_given, kind_of};

/// A request ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Rendered {
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// What the model chose, as the transcript shows it.
    pub params: String,
    pub timeout_s: u32,
}

/// Builds the request with which `config` is used: the model's `arguments`, the call's `variables`, the workspace's
/// `secrets` by id.
///
/// # Errors
/// What is missing, in words.
pub(in super::super) fn render(
    config: &Value,
    arguments: &Value,
    variables: &Variables,
    secrets: &BTreeMap<String, String>,
) -> Result<Rendered, String> {
    let api = &config["api_schema"];
    let public: Variables = variables
        .iter()
        .filter(|(name, _)| !name.starts_with(SECRET))
        .map(|(n, v)| (n.clone(), v.clone()))
        .collect();
    let method = api["method"].as_str().unwrap_or("GET").to_owned();
    let mut url = filled(api["url"].as_str().unwrap_or_default(), &public);
    for (name, property) in api["path_params_schema"].as_object().into_iter().flatten() {
        let value = value_of(property, arguments.get(name), true, &public)?.unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), &encoded(&spoken(&value)));
    }
    let query = object_of(&api["query_params_schema"], arguments, &public)?;
    for (index, (name, value)) in query.iter().enumerate() {
        let joint = if index == 0 && !url.contains('?') { '?' } else { '&' };
        url.push_str(&format!("{joint}{}={}", encoded(name), encoded(&spoken(value))));
    }
    let mut headers = headers_of(&api["request_headers"], variables, secrets)?;
    let mut body = Vec::new();
    let mut params = Map::new();
    if method != "GET" && api["request_body_schema"].is_object() {
        let object = object_of(&api["request_body_schema"], arguments, &public)?;
        let chosen = api["request_body_schema"]["properties"].as_object().into_iter().flatten();
        let chosen: BTreeSet<&String> =
            chosen.filter(|(_, property)| !is_fixed(property)).map(|(name, _)| name).collect();
        params = object
            .iter()
            .filter(|(name, _)| chosen.contains(name))
            .map(|(n, v)| (n.clone(), v.clone()))
            .collect();
        let form = api["content_type"] == "application/x-www-form-urlencoded";
        body = if form {
            form_of(&object).into_bytes()
        } else {
            json!(object).to_string().into_bytes()
        };
        let content_type =
            if form { "application/x-www-form-urlencoded" } else { "application/json" };
        headers.push(("Content-Type".to_owned(), content_type.to_owned()));
    }
    let timeout_s =
        config["response_timeout_secs"].as_u64().and_then(|s| u32::try_from(s).ok()).unwrap_or(20);
    Ok(Rendered { method, url, headers, body, params: json!(params).to_string(), timeout_s })
}

fn headers_of(
    headers: &Value,
    variables: &Variables,
    secrets: &BTreeMap<String, String>,
) -> Result<Vec<(String, String)>, String> {
    let mut sent = Vec::new();
    for (name, value) in headers.as_object().into_iter().flatten() {
        let value = if let Some(text) = value.as_str() {
            filled(text, variables)
        } else if let Some(id) = value["secret_id"].as_str() {
            secrets.get(id).cloned().ok_or_else(|| format!("secret {id} is gone"))?
        } else if let Some(variable) = value["variable_name"].as_str() {
            variables
                .get(variable)
                .map(spoken)
                .ok_or_else(|| format!("variable {variable} is missing"))?
        } else {
            return Err(format!("header {name} has no value"));
        };
        sent.push((name.clone(), value));
    }
    Ok(sent)
}

fn object_of(
    schema: &Value,
    arguments: &Value,
    variables: &Variables,
) -> Result<Map<String, Value>, String> {
    let required: BTreeSet<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut object = Map::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let value =
            value_of(property, arguments.get(name), required.contains(name.as_str()), variables)?;
        if let Some(value) = value {
            object.insert(name.clone(), value);
        }
    }
    Ok(object)
}

/// The value of one property; None leaves it out.
fn value_of(
    property: &Value,
    argument: Option<&Value>,
    required: bool,
    variables: &Variables,
) -> Result<Option<Value>, String> {
    let kind = kind_of(property);
    if property["is_omitted"] == true {
        return Ok(None);
    }
    if is_given(&property["constant_value"]) {
        return Ok(Some(property["constant_value"].clone()));
    }
    if let Some(name) = property["dynamic_variable"].as_str().filter(|name| !name.is_empty()) {
        let value = variables.get(name).ok_or_else(|| format!("variable {name} is missing"))?;
        return Ok(Some(as_kind(kind, value).unwrap_or_else(|| value.clone())));
    }
    match (kind, argument) {
        ("object", Some(argument @ Value::Object(_))) => {
            Ok(Some(Value::Object(object_of(property, argument, variables)?)))
        }
        ("object", _) if required => {
            Ok(Some(Value::Object(object_of(property, &Value::Null, variables)?)))
        }
        ("array", Some(Value::Array(items))) => {
            let items =
                items.iter().map(|item| value_of(&property["items"], Some(item), true, variables));
            let items: Vec<Option<Value>> = items.collect::<Result<_, _>>()?;
            Ok(Some(items.into_iter().flatten().collect()))
        }
        ("array", None) if required => Ok(Some(json!([]))),
        (kind, Some(argument)) => {
            let value = as_kind(kind, argument).filter(|value| is_allowed(property, value));
            Ok(value.or_else(|| required.then(|| invented(kind, property))))
        }
        // A model that must give a value and has none makes one up.
        (kind, None) => Ok(required.then(|| invented(kind, property))),
    }
}

fn is_fixed(property: &Value) -> bool {
    is_given(&property["constant_value"]) || is_given(&property["dynamic_variable"])
}

fn is_allowed(property: &Value, value: &Value) -> bool {
    property["enum"].as_array().is_none_or(|allowed| allowed.contains(value))
}

fn invented(kind: &str, property: &Value) -> Value {
    let first = property["enum"].as_array().and_then(|allowed| allowed.last()).cloned();
    first.unwrap_or_else(|| match kind {
        "number" | "integer" => json!(0),
        "boolean" => json!(false),
        _ => json!(""),
    })
}

/// A value as the schema wants it; a price in words becomes its number.
fn as_kind(kind: &str, value: &Value) -> Option<Value> {
    match (kind, value) {
        ("string", Value::String(_))
        | ("number" | "integer", Value::Number(_))
        | ("boolean", Value::Bool(_)) => Some(value.clone()),
        ("string", Value::Null | Value::Array(_) | Value::Object(_)) => None,
        ("string", value) => Some(json!(value.to_string())),
        ("number" | "integer", Value::String(text)) => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            digits.parse::<i64>().ok().map(|number| json!(number))
        }
        ("boolean", Value::String(text)) => text.parse::<bool>().ok().map(|is| json!(is)),
        _ => None,
    }
}

fn form_of(object: &Map<String, Value>) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(object.iter().map(|(name, value)| (name.as_str(), spoken(value))))
        .finish()
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

/// The variables that a tool can't be used without, and whether each stands in a header.
pub(in super::super) fn variables_of(config: &Value) -> Vec<(String, bool)> {
    let api = &config["api_schema"];
    let mut names: Vec<(String, bool)> = names_in(api["url"].as_str().unwrap_or_default())
        .into_iter()
        .map(|name| (name, false))
        .collect();
    for (_, value) in api["request_headers"].as_object().into_iter().flatten() {
        names.extend(value["variable_name"].as_str().map(|name| (name.to_owned(), true)));
        names.extend(
            names_in(value.as_str().unwrap_or_default()).into_iter().map(|name| (name, true)),
        );
    }
    for schema in [&api["request_body_schema"], &api["query_params_schema"]] {
        variables_in(schema, &mut names);
    }
    for (_, property) in api["path_params_schema"].as_object().into_iter().flatten() {
        variables_in(property, &mut names);
    }
    names
}

fn variables_in(property: &Value, names: &mut Vec<(String, bool)>) {
    let named = property["dynamic_variable"].as_str().filter(|name| !name.is_empty());
    names.extend(named.map(|name| (name.to_owned(), false)));
    for (_, inner) in property["properties"].as_object().into_iter().flatten() {
        variables_in(inner, names);
    }
    if property["items"].is_object() {
        variables_in(&property["items"], names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Value {
        json!({"name": "claim_slot", "response_timeout_secs": 7, "api_schema": {
            "url": "https://vocero.example/tools/claim_slot", "method": "POST",
            "request_headers": {
                "X-Key": {"secret_id": "sec1"}, "X-Token": {"variable_name": "secret__tool_token"}, "X-Name": "vocero",
            },
            "request_body_schema": {"type": "object", "required": ["date", "offers"], "properties": {
                "date": {"type": "string", "description": "d"},
                "price": {"type": "number", "description": "p"},
                "offers": {"type": "array", "description": "o", "items": {"type": "object", "required": ["time"],
                    "properties": {"time": {"type": "string", "description": "t"}}}},
                "call_token": {"type": "string", "dynamic_variable": "call_token"},
                "version": {"type": "integer", "constant_value": 1},
            }},
        }})
    }

    fn variables() -> Variables {
        Variables::from([
            ("call_token".to_owned(), json!("t_1")),
            ("secret__tool_token".to_owned(), json!("s_1")),
        ])
    }

    fn secrets() -> BTreeMap<String, String> {
        BTreeMap::from([("sec1".to_owned(), "key".to_owned())])
    }

    fn rendered(config: &Value, arguments: &Value) -> Rendered {
        render(config, arguments, &variables(), &secrets()).unwrap()
    }

    #[test]
    fn the_body_has_what_the_schema_names_and_nothing_else() {
        let arguments = json!({"date": "2026-11-26", "price": "18.000 pesos", "mood": "good",
            "offers": [{"time": "16:00", "with": "Marta"}]});
        let request = rendered(&config(), &arguments);
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let expected = json!({"date": "2026-11-26", "price": 18000, "offers": [{"time": "16:00"}], "call_token": "t_1",
            "version": 1});
        assert_eq!(body, expected);
        assert_eq!(request.method, "POST");
        assert_eq!(request.timeout_s, 7);
        assert!(!request.params.contains("t_1"), "what the model did not choose is not its choice");
    }

    #[test]
    fn headers_come_from_secrets_variables_and_text() {
        let request = rendered(&config(), &json!({"date": "d"}));
        let headers: BTreeMap<String, String> = request.headers.into_iter().collect();
        assert_eq!(headers["X-Key"], "key");
        assert_eq!(headers["X-Token"], "s_1");
        assert_eq!(headers["X-Name"], "vocero");
        assert_eq!(headers["Content-Type"], "application/json");
    }

    #[test]
    fn an_optional_property_without_a_value_is_left_out_and_a_required_one_is_made_up() {
        let request = rendered(&config(), &json!({}));
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(body, json!({"date": "", "offers": [], "call_token": "t_1", "version": 1}));
    }

    #[test]
    fn a_secret_variable_never_gets_into_a_body_or_a_url() {
        let mut leaking = config();
        leaking["api_schema"]["request_body_schema"]["properties"]["call_token"]["dynamic_variable"] =
            json!("secret__tool_token");
        assert!(render(&leaking, &json!({}), &variables(), &secrets()).is_err());
        let mut leaking = config();
        leaking["api_schema"]["url"] = json!("https://x.example/{{secret__tool_token}}");
        assert!(!rendered(&leaking, &json!({})).url.contains("s_1"));
    }

    #[test]
    fn the_method_is_get_unless_it_is_said_and_a_get_has_no_body() {
        let mut config = config();
        config["api_schema"].as_object_mut().unwrap().remove("method");
        let request = rendered(&config, &json!({}));
        assert_eq!((request.method.as_str(), request.body.len()), ("GET", 0));
    }

    #[test]
    fn a_missing_secret_or_variable_stops_the_request() {
        assert!(render(&config(), &json!({}), &Variables::new(), &secrets()).is_err());
        assert!(render(&config(), &json!({}), &variables(), &BTreeMap::new()).is_err());
    }

    #[test]
    fn path_and_query_are_filled_and_escaped() {
        let config = json!({"api_schema": {
            "url": "https://x.example/{id}/do", "path_params_schema": {"id": {"type": "string", "description": "i"}},
            "query_params_schema": {"properties": {"q": {"type": "string", "description": "q"}}},
        }});
        assert_eq!(
            rendered(&config, &json!({"id": "a/b", "q": "á b"})).url,
            "https://x.example/a%2Fb/do?q=%C3%A1%20b"
        );
    }

    #[test]
    fn every_variable_that_a_tool_needs_is_known_before_the_call() {
        let names = variables_of(&config());
        assert_eq!(
            names,
            [("secret__tool_token".to_owned(), true), ("call_token".to_owned(), false)]
        );
    }
}
