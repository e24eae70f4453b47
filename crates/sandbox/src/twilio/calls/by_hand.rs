//! The phone of a provider whom a person plays: it rings until somebody takes the call, or lets it be.

use super::{Call, Direction, Status, answer, end, schedule};
use crate::agenda;
use crate::cast::AnsweredBy;
use crate::timeline::Kind;
use crate::twilio::Action;
use crate::twilio::twiml::Verb;
use crate::world::{State, World};

/// The SID of the latest call with this provider that is as `wanted`.
///
/// # Errors
/// When there is none.
pub fn call_at(
    state: &State,
    number: &str,
    wanted: impl Fn(&Call) -> bool,
) -> Result<String, String> {
    let mut calls = state.twilio.calls.iter().rev();
    let found = calls.find(|call| call.provider == number && wanted(call));
    found.map(|call| call.sid.clone()).ok_or_else(|| "no such call at this phone".to_owned())
}

fn rings(call: &Call) -> bool {
    call.status == Status::Ringing && call.direction == Direction::OutboundApi
}

/// # Errors
/// When the phone doesn't ring.
pub fn pick_up_by_hand(world: &World, number: &str) -> Result<String, String> {
    let sid = {
        let mut state = world.lock();
        let sid = call_at(&state, number, rings)?;
        state.agenda.withdraw(|action| is_unanswered_end(action, &sid));
        sid
    };
    answer(world, &sid, AnsweredBy::Human);
    Ok(sid)
}

fn is_unanswered_end(action: &agenda::Action, sid: &str) -> bool {
    matches!(
        action,
        agenda::Action::Twilio(Action::End { call, status: Status::NoAnswer, .. }) if call == sid
    )
}

/// # Errors
/// When the phone doesn't ring.
pub fn decline(world: &World, number: &str) -> Result<String, String> {
    let sid = call_at(&world.look(), number, rings)?;
    end(world, &sid, Status::Busy, 486);
    Ok(sid)
}

/// Presses keys. Whoever was asked for some has given them; in a conversation they are heard, and no more.
///
/// # Errors
/// When nobody is on the phone there, or there are no such keys.
pub fn press(world: &World, number: &str, keys: &str) -> Result<String, String> {
    if keys.is_empty() || !keys.chars().all(|key| matches!(key, '0'..='9' | '*' | '#')) {
        return Err("a phone has the keys 0 to 9, * and #".to_owned());
    }
    let now = world.now();
    let mut state = world.lock();
    let sid = call_at(&state, number, |call| call.status == Status::InProgress)?;
    let Some(call) = state.twilio.calls.get_mut(&sid) else { return Ok(sid) };
    if call.streaming {
        state.timeline.note(now, Kind::KeyPressed, &sid, number, keys);
        return Ok(sid);
    }
    call.keys.push_str(keys);
    if let Some(gather) = call.gathering.take() {
        call.program.push_front(Verb::Gather(gather));
        let next = Action::NextVerb { call: sid.clone() };
        let planned = agenda::Action::Twilio(next.clone());
        state.agenda.withdraw(|action| *action == planned);
        schedule(&mut state, now, next);
    }
    Ok(sid)
}
