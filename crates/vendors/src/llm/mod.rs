//! A language model that fills a JSON schema from a text: OpenAI-compatible chat completions, or Anthropic messages.
//!
//! It knows nothing of what is extracted, and what it gives is a proposal: whether the value fits the schema is for
//! the caller to check. No error holds words of a prompt or an answer.

mod anthropic;
mod form;
mod openai;
mod reply;

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use crate::error::Misconfigured;
use crate::http;
use form::{Form, KnownForm, Parameter};
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
    /// The most that the server is believed to know; if it says that it doesn't, less is tried.
    pub response_mode: ResponseMode,
    /// Of one answer, thinking included; doubled once if the answer is cut off.
    pub max_tokens: u32,
    /// For an answer, whatever it takes: connecting, a second try, other forms of the question.
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
    max_tokens: u32,
    timeout: Duration,
    form: KnownForm,
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
    system: &'a str,
    user: &'a str,
    schema_name: &'a str,
    schema: &'a Value,
    max_tokens: u32,
}

impl Prompt<'_> {
    /// With the schema, for a server that takes it in no other way.
    fn system(&self, mode: ResponseMode) -> String {
        match mode {
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
    /// A 500 or 502 without a word about later: the next try is as good as any.
    Stumbled,
    /// 400 or 422: the server may not know a parameter.
    Misunderstood(Error, Option<Parameter>),
}

impl From<Failed> for Error {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Finally(error) | Failed::Misunderstood(error, _) => error,
            Failed::Stumbled => Self::Unavailable { retry_after: None },
        }
    }
}

impl Llm {
    /// # Errors
    /// [`Misconfigured`], with the setting that is wrong.
    pub fn new(settings: Settings) -> Result<Self, Misconfigured> {
        let Settings { dialect, base_url, api_key, model, response_mode, max_tokens, timeout } =
            settings;
        let base = http::base_url(VENDOR, &base_url)?;
        let client = http::client_builder(&base)
            .connect_timeout((timeout / 2).min(http::CONNECT_TIMEOUT_MAX))
            .default_headers(headers(dialect, &api_key)?);
        Ok(Self {
            client: http::build(VENDOR, client)?,
            endpoint: endpoint(dialect, &base),
            dialect,
            model,
            max_tokens,
            timeout,
            form: KnownForm::new(Form::first(dialect, response_mode)),
        })
    }

    /// Fills `schema` (an object, each property required, `additionalProperties: false`; no limits of numbers and
    /// lengths) from `user`, as `system` says. `schema_name`: 64 letters, digits, `_` and `-` at most. A repeat
    /// costs again and changes nothing.
    ///
    /// # Errors
    /// [`Error`]; `Unavailable` too when everything together takes longer than the time-out.
    /// Sources: <https://platform.openai.com/docs/guides/structured-outputs>,
    /// <https://docs.claude.com/en/docs/build-with-claude/structured-outputs>
    pub async fn extract(
        &self,
        system: &str,
        user: &str,
        schema_name: &str,
        schema: &Value,
    ) -> Result<Answer, Error> {
        let (model, max_tokens) = (&*self.model, self.max_tokens);
        let prompt = Prompt { model, system, user, schema_name, schema, max_tokens };
        tokio::time::timeout(self.timeout, self.filled(prompt))
            .await
            .unwrap_or(Err(Error::Unavailable { retry_after: None }))
    }

    async fn filled(&self, mut prompt: Prompt<'_>) -> Result<Answer, Error> {
        let mut tokens: u64 = 0;
        for max_tokens in [self.max_tokens, self.max_tokens.saturating_mul(2)] {
            prompt.max_tokens = max_tokens;
            let Completion { end, tokens: used } = self.complete(&prompt).await?;
            tokens = tokens.saturating_add(used);
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

    /// Finds out once in which form the server wants to be asked.
    async fn complete(&self, prompt: &Prompt<'_>) -> Result<Completion, Error> {
        let (mut form, is_proven) = self.form.get();
        let mut first_word = None;
        loop {
            match self.post(&self.request(prompt, form)).await {
                Ok(body) => {
                    self.form.prove(form);
                    return Ok(self.read(&body));
                }
                Err(Failed::Misunderstood(error, parameter)) if !is_proven => {
                    let error = first_word.get_or_insert(error);
                    form = form.simpler(parameter).ok_or_else(|| error.clone())?;
                }
                Err(failed) => return Err(failed.into()),
            }
        }
    }

    fn request(&self, prompt: &Prompt<'_>, form: Form) -> Value {
        match self.dialect {
            Dialect::OpenAi => openai::request(prompt, form),
            Dialect::Anthropic => anthropic::request(prompt, form),
        }
    }

    fn read(&self, body: &[u8]) -> Completion {
        let completion = match self.dialect {
            Dialect::OpenAi => openai::read(body),
            Dialect::Anthropic => anthropic::read(body),
        };
        completion.unwrap_or(Completion { end: End::Odd, tokens: 0 })
    }

    async fn post(&self, body: &Value) -> Result<Bytes, Failed> {
        match self.post_once(body).await {
            Err(Failed::Stumbled) => self.post_once(body).await,
            outcome => outcome,
        }
    }

    async fn post_once(&self, body: &Value) -> Result<Bytes, Failed> {
        let unavailable = |retry_after| Failed::Finally(Error::Unavailable { retry_after });
        let request = self.client.post(self.endpoint.clone()).json(body);
        let response = request.send().await.map_err(|_| unavailable(None))?;
        let status = response.status();
        let retry_after = http::retry_after(response.headers());
        if status.is_success() {
            return http::read(response, ANSWER_MAX).await.map_err(|_| unavailable(None));
        }
        let body = http::beginning(response, ODD_ERROR_MAX).await;
        let class = reply::class(&body);
        if matches!(status, StatusCode::INTERNAL_SERVER_ERROR | StatusCode::BAD_GATEWAY)
            && retry_after.is_none()
        {
            return Err(Failed::Stumbled);
        }
        let quota = class == "insufficient_quota";
        let passes = status.is_server_error()
            || status == StatusCode::REQUEST_TIMEOUT
            || status == StatusCode::TOO_MANY_REQUESTS && !quota;
        if passes {
            return Err(unavailable(retry_after));
        }
        if class == "content_filter" {
            return Err(Failed::Finally(Error::Refused { tokens: 0 }));
        }
        let rejected = Error::Rejected { status: status.as_u16(), class };
        Err(match status {
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
                Failed::Misunderstood(rejected, Parameter::named_in(&body))
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
