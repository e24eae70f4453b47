//! The card that is confirmed before anybody is called.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::About;
use crate::appointment::candidate::Candidate;
use crate::language::Language;
use crate::understanding::{Fact, SaidFact};
use crate::when::Window;

/// The card before a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardView {
    pub about: About,
    /// The number in full, as people write it: it is what the person confirms (I14).
    pub number: String,
    /// Of the directory.
    #[serde(default)]
    pub address: Option<String>,
    /// Instead of the number, where several are asked.
    #[serde(default)]
    pub candidates: Vec<CandidateView>,
    /// Of several, the best is taken without asking again.
    #[serde(default)]
    pub commits: bool,
    pub windows: Vec<Window>,
    /// The person's zone, in which the windows are told.
    pub zone: String,
    /// The name to give at the desk.
    pub name: String,
    pub for_whom: Option<String>,
    pub reason: Option<String>,
    pub callback: Option<String>,
    /// The most that it may cost, in the person's words.
    #[serde(default)]
    pub price_max: Option<String>,
    /// Nothing is agreed to before the person is asked.
    #[serde(default)]
    pub ask_first: bool,
    /// What the provider may be told if they ask.
    #[serde(default)]
    pub facts: Vec<SaidFact>,
    /// What they may ask and we don't know.
    #[serde(default)]
    pub may_ask: Vec<Fact>,
    /// What the calls will cost, more or less; absent where no price is known.
    #[serde(default)]
    pub cost: Option<Cost>,
    /// The language of the call.
    pub language: Language,
    /// When the call would be made, if not at once.
    pub call_at: Option<Timestamp>,
    /// When the person wants it.
    #[serde(default)]
    pub call_wished: Option<Timestamp>,
    /// The appointment that stands until another time is agreed on.
    #[serde(default)]
    pub moves: Option<Timestamp>,
    /// What fills all of the wished times, by the person's own calendar; empty texts where that is not known.
    #[serde(default)]
    pub taken_by: Vec<String>,
}

/// Money, for people to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// Hundredths of the currency's unit.
    pub cents: i64,
    /// Three letters.
    pub currency: String,
}

/// A provider that may be asked: name and number, which the person confirms (I14).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateView {
    pub name: Option<String>,
    pub number: String,
}

impl CandidateView {
    pub(in crate::appointment) fn of(candidate: &Candidate) -> Self {
        Self { name: candidate.name.clone(), number: candidate.number.number.for_people() }
    }
}
