//! A plain page for the sandbox: write as a person, see what is said on the phone and what arrives by mail.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse};
use axum::routing::{get, post};
use axum::{Json, Router};
use sandbox::Sandbox;
use serde::Deserialize;
use serde_json::{Value, json};

/// The person whose phone the page shows.
const PERSON: &str = "whatsapp:+34600123456";

const PAGE: &str = include_str!("page.html");

/// For [`crate::town::Town::open`]: the page talks to the sandbox alone, as a phone would.
pub fn routes(sandbox: &Arc<Sandbox>) -> Router {
    Router::new()
        .route("/", get(|| async { axum::response::Redirect::temporary("/sandbox") }))
        .route("/sandbox", get(|| async { Html(PAGE) }))
        .route("/sandbox/state", get(state))
        .route("/sandbox/say", post(say))
        .route("/sandbox/tap", post(tap))
        .with_state(Arc::clone(sandbox))
}

#[derive(Debug, Deserialize)]
struct Since {
    #[serde(default)]
    seq: u64,
}

/// The screen of the person, the providers who can be called, and what happened after `seq`.
async fn state(
    State(sandbox): State<Arc<Sandbox>>,
    Query(Since { seq }): Query<Since>,
) -> Json<Value> {
    let screen = sandbox.person(PERSON).screen();
    let entries = sandbox.entries_since(seq);
    let cast: Vec<_> = sandbox
        .world()
        .lock()
        .cast
        .members()
        .map(|member| {
            json!({"name": member.name, "number": member.number, "country": member.country, "will": member.manner.will()})
        })
        .collect();
    Json(json!({"screen": screen, "entries": entries, "cast": cast}))
}

#[derive(Debug, Deserialize)]
struct Said {
    text: String,
}

async fn say(State(sandbox): State<Arc<Sandbox>>, Json(said): Json<Said>) -> Json<Value> {
    let sid = sandbox.person(PERSON).says(&said.text);
    Json(json!({"sid": sid}))
}

/// A button or a row, by what stands on it.
async fn tap(State(sandbox): State<Arc<Sandbox>>, Json(said): Json<Said>) -> impl IntoResponse {
    let person = sandbox.person(PERSON);
    let tapped = person.taps(said.text.as_str()).or_else(|_| person.picks(said.text.as_str()));
    match tapped {
        Ok(sid) => Ok(Json(json!({"sid": sid}))),
        Err(error) => Err((axum::http::StatusCode::CONFLICT, error.to_string())),
    }
}
