//! What the agent on the phone may do: each tool is decided here, by code, against what the person wants.

use jiff::{civil::DateTime, tz::TimeZone};

use crate::ids::{CallId, OfferId, RequestId};
use crate::language::Language;
use crate::understanding::{is_secret, wants_secret};

use super::decide::Deciding;
use super::details::provider_zone;
use super::disclosure::{please_ring, will_bring_it};
use super::event::{AnsweredSlot, Offered};
use super::person::zone;
use super::request::{Offer, Slot};
use super::stage::{Calling, Claim, Question, Stage};
use super::{
    ButtonVerb, Confirmation, Heard, QuestionKind, ToolAnswer, ToolCall, ToolDecision, Words,
};

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
        zone(number.map_or(&*self.desk.person.zone, |numbered| {
            provider_zone(&numbered.number, &self.desk.person)
        }))
    }

    /// An instant for a time on the provider's clock; nothing in the night in which the clocks change, nor in the past.
    fn slot_at(&self, index: usize, local: DateTime) -> Option<Slot> {
        let at = self.zone_of(index).to_ambiguous_timestamp(local).unambiguous().ok()?;
        (at > self.now()).then_some(Slot(at))
    }

    fn answered_slot(&self, index: usize, slot: Slot) -> AnsweredSlot {
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

    /// The first call of the tool asks the person; every further one looks for the answer.
    fn ask_person(&mut self, index: usize, text: &str, options: &[String]) -> ToolAnswer {
        if wants_secret(text) {
            return ToolAnswer::plain(ToolDecision::Decline, NO_SECRETS);
        }
        if let Some(answer) = self.answered_before(index, text) {
            return answer;
        }
        let now = self.now();
        let patience = self.policy.question_s;
        let open: Vec<OfferId> = self.undecided_offers(index);
        let Stage::Calling(calling) = &mut self.desk.requests[index].stage else {
            return ToolAnswer::plain(ToolDecision::End, "Say goodbye and end the call.");
        };
        let same = |question: &Question| match &question.kind {
            QuestionKind::Offers { offers } => open.is_empty() || *offers == open,
            QuestionKind::Free { text: asked, .. } => open.is_empty() && asked == text,
        };
        if let Some(question) = calling.question.as_ref().filter(|question| same(question)) {
            let waited = now.duration_since(question.asked_at).as_secs();
            return match question.answer.clone() {
                Some(answer) => self.hand_over(index, &answer),
                None if waited >= i64::from(patience) => {
                    ToolAnswer::plain(ToolDecision::End, SILENT)
                }
                None => ToolAnswer::plain(
                    ToolDecision::Wait,
                    "Not answered yet. Keep them company; ask again soon.",
                ),
            };
        }
        if calling.question.as_ref().is_some_and(|question| {
            question.answer.is_none()
                && now.duration_since(question.asked_at).as_secs() >= i64::from(patience)
        }) {
            return ToolAnswer::plain(ToolDecision::End, SILENT);
        }
        let kind = if open.is_empty() {
            let options =
                options.iter().filter(|option| !option.trim().is_empty()).take(OFFERS_MAX);
            QuestionKind::Free { text: text.to_owned(), options: options.cloned().collect() }
        } else {
            QuestionKind::Offers { offers: open }
        };
        // A question that follows an unanswered one doesn't make the provider wait anew.
        let unanswered = calling.question.as_ref().filter(|question| question.answer.is_none());
        let asked_at = unanswered.map_or(now, |question| question.asked_at);
        calling.question = Some(Question { kind, asked_at, answer: None });
        self.ask_question_again(index);
        ToolAnswer::plain(
            ToolDecision::Wait,
            "The customer is being asked. Ask them to hold; call this again soon.",
        )
    }

    /// What was asked in an earlier call, and answered since.
    fn answered_before(&mut self, index: usize, text: &str) -> Option<ToolAnswer> {
        let owed = self.desk.requests[index].owed.clone()?;
        let answer = owed.answer.filter(|_| owed.question == text)?;
        let (asked_at, kind) =
            (self.now(), QuestionKind::Free { text: owed.question, options: owed.options });
        if let Stage::Calling(calling) = &mut self.request(index).stage {
            calling.question = Some(Question { kind, asked_at, answer: Some(answer.clone()) });
        }
        Some(self.hand_over(index, &answer))
    }

    /// Offers of this call on which the person has not been asked yet, or is being asked.
    fn undecided_offers(&self, index: usize) -> Vec<OfferId> {
        let request = &self.desk.requests[index];
        let Some(calling) = request.calling() else { return Vec::new() };
        let decided = match &calling.question {
            Some(Question { kind: QuestionKind::Offers { offers }, answer: Some(_), .. }) => {
                offers.as_slice()
            }
            _ => &[],
        };
        let fresh = request
            .offers
            .iter()
            .filter(|offer| offer.call == calling.call && offer.slot.0 > self.now());
        let all: Vec<_> = fresh.map(|offer| offer.id).take(OFFERS_MAX).collect();
        if all.iter().all(|offer| decided.contains(offer)) { Vec::new() } else { all }
    }

    fn hand_over(&self, index: usize, answer: &str) -> ToolAnswer {
        let approved = self.desk.requests[index]
            .calling()
            .and_then(|calling| calling.approved.last().copied());
        let about_offers = self.desk.requests[index].calling().is_some_and(|calling| {
            matches!(calling.question, Some(Question { kind: QuestionKind::Offers { .. }, .. }))
        });
        let slot = approved.filter(|_| about_offers).map(|slot| self.answered_slot(index, slot));
        let language = self.language_of_call(index);
        let ring = self.desk.person.callback.as_ref();
        let ring = ring.map(|number| please_ring(language, &number.for_people()));
        let say = match (&slot, about_offers) {
            (Some(_), _) => "The customer takes this one. Call claim_slot for it before you agree.",
            (None, true) => {
                "The customer wants none of these. Decline politely and ask for other times."
            }
            (None, false) if ring.is_some_and(|words| words == answer) => {
                "Say this, and ask whether they can keep the time until then. If they cannot, thank them and call \
                 end_without_booking with will_get_back."
            }
            (None, false) => "This is the customer's answer. Use it; give away nothing else.",
        };
        ToolAnswer {
            slot,
            answer: Some(answer.to_owned()),
            ..ToolAnswer::plain(ToolDecision::Answered, say)
        }
    }

    pub(super) fn ask_question_again(&mut self, index: usize) {
        let Some(kind) =
            self.desk.requests[index].calling().and_then(Calling::open_question).cloned()
        else {
            return;
        };
        let offers = self.offer_views(index);
        let zone = self.desk.person.zone.clone();
        let can_ring = self.desk.person.callback.is_some();
        self.say_about(index, |about| match kind {
            QuestionKind::Offers { .. } => Words::WhichOffer { about, offers, zone },
            QuestionKind::Free { text, options } => {
                Words::ProviderAsks { about, question: text, options, can_ring }
            }
        });
    }

    /// The person says something while the provider waits for their answer.
    pub(super) fn answer_question(&mut self, text: &str) {
        if let Some(index) = self.focus() {
            self.answer_question_at(index, text);
        }
    }

    pub(super) fn answer_question_at(&mut self, index: usize, text: &str) {
        if is_secret(text) {
            return self.say_about(index, |about| Words::NoSecrets { about });
        }
        self.pass_on(index, text);
    }

    fn pass_on(&mut self, index: usize, text: &str) {
        if self.desk.requests[index].owes_an_answer() {
            return self.answer_owed(index, text);
        }
        let Stage::Calling(calling) = &mut self.desk.requests[index].stage else { return };
        if calling.open_question().is_none() {
            return self.say_about(index, |about| Words::AlreadyDecided { about });
        }
        if let Some(question) = &mut calling.question {
            question.answer = Some(text.chars().take(ANSWER_MAX).collect());
        }
        self.say_about(index, |about| Words::PassedOn { about });
    }

    /// *I'll bring it*, *They should ring me*: the agent gets the sentence to say.
    pub(super) fn answer_with(&mut self, index: usize, verb: ButtonVerb) {
        let calling = self.desk.requests[index].calling();
        let open = calling.and_then(Calling::open_question);
        let free = matches!(open, Some(QuestionKind::Free { .. }));
        if !free && !self.desk.requests[index].owes_an_answer() {
            return self.say_about(index, |about| Words::AlreadyDecided { about });
        }
        let language = self.language_of_call(index);
        let answer = match (verb, &self.desk.person.callback) {
            (ButtonVerb::RingMe, Some(number)) => please_ring(language, &number.for_people()),
            _ => will_bring_it(language),
        };
        self.pass_on(index, &answer);
    }

    fn language_of_call(&self, index: usize) -> Language {
        self.desk.requests[index].wish.language_or(self.desk.person.language)
    }

    /// The answer comes after the call: it is for the next one, which is made now.
    fn answer_owed(&mut self, index: usize, text: &str) {
        if let Some(owed) = &mut self.request(index).owed {
            owed.answer = Some(text.chars().take(ANSWER_MAX).collect());
        }
        self.call_or_wait(index, self.now());
    }

    pub(super) fn yes_to_question(&mut self, index: usize, text: &str) {
        let offers = self.offer_views(index);
        match self.desk.requests[index].calling().and_then(Calling::open_question) {
            Some(QuestionKind::Offers { .. }) if offers.len() == 1 => {
                self.approve(index, Slot(offers[0].at));
            }
            Some(QuestionKind::Offers { .. }) => self.ask_question_again(index),
            _ => self.answer_question_at(index, text),
        }
    }

    /// The person takes an offer while the provider waits.
    pub(super) fn approve(&mut self, index: usize, slot: Slot) {
        let told = self.answered_slot(index, slot);
        if let Stage::Calling(calling) = &mut self.desk.requests[index].stage {
            calling.approved.push(slot);
        }
        self.answer_question_at(index, &format!("{} {}", told.date, told.time));
    }
}

const OFFERS_MAX: usize = 9;

/// Nobody is kept on the line for somebody who is not there.
const SILENT: &str = "The customer doesn't answer now. Ask whether they can keep the time for a while, say that we will \
                      call back, thank them, and end the call.";

/// Neither the customer nor anybody else is asked for it.
const NO_SECRETS: &str = "Cards, codes and identity documents are never given on the phone. Ask whether it works without, or whether they \
                          can send the customer a link or be paid there. If they insist, call end_without_booking with \
                          wants_secret.";

/// Characters of an answer that are handed to the agent.
const ANSWER_MAX: usize = 300;

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
