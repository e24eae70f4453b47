//! Turns of a dialogue with a desk that is not ours: it offers, asks to confirm, and remembers what was settled.
//!
//! The desk's acts stand for what we would have shown: an offer for options, a confirmation for the card. What they
//! leave settled is kept here, as the desk of these dialogues keeps it.

use std::collections::HashMap;

use domain::understanding::{Act, Asked};
use domain::when::{self, Reference};
use serde_json::{Value, json};

use super::Answer;
use super::case::{Asking, Case, Heard};
use super::messages::{all_acts, said_slots};

const NAMED: [&str; 5] = ["provider", "date", "time", "location", "type"];

/// What the desk did before the turn.
struct Before<'a> {
    requested: Vec<&'a str>,
    offered: Vec<(&'a str, &'a str)>,
    confirming: Vec<(&'a str, &'a str)>,
    failed: bool,
    offers_to_book: bool,
    asks_for_more: bool,
}

impl<'a> Before<'a> {
    fn of(case: &'a Case) -> Self {
        let did = |act: &str| case.prev_acts.iter().any(|done| done.starts_with(act));
        let slots = |act: &'a str| {
            let inside = move |done: &'a String| {
                done.strip_prefix(act)?.strip_prefix('(')?.strip_suffix(')')
            };
            let pairs = case.prev_acts.iter().filter_map(inside);
            pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect::<Vec<_>>()
        };
        Self {
            requested: slots("REQUEST").into_iter().map(|(slot, _)| slot).collect(),
            offered: slots("OFFER"),
            confirming: slots("CONFIRM"),
            failed: did("NOTIFY_FAILURE"),
            offers_to_book: did("OFFER_INTENT"),
            asks_for_more: did("REQ_MORE"),
        }
    }

    /// Whether a provider is to be picked.
    fn selecting(&self) -> bool {
        !self.offered.is_empty()
            && !self.failed
            && self.confirming.is_empty()
            && !self.offers_to_book
    }

    fn asked(&self) -> Vec<Asked> {
        let mut asked: Vec<_> = self
            .requested
            .iter()
            .filter_map(|slot| match *slot {
                "date" | "time" => Some(Asked::When),
                "provider" => Some(Asked::Provider),
                "location" | "type" => Some(Asked::Service),
                _ => None,
            })
            .collect();
        if !self.confirming.is_empty() || self.offers_to_book || !self.offered.is_empty() {
            asked.push(Asked::Card);
        }
        asked
    }
}

pub(super) fn asking(case: &Case) -> Asking {
    Asking::of(case, Before::of(case).asked())
}

/// What a turn does.
struct Turn {
    acts: Vec<Act>,
    books: bool,
    alternatives: bool,
    yes: bool,
    no: bool,
    /// Names another provider, date or time.
    changes: bool,
}

impl Turn {
    fn of(acts: Vec<Act>, slots: &Answer, before: &Before<'_>) -> Self {
        let says = |act: Act| acts.contains(&act);
        let books = says(Act::Book);
        let alternatives = says(Act::Alternatives);
        let no = says(Act::No) || says(Act::Goodbye) && (before.failed || before.offers_to_book);
        let changes = ["date", "time", "provider"].iter().any(|slot| slots.contains_key(*slot));
        let confirms = !before.confirming.is_empty();
        let agrees =
            says(Act::Yes) || says(Act::Thanks) && confirms || books && before.offers_to_book;
        let corrects = changes && confirms && !says(Act::Yes);
        let yes = agrees && !alternatives && !no && !corrects;
        Self { books, alternatives, yes, no, changes, acts }
    }

    fn only_takes_leave(&self) -> bool {
        !self.acts.is_empty()
            && self.acts.iter().all(|act| matches!(act, Act::Thanks | Act::Goodbye))
    }
}

/// What a dialogue has settled so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// Every spelling, by slot.
    known: HashMap<String, Vec<String>>,
    offered_provider: Option<String>,
    intent: &'static str,
}

pub(super) fn answer(
    case: &Case,
    heard: &Heard,
    reference: Reference,
    memory: &mut Memory,
) -> Answer {
    let before = Before::of(case);
    if let Some((_, provider)) = before.offered.iter().find(|(slot, _)| *slot == "provider") {
        memory.offered_provider = Some((*provider).to_owned());
    }
    let slots = said_slots(&heard.proposal, reference);
    let turn = Turn::of(all_acts(case, heard, reference), &slots, &before);
    let mut delta = memory.accept(&turn, &before, &slots);
    memory.note_spellings(&case.text, reference);
    for (slot, value) in &slots {
        memory.note(slot, value.as_str().unwrap_or_default());
        delta.insert(slot.clone(), value.clone());
    }
    memory.follow(&turn, &before, heard.proposal.act);
    let labels = [
        ("yes", turn.yes && !before.selecting()),
        ("no", turn.no && !before.selecting()),
        ("alternatives", turn.alternatives),
    ];
    let labels: Vec<_> = labels.iter().filter(|(_, is)| *is).map(|(label, _)| *label).collect();
    Answer::from_iter([
        ("intent".to_owned(), json!(memory.intent)),
        ("labels".to_owned(), json!(labels)),
        ("slots".to_owned(), Value::Object(slots)),
        ("state_delta".to_owned(), Value::Object(delta)),
    ])
}

impl Memory {
    /// Settles a value; it is news unless spelled so before.
    fn settle(&mut self, delta: &mut Answer, slot: &str, value: &str) {
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

    /// As the person spelled dates and times; the desk will read them back so.
    fn note_spellings(&mut self, said: &str, reference: Reference) {
        for phrase in when::phrases(said, reference) {
            for (slot, span) in [("date", phrase.date), ("time", phrase.time)] {
                if let Some(span) = span {
                    self.note(slot, &said[span]);
                }
            }
        }
    }

    /// What the turn takes from the table.
    fn accept(&mut self, turn: &Turn, before: &Before<'_>, slots: &Answer) -> Answer {
        let mut delta = Answer::new();
        if turn.yes || turn.books && before.selecting() {
            let table = if before.failed { &before.offered } else { &before.confirming };
            for (slot, value) in table {
                if NAMED.contains(slot) && !slots.contains_key(*slot) {
                    self.settle(&mut delta, slot, value);
                }
            }
            let open = before.confirming.is_empty()
                && !before.failed
                && !before.offers_to_book
                && !before.asks_for_more
                && before.requested.is_empty();
            if (before.selecting() || open)
                && let Some(provider) = self.offered_provider.take()
            {
                self.settle(&mut delta, "provider", &provider);
            }
        }
        if turn.changes && !turn.yes {
            for (slot, value) in &before.confirming {
                if ["date", "time"].contains(slot) && !slots.contains_key(*slot) {
                    self.settle(&mut delta, slot, value);
                }
            }
        }
        if turn.books
            && !turn.alternatives
            && !self.known.contains_key("provider")
            && let Some(provider) = self.offered_provider.clone()
        {
            self.settle(&mut delta, "provider", &provider);
        }
        delta
    }

    /// What the dialogue is after from this turn on.
    fn follow(&mut self, turn: &Turn, before: &Before<'_>, act: Act) {
        let Turn { books, alternatives, yes, no, changes, .. } = *turn;
        let ends = before.asks_for_more && !books && !alternatives && !changes
            || no && before.offers_to_book
            || turn.only_takes_leave() && before.asks_for_more;
        let booking = books
            || yes && before.offers_to_book
            || !before.confirming.is_empty()
            || before.failed
            || changes && self.intent == "book_appointment";
        if ends {
            self.intent = "none";
        } else if booking {
            self.intent = "book_appointment";
        } else if self.intent.is_empty() || act == Act::Book || alternatives {
            self.intent = "find_provider";
        }
    }
}
