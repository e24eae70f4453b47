//! Tools: web calls that an agent may make, as configuration.

mod config;
mod request;

pub(super) use request::{Rendered, render, variables_of};

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::refusal::{Refusal, read};
use super::schemas;
use crate::world::World;

/// The list of everything, in one page unless asked otherwise.
const PAGE: usize = 30;

/// A tool as it was sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Tool {
    pub config: Value,
}

fn shown(id: &str, tool: &Tool) -> Value {
    json!({
        "id": id,
        "tool_config": config::with_defaults(&tool.config),
        "access_info": super::access_info(),
        "usage_stats": {"total_calls": 0, "avg_latency_secs": 0.0},
        "response_mocks": [],
    })
}

/// A tool that may be stored, or what is wrong with it.
fn wanted(world: &World, body: &[u8]) -> Result<Tool, Refusal> {
    let body = read(body, &schemas::TOOL_REQUEST)?;
    let config = body["tool_config"].clone();
    config::check(&config)?;
    for id in config::secrets_of(&config) {
        if !world.lock().elevenlabs.secrets.contains_key(&id) {
            return Err(Refusal::not_found("secret", &id));
        }
    }
    Ok(Tool { config })
}

pub(super) async fn create(
    State(world): State<Arc<World>>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let tool = wanted(&world, &body)?;
    let mut state = world.lock();
    let id = world.id(&mut state, "tool_");
    let answer = shown(&id, &tool);
    state.elevenlabs.tools.insert(id, tool);
    Ok(Json(answer))
}

pub(super) async fn patch(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let tool = wanted(&world, &body)?;
    let mut state = world.lock();
    let stored =
        state.elevenlabs.tools.get_mut(&id).ok_or_else(|| Refusal::not_found("tool", &id))?;
    *stored = tool;
    Ok(Json(shown(&id, stored)))
}

pub(super) async fn get(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let state = world.lock();
    let tool = state.elevenlabs.tools.get(&id).ok_or_else(|| Refusal::not_found("tool", &id))?;
    Ok(Json(shown(&id, tool)))
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
    let all = state.elevenlabs.tools.iter().filter(|(_, tool)| {
        tool.config["name"].as_str().is_some_and(|name| name.to_lowercase().contains(&searched))
    });
    let (tools, next) =
        super::page(all, listing.page_size.unwrap_or(PAGE), listing.cursor.as_deref());
    let tools: Vec<Value> = tools.into_iter().map(|(id, tool)| shown(id, tool)).collect();
    Json(json!({"tools": tools, "next_cursor": next, "has_more": next.is_some()}))
}

#[derive(Debug, Deserialize)]
pub(super) struct Deletion {
    force: Option<bool>,
}

pub(super) async fn delete(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
    Query(deletion): Query<Deletion>,
) -> Result<Response, Refusal> {
    let mut state = world.lock();
    let used =
        state.elevenlabs.agents.values().any(|agent| agent.tool_ids().any(|used| used == id));
    if used && !deletion.force.unwrap_or(false) {
        return Err(Refusal::denied(409, "conflict", "The tool is used by an agent."));
    }
    state.elevenlabs.tools.remove(&id).ok_or_else(|| Refusal::not_found("tool", &id))?;
    Ok(super::nothing())
}
