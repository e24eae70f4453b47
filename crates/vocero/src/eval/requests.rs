//! Messages to a clinic's bot, in Spanish, as answers to what it asked.

use domain::understanding::{Act, Asked};
use serde_json::{Value, json};

use super::Answer;
use super::case::{Asking, Case, Heard, fill};
use super::dates;
use super::messages::readings;

/// What the bot asks for, by the words of its questions.
const QUESTIONS: [(&str, Asked); 10] = [
    ("nombre", Asked::Name),
    ("name", Asked::Name),
    ("fecha", Asked::When),
    ("hora", Asked::When),
    ("date", Asked::When),
    ("time", Asked::When),
    ("day", Asked::When),
    ("tipo de cita", Asked::Service),
    ("esta bien", Asked::Card),
    ("corregir", Asked::Card),
];

pub(super) fn asking(case: &Case) -> Asking {
    if !case.options.is_empty() {
        return Asking::of(case, vec![Asked::Options]);
    }
    let question = case.prev.to_lowercase();
    let mut asked = Vec::new();
    for (_, what) in QUESTIONS.iter().filter(|(word, _)| question.contains(word)) {
        if !asked.contains(what) {
            asked.push(*what);
        }
    }
    if question.contains("anteriores") {
        asked.retain(|what| *what != Asked::When);
    }
    Asking::of(case, asked)
}

pub(super) fn answer(heard: &Heard, asking: &Asking) -> Answer {
    let found = &heard.proposal;
    let exists =
        found.option.is_some_and(|n| usize::try_from(n).is_ok_and(|n| n <= asking.options.len()));
    let intent = match found.act {
        Act::Pick if found.option.is_some() && !exists => "out_of_range",
        Act::Inform if asking.asked.contains(&Asked::Service) => "book",
        act => intent_of(act),
    };
    let mut slots = Answer::new();
    if found.act != Act::Pick {
        let reading = readings(found, asking.reference).next();
        fill(&mut slots, "date", reading.as_ref().and_then(dates::day));
        fill(&mut slots, "time", reading.as_ref().and_then(dates::time_or_part));
        fill(&mut slots, "service", found.service.clone());
        fill(&mut slots, "for_whom", found.for_whom.clone());
        fill(&mut slots, "name", found.name.clone());
        fill(&mut slots, "location", found.place.clone());
        fill(&mut slots, "reason", found.reason.clone());
    }
    let mut answer = Answer::from_iter([
        ("intent".to_owned(), json!(intent)),
        ("slots".to_owned(), Value::Object(slots)),
    ]);
    fill(&mut answer, "option", found.option.filter(|_| intent == "select_option"));
    answer
}

fn intent_of(act: Act) -> &'static str {
    match act {
        Act::Pick => "select_option",
        Act::Book => "book",
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
    }
}
