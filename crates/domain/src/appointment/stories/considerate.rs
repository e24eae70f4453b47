//! What a considerate person would add: where a number came from, why this slot, what a quote means, what was booked
//! before the stop.

use super::*;

fn asked_for_insurance() -> Story {
    let mut story = Story::on_the_phone();
    let question = "¿Me dice el número de la obra social?".to_owned();
    story.tool(ToolCall::AskPerson { question, options: Vec::new() });
    story
}

fn asks_again(story: &mut Story) -> ToolAnswer {
    let question = "¿Me dice el número de la obra social?".to_owned();
    story.tool(ToolCall::AskPerson { question, options: Vec::new() })
}

fn verbs(words: &Words) -> Vec<ButtonVerb> {
    words.buttons().iter().map(|button| button.verb).collect()
}

#[test]
fn a_wrong_number_is_told_with_the_message_that_it_came_from() {
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::WrongNumber);
    story.ends_with(&[(Speaker::Callee, "Se equivocó, esta es una casa particular.")]);
    let source = story.last_final().number_source.expect("it came from somewhere");
    assert_eq!((source.by, source.at), (NumberGiven::Message, START.parse().unwrap()));
}

#[test]
fn a_wrong_number_from_a_card_is_told_as_such_and_a_right_one_needs_no_word() {
    let mut story = Story::new();
    story.wants_a_haircut();
    let of = EventId(Uuid::from_u128(77));
    let contacts = vec![(Some("Marta".to_owned()), vec!["+34 912 345 679".to_owned()])];
    story.happens(EventKind::CardRead { of, contacts });
    story.taps(ButtonVerb::Call);
    story.call(CallEvent::Answered);
    let mut right =
        Story { desk: story.desk.clone(), said: Vec::new(), commands: Vec::new(), ..Story::new() };
    story.gives_up(GaveUp::WrongNumber);
    story.ends_with(&[(Speaker::Callee, "No, aquí no es.")]);
    assert_eq!(story.last_final().number_source.map(|it| it.by), Some(NumberGiven::ContactCard));
    right.gives_up(GaveUp::NoAvailability);
    right.ends_with(&[(Speaker::Callee, "Estamos completos.")]);
    assert_eq!(right.last_final().number_source, None);
}

#[test]
fn what_only_the_person_knows_can_be_brought_along() {
    let mut story = asked_for_insurance();
    assert_eq!(
        verbs(story.last_said()),
        [ButtonVerb::BringIt],
        "nobody can be rung without a number"
    );
    story.taps(ButtonVerb::BringIt);
    let answer = asks_again(&mut story);
    assert_eq!(answer.decision, ToolDecision::Answered);
    assert!(answer.answer.unwrap().contains("Lo van a llevar"));
    // A second tap changes nothing.
    story.taps(ButtonVerb::BringIt);
    assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }));
}

#[test]
fn or_they_ring_the_person_where_there_is_a_number() {
    let mut story = Story::on_the_phone();
    let number = PhoneNumber::parse("+34 600 111 222", "ES").unwrap();
    story.desk.person.callback = Some(number.clone());
    asks_again(&mut story);
    assert_eq!(verbs(story.last_said()), [ButtonVerb::BringIt, ButtonVerb::RingMe]);
    story.taps(ButtonVerb::RingMe);
    let answer = asks_again(&mut story);
    assert!(answer.answer.unwrap().contains(&number.for_people()));
    assert!(answer.say.contains("will_get_back"), "{}", answer.say);
}

#[test]
fn a_question_with_answers_to_choose_from_has_these_only() {
    let mut story = Story::on_the_phone();
    let options = vec!["Sí".to_owned(), "No".to_owned()];
    story.tool(ToolCall::AskPerson { question: "¿Es la primera vez?".to_owned(), options });
    assert_eq!(verbs(story.last_said()), [ButtonVerb::Pick(1), ButtonVerb::Pick(2)]);
    // A button of another question, or of nobody's.
    story.call(CallEvent::Ended { how: Ended::Failed });
    story.taps(ButtonVerb::BringIt);
    assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }));
}

#[test]
fn it_can_be_brought_along_after_the_call_too() {
    let mut story = asked_for_insurance();
    story.ends_with(&[(Speaker::Callee, "Llámeme cuando lo tenga.")]);
    assert_eq!(verbs(story.last_said()), [ButtonVerb::BringIt, ButtonVerb::Cancel]);
    story.taps(ButtonVerb::BringIt);
    assert_eq!(story.dials(), 2);
    story.call(CallEvent::Answered);
    assert!(asks_again(&mut story).answer.unwrap().contains("Lo van a llevar"));
    // Late.
    story.gives_up(GaveUp::Refused);
    story.ends_with(&[(Speaker::Callee, "Así no.")]);
    story.taps(ButtonVerb::BringIt);
    assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }));
}

/// Offers these of Thursday the 26th and Friday the 27th, and the agent takes one.
fn takes_of(offered: &[(i8, i8)], taken: (i8, i8), when: &[&str]) -> Option<ChosenBecause> {
    let mut story = Story::new();
    story.wants_a_haircut();
    let text = when.join(", o si no ");
    let when = when.iter().map(|&when| when.to_owned()).collect();
    story.reads(&text, Proposal { when, ..Proposal::of(Act::Change, true) });
    story.taps(ButtonVerb::Call);
    story.call(CallEvent::Answered);
    let offers = offered.iter().map(|&(day, hour)| Offered {
        slot: datetime(2026, 11, day, hour, 0, 0, 0),
        held_until: None,
        price: None,
    });
    story.tool(ToolCall::ReportOffers { offers: offers.collect() });
    story.claims(taken.0, taken.1);
    story.confirms(taken.0, taken.1);
    let (weekday, hour) = (if taken.0 == 26 { "jueves" } else { "viernes" }, taken.1);
    let yes = format!("Sí, el {weekday} {} a las {hour}:00 queda reservado.", taken.0);
    story.ends_with(&[(Speaker::Callee, &yes)]);
    assert_eq!(story.status(), "booked");
    story.last_final().chosen_because
}

#[test]
fn of_several_slots_it_is_told_why_this_one() {
    let thursday_first = ["el jueves por la tarde", "el viernes por la tarde"];
    assert_eq!(
        takes_of(&[(26, 16), (26, 18)], (26, 16), &thursday_first),
        Some(ChosenBecause::Earliest)
    );
    assert_eq!(
        takes_of(&[(27, 16), (26, 18)], (26, 18), &thursday_first),
        Some(ChosenBecause::FirstWish)
    );
    assert_eq!(
        takes_of(&[(26, 9), (26, 18)], (26, 18), &thursday_first),
        Some(ChosenBecause::OnlyOneThatSuits)
    );
    let friday_first = ["el viernes por la tarde", "el jueves por la tarde"];
    assert_eq!(
        takes_of(&[(26, 16), (27, 18)], (27, 18), &friday_first),
        Some(ChosenBecause::FirstWish)
    );
}

#[test]
fn nothing_is_claimed_of_the_only_slot_nor_of_one_that_is_not_the_best() {
    let wish = ["el jueves por la tarde"];
    assert_eq!(takes_of(&[(26, 16)], (26, 16), &wish), None);
    assert_eq!(takes_of(&[(26, 16), (26, 18)], (26, 18), &wish), None);
}

#[test]
fn of_a_slot_that_the_person_chose_no_reason_is_given() {
    let mut story = Story::on_the_phone();
    story.offers(26, 10);
    story.offers(26, 11);
    story.tool(ToolCall::AskPerson { question: "¿Cuál?".to_owned(), options: Vec::new() });
    story.taps(ButtonVerb::Pick(1));
    story.claims(26, 10);
    story.confirms(26, 10);
    story.ends_with(&[(Speaker::Callee, "Sí, el jueves 26 a las 10:00 queda reservado.")]);
    assert_eq!((story.status(), story.last_final().chosen_because), ("booked", None));
}

#[test]
fn a_quote_tells_its_language_and_whether_it_names_the_time() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.confirms(26, 16);
    story.ends_with(&[
        (Speaker::Agent, "So that is Thursday the 26th of November at 4 PM, for Ana Ruiz?"),
        (Speaker::Callee, "Yes, you are booked for Thursday at four in the afternoon."),
    ]);
    let view = story.last_final();
    assert_eq!((view.quote_language, view.quote_names_time), (Some(Language::En), true));

    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.confirms(26, 16);
    story.ends_with(&[
        (
            Speaker::Agent,
            "¿Me confirma el jueves 26 de noviembre a las 16:00, a nombre de Ana Ruiz?",
        ),
        (Speaker::Callee, "Sí, queda reservado."),
    ]);
    let view = story.last_final();
    assert_eq!((view.quote_language, view.quote_names_time), (Some(Language::Es), false));
}

/// "Stop" came when they had confirmed already.
fn booked_despite_stop() -> Story {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.acts(Act::Cancel);
    assert_eq!(story.confirms(26, 16), ToolDecision::End, "they are asked to take it out");
    story.ends_with(&AGREED);
    assert_eq!(story.status(), "booked");
    story
}

#[test]
fn what_was_booked_before_the_stop_is_told_and_can_be_called_off_or_kept() {
    let story = booked_despite_stop();
    assert!(story.last_final().despite_stop);
    let word = story.said.iter().rev().find(|words| matches!(words, Words::Final(_))).unwrap();
    assert_eq!(verbs(word), [ButtonVerb::CallOff, ButtonVerb::Keep]);

    let mut story = booked_despite_stop();
    story.taps(ButtonVerb::CallOff);
    assert_eq!(story.last_call().purpose, Purpose::Cancel);

    let mut story = booked_despite_stop();
    story.taps(ButtonVerb::Keep);
    assert!(matches!(story.last_said(), Words::Kept { .. }));
    assert_eq!(story.dials(), 1);
}

#[test]
fn yes_and_no_in_words_do_what_the_buttons_do() {
    let mut story = booked_despite_stop();
    story.acts(Act::Yes);
    assert_eq!(story.last_call().purpose, Purpose::Cancel);

    let mut story = booked_despite_stop();
    story.acts(Act::No);
    assert!(matches!(story.last_said(), Words::Kept { .. }));
    story.acts(Act::Yes);
    assert_eq!(story.dials(), 1, "a yes to nothing calls nobody");
}

#[test]
fn told_again_it_asks_the_same_until_that_is_answered() {
    let again = |mut story: Story| {
        let request = Some(story.request().id);
        story.happens(EventKind::MessageFailed { request, window_closed: true });
        story.writes("hola");
        let word = story.said.iter().rev().find(|words| matches!(words, Words::Final(_)));
        verbs(word.expect("it is told again"))
    };
    assert_eq!(again(booked_despite_stop()), [ButtonVerb::CallOff, ButtonVerb::Keep]);
    let mut kept = booked_despite_stop();
    kept.taps(ButtonVerb::Keep);
    assert!(!again(kept).contains(&ButtonVerb::Keep));
}

#[test]
fn words_that_come_late_after_the_stop_ask_the_same() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.acts(Act::Cancel);
    story.call(CallEvent::Ended { how: Ended::Completed });
    story.call(CallEvent::NoTranscript);
    assert_eq!(story.status(), "unconfirmed");
    story.call(transcript(&AGREED));
    let Words::Correction(view) = story.last_said() else { panic!("a correction") };
    assert!(view.despite_stop);
    assert_eq!(verbs(story.last_said()), [ButtonVerb::CallOff, ButtonVerb::Keep]);
    story.acts(Act::Yes);
    assert_eq!(story.last_call().purpose, Purpose::Cancel);
}

#[test]
fn late_taps_on_what_was_booked_before_the_stop() {
    // Kept, and called off after all.
    let mut story = booked_despite_stop();
    story.taps(ButtonVerb::Keep);
    story.later(3600);
    story.taps(ButtonVerb::CallOff);
    assert_eq!((story.dials(), story.last_call().purpose), (2, Purpose::Cancel));

    // Being called off: it cannot be kept any more.
    let mut story = booked_despite_stop();
    let booking = story.request().id;
    story.taps(ButtonVerb::CallOff);
    let id = Button { verb: ButtonVerb::Keep, request: booking }.id();
    let content = Content::Choice { id, title: "…".to_owned() };
    story.happens(EventKind::Said(Said { sid: "SM9".to_owned(), content }));
    assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }));

    // Over.
    for verb in [ButtonVerb::Keep, ButtonVerb::CallOff] {
        let mut story = booked_despite_stop();
        story.later(7 * 24 * 3600);
        story.taps(verb);
        assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }));
        assert_eq!(story.dials(), 1);
    }
}

#[test]
fn the_card_tells_what_the_calls_may_cost_where_prices_are_known() {
    let cost = |minute_price: i64| {
        let mut story = Story::new();
        story.policy.minute_price = minute_price;
        story.wants_a_haircut();
        let Words::Card(card) = story.last_said() else { panic!("a card") };
        card.cost.clone()
    };
    assert_eq!(cost(0), None);
    assert_eq!(cost(24_000), Some(Cost { cents: 5, currency: "USD".to_owned() }));
    assert_eq!(
        cost(1),
        Some(Cost { cents: 1, currency: "USD".to_owned() }),
        "never less than it is"
    );
    assert_eq!(cost(i64::MAX), None);
}

#[test]
fn who_speaks_none_of_our_languages_is_left_politely_and_the_person_told_why() {
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::NoCommonLanguage);
    story.ends_with(&[(Speaker::Callee, "Ich spreche nur Deutsch.")]);
    assert_eq!((story.status(), story.dials(), story.final_words()), ("no_common_language", 1, 1));
}
