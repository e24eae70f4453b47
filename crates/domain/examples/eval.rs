//! Answers the evaluation protocol with the functions that production calls: JSON Lines in, JSON Lines out.
#![expect(clippy::print_stdout, reason = "the answers are the program's output")]

use std::{collections::HashMap, io::BufRead, panic::AssertUnwindSafe};

use domain::{
    language::Language,
    understanding::{
        Act, Asked, Context, Proposal, acts,
        call::{Line, Speaker, Utterance, line, read_call},
        party, rules,
    },
    when::{self, Dates, PartOfDay, Reading, Reference, Times},
};
use jiff::civil::DateTime;
use serde_json::{Map, Value, json};

fn main() {
    let kind = std::env::args().nth(1).unwrap_or_default();
    let mut dialogues = HashMap::new();
    let answer: fn(&Value) -> Value = match kind.as_str() {
        "datetime" => datetime,
        "intents" => intents,
        "requests_es" => requests_es,
        "sgd_openers" => sgd_openers,
        "calls" => calls,
        "provider_lines" => provider_lines,
        "slots" => slots,
        "sgd_turns" => |_| Value::Null,
        _ => return,
    };
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input is UTF-8");
        let case: Value = serde_json::from_str(&line).expect("a case is JSON");
        let answered =
            || if kind == "sgd_turns" { sgd_turns(&mut dialogues, &case) } else { answer(&case) };
        let mut found = std::panic::catch_unwind(AssertUnwindSafe(answered))
            .unwrap_or_else(|_| json!({"error": "panic"}));
        found["id"] = case["id"].clone();
        println!("{found}");
    }
}

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap_or_default()
}

fn reference(case: &Value) -> Reference {
    let now: DateTime =
        text(case, "ref").parse().unwrap_or(jiff::civil::date(2026, 1, 1).at(9, 0, 0, 0));
    let language = Language::from_tag(text(case, "lang")).unwrap_or(Language::En);
    let locale = text(case, "locale");
    let month_first = locale == "en-US" || (locale.is_empty() && language == Language::En);
    Reference { now, language, month_first }
}

fn datetime(case: &Value) -> Value {
    let phrases = when::phrases(text(case, "text"), reference(case));
    phrases.first().map_or_else(|| json!({}), |phrase| reading(&phrase.reading))
}

fn reading(reading: &Reading) -> Value {
    let mut answer = Map::new();
    if let Some(Dates { from, to }) = reading.dates {
        let on = from.filter(|from| Some(*from) == to);
        answer.insert(
            "date".into(),
            on.map_or_else(|| json!({"from": from, "to": to}), |on| json!({"on": on})),
        );
    }
    let hhmm = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    match reading.times {
        None => {}
        Some(Times::At(time)) => drop(answer.insert("time".into(), json!({"at": hhmm(time)}))),
        Some(Times::Between { from, to }) => {
            drop(answer.insert("time".into(), json!({"from": from.map(hhmm), "to": to.map(hhmm)})));
        }
        Some(Times::Part(part)) => {
            drop(answer.insert("time".into(), json!({"part": part_name(part)})));
        }
    }
    if reading.asap {
        answer.insert("asap".into(), json!(true));
    }
    Value::Object(answer)
}

fn part_name(part: PartOfDay) -> Value {
    serde_json::to_value(part).expect("a part of the day is a word")
}

fn language(case: &Value) -> Language {
    Language::from_tag(text(case, "lang")).unwrap_or(Language::En)
}

fn intents(case: &Value) -> Value {
    let mut labels: Vec<&str> = Vec::new();
    for act in acts(text(case, "text"), language(case)) {
        let found: &[&str] = match act {
            Act::Book => &["book"],
            Act::Cancel | Act::Stop | Act::Erase => &["cancel"],
            Act::Reschedule => &["reschedule"],
            Act::Yes => &["yes"],
            Act::No => &["no"],
            Act::Correction => &["no", "correction"],
            Act::Unsure => &["unsure"],
            Act::DontCare => &["dontcare"],
            Act::Repeat => &["repeat"],
            Act::Human => &["human"],
            Act::Help => &["help"],
            Act::WhoAreYou => &["bot_question"],
            Act::Greeting => &["greeting"],
            Act::Thanks => &["thanks"],
            Act::Goodbye => &["goodbye"],
            _ => &[],
        };
        labels.extend(
            found.iter().filter(|label| !labels.contains(label)).copied().collect::<Vec<_>>(),
        );
    }
    if labels.is_empty() {
        labels.push("other");
    }
    json!({"labels": labels})
}

/// What a question of the bot asks for.
fn asked(question: &str) -> Vec<Asked> {
    let question = question.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| question.contains(word));
    let mut asked = Vec::new();
    if says(&["nombre", "name"]) {
        asked.push(Asked::Name);
    }
    if says(&["fecha", "hora", "date", "time", "day"]) && !says(&["anteriores"]) {
        asked.push(Asked::When);
    }
    if says(&["tipo de cita"]) {
        asked.push(Asked::Service);
    }
    if says(&["esta bien", "corregir"]) {
        asked.push(Asked::Card);
    }
    asked
}

fn requests_es(case: &Value) -> Value {
    let said = text(case, "text");
    let prev = text(case, "prev");
    let options: Vec<String> = case["options"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|option| Some(option.as_str()?.split_once(". ")?.1.to_owned()))
        .collect();
    let mut asked = asked(prev);
    if !options.is_empty() {
        asked = vec![Asked::Options];
    }
    let reference = reference(case);
    let context = Context {
        asked: &asked,
        options: &options,
        ..Context::new(Language::Es, "CO", reference.now)
    };
    let found = rules(said, &context);
    let out_of_range =
        found.option.is_some_and(|n| usize::try_from(n).is_ok_and(|n| n > options.len()));
    let intent = match found.act {
        Act::Pick if out_of_range => "out_of_range",
        Act::Pick => "select_option",
        Act::Book => "book",
        Act::Inform if asked.contains(&Asked::Service) => "book",
        Act::Unclear | Act::Alternatives if said.contains('?') => "question",
        Act::Inform => "inform",
        Act::Yes => "yes",
        Act::No => "no",
        Act::Correction | Act::Change => "change_detail",
        Act::Alternatives => "more_options",
        Act::Cancel | Act::Stop | Act::Erase => "cancel",
        Act::Reschedule => "reschedule",
        Act::Status | Act::History | Act::Transcript => "status",
        Act::Help => "help",
        Act::Human => "human",
        Act::WhoAreYou => "bot_question",
        Act::Greeting => "greeting",
        Act::Thanks => "thanks",
        Act::Goodbye => "goodbye",
        Act::Unsure | Act::DontCare => "unsure",
        Act::Emergency => "emergency_or_reason",
        Act::Repeat | Act::OutOfScope | Act::Unclear => "other",
    };
    let mut slots = Map::new();
    let picked = found.act == Act::Pick;
    if !picked {
        let phrases = found.when.iter().flat_map(|said| when::read(said, reference)).next();
        if let Some(reading) = phrases {
            let found = self::reading(&reading);
            copy(&mut slots, "date", &found["date"]["on"]);
            copy(
                &mut slots,
                "time",
                if found["time"]["at"].is_null() {
                    &found["time"]["part"]
                } else {
                    &found["time"]["at"]
                },
            );
        }
        for (slot, value) in [
            ("service", &found.service),
            ("for_whom", &found.for_whom),
            ("name", &found.name),
            ("location", &found.place),
            ("reason", &found.reason),
        ] {
            copy(&mut slots, slot, &json!(value));
        }
    }
    if found.for_whom.is_none()
        && prev.contains("alguien más")
        && said.to_lowercase().contains("para m")
    {
        slots.insert("for_whom".to_owned(), json!("yo"));
    }
    if intent == "change_detail" {
        let fields = [
            ("hora", "time"),
            ("fecha", "date"),
            ("dia", "date"),
            ("día", "date"),
            ("direc", "location"),
            ("sede", "location"),
        ];
        let field = fields.iter().find(|(word, _)| said.to_lowercase().contains(word));
        copy(&mut slots, "field", &json!(field.map(|(_, field)| field)));
    }
    let intent =
        if slots.contains_key("for_whom") && intent == "other" { "inform" } else { intent };
    json!({"intent": intent, "slots": slots, "option": if intent == "select_option" { json!(found.option) } else { Value::Null }})
}

fn copy(slots: &mut Map<String, Value>, name: &str, value: &Value) {
    if !value.is_null() {
        slots.insert(name.to_owned(), value.clone());
    }
}

fn sgd_openers(case: &Value) -> Value {
    let reference = reference(case);
    let context =
        Context { asked: &[], options: &[], ..Context::new(Language::En, "US", reference.now) };
    let found = rules(text(case, "text"), &context);
    let table =
        found.service.as_deref().is_some_and(|service| service.to_lowercase().contains("table"));
    let professional =
        found.provider.as_deref().is_some_and(|provider| provider.to_lowercase().starts_with("dr"));
    let intent = match found.act {
        Act::Book if (found.service.is_some() && !table) || professional => "book_appointment",
        Act::Book => "book_other",
        _ => "other",
    };
    json!({"intent": intent, "slots": slots_of(&found, text(case, "text"), reference)})
}

/// Kinds of doctor and therapist that the data set knows as types.
const TYPES: [&str; 8] = [
    "gynecologist",
    "ent specialist",
    "ophthalmologist",
    "general practitioner",
    "dermatologist",
    "psychologist",
    "family counselor",
    "psychiatrist",
];

fn slots_of(found: &Proposal, said: &str, reference: Reference) -> Map<String, Value> {
    let mut slots = Map::new();
    copy(&mut slots, "provider", &json!(found.provider));
    copy(&mut slots, "location", &json!(found.place));
    for reading in found
        .when
        .iter()
        .flat_map(|said| when::read(said, reference))
        .collect::<Vec<_>>()
        .iter()
        .rev()
    {
        let found = self::reading(reading);
        copy(&mut slots, "date", &found["date"]["on"]);
        copy(&mut slots, "time", &found["time"]["at"]);
    }
    let said = said.to_lowercase();
    let named = TYPES.iter().find(|kind| said.contains(*kind));
    copy(&mut slots, "type", &json!(named));
    let asks = [
        "do they", "does it", "can they", "does he", "does she", "is it", "are they", "if they",
        "is this", "is that",
    ];
    let asks = said.contains('?') && asks.iter().any(|question| said.contains(question));
    let both = said.contains("unisex")
        || said.contains("men and women")
        || said.contains("both genders")
        || said.contains("women and men");
    if both && !asks {
        copy(&mut slots, "unisex", &json!("True"));
    }
    if said.contains("cosmetic") && !asks {
        copy(&mut slots, "cosmetic", &json!("True"));
    }
    slots
}

fn calls(case: &Value) -> Value {
    let lines: Vec<Utterance<'_>> = case["lines"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|line| {
            let (who, text) = line.as_str()?.split_once(": ")?;
            Some(Utterance {
                speaker: if who == "P" { Speaker::Callee } else { Speaker::Us },
                text,
            })
        })
        .collect();
    let dated = case["ref"].is_string();
    let found = read_call(&lines, reference(case));
    let slot = |slot: &domain::understanding::call::Slot| {
        let mut answer = Map::new();
        copy(&mut answer, "provider", &json!(slot.provider));
        if dated {
            copy(&mut answer, "date", &json!(slot.date));
        }
        let weekday = slot.date.map(|date| date.strftime("%A").to_string());
        copy(&mut answer, "weekday", &json!(weekday));
        copy(&mut answer, "time", &json!(slot.time.map(|time| time.strftime("%H:%M").to_string())));
        answer
    };
    let mut outcome = slot(&found.slot);
    outcome.insert("booked".into(), json!(found.booked));
    if let Some(offered) = &found.offered {
        outcome.insert("offered".into(), Value::Object(slot(offered)));
    }
    json!({"outcome": outcome})
}

fn provider_lines(case: &Value) -> Value {
    let reference = reference(case);
    let said = text(case, "text");
    let label = match line(said, reference) {
        Line::Greeting => "greeting",
        Line::AskName => "ask_name",
        Line::AskProvider => "ask_provider",
        Line::AskDate => "ask_date",
        Line::AskTime => "ask_time",
        Line::AskDateTime => "ask_date_time",
        Line::AskPartySize => "ask_party_size",
        Line::AskReason => "ask_reason",
        Line::OfferAvailable => "offer_available",
        Line::Unavailable => "unavailable",
        Line::UnavailableOffer => "unavailable_offer",
        Line::ConfirmDetails => "confirm_details",
        Line::WillBook => "will_book",
        Line::Booked => "booked",
        Line::AnythingElse => "anything_else",
        Line::Goodbye => "goodbye",
        Line::NothingFound => "nothing_found",
        Line::OutOfScope | Line::Agrees | Line::Holds | Line::Other => "out_of_scope",
    };
    let mut slots = Map::new();
    for phrase in when::phrases(said, reference) {
        let found = reading(&phrase.reading);
        copy(&mut slots, "date", &found["date"]["on"]);
        copy(&mut slots, "time", &found["time"]["at"]);
    }
    json!({"label": label, "slots": slots})
}

/// What a dialogue of the data set has settled so far, and what is on the table.
#[derive(Default)]
struct Dialogue {
    /// Every spelling that was settled, by slot.
    known: HashMap<String, Vec<String>>,
    offered_provider: Option<String>,
    intent: String,
}

impl Dialogue {
    /// Settles a value; it is news unless spelled so before.
    fn settle(&mut self, delta: &mut Map<String, Value>, slot: &str, value: &str) {
        if self.note(slot, value) {
            delta.insert(slot.to_owned(), json!(value));
        }
    }

    /// Remembers a spelling, and tells whether it is new.
    fn note(&mut self, slot: &str, value: &str) -> bool {
        let words = value.to_lowercase();
        let mut bare = words.as_str();
        while let Some(rest) = ["on ", "the ", "for ", "at ", "around "]
            .iter()
            .find_map(|small| bare.strip_prefix(small))
        {
            bare = rest;
        }
        let spellings = self.known.entry(slot.to_owned()).or_default();
        let new = spellings.iter().all(|known| known != bare);
        if new {
            spellings.push(bare.to_owned());
        }
        new
    }
}

fn sgd_turns(dialogues: &mut HashMap<String, Dialogue>, case: &Value) -> Value {
    let dialogue = dialogues.entry(text(case, "dialogue").to_owned()).or_default();
    let said = text(case, "text");
    let proposed = |kind: &str| -> Vec<(String, String)> {
        let acts = case["prev_acts"].as_array().into_iter().flatten().filter_map(Value::as_str);
        acts.filter_map(|act| act.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')'))
            .map(|pair| {
                pair.split_once('=').map_or((pair.to_owned(), String::new()), |(slot, value)| {
                    (slot.to_owned(), value.to_owned())
                })
            })
            .collect()
    };
    let requested: Vec<String> = proposed("REQUEST").into_iter().map(|(slot, _)| slot).collect();
    let (offered, confirming) = (proposed("OFFER"), proposed("CONFIRM"));
    let failed = case["prev_acts"].to_string().contains("NOTIFY_FAILURE");
    let offers_intent = case["prev_acts"].to_string().contains("OFFER_INTENT");
    let asks_more = case["prev_acts"].to_string().contains("REQ_MORE");
    if let Some((_, provider)) = offered.iter().find(|(slot, _)| slot == "provider") {
        dialogue.offered_provider = Some(provider.clone());
    }
    let mut asked: Vec<Asked> = Vec::new();
    for slot in &requested {
        match slot.as_str() {
            "date" | "time" => asked.push(Asked::When),
            "provider" => asked.push(Asked::Provider),
            "location" | "type" => asked.push(Asked::Service),
            _ => {}
        }
    }
    if !confirming.is_empty() || offers_intent || !offered.is_empty() {
        asked.push(Asked::Card);
    }
    let reference = reference(case);
    let context =
        Context { asked: &asked, options: &[], ..Context::new(Language::En, "US", reference.now) };
    let found = rules(said, &context);
    let mut said_slots = slots_of(&found, said, reference);
    if requested.iter().any(|slot| slot == "location")
        && !said_slots.contains_key("location")
        && found.place.is_none()
        && said.split(' ').count() <= 4
    {
        let place = found.provider.as_deref().unwrap_or(said);
        said_slots.remove("provider");
        if !said_slots.contains_key("type") {
            said_slots.insert("location".into(), json!(place.trim_end_matches(['.', '!'])));
        }
    }
    let provider_asked = requested.iter().any(|slot| slot == "provider");
    if said_slots.get("provider").and_then(Value::as_str) == Some(said) && !provider_asked {
        said_slots.remove("provider");
    }
    let does = acts(said, Language::En);
    let says = |act: Act| does.contains(&act);
    let books = says(Act::Book) && !said.to_lowercase().contains("find");
    let other = says(Act::Alternatives);
    let selecting = !offered.is_empty() && !failed && confirming.is_empty() && !offers_intent;
    let no = says(Act::No) || (says(Act::Goodbye) && (failed || offers_intent));
    let changed = said_slots.contains_key("date")
        || said_slots.contains_key("time")
        || said_slots.contains_key("provider");
    let thanked = says(Act::Thanks) && !confirming.is_empty();
    let yes = (thanked || says(Act::Yes) || (books && offers_intent))
        && !other
        && !no
        && !(changed && !confirming.is_empty() && !says(Act::Yes));
    let mut delta = Map::new();
    if yes || (books && selecting) {
        let table = if failed { &offered } else { &confirming };
        for (slot, value) in table.iter().filter(|(slot, _)| {
            ["provider", "date", "time", "location", "type"].contains(&slot.as_str())
        }) {
            if !said_slots.contains_key(slot) {
                dialogue.settle(&mut delta, slot, value);
            }
        }
        let open = confirming.is_empty()
            && !failed
            && !offers_intent
            && !asks_more
            && requested.is_empty();
        if (selecting || open)
            && let Some(provider) = dialogue.offered_provider.take()
        {
            dialogue.settle(&mut delta, "provider", &provider);
        }
    }
    if !confirming.is_empty() && changed && !yes {
        for (slot, value) in confirming.iter().filter(|(slot, _)| {
            ["date", "time"].contains(&slot.as_str()) && !said_slots.contains_key(slot)
        }) {
            dialogue.settle(&mut delta, slot, value);
        }
    }
    if books
        && !other
        && !dialogue.known.contains_key("provider")
        && let Some(provider) = dialogue.offered_provider.clone()
    {
        dialogue.settle(&mut delta, "provider", &provider);
    }
    for phrase in when::phrases(said, reference) {
        for (slot, span) in [("date", phrase.date), ("time", phrase.time)] {
            if let Some(span) = span {
                dialogue.note(slot, &said[span]);
            }
        }
    }
    for (slot, value) in &said_slots {
        dialogue.settle(&mut delta, slot, value.as_str().unwrap_or_default());
        delta.insert(slot.clone(), value.clone());
    }
    let booking = books
        || (yes && offers_intent)
        || !confirming.is_empty()
        || failed
        || changed && dialogue.intent == "book_appointment";
    if (asks_more && !books && !other && !changed)
        || (no && offers_intent)
        || (does.iter().all(|act| matches!(act, Act::Thanks | Act::Goodbye))
            && !does.is_empty()
            && asks_more)
    {
        dialogue.intent = "none".to_owned();
    } else if booking {
        dialogue.intent = "book_appointment".to_owned();
    } else if dialogue.intent.is_empty() || found.act == Act::Book || other {
        dialogue.intent = "find_provider".to_owned();
    }
    let mut labels = Vec::new();
    if yes && !selecting {
        labels.push("yes");
    }
    if no && !selecting {
        labels.push("no");
    }
    if other {
        labels.push("alternatives");
    }
    json!({"intent": dialogue.intent, "labels": labels, "slots": said_slots, "state_delta": delta})
}

/// A span of hours without the word that bounds it: the 9 of "after 9".
fn hour_itself(said: &str, span: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    const BOUNDS: [&str; 9] = [
        "any time ",
        "anytime ",
        "sometime ",
        "after ",
        "past ",
        "before ",
        "until ",
        "till ",
        "no later than ",
    ];
    let mut start = span.start;
    while let Some(bound) =
        BOUNDS.iter().find(|bound| said[start..span.end].to_lowercase().starts_with(**bound))
    {
        start += bound.len();
    }
    start..span.end
}

fn slots(case: &Value) -> Value {
    let said = text(case, "text");
    let reference = reference(case);
    let requested_people =
        !case["requested"].to_string().contains("time") && said.trim().parse::<u16>().is_ok();
    let spanish = reference.language == Language::Es;
    let characters = |at: usize| said[..at].chars().count();
    let mut spans = Vec::new();
    let mut add = |slot: &str, span: &std::ops::Range<usize>, value: Option<String>| {
        spans.push(json!({"slot": slot, "span": [characters(span.start), characters(span.end)], "value": value}));
    };
    for phrase in when::phrases(said, reference) {
        let time = match phrase.reading.times {
            Some(Times::At(time)) => Some(time.strftime("%H:%M").to_string()),
            _ => None,
        };
        if spanish {
            add("datetime", &phrase.span, None);
        } else {
            if let Some(date) = &phrase.date {
                add("date", date, None);
            }
            if let Some(span) =
                phrase.time.as_ref().filter(|_| !requested_people || phrase.date.is_some())
            {
                add("time", &hour_itself(said, span), time);
            }
        }
    }
    let requested = case["requested"].to_string();
    let mut asked = Vec::new();
    for (slot, kind) in [
        ("name", Asked::Name),
        ("provider", Asked::Provider),
        ("time", Asked::When),
        ("date", Asked::When),
    ] {
        if requested.contains(slot) {
            asked.push(kind);
        }
    }
    let context = Context {
        asked: &asked,
        options: &[],
        ..Context::new(reference.language, "US", reference.now)
    };
    let found = rules(said, &context);
    for (slot, value) in [
        ("name", &found.name),
        ("provider", &found.provider),
        ("location", &found.place),
        ("reason", &found.reason),
    ] {
        if let Some(value) = value
            && let Some(start) = said.find(value.as_str())
        {
            add(slot, &(start..start + value.len()), None);
        }
    }
    let bare = said.trim().trim_end_matches('.');
    if let Some(span) = party(said, reference.language) {
        add("people", &span, None);
    } else if requested.contains("people") && bare.parse::<u16>().is_ok() {
        add("people", &(0..bare.len()), None);
    }
    json!({"spans": spans})
}
