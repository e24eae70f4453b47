//! Reading a call: whether something was booked, which slot, and which words prove it.
//!
//! A talk moves one slot across a table: either side puts a day or an hour on it, the desk takes it off or books it.
//! What counts as proof is stricter than what counts as a result: see [`supports`].

use jiff::civil::{Date, Time, Weekday};

pub use super::called_off::called_off;
pub use super::desk::{Line, line};
use super::desk::{Move, Spoken};
use super::names::{self, Named};
pub use super::support::{proof, supports};
use crate::language::Language;
use crate::when::{Phrase, Reading, Reference, Times};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    Callee,
    Us,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Utterance<'a> {
    pub speaker: Speaker,
    pub text: &'a str,
}

/// A slot as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slot {
    pub date: Option<Date>,
    pub time: Option<Time>,
    pub provider: Option<String>,
}

impl Slot {
    #[must_use]
    pub fn weekday(&self) -> Option<Weekday> {
        self.date.map(Date::weekday)
    }
}

/// What came of a call, by its words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallReading {
    pub booked: bool,
    /// What was agreed, or last spoken of where nothing was.
    pub slot: Slot,
    /// What the desk proposed instead, when it declined last.
    pub offered: Option<Slot>,
}

/// Bytes before an answer: "on", "maybe", "el".
const ANSWER_MAX: usize = 6;

/// Reads a whole talk.
#[must_use]
pub fn read_call(lines: &[Utterance<'_>], reference: Reference) -> CallReading {
    let mut table = Slot::default();
    let mut reading = CallReading::default();
    // Since something was booked we asked for something else.
    let mut reopened = false;
    let mut asked_before = Line::Other;
    let mut asked_end = false;
    let mut certainty = 0;
    for utterance in lines {
        let spoken = Spoken::new(utterance.text, reference);
        if utterance.speaker == Speaker::Us {
            reopened |= reading.booked && spoken.wants_change();
            // "I booked you at noon instead." "That doesn't work for me."
            if reading.booked && spoken.has(Move::Refuses) {
                let offered = Some(std::mem::take(&mut reading.slot));
                reading = CallReading { booked: false, slot: table.clone(), offered };
            }
            if !reading.booked || reopened {
                if !asked_end {
                    table.put(spoken.wishes(asked_before));
                }
                let named = names::provider(&spoken.said, reference.language);
                table.name(
                    named.as_ref().filter(|named| {
                        named.weight
                            >= match asked_before {
                                Line::AskName => names::SURE,
                                Line::AskProvider => 1,
                                _ => 2,
                            }
                    }),
                    &mut certainty,
                );
            }
            continue;
        }
        asked_before = spoken.line();
        asked_end = spoken.has(Move::AsksEnd) && !spoken.has(Move::AsksStart);
        match asked_before {
            Line::Booked => {
                table.put(spoken.phrases.iter());
                table.name(
                    names::provider(&spoken.said, reference.language).as_ref(),
                    &mut certainty,
                );
                reading = CallReading { booked: true, slot: table.clone(), offered: None };
                reopened = false;
            }
            Line::Unavailable | Line::UnavailableOffer
                if !reading.booked || reopened || spoken.has(Move::NotBooked) =>
            {
                let other = spoken.after_refusal().find(|phrase| !table.says(&phrase.reading));
                let offered = other.map(|phrase| {
                    table.put([phrase]);
                    table.name(
                        names::provider(&spoken.said, reference.language).as_ref(),
                        &mut certainty,
                    );
                    table.clone()
                });
                reading = CallReading { booked: false, slot: table.clone(), offered };
            }
            Line::Unavailable | Line::UnavailableOffer => {}
            _ if reading.booked && !reopened => {}
            _ => {
                table.put(spoken.phrases.iter().filter(|phrase| !phrase.negated));
                table.name(
                    names::provider(&spoken.said, reference.language).as_ref(),
                    &mut certainty,
                );
            }
        }
    }
    if !reading.booked {
        reading.slot = table;
    }
    reading
}

/// Whether the callee asked, in any of our languages, never to be called again: that binds for ever, so "not today",
/// "not before ten" and "no need to call again" are not enough.
#[must_use]
pub fn refuses_calls(turns: &[Utterance<'_>]) -> bool {
    let callee = turns.iter().filter(|turn| turn.speaker == Speaker::Callee);
    callee.into_iter().any(|turn| {
        // Which day it is doesn't matter: whether one is spoken of does.
        let now = Date::constant(2026, 1, 1).at(12, 0, 0, 0);
        Language::ALL.into_iter().any(|language| {
            let reference = Reference { now, language, month_first: false };
            Spoken::new(turn.text, reference).refuses_calls()
        })
    })
}

impl Slot {
    /// Takes over what some phrases say; what they don't speak of stays.
    fn put<'a>(&mut self, phrases: impl IntoIterator<Item = &'a Phrase>) {
        for phrase in phrases {
            if let Some(date) = phrase
                .reading
                .dates
                .and_then(|dates| dates.from.filter(|from| Some(*from) == dates.to))
            {
                self.date = Some(date);
            }
            if let Some(time) = time_of(&phrase.reading) {
                let same = self
                    .time
                    .filter(|own| phrase.reading.either_half && twelve(*own) == twelve(time));
                self.time =
                    Some(same.unwrap_or_else(|| plausible(time, phrase.reading.either_half)));
            }
        }
    }

    /// Whether a reading speaks of no other slot than this.
    fn says(&self, reading: &Reading) -> bool {
        let date = reading.dates.is_none_or(|dates| self.date.is_some() && dates.from == self.date);
        let time = time_of(reading).is_none_or(|time| {
            self.time.is_some_and(|own| same_time(time, own, reading.either_half))
        });
        date && time
    }

    /// Takes over a name, unless a surer one is known.
    fn name(&mut self, named: Option<&Named<'_>>, certainty: &mut i32) {
        let Some(Named { name, weight, words }) = named else { return };
        // "I have booked it for John": hardly the doctor's name.
        let lone_beside_sure =
            words.len() == 1 && *weight < names::SURE && *certainty >= names::SURE;
        if *weight >= *certainty || *weight >= names::LIKELY && !lone_beside_sure {
            self.provider = Some((*name).to_owned());
            *certainty = *weight;
        }
    }
}

fn time_of(reading: &Reading) -> Option<Time> {
    match reading.times? {
        Times::At(time) => Some(time),
        Times::Between { from, to } => from.or(to),
        Times::Part(_) => None,
    }
}

pub(super) fn twelve(time: Time) -> (i8, i8) {
    (time.hour() % 12, time.minute())
}

pub(super) fn same_time(said: Time, slot: Time, either_half: bool) -> bool {
    if either_half {
        twelve(said) == twelve(slot)
    } else {
        (said.hour(), said.minute()) == (slot.hour(), slot.minute())
    }
}

/// The half of the day in which a business is likely to be open.
fn plausible(time: Time, either_half: bool) -> Time {
    if either_half && time.hour() < 8 {
        time.with().hour(time.hour() + 12).build().unwrap_or(time)
    } else {
        time
    }
}

impl Spoken<'_> {
    /// What we wish for in this line, the first choice last; without what we only tell of ("I have an interview on
    /// Monday at 6") and without the number of people.
    fn wishes(&self, asked: Line) -> Vec<&Phrase> {
        let number = self.said.words.len() == 1
            && matches!(asked, Line::AskPartySize | Line::AskName | Line::AskReason);
        if number {
            return Vec::new();
        }
        // Asked for the day, we begin with it, whatever else we tell.
        let asked_when = matches!(asked, Line::AskDate | Line::AskTime | Line::AskDateTime);
        let answers = |phrase: &Phrase| asked_when && phrase.span.start <= ANSWER_MAX;
        let mut wishes: Vec<&Phrase> = self
            .phrases
            .iter()
            .filter(|phrase| !phrase.negated)
            .filter(|phrase| answers(phrase) || !self.only_tells_of(phrase))
            .collect();
        if self.has(Move::Either) {
            wishes.reverse();
        }
        wishes
    }

    fn wants_change(&self) -> bool {
        self.has(Move::WantsChange)
    }
}
