//! The agent by itself: what it takes from single lines and answers.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use super::super::agent::Briefing;
use super::super::{
    Act, Agent, Answer, Booked, CalleeLine, Meaning, Move, Offer, Tongue, ToolFailure, Window,
};
use super::{FIVE, FOUR, briefing, reporting};

#[test]
fn an_answer_without_a_decision_is_a_failure() {
    assert_eq!(Answer::read("oops"), Err(ToolFailure("not JSON".to_owned())));
    assert_eq!(Answer::read("{\"say\":\"yes\"}"), Err(ToolFailure("no decision".to_owned())));
    let odd =
        Answer::read("{\"decision\":\"claim\",\"slot\":{\"date\":\"soon\"},\"answer\":7}").unwrap();
    assert_eq!(odd, Answer { decision: "claim".to_owned(), slot: None, answer: None });
}

fn hears(agent: &mut Agent, meaning: Meaning) -> Vec<Move> {
    let text = format!("{meaning:?}");
    agent.hears(&CalleeLine { text, tongue: Tongue::Es, meaning })
}

/// An agent that has said yes to four o'clock.
fn agreed_on_four() -> Agent {
    let mut agent = Agent::new(briefing());
    hears(&mut agent, Meaning::Greets);
    hears(&mut agent, Meaning::AsksWhen);
    let offer = Offer { slot: FOUR, held_until: None, price: None };
    let reports = hears(&mut agent, Meaning::Offers(vec![offer]));
    let answer = |decision: &str| {
        Ok(Answer { decision: decision.to_owned(), slot: Some(FOUR), answer: None })
    };
    let claims = agent.learns(answer("claim"), &reports[0]);
    agent.learns(answer("book"), &claims[0]);
    assert_eq!(agent.agreed(), Some(FOUR));
    agent
}

fn booked_at(slot: DateTime) -> Meaning {
    let nothing = || None;
    Meaning::Confirms(Booked {
        slot,
        price: nothing(),
        address: nothing(),
        bring: nothing(),
        code: nothing(),
        with: nothing(),
    })
}

#[test]
fn a_confirmation_of_another_time_is_corrected_and_not_reported() {
    let moves = hears(&mut agreed_on_four(), booked_at(FIVE));
    assert!(
        matches!(moves.as_slice(), [Move::Say { line }] if line.text.contains("no anote nada"))
    );
    let moves = hears(&mut agreed_on_four(), booked_at(FOUR));
    assert!(matches!(moves.as_slice(), [Move::Use { tool, .. }] if tool == "confirm_booking"));
}

#[test]
fn a_confirmation_that_nobody_asked_for_is_not_reported() {
    let mut agent = Agent::new(briefing());
    hears(&mut agent, Meaning::Greets);
    let moves = hears(&mut agent, booked_at(FOUR));
    assert!(matches!(moves.as_slice(), [Move::Say { line }] if line.act == Act::Corrects));
}

#[test]
fn windows_that_cannot_be_read_are_none() {
    let variables = BTreeMap::from([("windows_iso".to_owned(), "tomorrow".to_owned())]);
    assert_eq!(Briefing::read(Tongue::En, String::new(), &variables).windows, Vec::<Window>::new());
}

#[test]
fn a_person_who_takes_the_phone_while_the_machine_speaks_gets_no_message() {
    let mut agent = Agent::new(reporting());
    let decides = |decision: &str| {
        let answer = Some("Llamamos de parte de Ana.".to_owned());
        Ok(Answer { decision: decision.to_owned(), slot: None, answer })
    };
    let report = hears(&mut agent, Meaning::Machine);
    assert_eq!(agent.learns(decides("leave_message"), &report[0]), []);
    assert_eq!(hears(&mut agent, Meaning::Machine), [], "it is still speaking");
    let report = hears(&mut agent, Meaning::Greets);
    let moves = agent.learns(decides("ok"), &report[0]);
    assert!(matches!(moves.as_slice(), [Move::Say { line }] if line.act == Act::Introduces));
}

#[test]
fn a_silent_machine_gets_its_message_without_a_beep() {
    let mut agent = Agent::new(reporting());
    let report = hears(&mut agent, Meaning::Machine);
    let answer = Answer {
        decision: "leave_message".to_owned(),
        slot: None,
        answer: Some("Llamamos de parte de Ana.".to_owned()),
    };
    agent.learns(Ok(answer), &report[0]);
    let moves = agent.notices_silence();
    assert!(matches!(&moves[0], Move::Say { line } if line.text == "Llamamos de parte de Ana."));
    assert!(matches!(&moves[1], Move::Use { tool, .. } if tool == "end_without_booking"));
}

#[test]
fn who_asks_hears_that_it_is_a_machine_whatever_the_call_is_about() {
    for purpose in ["book", "confirm", "cancel", "enquire"] {
        let mut briefing = briefing();
        purpose.clone_into(&mut briefing.purpose);
        let mut agent = Agent::new(briefing);
        hears(&mut agent, Meaning::Greets);
        let moves = hears(&mut agent, Meaning::AsksRobot);
        let honest = |text: &str| text.contains("Sí, soy un asistente automático");
        assert!(matches!(moves.as_slice(), [Move::Say { line }] if honest(&line.text)));
    }
}
