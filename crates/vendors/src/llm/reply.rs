//! What a model wrote, and the JSON in it.

use serde_json::Value;

use crate::http;

pub(super) struct Completion {
    pub(super) end: End,
    /// Read and written.
    pub(super) tokens: u64,
}

pub(super) enum End {
    Finished(String),
    /// At the token limit.
    Truncated,
    /// By the model or by the server's filter.
    Refused,
    /// Without text.
    Odd,
}

/// The object that an answer consists of, or that it wraps in thoughts, a code fence or chatter.
pub(super) fn json_object(text: &str) -> Option<Value> {
    let object =
        |text: &str| serde_json::from_str::<Value>(text.trim()).ok().filter(Value::is_object);
    let spoken = text.rsplit_once("</think>").map_or(text, |(_, spoken)| spoken);
    object(text).or_else(|| object(spoken)).or_else(|| object(fenced(spoken)?)).or_else(|| {
        let (start, end) = (spoken.find('{')?, spoken.rfind('}')?);
        object(spoken.get(start..=end)?)
    })
}

/// What is in the first code fence.
fn fenced(text: &str) -> Option<&str> {
    let (_, opened) = text.split_once("```")?;
    let (_language, code) = opened.split_once('\n')?;
    Some(code.split_once("```").map_or(code, |(code, _)| code))
}

/// An error body by its code, or else by its form: never its words.
pub(super) fn class(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    if let Some(code) = code_in(text) {
        return code;
    }
    match text.chars().next() {
        None => "empty body",
        Some('<') => "a page",
        Some('{' | '[') => "JSON of another shape",
        Some(_) => "plain text",
    }
    .to_owned()
}

/// The first code or type, even in JSON that is cut off.
fn code_in(text: &str) -> Option<String> {
    if let Ok(body) = serde_json::from_str::<Value>(text) {
        let error = body.get("error").unwrap_or(&body);
        return ["code", "type"]
            .iter()
            .find_map(|field| error.get(field)?.as_str().filter(|code| http::is_plain(code)))
            .map(String::from);
    }
    let after = |key: &str| {
        let (_, rest) = text.split_once(key)?;
        let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        value.split_once('"').map(|(code, _)| code).filter(|code| http::is_plain(code))
    };
    text.starts_with('{')
        .then(|| after("\"code\"").or_else(|| after("\"type\"")))
        .flatten()
        .map(String::from)
}
