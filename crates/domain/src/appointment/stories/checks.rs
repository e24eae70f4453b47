//! What an automated system confirmed is checked with a person there, once, and never booked twice.

use super::*;

/// Another automated assistant has booked Friday the 27th at 16:00; it is Wednesday morning.
fn booked_by_a_machine() -> Story {
    let mut story = Story::new();
    story.wants_a_haircut();
    let when = vec!["el viernes por la tarde".to_owned()];
    story.reads(
        "mejor el viernes por la tarde",
        Proposal { when, ..Proposal::of(Act::Change, true) },
    );
    story.taps(ButtonVerb::Call);
    story.call(CallEvent::Answered);
    story.hears(Heard::Machine);
    story.claims(27, 16);
    story.confirms(27, 16);
    story.ends_with(&[
        (Speaker::Callee, "Soy el asistente virtual de Peluquería Marta."),
        (
            Speaker::Agent,
            "¿Me confirma el viernes 27 de noviembre a las 16:00, a nombre de Ana Ruiz?",
        ),
        (Speaker::Callee, "Sí, el viernes a las cuatro de la tarde queda reservado."),
    ]);
    story
}

impl Story {
    fn booking(&self) -> &Request {
        &self.desk.requests[0]
    }

    fn taps_of_the_booking(&mut self, verb: ButtonVerb) {
        let id = Button { verb, request: self.booking().id }.id();
        let content = Content::Choice { id, title: "…".to_owned() };
        self.happens(EventKind::Said(Said { sid: "SM1".to_owned(), content }));
    }

    fn is_being_checked(&mut self) {
        self.waits();
        self.call(CallEvent::Answered);
    }
}

#[test]
fn a_booking_by_a_machine_says_so_and_is_checked_on_their_next_day() {
    let story = booked_by_a_machine();
    assert_eq!(story.booking().status(), "booked");
    let view = story.last_final();
    assert!(view.by_machine);
    assert_eq!(view.check_at, Some("2026-11-26T08:00:00Z".parse().unwrap()));
    let verbs: Vec<_> = story.last_said().buttons().iter().map(|button| button.verb).collect();
    assert_eq!(verbs, [ButtonVerb::Transcript, ButtonVerb::CallOff, ButtonVerb::NoCheck]);
    assert!(!story.request().is_open(), "the check is no errand of the person's");
}

#[test]
fn a_booking_by_a_person_who_took_over_from_the_machine_needs_no_check() {
    let mut story = Story::on_the_phone();
    story.hears(Heard::Machine);
    story.hears(Heard::Person);
    story.claims(26, 16);
    story.confirms(26, 16);
    story.ends_with(&AGREED);
    let view = story.last_final();
    assert_eq!((view.by_machine, view.check_at), (false, None));
    assert_eq!(story.desk.requests.len(), 1);
}

#[test]
fn an_appointment_that_comes_before_the_check_could_is_not_checked() {
    let mut story = Story::on_the_phone();
    story.hears(Heard::Machine);
    story.claims(26, 13);
    story.tool(ToolCall::ReportOffers {
        offers: vec![Offered {
            slot: datetime(2026, 11, 26, 13, 0, 0, 0),
            held_until: None,
            price: None,
        }],
    });
    story.claims(26, 16);
    story.confirms(26, 16);
    // The next day on which they can be called is after it.
    story.policy.days = vec![jiff::civil::Weekday::Friday];
    story.ends_with(&AGREED);
    let view = story.last_final();
    assert_eq!((view.by_machine, view.check_at), (true, None));
}

#[test]
fn a_check_asks_for_that_slot_and_confirms_it_by_one_message() {
    let mut story = booked_by_a_machine();
    let said = story.said.len();
    story.is_being_checked();
    let call = story.last_call();
    assert_eq!(call.purpose, Purpose::Confirm);
    assert!(
        call.brief.first_sentence.contains("Su sistema automático reservó"),
        "{}",
        call.brief.first_sentence
    );
    assert_eq!(story.claims(27, 16), ToolDecision::Book);
    story.confirms(27, 16);
    story.ends_with(&[(
        Speaker::Callee,
        "Sí, el viernes a las cuatro está reservado a nombre de Ana Ruiz.",
    )]);
    assert_eq!(story.status(), "checked");
    assert_eq!(story.said.len(), said + 1, "{:?}", &story.said[said..]);
    assert_eq!(story.last_final().because, ClosedBecause::Checked);
    assert!(story.request().appointment.is_none(), "nothing is booked twice");
    assert!(!story.booking().by_machine);
    assert!(story.booking().appointment.as_ref().unwrap().stands(story.now));
}

#[test]
fn a_check_agrees_to_no_other_time() {
    let mut story = booked_by_a_machine();
    story.is_being_checked();
    assert_eq!(story.offers(27, 17), ToolDecision::Decline);
    assert_eq!(story.claims(27, 17), ToolDecision::Decline);
    assert_eq!(story.confirms(27, 17), ToolDecision::Decline);
    let asks = ToolCall::AskPerson { question: "¿Edad?".to_owned(), options: Vec::new() };
    assert_eq!(story.tool(asks).decision, ToolDecision::Decline);
}

#[test]
fn what_is_not_in_their_book_is_corrected_and_stands_no_longer() {
    let mut story = booked_by_a_machine();
    let said = story.said.len();
    story.is_being_checked();
    story.gives_up(GaveUp::NoAvailability);
    story.ends_with(&[(Speaker::Callee, "No, no tengo nada anotado a ese nombre.")]);
    assert_eq!((story.status(), story.said.len()), ("not_in_book", said + 1));
    assert!(!story.booking().appointment.as_ref().unwrap().stands(story.now));
    story.taps_of_the_booking(ButtonVerb::CallOff);
    assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }));
}

#[test]
fn a_check_that_finds_nothing_out_leaves_the_booking_and_calls_once() {
    for how in [Ended::Busy, Ended::NoAnswer, Ended::Failed] {
        let mut story = booked_by_a_machine();
        let said = story.said.len();
        story.waits();
        story.call(CallEvent::Ended { how });
        assert_eq!((story.status(), story.said.len()), ("not_checked", said + 1));
        assert_eq!(story.dials(), 2);
        assert!(story.booking().appointment.as_ref().unwrap().stands(story.now));
    }
    for reason in [GaveUp::Voicemail, GaveUp::CallBackLater, GaveUp::RefusesMachines, GaveUp::Other]
    {
        let mut story = booked_by_a_machine();
        story.is_being_checked();
        story.gives_up(reason);
        story.ends_with(&[(Speaker::Callee, "Ahora no puedo mirar.")]);
        assert_eq!(story.status(), "not_checked", "{reason:?}");
        assert!(story.booking().by_machine);
    }
}

#[test]
fn an_agent_that_hears_no_where_they_said_yes_takes_nothing_away() {
    let mut story = booked_by_a_machine();
    story.is_being_checked();
    story.gives_up(GaveUp::NoAvailability);
    story.ends_with(&[(Speaker::Callee, "Sí, el viernes a las cuatro queda reservado.")]);
    assert_eq!(story.status(), "not_checked");
    assert!(story.booking().appointment.as_ref().unwrap().stands(story.now));
}

#[test]
fn the_person_can_do_without_the_check() {
    let mut story = booked_by_a_machine();
    story.taps_of_the_booking(ButtonVerb::NoCheck);
    assert!(matches!(story.last_said(), Words::NoCheck { .. }));
    let request = story.request().id;
    story.later(24 * 3600);
    story.wakes(Timer::Retry { request, nth: 1 });
    assert_eq!(story.dials(), 1);
    story.taps_of_the_booking(ButtonVerb::NoCheck);
    assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }));
    assert_eq!(story.final_words(), 1);
}

#[test]
fn nothing_is_checked_that_is_called_off_nor_for_who_wants_to_hear_no_more() {
    let mut story = booked_by_a_machine();
    story.taps_of_the_booking(ButtonVerb::CallOff);
    assert_eq!(story.desk.requests[1].status(), "dropped");
    assert_eq!(story.last_call().purpose, Purpose::Cancel);

    let mut story = booked_by_a_machine();
    story.acts(Act::Stop);
    assert_eq!(story.status(), "dropped");
    assert!(matches!(story.last_said(), Words::Stopped));
}
