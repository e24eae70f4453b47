//! When yes is said, and when it isn't.

use serde_json::{Value, json};

use super::super::desk::{Diary, Manner};
use super::super::{BuiltIn, Desk, Over, Tongue, ToolFailure};
use super::{FIVE, FOUR, Product, agreed, briefing, place, play, with};

#[test]
fn an_appointment_is_claimed_agreed_confirmed_and_reported_in_this_order() {
    let mut product = Product::that_books();
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert_eq!(product.tools(), ["report_offers", "claim_slot", "confirm_booking"]);
    assert_eq!(agreed(&diary), [FOUR]);
    assert_eq!(heard.over, Some(Over::Agent(BuiltIn::EndCall)));
    let confirmed = product.told("confirm_booking");
    assert_eq!((&confirmed["date"], &confirmed["time"]), (&json!("2026-11-26"), &json!("16:00")));
    assert_eq!(confirmed["price"], "18.000 pesos");
    let quote = confirmed["quote"].as_str().unwrap();
    assert!(heard.lines.contains(&('C', quote.to_owned())), "the quote is a line of the callee");
    assert!(quote.contains("jueves 26 de noviembre a las 16:00"));
}

#[test]
fn no_yes_is_said_when_the_claim_is_refused() {
    let mut product = Product::new(|tool, arguments| match tool {
        "report_offers" => json!({"decision": "claim", "slot": arguments["offers"][0]}),
        _ => json!({"decision": "decline"}),
    });
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert!(!heard.said('A', "Sí, por favor"));
    assert_eq!(agreed(&diary), []);
    assert_eq!(product.told("end_without_booking")["reason"], "nothing_suited");
}

#[test]
fn no_yes_is_said_on_the_word_of_another_tool() {
    let mut product = Product::new(|tool, _| match tool {
        "report_offers" => json!({"decision": "book"}),
        _ => json!({"decision": "ok"}),
    });
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert!(product.tools().contains(&"claim_slot"), "book without a claim leads to a claim");
    assert!(!heard.said('A', "Sí, por favor"), "and ok is not book");
    assert_eq!(agreed(&diary), []);
}

#[test]
fn a_claim_granted_for_another_slot_is_no_claim() {
    let mut product = Product::new(|tool, arguments| match tool {
        "report_offers" => json!({"decision": "claim", "slot": arguments["offers"][0]}),
        "claim_slot" => {
            json!({"decision": "book", "slot": {"date": "2026-11-27", "time": "09:00"}})
        }
        _ => json!({"decision": "ok"}),
    });
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert!(!heard.said('A', "Sí, por favor"));
    assert_eq!(agreed(&diary), []);
}

#[test]
fn a_tool_that_fails_twice_ends_the_call_without_a_booking() {
    let mut product = Product::that_books();
    product.answers = Box::new(|_, _| Err(ToolFailure("500".to_owned())));
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert_eq!(product.tools(), ["report_offers", "report_offers", "end_without_booking"]);
    assert!(heard.said('A', "no anote nada"));
    assert_eq!(agreed(&diary), []);
}

#[test]
fn a_tool_that_is_not_configured_is_not_used() {
    for missing in
        ["claim_slot", "end_without_booking", "confirm_booking", "ask_person", "report_offers"]
    {
        let mut briefing = briefing();
        briefing.tools.remove(missing);
        let mut product = Product::that_books();
        let mut diary = Diary::default();
        play(
            briefing,
            Desk::new(place(Tongue::Es), Manner::BooksAsAsked, 1),
            &mut diary,
            &mut product,
        );
        assert!(!product.tools().contains(&missing), "{missing}");
        assert_eq!(agreed(&diary).is_empty(), missing == "claim_slot", "{missing}");
    }
}

#[test]
fn the_person_is_asked_again_and_again_until_they_answer() {
    let mut looks = 0;
    let mut product = Product::new(move |tool, _| match tool {
        "report_offers" => json!({"decision": "ask_person"}),
        "ask_person" => {
            looks += 1;
            if looks < 4 {
                json!({"decision": "wait"})
            } else {
                json!({"decision": "answered", "answer": "5", "slot": {"date": "2026-11-26", "time": "17:00"}})
            }
        }
        "claim_slot" => json!({"decision": "book"}),
        _ => json!({"decision": "ok"}),
    });
    let (heard, diary) = with(Manner::TwoSlots, &mut product);
    let asked: Vec<&Value> =
        product.used.iter().filter(|(tool, _)| tool == "ask_person").map(|(_, a)| a).collect();
    assert_eq!(asked.len(), 4);
    assert!(asked.windows(2).all(|pair| pair[0] == pair[1]), "the same question each time");
    assert_eq!(asked[0]["options"].as_array().unwrap().len(), 2);
    assert!(heard.said('C', "Claro, espero"));
    assert!(heard.seconds > 24, "three looks of eight seconds: {}", heard.seconds);
    assert_eq!(agreed(&diary), [FIVE]);
}

#[test]
fn a_desk_does_not_wait_for_ever() {
    let mut product = Product::new(|tool, _| match tool {
        "report_offers" => json!({"decision": "ask_person"}),
        _ => json!({"decision": "wait"}),
    });
    let (heard, diary) = with(Manner::TwoSlots, &mut product);
    assert_eq!(heard.over, Some(Over::Callee));
    assert!(heard.said('C', "No puedo esperar más"));
    assert!((80..240).contains(&heard.seconds), "{}", heard.seconds);
    assert_eq!(agreed(&diary), []);
}

#[test]
fn a_no_of_the_person_lets_the_agent_look_further() {
    let mut product = Product::new(|tool, _| match tool {
        "report_offers" => json!({"decision": "ask_person"}),
        _ => json!({"decision": "decline"}),
    });
    let (_, diary) = with(Manner::AnotherDay, &mut product);
    assert_eq!(agreed(&diary), []);
    assert!(matches!(
        product.told("end_without_booking")["reason"].as_str(),
        Some("no_availability" | "nothing_suited")
    ));
}

#[test]
fn end_ends_the_call_at_once() {
    let mut product = Product::new(|_, _| json!({"decision": "end"}));
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert_eq!(product.tools(), ["report_offers"]);
    assert_eq!(heard.over, Some(Over::Agent(BuiltIn::EndCall)));
    assert_eq!(agreed(&diary), []);
}

#[test]
fn an_enquiry_asks_how_long_and_agrees_to_nothing() {
    let mut briefing = briefing();
    briefing.purpose = "enquire".to_owned();
    briefing.commit = false;
    let mut product = Product::new(|_, _| json!({"decision": "ok"}));
    let mut diary = Diary::default();
    play(briefing, Desk::new(place(Tongue::Es), Manner::TwoSlots, 1), &mut diary, &mut product);
    assert_eq!(product.tools(), ["report_offers"]);
    assert_eq!(product.told("report_offers")["offers"][1]["held_until"], "2026-11-25T13:00");
    assert_eq!(agreed(&diary), []);
}

#[test]
fn a_taken_slot_is_never_confirmed() {
    let mut diary = Diary::default();
    diary.write(FOUR, "Bea", None).unwrap();
    let mut product = Product::new(|tool, _| match tool {
        "report_offers" => {
            json!({"decision": "claim", "slot": {"date": "2026-11-26", "time": "16:00"}})
        }
        "claim_slot" => json!({"decision": "book"}),
        _ => json!({"decision": "ok"}),
    });
    let desk = Desk::new(place(Tongue::Es), Manner::BooksAsAsked, 1);
    let heard = play(briefing(), desk, &mut diary, &mut product);
    assert!(heard.said('C', "se acaba de ocupar"));
    assert!(!product.tools().contains(&"confirm_booking"));
    assert_eq!(agreed(&diary), []);
}
