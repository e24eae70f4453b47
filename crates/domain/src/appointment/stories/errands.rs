//! Calling off by phone what was booked.

use super::*;

/// The call that calls it off is answered.
fn calling_off() -> Story {
    let mut story = booked();
    story.taps(ButtonVerb::CallOff);
    story.call(CallEvent::Answered);
    story
}

fn reports(story: &mut Story, hour: i8) -> ToolDecision {
    let slot = datetime(2026, 11, 26, hour, 0, 0, 0);
    story
        .tool(ToolCall::ConfirmCancellation { slot, quote: Some("Cancelado.".to_owned()) })
        .decision
}

const GONE: [(Speaker, &str); 2] = [
    (Speaker::Agent, "Quisiera cancelar el turno del jueves 26 a las 16:00, a nombre de Ana Ruiz."),
    (Speaker::Callee, "Listo, queda cancelado."),
];

fn booking(story: &Story) -> &Appointment {
    story.desk.requests[0].appointment.as_ref().expect("it was booked")
}

#[test]
fn an_appointment_is_called_off_by_a_call_of_its_own_and_stands_until_their_words_say_so() {
    let mut story = calling_off();
    assert_eq!(story.desk.requests.len(), 2);
    let call = story.last_call();
    assert_eq!(call.purpose, Purpose::Cancel);
    assert!(call.brief.first_sentence.contains("cancelar el turno") && call.brief.facts.is_empty());
    assert_eq!(reports(&mut story, 16), ToolDecision::Ok);
    assert!(booking(&story).stands(story.now));
    story.ends_with(&GONE);
    assert_eq!((story.status(), story.final_words()), ("called_off", 2));
    assert!(!booking(&story).stands(story.now));
    let view = story.last_final();
    assert_eq!(view.quote.as_deref(), Some("Listo, queda cancelado."));
    assert_eq!(view.at, Some(booking(&story).slot.0));
}

#[test]
fn a_report_without_their_words_and_words_without_a_report_are_not_enough() {
    let mut story = calling_off();
    reports(&mut story, 16);
    story.ends_with(&[(Speaker::Callee, "Déjeme ver.")]);
    assert_eq!(story.status(), "unconfirmed");
    assert!(booking(&story).stands(story.now));
    let mut story = calling_off();
    story.ends_with(&GONE);
    assert_eq!(story.status(), "unconfirmed");
}

#[test]
fn such_a_call_books_nothing_and_calls_nothing_else_off() {
    let mut story = calling_off();
    assert_eq!(story.claims(26, 16), ToolDecision::Decline);
    assert_eq!(story.offers(27, 16), ToolDecision::Decline);
    assert_eq!(story.confirms(26, 16), ToolDecision::Decline);
    assert_eq!(reports(&mut story, 17), ToolDecision::Decline);
    let mut story = Story::on_the_phone();
    assert_eq!(
        reports(&mut story, 16),
        ToolDecision::Decline,
        "a call that books calls nothing off"
    );
}

#[test]
fn two_taps_make_one_call_and_what_is_gone_is_gone() {
    let mut story = booked();
    let tap = |story: &mut Story| {
        let id = Button { verb: ButtonVerb::CallOff, request: story.desk.requests[0].id }.id();
        let content = Content::Choice { id, title: "…".to_owned() };
        story.happens(EventKind::Said(Said { sid: "SM1".to_owned(), content }));
    };
    tap(&mut story);
    tap(&mut story);
    assert!(matches!(story.last_said(), Words::StillOnIt { .. }));
    assert_eq!((story.desk.requests.len(), story.dials()), (2, 2));
    reports(&mut story, 16);
    story.ends_with(&GONE);
    tap(&mut story);
    assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }));
    assert_eq!(story.dials(), 2);
}

#[test]
fn a_line_that_is_busy_is_tried_again_and_the_appointment_stands_when_nobody_is_reached() {
    let mut story = booked();
    story.taps(ButtonVerb::CallOff);
    story.call(CallEvent::Ended { how: Ended::Busy });
    assert_eq!(story.status(), "waiting");
    for _ in 0..2 {
        story.waits();
        story.call(CallEvent::Ended { how: Ended::Busy });
    }
    assert_eq!(story.status(), "not_reached");
    assert!(story.last_final().errand.calls_off().is_some() && booking(&story).stands(story.now));
}

#[test]
fn cancel_with_nothing_open_asks_for_the_appointment_that_stands() {
    let mut story = booked();
    story.acts(Act::Cancel);
    assert!(matches!(story.last_said(), Words::CallOffBooked { .. }));
    assert_eq!(story.dials(), 1, "nothing is called off unasked");
    story.acts(Act::Yes);
    assert_eq!((story.dials(), story.last_call().purpose), (2, Purpose::Cancel));
    let mut story = booked();
    story.acts(Act::Cancel);
    story.acts(Act::Thanks);
    story.acts(Act::Yes);
    assert_eq!(story.dials(), 1, "a yes to something else");
    let mut story = booked();
    story.later(3 * 24 * 3600);
    story.acts(Act::Cancel);
    assert!(matches!(story.last_said(), Words::NothingOpen), "it is over");
}

#[test]
fn calling_off_the_calling_off_leaves_the_appointment() {
    let mut story = calling_off();
    story.acts(Act::Cancel);
    story.ends_with(&[(Speaker::Callee, "¿Hola?")]);
    assert_eq!(story.status(), "cancelled");
    assert!(booking(&story).stands(story.now));
}
