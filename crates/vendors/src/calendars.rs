//! Private calendars, at addresses that people give us: fetched from the public internet alone, within limits.
//!
//! Nothing is sent but the request. Redirects are followed by hand, [`HOPS_MAX`] at most, and each address on the way is
//! checked as the first one. An error never tells the address: whoever has it reads the calendar.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, LOCATION};
use reqwest::{Client, Response, StatusCode};
use url::{Host, Url};

use crate::addresses::{CheckedAddresses, is_public, refused_to_connect};
use crate::error::Misconfigured;
use crate::http;

const VENDOR: &str = "calendar";
/// Redirects that are followed.
const HOPS_MAX: usize = 3;

#[derive(Debug, Clone)]
pub struct CalendarLimits {
    pub bytes_max: usize,
    /// For everything, redirects included.
    pub timeout: Duration,
    /// Plain `http` on this machine is asked as well: for the sandbox and nothing else.
    pub on_this_machine_too: bool,
}

impl Default for CalendarLimits {
    fn default() -> Self {
        Self { bytes_max: 2 << 20, timeout: Duration::from_secs(10), on_this_machine_too: false }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The address, or one that it redirects to, is none that we ask: nothing was sent there.
    #[error("an address that is not asked")]
    NotAllowed,
    /// No answer in time, or one that says to come back later.
    #[error("the calendar is not reachable now")]
    Unavailable,
    /// It answers, and gives no calendar.
    #[error("the calendar is refused")]
    Refused,
    /// More than is permitted, or nothing that begins as a calendar does.
    #[error("no calendar")]
    NotACalendar,
}

pub struct Calendars {
    client: Client,
    limits: CalendarLimits,
}

impl Calendars {
    /// # Errors
    /// [`Misconfigured`] when TLS cannot start.
    pub fn new(limits: CalendarLimits) -> Result<Self, Misconfigured> {
        let base = Url::parse("https://calendar.invalid").expect("it is a URL");
        let resolver =
            CheckedAddresses { trusted: String::new(), loopback_too: limits.on_this_machine_too };
        // A proxy would look names up by itself, unchecked.
        let builder = http::client_builder(&base)
            .no_proxy()
            .dns_resolver(Arc::new(resolver))
            .connect_timeout(limits.timeout / 2)
            .pool_max_idle_per_host(0);
        Ok(Self { client: http::build(VENDOR, builder)?, limits })
    }

    /// The text of the calendar at an address. Harmless to repeat.
    ///
    /// # Errors
    /// [`CalendarError`]
    pub async fn fetch(&self, address: &str) -> Result<String, CalendarError> {
        let fetching = self.fetch_through(address);
        match tokio::time::timeout(self.limits.timeout, fetching).await {
            Ok(fetched) => fetched,
            Err(_) => Err(CalendarError::Unavailable),
        }
    }

    async fn fetch_through(&self, address: &str) -> Result<String, CalendarError> {
        let mut url = Url::parse(address).map_err(|_| CalendarError::NotAllowed)?;
        for _ in 0..=HOPS_MAX {
            if !self.may_ask(&url) {
                return Err(CalendarError::NotAllowed);
            }
            let request = self.client.get(url.clone()).header(ACCEPT, "text/calendar");
            let response = match request.send().await {
                Ok(response) => response,
                Err(error) if refused_to_connect(&error) => return Err(CalendarError::NotAllowed),
                Err(_) => return Err(CalendarError::Unavailable),
            };
            if !response.status().is_redirection() {
                return self.text(response).await;
            }
            let location = response.headers().get(LOCATION).and_then(|it| it.to_str().ok());
            let next = location.and_then(|location| url.join(location).ok());
            url = next.ok_or(CalendarError::Refused)?;
        }
        Err(CalendarError::Refused)
    }

    /// `https`, its own port, no credentials, and no address that is not public; names are checked when looked up.
    fn may_ask(&self, url: &Url) -> bool {
        let bare = url.username().is_empty() && url.password().is_none();
        let here = |ip: IpAddr| self.limits.on_this_machine_too && ip.is_loopback();
        let (is_here, fits) = match url.host() {
            Some(Host::Domain(name)) => {
                let here = self.limits.on_this_machine_too && name == "localhost";
                (here, here || name.contains('.'))
            }
            Some(Host::Ipv4(ip)) => (here(ip.into()), here(ip.into()) || is_public(ip.into())),
            Some(Host::Ipv6(ip)) => (here(ip.into()), here(ip.into()) || is_public(ip.into())),
            None => (false, false),
        };
        let safe = url.scheme() == "https" && url.port().is_none();
        bare && fits && (safe || is_here && matches!(url.scheme(), "http" | "https"))
    }

    async fn text(&self, response: Response) -> Result<String, CalendarError> {
        let status = response.status();
        let later = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
        if status.is_server_error() || later {
            return Err(CalendarError::Unavailable);
        }
        if status != StatusCode::OK {
            return Err(CalendarError::Refused);
        }
        let bytes = match http::read(response, self.limits.bytes_max).await {
            Ok(bytes) => bytes,
            Err(http::TooMuch::Bytes) => return Err(CalendarError::NotACalendar),
            Err(http::TooMuch::Patience) => return Err(CalendarError::Unavailable),
        };
        let text = String::from_utf8_lossy(&bytes);
        let begins = text.trim_start_matches('\u{feff}').trim_start();
        let is_calendar = begins
            .get(.."BEGIN:VCALENDAR".len())
            .is_some_and(|start| start.eq_ignore_ascii_case("BEGIN:VCALENDAR"));
        if is_calendar { Ok(begins.to_owned()) } else { Err(CalendarError::NotACalendar) }
    }
}

#[cfg(test)]
mod tests;
