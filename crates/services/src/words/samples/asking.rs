//! Before a call: small talk, what is asked for, the card.

use super::*;

pub(super) fn small_talk() -> Vec<Words> {
    let unsupported = [
        Unsupported::Image,
        Unsupported::Video,
        Unsupported::Document,
        Unsupported::Sticker,
        Unsupported::Other,
    ];
    let mut all = vec![
        Words::Welcome,
        Words::Help,
        Words::InvitedOnly,
        Words::WhoIAm,
        Words::Greeting,
        Words::YouAreWelcome,
        Words::Goodbye,
        Words::OutOfScope,
        Words::Emergency { number: "107".to_owned() },
        Words::Heard { text: "Corte de pelo el jueves a la tarde en lo de Marta".to_owned() },
        Words::CouldNotHear,
        Words::SecretNotKept,
        Words::ChatWasClosed,
        Words::CouldNotReadCard,
    ];
    all.extend(unsupported.map(|kind| Words::Unsupported { kind }));
    all.extend([
        Words::NotUnderstood,
        Words::NoHuman,
        Words::Stopped,
        Words::TooManyOpen { max: 1 },
        Words::TooManyOpen { max: 5 },
        Words::NothingOpen,
    ]);
    all
}

pub(super) fn asking() -> Vec<Words> {
    let ask = |missing| Words::Ask { about: about(), missing };
    let one = |detail| Missing { details: vec![detail], ..Missing::default() };
    let everything = Missing {
        details: vec![Detail::Service, Detail::Number, Detail::When, Detail::Name],
        ..Missing::default()
    };
    vec![
        Words::Ask { about: nameless(), missing: everything },
        ask(one(Detail::Service)),
        ask(one(Detail::Number)),
        ask(one(Detail::When)),
        ask(one(Detail::Name)),
        ask(Missing { call_at: Some(CallAtProblem::TooLate), ..one(Detail::CallAt) }),
        ask(Missing {
            call_at: Some(CallAtProblem::Past),
            details: vec![Detail::CallAt, Detail::Name],
            ..Missing::default()
        }),
        ask(Missing { facts: Fact::ALL.to_vec(), ..one(Detail::Name) }),
        ask(Missing { number_invalid: true, ..one(Detail::Number) }),
        ask(Missing { number_refused: true, ..one(Detail::Number) }),
        ask(Missing { country_refused: true, ..one(Detail::Number) }),
        ask(Missing { when_past: true, ..one(Detail::When) }),
        ask(Missing {
            when_doubtful: true,
            details: vec![Detail::When, Detail::Name],
            ..Missing::default()
        }),
        Words::Card(Box::new(card())),
        Words::Card(Box::new(full_card())),
        Words::Card(Box::new(CardView {
            call_at: Some(at("2026-11-25 17:00")),
            call_wished: Some(at("2026-11-25 17:00")),
            ..card()
        })),
        Words::Card(Box::new(CardView {
            call_at: Some(at("2026-11-26 09:00")),
            call_wished: Some(at("2026-11-25 23:00")),
            ..card()
        })),
        Words::WhatToChange { about: about() },
    ]
    .into_iter()
    .chain(Fact::ALL.map(|fact| ask(Missing { facts: vec![fact], ..Missing::default() })))
    .collect()
}
