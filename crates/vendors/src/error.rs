//! What can come of a request to a vendor, by what the caller does next.
//!
//! Invariant: neither `Display` nor `Debug` shows a body, a number, an address or a secret.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use serde::{Deserialize, Serialize};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing happened at the vendor, for sure: name look-up, TCP or TLS failed before the first byte of the
    /// request, or it was turned away unprocessed (429). The same request may be sent again.
    #[error("{vendor}: the request was not processed")]
    NotSent { vendor: &'static str, retry_after: Option<Duration> },
    /// No answer, 429 or 5xx to a request that is harmless to repeat.
    #[error("{vendor} is unavailable")]
    Unavailable { vendor: &'static str, retry_after: Option<Duration> },
    /// A request with an effect was sent and its outcome is not known: look before repeating it.
    #[error("{vendor}: it is not known whether the request took effect")]
    Unknown { vendor: &'static str },
    /// Refused for good: the same request will be refused again.
    #[error("{vendor} refused ({status}{})", code.as_ref().map(|code| format!(", {code}")).unwrap_or_default())]
    Refused { vendor: &'static str, status: u16, code: Option<String>, reason: Private },
    /// An answer that is not what the vendor documents, to a request without effect.
    #[error("{vendor} gave an answer that cannot be read")]
    Unreadable { vendor: &'static str },
}

impl Error {
    /// The vendor's numeric code, as Twilio has them, of a refusal.
    #[must_use]
    pub fn code_number(&self) -> Option<u32> {
        match self {
            Self::Refused { code, .. } => code.as_ref()?.parse().ok(),
            _ => None,
        }
    }

    /// The HTTP status of a refusal.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }
}

/// Settings from which no client can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misconfigured {
    #[error(
        "{vendor}: the base URL must be http or https with a host and without credentials, query and fragment"
    )]
    BaseUrl { vendor: &'static str },
    #[error("{vendor}: the credentials contain characters that no header can carry")]
    Credentials { vendor: &'static str },
    #[error(
        "{vendor}: TLS cannot start, for lack of root certificates perhaps (package ca-certificates): {reason}"
    )]
    Tls { vendor: &'static str, reason: String },
}

/// Words or numbers of people, or a vendor's words about them: readable as `str`, never shown by `Debug`.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Private(String);

impl Private {
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl Deref for Private {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Private {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Private {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Private(…)")
    }
}

impl PartialEq<str> for Private {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Private {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}
