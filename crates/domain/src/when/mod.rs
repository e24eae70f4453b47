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

mod beside;
mod calendar;
mod clock;
mod dates;
mod day;
mod hours;
mod names;
mod periods;
mod phrase;
mod pieces;
mod ruled_out;
pub(crate) mod sense;
mod spans;
pub(crate) mod text;
mod weekdays;
mod window;
mod wish;
mod words;
mod written;

#[cfg(test)]
mod tests;

pub use beside::{adds, any_time, comes_beside, counts_on, frees_hours, same_time};
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
    LateMorning,
    Midday,
    Afternoon,
    LateAfternoon,
    Evening,
    Night,
    Daytime,
}

impl PartOfDay {
    /// The part that this one is a part of.
    #[must_use]
    pub fn whole(self) -> Self {
        match self {
            Self::LateMorning => Self::Morning,
            Self::LateAfternoon => Self::Afternoon,
            whole => whole,
        }
    }
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
/// ("Thursday after 5, or else any time Friday" gives two), less what it rules out ("not on Monday"). Empty when it
/// speaks of no date and no time.
#[must_use]
pub fn read(text: &str, reference: Reference) -> Vec<Reading> {
    let (out, wished): (Vec<Phrase>, Vec<Phrase>) =
        phrases(text, reference).into_iter().partition(|phrase| phrase.negated);
    let mut readings: Vec<Reading> = wished.into_iter().map(|phrase| phrase.reading).collect();
    let today = reference.now.date();
    if readings.is_empty() && !out.is_empty() && any_day(text, reference.language) {
        readings.push(Reading { dates: Some(ruled_out::soon(today)), ..Reading::default() });
    }
    ruled_out::less(readings, &out, today)
}

/// What is left of some readings when other phrases rule out days or hours.
#[must_use]
pub fn less(readings: Vec<Reading>, ruled_out: &[String], reference: Reference) -> Vec<Reading> {
    let out: Vec<Phrase> = ruled_out.iter().flat_map(|said| phrases(said, reference)).collect();
    ruled_out::less(readings, &out, reference.now.date())
}

/// "any day": a wish only where some days are ruled out.
fn any_day(text: &str, language: Language) -> bool {
    let text = sense::Text::new(text, language);
    (0..text.len()).any(|at| text.is(at, sense::Sense::AnyDay).is_some())
}

/// Whether a text speaks of yesterday, in any of our languages.
#[must_use]
pub fn speaks_of_yesterday(text: &str) -> bool {
    Language::ALL.into_iter().any(|language| {
        let text = sense::Text::new(text, language);
        (0..text.len()).any(|at| text.is(at, sense::Sense::Yesterday).is_some())
    })
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
