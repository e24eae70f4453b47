//! Conversations: what the platform keeps of each, and how it shows them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::conversation::{Talk, Tongue};
use super::refusal::Refusal;
use super::variables::{SECRET, Variables};
use crate::world::World;

/// The smallest MPEG audio frame that is one: silence.
const SILENCE_MP3: [u8; 4] = [0xff, 0xfb, 0x10, 0xc4];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Status {
    Initiated,
    InProgress,
    Processing,
    Done,
    Failed,
}

impl Status {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Initiated => "initiated",
            Self::InProgress => "in-progress",
            Self::Processing => "processing",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// The side of a conversation that is going on.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Live {
    pub talk: Talk,
    /// The provider's number.
    pub provider: String,
    /// Counts what was put on the agenda: an older beat is void.
    pub beat: u64,
    /// A tool is under way: what comes next is put on the agenda when it has answered.
    pub busy: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Conversation {
    pub agent_id: String,
    pub agent_name: String,
    pub version: String,
    /// The agent's configuration at the moment of registration.
    pub config: Value,
    pub status: Status,
    /// `inbound` or `outbound`, as it was registered.
    pub direction: String,
    pub from: String,
    pub to: String,
    pub client_data: Value,
    pub variables: Variables,
    pub call_sid: Option<String>,
    pub registered_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub turns: Vec<Value>,
    pub termination_reason: String,
    pub error: Option<(i64, String)>,
    pub tongue: Option<Tongue>,
    pub analysis: Option<Value>,
    pub voicemail: bool,
    pub live: Option<Live>,
}

impl Conversation {
    pub(super) fn user_id(&self) -> Option<&str> {
        self.client_data["user_id"].as_str()
    }

    /// Whole seconds since the call was taken.
    pub(super) fn seconds_at(&self, at: Timestamp) -> i64 {
        self.started_at.map_or(0, |start| at.duration_since(start).as_secs().max(0))
    }

    pub(super) fn duration_s(&self) -> i64 {
        self.ended_at.map_or(0, |end| self.seconds_at(end))
    }

    pub(super) fn tool_names(&self) -> Vec<String> {
        let calls =
            self.turns.iter().flat_map(|turn| turn["tool_calls"].as_array().into_iter().flatten());
        let mut names: Vec<String> =
            calls.filter_map(|call| call["tool_name"].as_str()).map(str::to_owned).collect();
        names.dedup();
        names
    }

    /// The whole of it: the answer of the API and the `data` of the webhook alike.
    pub(super) fn shown(&self, id: &str) -> Value {
        let done = self.status == Status::Done;
        json!({
            "agent_id": self.agent_id,
            "agent_name": self.agent_name,
            "conversation_id": id,
            "status": self.status.word(),
            "user_id": self.user_id(),
            "branch_id": null,
            "version_id": self.version,
            "environment": "production",
            "transcript": self.turns,
            "metadata": self.metadata(),
            "analysis": if done { self.analysis.clone() } else { None },
            "conversation_initiation_client_data": self.told_back(id),
            "has_audio": false,
            "has_user_audio": false,
            "has_response_audio": false,
            "has_auxiliary_audio": false,
            "tag_ids": [],
        })
    }

    fn metadata(&self) -> Value {
        let seconds = self.duration_s();
        let error =
            self.error.as_ref().map(|(code, reason)| json!({"code": code, "reason": reason}));
        let (agent_number, external_number) = match self.direction.as_str() {
            "outbound" => (&self.from, &self.to),
            _ => (&self.to, &self.from),
        };
        let phone_call = self.call_sid.as_ref().map(|call_sid| {
            json!({
                "type": "twilio", "direction": self.direction, "phone_number_id": "", "agent_number": agent_number,
                "external_number": external_number, "call_sid": call_sid, "stream_sid": call_sid.replacen("CA", "MZ", 1),
                "call_result": if self.voicemail { "voicemail" } else { "answered" },
            })
        });
        json!({
            "start_time_unix_secs": self.started_at.unwrap_or(self.registered_at).as_second(),
            "accepted_time_unix_secs": self.started_at.map(|at| at.as_second()),
            "call_duration_secs": seconds,
            "cost": seconds * 10 / 3,
            "cost_fiat": f64::from(i32::try_from(seconds).unwrap_or(i32::MAX)) * 0.08 / 60.0,
            "deletion_settings": {},
            "authorization_method": "authorization_header",
            "main_language": self.tongue.map(Tongue::code),
            "termination_reason": self.termination_reason,
            "error": error,
            "warnings": [],
            "phone_call": phone_call,
        })
    }

    /// What it was started with, without what is secret.
    fn told_back(&self, id: &str) -> Value {
        let mut told = self.client_data.clone();
        let mut variables = self.variables.clone();
        variables.retain(|name, _| !name.starts_with(SECRET));
        variables.insert("system__conversation_id".to_owned(), json!(id));
        told["user_id"] = json!(self.user_id());
        told["dynamic_variables"] = json!(variables);
        told
    }
}

pub(super) async fn get(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let state = world.lock();
    let found = state
        .elevenlabs
        .conversations
        .get(&id)
        .ok_or_else(|| Refusal::not_found("conversation", &id))?;
    Ok(Json(found.shown(&id)))
}

/// A conversation that is going on can't be deleted.
pub(super) async fn delete(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let mut state = world.lock();
    let found = state
        .elevenlabs
        .conversations
        .get(&id)
        .ok_or_else(|| Refusal::not_found("conversation", &id))?;
    if found.status == Status::InProgress {
        return Err(Refusal::denied(409, "conflict", "The conversation is in progress."));
    }
    state.elevenlabs.conversations.remove(&id);
    Ok(super::nothing())
}

pub(super) async fn audio(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let state = world.lock();
    let found = state
        .elevenlabs
        .conversations
        .get(&id)
        .ok_or_else(|| Refusal::not_found("conversation", &id))?;
    let recorded = found.config["platform_settings"]["privacy"]["record_voice"] == true;
    if !recorded || found.status != Status::Done {
        return Err(Refusal::denied(
            404,
            "audio_not_found",
            "There is no audio of this conversation.",
        ));
    }
    Ok(([(header::CONTENT_TYPE, "audio/mpeg")], SILENCE_MP3).into_response())
}
