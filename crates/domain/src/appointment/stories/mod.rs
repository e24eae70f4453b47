//! The process as stories: what happens to a person and their requests, and what is decided.

mod admission;
mod afterwards;
mod call_time;
mod calls;
mod careful;
mod checks;
mod conflicts;
mod considerate;
mod cut_off;
mod erasing;
mod errands;
mod history;
mod hours;
mod moves;
mod on_the_line;
mod open_ended;
mod orders;
mod owed;
mod price;
mod several;
mod talk;
mod untold;
mod waitlist;

use jiff::{SignedDuration, Timestamp, civil::date, civil::datetime};

use super::*;
use crate::ids::{CallId, EventId, PersonId, RequestId};
use crate::language::Language;
use crate::phone::PhoneNumber;
use crate::understanding::{Act, Proposal};
use uuid::Uuid;

/// Wednesday 25 November 2026, 10:00 in Madrid.
const START: &str = "2026-11-25T09:00:00Z";

struct Story {
    desk: Desk,
    policy: Policy,
    now: Timestamp,
    events: u128,
    said: Vec<Words>,
    commands: Vec<Command>,
}

impl Story {
    fn new() -> Self {
        let (zone, region) = ("Europe/Madrid".to_owned(), "ES".to_owned());
        let known = Person::new(PersonId(Uuid::from_u128(1)), Language::Es, zone, region);
        let person = Person { name: Some("Ana Ruiz".to_owned()), greeted: true, ..known };
        Self {
            desk: Desk { person, requests: Vec::new() },
            policy: Policy::default(),
            now: START.parse().unwrap(),
            events: 0,
            said: Vec::new(),
            commands: Vec::new(),
        }
    }

    fn happens(&mut self, kind: EventKind) -> Option<ToolAnswer> {
        self.events += 1;
        let event = Event { id: EventId(Uuid::from_u128(1000 + self.events)), at: self.now, kind };
        let before = decide(self.desk.clone(), &self.policy, &event);
        let decision = decide(self.desk.clone(), &self.policy, &event);
        assert_eq!(before, decision, "the same desk and event give the same decision");
        self.desk = decision.desk;
        for command in &decision.commands {
            if let Command::Say { words, .. } | Command::FinalWord { words, .. } = command {
                self.said.push(words.clone());
            }
        }
        self.commands.extend(decision.commands);
        decision.answer
    }

    fn reads(&mut self, text: &str, proposal: Proposal) {
        let of = EventId(Uuid::from_u128(5000 + self.events));
        self.happens(EventKind::Read {
            of,
            text: text.to_owned(),
            proposal: Box::new(proposal),
            by: Reader::Rules,
        });
    }

    fn acts(&mut self, act: Act) {
        self.reads("…", Proposal::of(act, true));
    }

    fn taps(&mut self, verb: ButtonVerb) {
        let id = Button { verb, request: self.request().id }.id();
        let content = Content::Choice { id, title: "…".to_owned() };
        self.happens(EventKind::Said(Said { sid: "SM1".to_owned(), content }));
    }

    fn writes(&mut self, text: &str) {
        let content = Content::Text { text: text.to_owned() };
        self.happens(EventKind::Said(Said { sid: "SM1".to_owned(), content }));
    }

    fn wants_a_haircut(&mut self) {
        let text = "corte de pelo el jueves por la tarde, 912 345 678";
        let mut proposal = Proposal::of(Act::Book, true);
        proposal.service = Some("corte de pelo".to_owned());
        proposal.provider = Some("Marta".to_owned());
        proposal.phone = Some("912 345 678".to_owned());
        proposal.when = vec!["el jueves por la tarde".to_owned()];
        self.reads(text, proposal);
    }

    /// The first call rings.
    fn ringing() -> Self {
        let mut story = Self::new();
        story.wants_a_haircut();
        story.taps(ButtonVerb::Call);
        story.call(CallEvent::Ringing);
        story
    }

    /// A request in the middle of its first call, answered.
    fn on_the_phone() -> Self {
        let mut story = Self::ringing();
        story.call(CallEvent::Answered);
        story
    }

    fn request(&self) -> &Request {
        self.desk.requests.last().expect("a request was opened")
    }

    fn request_mut(&mut self) -> &mut Request {
        self.desk.requests.last_mut().expect("a request was opened")
    }

    fn call_id(&self) -> CallId {
        self.request().calls.last().expect("a call was wanted").call
    }

    fn call(&mut self, event: CallEvent) {
        let (request, call) = (self.request().id, self.call_id());
        self.happens(EventKind::Call { request, call, event });
    }

    fn tool(&mut self, tool: ToolCall) -> ToolAnswer {
        let (request, call) = (self.request().id, self.call_id());
        self.happens(EventKind::Tool { request, call, tool }).expect("a tool is answered")
    }

    fn claims(&mut self, day: i8, hour: i8) -> ToolDecision {
        self.tool(ToolCall::ClaimSlot { slot: datetime(2026, 11, day, hour, 0, 0, 0) }).decision
    }

    fn offers(&mut self, day: i8, hour: i8) -> ToolDecision {
        let slot = datetime(2026, 11, day, hour, 0, 0, 0);
        self.tool(ToolCall::ReportOffers {
            offers: vec![Offered { slot, held_until: None, price: None }],
        })
        .decision
    }

    fn confirms(&mut self, day: i8, hour: i8) -> ToolDecision {
        let details = Confirmation { price: Some("25 €".to_owned()), ..Confirmation::default() };
        self.tool(ToolCall::ConfirmBooking {
            slot: datetime(2026, 11, day, hour, 0, 0, 0),
            details,
        })
        .decision
    }

    fn gives_up(&mut self, reason: GaveUp) {
        self.tool(ToolCall::EndWithoutBooking { reason, detail: None, call_back_at: None });
    }

    fn ends_with(&mut self, turns: &[(Speaker, &str)]) {
        self.call(CallEvent::Ended { how: Ended::Completed });
        self.call(transcript(turns));
    }

    fn hears(&mut self, heard: Heard) -> ToolAnswer {
        self.tool(ToolCall::ReportLine { heard, failed: false, detail: None })
    }

    fn menu(&mut self, failed: bool) -> ToolDecision {
        let detail = Some("¿Número de póliza?".to_owned());
        self.tool(ToolCall::ReportLine { heard: Heard::Menu, failed, detail }).decision
    }

    /// The planned call becomes due.
    fn waits(&mut self) {
        let Stage::Waiting { until, nth, .. } = self.request().stage else {
            panic!("nothing is planned: {}", self.status())
        };
        self.now = until;
        let request = self.request().id;
        self.wakes(Timer::Retry { request, nth });
    }

    fn last_call(&self) -> &Call {
        let called = self.commands.iter().rev().find_map(|command| match command {
            Command::PlaceCall(call) | Command::TakeCall(call) => Some(call),
            _ => None,
        });
        called.expect("a call was wanted")
    }

    fn last_final(&self) -> &FinalView {
        let word = self.said.iter().rev().find_map(|words| match words {
            Words::Final(view) | Words::Correction(view) => Some(view),
            _ => None,
        });
        word.expect("a final word was said")
    }

    fn later(&mut self, seconds: u32) {
        self.now += SignedDuration::from_secs(i64::from(seconds));
    }

    fn wakes(&mut self, timer: Timer) {
        self.happens(EventKind::TimedOut(timer));
    }

    fn status(&self) -> &'static str {
        self.request().status()
    }

    fn final_words(&self) -> usize {
        self.commands.iter().filter(|command| matches!(command, Command::FinalWord { .. })).count()
    }

    fn dials(&self) -> usize {
        self.commands.iter().filter(|command| matches!(command, Command::PlaceCall(_))).count()
    }

    fn last_said(&self) -> &Words {
        self.said.last().expect("something was said")
    }
}

fn transcript(turns: &[(Speaker, &str)]) -> CallEvent {
    let turns = turns.iter().zip(0..).map(|(&(speaker, text), at_s)| Turn {
        speaker,
        text: text.to_owned(),
        at_s,
    });
    CallEvent::Transcript(Transcript {
        conversation_id: "conv_1".to_owned(),
        turns: turns.collect(),
        ended_because: None,
        voicemail: false,
    })
}

/// Thursday at four is booked.
fn booked() -> Story {
    let mut story = Story::on_the_phone();
    story.claims(26, 16);
    story.confirms(26, 16);
    story.ends_with(&AGREED);
    assert_eq!(story.status(), "booked");
    story
}

const AGREED: [(Speaker, &str); 3] = [
    (Speaker::Callee, "Peluquería Marta, buenos días."),
    (Speaker::Agent, "¿Me confirma el jueves 26 de noviembre a las 16:00, a nombre de Ana Ruiz?"),
    (Speaker::Callee, "Sí, el jueves a las cuatro de la tarde queda reservado."),
];
