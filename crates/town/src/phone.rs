//! The phone of a provider: who is on the line, what is said, and what whoever plays the provider does.

use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use domain::language::Language;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use sandbox::cast::{self, Manner, Member};
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::timeline::{Entry, Kind};
use sandbox::twilio::calls::{Call, Direction, Status};
use sandbox::world::State as World;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Town;
use crate::look::{Look, country};
use crate::page::{Refused, Shown};
use crate::plain;
use crate::texts::Texts;

/// Entries of the timeline in which the lines of a call are looked for.
const LOOKED_THROUGH: usize = 3_000;
const KEYS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

struct Plate {
    name: String,
    number: String,
    address: String,
}

struct Open {
    name: String,
    query: String,
    state: &'static str,
    chosen: bool,
}

struct Spoken {
    id: u64,
    class: &'static str,
    who: String,
    text: String,
}

#[derive(Template)]
#[template(path = "phone.html")]
struct Phone {
    texts: Texts,
    lines_open: Vec<Open>,
    provider: Plate,
    /// Keyword, what it will do, whether it is so.
    manners: Vec<(&'static str, String, bool)>,
    by_hand: bool,
    call_state: &'static str,
    call_title: String,
    can_pick_up: bool,
    can_hang_up: bool,
    can_ring: bool,
    can_speak: bool,
    /// Keys are asked for in calls to our number; the voice agent is told of none.
    can_press: bool,
    /// A model plays the voice agent, and has not failed yet.
    is_led: bool,
    lines: Vec<Spoken>,
    prompts: Vec<String>,
    keys: [&'static str; 12],
}

pub fn render(town: &Town, look: &Look) -> Shown {
    let state = town.sandbox.world().look();
    let Some(member) = shown_member(&state, look) else { return Ok(String::new()) };
    let call = state.twilio.calls.iter().rev().find(|call| call.provider == member.number);
    let stage = call.map_or(Stage::Idle, Stage::of);
    let by_hand = member.manner == Manner::ByHand;
    let is_live = matches!(stage, Stage::Ringing | Stage::RingsUs | Stage::Talking);
    let can_speak = by_hand && stage == Stage::Talking && call.is_some_and(Call::is_streaming);
    let phone = Phone {
        texts: look.texts,
        lines_open: open_lines(&state, look, &member.number),
        provider: Plate {
            name: member.name.clone(),
            number: member.number.clone(),
            address: member.address.clone(),
        },
        manners: manners(look.texts, member.manner),
        by_hand,
        call_state: stage.class(),
        call_title: stage.title(look.texts, call),
        can_pick_up: by_hand && stage == Stage::Ringing,
        can_hang_up: matches!(stage, Stage::RingsUs | Stage::Talking),
        can_ring: !is_live,
        can_speak,
        can_press: stage == Stage::Talking && call.is_some_and(|call| !call.is_streaming()),
        is_led: can_speak && call.is_some_and(|call| state.elevenlabs.is_led(&call.sid)),
        lines: call.map(|call| spoken(&state, look.texts, &call.sid)).unwrap_or_default(),
        prompts: if can_speak { prompts(member, town.now()) } else { Vec::new() },
        keys: KEYS,
    };
    drop(state);
    Ok(phone.render()?)
}

/// The one that was chosen; else the one of the latest call; else the first of the person's country.
fn shown_member<'a>(state: &'a World, look: &Look) -> Option<&'a Member> {
    let chosen = look.provider.as_deref().and_then(|number| state.cast.member(number));
    let last =
        || state.twilio.calls.iter().rev().find_map(|call| state.cast.member(&call.provider));
    let near = |member: &&Member| country(&member.number).0 == country(&look.person).0;
    chosen.or_else(last).or_else(|| state.cast.members().find(near))
}

#[must_use]
pub fn tongue(language: Language) -> Tongue {
    match language {
        Language::En => Tongue::En,
        Language::Es => Tongue::Es,
        Language::Pt => Tongue::Pt,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Idle,
    Dialled,
    Ringing,
    /// The provider rings our number.
    RingsUs,
    Talking,
    Over,
}

impl Stage {
    fn of(call: &Call) -> Self {
        match (call.status, call.direction) {
            (Status::Queued, _) => Self::Dialled,
            (Status::Ringing, Direction::OutboundApi) => Self::Ringing,
            (Status::Ringing, Direction::Inbound) => Self::RingsUs,
            (Status::InProgress, _) => Self::Talking,
            _ => Self::Over,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Idle | Self::Over => "idle",
            Self::Dialled => "dialled",
            Self::Ringing | Self::RingsUs => "ringing",
            Self::Talking => "talking",
        }
    }

    fn title(self, texts: Texts, call: Option<&Call>) -> String {
        match self {
            Self::Idle => texts.say("call-none"),
            Self::Dialled => texts.say("call-dialled"),
            Self::Ringing => texts.say("call-ringing"),
            Self::RingsUs => texts.say("call-rings-us"),
            Self::Talking => texts.say("call-talking"),
            Self::Over => {
                let word = call.map_or("completed", |call| call.status.word());
                texts.say(&format!("call-{word}"))
            }
        }
    }
}

fn open_lines(state: &World, look: &Look, shown: &str) -> Vec<Open> {
    let live = state.twilio.calls.iter().filter(|call| !call.status.is_over());
    live.map(|call| Open {
        name: state
            .cast
            .member(&call.provider)
            .map_or_else(|| call.provider.clone(), |member| member.name.clone()),
        query: look.with_provider(&call.provider),
        state: Stage::of(call).class(),
        chosen: call.provider == shown,
    })
    .collect()
}

fn manners(texts: Texts, chosen: Manner) -> Vec<(&'static str, String, bool)> {
    let mut manners = Manner::ALL.map(|manner| {
        let key = format!("manner-{}", manner.keyword());
        let will = texts.find(&key).unwrap_or_else(|| manner.will().to_owned());
        (manner.keyword(), will, manner == chosen)
    });
    // What a visitor does comes first.
    manners.rotate_right(1);
    manners.into()
}

fn spoken(state: &World, texts: Texts, sid: &str) -> Vec<Spoken> {
    let entries = state.timeline.latest(LOOKED_THROUGH);
    entries
        .iter()
        .filter(|entry| entry.about == sid)
        .filter_map(|entry| line(texts, entry))
        .collect()
}

fn line(texts: Texts, entry: &Entry) -> Option<Spoken> {
    let (class, who) = match (entry.kind, entry.who.as_str()) {
        (Kind::Spoken, "agent" | "Twilio voice") => ("agent", "Vocero".to_owned()),
        (Kind::Spoken, who) => ("callee", who.to_owned()),
        (Kind::KeyPressed, "agent") => ("keys", "🔢 Vocero".to_owned()),
        (Kind::KeyPressed, who) => ("keys", format!("🔢 {who}")),
        (Kind::Fault, "model") => ("tool", "⚡".to_owned()),
        (Kind::ToolCalled, _) => ("tool", format!("⚙ {}", texts.say("asked-vocero"))),
        _ => return None,
    };
    let text = match entry.kind {
        Kind::Fault => plain::line(texts, entry).unwrap_or_default(),
        Kind::ToolCalled => entry.text.split_whitespace().next().unwrap_or_default().to_owned(),
        _ => entry.text.trim_matches('"').to_owned(),
    };
    Some(Spoken { id: entry.seq, class, who, text })
}

/// Lines that a receptionist may want to say, in the language of the desk.
fn prompts(member: &Member, now: Timestamp) -> Vec<String> {
    let zone = TimeZone::get(&member.zone).unwrap_or(TimeZone::UTC);
    let today = now.to_zoned(zone).date();
    let day = today.checked_add(2.days()).unwrap_or(today);
    let weekday = member.tongue.weekday(day).to_owned();
    let say = |text: &str| text.replace("{day}", &weekday);
    let lines: &[&str] = match member.tongue {
        Tongue::En => &[
            "Hello, how can I help you?",
            "For when would it be?",
            "I have {day} at 4 pm",
            "In what name?",
            "Done, you're down for that",
            "Nothing free, sorry",
            "Are you a robot?",
        ],
        Tongue::Es => &[
            "Hola, ¿en qué puedo ayudarle?",
            "¿Para cuándo sería?",
            "Tengo el {day} a las 16:00",
            "¿A nombre de quién?",
            "Listo, queda anotado",
            "No hay nada libre",
            "¿Es un robot?",
        ],
        Tongue::Pt => &[
            "Olá, em que posso ajudar?",
            "Para quando seria?",
            "Tenho {day} às 16:00",
            "Em nome de quem?",
            "Pronto, está marcado",
            "Não temos nada livre",
            "É um robô?",
        ],
    };
    lines.iter().map(|line| say(line)).collect()
}

#[derive(Deserialize)]
pub struct Behaviour {
    manner: Manner,
}

pub async fn behave(
    State(town): State<Town>,
    Path(number): Path<String>,
    Form(behaviour): Form<Behaviour>,
) -> Result<StatusCode, Refused> {
    let known = town.sandbox.world().lock().cast.behave(&number, behaviour.manner);
    if known { Ok(StatusCode::NO_CONTENT) } else { Err(Refused::unknown()) }
}

/// What is ordered of the cast, as by its control route.
fn direct(town: &Town, order: Value) -> Result<StatusCode, Refused> {
    let done = cast::control(town.sandbox.world(), order);
    done.map(|_| StatusCode::NO_CONTENT).map_err(Refused::conflict)
}

/// Whoever has taken the phone can't talk thirty times as fast.
pub async fn pick_up(
    State(town): State<Town>,
    Path(number): Path<String>,
) -> Result<StatusCode, Refused> {
    let done = direct(&town, json!({"pick_up": {"number": number}}))?;
    town.clock.run_at(1);
    town.keep_time();
    Ok(done)
}

pub async fn decline(
    State(town): State<Town>,
    Path(number): Path<String>,
) -> Result<StatusCode, Refused> {
    direct(&town, json!({"decline": {"number": number}}))
}

pub async fn hang_up(
    State(town): State<Town>,
    Path(number): Path<String>,
) -> Result<StatusCode, Refused> {
    direct(&town, json!({"hang_up": {"number": number}}))
}

pub async fn ring(
    State(town): State<Town>,
    Path(number): Path<String>,
) -> Result<StatusCode, Refused> {
    direct(&town, json!({"ring_us": {"number": number}}))
}

#[derive(Deserialize)]
pub struct Line {
    text: String,
}

pub async fn say(
    State(town): State<Town>,
    Path(number): Path<String>,
    Form(line): Form<Line>,
) -> Result<StatusCode, Refused> {
    direct(&town, json!({"say": {"number": number, "text": line.text.trim()}}))
}

#[derive(Deserialize)]
pub struct Keys {
    keys: String,
}

pub async fn press(
    State(town): State<Town>,
    Path(number): Path<String>,
    Form(pressed): Form<Keys>,
) -> Result<StatusCode, Refused> {
    direct(&town, json!({"press": {"number": number, "keys": pressed.keys}}))
}
