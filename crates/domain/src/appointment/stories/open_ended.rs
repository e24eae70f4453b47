//! Calls that end without a yes and without a no, and what the person is told meanwhile.

use super::*;

const VAGUE: &str = "A ver, creo que sí. Ya le avisará alguien.";

/// They were told yes, and said neither.
fn left_open() -> Story {
    let mut story = Story::on_the_phone();
    story.offers(26, 16);
    story.claims(26, 16);
    story.gives_up(GaveUp::WillGetBack);
    story.ends_with(&[(Speaker::Callee, VAGUE)]);
    story
}

fn talking(story: &Story) -> usize {
    story.said.iter().filter(|words| matches!(words, Words::Talking { .. })).count()
}

#[test]
fn who_wants_to_get_back_is_waited_for_asked_once_more_and_then_left_to_the_person() {
    let mut story = left_open();
    let Words::RetryPlanned { why: Retry::WillGetBack, at, .. } = *story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    assert_eq!(at, story.now + SignedDuration::from_hours(4));
    story.waits();
    assert_eq!(story.last_call().purpose, Purpose::Confirm, "it may stand in their book");
    story.gives_up(GaveUp::WillGetBack);
    story.ends_with(&[(Speaker::Callee, VAGUE)]);
    assert_eq!((story.status(), story.dials(), story.final_words()), ("unconfirmed", 2, 1));
    assert!(story.last_final().at.is_some(), "the person hears of which time it is");
}

#[test]
fn who_wants_to_get_back_and_rings_is_talked_to_about_that_very_time() {
    let mut story = left_open();
    let (request, call) = (story.request().id, CallId(Uuid::from_u128(4242)));
    story.happens(EventKind::RangUs { request, call });
    assert_eq!(story.last_call().purpose, Purpose::Confirm);
    story.claims(26, 16);
    story.confirms(26, 16);
    story.ends_with(&AGREED);
    assert_eq!((story.status(), story.dials()), ("booked", 1));
}

#[test]
fn who_asked_for_time_without_naming_any_is_not_in_doubt() {
    let mut story = Story::on_the_phone();
    for _ in 0..2 {
        story.gives_up(GaveUp::WillGetBack);
        story.ends_with(&[(Speaker::Callee, "Lo tengo que consultar, le avisamos.")]);
        if story.status() == "waiting" {
            story.waits();
        }
    }
    assert_eq!((story.status(), story.dials()), ("no_progress", 2));
}

#[test]
fn a_yes_of_ours_without_an_answer_is_never_told_as_nothing_booked() {
    for reason in [GaveUp::Other, GaveUp::NoProgress] {
        let mut story = Story::on_the_phone();
        story.offers(26, 16);
        story.claims(26, 16);
        story.gives_up(reason);
        story.ends_with(&[(Speaker::Callee, "Bueno, bueno.")]);
        assert_eq!(story.status(), "unconfirmed", "{reason:?}");
    }
}

#[test]
fn a_time_that_was_asked_for_in_vain_is_not_offered_again() {
    let mut story = Story::on_the_phone();
    story.offers(26, 16);
    story.claims(26, 16);
    story.gives_up(GaveUp::NoAvailability);
    story.ends_with(&[(Speaker::Callee, "Uy, lo siento, ese se acaba de ocupar.")]);
    assert_eq!(story.status(), "no_availability");
    let mut story = Story::on_the_phone();
    story.offers(27, 10);
    story.gives_up(GaveUp::NothingSuited);
    story.ends_with(&[(Speaker::Callee, "Solo el viernes a las diez.")]);
    story.taps(ButtonVerb::Pick(1));
    story.call(CallEvent::Answered);
    story.offers(27, 10);
    story.gives_up(GaveUp::NothingSuited);
    story.ends_with(&[(Speaker::Callee, "Bueno, no sé.")]);
    assert_eq!(
        (story.status(), story.dials()),
        ("nothing_suited", 2),
        "they are not rung for ever"
    );
}

#[test]
fn offers_that_the_person_refused_in_the_call_are_not_shown_after_it() {
    let mut story = Story::on_the_phone();
    story.offers(27, 10);
    let ask = || ToolCall::AskPerson { question: "¿El viernes?".to_owned(), options: Vec::new() };
    story.tool(ask());
    story.taps(ButtonVerb::Neither);
    let answer = story.tool(ask());
    assert_eq!((answer.decision, answer.slot), (ToolDecision::Answered, None));
    story.gives_up(GaveUp::NothingSuited);
    story.ends_with(&[(Speaker::Callee, "Solo el viernes a las diez.")]);
    assert_eq!((story.status(), story.final_words()), ("nothing_suited", 1));
}

#[test]
fn an_offer_taken_at_night_is_asked_for_in_the_morning() {
    let mut story = Story::on_the_phone();
    story.policy.offer_s = 24 * 3600;
    story.offers(27, 10);
    story.gives_up(GaveUp::NothingSuited);
    story.ends_with(&[(Speaker::Callee, "Solo el viernes a las diez.")]);
    story.later(12 * 3600);
    story.taps(ButtonVerb::Pick(1));
    assert_eq!((story.status(), story.dials()), ("waiting", 1));
    story.waits();
    assert_eq!(story.now, "2026-11-26T08:00:00Z".parse().unwrap());
    let chosen = story.last_call().brief.chosen;
    assert_eq!(chosen, Some(Slot("2026-11-27T09:00:00Z".parse().unwrap())));
}

#[test]
fn a_silent_line_has_not_failed_and_reached_nobody() {
    let mut story = Story::on_the_phone();
    for _ in 0..3 {
        story.gives_up(GaveUp::NoProgress);
        story.ends_with(&[(Speaker::Agent, "Hola, soy un asistente automático.")]);
        if story.status() == "waiting" {
            assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::Silent, .. }));
            story.waits();
            story.call(CallEvent::Answered);
        }
    }
    assert_eq!((story.status(), story.dials()), ("not_reached", 3));
}

#[test]
fn whoever_is_always_told_to_call_later_hears_that_nothing_came_of_it() {
    let mut story = Story::on_the_phone();
    for _ in 0..3 {
        story.gives_up(GaveUp::CallBackLater);
        story.ends_with(&[(Speaker::Callee, "Ahora no, llame más tarde.")]);
        if story.status() == "waiting" {
            story.waits();
        }
    }
    assert_eq!((story.status(), story.dials()), ("no_progress", 3));
}

#[test]
fn nobody_is_said_to_be_talked_with_before_there_is_somebody() {
    let mut story = Story::on_the_phone();
    for heard in [Heard::Voicemail, Heard::Menu, Heard::Hold, Heard::Screening, Heard::FullMailbox]
    {
        story.hears(heard);
    }
    assert_eq!(talking(&story), 0);
    story.hears(Heard::Person);
    story.hears(Heard::Hold);
    story.hears(Heard::Person);
    assert_eq!(talking(&story), 1, "once a call");
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::Voicemail);
    assert_eq!(talking(&story), 0);
    let mut story = Story::on_the_phone();
    story.offers(26, 16);
    assert_eq!(talking(&story), 1, "an offer is somebody's, reported or not");
    let mut story = Story::on_the_phone();
    story.acts(Act::Cancel);
    story.hears(Heard::Person);
    assert_eq!(talking(&story), 0);
}
