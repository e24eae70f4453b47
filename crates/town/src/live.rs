//! What changes on the page, as it changes: one stream of server-sent events for each open page.

use std::collections::HashMap;
use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use axum::extract::{Query as Asked, State};
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures::Stream;
use sandbox::timeline::Entry;
use serde_json::{Map, Value};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;

use crate::Town;
use crate::look::{Look, Query};
use crate::page::{at_once, log};
use crate::texts::Texts;

/// What is not told by the vendors' timeline (a decision, a command's end) is looked for so often.
const GLANCE: Duration = Duration::from_millis(400);
/// What happens at the same moment is shown together.
const GATHER: Duration = Duration::from_millis(12);
/// The timeline is heavy: it waits for so long a rest, so that it is in nobody's way, and for so many of them at most.
const REST: Duration = Duration::from_millis(120);
const RESTS_MAX: u32 = 6;

struct Watcher {
    town: Town,
    look: Look,
    news: Receiver<Entry>,
    /// Of each part, a hash of what the page has.
    sent: HashMap<&'static str, u64>,
    hasher: RandomState,
    begun: bool,
    /// The timeline asks the database, so it comes after the rest. For so many rests it has waited.
    owes_log: Option<u32>,
}

pub async fn live(
    State(town): State<Town>,
    Asked(query): Asked<Query>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let look = Look::new(&query, Texts::of(query.lang.as_deref(), &headers));
    let news = town.sandbox.world().look().timeline.subscribe();
    let watcher = Watcher {
        town,
        look,
        news,
        sent: HashMap::new(),
        hasher: RandomState::new(),
        begun: false,
        owes_log: None,
    };
    let events = futures::stream::unfold(watcher, |mut watcher| async move {
        let event = watcher.next().await?;
        Some((Ok(event), watcher))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

impl Watcher {
    /// The next change. None when the town is closed.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let parts = match self.owes_log {
                None => {
                    if self.begun && !self.something_may_have_happened().await {
                        return None;
                    }
                    self.begun = true;
                    self.owes_log = Some(0);
                    at_once(&self.town, &self.look)
                }
                Some(rests) => {
                    if rests < RESTS_MAX && self.something_happens().await {
                        self.owes_log = Some(rests + 1);
                        at_once(&self.town, &self.look)
                    } else {
                        self.owes_log = None;
                        log(&self.town, &self.look).await
                    }
                }
            };
            let Ok(parts) = parts else { continue };
            let mut changed = Map::new();
            for (name, html) in parts {
                let hash = self.hasher.hash_one(&html);
                if self.sent.insert(name, hash) != Some(hash) {
                    changed.insert(name.to_owned(), Value::String(html));
                }
            }
            if !changed.is_empty() {
                return Some(
                    Event::default().event("show").data(Value::Object(changed).to_string()),
                );
            }
        }
    }

    /// Whether anything does, within a rest.
    async fn something_happens(&mut self) -> bool {
        let happens = tokio::time::timeout(REST, self.news.recv()).await.is_ok();
        if happens {
            self.gather().await;
        }
        happens
    }

    async fn something_may_have_happened(&mut self) -> bool {
        tokio::select! {
            () = self.town.closed.cancelled() => return false,
            _ = self.news.recv() => self.gather().await,
            () = tokio::time::sleep(GLANCE) => {}
        }
        true
    }

    async fn gather(&mut self) {
        tokio::time::sleep(GATHER).await;
        while !matches!(self.news.try_recv(), Err(TryRecvError::Empty | TryRecvError::Closed)) {}
    }
}
