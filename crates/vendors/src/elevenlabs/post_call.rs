//! What ElevenLabs posts after a call. The signature is checked elsewhere, on the raw bytes.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::{Conversation, unreadable};
use crate::error::Error;
use crate::lenient;

#[derive(Debug, Clone, PartialEq)]
pub struct PostCall {
    pub happened_at: Option<Timestamp>,
    pub event: PostCallEvent,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PostCallEvent {
    /// `post_call_transcription`
    Transcription(Box<Conversation>),
    /// `call_initiation_failure`, of calls that ElevenLabs places.
    InitiationFailed {
        conversation_id: String,
        agent_id: String,
        /// `busy`, `no-answer`, `unknown`.
        reason: String,
        call_sid: Option<String>,
    },
    /// `post_call_audio`, which is not decoded.
    Audio { conversation_id: String },
    /// To be acknowledged and forgotten.
    Other { kind: String },
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, rename = "event_timestamp", deserialize_with = "lenient::unix_seconds")]
    happened_at: Option<Timestamp>,
    #[serde(default)]
    data: Value,
}

/// # Errors
/// [`Error::Unreadable`] for what is no JSON envelope, or is of a known type without a conversation id.
/// Source: <https://elevenlabs.io/docs/agents-platform/workflows/post-call-webhooks>
pub fn read_post_call(body: &[u8]) -> Result<PostCall, Error> {
    let Envelope { kind, happened_at, data } =
        serde_json::from_slice(body).map_err(|_| unreadable())?;
    let text = |pointer: &str| data.pointer(pointer).and_then(Value::as_str).map(String::from);
    let conversation_id =
        || text("/conversation_id").filter(|id| !id.is_empty()).ok_or_else(unreadable);
    let event = match kind.as_str() {
        "post_call_transcription" => {
            conversation_id()?;
            PostCallEvent::Transcription(serde_json::from_value(data).map_err(|_| unreadable())?)
        }
        "call_initiation_failure" => PostCallEvent::InitiationFailed {
            conversation_id: conversation_id()?,
            agent_id: text("/agent_id").unwrap_or_default(),
            reason: text("/failure_reason").unwrap_or_default(),
            call_sid: text("/metadata/body/CallSid"),
        },
        "post_call_audio" => PostCallEvent::Audio { conversation_id: conversation_id()? },
        _ => PostCallEvent::Other { kind },
    };
    Ok(PostCall { happened_at, event })
}
