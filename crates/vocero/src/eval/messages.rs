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

pub(super) fn opener(heard: &Heard, reference: Reference) -> Answer {
    let found = &heard.proposal;
    let intent = match found.act {
        Act::Book if found.service.is_some() || found.provider.is_some() => "book_appointment",
        Act::Book => "book_other",
        _ => "other",
    };
    let slots = said_slots(found, reference);
    Answer::from_iter([
        ("intent".to_owned(), json!(intent)),
        ("slots".to_owned(), Value::Object(slots)),
    ])
}

/// Services that the cases call types of a provider.
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

/// What was read, by the names that the cases have for it. They keep apart, with values of their own, what is words
/// of a service, a provider or a reason to us.
pub(super) fn said_slots(found: &Proposal, reference: Reference) -> Answer {
    let mut slots = Answer::new();
    fill(&mut slots, "provider", found.provider.clone());
    fill(&mut slots, "location", found.place.clone());
    let readings: Vec<_> = readings(found, reference).collect();
    fill(&mut slots, "date", readings.iter().find_map(dates::day));
    fill(&mut slots, "time", readings.iter().find_map(dates::time));
    let service = found.service.as_deref().unwrap_or_default().to_lowercase();
    fill(&mut slots, "type", TYPES.into_iter().find(|kind| *kind == service));
    let wanted = [&found.service, &found.provider, &found.reason].into_iter().flatten();
    let wanted: Vec<_> = wanted.map(|text| text.to_lowercase()).collect();
    let wants = |words: &[&str]| {
        let says = |text: &String| words.iter().any(|word| text.contains(word));
        wanted.iter().any(says).then_some("True")
    };
    fill(
        &mut slots,
        "unisex",
        wants(&["unisex", "men and women", "both genders", "women and men"]),
    );
    fill(&mut slots, "cosmetic", wants(&["cosmetic"]));
    slots
}
