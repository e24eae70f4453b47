//! "I can't come": to what was booked, at short notice or too late.

use crate::ids::EventId;
use crate::understanding::{Act, Proposal, calls_off, cannot_come, never_mind, rather_then};
use crate::when;

use super::Words;
use super::decide::Deciding;

impl Deciding<'_> {
    /// Asks what shall be done about the appointment that is meant, unless another time is named with it; says so where it
    /// has begun already.
    pub(super) fn cannot_come(&mut self, of: EventId, text: &str, proposal: &Proposal) -> bool {
        let then = self.rather_then(text, proposal);
        let says_what_to_do = proposal.act == Act::Reschedule && then.is_none();
        let speaks_of_another =
            self.focus().is_some_and(|index| self.desk.requests[index].stage.is_unsettled());
        if says_what_to_do || speaks_of_another || self.question_is_open() || !cannot_come(text) {
            return false;
        }
        let standing = self.all_standing();
        let booked: Vec<usize> = standing.iter().map(|(_, index)| *index).collect();
        let next = self.best_named(&booked, text).or(booked.first().copied());
        match (next, self.just_over()) {
            (Some(index), _) => match then {
                Some(then) => {
                    let proposal =
                        Proposal { when: Vec::new(), not_when: Vec::new(), ..proposal.clone() };
                    self.settle_language(text, &proposal);
                    self.move_to(index, of, &then, &proposal);
                }
                None => self.ask_what_to_do(index),
            },
            (None, Some(index)) => self.already_over(index),
            (None, None) => return false,
        }
        true
    }

    fn rather_then(&self, text: &str, proposal: &Proposal) -> Option<String> {
        let reference = self.reference(&self.desk.person.time_zone(), proposal);
        rather_then(text, |clause| !when::read(clause, reference).is_empty())
    }

    fn ask_what_to_do(&mut self, index: usize) {
        let Some((index, slot)) = self.standing(index) else { return };
        self.desk.person.cannot_come = Some(self.desk.requests[index].id);
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::CannotCome { about, at: slot.0, zone });
    }

    /// The answer in words: another time, or off.
    pub(super) fn says_what_to_do_instead(
        &mut self,
        of: EventId,
        text: &str,
        proposal: &Proposal,
    ) -> bool {
        let asked = self.desk.person.cannot_come.take().and_then(|request| self.find(request));
        let Some(index) = asked else { return false };
        match proposal.act {
            _ if proposal.when.is_empty() && never_mind(text) => self.keep(index),
            Act::Cancel if proposal.when.is_empty() || calls_off(text) => self.call_off(index),
            Act::Cancel | Act::Reschedule | Act::Change | Act::Alternatives => {
                self.move_to(index, of, text, proposal);
            }
            Act::Inform if !proposal.when.is_empty() => self.move_to(index, of, text, proposal),
            Act::No => self.keep(index),
            _ => return false,
        }
        true
    }

    /// The button, or "no, leave it".
    pub(super) fn keep(&mut self, index: usize) {
        let Some((index, slot)) = self.standing(index) else {
            return self.say_about(index, |about| Words::AlreadyDecided { about });
        };
        let of = self.desk.requests[index].id;
        self.desk.person.call_off_asked.take_if(|asked| *asked == of);
        if self.changing(of).is_some_and(|other| !self.gives_way(other)) {
            return self.say_about(index, |about| Words::AlreadyDecided { about });
        }
        self.end_watch_in_silence(index);
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::Kept { about, at: slot.0, zone });
    }
}
