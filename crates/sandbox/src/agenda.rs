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
#[derive(Debug, Default)]
pub struct Agenda {
    entries: BTreeMap<(Timestamp, u64), Action>,
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

    /// Removes and returns the first action if its time has come.
    pub fn take_due(&mut self, now: Timestamp) -> Option<Action> {
        let first = self.entries.first_entry()?;
        (first.key().0 <= now).then(|| first.remove())
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
        let taken: Vec<_> = std::iter::from_fn(|| agenda.take_due(at(30))).collect();
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
        assert_eq!(agenda.take_due(at(5)), Some(Action::LetGo(Webhook::TwilioVoice)));
        assert!(agenda.is_empty());
    }
}
