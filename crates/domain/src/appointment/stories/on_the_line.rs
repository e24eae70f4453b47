//! Who is on the line: a voicemail, a menu, hold, another machine.

use super::*;

#[test]
fn a_voicemail_gets_one_message_a_request_and_the_person_is_told() {
    let mut story = Story::on_the_phone();
    let answer = story.hears(Heard::Voicemail);
    assert_eq!(answer.decision, ToolDecision::LeaveMessage);
    let text = answer.answer.unwrap();
    assert!(text.contains("Ana Ruiz") && text.contains("asistente automático"), "{text}");
    story.gives_up(GaveUp::Voicemail);
    story.ends_with(&[(Speaker::Callee, "Deje su mensaje después de la señal.")]);
    assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::VoicemailLeft, .. }));
    story.waits();
    let again = story.hears(Heard::Voicemail);
    assert_eq!((again.decision, again.answer), (ToolDecision::End, None));
    story.gives_up(GaveUp::Voicemail);
    story.ends_with(&[(Speaker::Callee, "Deje su mensaje después de la señal.")]);
    assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::Voicemail, .. }));
}

#[test]
fn a_house_that_leaves_no_messages_leaves_none_and_a_full_mailbox_takes_none() {
    let mut story = Story::on_the_phone();
    story.policy.voicemail = Voicemail::HangUp;
    assert_eq!(story.hears(Heard::Voicemail).decision, ToolDecision::End);
    story.policy.voicemail = Voicemail::LeaveMessage;
    assert_eq!(story.hears(Heard::FullMailbox).decision, ToolDecision::End);
    story.ends_with(&[]);
    assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::Voicemail, .. }));
}

#[test]
fn the_carriers_hint_counts_only_when_nobody_spoke() {
    let mut story = Story::on_the_phone();
    story.call(CallEvent::MachineHeard);
    story.ends_with(&[(Speaker::Agent, "Hola, soy un asistente automático.")]);
    assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::Voicemail, .. }));
    let mut story = Story::on_the_phone();
    story.call(CallEvent::MachineHeard);
    story.claims(26, 16);
    story.confirms(26, 16);
    story.ends_with(&AGREED);
    assert_eq!(story.status(), "booked");
}

#[test]
fn a_menu_gets_a_key_then_slower_ones_then_words_then_the_operator_and_then_it_is_given_up() {
    let mut story = Story::on_the_phone();
    let decisions = [false, true, true, true, true, true].map(|failed| story.menu(failed));
    assert_eq!(
        decisions,
        [
            ToolDecision::Press,
            ToolDecision::Press,
            ToolDecision::PressSlowly,
            ToolDecision::Speak,
            ToolDecision::Operator,
            ToolDecision::End
        ]
    );
    story.ends_with(&[(Speaker::Callee, "Para turnos, pulse uno.")]);
    assert_eq!(story.status(), "menu_unsolved");
    assert_eq!(story.last_final().note.as_deref(), Some("¿Número de póliza?"));
}

#[test]
fn menus_within_menus_are_followed_but_not_for_ever() {
    let mut story = Story::on_the_phone();
    let given_up = (0..20).position(|_| story.menu(false) == ToolDecision::End);
    assert_eq!(given_up, Some(8));
}

#[test]
fn hold_has_a_budget_that_the_person_may_extend_once() {
    let mut story = Story::on_the_phone();
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::Wait);
    assert!(matches!(story.last_said(), Words::OnHold { longer: true, .. }));
    let told = story.said.len();
    story.later(240);
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::Wait);
    assert_eq!(story.said.len(), told, "told once");
    story.taps(ButtonVerb::WaitLonger);
    assert!(matches!(story.last_said(), Words::OnHold { longer: false, .. }));
    story.later(240);
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::Wait);
    story.later(600);
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::End);
    story.gives_up(GaveUp::HoldGivenUp);
    story.ends_with(&[(Speaker::Callee, "Todos nuestros operadores están ocupados.")]);
    assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::Hold, .. }));
}

#[test]
fn holds_of_one_call_add_up_and_talk_between_them_does_not() {
    let mut story = Story::on_the_phone();
    story.hears(Heard::Hold);
    story.later(200);
    assert_eq!(story.hears(Heard::Person).decision, ToolDecision::Ok);
    story.later(300);
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::Wait);
    story.later(101);
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::End);
}

#[test]
fn another_bot_is_talked_to_plainly_and_left_when_it_turns_in_circles() {
    let mut story = Story::on_the_phone();
    assert_eq!(story.hears(Heard::Machine).decision, ToolDecision::Ok);
    story.later(179);
    assert_eq!(story.hears(Heard::Machine).decision, ToolDecision::Ok);
    assert_eq!(story.hears(Heard::Screening).decision, ToolDecision::Introduce);
    story.later(1);
    assert_eq!(story.hears(Heard::Machine).decision, ToolDecision::End);
    assert_eq!(story.hears(Heard::Person).decision, ToolDecision::Ok, "people are talked to");
    story.gives_up(GaveUp::NoProgress);
    story.ends_with(&[(Speaker::Callee, "Es un placer tenerle en línea.")]);
    assert_eq!(story.status(), "no_progress");
}
