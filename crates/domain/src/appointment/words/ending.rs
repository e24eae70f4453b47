//! How a request ended: the view that chat and mail have in common.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{About, AskedView};
use crate::appointment::errand::Errand;
use crate::appointment::event::Transcript;
use crate::appointment::request::{Appointment, CallBefore};
use crate::appointment::stage::{ClosedBecause, Confirmation};
use crate::appointment::wish::NumberSource;
use crate::language::Language;
use crate::understanding::Fact;

/// How a request ended, with all that the person needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalView {
    pub about: About,
    pub because: ClosedBecause,
    /// The number to call oneself.
    pub number: Option<String>,
    pub at: Option<Timestamp>,
    /// The provider's zone.
    pub zone: String,
    /// The person's zone; the time is told in both when they differ.
    pub person_zone: String,
    pub name: Option<String>,
    pub quote: Option<String>,
    /// The language of the quote.
    #[serde(default)]
    pub quote_language: Option<Language>,
    /// The quote itself names day or time, rather than agreeing to what was read back.
    #[serde(default)]
    pub quote_names_time: bool,
    /// Why this slot, of several that were offered.
    #[serde(default)]
    pub chosen_because: Option<ChosenBecause>,
    /// Where the number came from, if it was the wrong one.
    #[serde(default)]
    pub number_source: Option<NumberSource>,
    /// No person confirmed it, an automated system did.
    #[serde(default)]
    pub by_machine: bool,
    /// When a person there is asked whether it is in their book.
    #[serde(default)]
    pub check_at: Option<Timestamp>,
    pub details: Confirmation,
    /// It was booked before the person's "stop" arrived.
    pub despite_stop: bool,
    /// The person has not given a mail address yet, and is asked with this message.
    pub ask_email: bool,
    /// Mail with transcript and calendar entry goes to this address.
    pub mailed_to: Option<String>,
    /// What the agent noted of a call without a booking.
    pub note: Option<String>,
    /// What it was for.
    pub errand: Errand,
    /// They want to be called before the appointment.
    #[serde(default)]
    pub call_before: Option<CallBefore>,
    /// A message was left on their voicemail.
    pub left_message: bool,
    /// What the provider was told about the person, by their calls' own words.
    pub told: Vec<Told>,
    /// Of several that were asked: what each said.
    #[serde(default)]
    pub asked: Vec<AskedView>,
    pub calls: u32,
}

/// Why one of several slots was taken without asking: what the person's own order of wishes says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenBecause {
    /// Of the offered ones no other was within the wished times and price.
    OnlyOneThatSuits,
    /// It lies in the window that is wished most; the others in later ones.
    FirstWish,
    /// The others lie later in the same window, or in later ones.
    Earliest,
}

/// Something about the person that was said in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    Name,
    ForWhom,
    Reason,
    Callback,
    Fact(Fact),
    /// An answer that the person gave during the call.
    Answer(String),
}

/// A mail. Its bytes are made when it is asked for, and never again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    pub view: FinalView,
    pub language: Language,
    pub provider_language: Language,
    pub transcript: Option<Transcript>,
    /// Of the calendar entry.
    pub appointment: Option<Appointment>,
}
