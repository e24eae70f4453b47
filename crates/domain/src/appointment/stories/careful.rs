//! How a careful person phones: who is on the line, what is cut off, who calls back, when to stop.

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

#[test]
fn a_voicemail_gets_one_message_a_request_and_the_person_is_told() {
    let mut story = Story::on_the_phone();
    let answer = story.hears(Heard::Voicemail);
    assert_eq!(answer.decision, ToolDecision::LeaveMessage);
    let text = answer.answer.unwrap();
    assert!(text.contains("Ana Ruiz") && text.contains("asistente automático"), "{text}");
    story.gives_up(GaveUp::Voicemail);
    story.ends_with(&[(Speaker::Callee, "Deje su mensaje después de la señal.")]);
    assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::VoicemailLeft, .. }));
    story.waits();
    let again = story.hears(Heard::Voicemail);
    assert_eq!((again.decision, again.answer), (ToolDecision::End, None));
    story.gives_up(GaveUp::Voicemail);
    story.ends_with(&[(Speaker::Callee, "Deje su mensaje después de la señal.")]);
    assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::Voicemail, .. }));
}

#[test]
fn a_house_that_leaves_no_messages_leaves_none_and_a_full_mailbox_takes_none() {
    let mut story = Story::on_the_phone();
    story.policy.voicemail = Voicemail::HangUp;
    assert_eq!(story.hears(Heard::Voicemail).decision, ToolDecision::End);
    story.policy.voicemail = Voicemail::LeaveMessage;
    assert_eq!(story.hears(Heard::FullMailbox).decision, ToolDecision::End);
    story.ends_with(&[]);
    assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::Voicemail, .. }));
}

#[test]
fn the_carriers_hint_counts_only_when_nobody_spoke() {
    let mut story = Story::on_the_phone();
    story.call(CallEvent::MachineHeard);
    story.ends_with(&[(Speaker::Agent, "Hola, soy un asistente automático.")]);
    assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::Voicemail, .. }));
    let mut story = Story::on_the_phone();
    story.call(CallEvent::MachineHeard);
    story.claims(26, 16);
    story.confirms(26, 16);
    story.ends_with(&AGREED);
    assert_eq!(story.status(), "booked");
}

#[test]
fn a_menu_gets_a_key_then_slower_ones_then_words_then_the_operator_and_then_it_is_given_up() {
    let mut story = Story::on_the_phone();
    let decisions = [false, true, true, true, true, true].map(|failed| story.menu(failed));
    assert_eq!(
        decisions,
        [
            ToolDecision::Press,
            ToolDecision::Press,
            ToolDecision::PressSlowly,
            ToolDecision::Speak,
            ToolDecision::Operator,
            ToolDecision::End
        ]
    );
    story.ends_with(&[(Speaker::Callee, "Para turnos, pulse uno.")]);
    assert_eq!(story.status(), "menu_unsolved");
    assert_eq!(story.last_final().note.as_deref(), Some("¿Número de póliza?"));
}

#[test]
fn menus_within_menus_are_followed_but_not_for_ever() {
    let mut story = Story::on_the_phone();
    let given_up = (0..20).position(|_| story.menu(false) == ToolDecision::End);
    assert_eq!(given_up, Some(8));
}

#[test]
fn hold_has_a_budget_that_the_person_may_extend_once() {
    let mut story = Story::on_the_phone();
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::Wait);
    assert!(matches!(story.last_said(), Words::OnHold { longer: true, .. }));
    let told = story.said.len();
    story.later(240);
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::Wait);
    assert_eq!(story.said.len(), told, "told once");
    story.taps(ButtonVerb::WaitLonger);
    assert!(matches!(story.last_said(), Words::OnHold { longer: false, .. }));
    story.later(240);
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::Wait);
    story.later(600);
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::End);
    story.gives_up(GaveUp::HoldGivenUp);
    story.ends_with(&[(Speaker::Callee, "Todos nuestros operadores están ocupados.")]);
    assert!(matches!(story.last_said(), Words::RetryPlanned { why: Retry::Hold, .. }));
}

#[test]
fn holds_of_one_call_add_up_and_talk_between_them_does_not() {
    let mut story = Story::on_the_phone();
    story.hears(Heard::Hold);
    story.later(200);
    assert_eq!(story.hears(Heard::Person).decision, ToolDecision::Ok);
    story.later(300);
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::Wait);
    story.later(101);
    assert_eq!(story.hears(Heard::Hold).decision, ToolDecision::End);
}

#[test]
fn another_bot_is_talked_to_plainly_and_left_when_it_turns_in_circles() {
    let mut story = Story::on_the_phone();
    assert_eq!(story.hears(Heard::Machine).decision, ToolDecision::Ok);
    story.later(179);
    assert_eq!(story.hears(Heard::Machine).decision, ToolDecision::Ok);
    assert_eq!(story.hears(Heard::Screening).decision, ToolDecision::Introduce);
    story.later(1);
    assert_eq!(story.hears(Heard::Machine).decision, ToolDecision::End);
    assert_eq!(story.hears(Heard::Person).decision, ToolDecision::Ok, "people are talked to");
    story.gives_up(GaveUp::NoProgress);
    story.ends_with(&[(Speaker::Callee, "Es un placer tenerle en línea.")]);
    assert_eq!(story.status(), "no_progress");
}

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

/// The person has set a highest price.
fn capped(story: &mut Story) {
    let request = story.desk.requests.last_mut().unwrap();
    request.wish.price_max = Some("máximo 30 euros".to_owned());
}

fn named(story: &mut Story, price: Option<&str>) -> ToolDecision {
    let slot = datetime(2026, 11, 26, 16, 0, 0, 0);
    let price = price.map(str::to_owned);
    story
        .tool(ToolCall::ReportOffers { offers: vec![Offered { slot, held_until: None, price }] })
        .decision
}

#[test]
fn only_a_known_price_below_the_highest_one_is_taken_without_the_person() {
    for (price, decision) in [
        (Some("25 euros"), ToolDecision::Claim),
        (Some("treinta euros"), ToolDecision::Claim),
        (Some("45 €"), ToolDecision::AskPerson),
        (Some("25 dólares"), ToolDecision::AskPerson),
        (Some("depende"), ToolDecision::AskPerson),
        (None, ToolDecision::AskPerson),
    ] {
        let mut story = Story::on_the_phone();
        capped(&mut story);
        assert_eq!(named(&mut story, price), decision, "{price:?}");
        let claimed = story.claims(26, 16);
        assert_eq!(claimed == ToolDecision::Book, decision == ToolDecision::Claim, "{price:?}");
    }
}

#[test]
fn a_price_that_is_told_later_counts_and_the_person_may_pay_more() {
    let mut story = Story::on_the_phone();
    capped(&mut story);
    assert_eq!(named(&mut story, None), ToolDecision::AskPerson);
    assert_eq!(named(&mut story, Some("28 euros")), ToolDecision::Claim);
    let mut story = Story::on_the_phone();
    capped(&mut story);
    named(&mut story, Some("50 euros"));
    let ask = || ToolCall::AskPerson { question: "50 euros?".to_owned(), options: Vec::new() };
    story.tool(ask());
    story.taps(ButtonVerb::Pick(1));
    assert_eq!(story.claims(26, 16), ToolDecision::Book);
}

#[test]
fn who_wants_to_be_asked_first_is() {
    let mut story = Story::on_the_phone();
    story.desk.requests.last_mut().unwrap().wish.ask_first = true;
    assert_eq!(story.offers(26, 16), ToolDecision::AskPerson);
    assert_eq!(story.claims(26, 16), ToolDecision::AskPerson);
}

#[test]
fn only_the_call_that_is_under_way_is_given_the_right_to_say_yes() {
    let mut story = Story::ringing();
    let (request, first) = (story.request().id, story.call_id());
    story.call(CallEvent::Ended { how: Ended::Busy });
    story.waits();
    story.call(CallEvent::Answered);
    assert_ne!(story.call_id(), first);
    let slot = datetime(2026, 11, 26, 17, 0, 0, 0);
    for call in [first, CallId(Uuid::from_u128(4242))] {
        let tool = ToolCall::ClaimSlot { slot };
        let answer = story.happens(EventKind::Tool { request, call, tool }).unwrap();
        assert_eq!(answer.decision, ToolDecision::End);
        assert_eq!(story.request().calling().unwrap().claim, None);
    }
    assert_eq!(story.claims(26, 17), ToolDecision::Book);
}

fn wants_to_know() -> ToolCall {
    ToolCall::AskPerson { question: "¿Número de afiliado?".to_owned(), options: Vec::new() }
}

/// The provider asked, the person was silent, and the call had to end.
fn owing() -> Story {
    let mut story = Story::on_the_phone();
    story.tool(wants_to_know());
    story.later(76);
    assert_eq!(story.tool(wants_to_know()).decision, ToolDecision::End);
    story.ends_with(&[
        (Speaker::Callee, "¿Número de afiliado?"),
        (Speaker::Agent, "Volveremos a llamar."),
    ]);
    story
}

#[test]
fn an_answer_that_comes_after_the_call_is_for_the_next_one_which_is_made_at_once() {
    let mut story = owing();
    assert_eq!((story.status(), story.dials()), ("waiting", 1));
    assert!(
        matches!(story.last_said(), Words::Unanswered { question, .. } if question.contains("afiliado"))
    );
    story.reads("OSDE 4455667", Proposal::of(Act::Inform, true));
    assert_eq!((story.status(), story.dials()), ("calling", 2));
    assert!(story.last_call().brief.first_sentence.contains("vuelvo a llamar"));
    let answer = story.tool(wants_to_know());
    assert_eq!(answer.decision, ToolDecision::Answered);
    assert_eq!(answer.answer.as_deref(), Some("OSDE 4455667"));
    let other = ToolCall::AskPerson { question: "¿Edad?".to_owned(), options: Vec::new() };
    assert_eq!(story.tool(other).decision, ToolDecision::Wait, "another question is another");
    story.claims(26, 16);
    story.confirms(26, 16);
    let mut talk = AGREED.to_vec();
    talk.insert(1, (Speaker::Agent, "Es OSDE 4455667."));
    story.ends_with(&talk);
    assert_eq!(story.status(), "booked");
}

#[test]
fn a_question_that_is_never_answered_ends_as_what_it_is_and_nobody_is_called_again_for_it() {
    let mut story = owing();
    let Stage::Waiting { until, nth, .. } = story.request().stage else { panic!("waits") };
    let request = story.request().id;
    story.wakes(Timer::Retry { request, nth });
    assert_eq!(story.status(), "waiting", "too early");
    story.now = until;
    story.wakes(Timer::Retry { request, nth });
    assert_eq!((story.status(), story.dials(), story.final_words()), ("unanswered", 1, 1));
}

#[test]
fn a_card_number_answers_nothing_and_a_cancel_is_no_answer() {
    let mut story = owing();
    story.reads("4111 1111 1111 1111", Proposal::of(Act::Inform, true));
    assert!(matches!(story.last_said(), Words::NoSecrets { .. }));
    assert_eq!(story.dials(), 1);
    story.acts(Act::Cancel);
    assert_eq!((story.status(), story.dials()), ("cancelled", 1));
}

#[test]
fn yes_no_and_an_option_answer_what_is_owed() {
    for (act, text) in
        [(Act::Yes, "sí"), (Act::No, "no"), (Act::Unclear, "ni idea, lo llevo ese día")]
    {
        let mut story = owing();
        story.reads(text, Proposal::of(act, true));
        assert_eq!(story.dials(), 2, "{act:?}");
        assert_eq!(story.tool(wants_to_know()).answer.as_deref(), Some(text));
    }
    let mut story = Story::on_the_phone();
    let ask = || ToolCall::AskPerson {
        question: "¿Con quién?".to_owned(),
        options: vec!["Laura".to_owned(), "Cualquiera".to_owned()],
    };
    story.tool(ask());
    story.later(76);
    story.tool(ask());
    story.ends_with(&[(Speaker::Callee, "¿Con quién?")]);
    story.taps(ButtonVerb::Pick(1));
    assert_eq!(story.tool(ask()).answer.as_deref(), Some("Laura"));
}

#[test]
fn who_asked_to_be_called_again_is_told_so() {
    let mut story = Story::on_the_phone();
    story.gives_up(GaveUp::CallBackLater);
    story.ends_with(&[(Speaker::Callee, "Ahora no, llame más tarde.")]);
    story.waits();
    assert!(story.last_call().brief.first_sentence.contains("pidieron que llamara"));
}
