//! Everything that will happen later, in the order in which it will happen.
//!
//! Nothing here waits. Whoever runs the sandbox asks for what is due; moving the clock is what makes time pass.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::faults::Webhook;
use crate::{elevenlabs, resend, twilio};

/// One thing that happens at its time, carried out by the module that it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "of", content = "does", rename_all = "snake_case")]
pub enum Action {
    Twilio(twilio::Action),
    ElevenLabs(elevenlabs::Action),
    Resend(resend::Action),
    /// Lets go of deliveries that waited for a next one to be swapped with, which never came.
    LetGo(Webhook),
}

/// Actions ordered by (due, sequence): of two that are due at the same moment, the one put first happens first.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Agenda {
    #[serde(with = "crate::keeping::pairs")]
    entries: BTreeMap<(Timestamp, u64), Action>,
    /// What is being done, with the time at which it was due.
    #[serde(with = "crate::keeping::pairs")]
    in_hand: BTreeMap<u64, (Timestamp, Action)>,
    sequence: u64,
}

impl Agenda {
    pub fn put(&mut self, due: Timestamp, action: Action) {
        self.sequence += 1;
        self.entries.insert((due, self.sequence), action);
    }

    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.entries.first_key_value().map(|((due, _), _)| *due)
    }

    /// Takes the first action in hand if its time has come; whoever takes it puts its number down when it is done.
    pub fn take_due(&mut self, now: Timestamp) -> Option<(u64, Action)> {
        let first = self.entries.first_entry()?;
        let (due, number) = *first.key();
        if due > now {
            return None;
        }
        let action = first.remove();
        self.in_hand.insert(number, (due, action.clone()));
        Some((number, action))
    }

    pub fn put_down(&mut self, number: u64) {
        self.in_hand.remove(&number);
    }

    /// What was in hand when a run ended is to be done again.
    pub fn take_up_again(&mut self) {
        for (number, (due, action)) in std::mem::take(&mut self.in_hand) {
            self.entries.insert((due, number), action);
        }
    }

    /// Takes out what can't happen any more: what a finished call still had before it, for one.
    pub fn withdraw(&mut self, mut lapsed: impl FnMut(&Action) -> bool) {
        self.entries.retain(|_, action| !lapsed(action));
    }

    pub fn iter(&self) -> impl Iterator<Item = (Timestamp, &Action)> {
        self.entries.iter().map(|((due, _), action)| (*due, action))
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Agenda};
    use crate::faults::Webhook;
    use jiff::Timestamp;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn what_is_due_first_happens_first_and_equals_keep_their_order() {
        let mut agenda = Agenda::default();
        agenda.put(at(20), Action::LetGo(Webhook::TwilioAmd));
        agenda.put(at(10), Action::LetGo(Webhook::TwilioVoice));
        agenda.put(at(10), Action::LetGo(Webhook::TwilioInbound));
        let taken: Vec<_> =
            std::iter::from_fn(|| agenda.take_due(at(30)).map(|(_, action)| action)).collect();
        assert_eq!(
            taken,
            [Webhook::TwilioVoice, Webhook::TwilioInbound, Webhook::TwilioAmd].map(Action::LetGo)
        );
    }

    #[test]
    fn nothing_happens_before_its_time() {
        let mut agenda = Agenda::default();
        agenda.put(at(10), Action::LetGo(Webhook::TwilioAmd));
        assert_eq!(agenda.take_due(at(9)), None);
        assert_eq!(agenda.next_due(), Some(at(10)));
        assert!(agenda.take_due(at(10)).is_some());
        assert_eq!(agenda.next_due(), None);
    }

    #[test]
    fn what_is_withdrawn_never_happens() {
        let mut agenda = Agenda::default();
        agenda.put(at(1), Action::LetGo(Webhook::TwilioAmd));
        agenda.put(at(2), Action::LetGo(Webhook::TwilioVoice));
        agenda.withdraw(|action| *action == Action::LetGo(Webhook::TwilioAmd));
        let taken = agenda.take_due(at(5)).map(|(_, action)| action);
        assert_eq!(taken, Some(Action::LetGo(Webhook::TwilioVoice)));
        assert!(agenda.is_empty());
    }
}
