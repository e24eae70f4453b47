//! Extractors for webhooks: read with a limit, verify, and only then parse.
//!
//! A handler that names one of them in its arguments can't run for a stranger. They know the keys and the vendors' ways
//! to sign, and nothing of what a request is about. What they refuse is answered without a body and counted.
//!
//! Invariant: the URL that is verified is the configured one with the request's raw path and query. `Host` and
//! `X-Forwarded-*` are what a stranger says.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{
    DefaultBodyLimit, Form, FromRef, FromRequest, FromRequestParts, OriginalUri, Path, Request,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::clock::Clock;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::form_urlencoded;

use crate::signatures::{
    SvixHeaders, TwilioBody, TwilioKeys, TwilioRequest, is_from_elevenlabs, is_from_svix,
    is_from_twilio, is_one_of,
};

/// What a path names. One that names nothing of ours is nowhere, and says no more than that.
pub(crate) struct Named<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Named<T> {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        let named = Path::from_request_parts(parts, state).await;
        named.map(|Path(name)| Self(name)).map_err(|_| StatusCode::NOT_FOUND)
    }
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

const WEBHOOK_BYTES_MAX: usize = 256 * 1024;
const POST_CALL_BYTES_MAX: usize = 8 * 1024 * 1024;
const TOOL_BYTES_MAX: usize = 16 * 1024;

/// A body that takes longer is not the vendor's.
const BODY_WITHIN: Duration = Duration::from_secs(5);

/// Levels of a JSON body.
const JSON_DEPTH_MAX: usize = 32;

/// What the senders of webhooks are known by; of each secret two are valid while one replaces the other. Where there is
/// none, nobody is let in.
#[derive(Debug, Clone)]
pub struct Keys {
    /// Scheme, host and port if any, without a slash at the end: as the vendors were told to call us.
    pub public_url: String,
    pub account_sid: String,
    pub twilio_tokens: Vec<SecretString>,
    pub elevenlabs_webhook: Vec<SecretString>,
    pub elevenlabs_tool: Vec<SecretString>,
    pub resend_webhook: Vec<SecretString>,
}

/// A form that Twilio signed, of our account.
pub(crate) struct TwilioForm<T>(pub(crate) T);

/// The raw body of a webhook that ElevenLabs signed.
pub(crate) struct ElevenLabsBody(pub(crate) Bytes);

/// What the agent asks in the middle of a call, with the workspace's secret. Whose call it is, the token says: it is
/// for the service to look up.
pub(crate) struct ToolRequest {
    pub(crate) token: String,
    /// An object.
    pub(crate) arguments: Value,
}

/// A webhook that Resend signed; `id` is the delivery's, the same for each try.
pub(crate) struct ResendJson {
    pub(crate) id: String,
    pub(crate) body: Value,
}

impl<S, T> FromRequest<S> for TwilioForm<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
    Arc<Keys>: FromRef<S>,
{
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let keys = Arc::<Keys>::from_ref(state);
        let door = Door { sender: "twilio", to_strangers: StatusCode::FORBIDDEN };
        let signature = door.header(request.headers(), "x-twilio-signature")?;
        door.expect_type(request.headers(), FORM)?;
        let (mut parts, body) = door.read(request, WEBHOOK_BYTES_MAX).await?;
        let settings = match parts.headers.contains_key("x-twilio-webhooks-signature-settings") {
            true => Some(door.header(&parts.headers, "x-twilio-webhooks-signature-settings")?),
            false => None,
        };
        let url = called_url(&keys.public_url, &parts);
        let signed = TwilioRequest {
            url: &url,
            body: TwilioBody::Form(&body),
            signature: &signature,
            settings: settings.as_deref(),
        };
        if !is_from_twilio(TwilioKeys { tokens: &keys.twilio_tokens, shared: &[] }, signed) {
            return Err(door.refuse(door.to_strangers, "signature"));
        }
        match form_fault(&body, &keys.account_sid) {
            Some(FormFault::OtherAccount) => return Err(door.refuse(door.to_strangers, "account")),
            Some(FormFault::Repeated) => {
                return Err(door.refuse(StatusCode::BAD_REQUEST, "repeated_field"));
            }
            None => {}
        }
        // In the one spelling that axum knows.
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(FORM));
        let request = Request::from_parts(parts, Body::from(body));
        match Form::<T>::from_request(request, &()).await {
            Ok(Form(form)) => Ok(Self(form)),
            Err(_) => Err(door.refuse(StatusCode::BAD_REQUEST, "unreadable")),
        }
    }
}

impl<S> FromRequest<S> for ElevenLabsBody
where
    S: Send + Sync,
    Arc<Keys>: FromRef<S>,
    Arc<dyn Clock>: FromRef<S>,
{
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let keys = Arc::<Keys>::from_ref(state);
        let door = Door { sender: "elevenlabs", to_strangers: StatusCode::UNAUTHORIZED };
        let signature = door.header(request.headers(), "elevenlabs-signature")?;
        door.expect_type(request.headers(), JSON)?;
        let (_, body) = door.read(request, POST_CALL_BYTES_MAX).await?;
        let now = Arc::<dyn Clock>::from_ref(state).now();
        if !is_from_elevenlabs(&keys.elevenlabs_webhook, &signature, &body, now) {
            return Err(door.refuse(door.to_strangers, "signature"));
        }
        if depth(&body) > JSON_DEPTH_MAX {
            return Err(door.refuse(StatusCode::BAD_REQUEST, "unreadable"));
        }
        Ok(Self(body))
    }
}

impl<S> FromRequest<S> for ToolRequest
where
    S: Send + Sync,
    Arc<Keys>: FromRef<S>,
{
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let keys = Arc::<Keys>::from_ref(state);
        let door = Door { sender: "agent", to_strangers: StatusCode::UNAUTHORIZED };
        let key = door.header(request.headers(), "x-vocero-tool-key")?;
        if !is_one_of(&keys.elevenlabs_tool, &key) {
            return Err(door.refuse(door.to_strangers, "signature"));
        }
        let token = door.header(request.headers(), "x-vocero-call-token")?;
        door.expect_type(request.headers(), JSON)?;
        let (_, body) = door.read(request, TOOL_BYTES_MAX).await?;
        let arguments = door.json(&body)?;
        if !arguments.is_object() {
            return Err(door.refuse(StatusCode::BAD_REQUEST, "unreadable"));
        }
        Ok(Self { token, arguments })
    }
}

impl<S> FromRequest<S> for ResendJson
where
    S: Send + Sync,
    Arc<Keys>: FromRef<S>,
    Arc<dyn Clock>: FromRef<S>,
{
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let keys = Arc::<Keys>::from_ref(state);
        let door = Door { sender: "resend", to_strangers: StatusCode::UNAUTHORIZED };
        // The standard's own names stand in for Svix's.
        let svix = request.headers().contains_key("svix-id");
        let names = match svix {
            true => ["svix-id", "svix-timestamp", "svix-signature"],
            false => ["webhook-id", "webhook-timestamp", "webhook-signature"],
        };
        let id = door.header(request.headers(), names[0])?;
        let timestamp = door.header(request.headers(), names[1])?;
        let signature = door.header(request.headers(), names[2])?;
        door.expect_type(request.headers(), JSON)?;
        let (_, body) = door.read(request, WEBHOOK_BYTES_MAX).await?;
        let now = Arc::<dyn Clock>::from_ref(state).now();
        let headers = SvixHeaders { id: &id, timestamp: &timestamp, signature: &signature };
        if !is_from_svix(&keys.resend_webhook, headers, &body, now) {
            return Err(door.refuse(door.to_strangers, "signature"));
        }
        Ok(Self { body: door.json(&body)?, id })
    }
}

/// A request that is not let in: a status and no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused(StatusCode);

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

/// Where one sender's webhooks come in.
#[derive(Clone, Copy)]
struct Door {
    sender: &'static str,
    to_strangers: StatusCode,
}

impl Door {
    fn refuse(self, status: StatusCode, reason: &'static str) -> Refused {
        metrics::counter!("vocero_webhooks_refused_total", "sender" => self.sender, "reason" => reason).increment(1);
        // Strangers can send as many as they like: seen in the counter, not in the log.
        tracing::debug!(
            sender = self.sender,
            reason,
            status = status.as_u16(),
            "a webhook was refused"
        );
        Refused(status)
    }

    /// A credential, sent exactly once.
    fn header(self, headers: &HeaderMap, name: &str) -> Result<String, Refused> {
        let mut values = headers.get_all(name).iter();
        match (values.next().and_then(|value| value.to_str().ok()), values.next()) {
            (Some(value), None) if !value.is_empty() => Ok(value.to_owned()),
            _ => Err(self.refuse(self.to_strangers, "no_credential")),
        }
    }

    fn expect_type(self, headers: &HeaderMap, expected: &str) -> Result<(), Refused> {
        let text =
            |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let encoded = text(header::CONTENT_ENCODING)
            .is_some_and(|encoding| !encoding.eq_ignore_ascii_case("identity"));
        let bare =
            text(header::CONTENT_TYPE).and_then(|kind| kind.split(';').next()).unwrap_or_default();
        match !encoded && bare.trim().eq_ignore_ascii_case(expected) {
            true => Ok(()),
            false => Err(self.refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media_type")),
        }
    }

    async fn read(self, mut request: Request, bytes_max: usize) -> Result<(Parts, Bytes), Refused> {
        DefaultBodyLimit::max(bytes_max).apply(&mut request);
        let (parts, body) = request.into_parts();
        let reading = Bytes::from_request(Request::from_parts(parts.clone(), body), &());
        match tokio::time::timeout(BODY_WITHIN, reading).await {
            Ok(Ok(body)) => Ok((parts, body)),
            Ok(Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(self.refuse(StatusCode::PAYLOAD_TOO_LARGE, "too_long"))
            }
            Ok(Err(_)) => Err(self.refuse(StatusCode::BAD_REQUEST, "unreadable")),
            Err(_) => Err(self.refuse(StatusCode::REQUEST_TIMEOUT, "too_slow")),
        }
    }

    fn json(self, body: &[u8]) -> Result<Value, Refused> {
        let value =
            (depth(body) <= JSON_DEPTH_MAX).then(|| serde_json::from_slice(body).ok()).flatten();
        value.ok_or_else(|| self.refuse(StatusCode::BAD_REQUEST, "unreadable"))
    }
}

fn called_url(public_url: &str, parts: &Parts) -> String {
    let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    format!("{public_url}{path}")
}

enum FormFault {
    /// Signed by us and yet not for us: the token of another account, put where ours should be.
    OtherAccount,
    /// The signature doesn't say which of two values is meant.
    Repeated,
}

fn form_fault(body: &[u8], account_sid: &str) -> Option<FormFault> {
    let mut seen = HashSet::new();
    for (name, value) in form_urlencoded::parse(body) {
        if name == "AccountSid" && value != account_sid {
            return Some(FormFault::OtherAccount);
        }
        if name.ends_with(']') || !seen.insert(name) {
            return Some(FormFault::Repeated);
        }
    }
    None
}

/// How deep brackets are nested in a JSON text, those in strings left aside.
fn depth(json: &[u8]) -> usize {
    let (mut open, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for &byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => open += 1,
            b'}' | b']' if !in_string => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

#[cfg(test)]
mod tests;
