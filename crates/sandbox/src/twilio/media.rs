//! Files in messages: their records, and their bytes on a second host, to which Twilio sends whoever asks.
//!
//! The second host takes signed addresses for an hour, and refuses whoever brings an `Authorization` header along, as
//! storage hosts do.

use std::sync::Arc;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha1::Sha1;
use subtle::ConstantTimeEq;

use super::dates::{Before, DateFilter};
use super::form::{Form, is_sid};
use super::paging::{PARAMETERS, Page};
use super::refusal::Refusal;
use super::rfc_2822;
use crate::world::World;

/// Bytes of one message's media.
pub const SIZE_MAX: usize = 16 * 1024 * 1024;
const ADDRESS_LIFE_S: i64 = 3600;
/// What WhatsApp carries, by how the type begins.
const SENDABLE: [&str; 12] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "audio/ogg",
    "audio/amr",
    "audio/3gpp",
    "audio/aac",
    "audio/mpeg",
    "audio/mp4",
    "video/mp4",
    "application/pdf",
    "text/vcard",
];

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Media {
    /// The SID of its message.
    pub message: String,
    pub content_type: String,
    #[serde(with = "crate::keeping::as_base64")]
    pub bytes: Bytes,
    pub created: Timestamp,
}

/// Whether WhatsApp would carry a file of this type and size.
#[must_use]
pub fn is_sendable(content_type: &str, size: usize) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let limit = if kind.starts_with("image/") { 5 * 1024 * 1024 } else { SIZE_MAX };
    SENDABLE.contains(&kind.as_str()) && size <= limit
}

pub async fn list(
    State(world): State<Arc<World>>,
    Path((account, message)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let form = Form::of_query(query.as_deref());
    form.only(&[&["DateCreated", "DateCreated<", "DateCreated>"][..], &PARAMETERS].concat(), &[])?;
    let page = Page::of(&form)?;
    let created = DateFilter::of(&form, "DateCreated", Before::ThatDay)?;
    let path = format!("/2010-04-01/Accounts/{account}/Messages/{message}/Media.json");
    let state = world.lock();
    if state.twilio.messages.get(&message).is_none() {
        return Err(Refusal::not_found(&path));
    }
    let items = state
        .twilio
        .media
        .iter()
        .filter(|(_, media)| media.message == message && created.fits(Some(media.created)))
        .map(|(sid, media)| (sid.clone(), resource(&world, sid, media)))
        .collect();
    Ok(Json(page.cut("media_list", items, &path, &form)?))
}

/// The record for a name that ends in `.json`, else a redirect to the bytes.
pub async fn fetch(
    State(world): State<Arc<World>>,
    Path((_account, message, name)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let sid = name.strip_suffix(".json").unwrap_or(&name);
    let state = world.lock();
    let media = known(&state.twilio.media, &message, sid)?;
    if name.ends_with(".json") {
        return Ok(Json(resource(&world, sid, media)).into_response());
    }
    let expires = world.now().as_second() + ADDRESS_LIFE_S;
    let base = &world.urls().media;
    let account = &world.options.credentials.twilio_account_sid;
    let signature = signature(&world, sid, expires);
    let address = format!(
        "{base}/{account}/{sid}?Expires={expires}&Signature={signature}&Key-Pair-Id=SANDBOX"
    );
    Ok((StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, address)]).into_response())
}

pub async fn delete(
    State(world): State<Arc<World>>,
    Path((_account, message, name)): Path<(String, String, String)>,
) -> Result<StatusCode, Refusal> {
    let sid = super::json_name(&name, "ME")?;
    let mut state = world.lock();
    known(&state.twilio.media, &message, &sid)?;
    state.twilio.media.remove(&sid);
    Ok(StatusCode::NO_CONTENT)
}

fn known<'a>(
    all: &'a std::collections::BTreeMap<String, Media>,
    message: &str,
    sid: &str,
) -> Result<&'a Media, Refusal> {
    all.get(sid)
        .filter(|media| media.message == message && is_sid(sid, "ME"))
        .ok_or_else(|| Refusal::not_found(&format!("/Messages/{message}/Media/{sid}")))
}

fn resource(world: &World, sid: &str, media: &Media) -> Value {
    let account = &world.options.credentials.twilio_account_sid;
    json!({
        "sid": sid,
        "account_sid": account,
        "parent_sid": media.message,
        "content_type": media.content_type,
        "date_created": rfc_2822(media.created),
        "date_updated": rfc_2822(media.created),
        "uri": format!("/2010-04-01/Accounts/{account}/Messages/{}/Media/{sid}.json", media.message),
    })
}

fn signature(world: &World, sid: &str, expires: i64) -> String {
    let key = world.options.credentials.twilio_auth_token.as_bytes();
    let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(format!("{sid} {expires}").as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

/// The routes of the second host.
pub fn router(world: Arc<World>) -> Router {
    Router::new().route("/{account}/{media}", get(bytes)).with_state(world)
}

async fn bytes(
    State(world): State<Arc<World>>,
    Path((_account, sid)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if headers.contains_key(header::AUTHORIZATION) {
        return (StatusCode::BAD_REQUEST, "Only one auth mechanism allowed").into_response();
    }
    let form = Form::of_query(query.as_deref());
    let expires = form.get("Expires").and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let given = form.get("Signature").unwrap_or_default();
    let right = signature(&world, &sid, expires);
    let fits: bool = right.as_bytes().ct_eq(given.as_bytes()).into();
    if !fits || expires < world.now().as_second() {
        return (StatusCode::FORBIDDEN, "Access denied").into_response();
    }
    match world.lock().twilio.media.get(&sid) {
        Some(media) => ([(header::CONTENT_TYPE, media.content_type.clone())], media.bytes.clone())
            .into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::is_sendable;

    #[test]
    fn whatsapp_carries_some_types_up_to_their_size() {
        assert!(is_sendable("audio/ogg; codecs=opus", 200_000));
        assert!(is_sendable("image/png", 5 * 1024 * 1024));
        assert!(!is_sendable("image/png", 5 * 1024 * 1024 + 1));
        assert!(!is_sendable("text/calendar", 10));
        assert!(!is_sendable("application/pdf", 17 * 1024 * 1024));
    }
}
