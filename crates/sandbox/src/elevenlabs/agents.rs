//! Agents: configuration that is merged, versioned and shown with its defaults filled in.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::refusal::{Refusal, read};
use super::{merge, schemas};
use crate::world::World;

const PAGE: usize = 30;
const CRITERIA_MAX: usize = 30;
const COLLECTED_MAX: usize = 25;
const GOAL_MAX: usize = 2000;
/// Models that speak other languages than English.
const MULTILINGUAL: [&str; 6] = [
    "eleven_turbo_v2_5",
    "eleven_flash_v2_5",
    "eleven_multilingual_v2",
    "eleven_v3_conversational",
    "eleven_v4",
    "eleven_v4_turbo",
];

/// An agent as it was sent, change merged upon change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Agent {
    pub sent: Value,
    pub version: String,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl Agent {
    pub(super) fn new(sent: Value, version: String, now: Timestamp) -> Self {
        Self { sent, version, created_at: now, updated_at: now }
    }

    /// With every default filled in.
    pub(super) fn config(&self) -> Value {
        let mut config = defaults();
        merge(&mut config, &self.sent);
        config
    }

    pub(super) fn name(&self) -> &str {
        self.sent["name"].as_str().unwrap_or("New agent")
    }

    pub(super) fn tool_ids(&self) -> impl Iterator<Item = &str> {
        let ids = self.sent["conversation_config"]["agent"]["prompt"]["tool_ids"].as_array();
        ids.into_iter().flatten().filter_map(Value::as_str)
    }

    fn shown(&self, id: &str) -> Value {
        let mut shown = json!({"agent_id": id, "name": self.name()});
        merge(&mut shown, &self.config());
        let more = json!({
            "metadata": {
                "created_at_unix_secs": self.created_at.as_second(),
                "updated_at_unix_secs": self.updated_at.as_second(),
            },
            "phone_numbers": [],
            "whatsapp_accounts": [],
            "access_info": super::access_info(),
            "version_id": self.version,
            "branch_id": null,
        });
        merge(&mut shown, &more);
        shown
    }
}

/// What the vendor takes where nothing was sent.
fn defaults() -> Value {
    json!({
        "conversation_config": {
            "asr": {
                "quality": "high", "provider": "scribe_realtime", "user_input_audio_format": "pcm_16000", "keywords": [],
            },
            "turn": {
                "turn_timeout": 7.0, "initial_wait_time": null, "silence_end_call_timeout": -1.0, "mode": "turn",
                "turn_eagerness": "normal", "spelling_patience": "auto", "speculative_turn": false,
            },
            "tts": {
                "model_id": "eleven_flash_v2", "voice_id": "cjVigY5qzO86Huf0OWal", "supported_voices": [],
                "expressive_mode": true, "suggested_audio_tags": [], "agent_output_audio_format": "pcm_16000",
                "optimize_streaming_latency": 3, "stability": 0.5, "speed": 1.0, "similarity_boost": 0.8,
                "pronunciation_dictionary_locators": [],
            },
            "conversation": {"text_only": false, "max_duration_seconds": 600, "client_events": [], "monitoring_enabled": false},
            "language_presets": {},
            "agent": {
                "first_message": "", "language": "en", "hinglish_mode": false,
                "dynamic_variables": {"dynamic_variable_placeholders": {}},
                "disable_first_message_interruptions": false, "max_conversation_duration_message": "",
                "prompt": {
                    "prompt": "", "llm": "gemini-2.5-flash", "temperature": 0.0, "max_tokens": -1, "tool_ids": [],
                    "built_in_tools": {
                        "end_call": null, "language_detection": null, "transfer_to_agent": null,
                        "transfer_to_number": null, "skip_turn": null, "play_keypad_touch_tone": null,
                        "voicemail_detection": null,
                    },
                    "mcp_server_ids": [], "native_mcp_server_ids": [], "knowledge_base": [], "custom_llm": null,
                    "ignore_default_personality": true, "timezone": null, "cascade_timeout_seconds": 4.0,
                },
            },
        },
        "platform_settings": {
            "evaluation": {"criteria": []},
            "data_collection": {},
            "overrides": {
                "conversation_config_override": {
                    "conversation": {"text_only": false, "max_duration_seconds": false},
                    "agent": {
                        "first_message": false, "language": false, "max_conversation_duration_message": false,
                        "prompt": {"prompt": false, "llm": false, "tool_ids": false},
                    },
                },
                "custom_llm_extra_body": false,
            },
            "workspace_overrides": {
                "conversation_initiation_client_data_webhook": null,
                "webhooks": {"post_call_webhook_id": null, "events": ["transcript"], "transcript_format": "json"},
            },
            "archived": false,
            "auth": {"enable_auth": false, "allowlist": [], "shareable_token": null},
            "call_limits": {"agent_concurrency_limit": -1, "daily_limit": 100_000, "bursting_enabled": true},
            "privacy": {
                "record_voice": true, "retention_days": -1, "delete_transcript_and_pii": false, "delete_audio": false,
                "apply_to_existing_conversations": false, "zero_retention_mode": false,
            },
            "summary_language": null,
        },
        "workflow": {},
        "tags": [],
    })
}

/// What no shape can say: ids that must exist, counts, and the voice that must know the language.
fn check(state: &super::State, agent: &Agent) -> Result<(), Refusal> {
    let config = agent.config();
    for id in agent.tool_ids() {
        if !state.tools.contains_key(id) {
            return Err(Refusal::not_found("tool", id));
        }
    }
    let settings = &config["platform_settings"];
    if let Some(id) = settings["workspace_overrides"]["webhooks"]["post_call_webhook_id"].as_str()
        && !state.webhooks.contains_key(id)
    {
        return Err(Refusal::not_found("webhook", id));
    }
    let conversation = &config["conversation_config"];
    let other = conversation["agent"]["language"] != "en"
        || conversation["language_presets"]
            .as_object()
            .is_some_and(|presets| presets.keys().any(|k| k != "en"));
    let model = conversation["tts"]["model_id"].as_str().unwrap_or_default();
    if other && !MULTILINGUAL.contains(&model) {
        let message = "Non-english Agents must use turbo or flash v2_5.";
        return Err(Refusal::denied(400, "invalid_parameters", message));
    }
    let criteria = settings["evaluation"]["criteria"].as_array().map_or(&[][..], Vec::as_slice);
    let long = |criterion: &Value| {
        criterion["conversation_goal_prompt"]
            .as_str()
            .is_some_and(|goal| goal.chars().count() > GOAL_MAX)
    };
    if criteria.len() > CRITERIA_MAX || criteria.iter().any(long) {
        return Err(Refusal::one(
            &["body", "platform_settings", "evaluation"],
            "too_long",
            "Too many criteria",
        ));
    }
    if settings["data_collection"].as_object().is_some_and(|items| items.len() > COLLECTED_MAX) {
        return Err(Refusal::one(
            &["body", "platform_settings", "data_collection"],
            "too_long",
            "Too many items",
        ));
    }
    Ok(())
}

pub(super) async fn create(
    State(world): State<Arc<World>>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let sent = read(&body, &schemas::AGENT_CREATE)?;
    let now = world.now();
    let mut state = world.lock();
    let agent = Agent::new(sent, world.id(&mut state, "agtvrsn_"), now);
    check(&state.elevenlabs, &agent)?;
    let id = world.id(&mut state, "agent_");
    state.elevenlabs.agents.insert(id.clone(), agent);
    Ok(Json(json!({"agent_id": id})))
}

pub(super) async fn patch(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let change = read(&body, &schemas::AGENT_PATCH)?;
    let now = world.now();
    let mut state = world.lock();
    let version = world.id(&mut state, "agtvrsn_");
    let mut agent = state
        .elevenlabs
        .agents
        .get(&id)
        .cloned()
        .ok_or_else(|| Refusal::not_found("agent", &id))?;
    for (name, value) in change.as_object().into_iter().flatten() {
        if !value.is_null() && name != "version_description" {
            merge(&mut agent.sent, &json!({ name: value }));
        }
    }
    check(&state.elevenlabs, &agent)?;
    agent.version = version;
    agent.updated_at = now;
    let shown = agent.shown(&id);
    state.elevenlabs.agents.insert(id, agent);
    Ok(Json(shown))
}

pub(super) async fn get(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let state = world.lock();
    let agent = state.elevenlabs.agents.get(&id).ok_or_else(|| Refusal::not_found("agent", &id))?;
    Ok(Json(agent.shown(&id)))
}

pub(super) async fn delete(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    world.lock().elevenlabs.agents.remove(&id).ok_or_else(|| Refusal::not_found("agent", &id))?;
    Ok(super::nothing())
}

#[derive(Debug, Deserialize)]
pub(super) struct Listing {
    page_size: Option<usize>,
    cursor: Option<String>,
    search: Option<String>,
}

pub(super) async fn list(
    State(world): State<Arc<World>>,
    Query(listing): Query<Listing>,
) -> Json<Value> {
    let state = world.lock();
    let searched = listing.search.unwrap_or_default().to_lowercase();
    let all = state
        .elevenlabs
        .agents
        .iter()
        .filter(|(_, agent)| agent.name().to_lowercase().contains(&searched));
    let (agents, next) =
        super::page(all, listing.page_size.unwrap_or(PAGE), listing.cursor.as_deref());
    let agents: Vec<Value> = agents
        .into_iter()
        .map(|(id, agent)| {
            json!({
                "agent_id": id, "name": agent.name(), "tags": agent.sent["tags"].as_array().cloned().unwrap_or_default(),
                "created_at_unix_secs": agent.created_at.as_second(), "access_info": super::access_info(),
                "last_call_time_unix_secs": null, "archived": false,
            })
        })
        .collect();
    Json(json!({"agents": agents, "next_cursor": next, "has_more": next.is_some()}))
}
