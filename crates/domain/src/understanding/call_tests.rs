//! Which words of the callee prove a booking, and what whole talks come to.

use jiff::civil::{Date, DateTime, Time, date};

use super::call::{CallReading, Line, Speaker, Utterance, line, read_call, supports};
use crate::language::Language::{self, En, Es, Pt};
use crate::when::Reference;

/// A Sunday; the slot spoken of is Thursday the 26th at five in the afternoon.
fn reference(language: Language) -> Reference {
    Reference { now: date(2026, 11, 22).at(10, 0, 0, 0), language, month_first: false }
}

fn slot() -> DateTime {
    date(2026, 11, 26).at(17, 0, 0, 0)
}

#[track_caller]
fn confirms(language: Language, expected: bool, table: &[(&str, &str)]) {
    for (ours, line) in table {
        let before = [Utterance { speaker: Speaker::Us, text: ours }];
        let found = supports(line, &before, slot(), reference(language));
        assert_eq!(found, expected, "{ours} / {line}");
    }
}

#[test]
fn stating_the_slot_or_agreeing_to_it_is_proof() {
    confirms(
        En,
        true,
        &[
            ("", "You're all set for Thursday at 5 pm."),
            ("", "Okay, that's booked for Thursday at five."),
            (
                "",
                "Your appointment is confirmed for Thursday at five, please come at a quarter to.",
            ),
            ("So that's Thursday at five, under Ana Ruiz?", "Yes, that's right."),
            ("Thursday at 5 pm then, please.", "Perfect, you're booked."),
            ("Great, Thursday the 26th at five it is.", "Great, see you then!"),
        ],
    );
    confirms(
        Es,
        true,
        &[
            ("", "Listo, queda agendada para el jueves a las cinco."),
            ("", "Sí, el jueves a las 5 de la tarde, le esperamos."),
            ("Entonces el jueves a las cinco de la tarde, a nombre de Ana.", "Sí, perfecto."),
            ("El jueves 26 a las cinco, ¿verdad?", "Correcto, ya está anotada."),
        ],
    );
    confirms(
        Pt,
        true,
        &[
            ("", "Pronto, ficou marcado para quinta às cinco da tarde."),
            ("Então quinta às 17h em nome da Ana.", "Isso mesmo, combinado."),
        ],
    );
}

#[test]
fn a_question_a_promise_or_another_slot_is_no_proof() {
    confirms(
        En,
        false,
        &[
            ("", "Would Thursday at five work for you?"),
            ("", "I'll put you down for Thursday at five and call you back."),
            ("", "You're booked for Wednesday at five."),
            ("", "You're booked for Thursday at six."),
            ("Thursday at five, please.", "Sorry, we're fully booked on Thursday."),
            ("Thursday at five, please.", "One moment, let me check."),
            ("Thursday at five, please.", "What's the name?"),
            ("Do you have anything on Thursday at five?", "Yes."),
            ("Wednesday at five, please.", "Yes, that's booked."),
            ("", "Yes, of course."),
            ("", "We have Thursday at five available."),
            ("", ""),
        ],
    );
    confirms(
        Es,
        false,
        &[
            ("", "Tengo el jueves a las cinco libre."),
            ("", "¿Le sirve el jueves a las cinco?"),
            ("El jueves a las cinco, por favor.", "Un momento, déjeme ver."),
            ("El jueves a las cinco, por favor.", "No, el jueves no hay lugar."),
            ("El jueves a las cinco, por favor.", "Le confirmo después."),
            ("", "Queda agendada para el viernes a las cinco."),
            ("", "El jueves a las cinco no, a las seis."),
        ],
    );
    confirms(
        Pt,
        false,
        &[
            ("", "Tenho quinta às cinco."),
            ("Quinta às cinco, por favor.", "Vou verificar e te ligo."),
            ("Quinta às cinco, por favor.", "Infelizmente não temos vaga na quinta."),
        ],
    );
}

#[test]
fn each_line_of_a_desk_does_one_thing() {
    let tables: [(Language, &[(&str, Line)]); 3] = [
        (
            En,
            &[
                ("Good morning, how can I help you?", Line::Greeting),
                ("What's the name, please?", Line::AskName),
                ("Which doctor would you like to see?", Line::AskProvider),
                ("What day works for you?", Line::AskDate),
                ("And at what time?", Line::AskTime),
                ("What day and time would you like?", Line::AskDateTime),
                ("For how many people?", Line::AskPartySize),
                ("What are your symptoms?", Line::AskReason),
                ("We have an opening on Friday at 3.", Line::OfferAvailable),
                ("Sorry, we're fully booked that day.", Line::Unavailable),
                ("I couldn't get that time. How about Friday at 4 pm?", Line::UnavailableOffer),
                ("So that's Thursday at 5 pm, is that correct?", Line::ConfirmDetails),
                ("I'll put you down and call you back.", Line::WillBook),
                ("You're all set for Thursday at 5.", Line::Booked),
                (
                    "The appointment was booked. Unfortunately, whitening is not available.",
                    Line::Booked,
                ),
                ("Is there anything else I can do for you?", Line::AnythingElse),
                ("Thank you, have a nice day!", Line::Goodbye),
                ("One moment, let me check.", Line::Holds),
                ("Yes, of course.", Line::Agrees),
            ],
        ),
        (
            Es,
            &[
                ("¿A nombre de quién?", Line::AskName),
                ("¿Qué día le queda bien?", Line::AskDate),
                ("¿A qué hora?", Line::AskTime),
                ("No, ese día no tenemos lugar.", Line::Unavailable),
                (
                    "El martes está completo, pero tengo el jueves a las cinco.",
                    Line::UnavailableOffer,
                ),
                ("Tengo libre el viernes a las diez.", Line::OfferAvailable),
                ("Listo, queda agendada para el jueves a las cinco.", Line::Booked),
                ("Voy a anotarla y después le confirmo.", Line::WillBook),
                ("Un momento, por favor.", Line::Holds),
                ("¿Algo más?", Line::AnythingElse),
                ("Sí, claro.", Line::Agrees),
            ],
        ),
        (
            Pt,
            &[
                ("Em nome de quem?", Line::AskName),
                ("Qual dia fica melhor para você?", Line::AskDate),
                ("Infelizmente não temos vaga na quinta.", Line::Unavailable),
                ("Pronto, ficou marcado para quinta às cinco.", Line::Booked),
                ("Vou verificar e te ligo mais tarde.", Line::WillBook),
                ("Só um momento.", Line::Holds),
                ("Mais alguma coisa?", Line::AnythingElse),
            ],
        ),
    ];
    for (language, table) in tables {
        for (text, expected) in table {
            assert_eq!(line(text, reference(language)), *expected, "{text}");
        }
    }
}

fn read(language: Language, talk: &[&str]) -> CallReading {
    let lines: Vec<Utterance<'_>> = talk
        .iter()
        .map(|line| match line.split_once(": ") {
            Some(("desk", text)) => Utterance { speaker: Speaker::Callee, text },
            Some((_, text)) => Utterance { speaker: Speaker::Us, text },
            None => panic!("a line says who speaks"),
        })
        .collect();
    read_call(&lines, reference(language))
}

fn at(found: &CallReading) -> Option<(Date, Time)> {
    Some((found.slot.date?, found.slot.time?))
}

#[test]
fn a_talk_ends_booked_with_the_slot_that_was_agreed_last() {
    let found = read(
        En,
        &[
            "desk: Main Street Dental, how can I help?",
            "us: I'd like an appointment on Wednesday at 3 pm.",
            "desk: That time isn't available. Would Thursday at 5 pm work?",
            "us: Yes, please.",
            "desk: Great, you're booked.",
            "us: Thank you. I have an interview on Friday at 9, so that's perfect.",
        ],
    );
    assert!(found.booked);
    assert_eq!(at(&found), Some((date(2026, 11, 26), jiff::civil::time(17, 0, 0, 0))));
}

#[test]
fn a_refusal_with_an_offer_is_not_booked_and_says_what_was_offered() {
    let found = read(
        Es,
        &[
            "us: Quisiera un turno el miércoles a las tres.",
            "desk: No, el miércoles no hay lugar. Tengo el jueves a las cinco.",
            "us: No, gracias, entonces no.",
        ],
    );
    assert!(!found.booked);
    assert_eq!(found.offered.and_then(|offer| offer.date), Some(date(2026, 11, 26)));
}

#[test]
fn a_promise_is_not_a_booking() {
    let found = read(
        En,
        &[
            "us: Thursday at five, please.",
            "desk: I'll book that for you in a moment.",
            "us: Thanks, bye.",
        ],
    );
    assert!(!found.booked);
}

#[test]
fn an_unasked_booking_that_we_refuse_is_none() {
    let found = read(
        En,
        &[
            "us: Thursday at five, please.",
            "desk: That's gone. I booked you for Thursday at six.",
            "us: That doesn't work for me.",
            "desk: Anything else?",
        ],
    );
    assert!(!found.booked);
    let found = read(
        Es,
        &[
            "us: El jueves a las cinco, por favor.",
            "desk: Listo, le anoté el jueves a las seis.",
            "us: No me sirve.",
        ],
    );
    assert!(!found.booked);
}

#[test]
fn when_it_ends_is_not_when_it_begins() {
    let found = read(
        En,
        &[
            "us: Thursday at 5 pm, please.",
            "desk: And until what time will it end?",
            "us: At 6 pm.",
            "desk: You're booked.",
        ],
    );
    assert_eq!(found.slot.time, Some(Time::constant(17, 0, 0, 0)));
    let found = read(
        Pt,
        &["us: Quinta às 17h.", "desk: Até que horas?", "us: Às 18h.", "desk: Está marcado."],
    );
    assert_eq!(found.slot.time, Some(Time::constant(17, 0, 0, 0)));
}

#[test]
fn a_day_that_answers_the_question_counts_whatever_else_is_told() {
    let found = read(
        En,
        &[
            "us: An appointment, please, at 5 pm.",
            "desk: For which day?",
            "us: Friday, I have a headache.",
            "desk: You're booked.",
        ],
    );
    assert_eq!(found.slot.date, Some(date(2026, 11, 27)));
    let found = read(
        En,
        &[
            "us: I have a wedding on Monday, is Friday at 5 pm free?",
            "desk: Yes. Done, you're booked.",
        ],
    );
    assert_eq!(found.slot.date, Some(date(2026, 11, 27)));
}

mod whatever_is_said {
    use proptest::prelude::*;

    use super::{Language, Speaker, Utterance, reference, slot, supports};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn reading_never_panics(line in "\\PC{0,60}", ours in "\\PC{0,40}") {
            for language in Language::ALL {
                let before = [Utterance { speaker: Speaker::Us, text: &ours }];
                let _ = supports(&line, &before, slot(), reference(language));
            }
        }
    }
}
