//! Webhooks: who signed them, and what they say.

use std::collections::BTreeMap;

use api::signatures::{TwilioBody, TwilioKeys, TwilioRequest, is_from_elevenlabs, is_from_twilio};
use domain::appointment::Speaker;
use jiff::Timestamp;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};
use services::caller::{is_over, transcript};
use url::form_urlencoded;
use vendors::elevenlabs::{Conversation, PostCallEvent, read_post_call};

use super::Answer;
use super::case::{of, or_empty};
use super::whatsapp;

#[derive(Deserialize)]
#[serde(tag = "task", rename_all = "snake_case")]
enum Webhook {
    TwilioSignature(TwilioSigned),
    ElevenlabsSignature(ElevenLabsSigned),
    ElevenlabsBody { body: Value },
    WhatsappUpdate { body: Value },
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct TwilioSigned {
    #[serde(deserialize_with = "or_empty")]
    token: String,
    #[serde(deserialize_with = "or_empty")]
    url: String,
    /// The fields of a form.
    #[serde(deserialize_with = "or_empty")]
    params: BTreeMap<String, Field>,
    /// Where it is no form.
    body: Option<String>,
    #[serde(deserialize_with = "or_empty")]
    signature: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Field {
    Once(String),
    Repeated(Vec<String>),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ElevenLabsSigned {
    #[serde(deserialize_with = "or_empty")]
    secret: String,
    #[serde(deserialize_with = "or_empty")]
    header: String,
    #[serde(deserialize_with = "or_empty")]
    body: String,
    /// Unix seconds.
    #[serde(deserialize_with = "or_empty")]
    now: i64,
}

pub(super) fn answer(case: Value) -> Result<Answer, String> {
    let (name, found) = match of(case)? {
        Webhook::TwilioSignature(signed) => ("valid", json!(signed.is_genuine())),
        Webhook::ElevenlabsSignature(signed) => ("valid", json!(signed.is_genuine()?)),
        Webhook::ElevenlabsBody { body } => ("result", elevenlabs(&bytes(body))?),
        Webhook::WhatsappUpdate { body } => ("result", whatsapp::update(&bytes(body))?),
    };
    Ok(Answer::from_iter([(name.to_owned(), found)]))
}

/// A body is given as text, or as the JSON that the text is of.
fn bytes(body: Value) -> Vec<u8> {
    match body {
        Value::String(text) => text.into_bytes(),
        json => json.to_string().into_bytes(),
    }
}

impl TwilioSigned {
    fn is_genuine(&self) -> bool {
        let tokens = [SecretString::from(self.token.as_str())];
        let form = self.form();
        let body = match &self.body {
            Some(body) => TwilioBody::Json(body.as_bytes()),
            None => TwilioBody::Form(form.as_bytes()),
        };
        let (url, signature) = (self.url.as_str(), self.signature.as_str());
        let keys = TwilioKeys { tokens: &tokens, shared: &[] };
        is_from_twilio(keys, TwilioRequest { url, body, signature, settings: None })
    }

    /// The fields as a browser would post them.
    fn form(&self) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, field) in &self.params {
            let values = match field {
                Field::Once(value) => std::slice::from_ref(value),
                Field::Repeated(values) => values,
            };
            for value in values {
                form.append_pair(name, value);
            }
        }
        form.finish()
    }
}

impl ElevenLabsSigned {
    fn is_genuine(&self) -> Result<bool, String> {
        let now = Timestamp::from_second(self.now).map_err(|error| error.to_string())?;
        let secrets = [SecretString::from(self.secret.as_str())];
        Ok(is_from_elevenlabs(&secrets, &self.header, self.body.as_bytes(), now))
    }
}

/// The answer to an outbound call that ElevenLabs places.
///
/// Production never asks for one: it registers a call and lets Twilio place it. So nothing of production reads this.
#[derive(Deserialize)]
struct Outbound {
    success: bool,
    #[serde(default)]
    conversation_id: Option<String>,
    #[serde(default, alias = "callSid")]
    call_sid: Option<String>,
}

fn elevenlabs(body: &[u8]) -> Result<Value, String> {
    if let Ok(Outbound { success, conversation_id, call_sid }) = serde_json::from_slice(body) {
        let answer = json!({
            "started": success, "conversation_id": conversation_id, "call_sid": call_sid,
        });
        return Ok(answer);
    }
    let posted = read_post_call(body).ok().map(|posted| posted.event);
    let conversation: Conversation = match posted {
        Some(PostCallEvent::Transcription(conversation)) => *conversation,
        Some(_) => return Err("a notice of something else than a conversation".to_owned()),
        None => serde_json::from_slice(body).map_err(|error| error.to_string())?,
    };
    let spoken = transcript(&conversation).turns;
    let turns = spoken.iter().map(|turn| match turn.speaker {
        Speaker::Agent => ["agent", &turn.text],
        Speaker::Callee => ["user", &turn.text],
    });
    let turns: Vec<_> = turns.collect();
    Ok(json!({"finished": is_over(&conversation), "turns": turns}))
}
