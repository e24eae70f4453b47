//! What a call is for when it isn't to find a time: to hear whether a time stands in their book, or to cancel it.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::super::{Act, Booked, Tongue};
use super::{Agent, Answer, Briefing, Move, Phase, TRIES_MAX, confirmation, named, uses};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "slot", rename_all = "snake_case")]
pub(super) enum Errand {
    /// Or only to enquire.
    Book,
    /// The line was cut after this slot was agreed on.
    Confirm(DateTime),
    Cancel(DateTime),
    /// To another time.
    Move(DateTime),
}

impl Errand {
    /// The slot is the only window; without one, it is about finding a time.
    pub(super) fn of(briefing: &Briefing) -> Self {
        match (briefing.purpose.as_str(), briefing.windows.as_slice()) {
            ("confirm", [window]) => Self::Confirm(window.from),
            ("cancel", [window]) => Self::Cancel(window.from),
            ("change", _) => briefing.appointment.map_or(Self::Book, Self::Move),
            _ => Self::Book,
        }
    }

    /// The question with which it begins, unless it is about finding a time.
    pub(super) fn act(self, name: &str) -> Option<Act> {
        let name = name.to_owned();
        match self {
            Self::Book => None,
            Self::Confirm(slot) => Some(Act::AsksWhetherBooked { slot, name }),
            Self::Cancel(slot) => Some(Act::AsksToCancel { slot, name }),
            Self::Move(slot) => Some(Act::AsksToMove { slot, name }),
        }
    }

    fn asks(self, tongue: Tongue, name: &str) -> Option<String> {
        match self {
            Self::Book => None,
            Self::Confirm(slot) => Some(tongue.asks_whether_it_stands(slot, name)),
            Self::Cancel(slot) => Some(tongue.asks_to_cancel(slot, name)),
            Self::Move(slot) => Some(tongue.asks_to_move(slot, name)),
        }
    }

    /// The first sentence, where none was given.
    pub(super) fn opens(self, tongue: Tongue, briefing: &Briefing) -> String {
        let Briefing { person, service, .. } = briefing;
        match self.asks(tongue, person) {
            Some(asks) => format!("{} {asks}", tongue.presents(person)),
            None => tongue.introduces(person, service),
        }
    }
}

impl Agent {
    /// Asked something else, or not understood: it asks its own question again.
    pub(super) fn insists_on_its_errand(&mut self) -> Vec<Move> {
        self.unclear += 1;
        let name = self.briefing.person.clone();
        match (self.errand.asks(self.tongue, &name), self.errand.act(&name)) {
            (Some(text), Some(act)) if self.unclear <= TRIES_MAX => self.says(text, act),
            _ => self.gives_up("no_progress", None, self.tongue.goodbye()),
        }
    }

    /// They have it in their book without a yes in this call. Only where that was the question is it good news.
    pub(super) fn hears_that_it_stands(&mut self, booked: Booked, quote: &str) -> Vec<Move> {
        let asked = self.phase == Phase::Introduced && self.errand == Errand::Confirm(booked.slot);
        if !asked || !self.briefing.has("claim_slot") {
            return self.says(self.tongue.corrects(), Act::Corrects);
        }
        let claim = named(booked.slot);
        self.phase = Phase::ClaimingBooked { booked, quote: quote.to_owned() };
        vec![uses("claim_slot", claim)]
    }

    pub(super) fn learns_of_its_late_claim(
        &mut self,
        answer: &Answer,
        booked: Booked,
        quote: &str,
        used: &Move,
    ) -> Vec<Move> {
        let granted = answer.slot.is_none_or(|slot| slot == booked.slot);
        match answer.decision.as_str() {
            "book" if granted && self.briefing.has("confirm_booking") => {
                let arguments = confirmation(&booked, quote);
                self.phase = Phase::Confirming { booked };
                vec![uses("confirm_booking", arguments)]
            }
            "book" if granted => self.leaves(self.tongue.thanks_booked()),
            "wait" => self.waits_and_repeats(used),
            _ => {
                let goodbye =
                    format!("{} {}", self.tongue.corrects(), self.tongue.goodbye_nothing_booked());
                self.gives_up("other", Some(quote), goodbye)
            }
        }
    }

    pub(super) fn finds_nothing_booked(&mut self, text: &str) -> Vec<Move> {
        match (self.errand, self.briefing.appointment) {
            (Errand::Cancel(_) | Errand::Move(_), _) => {
                self.gives_up("not_found", Some(text), self.tongue.goodbye())
            }
            // Then the old one is where it was.
            (Errand::Confirm(_), Some(old)) => {
                self.errand = Errand::Move(old);
                self.phase = Phase::Introduced;
                self.insists_on_its_errand()
            }
            (Errand::Confirm(_) | Errand::Book, _) => {
                self.errand = Errand::Book;
                self.phase = Phase::Introduced;
                self.asks_for()
            }
        }
    }

    /// They have it: now for the other time.
    pub(super) fn goes_on_to_the_new_time(&mut self, slot: DateTime) -> Vec<Move> {
        if self.errand != Errand::Move(slot) {
            return self.says(self.tongue.corrects(), Act::Corrects);
        }
        self.errand = Errand::Book;
        self.asks_for()
    }

    pub(super) fn hears_of_a_cancellation(&mut self, slot: DateTime, quote: &str) -> Vec<Move> {
        if self.errand != Errand::Cancel(slot) {
            return self.gives_up("other", Some(quote), self.tongue.goodbye());
        }
        if !self.briefing.has("confirm_cancellation") {
            return self.leaves(self.tongue.thanks_booked());
        }
        self.phase = Phase::ReportingCancellation;
        let mut arguments = named(slot);
        arguments["quote"] = quote.into();
        vec![uses("confirm_cancellation", arguments)]
    }
}
