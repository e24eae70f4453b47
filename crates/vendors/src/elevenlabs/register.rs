//! Registering a call: ElevenLabs gives the TwiML that connects Twilio's call to the agent.

use domain::phone::PhoneNumber;
use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};

use super::{ElevenLabs, twiml, unreadable};
use crate::error::Error;
use crate::http::Effect;

#[derive(Clone)]
pub struct Registration<'a> {
    pub agent_id: &'a str,
    pub from: &'a PhoneNumber,
    pub to: &'a PhoneNumber,
    pub direction: CallDirection,
    /// `conversation_initiation_client_data`: `user_id`, `dynamic_variables`, `conversation_config_override`.
    /// A variable that the agent uses and that is missing keeps the conversation from starting.
    pub client_data: &'a Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallDirection {
    /// We phoned.
    Outbound,
    /// We were phoned.
    Inbound,
}

/// To be given to Twilio as it is. `Debug` hides it: whoever has it can take the call.
#[derive(Clone, PartialEq, Eq)]
pub struct Registered {
    pub twiml: String,
    /// `conv_…`; not documented, so it may be missing.
    pub conversation_id: Option<String>,
}

impl std::fmt::Debug for Registered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registered")
            .field("conversation_id", &self.conversation_id)
            .finish_non_exhaustive()
    }
}

impl ElevenLabs {
    /// Registers a call and places none: a second registration is harmless.
    ///
    /// # Errors
    /// [`Error::Unavailable`] (429: all of the plan's calls are taken), [`Error::Refused`], and
    /// [`Error::Unreadable`] also for TwiML that would connect the call to anyone but ElevenLabs.
    /// Source: <https://elevenlabs.io/docs/api-reference/twilio/register-call>
    pub async fn register_call(
        &self,
        registration: &Registration<'_>,
    ) -> Result<Registered, Error> {
        let Registration { agent_id, from, to, direction, client_data } = registration;
        let body = json!({
            "agent_id": agent_id,
            "from_number": from.e164(),
            "to_number": to.e164(),
            "direction": direction,
            "conversation_initiation_client_data": client_data,
        });
        let url = self.url(&["convai", "twilio", "register-call"]);
        let request = self
            .http
            .request(Effect::Repeatable, Method::POST, url)
            .with(|r| r.timeout(self.register_timeout).json(&body));
        let answer = self.http.bytes(request).await?;
        let twiml = twiml_in(&answer).ok_or_else(unreadable)?;
        let stream = twiml::read(&twiml, &self.base).map_err(|_| unreadable())?;
        Ok(Registered { twiml, conversation_id: stream.conversation_id })
    }
}

/// The answer is TwiML as it is, in a JSON string, or as the field `twiml` of an object.
fn twiml_in(answer: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(answer).ok()?.trim_start_matches('\u{feff}').trim();
    if text.starts_with('<') {
        return Some(text.to_owned());
    }
    match serde_json::from_str(text).ok()? {
        Value::String(twiml) => Some(twiml.trim().to_owned()),
        object => Some(object.get("twiml")?.as_str()?.trim().to_owned()),
    }
}
