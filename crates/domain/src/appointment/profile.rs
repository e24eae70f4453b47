//! What is remembered of a person for their next request: facts that providers ask for, and who was called before.

use crate::understanding::{Fact, Proposal, SaidFact};
use crate::when::text::folded;

use super::candidate::Listing;
use super::checklist::{self, Need};
use super::decide::Deciding;
use super::person::{KnownProvider, Person};

/// Providers that are remembered; the one called longest ago goes first.
const PROVIDERS_MAX: usize = 30;

impl Deciding<'_> {
    /// Takes what a message states, and from the profile what this kind of provider asks for. A provider is told what
    /// its kind asks for and nothing else: the disclosure budget.
    pub(super) fn take_facts(&mut self, index: usize, proposal: &Proposal) {
        for said in &proposal.facts {
            set(&mut self.desk.requests[index].wish.facts, said.clone());
            if checklist::is_lasting(said.fact) {
                set(&mut self.desk.person.facts, said.clone());
            }
        }
        let asks = self.asks_of(index);
        if let Some(place) = self.desk.requests[index].wish.place.clone() {
            let facts = &mut self.desk.requests[index].wish.facts;
            if facts.iter().all(|known| known.fact != Fact::Address) {
                facts.push(SaidFact { fact: Fact::Address, text: place });
            }
        }
        let wish = &mut self.desk.requests[index].wish;
        wish.facts.retain(|known| asks.iter().any(|(fact, _)| *fact == known.fact));
        for (fact, _) in asks {
            let known = wish.facts.iter().any(|known| known.fact == *fact);
            let remembered = self.desk.person.facts.iter().find(|known| known.fact == *fact);
            if let Some(remembered) = remembered.filter(|_| !known) {
                wish.facts.push(remembered.clone());
            }
        }
        // "for my dog Rex": at the vet's that is the animal, not another client.
        let animal = wish.facts.iter().find(|known| known.fact == Fact::Animal);
        if let (Some(animal), Some(whom)) = (animal, &wish.for_whom) {
            let (animal, whom) = (folded(&animal.text), folded(whom));
            if animal.contains(&whom) || whom.contains(&animal) {
                wish.for_whom = None;
            }
        }
    }

    fn asks_of(&self, index: usize) -> &'static [(Fact, Need)] {
        let service = self.desk.requests[index].wish.service.as_deref();
        service.and_then(checklist::kind).map_or(&[], |kind| kind.asks)
    }

    /// What this provider asks for and nobody has told us: without which nothing can be booked, and the rest.
    pub(super) fn facts_missing(&self, index: usize) -> (Vec<Fact>, Vec<Fact>) {
        let wish = &self.desk.requests[index].wish;
        let unknown = self.asks_of(index).iter().filter(|(fact, need)| {
            *need != Need::IfSaid
                && wish.facts.iter().all(|known| known.fact != *fact)
                && !wish.facts_asked.contains(fact)
        });
        let (always, often): (Vec<_>, Vec<_>) =
            unknown.partition(|(_, need)| *need == Need::Always);
        let fact = |(fact, _): (Fact, Need)| fact;
        (always.into_iter().map(fact).collect(), often.into_iter().map(fact).collect())
    }

    /// "My dentist", or a name that was called before: the number is known, and the card shows whose it is.
    pub(super) fn recall_provider(&mut self, index: usize) {
        let wish = &self.desk.requests[index].wish;
        let looks_elsewhere = self.policy.search && wish.place.is_some() && wish.provider.is_none();
        if wish.number.is_some() || !wish.candidates.is_empty() || looks_elsewhere {
            return;
        }
        let known = match (&wish.provider, &wish.service) {
            (Some(name), _) => self.desk.person.provider_named(name),
            (None, Some(service)) => self.desk.person.provider_of(service),
            (None, None) => None,
        };
        let Some(known) = known.filter(|known| self.can_be_called(known)).cloned() else { return };
        let wish = &mut self.desk.requests[index].wish;
        wish.number = known.number;
        wish.listing = known.listing.map(|id| Listing { id, ..Listing::default() });
        wish.service.get_or_insert(known.service);
        if known.name.is_some() {
            wish.provider = known.name;
        }
    }

    fn can_be_called(&self, known: &KnownProvider) -> bool {
        match &known.number {
            Some(numbered) => self.judge(&numbered.number).is_ok(),
            None => self.policy.search && known.listing.is_some(),
        }
    }

    /// The person wants this provider called: next time its number need not be asked for.
    pub(super) fn remember_provider(&mut self, index: usize) {
        let wish = &self.desk.requests[index].wish;
        let (Some(number), Some(service)) = (&wish.number, &wish.service) else { return };
        let listing = wish.listing.as_ref().map(|listing| listing.id.clone());
        let known = KnownProvider {
            service: service.clone(),
            name: wish.provider.clone(),
            number: Some(number.clone()).filter(|_| listing.is_none()),
            listing,
        };
        let providers = &mut self.desk.person.providers;
        providers.retain(|other| !other.is(&known));
        providers.insert(0, known);
        providers.truncate(PROVIDERS_MAX);
    }

    /// It was somebody else's number.
    pub(super) fn forget_provider(&mut self, index: usize) {
        let wish = &self.desk.requests[index].wish;
        let wrong = KnownProvider {
            service: String::new(),
            name: None,
            number: wish.number.clone(),
            listing: wish.listing.as_ref().map(|listing| listing.id.clone()),
        };
        self.desk.person.providers.retain(|known| !known.is(&wrong));
    }
}

impl KnownProvider {
    /// The same place or the same number.
    fn is(&self, other: &Self) -> bool {
        let number = |known: &Self| known.number.as_ref().map(|numbered| numbered.number.clone());
        let same_listing = self.listing.is_some() && self.listing == other.listing;
        same_listing || number(self).is_some() && number(self) == number(other)
    }
}

impl Person {
    fn provider_named(&self, name: &str) -> Option<&KnownProvider> {
        let name = folded(name);
        let whole = |text: &str, part: &str| {
            !part.is_empty() && format!(" {text} ").contains(&format!(" {part} "))
        };
        self.providers.iter().find(|known| {
            known
                .name
                .as_deref()
                .map(folded)
                .is_some_and(|known| whole(&known, &name) || whole(&name, &known))
        })
    }

    /// The only provider of a kind: of two it would be a guess.
    fn provider_of(&self, service: &str) -> Option<&KnownProvider> {
        let mut alike =
            self.providers.iter().filter(|known| checklist::alike(&known.service, service));
        alike.next().filter(|_| alike.next().is_none())
    }
}

fn set(facts: &mut Vec<SaidFact>, said: SaidFact) {
    facts.retain(|known| known.fact != said.fact);
    facts.push(said);
}
