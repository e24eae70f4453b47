//! Messages, as Anthropic has them.

use serde::Deserialize;
use serde_json::{Value, json};

use super::reply::{Completion, End};
use super::{Form, Prompt, ResponseMode};

pub(super) fn request(prompt: &Prompt<'_>, form: Form) -> Value {
    let mut body = json!({
        "model": prompt.model,
        "max_tokens": prompt.max_tokens,
        "system": prompt.system(form.mode),
        "messages": [{"role": "user", "content": prompt.user}],
    });
    if form.mode == ResponseMode::JsonSchema {
        body["output_config"] = json!({"format": {"type": "json_schema", "schema": prompt.schema}});
    }
    body
}

/// None if it is no message.
pub(super) fn read(body: &[u8]) -> Option<Completion> {
    #[derive(Deserialize)]
    struct Body {
        content: Vec<Block>,
        stop_reason: Option<String>,
        usage: Option<Usage>,
    }
    #[derive(Deserialize)]
    struct Block {
        #[serde(rename = "type")]
        kind: String,
        text: Option<String>,
    }
    #[derive(Deserialize)]
    struct Usage {
        input_tokens: Option<u64>,
        output_tokens: Option<u64>,
    }
    let Body { content, stop_reason, usage } = serde_json::from_slice(body).ok()?;
    let tokens = usage.map_or(0, |usage| {
        usage.input_tokens.unwrap_or(0).saturating_add(usage.output_tokens.unwrap_or(0))
    });
    let text =
        || content.into_iter().find(|block| block.kind == "text").and_then(|block| block.text);
    let end = match stop_reason.as_deref() {
        Some("max_tokens") => End::Truncated,
        Some("refusal") => End::Refused,
        _ => text().map_or(End::Odd, End::Finished),
    };
    Some(Completion { end, tokens })
}
