//! What comes after a conversation: its analysis, and the webhook that tells the product.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::conversations::{Conversation, Status};
use super::workspace::{self, Webhook};
use super::{Action, signature};
use crate::faults;
use crate::world::{Outgoing, State, World};

/// From the analysis to the first delivery.
const DELIVERY: SignedDuration = SignedDuration::from_secs(2);
/// Seconds before each further attempt, give or take a tenth.
const RETRIES_S: [i64; 4] = [30, 2 * 60, 8 * 60, 30 * 60];
/// Retries that may wait for their time; more are dropped.
const QUEUE_MAX: usize = 100;

/// Analyses a conversation that has ended and sends it off.
pub(super) fn analyse(world: &World, id: &str) {
    let now = world.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    let Some(conversation) = state.elevenlabs.conversations.get_mut(id) else { return };
    if conversation.status != Status::Processing {
        return;
    }
    conversation.analysis = Some(analysis(conversation));
    conversation.status = Status::Done;
    let Some((webhook, excluded)) = webhook_for(&state.elevenlabs, id) else { return };
    let mut data = state.elevenlabs.conversations[id].shown(id);
    if excluded && let Some(data) = data.as_object_mut() {
        data.remove("transcript");
    }
    let at = now + DELIVERY;
    let body =
        json!({"type": "post_call_transcription", "event_timestamp": at.as_second(), "data": data})
            .to_string();
    let action = Action::PostCall { webhook, conversation: id.to_owned(), body, attempt: 0 };
    state.deliver(now, at, faults::Webhook::ElevenlabsPostCall, action.into());
}

/// The webhook that wants the transcript of this conversation, and whether the turns are left out of it.
fn webhook_for(state: &super::State, id: &str) -> Option<(String, bool)> {
    let config = &state.conversations.get(id)?.config;
    let own = &config["platform_settings"]["workspace_overrides"]["webhooks"];
    let shared = workspace::settings(state);
    let wanted = if own["post_call_webhook_id"].is_string() { own } else { &shared["webhooks"] };
    let transcript =
        wanted["events"].as_array().is_some_and(|events| events.contains(&json!("transcript")));
    let webhook = wanted["post_call_webhook_id"].as_str().filter(|_| transcript)?;
    let on = |webhook: &Webhook| !webhook.is_disabled && !webhook.is_auto_disabled;
    state.webhooks.get(webhook).filter(|webhook| on(webhook))?;
    Some((webhook.to_owned(), wanted["exclude_transcript"] == true))
}

/// What a model would make of the transcript.
fn analysis(conversation: &Conversation) -> Value {
    let outcome = Outcome::of(conversation);
    let settings = &conversation.config["platform_settings"];
    let verdict = if outcome.booked.is_some() { "success" } else { "failure" };
    let criteria = settings["evaluation"]["criteria"].as_array().into_iter().flatten();
    let criteria: serde_json::Map<String, Value> = criteria
        .filter_map(|criterion| Some((criterion["id"].as_str()?.to_owned(), criterion)))
        .map(|(id, _)| {
            (id.clone(), json!({"criteria_id": id, "result": verdict, "rationale": outcome.told()}))
        })
        .collect();
    let collected = settings["data_collection"].as_object().into_iter().flatten();
    let collected: serde_json::Map<String, Value> = collected
        .map(|(id, item)| {
            let schema = json!({"type": item["type"], "description": item["description"]});
            let value = outcome.collected(id);
            let told = json!({
                "data_collection_id": id, "value": value, "json_schema": schema, "rationale": outcome.told(),
            });
            (id.clone(), told)
        })
        .collect();
    json!({
        "call_successful": verdict,
        "transcript_summary": outcome.told(),
        "call_summary_title": if outcome.booked.is_some() { "Appointment booked" } else { "No appointment" },
        "evaluation_criteria_results": criteria,
        "data_collection_results": collected,
    })
}

/// What came of a conversation, as far as its transcript shows.
struct Outcome {
    /// `YYYY-MM-DDTHH:MM` of a booking that was accepted.
    booked: Option<String>,
    reason: String,
}

impl Outcome {
    fn of(conversation: &Conversation) -> Self {
        let mut outcome = Self { booked: None, reason: "unclear".to_owned() };
        if conversation.voicemail {
            "voicemail".clone_into(&mut outcome.reason);
        }
        for turn in &conversation.turns {
            let (call, result) = (&turn["tool_calls"][0], &turn["tool_results"][0]);
            let params = parsed(&call["params_as_json"]);
            match call["tool_name"].as_str() {
                Some("confirm_booking") if parsed(&result["result_value"])["decision"] == "ok" => {
                    let text = |name: &str| params[name].as_str().unwrap_or_default().to_owned();
                    outcome.booked = Some(format!("{}T{}", text("date"), text("time")));
                    "booked".clone_into(&mut outcome.reason);
                }
                Some("end_without_booking") => {
                    params["reason"].as_str().unwrap_or("unclear").clone_into(&mut outcome.reason);
                }
                _ => {}
            }
        }
        outcome
    }

    fn told(&self) -> String {
        match &self.booked {
            Some(slot) => format!("The provider confirmed an appointment at {slot}."),
            None => format!("No appointment was made: {}.", self.reason),
        }
    }

    fn collected(&self, id: &str) -> Value {
        match id {
            "outcome" => json!(self.reason),
            "appointment_start" => json!(self.booked.clone().unwrap_or_default()),
            _ => Value::Null,
        }
    }
}

fn parsed(text: &Value) -> Value {
    text.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// Delivers a webhook once; whether it is tried again is decided by the answer.
pub(super) async fn deliver(
    world: &World,
    webhook: &str,
    conversation: &str,
    body: String,
    attempt: usize,
) {
    let now = world.now();
    let outgoing = {
        let state = world.lock();
        let Some(found) = state.elevenlabs.webhooks.get(webhook) else { return };
        let connected =
            state.connection.as_ref().map(|connection| connection.post_call_url.clone());
        let Some(url) = found.url.clone().or(connected) else { return };
        let mut outgoing =
            Outgoing::post(faults::Webhook::ElevenlabsPostCall, url, body.clone().into_bytes());
        let signed = signature::header(&found.secret, now, body.as_bytes());
        outgoing.headers = found.headers.clone();
        outgoing.headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        outgoing.headers.push(("ElevenLabs-Signature".to_owned(), signed));
        conversation.clone_into(&mut outgoing.about);
        outgoing
    };
    let status = world.send(&outgoing).await.ok().map(|answer| answer.status);
    let now = world.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    let Some(found) = state.elevenlabs.webhooks.get_mut(webhook) else { return };
    if status.is_some_and(|status| (200..300).contains(&status)) {
        found.succeeded(now);
        return;
    }
    found.failed(now, status);
    let Some(wait) = retry_after(found.retry_enabled, status, attempt, conversation) else {
        return;
    };
    if queued(state) >= QUEUE_MAX {
        return;
    }
    let again = Action::PostCall {
        webhook: webhook.to_owned(),
        conversation: conversation.to_owned(),
        body,
        attempt: attempt + 1,
    };
    let due: Timestamp = now + wait;
    state.agenda.put(due, again.into());
}

/// How long until the next attempt, if there is one. `status` is absent when there was no answer.
fn retry_after(
    enabled: bool,
    status: Option<u16>,
    attempt: usize,
    seed: &str,
) -> Option<SignedDuration> {
    let worth_it = status.is_none_or(|status| status >= 500 || matches!(status, 408 | 429));
    let seconds = RETRIES_S.get(attempt).filter(|_| enabled && worth_it)?;
    // A tenth more or less, the same in every run.
    let byte = Sha256::digest(format!("{seed}{attempt}"))[0];
    let share = i64::from(byte) - 128;
    Some(SignedDuration::from_millis(seconds * 1000 + seconds * 100 * share / 128))
}

fn queued(state: &State) -> usize {
    let waiting = |action: &crate::agenda::Action| {
        matches!(action, crate::agenda::Action::ElevenLabs(Action::PostCall { attempt: 1.., .. }))
    };
    state.agenda.iter().filter(|(_, action)| waiting(action)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_retries_follow_the_first_attempt_at_growing_distances() {
        for (attempt, seconds) in [(0, 30), (1, 120), (2, 480), (3, 1800)] {
            let wait = retry_after(true, Some(503), attempt, "conv_1").unwrap();
            let (least, most) = (seconds * 900, seconds * 1100);
            assert!(
                (least..=most).contains(&i64::try_from(wait.as_millis()).unwrap()),
                "{attempt}: {wait}"
            );
        }
        assert_eq!(retry_after(true, Some(503), 4, "conv_1"), None);
    }

    #[test]
    fn only_what_may_pass_is_tried_again_and_only_if_retries_are_on() {
        for status in [None, Some(500), Some(503), Some(429), Some(408)] {
            assert!(retry_after(true, status, 0, "").is_some(), "{status:?}");
            assert_eq!(retry_after(false, status, 0, ""), None, "{status:?}");
        }
        for status in [Some(400), Some(401), Some(404), Some(302)] {
            assert_eq!(retry_after(true, status, 0, ""), None, "{status:?}");
        }
    }
}
