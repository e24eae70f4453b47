//! Resend: takes mails, remembers idempotency keys for a day, and tells by webhook what became of each mail.
//!
//! The mailbox that it delivers to is read with [`State::mailbox`]. Nothing leaves the sandbox.

mod deliveries;
mod letter;

pub use letter::{Attachment, Letter, address_in};

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Request, State as Shared};
use axum::http::{HeaderMap, Method};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, http::StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use self::deliveries::{Endpoint, announce, millis};
use self::letter::{Refusal, read, refuse};
use crate::agenda;
use crate::faults::{Desk, Vendor};
use crate::timeline::Kind;
use crate::world::World;

/// Requests of one team in a second.
const REQUESTS_PER_SECOND: u32 = 5;
const BATCH_MAX: usize = 100;
const KEY_MAX: usize = 256;
const KEY_LASTS: SignedDuration = SignedDuration::from_hours(24);
const BODY_MAX: usize = 64 << 20;
const FIRST_ENDPOINT: &str = "00000000-0000-4000-8000-000000000001";
const FIRST_DOMAIN: &str = "00000000-0000-4000-8000-000000000002";
/// From taking a mail to handing it over, and from there to what became of it.
const SENT_AFTER: SignedDuration = SignedDuration::from_secs(1);
const SETTLED_AFTER: SignedDuration = SignedDuration::from_secs(2);

const EVENTS: [&str; 10] = [
    "email.sent",
    "email.delivered",
    "email.delivery_delayed",
    "email.bounced",
    "email.complained",
    "email.opened",
    "email.clicked",
    "email.failed",
    "email.scheduled",
    "email.suppressed",
];

/// What happens later at Resend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "does", rename_all = "snake_case")]
pub enum Action {
    /// A mail goes a step further: it is sent, or its end is known.
    Proceed { email: String, event: String },
    /// One attempt to deliver a webhook.
    Deliver { endpoint: String, message: String, about: String, body: String, attempt: usize },
}

impl From<Action> for agenda::Action {
    fn from(action: Action) -> Self {
        Self::Resend(action)
    }
}

/// A mail and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Email {
    pub letter: Letter,
    pub created_at: Timestamp,
    /// `queued`, `scheduled`, `sent`, `delivered`, `bounced`, …
    pub last_event: String,
}

/// The answer that an idempotency key stands for.
#[derive(Debug, Clone)]
struct Kept {
    at: Timestamp,
    body: [u8; 32],
    answer: Value,
}

/// The account.
#[derive(Debug, Default)]
pub struct State {
    emails: BTreeMap<String, Email>,
    /// Ids in the order in which the mails were taken.
    order: Vec<String>,
    keys: BTreeMap<String, Kept>,
    endpoints: BTreeMap<String, Endpoint>,
    domain: String,
    /// Addresses that don't exist.
    bouncing: BTreeSet<String>,
    /// Addresses to which nothing is sent any more.
    suppressed: BTreeSet<String>,
    recent: VecDeque<Timestamp>,
}

impl State {
    /// Mails that arrived at an address, in order.
    #[must_use]
    pub fn mailbox(&self, address: &str) -> Vec<&Email> {
        let address = address.to_lowercase();
        let to = |letter: &Letter| {
            letter
                .to
                .iter()
                .chain(&letter.cc)
                .chain(&letter.bcc)
                .any(|to| address_in(to).as_ref() == Some(&address))
        };
        let arrived =
            |email: &&Email| matches!(email.last_event.as_str(), "delivered" | "complained");
        self.sent().filter(arrived).filter(|email| to(&email.letter)).collect()
    }

    /// Every mail that was taken, in order, whatever became of it.
    pub fn sent(&self) -> impl Iterator<Item = &Email> {
        self.order.iter().filter_map(|id| self.emails.get(id))
    }

    /// From now on mails to this address bounce.
    pub fn bounce(&mut self, address: &str) {
        self.bouncing.insert(address.to_lowercase());
    }

    fn furnish(&mut self, world: &World) {
        let credentials = &world.options.credentials;
        let sender = address_in(&credentials.resend_from).unwrap_or_default();
        sender.rsplit('@').next().unwrap_or_default().clone_into(&mut self.domain);
        let endpoint = Endpoint {
            url: None,
            events: Vec::new(),
            secret: credentials.resend_webhook_secret.clone(),
            created_at: world.now(),
            enabled: true,
            failing_since: None,
        };
        self.endpoints.insert(FIRST_ENDPOINT.to_owned(), endpoint);
    }

    /// Counts a request against the limit of the second.
    fn admit(&mut self, now: Timestamp) -> Result<u32, Refusal> {
        let second_ago = now - SignedDuration::from_secs(1);
        while self.recent.front().is_some_and(|at| *at <= second_ago) {
            self.recent.pop_front();
        }
        let used = u32::try_from(self.recent.len()).unwrap_or(u32::MAX);
        if used >= REQUESTS_PER_SECOND {
            let message = "Too many requests. You can only make 5 requests per second.";
            let refusal = refuse(429, "rate_limit_exceeded", message);
            return Err(Refusal { retry_after_s: Some(1), ..refusal });
        }
        self.recent.push_back(now);
        Ok(REQUESTS_PER_SECOND - used - 1)
    }

    /// The stored answer for a key, None for a new one.
    fn known(&mut self, key: &str, body: &[u8], now: Timestamp) -> Result<Option<Value>, Refusal> {
        self.keys.retain(|_, kept| now.duration_since(kept.at) < KEY_LASTS);
        match self.keys.get(key) {
            None => Ok(None),
            Some(kept) if kept.body == hash(body) => Ok(Some(kept.answer.clone())),
            Some(_) => {
                let message = "Same idempotency key used with a different request payload.";
                Err(refuse(409, "invalid_idempotent_request", message))
            }
        }
    }

    fn check_sender(&self, letter: &Letter) -> Result<(), Refusal> {
        let from = address_in(&letter.from).unwrap_or_default();
        let domain = from.rsplit('@').next().unwrap_or_default();
        if domain == self.domain {
            return Ok(());
        }
        let message =
            format!("The {domain} domain is not verified. Please, add and verify your domain.");
        Err(refuse(403, "validation_error", message))
    }

    /// What will become of a mail to these addresses.
    fn fate(&self, letter: &Letter) -> &'static str {
        let addresses: Vec<String> = letter.to.iter().filter_map(|to| address_in(to)).collect();
        let any =
            |wanted: &BTreeSet<String>| addresses.iter().any(|address| wanted.contains(address));
        let test = |name: &str| {
            let tagged = |local: &str| local == name || local.starts_with(&format!("{name}+"));
            addresses.iter().any(|address| address.strip_suffix("@resend.dev").is_some_and(tagged))
        };
        if any(&self.suppressed) || test("suppressed") {
            "email.suppressed"
        } else if any(&self.bouncing) || test("bounced") {
            "email.bounced"
        } else if test("complained") {
            "email.complained"
        } else {
            "email.delivered"
        }
    }
}

fn hash(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}

pub const DESK: Desk = Desk { vendor: Vendor::Resend, operation, refusal };

fn operation(method: &Method, path: &str) -> &'static str {
    let steps: Vec<&str> = path.trim_matches('/').split('/').collect();
    match (method.as_str(), steps.as_slice()) {
        ("POST", ["emails"]) => "emails.send",
        ("POST", ["emails", "batch"]) => "emails.batch",
        ("GET", ["emails"]) => "emails.list",
        ("GET", ["emails", _]) => "emails.get",
        ("POST", ["emails", _, "cancel"]) => "emails.cancel",
        ("GET", ["domains"]) => "domains.list",
        ("GET", ["domains", _]) => "domains.get",
        ("POST", ["webhooks"]) => "webhooks.create",
        ("GET", ["webhooks"]) => "webhooks.list",
        ("GET", ["webhooks", _]) => "webhooks.get",
        _ => "other",
    }
}

/// An ordered refusal in Resend's shape.
fn refusal(status: u16, _code: i64, message: &str) -> Response {
    let name = match status {
        400 | 422 => "validation_error",
        401 => "restricted_api_key",
        403 => "invalid_api_key",
        404 => "not_found",
        409 => "concurrent_idempotent_requests",
        429 => "rate_limit_exceeded",
        451 => "security_error",
        _ => "internal_server_error",
    };
    let retry_after_s = (status == 429).then_some(1);
    Refusal { retry_after_s, ..refuse(status, name, message) }.into_response()
}

pub fn router(world: Arc<World>) -> Router {
    world.lock().resend.furnish(&world);
    Router::new()
        .route("/emails", post(send).get(list))
        .route("/emails/batch", post(send_batch))
        .route("/emails/{id}", get(get_email))
        .route("/emails/{id}/cancel", post(cancel))
        .route("/domains", get(domains))
        .route("/domains/{id}", get(domain))
        .route("/webhooks", post(create_webhook).get(list_webhooks))
        .route("/webhooks/{id}", get(get_webhook))
        .fallback(async || refuse(404, "not_found", "The requested endpoint does not exist."))
        .method_not_allowed_fallback(async || {
            refuse(405, "method_not_allowed", "This endpoint does not support this method.")
        })
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(middleware::from_fn_with_state(world.clone(), admit))
        .with_state(world)
}

/// Key, user agent, rate limit: before anything else is looked at.
async fn admit(Shared(world): Shared<Arc<World>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if headers.get("user-agent").is_none() {
        return (StatusCode::FORBIDDEN, "error code: 1010").into_response();
    }
    let given = headers.get("authorization").and_then(|value| value.to_str().ok());
    let Some(key) = given.and_then(|value| value.strip_prefix("Bearer ")) else {
        return refuse(401, "missing_api_key", "Missing API Key").into_response();
    };
    if key != world.options.credentials.resend_api_key {
        return refuse(403, "invalid_api_key", "API key is invalid").into_response();
    }
    let now = world.now();
    let admitted = world.lock().resend.admit(now);
    match admitted {
        Err(refusal) => refusal.into_response(),
        Ok(left) => {
            let mut response = next.run(request).await;
            let headers = response.headers_mut();
            headers.insert("ratelimit-limit", REQUESTS_PER_SECOND.into());
            headers.insert("ratelimit-remaining", left.into());
            headers.insert("ratelimit-reset", 1.into());
            response
        }
    }
}

async fn send(
    Shared(world): Shared<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    take(&world, &headers, &body, |body| Ok((vec![read(body, false)?], false)))
}

async fn send_batch(
    Shared(world): Shared<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    take(&world, &headers, &body, |body| {
        let mails = body.as_array().filter(|mails| (1..=BATCH_MAX).contains(&mails.len()));
        let mails = mails.ok_or_else(|| {
            refuse(422, "validation_error", "A batch is a list of 1 to 100 mails.")
        })?;
        let letters: Result<Vec<Letter>, Refusal> =
            mails.iter().map(|mail| read(mail, true)).collect();
        Ok((letters?, true))
    })
}

/// Takes mails, once a key.
fn take(
    world: &World,
    headers: &HeaderMap,
    body: &[u8],
    letters: impl Fn(&Value) -> Result<(Vec<Letter>, bool), Refusal>,
) -> Result<Json<Value>, Refusal> {
    let key = match headers.get("idempotency-key") {
        None => None,
        Some(key) => {
            let message = "The key must be between 1 and 256 characters.";
            let key = key.to_str().ok().filter(|key| (1..=KEY_MAX).contains(&key.chars().count()));
            Some(key.ok_or_else(|| refuse(400, "invalid_idempotency_key", message))?.to_owned())
        }
    };
    let parsed: Value = serde_json::from_slice(body)
        .map_err(|_| refuse(400, "validation_error", "The request body is not valid JSON."))?;
    let now = world.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    if let Some(key) = &key
        && let Some(answer) = state.resend.known(key, body, now)?
    {
        return Ok(Json(answer));
    }
    let (letters, batch) = letters(&parsed)?;
    letters.iter().try_for_each(|letter| state.resend.check_sender(letter))?;
    let ids: Vec<Value> = letters
        .into_iter()
        .map(|letter| json!({"id": accept(world, state, letter, now)}))
        .collect();
    let answer =
        if batch { json!({"data": ids}) } else { ids.into_iter().next().unwrap_or_default() };
    if let Some(key) = key {
        state.resend.keys.insert(key, Kept { at: now, body: hash(body), answer: answer.clone() });
    }
    Ok(Json(answer))
}

/// Stores one mail and puts its way on the agenda.
fn accept(
    world: &World,
    state: &mut crate::world::State,
    letter: Letter,
    now: Timestamp,
) -> String {
    let id = uuid(&world.id(state, ""));
    let at = letter.scheduled_at.filter(|at| *at > now);
    let last_event = if at.is_some() { "scheduled" } else { "queued" };
    let sent_at = at.unwrap_or(now) + SENT_AFTER;
    let email = Email { letter, created_at: now, last_event: last_event.to_owned() };
    state.resend.emails.insert(id.clone(), email);
    state.resend.order.push(id.clone());
    let proceed = Action::Proceed { email: id.clone(), event: "email.sent".to_owned() };
    state.agenda.put(sent_at, proceed.into());
    id
}

/// 32 hex digits as a version 4 UUID.
fn uuid(hex: &str) -> String {
    let mut bytes = [0_u8; 16];
    // Ids of this world are 32 hex digits.
    let _ = hex::decode_to_slice(hex, &mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

fn shown(id: &str, email: &Email) -> Value {
    let letter = &email.letter;
    json!({
        "object": "email", "id": id, "to": letter.to, "from": letter.from, "created_at": millis(email.created_at),
        "subject": letter.subject, "html": letter.html, "text": letter.text, "bcc": letter.bcc, "cc": letter.cc,
        "reply_to": letter.reply_to, "last_event": email.last_event,
    })
}

async fn get_email(
    Shared(world): Shared<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let state = world.lock();
    let email =
        state.resend.emails.get(&id).ok_or_else(|| refuse(404, "not_found", "Email not found"))?;
    Ok(Json(shown(&id, email)))
}

async fn list(Shared(world): Shared<Arc<World>>) -> Json<Value> {
    let state = world.lock();
    let newest = state.resend.order.iter().rev().take(BATCH_MAX);
    let data: Vec<Value> =
        newest.filter_map(|id| Some(shown(id, state.resend.emails.get(id)?))).collect();
    Json(json!({"object": "list", "has_more": state.resend.order.len() > data.len(), "data": data}))
}

async fn cancel(
    Shared(world): Shared<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let mut state = world.lock();
    let email = state
        .resend
        .emails
        .get_mut(&id)
        .ok_or_else(|| refuse(404, "not_found", "Email not found"))?;
    if email.last_event != "scheduled" {
        return Err(refuse(422, "validation_error", "Only scheduled emails can be canceled."));
    }
    "canceled".clone_into(&mut email.last_event);
    Ok(Json(json!({"object": "email", "id": id})))
}

fn domain_shown(state: &State) -> Value {
    json!({
        "object": "domain", "id": FIRST_DOMAIN, "name": state.domain, "status": "verified",
        "created_at": "2026-01-01 00:00:00.000000+00", "region": "us-east-1", "open_tracking": false,
        "click_tracking": false, "capabilities": {"sending": "enabled", "receiving": "disabled"},
    })
}

async fn domains(Shared(world): Shared<Arc<World>>) -> Json<Value> {
    let state = world.lock();
    Json(json!({"object": "list", "has_more": false, "data": [domain_shown(&state.resend)]}))
}

async fn domain(
    Shared(world): Shared<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    if id != FIRST_DOMAIN {
        return Err(refuse(404, "not_found", "Domain not found"));
    }
    Ok(Json(domain_shown(&world.lock().resend)))
}

async fn create_webhook(
    Shared(world): Shared<Arc<World>>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let body: Value = serde_json::from_slice(&body)
        .map_err(|_| refuse(400, "validation_error", "The request body is not valid JSON."))?;
    let url = body["endpoint"].as_str().filter(|url| url.starts_with("http"));
    let url =
        url.ok_or_else(|| refuse(422, "missing_required_field", "Missing `endpoint` field."))?;
    let events: Vec<String> = body["events"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    if events.is_empty() || events.iter().any(|event| !EVENTS.contains(&event.as_str())) {
        return Err(refuse(
            422,
            "validation_error",
            "The `events` field must be a list of known events.",
        ));
    }
    let now = world.now();
    let mut state = world.lock();
    let id = uuid(&world.id(&mut state, ""));
    let secret = format!("whsec_{}", STANDARD.encode(world.id(&mut state, "").as_bytes()));
    let endpoint = Endpoint {
        url: Some(url.to_owned()),
        events,
        secret: secret.clone(),
        created_at: now,
        enabled: true,
        failing_since: None,
    };
    state.resend.endpoints.insert(id.clone(), endpoint);
    Ok((
        StatusCode::CREATED,
        Json(json!({"object": "webhook", "id": id, "signing_secret": secret})),
    ))
}

fn webhook_shown(id: &str, endpoint: &Endpoint, connected: Option<&str>) -> Value {
    json!({
        "object": "webhook", "id": id, "endpoint": endpoint.url.as_deref().or(connected), "events": endpoint.events,
        "status": if endpoint.enabled { "enabled" } else { "disabled" }, "created_at": millis(endpoint.created_at),
    })
}

async fn list_webhooks(Shared(world): Shared<Arc<World>>) -> Json<Value> {
    let state = world.lock();
    let connected = state.connection.as_ref().map(|connection| connection.resend_url.as_str());
    let all = state.resend.endpoints.iter();
    let data: Vec<Value> =
        all.map(|(id, endpoint)| webhook_shown(id, endpoint, connected)).collect();
    Json(json!({"object": "list", "has_more": false, "data": data}))
}

async fn get_webhook(
    Shared(world): Shared<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let state = world.lock();
    let connected = state.connection.as_ref().map(|connection| connection.resend_url.as_str());
    let found = state
        .resend
        .endpoints
        .get(&id)
        .ok_or_else(|| refuse(404, "not_found", "Webhook not found"))?;
    let mut shown = webhook_shown(&id, found, connected);
    shown["signing_secret"] = json!(found.secret);
    Ok(Json(shown))
}

pub async fn perform(world: &World, action: Action) {
    match action {
        Action::Proceed { email, event } => proceed(world, &email, &event),
        Action::Deliver { endpoint, message, about, body, attempt } => {
            deliveries::deliver(world, &endpoint, &message, &about, body, attempt).await;
        }
    }
}

/// A mail goes a step further, everybody who wants to know is told, and the next step is put on the agenda.
fn proceed(world: &World, id: &str, event: &str) {
    let now = world.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    let Some(email) =
        state.resend.emails.get_mut(id).filter(|email| email.last_event != "canceled")
    else {
        return;
    };
    event.trim_start_matches("email.").clone_into(&mut email.last_event);
    let email = email.clone();
    let to = email.letter.to.join(", ");
    let fate = state.resend.fate(&email.letter);
    let next = match event {
        "email.sent" if fate == "email.complained" => Some("email.delivered"),
        "email.sent" => Some(fate),
        "email.delivered" if fate == "email.complained" => Some(fate),
        _ => None,
    };
    match event {
        "email.bounced" => {
            state.resend.suppressed.extend(email.letter.to.iter().filter_map(|to| address_in(to)));
            state.timeline.note(
                now,
                Kind::Mail,
                id,
                to,
                format!("{} (bounced)", email.letter.subject),
            );
        }
        "email.delivered" => {
            state.timeline.note(now, Kind::Mail, id, to, email.letter.subject.as_str())
        }
        _ => {}
    }
    announce(world, state, now, event, &email, id);
    if let Some(next) = next {
        let step = Action::Proceed { email: id.to_owned(), event: next.to_owned() };
        state.agenda.put(now + SETTLED_AFTER, step.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_352_400 + seconds).unwrap()
    }

    fn keeping(key: &str, body: &[u8]) -> State {
        let mut state = State::default();
        state.keys.insert(
            key.to_owned(),
            Kept { at: at(0), body: hash(body), answer: json!({"id": "1"}) },
        );
        state
    }

    #[test]
    fn a_key_answers_the_same_body_for_a_day_and_no_longer() {
        let mut state = keeping("k", b"body");
        assert_eq!(state.known("k", b"body", at(86_399)), Ok(Some(json!({"id": "1"}))));
        assert_eq!(state.known("k", b"body", at(86_400)), Ok(None));
    }

    #[test]
    fn a_key_with_another_body_is_a_conflict_and_another_key_is_new() {
        let mut state = keeping("k", b"body");
        assert_eq!(
            state.known("k", b"other", at(1)).unwrap_err().name,
            "invalid_idempotent_request"
        );
        assert_eq!(state.known("l", b"body", at(1)), Ok(None));
    }

    #[test]
    fn the_sixth_request_of_a_second_is_too_much() {
        let mut state = State::default();
        let left: Vec<u32> = (0..5).map(|_| state.admit(at(0)).unwrap()).collect();
        assert_eq!(left, [4, 3, 2, 1, 0]);
        let refusal = state.admit(at(0)).unwrap_err();
        assert_eq!((refusal.status, refusal.retry_after_s), (429, Some(1)));
        assert!(state.admit(at(1)).is_ok());
    }

    #[test]
    fn test_addresses_have_their_fate() {
        let state = State::default();
        let fate = |to: &str| {
            let mail = json!({"from": "a@b.test", "to": to, "subject": "s", "text": "t"});
            state.fate(&read(&mail, false).unwrap())
        };
        assert_eq!(fate("bounced@resend.dev"), "email.bounced");
        assert_eq!(fate("bounced+label@resend.dev"), "email.bounced");
        assert_eq!(fate("complained@resend.dev"), "email.complained");
        assert_eq!(fate("delivered@resend.dev"), "email.delivered");
        assert_eq!(fate("bounced@correo.test"), "email.delivered");
    }

    #[test]
    fn an_id_is_a_uuid() {
        assert_eq!(uuid(&"ab".repeat(16)), "abababab-abab-4bab-abab-abababababab");
    }
}
