//! ElevenLabs: registers calls with the voice agent, reads conversations, transcribes, and keeps the agent's
//! configuration. What the agent says and may agree to is none of its business.

mod conversation;
mod post_call;
mod register;
mod speech;
mod twiml;
mod workspace;

use std::time::Duration;

use reqwest::Method;
use reqwest::header::HeaderName;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use crate::error::{Error, Misconfigured};
use crate::http::{self, Effect, Http, Refusal, Request};

pub use conversation::{
    Analysis, CallResult, Conversation, ConversationFilter, ConversationPage, ConversationStatus,
    ConversationSummary, Failure, Hidden, Metadata, PhoneCall, Role, ToolCall, ToolResult, Turn,
    Verdict,
};
pub use post_call::{PostCall, PostCallEvent, read_post_call};
pub use register::{CallDirection, Registered, Registration};
pub use speech::{Audio, Transcription};
pub use workspace::{AgentSummary, NewWebhook, StoredSecret, Tool, Webhook};

const VENDOR: &str = "elevenlabs";

pub struct Settings {
    /// `https://api.elevenlabs.io`, a data-residency host, or a stand-in.
    pub base_url: String,
    pub api_key: SecretString,
    /// For one exchange, connecting included.
    pub timeout: Duration,
    /// For registering a call, while somebody listens to silence.
    pub register_timeout: Duration,
    /// For transcribing, upload included.
    pub transcribe_timeout: Duration,
}

pub struct ElevenLabs {
    http: Http,
    base: Url,
    register_timeout: Duration,
    transcribe_timeout: Duration,
}

impl ElevenLabs {
    /// # Errors
    /// [`Misconfigured`], with the setting that is wrong.
    pub fn new(settings: Settings) -> Result<Self, Misconfigured> {
        let Settings { base_url, api_key, timeout, register_timeout, transcribe_timeout } =
            settings;
        let base = http::base_url(VENDOR, &base_url)?;
        let header = HeaderName::from_static("xi-api-key");
        let headers = http::secret_header(VENDOR, header, api_key.expose_secret())?;
        let http = Http::new(VENDOR, &base, timeout, &headers, refusal)?;
        Ok(Self { http, base, register_timeout, transcribe_timeout })
    }

    fn url(&self, segments: &[&str]) -> Url {
        http::under(&http::under(&self.base, &["v1"]), segments)
    }

    fn get(&self, url: Url) -> Request {
        self.http.request(Effect::Repeatable, Method::GET, url)
    }

    /// A change that sets what is to be: the same again changes nothing.
    fn patch(&self, segments: &[&str], body: &Value) -> Request {
        self.http
            .request(Effect::Repeatable, Method::PATCH, self.url(segments))
            .with(|r| r.json(body))
    }

    fn delete(&self, segments: &[&str]) -> Request {
        self.http.request(Effect::Repeatable, Method::DELETE, self.url(segments))
    }

    /// Makes something new, each time.
    fn create(&self, segments: &[&str], body: &Value) -> Request {
        self.http.request(Effect::Once, Method::POST, self.url(segments)).with(|r| r.json(body))
    }
}

/// `detail` is an object with a code, an older one with a status, a list of validation errors or a sentence.
fn refusal(body: &[u8]) -> Option<Refusal> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let detail = body.get("detail")?;
    let text = |field: &str| detail.get(field).and_then(Value::as_str).map(String::from);
    let (code, reason) = match detail {
        Value::Array(errors) => {
            let errors: Vec<_> = errors.iter().map(validation_error).collect();
            (Some("validation_error".to_owned()), errors.join("; "))
        }
        Value::String(sentence) => (None, sentence.clone()),
        _ => (text("code").or_else(|| text("status")), text("message").unwrap_or_default()),
    };
    Some(Refusal { code, reason, later: None })
}

/// `body.to_number: field required`
fn validation_error(error: &Value) -> String {
    let place = error.get("loc").and_then(Value::as_array).map_or_else(String::new, |steps| {
        let steps: Vec<_> = steps
            .iter()
            .map(|step| step.as_str().map_or_else(|| step.to_string(), String::from))
            .collect();
        steps.join(".")
    });
    let message = error.get("msg").and_then(Value::as_str).unwrap_or_default();
    format!("{place}: {message}")
}

/// An answer of the vendor's that is not what it documents.
fn unreadable() -> Error {
    Error::Unreadable { vendor: VENDOR }
}

#[cfg(test)]
mod tests;
