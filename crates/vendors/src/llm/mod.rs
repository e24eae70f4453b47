//! A language model that fills a JSON schema from a text: OpenAI-compatible chat completions, or Anthropic messages.
//!
//! It knows nothing of what is extracted, and what it gives is a proposal: whether the value fits the schema is for
//! the caller to check. No error holds words of a prompt or an answer.

mod anthropic;
mod openai;
mod reply;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use crate::error::Misconfigured;
use crate::http;
use reply::{Completion, End};

const VENDOR: &str = "llm";
/// Of an answer, in bytes.
const ANSWER_MAX: usize = 4 << 20;
/// Of an error's body that is looked at, in bytes.
const ODD_ERROR_MAX: usize = 500;

pub struct Settings {
    pub dialect: Dialect,
    /// `https://api.openai.com/v1`, `https://api.anthropic.com`, or any server that speaks as they do.
    pub base_url: String,
    /// Empty for a server that needs none.
    pub api_key: SecretString,
    pub model: String,
    pub response_mode: ResponseMode,
    /// Of one answer, thinking included; doubled once if the answer is cut off.
    pub max_tokens: u32,
    /// For one exchange, connecting included.
    pub timeout: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    OpenAi,
    Anthropic,
}

/// What the server can do about the shape of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseMode {
    /// It keeps to the schema.
    JsonSchema,
    /// It writes JSON; the schema is in the prompt.
    JsonObject,
    /// Nothing; the schema is in the prompt.
    None,
}

pub struct Llm {
    client: Client,
    endpoint: Url,
    dialect: Dialect,
    model: String,
    response_mode: ResponseMode,
    max_tokens: u32,
    /// Whether the server has answered a request with `max_completion_tokens`.
    knows_new_limit: AtomicBool,
    /// Whether it has answered with `max_tokens` only.
    knows_old_limit_only: AtomicBool,
}

#[derive(Clone, PartialEq)]
pub struct Answer {
    /// An object.
    pub value: Value,
    /// Read and written, in all tries.
    pub tokens: u64,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("tokens", &self.tokens).finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No answer, 429 or 5xx: the same request may succeed later.
    #[error("the language model is unavailable")]
    Unavailable { retry_after: Option<Duration> },
    /// The model declines to answer that text.
    #[error("the language model declines to answer")]
    Refused { tokens: u64 },
    /// Another try may do better.
    #[error("the language model's answer is {why}")]
    Unusable { why: Unusable, tokens: u64 },
    /// Any other 4xx: key, model, quota or another setting is wrong. `class` is the server's code, or the form of
    /// its answer.
    #[error("the language model's server rejects our requests ({status}, {class})")]
    Rejected { status: u16, class: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusable {
    /// Twice, the second time with twice the room.
    Truncated,
    NotJson,
    /// A 2xx of another shape than the dialect's.
    NotTheDialect,
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Truncated => "cut off",
            Self::NotJson => "not a JSON object",
            Self::NotTheDialect => "not of the interface that is set",
        })
    }
}

/// One request for an answer.
struct Prompt<'a> {
    model: &'a str,
    mode: ResponseMode,
    system: &'a str,
    user: &'a str,
    schema_name: &'a str,
    schema: &'a Value,
    max_tokens: u32,
}

impl Prompt<'_> {
    /// With the schema, for a server that takes it in no other way.
    fn system(&self) -> String {
        match self.mode {
            ResponseMode::JsonSchema => self.system.to_owned(),
            ResponseMode::JsonObject | ResponseMode::None => format!(
                "{}\n\nAnswer with one JSON object and nothing else. It must fit this JSON schema:\n{}",
                self.system, self.schema
            ),
        }
    }
}

/// An answer of the server's that is none of 2xx, or none at all.
enum Failed {
    Finally(Error),
    /// 400 or 422: the server may not know a parameter.
    Misunderstood(Error),
}

impl Llm {
    /// # Errors
    /// [`Misconfigured`], with the setting that is wrong.
    pub fn new(settings: Settings) -> Result<Self, Misconfigured> {
        let Settings { dialect, base_url, api_key, model, response_mode, max_tokens, timeout } =
            settings;
        let base = http::base_url(VENDOR, &base_url)?;
        let client = http::client_builder(&base)
            .timeout(timeout)
            .connect_timeout((timeout / 2).min(http::CONNECT_TIMEOUT_MAX))
            .default_headers(headers(dialect, &api_key)?);
        Ok(Self {
            client: http::build(VENDOR, client)?,
            endpoint: endpoint(dialect, &base),
            dialect,
            model,
            response_mode,
            max_tokens,
            knows_new_limit: AtomicBool::new(false),
            knows_old_limit_only: AtomicBool::new(false),
        })
    }

    /// Fills `schema` (an object, each property required, `additionalProperties: false`; no limits of numbers and
    /// lengths) from `user`, as `system` says. `schema_name`: 64 letters, digits, `_` and `-` at most. A repeat
    /// costs again and changes nothing.
    ///
    /// # Errors
    /// [`Error`].
    /// Sources: <https://platform.openai.com/docs/guides/structured-outputs>,
    /// <https://docs.claude.com/en/docs/build-with-claude/structured-outputs>
    pub async fn extract(
        &self,
        system: &str,
        user: &str,
        schema_name: &str,
        schema: &Value,
    ) -> Result<Answer, Error> {
        let mode = self.response_mode;
        let mut tokens = 0;
        for max_tokens in [self.max_tokens, self.max_tokens.saturating_mul(2)] {
            let model = &self.model;
            let prompt = Prompt { model, mode, system, user, schema_name, schema, max_tokens };
            let Completion { end, tokens: used } = self.complete(&prompt).await?;
            tokens += used;
            return match end {
                End::Truncated => continue,
                End::Refused => Err(Error::Refused { tokens }),
                End::Odd => Err(Error::Unusable { why: Unusable::NotTheDialect, tokens }),
                End::Finished(text) => match reply::json_object(&text) {
                    Some(value) => Ok(Answer { value, tokens }),
                    None => Err(Error::Unusable { why: Unusable::NotJson, tokens }),
                },
            };
        }
        Err(Error::Unusable { why: Unusable::Truncated, tokens })
    }

    async fn complete(&self, prompt: &Prompt<'_>) -> Result<Completion, Error> {
        let odd = Completion { end: End::Odd, tokens: 0 };
        match self.dialect {
            Dialect::Anthropic => match self.post(&anthropic::request(prompt)).await {
                Ok(body) => Ok(anthropic::read(&body).unwrap_or(odd)),
                Err(Failed::Finally(error) | Failed::Misunderstood(error)) => Err(error),
            },
            Dialect::OpenAi => {
                let body = self.post_with_known_limit(prompt).await?;
                Ok(openai::read(&body).unwrap_or(odd))
            }
        }
    }

    /// Many servers know only the old name of the token limit, and refuse the new one.
    async fn post_with_known_limit(&self, prompt: &Prompt<'_>) -> Result<Bytes, Error> {
        let old_only = self.knows_old_limit_only.load(Ordering::Relaxed);
        let first = if old_only { openai::OLD_LIMIT } else { openai::NEW_LIMIT };
        match self.post(&openai::request(prompt, first)).await {
            Ok(body) => {
                self.knows_new_limit.store(!old_only, Ordering::Relaxed);
                Ok(body)
            }
            Err(Failed::Misunderstood(_))
                if !old_only && !self.knows_new_limit.load(Ordering::Relaxed) =>
            {
                match self.post(&openai::request(prompt, openai::OLD_LIMIT)).await {
                    Ok(body) => {
                        self.knows_old_limit_only.store(true, Ordering::Relaxed);
                        Ok(body)
                    }
                    Err(Failed::Finally(error) | Failed::Misunderstood(error)) => Err(error),
                }
            }
            Err(Failed::Finally(error) | Failed::Misunderstood(error)) => Err(error),
        }
    }

    async fn post(&self, body: &Value) -> Result<Bytes, Failed> {
        let unavailable = || Failed::Finally(Error::Unavailable { retry_after: None });
        let response = self
            .client
            .post(self.endpoint.clone())
            .json(body)
            .send()
            .await
            .map_err(|_| unavailable())?;
        let status = response.status();
        let retry_after = http::retry_after(response.headers());
        if status.is_success() {
            return http::read(response, ANSWER_MAX).await.map_err(|_| unavailable());
        }
        let class = reply::class(&http::beginning(response, ODD_ERROR_MAX).await);
        let quota = class == "insufficient_quota";
        let passes = status.is_server_error()
            || status == StatusCode::REQUEST_TIMEOUT
            || status == StatusCode::TOO_MANY_REQUESTS && !quota;
        if passes {
            return Err(Failed::Finally(Error::Unavailable { retry_after }));
        }
        let rejected = Error::Rejected { status: status.as_u16(), class };
        Err(match status {
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
                Failed::Misunderstood(rejected)
            }
            _ => Failed::Finally(rejected),
        })
    }
}

fn headers(dialect: Dialect, api_key: &SecretString) -> Result<HeaderMap, Misconfigured> {
    let key = api_key.expose_secret();
    let (name, value) = match dialect {
        Dialect::OpenAi => (AUTHORIZATION, format!("Bearer {key}")),
        Dialect::Anthropic => (HeaderName::from_static("x-api-key"), key.to_owned()),
    };
    let mut headers =
        if key.is_empty() { HeaderMap::new() } else { http::secret_header(VENDOR, name, &value)? };
    if dialect == Dialect::Anthropic {
        headers.insert("anthropic-version", HeaderValue::from_static("2023-06-01"));
    }
    Ok(headers)
}

/// OpenAI's base ends in its version, Anthropic's does not, but is often written so.
fn endpoint(dialect: Dialect, base: &Url) -> Url {
    match dialect {
        Dialect::OpenAi => http::under(base, &["chat", "completions"]),
        Dialect::Anthropic if base.path().ends_with("/v1") => http::under(base, &["messages"]),
        Dialect::Anthropic => http::under(base, &["v1", "messages"]),
    }
}

#[cfg(test)]
mod tests;
