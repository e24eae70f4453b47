//! Calls that only ask, a few at a time.

use super::*;

#[test]
fn two_are_on_the_phone_at_once_and_each_is_only_asked() {
    let mut story = Story::asking(4, false);
    assert!(story.is_asked(0) && story.is_asked(1) && !story.is_asked(2));
    assert_eq!(story.dials(), 2);
    assert_ne!(story.asked_at(0).calls[0].call, story.asked_at(1).calls[0].call);
    assert_eq!(story.last_call().purpose, Purpose::Enquire);
    story.call_of(0, CallEvent::Answered);
    let claim = ToolCall::ClaimSlot { slot: datetime(2026, 11, 26, 16, 0, 0, 0) };
    assert_eq!(story.tool_of(0, claim).decision, ToolDecision::Decline);
    let ask =
        ToolCall::AskPerson { question: "¿Es la primera visita?".to_owned(), options: vec![] };
    assert_eq!(story.tool_of(0, ask).decision, ToolDecision::Decline);
    story.has_nothing(1);
    assert!(story.is_asked(2) && !story.is_asked(3), "the next begins when one is over");
    assert_eq!(story.desk.open_names().len(), 1, "the person has one request");
}

#[test]
fn opening_hours_hold_a_call_back_and_the_search_waits_for_them() {
    let mut story = Story::looks_for_a_dentist();
    // Wednesday, 10:00: closed until Wednesday, 12:30.
    let day = 24 * 60;
    let hours = Some(OpeningHours(vec![OpenSpan { from: 2 * day + 750, to: 2 * day + 1080 }]));
    let closed = |number: &str| {
        let mut found = found(number, 45);
        found.listing.hours.clone_from(&hours);
        found
    };
    story.brings(Some(vec![closed(NUMBERS[0]), closed(NUMBERS[1])]));
    story.writes_so("todos");
    story.taps_mine(ButtonVerb::Call);
    assert_eq!(story.dials(), 0);
    let Words::Enquiring { begins, until, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    assert_eq!(*begins, Some("2026-11-25T11:30:00Z".parse().unwrap()));
    assert_eq!(*until, "2026-11-25T12:15:00Z".parse().unwrap());
    let Stage::Waiting { until, nth, .. } = story.asked_at(0).stage else { panic!() };
    story.now = until;
    let request = story.asked_at(0).id;
    story.wakes(Timer::Retry { request, nth });
    assert_eq!(story.dials(), 1);
}

#[test]
fn a_leg_that_cannot_be_called_fails_or_says_nothing_never_hangs_the_rest() {
    let mut story = Story::asking(4, false);
    story.call_of(0, CallEvent::Refused { why: CallRefused::NumberCap });
    story.call_of(1, CallEvent::Lost);
    story.call_of(2, CallEvent::Ended { how: Ended::Canceled });
    story.offers_and_ends(3, 26, 16, None);
    assert_eq!(story.mine().status(), "choosing");
    assert_eq!(story.compared().1.len(), 3);
}

#[test]
fn who_is_busy_is_tried_again_only_while_nobody_else_has_an_offer() {
    let mut story = Story::asking(2, false);
    story.call_of(0, CallEvent::Ended { how: Ended::Busy });
    let planned = |words: &Words| matches!(words, Words::RetryPlanned { .. });
    assert!(!story.said.iter().any(planned), "the person hears what comes of it");
    story.offers_and_ends(1, 26, 16, None);
    assert_eq!(story.mine().status(), "choosing");
    assert_eq!(story.asked_at(0).status(), "not_reached");

    let mut story = Story::asking(2, false);
    story.call_of(0, CallEvent::Ended { how: Ended::Busy });
    story.has_nothing(1);
    assert_eq!(story.mine().status(), "enquiring");
    let Stage::Waiting { until, nth, .. } = story.asked_at(0).stage else { panic!() };
    story.now = until;
    let request = story.asked_at(0).id;
    story.wakes(Timer::Retry { request, nth });
    story.offers_and_ends(0, 26, 16, None);
    assert_eq!(story.mine().status(), "choosing");
}

#[test]
fn the_deadline_ends_a_search_whatever_its_calls_do() {
    let mut story = Story::asking(3, false);
    story.offers_and_ends(0, 26, 16, None);
    story.later(45 * 60);
    let request = story.mine().id;
    story.wakes(Timer::Deadline { request });
    assert_eq!(story.mine().status(), "choosing");
    let ended = story.commands.iter().filter(|it| matches!(it, Command::EndCall { .. })).count();
    assert_eq!(ended, 2);
    story.offers_and_ends_late(1, 26, 15);
    assert_eq!(story.comparisons().len(), 1, "there is one comparison");

    let mut story = Story::asking(2, false);
    story.later(45 * 60);
    let request = story.mine().id;
    story.wakes(Timer::Deadline { request });
    assert_eq!(story.mine().status(), "no_offers");
    for nth in 0..2 {
        story.hangs_up(nth);
    }
    assert_eq!(story.final_words(), 1);
}

impl Story {
    /// The line of a call that is to end still brings something.
    fn offers_and_ends_late(&mut self, nth: usize, day: i8, hour: i8) {
        let slot = datetime(2026, 11, day, hour, 0, 0, 0);
        let offers = vec![Offered { slot, held_until: None, price: None }];
        let answer = self.tool_of(nth, ToolCall::ReportOffers { offers });
        assert_eq!(answer.decision, ToolDecision::End);
        self.hangs_up(nth);
    }
}

#[test]
fn cancel_ends_every_call_of_a_search_with_one_final_word() {
    let mut story = Story::asking(3, false);
    story.taps_mine(ButtonVerb::Cancel);
    assert_eq!(story.mine().status(), "cancelled");
    let ended = story.commands.iter().filter(|it| matches!(it, Command::EndCall { .. })).count();
    assert_eq!(ended, 2);
    for nth in 0..2 {
        story.hangs_up(nth);
    }
    assert!(!story.is_asked(2));
    assert_eq!(story.final_words(), 1);
}

#[test]
fn politeness_and_status_do_not_disturb_a_search() {
    let mut story = Story::asking(2, false);
    story.acts(Act::Thanks);
    assert!(matches!(story.last_said(), Words::StillOnIt { .. }));
    story.acts(Act::Status);
    assert!(matches!(story.last_said(), Words::Status { calls: 2, next_at: Some(_), .. }));
    assert_eq!(story.dials(), 2);
    story.offers_and_ends(0, 26, 16, None);
    story.has_nothing(1);
    story.acts(Act::Unclear);
    assert!(matches!(story.last_said(), Words::Compared { reminder: true, .. }));
    assert_eq!(story.comparisons().len(), 1, "what is shown again is no second comparison");
}

#[test]
fn calls_come_of_a_search_by_any_order_of_events_in_the_same_state() {
    let turns = [(Speaker::Callee, "Clínica dental, dígame.")];
    let mut ends: Vec<&'static str> = Vec::new();
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
        let mut story = Story::asking(2, false);
        story.call_of(0, CallEvent::Answered);
        let slot = datetime(2026, 11, 26, 16, 0, 0, 0);
        let offers = vec![Offered { slot, held_until: None, price: None }];
        story.tool_of(0, ToolCall::ReportOffers { offers });
        let events =
            [CallEvent::Ended { how: Ended::Completed }, transcript(&turns), CallEvent::Answered];
        for nth in order {
            story.call_of(0, events[nth].clone());
            story.call_of(0, events[nth].clone());
        }
        story.has_nothing(1);
        assert_eq!(story.comparisons().len(), 1, "{order:?}");
        ends.push(story.mine().status());
    }
    assert!(ends.iter().all(|end| *end == "choosing"), "{ends:?}");
}

impl Story {
    fn does_not_answer(&mut self, nth: usize) {
        self.call_of(nth, CallEvent::Ended { how: Ended::NoAnswer });
    }

    /// What the last final word or comparison says of those without an offer.
    fn without_offers(&self) -> Vec<Option<ClosedBecause>> {
        let of = |views: &[AskedView]| views.iter().map(|view| view.because).collect();
        let told = self.said.iter().rev().find_map(|words| match words {
            Words::Compared { others, .. } => Some(of(others)),
            Words::Final(view) => Some(of(&view.asked)),
            _ => None,
        });
        told.expect("it was told")
    }
}

#[test]
fn while_some_are_tried_again_later_the_others_are_asked() {
    let mut story = Story::asking(5, false);
    for nth in 0..3 {
        assert!(story.is_asked(nth + 1) && !story.is_asked(nth + 2), "two at a time");
        story.does_not_answer(nth);
    }
    assert!(story.is_asked(4));
    assert_eq!(story.mine().status(), "enquiring");
}

#[test]
fn who_does_not_answer_is_not_waited_for_while_there_are_offers() {
    let mut story = Story::asking(2, false);
    story.offers_and_ends(0, 26, 16, None);
    assert_eq!(story.mine().status(), "enquiring", "the other is on the line");
    story.does_not_answer(1);
    assert_eq!(story.mine().status(), "choosing");
    assert_eq!(story.without_offers(), [Some(ClosedBecause::NotReached)]);
}

#[test]
fn those_who_were_rung_and_those_who_were_not_are_told_apart() {
    let mut story = Story::asking(3, false);
    story.does_not_answer(0);
    story.does_not_answer(1);
    story.later(3 * 3600);
    let request = story.mine().id;
    story.wakes(Timer::Deadline { request });
    let told = story.without_offers();
    assert_eq!(told[..2], [Some(ClosedBecause::NotReached); 2], "{told:?}");
    assert_ne!(told[2], Some(ClosedBecause::NotReached), "it rings");
}

#[test]
fn a_second_call_of_an_enquiry_waits_until_fewer_are_on_the_phone() {
    let mut story = Story::asking(4, false);
    story.does_not_answer(0);
    story.does_not_answer(1);
    let (request, Stage::Waiting { until, nth, .. }) =
        (story.asked_at(0).id, story.asked_at(0).stage.clone())
    else {
        panic!("it is tried again")
    };
    story.now = until;
    let dials = story.dials();
    story.wakes(Timer::Retry { request, nth });
    assert_eq!(story.dials(), dials, "two others are on the phone");
    story.does_not_answer(2);
    let Stage::Waiting { until, nth, .. } = story.asked_at(0).stage else { panic!("it waits") };
    assert!(until > story.now);
    story.now = until;
    story.wakes(Timer::Retry { request, nth });
    assert_eq!(story.dials(), dials + 1);
}
