//! Twilio: messages, calls, templates and media, with the rules and refusals of the real one.

use std::sync::Arc;

use axum::Router;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::faults::{Desk, Vendor};
use crate::world::World;

#[derive(Debug, Default)]
pub struct State {}

/// What happens later at Twilio.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Action {}

pub const DESK: Desk = Desk { vendor: Vendor::Twilio, operation, refusal };
pub const MEDIA_DESK: Desk = Desk { vendor: Vendor::Media, operation, refusal };

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

pub fn media_router(world: Arc<World>) -> Router {
    Router::new().with_state(world)
}

pub async fn perform(_world: &World, action: Action) {
    match action {}
}

/// Why a call's stream closed from the other side.
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

/// The conversation on this call's stream is over.
pub fn stream_closed(_world: &World, _call_sid: &str, _why: StreamEnd) {}

/// A provider rings our voice number; returns the SID of the call.
pub fn provider_calls(_world: &World, _from: &str) -> String {
    String::new()
}
