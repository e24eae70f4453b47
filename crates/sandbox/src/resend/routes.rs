//! Resend's routes: keys and limits first, then mails, domains and webhooks.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Request, State as Shared};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::deliveries::{Endpoint, millis};
use super::letter::{Letter, Refusal, read, refuse};
use super::{Action, Email, Kept, REQUESTS_PER_SECOND, SENT_AFTER, State, hash};
use crate::faults::{Desk, Vendor};
use crate::world::World;

const BATCH_MAX: usize = 100;
const KEY_MAX: usize = 256;
const BODY_MAX: usize = 64 << 20;
const FIRST_DOMAIN: &str = "00000000-0000-4000-8000-000000000002";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid() {
        assert_eq!(uuid(&"ab".repeat(16)), "abababab-abab-4bab-abab-abababababab");
    }
}
