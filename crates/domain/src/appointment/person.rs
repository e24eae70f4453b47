//! A person, and everything of theirs that can still matter.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::ids::{EventId, PersonId, RequestId};
use crate::language::Language;
use crate::phone::PhoneNumber;
use crate::understanding::SaidFact;

use super::admission::Door;
use super::conflicts::OwnCalendar;
use super::history::MailWanted;
use super::request::Request;
use super::wish::Numbered;

/// A person and all of their requests that can still matter: the open ones and the last closed ones, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    pub person: Person,
    pub requests: Vec<Request>,
}

/// Somebody who writes to us. Addresses change; `id` is ours and stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub language: Language,
    /// IANA time zone.
    pub zone: String,
    /// ISO 3166-1 alpha-2, for phone numbers and emergencies.
    pub region: String,
    /// The name to give at a desk; asked for, never taken from a chat profile.
    pub name: Option<String>,
    pub callback: Option<PhoneNumber>,
    pub email: Option<String>,
    /// An address is asked for once.
    pub email_asked: bool,
    /// The first-contact notice was given.
    pub greeted: bool,
    /// Asked to be left alone; a new message of theirs ends it.
    pub stopped: bool,
    /// Opens the 24 hours in which free text may be sent.
    pub last_inbound_at: Option<Timestamp>,
    /// The language was asked for: it no longer follows what is written.
    #[serde(default)]
    pub language_chosen: bool,
    /// What providers may be told, remembered from earlier requests; one text a fact.
    #[serde(default)]
    pub facts: Vec<SaidFact>,
    /// Who was called before, the last one first.
    #[serde(default)]
    pub providers: Vec<KnownProvider>,
    /// A thought that may not be finished.
    #[serde(default)]
    pub burst: Option<Burst>,
    /// "Cancel" named none of these: which of them was asked.
    #[serde(default)]
    pub which_to_cancel: Vec<RequestId>,
    /// The open request of which the person spoke last by name.
    #[serde(default)]
    pub speaks_of: Option<RequestId>,
    /// Whether the appointment of this request shall be called off was asked last.
    #[serde(default)]
    pub call_off_asked: Option<RequestId>,
    /// They said that they cannot come to the appointment of this request, and were asked what to do.
    #[serde(default)]
    pub cannot_come: Option<RequestId>,
    /// Something earlier than the appointment of this request was found, and they were asked.
    #[serde(default)]
    pub earlier_asked: Option<RequestId>,
    /// They want no reminders.
    #[serde(default)]
    pub no_reminders: bool,
    /// Their own calendar, if they gave it.
    #[serde(default)]
    pub calendar: Option<OwnCalendar>,
    /// What the next mail address is wanted for.
    #[serde(default)]
    pub mail_wanted: Option<MailWanted>,
    /// How often mail to them failed for good: what went before may be asked for again.
    #[serde(default)]
    pub bounces: u32,
    /// Whether everything shall be deleted was asked last, in this question, and when.
    #[serde(default)]
    pub erasure_asked: Option<(RequestId, Timestamp)>,
    /// Everything is being deleted.
    #[serde(default)]
    pub erasing: bool,
    /// The number that they write from, where the chat tells it; as their address says, and kept nowhere else.
    #[serde(default, skip_serializing)]
    pub writes_from: Option<PhoneNumber>,
    /// An invitation's code let them in.
    #[serde(default)]
    pub admitted: bool,
    /// What came of knocking before that.
    #[serde(default)]
    pub door: Door,
}

/// "My dentist": whom the person has had called, as they named them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownProvider {
    pub service: String,
    pub name: Option<String>,
    /// Absent where the directory gave it: that may not be kept.
    pub number: Option<Numbered>,
    /// The directory's id.
    #[serde(default)]
    pub listing: Option<String>,
}

/// Messages that came within a moment, not read yet: one thought in several parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Burst {
    pub parts: Vec<String>,
    /// The message that brought the last part.
    pub last: EventId,
    /// When it counts as finished, if nothing more comes.
    pub until: Timestamp,
}

impl Person {
    /// Somebody of whom nothing is known but where they write from.
    #[must_use]
    pub fn new(id: PersonId, language: Language, zone: String, region: String) -> Self {
        Self {
            id,
            language,
            zone,
            region,
            name: None,
            callback: None,
            email: None,
            email_asked: false,
            greeted: false,
            stopped: false,
            last_inbound_at: None,
            language_chosen: false,
            facts: Vec::new(),
            providers: Vec::new(),
            burst: None,
            which_to_cancel: Vec::new(),
            speaks_of: None,
            call_off_asked: None,
            cannot_come: None,
            earlier_asked: None,
            no_reminders: false,
            calendar: None,
            mail_wanted: None,
            bounces: 0,
            erasure_asked: None,
            erasing: false,
            writes_from: None,
            admitted: false,
            door: Door::default(),
        }
    }

    /// The person's zone; UTC if the stored name is unknown to this machine.
    #[must_use]
    pub fn time_zone(&self) -> TimeZone {
        zone(&self.zone)
    }
}

/// A zone by its IANA name; UTC for an unknown one.
#[must_use]
pub fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

impl Desk {
    /// What the open requests are about, the oldest first.
    #[must_use]
    pub fn open_names(&self) -> Vec<String> {
        self.requests.iter().filter(|it| it.is_open()).map(Request::short_name).collect()
    }
}
