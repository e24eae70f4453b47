//! The Messages resource, and the typing indicator.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::course::{QUEUE, step};
use super::create::wanted;
use super::{Direction, Message, Status};
use crate::twilio::calls::schedule;
use crate::twilio::dates::{Before, DateFilter};
use crate::twilio::form::Form;
use crate::twilio::paging::{PARAMETERS, Page};
use crate::twilio::refusal::Refusal;
use crate::twilio::{Action, rfc_2822};
use crate::world::World;

pub async fn create(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let form = Form::of_body(&headers, &body);
    let now = world.now();
    let mut state = world.lock();
    let wanted =
        wanted(&form, &world.options.credentials.twilio_whatsapp_from, &state.twilio.contents)?;
    if state.people.find(&wanted.to).is_some_and(|person| person.opted_out) {
        return Err(Refusal::bad(21610, "Attempt to send to unsubscribed recipient"));
    }
    let prefix = if wanted.media_url.is_some() { "MM" } else { "SM" };
    let sid = world.id(&mut state, prefix);
    let message = Message {
        sid: sid.clone(),
        direction: Direction::OutboundApi,
        from: wanted.from,
        to: wanted.to,
        body: wanted.shown.body.clone(),
        status: Status::Queued,
        created: now,
        updated: now,
        sent: None,
        error: None,
        media: Vec::new(),
        media_url: wanted.media_url,
        content_sid: wanted.content_sid,
        shown: wanted.shown,
        status_callback: wanted.status_callback,
    };
    let body = resource(&world, &message);
    state.twilio.messages.add(message);
    step(&world, &mut state, &sid, Status::Queued, None);
    schedule(&mut state, now + QUEUE, Action::Send { message: sid });
    Ok((StatusCode::CREATED, Json(body)))
}

pub async fn list(
    State(world): State<Arc<World>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let form = Form::of_query(query.as_deref());
    form.only(
        &[&["To", "From", "DateSent", "DateSent<", "DateSent>"][..], &PARAMETERS].concat(),
        &[],
    )?;
    let page = Page::of(&form)?;
    let (to, from) = (form.filter("To")?, form.filter("From")?);
    let sent = DateFilter::of(&form, "DateSent", Before::ThatDayToo)?;
    let now = world.now();
    let state = world.lock();
    let visible = now - state.faults.list_lag;
    let items = state
        .twilio
        .messages
        .iter()
        .rev()
        .filter(|message| message.created <= visible)
        .filter(|message| to.is_none_or(|to| to == message.to))
        .filter(|message| from.is_none_or(|from| from == message.from))
        .filter(|message| sent.fits(message.sent))
        .map(|message| (message.sid.clone(), resource(&world, message)))
        .collect();
    let path = format!(
        "/2010-04-01/Accounts/{}/Messages.json",
        world.options.credentials.twilio_account_sid
    );
    Ok(Json(page.cut("messages", items, &path, &form)?))
}

pub async fn fetch(
    State(world): State<Arc<World>>,
    Path((_account, name)): Path<(String, String)>,
) -> Result<Json<Value>, Refusal> {
    let sid = sid_of(&name)?;
    let state = world.lock();
    let message = state.twilio.messages.get(&sid).ok_or_else(|| not_found(&world, &sid))?;
    Ok(Json(resource(&world, message)))
}

/// An empty `Body` redacts; nothing else can be changed, for nothing here is scheduled.
pub async fn update(
    State(world): State<Arc<World>>,
    Path((_account, name)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let sid = sid_of(&name)?;
    let form = Form::of_body(&headers, &body);
    form.only(&["Body", "Status"], &[])?;
    let mut state = world.lock();
    let message = state.twilio.messages.get_mut(&sid).ok_or_else(|| not_found(&world, &sid))?;
    if form.word("Status", &["canceled"])?.is_some() {
        return Err(Refusal::bad(30409, "Message cannot be canceled: it is not scheduled"));
    }
    match form.raw("Body") {
        Some("") if message.status == Status::Queued => {
            return Err(Refusal::bad(20009, "Message is still in progress: it can't be redacted"));
        }
        Some("") => message.body.clear(),
        Some(_) => return Err(Refusal::parameter("Body can only be made empty")),
        None => {}
    }
    Ok(Json(resource(&world, message)))
}

pub async fn delete(
    State(world): State<Arc<World>>,
    Path((_account, name)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let sid = sid_of(&name)?;
    let mut state = world.lock();
    match state.twilio.messages.get(&sid).map(|message| message.status) {
        None => return Err(not_found(&world, &sid)),
        Some(Status::Queued | Status::Sent) => {
            let message = "Cannot delete this resource before it is complete".to_owned();
            return Err(Refusal { status: 409, code: 20009, message });
        }
        Some(_) => {}
    }
    state.twilio.messages.remove(&sid);
    state.twilio.media.retain(|_, media| media.message != sid);
    Ok(StatusCode::NO_CONTENT)
}

/// Shows the person that an answer is being written, and marks their message as read.
pub async fn typing(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let form = Form::of_body(&headers, &body);
    form.only(&["channel", "messageId"], &[])?;
    if form.get("channel") != Some("whatsapp") {
        return Err(Refusal::parameter("channel must be whatsapp"));
    }
    let sid = form.get("messageId").ok_or_else(|| Refusal::parameter("messageId is required"))?;
    let now = world.now();
    let mut state = world.lock();
    let inbound =
        state.twilio.messages.get(sid).filter(|message| message.direction == Direction::Inbound);
    let from =
        inbound.ok_or_else(|| Refusal::not_found("/v2/Indicators/Typing.json"))?.from.clone();
    state.people.get_or_meet(&from).sees_typing(now, sid);
    Ok(Json(json!({ "success": true })))
}

fn sid_of(name: &str) -> Result<String, Refusal> {
    crate::twilio::json_name(name, "SM").or_else(|_| crate::twilio::json_name(name, "MM"))
}

fn path_of(world: &World, sid: &str) -> String {
    format!("/2010-04-01/Accounts/{}/Messages/{sid}", world.options.credentials.twilio_account_sid)
}

fn not_found(world: &World, sid: &str) -> Refusal {
    Refusal::not_found(&format!("{}.json", path_of(world, sid)))
}

fn resource(world: &World, message: &Message) -> Value {
    let path = path_of(world, &message.sid);
    let num_media = message.media.len().max(usize::from(message.media_url.is_some()));
    json!({
        "account_sid": world.options.credentials.twilio_account_sid,
        "api_version": "2010-04-01",
        "body": message.body,
        "date_created": rfc_2822(message.created),
        "date_sent": message.sent.map(rfc_2822),
        "date_updated": rfc_2822(message.updated),
        "direction": message.direction.word(),
        "error_code": message.error,
        "error_message": message.error.map(|code| format!("Error {code}")),
        "from": message.from,
        "messaging_service_sid": null,
        "num_media": num_media.to_string(),
        "num_segments": "1",
        "price": null,
        "price_unit": null,
        "sid": message.sid,
        "status": message.status.word(),
        "subresource_uris": { "media": format!("{path}/Media.json") },
        "to": message.to,
        "uri": format!("{path}.json"),
    })
}
