//! Which numbers of a message are to be called, and which of them may be.

use crate::ids::EventId;
use crate::phone::{self, PhoneNumber};
use crate::understanding::{Proposal, any_of_several, whoever_is_earliest};

use super::decide::Deciding;
use super::wish::{NumberGiven, NumberSource, Numbered};
use super::{EventKind, Missing, NotCalled};

impl Deciding<'_> {
    /// Two numbers to be called are two wishes, unless any of them may do.
    pub(super) fn names_several_providers(&self, text: &str, proposal: &Proposal) -> bool {
        let numbers = self.numbers_written(text, proposal).to_call;
        let several = numbers.iter().any(|number| Some(number) != numbers.first());
        several && !any_of_several(text)
    }

    /// Only digits that stand in the message itself count (I14): a model may point at a number, not make one.
    fn numbers_written(&self, text: &str, proposal: &Proposal) -> Written {
        let region = &self.desk.person.region;
        let mut written: Vec<_> =
            phone::numbers_in(text, region).into_iter().map(|found| found.number).collect();
        let meant = |said: &Option<String>| {
            let number = PhoneNumber::parse(said.as_deref()?, region).ok()?;
            written.contains(&number).then_some(number)
        };
        let (callback, provider) = (meant(&proposal.callback), meant(&proposal.phone));
        written.retain(|number| Some(number) != callback.as_ref());
        let provider = provider.or_else(|| written.first().cloned());
        Written { callback, provider, to_call: written }
    }

    pub(super) fn take_numbers(
        &mut self,
        index: usize,
        of: EventId,
        text: &str,
        proposal: &Proposal,
        missing: &mut Missing,
    ) {
        let Written { callback, provider, mut to_call } = self.numbers_written(text, proposal);
        if let Some(number) = &callback {
            self.desk.person.callback = Some(number.clone());
        }
        self.request(index).wish.earliest |= whoever_is_earliest(text);
        to_call.dedup();
        match provider {
            Some(_) if to_call.len() > 1 && any_of_several(text) => {
                let given = to_call.into_iter().map(|number| (None, number)).collect();
                self.take_several(index, given, of, missing);
            }
            Some(number) => self.take_number(index, number, of, missing),
            None => missing.number_invalid = proposal.phone.is_some() && callback.is_none(),
        }
    }

    pub(super) fn take_number(
        &mut self,
        index: usize,
        number: PhoneNumber,
        of: EventId,
        missing: &mut Missing,
    ) {
        match self.judge(&number) {
            Ok(()) => {
                let numbered = self.numbered(number, of);
                let wish = &mut self.request(index).wish;
                wish.number = Some(numbered);
                wish.listing = None;
                wish.candidates.clear();
            }
            Err(NotCalled::Kind) => missing.number_refused = true,
            Err(NotCalled::Country) => missing.country_refused = true,
        }
    }

    /// A number with where it comes from: this event says how it was given.
    pub(super) fn numbered(&self, number: PhoneNumber, provenance: EventId) -> Numbered {
        let by = match self.event.kind {
            EventKind::CardRead { .. } => NumberGiven::ContactCard,
            EventKind::ProvidersFound { .. } => NumberGiven::Directory,
            _ => NumberGiven::Message,
        };
        Numbered {
            number,
            provenance,
            source: Some(NumberSource { by, at: self.now() }),
            zone: None,
        }
    }

    /// The number policy (I14): asked when a number is given, and again before it is dialled.
    pub(super) fn judge(&self, number: &PhoneNumber) -> Result<(), NotCalled> {
        self.policy.may_call(number)
    }
}

/// The numbers that stand in a message.
struct Written {
    /// The person's own.
    callback: Option<PhoneNumber>,
    /// The one that is meant, or the first that is not the person's own.
    provider: Option<PhoneNumber>,
    /// All that are not the person's own.
    to_call: Vec<PhoneNumber>,
}
