//! People's private calendars, at addresses of their own. What lies there, the test says.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::{Deserialize, Serialize};

use crate::world::World;

/// What an address answers with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lies {
    /// A calendar with these events.
    Calendar(String),
    /// Something else, as a page to sign in.
    Page(String),
    /// Somewhere else.
    Elsewhere(String),
    Status(u16),
}

/// By their secret names.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Calendars {
    by_name: BTreeMap<String, Lies>,
    /// How often anybody asked.
    pub asked: usize,
}

impl Calendars {
    pub fn put(&mut self, name: &str, lies: Lies) {
        self.by_name.insert(name.to_owned(), lies);
    }
}

pub fn router(world: Arc<World>) -> Router {
    Router::new().route("/calendars/{name}", get(show)).with_state(world)
}

async fn show(State(world): State<Arc<World>>, Path(name): Path<String>) -> Response {
    let mut state = world.lock();
    state.calendars.asked += 1;
    match state.calendars.by_name.get(&name) {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(Lies::Calendar(events)) => {
            let text = format!(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sandbox//EN\r\n{}\r\nEND:VCALENDAR\r\n",
                events.trim().replace("\r\n", "\n").replace('\n', "\r\n")
            );
            ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response()
        }
        Some(Lies::Page(text)) => {
            ([(header::CONTENT_TYPE, "text/html")], text.clone()).into_response()
        }
        Some(Lies::Elsewhere(url)) => {
            (StatusCode::FOUND, [(header::LOCATION, url.clone())]).into_response()
        }
        Some(Lies::Status(status)) => StatusCode::from_u16(*status)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response(),
    }
}
