//! Chat completions, as OpenAI's server takes and answers them.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Request, State as Shared};
use axum::http::{Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::forward::forward;
use super::{Reply, raw, schema, status_of};
use crate::faults::{Desk, Vendor, guard};
use crate::world::World;

const MODELS: [&str; 2] = ["gpt-5.4-mini", "sandbox"];

const FIELDS: [&str; 37] = [
    "audio",
    "frequency_penalty",
    "function_call",
    "functions",
    "logit_bias",
    "logprobs",
    "max_completion_tokens",
    "max_tokens",
    "messages",
    "metadata",
    "modalities",
    "model",
    "moderation",
    "n",
    "parallel_tool_calls",
    "prediction",
    "presence_penalty",
    "prompt_cache_key",
    "prompt_cache_options",
    "prompt_cache_retention",
    "reasoning_effort",
    "response_format",
    "safety_identifier",
    "seed",
    "service_tier",
    "stop",
    "store",
    "stream",
    "stream_options",
    "temperature",
    "tool_choice",
    "tools",
    "top_logprobs",
    "top_p",
    "user",
    "verbosity",
    "web_search_options",
];

const DESK: Desk = Desk { vendor: Vendor::Llm, operation, refusal };

fn operation(method: &Method, path: &str) -> &'static str {
    match (method.as_str(), path) {
        ("POST", "/v1/chat/completions") => "chat.completions",
        ("GET", "/v1/models") => "models.list",
        _ => "other",
    }
}

fn refusal(status: u16, _code: i64, message: &str) -> Response {
    let (kind, code) = match status {
        401 => ("invalid_request_error", Some("invalid_api_key")),
        429 => ("rate_limit_error", Some("rate_limit_exceeded")),
        500.. => ("server_error", None),
        _ => ("invalid_request_error", None),
    };
    error(status, kind, code, None, message)
}

fn error(
    status: u16,
    kind: &str,
    code: Option<&str>,
    param: Option<&str>,
    message: &str,
) -> Response {
    let error = json!({"message": message, "type": kind, "param": param, "code": code});
    (status_of(status), Json(json!({"error": error}))).into_response()
}

/// What is wrong with a request: the parameter and the words for it.
type Wrong = (&'static str, String);

pub(super) fn router(world: &Arc<World>) -> Router {
    let routes = Router::new()
        .route("/v1/chat/completions", post(complete))
        .route("/v1/models", get(models))
        .fallback(async || {
            error(404, "invalid_request_error", Some("unknown_url"), None, "Unknown request URL")
        })
        .layer(middleware::from_fn_with_state(world.clone(), authorise))
        .layer(middleware::from_fn_with_state(world.clone(), forward))
        .with_state(world.clone());
    guard(routes, world.clone(), DESK)
}

async fn authorise(Shared(world): Shared<Arc<World>>, request: Request, next: Next) -> Response {
    let given = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let key = given.and_then(|value| value.strip_prefix("Bearer "));
    if key == Some(world.options.credentials.llm_api_key.as_str()) {
        return next.run(request).await;
    }
    let (code, words) = match key {
        Some(_) => (Some("invalid_api_key"), "Incorrect API key provided."),
        None => (None, "You didn't provide an API key."),
    };
    error(401, "invalid_request_error", code, None, words)
}

async fn models() -> Json<Value> {
    let data =
        MODELS.map(|id| json!({"id": id, "object": "model", "created": 0, "owned_by": "sandbox"}));
    Json(json!({"object": "list", "data": data}))
}

async fn complete(Shared(world): Shared<Arc<World>>, body: Bytes) -> Response {
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        let message = "We could not parse the JSON body of your request.";
        return error(400, "invalid_request_error", None, None, message);
    };
    if let Err((param, message)) = check(&body) {
        return error(400, "invalid_request_error", None, Some(param), &message);
    }
    let model = body["model"].as_str().unwrap_or_default().to_owned();
    if !MODELS.contains(&model.as_str()) {
        let message =
            format!("The model `{model}` does not exist or you do not have access to it.");
        return error(404, "invalid_request_error", Some("model_not_found"), None, &message);
    }
    let now = world.now();
    let mut state = world.lock();
    let id = world.id(&mut state, "chatcmpl-");
    let Some(reply) = state.llm.reply_to(body) else {
        return error(503, "server_error", None, None, "There is no model here.");
    };
    answer(reply, &id, &model, now.as_second())
}

fn answer(reply: Reply, id: &str, model: &str, created: i64) -> Response {
    let (content, declined, finish) = match reply {
        Reply::Says(content) => (Some(content), None, "stop"),
        Reply::CutOff(content) => (Some(content), None, "length"),
        Reply::Refuses(words) => (None, Some(words), "stop"),
        Reply::Filtered => (None, None, "content_filter"),
        Reply::Raw { status, body } => return raw(status, body),
        Reply::TooMany { retry_after_s } => {
            let mut response = refusal(429, 0, "Rate limit reached.");
            if let Some(seconds) = retry_after_s {
                response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            }
            return response;
        }
        Reply::QuotaExceeded => {
            let message =
                "You exceeded your current quota, please check your plan and billing details.";
            return error(429, "insufficient_quota", Some("insufficient_quota"), None, message);
        }
        Reply::Fails { status } => return refusal(status, 0, "The server had an error."),
    };
    let message = json!({"role": "assistant", "content": content, "refusal": declined});
    Json(json!({
        "id": id, "object": "chat.completion", "created": created, "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": null}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150},
    }))
    .into_response()
}

fn check(body: &Value) -> Result<(), Wrong> {
    let fields = body.as_object().ok_or(("body", "The body must be an object.".to_owned()))?;
    if let Some(unknown) = fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(("body", format!("Unrecognized request argument supplied: {unknown}")));
    }
    if !body["model"].is_string() {
        return Err(("model", "you must provide a model parameter".to_owned()));
    }
    let messages = body["messages"].as_array().filter(|messages| !messages.is_empty());
    let messages =
        messages.ok_or(("messages", "Missing required parameter: 'messages'.".to_owned()))?;
    let fits = |message: &Value| {
        let role = message["role"].as_str().unwrap_or_default();
        let content = message["content"].is_string() || message["content"].is_array();
        ["system", "developer", "user", "assistant", "tool"].contains(&role) && content
    };
    if !messages.iter().all(fits) {
        return Err(("messages", "A message has a known role and a content.".to_owned()));
    }
    for limit in ["max_tokens", "max_completion_tokens"] {
        let fits = body[limit].is_null() || body[limit].as_u64().is_some_and(|tokens| tokens > 0);
        if !fits {
            return Err((limit, format!("Invalid type for '{limit}': expected a whole number.")));
        }
    }
    let reasons = body["model"].as_str().is_some_and(|model| model.starts_with("gpt-5"));
    if reasons && !body["max_tokens"].is_null() {
        let message = "Unsupported parameter: 'max_tokens' is not supported with this model. \
                       Use 'max_completion_tokens' instead.";
        return Err(("max_tokens", message.to_owned()));
    }
    if body["max_tokens"].is_number() && body["max_completion_tokens"].is_number() {
        return Err((
            "max_tokens",
            "max_tokens and max_completion_tokens cannot both be set.".to_owned(),
        ));
    }
    let says_json = body["messages"].to_string().to_lowercase().contains("json");
    if body["response_format"]["type"] == "json_object" && !says_json {
        let message = "'messages' must contain the word 'json' in some form, to use \
                       'response_format' of type 'json_object'.";
        return Err(("messages", message.to_owned()));
    }
    check_format(&body["response_format"])
}

fn check_format(format: &Value) -> Result<(), Wrong> {
    const PARAM: &str = "response_format";
    match format["type"].as_str() {
        None if format.is_null() => Ok(()),
        Some("text" | "json_object") => Ok(()),
        Some("json_schema") => {
            let shape = &format["json_schema"];
            let name = shape["name"].as_str().unwrap_or_default();
            let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
            if !(1..=64).contains(&name.len()) || !name.bytes().all(fits) {
                return Err((PARAM, "Invalid 'response_format.json_schema.name'.".to_owned()));
            }
            if shape["strict"] != true {
                return Ok(());
            }
            if shape["schema"]["type"] != "object" {
                return Err((
                    PARAM,
                    "schema must be a JSON Schema of 'type: \"object\"'.".to_owned(),
                ));
            }
            schema::check_strict(&shape["schema"]).map_err(|message| (PARAM, message))
        }
        _ => Err((PARAM, "Invalid value for 'response_format.type'.".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Value {
        json!({
            "model": "sandbox", "messages": [{"role": "user", "content": "Turno mañana"}],
            "response_format": {"type": "json_schema", "json_schema": {"name": "intent", "strict": true, "schema": {
                "type": "object", "additionalProperties": false, "required": ["date"],
                "properties": {"date": {"type": ["string", "null"]}},
            }}},
        })
    }

    fn wrong(change: impl FnOnce(&mut Value)) -> &'static str {
        let mut request = request();
        change(&mut request);
        check(&request).unwrap_err().0
    }

    #[test]
    fn a_request_like_ours_is_taken() {
        assert_eq!(check(&request()), Ok(()));
    }

    #[test]
    fn what_the_real_one_refuses_is_refused() {
        assert_eq!(wrong(|request| request["prompt"] = json!("x")), "body");
        assert_eq!(wrong(|request| request["model"] = Value::Null), "model");
        assert_eq!(wrong(|request| request["messages"] = json!([])), "messages");
        assert_eq!(wrong(|request| request["messages"][0]["role"] = json!("boss")), "messages");
        let both = |request: &mut Value| {
            request["max_tokens"] = json!(1);
            request["max_completion_tokens"] = json!(1);
        };
        assert_eq!(wrong(both), "max_tokens");
        for odd in [json!("1"), json!(0), json!(-1), json!(1.5)] {
            let limit = |request: &mut Value| request["max_completion_tokens"] = odd.clone();
            assert_eq!(wrong(limit), "max_completion_tokens");
        }
        let old = |request: &mut Value| {
            request["model"] = json!("gpt-5.4-mini");
            request["max_tokens"] = json!(1);
        };
        assert_eq!(wrong(old), "max_tokens");
        let unsaid =
            |request: &mut Value| request["response_format"] = json!({"type": "json_object"});
        assert_eq!(wrong(unsaid), "messages");
    }

    #[test]
    fn a_strict_schema_is_closed_and_complete_at_every_depth() {
        let schema = |change: fn(&mut Value)| {
            wrong(move |request| change(&mut request["response_format"]["json_schema"]["schema"]))
        };
        assert_eq!(
            schema(|schema| schema["additionalProperties"] = Value::Null),
            "response_format"
        );
        assert_eq!(schema(|schema| schema["required"] = json!([])), "response_format");
        assert_eq!(schema(|schema| schema["type"] = json!("array")), "response_format");
        let nested = |schema: &mut Value| {
            schema["properties"]["date"] = json!({"anyOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "null"}]});
        };
        assert_eq!(schema(nested), "response_format");
        assert_eq!(
            wrong(|request| request["response_format"]["json_schema"]["name"] = json!("a b")),
            "response_format"
        );
    }
}
