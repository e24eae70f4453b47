//! The phone of a person: the chat as it stands on the screen, and what can be done in it.

mod parts;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Form, Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use sandbox::Sandbox;
use sandbox::person::{Bubble, Profile, voice_note};
use sandbox::twilio::messages::Status;
use sandbox::world::State as World;
use serde::Deserialize;
use serde_json::json;

use crate::Town;
use crate::look::{Look, RESIDENTS, is_address, wall_time};
use crate::page::{Refused, Shown};
use crate::texts::Texts;
use parts::{Attached, Piece, pieces};

/// WhatsApp shows that somebody writes for so long.
const TYPING: SignedDuration = SignedDuration::from_secs(25);
/// Messages that are shown of a long chat.
const SHOWN_MAX: usize = 80;
/// A synthetic voice note is shorter than this, in bytes, and no browser can play it.
const SYNTHETIC_MAX: usize = 200;

/// Places that can be shared: what they are called, where they are.
pub const PLACES: [(&str, &str, &str); 4] = [
    ("Av. Santa Fe 2100, Buenos Aires", "-34.5958", "-58.3972"),
    ("Dupont Circle, Washington", "38.9097", "-77.0434"),
    ("Av. Paulista 900, São Paulo", "-23.5670", "-46.6510"),
    ("Puerta del Sol, Madrid", "40.4168", "-3.7038"),
];

const COUNTRIES: [(&str, &str); 5] = [
    ("US", "1202555"),
    ("AR", "549115550"),
    ("BR", "551195555"),
    ("ES", "3461155"),
    ("PT", "35191255"),
];

/// Everybody who lives in a new town has a phone with their name on it.
pub fn settle_residents(sandbox: &Sandbox) {
    for resident in RESIDENTS {
        if sandbox.world().look().people.find(resident.address).is_none() {
            sandbox
                .person(resident.address)
                .is(|person| resident.name.clone_into(&mut person.name));
        }
    }
}

struct Face {
    name: String,
    initial: String,
    query: String,
    chosen: bool,
    unread: bool,
}

#[derive(Template)]
#[template(path = "people.html")]
struct People {
    texts: Texts,
    faces: Vec<Face>,
    countries: Vec<&'static str>,
}

pub fn render_people(town: &Town, look: &Look) -> Shown {
    let now = town.now();
    town.seen().insert(look.person.clone(), now);
    let seen = town.seen().clone();
    let state = town.sandbox.world().look();
    let has_news = |person: &Profile| {
        let last = person.screen.iter().rfind(|bubble| !bubble.is_mine).map(|bubble| bubble.at);
        last.is_some_and(|last| seen.get(&person.address).is_none_or(|seen| *seen < last))
    };
    let mut people: Vec<&Profile> =
        state.people.iter().filter(|person| is_address(&person.address)).collect();
    people.sort_by_key(|person| {
        let resident = RESIDENTS.iter().position(|resident| resident.address == person.address);
        resident.unwrap_or(RESIDENTS.len())
    });
    let faces = people.into_iter().map(|person| Face {
        name: person.name.clone(),
        initial: person.name.chars().next().map(String::from).unwrap_or_default(),
        query: look.with_person(&person.address),
        chosen: person.address == look.person,
        unread: person.address != look.person && has_news(person),
    });
    let people = People {
        texts: look.texts,
        faces: faces.collect(),
        countries: COUNTRIES.map(|(iso, _)| iso).into(),
    };
    Ok(people.render()?)
}

struct Row {
    title: String,
    description: String,
    vals: String,
}

struct Shape {
    id: String,
    mine: bool,
    time: String,
    quote: Option<String>,
    pieces: Vec<Piece>,
    file: Option<Attached>,
    place: Option<String>,
    links: Vec<(String, String)>,
    /// Class, words, sign.
    tick: (&'static str, String, &'static str),
    choices: Vec<(String, String)>,
    menu: Option<(String, Vec<Row>)>,
}

#[derive(Template)]
#[template(path = "chat.html")]
struct Chat {
    texts: Texts,
    name: String,
    number: String,
    address: String,
    bubbles: Vec<Shape>,
    typing: bool,
}

pub fn render(town: &Town, look: &Look) -> Shown {
    let now = town.now();
    let state = town.sandbox.world().look();
    let person = state.people.find(&look.person);
    let screen = person.map(|person| person.screen.as_slice()).unwrap_or_default();
    let latest = &screen[screen.len().saturating_sub(SHOWN_MAX)..];
    let number = town.sandbox.credentials().twilio_whatsapp_from.clone();
    let chat = Chat {
        texts: look.texts,
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        number: number.trim_start_matches("whatsapp:").to_owned(),
        address: look.person.clone(),
        bubbles: latest.iter().map(|bubble| shape(&state, look, screen, bubble)).collect(),
        typing: person.is_some_and(|person| is_typing(person, now)),
    };
    drop(state);
    Ok(chat.render()?)
}

fn is_typing(person: &Profile, now: jiff::Timestamp) -> bool {
    let last = person.screen.iter().rfind(|bubble| !bubble.is_mine).map(|bubble| bubble.at);
    person.typing_seen.is_some_and(|seen| {
        now.duration_since(seen) < TYPING && last.is_none_or(|last| last < seen)
    })
}

fn shape(state: &World, look: &Look, screen: &[Bubble], bubble: &Bubble) -> Shape {
    let texts = look.texts;
    let vals = |title: &str| json!({"message": bubble.sid, "title": title}).to_string();
    let quoted =
        bubble.quotes.as_ref().and_then(|sid| screen.iter().find(|other| other.sid == *sid));
    let quote = quoted.map(|other| other.shown.body.chars().take(80).collect());
    let shown = &bubble.shown;
    let row = |row: &sandbox::twilio::content::Row| Row {
        title: row.title.clone(),
        description: row.description.clone().unwrap_or_default(),
        vals: vals(&row.title),
    };
    Shape {
        id: bubble.sid.clone(),
        mine: bubble.is_mine,
        time: wall_time(bubble.at, &look.person),
        quote,
        pieces: pieces(&shown.body),
        file: Attached::of(state, bubble),
        place: shown.place.as_ref().map(|(latitude, longitude)| {
            let label = shown.place_label.clone();
            label.unwrap_or_else(|| format!("{latitude}, {longitude}"))
        }),
        links: shown.links.iter().filter(|(_, url)| url.starts_with("http")).cloned().collect(),
        tick: tick(texts, bubble.tick),
        choices: shown.buttons.iter().map(|one| (one.title.clone(), vals(&one.title))).collect(),
        menu: shown
            .menu
            .as_ref()
            .map(|menu| (menu.button.clone(), menu.rows.iter().map(row).collect())),
    }
}

fn tick(texts: Texts, status: Status) -> (&'static str, String, &'static str) {
    let (class, sign) = match status {
        Status::Queued => ("queued", "🕓"),
        Status::Sent => ("sent", "✓"),
        Status::Delivered | Status::Received => ("delivered", "✓✓"),
        Status::Read => ("read", "✓✓"),
        Status::Undelivered | Status::Failed => ("failed", "⚠"),
    };
    (class, texts.say(&format!("tick-{class}")), sign)
}

fn check(address: &str) -> Result<(), Refused> {
    if is_address(address) { Ok(()) } else { Err(Refused::unknown()) }
}

#[derive(Deserialize)]
pub struct Line {
    text: String,
}

pub async fn say(
    State(town): State<Town>,
    Path(address): Path<String>,
    Form(line): Form<Line>,
) -> Result<StatusCode, Refused> {
    check(&address)?;
    town.sandbox.person(&address).says(line.text.trim());
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub struct Tap {
    message: String,
    title: String,
}

pub async fn tap(
    State(town): State<Town>,
    Path(address): Path<String>,
    Form(tap): Form<Tap>,
) -> Result<StatusCode, Refused> {
    check(&address)?;
    let touched = town.sandbox.person(&address).touches(&tap.message, &tap.title);
    touched
        .map(|_| StatusCode::NO_CONTENT)
        .map_err(|missing| Refused::conflict(missing.to_string()))
}

/// A voice note: what was said in it is typed beside it, for nobody here can hear.
pub async fn speak(
    State(town): State<Town>,
    Path(address): Path<String>,
    mut form: Multipart,
) -> Result<StatusCode, Refused> {
    check(&address)?;
    let broken = |error: axum::extract::multipart::MultipartError| {
        Refused(error.status(), error.body_text())
    };
    let (mut heard, mut audio) = (String::new(), Bytes::new());
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("heard") => heard = field.text().await.map_err(broken)?,
            Some("audio") => audio = field.bytes().await.map_err(broken)?,
            _ => {}
        }
    }
    let heard = heard.trim();
    if heard.is_empty() && audio.is_empty() {
        return Err(Refused::conflict("a voice note needs a recording, or words"));
    }
    let audio = if audio.is_empty() { voice_note(heard).into() } else { audio };
    town.sandbox.person(&address).speaks(&audio, heard);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub struct Spot {
    place: String,
}

pub async fn send_location(
    State(town): State<Town>,
    Path(address): Path<String>,
    Form(spot): Form<Spot>,
) -> Result<StatusCode, Refused> {
    check(&address)?;
    let found = PLACES.iter().find(|place| place.0 == spot.place).ok_or_else(Refused::unknown)?;
    let (label, latitude, longitude) = *found;
    let degrees = |text: &str| text.parse().unwrap_or_default();
    let person = town.sandbox.person(&address);
    person.sends_location(degrees(latitude), degrees(longitude), Some((label, label)));
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub struct Card {
    number: String,
}

/// Shares a provider as a phone does: with the `waid` that WhatsApp writes.
pub async fn send_contact(
    State(town): State<Town>,
    Path(address): Path<String>,
    Form(card): Form<Card>,
) -> Result<StatusCode, Refused> {
    check(&address)?;
    let member = town.sandbox.world().look().cast.member(&card.number).cloned();
    let member = member.ok_or_else(Refused::unknown)?;
    let (name, number) = (&member.name, &member.number);
    let digits = number.trim_start_matches('+');
    let vcard = format!(
        "BEGIN:VCARD\nVERSION:3.0\nN:;{name};;;\nFN:{name}\nTEL;type=CELL;waid={digits}:{number}\nEND:VCARD\n"
    );
    town.sandbox.person(&address).sends_contact(&vcard);
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub struct Arrival {
    name: String,
    country: String,
}

/// Somebody new gets a phone.
pub async fn arrive(
    State(town): State<Town>,
    Form(arrival): Form<Arrival>,
) -> Result<Response, Refused> {
    let country = COUNTRIES.iter().find(|(iso, _)| *iso == arrival.country);
    let (_, prefix) = country.ok_or_else(Refused::unknown)?;
    let taken = town.sandbox.world().look().people.iter().count();
    let address = format!("whatsapp:+{prefix}{:0width$}", taken, width = 4);
    let name: String = arrival.name.trim().chars().take(40).collect();
    town.sandbox.person(&address).is(|person| person.name = name);
    let there = format!("/sandbox?person={}", crate::look::escaped(&address));
    Ok((StatusCode::NO_CONTENT, [("HX-Redirect", there)]).into_response())
}

/// The recording of a voice note.
pub async fn media(
    State(town): State<Town>,
    Path(message): Path<String>,
) -> Result<Response, Refused> {
    let state = town.sandbox.world().look();
    let mut bubbles = state.people.iter().flat_map(|person| &person.screen);
    let sent = bubbles.find(|bubble| bubble.sid == message);
    let file = sent.and_then(|bubble| bubble.file.as_ref()).ok_or_else(Refused::unknown)?;
    let bytes = file.bytes.clone();
    // A browser records in another container than WhatsApp carries on.
    let kind =
        if bytes.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) { "audio/webm" } else { "audio/ogg" };
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}
