//! From the person's "call" to the end of the call: dialling, trying again, calling off.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::ids::{CallId, RequestId};
use crate::language::Language;
use crate::understanding::{is_secret, language_of};
use crate::when::{self, Reference};

use super::call_time::provider_zone;
use super::decide::Deciding;
use super::person::zone;
use super::request::{Request, Slot};
use super::stage::{Calling, Stage};
use super::{
    Brief, Call, CallEvent, CallRefused, ClosedBecause, Command, Direction, Ended, Errand, GaveUp,
    Line, Opening, Owed, Purpose, Question, QuestionKind, Retry, Speaker, Timer, ToolAnswer,
    ToolCall, ToolDecision, Transcript, Tried, Words, first_sentence,
};

/// How long a call waits for others of its search to end.
const TURN_S: u32 = 60;

impl Deciding<'_> {
    /// The person said "call".
    pub(super) fn accept(&mut self, index: usize) {
        if !self.desk.requests[index].wish.candidates.is_empty() {
            return self.start_enquiries(index);
        }
        let number = self.desk.requests[index].wish.number.clone();
        match number.filter(|numbered| self.judge(&numbered.number).is_ok()) {
            Some(_) => {
                self.remember_provider(index);
                let wished = self.desk.requests[index].wish.call_at;
                self.call_or_wait(index, wished.unwrap_or(self.now()));
            }
            None => self.complete_or_ask(index),
        }
    }

    /// Calls now if `at` has come and the provider's country is awake; plans it otherwise.
    pub(super) fn call_or_wait(&mut self, index: usize, at: Timestamp) {
        let Some(numbered) = self.desk.requests[index].wish.number.clone() else {
            return self.complete_or_ask(index);
        };
        let wished = at > self.now();
        let hours = self.desk.requests[index].wish.hours();
        let at = self.next_call_time(&numbered, hours, at.max(self.now()));
        if self.begins_before(index, at) {
            return self.close(index, ClosedBecause::BeginsBefore);
        }
        if at > self.now() {
            let is_holiday = self.holiday(&numbered, self.now()).is_some();
            let why = match is_holiday {
                _ if wished => Retry::AsWished,
                true => Retry::Holiday,
                false => Retry::OutsideHours,
            };
            self.plan(index, at, why);
        } else {
            self.dial(index);
        }
    }

    /// Comes back at that time, whatever happens until then.
    pub(super) fn wait_until(&mut self, index: usize, at: Timestamp, why: Retry) {
        let request = &mut self.desk.requests[index];
        let nth = u32::try_from(request.calls.len()).unwrap_or(u32::MAX).saturating_add(1);
        request.stage = Stage::Waiting { until: at, why, nth };
        let timer = Timer::Retry { request: request.id, nth };
        self.commands.push(Command::Wake { at, timer });
        let late = i64::from(self.policy.call_deadline_s);
        self.arm(
            index,
            at.saturating_add(SignedDuration::from_secs(late)).unwrap_or(Timestamp::MAX),
        );
    }

    fn plan(&mut self, index: usize, at: Timestamp, why: Retry) {
        self.wait_until(index, at, why);
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::RetryPlanned { about, why, at, zone });
    }

    /// Asks for a call.
    fn dial(&mut self, index: usize) {
        let now = self.now();
        let chosen = self.request(index).chosen.take().filter(|slot| slot.0 > now);
        let (purpose, approved) = match chosen {
            Some(slot) => (self.purpose(index).0, vec![slot]),
            None => self.purpose(index),
        };
        // One event may have several providers called.
        let what = format!("call for {}", self.desk.requests[index].id);
        let id = CallId::derived(self.event.id.0, &what);
        let Some(call) = self.call(index, id, purpose, Direction::Outbound, &approved) else {
            return self.complete_or_ask(index);
        };
        self.refresh_calendar();
        self.go_on_the_phone(index, &call, approved);
        self.commands.push(Command::PlaceCall(Box::new(call)));
        self.say_about(index, |about| Words::Calling { about });
    }

    /// The provider rings us: what is open with them is taken up where it stands.
    pub(super) fn rang_us(&mut self, request: RequestId, id: CallId) -> ToolAnswer {
        let not_now = ToolAnswer::plain(ToolDecision::End, "Nothing is open with them now.");
        let Some(index) = self.find(request) else { return not_now };
        let awaited = match self.desk.requests[index].stage {
            Stage::Waiting { .. } | Stage::Choosing { .. } => true,
            Stage::Closed { .. } => self.may_still_offer(index),
            _ => false,
        };
        if !awaited {
            return not_now;
        }
        let (purpose, approved) = self.purpose(index);
        let Some(call) = self.call(index, id, purpose, Direction::Inbound, &approved) else {
            return not_now;
        };
        self.go_on_the_phone(index, &call, approved);
        if let Stage::Calling(calling) = &mut self.request(index).stage {
            calling.answered = true;
            calling.line.talks = true;
        }
        self.commands.push(Command::TakeCall(Box::new(call)));
        self.say_about(index, |about| Words::TheyRang { about });
        ToolAnswer::plain(ToolDecision::Ok, "Talk to them.")
    }

    /// What a call is for, and the slot that it is about.
    fn purpose(&self, index: usize) -> (Purpose, Vec<Slot>) {
        let request = &self.desk.requests[index];
        match (request.errand, self.asks_first(index)) {
            (Errand::CallOff { slot, .. }, _) => (Purpose::Cancel, vec![slot]),
            (Errand::Check { slot, .. }, _) => (Purpose::Confirm, vec![slot]),
            (Errand::Enquire { .. }, _) => (Purpose::Enquire, Vec::new()),
            (Errand::Reconfirm { slot, .. }, _) => (Purpose::Confirm, vec![slot]),
            (Errand::Book | Errand::Move { .. }, Some(slot)) => (Purpose::Confirm, vec![slot]),
            (Errand::Book, _) => (Purpose::Book, Vec::new()),
            (Errand::Move { .. }, _) => (Purpose::Change, Vec::new()),
        }
    }

    /// The slot of which it is to be found out whether it stands in their book, before anything else is.
    pub(super) fn asks_first(&self, index: usize) -> Option<Slot> {
        self.desk.requests[index].tentative.filter(|slot| slot.0 > self.now())
    }

    fn go_on_the_phone(&mut self, index: usize, call: &Call, approved: Vec<Slot>) {
        let at = self.now();
        let request = self.request(index);
        request.calls.push(Tried { call: call.id, nth: call.nth, at, outcome: None });
        request.stage = Stage::Calling(Box::new(Calling::new(call.id, call.nth, approved)));
        self.arm(index, self.after(self.policy.call_deadline_s));
    }

    /// All that a call needs to know; nothing while number or service are missing.
    fn call(
        &self,
        index: usize,
        id: CallId,
        purpose: Purpose,
        direction: Direction,
        approved: &[Slot],
    ) -> Option<Call> {
        let now = self.now();
        let person = &self.desk.person;
        let request = &self.desk.requests[index];
        let wish = &request.wish;
        let (numbered, service) = (wish.number.clone()?, wish.service.clone()?);
        let name = wish.name.clone().or_else(|| person.name.clone()).unwrap_or_default();
        let language = wish.language_or(person.language);
        let zone_name = provider_zone(&numbered, person).to_owned();
        let local = |slot: &Slot| slot.0.to_zoned(zone(&zone_name)).datetime();
        let not_from = self.rests_at(&numbered, self.now());
        let slot = approved.first().map(local);
        let appointment = request.errand.moves();
        let opening = match self.earlier_than(index) {
            Some(slot) => Opening::Earlier(local(&slot)),
            None => opening(request, purpose, direction, slot, appointment.as_ref().map(local)),
        };
        Some(Call {
            id,
            request: request.id,
            person: person.id,
            to: numbered.number,
            provenance: numbered.provenance,
            nth: u32::try_from(request.calls.len()).unwrap_or(u32::MAX).saturating_add(1),
            purpose,
            direction,
            language,
            zone: zone_name,
            not_from,
            brief: Brief {
                first_sentence: first_sentence(language, &name, &service, opening),
                service,
                provider: wish.provider.clone(),
                name,
                for_whom: may_be_told(&wish.for_whom),
                reason: may_be_told(&wish.reason),
                callback: person.callback.clone(),
                facts: wish.facts.iter().filter(|known| !is_secret(&known.text)).cloned().collect(),
                price_max: wish.price_max.clone(),
                windows: wish.windows.iter().copied().filter(|window| window.to > now).collect(),
                appointment,
                chosen: approved.first().copied(),
            },
        })
    }

    pub(super) fn retry_due(&mut self, request: RequestId, due: u32) {
        let Some(index) = self.find(request) else { return };
        match self.desk.requests[index].stage {
            Stage::Waiting { nth, until, why } if nth == due && until <= self.now() => {
                if why == Retry::Question {
                    return self.close(index, ClosedBecause::Unanswered);
                }
                if self.is_wave_full(index) {
                    let soon = self.after(TURN_S);
                    return self.wait_until(index, soon, why);
                }
                self.call_or_wait(index, self.now());
            }
            _ => {}
        }
    }

    pub(super) fn call_event(&mut self, request: RequestId, call: CallId, event: &CallEvent) {
        let Some(index) = self.find(request) else { return };
        let Some(calling) = self.calling(index, call) else { return self.late(index, call, event) };
        match event {
            CallEvent::Refused { why: CallRefused::TooLate } if !calling.stopping => {
                self.retry(index, Retry::Failed, 0);
            }
            CallEvent::Refused { why } => {
                let because = if *why == CallRefused::CalledOff || calling.stopping {
                    ClosedBecause::Cancelled
                } else {
                    ClosedBecause::CannotCall { why: *why }
                };
                self.close(index, because);
            }
            CallEvent::Lost => self.close(index, ClosedBecause::CouldNotFindOut),
            CallEvent::Held => {
                let waits = !calling.answered && !calling.stopping && calling.ended.is_none();
                if waits {
                    self.say_about(index, |about| Words::CallHeld { about });
                }
            }
            CallEvent::Ringing => {}
            CallEvent::MachineHeard => calling.line.machine_hint = true,
            CallEvent::Answered => calling.answered = true,
            CallEvent::Ended { how } => {
                if calling.ended.replace(*how).is_none() {
                    self.ended(index, *how);
                }
            }
            CallEvent::Transcript(transcript) => {
                calling.transcript.get_or_insert_with(|| transcript.clone());
                let ended = calling.ended.is_some();
                self.note_told(index, transcript);
                self.never_again_if_asked(index, transcript);
                if ended {
                    self.prove(index);
                }
            }
            CallEvent::NoTranscript => self.no_transcript(index),
        }
    }

    fn ended(&mut self, index: usize, how: Ended) {
        let Stage::Calling(calling) = &self.desk.requests[index].stage else { return };
        match how {
            _ if calling.transcript.is_some() => self.prove(index),
            Ended::Completed => self.commands.push(Command::FetchTranscript { call: calling.call }),
            // The line broke while they talked: what was said decides.
            _ if calling.answered || calling.claim.is_some() => {
                self.commands.push(Command::FetchTranscript { call: calling.call });
            }
            _ if calling.stopping => self.close(index, ClosedBecause::Cancelled),
            Ended::Canceled => self.close(index, ClosedBecause::CouldNotFindOut),
            Ended::Busy => self.retry(index, Retry::Busy, self.policy.busy_retry_s),
            Ended::NoAnswer => self.retry(index, Retry::NoAnswer, self.policy.no_answer_retry_s),
            Ended::Failed => self.retry(index, Retry::Failed, self.policy.busy_retry_s),
        }
    }

    /// "Call back after three": by their own words if these name a time, else by what the agent took from them.
    pub(super) fn call_back(&mut self, index: usize, noted: Option<DateTime>) {
        let request = &self.desk.requests[index];
        let Some(numbered) = &request.wish.number else { return };
        let zone = zone(provider_zone(numbered, &self.desk.person));
        let noted = noted.and_then(|at| Some(at.to_zoned(zone.clone()).ok()?.timestamp()));
        let said = request.last_transcript().and_then(|transcript| {
            let language = request.wish.language_or(self.desk.person.language);
            time_said(transcript, language, &zone, self.now())
        });
        let soon = self.after(self.policy.busy_retry_s);
        let far = self.after(7 * 24 * 3600);
        let may_be = |at: &Timestamp| *at > self.now() && *at < far;
        let at = said.filter(may_be).or(noted.filter(may_be)).unwrap_or(soon);
        self.retry_at(index, Retry::CallBack, at);
    }

    pub(super) fn retry(&mut self, index: usize, why: Retry, wait_s: u32) {
        self.retry_at(index, why, self.after(wait_s));
    }

    pub(super) fn retry_at(&mut self, index: usize, why: Retry, at: Timestamp) {
        if self.is_check(index) {
            return self.close(index, ClosedBecause::NotChecked);
        }
        let outcome = why.name().to_owned();
        let Some(number) = self.desk.requests[index].wish.number.clone() else { return };
        let at = self.next_call_time(&number, self.desk.requests[index].wish.hours(), at);
        let polite = self.is_for_something_earlier(index);
        let calls_max = if polite { 1 } else { self.policy.calls_max };
        let request = self.request(index);
        let tried = u32::try_from(request.calls.len()).unwrap_or(u32::MAX);
        let begins_before = request.errand.moves().is_some_and(|slot| slot.0 <= at);
        let too_late = begins_before || request.wish.windows.iter().all(|window| window.to <= at);
        if let Some(last) = request.calls.last_mut() {
            last.outcome.get_or_insert(outcome);
        }
        let tentative = request.tentative.is_some();
        // What the person has chosen stays what is asked for.
        if let Stage::Calling(calling) = &request.stage
            && !tentative
            && matches!(request.errand, Errand::Book | Errand::Move { .. })
        {
            request.chosen = calling.approved.last().copied();
        }
        if tried >= calls_max || too_late {
            let because = match why {
                _ if begins_before => ClosedBecause::BeginsBefore,
                _ => why.given_up(),
            };
            return self.close(index, because);
        }
        self.plan(index, at, why);
        self.enquiry_waits(index);
    }
}

/// The time that the callee spoke of last.
fn time_said(
    transcript: &Transcript,
    language: Language,
    zone: &TimeZone,
    now: Timestamp,
) -> Option<Timestamp> {
    let read = |line: &str| {
        let language = language_of(line).unwrap_or(language);
        let now = now.to_zoned(zone.clone()).datetime();
        when::read(line, Reference { now, language, month_first: false })
    };
    let lines = transcript.turns.iter().rev().filter(|turn| turn.speaker == Speaker::Callee);
    lines.map(|line| read(&line.text)).find_map(|mut readings| {
        readings.retain(|reading| reading.times.is_some());
        Some(when::windows(&readings, zone, now).ok()?.first()?.from)
    })
}

/// How a call of this request begins now.
fn opening(
    request: &Request,
    purpose: Purpose,
    direction: Direction,
    slot: Option<DateTime>,
    appointment: Option<DateTime>,
) -> Opening {
    let before = request.calls.last().and_then(|tried| tried.outcome.as_deref());
    match (direction, purpose, slot) {
        (Direction::Inbound, ..) => Opening::Inbound,
        (_, Purpose::Cancel, Some(slot)) => Opening::Cancel(slot),
        (_, Purpose::Confirm, Some(slot)) if request.errand.checks().is_some() => {
            Opening::Check(slot)
        }
        (_, Purpose::Confirm, Some(slot)) if request.errand.reconfirms().is_some() => {
            Opening::Reconfirm(slot)
        }
        (_, Purpose::Confirm, Some(slot)) => Opening::Confirm(slot),
        (_, Purpose::Change, to) if appointment.is_some() => {
            Opening::Change { from: appointment.unwrap_or_default(), to }
        }
        (_, Purpose::Book, Some(slot)) => Opening::Take(slot),
        _ if before == Some(Retry::CallBack.name()) => Opening::AsAsked,
        _ if before == Some(Retry::Question.name()) => Opening::Again,
        (_, Purpose::Enquire, _) => Opening::Enquire,
        _ => Opening::First,
    }
}

/// What the agent doesn't know it can't give away.
fn may_be_told(text: &Option<String>) -> Option<String> {
    text.clone().filter(|text| !is_secret(text))
}

impl Calling {
    fn new(call: CallId, nth: u32, approved: Vec<Slot>) -> Self {
        Self {
            call,
            nth,
            answered: false,
            line: Line::default(),
            stopping: false,
            approved,
            claim: None,
            called_off: false,
            question: None,
            gave_up: None,
            ended: None,
            transcript: None,
        }
    }

    #[must_use]
    pub fn given_up(&self) -> Option<GaveUp> {
        match &self.gave_up {
            Some(ToolCall::EndWithoutBooking { reason, .. }) => Some(*reason),
            _ => None,
        }
    }

    /// What the provider wants to know of the person, and has not been told.
    pub(super) fn unanswered(&self) -> Option<Owed> {
        match self.question.as_ref()? {
            Question { kind: QuestionKind::Free { text, options }, answer: None, .. } => {
                Some(Owed { question: text.clone(), options: options.clone(), answer: None })
            }
            _ => None,
        }
    }

    /// The question that the person has not answered yet.
    #[must_use]
    pub fn open_question(&self) -> Option<&QuestionKind> {
        let question = self.question.as_ref()?;
        let open = question.answer.is_none() && self.ended.is_none() && !self.stopping;
        open.then_some(&question.kind)
    }
}

impl Request {
    /// The call under way, or the one that was under way at the end.
    #[must_use]
    pub fn last_calling(&self) -> Option<&Calling> {
        match &self.stage {
            Stage::Calling(calling) => Some(calling),
            Stage::Closed { last, .. } => last.as_deref(),
            _ => None,
        }
    }

    #[must_use]
    pub fn last_transcript(&self) -> Option<&Transcript> {
        self.last_calling().and_then(|calling| calling.transcript.as_ref())
    }
}
