//! Media that people send: fetched from Twilio, or from where Twilio redirects to, and from nowhere else.
//!
//! The address in a webhook is only read, the one asked is built from its ids. Redirects are followed by hand:
//! [`HOPS_MAX`] at most, to hosts on a list whose addresses are public, checked by the resolver that the
//! connection itself uses, and without our credentials.
//!
//! Invariant: our credentials go to the base URL alone.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::LOCATION;
use reqwest::{Client, Response, StatusCode};
use url::{Host, Url};

use super::{API, Twilio, VENDOR};
use crate::addresses::{CheckedAddresses, is_public, refused_to_connect};
use crate::error::{Error, Misconfigured};
use crate::http::{self, TooMuch};

/// Redirects that are followed.
const HOPS_MAX: usize = 3;
/// Of a contact card, in bytes.
const VCARD_MAX: usize = 64 << 10;

#[derive(Debug, Clone)]
pub struct MediaLimits {
    /// Hosts that Twilio may redirect to, `name` or `name:port`.
    pub hosts: Vec<String>,
    pub bytes_max: usize,
    /// For everything, redirects included.
    pub timeout: Duration,
}

impl Default for MediaLimits {
    fn default() -> Self {
        Self {
            hosts: ["mms.twiliocdn.com", "media.twiliocdn.com", "s3-external-1.amazonaws.com"]
                .map(String::from)
                .to_vec(),
            bytes_max: 16 << 20,
            timeout: Duration::from_secs(20),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    pub kind: MediaKind,
    pub bytes: Bytes,
}

/// By content: what a sender or a server calls it does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaKind {
    Ogg,
    Mp3,
    /// MPEG-4, as `m4a`.
    Mp4,
    VCard,
}

impl MediaKind {
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Ogg => "audio/ogg",
            Self::Mp3 => "audio/mpeg",
            Self::Mp4 => "audio/mp4",
            Self::VCard => "text/vcard",
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The address, or one that it redirects to, is none that we ask: nothing was sent there.
    #[error("media at an address that is not Twilio's")]
    Elsewhere,
    /// 404: it may come yet, for media lags behind its webhook.
    #[error("no such media, or not yet")]
    NotFound,
    #[error("media of more than the permitted size")]
    TooLarge,
    /// Neither voice nor contact card.
    #[error("media of a kind that is not accepted")]
    NotAccepted,
    #[error(transparent)]
    Vendor(#[from] Error),
}

impl Twilio {
    /// Fetches what came with the message `message_sid`, from the address in its webhook.
    ///
    /// # Errors
    /// [`MediaError`]; harmless to repeat.
    /// Source: <https://www.twilio.com/docs/messaging/api/media-resource>
    pub async fn media(&self, message_sid: &str, url: &str) -> Result<Media, MediaError> {
        let media_sid = self.media_sid(message_sid, url).ok_or(MediaError::Elsewhere)?;
        let url = self.account(&["Messages", message_sid, "Media", &media_sid]);
        let fetching = self.media.fetch(url, self.authorization.clone());
        let bytes = match tokio::time::timeout(self.media.limits.timeout, fetching).await {
            Ok(fetched) => fetched?,
            Err(_) => return Err(Error::Unavailable { vendor: VENDOR, retry_after: None }.into()),
        };
        let kind = kind(&bytes).ok_or(MediaError::NotAccepted)?;
        if kind == MediaKind::VCard && bytes.len() > VCARD_MAX {
            return Err(MediaError::TooLarge);
        }
        Ok(Media { kind, bytes })
    }

    /// Deletes media at Twilio, where it stays otherwise. Harmless to repeat.
    ///
    /// # Errors
    /// [`MediaError::Elsewhere`] and [`MediaError::Vendor`].
    pub async fn delete_media(&self, message_sid: &str, url: &str) -> Result<(), MediaError> {
        let media_sid = self.media_sid(message_sid, url).ok_or(MediaError::Elsewhere)?;
        let record = format!("{media_sid}.json");
        Ok(self.delete(self.account(&["Messages", message_sid, "Media", &record])).await?)
    }

    /// The `ME…` of a media address, if it is one of that message of our account, at our base or at Twilio.
    fn media_sid(&self, message_sid: &str, url: &str) -> Option<String> {
        let url = Url::parse(url).ok()?;
        let bare = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        let path = if url.origin() == self.api.origin() {
            url.path().strip_prefix(self.api.path().trim_end_matches('/'))?
        } else if url.origin() == Url::parse(API).ok()?.origin() {
            url.path()
        } else {
            return None;
        };
        let folder =
            format!("/2010-04-01/Accounts/{}/Messages/{message_sid}/Media/", self.account_sid);
        let sid = path.strip_prefix(&folder)?;
        let digits = sid.strip_prefix("ME")?;
        let hexadecimal = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        (bare && is_sid(message_sid) && digits.len() == 32 && digits.bytes().all(hexadecimal))
            .then(|| sid.to_owned())
    }
}

/// Nothing that would be more than one path segment.
fn is_sid(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

pub(super) struct Fetcher {
    client: Client,
    base: Url,
    pub(super) limits: MediaLimits,
    /// The base is plain `http` on this machine: then so may be what it redirects to.
    on_this_machine: bool,
}

impl Fetcher {
    pub(super) fn new(base: &Url, limits: MediaLimits) -> Result<Self, Misconfigured> {
        let on_this_machine = base.scheme() == "http" && http::is_loopback(base);
        let resolver = CheckedAddresses {
            trusted: base.host_str().unwrap_or_default().to_owned(),
            loopback_too: on_this_machine,
        };
        // A proxy would look names up by itself, unchecked.
        let builder = http::client_builder(base)
            .no_proxy()
            .dns_resolver(Arc::new(resolver))
            .connect_timeout(limits.timeout / 2)
            .pool_max_idle_per_host(0);
        Ok(Self {
            client: http::build(VENDOR, builder)?,
            base: base.clone(),
            limits,
            on_this_machine,
        })
    }

    /// Takes the leniency away that a base on this machine has, for a test that can have no other base.
    #[cfg(test)]
    fn behave_as_on_the_internet(&mut self) {
        let resolver = CheckedAddresses { trusted: String::new(), loopback_too: false };
        let builder = http::client_builder(&self.base).no_proxy().dns_resolver(Arc::new(resolver));
        self.client = http::build(VENDOR, builder).expect("as before");
        self.on_this_machine = false;
    }

    async fn fetch(
        &self,
        first: Url,
        authorization: reqwest::header::HeaderMap,
    ) -> Result<Bytes, MediaError> {
        let unavailable = || Error::Unavailable { vendor: VENDOR, retry_after: None };
        let mut request = self.client.get(first.clone()).headers(authorization);
        let mut url = first;
        for _ in 0..=HOPS_MAX {
            let response = match request.send().await {
                Ok(response) => response,
                Err(error) if refused_to_connect(&error) => return Err(MediaError::Elsewhere),
                Err(_) => return Err(unavailable().into()),
            };
            if !is_redirect(response.status()) {
                return self.body(response).await;
            }
            url = self.redirected(&url, &response).ok_or(MediaError::Elsewhere)?;
            request = self.client.get(url.clone());
        }
        Err(MediaError::Elsewhere)
    }

    async fn body(&self, response: Response) -> Result<Bytes, MediaError> {
        let status = response.status();
        let retry_after = http::retry_after(response.headers());
        if status == StatusCode::NOT_FOUND {
            return Err(MediaError::NotFound);
        }
        if status.is_server_error()
            || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
        {
            return Err(Error::Unavailable { vendor: VENDOR, retry_after }.into());
        }
        if status != StatusCode::OK {
            let refused = Error::Refused {
                vendor: VENDOR,
                status: status.as_u16(),
                code: None,
                reason: "".into(),
            };
            return Err(refused.into());
        }
        http::read(response, self.limits.bytes_max).await.map_err(|too_much| match too_much {
            TooMuch::Bytes => MediaError::TooLarge,
            TooMuch::Patience => Error::Unavailable { vendor: VENDOR, retry_after: None }.into(),
        })
    }

    /// Where a redirect leads, if we go there.
    fn redirected(&self, from: &Url, response: &Response) -> Option<Url> {
        let location = response.headers().get(LOCATION)?.to_str().ok()?;
        let to = from.join(location).ok()?;
        let bare = to.username().is_empty() && to.password().is_none();
        let home = to.origin() == self.base.origin();
        let scheme_fits =
            home || to.scheme() == "https" || to.scheme() == "http" && self.on_this_machine;
        let known = home || self.limits.hosts.iter().any(|entry| names(entry, &to));
        let address_fits = match to.host()? {
            Host::Domain(_) => true, // the resolver checks
            Host::Ipv4(address) => home || self.may_connect(address.into()),
            Host::Ipv6(address) => home || self.may_connect(address.into()),
        };
        (bare && scheme_fits && known && address_fits).then_some(to)
    }

    fn may_connect(&self, address: IpAddr) -> bool {
        is_public(address) || self.on_this_machine && address.is_loopback()
    }
}

/// Whether an entry of the list, `name` or `name:port`, is the host of a URL; no port is the scheme's own.
fn names(entry: &str, url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    match url.port() {
        None => entry.eq_ignore_ascii_case(host),
        Some(port) => entry.eq_ignore_ascii_case(&format!("{host}:{port}")),
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// What the first bytes say that it is.
fn kind(bytes: &[u8]) -> Option<MediaKind> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    match bytes {
        [b'O', b'g', b'g', b'S', ..] => Some(MediaKind::Ogg),
        [b'I', b'D', b'3', ..] => Some(MediaKind::Mp3),
        // A frame header: sync, MPEG version and layer III.
        [0xff, second, ..] if second & 0xe6 == 0xe2 && second & 0x18 != 0x08 => {
            Some(MediaKind::Mp3)
        }
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Some(MediaKind::Mp4),
        _ => text
            .get(.."BEGIN:VCARD".len())
            .is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:VCARD"))
            .then_some(MediaKind::VCard),
    }
}

#[cfg(test)]
mod tests;
