//! Twilio: calls, messages, content, media. Forms out, JSON in.
//!
//! It does not know what a call is for. Creating a call or a message has no idempotency key at Twilio:
//! [`Error::Unknown`](crate::Error::Unknown) is to be resolved with the lists, never by doing it again.

mod calls;
mod codes;
mod content;
mod media;
mod messages;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use crate::error::{Error, Misconfigured};
use crate::http::{self, Effect, Http, Refusal};

pub use calls::{AnsweredBy, Call, CallStatus, HungUp, NewCall};
pub use codes::{Meaning, meaning};
pub use content::{Approval, ListItem, NewContent, QuickReply};
pub use media::{Media, MediaError, MediaKind, MediaLimits};
pub use messages::{
    Direction, File, Message, MessageContent, MessageFilter, MessageStatus, NewMessage,
};

const VENDOR: &str = "twilio";
const API: &str = "https://api.twilio.com";
const CONTENT: &str = "https://content.twilio.com";
const MESSAGING: &str = "https://messaging.twilio.com";
/// Of one list, so that a list without end ends.
const PAGES_MAX: usize = 20;

pub struct Settings {
    /// `https://api.twilio.com` (then content and typing have hosts of their own), a regional host, or a stand-in
    /// that serves all three.
    pub base_url: String,
    pub account_sid: String,
    pub credentials: Credentials,
    /// For one exchange, connecting included.
    pub timeout: Duration,
    pub media: MediaLimits,
}

pub enum Credentials {
    ApiKey { sid: String, secret: SecretString },
    AuthToken(SecretString),
}

pub struct Twilio {
    http: Http,
    account_sid: String,
    authorization: HeaderMap,
    api: Url,
    content: Url,
    messaging: Url,
    media: media::Fetcher,
}

/// What a list holds, newest first.
#[derive(Debug)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// False if there were more pages than we read.
    pub complete: bool,
}

impl Twilio {
    /// # Errors
    /// [`Misconfigured`], with the setting that is wrong.
    pub fn new(settings: Settings) -> Result<Self, Misconfigured> {
        let Settings { base_url, account_sid, credentials, timeout, media } = settings;
        let api = http::base_url(VENDOR, &base_url)?;
        let (content, messaging) = if is_twilio(&api) {
            (http::base_url(VENDOR, CONTENT)?, http::base_url(VENDOR, MESSAGING)?)
        } else {
            (api.clone(), api.clone())
        };
        let (user, secret) = match &credentials {
            Credentials::ApiKey { sid, secret } => (sid, secret),
            Credentials::AuthToken(token) => (&account_sid, token),
        };
        let basic =
            format!("Basic {}", STANDARD.encode(format!("{user}:{}", secret.expose_secret())));
        let authorization = http::secret_header(VENDOR, AUTHORIZATION, &basic)?;
        let http = Http::new(VENDOR, &api, timeout, &authorization, refusal)?;
        let media = media::Fetcher::new(&api, media)?;
        Ok(Self { http, account_sid, authorization, api, content, messaging, media })
    }

    /// Below `/2010-04-01/Accounts/{ours}`.
    fn account(&self, segments: &[&str]) -> Url {
        let url = http::under(&self.api, &["2010-04-01", "Accounts", &self.account_sid]);
        http::under(&url, segments)
    }

    async fn post_form<T: DeserializeOwned>(
        &self,
        effect: Effect,
        url: Url,
        form: &[(&str, &str)],
    ) -> Result<T, Error> {
        let request =
            self.http.request(effect, Method::POST, url).with(|request| request.form(form));
        self.http.json(request).await
    }

    async fn get<T: DeserializeOwned>(&self, url: Url) -> Result<T, Error> {
        self.http.json(self.http.request(Effect::Repeatable, Method::GET, url)).await
    }

    /// Deletes; what is gone already counts as deleted.
    async fn delete(&self, url: Url) -> Result<(), Error> {
        match self.http.bytes(self.http.request(Effect::Repeatable, Method::DELETE, url)).await {
            Ok(_) | Err(Error::Refused { status: 404 | 410, .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Reads a list page by page, until `enough` says of a page that older ones do not matter.
    async fn list<P: Page>(
        &self,
        first: Url,
        enough: impl Fn(&[P::Item]) -> bool,
    ) -> Result<Listed<P::Item>, Error> {
        let mut items = Vec::new();
        let mut next = Some(first);
        for _ in 0..PAGES_MAX {
            let Some(url) = next else { break };
            let page: P = self.get(url).await?;
            let (page, next_uri) = page.into_parts();
            let done = enough(&page);
            items.extend(page);
            next = match next_uri.filter(|uri| !done && !uri.is_empty()) {
                Some(uri) => Some(self.next_page(&uri)?),
                None => None,
            };
        }
        Ok(Listed { items, complete: next.is_none() })
    }

    /// The next page's address, which must be in our account: our credentials go there.
    fn next_page(&self, uri: &str) -> Result<Url, Error> {
        let account = self.account(&[""]);
        let base = self.api.as_str().trim_end_matches('/');
        Url::parse(&format!("{base}{uri}"))
            .ok()
            .filter(|url| {
                url.origin() == account.origin() && url.path().starts_with(account.path())
            })
            .ok_or(Error::Unreadable { vendor: VENDOR })
    }
}

/// One page of a list.
trait Page: DeserializeOwned {
    type Item;

    /// The items, and the address of the next page.
    fn into_parts(self) -> (Vec<Self::Item>, Option<String>);
}

/// Whether it is Twilio itself: then its interfaces are spread over several hosts.
fn is_twilio(api: &Url) -> bool {
    api.as_str().trim_end_matches('/') == API
        || api.scheme() == "https"
            && api.host_str().is_some_and(|host| host.ends_with(".twilio.com"))
}

fn refusal(body: &[u8]) -> Option<Refusal> {
    #[derive(Deserialize)]
    struct Body {
        code: Option<u32>,
        status: Option<u16>,
        message: Option<String>,
    }
    let Body { code, status, message } = serde_json::from_slice(body).ok()?;
    if code.is_none() && (status.is_none() || message.is_none()) {
        return None;
    }
    let later = match code.map(meaning) {
        Some(Meaning::Busy | Meaning::ServerError) => Some(true),
        _ => None,
    };
    Some(Refusal {
        code: code.map(|code| code.to_string()),
        reason: message.unwrap_or_default(),
        later,
    })
}

#[cfg(test)]
mod tests;
