//! Whether the callee's own words prove a booking (I7).
//!
//! A model's summary proves nothing. What counts is a line that the other side spoke and that confirms the very slot
//! which was claimed.

use jiff::{civil::DateTime, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::understanding::call::{self, Utterance};
use crate::when::Reference;

use super::event::{Speaker, Transcript, Turn};
use super::request::Slot;

/// Words of the callee, with their place in the transcript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Index of the turn, from 0.
    pub turn: usize,
    pub text: String,
}

/// The last line of the callee that confirms `slot`, unless a later one takes it back; `at` is the local time of the call.
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
    let talk: Vec<Utterance<'_>> = transcript.turns.iter().map(utterance).collect();
    let turn = call::proof(&talk, slot, reference)?;
    Some(Quote { turn, text: transcript.turns[turn].text.clone() })
}

/// Whether that line would confirm `slot` as well: then it says nothing about another.
pub(super) fn supports(
    turn: usize,
    slot: Slot,
    transcript: &Transcript,
    language: Language,
    zone: &TimeZone,
    at: DateTime,
) -> bool {
    let slot = slot.0.to_zoned(zone.clone()).datetime();
    let reference = Reference { now: at, language, month_first: false };
    let talk: Vec<Utterance<'_>> = transcript.turns.iter().map(utterance).collect();
    talk.get(turn).is_some_and(|line| call::supports(line.text, &talk[..turn], slot, reference))
}

pub(super) fn utterance(turn: &Turn) -> Utterance<'_> {
    let speaker = match turn.speaker {
        Speaker::Agent => call::Speaker::Us,
        Speaker::Callee => call::Speaker::Callee,
    };
    Utterance { speaker, text: &turn.text }
}
