//! Calls that are not to find a time: is it booked, cancel it; and calls that the provider makes.

use serde_json::json;

use super::super::agent::Briefing;
use super::super::desk::{Diary, Manner};
use super::super::{Agent, Desk, Over, Talk, Tongue};
use super::{FIVE, FOUR, Product, agreed, place, play, reporting};

/// About four o'clock, whatever the first sentence is.
fn about_four(purpose: &str) -> Briefing {
    let mut briefing = reporting();
    purpose.clone_into(&mut briefing.purpose);
    briefing.windows.truncate(1);
    briefing.windows[0].to = FOUR;
    briefing.first_message.clear();
    briefing
}

fn desk(manner: Manner, visit: u32) -> Desk {
    Desk::new(place(Tongue::Es), manner, visit)
}

/// The book of a desk after a call that was cut off at "right?".
fn cut_off(manner: Manner) -> Diary {
    let mut diary = Diary::default();
    let heard = play(reporting(), desk(manner, 1), &mut diary, &mut Product::that_books());
    assert_eq!(heard.over, Some(Over::Callee));
    assert_eq!(agreed(&diary), []);
    diary
}

#[test]
fn who_was_cut_off_knows_the_time_and_confirms_it() {
    let mut diary = cut_off(Manner::HangsUp);
    let mut product = Product::that_books();
    let heard = play(about_four("confirm"), desk(Manner::HangsUp, 2), &mut diary, &mut product);
    assert!(heard.said('A', "¿Queda anotado el jueves 26 de noviembre a las 16:00"));
    assert_eq!(product.tools(), ["report_line", "claim_slot", "confirm_booking"]);
    let quote = product.told("confirm_booking")["quote"].as_str().unwrap();
    assert!(heard.lines.contains(&('C', quote.to_owned())));
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn who_forgets_is_asked_for_the_same_time_as_if_for_the_first_time() {
    let mut diary = cut_off(Manner::DropsThenForgets);
    let mut product = Product::that_books();
    let again = desk(Manner::DropsThenForgets, 2);
    let heard = play(about_four("confirm"), again, &mut diary, &mut product);
    assert!(heard.said('C', "No tengo nada anotado"));
    let booking = ["report_line", "report_offers", "claim_slot", "confirm_booking"];
    assert_eq!(product.tools(), booking);
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_time_that_stands_but_may_not_be_claimed_is_taken_back_and_not_reported() {
    let mut diary = cut_off(Manner::HangsUp);
    let mut product = Product::new(|tool, _| match tool {
        "claim_slot" => json!({"decision": "decline"}),
        _ => json!({"decision": "ok"}),
    });
    let heard = play(about_four("confirm"), desk(Manner::HangsUp, 2), &mut diary, &mut product);
    assert!(heard.said('A', "no anote nada"));
    assert_eq!(product.tools(), ["report_line", "claim_slot", "end_without_booking"]);
}

#[test]
fn a_first_message_is_said_word_for_word_and_asks_all_the_same() {
    let mut diary = cut_off(Manner::HangsUp);
    let mut briefing = about_four("confirm");
    "Nos cortamos: ¿queda a las cuatro?".clone_into(&mut briefing.first_message);
    let heard = play(briefing, desk(Manner::HangsUp, 2), &mut diary, &mut Product::that_books());
    assert!(heard.lines.contains(&('A', "Nos cortamos: ¿queda a las cuatro?".to_owned())));
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn an_appointment_is_cancelled_in_the_name_and_the_words_are_reported() {
    let mut diary = Diary::default();
    diary.write(FOUR, "Ana Núñez", Some("CA0")).unwrap();
    diary.write(FIVE, "Bea", Some("CA1")).unwrap();
    let mut product = Product::that_books();
    let heard = play(about_four("cancel"), desk(Manner::TwoSlots, 2), &mut diary, &mut product);
    assert_eq!(product.tools(), ["report_line", "confirm_cancellation"]);
    let told = product.told("confirm_cancellation");
    assert_eq!((&told["date"], &told["time"]), (&json!("2026-11-26"), &json!("16:00")));
    assert!(heard.lines.contains(&('C', told["quote"].as_str().unwrap().to_owned())));
    assert_eq!(agreed(&diary), [FIVE], "nobody else's is touched");
}

#[test]
fn what_is_not_found_is_not_cancelled() {
    let mut diary = Diary::default();
    diary.write(FOUR, "Bea", Some("CA1")).unwrap();
    let mut product = Product::that_books();
    play(about_four("cancel"), desk(Manner::TwoSlots, 2), &mut diary, &mut product);
    assert_eq!(product.tools(), ["report_line", "end_without_booking"]);
    assert_eq!(product.told("end_without_booking")["reason"], "not_found");
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_desk_with_something_else_to_say_says_it_first_and_then_answers() {
    let mut diary = Diary::default();
    diary.write(FOUR, "Ana Núñez", Some("CA0")).unwrap();
    let robot = desk(Manner::AsksIfRobot, 2);
    let heard = play(about_four("cancel"), robot, &mut diary, &mut Product::that_books());
    assert!(heard.said('A', "Sí, soy un asistente automático"));
    assert_eq!(agreed(&diary), []);

    let mut product = Product::that_books();
    diary.write(FOUR, "Ana Núñez", Some("CA0")).unwrap();
    let closed = desk(Manner::RefusesRobots, 2);
    play(about_four("cancel"), closed, &mut diary, &mut product);
    assert_eq!(product.told("end_without_booking")["reason"], "refuses_machines");
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn without_the_tool_a_cancellation_is_only_thanked_for() {
    let mut diary = Diary::default();
    diary.write(FOUR, "Ana Núñez", Some("CA0")).unwrap();
    let mut briefing = about_four("cancel");
    briefing.tools.remove("confirm_cancellation");
    let mut product = Product::that_books();
    play(briefing, desk(Manner::TwoSlots, 2), &mut diary, &mut product);
    assert_eq!(product.tools(), ["report_line"]);
    assert_eq!(agreed(&diary), []);
}

#[test]
fn whoever_rings_us_hears_the_first_message_first() {
    let talk = Talk::begin_called(Agent::new(reporting()), Some(desk(Manner::CallsBack, 1)));
    let first = serde_json::to_string(&talk.next().unwrap().beat).unwrap();
    assert!(first.contains("Hola, soy un asistente automático."), "{first}");
}

/// Four o'clock stands in the book of a desk, and shall become five.
fn from_four_to_five() -> (Diary, Briefing) {
    let mut diary = Diary::default();
    diary.write(FOUR, "Ana Núñez", Some("CA0")).unwrap();
    let mut briefing = about_four("change");
    briefing.appointment = Some(FOUR);
    briefing.windows[0] = super::super::Window { from: FIVE, to: FIVE };
    (diary, briefing)
}

#[test]
fn an_appointment_is_moved_and_the_old_one_struck_only_when_the_new_one_is_written() {
    let (mut diary, briefing) = from_four_to_five();
    let mut product = Product::that_books();
    let heard = play(briefing, desk(Manner::BooksAsAsked, 2), &mut diary, &mut product);
    assert!(
        heard.said('A', "cambiar de horario el turno para el jueves 26 de noviembre a las 16:00")
    );
    assert!(heard.said('C', "aquí lo tengo"));
    assert_eq!(product.tools(), ["report_line", "report_offers", "claim_slot", "confirm_booking"]);
    assert_eq!(agreed(&diary), [FIVE]);
}

#[test]
fn what_is_not_found_is_not_moved_and_nothing_new_is_written() {
    let (_, briefing) = from_four_to_five();
    let mut diary = Diary::default();
    diary.write(FOUR, "Bea", Some("CA1")).unwrap();
    let mut product = Product::that_books();
    play(briefing, desk(Manner::BooksAsAsked, 2), &mut diary, &mut product);
    assert_eq!(product.told("end_without_booking")["reason"], "not_found");
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_desk_without_another_time_keeps_the_old_one() {
    let (mut diary, briefing) = from_four_to_five();
    let mut product = Product::that_books();
    play(briefing, desk(Manner::FullyBooked, 2), &mut diary, &mut product);
    assert_eq!(product.told("end_without_booking")["reason"], "no_availability");
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_move_that_was_cut_off_leaves_one_appointment_however_the_desk_remembers_it() {
    for (manner, finds) in [(Manner::HangsUp, false), (Manner::DropsThenForgets, true)] {
        let (mut diary, briefing) = from_four_to_five();
        let heard = play(briefing.clone(), desk(manner, 1), &mut diary, &mut Product::that_books());
        assert_eq!(heard.over, Some(Over::Callee));
        assert_eq!(agreed(&diary), [FOUR]);
        let again = Briefing { purpose: "confirm".to_owned(), ..briefing };
        let heard = play(again, desk(manner, 2), &mut diary, &mut Product::that_books());
        assert_eq!(heard.said('C', "aquí lo tengo"), finds);
        assert_eq!(agreed(&diary), [FIVE]);
    }
}
