//! What the agent on the phone may do: each tool is decided here, by code, against what the person wants.

use jiff::{civil::DateTime, tz::TimeZone};

use crate::ids::{CallId, OfferId, RequestId};

use super::call_time::provider_zone;
use super::decide::Deciding;
use super::event::{AnsweredSlot, Offered};
use super::person::zone;
use super::request::{Offer, Slot};
use super::stage::{Claim, Stage};
use super::{Confirmation, Heard, ToolAnswer, ToolCall, ToolDecision};

impl Deciding<'_> {
    pub(super) fn tool(&mut self, request: RequestId, call: CallId, tool: &ToolCall) -> ToolAnswer {
        let over = || {
            ToolAnswer::plain(
                ToolDecision::End,
                "This call is over for us: say goodbye and end it.",
            )
        };
        let Some(index) = self.find(request) else { return over() };
        let calls_off = self.desk.requests[index].errand.calls_off().is_some();
        let Some(calling) = self.calling(index, call) else { return over() };
        let reports =
            matches!(tool, ToolCall::ConfirmBooking { .. } | ToolCall::ConfirmCancellation { .. });
        if calling.stopping && !reports {
            let say = "The customer no longer wants it. Book nothing, thank them, say goodbye and end the call.";
            return ToolAnswer::plain(ToolDecision::End, say);
        }
        if let ToolCall::EndWithoutBooking { .. } = tool {
            calling.gave_up.get_or_insert_with(|| tool.clone());
        } else if tool.is_to_somebody() {
            self.talks(index);
        }
        match tool {
            ToolCall::ReportOffers { .. }
            | ToolCall::ClaimSlot { .. }
            | ToolCall::ConfirmBooking { .. }
            | ToolCall::ConfirmCancellation { .. }
                if calls_off =>
            {
                self.tool_of_call_off(index, tool)
            }
            ToolCall::ReportOffers { .. } | ToolCall::AskPerson { .. }
                if self.desk.requests[index].errand.reconfirms().is_some() =>
            {
                let say = "This call only confirms that appointment. Agree to nothing else.";
                ToolAnswer::plain(ToolDecision::Decline, say)
            }
            ToolCall::ReportOffers { .. }
            | ToolCall::ClaimSlot { .. }
            | ToolCall::AskPerson { .. }
            | ToolCall::ConfirmBooking { .. }
            | ToolCall::ConfirmCancellation { .. }
                if self.is_enquiry(index) =>
            {
                self.tool_of_enquiry(index, call, tool)
            }
            ToolCall::ReportOffers { .. }
            | ToolCall::ClaimSlot { .. }
            | ToolCall::AskPerson { .. }
            | ToolCall::ConfirmBooking { .. }
                if self.is_check(index) =>
            {
                self.tool_of_check(index, tool)
            }
            ToolCall::ConfirmCancellation { .. } => ToolAnswer::plain(
                ToolDecision::Decline,
                "This call is not about cancelling anything.",
            ),
            ToolCall::ReportOffers { offers } => self.report_offers(index, call, offers),
            ToolCall::ClaimSlot { slot } => self.claim_slot(index, *slot),
            ToolCall::AskPerson { question, options } => self.ask_person(index, question, options),
            ToolCall::ConfirmBooking { slot, details } => {
                self.confirm_booking(index, *slot, details)
            }
            ToolCall::ReportLine { heard, failed, detail } => {
                self.report_line(index, *heard, *failed, detail.as_deref())
            }
            ToolCall::EndWithoutBooking { .. } => ToolAnswer::plain(
                ToolDecision::End,
                "Noted. Thank them, say goodbye and end the call.",
            ),
        }
    }

    pub(super) fn zone_of(&self, index: usize) -> TimeZone {
        let number = self.desk.requests[index].wish.number.as_ref();
        zone(
            number.map_or(&*self.desk.person.zone, |numbered| {
                provider_zone(numbered, &self.desk.person)
            }),
        )
    }

    /// An instant for a time on the provider's clock; nothing in the night in which the clocks change, nor in the past.
    fn slot_at(&self, index: usize, local: DateTime) -> Option<Slot> {
        let at = self.zone_of(index).to_ambiguous_timestamp(local).unambiguous().ok()?;
        (at > self.now()).then_some(Slot(at))
    }

    pub(super) fn answered_slot(&self, index: usize, slot: Slot) -> AnsweredSlot {
        let local = slot.0.to_zoned(self.zone_of(index)).datetime();
        AnsweredSlot { date: local.date().to_string(), time: local.strftime("%H:%M").to_string() }
    }

    /// Whether the person wants this slot: they chose it, or it begins in a window that they named. The smaller the
    /// number, the better.
    fn fit(&self, index: usize, slot: Slot) -> Option<usize> {
        let request = &self.desk.requests[index];
        if request.errand.moves() == Some(slot) {
            return None;
        }
        let approved = request.calling().is_some_and(|calling| calling.approved.contains(&slot));
        if approved {
            return Some(0);
        }
        if request.wish.ask_first || self.collides(slot) || !self.is_affordable(index, slot) {
            return None;
        }
        request.wish.windows.iter().position(|window| window.from <= slot.0 && slot.0 <= window.to)
    }

    fn is_affordable(&self, index: usize, slot: Slot) -> bool {
        let request = &self.desk.requests[index];
        let call = request.calling().map(|calling| calling.call);
        let asked = request.offers.iter().filter(|offer| Some(offer.call) == call);
        let asked =
            asked.filter(|offer| offer.slot == slot).find_map(|offer| offer.price.as_deref());
        request.wish.allows_price(asked)
    }

    /// Notes what they have; of what they name again, the terms. Gives the slots that can still come.
    pub(super) fn take_offers(
        &mut self,
        index: usize,
        call: CallId,
        offered: &[Offered],
    ) -> Vec<Slot> {
        let candidate = self.current_candidate(index);
        let moves = self.desk.requests[index].errand.moves();
        let mut slots = Vec::new();
        for offer in offered.iter().take(OFFERS_MAX) {
            let slot = self.slot_at(index, offer.slot);
            let Some(slot) = slot.filter(|slot| Some(*slot) != moves) else { continue };
            let held_until =
                offer.held_until.and_then(|until| self.slot_at(index, until)).map(|slot| slot.0);
            let id = OfferId::derived(call.0, &slot.0.to_string());
            let request = self.request(index);
            match request.offers.iter_mut().find(|known| known.id == id) {
                Some(known) => {
                    known.held_until = held_until.or(known.held_until);
                    known.price = offer.price.clone().or(known.price.take());
                }
                None => request.offers.push(Offer {
                    id,
                    call,
                    slot,
                    held_until,
                    price: offer.price.clone(),
                    candidate,
                }),
            }
            slots.push(slot);
        }
        slots
    }

    fn report_offers(&mut self, index: usize, call: CallId, offered: &[Offered]) -> ToolAnswer {
        let slots = self.take_offers(index, call, offered);
        if slots.is_empty() {
            let say = "None of these is a time that can still come. Ask for a date and a time.";
            return ToolAnswer::plain(ToolDecision::Decline, say);
        }
        let best = slots.iter().filter_map(|&slot| Some((self.fit(index, slot)?, slot))).min();
        match best {
            Some((_, slot)) => ToolAnswer {
                slot: Some(self.answered_slot(index, slot)),
                ..ToolAnswer::plain(
                    ToolDecision::Claim,
                    "This one suits. Call claim_slot for it before you agree.",
                )
            },
            None if self.desk.requests[index].wish.price_max.is_some() => {
                let say = "None of these can be taken without the customer: of a price that you don't know, ask it and \
                           report the times again with it; else call ask_person and let the customer choose.";
                ToolAnswer::plain(ToolDecision::AskPerson, say)
            }
            None => {
                let say = "None of these is what the customer asked for. Ask whether there is something in the \
                           wished times; if not, call ask_person and let the customer choose.";
                ToolAnswer::plain(ToolDecision::AskPerson, say)
            }
        }
    }

    /// The right to say yes (I6): given to one slot of one call, and only to a slot that the person wants.
    pub(super) fn claim_slot(&mut self, index: usize, local: DateTime) -> ToolAnswer {
        let Some(slot) = self.slot_at(index, local) else {
            return ToolAnswer::plain(
                ToolDecision::Decline,
                "That time cannot be. Ask again for day, date and time.",
            );
        };
        if self.desk.requests[index].errand.moves() == Some(slot) {
            let say = "That is the appointment that they have already. Ask for another time.";
            return ToolAnswer::plain(ToolDecision::Decline, say);
        }
        if self.fit(index, slot).is_none() {
            let say = "The customer has not agreed to that time. Do not accept it; call report_offers, then ask_person.";
            return ToolAnswer::plain(ToolDecision::AskPerson, say);
        }
        let answered = self.answered_slot(index, slot);
        let Stage::Calling(calling) = &mut self.desk.requests[index].stage else {
            return ToolAnswer::plain(ToolDecision::Decline, "Do not accept it.");
        };
        match &mut calling.claim {
            Some(claim) if claim.slot != slot && claim.confirmed.is_some() => ToolAnswer::plain(
                ToolDecision::Decline,
                "Another time is booked already. Do not accept a second one.",
            ),
            claim => {
                *claim = Some(Claim {
                    slot,
                    confirmed: claim
                        .take()
                        .filter(|old| old.slot == slot)
                        .and_then(|c| c.confirmed),
                });
                let say = "Say yes. Read back weekday, date, time and the name, and wait for their confirmation.";
                ToolAnswer { slot: Some(answered), ..ToolAnswer::plain(ToolDecision::Book, say) }
            }
        }
    }

    pub(super) fn confirm_booking(
        &mut self,
        index: usize,
        local: DateTime,
        details: &Confirmation,
    ) -> ToolAnswer {
        let slot = self.slot_at(index, local);
        let Stage::Calling(calling) = &mut self.desk.requests[index].stage else {
            return ToolAnswer::plain(
                ToolDecision::Decline,
                "Nothing was claimed: call claim_slot first.",
            );
        };
        match &mut calling.claim {
            Some(claim) if Some(claim.slot) == slot => {
                claim.confirmed.get_or_insert_with(|| details.clone());
                if calling.stopping {
                    let say = "Noted, but the customer has just cancelled. Say so, ask them to take it out again, thank \
                               them and end the call.";
                    return ToolAnswer::plain(ToolDecision::End, say);
                }
                ToolAnswer::plain(
                    ToolDecision::Ok,
                    "Noted. Thank them, say goodbye and end the call.",
                )
            }
            _ => {
                let say = "That time was not claimed. Call claim_slot first, and accept only if it answers book.";
                ToolAnswer::plain(ToolDecision::Decline, say)
            }
        }
    }
}

pub(super) const OFFERS_MAX: usize = 9;

impl ToolCall {
    /// Nobody reports an offer of a queue.
    fn is_to_somebody(&self) -> bool {
        match self {
            Self::ReportLine { heard, .. } => matches!(heard, Heard::Person | Heard::Machine),
            _ => true,
        }
    }
}

impl ToolAnswer {
    pub(super) fn plain(decision: ToolDecision, say: &str) -> Self {
        Self { decision, say: say.to_owned(), slot: None, answer: None }
    }

    /// For a request that could not be decided in time: the agent keeps the line warm and tries again.
    #[must_use]
    pub fn please_hold() -> Self {
        Self::plain(ToolDecision::Wait, "One moment. Keep them company and call this tool again.")
    }
}
