//! "Leave me alone", in the words that people have for it, and what only sounds like it.

use jiff::civil::date;

use super::{Act, Context, Proposal, rules};
use crate::language::Language::{self, En, Es, Pt};

fn read(text: &str, language: Language) -> Proposal {
    let now = date(2026, 11, 22).at(10, 0, 0, 0);
    rules(text, &Context::new(language, "US", now))
}

#[track_caller]
fn each(tables: &[(Language, &[&str])], holds: impl Fn(&Proposal) -> bool) {
    let read = |language, text| {
        let found = read(text, language);
        (!holds(&found)).then(|| format!("{text}: {:?}, sure: {}", found.act, found.sure))
    };
    let wrong: Vec<_> = tables
        .iter()
        .flat_map(|(language, texts)| texts.iter().filter_map(|text| read(*language, *text)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn whoever_wants_no_more_calls_or_messages_wants_to_be_left_alone() {
    each(
        &[
            (
                En,
                &[
                    "don't ever write me again",
                    "dont call me again",
                    "never contact me again",
                    "please don't text me anymore",
                    "stop calling me",
                    "I don't want you to write to me any more",
                    "don't call me",
                    "take me off your list",
                    "no more calls please",
                ],
            ),
            (
                Es,
                &[
                    "no me llames más",
                    "no me llames mas por favor",
                    "no quiero que me llamen mas",
                    "no me escriban nunca más",
                    "nunca más me escribas",
                    "no me vuelvas a llamar",
                    "deja de llamarme",
                    "no me molesten más, gracias",
                    "no me llames",
                ],
            ),
            (
                Pt,
                &[
                    "não me liga mais",
                    "não me ligue mais, por favor",
                    "nunca mais me escreva",
                    "não quero que me liguem mais",
                    "para de me ligar",
                    "não quero mais receber mensagens",
                    "não me procure mais",
                ],
            ),
        ],
        |found| found.act == Act::Stop && found.sure,
    );
}

#[test]
fn what_speaks_of_some_calls_or_hours_is_no_farewell() {
    each(
        &[
            (
                En,
                &[
                    "don't call me, call my wife on +1 202 555 0134",
                    "they shouldn't call me before 10",
                    "don't call them again",
                    "call me again",
                ],
            ),
            (
                Es,
                &[
                    "no me llames más tarde de las 6",
                    "no los llames más",
                    "que no me llamen antes de las 10",
                    "no me llamo Marta",
                    "llamame más tarde",
                ],
            ),
            (
                Pt,
                &[
                    "não me ligue mais tarde que as 6",
                    "não ligue mais para eles",
                    "me liga mais tarde",
                ],
            ),
        ],
        |found| found.act != Act::Stop,
    );
}
