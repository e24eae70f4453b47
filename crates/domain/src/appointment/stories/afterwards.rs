//! What comes after a booking: "I can't come", reminders, and the call that the provider wants before it.

use super::*;

/// The wake-ups for reminders, with their times.
fn reminders(story: &Story) -> Vec<String> {
    let wakes = story.commands.iter().filter_map(|command| match command {
        Command::Wake { at, timer: Timer::Appointment { .. } } => Some(at.to_string()),
        _ => None,
    });
    wakes.collect()
}

fn wakes_for_the_appointment(story: &mut Story, at: &str) -> bool {
    story.now = at.parse().unwrap();
    let (said, request) = (story.said.len(), story.desk.requests[0].id);
    story.wakes(Timer::Appointment { request });
    story.said.len() > said
}

#[test]
fn who_cannot_come_is_asked_what_to_do() {
    for text in ["no puedo ir", "I can't come tomorrow", "não vou conseguir ir"] {
        let mut story = booked();
        story.writes(text);
        assert!(matches!(story.last_said(), Words::CannotCome { .. }), "{text}");
        assert_eq!(story.dials(), 1, "nothing is done unasked");
        story.acts(Act::Cancel);
        assert_eq!(story.last_call().purpose, Purpose::Cancel, "{text}");
    }
    let mut story = booked();
    story.writes("no puedo ir");
    let mut proposal = Proposal::of(Act::Inform, false);
    proposal.when = vec!["el viernes".to_owned()];
    story.reads("mejor el viernes", proposal);
    assert!(matches!(story.last_said(), Words::Card(card) if card.moves.is_some()));
    let mut story = booked();
    story.writes("no puedo ir");
    story.acts(Act::No);
    assert!(matches!(story.last_said(), Words::Kept { .. }));
    let mut story = booked();
    story.writes("no puedo ir");
    story.taps(ButtonVerb::Keep);
    assert!(matches!(story.last_said(), Words::Kept { .. }));
    story.acts(Act::Cancel);
    assert!(matches!(story.last_said(), Words::CallOffBooked { .. }), "a tap has answered it");
}

#[test]
fn what_stands_is_called_off_by_a_word_for_it_and_kept_by_never_mind() {
    let kept = ["dejalo como está", "olvídalo", "deixa pra lá, eu vou", "never mind", "keep it"];
    let asks: [&dyn Fn(&mut Story); 2] =
        [&|story| story.says_all("no puedo ir"), &|story| story.acts(Act::Cancel)];
    for asks in asks {
        for text in kept {
            let mut story = booked();
            asks(&mut story);
            story.says_all(text);
            assert!(
                matches!(story.last_said(), Words::Kept { .. }),
                "{text}: {:?}",
                story.last_said()
            );
            assert_eq!(story.dials(), 1, "{text}");
        }
        for text in ["sí, anúlala", "cancélalo", "no, dejalo, mejor cancelá", "cancela"] {
            let mut story = booked();
            asks(&mut story);
            story.says_all(text);
            assert_eq!((story.dials(), story.last_call().purpose), (2, Purpose::Cancel), "{text}");
        }
    }
    let mut story = booked();
    story.says_all("no puedo ir");
    story.says_all("dejalo para el viernes");
    assert!(matches!(story.last_said(), Words::Card(card) if card.moves.is_some()));
}

#[test]
fn who_cannot_come_shortly_before_it_is_still_called_for() {
    let mut story = booked();
    story.now = "2026-11-26T14:40:00Z".parse().unwrap();
    story.writes("no llego, no puedo ir");
    story.taps(ButtonVerb::CallOff);
    assert_eq!(story.last_call().purpose, Purpose::Cancel);
    let mut story = booked();
    story.policy.hours.0 = jiff::civil::time(17, 0, 0, 0);
    story.now = "2026-11-26T14:40:00Z".parse().unwrap();
    story.writes("no puedo ir");
    story.taps(ButtonVerb::CallOff);
    assert_eq!((story.status(), story.dials()), ("begins_before", 1), "they open too late");
}

#[test]
fn who_cannot_come_to_what_has_begun_hears_that() {
    let mut story = booked();
    story.now = "2026-11-26T15:20:00Z".parse().unwrap();
    story.writes("no puedo ir");
    assert!(matches!(story.last_said(), Words::AlreadyOver { .. }));
    story.now = "2026-11-28T15:20:00Z".parse().unwrap();
    story.writes("no puedo ir");
    assert!(!matches!(story.last_said(), Words::AlreadyOver { .. }), "that was long ago");
    let mut story = Story::new();
    story.writes("no puedo ir");
    assert!(!matches!(story.last_said(), Words::CannotCome { .. }), "to what?");
}

#[test]
fn what_answers_a_question_is_no_late_refusal() {
    let mut story = booked();
    story.wants_a_haircut();
    story.writes("el lunes no puedo ir");
    assert!(!matches!(story.last_said(), Words::CannotCome { .. }));
}

#[test]
fn reminders_come_the_day_before_and_some_hours_before() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.confirms(26, 16);
    // The day before lies five hours ahead; three hours before, the day after.
    story.ends_with(&AGREED);
    assert_eq!(reminders(&story), ["2026-11-25T15:00:00Z", "2026-11-26T12:00:00Z"]);
    assert!(wakes_for_the_appointment(&mut story, "2026-11-26T12:00:00Z"));
    let Words::Reminder { at, .. } = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(at.to_string(), "2026-11-26T15:00:00Z");
}

#[test]
fn reminders_that_are_overdue_together_are_one() {
    let mut story = booked();
    assert_eq!(reminders(&story), ["2026-11-25T15:00:00Z", "2026-11-26T12:00:00Z"]);
    let mut late = Story { desk: story.desk.clone(), ..Story::new() };
    assert!(wakes_for_the_appointment(&mut late, "2026-11-26T13:00:00Z"));
    assert!(!wakes_for_the_appointment(&mut late, "2026-11-26T13:00:00Z"));
    assert!(wakes_for_the_appointment(&mut story, "2026-11-25T15:00:00Z"));
    assert!(wakes_for_the_appointment(&mut story, "2026-11-26T12:00:00Z"));
}

#[test]
fn nothing_reminds_of_what_is_nearer_and_nothing_rings_at_night() {
    let mut story = Story::on_the_phone();
    story.policy.remind_before_s = vec![7 * 24 * 3600, 9 * 3600, 17 * 3600];
    story.claims(26, 16);
    story.confirms(26, 16);
    story.ends_with(&AGREED);
    // Nine hours before is seven in the morning, seventeen is eleven at night: both are the evening before, once.
    assert_eq!(reminders(&story), ["2026-11-25T20:00:00Z"]);
    assert!(!wakes_for_the_appointment(&mut story, "2026-11-26T05:00:00Z"), "six in the morning");
}

#[test]
fn what_was_moved_or_called_off_or_has_begun_reminds_of_nothing() {
    let mut story = booked();
    if let Some(appointment) = &mut story.desk.requests[0].appointment {
        appointment.called_off_at = Some(story.now);
    }
    assert!(!wakes_for_the_appointment(&mut story, "2026-11-26T12:00:00Z"));
    let mut story = booked();
    let mut new = story.desk.requests[0].clone();
    new.id = RequestId(Uuid::from_u128(78));
    if let Some(appointment) = &mut story.desk.requests[0].appointment {
        appointment.moved_to = Some(new.id);
    }
    story.desk.requests.push(new);
    assert!(!wakes_for_the_appointment(&mut story, "2026-11-26T12:00:00Z"));
    let mut story = booked();
    assert!(!wakes_for_the_appointment(&mut story, "2026-11-26T15:00:00Z"), "it begins");
    story.desk.requests.clear();
    story.wakes(Timer::Appointment { request: RequestId(Uuid::from_u128(9)) });
}

#[test]
fn no_reminders_ends_them_until_they_are_wanted_again() {
    let mut story = booked();
    story.writes("sin recordatorios");
    assert!(matches!(story.last_said(), Words::RemindersSet { on: false }));
    assert!(!wakes_for_the_appointment(&mut story, "2026-11-26T11:00:00Z"));
    story.writes("quiero recordatorios");
    assert!(wakes_for_the_appointment(&mut story, "2026-11-26T12:00:00Z"));
    story.acts(Act::Stop);
    assert!(!wakes_for_the_appointment(&mut story, "2026-11-26T12:30:00Z"), "left alone");
}

/// Friday at four, and the desk wants to be called the day before.
fn booked_with_a_call_before() -> Story {
    let mut story = Story::new();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("corte de pelo".to_owned());
    proposal.provider = Some("Marta".to_owned());
    proposal.phone = Some("912 345 678".to_owned());
    proposal.when = vec!["el viernes por la tarde".to_owned()];
    story.reads("corte de pelo el viernes por la tarde, 912 345 678", proposal);
    story.taps(ButtonVerb::Call);
    story.call(CallEvent::Answered);
    story.claims(27, 16);
    story.confirms(27, 16);
    story.ends_with(&[
        (Speaker::Agent, "¿Me confirma el viernes 27 a las 16:00, a nombre de Ana Ruiz?"),
        (Speaker::Callee, "Sí, el viernes a las cuatro de la tarde queda reservado. Llámenos un día antes para confirmar."),
    ]);
    assert_eq!(story.status(), "booked");
    story
}

/// That call is being made.
fn reconfirming() -> Story {
    let mut story = booked_with_a_call_before();
    let Some(CallBefore::At(at)) = story.last_final().call_before else { panic!("it is planned") };
    assert_eq!(at.to_string(), "2026-11-26T15:00:00Z");
    story.now = at;
    let request = story.desk.requests[0].id;
    story.wakes(Timer::Reconfirm { request });
    assert_eq!(story.last_call().purpose, Purpose::Confirm);
    story.call(CallEvent::Answered);
    story
}

#[test]
fn a_call_before_is_noticed_planned_made_and_told_in_one_message() {
    let mut story = booked_with_a_call_before();
    let said = story.said.len();
    let Some(CallBefore::At(at)) = story.last_final().call_before else { panic!("it is planned") };
    story.now = at;
    let request = story.desk.requests[0].id;
    story.wakes(Timer::Reconfirm { request });
    assert!(story.last_call().brief.first_sentence.contains("para confirmar, como pidieron"));
    story.call(CallEvent::Answered);
    assert_eq!(story.claims(27, 16), ToolDecision::Book);
    assert_eq!(story.confirms(27, 16), ToolDecision::Ok);
    story.ends_with(&[
        (Speaker::Agent, "¿Sigue en pie el viernes 27 a las 16:00?"),
        (Speaker::Callee, "Sí, el viernes a las cuatro de la tarde está confirmado."),
    ]);
    assert_eq!((story.status(), story.said.len()), ("reconfirmed", said + 1));
    let standing = story.desk.requests.iter().filter(|it| it.is_booked()).count();
    assert_eq!(standing, 1, "it is no second appointment");
}

#[test]
fn a_call_before_that_brings_no_proof_says_so() {
    let mut story = reconfirming();
    story.gives_up(GaveUp::NotFound);
    story.ends_with(&[(Speaker::Callee, "No tengo nada anotado a ese nombre.")]);
    assert_eq!(story.status(), "not_in_their_book");
    let mut story = reconfirming();
    story.ends_with(&[(Speaker::Callee, "Ya le avisará alguien.")]);
    assert_ne!(story.status(), "reconfirmed");
    let mut story = reconfirming();
    assert_eq!(story.offers(28, 10), ToolDecision::Decline, "it only confirms");
    assert_eq!(story.claims(28, 10), ToolDecision::AskPerson);
}

#[test]
fn a_call_before_what_was_called_off_or_is_being_moved_is_not_made() {
    let mut story = booked_with_a_call_before();
    let request = story.desk.requests[0].id;
    if let Some(appointment) = &mut story.desk.requests[0].appointment {
        appointment.called_off_at = Some(story.now);
    }
    story.now = "2026-11-26T15:00:00Z".parse().unwrap();
    story.wakes(Timer::Reconfirm { request });
    assert_eq!(story.dials(), 1);
    let mut story = booked_with_a_call_before();
    story.taps(ButtonVerb::Move);
    story.now = "2026-11-26T15:00:00Z".parse().unwrap();
    story.wakes(Timer::Reconfirm { request });
    assert_eq!(story.dials(), 1);
}

#[test]
fn what_was_called_for_too_late_is_the_persons_to_do() {
    let mut story = Story::on_the_phone();
    story.now = "2026-11-26T14:00:00Z".parse().unwrap();
    story.claims(26, 17);
    let details =
        Confirmation { call_before: Some("Llame antes.".to_owned()), ..Default::default() };
    let slot = datetime(2026, 11, 26, 17, 0, 0, 0);
    story.tool(ToolCall::ConfirmBooking { slot, details });
    story.ends_with(&[
        (Speaker::Agent, "¿Me confirma el jueves 26 a las 17:00?"),
        (Speaker::Callee, "Sí, el jueves a las cinco de la tarde queda reservado."),
    ]);
    assert_eq!(story.last_final().call_before, Some(CallBefore::Yourself));
}
