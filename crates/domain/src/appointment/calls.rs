//! From the person's "call" to the final word: dialling, trying again, proving, closing.

use jiff::{SignedDuration, Timestamp};

use crate::ids::{AppointmentId, CallId, RequestId};

use super::decide::Deciding;
use super::details::provider_zone;
use super::event::GaveUp;
use super::request::{Calling, Request, Slot, Stage, zone};
use super::{
    Appointment, Brief, Call, CallEvent, CallRefused, ClosedBecause, Command, Confirmation, Ended,
    FinalView, OfferView, QuestionKind, Quote, Retry, Timer, ToolCall, Transcript, Tried, Words,
    first_sentence, quote_for,
};

impl Deciding<'_> {
    /// The person said "call".
    pub(super) fn accept(&mut self, index: usize) {
        let number = self.desk.requests[index].wish.number.clone();
        match number.filter(|numbered| self.judge(&numbered.number).is_ok()) {
            Some(_) => {
                self.remember_provider(index);
                self.call_or_wait(index, self.now());
            }
            None => self.complete_or_ask(index),
        }
    }

    /// Calls now if `at` has come and the provider's country is awake; plans it otherwise.
    pub(super) fn call_or_wait(&mut self, index: usize, at: Timestamp) {
        let Some(numbered) = self.desk.requests[index].wish.number.clone() else {
            return self.complete_or_ask(index);
        };
        let at = self.next_call_time(&numbered.number, at.max(self.now()));
        if at > self.now() {
            self.plan(index, at, Retry::OutsideHours);
        } else {
            self.dial(index, Vec::new());
        }
    }

    fn plan(&mut self, index: usize, at: Timestamp, why: Retry) {
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
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::RetryPlanned { about, why, at, zone });
    }

    /// Asks for a call. `approved` are slots outside the windows that the person has chosen.
    fn dial(&mut self, index: usize, approved: Vec<Slot>) {
        let now = self.now();
        let person = &self.desk.person;
        let request = &self.desk.requests[index];
        let (Some(numbered), Some(service)) =
            (request.wish.number.clone(), request.wish.service.clone())
        else {
            return self.complete_or_ask(index);
        };
        let name = request.wish.name.clone().or_else(|| person.name.clone()).unwrap_or_default();
        let language = request.wish.language_or(person.language);
        let nth = u32::try_from(request.calls.len()).unwrap_or(u32::MAX).saturating_add(1);
        let call = Call {
            id: CallId::derived(self.event.id.0, "call"),
            request: request.id,
            person: person.id,
            to: numbered.number.clone(),
            provenance: numbered.provenance,
            nth,
            language,
            zone: provider_zone(&numbered.number, person).to_owned(),
            brief: Brief {
                first_sentence: first_sentence(language, &name, &service),
                service,
                provider: request.wish.provider.clone(),
                name,
                for_whom: request.wish.for_whom.clone(),
                reason: request.wish.reason.clone(),
                callback: person.callback.clone(),
                facts: request.wish.facts.clone(),
                windows: request
                    .wish
                    .windows
                    .iter()
                    .copied()
                    .filter(|window| window.to > now)
                    .collect(),
                chosen: approved.first().copied(),
            },
        };
        let request = self.request(index);
        request.calls.push(Tried { call: call.id, nth, at: now, outcome: None });
        request.stage = Stage::Calling(Box::new(Calling::new(call.id, nth, approved)));
        self.commands.push(Command::PlaceCall(Box::new(call)));
        self.arm(index, self.after(self.policy.call_deadline_s));
        self.say_about(index, |about| Words::Calling { about });
    }

    pub(super) fn retry_due(&mut self, request: RequestId, due: u32) {
        let Some(index) = self.find(request) else { return };
        match self.desk.requests[index].stage {
            Stage::Waiting { nth, until, .. } if nth == due && until <= self.now() => {
                self.call_or_wait(index, self.now());
            }
            _ => {}
        }
    }

    pub(super) fn call_event(&mut self, request: RequestId, call: CallId, event: &CallEvent) {
        let Some(index) = self.find(request) else { return };
        let Some(calling) = self.calling(index, call) else { return self.late(index, call, event) };
        match event {
            CallEvent::Refused { why } => {
                let because = if *why == CallRefused::CalledOff || calling.stopping {
                    ClosedBecause::Cancelled
                } else {
                    ClosedBecause::CannotCall
                };
                self.close(index, because);
            }
            CallEvent::Lost => self.close(index, ClosedBecause::CouldNotFindOut),
            CallEvent::Ringing | CallEvent::MachineHeard => {}
            CallEvent::Answered => {
                let news = !std::mem::replace(&mut calling.answered, true);
                if news && !calling.stopping && calling.ended.is_none() {
                    self.say_about(index, |about| Words::Talking { about });
                }
            }
            CallEvent::Ended { how } => {
                if calling.ended.replace(*how).is_none() {
                    self.ended(index, *how);
                }
            }
            CallEvent::Transcript(transcript) => {
                calling.transcript.get_or_insert_with(|| transcript.clone());
                if calling.ended.is_some() {
                    self.prove(index);
                }
            }
            CallEvent::NoTranscript => self.no_transcript(index),
        }
    }

    fn ended(&mut self, index: usize, how: Ended) {
        let Stage::Calling(calling) = &self.desk.requests[index].stage else { return };
        match how {
            Ended::Completed if calling.transcript.is_some() => self.prove(index),
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

    fn no_transcript(&mut self, index: usize) {
        let Stage::Calling(calling) = &self.desk.requests[index].stage else { return };
        let because = match (&calling.claim, calling.stopping) {
            (Some(_), _) => ClosedBecause::Unconfirmed,
            (None, true) => ClosedBecause::Cancelled,
            (None, false) => return self.without_booking(index),
        };
        self.close(index, because);
    }

    /// The call is over and its transcript is there: what did it bring?
    fn prove(&mut self, index: usize) {
        let Stage::Calling(calling) = &self.desk.requests[index].stage else { return };
        let Some(claim) = calling.claim.clone() else {
            return if calling.stopping {
                self.close(index, ClosedBecause::Cancelled);
            } else {
                self.without_booking(index);
            };
        };
        let quote = calling
            .transcript
            .as_ref()
            .and_then(|transcript| self.quote(index, claim.slot, transcript));
        match quote {
            Some(quote) => {
                self.booked(index, claim.slot, quote, claim.confirmed.unwrap_or_default());
            }
            None if calling.stopping => self.close(index, ClosedBecause::Cancelled),
            None => self.close(index, ClosedBecause::Unconfirmed),
        }
    }

    fn quote(&self, index: usize, slot: Slot, transcript: &Transcript) -> Option<Quote> {
        let request = &self.desk.requests[index];
        let numbered = request.wish.number.as_ref()?;
        let zone = zone(provider_zone(&numbered.number, &self.desk.person));
        let spoke_at = request.calls.last().map_or(self.now(), |tried| tried.at);
        let local = spoke_at.to_zoned(zone.clone()).datetime();
        quote_for(
            slot,
            transcript,
            request.wish.language_or(self.desk.person.language),
            &zone,
            local,
        )
    }

    fn booked(&mut self, index: usize, slot: Slot, quote: Quote, details: Confirmation) {
        let person = &self.desk.person;
        let request = &self.desk.requests[index];
        let (Some(numbered), Some(tried)) = (&request.wish.number, request.calls.last()) else {
            return;
        };
        let appointment = Appointment {
            id: AppointmentId::derived(request.id.0, "appointment"),
            call: tried.call,
            slot,
            zone: provider_zone(&numbered.number, person).to_owned(),
            provider: request.wish.provider_for_people().unwrap_or_default(),
            service: request.wish.service.clone().unwrap_or_default(),
            name: request.wish.name.clone().or_else(|| person.name.clone()).unwrap_or_default(),
            quote,
            details,
        };
        self.request(index).appointment = Some(appointment);
        self.close(index, ClosedBecause::Booked);
    }

    /// A call without a claim: another try, a choice for the person, or the end.
    fn without_booking(&mut self, index: usize) {
        let Stage::Calling(calling) = &self.desk.requests[index].stage else { return };
        let talked = calling.transcript.as_ref().is_some_and(Transcript::callee_spoke);
        let voicemail = calling.transcript.as_ref().is_some_and(|transcript| transcript.voicemail);
        let gave_up = match &calling.gave_up {
            Some(ToolCall::EndWithoutBooking { reason, call_back_at, .. }) => {
                Some((*reason, *call_back_at))
            }
            _ => None,
        };
        match gave_up {
            Some((GaveUp::Voicemail, _)) => {
                self.retry(index, Retry::Voicemail, self.policy.no_answer_retry_s);
            }
            Some((GaveUp::CallBackLater, at)) => self.call_back(index, at),
            Some((GaveUp::WrongNumber, _)) => self.close(index, ClosedBecause::WrongNumber),
            Some((GaveUp::Refused | GaveUp::RefusesMachines | GaveUp::WantsSecret, _)) => {
                self.close(index, ClosedBecause::Refused);
            }
            _ if !self.offer_views(index).is_empty() => self.let_choose(index),
            Some((GaveUp::NoAvailability, _)) => self.close(index, ClosedBecause::NoAvailability),
            Some((GaveUp::NothingSuited, _)) => self.close(index, ClosedBecause::NothingSuited),
            Some((GaveUp::NoProgress | GaveUp::Other, _)) if talked => {
                self.close(index, ClosedBecause::NoAvailability);
            }
            _ if voicemail => self.retry(index, Retry::Voicemail, self.policy.no_answer_retry_s),
            _ => self.retry(index, Retry::Failed, self.policy.busy_retry_s),
        }
    }

    fn call_back(&mut self, index: usize, at: Option<jiff::civil::DateTime>) {
        let numbered = self.desk.requests[index].wish.number.clone();
        let at = numbered.zip(at).and_then(|(numbered, at)| {
            let zone = zone(provider_zone(&numbered.number, &self.desk.person));
            Some(at.to_zoned(zone).ok()?.timestamp())
        });
        let soon = self.after(self.policy.busy_retry_s);
        let far = self.after(7 * 24 * 3600);
        self.retry_at(
            index,
            Retry::CallBack,
            at.filter(|&at| at > self.now() && at < far).unwrap_or(soon),
        );
    }

    fn retry(&mut self, index: usize, why: Retry, wait_s: u32) {
        self.retry_at(index, why, self.after(wait_s));
    }

    fn retry_at(&mut self, index: usize, why: Retry, at: Timestamp) {
        let outcome = format!("{why:?}").to_lowercase();
        let request = self.request(index);
        let tried = u32::try_from(request.calls.len()).unwrap_or(u32::MAX);
        let too_late = request.wish.windows.iter().all(|window| window.to <= at);
        if let Some(last) = request.calls.last_mut() {
            last.outcome.get_or_insert(outcome);
        }
        let Some(number) = request.wish.number.clone() else { return };
        if tried >= self.policy.calls_max || too_late {
            return self.close(index, ClosedBecause::NotReached);
        }
        self.plan(index, self.next_call_time(&number.number, at), why);
    }

    /// Offers that can still be had, as the person sees them.
    pub(super) fn offer_views(&self, index: usize) -> Vec<OfferView> {
        let request = &self.desk.requests[index];
        let zone = request.wish.number.as_ref().map_or(&*self.desk.person.zone, |numbered| {
            provider_zone(&numbered.number, &self.desk.person)
        });
        let last = request.calls.last().map(|tried| tried.call);
        let open = request.offers.iter().filter(|offer| {
            let held = offer.held_until.is_none_or(|until| until > self.now());
            Some(offer.call) == last && offer.slot.0 > self.now() && held
        });
        let views = open.zip(1..).take(OFFERS_MAX).map(|(offer, number)| OfferView {
            number,
            at: offer.slot.0,
            zone: zone.to_owned(),
            price: offer.price.clone(),
            held_until: offer.held_until,
        });
        views.collect()
    }

    fn let_choose(&mut self, index: usize) {
        let offers = self.offer_views(index);
        let default = self.after(self.policy.offer_s);
        let until = offers
            .iter()
            .map(|offer| offer.held_until.unwrap_or(default).min(offer.at))
            .max()
            .unwrap_or(default);
        let request = self.request(index);
        if let Some(last) = request.calls.last_mut() {
            last.outcome.get_or_insert("offers".to_owned());
        }
        request.stage = Stage::Choosing { until };
        let timer = Timer::Offers { request: request.id };
        self.commands.push(Command::Wake { at: until, timer });
        self.arm(
            index,
            until.saturating_add(SignedDuration::from_mins(15)).unwrap_or(Timestamp::MAX),
        );
        self.offers_left(index);
    }

    pub(super) fn offers_left(&mut self, index: usize) {
        let Stage::Choosing { until } = self.desk.requests[index].stage else { return };
        let offers = self.offer_views(index);
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::OffersLeft { about, offers, until, zone });
    }

    /// The person took an offer after the call: one more call asks for exactly that.
    pub(super) fn choose(&mut self, index: usize, slot: Slot) {
        self.dial(index, vec![slot]);
    }

    pub(super) fn neither(&mut self, index: usize) {
        match &self.desk.requests[index].stage {
            Stage::Choosing { .. } => self.close(index, ClosedBecause::NothingSuited),
            Stage::Calling(_) => self.answer_question_at(index, NONE_OF_THESE),
            _ => self.say_about(index, |about| Words::AlreadyDecided { about }),
        }
    }

    pub(super) fn offers_ran_out(&mut self, request: RequestId) {
        let Some(index) = self.find(request) else { return };
        if matches!(self.desk.requests[index].stage, Stage::Choosing { until } if until <= self.now())
        {
            self.close(index, ClosedBecause::OffersExpired);
        }
    }

    /// Cancel wins (I17): nothing is dialled any more, what rings is hung up.
    pub(super) fn cancel(&mut self, index: usize) {
        match &mut self.desk.requests[index].stage {
            Stage::Calling(calling) => {
                calling.stopping = true;
                let call = calling.call;
                self.commands.push(Command::EndCall { call });
                self.say_about(index, |about| Words::Stopping { about });
            }
            Stage::Closed { .. } => self.say_about(index, |about| Words::AlreadyDecided { about }),
            _ => self.close(index, ClosedBecause::Cancelled),
        }
    }

    pub(super) fn deadline(&mut self, request: RequestId) {
        let Some(index) = self.find(request) else { return };
        let request = &self.desk.requests[index];
        if request.deadline.is_none_or(|deadline| deadline > self.now()) {
            return;
        }
        match &request.stage {
            Stage::Drafting { .. } | Stage::Confirming => {
                let at = self.now();
                self.request(index).stage =
                    Stage::Closed { because: ClosedBecause::Dropped, at, last: None };
            }
            Stage::Calling(calling) => {
                let because = if calling.claim.is_some() {
                    ClosedBecause::Unconfirmed
                } else {
                    ClosedBecause::CouldNotFindOut
                };
                let call = calling.call;
                self.commands.push(Command::EndCall { call });
                self.close(index, because);
            }
            Stage::Waiting { .. } => self.close(index, ClosedBecause::NotReached),
            Stage::Choosing { .. } => self.close(index, ClosedBecause::OffersExpired),
            Stage::Closed { .. } => {}
        }
    }

    /// Evidence for a call that is no longer under way: it may prove what we could not find out, and nothing else.
    fn late(&mut self, index: usize, call: CallId, event: &CallEvent) {
        let CallEvent::Transcript(transcript) = event else { return };
        let request = &self.desk.requests[index];
        let Stage::Closed {
            because: ClosedBecause::CouldNotFindOut | ClosedBecause::Unconfirmed,
            last: Some(last),
            ..
        } = &request.stage
        else {
            return;
        };
        if last.call != call || request.appointment.is_some() {
            return;
        }
        let Some(claim) = last.claim.clone() else { return };
        let Some(quote) = self.quote(index, claim.slot, transcript) else { return };
        let mut last = last.clone();
        last.transcript = Some(transcript.clone());
        let at = self.now();
        self.request(index).stage =
            Stage::Closed { because: ClosedBecause::Unconfirmed, at, last: Some(last) };
        self.corrected(index, claim.slot, quote, claim.confirmed.unwrap_or_default());
    }

    fn corrected(&mut self, index: usize, slot: Slot, quote: Quote, details: Confirmation) {
        let said = self.commands.len();
        self.booked(index, slot, quote, details);
        for command in &mut self.commands[said..] {
            if let Command::FinalWord { request, words: Words::Final(view) } = command {
                *command = Command::Say {
                    request: Some(*request),
                    words: Words::Correction(view.clone()),
                };
            }
        }
    }

    pub(super) fn close(&mut self, index: usize, because: ClosedBecause) {
        let despite_stop =
            self.desk.requests[index].calling().is_some_and(|calling| calling.stopping);
        let at = self.now();
        let request = self.request(index);
        let last =
            match std::mem::replace(&mut request.stage, Stage::Drafting { asked: Vec::new() }) {
                Stage::Calling(calling) => Some(calling),
                Stage::Closed { last, .. } => last,
                _ => None,
            };
        request.stage = Stage::Closed { because, at, last };
        request.deadline = None;
        if because == ClosedBecause::WrongNumber {
            self.forget_provider(index);
        }
        let request = self.request(index);
        let status = request.status().to_owned();
        if let Some(tried) = request.calls.last_mut() {
            tried.outcome.get_or_insert(status);
        }
        let mut view = self.final_view(index, because, despite_stop);
        let request = view.about.request;
        let email = self.desk.person.email.clone();
        if because == ClosedBecause::Booked {
            view.ask_email =
                email.is_none() && !std::mem::replace(&mut self.desk.person.email_asked, true);
            view.mailed_to.clone_from(&email);
        }
        self.commands.push(Command::FinalWord { request, words: Words::Final(Box::new(view)) });
        if let Some(to) = email.filter(|_| because == ClosedBecause::Booked) {
            let mail = self.mail(index, because);
            self.commands.push(Command::Mail { request, to, mail });
        }
    }

    pub(super) fn final_view(
        &self,
        index: usize,
        because: ClosedBecause,
        despite_stop: bool,
    ) -> FinalView {
        let person = &self.desk.person;
        let request = &self.desk.requests[index];
        let number = request.wish.number.as_ref();
        let appointment = request.appointment.as_ref();
        let last = request.last_calling();
        let claimed = last.and_then(|calling| calling.claim.as_ref()).map(|claim| claim.slot);
        let note = last.and_then(|calling| match &calling.gave_up {
            Some(ToolCall::EndWithoutBooking { detail, .. }) => detail.clone(),
            _ => None,
        });
        FinalView {
            about: self.about(index),
            because,
            number: number.map(|numbered| numbered.number.for_people()),
            at: appointment.map(|appointment| appointment.slot).or(claimed).map(|slot| slot.0),
            zone: number.map_or(person.zone.clone(), |numbered| {
                provider_zone(&numbered.number, person).to_owned()
            }),
            person_zone: person.zone.clone(),
            name: request.wish.name.clone().or_else(|| person.name.clone()),
            quote: appointment.map(|appointment| appointment.quote.text.clone()),
            details: appointment.map(|appointment| appointment.details.clone()).unwrap_or_default(),
            despite_stop,
            ask_email: false,
            mailed_to: None,
            note,
            calls: u32::try_from(request.calls.len()).unwrap_or(u32::MAX),
        }
    }
}

/// As many as a list can show beside "neither".
const OFFERS_MAX: usize = 9;

/// What the agent hears when the person wants none of the offers.
pub(super) const NONE_OF_THESE: &str = "none of these";

impl Calling {
    fn new(call: CallId, nth: u32, approved: Vec<Slot>) -> Self {
        Self {
            call,
            nth,
            answered: false,
            stopping: false,
            approved,
            claim: None,
            question: None,
            gave_up: None,
            ended: None,
            transcript: None,
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
