//! Several providers: found, asked a few at a time, compared; and one of them booked.

mod comparison;
mod enquiries;
mod search;

use super::*;
use crate::appointment::candidate::{OpenSpan, OpeningHours};

const NUMBERS: [&str; 5] =
    ["+34912345601", "+34912345602", "+34912345603", "+34912345604", "+34912345605"];

fn found(number: &str, rating: u32) -> Found {
    Found {
        name: format!("Dental {}", &number[number.len() - 2..]),
        phone: Some(number.to_owned()),
        zone: None,
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
