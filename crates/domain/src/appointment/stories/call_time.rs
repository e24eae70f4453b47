//! "Call them at five": the call is made when the person wants it, and the appointment keeps its own time.

use super::*;
use crate::understanding::rules;

impl Story {
    /// Read by the rules, at once.
    fn hears_of(&mut self, text: &str) {
        let (asked, zone) = (self.asked(), self.desk.person.time_zone());
        let now = self.now.to_zoned(zone).datetime();
        let context = crate::understanding::Context {
            asked: &asked,
            ..crate::understanding::Context::new(self.desk.person.language, "ES", now)
        };
        self.reads(text, rules(text, &context));
    }

    fn asked(&self) -> Vec<crate::understanding::Asked> {
        match self.desk.requests.last().map(|request| &request.stage) {
            Some(Stage::Drafting { asked }) => asked.clone(),
            Some(Stage::Confirming) => vec![crate::understanding::Asked::Card],
            _ => Vec::new(),
        }
    }

    fn card(&self) -> &CardView {
        let Words::Card(card) = self.last_said() else { panic!("{:?}", self.last_said()) };
        card
    }

    fn problem(&self) -> Option<CallAtProblem> {
        let Words::Ask { missing, .. } = self.last_said() else { panic!("{:?}", self.last_said()) };
        assert_eq!(missing.details, [Detail::CallAt]);
        missing.call_at
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

const HAIRCUT: &str = "corte de pelo el viernes por la tarde, 912 345 678";

#[test]
fn a_call_is_made_when_the_person_wants_it_and_stands_on_the_card_so() {
    for (text, due) in [
        (
            "corte de pelo el viernes por la tarde, 912 345 678. Llámalos a las 5",
            "2026-11-25T16:00:00Z",
        ),
        (
            "haircut on Friday afternoon, 912 345 678, call them tomorrow at 10",
            "2026-11-26T09:00:00Z",
        ),
        (
            "corte de cabelo na sexta à tarde, 912 345 678, ligue depois das 14h",
            "2026-11-25T13:00:00Z",
        ),
    ] {
        let mut story = Story::new();
        story.hears_of(text);
        let card = story.card();
        assert_eq!((card.call_at, card.call_wished), (Some(at(due)), Some(at(due))), "{text}");
        assert_eq!(card.windows.len(), 1, "{text}");
        assert_eq!(card.windows[0].from, at("2026-11-27T11:00:00Z"), "{text}: its own time");
        story.taps(ButtonVerb::Call);
        assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::AsWished, .. }));
        assert_eq!(story.dials(), 0);
        story.waits();
        assert_eq!((story.dials(), story.now), (1, at(due)), "{text}");
    }
}

#[test]
fn said_on_the_card_it_is_no_yes_but_shown_first() {
    let mut story = Story::new();
    story.hears_of(HAIRCUT);
    let windows = story.card().windows.clone();
    story.hears_of("llámalos a las 5 de la tarde");
    assert_eq!(story.card().call_at, Some(at("2026-11-25T16:00:00Z")));
    assert_eq!((&story.card().windows, story.dials()), (&windows, 0));
    story.hears_of("mejor llama mañana a las 10");
    assert_eq!(story.card().call_at, Some(at("2026-11-26T09:00:00Z")));
    story.acts(Act::Yes);
    assert_eq!((story.status(), story.dials()), ("waiting", 0));
}

#[test]
fn call_now_wins_over_a_time_that_was_wished_for() {
    let mut story = Story::new();
    story.hears_of(&format!("{HAIRCUT}. Llámalos a las 5"));
    story.taps(ButtonVerb::Call);
    story.taps(ButtonVerb::CallNow);
    assert_eq!(story.dials(), 1);
    let mut story = Story::new();
    story.hears_of(&format!("{HAIRCUT}. Llámalos a las 5"));
    story.hears_of("llama ya");
    if story.dials() == 0 {
        assert_eq!(story.card().call_at, None);
        story.taps(ButtonVerb::Call);
    }
    assert_eq!(story.dials(), 1);
}

#[test]
fn a_planned_call_is_moved_and_the_earlier_time_calls_nobody() {
    let mut story = Story::new();
    story.hears_of(&format!("{HAIRCUT}. Llámalos a las 5"));
    story.taps(ButtonVerb::Call);
    story.hears_of("llámalos mañana a las 10");
    let request = story.request().id;
    story.now = at("2026-11-25T16:00:00Z");
    story.wakes(Timer::Retry { request, nth: 1 });
    assert_eq!((story.status(), story.dials()), ("waiting", 0));
    story.waits();
    assert_eq!((story.now, story.dials()), (at("2026-11-26T09:00:00Z"), 1));
}

#[test]
fn a_time_at_night_waits_for_the_morning_and_is_shown_as_what_it_is() {
    let mut story = Story::new();
    story.hears_of(&format!("{HAIRCUT}. Llámalos hoy a las 23:00"));
    let card = story.card();
    assert_eq!(card.call_wished, Some(at("2026-11-25T22:00:00Z")));
    assert_eq!(card.call_at, Some(at("2026-11-26T08:00:00Z")));
    story.taps(ButtonVerb::Call);
    story.waits();
    assert_eq!((story.now, story.dials()), (at("2026-11-26T08:00:00Z"), 1));
}

#[test]
fn a_time_that_is_over_or_beyond_the_wish_is_asked_for_again() {
    let mut story = Story::new();
    story.hears_of(&format!("{HAIRCUT}. Llámalos hoy a las 9 de la mañana"));
    assert_eq!(story.problem(), Some(CallAtProblem::Past));
    story.hears_of("hoy a las 13:00");
    assert_eq!(story.card().call_at, Some(at("2026-11-25T12:00:00Z")), "{:?}", story.last_said());
    assert_eq!(story.card().windows[0].from, at("2026-11-27T11:00:00Z"));
    story.hears_of("llámalos el lunes a las 10");
    assert_eq!(story.problem(), Some(CallAtProblem::TooLate));
    story.acts(Act::DontCare);
    assert_eq!(story.card().call_at, None, "without a time of its own it is at once");
}

#[test]
fn a_time_in_the_hour_that_the_clock_skips_is_doubtful() {
    let mut story = Story::new();
    story.now = at("2027-03-27T10:00:00Z");
    story
        .hears_of("corte de pelo el martes por la tarde, 912 345 678. Llámalos mañana a las 02:30");
    assert_eq!(story.problem(), Some(CallAtProblem::Doubtful));
}

#[test]
fn it_is_the_persons_clock_that_counts() {
    let mut story = Story::new();
    story.desk.person.zone = "America/Argentina/Buenos_Aires".to_owned();
    story.hears_of(&format!("{HAIRCUT}. Llámalos a las 11"));
    assert_eq!(story.card().call_at, Some(at("2026-11-25T14:00:00Z")));
}

#[test]
fn a_moved_call_that_cannot_be_leaves_the_plan_as_it_is() {
    let mut story = Story::new();
    story.hears_of(&format!("{HAIRCUT}. Llámalos a las 5"));
    story.taps(ButtonVerb::Call);
    story.hears_of("llámalos el lunes a las 10");
    assert_eq!(story.problem(), Some(CallAtProblem::TooLate));
    story.waits();
    assert_eq!((story.now, story.dials()), (at("2026-11-25T16:00:00Z"), 1));
}
