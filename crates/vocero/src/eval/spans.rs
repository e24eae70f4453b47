//! Where in a message each thing stands.

use std::ops::Range;

use domain::appointment::Reader;
use domain::language::Language;
use domain::understanding::{Asked, Fact};
use domain::when::{self, Phrase, Reference};
use serde_json::{Value, json};

use super::Answer;
use super::case::{Asking, Case, Heard};
use super::dates;

const ASKED: [(&str, Asked); 5] = [
    ("name", Asked::Name),
    ("provider", Asked::Provider),
    ("time", Asked::When),
    ("date", Asked::When),
    ("people", Asked::Fact(Fact::PartySize)),
];

fn requested(case: &Case, what: &str) -> bool {
    case.requested.iter().any(|slot| slot.contains(what))
}

pub(super) fn asking(case: &Case) -> Asking {
    let asked = ASKED.iter().filter(|(slot, _)| requested(case, slot));
    Asking::of(case, asked.map(|(_, what)| *what).collect())
}

/// The spans of a message, in characters.
struct Spans<'a> {
    said: &'a str,
    found: Vec<Value>,
}

impl Spans<'_> {
    fn add(&mut self, slot: &str, span: &Range<usize>, value: Option<&str>) {
        let characters = |at: usize| self.said[..at].chars().count();
        let span = [characters(span.start), characters(span.end)];
        self.found.push(json!({"slot": slot, "span": span, "value": value}));
    }
}

pub(super) fn answer(case: &Case, heard: &Heard, reference: Reference) -> Answer {
    let said = case.text.as_str();
    let mut spans = Spans { said, found: Vec::new() };
    for (start, phrase) in phrases(said, heard, reference) {
        let at = |span: &Range<usize>| start + span.start..start + span.end;
        if reference.language == Language::Es {
            spans.add("datetime", &at(&phrase.span), None);
            continue;
        }
        if let Some(date) = &phrase.date {
            spans.add("date", &at(date), None);
        }
        let value = dates::time(&phrase.reading);
        if let Some(time) = &phrase.time {
            spans.add("time", &hour_itself(said, &at(time)), value.as_deref());
        }
    }
    let found = &heard.proposal;
    let people = found.facts.iter().find(|said| said.fact == Fact::PartySize);
    for (slot, value) in [
        ("name", found.name.as_ref()),
        ("provider", found.provider.as_ref()),
        ("location", found.place.as_ref()),
        ("reason", found.reason.as_ref()),
        ("people", people.map(|said| &said.text)),
    ] {
        if let Some(value) = value
            && let Some(start) = said.find(value.as_str())
        {
            spans.add(slot, &(start..start + value.len()), None);
        }
    }
    Answer::from_iter([("spans".to_owned(), json!(spans.found))])
}

/// What is said about dates and times, each with the byte at which the text begins that it counts from. Of a message
/// that is no business of ours the rules keep no phrases; there the reading of dates is asked itself.
fn phrases(said: &str, heard: &Heard, reference: Reference) -> Vec<(usize, Phrase)> {
    let in_text = |start: usize, text: &str| {
        when::phrases(text, reference).into_iter().map(move |phrase| (start, phrase))
    };
    let found = &heard.proposal;
    match heard.by {
        Reader::Rules if found.when.is_empty() && found.facts.is_empty() => {
            in_text(0, said).collect()
        }
        Reader::Rules | Reader::Model => {
            let texts = found.when.iter();
            texts.filter_map(|text| Some(in_text(said.find(text)?, text))).flatten().collect()
        }
    }
}

/// A span of hours without the word that bounds it, as the cases mark it: the 9 of "after 9".
fn hour_itself(said: &str, span: &Range<usize>) -> Range<usize> {
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
    let starts_with = |start: usize, bound: &str| {
        let text = said[..span.end].get(start..start + bound.len());
        text.is_some_and(|text| text.eq_ignore_ascii_case(bound))
    };
    let mut start = span.start;
    while let Some(bound) = BOUNDS.iter().find(|bound| starts_with(start, bound)) {
        start += bound.len();
    }
    start..span.end
}
