//! What the agent does with the answer of a tool.

use jiff::civil::DateTime;

use super::super::{Act, Offer};
use super::{
    About, Agent, Answer, Move, POLL_S, POLLS_MAX, Phase, Question, TRIES_MAX, ToolFailure,
    asks_person, hours, uses,
};

impl Agent {
    /// What it does after the web tool it used last.
    pub fn learns(&mut self, outcome: Result<Answer, ToolFailure>, used: &Move) -> Vec<Move> {
        if self.phase == Phase::Leaving {
            return Vec::new();
        }
        let Ok(answer) = outcome else { return self.meets_a_failure(used) };
        self.failures = 0;
        if let Some(heard) = self.line.unanswered.take() {
            return self.learns_about_the_line(&answer, &heard);
        }
        if answer.decision == "end" {
            return self.leaves(self.tongue.goodbye_nothing_booked_unless(self.is_agreed()));
        }
        match self.phase.clone() {
            Phase::Reporting { offers } => self.learns_what_suits(&answer, offers, used),
            Phase::Claiming { slot, offers } => {
                self.learns_of_its_claim(&answer, slot, offers, used)
            }
            Phase::Confirming { .. } => self.learns_of_the_confirmation(&answer, used),
            Phase::Asking { question, polls } => {
                self.learns_what_the_person_says(&answer, question, polls)
            }
            Phase::ClaimingBooked { booked, quote } => {
                self.learns_of_its_late_claim(&answer, booked, &quote, used)
            }
            Phase::ReportingCancellation => self.leaves(self.tongue.thanks_booked()),
            Phase::Misled if matches!(answer.decision.as_str(), "ok" | "book") => {
                self.leaves(self.tongue.thanks_booked())
            }
            Phase::Misled => {
                self.phase = Phase::Negotiating;
                let text = self.tongue.deflects(&self.briefing.service);
                self.says(text, Act::AsksFor(self.briefing.windows.clone()))
            }
            _ => Vec::new(),
        }
    }

    fn is_agreed(&self) -> bool {
        matches!(
            self.phase,
            Phase::Agreed { .. } | Phase::Confirming { .. } | Phase::ReportingCancellation
        )
    }

    fn learns_what_suits(&mut self, answer: &Answer, offers: Vec<Offer>, used: &Move) -> Vec<Move> {
        let slot = answer.slot.or_else(|| offers.first().map(|offer| offer.slot));
        match (answer.decision.as_str(), slot) {
            // "book" without a claim is a slip of whoever answers: a claim comes first in any case.
            ("claim" | "book", Some(slot)) => self.claims(slot, offers),
            ("ask_person", _) => self.asks_about(offers),
            ("wait", _) => self.waits_and_repeats(used),
            ("ok" | "answered", _) => self.leaves(self.tongue.goodbye_nothing_booked()),
            _ if self.briefing.only_asks() => self.leaves(self.tongue.goodbye_nothing_booked()),
            _ => self.declines_and_goes_on(),
        }
    }

    fn learns_of_its_claim(
        &mut self,
        answer: &Answer,
        slot: DateTime,
        offers: Vec<Offer>,
        used: &Move,
    ) -> Vec<Move> {
        match (answer.decision.as_str(), answer.slot) {
            ("book", granted) if granted.is_none_or(|granted| granted == slot) => {
                self.phase = Phase::Agreed { slot };
                let name = self.briefing.person.clone();
                self.says(self.tongue.agrees(slot, &name), Act::Agrees { slot, name })
            }
            ("claim", Some(other)) if other != slot => self.claims(other, offers),
            ("ask_person", _) => self.asks_about(offers),
            ("wait", _) => self.waits_and_repeats(used),
            _ => self.declines_and_goes_on(),
        }
    }

    fn learns_of_the_confirmation(&mut self, answer: &Answer, used: &Move) -> Vec<Move> {
        match answer.decision.as_str() {
            "ok" | "book" | "answered" => self.leaves(self.tongue.thanks_booked()),
            "wait" => self.waits_and_repeats(used),
            _ => {
                let text =
                    format!("{} {}", self.tongue.corrects(), self.tongue.goodbye_nothing_booked());
                self.leaves(text)
            }
        }
    }

    fn learns_what_the_person_says(
        &mut self,
        answer: &Answer,
        question: Question,
        polls: u32,
    ) -> Vec<Move> {
        match answer.decision.as_str() {
            "wait" if polls >= POLLS_MAX => {
                self.gives_up("no_progress", None, self.tongue.goodbye_nothing_booked())
            }
            "wait" => {
                let mut moves = Vec::new();
                if polls > 0 {
                    moves = self.says(self.tongue.still_here(polls), Act::StillHere);
                }
                moves.push(Move::Wait { seconds: POLL_S });
                moves.push(asks_person(&question));
                self.phase = Phase::Asking { question, polls: polls + 1 };
                moves
            }
            "answered" | "claim" | "book" => self.acts_on_the_answer(answer, question),
            _ => self.is_left_without(&question.about),
        }
    }

    fn acts_on_the_answer(&mut self, answer: &Answer, question: Question) -> Vec<Move> {
        match question.about {
            About::Offers(offers) => {
                let chosen = answer
                    .slot
                    .or_else(|| named_in(answer.answer.as_deref()?, &offers, &question.options));
                match chosen {
                    Some(slot) => self.claims(slot, offers),
                    None => self.declines_and_goes_on(),
                }
            }
            About::Detail(agreed) => {
                let Some(told) =
                    answer.answer.as_deref().map(str::trim).filter(|told| !told.is_empty())
                else {
                    return self.is_left_without(&About::Detail(agreed));
                };
                self.phase = agreed.map_or(Phase::Negotiating, |slot| Phase::Agreed { slot });
                self.says(self.tongue.tells(told), Act::Tells)
            }
        }
    }

    /// The person said no, or cannot be asked.
    pub(super) fn is_left_without(&mut self, about: &About) -> Vec<Move> {
        match about {
            About::Offers(_) => self.declines_and_goes_on(),
            About::Detail(agreed) => {
                self.phase = agreed.map_or(Phase::Negotiating, |slot| Phase::Agreed { slot });
                self.says(self.tongue.withholds(), Act::Withholds)
            }
        }
    }

    fn asks_about(&mut self, offers: Vec<Offer>) -> Vec<Move> {
        let spoken: Vec<String> = offers.iter().map(|offer| self.tongue.slot(offer.slot)).collect();
        let text = self.tongue.asks_which(&spoken);
        let date_and_time = |offer: &Offer| format!("{} {}", offer.slot.date(), hours(offer.slot));
        let options = offers.iter().map(date_and_time).collect();
        self.asks(Question { text, options, about: About::Offers(offers) })
    }

    fn declines_and_goes_on(&mut self) -> Vec<Move> {
        self.declined += 1;
        if self.declined >= TRIES_MAX {
            return self.gives_up("nothing_suited", None, self.tongue.goodbye_nothing_booked());
        }
        self.phase = Phase::Negotiating;
        self.says(self.tongue.asks_other(), Act::AsksOther)
    }

    pub(super) fn waits_and_repeats(&mut self, used: &Move) -> Vec<Move> {
        self.unclear += 1;
        if self.unclear > POLLS_MAX {
            return self.gives_up("no_progress", None, self.tongue.goodbye_nothing_booked());
        }
        let mut moves = self.says(self.tongue.still_here(self.unclear), Act::StillHere);
        moves.push(Move::Wait { seconds: POLL_S });
        moves.push(used.clone());
        moves
    }

    /// A tool that failed is tried once more. What was not granted is not said.
    fn meets_a_failure(&mut self, used: &Move) -> Vec<Move> {
        self.failures += 1;
        if self.failures < 2 {
            return vec![used.clone()];
        }
        if let Some(heard) = self.line.unanswered.take() {
            self.failures = 0;
            return self.takes_in(&heard);
        }
        if self.is_agreed() {
            return self.leaves(self.tongue.thanks_booked());
        }
        let mut moves = Vec::new();
        if self.briefing.has("end_without_booking") {
            moves.push(uses(
                "end_without_booking",
                serde_json::json!({"reason": "other", "detail": "a tool failed"}),
            ));
        }
        moves.extend(self.leaves(self.tongue.goodbye_nothing_booked()));
        moves
    }
}

/// The one offer that the person's words name, by the option they were shown.
fn named_in(answer: &str, offers: &[Offer], options: &[String]) -> Option<DateTime> {
    let answer = answer.to_lowercase();
    let mut named =
        offers.iter().zip(options).filter(|(_, option)| answer.contains(&option.to_lowercase()));
    let (offer, _) = named.next()?;
    named.next().is_none().then_some(offer.slot)
}
