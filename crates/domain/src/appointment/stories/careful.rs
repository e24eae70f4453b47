//! How a careful person phones: when to stop, who rings back, what is left unsaid, who is left in peace.

use super::*;

#[test]
fn stop_is_polite_first_and_at_once_when_the_person_wants_it() {
    let mut story = Story::on_the_phone();
    story.acts(Act::Cancel);
    assert!(matches!(story.last_said(), Words::Stopping { talking: true, .. }));
    assert!(story.commands.iter().any(|it| matches!(it, Command::EndCall { now: false, .. })));
    story.taps(ButtonVerb::StopNow);
    assert!(matches!(story.commands.iter().rev().nth(1), Some(Command::EndCall { now: true, .. })));
    story.call(CallEvent::Ended { how: Ended::Completed });
    story.taps(ButtonVerb::StopNow);
    assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }));
    story.call(transcript(&[(Speaker::Callee, "¿Hola?")]));
    assert_eq!((story.status(), story.final_words()), ("cancelled", 1));
}

#[test]
fn a_stop_in_the_middle_of_a_yes_does_not_claim_that_nothing_was_booked() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.acts(Act::Cancel);
    story.ends_with(&[
        (Speaker::Agent, "Perfecto, el jueves a las cuatro."),
        (Speaker::Callee, "Eh…"),
    ]);
    assert_eq!((story.status(), story.dials()), ("unconfirmed", 1));
}

#[test]
fn another_provider_is_called_instead_of_one_that_is_waited_for() {
    let mut story = Story::ringing();
    story.call(CallEvent::Ended { how: Ended::Busy });
    story.taps(ButtonVerb::Elsewhere);
    assert_eq!(story.status(), "drafting");
    let mut proposal = Proposal::of(Act::Inform, true);
    proposal.phone = Some("913 333 333".to_owned());
    story.reads("913 333 333", proposal);
    story.taps(ButtonVerb::Call);
    assert_eq!(story.last_call().to.e164(), "+34913333333");
    let request = story.request().id;
    let dials = story.dials();
    story.later(3600);
    story.wakes(Timer::Retry { request, nth: 2 });
    assert_eq!(story.dials(), dials, "the old plan is void");
}

#[test]
fn a_provider_who_rings_back_is_talked_to_about_what_is_open() {
    let mut story = Story::ringing();
    story.call(CallEvent::Ended { how: Ended::Busy });
    let (request, call) = (story.request().id, CallId(Uuid::from_u128(4242)));
    let answer = story.happens(EventKind::RangUs { request, call }).unwrap();
    assert_eq!(answer.decision, ToolDecision::Ok);
    assert!(matches!(story.last_said(), Words::TheyRang { .. }));
    assert_eq!((story.last_call().direction, story.call_id()), (Direction::Inbound, call));
    let again = story.happens(EventKind::RangUs { request, call: CallId(Uuid::from_u128(4243)) });
    assert_eq!(again.unwrap().decision, ToolDecision::End, "one talk at a time");
    story.claims(26, 16);
    story.confirms(26, 16);
    story.ends_with(&AGREED);
    assert_eq!((story.status(), story.dials(), story.final_words()), ("booked", 1, 1));
}

#[test]
fn who_rings_when_nothing_is_open_changes_nothing() {
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::Refused);
    story.ends_with(&[(Speaker::Callee, "No, gracias.")]);
    let before = story.desk.clone();
    let (request, call) = (story.request().id, CallId(Uuid::from_u128(4242)));
    let answer = story.happens(EventKind::RangUs { request, call }).unwrap();
    assert_eq!(answer.decision, ToolDecision::End);
    assert_eq!(story.desk, before);
}

#[test]
fn a_return_call_that_brings_nothing_leaves_the_earlier_offers_open() {
    let mut story = Story::on_the_phone();
    story.offers(27, 10);
    story.gives_up(GaveUp::NothingSuited);
    story.ends_with(&[(Speaker::Callee, "Solo el viernes a las diez.")]);
    let (request, call) = (story.request().id, CallId(Uuid::from_u128(4242)));
    story.happens(EventKind::RangUs { request, call });
    story.ends_with(&[(Speaker::Callee, "¿Hola? ¿Hola?")]);
    assert_eq!(story.status(), "choosing");
}

#[test]
fn offers_are_brought_to_mind_once_at_half_time_and_their_end_is_told() {
    let mut story = Story::on_the_phone();
    story.offers(27, 10);
    story.gives_up(GaveUp::NothingSuited);
    story.ends_with(&[(Speaker::Callee, "Solo el viernes a las diez.")]);
    let request = story.request().id;
    story.wakes(Timer::Reminder { request });
    assert!(matches!(story.last_said(), Words::OffersLeft { reminder: false, .. }), "too early");
    story.later(2 * 3600);
    story.wakes(Timer::Reminder { request });
    assert!(matches!(story.last_said(), Words::OffersLeft { reminder: true, .. }));
    story.later(2 * 3600);
    story.wakes(Timer::Offers { request });
    story.wakes(Timer::Reminder { request });
    assert_eq!((story.status(), story.final_words()), ("offers_expired", 1));
    assert!(matches!(story.last_said(), Words::Final(_)));
}

#[test]
fn every_reason_to_give_up_has_an_end_of_its_own() {
    for (reason, status) in [
        (GaveUp::WrongNumber, "wrong_number"),
        (GaveUp::Moved, "moved"),
        (GaveUp::Refused, "refused"),
        (GaveUp::RefusesMachines, "refuses_machines"),
        (GaveUp::NeverCallAgain, "never_call_again"),
        (GaveUp::WantsSecret, "wants_secret"),
        (GaveUp::NoCommonLanguage, "no_common_language"),
        (GaveUp::MenuUnsolved, "menu_unsolved"),
        (GaveUp::NoAvailability, "no_availability"),
        (GaveUp::NothingSuited, "nothing_suited"),
        (GaveUp::NoProgress, "no_progress"),
        (GaveUp::Other, "no_progress"),
        (GaveUp::HoldGivenUp, "waiting"),
        (GaveUp::CallBackLater, "waiting"),
        (GaveUp::WillGetBack, "waiting"),
        (GaveUp::Voicemail, "waiting"),
    ] {
        let mut story = Story::on_the_phone();
        story.gives_up(reason);
        story.ends_with(&[(Speaker::Callee, "…")]);
        assert_eq!(story.status(), status, "{reason:?}");
        assert_eq!(story.final_words(), usize::from(status != "waiting"), "{reason:?}");
    }
}

#[test]
fn a_line_that_fails_each_time_failed_and_reached_nobody_by_no_fault_of_theirs() {
    let mut story = Story::on_the_phone();
    story.call(CallEvent::Ended { how: Ended::Failed });
    story.call(CallEvent::NoTranscript);
    for _ in 0..2 {
        story.waits();
        story.call(CallEvent::Ended { how: Ended::Failed });
    }
    assert_eq!((story.status(), story.dials()), ("failed", 3));
}

#[test]
fn what_was_said_about_the_person_is_listed_from_the_calls_own_words() {
    let mut story = Story::on_the_phone();
    let ask = || ToolCall::AskPerson { question: "¿Obra social?".to_owned(), options: Vec::new() };
    story.tool(ask());
    story.acts(Act::Unclear);
    story.tool(ask());
    story.claims(26, 16);
    story.confirms(26, 16);
    let mut talk = AGREED.to_vec();
    talk.insert(1, (Speaker::Callee, "¿Es para Ana Ruiz? ¿Con OSDE 210?"));
    story.ends_with(&talk);
    assert_eq!(story.last_final().told, [Told::Name], "what they say themselves was not told");
}

#[test]
fn a_call_back_time_is_taken_from_their_own_words_in_their_own_zone() {
    for (line, at) in [
        ("Ahora no puedo, llame después de las tres.", "2026-11-25T14:00:00Z"),
        ("Llámeme mañana a las diez de la mañana.", "2026-11-26T09:00:00Z"),
        ("Ahora no, llame más tarde.", "2026-11-25T09:20:00Z"),
        ("Please call back tomorrow at ten in the morning.", "2026-11-26T09:00:00Z"),
        ("Estamos hasta las dos, llame después de las cinco y media.", "2026-11-25T16:30:00Z"),
    ] {
        let mut story = Story::on_the_phone();
        story.gives_up(GaveUp::CallBackLater);
        story.ends_with(&[
            (Speaker::Agent, "¿A qué hora mañana a las ocho?"),
            (Speaker::Callee, line),
        ]);
        let Stage::Waiting { until, why: Retry::CallBack, .. } = story.request().stage else {
            panic!("{line}: {}", story.status())
        };
        assert_eq!(until, at.parse().unwrap(), "{line}");
    }
}

#[test]
fn nobody_is_asked_for_a_card_and_no_card_is_passed_on() {
    let mut story = Story::on_the_phone();
    let ask =
        |question: &str| ToolCall::AskPerson { question: question.to_owned(), options: Vec::new() };
    story.hears(Heard::Person);
    let said = story.said.len();
    let answer = story.tool(ask("¿Me da el número de tarjeta de crédito?"));
    assert_eq!((answer.decision, story.said.len()), (ToolDecision::Decline, said));
    story.tool(ask("¿Cómo va a pagar?"));
    story.reads("con 4111 1111 1111 1111", Proposal::of(Act::Inform, true));
    assert!(matches!(story.last_said(), Words::NoSecrets { .. }));
    assert_eq!(story.tool(ask("¿Cómo va a pagar?")).decision, ToolDecision::Wait);
    story.reads("en efectivo", Proposal::of(Act::Inform, true));
    let answer = story.tool(ask("¿Cómo va a pagar?"));
    assert_eq!(answer.answer.as_deref(), Some("en efectivo"));
}

fn blocked(story: &Story) -> Vec<NeverCall> {
    let blocked = story.commands.iter().filter_map(|command| match command {
        Command::NeverCall { why, .. } => Some(*why),
        _ => None,
    });
    blocked.collect()
}

#[test]
fn who_wants_no_more_calls_gets_none_whether_the_agent_understood_it_or_not() {
    let mut story = Story::on_the_phone();
    story.ends_with(&[(Speaker::Callee, "No vuelvan a llamar nunca más a este número.")]);
    assert_eq!(story.status(), "never_call_again");
    assert!(blocked(&story).contains(&NeverCall::Asked));
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::NeverCallAgain);
    story.ends_with(&[(Speaker::Callee, "Basta ya de máquinas.")]);
    assert_eq!(blocked(&story), [NeverCall::Asked]);
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.confirms(26, 16);
    let mut talk = AGREED.to_vec();
    talk.push((Speaker::Callee, "Y por favor no nos llamen nunca más."));
    story.ends_with(&talk);
    assert_eq!((story.status(), blocked(&story)), ("booked", vec![NeverCall::Asked]));
}

#[test]
fn a_private_home_is_left_in_peace_and_a_busy_desk_is_not_blocked() {
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::WrongNumber);
    story.ends_with(&[(Speaker::Callee, "Esto es una casa particular.")]);
    assert_eq!(blocked(&story), [NeverCall::WrongNumber]);
    for line in ["Ahora no puedo, llame mañana.", "Por la mañana no llame, por favor.", "…"] {
        let mut story = Story::on_the_phone();
        story.gives_up(GaveUp::CallBackLater);
        story.ends_with(&[(Speaker::Callee, line)]);
        assert_eq!(blocked(&story), [], "{line}");
    }
}
