//! What an answered call does: TwiML is asked for, and its verbs happen one after the other.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::progress::{base_fields, end};
use super::{Direction, Instructions, Status, schedule};
use crate::agenda;
use crate::elevenlabs::{self, StreamStart};
use crate::faults::Webhook;
use crate::timeline::Kind;
use crate::twilio::twiml::{Gather, LENGTH_MAX, Verb, read};
use crate::twilio::webhook::{Address, Callback, Then};
use crate::twilio::{Action, Alert};
use crate::world::{Answer, State, World};

/// Characters that Twilio's voice speaks in a second.
const SPEECH_RATE: u64 = 15;
/// What a callee hears when there is no TwiML to follow.
const APPLICATION_ERROR: &str = "We are sorry, an application error has occurred. Goodbye.";

/// Requests TwiML from the address that the call was made with; `more` is told besides what is always told.
pub fn ask_for_instructions(
    world: &World,
    state: &mut State,
    now: Timestamp,
    sid: &str,
    more: &[(String, String)],
) {
    let Some(call) = state.twilio.calls.get(sid) else { return };
    let Instructions::Fetch { address, fallback } = call.instructions.clone() else { return };
    let webhook = match call.direction {
        Direction::OutboundApi => Webhook::TwilioVoice,
        Direction::Inbound => Webhook::TwilioInboundCall,
    };
    let account = &world.options.credentials.twilio_account_sid;
    let mut fields = base_fields(account, call, call.status.word());
    if let Some(by) = &call.answered_by {
        fields.push(("AnsweredBy".to_owned(), by.clone()));
    }
    fields.extend_from_slice(more);
    let token = world.id(state, "");
    let mut callback = Callback::new(webhook, address, fields, sid, token);
    callback.fallback = fallback;
    callback.then = Then::Instruct(sid.to_owned());
    state.deliver(now, now, webhook, agenda::Action::Twilio(Action::Callback(callback)));
}

/// Follows the TwiML that was given when the call was created.
pub fn begin_inline(world: &World, sid: &str) {
    let twiml = match world.lock().twilio.calls.get(sid).map(|call| call.instructions.clone()) {
        Some(Instructions::Inline(twiml)) => twiml,
        _ => return,
    };
    if follow(world, sid, &twiml).is_err() {
        without_instructions(world, sid);
    }
}

/// The product answered with what should be TwiML.
///
/// # Errors
/// Twilio's code for an answer that it can't use: 12300 for its type, 11750 for its size, 12100 and 12200 for its content.
pub fn instructed(world: &World, sid: &str, answer: &Answer) -> Result<(), i64> {
    let content_type = answer.content_type.as_deref().unwrap_or_default();
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !matches!(kind.as_str(), "text/xml" | "application/xml" | "text/html") {
        return Err(12300);
    }
    if answer.body.len() > LENGTH_MAX {
        return Err(11750);
    }
    let twiml = std::str::from_utf8(&answer.body).map_err(|_| 12100)?;
    follow(world, sid, twiml)
}

fn follow(world: &World, sid: &str, twiml: &str) -> Result<(), i64> {
    let verbs = read(twiml).map_err(|error| {
        let now = world.now();
        world.lock().timeline.note(
            now,
            Kind::Note,
            sid,
            "twilio",
            format!("can't use the TwiML: {error}"),
        );
        error.code
    })?;
    let now = world.now();
    let rejected = {
        let mut state = world.lock();
        let Some(call) = state.twilio.calls.get_mut(sid).filter(|call| !call.status.is_over())
        else {
            return Ok(());
        };
        if std::mem::replace(&mut call.instructed, true) {
            return Ok(()); // a repeated request: the first answer counts
        }
        match (call.status, verbs.first()) {
            (Status::Ringing, Some(Verb::Reject { busy })) => Some(*busy),
            _ => {
                call.program = verbs.into();
                pick_up(&mut state, now, sid);
                schedule(&mut state, now, Action::NextVerb { call: sid.to_owned() });
                None
            }
        }
    };
    match rejected {
        Some(true) => end(world, sid, Status::Busy, 486),
        Some(false) => end(world, sid, Status::NoAnswer, 603),
        None => {}
    }
    Ok(())
}

/// A call to our number is answered by the first verb that isn't `Reject`.
fn pick_up(state: &mut State, now: Timestamp, sid: &str) {
    let Some(call) = state.twilio.calls.get_mut(sid).filter(|call| call.status == Status::Ringing)
    else {
        return;
    };
    (call.status, call.updated, call.answered) = (Status::InProgress, now, Some(now));
    let limit = now + SignedDuration::from_secs(i64::from(call.limit_s));
    let who = call.to.clone();
    state.timeline.note(now, Kind::Answered, sid, who, "our number answers");
    let call = sid.to_owned();
    schedule(state, limit, Action::End { call, status: Status::Completed, sip: 200 });
}

/// There is nothing to follow: the callee hears that there was an error, and the call ends.
pub fn without_instructions(world: &World, sid: &str) {
    let now = world.now();
    let mut state = world.lock();
    let Some(call) =
        state.twilio.calls.get_mut(sid).filter(|call| !call.status.is_over() && !call.instructed)
    else {
        return;
    };
    call.instructed = true;
    call.program =
        [Verb::Say { text: APPLICATION_ERROR.to_owned(), language: None }, Verb::Hangup].into();
    pick_up(&mut state, now, sid);
    schedule(&mut state, now, Action::NextVerb { call: sid.to_owned() });
}

/// Does the call's next verb; a call without one hangs up.
pub fn next_verb(world: &World, sid: &str) {
    let now = world.now();
    let mut state = world.lock();
    let Some(call) = state.twilio.calls.get_mut(sid) else { return };
    if call.status != Status::InProgress || call.streaming {
        return;
    }
    call.gathering = None;
    let next = Action::NextVerb { call: sid.to_owned() };
    match call.program.pop_front() {
        Some(Verb::Say { text, .. }) => {
            let length_s = (text.chars().count() as u64).div_ceil(SPEECH_RATE);
            state.timeline.note(now, Kind::Spoken, sid, "Twilio voice", text);
            schedule(&mut state, now + std::time::Duration::from_secs(length_s), next);
        }
        Some(Verb::Pause { seconds }) => {
            schedule(&mut state, now + SignedDuration::from_secs(i64::from(seconds)), next);
        }
        Some(Verb::Redirect { url }) => redirect(world, &mut state, now, sid, Some(&url), &[]),
        Some(Verb::Gather(gather)) => gather_keys(world, &mut state, now, sid, gather),
        Some(Verb::Stream { url, parameters }) => {
            call.streaming = true;
            let direction = call.direction.word().to_owned();
            let start = StreamStart {
                stream_url: url,
                conversation_id: parameters
                    .iter()
                    .find(|(name, _)| name == "conversation_id")
                    .map(|(_, id)| id.clone()),
                parameters: parameters.into_iter().collect::<BTreeMap<_, _>>(),
                call_sid: sid.to_owned(),
                from: call.from.clone(),
                to: call.to.clone(),
                provider: call.provider.clone(),
                direction,
            };
            drop(state);
            connect(world, sid, start);
        }
        Some(Verb::Hangup | Verb::Reject { .. }) | None => {
            drop(state);
            end(world, sid, Status::Completed, 200);
        }
    }
}

/// Says what is to be said, then waits for keys. Who presses none is asked nothing more: the next verb is done.
fn gather_keys(world: &World, state: &mut State, now: Timestamp, sid: &str, mut gather: Gather) {
    let Some(call) = state.twilio.calls.get_mut(sid) else { return };
    let next = Action::NextVerb { call: sid.to_owned() };
    let prompts = std::mem::take(&mut gather.prompts);
    if !prompts.is_empty() {
        call.program.push_front(Verb::Gather(gather));
        for prompt in prompts.into_iter().rev() {
            call.program.push_front(prompt);
        }
        schedule(state, now, next);
        return;
    }
    let pressed = std::mem::take(&mut call.keys);
    if pressed.is_empty() {
        let due = now + SignedDuration::from_secs(i64::from(gather.timeout_s));
        call.gathering = Some(gather);
        schedule(state, due, next);
        return;
    }
    let until = gather.finish.and_then(|key| pressed.find(key)).unwrap_or(pressed.len());
    let most = gather.digits_max.unwrap_or(until);
    let digits: String = pressed[..until].chars().take(most).collect();
    let who = call.provider.clone();
    state.timeline.note(now, Kind::KeyPressed, sid, who, &digits);
    let fields = [("Digits".to_owned(), digits)];
    redirect(world, state, now, sid, gather.action.as_deref(), &fields);
}

/// Asks for other instructions: at `url`, or where the last ones came from.
fn redirect(
    world: &World,
    state: &mut State,
    now: Timestamp,
    sid: &str,
    url: Option<&str>,
    fields: &[(String, String)],
) {
    let Some(call) = state.twilio.calls.get_mut(sid) else { return };
    call.instructed = false;
    call.program.clear();
    match (&mut call.instructions, url) {
        (Instructions::Fetch { address, .. }, Some(url)) => {
            let base = url::Url::parse(&address.url).and_then(|base| base.join(url));
            address.url = base.map_or_else(|_| url.to_owned(), Into::into);
        }
        (Instructions::Fetch { .. }, None) => {}
        (Instructions::Inline(_), url) => {
            let address = Address::post(url.unwrap_or_default());
            call.instructions = Instructions::Fetch { address, fallback: None };
        }
    }
    ask_for_instructions(world, state, now, sid, fields);
}

/// Opens the stream; if its other side refuses, the call goes on with its next verb.
fn connect(world: &World, sid: &str, start: StreamStart) {
    let url = start.stream_url.clone();
    let refused = elevenlabs::stream_connected(world, start).err();
    let now = world.now();
    let mut state = world.lock();
    let Some(call) = state.twilio.calls.get_mut(sid) else { return };
    let Some(reason) = refused else {
        call.talked = true;
        return;
    };
    call.streaming = false;
    state.timeline.note(
        now,
        Kind::Note,
        sid,
        "twilio",
        format!("error 31920: the stream was refused: {reason}"),
    );
    state.twilio.alerts.push(Alert { at: now, code: 31920, about: sid.to_owned(), url });
    schedule(&mut state, now, Action::NextVerb { call: sid.to_owned() });
}

/// New instructions for a live call replace what it is doing. Returns whether a conversation must be told that its
/// stream is gone.
pub fn replace(
    world: &World,
    state: &mut State,
    now: Timestamp,
    sid: &str,
    instructions: Instructions,
) -> bool {
    let Some(call) = state.twilio.calls.get_mut(sid) else { return false };
    call.program.clear();
    call.instructed = false;
    call.instructions = instructions;
    let was_streaming = std::mem::take(&mut call.streaming);
    let inline = matches!(call.instructions, Instructions::Inline(_));
    let next = agenda::Action::Twilio(Action::NextVerb { call: sid.to_owned() });
    state.agenda.withdraw(|action| *action == next);
    if !inline {
        ask_for_instructions(world, state, now, sid, &[]);
    }
    was_streaming
}
