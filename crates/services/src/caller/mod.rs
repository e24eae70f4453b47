//! Phoning: the dial protocol, the answer fence, the agent's tools and what comes back of a call.
//!
//! There is no key that makes placing a call idempotent. So the *conversation* is exclusive by a gate of ours (the
//! fence: the carrier fetches what to do from us when somebody answers), and the *ring* is as exclusive as it can be
//! had: an intent is stored before the one request, and a request without an answer is looked up, never repeated
//! blindly (I3).

mod answer;
mod brake;
mod dial;
mod inbound;
mod progress;
mod tools;
pub(crate) mod transcript;

use std::sync::Arc;

use data::{Attempt, CallRow, TokenHash, Told};
use domain::appointment::{Call, CallEvent, Event, EventKind};
use domain::ids::{AttemptId, CallId, EventId};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use vendors::elevenlabs::ElevenLabs;
use vendors::twilio::Twilio;

use crate::settings::Settings;
use crate::{Error, Ground, Orchestrator};

pub use answer::Answer;
pub(crate) use dial::stage;
pub use inbound::Greeting;
pub use progress::Progress;
pub(crate) use progress::carrier_status;
pub use transcript::{is_over, transcript};
pub use vendors::twilio::{AnsweredBy, CallStatus};

#[derive(Clone)]
pub struct Caller {
    ground: Ground,
    orchestrator: Orchestrator,
    twilio: Arc<Twilio>,
    elevenlabs: Arc<ElevenLabs>,
}

impl Caller {
    pub(crate) fn new(ground: Ground, twilio: Arc<Twilio>, elevenlabs: Arc<ElevenLabs>) -> Self {
        Self { orchestrator: Orchestrator::new(ground.clone()), ground, twilio, elevenlabs }
    }

    /// What happened in a call, under a name that it has once in each.
    fn event(&self, call: &Call, name: &str, event: CallEvent) -> (String, Event) {
        let kind = EventKind::Call { request: call.request, call: call.id, event };
        let id = EventId::derived(call.id.0, name);
        (format!("call:{}:{name}", call.id), Event { id, at: self.ground.clock.now(), kind })
    }

    /// The same, to be stored with the change that it tells of.
    fn told(&self, call: &Call, name: &str, event: CallEvent) -> Told {
        let (source_key, event) = self.event(call, name, event);
        Told { source_key, person: call.person, event, command: None }
    }

    async fn row_of(&self, attempt: AttemptId) -> Result<Option<(CallRow, Attempt)>, data::Error> {
        let Some(attempt) = self.ground.data.attempt(attempt).await? else { return Ok(None) };
        Ok(self.ground.data.call(attempt.call).await?.map(|row| (row, attempt)))
    }

    async fn record(&self, call: &Call, name: &str, event: CallEvent) -> Result<(), Error> {
        let (source_key, event) = self.event(call, name, event);
        self.orchestrator.record(&source_key, call.person, &event).await.map(drop)
    }
}

/// The secret that the agent's tools carry in one call: 256 bits, hexadecimal. Derived, so that nobody has to keep it.
pub(crate) fn call_token(settings: &Settings, call: CallId) -> String {
    let key = settings.call_secret.expose_secret().as_bytes();
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(b"call token of ");
    mac.update(call.0.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// What is stored of a token.
pub(crate) fn token_hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

pub(crate) fn call_token_hash(settings: &Settings, call: CallId) -> TokenHash {
    token_hash(&call_token(settings, call))
}
