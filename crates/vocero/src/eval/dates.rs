//! Dates and times as the cases write them.

use domain::when::{Dates, Reading, Times};
use jiff::civil::Time;
use serde_json::{Value, json};

use super::Answer;
use super::case::fill;

/// `date`, `time` and `asap`.
pub(super) fn in_full(reading: &Reading) -> Answer {
    let mut answer = Answer::new();
    let date = reading.dates.map(|Dates { from, to }| match day(reading) {
        Some(on) => json!({"on": on}),
        None => json!({"from": from, "to": to}),
    });
    fill(&mut answer, "date", date);
    let time = reading.times.map(|times| match times {
        Times::At(time) => json!({"at": clock(time)}),
        Times::Between { from, to } => json!({"from": from.map(clock), "to": to.map(clock)}),
        Times::Part(part) => json!({"part": part.whole()}),
    });
    fill(&mut answer, "time", time);
    fill(&mut answer, "asap", reading.asap.then_some(true));
    answer
}

/// The one day that is meant: `YYYY-MM-DD`.
pub(super) fn day(reading: &Reading) -> Option<String> {
    let Dates { from, to } = reading.dates?;
    from.filter(|from| Some(*from) == to).map(|on| on.to_string())
}

/// The very time that is meant: `HH:MM`.
pub(super) fn time(reading: &Reading) -> Option<String> {
    match reading.times? {
        Times::At(time) => Some(clock(time)),
        Times::Between { .. } | Times::Part(_) => None,
    }
}

/// The time, or the part of the day.
pub(super) fn time_or_part(reading: &Reading) -> Option<Value> {
    match reading.times? {
        Times::At(time) => Some(json!(clock(time))),
        Times::Part(part) => Some(json!(part.whole())),
        Times::Between { .. } => None,
    }
}

pub(super) fn clock(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}
