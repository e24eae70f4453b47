//! The Calls resource.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::create::{instructions, status_callback, wanted};
use super::instructions::{begin_inline, replace};
use super::progress::end;
use super::{Call, Direction, Instructions, Status, schedule};
use crate::elevenlabs;
use crate::twilio::dates::{Before, DateFilter};
use crate::twilio::form::{Form, is_sid};
use crate::twilio::paging::{PARAMETERS, Page};
use crate::twilio::refusal::Refusal;
use crate::twilio::webhook::Method;
use crate::twilio::{Action, json_name, rfc_2822};
use crate::world::{State as Everything, World};

/// After its end, so much later the requests of a call are listed.
const EVENTS_AFTER: SignedDuration = SignedDuration::from_mins(15);

pub async fn create(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let form = Form::of_body(&headers, &body);
    let now = world.now();
    let mut state = world.lock();
    let wanted = wanted(&form, &world.options.credentials, &state.twilio.geography)?;
    let sid = world.id(&mut state, "CA");
    let start = state.twilio.calls.take_turn(now, world.options.calls_per_second);
    let queued_ms = i64::try_from(start.duration_since(now).as_millis()).unwrap_or(i64::MAX);
    let ends = [wanted.from, wanted.to];
    let call = Call {
        queued_ms,
        status_callback: wanted.status_callback,
        detection: wanted.detection,
        ring_limit_s: wanted.ring_limit_s,
        limit_s: wanted.limit_s,
        ..Call::new(sid.clone(), Direction::OutboundApi, ends, wanted.instructions, now)
    };
    let body = shown(&world, &call);
    state.twilio.calls.add(call);
    schedule(&mut state, start, Action::Dial { call: sid });
    Ok((StatusCode::CREATED, Json(body)))
}

pub async fn list(
    State(world): State<Arc<World>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let form = Form::of_query(query.as_deref());
    let mut known = vec!["To", "From", "Status", "ParentCallSid"];
    known.extend(["StartTime", "StartTime<", "StartTime>", "EndTime", "EndTime<", "EndTime>"]);
    known.extend(PARAMETERS);
    form.only(&known, &[])?;
    let page = Page::of(&form)?;
    let (to, from) = (form.filter("To")?, form.filter("From")?);
    if form.get("ParentCallSid").is_some_and(|sid| !is_sid(sid, "CA")) {
        return Err(Refusal::parameter("Parameter ParentCallSid is invalid"));
    }
    let started = DateFilter::of(&form, "StartTime", Before::ThatDay)?;
    let ended = DateFilter::of(&form, "EndTime", Before::ThatDay)?;
    let words = [
        "queued",
        "ringing",
        "in-progress",
        "completed",
        "busy",
        "failed",
        "no-answer",
        "canceled",
    ];
    let status = form.word("Status", &words)?;
    let now = world.now();
    let state = world.lock();
    let visible = now - state.faults.list_lag;
    let items = state
        .twilio
        .calls
        .iter()
        .rev()
        .filter(|call| call.created <= visible)
        .filter(|call| to.is_none_or(|to| to == call.to))
        .filter(|call| from.is_none_or(|from| from == call.from))
        .filter(|call| status.is_none_or(|status| status == call.status.word()))
        .filter(|_| form.get("ParentCallSid").is_none())
        .filter(|call| started.fits(call.answered.or(call.ended)) && ended.fits(call.ended))
        .map(|call| (call.sid.clone(), shown(&world, call)))
        .collect();
    let path =
        format!("/2010-04-01/Accounts/{}/Calls.json", world.options.credentials.twilio_account_sid);
    Ok(Json(page.cut("calls", items, &path, &form)?))
}

pub async fn fetch(
    State(world): State<Arc<World>>,
    Path((_account, name)): Path<(String, String)>,
) -> Result<Json<Value>, Refusal> {
    let sid = json_name(&name, "CA")?;
    let state = world.lock();
    let call = state.twilio.calls.get(&sid).ok_or_else(|| not_found(&world, &sid))?;
    Ok(Json(shown(&world, call)))
}

pub async fn update(
    State(world): State<Arc<World>>,
    Path((_account, name)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let sid = json_name(&name, "CA")?;
    let form = Form::of_body(&headers, &body);
    let known = ["Url", "Method", "Status", "FallbackUrl", "FallbackMethod", "StatusCallback"];
    form.only(&[&known[..], &["StatusCallbackMethod", "Twiml", "TimeLimit"]].concat(), &[])?;
    let status = form.word("Status", &["canceled", "completed"])?;
    let new = instructions(&form)?;
    let limit_s = form.number("TimeLimit", 1..=86_400)?;
    let told = status_callback(&form)?;
    let current = match world.lock().twilio.calls.get(&sid) {
        Some(call) => call.status,
        None => return Err(not_found(&world, &sid)),
    };
    match (status, current) {
        (_, over) if over.is_over() => return Err(not_in_progress()),
        (Some("canceled"), Status::InProgress) => return Err(not_in_progress()),
        (None, Status::Queued | Status::Ringing) if new.is_some() => return Err(not_in_progress()),
        (Some(_), Status::InProgress) => end(&world, &sid, Status::Completed, 200),
        (Some(_), _) => end(&world, &sid, Status::Canceled, 487),
        (None, _) => {
            if let Some(told) = told
                && let Some(call) = world.lock().twilio.calls.get_mut(&sid)
            {
                call.status_callback = Some(told);
            }
            change(&world, &sid, new, limit_s);
        }
    }
    let state = world.lock();
    let call = state.twilio.calls.get(&sid).ok_or_else(|| not_found(&world, &sid))?;
    Ok(Json(shown(&world, call)))
}

/// The record of a call that is over can be deleted, with what Twilio tells of its requests.
pub async fn delete(
    State(world): State<Arc<World>>,
    Path((_account, name)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let sid = json_name(&name, "CA")?;
    let mut state = world.lock();
    match state.twilio.calls.get(&sid).map(|call| call.status.is_over()) {
        None => return Err(not_found(&world, &sid)),
        Some(false) => {
            let message = "Cannot delete this resource before it is complete".to_owned();
            return Err(Refusal { status: 409, code: 20009, message });
        }
        Some(true) => {}
    }
    state.twilio.calls.remove(&sid);
    state.twilio.exchanges.retain(|exchange| exchange.about != sid);
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a live call other instructions, another limit.
fn change(world: &World, sid: &str, new: Option<Instructions>, limit_s: Option<u32>) {
    let now = world.now();
    if let Some(limit_s) = limit_s {
        limit(&mut world.lock(), sid, limit_s);
    }
    let Some(new) = new else { return };
    let inline = matches!(new, Instructions::Inline(_));
    let was_streaming = replace(world, &mut world.lock(), now, sid, new);
    if was_streaming {
        elevenlabs::stream_dropped(world, sid);
    }
    if inline {
        begin_inline(world, sid);
    }
}

/// A new limit counts from the answer and replaces the old one.
fn limit(state: &mut Everything, sid: &str, limit_s: u32) {
    let Some(call) = state.twilio.calls.get_mut(sid) else { return };
    call.limit_s = limit_s;
    let Some(answered) = call.answered else { return };
    let end = Action::End { call: sid.to_owned(), status: Status::Completed, sip: 200 };
    let old = crate::agenda::Action::Twilio(end.clone());
    state.agenda.withdraw(|action| *action == old);
    schedule(state, answered + SignedDuration::from_secs(i64::from(limit_s)), end);
}

pub async fn events(
    State(world): State<Arc<World>>,
    Path((_account, sid)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let form = Form::of_query(query.as_deref());
    form.only(&PARAMETERS, &[])?;
    let page = Page::of(&form)?;
    let now = world.now();
    let state = world.lock();
    let call = state.twilio.calls.get(&sid).ok_or_else(|| not_found(&world, &sid))?;
    let is_listed = call.ended.is_some_and(|ended| ended + EVENTS_AFTER <= now);
    let requests =
        state.twilio.exchanges.iter().filter(|exchange| exchange.about == sid && is_listed);
    let items = requests.enumerate().map(|(index, exchange)| {
        let parameters: serde_json::Map<String, Value> =
            exchange.fields.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        let (code, content_type, body) = exchange.answer.clone().unwrap_or_default();
        let method = if exchange.address.method == Method::Get { "GET" } else { "POST" };
        let item = json!({
            "request": { "method": method, "url": exchange.address.url, "parameters": parameters },
            "response": {
                "response_code": code,
                "request_duration": exchange.took_ms,
                "content_type": content_type,
                "response_body": body,
                "date_created": rfc_2822(exchange.at),
            },
        });
        (index.to_string(), item)
    });
    let path = format!("{}/Events.json", path_of(&world, &sid));
    Ok(Json(page.cut("events", items.collect(), &path, &form)?).into_response())
}

fn not_in_progress() -> Refusal {
    Refusal::bad(21220, "Call is not in-progress. Cannot redirect.")
}

fn path_of(world: &World, sid: &str) -> String {
    format!("/2010-04-01/Accounts/{}/Calls/{sid}", world.options.credentials.twilio_account_sid)
}

fn not_found(world: &World, sid: &str) -> Refusal {
    Refusal::not_found(&format!("{}.json", path_of(world, sid)))
}

fn formatted(number: &str) -> String {
    match number.strip_prefix("+1").filter(|rest| rest.len() == 10) {
        Some(rest) => format!("({}) {}-{}", &rest[..3], &rest[3..6], &rest[6..]),
        None => number.to_owned(),
    }
}

/// The resource as Twilio shows it: strings for numbers, null for what isn't known yet.
fn shown(world: &World, call: &Call) -> Value {
    let path = path_of(world, &call.sid);
    let date = |at: Option<Timestamp>| at.map(rfc_2822);
    let minutes = (call.talked_s() + 59).div_euclid(60);
    let mills = 14 * minutes;
    let price = call.status.is_over().then(|| format!("-{}.{:03}", mills / 1000, mills % 1000));
    let below = |name: &str| format!("{path}/{name}.json");
    json!({
        "sid": call.sid,
        "date_created": rfc_2822(call.created),
        "date_updated": rfc_2822(call.updated),
        "parent_call_sid": null,
        "account_sid": world.options.credentials.twilio_account_sid,
        "to": call.to,
        "to_formatted": formatted(&call.to),
        "from": call.from,
        "from_formatted": formatted(&call.from),
        "phone_number_sid": "PN5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c",
        "status": call.status.word(),
        "start_time": date(call.answered.or(call.ended)),
        "end_time": date(call.ended),
        "duration": call.ended.map(|_| call.talked_s().to_string()),
        "price": price,
        "price_unit": "USD",
        "direction": call.direction.word(),
        "answered_by": call.answered_by,
        "api_version": "2010-04-01",
        "forwarded_from": null,
        "group_sid": null,
        "caller_name": null,
        "queue_time": call.queued_ms.to_string(),
        "trunk_sid": null,
        "uri": format!("{path}.json"),
        "subresource_uris": {
            "events": below("Events"),
            "notifications": below("Notifications"),
            "recordings": below("Recordings"),
            "streams": below("Streams"),
        },
    })
}
