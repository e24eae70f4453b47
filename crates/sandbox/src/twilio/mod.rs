//! Twilio: WhatsApp messages, phone calls, templates and media, with the rules, limits and refusals of the real one.
//!
//! It knows what Twilio knows: numbers, TwiML, deliveries. How a callee reacts is asked from the cast; what is said on a
//! call is the voice platform's, to which the audio is handed over in process.

pub mod calls;
pub mod content;
mod dates;
mod form;
mod geography;
pub mod media;
pub mod messages;
mod paging;
mod refusal;
pub mod signature;
mod twiml;
mod webhook;
mod xml;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State as Shared};
use axum::http::{Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::json;
use subtle::ConstantTimeEq;

use crate::cast::AnsweredBy;
use crate::faults::{Desk, Vendor};
use crate::options::Credentials;
use crate::world::World;
use form::is_sid;
use refusal::Refusal;

pub use calls::{Ring, provider_calls, stream_closed};
pub use dates::rfc_2822;
pub use geography::{Geography, country};
pub use webhook::{Address, Alert, Callback, Exchange};

/// What Twilio holds for the account.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    pub calls: calls::Calls,
    pub messages: messages::Messages,
    pub media: BTreeMap<String, media::Media>,
    pub contents: content::Contents,
    pub geography: Geography,
    /// The auth token that took the place of the first one.
    pub rotated_auth_token: Option<String>,
    /// Twilio's error log.
    pub alerts: Vec<Alert>,
    /// Requests that were made to the product.
    pub exchanges: Vec<Exchange>,
}

impl State {
    /// The token that signs webhooks and opens the API now.
    #[must_use]
    pub fn auth_token(&self, credentials: &Credentials) -> String {
        self.rotated_auth_token.clone().unwrap_or_else(|| credentials.twilio_auth_token.clone())
    }
}

/// What happens later at Twilio. Calls, messages and content are named by their SIDs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Dial {
        call: String,
    },
    Ring {
        call: String,
    },
    Answer {
        call: String,
        by: AnsweredBy,
    },
    /// Machine detection has made up its mind.
    Verdict {
        call: String,
        by: AnsweredBy,
    },
    NextVerb {
        call: String,
    },
    /// A provider returns a call that it missed.
    RingUs(Ring),
    End {
        call: String,
        status: calls::Status,
        sip: u16,
    },
    Send {
        message: String,
    },
    Arrive {
        message: String,
    },
    Read {
        message: String,
    },
    /// WhatsApp decides on a template.
    Review {
        content: String,
    },
    Callback(Callback),
}

/// Why a call's stream closed from its other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreamEnd {
    /// The conversation ended: the call goes on with its next verb, and hangs up if there is none.
    AgentEnded,
    /// The callee put the phone down: the call is over at once.
    CalleeHungUp,
    /// The platform broke off.
    Failed,
}

pub async fn perform(world: &World, action: Action) {
    match action {
        Action::Dial { call } => calls::dial(world, &call),
        Action::Ring { call } => calls::ring(world, &call),
        Action::Answer { call, by } => calls::answer(world, &call, by),
        Action::Verdict { call, by } => calls::verdict(world, &call, by),
        Action::NextVerb { call } => calls::next_verb(world, &call),
        Action::RingUs(ring) => {
            if let Err(why) = calls::provider_calls(world, ring) {
                tracing::error!(why, "a return call can't be made");
            }
        }
        Action::End { call, status, sip } => calls::end(world, &call, status, sip),
        Action::Send { message } => messages::send(world, &message).await,
        Action::Arrive { message } => messages::arrive(world, &message),
        Action::Read { message } => messages::read(world, &message),
        Action::Review { content } => content::review(world, &content),
        Action::Callback(callback) => webhook::attempt(world, callback).await,
    }
}

pub const DESK: Desk = Desk { vendor: Vendor::Twilio, operation, refusal: refusal::ordered };
pub const MEDIA_DESK: Desk =
    Desk { vendor: Vendor::Media, operation: |_, _| "media.bytes", refusal: refusal::ordered };

fn operation(method: &Method, path: &str) -> &'static str {
    let is_get = method == Method::GET;
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match parts.as_slice() {
        ["2010-04-01", "Accounts", _, rest @ ..] => match rest {
            ["Calls.json"] if is_get => "calls.list",
            ["Calls.json"] => "calls.create",
            ["Calls", _] if is_get => "calls.fetch",
            ["Calls", _] if method == Method::DELETE => "calls.delete",
            ["Calls", _] => "calls.update",
            ["Calls", _, "Events.json"] => "calls.events",
            ["Messages.json"] if is_get => "messages.list",
            ["Messages.json"] => "messages.create",
            ["Messages", _] if is_get => "messages.fetch",
            ["Messages", _] if method == Method::DELETE => "messages.delete",
            ["Messages", _] => "messages.update",
            ["Messages", _, "Media.json"] => "media.list",
            ["Messages", _, "Media", _] if is_get => "media.fetch",
            ["Messages", _, "Media", _] => "media.delete",
            _ => "other",
        },
        ["v1", "Content"] if is_get => "content.list",
        ["v1", "Content"] => "content.create",
        ["v1", "Content", _] if is_get => "content.fetch",
        ["v1", "Content", _] => "content.delete",
        ["v1", "Content", _, "ApprovalRequests"] => "content.approval",
        ["v1", "Content", _, "ApprovalRequests", _] => "content.approve",
        ["v2", "Indicators", "Typing.json"] => "typing",
        ["v1", "DialingPermissions", ..] => "dialing_permissions",
        _ => "other",
    }
}

pub fn router(world: Arc<World>) -> Router {
    let account = Router::new()
        .route("/Calls.json", get(calls::list).post(calls::create))
        .route("/Calls/{call}", get(calls::fetch).post(calls::update).delete(calls::delete))
        .route("/Calls/{call}/Events.json", get(calls::events))
        .route("/Messages.json", get(messages::list).post(messages::create))
        .route(
            "/Messages/{message}",
            get(messages::fetch).post(messages::update).delete(messages::delete),
        )
        .route("/Messages/{message}/Media.json", get(media::list))
        .route("/Messages/{message}/Media/{media}", get(media::fetch).delete(media::delete));
    Router::new()
        .nest("/2010-04-01/Accounts/{account}", account)
        .route("/v1/Content", get(content::list).post(content::create))
        .route("/v1/Content/{content}", get(content::fetch).delete(content::delete))
        .route("/v1/Content/{content}/ApprovalRequests", get(content::approval))
        .route("/v1/Content/{content}/ApprovalRequests/whatsapp", post(content::approve))
        .route("/v2/Indicators/Typing.json", post(messages::typing))
        .route("/v1/DialingPermissions/Countries/{iso}", get(dialing_permissions))
        .fallback(|request: Request| async move { Refusal::not_found(request.uri().path()) })
        .method_not_allowed_fallback(|| async { Refusal::method_not_allowed() })
        .layer(middleware::from_fn_with_state(world.clone(), authorize))
        .layer(DefaultBodyLimit::max(1 << 20))
        .with_state(world)
}

pub fn media_router(world: Arc<World>) -> Router {
    media::router(world)
}

/// Lets in who knows the auth token or the API key, to our account's paths only.
async fn authorize(Shared(world): Shared<Arc<World>>, request: Request, next: Next) -> Response {
    let credentials = &world.options.credentials;
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let mut parts = request.uri().path().trim_matches('/').split('/');
    let account = match (parts.next(), parts.next(), parts.next()) {
        (Some("2010-04-01"), Some("Accounts"), Some(account)) => {
            Some(account.trim_end_matches(".json"))
        }
        _ => None,
    };
    let is_ours = account.is_none_or(|account| account == credentials.twilio_account_sid);
    if !is_ours || !given.is_some_and(|given| is_known(&world, given)) {
        return Refusal::unauthorized().into_response();
    }
    next.run(request).await
}

fn is_known(world: &World, authorization: &str) -> bool {
    let Some(encoded) = authorization.strip_prefix("Basic ") else { return false };
    let Ok(decoded) = STANDARD.decode(encoded.trim()) else { return false };
    let credentials = &world.options.credentials;
    let auth_token = world.lock().twilio.auth_token(credentials);
    let known = [
        (&credentials.twilio_account_sid, &auth_token),
        (&credentials.twilio_api_key_sid, &credentials.twilio_api_key_secret),
    ];
    known
        .iter()
        .any(|(user, password)| format!("{user}:{password}").as_bytes().ct_eq(&decoded).into())
}

async fn dialing_permissions(
    Shared(world): Shared<Arc<World>>,
    Path(iso): Path<String>,
) -> Response {
    let allows = world.lock().twilio.geography.allows(&iso);
    match allows {
        Some(is_allowed) => axum::Json(json!({
            "iso_code": iso,
            "low_risk_numbers_enabled": is_allowed,
            "high_risk_special_numbers_enabled": false,
            "high_risk_tollfraud_numbers_enabled": false,
            "url": format!("{}/v1/DialingPermissions/Countries/{iso}", world.urls().twilio),
        }))
        .into_response(),
        None => Refusal::not_found(&format!("/DialingPermissions/Countries/{iso}")).into_response(),
    }
}

/// The SID in a path's last part, which must end in `.json`.
fn json_name(name: &str, prefix: &str) -> Result<String, Refusal> {
    name.strip_suffix(".json")
        .filter(|sid| is_sid(sid, prefix))
        .map(str::to_owned)
        .ok_or_else(|| Refusal::not_found(&format!("/{name}")))
}
