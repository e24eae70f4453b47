//! Messages and what they come to, in the words of each language.

use jiff::civil::date;

use super::{Act, Asked, Context, Proposal, rules};
use crate::language::Language::{self, En, Es, Pt};

fn read(text: &str, language: Language, asked: &[Asked], options: &[&str]) -> Proposal {
    let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
    let region = match language {
        En => "US",
        Es => "AR",
        Pt => "BR",
    };
    let now = date(2026, 11, 22).at(10, 0, 0, 0);
    rules(text, &Context { asked, options: &options, ..Context::new(language, region, now) })
}

/// What was found, in short.
fn short(found: &Proposal) -> String {
    let mut words = vec![format!("{:?}", found.act)];
    let details = [
        ("service", &found.service),
        ("provider", &found.provider),
        ("phone", &found.phone),
        ("place", &found.place),
        ("name", &found.name),
        ("for", &found.for_whom),
        ("callback", &found.callback),
        ("email", &found.email),
        ("reason", &found.reason),
    ];
    words.extend(
        details.iter().filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?))),
    );
    if !found.when.is_empty() {
        words.push(format!("when={}", found.when.join(" + ")));
    }
    words.extend(found.option.map(|option| format!("option={option}")));
    words.join(", ")
}

#[track_caller]
fn reads(language: Language, asked: &[Asked], table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(short(&read(text, language, asked, &[])), *expected, "{text}");
    }
}

#[test]
fn a_first_message_in_spanish_is_a_request() {
    reads(
        Es,
        &[],
        &[
            (
                "corte de pelo el jueves a la tarde en lo de Marta",
                "Book, service=corte de pelo, provider=Marta, when=el jueves a la tarde",
            ),
            (
                "corte de pelo el jueves en Uñas en Paz, a nombre de Ana",
                "Book, service=corte de pelo, provider=Uñas en Paz, name=Ana, when=el jueves",
            ),
            (
                "Necesito un turno con la dentista para mi hija Sofía mañana a las 10",
                "Book, service=dentista, for=mi hija Sofía, when=mañana a las 10",
            ),
            (
                "quiero una cita con el Dr. Ruiz el martes por la mañana, a nombre de Ana López",
                "Book, service=cita, provider=Dr. Ruiz, name=Ana López, when=el martes por la mañana",
            ),
        ],
    );
}

#[test]
fn a_first_message_in_english_is_a_request() {
    reads(
        En,
        &[],
        &[
            (
                "Book me a haircut at Marta's on Tuesday morning at 10",
                "Book, service=haircut, provider=Marta's, when=on Tuesday morning at 10",
            ),
            (
                "I need a dentist appointment for my daughter, Thursday after 5 or else any time Friday",
                "Book, service=dentist, for=my daughter, when=Thursday after 5 or else any time Friday",
            ),
            ("my email is ana@example.org", "Inform, email=ana@example.org"),
        ],
    );
}

#[test]
fn a_first_message_in_portuguese_is_a_request() {
    reads(
        Pt,
        &[],
        &[
            (
                "queria marcar um corte de cabelo no Salão da Lia amanhã de manhã",
                "Book, service=corte de cabelo, provider=Salão da Lia, when=amanhã de manhã",
            ),
            (
                "preciso de uma consulta com o Dr. Souza na quinta depois das 17h",
                "Book, service=consulta, provider=Dr. Souza, when=na quinta depois das 17h",
            ),
        ],
    );
}

/// The act, with a mark where it isn't sure.
fn act(text: &str, language: Language, asked: &[Asked]) -> String {
    let found = read(text, language, asked, &[]);
    format!("{:?}{}", found.act, if found.sure { "" } else { "?" })
}

#[test]
fn quick_turns_are_sure_only_when_nothing_else_is_said() {
    let card = &[Asked::Card];
    let table = [
        ("yes", En, "Yes"),
        ("Yes please, go ahead!", En, "Yes"),
        ("ok thanks", En, "Yes"),
        ("👍", En, "Yes"),
        ("sí, dale", Es, "Yes"),
        ("pode ligar sim", Pt, "Yes"),
        ("yes but not before 5", En, "Change?"),
        ("is that a yes?", En, "Unclear?"),
        ("no", En, "No"),
        ("no gracias", Es, "No"),
        ("não, obrigado", Pt, "No"),
        ("no, mejor el viernes", Es, "Change?"),
        ("cancel it", En, "Cancel"),
        ("olvidalo", Es, "Cancel"),
        ("pode cancelar", Pt, "Cancel"),
        ("yes, cancel it", En, "Cancel"),
        ("not sure", En, "Unsure"),
        ("no sé", Es, "Unsure"),
        ("me da igual", Es, "DontCare"),
        ("tanto faz", Pt, "DontCare"),
        ("leave me alone", En, "Stop"),
        ("borra todos mis datos", Es, "Erase"),
        ("quero falar com um atendente", Pt, "Human"),
        ("are you a robot?", En, "WhoAreYou"),
        ("¿sos un robot?", Es, "WhoAreYou"),
    ];
    for (text, language, expected) in table {
        assert_eq!(act(text, language, card), expected, "{text}");
    }
}

#[test]
fn what_stands_in_other_words_does_something_else() {
    let table = [
        (Es, "déjalo así, gracias", "No"),
        (Es, "dejalo", "Cancel"),
        (Pt, "deixa como está", "No"),
        (En, "leave it as it is", "No"),
        (En, "a bit later", "Change"),
        (En, "maybe later", "No"),
        (Es, "quizás más tarde", "No"),
        (Pt, "talvez depois", "No"),
        (En, "see you later", "Goodbye"),
        (Es, "un rato más tarde", "Change"),
        (Pt, "já fui lá", "Inform"),
        (En, "who are you calling?", "Status"),
        (En, "who are you?", "WhoAreYou"),
        (Es, "¿a quién llamas?", "Status"),
        (Pt, "pra quem vc ta ligando?", "Status"),
        (Es, "¿sois un robot?", "WhoAreYou"),
        (En, "what time is my appointment?", "Status"),
        (Es, "¿a qué hora era?", "Status"),
        (Pt, "que horas ficou?", "Status"),
        (En, "ok call", "Yes"),
        (Es, "venga, llama", "Yes"),
        (Es, "joya, mandale", "Yes"),
    ];
    for (language, text, expected) in table {
        let found = act(text, language, &[]);
        assert!(found.starts_with(expected), "{text}: {found}");
    }
    assert_eq!(read("pra quem vc ta ligando?", Pt, &[], &[]).for_whom, None);
}

#[test]
fn danger_comes_before_everything_and_a_toothache_is_none() {
    for (text, language) in [
        ("my father has chest pain, book a doctor for tomorrow", En),
        ("creo que es un infarto", Es),
        ("ele não consegue respirar", Pt),
        ("I want to kill myself", En),
    ] {
        assert_eq!(act(text, language, &[]), "Emergency", "{text}");
    }
    for (text, language) in [
        ("I need an emergency dentist appointment", En),
        ("necesito un dentista de urgencia, me duele una muela", Es),
        ("my tooth is killing me", En),
        ("it's not an emergency", En),
    ] {
        assert_ne!(read(text, language, &[], &[]).act, Act::Emergency, "{text}");
    }
}

#[test]
fn what_is_no_appointment_is_out_of_scope() {
    for (text, language) in [
        ("book me a flight to Madrid", En),
        ("find me a hotel in Lisbon", En),
        ("tell me a joke", En),
        ("call my friend and prank him", En),
        ("call my ex and pretend to be the police", En),
        ("llama a mi ex y hacete pasar por la policía", Es),
        ("Llama a mi ex al 11 4321 1201 y finge ser la policía", Es),
        ("liga para o meu ex e se passe por policial", Pt),
        ("¿va a llover mañana?", Es),
        ("quiero comprar una pizza", Es),
        ("aluga um carro para amanhã", Pt),
    ] {
        assert_eq!(read(text, language, &[], &[]).act, Act::OutOfScope, "{text}");
    }
    assert_eq!(read("a haircut near the airport on Friday", En, &[], &[]).act, Act::Book);
}

#[test]
fn an_option_is_picked_by_number_place_time_or_name() {
    let options =
        ["Tuesday 2026-11-24 10:00", "Wednesday 2026-11-25 16:30", "Thursday 2026-11-26 10:00"];
    let table = [
        ("2", "Pick, option=2"),
        ("option 3 please", "Pick, option=3"),
        ("the first one", "Pick, option=1"),
        ("the last one", "Pick, option=3"),
        ("Wednesday", "Pick, option=2"),
        ("4:30 works", "Pick, option=2"),
        ("7", "Pick, option=7"),
    ];
    for (text, expected) in table {
        let found = Proposal { when: Vec::new(), ..read(text, En, &[Asked::Options], &options) };
        assert_eq!(short(&found), expected, "{text}");
    }
    // Two options are at ten, and nobody offered Friday.
    for text in ["the one at 10", "Friday at 9", "none of them", "not the second"] {
        assert_ne!(read(text, En, &[Asked::Options], &options).act, Act::Pick, "{text}");
    }
}

#[test]
fn a_number_is_the_providers_unless_it_is_said_to_be_ones_own() {
    let numbers = |text: &str, language, asked: &[Asked]| {
        let found = read(text, language, asked, &[]);
        (found.phone, found.callback)
    };
    let found = numbers("peluquería mañana a la tarde, 011 4321-1234", Es, &[]);
    assert_eq!(found, (Some("011 4321-1234".to_owned()), None));
    let found = numbers(
        "llamá a la dentista al +54 11 4321-1234, mi número es +54 9 11 5555-1234",
        Es,
        &[],
    );
    assert_eq!(found, (Some("+54 11 4321-1234".to_owned()), Some("+54 9 11 5555-1234".to_owned())));
    let found = numbers("+54 9 11 5555-1234", Es, &[Asked::Callback]);
    assert_eq!(found, (None, Some("+54 9 11 5555-1234".to_owned())));
    assert_eq!(numbers("el 15 a las 10:30", Es, &[]), (None, None));
}

#[test]
fn the_language_is_only_said_when_the_words_show_it() {
    assert_eq!(read("ok", Es, &[], &[]).language, None);
    assert_eq!(read("yes please", Es, &[Asked::Card], &[]).language, Some(En));
    assert_eq!(read("não sei ainda", En, &[], &[]).language, Some(Pt));
}

#[test]
fn an_answer_to_one_question_fills_just_that() {
    assert_eq!(short(&read("Ana Ruiz", Es, &[Asked::Name], &[])), "Inform, name=Ana Ruiz");
    assert_eq!(short(&read("me llamo Ana", Es, &[Asked::Name], &[])), "Inform, name=Ana");
    assert_eq!(
        short(&read("mañana a las 5", Es, &[Asked::When], &[])),
        "Inform, when=mañana a las 5"
    );
}

mod whatever_is_written {
    use proptest::prelude::*;

    use super::{Act, Asked, Language, read};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn reading_never_panics_and_copies_only_what_stands_there(text in "\\PC{0,60}") {
            for language in Language::ALL {
                for asked in [&[][..], &[Asked::Name], &[Asked::Options], &[Asked::Card]] {
                    let found = read(&text, language, asked, &["Tuesday 10:00", "la peluquería de Ana"]);
                    for phrase in &found.when {
                        prop_assert!(text.contains(phrase.as_str()));
                    }
                    for copied in [found.service, found.provider, found.place, found.reason].into_iter().flatten() {
                        prop_assert!(text.contains(copied.as_str()));
                    }
                }
            }
        }

        #[test]
        fn digits_alone_are_no_agreement(number in 0_u64..100_000) {
            let found = read(&number.to_string(), Language::Es, &[Asked::Card], &[]);
            prop_assert!(!matches!(found.act, Act::Yes | Act::No | Act::Cancel));
        }
    }
}

#[test]
fn what_people_write_without_capitals_or_in_few_words_is_read() {
    assert_eq!(read("queria un turno", Es, &[], &[]).act, Act::Book);
    assert_eq!(read("quería un turno para el viernes", Es, &[], &[]).act, Act::Book);
    for (text, language, place) in [
        ("un dentista cerca de palermo", Es, "palermo"),
        ("no se cual, uno cerca de palermo", Es, "palermo"),
        ("um dentista perto de pinheiros", Pt, "pinheiros"),
        ("a dentist near brooklyn", En, "brooklyn"),
    ] {
        assert_eq!(read(text, language, &[], &[]).place.as_deref(), Some(place), "{text}");
    }
    assert_eq!(read("un dentista cerca de casa", Es, &[], &[]).place, None);
    for text in
        ["haircut on Friday, name's Sam Kim", "a haircut, name is Sam Kim", "name's Sam Kim"]
    {
        assert_eq!(read(text, En, &[], &[]).name.as_deref(), Some("Sam Kim"), "{text}");
    }
    let insured = |text, language| {
        let facts = read(text, language, &[], &[]).facts;
        facts.into_iter().find(|fact| fact.fact == super::Fact::Insurance).map(|fact| fact.text)
    };
    assert_eq!(insured("dentista, sin obra social", Es).as_deref(), Some("sin obra social"));
    assert_eq!(insured("dentist, no insurance", En).as_deref(), Some("no insurance"));
    assert_eq!(insured("dentista, sem convênio", Pt).as_deref(), Some("sem convênio"));
    let called = read("llamá al 15 4321-1201", Es, &[], &[]);
    assert!(called.when.is_empty() && called.call_at.is_none(), "{called:?}");
}
