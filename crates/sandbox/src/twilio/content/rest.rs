//! The Content resource and its approval by WhatsApp.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::types::Types;
use super::{Approval, Content};
use crate::timeline::Kind;
use crate::twilio::Action;
use crate::twilio::calls::schedule;
use crate::twilio::form::Form;
use crate::twilio::paging::PARAMETERS;
use crate::twilio::refusal::Refusal;
use crate::world::World;

/// From submission to verdict.
const REVIEW: SignedDuration = SignedDuration::from_mins(2);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    #[serde(default)]
    friendly_name: String,
    language: String,
    #[serde(default)]
    variables: BTreeMap<String, String>,
    types: Value,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Submission {
    name: String,
    category: String,
}

fn invalid(what: impl std::fmt::Display) -> Refusal {
    Refusal::parameter(format!("Invalid content: {what}"))
}

pub async fn create(
    State(world): State<Arc<World>>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let raw: Value = serde_json::from_slice(&body).map_err(invalid)?;
    let draft = Draft::deserialize(&raw).map_err(invalid)?;
    let types = Types::of(&draft.types).map_err(invalid)?;
    if !(2..=5).contains(&draft.language.len()) {
        return Err(invalid("language"));
    }
    if draft.variables.len() > 100 {
        return Err(invalid("more than 100 variables"));
    }
    let now = world.now();
    let mut state = world.lock();
    let sid = world.id(&mut state, "HX");
    let content = Content {
        sid: sid.clone(),
        friendly_name: draft.friendly_name,
        language: draft.language,
        variables: draft.variables,
        types,
        raw_types: draft.types,
        created: now,
        approval: Approval::Unsubmitted,
        rejection_reason: String::new(),
        submitted_as: None,
    };
    let shown = resource(&world, &content);
    state.twilio.contents.order.push(sid.clone());
    state.twilio.contents.by_sid.insert(sid, content);
    Ok((StatusCode::CREATED, Json(shown)))
}

pub async fn list(
    State(world): State<Arc<World>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let form = Form::of_query(query.as_deref());
    form.only(&PARAMETERS, &[])?;
    let size = form.number("PageSize", 1..=500)?.unwrap_or(50);
    let number = form.number("Page", 0..=u32::MAX)?.unwrap_or(0);
    let state = world.lock();
    let all: Vec<&Content> = state.twilio.contents.iter().collect();
    let start = (number as usize).saturating_mul(size as usize).min(all.len());
    let end = (start + size as usize).min(all.len());
    let contents: Vec<Value> =
        all[start..end].iter().map(|content| resource(&world, content)).collect();
    let base = &world.urls().twilio;
    let address = |number: u32| format!("{base}/v1/Content?PageSize={size}&Page={number}");
    let next = (end < all.len()).then(|| format!("{}&PageToken=PT{end}", address(number + 1)));
    let meta = json!({
        "page": number,
        "page_size": size,
        "first_page_url": address(0),
        "previous_page_url": number.checked_sub(1).map(address),
        "url": address(number),
        "next_page_url": next,
        "key": "contents",
    });
    Ok(Json(json!({ "contents": contents, "meta": meta })))
}

pub async fn fetch(
    State(world): State<Arc<World>>,
    Path(sid): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let state = world.lock();
    let content = state.twilio.contents.get(&sid).ok_or_else(|| not_found(&sid))?;
    Ok(Json(resource(&world, content)))
}

pub async fn delete(
    State(world): State<Arc<World>>,
    Path(sid): Path<String>,
) -> Result<StatusCode, Refusal> {
    let mut state = world.lock();
    match state.twilio.contents.by_sid.remove(&sid) {
        Some(_) => Ok(StatusCode::NO_CONTENT),
        None => Err(not_found(&sid)),
    }
}

/// Submits a template to WhatsApp.
pub async fn approve(
    State(world): State<Arc<World>>,
    Path(sid): Path<String>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let submission: Submission = serde_json::from_slice(&body).map_err(invalid)?;
    let is_name = (1..=512).contains(&submission.name.len())
        && submission.name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    if !is_name {
        return Err(invalid("the name may have lower-case letters, digits and underscores only"));
    }
    if !matches!(submission.category.as_str(), "UTILITY" | "MARKETING" | "AUTHENTICATION") {
        return Err(invalid("the category is unknown"));
    }
    let now = world.now();
    let mut state = world.lock();
    let contents = &mut state.twilio.contents;
    let content = contents.by_sid.get_mut(&sid).ok_or_else(|| not_found(&sid))?;
    if content.approval != Approval::Unsubmitted {
        return Err(invalid("it was submitted already"));
    }
    if !contents.names.insert(submission.name.clone()) {
        return Err(invalid("the name was used before"));
    }
    content.approval = Approval::Received;
    content.submitted_as = Some((submission.name, submission.category));
    let shown = approval_of(content);
    schedule(&mut state, now + REVIEW, Action::Review { content: sid });
    Ok((StatusCode::CREATED, Json(shown)))
}

pub async fn approval(
    State(world): State<Arc<World>>,
    Path(sid): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let state = world.lock();
    let content = state.twilio.contents.get(&sid).ok_or_else(|| not_found(&sid))?;
    Ok(Json(json!({
        "sid": sid,
        "account_sid": world.options.credentials.twilio_account_sid,
        "whatsapp": approval_of(content),
        "url": format!("{}/v1/Content/{sid}/ApprovalRequests", world.urls().twilio),
    })))
}

/// WhatsApp's verdict on a submitted template.
pub fn review(world: &World, sid: &str) {
    let now = world.now();
    let mut state = world.lock();
    let Some(content) = state.twilio.contents.by_sid.get_mut(sid) else { return };
    if content.approval != Approval::Received {
        return;
    }
    let reason = objection(content);
    content.approval = if reason.is_some() { Approval::Rejected } else { Approval::Approved };
    content.rejection_reason = reason.unwrap_or_default().to_owned();
    let text = format!(
        "template {}: {} {}",
        content.friendly_name,
        content.approval.word(),
        content.rejection_reason
    );
    state.timeline.note(now, Kind::Note, sid, "whatsapp", text.trim_end());
}

/// What WhatsApp has against a template.
fn objection(content: &Content) -> Option<&'static str> {
    let body = content.types.body();
    let names: Vec<&str> =
        body.split("{{").skip(1).filter_map(|part| Some(part.split_once("}}")?.0.trim())).collect();
    let mut counted = 0;
    for name in &names {
        match name.parse::<u32>() {
            Ok(number) if number == counted + 1 => counted = number,
            Ok(number) if (1..=counted).contains(&number) => {}
            _ => return Some("variables are not numbered one after the other"),
        }
    }
    let lacks_sample = names.iter().any(|name| !content.variables.contains_key(*name));
    let text = body.trim();
    match content.types.name() {
        "twilio/list-picker" | "twilio/location" => Some("this type can't start a conversation"),
        _ if lacks_sample => Some("a variable has no sample"),
        _ if body.contains("}}{{") || body.contains("}} {{") => {
            Some("variables stand side by side")
        }
        _ if text.starts_with("{{") || text.ends_with("}}") => {
            Some("a variable stands at the border")
        }
        _ if body.chars().count() > super::TEXT_MAX => Some("the text is too long"),
        _ => None,
    }
}

fn not_found(sid: &str) -> Refusal {
    Refusal::not_found(&format!("/v1/Content/{sid}"))
}

fn approval_of(content: &Content) -> Value {
    let (name, category) = content.submitted_as.clone().unwrap_or_default();
    json!({
        "type": "whatsapp",
        "name": name,
        "category": category,
        "content_type": content.types.name(),
        "status": content.approval.word(),
        "rejection_reason": content.rejection_reason,
        "allow_category_change": true,
    })
}

fn resource(world: &World, content: &Content) -> Value {
    let url = format!("{}/v1/Content/{}", world.urls().twilio, content.sid);
    let date = content.created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    json!({
        "sid": content.sid,
        "account_sid": world.options.credentials.twilio_account_sid,
        "friendly_name": content.friendly_name,
        "language": content.language,
        "variables": content.variables,
        "types": content.raw_types,
        "url": url,
        "date_created": date,
        "date_updated": date,
        "links": {
            "approval_create": format!("{url}/ApprovalRequests/whatsapp"),
            "approval_fetch": format!("{url}/ApprovalRequests"),
        },
    })
}
