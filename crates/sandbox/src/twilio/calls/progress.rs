//! A call from its turn in the queue to its end, and what the product is told of it on the way.
//!
//! Invariant: a call that is over stays as it is, and nothing of it is left on the agenda but deliveries.

use jiff::{SignedDuration, Timestamp};

use super::instructions::ask_for_instructions;
use super::{Call, Detection, Event, Instructions, Ring, Status, schedule};
use crate::agenda;
use crate::cast::{self, AnsweredBy, Reaction};
use crate::elevenlabs;
use crate::faults::Webhook;
use crate::timeline::Kind;
use crate::twilio::geography::country;
use crate::twilio::webhook::{Callback, Then};
use crate::twilio::{Action, StreamEnd, rfc_2822};
use crate::world::{State, World};

/// Between dialling and the first ring.
const DIAL: SignedDuration = SignedDuration::from_secs(1);
/// Twilio lets a phone ring this much longer than it was told to.
const RING_BUFFER_S: u32 = 5;

/// The call's turn has come: it is dialled, and the callee's side decides what happens.
pub fn dial(world: &World, sid: &str) {
    let to = match world.lock().twilio.calls.get(sid) {
        Some(call) if call.status == Status::Queued => call.to.clone(),
        _ => return,
    };
    let reaction = cast::reaction(world, &to);
    let now = world.now();
    let mut state = world.lock();
    let Some(call) = state.twilio.calls.get(sid).filter(|call| call.status == Status::Queued)
    else {
        return;
    };
    let ring_limit_s = call.ring_limit_s + RING_BUFFER_S;
    let text = format!("dials {to}");
    let from = call.from.clone();
    state.timeline.note(now, Kind::Dialled, sid, from, text);
    tell(world, &mut state, now, sid, Event::Initiated);
    let rings = now + DIAL;
    let call = sid.to_owned();
    let ends = |status, sip| Action::End { call: call.clone(), status, sip };
    match reaction {
        Reaction::Busy => schedule(&mut state, rings, ends(Status::Busy, 486)),
        Reaction::Fails { sip } => schedule(&mut state, rings, ends(Status::Failed, sip)),
        Reaction::Answers { after_s, answered_by } if after_s <= ring_limit_s => {
            schedule(&mut state, rings, Action::Ring { call: call.clone() });
            let due = rings + SignedDuration::from_secs(i64::from(after_s));
            schedule(&mut state, due, Action::Answer { call, by: answered_by });
        }
        Reaction::Answers { .. } | Reaction::NoAnswer => {
            schedule(&mut state, rings, Action::Ring { call: call.clone() });
            let due = rings + SignedDuration::from_secs(i64::from(ring_limit_s));
            schedule(&mut state, due, ends(Status::NoAnswer, 487));
            if let Some(later) = state.cast.rings_back_after(&to) {
                schedule_return_call(&mut state, due + later, &to);
            }
        }
    }
}

/// Whoever finds several missed calls returns them once.
fn schedule_return_call(state: &mut State, due: Timestamp, provider: &str) {
    let action = Action::RingUs(Ring::from(provider));
    let planned = agenda::Action::Twilio(action.clone());
    if !state.agenda.iter().any(|(_, other)| *other == planned) {
        schedule(state, due, action);
    }
}

pub fn ring(world: &World, sid: &str) {
    let now = world.now();
    let mut state = world.lock();
    let Some(call) = state.twilio.calls.get_mut(sid).filter(|call| call.status == Status::Queued)
    else {
        return;
    };
    (call.status, call.updated, call.rang) = (Status::Ringing, now, true);
    let to = call.to.clone();
    state.timeline.note(now, Kind::Ringing, sid, to, "the phone rings");
    tell(world, &mut state, now, sid, Event::Ringing);
}

pub fn answer(world: &World, sid: &str, by: AnsweredBy) {
    let now = world.now();
    let mut state = world.lock();
    let Some(call) = state.twilio.calls.get_mut(sid).filter(|call| call.status == Status::Ringing)
    else {
        return;
    };
    (call.status, call.updated, call.answered) = (Status::InProgress, now, Some(now));
    let (to, detection, limit_s) = (call.to.clone(), call.detection.clone(), call.limit_s);
    let inline = matches!(call.instructions, Instructions::Inline(_));
    state.timeline.note(now, Kind::Answered, sid, to, format!("answered ({by:?})"));
    tell(world, &mut state, now, sid, Event::Answered);
    let limit = now + SignedDuration::from_secs(i64::from(limit_s));
    let end = Action::End { call: sid.to_owned(), status: Status::Completed, sip: 200 };
    schedule(&mut state, limit, end);
    if let Some(detection) = &detection {
        let due = now + SignedDuration::from_millis(detection_ms(detection, by));
        schedule(&mut state, due, Action::Verdict { call: sid.to_owned(), by });
    }
    let waits = detection.is_some_and(|detection| detection.asynchronous.is_none());
    if !waits {
        begin(world, state, now, sid, inline);
    }
}

/// Starts what the call was made for: asks for TwiML, or takes what came with the call.
fn begin(
    world: &World,
    mut state: std::sync::MutexGuard<'_, State>,
    now: Timestamp,
    sid: &str,
    inline: bool,
) {
    if inline {
        drop(state);
        super::instructions::begin_inline(world, sid);
    } else {
        ask_for_instructions(world, &mut state, now, sid, &[]);
    }
}

fn detection_ms(detection: &Detection, by: AnsweredBy) -> i64 {
    let found_ms = match (by, detection.message_end) {
        (AnsweredBy::Human, _) => 2_500,
        (AnsweredBy::Machine, true) => 11_000,
        (AnsweredBy::Machine | AnsweredBy::Fax, _) => 4_000,
        (AnsweredBy::Unknown, _) => i64::MAX,
    };
    found_ms.min(i64::from(detection.timeout_s) * 1000)
}

/// Machine detection has made up its mind.
pub fn verdict(world: &World, sid: &str, by: AnsweredBy) {
    let now = world.now();
    let mut state = world.lock();
    let Some(call) =
        state.twilio.calls.get_mut(sid).filter(|call| call.status == Status::InProgress)
    else {
        return;
    };
    let Some(detection) = call.detection.clone() else { return };
    let ms = detection_ms(&detection, by);
    let timed_out = ms >= i64::from(detection.timeout_s) * 1000;
    let word = match (by, detection.message_end) {
        _ if timed_out => "unknown",
        (AnsweredBy::Human, _) => "human",
        (AnsweredBy::Machine, false) => "machine_start",
        (AnsweredBy::Machine, true) => "machine_end_beep",
        (AnsweredBy::Fax, _) => "fax",
        (AnsweredBy::Unknown, _) => "unknown",
    };
    call.answered_by = Some(word.to_owned());
    let inline = matches!(call.instructions, Instructions::Inline(_));
    state.timeline.note(now, Kind::Note, sid, "twilio", format!("answered by {word}"));
    match detection.asynchronous {
        None => begin(world, state, now, sid, inline),
        Some(None) => state.timeline.note(
            now,
            Kind::Note,
            sid,
            "twilio",
            "error 21262: nobody to tell the verdict",
        ),
        Some(Some(address)) => {
            let fields = vec![
                ("CallSid".to_owned(), sid.to_owned()),
                ("AccountSid".to_owned(), world.options.credentials.twilio_account_sid.clone()),
                ("AnsweredBy".to_owned(), word.to_owned()),
                ("MachineDetectionDuration".to_owned(), ms.to_string()),
            ];
            let token = world.id(&mut state, "");
            let callback = Callback::new(Webhook::TwilioAmd, address, fields, sid, token);
            state.deliver(
                now,
                now,
                Webhook::TwilioAmd,
                agenda::Action::Twilio(Action::Callback(callback)),
            );
        }
    }
}

/// The call is over, by whoever's doing. A call that is over already stays as it is.
pub fn end(world: &World, sid: &str, status: Status, sip: u16) {
    let was_streaming = {
        let now = world.now();
        let mut state = world.lock();
        let Some(call) = state.twilio.calls.get_mut(sid).filter(|call| !call.status.is_over())
        else {
            return;
        };
        (call.status, call.updated, call.ended, call.sip) = (status, now, Some(now), Some(sip));
        call.program.clear();
        let was_streaming = std::mem::take(&mut call.streaming);
        let text = format!("{} after {} s of talk", status.word(), call.talked_s());
        state.timeline.note(now, Kind::CallEnded, sid, "twilio", text);
        state.agenda.withdraw(|action| is_of(action, sid));
        tell(world, &mut state, now, sid, Event::Completed);
        was_streaming
    };
    if was_streaming {
        elevenlabs::stream_dropped(world, sid);
    }
}

/// A step of this call that can't happen any more once it is over. What was sent to the product stays sent.
fn is_of(action: &agenda::Action, sid: &str) -> bool {
    let agenda::Action::Twilio(action) = action else { return false };
    match action {
        Action::Dial { call }
        | Action::Ring { call }
        | Action::Answer { call, .. }
        | Action::Verdict { call, .. }
        | Action::NextVerb { call }
        | Action::End { call, .. } => call == sid,
        Action::Callback(callback) => callback.then == Then::Instruct(sid.to_owned()),
        Action::RingUs(_)
        | Action::Send { .. }
        | Action::Arrive { .. }
        | Action::Read { .. }
        | Action::Review { .. } => false,
    }
}

/// The conversation on this call's stream is over, seen from its other side. Not to be called with the state locked.
pub fn stream_closed(world: &World, sid: &str, why: StreamEnd) {
    let now = world.now();
    {
        let mut state = world.lock();
        let Some(call) = state.twilio.calls.get_mut(sid).filter(|call| call.streaming) else {
            return;
        };
        call.streaming = false;
        if why != StreamEnd::CalleeHungUp {
            schedule(&mut state, now, Action::NextVerb { call: sid.to_owned() });
            return;
        }
    }
    end(world, sid, Status::Completed, 200);
}

/// The fields that every request about a call carries.
pub fn base_fields(account: &str, call: &Call, status: &str) -> Vec<(String, String)> {
    let mut fields = vec![
        ("CallSid", call.sid.as_str()),
        ("AccountSid", account),
        ("From", &call.from),
        ("To", &call.to),
        ("Caller", &call.from),
        ("Called", &call.to),
        ("CallStatus", status),
        ("Direction", call.direction.word()),
        ("ApiVersion", "2010-04-01"),
    ];
    for (side, number) in
        [("From", &call.from), ("Caller", &call.from), ("To", &call.to), ("Called", &call.to)]
    {
        let names = match side {
            "From" => ["FromCity", "FromState", "FromZip", "FromCountry"],
            "Caller" => ["CallerCity", "CallerState", "CallerZip", "CallerCountry"],
            "To" => ["ToCity", "ToState", "ToZip", "ToCountry"],
            _ => ["CalledCity", "CalledState", "CalledZip", "CalledCountry"],
        };
        fields.extend(names[..3].iter().map(|name| (*name, "")));
        fields.push((names[3], country(number).unwrap_or_default()));
    }
    fields.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Tells the product of an event, if it asked for it.
fn tell(world: &World, state: &mut State, now: Timestamp, sid: &str, event: Event) {
    let account = &world.options.credentials.twilio_account_sid;
    let Some(call) = state.twilio.calls.get_mut(sid) else { return };
    let Some(asked) = call.status_callback.clone().filter(|asked| asked.events.contains(&event))
    else {
        return;
    };
    let status = if event == Event::Initiated { "initiated" } else { call.status.word() };
    let mut fields = base_fields(account, call, status);
    let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
    add("CallbackSource", "call-progress-events".to_owned());
    add("Timestamp", rfc_2822(now));
    add("SequenceNumber", call.sequence.to_string());
    if event == Event::Completed {
        let talked_s = call.talked_s();
        add("CallDuration", talked_s.to_string());
        add("Duration", (talked_s + 59).div_euclid(60).to_string());
        add("SipResponseCode", call.sip.unwrap_or(200).to_string());
        let waited =
            call.detection.as_ref().is_some_and(|detection| detection.asynchronous.is_none());
        if let Some(by) = call.answered_by.clone().filter(|_| waited) {
            add("AnsweredBy", by);
        }
    }
    call.sequence += 1;
    let token = world.id(state, "");
    let callback = Callback::new(Webhook::TwilioCallStatus, asked.address, fields, sid, token);
    state.deliver(
        now,
        now,
        Webhook::TwilioCallStatus,
        agenda::Action::Twilio(Action::Callback(callback)),
    );
}
