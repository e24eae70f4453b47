//! Reading a call: whether something was booked, which slot, and which words prove it.
//!
//! A talk moves one slot across a table: either side puts a day or an hour on it, the desk takes it off or books it.
//! What counts as proof is stricter than what counts as a result: see [`supports`].

use jiff::civil::{Date, DateTime, Time, Weekday};

pub use super::desk::{Line, line};
use super::desk::{Move, Spoken};
use super::names;
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

/// Reads a whole talk.
#[must_use]
pub fn read_call(lines: &[Utterance<'_>], reference: Reference) -> CallReading {
    let mut table = Slot::default();
    let mut reading = CallReading::default();
    for utterance in lines {
        let spoken = Spoken::new(utterance.text, reference);
        if utterance.speaker == Speaker::Us {
            if !reading.booked || spoken.wants_change() {
                table.put(spoken.wishes());
                table.name(names::wished(&spoken.said, reference.language));
            }
            continue;
        }
        match spoken.line() {
            Line::Booked => {
                table.put(spoken.phrases.iter());
                table.name(names::told(&spoken.said, reference.language));
                reading = CallReading { booked: true, slot: table.clone(), offered: None };
            }
            Line::Unavailable if !reading.booked || spoken.has(Move::NotBooked) => {
                reading = CallReading { booked: false, slot: table.clone(), offered: None };
            }
            Line::UnavailableOffer if !reading.booked || spoken.has(Move::NotBooked) => {
                table.put(spoken.offered());
                table.name(names::told(&spoken.said, reference.language));
                reading = CallReading {
                    booked: false,
                    slot: table.clone(),
                    offered: Some(table.clone()),
                };
            }
            Line::Unavailable | Line::UnavailableOffer => {}
            _ if reading.booked => {}
            _ => {
                table.put(spoken.phrases.iter().filter(|phrase| !phrase.negated));
                table.name(names::told(&spoken.said, reference.language));
            }
        }
    }
    if !reading.booked {
        reading.slot = table;
    }
    reading
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

    fn name(&mut self, provider: Option<&str>) {
        if let Some(provider) = provider {
            self.provider = Some(provider.to_owned());
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

fn twelve(time: Time) -> (i8, i8) {
    (time.hour() % 12, time.minute())
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
    /// What we wish for in this line, without what we only tell of ("I have an interview on Monday at 6").
    fn wishes(&self) -> Vec<&Phrase> {
        self.phrases.iter().filter(|phrase| !phrase.negated && !self.tells_of(phrase)).collect()
    }

    fn tells_of(&self, phrase: &Phrase) -> bool {
        let before = &self.said.text[..phrase.span.start];
        let start = before.rfind(['.', '!', '?', ';']).map_or(0, |at| at + 1);
        let rest = &self.said.text[phrase.span.end..];
        let end = phrase.span.end + rest.find(['.', '!', '?', ';']).unwrap_or(rest.len());
        self.tells(&self.said.text[start..phrase.span.start], &self.said.text[start..end])
    }

    fn wants_change(&self) -> bool {
        self.has(Move::WantsChange)
    }
}

/// Whether these words of the callee confirm that very slot; `ours` is what we had just said.
///
/// They do when they state its day or its hour, or agree right after we stated it, and nothing in them says another
/// day or hour. A question, an offer, a promise and "one moment" confirm nothing.
#[must_use]
pub fn supports(line: &str, ours: &str, slot: DateTime, reference: Reference) -> bool {
    let spoken = Spoken::new(line, reference);
    if spoken.ends_as_question() || spoken.is_question_about_slot() {
        return false;
    }
    let does = spoken.line();
    let stated = states(&spoken.phrases, slot);
    match does {
        Line::Booked | Line::Agrees => match stated {
            Stated::Slot => true,
            Stated::Other => false,
            Stated::Nothing => {
                let before = Spoken::new(ours, reference);
                let asked_only = before.has(Move::AsksAvailability) && does == Line::Agrees;
                states(&before.phrases, slot) == Stated::Slot && !asked_only
            }
        },
        Line::Other | Line::Goodbye => stated == Stated::Slot,
        _ => false,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stated {
    Slot,
    /// Another day, or another hour and not this one.
    Other,
    Nothing,
}

fn states(phrases: &[Phrase], slot: DateTime) -> Stated {
    let mut stated = Stated::Nothing;
    let mut other_hour = false;
    for Phrase { reading, negated, .. } in phrases {
        let date = reading.dates.map(|dates| {
            let from = dates.from.is_none_or(|from| from <= slot.date());
            from && dates.to.is_none_or(|to| slot.date() <= to)
        });
        let time = match reading.times {
            Some(Times::At(time)) => Some(same_time(time, slot.time(), reading.either_half)),
            _ => None,
        };
        match (date, time) {
            (Some(false), _) => return Stated::Other,
            (_, Some(false)) => other_hour = true,
            (Some(true), _) | (_, Some(true)) if *negated => return Stated::Other,
            (Some(true), _) | (_, Some(true)) => stated = Stated::Slot,
            (None, None) => {}
        }
    }
    let hour_said = phrases.iter().any(|phrase| match phrase.reading.times {
        Some(Times::At(time)) => same_time(time, slot.time(), phrase.reading.either_half),
        _ => false,
    });
    // "at five, please come at a quarter to": another hour beside this one is no other slot.
    if other_hour && !hour_said { Stated::Other } else { stated }
}

fn same_time(said: Time, slot: Time, either_half: bool) -> bool {
    if either_half {
        twelve(said) == twelve(slot)
    } else {
        (said.hour(), said.minute()) == (slot.hour(), slot.minute())
    }
}
