//! One request, one answer, and what it means for the caller.
//!
//! Nothing here repeats a request: no retry policy, no followed redirect, and requests with an effect travel on
//! a connection of their own, so that no pool can replay them. Answers are read up to a limit.
//!
//! Invariant: a request marked [`Effect::Once`] is reported as `NotSent` or `Refused` only if it had no effect.

use std::sync::Once;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use jiff::fmt::rfc2822;
use reqwest::header::{DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, ClientBuilder, Method, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use url::{Host, Url};

use crate::error::{Error, Misconfigured};

/// Of an answer, in bytes. Transcripts of long calls have some MB.
const ANSWER_MAX: usize = 16 << 20;
/// Of an error's body, in bytes.
const REFUSAL_MAX: usize = 64 << 10;
/// Of a vendor's explanation that is kept, in characters.
const REASON_MAX: usize = 500;
pub(crate) const CONNECT_TIMEOUT_MAX: Duration = Duration::from_secs(5);
const RETRY_AFTER_MAX: Duration = Duration::from_secs(3600);
const USER_AGENT: &str = concat!("vocero/", env!("CARGO_PKG_VERSION"));

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Doing it twice is doing it once, or costs nothing but money.
    Repeatable,
    /// Each time that it is processed, something new comes to be.
    Once,
}

/// What a vendor's error body says.
#[derive(Debug, Default)]
pub(crate) struct Refusal {
    pub code: Option<String>,
    pub reason: String,
    /// Whether the same request may succeed later, where the body knows better than the status.
    pub later: Option<bool>,
}

/// Reads a vendor's error body; `None` if the vendor did not write it.
pub(crate) type ReadRefusal = fn(&[u8]) -> Option<Refusal>;

pub(crate) struct Http {
    vendor: &'static str,
    pooled: Client,
    unpooled: Client,
    read_refusal: ReadRefusal,
}

pub(crate) struct Request {
    builder: RequestBuilder,
    effect: Effect,
}

impl Request {
    pub(crate) fn with(self, change: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Self {
        Self { builder: change(self.builder), effect: self.effect }
    }
}

impl Http {
    /// `timeout` is for one whole exchange, connecting included.
    pub(crate) fn new(
        vendor: &'static str,
        base: &Url,
        timeout: Duration,
        headers: &HeaderMap,
        read_refusal: ReadRefusal,
    ) -> Result<Self, Misconfigured> {
        let client = |pool: usize| {
            build(
                vendor,
                client_builder(base)
                    .timeout(timeout)
                    .connect_timeout((timeout / 2).min(CONNECT_TIMEOUT_MAX))
                    .default_headers(headers.clone())
                    .pool_max_idle_per_host(pool),
            )
        };
        let (pooled, unpooled) = (client(16)?, client(0)?);
        Ok(Self { vendor, pooled, unpooled, read_refusal })
    }

    pub(crate) fn request(&self, effect: Effect, method: Method, url: Url) -> Request {
        let client = match effect {
            Effect::Repeatable => &self.pooled,
            Effect::Once => &self.unpooled,
        };
        Request { builder: client.request(method, url), effect }
    }

    /// The body of a 2xx answer.
    pub(crate) async fn bytes(&self, request: Request) -> Result<Bytes, Error> {
        let effect = request.effect;
        let response = match request.builder.send().await {
            Ok(response) => response,
            Err(error) => return Err(self.unanswered(effect, error.is_connect())),
        };
        let status = response.status();
        if !status.is_success() {
            let retry_after = retry_after(response.headers());
            let body = read(response, REFUSAL_MAX).await.unwrap_or_default();
            return Err(self.turned_away(effect, status, retry_after, &body));
        }
        match read(response, ANSWER_MAX).await {
            Ok(body) => Ok(body),
            Err(TooMuch::Bytes) => Err(self.unreadable(effect)),
            Err(TooMuch::Patience) => Err(self.unanswered(effect, false)),
        }
    }

    pub(crate) async fn json<T: DeserializeOwned>(&self, request: Request) -> Result<T, Error> {
        let effect = request.effect;
        let body = self.bytes(request).await?;
        serde_json::from_slice(&body).map_err(|_| self.unreadable(effect))
    }

    pub(crate) fn unreadable(&self, effect: Effect) -> Error {
        match effect {
            Effect::Repeatable => Error::Unreadable { vendor: self.vendor },
            Effect::Once => Error::Unknown { vendor: self.vendor },
        }
    }

    fn unanswered(&self, effect: Effect, while_connecting: bool) -> Error {
        let vendor = self.vendor;
        match (effect, while_connecting) {
            (Effect::Repeatable, _) => Error::Unavailable { vendor, retry_after: None },
            (Effect::Once, true) => Error::NotSent { vendor, retry_after: None },
            (Effect::Once, false) => Error::Unknown { vendor },
        }
    }

    fn turned_away(
        &self,
        effect: Effect,
        status: StatusCode,
        retry_after: Option<Duration>,
        body: &[u8],
    ) -> Error {
        let vendor = self.vendor;
        let refusal = (self.read_refusal)(body);
        let by_vendor = refusal.is_some();
        let Refusal { code, reason, later } = refusal.unwrap_or_default();
        let undone =
            status == StatusCode::TOO_MANY_REQUESTS || status.is_client_error() && by_vendor;
        let later = later.unwrap_or(
            status.is_server_error()
                || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT),
        );
        match (effect, undone, later) {
            (Effect::Once, true, true) => Error::NotSent { vendor, retry_after },
            (Effect::Once, false, _) => Error::Unknown { vendor },
            (Effect::Repeatable, _, true) => Error::Unavailable { vendor, retry_after },
            (Effect::Repeatable, _, false) if !status.is_client_error() => {
                Error::Unreadable { vendor }
            }
            (Effect::Once, true, false) | (Effect::Repeatable, _, false) => Error::Refused {
                vendor,
                status: status.as_u16(),
                code: code.filter(|code| is_plain(code)),
                reason: reason.chars().take(REASON_MAX).collect::<String>().into(),
            },
        }
    }
}

/// Of one exchange: no redirect is followed, nothing is repeated.
///
/// An `http` base needs no root certificates, and a loopback base no proxy.
pub(crate) fn client_builder(base: &Url) -> ClientBuilder {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // An error says that the program has installed one already, which serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    let mut builder = Client::builder()
        .user_agent(USER_AGENT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .http1_only();
    if base.scheme() == "http" {
        builder = builder.tls_certs_only([]);
    }
    if is_loopback(base) {
        builder = builder.no_proxy();
    }
    builder
}

pub(crate) fn build(vendor: &'static str, builder: ClientBuilder) -> Result<Client, Misconfigured> {
    builder.build().map_err(|error| {
        let root =
            std::iter::successors(std::error::Error::source(&error), |error| error.source()).last();
        Misconfigured::Tls {
            vendor,
            reason: root.map_or_else(|| error.to_string(), ToString::to_string),
        }
    })
}

/// Checks a base URL, which may have a path, and takes a trailing slash off it.
pub(crate) fn base_url(vendor: &'static str, text: &str) -> Result<Url, Misconfigured> {
    let bad = Misconfigured::BaseUrl { vendor };
    let mut url = Url::parse(text.trim()).map_err(|_| bad.clone())?;
    let clean = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if !clean {
        return Err(bad);
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// `base` with more path segments, each escaped.
pub(crate) fn under(base: &Url, segments: &[&str]) -> Url {
    let mut url = base.clone();
    url.path_segments_mut().expect("a base URL is http or https").pop_if_empty().extend(segments);
    url
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    }
}

/// A header whose value is kept out of `Debug`.
pub(crate) fn secret_header(
    vendor: &'static str,
    name: HeaderName,
    value: &str,
) -> Result<HeaderMap, Misconfigured> {
    let mut value =
        HeaderValue::from_str(value).map_err(|_| Misconfigured::Credentials { vendor })?;
    value.set_sensitive(true);
    Ok(HeaderMap::from_iter([(name, value)]))
}

/// How long the vendor asks to wait, an hour at most. A date counts from the answer's own `Date`.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<f64>() {
        Ok(seconds) => Duration::try_from_secs_f64(seconds).ok()?,
        Err(_) => {
            let then = rfc2822::parse(text).ok()?.timestamp();
            let now = rfc2822::parse(headers.get(DATE)?.to_str().ok()?).ok()?.timestamp();
            Duration::try_from(then.duration_since(now)).unwrap_or_default()
        }
    };
    Some(wait.min(RETRY_AFTER_MAX))
}

#[derive(Debug)]
pub(crate) enum TooMuch {
    Bytes,
    /// The answer broke off or took too long.
    Patience,
}

/// The whole body, if it has `max` bytes or less.
pub(crate) async fn read(mut response: Response, max: usize) -> Result<Bytes, TooMuch> {
    if response.content_length().is_some_and(|length| length > max as u64) {
        return Err(TooMuch::Bytes);
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| TooMuch::Patience)? {
        if body.len() + chunk.len() > max {
            return Err(TooMuch::Bytes);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// The first `max` bytes of a body, or what there is of them.
pub(crate) async fn beginning(mut response: Response, max: usize) -> Bytes {
    let mut body = BytesMut::new();
    while body.len() < max
        && let Ok(Some(chunk)) = response.chunk().await
    {
        body.extend_from_slice(&chunk);
    }
    body.truncate(max);
    body.freeze()
}

/// A code that a program chose, not a sentence that may quote somebody.
pub(crate) fn is_plain(code: &str) -> bool {
    (1..=64).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
}

#[cfg(test)]
mod tests;
