//! The list of conversations: filtered, sorted by start, in pages.
//!
//! A parameter that the vendor has and this twin doesn't is refused like one that nobody knows: an answer that ignored it
//! would be a wrong one.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::conversation::Tongue;
use super::conversations::Conversation;
use super::refusal::Refusal;
use super::shape::Problem;
use crate::world::World;

const PAGE: i64 = 30;
const PAGE_MAX: i64 = 100;
const STATUSES: [&str; 5] = ["initiated", "in-progress", "processing", "done", "failed"];

/// Where a page ends: start and id of its last conversation.
type Place = (Timestamp, String);

#[derive(Debug, Default)]
struct Listing {
    user_id: Option<String>,
    agent_id: Option<String>,
    /// Unix seconds, as all bounds.
    start_after: Option<i64>,
    start_before: Option<i64>,
    duration_min_s: Option<i64>,
    duration_max_s: Option<i64>,
    call_successful: Option<String>,
    exclude_statuses: Vec<String>,
    size: Option<i64>,
    after: Option<Place>,
    with_summaries: bool,
    oldest_first: bool,
}

impl Listing {
    fn read(query: &str) -> Result<Self, Refusal> {
        let mut listing = Self::default();
        let mut problems = Vec::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if let Err((kind, message)) = listing.take(&name, &value) {
                let at = ["query".to_owned(), name.into_owned()];
                problems.push(Problem::new(&at, kind, message));
            }
        }
        if problems.is_empty() { Ok(listing) } else { Err(Refusal::Invalid(problems)) }
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), (&'static str, String)> {
        let whole = || {
            value.parse::<i64>().map_err(|_| {
                ("int_parsing", "Input should be a valid integer, unable to parse".to_owned())
            })
        };
        let word = |words: &[&str]| {
            let wrong = || ("enum", format!("Input should be '{}'", words.join("', '")));
            if words.contains(&value) { Ok(value.to_owned()) } else { Err(wrong()) }
        };
        match name {
            "user_id" => self.user_id = Some(value.to_owned()),
            "agent_id" => self.agent_id = Some(value.to_owned()),
            "call_start_after_unix" => self.start_after = Some(whole()?),
            "call_start_before_unix" => self.start_before = Some(whole()?),
            "call_duration_min_secs" => self.duration_min_s = Some(whole()?),
            "call_duration_max_secs" => self.duration_max_s = Some(whole()?),
            "call_successful" => {
                self.call_successful = Some(word(&["success", "failure", "unknown"])?);
            }
            "exclude_statuses" => self.exclude_statuses.push(word(&STATUSES)?),
            "summary_mode" => self.with_summaries = word(&["exclude", "include"])? == "include",
            "sort_direction" => self.oldest_first = word(&["asc", "desc"])? == "asc",
            "page_size" => match whole()? {
                size if size < 1 => {
                    let message = "Input should be greater than or equal to 1".to_owned();
                    return Err(("greater_than_equal", message));
                }
                size if size > PAGE_MAX => {
                    let message = format!("Input should be less than or equal to {PAGE_MAX}");
                    return Err(("less_than_equal", message));
                }
                size => self.size = Some(size),
            },
            "cursor" => {
                let place = place(value).ok_or(("value_error", "Invalid cursor".to_owned()))?;
                self.after = Some(place);
            }
            _ => return Err(("extra_forbidden", "Extra inputs are not permitted".to_owned())),
        }
        Ok(())
    }

    fn wants(&self, conversation: &Conversation) -> bool {
        let is = |wanted: &Option<String>, found: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| found == Some(wanted))
        };
        let start = began(conversation).as_second();
        let length = conversation.duration_s();
        is(&self.user_id, conversation.user_id())
            && is(&self.agent_id, Some(&conversation.agent_id))
            && is(&self.call_successful, success(conversation).as_str())
            && self.start_after.is_none_or(|after| start >= after)
            && self.start_before.is_none_or(|before| start <= before)
            && self.duration_min_s.is_none_or(|least| length >= least)
            && self.duration_max_s.is_none_or(|most| length <= most)
            && !self.exclude_statuses.iter().any(|status| status == conversation.status.word())
    }

    /// Whether it comes after the end of the page before.
    fn is_further(&self, place: &Place) -> bool {
        self.after
            .as_ref()
            .is_none_or(|after| if self.oldest_first { place > after } else { place < after })
    }
}

fn began(conversation: &Conversation) -> Timestamp {
    conversation.started_at.unwrap_or(conversation.registered_at)
}

fn success(conversation: &Conversation) -> Value {
    let judged = conversation.analysis.as_ref().map(|analysis| analysis["call_successful"].clone());
    judged.unwrap_or_else(|| json!("unknown"))
}

fn place(cursor: &str) -> Option<Place> {
    let (nanos, id) = cursor.split_once('_')?;
    Some((Timestamp::from_nanosecond(nanos.parse().ok()?).ok()?, id.to_owned()))
}

fn cursor((start, id): &Place) -> String {
    format!("{}_{id}", start.as_nanosecond())
}

fn summary(id: &str, conversation: &Conversation, with_summaries: bool) -> Value {
    let text = conversation.analysis.as_ref().filter(|_| with_summaries);
    json!({
        "agent_id": conversation.agent_id,
        "agent_name": conversation.agent_name,
        "conversation_id": id,
        "start_time_unix_secs": began(conversation).as_second(),
        "call_duration_secs": conversation.duration_s(),
        "message_count": conversation.turns.len(),
        "status": conversation.status.word(),
        "termination_reason": conversation.termination_reason,
        "call_successful": success(conversation),
        "transcript_summary": text.map(|analysis| analysis["transcript_summary"].clone()),
        "main_language": conversation.tongue.map(Tongue::code),
        "tool_names": conversation.tool_names(),
        "direction": conversation.direction,
        "tag_ids": [],
    })
}

/// Newest first, unless asked otherwise.
pub(super) async fn list(
    State(world): State<Arc<World>>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Refusal> {
    let listing = Listing::read(query.as_deref().unwrap_or_default())?;
    let size = usize::try_from(listing.size.unwrap_or(PAGE)).unwrap_or_default();
    let state = world.lock();
    let mut found: Vec<(Place, &Conversation)> = state
        .elevenlabs
        .conversations
        .iter()
        .filter(|(_, conversation)| listing.wants(conversation))
        .map(|(id, conversation)| ((began(conversation), id.clone()), conversation))
        .filter(|(place, _)| listing.is_further(place))
        .collect();
    if listing.oldest_first {
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
    } else {
        found.sort_by_cached_key(|(place, _)| Reverse(place.clone()));
    }
    let has_more = found.len() > size;
    found.truncate(size);
    let next = found.last().filter(|_| has_more).map(|(place, _)| cursor(place));
    let shown: Vec<Value> = found
        .iter()
        .map(|((_, id), conversation)| summary(id, conversation, listing.with_summaries))
        .collect();
    Ok(Json(json!({"conversations": shown, "next_cursor": next, "has_more": has_more})))
}
