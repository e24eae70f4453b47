//! A provider rings our voice number: the call rings until the product says what to do with it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::instructions::ask_for_instructions;
use super::{Call, Direction, Event, Instructions, StatusCallback};
use crate::timeline::Kind;
use crate::twilio::form::is_e164;
use crate::twilio::webhook::Address;
use crate::world::World;

/// What stands in `From` when a number is withheld: a word, or the keys that spell it.
const WITHHELD: [&str; 6] =
    ["anonymous", "+266696687", "restricted", "+7378742833", "unavailable", "unknown"];

/// Who rings us, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ring {
    /// E.164.
    pub number: String,
    /// What we see of the number if not the number itself: `anonymous`, `+266696687` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_as: Option<String>,
    /// What the caller presses when a `Gather` asks for keys.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub keys: String,
}

impl From<&str> for Ring {
    fn from(number: &str) -> Self {
        Self { number: number.to_owned(), shown_as: None, keys: String::new() }
    }
}

impl Ring {
    fn check(&self) -> Result<(), String> {
        if !is_e164(&self.number) {
            return Err(format!("{} is no E.164 number", self.number));
        }
        if let Some(shown) = self.shown_as.as_deref().filter(|shown| !WITHHELD.contains(shown)) {
            return Err(format!("{shown} is none of {}", WITHHELD.join(", ")));
        }
        match self.keys.chars().find(|key| !matches!(key, '0'..='9' | '*' | '#')) {
            Some(key) => Err(format!("there is no key {key}")),
            None => Ok(()),
        }
    }
}

/// Lets a provider ring our voice number; returns the SID of the call.
///
/// # Errors
/// What is wrong with the order; then nobody rings.
pub fn provider_calls(world: &World, ring: Ring) -> Result<String, String> {
    ring.check()?;
    let now = world.now();
    let mut state = world.lock();
    let sid = world.id(&mut state, "CA");
    let (url, fallback, status) = match &state.connection {
        Some(product) => (
            product.inbound_call_url.clone(),
            product.inbound_call_fallback_url.clone(),
            product.inbound_call_status_url.clone(),
        ),
        None => (String::new(), None, None),
    };
    let instructions =
        Instructions::Fetch { address: Address::post(url), fallback: fallback.map(Address::post) };
    let from = ring.shown_as.unwrap_or_else(|| ring.number.clone());
    let ends = [from, world.options.credentials.twilio_voice_from.clone()];
    // Of a call to a number, only its end is told.
    let status_callback = status.map(|url| StatusCallback {
        address: Address::post(url),
        events: BTreeSet::from([Event::Completed]),
    });
    let call = Call {
        provider: ring.number.clone(),
        keys: ring.keys,
        status_callback,
        ..Call::new(sid.clone(), Direction::Inbound, ends, instructions, now)
    };
    state.twilio.calls.add(call);
    state.timeline.note(now, Kind::Ringing, &sid, ring.number, "a provider rings our number");
    ask_for_instructions(world, &mut state, now, &sid, &[]);
    Ok(sid)
}
