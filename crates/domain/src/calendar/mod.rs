//! When somebody has something else to do: their private calendar, read as spans of real time.
//!
//! The address of such a calendar is a secret: whoever has it reads the calendar. It is never shown, and no message
//! that holds it reaches a model.

mod address;
mod read;
#[cfg(test)]
mod tests;

pub use address::{Secret, said_in, without_addresses};
pub use read::{NotACalendar, read};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A span in which somebody is busy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Busy {
    pub from: Timestamp,
    /// Not part of it.
    pub to: Timestamp,
    /// What it is, where that is needed for a question.
    pub title: Option<String>,
}

impl Busy {
    /// Whether an appointment that begins then gets into its way.
    #[must_use]
    pub fn collides(&self, begins: Timestamp) -> bool {
        let ends = begins.saturating_add(LASTS).unwrap_or(Timestamp::MAX);
        self.from < ends && begins < self.to
    }
}

/// So long an appointment is taken to last.
const LASTS: SignedDuration = SignedDuration::from_hours(1);
