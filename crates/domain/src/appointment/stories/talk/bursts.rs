//! Messages that come within a moment are one thought.

use super::*;

#[test]
fn what_comes_in_several_messages_is_one_thought_and_gets_one_answer() {
    let mut story = Story::new();
    for part in ["Hola", "quería un corte de pelo", "el jueves por la tarde"] {
        story.says(part);
        assert_eq!(story.said, [], "{part}");
        story.later(1);
    }
    story.says("912 345 678");
    assert_eq!(story.said.len(), 1, "{:?}", story.said);
    assert_eq!(story.shows().about.service.as_deref(), Some("corte de pelo"));
    assert_eq!(story.desk.requests.len(), 1);
    story.pauses();
    assert_eq!(story.said.len(), 1, "nothing is left to be said");
}

#[test]
fn half_a_thought_is_asked_about_when_nothing_more_comes_and_not_before() {
    let mut story = Story::new();
    story.says("quiero un corte de pelo");
    story.later(2);
    story.says("el jueves por la tarde");
    story.later(2);
    story.happens_and_reads(EventKind::TimedOut(Timer::Thought));
    assert_eq!(story.said, [], "the second half has just come");
    story.pauses();
    assert_eq!(story.asks().details, [Detail::Number]);
    assert_eq!(story.said.len(), 1);
}

#[test]
fn a_message_that_says_it_all_waits_for_nothing() {
    let mut story = Story::new();
    story.says("corte de pelo el jueves por la tarde, 912 345 678");
    assert_eq!(story.shows().windows.len(), 1);
}

#[test]
fn where_no_waiting_is_wanted_half_a_thought_is_asked_about_at_once() {
    let mut story = Story::new();
    story.policy.burst_s = 0;
    story.says("quiero un corte de pelo");
    assert_eq!(story.asks().details, [Detail::Number, Detail::When]);
}

#[test]
fn a_greeting_alone_is_answered_after_a_moment() {
    let mut story = Story::new();
    story.says("hola");
    assert_eq!(story.said, []);
    story.pauses();
    assert_eq!(story.said, [Words::Greeting]);
}

#[test]
fn a_card_and_the_words_that_belong_to_it_come_in_either_order() {
    let mut first = Story::new();
    first.shares_a_card("Marta", "912 345 678");
    assert_eq!(first.said, [], "the words may follow");
    first.says("corte de pelo el jueves por la tarde");
    let mut second = Story::new();
    second.says("corte de pelo el jueves por la tarde");
    second.shares_a_card("Marta", "912 345 678");
    second.pauses();
    for story in [first, second] {
        assert_eq!(story.said.len(), 1, "{:?}", story.said);
        assert_eq!(story.shows().about.provider.as_deref(), Some("Marta"));
    }
}

#[test]
fn a_card_alone_is_asked_about() {
    let mut story = Story::new();
    story.shares_a_card("Marta", "912 345 678");
    story.pauses();
    assert_eq!(story.asks().details, [Detail::Service, Detail::When]);
}

#[test]
fn cancel_and_danger_do_not_wait_for_the_other_half() {
    let mut story = Story::new();
    story.says_all("quiero un corte de pelo");
    story.says("el jueves");
    story.says("cancela");
    assert_eq!(story.status(), "cancelled");
    story.pauses();
    assert_eq!(story.status(), "cancelled", "the half that was said is forgotten");

    let mut story = Story::new();
    story.says("quiero un corte de pelo");
    story.says("mi padre no respira");
    assert!(matches!(story.said.as_slice(), [Words::Emergency { .. }]), "{:?}", story.said);
}

#[test]
fn yes_to_the_card_is_not_taken_for_half_a_thought() {
    let mut story = Story::new();
    story.wants_a_haircut();
    story.says("sí");
    assert_eq!(story.dials(), 1);
}
