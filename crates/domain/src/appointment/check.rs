//! What an automated system of the provider confirmed is checked with a person there: once, on their next day, unless
//! the person says no. A check books nothing that was not booked before, and of it they hear one message.

use jiff::{SignedDuration, Timestamp};

use crate::ids::RequestId;
use crate::understanding::call;
use crate::when::Reference;

use super::call_time::provider_zone;
use super::decide::Deciding;
use super::errand::Errand;
use super::person::zone;
use super::proof::utterance;
use super::request::Request;
use super::stage::Stage;
use super::wish::Wish;
use super::{ClosedBecause, Heard, Quote, Retry, ToolAnswer, ToolCall, ToolDecision, Words};

impl Deciding<'_> {
    /// Whether it was another automated assistant that said the last words of the call.
    pub(super) fn talked_with_a_machine(&self, index: usize) -> bool {
        let calling = self.desk.requests[index].last_calling();
        calling.is_some_and(|calling| calling.line.now == Some(Heard::Machine))
    }

    /// When a person there could be asked: on their next day, if that is well before the appointment.
    pub(super) fn check_time(&self, index: usize) -> Option<Timestamp> {
        let request = &self.desk.requests[index];
        let slot = request.appointment.as_ref().filter(|_| request.by_machine)?.slot;
        let numbered = request.wish.number.as_ref()?;
        let there = zone(provider_zone(numbered, &self.desk.person));
        let tomorrow = self.now().to_zoned(there.clone()).date().tomorrow().ok()?;
        let morning = tomorrow.to_zoned(there).ok()?.timestamp();
        let at = self.next_call_time(numbered, request.wish.hours(), morning);
        (slot.0.duration_since(at) >= CHECKED_BEFORE).then_some(at)
    }

    pub(super) fn plan_check(&mut self, index: usize, at: Timestamp) {
        let booking = &self.desk.requests[index];
        let Some(slot) = booking.appointment.as_ref().map(|appointment| appointment.slot) else {
            return;
        };
        let of = booking.id;
        let wish = Wish { ask_first: true, ..booking.wish.for_slot(slot) };
        let id = RequestId::derived(of.0, "check");
        let errand = Errand::Check { of, slot };
        let check = Request { wish, errand, ..Request::new(id, self.now()) };
        self.desk.requests.push(check);
        self.wait_until(self.desk.requests.len() - 1, at, Retry::Check);
    }

    pub(super) fn is_check(&self, index: usize) -> bool {
        self.desk.requests[index].errand.checks().is_some()
    }

    fn check_of(&self, booking: RequestId) -> Option<usize> {
        self.desk.requests.iter().position(|request| {
            request.goes_on() && matches!(request.errand, Errand::Check { of, .. } if of == booking)
        })
    }

    /// The person wants it left as it is.
    pub(super) fn no_check(&mut self, index: usize) {
        let booking = self.desk.requests[index].id;
        match self.check_of(booking).map(|check| &self.desk.requests[check].stage) {
            Some(Stage::Waiting { .. }) => {
                self.drop_check(booking);
                self.say_about(index, |about| Words::NoCheck { about });
            }
            Some(_) => self.say_about(index, |about| Words::StillOnIt { about }),
            None => self.say_about(index, |about| Words::AlreadyDecided { about }),
        }
    }

    /// It is not needed any more.
    pub(super) fn drop_check(&mut self, booking: RequestId) {
        if let Some(check) = self.check_of(booking) {
            self.drop_own(check);
        }
    }

    pub(super) fn drop_checks(&mut self) {
        for index in 0..self.desk.requests.len() {
            if self.is_check(index) && self.desk.requests[index].goes_on() {
                self.drop_own(index);
            }
        }
    }

    fn drop_own(&mut self, check: usize) {
        match self.desk.requests[check].stage {
            Stage::Calling(_) => self.cancel(check),
            _ => self.close(check, ClosedBecause::Dropped),
        }
    }

    /// The tools of a call that only checks: yes may be said to that very slot, and to nothing else.
    pub(super) fn tool_of_check(&mut self, index: usize, tool: &ToolCall) -> ToolAnswer {
        let slot = self.desk.requests[index].errand.checks();
        match tool {
            ToolCall::ClaimSlot { slot: told } if self.is_at(index, *told, slot) => {
                self.claim_slot(index, *told)
            }
            ToolCall::ConfirmBooking { slot: told, details } => {
                self.confirm_booking(index, *told, details)
            }
            ToolCall::AskPerson { .. } => ToolAnswer::plain(
                ToolDecision::Decline,
                "The customer cannot be asked in this call. Say that you do not have it.",
            ),
            _ => ToolAnswer::plain(
                ToolDecision::Decline,
                "This call only asks whether that one time is in their book. Agree to no other: say that the customer \
                 will be in touch. Call end_without_booking with no_availability if it is not in their book.",
            ),
        }
    }

    /// A person there has it in their book.
    pub(super) fn checked(&mut self, index: usize, quote: Quote) {
        if let Errand::Check { of, .. } = self.desk.requests[index].errand
            && let Some(booking) = self.find(of)
        {
            // What another machine says of it is no person's word.
            self.request(booking).by_machine = self.talked_with_a_machine(index);
        }
        self.request(index).checked_by = Some(quote.text);
        self.close(index, ClosedBecause::Checked);
    }

    /// What the end of a call means where it was to check: only who looked into the book can say that it is not there.
    pub(super) fn end_of_check(&mut self, index: usize, because: ClosedBecause) -> ClosedBecause {
        use ClosedBecause::{
            Cancelled, Checked, Dropped, NoAvailability, NotChecked, NotInBook, NothingSuited,
        };
        match because {
            Checked | Dropped => because,
            Cancelled => Dropped,
            NoAvailability | NothingSuited if !self.says_that_it_stands(index) => {
                self.is_not_in_their_book(index);
                NotInBook
            }
            _ => NotChecked,
        }
    }

    /// Words like these, and an agent that says otherwise: nobody knows.
    fn says_that_it_stands(&self, index: usize) -> bool {
        let request = &self.desk.requests[index];
        let language = request.wish.language_or(self.desk.person.language);
        let now = self.now().to_zoned(self.zone_of(index)).datetime();
        let reference = Reference { now, language, month_first: false };
        request.last_transcript().is_none_or(|transcript| {
            let talk: Vec<_> = transcript.turns.iter().map(utterance).collect();
            !transcript.callee_spoke() || call::read_call(&talk, reference).booked
        })
    }

    fn is_not_in_their_book(&mut self, index: usize) {
        let now = self.now();
        if let Errand::Check { of, .. } = self.desk.requests[index].errand
            && let Some(booking) = self.find(of)
            && let Some(appointment) = &mut self.request(booking).appointment
        {
            appointment.called_off_at = Some(now);
        }
    }
}

/// A check that comes later than this helps nobody.
const CHECKED_BEFORE: SignedDuration = SignedDuration::from_hours(1);
