//! Whether words of the callee prove a booking: stricter than what makes a call's likely result.
//!
//! In doubt they don't: somebody who was booked and isn't told so asks again, somebody told of a booking that
//! doesn't exist stands before a closed door.

use jiff::civil::DateTime;

use super::call::same_time;
use super::desk::{Line, Move, Spoken};
use crate::when::{Phrase, Reference, Times};

/// Words besides the slot that an echo of it may have: "Thursday at five it is".
const ECHO_MAX: usize = 2;

/// Whether these words of the callee confirm that very slot; `ours` is what we had just said.
///
/// They do when they state its day or its hour, or agree right after we stated it, and nothing in them says another
/// day or hour. A question, an offer, a promise, a guess, "one moment" and "is booked" of somebody unknown confirm
/// nothing.
#[must_use]
pub fn supports(line: &str, ours: &str, slot: DateTime, reference: Reference) -> bool {
    let spoken = Spoken::new(line, reference);
    let does = spoken.line();
    let asks = spoken.is_question_about_slot() || (spoken.ends_asking() && does != Line::Booked);
    if asks || spoken.is_unsure() {
        return false;
    }
    let before = Spoken::new(ours, reference);
    let stated = states(&spoken.phrases, slot);
    let agreed = || states(&before.phrases, slot) == Stated::Slot && !before.has(Move::Refuses);
    // "Do you have Thursday at five?" "Yes": there is room, and no more.
    let asked_only = before.has(Move::AsksAvailability) && !before.has(Move::Books);
    match (does, stated) {
        (_, Stated::Other) => false,
        (Line::Booked, Stated::Slot) => true,
        (Line::Booked, Stated::Nothing) => agreed(),
        (Line::Agrees, Stated::Slot) => !(asked_only && before.said.question),
        (Line::Agrees, Stated::Nothing) => agreed() && !asked_only,
        (Line::Other | Line::Goodbye, Stated::Slot) => {
            agreed() && !asked_only && spoken.words_besides_phrases() <= ECHO_MAX
        }
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
