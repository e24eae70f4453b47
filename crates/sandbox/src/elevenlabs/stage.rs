//! Conversations that are going on: each beat at its time, until one side ends it.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::conversation::desk::Room;
use super::conversation::{
    Act, Agent, AgentLine, Answer, Beat, BuiltIn, Meaning, Move, Over, Talk, ToolFailure, ear,
};
use super::conversations::{Conversation, Live, Status};
use super::register::STREAM_URL;
use super::tools::{Rendered, render};
use super::turns::{Used, note};
use super::variables::Variables;
use super::{Action, StreamStart, start, thinking};
use crate::cast::{self, AtThePhone};
use crate::faults::Webhook;
use crate::mind::Question;
use crate::timeline::Kind;
use crate::twilio::{self, StreamEnd};
use crate::world::{Outgoing, State, World};

/// From the end of a conversation to its analysis.
const ANALYSIS: SignedDuration = SignedDuration::from_secs(4);

/// From the question to the answer of a model that leads the agent; then the rules go on. By the sandbox's clock, which
/// may run faster than any model.
const PATIENCE: SignedDuration = SignedDuration::from_secs(30);

/// The WebSocket close code of a failure of the platform.
const INTERNAL: i64 = 1011;

const REMOTE_END: &str = "Call ended by remote party";

/// Takes a stream over. The conversation reports its end with `twilio::stream_closed`.
///
/// # Errors
/// Why the platform refuses the stream; the call then goes on with its next verb.
pub fn stream_connected(world: &World, start: StreamStart) -> Result<(), String> {
    let now = world.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    let id = start.conversation_id.clone().ok_or("the stream names no conversation")?;
    if start.stream_url != STREAM_URL {
        return Err(format!("nobody listens at {}", start.stream_url));
    }
    let conversations = &mut state.elevenlabs.conversations;
    let conversation = conversations.get_mut(&id).ok_or("there is no such conversation")?;
    if conversation.status != Status::Initiated {
        return Err("the conversation has been connected before".to_owned());
    }
    let system = start::system_variables(&id, conversation, &start);
    conversation.variables.extend(system);
    conversation.call_sid = Some(start.call_sid.clone());
    if let Err((code, reason)) = start::check(conversation, &state.elevenlabs.tools) {
        conversation.status = Status::Failed;
        conversation.started_at = Some(now);
        conversation.ended_at = Some(now);
        conversation.error = Some((code, reason.clone()));
        conversation.termination_reason.clone_from(&reason);
        state.timeline.note(now, Kind::Note, &start.call_sid, "elevenlabs", &reason);
        return Err(reason);
    }
    let inbound = start.direction == "inbound";
    let provider = start.provider;
    let phone = state.cast.pick_up(&provider).ok_or("nobody is at the phone")?;
    let desk = match phone {
        AtThePhone::Script(desk) => Some(*desk),
        AtThePhone::Person => None,
    };
    let briefing = start::briefing(conversation, &state.elevenlabs.tools);
    let limit = start::effective(conversation)["conversation"]["max_duration_seconds"]
        .as_i64()
        .unwrap_or(600);
    conversation.tongue = Some(briefing.tongue);
    conversation.status = Status::InProgress;
    conversation.started_at = Some(now);
    let agent = Agent::new(briefing);
    // What a scripted desk hears is what a line does, which the rules know of theirs, and nobody of a model's.
    let is_led = world.mind().is_some() && desk.is_none();
    let talk = if inbound { Talk::begin_called(agent, desk) } else { Talk::begin(agent, desk) };
    let talk = if is_led { talk.led() } else { talk };
    if is_led {
        state.timeline.note(
            now,
            Kind::Note,
            &start.call_sid,
            "model",
            "a model plays the voice agent",
        );
    }
    conversation.live = Some(Live { talk, provider, beat: 0, busy: false });
    let out_of_time = Action::TimeLimit { conversation: id.clone() };
    state.agenda.put(now + SignedDuration::from_secs(limit), out_of_time.into());
    schedule(state, &id, now);
    Ok(())
}

/// The call is over from Twilio's side: hung up by REST, by its time limit or by the callee.
pub fn stream_dropped(world: &World, call_sid: &str) {
    let now = world.now();
    let mut state = world.lock();
    if let Some(id) =
        live_where(&state, |conversation| conversation.call_sid.as_deref() == Some(call_sid))
    {
        finish(&mut state, &id, REMOTE_END, now);
    }
}

/// The platform breaks a conversation off: no analysis, no webhook, only a failure to look up.
pub fn break_off(world: &World, call_sid: &str) {
    let now = world.now();
    {
        let mut state = world.lock();
        let of_call =
            |conversation: &Conversation| conversation.call_sid.as_deref() == Some(call_sid);
        let Some(id) = live_where(&state, of_call) else { return };
        let Some(conversation) = state.elevenlabs.conversations.get_mut(&id) else { return };
        conversation.live = None;
        conversation.status = Status::Failed;
        conversation.ended_at = Some(now);
        conversation.error = Some((INTERNAL, "The platform failed.".to_owned()));
        "The platform failed.".clone_into(&mut conversation.termination_reason);
    }
    twilio::stream_closed(world, call_sid, StreamEnd::Failed);
}

/// A person who plays a provider says a line.
///
/// # Errors
/// When nobody at that number is on the phone, or the number plays itself.
pub fn say_as_provider(world: &World, number: &str, text: &str) -> Result<(), String> {
    let now = world.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    let id = played_by_hand(state, number)?;
    let zone = cast::zone(&state.cast, number);
    let Some(Live { talk, .. }) = talking(state, &id) else {
        return Err("the call is over".to_owned());
    };
    let setting = ear::Setting {
        tongue: talk.agent.tongue(),
        now: now.to_zoned(zone).datetime(),
        agreed: talk.agent.agreed(),
        day: talk.agent.day(),
    };
    let line = ear::hear(text, setting);
    let name = talk.agent.person().to_owned();
    talk.callee_says(line.clone());
    let call_sid = state.elevenlabs.conversations[&id].call_sid.clone();
    if let (Meaning::Confirms(booked), Some(diary)) = (&line.meaning, state.cast.diary_mut(number))
    {
        // Who plays a desk may book a slot twice; the book keeps the first.
        let _ = diary.write(booked.slot, &name, call_sid.as_deref());
    }
    schedule(state, &id, now);
    Ok(())
}

/// A person who plays a provider puts the phone down.
///
/// # Errors
/// When nobody at that number is on the phone, or the number plays itself.
pub fn hang_up_as_provider(world: &World, number: &str) -> Result<(), String> {
    let now = world.now();
    let mut state = world.lock();
    let id = played_by_hand(&state, number)?;
    let Some(live) = talking(&mut state, &id) else { return Ok(()) };
    if live.busy && live.talk.thinks() {
        // Nobody waits for a model with the phone on its hook.
        let call_sid = finish(&mut state, &id, REMOTE_END, now);
        drop(state);
        if let Some(call_sid) = call_sid {
            twilio::stream_closed(world, &call_sid, StreamEnd::CalleeHungUp);
        }
        return Ok(());
    }
    live.talk.callee_hangs_up();
    schedule(&mut state, &id, now);
    Ok(())
}

fn played_by_hand(state: &State, number: &str) -> Result<String, String> {
    let by_hand = |conversation: &Conversation| {
        conversation
            .live
            .as_ref()
            .is_some_and(|live| live.provider == number && live.talk.desk.is_none())
    };
    live_where(state, by_hand)
        .ok_or_else(|| "nobody who is played by hand is on the phone there".to_owned())
}

fn live_where(state: &State, wanted: impl Fn(&Conversation) -> bool) -> Option<String> {
    let conversations = &state.elevenlabs.conversations;
    conversations
        .iter()
        .find(|(_, found)| found.live.is_some() && wanted(found))
        .map(|(id, _)| id.clone())
}

fn talking<'a>(state: &'a mut State, id: &str) -> Option<&'a mut Live> {
    state.elevenlabs.conversations.get_mut(id)?.live.as_mut()
}

/// Puts the next beat on the agenda; one put earlier is void.
fn schedule(state: &mut State, id: &str, from: Timestamp) {
    let Some(live) = talking(state, id).filter(|live| !live.busy) else { return };
    let Some(next) = live.talk.next() else { return };
    live.beat += 1;
    let due = from + SignedDuration::from_millis(i64::from(next.after_ms));
    let action = Action::Beat { conversation: id.to_owned(), beat: live.beat, due };
    state.agenda.put(due, action.into());
}

/// Another run: whoever was in the middle of a tool's call begins it again.
pub fn wake_up(state: &mut State, now: Timestamp) {
    let live = |(id, conversation): (&String, &mut Conversation)| {
        let live = conversation.live.as_mut()?;
        live.busy = false;
        Some(id.clone())
    };
    let talking: Vec<String> = state.elevenlabs.conversations.iter_mut().filter_map(live).collect();
    for id in talking {
        schedule(state, &id, now);
    }
}

/// What must be asked of somebody else before a beat has happened.
enum Errand {
    Tool(Result<Rendered, String>),
    Model(Question),
}

/// Carries out one beat, and puts the next one on the agenda.
pub(super) async fn beat(world: &World, id: &str, number: u64, due: Timestamp) {
    let (happens, errand) = {
        let mut state = world.lock();
        let Some(live) = talking(&mut state, id).filter(|live| live.beat == number) else { return };
        let Some(next) = live.talk.next() else { return };
        let is_silent = live.talk.is_silent();
        let errand = match &next.beat {
            Beat::Agent { does: Move::Use { tool, arguments } } => {
                Some(Errand::Tool(prepare(&state, id, tool, arguments, due)))
            }
            Beat::Agent { does: Move::Think } => {
                let impatience = Action::Impatience { conversation: id.to_owned(), beat: number };
                state.agenda.put(due + PATIENCE, impatience.into());
                let elevenlabs = &state.elevenlabs;
                let conversation = &elevenlabs.conversations[id];
                let question = thinking::question(conversation, &elevenlabs.tools, is_silent);
                Some(Errand::Model(question))
            }
            _ => None,
        };
        if let Some(live) = talking(&mut state, id) {
            live.busy = errand.is_some();
        }
        (next.beat, errand)
    };
    let before = world.now();
    let mut used = None;
    match errand {
        Some(Errand::Tool(request)) => used = Some(call(world, id, request).await),
        Some(Errand::Model(question)) => {
            let answer = match world.mind() {
                Some(mind) => mind.ask(question).await,
                None => Err("there is none any more".to_owned()),
            };
            return decide(world, id, number, answer);
        }
        None => {}
    }
    // What the product took to answer is silence on the line.
    let took = used.as_ref().map_or(SignedDuration::ZERO, |_| world.now().duration_since(before));
    let at = due.saturating_add(took).unwrap_or(due);
    let closed = {
        let mut guard = world.lock();
        let state = &mut *guard;
        match talking(state, id) {
            Some(live) if live.beat == number => live.busy = false,
            Some(_) => return,
            None => {
                // The call has ended while the tool was under way. It was used all the same.
                note(state, id, &happens, used.as_ref(), at);
                return;
            }
        }
        note(state, id, &happens, used.as_ref(), at);
        go_on(state, id, &happens, used.map(|used| used.answer), at);
        let closed = close_if_over(state, id, at);
        schedule(state, id, at);
        closed
    };
    if let Some((call_sid, end)) = closed {
        twilio::stream_closed(world, &call_sid, end);
    }
}

/// What a model answered becomes what the agent does next. Who answers after its time, or after the call, is not heard.
fn decide(world: &World, id: &str, number: u64, answer: Result<Value, String>) {
    let now = world.now();
    let mut guard = world.lock();
    let state = &mut *guard;
    let elevenlabs = &mut state.elevenlabs;
    let Some(conversation) = elevenlabs.conversations.get_mut(id) else { return };
    let is_asked = |live: &&mut Live| live.beat == number && live.busy && live.talk.thinks();
    if conversation.live.as_mut().filter(is_asked).is_none() {
        return;
    }
    let thought =
        answer.and_then(|answer| thinking::read(&answer, conversation, &elevenlabs.tools));
    let Some(live) = conversation.live.as_mut() else { return };
    live.busy = false;
    let failure = live.talk.thought(thought);
    conversation.tongue = Some(live.talk.agent.tongue());
    let call_sid = conversation.call_sid.clone().unwrap_or_default();
    if let Some(why) = failure {
        state.timeline.note(now, Kind::Fault, call_sid, "model", why);
    }
    let impatience = Action::Impatience { conversation: id.to_owned(), beat: number }.into();
    state.agenda.withdraw(|action| *action == impatience);
    schedule(state, id, now);
}

/// The model has had its time.
pub(super) fn out_of_patience(world: &World, id: &str, number: u64) {
    decide(world, id, number, Err("it does not answer in time".to_owned()));
}

/// The variables as they are now, and the request built from them.
fn prepare(
    state: &State,
    id: &str,
    tool: &str,
    arguments: &Value,
    due: Timestamp,
) -> Result<Rendered, String> {
    let conversation = &state.elevenlabs.conversations[id];
    let tools = start::tools_of(conversation, &state.elevenlabs.tools);
    let tool = tools.get(tool).ok_or_else(|| format!("the agent has no tool {tool}"))?;
    let mut variables: Variables = conversation.variables.clone();
    variables.insert("system__call_duration_secs".to_owned(), json!(conversation.seconds_at(due)));
    variables.insert("system__time_utc".to_owned(), json!(due.to_string()));
    variables.insert("system__agent_turns".to_owned(), json!(conversation.turns.len()));
    let secrets = &state.elevenlabs.secrets;
    let secrets = secrets.iter().map(|(id, secret)| (id.clone(), secret.value.clone())).collect();
    render(&tool.config, arguments, &variables, &secrets)
}

async fn call(world: &World, id: &str, request: Result<Rendered, String>) -> Used {
    let rendered = match &request {
        Ok(rendered) => rendered.clone(),
        Err(reason) => {
            let answer = Err(ToolFailure(reason.clone()));
            return Used { result: reason.clone(), request, latency_s: 0.0, answer };
        }
    };
    let before = world.now();
    let mut outgoing = Outgoing::post(Webhook::ElevenlabsTool, rendered.url, rendered.body);
    outgoing.method = rendered.method.parse().unwrap_or(reqwest::Method::GET);
    outgoing.headers = rendered.headers;
    outgoing.limit = std::time::Duration::from_secs(u64::from(rendered.timeout_s));
    id.clone_into(&mut outgoing.about);
    let twice = world.lock().elevenlabs.tools_twice;
    let mut sent = world.send(&outgoing).await;
    if twice {
        sent = world.send(&outgoing).await;
    }
    let latency_s = world.now().duration_since(before).as_secs_f64();
    let (result, answer) = match sent {
        Ok(answer) if (200..300).contains(&answer.status) => {
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            let read = Answer::read(&body);
            (body, read)
        }
        Ok(answer) => {
            let reason = format!("HTTP {}", answer.status);
            (reason.clone(), Err(ToolFailure(reason)))
        }
        Err(error) => (error.to_string(), Err(ToolFailure(error.to_string()))),
    };
    Used { request, result, latency_s, answer }
}

/// Lets both sides take the beat in.
fn go_on(
    state: &mut State,
    id: &str,
    happens: &Beat,
    outcome: Option<Result<Answer, ToolFailure>>,
    at: Timestamp,
) {
    let Some(conversation) = state.elevenlabs.conversations.get_mut(id) else { return };
    let call_sid = conversation.call_sid.clone().unwrap_or_default();
    let Some(live) = conversation.live.as_mut() else { return };
    let now = at.to_zoned(cast::zone(&state.cast, &live.provider)).datetime();
    let Some(diary) = state.cast.diary_mut(&live.provider) else { return };
    live.talk.happened(happens, outcome, &mut Room { diary, now, call_sid: &call_sid });
    conversation.tongue = Some(live.talk.agent.tongue());
}

/// Ends the conversation if the last beat ended the talk; tells the call and why.
fn close_if_over(state: &mut State, id: &str, at: Timestamp) -> Option<(String, StreamEnd)> {
    let over = talking(state, id)?.talk.over?;
    let (reason, end) = match over {
        Over::Agent(tool) => (format!("{} tool was called", tool.name()), StreamEnd::AgentEnded),
        Over::Callee => (REMOTE_END.to_owned(), StreamEnd::CalleeHungUp),
        Over::Silence => ("Conversation ended due to silence".to_owned(), StreamEnd::AgentEnded),
    };
    if over == Over::Agent(BuiltIn::VoicemailDetection)
        && let Some(conversation) = state.elevenlabs.conversations.get_mut(id)
    {
        conversation.voicemail = true;
    }
    let call_sid = finish(state, id, &reason, at)?;
    Some((call_sid, end))
}

/// The talk is over; what is left is the platform's own work. Gives the SID of the call.
fn finish(state: &mut State, id: &str, reason: &str, at: Timestamp) -> Option<String> {
    let conversation = state.elevenlabs.conversations.get_mut(id)?;
    conversation.live.take()?;
    conversation.status = Status::Processing;
    conversation.ended_at = Some(at);
    reason.clone_into(&mut conversation.termination_reason);
    let call_sid = conversation.call_sid.clone();
    state.agenda.put(at + ANALYSIS, Action::Analyse { conversation: id.to_owned() }.into());
    call_sid
}

/// The conversation has lasted as long as it may.
pub(super) fn time_is_up(world: &World, id: &str) {
    let now = world.now();
    let closed = {
        let mut guard = world.lock();
        let state = &mut *guard;
        let Some(conversation) =
            state.elevenlabs.conversations.get(id).filter(|found| found.live.is_some())
        else {
            return;
        };
        let words =
            start::effective(conversation)["agent"]["max_conversation_duration_message"].clone();
        if let (Some(text), Some(tongue)) =
            (words.as_str().filter(|text| !text.is_empty()), conversation.tongue)
        {
            let line = AgentLine { text: text.to_owned(), tongue, act: Act::Goodbye };
            note(state, id, &Beat::Agent { does: Move::Say { line } }, None, now);
        }
        finish(state, id, "Conversation exceeded the maximum duration", now)
    };
    if let Some(call_sid) = closed {
        twilio::stream_closed(world, &call_sid, StreamEnd::AgentEnded);
    }
}
