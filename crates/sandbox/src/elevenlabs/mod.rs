//! ElevenLabs: voice agents, their conversations, and what the platform tells the product about them.
//!
//! An agent does what its pushed configuration says and no more. A conversation is registered by REST, starts when its
//! stream is connected, goes on beat by beat on the agenda, and is told to the product some seconds after its end.

mod agents;
pub mod conversation;
mod conversations;
mod listing;
mod post_call;
mod refusal;
mod register;
mod schemas;
mod shape;
mod signature;
mod speech;
mod stage;
mod start;
mod thinking;
mod tools;
mod turns;
mod variables;
mod workspace;

pub use register::STREAM_URL;
pub use stage::{
    break_off, hang_up_as_provider, say_as_provider, stream_connected, stream_dropped, wake_up,
};

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State as Shared};
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use self::agents::Agent;
use self::conversations::Conversation;
use self::refusal::Refusal;
use self::tools::Tool;
use self::workspace::{Secret, Webhook};
use crate::agenda;
use crate::faults::{Desk, Vendor};
use crate::world::World;

/// The largest body that is taken: a voice note of some minutes, and more.
const BODY_MAX: usize = 32 << 20;
/// The webhook that the sandbox comes with.
const FIRST_WEBHOOK: &str = "webhook_sandbox";

/// What happens later at ElevenLabs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "does", rename_all = "snake_case")]
pub enum Action {
    /// The next thing in a conversation, unless something else has become the next thing.
    Beat {
        conversation: String,
        beat: u64,
        due: Timestamp,
    },
    /// The model that leads the agent has had its time.
    Impatience {
        conversation: String,
        beat: u64,
    },
    /// The conversation has lasted as long as it may.
    TimeLimit {
        conversation: String,
    },
    Analyse {
        conversation: String,
    },
    /// One attempt to deliver a post-call webhook.
    PostCall {
        webhook: String,
        conversation: String,
        body: String,
        attempt: usize,
    },
}

impl From<Action> for agenda::Action {
    fn from(action: Action) -> Self {
        Self::ElevenLabs(action)
    }
}

/// The workspace.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    agents: BTreeMap<String, Agent>,
    tools: BTreeMap<String, Tool>,
    secrets: BTreeMap<String, Secret>,
    webhooks: BTreeMap<String, Webhook>,
    settings: Value,
    conversations: BTreeMap<String, Conversation>,
    /// The model uses each tool twice, as models do; the second answer is the one it goes by.
    pub tools_twice: bool,
}

/// A call's audio reaches the platform: Twilio opened the stream that its TwiML named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamStart {
    pub stream_url: String,
    /// The `conversation_id` among the parameters, if it is there.
    pub conversation_id: Option<String>,
    pub parameters: BTreeMap<String, String>,
    pub call_sid: String,
    pub from: String,
    pub to: String,
    /// Who is at the other end, whatever number shows.
    pub provider: String,
    /// `inbound` or `outbound-api`, as Twilio names it.
    pub direction: String,
}

pub const DESK: Desk = Desk { vendor: Vendor::Elevenlabs, operation, refusal };

fn operation(method: &Method, path: &str) -> &'static str {
    let steps: Vec<&str> = path.trim_matches('/').split('/').collect();
    match (method.as_str(), steps.as_slice()) {
        ("POST", ["v1", "convai", "twilio", "register-call"]) => "calls.register",
        ("POST", ["v1", "convai", "agents", "create"]) => "agents.create",
        ("GET", ["v1", "convai", "agents"]) => "agents.list",
        ("GET", ["v1", "convai", "agents", _]) => "agents.get",
        ("PATCH", ["v1", "convai", "agents", _]) => "agents.patch",
        ("DELETE", ["v1", "convai", "agents", _]) => "agents.delete",
        ("POST", ["v1", "convai", "tools"]) => "tools.create",
        ("GET", ["v1", "convai", "tools"]) => "tools.list",
        ("GET", ["v1", "convai", "tools", _]) => "tools.get",
        ("PATCH", ["v1", "convai", "tools", _]) => "tools.patch",
        ("DELETE", ["v1", "convai", "tools", _]) => "tools.delete",
        ("GET", ["v1", "convai", "conversations"]) => "conversations.list",
        ("GET", ["v1", "convai", "conversations", _]) => "conversations.get",
        ("DELETE", ["v1", "convai", "conversations", _]) => "conversations.delete",
        ("GET", ["v1", "convai", "conversations", _, "audio"]) => "conversations.audio",
        ("POST", ["v1", "convai", "secrets"]) => "secrets.create",
        ("GET", ["v1", "convai", "secrets"]) => "secrets.list",
        ("PATCH", ["v1", "convai", "secrets", _]) => "secrets.patch",
        ("GET", ["v1", "convai", "settings"]) => "settings.get",
        ("PATCH", ["v1", "convai", "settings"]) => "settings.patch",
        ("POST", ["v1", "workspace", "webhooks"]) => "webhooks.create",
        ("GET", ["v1", "workspace", "webhooks"]) => "webhooks.list",
        ("PATCH", ["v1", "workspace", "webhooks", _]) => "webhooks.patch",
        ("DELETE", ["v1", "workspace", "webhooks", _]) => "webhooks.delete",
        ("POST", ["v1", "speech-to-text"]) => "speech_to_text",
        ("GET", ["v1", "models"]) => "models.list",
        ("GET", ["v1", "convai", "llm", "list"]) => "llms.list",
        _ => "other",
    }
}

/// An ordered refusal in the vendor's shape; the vendor has words, not codes.
fn refusal(status: u16, _code: i64, message: &str) -> Response {
    let word = match status {
        401 => "invalid_api_key",
        402 => "payment_required",
        403 => "missing_permissions",
        404 => "not_found",
        429 => "too_many_concurrent_requests",
        503 => "system_busy",
        500.. => "internal_server_error",
        _ => "invalid_parameters",
    };
    Refusal::denied(status, word, message).into_response()
}

pub fn router(world: Arc<World>) -> Router {
    world.lock().elevenlabs.furnish(&world);
    Router::new()
        .route("/v1/convai/twilio/register-call", post(register::register))
        .route("/v1/convai/agents/create", post(agents::create))
        .route("/v1/convai/agents", get(agents::list))
        .route(
            "/v1/convai/agents/{id}",
            get(agents::get).patch(agents::patch).delete(agents::delete),
        )
        .route("/v1/convai/tools", get(tools::list).post(tools::create))
        .route("/v1/convai/tools/{id}", get(tools::get).patch(tools::patch).delete(tools::delete))
        .route("/v1/convai/conversations", get(listing::list))
        .route(
            "/v1/convai/conversations/{id}",
            get(conversations::get).delete(conversations::delete),
        )
        .route("/v1/convai/conversations/{id}/audio", get(conversations::audio))
        .route("/v1/convai/secrets", get(workspace::list_secrets).post(workspace::create_secret))
        .route("/v1/convai/secrets/{id}", patch(workspace::patch_secret))
        .route("/v1/convai/settings", get(workspace::get_settings).patch(workspace::patch_settings))
        .route(
            "/v1/workspace/webhooks",
            get(workspace::list_webhooks).post(workspace::create_webhook),
        )
        .route(
            "/v1/workspace/webhooks/{id}",
            patch(workspace::patch_webhook).delete(workspace::delete_webhook),
        )
        .route("/v1/speech-to-text", post(speech::transcribe))
        .route("/v1/models", get(workspace::models))
        .route("/v1/convai/llm/list", get(workspace::llms))
        .fallback(async || Refusal::denied(404, "not_found", "Not Found"))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(middleware::from_fn_with_state(world.clone(), authorise))
        .with_state(world)
}

async fn authorise(Shared(world): Shared<Arc<World>>, request: Request, next: Next) -> Response {
    let key = request.headers().get("xi-api-key").map(|key| key.as_bytes().to_vec());
    let known = world.options.credentials.elevenlabs_api_key.as_bytes();
    match key {
        None => {
            let message =
                "Neither authorization header nor xi-api-key received, please provide one.";
            Refusal::denied(401, "needs_authorization", message).into_response()
        }
        Some(key) if key == known => next.run(request).await,
        Some(_) => Refusal::denied(401, "invalid_api_key", "Invalid API key").into_response(),
    }
}

impl State {
    /// What a workspace has when somebody has just signed up: an agent that knows nothing yet, and a webhook to wherever
    /// the product will be.
    fn furnish(&mut self, world: &World) {
        if !self.agents.is_empty() {
            return;
        }
        let now = world.now();
        let credentials = &world.options.credentials;
        let agent = Agent::new(json!({"name": "sandbox"}), "agtvrsn_0".to_owned(), now);
        self.agents.insert(credentials.elevenlabs_agent_id.clone(), agent);
        let mut webhook =
            Webhook::new("sandbox", None, credentials.elevenlabs_webhook_secret.clone(), now);
        webhook.retry_enabled = true;
        self.webhooks.insert(FIRST_WEBHOOK.to_owned(), webhook);
        self.settings = json!({"webhooks": {"post_call_webhook_id": FIRST_WEBHOOK}});
    }

    /// The whole record of the conversation of a call, as the API would show it; for those who judge a run.
    #[must_use]
    pub fn conversation_of(&self, call_sid: &str) -> Option<Value> {
        let mut all = self.conversations.iter();
        let (id, found) =
            all.find(|(_, conversation)| conversation.call_sid.as_deref() == Some(call_sid))?;
        Some(found.shown(id))
    }

    /// What the product has told the agent of a conversation, secrets included; for those who judge a run.
    #[must_use]
    pub fn variables_of(&self, id: &str) -> Option<Value> {
        Some(json!(self.conversations.get(id)?.variables))
    }

    /// Whether a model leads the voice agent in a call that goes on.
    #[must_use]
    pub fn is_led(&self, call_sid: &str) -> bool {
        self.conversations.values().any(|conversation| {
            conversation.call_sid.as_deref() == Some(call_sid)
                && conversation.live.as_ref().is_some_and(|live| live.talk.is_led())
        })
    }

    /// Ids of all conversations that were ever registered and not deleted.
    pub fn conversation_ids(&self) -> impl Iterator<Item = &str> {
        self.conversations.keys().map(String::as_str)
    }
}

pub async fn perform(world: &World, action: Action) {
    match action {
        Action::Beat { conversation, beat, due } => {
            stage::beat(world, &conversation, beat, due).await;
        }
        Action::Impatience { conversation, beat } => {
            stage::out_of_patience(world, &conversation, beat);
        }
        Action::TimeLimit { conversation } => stage::time_is_up(world, &conversation),
        Action::Analyse { conversation } => post_call::analyse(world, &conversation),
        Action::PostCall { webhook, conversation, body, attempt } => {
            post_call::deliver(world, &webhook, &conversation, body, attempt).await;
        }
    }
}

/// Puts a change over a value: objects key by key, everything else as a whole.
fn merge(value: &mut Value, change: &Value) {
    match (value, change) {
        (Value::Object(value), Value::Object(change)) => {
            for (name, change) in change {
                merge(value.entry(name.clone()).or_insert(Value::Null), change);
            }
        }
        (value, change) => *value = change.clone(),
    }
}

/// One page of a list that is ordered by id; the cursor is the last id of the page before.
fn page<'a, T: 'a>(
    all: impl Iterator<Item = (&'a String, &'a T)>,
    size: usize,
    after: Option<&str>,
) -> (Vec<(&'a String, &'a T)>, Option<String>) {
    let mut rest = all.filter(|(id, _)| after.is_none_or(|after| id.as_str() > after));
    let page: Vec<_> = rest.by_ref().take(size.clamp(1, 100)).collect();
    let next = rest.next().and_then(|_| page.last().map(|(id, _)| (*id).clone()));
    (page, next)
}

fn access_info() -> Value {
    json!({"is_creator": true, "creator_name": "Sandbox", "creator_email": "owner@sandbox.example", "role": "admin"})
}

fn nothing() -> Response {
    (StatusCode::OK, axum::Json(json!({}))).into_response()
}
