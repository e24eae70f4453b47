//! What the voice agent may know, say and accept in one call.

use serde::{Deserialize, Serialize};

use crate::phone::PhoneNumber;
use crate::understanding::SaidFact;
use crate::when::Window;

use super::request::Slot;

/// Everything the agent holds in a call; what is not in here it can't give away (I16).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Who calls, for whom and why: spoken first, word for word.
    pub first_sentence: String,
    pub service: String,
    pub provider: Option<String>,
    /// The name to give.
    pub name: String,
    pub for_whom: Option<String>,
    pub reason: Option<String>,
    pub callback: Option<PhoneNumber>,
    /// What else may be told if they ask; shown to the person on the card.
    #[serde(default)]
    pub facts: Vec<SaidFact>,
    /// The highest price, in the person's words; code holds to it.
    #[serde(default)]
    pub price_max: Option<String>,
    /// In order of preference.
    pub windows: Vec<Window>,
    /// The appointment that is to be exchanged for another.
    #[serde(default)]
    pub appointment: Option<Slot>,
    /// An offer of an earlier call that the person has chosen: ask for this one.
    pub chosen: Option<Slot>,
}
