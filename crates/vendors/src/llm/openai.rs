//! Chat completions, as OpenAI and many others have them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::reply::{Completion, End};
use super::{Form, Prompt, ResponseMode};

pub(super) fn request(prompt: &Prompt<'_>, form: Form) -> Value {
    let mut body = json!({
        "model": prompt.model,
        "messages": [
            {"role": "system", "content": prompt.system(form.mode)},
            {"role": "user", "content": prompt.user},
        ],
    });
    body[form.limit.name()] = json!(prompt.max_tokens);
    match form.mode {
        ResponseMode::JsonSchema => {
            body["response_format"] = json!({
                "type": "json_schema",
                "json_schema": {"name": prompt.schema_name, "strict": true, "schema": prompt.schema},
            });
        }
        ResponseMode::JsonObject => body["response_format"] = json!({"type": "json_object"}),
        ResponseMode::None => {}
    }
    body
}

/// None if it is no chat completion.
pub(super) fn read(body: &[u8]) -> Option<Completion> {
    #[derive(Deserialize)]
    struct Body {
        choices: Vec<Choice>,
        usage: Option<Usage>,
    }
    #[derive(Deserialize)]
    struct Choice {
        message: Message,
        finish_reason: Option<String>,
    }
    #[derive(Deserialize)]
    struct Message {
        content: Option<Value>,
        refusal: Option<String>,
    }
    #[derive(Deserialize)]
    struct Usage {
        total_tokens: Option<u64>,
    }
    let Body { choices, usage } = serde_json::from_slice(body).ok()?;
    let tokens = usage.and_then(|usage| usage.total_tokens).unwrap_or(0);
    let Choice { message, finish_reason } = choices.into_iter().next()?;
    let refused = message.refusal.is_some_and(|refusal| !refusal.is_empty());
    let end = match finish_reason.as_deref() {
        _ if refused => End::Refused,
        Some("length") => End::Truncated,
        Some("content_filter") => End::Refused,
        _ => message.content.and_then(text).map_or(End::Odd, End::Finished),
    };
    Some(Completion { end, tokens })
}

/// A string, or the text among several parts.
fn text(content: Value) -> Option<String> {
    match content {
        Value::String(text) => Some(text),
        Value::Array(parts) => {
            let texts: Vec<_> =
                parts.iter().filter_map(|part| part.get("text")?.as_str()).collect();
            (!texts.is_empty()).then(|| texts.concat())
        }
        _ => None,
    }
}
