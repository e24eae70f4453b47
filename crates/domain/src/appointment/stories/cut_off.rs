//! A line that is cut after a yes was allowed: one call back asks.

use super::*;
use crate::when::Window;

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

#[test]
fn a_yes_to_anything_is_no_proof_where_the_agent_has_claimed_nothing() {
    let mut story = cut_off();
    story.waits();
    story.ends_with(&[
        (Speaker::Agent, "Se cortó la llamada: ¿quedó reservado el jueves 26 a las 16:00?"),
        (Speaker::Callee, "Sí, soy Marta, recién entro."),
    ]);
    assert!(matches!(story.request().stage, Stage::Waiting { .. }), "{}", story.status());
    assert!(story.request().tentative.is_some());
}

#[test]
fn calling_off_in_the_call_back_does_not_make_a_yes_of_theirs_unsaid() {
    let mut story = cut_off();
    story.waits();
    story.acts(Act::Cancel);
    assert_eq!(story.claims(26, 16), ToolDecision::End);
    story.ends_with(&[
        (Speaker::Agent, "Se cortó la llamada: ¿quedó reservado el jueves 26 a las 16:00?"),
        (Speaker::Callee, "Sí, queda anotado para el jueves 26 de noviembre a las 16:00."),
    ]);
    assert_eq!((story.status(), story.final_words()), ("unconfirmed", 1));
    assert!(story.last_final().at.is_some());
}

#[test]
fn other_times_that_they_name_in_the_call_back_are_the_persons_to_choose() {
    let mut story = cut_off();
    story.waits();
    story.offers(27, 10);
    story.ends_with(&[(Speaker::Callee, "El jueves ya no, pero tengo el viernes a las diez.")]);
    assert!(matches!(story.request().stage, Stage::Choosing { .. }), "{}", story.status());
}

#[test]
fn calling_off_the_call_back_says_that_it_may_be_in_their_book() {
    let over: [&dyn Fn(&mut Story); 4] = [
        &|story| story.ends_with(&[(Speaker::Callee, "¿Cómo dice?")]),
        &|story| story.call(CallEvent::Ended { how: Ended::Canceled }),
        &|story| story.call(CallEvent::Refused { why: CallRefused::CalledOff }),
        &|story| {
            story.call(CallEvent::Answered);
            story.call(CallEvent::Ended { how: Ended::Completed });
            story.call(CallEvent::NoTranscript);
        },
    ];
    for ends in over {
        let mut story = cut_off();
        story.waits();
        story.acts(Act::Cancel);
        ends(&mut story);
        assert_eq!((story.status(), story.final_words()), ("unconfirmed", 1));
        assert!(story.last_final().at.is_some());
    }
}

#[test]
fn who_hears_in_the_call_back_that_nothing_is_booked_has_called_off_nothing() {
    let mut story = cut_off();
    story.waits();
    story.gives_up(GaveUp::NotFound);
    story.acts(Act::Cancel);
    story.ends_with(&[(Speaker::Callee, "No, no hay nada anotado a ese nombre.")]);
    assert_eq!((story.status(), story.last_final().at), ("cancelled", None));

    // An agent that was told to stop ends the call for that reason, whatever it calls it.
    let mut story = cut_off();
    story.waits();
    story.acts(Act::Cancel);
    story.gives_up(GaveUp::NothingSuited);
    story.ends_with(&[(Speaker::Callee, "Bueno, adiós.")]);
    assert_eq!(story.status(), "unconfirmed");
}

#[test]
fn a_call_back_that_cannot_be_made_or_ends_in_a_menu_denies_nothing() {
    let mut story = cut_off();
    story.waits();
    story.call(CallEvent::Refused { why: CallRefused::MoneyCap });
    assert_eq!((story.status(), story.final_words()), ("unconfirmed", 1));

    let mut story = cut_off();
    story.waits();
    story.gives_up(GaveUp::MenuUnsolved);
    story.ends_with(&[(Speaker::Callee, "Para turnos, pulse uno.")]);
    assert_eq!((story.status(), story.final_words()), ("unconfirmed", 1));
}

#[test]
fn who_turns_us_away_in_the_call_back_has_looked_in_no_book() {
    for (reason, claims) in [
        (GaveUp::WrongNumber, false),
        (GaveUp::WrongNumber, true),
        (GaveUp::Refused, false),
        (GaveUp::Refused, true),
    ] {
        let case = format!("{reason:?}, claims: {claims}");
        let mut story = cut_off();
        story.waits();
        if claims {
            story.claims(26, 16);
        }
        story.gives_up(reason);
        story.ends_with(&[(Speaker::Callee, "No, acá no es, adiós.")]);
        assert_eq!((story.status(), story.final_words()), ("unconfirmed", 1), "{case}");
        assert!(story.last_final().at.is_some());
        let is_wrong = reason == GaveUp::WrongNumber;
        assert_eq!(story.desk.person.providers.is_empty(), is_wrong, "{case}");
        let left_in_peace = |command: &Command| {
            matches!(command, Command::NeverCall { why: NeverCall::WrongNumber, .. })
        };
        assert_eq!(story.commands.iter().any(left_in_peace), is_wrong, "{case}");
    }
}

#[test]
fn other_times_that_they_named_wait_until_it_is_known_whether_it_stands() {
    let mut story = Story::on_the_phone();
    story.offers(27, 10);
    story.claims(26, 16);
    story.ends_with(&[(Speaker::Callee, "¿Entonces el jueves a las cuatro?")]);
    story.waits();
    story.call(CallEvent::Answered);
    story.hears(Heard::Voicemail);
    story.call(CallEvent::Ended { how: Ended::Completed });
    story.call(CallEvent::NoTranscript);
    assert!(matches!(story.request().stage, Stage::Waiting { .. }), "{}", story.status());
    story.waits();
    story.gives_up(GaveUp::NotFound);
    story.ends_with(&[(Speaker::Callee, "No, no hay nada anotado a ese nombre.")]);
    assert!(story.request().tentative.is_none());
}

#[test]
fn once_its_time_has_passed_nobody_asks_whether_it_stands_and_other_times_are_the_persons_to_choose()
 {
    let mut story = Story::on_the_phone();
    story.offers(27, 10);
    story.claims(26, 16);
    story.ends_with(&[(Speaker::Callee, "¿Entonces el jueves a las cuatro?")]);
    let friday = Window { from: midnight(27), to: midnight(28) };
    story.request_mut().wish.windows.push(friday);
    story.now = "2026-11-26T15:30:00Z".parse().unwrap();
    let (request, nth) = (story.request().id, 2);
    story.wakes(Timer::Retry { request, nth });
    assert_eq!(story.last_call().purpose, Purpose::Book);
    story.call(CallEvent::Answered);
    story.hears(Heard::Voicemail);
    story.call(CallEvent::Ended { how: Ended::Completed });
    story.call(CallEvent::NoTranscript);
    assert!(matches!(story.request().stage, Stage::Choosing { .. }), "{}", story.status());
}

/// In Madrid.
fn midnight(day: i8) -> Timestamp {
    date(2026, 11, day).in_tz("Europe/Madrid").unwrap().timestamp()
}
