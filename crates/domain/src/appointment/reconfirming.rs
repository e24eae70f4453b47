//! Some providers want to be called again before an appointment: it is planned when they say so, and done.

use jiff::{SignedDuration, Timestamp};

use crate::ids::RequestId;
use crate::understanding::wants_a_call_before;
use crate::when::Window;

use super::decide::Deciding;
use super::errand::Errand;
use super::person::zone;
use super::proof::utterance;
use super::request::CallBefore;
use super::{ClosedBecause, Command, Confirmation, Quote, Timer};

impl Deciding<'_> {
    /// What the agent reports of it, or else their own words.
    pub(super) fn with_the_call_before(&self, index: usize, details: Confirmation) -> Confirmation {
        let said = || {
            let transcript = self.desk.requests[index].last_transcript()?;
            let talk: Vec<_> = transcript.turns.iter().map(utterance).collect();
            wants_a_call_before(&talk)
        };
        let call_before = details.call_before.clone().or_else(said);
        Confirmation { call_before, ..details }
    }

    pub(super) fn plan_reconfirming(&mut self, index: usize) {
        let request = &self.desk.requests[index];
        let Some(appointment) = &request.appointment else { return };
        if appointment.details.call_before.is_none() {
            return;
        }
        let (id, at) = (request.id, self.day_before(index, appointment.slot.0));
        let call_before = match at {
            Some(at) => {
                let timer = Timer::Reconfirm { request: id };
                self.commands.push(Command::Wake { at, timer });
                CallBefore::At(at)
            }
            None => CallBefore::Yourself,
        };
        if let Some(appointment) = &mut self.request(index).appointment {
            appointment.call_before = Some(call_before);
        }
    }

    /// The last day before that one on which they can be called, or as soon as they can be on the day itself.
    fn day_before(&self, index: usize, slot: Timestamp) -> Option<Timestamp> {
        let wish = &self.desk.requests[index].wish;
        let numbered = wish.number.as_ref()?;
        let clock = zone(&self.desk.requests[index].appointment.as_ref()?.zone);
        let day = |at: Timestamp| at.to_zoned(clock.clone()).date();
        let callable = |at: Timestamp| self.next_call_time(numbered, wish.hours(), at);
        let before = (1..=DAYS_BACK).find_map(|days| {
            let then = slot.checked_sub(SignedDuration::from_hours(24 * days)).ok()?;
            let at = callable(then.max(self.now()));
            (then > self.now() && day(at) < day(slot)).then_some(at)
        });
        let soon = callable(self.after(SOON_S));
        let in_time = slot.checked_sub(SignedDuration::from_secs(i64::from(SOON_S))).ok()?;
        before.or((soon < in_time).then_some(soon))
    }

    pub(super) fn reconfirm(&mut self, request: RequestId) {
        let Some(index) = self.find(request) else { return };
        let Some((holder, slot)) = self.standing(index) else { return };
        // What is being moved or called off is talked about with them anyway.
        if holder != index || self.changing(request).is_some() || self.desk.person.stopped {
            return;
        }
        let errand = Errand::Reconfirm { of: request, slot };
        let index = self.open_errand(index, errand, "reconfirm");
        self.request(index).wish.windows = vec![Window { from: slot.0, to: slot.0 }];
        self.accept(index);
    }

    pub(super) fn reconfirmed(&mut self, index: usize, quote: Quote) {
        let request = self.request(index);
        request.called_off_by = Some(quote.text);
        request.tentative = None;
        self.close(index, ClosedBecause::Reconfirmed);
    }
}

/// Weekends and holidays are not longer.
const DAYS_BACK: i64 = 6;

/// Neither just after the call in which it was wanted, nor when the person is on their way.
const SOON_S: u32 = 2 * 3600;
