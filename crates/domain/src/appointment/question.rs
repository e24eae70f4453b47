//! What the provider wants to know of the person: asked in the chat while they wait on the line, or after the call.

use crate::ids::OfferId;
use crate::language::Language;
use crate::understanding::{is_secret, wants_secret};

use super::decide::Deciding;
use super::disclosure::{please_ring, will_bring_it};
use super::request::Slot;
use super::stage::{Calling, Question, Stage};
use super::tools::OFFERS_MAX;
use super::{ButtonVerb, QuestionKind, ToolAnswer, ToolDecision, Words};

impl Deciding<'_> {
    /// The first call of the tool asks the person; every further one looks for the answer.
    pub(super) fn ask_person(
        &mut self,
        index: usize,
        text: &str,
        options: &[String],
    ) -> ToolAnswer {
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

/// Characters of an answer that are handed to the agent.
const ANSWER_MAX: usize = 300;

/// Nobody is kept on the line for somebody who is not there.
const SILENT: &str = "The customer doesn't answer now. Ask whether they can keep the time for a while, say that we will \
                      call back, thank them, and end the call.";

/// Neither the customer nor anybody else is asked for it.
const NO_SECRETS: &str = "Cards, codes and identity documents are never given on the phone. Ask whether it works without, or whether they \
                          can send the customer a link or be paid there. If they insist, call end_without_booking with \
                          wants_secret.";
