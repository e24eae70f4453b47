//! What a provider wants to know beyond who, what and when.

use serde::{Deserialize, Serialize};

/// A fact about the person or their errand that providers of some services ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Insurer, plan or member number; "none" is an answer too.
    Insurance,
    /// Whether the person has been there before.
    FirstVisit,
    /// Make, model or number plate.
    Vehicle,
    /// How many people come.
    PartySize,
    /// Kind, breed or name of the animal.
    Animal,
    /// Where somebody is to come to.
    Address,
}

/// A fact as the person put it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidFact {
    pub fact: Fact,
    pub text: String,
}
