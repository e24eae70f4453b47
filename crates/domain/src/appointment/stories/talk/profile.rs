//! What providers ask for, and what is remembered of it.

use super::*;

#[test]
fn what_the_provider_will_ask_goes_with_what_has_to_be_asked_anyway_and_is_asked_once() {
    let mut story = Story::new();
    story.says_all("necesito un dentista el jueves por la tarde");
    assert_eq!(story.asks().details, [Detail::Number]);
    assert_eq!(story.asks().facts, [Fact::Insurance, Fact::FirstVisit]);
    story.says_all("912 345 678, tengo seguro con Sanitas");
    assert_eq!(story.shows().facts.len(), 1);
    assert_eq!(story.shows().may_ask, [], "first visit was asked for once");
    story.taps(ButtonVerb::Call);
    let Some(Command::PlaceCall(call)) =
        story.commands.iter().find(|command| matches!(command, Command::PlaceCall(_)))
    else {
        panic!("nothing was dialled");
    };
    let sanitas = SaidFact { fact: Fact::Insurance, text: "Sanitas".to_owned() };
    assert_eq!(call.brief.facts, [sanitas]);
}

#[test]
fn nobody_is_held_up_for_what_a_provider_only_may_ask() {
    let mut story = Story::new();
    story.says("necesito un dentista el jueves por la tarde, 912 345 678");
    assert_eq!(story.shows().may_ask, [Fact::Insurance, Fact::FirstVisit]);
}

#[test]
fn a_table_is_not_booked_for_nobody_knows_how_many() {
    let mut story = Story::new();
    story.says_all("una mesa el jueves a las 21:00, 912 345 678");
    assert_eq!(
        (story.asks().details.as_slice(), story.asks().facts.as_slice()),
        (&[][..], &[Fact::PartySize][..])
    );
    story.says("somos 4 personas");
    assert_eq!(story.fact(Fact::PartySize), Some("4 personas"));
    story.shows();
}

#[test]
fn a_question_that_got_no_answer_does_not_stop_the_request() {
    let mut story = Story::new();
    story.says_all("una mesa el jueves a las 21:00, 912 345 678");
    story.says_all("no");
    story.shows();
}

#[test]
fn a_provider_is_told_what_its_kind_asks_for_and_nothing_else() {
    let mut story = Story::new();
    story.says("dentista el jueves por la tarde, 912 345 678, tengo seguro con Sanitas");
    assert_eq!(story.fact(Fact::Insurance), Some("Sanitas"));
    story.taps(ButtonVerb::Cancel);
    story.says("corte de pelo el jueves por la tarde, 913 456 789");
    assert_eq!(story.request().wish.facts, []);
    story.taps(ButtonVerb::Cancel);
    story.says("médico el viernes por la tarde, 914 567 890");
    assert_eq!(story.fact(Fact::Insurance), Some("Sanitas"), "remembered for whoever asks for it");
    assert_eq!(story.shows().facts.len(), 1, "and shown before it is told");
}

#[test]
fn who_was_called_before_is_called_again_by_name_or_by_what_they_do() {
    let mut story = Story::new();
    story.wants_a_haircut();
    story.taps(ButtonVerb::Call);
    story.taps(ButtonVerb::Cancel);
    story.call(CallEvent::Ended { how: Ended::NoAnswer });
    for text in
        ["corte de pelo el viernes por la mañana", "turno con Marta el viernes por la mañana"]
    {
        story.says_all(text);
        let card = story.shows();
        assert_eq!(card.about.provider.as_deref(), Some("Marta"), "{text}");
        assert!(card.number.contains("912"), "{text}: {}", card.number);
        story.taps(ButtonVerb::Cancel);
    }
    story.says_all("fontanero el viernes por la mañana");
    assert!(story.asks().details.contains(&Detail::Number), "a plumber is not the hairdresser");
}

#[test]
fn a_wrong_number_is_not_remembered() {
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::WrongNumber);
    story.ends_with(&[(Speaker::Callee, "Se equivoca, es una casa particular.")]);
    assert_eq!(story.status(), "wrong_number");
    story.says_all("corte de pelo el viernes por la mañana");
    assert_eq!(story.asks().details, [Detail::Number]);
}

#[test]
fn of_two_providers_of_a_kind_none_is_guessed() {
    let mut story = Story::new();
    for number in ["912 345 678", "913 456 789"] {
        story.says(&format!("corte de pelo el jueves por la tarde, {number}"));
        story.taps(ButtonVerb::Call);
        story.taps(ButtonVerb::Cancel);
        story.call(CallEvent::Ended { how: Ended::NoAnswer });
    }
    story.says_all("corte de pelo el viernes por la mañana");
    assert_eq!(story.asks().details, [Detail::Number]);
}

#[test]
fn an_animal_stands_on_the_card_once() {
    for text in [
        "veterinario para mi perro Rex el jueves por la tarde, 912 345 678",
        "vet for my dog Rex on Thursday afternoon, 912 345 678",
    ] {
        let mut story = Story::new();
        story.says_all(text);
        assert_eq!(story.shows().for_whom, None, "{text}");
        assert!(story.fact(Fact::Animal).is_some_and(|animal| animal.contains("Rex")), "{text}");
    }
    let mut story = Story::new();
    story.says_all("corte de pelo para mi perro Rex el jueves por la tarde, 912 345 678");
    assert!(story.shows().for_whom.is_some(), "a hairdresser asks for no animal");
}

#[test]
fn a_diet_is_passed_on_and_never_asked_for() {
    let mut story = Story::new();
    story.says_all("una mesa el jueves a las 21:00, somos seis, uno es vegano, 912 345 678");
    assert_eq!(story.fact(Fact::Diet), Some("uno es vegano"));
    assert_eq!(story.fact(Fact::PartySize), Some("seis"));
    let mut story = Story::new();
    story.says_all("una mesa el jueves a las 21:00, somos seis, 912 345 678");
    assert_eq!(story.shows().may_ask, []);
}

#[test]
fn a_no_about_insurance_or_an_earlier_visit_is_an_answer_and_declines_nothing() {
    for (language, wish, text) in [
        (Language::En, "dentist, 912 345 678", "no insurance, been there before"),
        (Language::En, "dentist on Friday at 10, 912 345 678", "no insurance, not my first time"),
        (Language::Es, "dentista, 912 345 678", "sin obra social, ya fui antes"),
        (Language::Es, "dentista el viernes a las 10, 912 345 678", "no tengo seguro, ya estuve"),
        (Language::Pt, "dentista, 912 345 678", "não tenho convênio, já fui antes"),
        (Language::Pt, "dentista sexta às 10h, 912 345 678", "sem plano, não é a primeira vez"),
    ] {
        let mut story = Story::new();
        story.desk.person.language = language;
        story.says_all(wish);
        let days = story.days();
        story.says_all(text);
        let known = (story.fact(Fact::Insurance), story.fact(Fact::FirstVisit));
        assert!(matches!(known, (Some(_), Some(_))), "{text}: {known:?}");
        assert_eq!(story.days(), days, "{text}: \"ya fui\" is no \"now\"");
        assert!(!matches!(story.last_said(), Words::WhatToChange { .. }), "{text}");
    }
}
