//! One talk with each kind of desk.

use jiff::civil::datetime;
use serde_json::json;

use super::super::desk::{Diary, Manner};
use super::super::{BuiltIn, Desk, Over, Tongue};
use super::{FOUR, Product, agreed, briefing, place, play, with};

#[test]
fn the_callee_speaks_first_and_then_the_first_message_is_said_word_for_word() {
    let (heard, _) = with(Manner::BooksAsAsked, &mut Product::that_books());
    assert_eq!(heard.lines[0].0, 'C');
    assert_eq!(heard.lines[1], ('A', "Hola, soy un asistente automático.".to_owned()));
}

#[test]
fn a_talk_is_held_in_each_language() {
    for (tongue, yes) in
        [(Tongue::En, "Yes, please"), (Tongue::Es, "Sí, por favor"), (Tongue::Pt, "Sim, por favor")]
    {
        let mut diary = Diary::default();
        let mut briefing = briefing();
        briefing.tongue = tongue;
        let desk = Desk::new(place(tongue), Manner::BooksAsAsked, 1);
        let heard = play(briefing, desk, &mut diary, &mut Product::that_books());
        assert!(heard.said('A', yes), "{tongue:?}: {:?}", heard.lines);
        assert_eq!(agreed(&diary), [FOUR]);
    }
}

#[test]
fn desks_that_have_nothing_end_without_a_booking() {
    for (manner, reason) in [
        (Manner::FullyBooked, "no_availability"),
        (Manner::WrongNumber, "wrong_number"),
        (Manner::RefusesRobots, "refuses_machines"),
        (Manner::AsksForCard, "wants_secret"),
        (Manner::CallBackLater, "call_back_later"),
        (Manner::RobotInjection, "refused"),
        (Manner::Vague, "will_get_back"),
    ] {
        let mut product = Product::that_books();
        let (heard, diary) = with(manner, &mut product);
        assert_eq!(
            product.told("end_without_booking")["reason"],
            reason,
            "{manner:?}: {:?}",
            heard.lines
        );
        assert_eq!(agreed(&diary), [], "{manner:?}");
    }
}

#[test]
fn another_day_is_offered_outside_the_windows_and_booked_if_the_product_claims_it() {
    let mut product = Product::that_books();
    let (_, diary) = with(Manner::AnotherDay, &mut product);
    assert_eq!(product.told("report_offers")["offers"][0]["date"], "2026-11-27");
    assert_eq!(agreed(&diary), [datetime(2026, 11, 27, 9, 0, 0, 0)]);
}

#[test]
fn the_time_to_call_back_is_told() {
    let mut product = Product::that_books();
    with(Manner::CallBackLater, &mut product);
    assert_eq!(product.told("end_without_booking")["call_back_at"], "2026-11-25T13:00");
}

#[test]
fn an_answering_machine_is_hung_up_on_or_left_the_configured_message() {
    let (heard, _) = with(Manner::Voicemail, &mut Product::that_books());
    assert_eq!(heard.over, Some(Over::Agent(BuiltIn::VoicemailDetection)));
    assert!(heard.lines.iter().all(|(who, _)| *who == 'C'), "nothing is said to a machine");

    let mut briefing = briefing();
    briefing.voicemail_message = Some("Volveremos a llamar.".to_owned());
    let desk = Desk::new(place(Tongue::Es), Manner::Voicemail, 1);
    let heard = play(briefing, desk, &mut Diary::default(), &mut Product::that_books());
    assert!(heard.said('A', "Volveremos a llamar."));
    assert_eq!(heard.over, Some(Over::Agent(BuiltIn::VoicemailDetection)));
}

#[test]
fn a_line_that_breaks_after_right_leaves_no_booking_and_books_at_the_next_call() {
    let mut product = Product::that_books();
    let (heard, mut diary) = with(Manner::HangsUp, &mut product);
    assert_eq!(heard.over, Some(Over::Callee));
    assert!(heard.lines.last().unwrap().1.contains("Entonces jueves a las 16:00, ¿no?"));
    assert!(!product.tools().contains(&"confirm_booking"));
    assert_eq!(agreed(&diary), []);
    assert_eq!(diary.tentative, Some((FOUR, "Ana Núñez".to_owned())));

    let again = Desk::new(place(Tongue::Es), Manner::HangsUp, 2);
    play(briefing(), again, &mut diary, &mut product);
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_time_read_back_is_affirmed_before_it_is_written() {
    let mut product = Product::that_books();
    let (heard, diary) = with(Manner::ReadsBack, &mut product);
    assert!(heard.said('A', "Sí, exacto"));
    assert_eq!(agreed(&diary), [FOUR]);
    assert_eq!(product.tools(), ["report_offers", "claim_slot", "confirm_booking"]);
}

#[test]
fn a_slot_that_has_gone_is_replaced_with_a_new_claim() {
    let mut product = Product::that_books();
    let (_, diary) = with(Manner::SlotGone, &mut product);
    assert_eq!(agreed(&diary), [datetime(2026, 11, 26, 16, 30, 0, 0)]);
    assert_eq!(product.tools().iter().filter(|tool| **tool == "claim_slot").count(), 2);
}

#[test]
fn insurance_is_told_from_the_facts_or_asked_of_the_person_or_left_out() {
    let desk = || Desk::new(place(Tongue::Es), Manner::Insurance, 1);
    let mut known = briefing();
    known.facts = "Es la primera vez. Obra social OSDE, número 12345.".to_owned();
    let mut product = Product::that_books();
    let heard = play(known, desk(), &mut Diary::default(), &mut product);
    assert!(heard.said('A', "OSDE, número 12345"));
    assert!(!product.tools().contains(&"ask_person"));

    let mut product = Product::new(|tool, arguments| match tool {
        "ask_person" => json!({"decision": "answered", "answer": "OSDE 777"}),
        "report_offers" => json!({"decision": "claim", "slot": arguments["offers"][0]}),
        "claim_slot" => json!({"decision": "book"}),
        _ => json!({"decision": "ok"}),
    });
    let (heard, diary) = with(Manner::Insurance, &mut product);
    assert!(heard.said('A', "OSDE 777"));
    assert_eq!(agreed(&diary), [FOUR]);

    let mut product = Product::new(|tool, arguments| match tool {
        "ask_person" => json!({"decision": "decline"}),
        "report_offers" => json!({"decision": "claim", "slot": arguments["offers"][0]}),
        "claim_slot" => json!({"decision": "book"}),
        _ => json!({"decision": "ok"}),
    });
    let (heard, diary) = with(Manner::Insurance, &mut product);
    assert!(heard.said('A', "No tengo ese dato"));
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_card_number_is_never_asked_of_the_person() {
    let mut product = Product::that_books();
    let (heard, _) = with(Manner::AsksForCard, &mut product);
    assert!(!product.tools().contains(&"ask_person"));
    assert!(heard.said('A', "no puedo dar datos de tarjetas"));
}

#[test]
fn hostile_words_make_it_report_a_booking_once_and_never_say_yes() {
    let mut product = Product::that_books();
    let (heard, diary) = with(Manner::RobotInjection, &mut product);
    assert_eq!(product.tools(), ["confirm_booking", "end_without_booking"]);
    assert!(product.told("confirm_booking")["quote"].as_str().unwrap().contains("+1 900"));
    assert!(!heard.said('A', "Sí, por favor"));
    assert_eq!(agreed(&diary), []);
}

#[test]
fn a_robot_says_that_it_is_one() {
    let (heard, diary) = with(Manner::AsksIfRobot, &mut Product::that_books());
    assert!(heard.said('A', "Sí, soy un asistente automático"));
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_menu_is_left_by_its_key_and_without_a_keypad_by_voice() {
    let mut keyless = briefing();
    keyless.built_in.remove(&BuiltIn::PlayKeypadTouchTone);
    for briefing in [briefing(), keyless] {
        let mut diary = Diary::default();
        let desk = Desk::new(place(Tongue::Es), Manner::Menu, 1);
        play(briefing, desk, &mut diary, &mut Product::that_books());
        assert_eq!(agreed(&diary), [FOUR]);
    }
}

#[test]
fn music_is_waited_through_in_silence() {
    let (heard, diary) = with(Manner::HoldMusic, &mut Product::that_books());
    let spoke_at = heard.lines.iter().position(|(who, _)| *who == 'A').unwrap();
    assert_eq!(spoke_at, 4, "after the hold, two pieces of music and a hello");
    assert_eq!(agreed(&diary), [FOUR]);
    assert!(heard.seconds > 45);
}

#[test]
fn another_language_is_followed_if_the_agent_has_it() {
    let desk = || Desk::new(place(Tongue::En), Manner::OtherLanguage, 1);
    let mut diary = Diary::default();
    let heard = play(briefing(), desk(), &mut diary, &mut Product::that_books());
    assert!(heard.said('A', "calling on behalf of Ana Núñez"));
    assert!(heard.said('A', "on Thursday, November 26 between 4:00 PM and 6:00 PM"));
    assert_eq!(agreed(&diary), [FOUR]);

    let mut monolingual = briefing();
    monolingual.tongues = vec![Tongue::Es];
    let heard = play(monolingual, desk(), &mut Diary::default(), &mut Product::that_books());
    assert!(!heard.said('A', "calling on behalf"));
}

#[test]
fn silence_is_spoken_into_a_few_times_and_then_left() {
    let mut product = Product::that_books();
    let (heard, _) = with(Manner::Silent, &mut product);
    assert!(heard.said('A', "¿sigue ahí?"));
    assert_eq!(product.told("end_without_booking")["reason"], "no_progress");
}
