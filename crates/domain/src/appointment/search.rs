//! Finding whom to call: the directory is asked, and the person chooses one, several, or whoever has it first.

use crate::ids::{EventId, RequestId};
use crate::language::Language;
use crate::phone::PhoneNumber;
use crate::understanding::{Proposal, Several, language_of, several};
use crate::when::text::folded;

use super::candidate::{Candidate, Found, Lookup};
use super::decide::Deciding;
use super::stage::Stage;
use super::wish::Numbered;
use super::words::{FoundView, SearchProblem};
use super::{Command, Missing, NotCalled, NumberGiven, OpeningHours, Words, checklist};

impl Deciding<'_> {
    /// Looks for providers instead of asking for a number, if it is known what and where. The same is looked for once.
    pub(super) fn seeks(&mut self, index: usize) -> bool {
        let Some(lookup) = self.lookup(index) else { return false };
        let request = self.request(index);
        if request.wish.looked_for.as_ref() == Some(&lookup) {
            return match request.stage {
                Stage::Seeking => true,
                Stage::Picking { .. } => {
                    self.show_found(index);
                    true
                }
                _ => false,
            };
        }
        self.look_for(index, lookup);
        true
    }

    fn look_for(&mut self, index: usize, lookup: Lookup) {
        let request = self.request(index);
        request.wish.looked_for = Some(lookup.clone());
        request.stage = Stage::Seeking;
        let request = request.id;
        self.commands.push(Command::FindProviders { request, lookup });
        self.arm(index, self.after(SEEK_S));
    }

    /// What to look for; nothing where neither a name nor a place is known.
    fn lookup(&self, index: usize) -> Option<Lookup> {
        if !self.policy.search {
            return None;
        }
        let wish = &self.desk.requests[index].wish;
        wish.service.as_ref()?;
        // A provider of earlier, of whom only the directory's id was kept.
        if let Some(listing) = &wish.listing {
            return Some(Lookup::Listing { id: listing.id.clone() });
        }
        let place = wish.place.as_deref();
        let named = place.filter(|it| wish.near.is_none() || it.contains(char::is_alphabetic));
        let provider = wish.provider.as_deref();
        if provider.is_none() && named.is_none() && wish.near.is_none() {
            return None;
        }
        // "En Rosario" may be a place or a provider; the directory knows which.
        let words = [wish.service.as_deref(), provider, named];
        let text = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
        Some(Lookup::Words { text, near: wish.near.clone() })
    }

    /// `found` is absent when the directory could not be asked.
    pub(super) fn providers_found(&mut self, request: RequestId, found: Option<&[Found]>) {
        let Some(index) = self.find(request) else { return };
        if !matches!(self.desk.requests[index].stage, Stage::Seeking) {
            return;
        }
        self.arm(index, self.after(super::details::DRAFT_S));
        let mut candidates = self.candidates(index, found.unwrap_or_default());
        let listed =
            matches!(self.desk.requests[index].wish.looked_for, Some(Lookup::Listing { .. }));
        match candidates.len() {
            0 => {
                self.request(index).wish.listing = None;
                self.request(index).stage = Stage::Drafting { asked: Vec::new() };
                let problem = match found {
                    Some(_) => SearchProblem::NothingFound,
                    None => SearchProblem::Down,
                };
                let missing = Missing { search: Some(problem), ..Missing::default() };
                self.ask_or_show(index, missing);
            }
            // The one that bears the name; the card shows where it is.
            n if n == 1 && listed || self.only_first_is_meant(index, &candidates) => {
                let only = candidates.remove(0);
                self.take_candidate(index, only);
                self.complete_or_ask(index);
            }
            _ => {
                self.request(index).stage = Stage::Picking { found: candidates };
                self.show_found(index);
            }
        }
    }

    fn only_first_is_meant(&self, index: usize, candidates: &[Candidate]) -> bool {
        let meant = candidates.iter().filter(|candidate| self.is_meant(index, candidate));
        meant.count() == 1
    }

    /// It bears the name that the person gave.
    fn is_meant(&self, index: usize, candidate: &Candidate) -> bool {
        let wish = &self.desk.requests[index].wish;
        let Some(name) = candidate.name.as_deref() else { return false };
        let of_another_trade =
            wish.service.as_deref().is_some_and(|service| checklist::differ(service, name));
        let said = wish.provider.as_deref();
        !of_another_trade && said.is_some_and(|said| name_each_other(said, name))
    }

    /// Those of the listings that can be called: who bears the name that was said, then the best.
    fn candidates(&self, index: usize, found: &[Found]) -> Vec<Candidate> {
        let region = &self.desk.person.region;
        let provenance = self.event.id;
        let mut candidates: Vec<Candidate> = Vec::new();
        for listed in found {
            let Some(phone) = listed.phone.as_deref() else { continue };
            let Ok(number) = PhoneNumber::parse(phone, region) else { continue };
            let known = candidates.iter().any(|other| other.number.number == number);
            if known || self.judge(&number).is_err() {
                continue;
            }
            let numbered = self.numbered(number, provenance);
            candidates.push(Candidate {
                name: Some(listed.name.clone()).filter(|name| !name.trim().is_empty()),
                number: Numbered { zone: listed.zone.clone(), ..numbered },
                listing: Some(listed.listing.clone()),
                came_of_it: None,
            });
        }
        candidates.sort_by_key(|candidate| {
            let rank = candidate.listing.as_ref().map(|it| it.rank());
            (!self.is_meant(index, candidate), rank)
        });
        candidates.truncate(SHOWN_MAX);
        candidates
    }

    pub(super) fn show_found(&mut self, index: usize) {
        let Stage::Picking { found } = &self.desk.requests[index].stage else { return };
        let view = |(candidate, number): (&Candidate, u32)| {
            let listing = candidate.listing.clone().unwrap_or_default();
            FoundView {
                number,
                name: candidate.for_people(),
                address: listing.address,
                rating: listing.rating,
                ratings: listing.ratings,
                distance_m: listing.distance_m,
                opens_at: self.opens_later(candidate),
                zone: self.desk.person.zone.clone(),
            }
        };
        let unknown = self.named_in_vain(index, found);
        let found: Vec<_> = found.iter().zip(1..).map(view).collect();
        self.say_about(index, |about| Words::WhomToCall { about, found, unknown });
    }

    /// The name that the person gave, if none of these bears it, nor stands in a place that does.
    fn named_in_vain(&self, index: usize, found: &[Candidate]) -> Option<String> {
        let said = self.desk.requests[index].wish.provider.as_deref()?;
        let bears = |candidate: &Candidate| {
            let address = candidate.listing.as_ref().and_then(|listing| listing.address.as_deref());
            let names = [candidate.name.as_deref(), address];
            names.into_iter().flatten().any(|name| name_each_other(said, name))
        };
        (!found.iter().any(bears)).then(|| said.to_owned())
    }

    /// When it can be called, if not now.
    fn opens_later(&self, candidate: &Candidate) -> Option<jiff::Timestamp> {
        let at = self.next_call_time(&candidate.number, candidate.hours(), self.now());
        (at > self.now()).then_some(at)
    }

    /// One of those that were shown, by its number from 1.
    pub(super) fn pick_found(&mut self, index: usize, n: u32) {
        self.pick_several(index, &Several::These(vec![n]));
    }

    pub(super) fn pick_several(&mut self, index: usize, which: &Several) {
        let Stage::Picking { found } = &self.desk.requests[index].stage else { return };
        let mut picked: Vec<Candidate> = match which {
            Several::All | Several::Any => found.clone(),
            Several::These(numbers) => numbers
                .iter()
                .filter_map(|n| found.get(usize::try_from(*n).ok()?.checked_sub(1)?).cloned())
                .collect(),
        };
        picked.truncate(self.policy.candidates_max);
        if picked.is_empty() {
            return self.not_on_the_list(index);
        }
        if picked.len() == 1 {
            let only = picked.remove(0);
            self.take_candidate(index, only);
        } else {
            let wish = &mut self.request(index).wish;
            wish.candidates = picked;
            wish.provider = None;
            wish.earliest = *which == Several::Any;
        }
        self.request(index).stage = Stage::Drafting { asked: Vec::new() };
        self.complete_or_ask(index);
    }

    /// None of those found: the person knows a number, or looks elsewhere.
    pub(super) fn none_of_those_found(&mut self, index: usize) {
        self.request(index).stage = Stage::Drafting { asked: Vec::new() };
        self.complete_or_ask(index);
    }

    pub(super) fn take_candidate(&mut self, index: usize, candidate: Candidate) {
        let wish = &mut self.request(index).wish;
        wish.number = Some(candidate.number);
        wish.listing = candidate.listing;
        if candidate.name.is_some() {
            wish.provider = candidate.name;
        }
    }

    /// A message may want another provider than the one whose number is known: then that number goes. One that the
    /// person gave stays unless the trade is another; one of the directory belongs to a trade, a place and a name.
    pub(super) fn forget_another_provider(&mut self, index: usize, proposal: &Proposal) {
        let wish = &mut self.desk.requests[index].wish;
        let numbers = wish.candidates.iter().map(|it| &it.number).chain(&wish.number);
        let listed = numbers
            .filter_map(|number| number.source)
            .any(|source| source.by == NumberGiven::Directory);
        let trades = proposal.service.as_deref().zip(wish.service.as_deref());
        let another_trade = trades.is_some_and(|(new, old)| {
            if listed { !checklist::same_kind(new, old) } else { checklist::differ(new, old) }
        });
        let address = wish.listing.as_ref().and_then(|listing| listing.address.as_deref());
        let known = [wish.provider.as_deref(), wish.place.as_deref(), address];
        let is_new = |said: &Option<String>| {
            said.as_deref().is_some_and(|said| {
                !known.iter().flatten().any(|known| name_each_other(said, known))
            })
        };
        let elsewhere = listed && (is_new(&proposal.place) || is_new(&proposal.provider));
        if another_trade || elsewhere {
            wish.number = None;
            wish.listing = None;
            wish.candidates.clear();
            wish.provider = None;
        }
    }

    /// What a message says about those that were shown: several of them, or whoever has it first.
    pub(super) fn picks_several(&mut self, text: &str) -> bool {
        let Some(index) = self.focus() else { return false };
        let Stage::Picking { found } = &self.desk.requests[index].stage else { return false };
        let language: Language = language_of(text).unwrap_or(self.desk.person.language);
        match several(text, language, found.len()) {
            Some(which) => {
                self.pick_several(index, &which);
                true
            }
            None => false,
        }
    }

    /// Numbers or cards that the person gave, of whom any may do. Those that are never called are left out.
    pub(super) fn take_several(
        &mut self,
        index: usize,
        given: Vec<(Option<String>, PhoneNumber)>,
        of: EventId,
        missing: &mut Missing,
    ) {
        let mut candidates: Vec<Candidate> = Vec::new();
        for (name, number) in given.into_iter().take(self.policy.candidates_max) {
            if candidates.iter().any(|known| known.number.number == number) {
                continue;
            }
            match self.judge(&number) {
                Ok(()) => candidates.push(Candidate {
                    name,
                    number: self.numbered(number, of),
                    listing: None,
                    came_of_it: None,
                }),
                Err(NotCalled::Kind) => missing.number_refused = true,
                Err(NotCalled::Country) => missing.country_refused = true,
            }
        }
        let wish = &mut self.request(index).wish;
        wish.number = None;
        wish.listing = None;
        wish.provider = None;
        if candidates.len() == 1 {
            let only = candidates.remove(0);
            return self.take_candidate(index, only);
        }
        self.request(index).wish.candidates = candidates;
    }
}

impl Candidate {
    /// When they are open, as far as the directory knows.
    pub(super) fn hours(&self) -> Option<&OpeningHours> {
        self.listing.as_ref()?.hours.as_ref()
    }

    /// Its name, or its number as people write it.
    #[must_use]
    pub fn for_people(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.number.number.for_people())
    }
}

/// "Sur" and "Clínica Sur".
fn name_each_other(one: &str, other: &str) -> bool {
    let (one, other) = (folded(one), folded(other));
    one.contains(&other) || other.contains(&one)
}

/// A directory that does not answer is not waited for.
const SEEK_S: u32 = 60;

/// As many as a list can show beside "whoever has it first" and "none of these".
const SHOWN_MAX: usize = 8;
