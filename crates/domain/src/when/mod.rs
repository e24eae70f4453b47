//! Dates and times as people say them: a phrase becomes a [`Reading`], readings become [`Window`]s in a time zone.
//!
//! A model copies the phrase, this module computes. It never looks at a clock: the moment of speaking is given.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use crate::language::Language;

mod calendar;
mod clock;
mod dates;
mod day;
mod names;
mod periods;
mod phrase;
pub(crate) mod sense;
mod spans;
pub(crate) mod text;
mod weekdays;
mod window;
mod words;
mod written;

#[cfg(test)]
mod tests;

/// Whether a text speaks of yesterday, in any of our languages.
#[must_use]
pub fn speaks_of_yesterday(text: &str) -> bool {
    const YESTERDAY: [&str; 7] =
        ["yesterday", "ayer", "anteayer", "antier", "anoche", "ontem", "anteontem"];
    folded(text).split(' ').any(|word| YESTERDAY.contains(&word))
}

pub use phrase::{Phrase, phrases};
pub use text::folded;

/// What the words are relative to.
#[derive(Debug, Clone, Copy)]
pub struct Reference {
    /// The moment of speaking, on the speaker's wall clock.
    pub now: DateTime,
    pub language: Language,
    /// `3/4` is the 4th of March (United States) and not the 3rd of April.
    pub month_first: bool,
}

/// One thing that a phrase can mean. What it doesn't speak of is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    pub dates: Option<Dates>,
    pub times: Option<Times>,
    /// As soon as possible.
    pub asap: bool,
    /// The hours were said without saying in which half of the day ("at 7"): [`windows`] chooses.
    #[serde(default)]
    pub either_half: bool,
}

/// Days, both ends included; an open end is absent. One day has equal ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    pub from: Option<Date>,
    pub to: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Times {
    At(Time),
    /// An open end is absent.
    Between {
        from: Option<Time>,
        to: Option<Time>,
    },
    Part(PartOfDay),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartOfDay {
    EarlyMorning,
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

/// A span of time in which an appointment may begin: `from` included, `to` included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub from: Timestamp,
    pub to: Timestamp,
}

/// A local time that the clock change makes doubtful: it does not exist that night, or exists twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} does not exist, or exists twice, in that time zone")]
pub struct Doubtful(pub DateTime);

/// Reads a phrase or a whole message: the windows that it names, in the order of preference
/// ("Thursday after 5, or else any time Friday" gives two). Empty when it speaks of no date and no time; what is
/// ruled out ("not on Monday") is left out.
#[must_use]
pub fn read(text: &str, reference: Reference) -> Vec<Reading> {
    let (out, wished): (Vec<Phrase>, Vec<Phrase>) =
        phrases(text, reference).into_iter().partition(|phrase| phrase.negated);
    let mut readings: Vec<Reading> = wished.into_iter().map(|phrase| phrase.reading).collect();
    for Reading { dates, times, .. } in out.into_iter().map(|phrase| phrase.reading) {
        if let (Some(dates), None) = (dates, times) {
            readings = readings.into_iter().flat_map(|reading| reading.without(dates)).collect();
        }
    }
    readings
}

impl Reading {
    /// What is left of it when some of its days are ruled out: "next week, but not on Wednesday" is two spans.
    fn without(self, out: Dates) -> Vec<Self> {
        let Some(Dates { from, to }) = self.dates else { return vec![self] };
        let apart = out.to.zip(from).is_some_and(|(out, from)| out < from)
            || out.from.zip(to).is_some_and(|(out, to)| out > to);
        if apart {
            return vec![self];
        }
        let before = out
            .from
            .and_then(|first| first.yesterday().ok())
            .filter(|last| from.is_none_or(|from| from <= *last));
        let after = out
            .to
            .and_then(|last| last.tomorrow().ok())
            .filter(|first| to.is_none_or(|to| *first <= to));
        let left = [
            before.map(|last| Dates { from, to: Some(last) }),
            after.map(|first| Dates { from: Some(first), to }),
        ];
        left.into_iter().flatten().map(|dates| Self { dates: Some(dates), ..self }).collect()
    }
}

/// The first and the last minute of a part of the day, as [`windows`] takes it.
#[must_use]
pub fn hours_of(part: PartOfDay) -> (Time, Time) {
    window::hours_of(part)
}

/// Turns readings into spans of real time in `zone`, none of them before `now`; a reading that lies wholly in the
/// past gives no window.
///
/// # Errors
/// [`Doubtful`] when an end falls into a clock change: ask, never guess.
pub fn windows(
    readings: &[Reading],
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Vec<Window>, Doubtful> {
    window::windows(readings, zone, now)
}
