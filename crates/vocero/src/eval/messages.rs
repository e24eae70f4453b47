//! Messages without a talk around them: dates, what is wanted, and the first of a talk.

use domain::appointment::Reader;
use domain::understanding::{Act, Proposal, acts};
use domain::when::{self, Reference};
use serde_json::{Value, json};

use super::Answer;
use super::case::{Case, Heard, fill};
use super::dates;

pub(super) fn datetime(case: &Case, heard: &Heard, reference: Reference) -> Answer {
    let reading = match heard.by {
        Reader::Rules => {
            when::phrases(&case.text, reference).into_iter().map(|phrase| phrase.reading).next()
        }
        Reader::Model => readings(&heard.proposal, reference).next(),
    };
    reading.as_ref().map(dates::in_full).unwrap_or_default()
}

/// What the proposal says about dates and times, resolved.
pub(super) fn readings(
    proposal: &Proposal,
    reference: Reference,
) -> impl Iterator<Item = when::Reading> {
    proposal.when.iter().flat_map(move |phrase| when::read(phrase, reference))
}

/// Everything that a message does; a model says one thing of it.
pub(super) fn all_acts(case: &Case, heard: &Heard, reference: Reference) -> Vec<Act> {
    match heard.by {
        Reader::Rules => acts(&case.text, reference.language),
        Reader::Model => vec![heard.proposal.act],
    }
}

pub(super) fn intents(case: &Case, heard: &Heard, reference: Reference) -> Answer {
    let mut labels: Vec<&str> = Vec::new();
    for label in all_acts(case, heard, reference).into_iter().flat_map(labels_of) {
        if !labels.contains(label) {
            labels.push(label);
        }
    }
    if labels.is_empty() {
        labels.push("other");
    }
    Answer::from_iter([("labels".to_owned(), json!(labels))])
}

fn labels_of(act: Act) -> &'static [&'static str] {
    match act {
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
        Act::Inform
        | Act::Pick
        | Act::Alternatives
        | Act::Change
        | Act::Status
        | Act::Transcript
        | Act::History
        | Act::Emergency
        | Act::OutOfScope
        | Act::Unclear => &[],
    }
}

/// Tables are bookings, too, but none of ours in these cases.
pub(super) fn opener(case: &Case, heard: &Heard, reference: Reference) -> Answer {
    let found = &heard.proposal;
    let starts = |text: &Option<String>, with: &str| {
        text.as_deref().is_some_and(|text| text.to_lowercase().starts_with(with))
    };
    let table =
        found.service.as_deref().is_some_and(|service| service.to_lowercase().contains("table"));
    let professional = starts(&found.provider, "dr");
    let intent = match found.act {
        Act::Book if (found.service.is_some() && !table) || professional => "book_appointment",
        Act::Book => "book_other",
        _ => "other",
    };
    let slots = said_slots(found, &case.text, reference);
    Answer::from_iter([
        ("intent".to_owned(), json!(intent)),
        ("slots".to_owned(), Value::Object(slots)),
    ])
}

/// Kinds of doctor and therapist that the cases know as types.
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

/// What a message of the dialogues says, by the names that the cases have for it.
pub(super) fn said_slots(found: &Proposal, said: &str, reference: Reference) -> Answer {
    let mut slots = Answer::new();
    fill(&mut slots, "provider", found.provider.clone());
    fill(&mut slots, "location", found.place.clone());
    let readings: Vec<_> = readings(found, reference).collect();
    fill(&mut slots, "date", readings.iter().find_map(dates::day));
    fill(&mut slots, "time", readings.iter().find_map(dates::time));
    let said = said.to_lowercase();
    fill(&mut slots, "type", TYPES.iter().find(|kind| said.contains(*kind)).copied());
    let asks = [
        "do they", "does it", "can they", "does he", "does she", "is it", "are they", "if they",
        "is this", "is that",
    ];
    let asks = said.contains('?') && asks.iter().any(|question| said.contains(question));
    let both = ["unisex", "men and women", "both genders", "women and men"];
    let both = both.iter().any(|both| said.contains(both));
    fill(&mut slots, "unisex", (both && !asks).then_some("True"));
    fill(&mut slots, "cosmetic", (said.contains("cosmetic") && !asks).then_some("True"));
    slots
}
