//! Resend: sends mail. What is in it and who may get it is decided elsewhere.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::time::Duration;
use url::Url;

use crate::error::{Error, Misconfigured, Private};
use crate::http::{self, Effect, Http, Refusal};
use crate::lenient;

const VENDOR: &str = "resend";

pub struct Settings {
    /// `https://api.resend.com` or a stand-in.
    pub base_url: String,
    /// `re_…`
    pub api_key: SecretString,
    /// For one exchange, connecting included.
    pub timeout: Duration,
}

pub struct Resend {
    http: Http,
    base: Url,
}

/// Serialized always to the same bytes, as idempotency asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// `Name <address>`, of a verified domain.
    pub from: String,
    /// 50 at most.
    pub to: Vec<Private>,
    pub subject: Private,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<Private>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Private>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub filename: String,
    /// Base64 on the wire.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub content: Vec<u8>,
    pub content_type: String,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attachment")
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// Comes back in webhooks. ASCII letters, digits, `_` and `-`, 256 at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    pub name: String,
    pub value: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SentMail {
    pub id: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub last_event: MailEvent,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailEvent {
    Queued,
    Scheduled,
    Sent,
    Delivered,
    DeliveryDelayed,
    Bounced,
    Complained,
    Opened,
    Clicked,
    Failed,
    Canceled,
    Suppressed,
    #[default]
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Domain {
    pub name: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: DomainStatus,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DomainStatus {
    /// The only one from which mail can be sent.
    Verified,
    Pending,
    NotStarted,
    Failed,
    PartiallyVerified,
    PartiallyFailed,
    #[default]
    #[serde(other)]
    Other,
}

impl Resend {
    /// # Errors
    /// [`Misconfigured`], with the setting that is wrong.
    pub fn new(settings: Settings) -> Result<Self, Misconfigured> {
        let Settings { base_url, api_key, timeout } = settings;
        let base = http::base_url(VENDOR, &base_url)?;
        let bearer = format!("Bearer {}", api_key.expose_secret());
        let headers = http::secret_header(VENDOR, AUTHORIZATION, &bearer)?;
        Ok(Self { http: Http::new(VENDOR, &base, timeout, &headers, refusal)?, base })
    }

    /// Sends one mail and gives its id. A repeat with the same `key` (256 characters at most) and the same mail
    /// within 24 hours sends nothing and gives the same id; after that it would send again.
    ///
    /// # Errors
    /// [`Error::Unavailable`] and [`Error::Unreadable`]: the same key again, later. [`Error::Refused`]: domain not
    /// verified, quota used up, key used for another mail (409), malformed.
    /// Source: <https://resend.com/docs/dashboard/emails/idempotency-keys>
    pub async fn send(&self, mail: &Mail, key: &str) -> Result<String, Error> {
        #[derive(Deserialize)]
        struct Sent {
            id: String,
        }
        let request = self
            .http
            .request(Effect::Repeatable, Method::POST, http::under(&self.base, &["emails"]))
            .with(|r| r.header("Idempotency-Key", key).json(mail));
        self.http.json(request).await.map(|Sent { id }| id)
    }

    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (404: no such mail), [`Error::Unreadable`].
    pub async fn mail(&self, id: &str) -> Result<SentMail, Error> {
        let url = http::under(&self.base, &["emails", id]);
        self.http.json(self.http.request(Effect::Repeatable, Method::GET, url)).await
    }

    /// The domains of the account.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (401: a key that may only send), [`Error::Unreadable`].
    pub async fn domains(&self) -> Result<Vec<Domain>, Error> {
        #[derive(Deserialize)]
        struct Domains {
            data: Vec<Domain>,
        }
        let url = http::under(&self.base, &["domains"]);
        let request = self.http.request(Effect::Repeatable, Method::GET, url);
        self.http.json(request).await.map(|Domains { data }| data)
    }
}

/// Source: <https://resend.com/docs/api-reference/errors>
fn refusal(body: &[u8]) -> Option<Refusal> {
    #[derive(Deserialize)]
    struct Body {
        name: String,
        #[serde(default, deserialize_with = "lenient::or_default")]
        message: String,
    }
    let Body { name, message } = serde_json::from_slice(body).ok()?;
    let later = match name.as_str() {
        "concurrent_idempotent_requests" | "rate_limit_exceeded" => Some(true),
        "daily_quota_exceeded" | "monthly_quota_exceeded" => Some(false),
        _ => None,
    };
    Some(Refusal { code: Some(name), reason: message, later })
}

fn to_base64<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

fn from_base64<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    STANDARD.decode(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests;
