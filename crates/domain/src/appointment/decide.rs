//! The one way in: an event comes to a desk, and a decision leaves.

use jiff::{SignedDuration, Timestamp};

use crate::ids::{CallId, RequestId};

use super::{
    About, Command, Desk, Event, EventKind, Policy, Request, Stage, Timer, ToolAnswer, Words,
    stage::Calling,
};

/// What follows from an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub desk: Desk,
    pub commands: Vec<Command>,
    /// For [`EventKind::Tool`]: what the agent on the phone is told.
    pub answer: Option<ToolAnswer>,
}

/// Decides what an event means for a person and their requests.
///
/// Total: every event may come in every state, late, twice or never. The same desk, policy and event give the same
/// decision.
#[must_use]
pub fn decide(desk: Desk, policy: &Policy, event: &Event) -> Decision {
    let mut deciding = Deciding { desk, policy, event, commands: Vec::new(), named: None };
    let answer = deciding.on_event();
    Decision { desk: deciding.desk, commands: deciding.commands, answer }
}

/// A decision in the making. Its methods stand where their subject is: `talk`, `details`, `calls`, `tools`.
pub(super) struct Deciding<'a> {
    pub(super) desk: Desk,
    pub(super) policy: &'a Policy,
    pub(super) event: &'a Event,
    pub(super) commands: Vec<Command>,
    /// The request that this message names.
    pub(super) named: Option<RequestId>,
}

impl Deciding<'_> {
    fn on_event(&mut self) -> Option<ToolAnswer> {
        if self.desk.person.erasing
            && let Some(answer) = self.while_erasing()
        {
            return answer;
        }
        match &self.event.kind {
            EventKind::Said(said) => self.said(said),
            EventKind::Transcribed { of, text } => self.transcribed(*of, text),
            EventKind::NotTranscribed { .. } => self.say(None, Words::CouldNotHear),
            EventKind::CardRead { of, contacts } => self.card_read(*of, contacts),
            EventKind::ProvidersFound { request, found } => {
                self.providers_found(*request, found.as_deref());
            }
            EventKind::Read { of, text, proposal, .. } => self.read(*of, text, proposal),
            EventKind::Call { request, call, event } => self.call_event(*request, *call, event),
            EventKind::RangUs { request, call } => return Some(self.rang_us(*request, *call)),
            EventKind::Tool { request, call, tool } => {
                return Some(self.tool(*request, *call, tool));
            }
            EventKind::TimedOut(timer) => self.timed_out(timer),
            EventKind::Recalled { recall, past, request } => self.recalled(recall, past, *request),
            EventKind::ErasureOrdered => self.erase(false),
            EventKind::CalendarRead { busy, windows } => self.calendar_read(busy, windows),
            EventKind::CalendarNotRead { why } => self.calendar_not_read(*why),
            EventKind::MessageFailed { request, window_closed } => {
                self.could_not_tell(request.filter(|_| *window_closed));
            }
            EventKind::MailBounced { address } => self.mail_bounced(address),
        }
        None
    }

    fn timed_out(&mut self, timer: &Timer) {
        match timer {
            Timer::Deadline { request } => self.deadline(*request),
            Timer::Retry { request, nth } => self.retry_due(*request, *nth),
            Timer::Offers { request } => self.offers_ran_out(*request),
            Timer::Reminder { request } => self.remind(*request),
            Timer::Appointment { request } => self.appointment_is_near(*request),
            Timer::Watch { request } => self.watch_due(*request),
            Timer::Reconfirm { request } => self.reconfirm(*request),
            Timer::Thought => self.thought_over(),
        }
    }

    fn mail_bounced(&mut self, address: &str) {
        let person = &mut self.desk.person;
        person.bounces = person.bounces.saturating_add(1);
        if person.email.as_deref() == Some(address) {
            person.email = None;
            self.say(None, Words::MailFailed { address: address.to_owned() });
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.event.at
    }

    pub(super) fn after(&self, seconds: u32) -> Timestamp {
        self.now()
            .saturating_add(SignedDuration::from_secs(i64::from(seconds)))
            .unwrap_or(Timestamp::MAX)
    }

    /// Of an enquiry or a check the person hears only what comes of it.
    pub(super) fn say(&mut self, request: Option<RequestId>, words: Words) {
        let unheard =
            request.and_then(|id| self.find(id)).is_some_and(|index| self.is_unheard(index));
        if unheard {
            return;
        }
        self.commands.push(Command::Say { request, words });
    }

    fn is_unheard(&self, index: usize) -> bool {
        let request = &self.desk.requests[index];
        let reconfirms = request.errand.reconfirms().is_some();
        self.is_enquiry(index) || (self.is_check(index) && request.goes_on()) || reconfirms
    }

    pub(super) fn say_about(&mut self, index: usize, words: impl FnOnce(About) -> Words) {
        let about = self.about(index);
        let request = about.request;
        self.say(Some(request), words(about));
    }

    pub(super) fn about(&self, index: usize) -> About {
        self.desk.requests[index].about()
    }

    pub(super) fn find(&self, id: RequestId) -> Option<usize> {
        self.desk.requests.iter().position(|request| request.id == id)
    }

    pub(super) fn request(&mut self, index: usize) -> &mut Request {
        &mut self.desk.requests[index]
    }

    /// The call under way, if it is this one.
    pub(super) fn calling(&mut self, index: usize, call: CallId) -> Option<&mut Calling> {
        match &mut self.desk.requests[index].stage {
            Stage::Calling(calling) if calling.call == call => Some(calling),
            _ => None,
        }
    }

    /// Sets the dead man's handle and arms it.
    pub(super) fn arm(&mut self, index: usize, at: Timestamp) {
        let request = self.request(index);
        request.deadline = Some(at);
        let timer = Timer::Deadline { request: request.id };
        self.commands.push(Command::Wake { at, timer });
    }
}
