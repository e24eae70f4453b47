//! What is wanted.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::EventId;
use crate::phone::PhoneNumber;
use crate::understanding::{Fact, SaidFact};
use crate::when::{Reading, Window};

use super::candidate::{Candidate, Coordinates, Listing, Lookup};

/// What is wanted. Absent is not known yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Wish {
    pub service: Option<String>,
    pub provider: Option<String>,
    pub number: Option<Numbered>,
    pub place: Option<String>,
    /// The person's own words for the time, in order of preference.
    pub when_said: Vec<String>,
    /// The same, as dates and times.
    pub readings: Vec<Reading>,
    /// The same, as spans of real time.
    pub windows: Vec<Window>,
    /// When the person wants the call; absent is at once.
    #[serde(default)]
    pub call_at: Option<Timestamp>,
    /// The name to give, when it differs from the person's own.
    pub name: Option<String>,
    pub for_whom: Option<String>,
    pub reason: Option<String>,
    /// What this provider may be told.
    #[serde(default)]
    pub facts: Vec<SaidFact>,
    /// The most that it may cost, in the person's words; [`crate::understanding::price`] reads it.
    #[serde(default)]
    pub price_max: Option<String>,
    /// The person wants to be asked before anything is agreed to.
    #[serde(default)]
    pub ask_first: bool,
    /// Facts that were asked for; nobody is asked twice.
    #[serde(default)]
    pub facts_asked: Vec<Fact>,
    /// Where the person is, or wants to go.
    #[serde(default)]
    pub near: Option<Coordinates>,
    /// What the directory says of the provider that is to be called.
    #[serde(default)]
    pub listing: Option<Listing>,
    /// Several providers of whom any may do; empty where it is about one.
    #[serde(default)]
    pub candidates: Vec<Candidate>,
    /// Of the candidates, whoever has it first is booked without asking again.
    #[serde(default)]
    pub earliest: bool,
    /// What was looked for last; the same is not looked for twice.
    #[serde(default)]
    pub looked_for: Option<Lookup>,
}

impl Wish {
    /// Of what the directory says, only its ids may be kept for long.
    pub(super) fn forget_listings(&mut self) {
        let candidates = self.candidates.iter_mut().map(|candidate| &mut candidate.listing);
        for listing in candidates.chain([&mut self.listing]).flatten() {
            let id = std::mem::take(&mut listing.id);
            *listing = Listing { id, ..Listing::default() };
        }
    }
}

/// The provider's number and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    pub number: PhoneNumber,
    /// The message in which its digits stand, or the directory's answer that brought it (I14).
    pub provenance: EventId,
    /// The same, for people; unknown of what was kept before it was noted.
    #[serde(default)]
    pub source: Option<NumberSource>,
    /// Where the clock of its owner hangs (IANA), as the directory says; the number itself gives a guess only.
    #[serde(default)]
    pub zone: Option<String>,
}

/// How a number came to us, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberSource {
    pub by: NumberGiven,
    pub at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberGiven {
    Message,
    ContactCard,
    Directory,
}

/// What can be asked for before a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    Service,
    Number,
    When,
    CallAt,
    Name,
}
