//! A line that is cut after a yes was allowed: one call back asks.

use super::*;

/// Yes was allowed when the line was cut.
fn cut_off() -> Story {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.ends_with(&[
        (Speaker::Agent, "¿Tiene algo el jueves por la tarde?"),
        (Speaker::Callee, "¿Entonces el jueves a las cuatro?"),
    ]);
    story
}

#[test]
fn a_line_that_is_cut_after_an_agreement_is_called_back_at_once_and_asked() {
    let mut story = cut_off();
    let Stage::Waiting { until, why: Retry::CutOff, .. } = story.request().stage else {
        panic!("{}", story.status())
    };
    assert!(until.duration_since(story.now).as_secs() <= 30);
    assert_eq!(story.final_words(), 0, "nothing is reported meanwhile");
    story.waits();
    let call = story.last_call();
    assert_eq!((call.purpose, call.nth), (Purpose::Confirm, 2));
    assert!(call.brief.first_sentence.contains("el jueves 26 a las 16:00"));
    assert_eq!(call.brief.chosen, story.request().tentative);
    assert_eq!(story.claims(26, 16), ToolDecision::Book);
    story.confirms(26, 16);
    story.ends_with(&AGREED);
    assert_eq!((story.status(), story.final_words()), ("booked", 1));
}

#[test]
fn a_cut_line_that_stays_unproven_is_never_called_booked_nor_called_a_third_time_about_it() {
    let mut story = cut_off();
    story.waits();
    story.claims(26, 16);
    story.ends_with(&[(Speaker::Callee, "¿Cómo dice?")]);
    assert_eq!((story.status(), story.dials()), ("unconfirmed", 2));
    assert_eq!(story.last_final().at, Some("2026-11-26T15:00:00Z".parse().unwrap()));
}

#[test]
fn who_does_not_answer_the_call_back_is_tried_by_the_usual_plan_and_the_end_is_honest() {
    let mut story = cut_off();
    for _ in 0..2 {
        story.waits();
        story.call(CallEvent::Ended { how: Ended::NoAnswer });
    }
    assert_eq!((story.status(), story.dials(), story.final_words()), ("unconfirmed", 3, 1));
}

#[test]
fn who_knows_nothing_of_a_cut_off_agreement_and_has_no_time_left_has_booked_nothing() {
    let mut story = cut_off();
    story.waits();
    story.gives_up(GaveUp::NoAvailability);
    story.ends_with(&[(Speaker::Callee, "No, no hay nada anotado, y estamos completos.")]);
    assert_eq!(story.status(), "no_availability");
    assert_eq!(story.last_final().at, None);
}

#[test]
fn calling_off_a_cut_off_agreement_says_that_it_may_be_in_their_book() {
    let mut story = cut_off();
    story.acts(Act::Cancel);
    assert_eq!((story.status(), story.final_words(), story.dials()), ("unconfirmed", 1, 1));
}

#[test]
fn words_that_come_late_spare_the_call_back() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.call(CallEvent::Ended { how: Ended::Failed });
    story.call(CallEvent::NoTranscript);
    assert_eq!(story.status(), "waiting");
    story.call(transcript(&AGREED));
    assert_eq!((story.status(), story.final_words(), story.dials()), ("booked", 1, 1));
    let request = story.request().id;
    story.later(60);
    story.wakes(Timer::Retry { request, nth: 2 });
    assert_eq!(story.dials(), 1);
}

#[test]
fn a_claim_that_the_agent_gave_back_is_no_agreement() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.gives_up(GaveUp::NoAvailability);
    story.ends_with(&[(Speaker::Callee, "Ay, me lo acaban de quitar. No queda nada.")]);
    assert_eq!(story.status(), "no_availability");
}
