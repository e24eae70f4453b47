//! Whether the callee's own words prove a booking (I7).
//!
//! A model's summary proves nothing. What counts is a line that the other side spoke and that confirms the very slot
//! which was claimed.

use jiff::{civil::DateTime, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::understanding::call::supports;
use crate::when::Reference;

use super::event::{Speaker, Transcript};
use super::request::Slot;

/// Words of the callee, with their place in the transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Index of the turn, from 0.
    pub turn: usize,
    pub text: String,
}

/// The last line of the callee that confirms `slot`; `at` is the local time of the call.
#[must_use]
pub fn quote_for(
    slot: Slot,
    transcript: &Transcript,
    language: Language,
    zone: &TimeZone,
    at: DateTime,
) -> Option<Quote> {
    let slot = slot.0.to_zoned(zone.clone()).datetime();
    let reference = Reference { now: at, language, month_first: false };
    transcript.turns.iter().enumerate().rev().find_map(|(turn, line)| {
        let before = turn.checked_sub(1).and_then(|i| transcript.turns.get(i));
        let ours = before
            .filter(|line| line.speaker == Speaker::Agent)
            .map_or("", |line| line.text.as_str());
        let confirms =
            line.speaker == Speaker::Callee && supports(&line.text, ours, slot, reference);
        confirms.then(|| Quote { turn, text: line.text.clone() })
    })
}
