//! Whether words of the callee prove a booking: stricter than what makes a call's likely result.
//!
//! In doubt they don't: somebody who was booked and isn't told so asks again, somebody told of a booking that
//! doesn't exist stands before a closed door.

use jiff::civil::DateTime;

use super::call::{Speaker, Utterance, same_time};
use super::desk::{Line, Move, Spoken};
use super::language::language_of;
use crate::language::Language;
use crate::when::{Phrase, Reference, Times};

/// Words besides the slot that an echo of it may have: "Thursday at five it is".
const ECHO_MAX: usize = 2;

/// Lines that may lie between a slot and "you're booked": a name is asked for, a moment taken.
const TABLE_MAX: usize = 8;

/// The index of the last line of the callee that proves that very slot, unless a later one takes it back; `reference`
/// has the language in which the call began.
#[must_use]
pub fn proof(talk: &[Utterance<'_>], slot: DateTime, reference: Reference) -> Option<usize> {
    let lines = talk.iter().enumerate().rev();
    for (at, line) in lines.filter(|(_, line)| line.speaker == Speaker::Callee) {
        if supports(line.text, &talk[..at], slot, reference) {
            return Some(at);
        }
        if takes_back(line.text, &talk[..at], slot, reference) {
            return None;
        }
    }
    None
}

/// Each line in the language that its own words show; one that shows none is in that of the line before.
fn tongues(talk: &[Utterance<'_>], reference: Reference) -> Vec<Reference> {
    let spoken = talk.iter().scan(reference.language, |last, line| {
        *last = language_of(line.text).unwrap_or(*last);
        Some(Reference { language: *last, ..reference })
    });
    spoken.collect()
}

fn tongue(line: &str, tongues: &[Reference], start: Reference) -> Reference {
    let last = tongues.last().map_or(start.language, |tongue| tongue.language);
    Reference { language: language_of(line).unwrap_or(last), ..start }
}

/// Whether any of our languages leaves it open: people mix them.
fn is_left_open(spoken: &Spoken<'_>, reference: Reference) -> bool {
    let read = |language| Spoken::new(spoken.said.text, Reference { language, ..reference });
    spoken.is_unsure()
        || Language::ALL.into_iter().any(|language| spoken.is_left_open_by(&read(language)))
}

/// Whether these words of the callee confirm that very slot, said after `before`.
///
/// They do when they state its day or its hour, or book or agree right after it was stated, and nothing in them says
/// another day or hour. A question, an offer, a promise, a guess, "one moment" and "is booked" of somebody unknown
/// confirm nothing.
#[must_use]
pub fn supports(
    line: &str,
    before: &[Utterance<'_>],
    slot: DateTime,
    reference: Reference,
) -> bool {
    let tongues = tongues(before, reference);
    let spoken = Spoken::new(line, tongue(line, &tongues, reference));
    let does = spoken.line();
    let asks = spoken.is_question_about_slot() || (spoken.ends_asking() && does != Line::Booked);
    if asks || is_left_open(&spoken, reference) {
        return false;
    }
    let table = Table { before, slot, tongues: &tongues };
    match (does, states(&spoken.phrases, slot)) {
        (_, Stated::Other) => false,
        (Line::Booked, Stated::Slot) => true,
        (Line::Booked, Stated::Nothing) => table.holds(),
        (Line::Agrees, Stated::Slot) => !table.only_asked(),
        (Line::Agrees, Stated::Nothing) => table.was_just_stated() && !table.only_asked(),
        (Line::Other | Line::Goodbye, Stated::Slot) => {
            table.was_just_stated()
                && !table.only_asked()
                && spoken.words_besides_phrases() <= ECHO_MAX
        }
        _ => false,
    }
}

/// Whether a later line of the callee undoes what was proved: it refuses, or books something else.
fn takes_back(line: &str, before: &[Utterance<'_>], slot: DateTime, reference: Reference) -> bool {
    let spoken = Spoken::new(line, tongue(line, &tongues(before, reference), reference));
    let stated = states(&spoken.phrases, slot);
    match spoken.line() {
        Line::Unavailable | Line::UnavailableOffer => {
            stated != Stated::Nothing || spoken.has(Move::OfBooking)
        }
        Line::Booked => stated == Stated::Other,
        _ => spoken.has(Move::NotBooked) && spoken.has(Move::Doubts),
    }
}

/// What was said before a line.
struct Table<'a> {
    before: &'a [Utterance<'a>],
    slot: DateTime,
    /// Of each line before.
    tongues: &'a [Reference],
}

impl Table<'_> {
    fn spoken(&self, at: usize) -> Spoken<'_> {
        Spoken::new(self.before[at].text, self.tongues[at])
    }

    /// Our last line, which nothing of the callee but "one moment" has followed.
    fn ours(&self) -> Option<(usize, Spoken<'_>)> {
        for at in (0..self.before.len()).rev() {
            let spoken = self.spoken(at);
            match self.before[at].speaker {
                Speaker::Us => return Some((at, spoken)),
                Speaker::Callee if spoken.line() == Line::Holds => {}
                Speaker::Callee => return None,
            }
        }
        None
    }

    /// "Do you have Thursday at five?": the answer says that there is room, and no more.
    fn only_asked(&self) -> bool {
        self.ours().is_some_and(|(_, ours)| {
            ours.has(Move::AsksAvailability) && !ours.has(Move::Books) && !ours.has(Move::ReadsBack)
        })
    }

    /// We have just stated the slot, or agreed to it.
    fn was_just_stated(&self) -> bool {
        let Some((at, ours)) = self.ours() else { return false };
        if ours.has(Move::Refuses) {
            return false;
        }
        match states(&ours.phrases, self.slot) {
            Stated::Slot => true,
            Stated::Other => false,
            Stated::Nothing => {
                let agrees = ours.has(Move::Agrees) && !ours.said.question;
                let earlier = at.checked_sub(1).map(|at| self.spoken(at));
                agrees && earlier.is_some_and(|theirs| self.states_slot(&theirs))
            }
        }
    }

    fn states_slot(&self, spoken: &Spoken<'_>) -> bool {
        states(&spoken.phrases, self.slot) == Stated::Slot && !spoken.has(Move::Declines)
    }

    /// The last slot that anybody has stated is this one, and nobody has refused it since.
    fn holds(&self) -> bool {
        for at in (0..self.before.len()).rev().take(TABLE_MAX) {
            let spoken = self.spoken(at);
            let refused = match self.before[at].speaker {
                Speaker::Us => spoken.has(Move::Refuses),
                Speaker::Callee => spoken.has(Move::Declines),
            };
            if refused {
                // "Not at five, but I have six": what comes after the refusal is on the table.
                let instead: Vec<Phrase> = spoken.after_refusal().cloned().collect();
                return states(&instead, self.slot) == Stated::Slot;
            }
            match states(&spoken.phrases, self.slot) {
                Stated::Other => return false,
                Stated::Slot => return true,
                Stated::Nothing => {}
            }
        }
        false
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
        let date = reading.dates.and_then(|dates| {
            let holds = dates.from.is_none_or(|from| from <= slot.date())
                && dates.to.is_none_or(|to| slot.date() <= to);
            // "until Thursday", "next week": not another day, and not this one either.
            (!holds || dates.from == dates.to).then_some(holds)
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
