//! The timeline: what the vendors saw and what the product made of it, in one order.

mod request;

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sandbox::timeline::{Entry, Kind, Raw};
use serde_json::Value;
use services::journal::{CommandState, Entry as Kept, Journal, Line};

use crate::Town;
use crate::look::{Look, country};
use crate::page::{Parts, Refused};
use crate::plain;
use crate::texts::Texts;
use request::Chosen;

/// Entries that are shown.
const SHOWN_MAX: usize = 140;
/// Entries of either side in which they are looked for.
const LOOKED_THROUGH: usize = 500;
const JOURNAL_MAX: u64 = 60;
/// Bytes of a body that is no text that are shown, and how many a line.
const DUMPED_MAX: usize = 512;
const ROW: usize = 16;
/// Characters of an entry's text.
const TEXT_MAX: usize = 160;

/// Kinds that can be hidden, by their class.
const FILTERS: [&str; 7] = ["event", "decision", "command", "request", "webhook", "seen", "tick"];
/// The kind that is hidden until somebody asks for it: there are many, and they tell little.
const HIDDEN: &str = "tick";

/// A kind of entry that can be hidden.
pub struct Filter {
    pub class: &'static str,
    pub name: String,
    pub shown: bool,
}

#[must_use]
pub fn filters(texts: Texts) -> Vec<Filter> {
    let filter = |class| Filter {
        class,
        name: texts.say(&format!("filter-{class}")),
        shown: class != HIDDEN,
    };
    FILTERS.map(filter).into()
}

struct Shape {
    id: String,
    at: Timestamp,
    time: String,
    class: &'static str,
    kind: String,
    who: String,
    text: String,
}

#[derive(Template)]
#[template(path = "log.html")]
struct Log {
    texts: Texts,
    entries: Vec<Shape>,
}

/// The timeline, and the requests of which it can tell alone.
pub async fn render(town: &Town, look: &Look) -> Result<Parts, Refused> {
    let own = town.services.journal(Some(&look.person), JOURNAL_MAX).await?;
    let everybody = town.services.journal(None, JOURNAL_MAX).await?;
    let zone = TimeZone::get(country(&look.person).1).unwrap_or(TimeZone::UTC);
    let chosen = Chosen::of(look, &own);
    let mut entries = Vec::new();
    for kept in own.entries.iter().filter(|kept| chosen.has(kept)) {
        entries.extend(of_product(look.texts, kept, &own));
    }
    {
        let state = town.sandbox.world().look();
        let others = theirs(&state, look, &own, &everybody);
        let latest = state.timeline.latest(LOOKED_THROUGH).iter();
        let ours = latest.filter(|entry| {
            !others.contains(entry.about.as_str())
                && chosen.tells_of(entry)
                && (entry.kind != Kind::MessageIn || entry.who == look.person)
        });
        entries.extend(ours.map(|entry| of_vendors(look.texts, entry)));
    }
    // What happens at one moment happens in this order: the sort is stable.
    entries.sort_by_key(|entry: &Shape| entry.at);
    entries.drain(..entries.len().saturating_sub(SHOWN_MAX));
    for entry in &mut entries {
        entry.time = entry.at.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string();
    }
    let log = Log { texts: look.texts, entries }.render()?;
    Ok(vec![("requests", request::render(look, &own, &chosen)?), ("log", log)])
}

/// Ids of messages and calls that are another person's.
fn theirs(
    state: &sandbox::world::State,
    look: &Look,
    own: &Journal,
    everybody: &Journal,
) -> BTreeSet<String> {
    let own_calls: BTreeSet<&str> = own.calls.iter().map(|call| call.sid.as_str()).collect();
    let calls = everybody.calls.iter().filter(|call| !own_calls.contains(call.sid.as_str()));
    let calls =
        calls.flat_map(|call| std::iter::once(call.sid.clone()).chain(call.conversation.clone()));
    let people = state.people.iter().filter(|person| person.address != look.person);
    let messages = people.flat_map(|person| person.screen.iter().map(|bubble| bubble.sid.clone()));
    calls.chain(messages).collect()
}

fn shape(
    id: String,
    at: Timestamp,
    class: &'static str,
    kind: String,
    who: &str,
    text: &str,
) -> Shape {
    let shortened: String = text.chars().take(TEXT_MAX).collect();
    let dots = if text.chars().count() > TEXT_MAX { "…" } else { "" };
    Shape {
        id,
        at,
        time: String::new(),
        class,
        kind,
        who: who.to_owned(),
        text: format!("{shortened}{dots}"),
    }
}

fn of_vendors(texts: Texts, entry: &Entry) -> Shape {
    let (class, key) = match entry.kind {
        Kind::Request => ("request", "kind-request"),
        Kind::Webhook if entry.who == "TwilioMessageStatus" => (HIDDEN, "kind-webhook"),
        Kind::Webhook => ("webhook", "kind-webhook"),
        Kind::Fault => ("fault", "kind-fault"),
        Kind::MessageIn => ("seen", "kind-message-in"),
        Kind::MessageOut => ("seen", "kind-message-out"),
        Kind::MessageStatus => (HIDDEN, "kind-status"),
        Kind::Mail => ("seen", "kind-mail"),
        Kind::ToolCalled => ("seen", "kind-tool"),
        Kind::Spoken => ("seen", "kind-spoken"),
        Kind::KeyPressed => ("seen", "kind-key"),
        Kind::Dialled | Kind::Ringing | Kind::Answered | Kind::CallEnded => ("seen", "kind-call"),
        Kind::Note => ("seen", "kind-note"),
    };
    shape(
        format!("s{}", entry.seq),
        entry.at,
        class,
        texts.say(key),
        &entry.who,
        &plain::line(texts, entry).unwrap_or_else(|| without_hosts(&entry.text)),
    )
}

/// Where the servers are is nothing that a line must say.
fn without_hosts(text: &str) -> String {
    let word = |word: &str| match word.strip_prefix("http://127.0.0.1:") {
        Some(rest) => rest.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned(),
        None => word.rsplit_once("/Accounts/").map_or(word, |(_, rest)| rest).to_owned(),
    };
    let part = |part: &str| if is_id(part) { "…".to_owned() } else { part.to_owned() };
    let path = |text: String| match text.starts_with('/') || text.contains(".json") {
        true => text.split('/').map(part).collect::<Vec<_>>().join("/"),
        false => text,
    };
    text.split(' ').map(|one| path(word(one))).collect::<Vec<_>>().join(" ")
}

fn of_product(texts: Texts, kept: &Kept, journal: &Journal) -> Vec<Shape> {
    let id = kept.id.simple();
    match &kept.line {
        Line::Event { decided_at, .. } => {
            let mut lines = vec![shape(
                format!("e{id}"),
                kept.at,
                "event",
                texts.say("kind-event"),
                &kept.name,
                &summary(&kept.body),
            )];
            lines.extend(decided_at.map(|at| {
                let what = decided(texts, kept, at, journal);
                shape(
                    format!("d{id}"),
                    at,
                    "decision",
                    texts.say("kind-decision"),
                    &kept.name,
                    &what,
                )
            }));
            lines
        }
        Line::Command { state, attempts, error, .. } => {
            let word = match state {
                CommandState::Ready if *attempts > 0 => "command-again",
                CommandState::Ready => "command-ready",
                CommandState::Running => "command-running",
                CommandState::Done => "command-done",
                CommandState::Dead => "command-dead",
            };
            let text = match error {
                Some(error) => format!("{} ×{attempts}: {error}", texts.say(word)),
                None => texts.say(word),
            };
            let class = if *state == CommandState::Dead { "fault" } else { "command" };
            vec![shape(
                format!("c{id}"),
                kept.at,
                class,
                texts.say("kind-command"),
                &kept.name,
                &text,
            )]
        }
    }
}

/// What was ordered in the moment in which the event was decided.
fn decided(texts: Texts, event: &Kept, at: Timestamp, journal: &Journal) -> String {
    let ordered: Vec<&str> = journal
        .entries
        .iter()
        .filter(|entry| {
            matches!(entry.line, Line::Command { .. })
                && entry.at == at
                && entry.person == event.person
        })
        .map(|entry| entry.name.as_str())
        .collect();
    if ordered.is_empty() {
        texts.say("decided-nothing")
    } else {
        format!("→ {}", ordered.join(", "))
    }
}

/// The words in a body, or all of it where there are none.
fn summary(body: &Value) -> String {
    let mut words = Vec::new();
    gather(body, &mut words);
    words.join(" · ")
}

fn gather(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(text) if !is_id(text) => words.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| gather(one, words)),
        Value::Object(fields) => {
            let telling = fields.iter().filter(|(name, _)| !matches!(name.as_str(), "id" | "at"));
            telling.for_each(|(_, one)| gather(one, words));
        }
        _ => {}
    }
}

fn is_id(text: &str) -> bool {
    text.len() >= 20 && !text.contains(' ') && text.chars().any(|c| c.is_ascii_digit())
}

#[derive(Template)]
#[template(path = "raw.html")]
struct Bytes {
    parts: Vec<(String, String)>,
}

/// All that is known of one entry, to the byte.
pub async fn raw(
    State(town): State<Town>,
    Path(entry): Path<String>,
) -> Result<Html<String>, Refused> {
    let (side, id) = entry.split_at_checked(1).ok_or_else(Refused::unknown)?;
    let parts = match side {
        "s" => of_seq(&town, id.parse().map_err(|_| Refused::unknown())?),
        "e" | "d" | "c" => of_id(&town, id).await?,
        _ => None,
    };
    let parts = parts.ok_or_else(Refused::unknown)?;
    Ok(Html(Bytes { parts }.render()?))
}

fn of_seq(town: &Town, seq: u64) -> Option<Vec<(String, String)>> {
    let state = town.sandbox.world().look();
    let entry =
        state.timeline.since(seq.checked_sub(1)?).first().filter(|entry| entry.seq == seq)?;
    let head = format!("{} · {:?} · {} · {}", entry.at, entry.kind, entry.who, entry.about);
    let mut parts = vec![(head, entry.text.clone())];
    if let Some(Raw { request, response }) = &entry.raw {
        parts.push(("→".to_owned(), pretty(request)));
        parts.push(("←".to_owned(), pretty(response)));
    }
    Some(parts)
}

async fn of_id(town: &Town, id: &str) -> Result<Option<Vec<(String, String)>>, Refused> {
    let journal = town.services.journal(None, JOURNAL_MAX * 20).await?;
    let Some(kept) = journal.entries.into_iter().find(|kept| kept.id.simple().to_string() == id)
    else {
        return Ok(None);
    };
    let head = format!("{} · {} · {}", kept.at, kept.name, kept.id);
    let mut parts = vec![(head, format!("{:#}", kept.body))];
    match kept.line {
        Line::Event { decided_at, answer } => {
            parts.extend(decided_at.map(|at| ("decided".to_owned(), at.to_string())));
            parts.extend(answer.map(|answer| ("answer".to_owned(), format!("{answer:#}"))));
        }
        Line::Command { state, attempts, ready_at, finished_at, error } => {
            let finished = finished_at.map(|at| at.to_string()).unwrap_or_default();
            let course =
                format!("{state:?}, {attempts} tries, due {ready_at}, finished {finished}");
            parts.push(("course".to_owned(), course));
            parts.extend(error.map(|error| ("error".to_owned(), error)));
        }
    }
    Ok(Some(parts))
}

/// JSON in lines of its own, forms a field a line; anything else as it is.
fn pretty(bytes: &[u8]) -> String {
    if let Ok(json) = serde_json::from_slice::<Value>(bytes) {
        return format!("{json:#}");
    }
    let Some(text) = text_of(bytes) else { return dump(bytes) };
    if text.contains('=') && text.contains('&') && !text.contains([' ', '<']) {
        return text.replace('&', "\n&");
    }
    text.to_owned()
}

/// All of it, but for a character that was cut in the middle.
fn text_of(bytes: &[u8]) -> Option<&str> {
    match str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            str::from_utf8(&bytes[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}

/// The first bytes as hexadecimal numbers, sixteen a line, with what can be read beside them.
fn dump(bytes: &[u8]) -> String {
    let readable = |byte: &u8| if byte.is_ascii_graphic() { char::from(*byte) } else { '.' };
    let line = |(nth, row): (usize, &[u8])| {
        let numbers: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        let text: String = row.iter().map(readable).collect();
        format!("{:04x}  {:47}  {text}", nth * ROW, numbers.join(" "))
    };
    let shown = &bytes[..bytes.len().min(DUMPED_MAX)];
    let mut lines: Vec<String> = shown.chunks(ROW).enumerate().map(line).collect();
    if shown.len() < bytes.len() {
        lines.push(format!("… {} B", bytes.len()));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_shown_as_bytes() {
        assert_eq!(pretty(b"OggS\x00\xff"), format!("0000  {:47}  OggS..", "4f 67 67 53 00 ff"));
        assert!(pretty(&[0xff; 2000]).ends_with("… 2000 B"));
    }

    #[test]
    fn a_text_that_was_cut_in_a_character_is_still_a_text() {
        assert_eq!(pretty(&"mañana".as_bytes()[..3]), "ma");
    }

    #[test]
    fn a_form_is_shown_a_field_a_line() {
        assert_eq!(pretty(b"From=a&Body=b"), "From=a\n&Body=b");
    }
}
