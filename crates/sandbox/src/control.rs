//! The sandbox's own routes, below `/_sandbox/` on Twilio's server: for a page, for a terminal, for tests in another
//! process. They take and give JSON and need no credentials; the sandbox listens on the loopback interface.
//!
//! | Route | Takes or gives |
//! |---|---|
//! | `POST connection` | `{"public_url"}`: where the product is |
//! | `GET timeline?since=` | entries after that number |
//! | `GET ledger` | all calls, messages, alerts, and how often each operation was asked for |
//! | `GET`, `POST`, `DELETE faults` | orders that haven't struck: `{"delivery":{"webhook","fault","times"}}`, `{"request":{…}}`, `{"message":{…}}` |
//! | `POST cast` | an order for the providers: `{"behave":{"number","manner"}}`, `{"ring_us":{"number","shown_as","keys"}}` … |
//! | `GET`, `POST people/{address}` | the screen; `{"says":"…"}`, `{"taps":1}`, `{"picks":"…"}`, `{"speaks":{"heard"}}` … |
//! | `POST people/{address}/profile` | what is true of the person: `{"name","reads","refuses","opted_out","external_id"}`, each optional |
//! | `POST geography` | `{"forbid":"AR"}`, `{"allow":"AR"}`, `{"refuse":{"number","code"}}` |
//! | `POST templates/{sid}` | `{"approval":"paused"}` |
//! | `DELETE calls/{sid}` | the provider hangs up |
//! | `GET agenda`, `POST step` | what is to come; do all that is due |

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cast;
use crate::faults::Order;
use crate::options::Connection;
use crate::person::{Choice, Person, Refuses, voice_note};
use crate::timeline::Entry;
use crate::twilio;
use crate::twilio::content::Approval;
use crate::world::World;

type Refused = (StatusCode, String);

pub fn router(world: Arc<World>) -> Router {
    Router::new()
        .route("/_sandbox/connection", post(connect))
        .route("/_sandbox/timeline", get(timeline))
        .route("/_sandbox/ledger", get(ledger))
        .route("/_sandbox/faults", get(faults).post(order).delete(clear))
        .route("/_sandbox/cast", post(direct))
        .route("/_sandbox/people/{address}", get(screen).post(act))
        .route("/_sandbox/people/{address}/profile", post(change))
        .route("/_sandbox/geography", post(permit))
        .route("/_sandbox/templates/{content}", post(judge))
        .route("/_sandbox/calls/{call}", axum::routing::delete(hang_up))
        .route("/_sandbox/agenda", get(agenda))
        .route("/_sandbox/step", post(step))
        .layer(DefaultBodyLimit::max(32 << 20))
        .with_state(world)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Product {
    public_url: String,
}

async fn connect(
    State(world): State<Arc<World>>,
    Json(product): Json<Product>,
) -> Json<Connection> {
    let connection = Connection::at(&product.public_url);
    world.lock().connection = Some(connection.clone());
    Json(connection)
}

#[derive(Debug, Deserialize)]
struct Since {
    #[serde(default)]
    since: u64,
}

async fn timeline(
    State(world): State<Arc<World>>,
    Query(Since { since }): Query<Since>,
) -> Json<Vec<Entry>> {
    Json(world.lock().timeline.since(since).to_vec())
}

/// Every call and message there was, the error log, and how often each operation was asked for.
async fn ledger(State(world): State<Arc<World>>) -> Json<Value> {
    let state = world.lock();
    let calls: Vec<_> = state.twilio.calls.iter().collect();
    let messages: Vec<_> = state.twilio.messages.iter().collect();
    let requests: Vec<Value> = state
        .requests
        .iter()
        .map(|((vendor, operation), times)| json!({ "vendor": vendor, "operation": operation, "times": times }))
        .collect();
    Json(json!({
        "calls": calls,
        "messages": messages,
        "alerts": state.twilio.alerts,
        "requests": requests,
    }))
}

async fn faults(State(world): State<Arc<World>>) -> Json<Vec<Order>> {
    Json(world.lock().faults.pending())
}

async fn order(State(world): State<Arc<World>>, Json(order): Json<Order>) -> StatusCode {
    world.lock().faults.order(order);
    StatusCode::NO_CONTENT
}

async fn clear(State(world): State<Arc<World>>) -> StatusCode {
    world.lock().faults.clear();
    StatusCode::NO_CONTENT
}

async fn direct(
    State(world): State<Arc<World>>,
    Json(order): Json<Value>,
) -> Result<Json<Value>, Refused> {
    cast::control(&world, order).map(Json).map_err(|error| (StatusCode::BAD_REQUEST, error))
}

/// What a person does.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Deed {
    Says(String),
    Taps(Pick),
    Picks(Pick),
    /// A voice note: what is heard in it, and the recording in base64 if there is one.
    Speaks {
        heard: String,
        audio: Option<String>,
    },
    SendsLocation {
        latitude: f64,
        longitude: f64,
        label: Option<String>,
        address: Option<String>,
    },
    SendsContact {
        vcard: String,
    },
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Pick {
    Number(usize),
    Title(String),
}

impl From<Pick> for Choice {
    fn from(pick: Pick) -> Self {
        match pick {
            Pick::Number(number) => Self::Number(number),
            Pick::Title(title) => Self::Title(title),
        }
    }
}

async fn act(
    State(world): State<Arc<World>>,
    Path(address): Path<String>,
    Json(deed): Json<Deed>,
) -> Result<Json<Value>, Refused> {
    let person = Person::new(&world, &address);
    let missing = |error: crate::person::NoSuchChoice| (StatusCode::CONFLICT, error.to_string());
    let sid = match deed {
        Deed::Says(text) => person.says(&text),
        Deed::Taps(pick) => person.taps(pick).map_err(missing)?,
        Deed::Picks(pick) => person.picks(pick).map_err(missing)?,
        Deed::Speaks { heard, audio } => {
            let audio = match audio {
                Some(text) => STANDARD
                    .decode(text)
                    .map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()))?,
                None => voice_note(&heard),
            };
            person.speaks(&audio, &heard)
        }
        Deed::SendsLocation { latitude, longitude, label, address } => {
            person.sends_location(latitude, longitude, label.as_deref().zip(address.as_deref()))
        }
        Deed::SendsContact { vcard } => person.sends_contact(&vcard),
    };
    Ok(Json(json!({ "sid": sid })))
}

async fn screen(State(world): State<Arc<World>>, Path(address): Path<String>) -> Json<Value> {
    Json(json!(Person::new(&world, &address).screen()))
}

/// What becomes true of a person; what isn't given stays.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    name: Option<String>,
    reads: Option<bool>,
    refuses: Option<Refuses>,
    opted_out: Option<bool>,
    external_id: Option<String>,
}

async fn change(
    State(world): State<Arc<World>>,
    Path(address): Path<String>,
    Json(change): Json<Change>,
) -> StatusCode {
    Person::new(&world, &address).is(|person| {
        person.name = change.name.unwrap_or_else(|| person.name.clone());
        person.reads = change.reads.unwrap_or(person.reads);
        person.refuses = change.refuses.or(person.refuses);
        person.opted_out = change.opted_out.unwrap_or(person.opted_out);
        person.external_id = change.external_id.or_else(|| person.external_id.clone());
    });
    StatusCode::NO_CONTENT
}

/// Which calls the account may make.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Permission {
    Forbid(String),
    Allow(String),
    Refuse { number: String, code: i64 },
}

async fn permit(State(world): State<Arc<World>>, Json(permission): Json<Permission>) -> StatusCode {
    let geography = &mut world.lock().twilio.geography;
    match permission {
        Permission::Forbid(iso) => {
            geography.forbidden.insert(iso);
        }
        Permission::Allow(iso) => {
            geography.forbidden.remove(&iso);
        }
        Permission::Refuse { number, code } => {
            geography.refused.insert(number, code);
        }
    }
    StatusCode::NO_CONTENT
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Judgement {
    approval: Approval,
}

async fn judge(
    State(world): State<Arc<World>>,
    Path(content): Path<String>,
    Json(Judgement { approval }): Json<Judgement>,
) -> StatusCode {
    let is_known = world.lock().twilio.contents.set_approval(&content, approval);
    if is_known { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

async fn hang_up(State(world): State<Arc<World>>, Path(call): Path<String>) -> StatusCode {
    twilio::calls::callee_hangs_up(&world, &call);
    StatusCode::NO_CONTENT
}

async fn agenda(State(world): State<Arc<World>>) -> Json<Value> {
    let state = world.lock();
    let entries: Vec<Value> =
        state.agenda.iter().map(|(due, action)| json!({ "due": due, "action": action })).collect();
    Json(Value::Array(entries))
}

/// Performs all that is due now; returns how many actions that were.
async fn step(State(world): State<Arc<World>>) -> Json<Value> {
    let mut steps = 0;
    while steps < 10_000 && world.step().await {
        steps += 1;
    }
    Json(json!({ "steps": steps }))
}
