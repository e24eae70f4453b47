//! Llm, simulated.

use std::sync::Arc;

use axum::Router;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::faults::{Desk, Vendor};
use crate::world::World;

#[derive(Debug, Default)]
pub struct State {}

pub const DESK: Desk = Desk { vendor: Vendor::Llm, operation, refusal };

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
