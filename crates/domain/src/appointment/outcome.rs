//! What a call brought: proof, another try, a choice for the person, or the end.

use crate::ids::{AppointmentId, CallId};
use crate::understanding::call;

use super::call_time::provider_zone;
use super::decide::Deciding;
use super::event::GaveUp;
use super::person::zone;
use super::proof::{supports, utterance};
use super::request::{Request, Slot, Tried};
use super::stage::{Calling, Claim, Stage};
use super::{
    Appointment, CallEvent, ClosedBecause, Command, Confirmation, Heard, NeverCall, Owed, Quote,
    Retry, ToolCall, Transcript, Words, quote_for,
};

impl Deciding<'_> {
    pub(super) fn no_transcript(&mut self, index: usize) {
        let request = &self.desk.requests[index];
        let Stage::Calling(calling) = &request.stage else { return };
        if request.errand.calls_off().is_some() && !calling.stopping {
            return self.prove_called_off(index);
        }
        self.nothing_proven(index);
    }

    /// The call is over and its transcript is there: what did it bring?
    pub(super) fn prove(&mut self, index: usize) {
        let request = &self.desk.requests[index];
        let Stage::Calling(calling) = &request.stage else { return };
        if request.errand.calls_off().is_some() && !calling.stopping {
            return self.prove_called_off(index);
        }
        if calling.denied() {
            self.request(index).tentative = None;
        }
        let proven = self.desk.requests[index].calling().and_then(|calling| {
            let (claim, transcript) = (calling.claim.clone()?, calling.transcript.as_ref()?);
            let quote = self.quote(index, claim.slot, transcript)?;
            Some((claim, quote))
        });
        match proven {
            Some((_, quote)) if self.is_check(index) => self.checked(index, quote),
            Some((claim, quote)) => {
                self.booked(index, claim.slot, quote, claim.confirmed.unwrap_or_default());
            }
            None => self.nothing_proven(index),
        }
    }

    fn nothing_proven(&mut self, index: usize) {
        self.leave_in_peace(index);
        let Some(calling) = self.desk.requests[index].calling() else { return };
        match (calling.claim.clone(), calling.stopping) {
            (Some(claim), stopping) => self.unproven(index, &claim, stopping),
            (None, true) => self.close(index, ClosedBecause::Cancelled),
            (None, false) => self.without_booking(index),
        }
    }

    /// Yes was allowed, and nothing proves that it was heard. Where they left it open, or the line was cut, one call
    /// back asks.
    fn unproven(&mut self, index: usize, claim: &Claim, stopping: bool) {
        let request = &mut self.desk.requests[index];
        let given_up = request.calling().and_then(Calling::given_up);
        let asked_back = request.tentative.is_some();
        if stopping || claim.confirmed.is_some() {
            return self.close(index, ClosedBecause::Unconfirmed);
        }
        match given_up {
            Some(GaveUp::WrongNumber) => self.without_booking(index),
            _ if asked_back => self.close(index, ClosedBecause::Unconfirmed),
            None => {
                request.tentative = Some(claim.slot);
                self.retry(index, Retry::CutOff, self.policy.cut_off_retry_s);
            }
            Some(
                GaveUp::WillGetBack
                | GaveUp::CallBackLater
                | GaveUp::HoldGivenUp
                | GaveUp::Voicemail,
            ) => {
                request.tentative = Some(claim.slot);
                self.without_booking(index);
            }
            Some(GaveUp::NoProgress | GaveUp::Other) => {
                self.close(index, ClosedBecause::Unconfirmed);
            }
            Some(_) => self.without_booking(index),
        }
    }

    /// What this call asked for and didn't get is no longer to be had.
    fn drop_offers_asked_for(&mut self, index: usize) {
        let current = self.current_candidate(index);
        let request = self.request(index);
        let Stage::Calling(calling) = &request.stage else { return };
        let claimed = calling.claim.as_ref().map(|claim| claim.slot);
        let asked = |slot: Slot| claimed == Some(slot) || calling.approved.contains(&slot);
        request.offers.retain(|offer| offer.candidate != current || !asked(offer.slot));
    }

    fn quote(&self, index: usize, slot: Slot, transcript: &Transcript) -> Option<Quote> {
        let request = &self.desk.requests[index];
        let numbered = request.wish.number.as_ref()?;
        let zone = zone(provider_zone(numbered, &self.desk.person));
        let spoke_at = request.calls.last().map_or(self.now(), |tried| tried.at);
        let local = spoke_at.to_zoned(zone.clone()).datetime();
        let language = request.wish.language_or(self.desk.person.language);
        let quote = quote_for(slot, transcript, language, &zone, local)?;
        let is_of_the_old = request
            .errand
            .moves()
            .is_some_and(|old| supports(quote.turn, old, transcript, language, &zone, local));
        (!is_of_the_old).then_some(quote)
    }

    fn booked(&mut self, index: usize, slot: Slot, quote: Quote, details: Confirmation) {
        if self.desk.requests[index].errand.reconfirms().is_some() {
            return self.reconfirmed(index, quote);
        }
        let details = self.with_the_call_before(index, details);
        let person = &self.desk.person;
        let request = &self.desk.requests[index];
        let (Some(numbered), Some(tried)) = (&request.wish.number, request.calls.last()) else {
            return;
        };
        let appointment = Appointment {
            id: AppointmentId::derived(request.id.0, "appointment"),
            call: tried.call,
            slot,
            zone: provider_zone(numbered, person).to_owned(),
            provider: request.wish.provider_for_people().unwrap_or_default(),
            service: request.wish.service.clone().unwrap_or_default(),
            name: request.wish.name.clone().or_else(|| person.name.clone()).unwrap_or_default(),
            quote,
            details,
            called_off_at: None,
            moved_to: None,
            call_before: None,
            entry: None,
            sequence: 0,
        };
        let by_machine = self.talked_with_a_machine(index);
        let appointment = self.in_place_of(index, appointment);
        let request = self.request(index);
        request.appointment = Some(appointment);
        request.by_machine = by_machine;
        request.tentative = None;
        self.plan_reminders(index);
        self.plan_reconfirming(index);
        self.close(index, ClosedBecause::Booked);
    }

    /// A call that booked nothing: another try, a choice for the person, or the end.
    pub(super) fn without_booking(&mut self, index: usize) {
        let Stage::Calling(calling) = &self.desk.requests[index].stage else { return };
        let transcript = calling.transcript.as_ref();
        let (talked, machine) = (calling.callee_spoke(), calling.met_a_machine());
        let line = calling.line.now;
        let (at_menu, on_hold) = (line == Some(Heard::Menu), line == Some(Heard::Hold));
        let refuses = transcript.is_some_and(refuses_calls);
        let (reason, call_back_at) = match &calling.gave_up {
            _ if refuses => (Some(GaveUp::NeverCallAgain), None),
            Some(ToolCall::EndWithoutBooking { reason, call_back_at, .. }) => {
                (Some(*reason), *call_back_at)
            }
            _ => (None, None),
        };
        let owed = calling.unanswered();
        let silent = transcript.is_some() && !talked;
        self.drop_offers_asked_for(index);
        let request = &self.desk.requests[index];
        let offered = request.calling().is_some_and(|calling| calling.offered(request));
        let asks_first = !offered && self.asks_first(index).is_some();
        match reason {
            Some(GaveUp::Voicemail) => self.voicemail_answered(index),
            Some(GaveUp::CallBackLater) => self.call_back(index, call_back_at),
            Some(GaveUp::WillGetBack) => self.wait_for_them(index),
            Some(GaveUp::WrongNumber) => self.close(index, ClosedBecause::WrongNumber),
            Some(GaveUp::Moved) => self.close(index, ClosedBecause::Moved),
            Some(GaveUp::Refused) => self.close(index, ClosedBecause::Refused),
            Some(GaveUp::RefusesMachines) => self.close(index, ClosedBecause::RefusesMachines),
            Some(GaveUp::NeverCallAgain) => self.close(index, ClosedBecause::NeverCallAgain),
            Some(GaveUp::WantsSecret) => self.close(index, ClosedBecause::WantsSecret),
            Some(GaveUp::NoCommonLanguage) => self.close(index, ClosedBecause::NoCommonLanguage),
            Some(GaveUp::NotFound) => self.close(index, ClosedBecause::NotInTheirBook),
            Some(GaveUp::MenuUnsolved) => self.close(index, ClosedBecause::MenuUnsolved),
            Some(GaveUp::HoldGivenUp) => self.retry(index, Retry::Hold, self.policy.busy_retry_s),
            _ if self.is_enquiry(index) && !self.desk.requests[index].offers.is_empty() => {
                self.close(index, ClosedBecause::Offered);
            }
            _ if !asks_first && !self.offer_views(index).is_empty() => self.let_choose(index),
            Some(GaveUp::NoAvailability) => self.close(index, ClosedBecause::NoAvailability),
            Some(GaveUp::NothingSuited) => self.close(index, ClosedBecause::NothingSuited),
            _ if machine => self.voicemail_answered(index),
            _ if owed.is_some() => self.wait_for_the_person(index, owed),
            _ if on_hold => self.retry(index, Retry::Hold, self.policy.busy_retry_s),
            _ if at_menu => self.close(index, ClosedBecause::MenuUnsolved),
            Some(GaveUp::NoProgress | GaveUp::Other) if talked => {
                self.close(index, ClosedBecause::NoProgress);
            }
            _ if silent => {
                self.retry(index, Retry::Silent, self.policy.busy_retry_s);
            }
            _ => self.retry(index, Retry::Failed, self.policy.busy_retry_s),
        }
    }

    /// What the agent heard is enough, whatever else the call came to.
    pub(super) fn leave_in_peace(&mut self, index: usize) {
        let Some(calling) = self.desk.requests[index].calling() else { return };
        let why = match calling.given_up() {
            Some(GaveUp::NeverCallAgain) => NeverCall::Asked,
            Some(GaveUp::WrongNumber) if calling.somebody_spoke() => NeverCall::WrongNumber,
            _ => return,
        };
        self.never_call(index, why);
    }

    /// Whatever else came of the call: who wants no more of them gets none.
    pub(super) fn never_again_if_asked(&mut self, index: usize, transcript: &Transcript) {
        if refuses_calls(transcript) {
            self.never_call(index, NeverCall::Asked);
        }
    }

    fn never_call(&mut self, index: usize, why: NeverCall) {
        if let Some(numbered) = &self.desk.requests[index].wish.number {
            let number = numbered.number.clone();
            self.commands.push(Command::NeverCall { number, why });
        }
    }

    /// They said neither yes nor no: they are waited for, asked once more, and then it is the person's to ask.
    fn wait_for_them(&mut self, index: usize) {
        let request = &self.desk.requests[index];
        let why = Retry::WillGetBack;
        let awaited = |tried: &Tried| tried.outcome.as_deref() == Some(why.name());
        if !request.calls.iter().any(awaited) {
            return self.retry(index, why, self.policy.get_back_s);
        }
        self.close(index, ClosedBecause::NoProgress);
    }

    /// The provider couldn't be kept waiting: the answer may still come, and then they are called again.
    fn wait_for_the_person(&mut self, index: usize, owed: Option<Owed>) {
        let Some(owed) = owed else { return };
        let until = self.after(self.policy.offer_s);
        let last = self.desk.requests[index].wish.windows.iter().map(|window| window.to).max();
        let until = last.map_or(until, |last| until.min(last));
        let (question, options) = (owed.question.clone(), owed.options.clone());
        let request = self.request(index);
        request.owed = Some(owed);
        if let Some(last) = request.calls.last_mut() {
            last.outcome.get_or_insert(Retry::Question.name().to_owned());
        }
        let tried = u32::try_from(request.calls.len()).unwrap_or(u32::MAX);
        if tried >= self.policy.calls_max {
            return self.close(index, ClosedBecause::Unanswered);
        }
        self.wait_until(index, until, Retry::Question);
        let zone = self.desk.person.zone.clone();
        let can_ring = self.desk.person.callback.is_some();
        self.say_about(index, |about| Words::Unanswered {
            about,
            question,
            options,
            until,
            zone,
            can_ring,
        });
    }

    fn voicemail_answered(&mut self, index: usize) {
        let left = self.desk.requests[index].calling().is_some_and(|it| it.line.left_message);
        let why = if left { Retry::VoicemailLeft } else { Retry::Voicemail };
        self.retry(index, why, self.policy.no_answer_retry_s);
    }

    /// Evidence for a call that is no longer under way: it may prove what we could not find out, and nothing else.
    pub(super) fn late(&mut self, index: usize, call: CallId, event: &CallEvent) {
        let CallEvent::Transcript(transcript) = event else { return };
        let request = &self.desk.requests[index];
        if !self.may_still_change(index) {
            return;
        }
        if request.appointment.is_some() || request.calls.last().is_none_or(|it| it.call != call) {
            return;
        }
        match &request.stage {
            // The call back that would ask is not needed.
            Stage::Waiting { .. } => {
                let Some(slot) = request.tentative else { return };
                let Some(quote) = self.quote(index, slot, transcript) else { return };
                self.note_told(index, transcript);
                self.booked(index, slot, quote, Confirmation::default());
            }
            Stage::Closed {
                because: ClosedBecause::CouldNotFindOut | ClosedBecause::Unconfirmed,
                last: Some(last),
                ..
            } if last.call == call => {
                let Some(claim) = last.claim.clone() else { return };
                let Some(quote) = self.quote(index, claim.slot, transcript) else { return };
                let mut last = last.clone();
                last.transcript = Some(transcript.clone());
                let at = self.now();
                self.request(index).stage =
                    Stage::Closed { because: ClosedBecause::Unconfirmed, at, last: Some(last) };
                self.note_told(index, transcript);
                self.corrected(index, claim.slot, quote, claim.confirmed.unwrap_or_default());
            }
            _ => {}
        }
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
}

fn refuses_calls(transcript: &Transcript) -> bool {
    call::refuses_calls(&transcript.turns.iter().map(utterance).collect::<Vec<_>>())
}

impl Calling {
    fn callee_spoke(&self) -> bool {
        self.transcript.as_ref().is_some_and(Transcript::callee_spoke)
    }

    fn met_a_machine(&self) -> bool {
        self.transcript.as_ref().is_some_and(|transcript| transcript.voicemail)
            || matches!(self.line.now, Some(Heard::Voicemail | Heard::FullMailbox))
            || (self.line.machine_hint && !self.callee_spoke())
    }

    fn somebody_spoke(&self) -> bool {
        let waits = matches!(self.line.now, Some(Heard::Menu | Heard::Hold));
        self.callee_spoke() && !self.met_a_machine() && !waits
    }

    /// Somebody has said that nothing is booked.
    fn denied(&self) -> bool {
        let refuses = self.transcript.as_ref().is_some_and(refuses_calls);
        let reason = self.given_up().filter(|_| !refuses);
        self.somebody_spoke() && reason.is_some_and(says_that_nothing_is_booked)
    }

    fn offered(&self, request: &Request) -> bool {
        request.offers.iter().any(|offer| offer.call == self.call)
    }
}

/// Somebody who says so has looked into the book.
fn says_that_nothing_is_booked(reason: GaveUp) -> bool {
    matches!(reason, GaveUp::NoAvailability | GaveUp::NothingSuited | GaveUp::NotFound)
}
