//! Registering a call: the TwiML that leads a call's audio to an agent, and the conversation that waits for it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::conversations::{Conversation, Status};
use super::refusal::{Refusal, read};
use super::schemas;
use super::variables::Variables;
use crate::world::World;

/// Where Twilio takes the audio.
pub const STREAM_URL: &str = "wss://api.elevenlabs.io/v1/convai/conversation";

/// Calls of one workspace at once, whatever an agent may do.
const WORKSPACE_CALLS_MAX: usize = 30;

pub(super) async fn register(
    State(world): State<Arc<World>>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = read(&body, &schemas::REGISTER_CALL)?;
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    let agent_id = text("agent_id");
    let now = world.now();
    let mut state = world.lock();
    let agent = state
        .elevenlabs
        .agents
        .get(&agent_id)
        .ok_or_else(|| Refusal::not_found("agent", &agent_id))?;
    let config = agent.config();
    let (agent_name, version) = (agent.name().to_owned(), agent.version.clone());
    check_limits(&state.elevenlabs, &agent_id, &config, now)?;
    let client_data = match &body["conversation_initiation_client_data"] {
        Value::Null => json!({}),
        data => data.clone(),
    };
    let variables: Variables = client_data["dynamic_variables"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let id = world.id(&mut state, "conv_");
    let conversation = Conversation {
        agent_id,
        agent_name,
        version,
        config,
        status: Status::Initiated,
        direction: body["direction"].as_str().unwrap_or("inbound").to_owned(),
        from: text("from_number"),
        to: text("to_number"),
        client_data,
        variables,
        call_sid: None,
        registered_at: now,
        started_at: None,
        ended_at: None,
        turns: Vec::new(),
        termination_reason: String::new(),
        error: None,
        tongue: None,
        analysis: None,
        voicemail: false,
        live: None,
    };
    state.elevenlabs.conversations.insert(id.clone(), conversation);
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], twiml(&id)).into_response())
}

fn check_limits(
    state: &super::State,
    agent_id: &str,
    config: &Value,
    now: jiff::Timestamp,
) -> Result<(), Refusal> {
    let live = |agent: Option<&str>| {
        let all = state
            .conversations
            .values()
            .filter(|conversation| conversation.status == Status::InProgress);
        all.filter(|conversation| agent.is_none_or(|id| conversation.agent_id == id)).count()
    };
    let limits = &config["platform_settings"]["call_limits"];
    let over = limits["agent_concurrency_limit"]
        .as_i64()
        .and_then(|limit| usize::try_from(limit).ok())
        .is_some_and(|limit| live(Some(agent_id)) >= limit);
    if over || live(None) >= WORKSPACE_CALLS_MAX {
        let message = "Too many concurrent calls for this agent.";
        return Err(Refusal::denied(429, "too_many_concurrent_requests", message));
    }
    let day_ago = now - SignedDuration::from_hours(24);
    let today = state
        .conversations
        .values()
        .filter(|conversation| {
            conversation.agent_id == agent_id && conversation.started_at > Some(day_ago)
        })
        .count();
    let daily = limits["daily_limit"].as_u64().and_then(|limit| usize::try_from(limit).ok());
    if daily.is_some_and(|limit| today >= limit) {
        return Err(Refusal::denied(
            429,
            "rate_limit_exceeded",
            "The daily limit of this agent is reached.",
        ));
    }
    Ok(())
}

fn twiml(conversation_id: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Connect><Stream url=\"{STREAM_URL}\">\
         <Parameter name=\"conversation_id\" value=\"{conversation_id}\" /></Stream></Connect></Response>"
    )
}
