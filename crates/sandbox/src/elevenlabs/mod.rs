//! ElevenLabs: voice agents, their conversations, and what the platform tells the product about them.

pub mod conversation;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::faults::{Desk, Vendor};
use crate::world::World;

/// What happens later at ElevenLabs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Action {}

#[derive(Debug, Default)]
pub struct State {}

pub const DESK: Desk = Desk { vendor: Vendor::Elevenlabs, operation, refusal };

fn operation(_method: &Method, _path: &str) -> &'static str {
    "other"
}

fn refusal(status: u16, _code: i64, message: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, message.to_owned()).into_response()
}

pub fn router(world: Arc<World>) -> Router {
    Router::new().with_state(world)
}

pub async fn perform(_world: &World, action: Action) {
    match action {}
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
    /// `inbound` or `outbound-api`, as Twilio names it.
    pub direction: String,
}

/// Takes a stream over. The conversation reports its end with `twilio::stream_closed`.
///
/// # Errors
/// Why the platform refuses the stream; the call then goes on with its next verb.
pub fn stream_connected(_world: &World, _start: StreamStart) -> Result<(), String> {
    Err("no such conversation".into())
}

/// The call is over from Twilio's side: hung up by REST, by its time limit or by the callee.
pub fn stream_dropped(_world: &World, _call_sid: &str) {}

/// # Errors
/// When nobody at that number is on the phone.
pub fn say_as_provider(_world: &World, _number: &str, _text: &str) -> Result<(), String> {
    Err("nobody there".into())
}
/// # Errors
/// When nobody at that number is on the phone.
pub fn hang_up_as_provider(_world: &World, _number: &str) -> Result<(), String> {
    Err("nobody there".into())
}
