//! Servers of language models without a model: one that speaks as OpenAI's, one as Anthropic's. They answer what they
//! were told to answer, and that there is nobody when they were told nothing.
//!
//! Where a real model is given ([`World::pass_models_on_to`]), requests are passed on to it instead, so that what is ordered
//! to go wrong goes wrong with that one too.
//!
//! Requests are checked as the real ones would check them, their subsets of JSON schema included.

mod anthropic;
mod forward;
mod openai;
mod schema;

use std::collections::VecDeque;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::world::World;

/// Requests that are remembered for those who judge a run.
const ASKED_MAX: usize = 1000;

/// What the next request gets. A slow answer is an ordered fault, as for every vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The content of the message, as it is: JSON, prose, a fenced block, anything.
    Says(String),
    /// The content, cut off for want of tokens.
    CutOff(String),
    Refuses(String),
    /// Stopped by a filter, with nothing said.
    Filtered,
    /// Any body, for servers that answer what nobody documents.
    Raw {
        status: u16,
        body: String,
    },
    TooMany {
        retry_after_s: Option<u32>,
    },
    QuotaExceeded,
    Fails {
        status: u16,
    },
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    replies: VecDeque<Reply>,
    asked: VecDeque<Value>,
}

impl State {
    /// Queues what a coming request gets; each is used once.
    pub fn will(&mut self, reply: Reply) {
        self.replies.push_back(reply);
    }

    /// The bodies of the requests that were well formed, in order; the last thousand.
    pub fn asked(&self) -> impl Iterator<Item = &Value> {
        self.asked.iter()
    }

    /// Keeps a well-formed request, and tells what it gets.
    fn reply_to(&mut self, body: Value) -> Option<Reply> {
        self.asked.push_back(body);
        if self.asked.len() > ASKED_MAX {
            self.asked.pop_front();
        }
        self.replies.pop_front()
    }
}

/// Both servers at one address, each with its own faults.
pub fn router(world: &Arc<World>) -> Router {
    openai::router(world).merge(anthropic::router(world))
}

fn raw(status: u16, body: String) -> Response {
    (status_of(status), body).into_response()
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
