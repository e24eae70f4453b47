//! The providers at the other end of a call.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::world::World;

#[derive(Debug, Default)]
pub struct State {}

/// What happens when a number is rung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reaction {
    Answers {
        /// Seconds of ringing.
        after_s: u32,
        answered_by: AnsweredBy,
    },
    Busy,
    NoAnswer,
    Fails {
        /// The SIP response, such as 404 or 503.
        sip: u16,
    },
}

/// Who picks up, as machine detection would find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnsweredBy {
    Human,
    /// A recorded voice: voicemail or a menu.
    Machine,
    Fax,
    Unknown,
}

/// How the number `to` (E.164) reacts to being rung now.
#[must_use]
pub fn reaction(_world: &World, _to: &str) -> Reaction {
    Reaction::NoAnswer
}

/// Changes the cast by a JSON order, for the control route.
///
/// # Errors
/// What is wrong with the order.
pub fn control(_world: &World, _order: Value) -> Result<Value, String> {
    Err("there is no cast yet".into())
}
