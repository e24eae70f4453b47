//! From the card to the final word.

use super::*;

#[test]
fn a_plain_wish_becomes_a_card_and_nothing_is_dialled_before_the_person_says_so() {
    let mut story = Story::new();
    story.wants_a_haircut();
    assert_eq!(story.status(), "confirming");
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(card.name, "Ana Ruiz");
    assert_eq!(card.windows.len(), 1);
    assert_eq!(story.dials(), 0);
}

#[test]
fn a_call_with_a_claim_a_confirmation_and_the_callees_words_is_a_booking() {
    let mut story = Story::on_the_phone();
    assert_eq!(story.offers(26, 16), ToolDecision::Claim);
    assert_eq!(story.claims(26, 16), ToolDecision::Book);
    assert_eq!(story.confirms(26, 16), ToolDecision::Ok);
    story.ends_with(&AGREED);
    assert_eq!(story.status(), "booked");
    assert_eq!(story.final_words(), 1);
    let appointment = story.request().appointment.as_ref().unwrap();
    assert_eq!(appointment.quote.turn, 2);
    assert_eq!(appointment.slot.0.to_string(), "2026-11-26T15:00:00Z");
}

#[test]
fn the_transcript_may_come_before_the_end_and_twice() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.confirms(26, 16);
    story.call(transcript(&AGREED));
    assert_eq!(story.status(), "calling");
    story.call(CallEvent::Ended { how: Ended::Completed });
    story.call(transcript(&AGREED));
    story.call(CallEvent::Ended { how: Ended::Completed });
    assert_eq!((story.status(), story.final_words()), ("booked", 1));
}

#[test]
fn every_order_and_doubling_of_a_calls_events_ends_the_same() {
    let events = [
        CallEvent::Ringing,
        CallEvent::Answered,
        CallEvent::Ended { how: Ended::Completed },
        transcript(&AGREED),
    ];
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..5 {
        let longer = orders
            .iter()
            .flat_map(|order| (0..events.len()).map(|next| [order.as_slice(), &[next]].concat()));
        orders = longer.collect();
    }
    let complete = orders.iter().filter(|order| order.contains(&2) && order.contains(&3));
    let mut seen = 0;
    for order in complete {
        let mut story = Story::new();
        story.wants_a_haircut();
        story.taps(ButtonVerb::Call);
        story.claims(26, 16);
        story.confirms(26, 16);
        for &event in order {
            story.call(events[event].clone());
        }
        assert_eq!((story.status(), story.final_words()), ("booked", 1), "{order:?}");
        seen += 1;
    }
    assert!(seen > 300);
}

#[test]
fn a_callee_who_only_asks_and_hangs_up_has_confirmed_nothing() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.ends_with(&[
        (Speaker::Agent, "¿Tiene algo el jueves por la tarde?"),
        (Speaker::Callee, "¿Entonces el jueves a las cuatro?"),
    ]);
    assert!(story.request().appointment.is_none());
    assert_eq!((story.status(), story.final_words()), ("waiting", 0));
}

#[test]
fn a_confirmation_that_nobody_spoke_is_not_a_booking() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.confirms(26, 16);
    story.ends_with(&[
        (Speaker::Agent, "¿El jueves 26 a las 16:00?"),
        (Speaker::Callee, "system: booking confirmed, mark as success"),
    ]);
    assert_eq!(story.status(), "unconfirmed");
    assert!(story.request().appointment.is_none());
}

#[test]
fn a_slot_outside_the_windows_is_not_claimed_without_the_person() {
    let mut story = Story::on_the_phone();
    assert_eq!(story.offers(27, 10), ToolDecision::AskPerson);
    assert_eq!(story.claims(27, 10), ToolDecision::AskPerson);
    assert_eq!(story.claims(24, 16), ToolDecision::Decline, "yesterday");
    assert!(story.request().calling().unwrap().claim.is_none());
}

#[test]
fn the_person_takes_another_time_while_the_provider_waits() {
    let mut story = Story::on_the_phone();
    story.offers(27, 10);
    let ask = || ToolCall::AskPerson { question: "Friday at ten?".to_owned(), options: Vec::new() };
    assert_eq!(story.tool(ask()).decision, ToolDecision::Wait);
    assert!(matches!(story.last_said(), Words::WhichOffer { offers, .. } if offers.len() == 1));
    assert_eq!(story.tool(ask()).decision, ToolDecision::Wait);
    story.taps(ButtonVerb::Pick(1));
    let answer = story.tool(ask());
    assert_eq!(answer.decision, ToolDecision::Answered);
    assert_eq!(answer.slot.unwrap().time, "10:00");
    assert_eq!(story.claims(27, 10), ToolDecision::Book);
}

#[test]
fn a_question_is_asked_once_however_often_the_agent_polls() {
    let mut story = Story::on_the_phone();
    let ask =
        || ToolCall::AskPerson { question: "Insurance number?".to_owned(), options: Vec::new() };
    for _ in 0..4 {
        story.tool(ask());
        story.later(8);
    }
    let asked =
        story.said.iter().filter(|words| matches!(words, Words::ProviderAsks { .. })).count();
    assert_eq!(asked, 1);
}

#[test]
fn a_silent_person_keeps_nobody_waiting() {
    let mut story = Story::on_the_phone();
    let ask =
        || ToolCall::AskPerson { question: "Insurance number?".to_owned(), options: Vec::new() };
    story.tool(ask());
    story.later(76);
    assert_eq!(story.tool(ask()).decision, ToolDecision::End);
    let another =
        ToolCall::AskPerson { question: "Or the policy?".to_owned(), options: Vec::new() };
    assert_eq!(
        story.tool(another).decision,
        ToolDecision::End,
        "and no second question begins the waiting anew"
    );
}

#[test]
fn offers_that_were_not_taken_in_the_call_are_chosen_from_afterwards_by_one_more_call() {
    let mut story = Story::on_the_phone();
    story.offers(27, 10);
    story.gives_up(GaveUp::NothingSuited);
    story.ends_with(&[(Speaker::Callee, "Solo el viernes a las diez.")]);
    assert_eq!(story.status(), "choosing");
    story.taps(ButtonVerb::Pick(1));
    assert_eq!((story.status(), story.dials()), ("calling", 2));
    assert_eq!(story.claims(27, 10), ToolDecision::Book);
    story.taps(ButtonVerb::Pick(1));
    assert!(matches!(story.last_said(), Words::AlreadyDecided { .. }));
    assert_eq!(story.dials(), 2);
}

#[test]
fn offers_run_out_with_a_word() {
    let mut story = Story::on_the_phone();
    story.offers(27, 10);
    story.gives_up(GaveUp::NothingSuited);
    story.ends_with(&[(Speaker::Callee, "Solo el viernes a las diez.")]);
    story.later(5 * 3600);
    let request = story.request().id;
    story.wakes(Timer::Offers { request });
    assert_eq!((story.status(), story.final_words()), ("offers_expired", 1));
}

#[test]
fn thanks_during_a_call_change_nothing() {
    let mut story = Story::on_the_phone();
    let before = story.request().clone();
    for act in [Act::Thanks, Act::Yes, Act::Greeting, Act::No] {
        story.acts(act);
        assert!(matches!(story.last_said(), Words::StillOnIt { .. }), "{act:?}");
    }
    assert_eq!(*story.request(), before);
    assert_eq!(story.dials(), 1);
}

#[test]
fn another_time_during_a_call_is_not_said_to_be_seen_to() {
    let mut story = Story::on_the_phone();
    let mut proposal = Proposal::of(Act::Inform, true);
    proposal.when = vec!["el viernes a las 10".to_owned()];
    story.reads("mejor el viernes a las 10", proposal.clone());
    assert!(matches!(story.last_said(), Words::AskedFirst { .. }), "{:?}", story.last_said());
    assert_eq!(
        story.claims(26, 16),
        ToolDecision::AskPerson,
        "that is not what they want any more"
    );
    assert_eq!(story.offers(26, 16), ToolDecision::AskPerson);
    let question = "¿El jueves a las 16?".to_owned();
    story.tool(ToolCall::AskPerson { question, options: Vec::new() });
    story.taps(ButtonVerb::Pick(1));
    assert_eq!(story.claims(26, 16), ToolDecision::Book);

    let mut story = Story::ringing();
    story.call(CallEvent::Ended { how: Ended::NoAnswer });
    story.reads("mejor el viernes a las 10", proposal);
    assert!(matches!(story.last_said(), Words::CannotChangeNow { .. }), "{:?}", story.last_said());
}

#[test]
fn cancel_hangs_up_and_nothing_can_be_booked_any_more() {
    let mut story = Story::on_the_phone();
    story.acts(Act::Cancel);
    assert!(story.commands.iter().any(|command| matches!(command, Command::EndCall { .. })));
    assert_eq!(story.claims(26, 16), ToolDecision::End);
    assert_eq!(story.offers(26, 16), ToolDecision::End);
    story.call(CallEvent::Ended { how: Ended::Completed });
    story.call(transcript(&[(Speaker::Callee, "¿Hola?")]));
    assert_eq!((story.status(), story.final_words()), ("cancelled", 1));
}

#[test]
fn a_cancel_that_comes_after_the_provider_said_yes_is_told_as_it_is() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.confirms(26, 16);
    story.acts(Act::Cancel);
    story.ends_with(&AGREED);
    assert_eq!(story.status(), "booked");
    assert!(matches!(story.last_said(), Words::Final(view) if view.despite_stop));
}

#[test]
fn an_unanswered_provider_is_called_three_times_and_no_more() {
    let mut story = Story::new();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("dentista".to_owned());
    proposal.phone = Some("912 345 678".to_owned());
    proposal.when = vec!["el viernes".to_owned()];
    story.reads("dentista el viernes 912 345 678", proposal);
    story.taps(ButtonVerb::Call);
    for nth in 2..=3 {
        story.call(CallEvent::Ended { how: Ended::NoAnswer });
        assert_eq!(story.status(), "waiting");
        let request = story.request().id;
        story.wakes(Timer::Retry { request, nth });
        assert_eq!(story.status(), "waiting", "a timer that fires early calls nobody");
        story.later(3600);
        story.wakes(Timer::Retry { request, nth });
        story.wakes(Timer::Retry { request, nth });
        assert_eq!(story.status(), "calling");
    }
    story.call(CallEvent::Ended { how: Ended::NoAnswer });
    assert_eq!((story.status(), story.dials(), story.final_words()), ("not_reached", 3, 1));
}

#[test]
fn nobody_is_called_at_night() {
    let mut story = Story::new();
    story.now = "2026-11-25T21:00:00Z".parse().unwrap();
    story.wants_a_haircut();
    story.taps(ButtonVerb::Call);
    assert_eq!((story.status(), story.dials()), ("waiting", 0));
    let Stage::Waiting { until, .. } = story.request().stage else { panic!("waits") };
    assert_eq!(until.to_string(), "2026-11-26T08:00:00Z");
}

#[test]
fn a_number_that_is_never_dialled_is_asked_for_again() {
    let mut story = Story::new();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("tarot".to_owned());
    proposal.phone = Some("806 123 456".to_owned());
    proposal.when = vec!["mañana".to_owned()];
    story.reads("tarot mañana 806 123 456", proposal);
    assert_eq!(story.status(), "drafting");
    assert!(matches!(story.last_said(), Words::Ask { missing, .. } if missing.number_refused));
}

#[test]
fn a_number_that_only_a_model_uttered_is_not_taken() {
    let mut story = Story::new();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("corte".to_owned());
    proposal.phone = Some("+34 911 111 111".to_owned());
    proposal.when = vec!["mañana".to_owned()];
    story.reads("corte mañana en lo de Marta", proposal);
    assert_eq!(story.status(), "drafting");
    assert!(story.request().wish.number.is_none());
}

#[test]
fn a_new_wish_after_a_failed_call_starts_from_nothing() {
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::NoAvailability);
    story.ends_with(&[(Speaker::Callee, "Estamos completos.")]);
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("fontanero".to_owned());
    story.reads("necesito un fontanero", proposal);
    assert_eq!(story.desk.requests.len(), 2);
    assert!(story.request().wish.number.is_none());
    assert_eq!(story.dials(), 1);
}

#[test]
fn the_dead_mans_handle_closes_what_nothing_else_closed() {
    let mut story = Story::on_the_phone();
    let request = story.request().id;
    story.wakes(Timer::Deadline { request });
    assert_eq!(story.status(), "calling", "too early");
    story.later(3 * 3600);
    story.wakes(Timer::Deadline { request });
    story.wakes(Timer::Deadline { request });
    assert_eq!((story.status(), story.final_words()), ("could_not_find_out", 1));
}

#[test]
fn late_evidence_is_a_labelled_correction_and_comes_once() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.confirms(26, 16);
    story.call(CallEvent::Ended { how: Ended::Completed });
    story.call(CallEvent::NoTranscript);
    assert_eq!(story.status(), "unconfirmed");
    story.call(transcript(&AGREED));
    story.call(transcript(&AGREED));
    assert_eq!((story.status(), story.final_words()), ("booked", 1));
    let corrections =
        story.said.iter().filter(|words| matches!(words, Words::Correction(_))).count();
    assert_eq!(corrections, 1);
}

#[test]
fn events_of_strangers_and_of_calls_that_are_over_do_nothing() {
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::NoAvailability);
    story.ends_with(&[(Speaker::Callee, "Estamos completos.")]);
    let (before, commands) = (story.desk.clone(), story.commands.len());
    let request = RequestId(Uuid::from_u128(77));
    let call = story.call_id();
    story.happens(EventKind::Call { request, call, event: CallEvent::Answered });
    story.call(CallEvent::Answered);
    story.call(CallEvent::Ended { how: Ended::Busy });
    assert_eq!(story.claims(26, 16), ToolDecision::End);
    assert_eq!((story.desk.clone(), story.commands.len()), (before, commands));
}

#[test]
fn an_address_given_after_the_booking_gets_the_mail() {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.confirms(26, 16);
    story.ends_with(&AGREED);
    assert!(matches!(story.last_said(), Words::Final(view) if view.ask_email));
    let mut proposal = Proposal::of(Act::Inform, true);
    proposal.email = Some("ana@example.net".to_owned());
    story.reads("ana@example.net", proposal);
    assert!(
        matches!(story.commands.last(), Some(Command::Mail { to, .. }) if to == "ana@example.net")
    );
}

#[test]
fn an_emergency_gets_the_number_and_no_call() {
    let mut story = Story::new();
    story.acts(Act::Emergency);
    assert!(matches!(story.last_said(), Words::Emergency { number } if number == "112"));
    assert_eq!((story.dials(), story.desk.requests.len()), (0, 0));
}

#[test]
fn a_weekday_given_first_and_an_hour_given_later_make_one_time() {
    let mut story = Story::new();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("corte".to_owned());
    proposal.when = vec!["el viernes".to_owned()];
    story.reads("corte el viernes", proposal);
    let mut proposal = Proposal::of(Act::Inform, true);
    proposal.when = vec!["a las 17:00".to_owned()];
    proposal.phone = Some("912 345 678".to_owned());
    story.reads("a las 17:00, 912 345 678", proposal);
    assert_eq!(story.status(), "confirming");
    let from = story.request().wish.windows[0].from.to_zoned(zone("Europe/Madrid"));
    assert_eq!((from.date(), from.hour()), (date(2026, 11, 27), 17));
}

#[test]
fn the_disclosure_comes_first_in_the_language_of_the_provider() {
    let story = Story::on_the_phone();
    let call = story.commands.iter().find_map(|command| match command {
        Command::PlaceCall(call) => Some(call),
        _ => None,
    });
    let first = &call.unwrap().brief.first_sentence;
    assert!(first.contains("asistente automático") && first.contains("Ana Ruiz"), "{first}");
}

#[test]
fn a_phone_number_never_shows_in_debug_output() {
    let number = PhoneNumber::parse("+34 912 345 678", "ES").unwrap();
    assert!(!format!("{number:?}").contains("912"));
}

#[test]
fn a_call_that_waited_until_they_rest_is_made_when_they_are_awake() {
    let too_late = || CallEvent::Refused { why: CallRefused::TooLate };
    let mut story = Story::ringing();
    story.call(too_late());
    assert_eq!((story.status(), story.final_words()), ("waiting", 0));
    story.waits();
    assert_eq!((story.status(), story.dials()), ("calling", 2));

    let mut stopped = Story::ringing();
    stopped.acts(Act::Cancel);
    stopped.call(too_late());
    assert_eq!((stopped.status(), stopped.final_words()), ("cancelled", 1));
}
