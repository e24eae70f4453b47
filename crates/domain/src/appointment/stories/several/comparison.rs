//! What several offered, the choice, and the one call that books it.

use super::*;

#[test]
fn one_comparison_comes_of_all_and_the_choice_is_booked_once() {
    let mut story = Story::asking(3, false);
    story.offers_and_ends(1, 26, 18, Some("40 €"));
    story.offers_and_ends(0, 26, 16, Some("60 €"));
    assert!(story.comparisons().is_empty(), "one is still being asked");
    story.has_nothing(2);
    assert_eq!(story.comparisons().len(), 1);
    let (offers, others) = story.compared();
    let told: Vec<_> =
        offers.iter().map(|it| (it.provider.clone().unwrap(), it.merits.clone())).collect();
    assert_eq!(
        told[0],
        ("Dental 01".to_owned(), vec![Merit::Earliest, Merit::Nearest, Merit::BestRated])
    );
    assert_eq!(told[1], ("Dental 02".to_owned(), vec![Merit::Cheapest, Merit::Nearest]));
    assert_eq!(
        others,
        [AskedView { name: "Dental 03".to_owned(), because: Some(ClosedBecause::NoAvailability) }]
    );

    story.taps_mine(ButtonVerb::Pick(2));
    assert_eq!(story.dials(), 4);
    let call = story.last_call();
    assert_eq!((call.purpose, call.to.e164()), (Purpose::Book, NUMBERS[1]));
    assert_eq!(call.brief.chosen, Some(Slot("2026-11-26T17:00:00Z".parse().unwrap())));
    assert!(call.brief.first_sentence.contains("18:00"), "{}", call.brief.first_sentence);
    story.taps_mine(ButtonVerb::Pick(1));
    assert_eq!(story.dials(), 4, "a late tap dials nobody");
    assert_eq!(
        story.last_said(),
        &Words::AlreadyDecided {
            about: About {
                request: story.mine().id,
                service: Some("dentista".to_owned()),
                provider: Some("Dental 02".to_owned())
            }
        }
    );
}

#[test]
fn the_whole_way_to_one_appointment() {
    let mut story = Story::two_offers();
    story.taps_mine(ButtonVerb::Pick(1));
    story.call_mine(CallEvent::Answered);
    let slot = datetime(2026, 11, 26, 16, 0, 0, 0);
    assert_eq!(story.tool_mine(ToolCall::ClaimSlot { slot }), ToolDecision::Book);
    let details = Confirmation::default();
    assert_eq!(story.tool_mine(ToolCall::ConfirmBooking { slot, details }), ToolDecision::Ok);
    story.call_mine(CallEvent::Ended { how: Ended::Completed });
    story.call_mine(transcript(&AGREED));
    assert_eq!(story.mine().status(), "booked");
    assert_eq!(story.mine().appointment.as_ref().unwrap().provider, "Dental 01");
    assert_eq!(story.final_words(), 1);
    let appointments = story.desk.requests.iter().filter(|it| it.appointment.is_some()).count();
    assert_eq!(appointments, 1);
}

#[test]
fn a_slot_that_is_gone_is_followed_by_the_next_best_which_is_offered_not_taken() {
    let mut story = Story::two_offers();
    story.taps_mine(ButtonVerb::Pick(1));
    story.call_mine(CallEvent::Answered);
    let reason = GaveUp::NoAvailability;
    story.tool_mine(ToolCall::EndWithoutBooking { reason, detail: None, call_back_at: None });
    story.call_mine(CallEvent::Ended { how: Ended::Completed });
    story.call_mine(transcript(&[(Speaker::Callee, "Ya no está libre.")]));
    assert_eq!(story.mine().status(), "choosing");
    let dials = story.dials();
    let (offers, others) = story.compared();
    assert_eq!(offers.len(), 1);
    assert_eq!(offers[0].provider.as_deref(), Some("Dental 02"));
    assert_eq!(others.len(), 2);
    assert!(matches!(story.last_said(), Words::Compared { gone: true, .. }));
    story.taps_mine(ButtonVerb::Pick(1));
    assert_eq!((story.dials(), story.last_call().to.e164()), (dials + 1, NUMBERS[1]));
}

#[test]
fn a_chosen_provider_that_refuses_or_is_never_reached_leaves_the_other_offers() {
    let mut story = Story::two_offers();
    story.taps_mine(ButtonVerb::Pick(1));
    story.call_mine(CallEvent::Answered);
    let reason = GaveUp::Refused;
    story.tool_mine(ToolCall::EndWithoutBooking { reason, detail: None, call_back_at: None });
    story.call_mine(CallEvent::Ended { how: Ended::Completed });
    story.call_mine(transcript(&[(Speaker::Callee, "No, no queremos.")]));
    assert_eq!((story.mine().status(), story.final_words()), ("choosing", 0));

    let mut story = Story::two_offers();
    story.taps_mine(ButtonVerb::Pick(1));
    for _ in 0..story.policy.calls_max {
        assert_eq!(story.last_call().to.e164(), NUMBERS[0]);
        assert!(story.last_call().brief.chosen.is_some(), "what was chosen is asked for again");
        story.call_mine(CallEvent::Ended { how: Ended::Busy });
        if let Stage::Waiting { until, nth, .. } = story.mine().stage {
            story.now = until;
            let request = story.mine().id;
            story.wakes(Timer::Retry { request, nth });
        }
    }
    assert_eq!((story.mine().status(), story.final_words()), ("choosing", 0));
    assert_eq!(story.compared().1[0].because, Some(ClosedBecause::NotReached));
}

#[test]
fn what_may_be_booked_already_is_booked_nowhere_else() {
    let mut story = Story::two_offers();
    story.taps_mine(ButtonVerb::Pick(1));
    story.call_mine(CallEvent::Answered);
    let slot = datetime(2026, 11, 26, 16, 0, 0, 0);
    story.tool_mine(ToolCall::ClaimSlot { slot });
    story.tool_mine(ToolCall::ConfirmBooking { slot, details: Confirmation::default() });
    story.call_mine(CallEvent::Ended { how: Ended::Completed });
    story.call_mine(transcript(&[(Speaker::Callee, "Mmm, a ver.")]));
    assert_eq!((story.mine().status(), story.final_words()), ("unconfirmed", 1));
}

#[test]
fn whoever_has_it_first_is_booked_without_asking_and_the_rest_is_left_alone() {
    let mut story = Story::asking(5, true);
    story.offers_and_ends(0, 26, 17, None);
    assert!(story.is_asked(1), "who is on the phone is heard to the end");
    story.offers_and_ends(1, 26, 15, None);
    assert!(!story.is_asked(2), "nobody can have it a day earlier");
    assert!(matches!(story.comparisons()[..], [Words::Compared { taken: true, .. }]));
    assert_eq!(story.last_call().purpose, Purpose::Book);
    assert_eq!(story.last_call().to.e164(), NUMBERS[1], "15:00 comes before 17:00");
    assert!(!story.commands.iter().any(|it| matches!(it, Command::FinalWord { .. })));
}

#[test]
fn asking_first_is_stronger_than_whoever_has_it_first() {
    let mut story = Story::shown(2);
    let mut proposal = Proposal::of(Act::Inform, true);
    proposal.ask_first = true;
    story.reads("pregúntame antes de confirmar", proposal);
    story.taps_mine(ButtonVerb::Any);
    story.taps_mine(ButtonVerb::Call);
    story.offers_and_ends(0, 26, 16, None);
    story.offers_and_ends(1, 26, 17, None);
    assert_eq!(story.mine().status(), "choosing");
}

#[test]
fn an_offer_outside_the_wished_times_is_shown_and_never_taken() {
    let mut story = Story::asking(2, true);
    story.offers_and_ends(0, 30, 10, None);
    story.has_nothing(1);
    assert_eq!(story.mine().status(), "choosing");
    let (offers, _) = story.compared();
    assert_eq!(offers[0].merits, [Merit::OtherTime]);
}

#[test]
fn what_costs_too_much_or_nobody_knows_what_is_no_offer_to_take() {
    let mut story = Story::shown(2);
    let mut proposal = Proposal::of(Act::Inform, true);
    proposal.price_max = Some("50 €".to_owned());
    story.reads("máximo 50 €", proposal);
    story.taps_mine(ButtonVerb::Any);
    story.taps_mine(ButtonVerb::Call);
    story.offers_and_ends(0, 26, 16, Some("80 €"));
    story.offers_and_ends(1, 26, 17, None);
    assert_eq!(story.mine().status(), "choosing");
    let (offers, _) = story.compared();
    assert_eq!(offers[0].merits, [Merit::TooDear]);
    assert_eq!(offers[1].merits, [Merit::PriceUnknown]);
}

#[test]
fn nobody_having_anything_is_one_final_word_that_names_each() {
    let mut story = Story::asking(3, false);
    for nth in 0..3 {
        story.has_nothing(nth);
    }
    assert_eq!(story.mine().status(), "no_offers");
    assert_eq!(story.final_words(), 1);
    assert_eq!(story.last_final().asked.len(), 3);
    assert!(story.comparisons().is_empty());
}

#[test]
fn who_rings_back_while_the_person_chooses_is_heard_and_agrees_to_nothing() {
    let mut story = Story::two_offers();
    let (request, call) = (story.asked_at(2).id, CallId(Uuid::from_u128(9)));
    let answer = story.happens(EventKind::RangUs { request, call }).unwrap();
    assert_eq!(answer.decision, ToolDecision::Ok);
    assert_eq!(story.last_call().purpose, Purpose::Enquire);
    story.offers_and_ends(2, 26, 12, None);
    assert_eq!(story.mine().status(), "choosing");
    let Words::Compared { offers, reminder: true, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    assert_eq!(offers.len(), 3);
    assert_eq!(story.final_words(), 0);

    story.taps_mine(ButtonVerb::Neither);
    let call = CallId(Uuid::from_u128(10));
    let answer = story.happens(EventKind::RangUs { request, call }).unwrap();
    assert_eq!(answer.decision, ToolDecision::End, "it is decided");
}

#[test]
fn while_the_chosen_one_is_on_the_line_only_what_they_say_is_asked_about() {
    let mut story = Story::two_offers();
    story.taps_mine(ButtonVerb::Pick(1));
    story.call_mine(CallEvent::Answered);
    let slot = datetime(2026, 11, 27, 9, 0, 0, 0);
    let offers = vec![Offered { slot, held_until: None, price: None }];
    assert_eq!(story.tool_mine(ToolCall::ReportOffers { offers }), ToolDecision::AskPerson);
    let ask = ToolCall::AskPerson { question: "¿El viernes a las 9?".to_owned(), options: vec![] };
    assert_eq!(story.tool_mine(ask), ToolDecision::Wait);
    let Words::WhichOffer { offers, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    assert_eq!(offers.len(), 1);
    story.taps_mine(ButtonVerb::Pick(1));
    assert_eq!(story.tool_mine(ToolCall::ClaimSlot { slot }), ToolDecision::Book);
    let elsewhere = ToolCall::ClaimSlot { slot: datetime(2026, 11, 28, 18, 0, 0, 0) };
    assert_ne!(story.tool_mine(elsewhere), ToolDecision::Book);
}

#[test]
fn the_cheap_one_is_taken_where_one_alone_costs_least() {
    let compared = |second: &str| {
        let mut story = Story::asking(2, false);
        story.offers_and_ends(0, 26, 16, Some("60 €"));
        story.offers_and_ends(1, 26, 18, Some(second));
        story
    };
    for text in ["the cheap one", "el barato", "el más barato", "o mais barato"] {
        let mut story = compared("40 €");
        story.says_all(text);
        assert_eq!(story.last_call().to.e164(), NUMBERS[1], "{text}: {:?}", story.last_said());
        let mut story = compared("60 €");
        let dials = story.dials();
        story.says_all(text);
        assert_eq!(story.dials(), dials, "{text}");
    }
    let mut story = compared("40 €");
    let before = story.said.len();
    story.says_all("99");
    let said = &story.said[before..];
    assert!(
        matches!(said, [Words::NotOnTheList { last: 2, .. }, Words::Compared { .. }]),
        "{said:?}"
    );
}
