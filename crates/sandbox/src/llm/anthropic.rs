//! Messages, as Anthropic's server takes and answers them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::forward::forward;
use super::{Reply, raw, schema, status_of};
use crate::faults::{Desk, Vendor, guard};
use crate::world::World;

const MODELS: [&str; 2] = ["claude-haiku-4-5", "sandbox"];

const FIELDS: [&str; 18] = [
    "model",
    "messages",
    "cache_control",
    "container",
    "inference_geo",
    "max_tokens",
    "metadata",
    "output_config",
    "service_tier",
    "stop_sequences",
    "stream",
    "system",
    "temperature",
    "thinking",
    "tool_choice",
    "tools",
    "top_k",
    "top_p",
];

const DESK: Desk = Desk { vendor: Vendor::Llm, operation, refusal };

fn operation(method: &Method, path: &str) -> &'static str {
    match (method.as_str(), path) {
        ("POST", "/v1/messages") => "messages.create",
        _ => "other",
    }
}

fn refusal(status: u16, _code: i64, message: &str) -> Response {
    let kind = match status {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        504 => "timeout_error",
        529 => "overloaded_error",
        500.. => "api_error",
        _ => "invalid_request_error",
    };
    let body = json!({
        "type": "error", "error": {"type": kind, "message": message}, "request_id": "req_sandbox",
    });
    let id = [(HeaderName::from_static("request-id"), HeaderValue::from_static("req_sandbox"))];
    (status_of(status), id, Json(body)).into_response()
}

pub(super) fn router(world: &Arc<World>) -> Router {
    let routes = Router::new()
        .route("/v1/messages", post(create))
        .layer(middleware::from_fn_with_state(world.clone(), authorise))
        .layer(middleware::from_fn_with_state(world.clone(), forward))
        .with_state(world.clone());
    guard(routes, world.clone(), DESK)
}

async fn authorise(Shared(world): Shared<Arc<World>>, request: Request, next: Next) -> Response {
    match unwelcome(request.headers(), &world.options.credentials.llm_api_key) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    }
}

fn unwelcome(headers: &HeaderMap, key: &str) -> Option<Response> {
    let given = |name: &str| headers.get(name)?.to_str().ok();
    match (given("x-api-key"), given("anthropic-version")) {
        (None, _) => Some(refusal(401, 0, "x-api-key header is required")),
        (Some(given), _) if given != key => Some(refusal(401, 0, "invalid x-api-key")),
        (_, None) => Some(refusal(400, 0, "anthropic-version: header is required")),
        (_, Some("2023-06-01" | "2023-01-01")) => None,
        (_, Some(_)) => Some(refusal(400, 0, "anthropic-version: not a valid version")),
    }
}

async fn create(Shared(world): Shared<Arc<World>>, body: Bytes) -> Response {
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return refusal(400, 0, "The request body is not valid JSON");
    };
    if let Err(message) = check(&body) {
        return refusal(400, 0, &message);
    }
    let model = body["model"].as_str().unwrap_or_default().to_owned();
    if !MODELS.contains(&model.as_str()) {
        return refusal(404, 0, &format!("model: {model}"));
    }
    let mut state = world.lock();
    let id = world.id(&mut state, "msg_");
    match state.llm.reply_to(body) {
        Some(reply) => answer(reply, &id, &model),
        None => refusal(529, 0, "Overloaded"),
    }
}

fn answer(reply: Reply, id: &str, model: &str) -> Response {
    let (text, stop) = match reply {
        Reply::Says(text) => (Some(text), "end_turn"),
        Reply::CutOff(text) => (Some(text), "max_tokens"),
        Reply::Refuses(words) => (Some(words), "refusal"),
        Reply::Filtered => (None, "refusal"),
        Reply::Raw { status, body } => return raw(status, body),
        Reply::TooMany { retry_after_s } => {
            let mut response = refusal(429, 0, "This request would exceed your rate limit.");
            if let Some(seconds) = retry_after_s {
                response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            }
            return response;
        }
        Reply::QuotaExceeded => return refusal(402, 0, "Your credit balance is too low."),
        Reply::Fails { status } => return refusal(status, 0, "The server had an error."),
    };
    let content: Vec<_> = text.iter().map(|text| json!({"type": "text", "text": text})).collect();
    Json(json!({
        "id": id, "type": "message", "role": "assistant", "model": model, "content": content,
        "stop_reason": stop, "stop_sequence": null, "stop_details": null, "container": null,
        "usage": {"input_tokens": 100, "output_tokens": 50},
    }))
    .into_response()
}

/// What the vendor would say of a request that it refuses.
fn check(body: &Value) -> Result<(), String> {
    let fields = body.as_object().ok_or("Input should be a valid dictionary")?;
    only("", fields.keys(), &FIELDS)?;
    let tokens = &body["max_tokens"];
    match () {
        () if tokens.is_null() => Err("max_tokens: Field required"),
        () if !tokens.is_u64() => Err("max_tokens: Input should be a valid integer"),
        () if !body["model"].is_string() => Err("model: Field required"),
        () if !(body["system"].is_null() || is_content(&body["system"])) => {
            Err("system: Input should be a valid string")
        }
        () => Ok(()),
    }?;
    check_messages(&body["messages"])?;
    check_output(&body["output_config"])
}

fn check_messages(messages: &Value) -> Result<(), String> {
    let messages = messages.as_array().ok_or("messages: Field required")?;
    if messages.is_empty() {
        return Err("messages: at least one message is required".to_owned());
    }
    for (message, n) in messages.iter().zip(0..) {
        let fields = message.as_object().ok_or(format!("messages.{n}: not a message"))?;
        only(&format!("messages.{n}."), fields.keys(), &["role", "content"])?;
        if !["user", "assistant"].contains(&message["role"].as_str().unwrap_or_default()) {
            return Err(format!("messages.{n}.role: Input should be 'user' or 'assistant'"));
        }
        if !is_content(&message["content"]) {
            return Err(format!("messages.{n}: all messages must have non-empty content"));
        }
    }
    Ok(())
}

fn is_content(content: &Value) -> bool {
    match content {
        Value::String(text) => !text.is_empty(),
        Value::Array(blocks) => !blocks.is_empty(),
        _ => false,
    }
}

fn check_output(config: &Value) -> Result<(), String> {
    if config.is_null() {
        return Ok(());
    }
    let fields = config.as_object().ok_or("output_config: Input should be an object")?;
    only("output_config.", fields.keys(), &["effort", "format"])?;
    let format = &config["format"];
    if format.is_null() {
        return Ok(());
    }
    let fields = format.as_object().ok_or("output_config.format: Input should be an object")?;
    only("output_config.format.", fields.keys(), &["type", "schema"])?;
    if format["type"] != "json_schema" {
        return Err("output_config.format.type: Input should be 'json_schema'".to_owned());
    }
    if !format["schema"].is_object() {
        return Err("output_config.format.schema: Field required".to_owned());
    }
    schema::check_closed(&format["schema"])
        .map_err(|why| format!("output_config.format.schema: {why}"))
}

fn only<'a>(
    within: &str,
    mut given: impl Iterator<Item = &'a String>,
    known: &[&str],
) -> Result<(), String> {
    match given.find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(format!("{within}{name}: Extra inputs are not permitted")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Value {
        json!({
            "model": "sandbox", "max_tokens": 100, "system": "You read wishes.",
            "messages": [{"role": "user", "content": "Turno mañana"}],
            "output_config": {"format": {"type": "json_schema", "schema": {
                "type": "object", "additionalProperties": false, "required": ["date"],
                "properties": {"date": {"type": ["string", "null"]}},
            }}},
        })
    }

    #[track_caller]
    fn refused(pointer: &str, value: Value, named: &str) {
        let mut request = request();
        match request.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => request[pointer.trim_start_matches('/')] = value,
        }
        let words = check(&request).expect_err(pointer);
        assert!(words.starts_with(named), "{words}");
    }

    #[test]
    fn a_request_like_ours_is_taken() {
        assert_eq!(check(&request()), Ok(()));
    }

    #[test]
    fn what_the_real_one_refuses_is_refused_by_name() {
        refused(
            "/response_format",
            json!({"type": "json_object"}),
            "response_format: Extra inputs",
        );
        refused("/output_format", json!({"type": "json_schema"}), "output_format: Extra inputs");
        refused("/max_completion_tokens", json!(5), "max_completion_tokens: Extra inputs");
        refused("/max_tokens", Value::Null, "max_tokens: Field required");
        refused("/max_tokens", json!("100"), "max_tokens: Input should be a valid integer");
        refused("/max_tokens", json!(-1), "max_tokens: Input should be a valid integer");
        refused("/model", Value::Null, "model:");
        refused("/system", json!(""), "system:");
        refused("/messages", json!([]), "messages: at least one");
        refused("/messages", Value::Null, "messages: Field required");
        refused("/messages/0", json!("hello"), "messages.0:");
        refused("/messages/0/role", json!("system"), "messages.0.role:");
        refused("/messages/0/content", json!(""), "messages.0:");
        let named = json!({"role": "user", "content": "x", "name": "Ana"});
        refused("/messages/0", named, "messages.0.name: Extra inputs");
        let format = "/output_config/format";
        refused("/output_config", json!({"verbosity": 1}), "output_config.verbosity: Extra inputs");
        refused(&format!("{format}/type"), json!("json_object"), "output_config.format.type:");
        refused(&format!("{format}/schema"), Value::Null, "output_config.format.schema:");
        let strict = json!({"type": "json_schema", "schema": {}, "strict": true});
        refused(format, strict, "output_config.format.strict: Extra inputs");
    }

    #[test]
    fn a_schema_is_closed_and_without_limits_at_every_depth() {
        let schema = "/output_config/format/schema";
        refused(
            &format!("{schema}/additionalProperties"),
            json!(true),
            "output_config.format.schema:",
        );
        for inner in [
            json!({"type": "string", "maxLength": 9}),
            json!({"type": "array", "items": {"type": "object", "properties": {}}}),
            json!({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]}),
        ] {
            refused(&format!("{schema}/properties/date"), inner, "output_config.format.schema:");
        }
    }
}
