//! What belongs to the workspace, not to an agent: secrets, webhooks, settings, and the lists of models.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::refusal::{Refusal, read};
use super::{merge, schemas};
use crate::world::World;

/// Failures in a row after which a webhook is switched off, if it hasn't succeeded for a week.
const FAILURES_MAX: u32 = 10;
const GRACE: SignedDuration = SignedDuration::from_hours(7 * 24);

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Secret {
    pub name: String,
    pub value: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Webhook {
    pub name: String,
    /// Absent for the one that the sandbox came with: wherever the product is connected.
    pub url: Option<String>,
    pub secret: String,
    pub headers: Vec<(String, String)>,
    pub retry_enabled: bool,
    pub is_disabled: bool,
    pub is_auto_disabled: bool,
    pub created_at: Timestamp,
    pub failures: u32,
    pub last_success: Option<Timestamp>,
    /// The time and the status of the last failure; no status when there was no answer.
    pub last_failure: Option<(Timestamp, Option<u16>)>,
}

impl Webhook {
    pub(super) fn new(name: &str, url: Option<String>, secret: String, now: Timestamp) -> Self {
        Self {
            name: name.to_owned(),
            url,
            secret,
            headers: Vec::new(),
            retry_enabled: false,
            is_disabled: false,
            is_auto_disabled: false,
            created_at: now,
            failures: 0,
            last_success: None,
            last_failure: None,
        }
    }

    pub(super) fn succeeded(&mut self, now: Timestamp) {
        self.failures = 0;
        self.last_success = Some(now);
    }

    pub(super) fn failed(&mut self, now: Timestamp, status: Option<u16>) {
        self.failures += 1;
        self.last_failure = Some((now, status));
        let long_ago = self.last_success.is_none_or(|success| now.duration_since(success) > GRACE);
        if self.failures >= FAILURES_MAX && long_ago {
            self.is_auto_disabled = true;
        }
    }

    fn shown(&self, id: &str, connected: Option<&str>) -> Value {
        json!({
            "name": self.name,
            "webhook_id": id,
            "webhook_url": self.url.as_deref().or(connected).unwrap_or_default(),
            "is_disabled": self.is_disabled,
            "is_auto_disabled": self.is_auto_disabled,
            "created_at_unix": self.created_at.as_second(),
            "auth_type": "hmac",
            "usage": [],
            "most_recent_failure_error_code": self.last_failure.and_then(|(_, status)| status),
            "most_recent_failure_timestamp": self.last_failure.map(|(at, _)| at.as_second()),
        })
    }
}

pub(super) async fn create_secret(
    State(world): State<Arc<World>>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let body = read(&body, &schemas::SECRET_CREATE)?;
    let secret = secret_in(&body);
    let mut state = world.lock();
    if state.elevenlabs.secrets.values().any(|stored| stored.name == secret.name) {
        return Err(Refusal::denied(409, "conflict", "A secret with this name exists."));
    }
    let id = world.id(&mut state, "");
    let answer = json!({"type": "stored", "secret_id": id, "name": secret.name});
    state.elevenlabs.secrets.insert(id, secret);
    Ok(Json(answer))
}

pub(super) async fn patch_secret(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let body = read(&body, &schemas::SECRET_PATCH)?;
    let mut state = world.lock();
    let stored =
        state.elevenlabs.secrets.get_mut(&id).ok_or_else(|| Refusal::not_found("secret", &id))?;
    *stored = secret_in(&body);
    Ok(Json(json!({"type": "stored", "secret_id": id, "name": stored.name})))
}

pub(super) async fn list_secrets(State(world): State<Arc<World>>) -> Json<Value> {
    let state = world.lock();
    let secrets = state.elevenlabs.secrets.iter().map(|(id, secret)| {
        let used_by = json!({"tools": [], "agents": [], "others": []});
        json!({"type": "stored", "secret_id": id, "name": secret.name, "used_by": used_by})
    });
    Json(json!({"secrets": secrets.collect::<Vec<_>>(), "next_cursor": null, "has_more": false}))
}

fn secret_in(body: &Value) -> Secret {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    Secret { name: text("name"), value: text("value") }
}

/// The secret of the webhook is in this answer and in no other.
pub(super) async fn create_webhook(
    State(world): State<Arc<World>>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let body = read(&body, &schemas::WEBHOOK_CREATE)?;
    let settings = &body["settings"];
    let url = settings["webhook_url"].as_str().unwrap_or_default();
    // The real one wants https; a sandbox on the loopback interface has none.
    if !url.starts_with("https://")
        && !url.starts_with("http://127.0.0.1")
        && !url.starts_with("http://localhost")
    {
        return Err(Refusal::denied(
            400,
            "invalid_parameters",
            "The webhook URL must be an HTTPS URL.",
        ));
    }
    let now = world.now();
    let mut state = world.lock();
    let id = world.id(&mut state, "");
    let secret = world.id(&mut state, "wsec_");
    let name = settings["name"].as_str().unwrap_or_default();
    let mut webhook = Webhook::new(name, Some(url.to_owned()), secret.clone(), now);
    webhook.headers = headers_in(&settings["request_headers"]);
    state.elevenlabs.webhooks.insert(id.clone(), webhook);
    Ok(Json(json!({"webhook_id": id, "webhook_secret": secret})))
}

pub(super) async fn patch_webhook(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let body = read(&body, &schemas::WEBHOOK_PATCH)?;
    let mut state = world.lock();
    let webhook =
        state.elevenlabs.webhooks.get_mut(&id).ok_or_else(|| Refusal::not_found("webhook", &id))?;
    body["name"].as_str().unwrap_or_default().clone_into(&mut webhook.name);
    webhook.is_disabled = body["is_disabled"] == true;
    if !webhook.is_disabled {
        webhook.is_auto_disabled = false;
        webhook.failures = 0;
    }
    if let Some(retry_enabled) = body["retry_enabled"].as_bool() {
        webhook.retry_enabled = retry_enabled;
    }
    if body["request_headers"].is_object() {
        webhook.headers = headers_in(&body["request_headers"]);
    }
    Ok(Json(json!({"status": "ok"})))
}

pub(super) async fn delete_webhook(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    world
        .lock()
        .elevenlabs
        .webhooks
        .remove(&id)
        .ok_or_else(|| Refusal::not_found("webhook", &id))?;
    Ok(Json(json!({"status": "ok"})))
}

pub(super) async fn list_webhooks(State(world): State<Arc<World>>) -> Json<Value> {
    let state = world.lock();
    let connected = state.connection.as_ref().map(|connection| connection.post_call_url.as_str());
    let webhooks: Vec<Value> = state
        .elevenlabs
        .webhooks
        .iter()
        .map(|(id, webhook)| webhook.shown(id, connected))
        .collect();
    Json(json!({"webhooks": webhooks}))
}

fn headers_in(headers: &Value) -> Vec<(String, String)> {
    let headers = headers.as_object().into_iter().flatten();
    headers
        .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect()
}

pub(super) async fn get_settings(State(world): State<Arc<World>>) -> Json<Value> {
    Json(settings(&world.lock().elevenlabs))
}

pub(super) async fn patch_settings(
    State(world): State<Arc<World>>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let body = read(&body, &schemas::SETTINGS_PATCH)?;
    let mut state = world.lock();
    if let Some(id) = body["webhooks"]["post_call_webhook_id"].as_str()
        && !state.elevenlabs.webhooks.contains_key(id)
    {
        return Err(Refusal::not_found("webhook", id));
    }
    merge(&mut state.elevenlabs.settings, &body);
    Ok(Json(settings(&state.elevenlabs)))
}

/// The workspace's settings with their defaults filled in.
pub(super) fn settings(state: &super::State) -> Value {
    let mut settings = json!({
        "conversation_initiation_client_data_webhook": null,
        "webhooks": {"post_call_webhook_id": null, "events": ["transcript"], "transcript_format": "json"},
        "can_use_mcp_servers": false,
        "rag_retention_period_days": 10,
        "default_livekit_stack": "standard",
    });
    merge(&mut settings, &state.settings);
    settings
}

/// Text-to-speech models: a bare list.
pub(super) async fn models() -> Json<Value> {
    let models = [
        ("eleven_flash_v2_5", "Eleven Flash v2.5"),
        ("eleven_multilingual_v2", "Eleven Multilingual v2"),
    ];
    let languages = json!([
        {"language_id": "en", "name": "English"}, {"language_id": "es", "name": "Spanish"},
        {"language_id": "pt", "name": "Portuguese"},
    ]);
    let models = models.map(|(id, name)| {
        json!({
            "model_id": id, "name": name, "can_be_finetuned": false, "can_do_text_to_speech": true,
            "can_do_voice_conversion": false, "can_use_style": false, "can_use_speaker_boost": false,
            "serves_pro_voices": false, "token_cost_factor": 0.5, "description": name, "requires_alpha_access": false,
            "max_characters_request_free_user": 5000, "max_characters_request_subscribed_user": 10_000,
            "maximum_text_length_per_request": 40_000, "languages": languages,
            "model_rates": {"character_cost_multiplier": 0.5}, "concurrency_group": "turbo",
        })
    });
    Json(json!(models))
}

pub(super) async fn llms() -> Json<Value> {
    let llms = ["gemini-2.5-flash", "gpt-5.4-mini", "claude-haiku-4-5", "qwen3-30b-a3b"].map(|llm| {
        json!({
            "llm": llm, "is_checkpoint": false, "max_tokens_limit": 8192, "max_context_limit": 128_000,
            "supports_image_input": false, "supports_document_input": false, "supports_parallel_tool_calls": true,
        })
    });
    let deprecation = json!({
        "warning_start_days": 30, "fallback_start_days": 14, "fallback_complete_days": 7, "fallback_start_percentage": 10,
        "fallback_complete_percentage": 100,
    });
    Json(json!({"llms": llms, "default_deprecation_config": deprecation}))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours)
    }

    fn webhook() -> Webhook {
        Webhook::new("vocero", None, "wsec_1".to_owned(), at(0))
    }

    #[test]
    fn ten_failures_without_any_success_switch_a_webhook_off() {
        let mut webhook = webhook();
        (0..9).for_each(|_| webhook.failed(at(1), Some(500)));
        assert!(!webhook.is_auto_disabled);
        webhook.failed(at(1), None);
        assert!(webhook.is_auto_disabled);
    }

    #[test]
    fn a_success_within_a_week_keeps_it_on_and_a_success_between_starts_the_count_again() {
        let mut recent = webhook();
        recent.succeeded(at(0));
        (0..20).for_each(|_| recent.failed(at(100), Some(500)));
        assert!(!recent.is_auto_disabled);
        recent.failed(at(24 * 8), Some(500));
        assert!(recent.is_auto_disabled, "after more than a week");

        let mut between = webhook();
        (0..9).for_each(|_| between.failed(at(1), Some(500)));
        between.succeeded(at(1));
        between.failed(at(300), Some(500));
        assert!(!between.is_auto_disabled);
    }

    #[test]
    fn what_is_listed_has_no_secret() {
        assert!(!webhook().shown("wh", None).to_string().contains("wsec_"));
    }
}
