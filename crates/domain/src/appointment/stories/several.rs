//! Several providers: found, asked a few at a time, compared; and one of them booked.

use super::*;
use crate::appointment::candidate::{OpenSpan, OpeningHours};

const NUMBERS: [&str; 5] =
    ["+34912345601", "+34912345602", "+34912345603", "+34912345604", "+34912345605"];

fn found(number: &str, rating: u32) -> Found {
    Found {
        name: format!("Dental {}", &number[number.len() - 2..]),
        phone: Some(number.to_owned()),
        listing: Listing {
            id: format!("place-{number}"),
            address: Some("Calle Mayor 1".to_owned()),
            rating: Some(rating),
            ratings: 1000,
            distance_m: Some(500),
            hours: None,
        },
    }
}

impl Story {
    fn looks_for_a_dentist() -> Self {
        let mut story = Self::new();
        story.policy.search = true;
        let mut proposal = Proposal::of(Act::Book, true);
        proposal.service = Some("dentista".to_owned());
        proposal.place = Some("Sol".to_owned());
        proposal.when = vec!["el jueves por la tarde".to_owned()];
        proposal.facts = vec![crate::understanding::SaidFact {
            fact: crate::understanding::Fact::FirstVisit,
            text: "no".to_owned(),
        }];
        story.reads("dentista cerca de Sol el jueves por la tarde", proposal);
        story
    }

    fn mine(&self) -> &Request {
        let mine = |request: &&Request| request.errand == Errand::Book;
        self.desk.requests.iter().rfind(mine).expect("a request was opened")
    }

    fn brings(&mut self, found: Option<Vec<Found>>) {
        let request = self.mine().id;
        self.happens(EventKind::ProvidersFound { request, found });
    }

    fn taps_mine(&mut self, verb: ButtonVerb) {
        let id = Button { verb, request: self.mine().id }.id();
        let content = Content::Choice { id, title: "…".to_owned() };
        self.happens(EventKind::Said(Said { sid: "SM1".to_owned(), content }));
    }

    /// `count` dentists are shown, the best rated first.
    fn shown(count: usize) -> Self {
        let mut story = Self::looks_for_a_dentist();
        story.brings(Some(
            NUMBERS
                .iter()
                .take(count)
                .zip([48, 46, 44, 42, 40])
                .map(|(number, rating)| found(number, rating))
                .collect(),
        ));
        story
    }

    /// `count` dentists are being asked; `any`: whoever has it first.
    fn asking(count: usize, any: bool) -> Self {
        let mut story = Self::shown(count);
        if any {
            story.taps_mine(ButtonVerb::Any);
        } else {
            story.writes_so("todos");
        }
        story.taps_mine(ButtonVerb::Call);
        story
    }

    fn writes_so(&mut self, text: &str) {
        let content = Content::Text { text: text.to_owned() };
        self.happens(EventKind::Said(Said { sid: "SM2".to_owned(), content }));
    }

    fn asked_at(&self, nth: usize) -> &Request {
        let number = NUMBERS[nth];
        let asked = |request: &&Request| {
            request.errand != Errand::Book
                && request.wish.number.as_ref().is_some_and(|it| it.number.e164() == number)
        };
        self.desk.requests.iter().rfind(asked).unwrap_or_else(|| panic!("{number} is not asked"))
    }

    fn is_asked(&self, nth: usize) -> bool {
        let number = NUMBERS[nth];
        self.desk.requests.iter().any(|request| {
            request.errand != Errand::Book
                && request.wish.number.as_ref().is_some_and(|it| it.number.e164() == number)
        })
    }

    fn call_of(&mut self, nth: usize, event: CallEvent) {
        let asked = self.asked_at(nth);
        let (request, call) = (asked.id, asked.calls.last().expect("it was called").call);
        self.happens(EventKind::Call { request, call, event });
    }

    fn tool_of(&mut self, nth: usize, tool: ToolCall) -> ToolAnswer {
        let asked = self.asked_at(nth);
        let (request, call) = (asked.id, asked.calls.last().expect("it was called").call);
        self.happens(EventKind::Tool { request, call, tool }).expect("a tool is answered")
    }

    /// Offers 26 November at this hour, and hangs up.
    fn offers_and_ends(&mut self, nth: usize, day: i8, hour: i8, price: Option<&str>) {
        self.call_of(nth, CallEvent::Answered);
        let slot = datetime(2026, 11, day, hour, 0, 0, 0);
        let offers = vec![Offered { slot, held_until: None, price: price.map(str::to_owned) }];
        let answer = self.tool_of(nth, ToolCall::ReportOffers { offers });
        assert_eq!(answer.decision, ToolDecision::Ok);
        self.hangs_up(nth);
    }

    fn has_nothing(&mut self, nth: usize) {
        self.call_of(nth, CallEvent::Answered);
        let reason = GaveUp::NoAvailability;
        self.tool_of(nth, ToolCall::EndWithoutBooking { reason, detail: None, call_back_at: None });
        self.hangs_up(nth);
    }

    fn hangs_up(&mut self, nth: usize) {
        self.call_of(nth, CallEvent::Ended { how: Ended::Completed });
        self.call_of(nth, transcript(&[(Speaker::Callee, "Clínica dental, dígame.")]));
    }

    fn comparisons(&self) -> Vec<&Words> {
        let compared = |words: &&Words| matches!(words, Words::Compared { reminder: false, .. });
        self.said.iter().filter(compared).collect()
    }

    fn compared(&self) -> (Vec<OfferView>, Vec<AskedView>) {
        match self.comparisons().last() {
            Some(Words::Compared { offers, others, .. }) => (offers.clone(), others.clone()),
            other => panic!("nothing was compared: {other:?}"),
        }
    }
}

#[test]
fn a_place_is_enough_to_look_and_the_person_chooses() {
    let story = Story::looks_for_a_dentist();
    let lookup = story.commands.iter().find_map(|command| match command {
        Command::FindProviders { lookup, .. } => Some(lookup.clone()),
        _ => None,
    });
    assert_eq!(lookup, Some(Lookup::Words { text: "dentista Sol".to_owned(), near: None }));
    assert_eq!(story.mine().status(), "seeking");

    let mut story = Story::shown(3);
    let Words::WhomToCall { found, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    assert_eq!(found.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(found[0].name, "Dental 01");
    story.taps_mine(ButtonVerb::Pick(2));
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(
        (card.about.provider.as_deref(), card.address.as_deref()),
        (Some("Dental 02"), Some("Calle Mayor 1"))
    );
    story.taps_mine(ButtonVerb::Call);
    assert_eq!(story.last_call().to.e164(), NUMBERS[1]);
    assert_eq!(story.last_call().purpose, Purpose::Book);
}

#[test]
fn without_a_directory_or_a_place_the_number_is_asked_for() {
    let mut story = Story::new();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("dentista".to_owned());
    proposal.when = vec!["el jueves por la tarde".to_owned()];
    story.policy.search = true;
    story.reads("dentista el jueves por la tarde", proposal.clone());
    let Words::Ask { missing, .. } = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(missing.search, Some(SearchProblem::WhereIsUnknown));
    story.policy.search = false;
    proposal.place = Some("Sol".to_owned());
    story.reads("cerca de Sol", proposal);
    let Words::Ask { missing, .. } = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!((missing.search, missing.details.as_slice()), (None, &[Detail::Number][..]));
}

#[test]
fn nothing_found_and_nobody_answering_are_told_apart_and_the_same_is_not_looked_for_twice() {
    for (found, problem) in
        [(Some(Vec::new()), SearchProblem::NothingFound), (None, SearchProblem::Down)]
    {
        let mut story = Story::looks_for_a_dentist();
        story.brings(found);
        let Words::Ask { missing, .. } = story.last_said() else {
            panic!("{:?}", story.last_said())
        };
        assert_eq!(missing.search, Some(problem));
        story.acts(Act::Unclear);
        let searches = |story: &Story| {
            story.commands.iter().filter(|it| matches!(it, Command::FindProviders { .. })).count()
        };
        assert_eq!(searches(&story), 1);
        let mut elsewhere = Proposal::of(Act::Inform, true);
        elsewhere.place = Some("Lavapiés".to_owned());
        story.reads("en Lavapiés", elsewhere);
        assert_eq!(searches(&story), 2, "another place is another search");
    }
}

#[test]
fn a_directory_that_says_nothing_is_not_waited_for() {
    let mut story = Story::looks_for_a_dentist();
    story.later(61);
    let request = story.mine().id;
    story.wakes(Timer::Deadline { request });
    assert!(matches!(story.last_said(), Words::Ask { .. }));
    story.brings(Some(vec![found(NUMBERS[0], 40)]));
    assert_eq!(story.mine().status(), "drafting", "what comes too late changes nothing");
}

#[test]
fn listings_that_cannot_be_called_are_not_shown() {
    let mut story = Story::looks_for_a_dentist();
    let premium = "+34 806 123 456";
    let listings = vec![
        Found { phone: None, ..found(NUMBERS[0], 50) },
        Found { phone: Some("112".to_owned()), ..found(NUMBERS[0], 50) },
        Found { phone: Some(premium.to_owned()), ..found(NUMBERS[0], 50) },
        found(NUMBERS[1], 40),
        found(NUMBERS[1], 40),
        found(NUMBERS[2], 45),
    ];
    story.brings(Some(listings));
    let Words::WhomToCall { found, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    let names: Vec<_> = found.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Dental 03", "Dental 02"]);
}

#[test]
fn none_of_those_found_leads_back_to_the_number() {
    let mut story = Story::shown(2);
    story.taps_mine(ButtonVerb::Neither);
    assert!(matches!(story.last_said(), Words::Ask { .. }));
    let mut proposal = Proposal::of(Act::Inform, true);
    proposal.phone = Some("912 345 678".to_owned());
    story.reads("912 345 678", proposal);
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert!(card.candidates.is_empty() && card.address.is_none());
}

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

impl Story {
    fn call_mine(&mut self, event: CallEvent) {
        let (request, call) = (self.mine().id, self.mine().calls.last().unwrap().call);
        self.happens(EventKind::Call { request, call, event });
    }

    fn tool_mine(&mut self, tool: ToolCall) -> ToolDecision {
        let (request, call) = (self.mine().id, self.mine().calls.last().unwrap().call);
        self.happens(EventKind::Tool { request, call, tool }).unwrap().decision
    }

    fn two_offers() -> Self {
        let mut story = Self::asking(3, false);
        story.offers_and_ends(0, 26, 16, None);
        story.offers_and_ends(1, 26, 18, None);
        story.has_nothing(2);
        story
    }
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
fn numbers_of_whom_any_will_do_are_asked_side_by_side() {
    let mut story = Story::new();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("corte de pelo".to_owned());
    proposal.phone = Some(NUMBERS[0].to_owned());
    proposal.when = vec!["el jueves por la tarde".to_owned()];
    let text = format!(
        "corte de pelo el jueves por la tarde, el que tenga antes: {} o {}",
        NUMBERS[0], NUMBERS[1]
    );
    story.reads(&text, proposal.clone());
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!((card.candidates.len(), card.commits), (2, true));
    story.taps_mine(ButtonVerb::Call);
    assert_eq!(story.dials(), 2);

    let mut story = Story::new();
    let text = format!("corte de pelo el jueves por la tarde, {} y {}", NUMBERS[0], NUMBERS[1]);
    story.reads(&text, proposal);
    assert_eq!(story.last_said(), &Words::OneAtATime, "two numbers without a word are two wishes");
}

#[test]
fn several_contacts_in_one_card_are_several_who_may_do() {
    let mut story = Story::new();
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("corte de pelo".to_owned());
    proposal.when = vec!["el jueves por la tarde".to_owned()];
    story.reads("corte de pelo el jueves por la tarde", proposal);
    let of = EventId(Uuid::from_u128(77));
    let contact = |name: &str, number: &str| (Some(name.to_owned()), vec![number.to_owned()]);
    let contacts =
        vec![contact("Marta", NUMBERS[0]), contact("Sol", NUMBERS[1]), contact("112", "112")];
    story.happens(EventKind::CardRead { of, contacts });
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    let names: Vec<_> = card.candidates.iter().map(|it| it.name.clone().unwrap()).collect();
    assert_eq!(names, ["Marta", "Sol"]);
}

#[test]
fn of_a_listed_provider_only_the_id_is_remembered_and_looked_up_again() {
    let mut story = Story::shown(2);
    story.taps_mine(ButtonVerb::Pick(1));
    story.taps_mine(ButtonVerb::Call);
    let known = &story.desk.person.providers[0];
    assert_eq!(
        (known.number.as_ref(), known.listing.as_deref()),
        (None, Some("place-+34912345601"))
    );
    story.taps_mine(ButtonVerb::Cancel);
    story.call_mine(CallEvent::Ended { how: Ended::Canceled });
    let listing = story.mine().wish.listing.clone().unwrap();
    assert_eq!(
        (listing.address, listing.rating),
        (None, None),
        "what the directory says goes with the request"
    );

    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("dentista".to_owned());
    proposal.when = vec!["el jueves por la tarde".to_owned()];
    story.reads("mi dentista, el jueves por la tarde", proposal);
    let lookup = story.commands.iter().rev().find_map(|command| match command {
        Command::FindProviders { lookup, .. } => Some(lookup.clone()),
        _ => None,
    });
    assert_eq!(lookup, Some(Lookup::Listing { id: "place-+34912345601".to_owned() }));
    story.brings(Some(vec![found(NUMBERS[0], 48)]));
    assert!(matches!(story.last_said(), Words::Card(_)), "{:?}", story.last_said());
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
fn who_bears_the_name_that_was_said_is_meant_unless_several_do() {
    let look = |listings: Vec<Found>| {
        let mut story = Story::new();
        story.policy.search = true;
        let mut proposal = Proposal::of(Act::Book, true);
        proposal.service = Some("corte de pelo".to_owned());
        proposal.provider = Some("Marta".to_owned());
        proposal.when = vec!["el jueves por la tarde".to_owned()];
        story.reads("corte de pelo en lo de Marta el jueves por la tarde", proposal);
        story.brings(Some(listings));
        story
    };
    let named =
        |number: &str, name: &str, rating| Found { name: name.to_owned(), ..found(number, rating) };
    let other = || named(NUMBERS[0], "Salón Sol", 50);
    let story = look(vec![other(), named(NUMBERS[1], "Peluquería Marta", 30)]);
    let Words::Card(card) = story.last_said() else { panic!("{:?}", story.last_said()) };
    assert_eq!(card.about.provider.as_deref(), Some("Peluquería Marta"));
    let story = look(vec![
        other(),
        named(NUMBERS[1], "Peluquería Marta", 30),
        named(NUMBERS[2], "Estudio Marta", 20),
    ]);
    let Words::WhomToCall { found, .. } = story.last_said() else {
        panic!("{:?}", story.last_said())
    };
    let names: Vec<_> = found.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Peluquería Marta", "Estudio Marta", "Salón Sol"]);
    let story = look(vec![other(), named(NUMBERS[2], "Salón Luna", 20)]);
    assert!(matches!(story.last_said(), Words::WhomToCall { .. }), "{:?}", story.last_said());
}

/// The only dentist found is taken; then this is written.
fn then(change: impl FnOnce(&mut Proposal)) -> Story {
    let mut story = Story::shown(2);
    story.taps_mine(ButtonVerb::Pick(1));
    assert!(matches!(story.last_said(), Words::Card(_)), "{:?}", story.last_said());
    let mut proposal = Proposal::of(Act::Change, true);
    change(&mut proposal);
    story.reads("mejor así", proposal);
    story
}

#[test]
fn a_number_of_the_directory_goes_with_the_trade_the_place_or_the_name_it_was_found_for() {
    let story = then(|it| it.service = Some("plomero".to_owned()));
    assert_eq!((story.mine().status(), &story.mine().wish.number), ("seeking", &None));
    let story = then(|it| it.place = Some("Vallecas".to_owned()));
    assert_eq!((story.mine().status(), &story.mine().wish.number), ("seeking", &None));
    let story = then(|it| it.provider = Some("Clínica Norte".to_owned()));
    assert_eq!((story.mine().status(), &story.mine().wish.number), ("seeking", &None));
    for same in ["dental 01", "Calle Mayor", "Sol"] {
        let story = then(|it| it.place = Some(same.to_owned()));
        assert_eq!(story.mine().status(), "confirming", "{same}");
    }
    let story = then(|it| it.when = vec!["el viernes por la tarde".to_owned()]);
    assert_eq!(story.mine().status(), "confirming");
}

#[test]
fn a_number_that_the_person_gave_stays_unless_the_trade_is_another() {
    let change = |change: fn(&mut Proposal)| {
        let mut story = Story::new();
        story.wants_a_haircut();
        story.request_mut().wish.service = Some("dentista".to_owned());
        let mut proposal = Proposal::of(Act::Change, true);
        change(&mut proposal);
        story.reads("mejor así", proposal);
        story.request().wish.number.is_some()
    };
    assert!(change(|it| it.provider = Some("Clínica Norte".to_owned())));
    assert!(change(|it| it.service = Some("limpieza".to_owned())));
    assert!(!change(|it| it.service = Some("plomero".to_owned())));
}

#[test]
fn a_name_that_is_of_another_trade_is_not_the_one_that_is_meant() {
    let mut story = Story::new();
    story.policy.search = true;
    let mut proposal = Proposal::of(Act::Book, true);
    proposal.service = Some("plomero".to_owned());
    proposal.provider = Some("Palermo".to_owned());
    proposal.when = vec!["el jueves por la tarde".to_owned()];
    story.reads("plomero en Palermo el jueves por la tarde", proposal);
    story.brings(Some(vec![Found { name: "Dental Palermo".to_owned(), ..found(NUMBERS[0], 48) }]));
    assert!(matches!(story.last_said(), Words::WhomToCall { .. }), "{:?}", story.last_said());
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
