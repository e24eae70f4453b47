//! What is asked for before a call can be made.

use serde::{Deserialize, Serialize};

use crate::appointment::wish::Detail;
use crate::understanding::Fact;

/// What must be asked for, and why an earlier answer didn't do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Missing {
    pub details: Vec<Detail>,
    /// What the provider is going to ask.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// The number that was given is not valid.
    pub number_invalid: bool,
    /// The number that was given is of a kind that is never called.
    pub number_refused: bool,
    /// The number is in a country where calls are not allowed.
    pub country_refused: bool,
    /// The time that was wished for is over.
    pub when_past: bool,
    /// The time falls into a clock change.
    pub when_doubtful: bool,
    /// Why no call can be made when the person wants it.
    #[serde(default)]
    pub call_at: Option<CallAtProblem>,
    /// Why nobody was found to call, and that a place is enough to look.
    #[serde(default)]
    pub search: Option<SearchProblem>,
}

impl Missing {
    /// A number was given that will not do.
    pub(in crate::appointment) fn number_is_wrong(&self) -> bool {
        self.number_invalid || self.number_refused || self.country_refused
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchProblem {
    /// Where to look is not known.
    WhereIsUnknown,
    NothingFound,
    /// The directory doesn't answer.
    Down,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallAtProblem {
    Past,
    /// It falls into a clock change.
    Doubtful,
    /// The times wished for would be over.
    TooLate,
}
