//! From a message to a complete wish: what it adds, what is still missing, and the card.

use crate::ids::{EventId, RequestId};
use crate::language::Language;
use crate::phone::PhoneNumber;
use crate::region;
use crate::understanding::{Act, Asked, Proposal, price, tells_their_name};
use crate::when::{self, folded};

use super::candidate::Coordinates;
use super::checklist;
use super::decide::Deciding;
use super::request::Request;
use super::stage::Stage;
use super::wish::Wish;
use super::words::{CandidateView, SearchProblem};
use super::{CallAtProblem, CardView, Cost, Detail, Missing, OpeningHours, Retry, Words};

impl Deciding<'_> {
    /// A new wish, or more about the one that is being put together.
    pub(super) fn book(&mut self, of: EventId, text: &str, proposal: &Proposal) {
        self.settle_language(text, proposal);
        if self.is_several(text, proposal) {
            return self.say(None, Words::OneAtATime);
        }
        if let Some(index) = self.same_errand(proposal) {
            return match self.desk.requests[index].stage {
                Stage::Choosing { .. } => self.offers_left(index),
                _ => self.say_about(index, |about| Words::CannotChangeNow { about }),
            };
        }
        let going_on = self.focus().filter(|&index| {
            let request = &self.desk.requests[index];
            let adds = || self.with_added_service(index, text, proposal).is_some();
            request.stage.is_unsettled() && (!request.wish.is_another(proposal) || adds())
        });
        match going_on.or_else(|| self.open(of)) {
            Some(index) => {
                self.desk.person.speaks_of = Some(self.desk.requests[index].id);
                self.absorb(index, of, text, proposal);
            }
            None => self.say(None, Words::TooManyOpen { max: self.policy.open_max }),
        }
    }

    /// Two wishes merged would be a third that nobody has.
    fn is_several(&self, text: &str, proposal: &Proposal) -> bool {
        proposal.another.is_some() || self.names_several_providers(text, proposal)
    }

    /// The request under way that a wish repeats: the same service, and nobody else to call or to go.
    fn same_errand(&self, proposal: &Proposal) -> Option<usize> {
        let service = proposal.service.as_deref()?;
        let says = |said: &Option<String>, known: &Option<String>| {
            said.as_ref().is_some_and(|said| known.as_ref() != Some(said))
        };
        (0..self.desk.requests.len()).rfind(|&index| {
            let request = &self.desk.requests[index];
            let wish = &request.wish;
            request.is_accepted()
                && request.is_open()
                && wish.service.as_deref().is_some_and(|known| checklist::alike(known, service))
                && proposal.phone.is_none()
                && !says(&proposal.provider, &wish.provider)
                && !says(&proposal.for_whom, &wish.for_whom)
        })
    }

    /// A detail, for the request in focus.
    pub(super) fn inform(&mut self, of: EventId, text: &str, proposal: &Proposal) {
        let Some(index) = self.focus() else {
            return if proposal.email.is_some() {
            } else if proposal.service.is_some()
                || proposal.provider.is_some()
                || proposal.phone.is_some()
                || !proposal.when.is_empty()
            {
                self.book(of, text, proposal);
            } else {
                self.say(None, Words::NotUnderstood);
            };
        };
        match &self.desk.requests[index].stage {
            stage if stage.is_unsettled() && self.is_several(text, proposal) => {
                self.say(None, Words::OneAtATime);
            }
            stage if stage.is_unsettled() => {
                let nothing_new = proposal.email.is_some() && is_bare(proposal);
                if !nothing_new {
                    self.absorb(index, of, text, proposal);
                }
            }
            Stage::Calling(calling) if calling.open_question().is_some() => {
                self.answer_question(text);
            }
            Stage::Waiting { why: Retry::Question, .. } => self.answer_question_at(index, text),
            Stage::Waiting { .. } if proposal.call_at.is_some() => self.move_call(index, proposal),
            Stage::Calling(_) | Stage::Waiting { .. } | Stage::Enquiring { .. }
                if proposal.email.is_some() => {}
            Stage::Calling(_) | Stage::Waiting { .. } | Stage::Enquiring { .. }
                if proposal.act == Act::Inform && is_bare(proposal) =>
            {
                self.say_about(index, |about| Words::StillOnIt { about });
            }
            // What the agent was told to ask for cannot be changed; whether it may be taken can.
            Stage::Calling(calling) if calling.ended.is_none() && !proposal.when.is_empty() => {
                self.request(index).wish.ask_first = true;
                self.say_about(index, |about| Words::AskedFirst { about });
            }
            Stage::Calling(_) | Stage::Waiting { .. } | Stage::Enquiring { .. } => {
                self.say_about(index, |about| Words::CannotChangeNow { about });
            }
            Stage::Choosing { .. } => self.offers_left(index),
            Stage::Drafting { .. }
            | Stage::Seeking
            | Stage::Picking { .. }
            | Stage::Confirming
            | Stage::Closed { .. } => self.say(None, Words::NotUnderstood),
        }
    }

    /// The contacts of a card, each with its first number that can be called; of several any will do.
    pub(super) fn card_read(&mut self, of: EventId, contacts: &[(Option<String>, Vec<String>)]) {
        let region = self.desk.person.region.clone();
        let found = contacts.iter().filter_map(|(name, phones)| {
            let number = phones.iter().find_map(|phone| PhoneNumber::parse(phone, &region).ok())?;
            Some((name.clone().filter(|name| !name.trim().is_empty()), number))
        });
        let mut found: Vec<_> = found.collect();
        found.dedup_by(|one, other| one.1 == other.1);
        if found.is_empty() {
            return self.say(None, Words::CouldNotReadCard);
        }
        let drafting = self.focus().filter(|&i| self.desk.requests[i].stage.is_unsettled());
        let Some(index) = drafting.or_else(|| self.open(of)) else {
            return self.say(None, Words::TooManyOpen { max: self.policy.open_max });
        };
        let mut missing = Missing::default();
        if found.len() > 1 {
            self.take_several(index, found, of, &mut missing);
        } else if let Some((name, number)) = found.pop() {
            self.take_number(index, number, of, &mut missing);
            if name.is_some() {
                self.request(index).wish.provider = name;
            }
        }
        self.shared(index, of, missing);
    }

    /// What was shared is often half of what is meant: the words come with it, before or after.
    fn shared(&mut self, index: usize, of: EventId, missing: Missing) {
        let refused = missing != Missing::default();
        if refused || !self.waits_for_halves() || self.is_complete(index) {
            self.ask_or_show(index, missing);
        } else {
            let parts = self.desk.person.burst.take().map(|burst| burst.parts);
            self.hold(of, parts.unwrap_or_default());
        }
    }

    pub(super) fn located(&mut self, place: String, at: Coordinates) {
        let drafting = self.focus().filter(|&i| self.desk.requests[i].stage.is_unsettled());
        match drafting {
            Some(index) => {
                let wish = &mut self.request(index).wish;
                wish.place = Some(place);
                wish.near = Some(at);
                self.shared(index, self.event.id, Missing::default());
            }
            None => self.say(None, Words::NotUnderstood),
        }
    }

    /// Opens a request; its id comes of the message, so that the same message opens the same request.
    fn open(&mut self, of: EventId) -> Option<usize> {
        let open = self.desk.requests.iter().filter(|request| request.is_open()).count();
        if open >= self.policy.open_max {
            return None;
        }
        let id = RequestId::derived(of.0, "request");
        self.desk.requests.push(Request::new(id, self.now()));
        let index = self.desk.requests.len() - 1;
        self.desk.person.speaks_of = Some(self.desk.requests[index].id);
        self.arm(index, self.after(DRAFT_S));
        Some(index)
    }

    /// The language follows whole sentences, never an "ok", and nothing at all once it was asked for.
    pub(super) fn settle_language(&mut self, text: &str, proposal: &Proposal) {
        let words = text.split_whitespace().count();
        let follows = words >= 3 && !self.desk.person.language_chosen;
        if let Some(language) = proposal.language.filter(|_| follows) {
            self.desk.person.language = language;
        }
    }

    pub(super) fn absorb(&mut self, index: usize, of: EventId, text: &str, proposal: &Proposal) {
        let mut missing = Missing::default();
        let asked = match &self.desk.requests[index].stage {
            Stage::Drafting { asked } => asked.clone(),
            _ => Vec::new(),
        };
        if self.desk.requests[index].errand.moves().is_some() {
            self.take_when(index, text, proposal, false, &mut missing);
            self.take_call_at(index, proposal, &mut missing);
            return self.ask_or_show(index, missing);
        }
        let joined = self.with_added_service(index, text, proposal);
        let joined = joined.or_else(|| self.with_name_of_theirs(index, text, proposal));
        let proposal = joined.as_ref().unwrap_or(proposal);
        let elsewhere = self.is_elsewhere(index, proposal);
        self.forget_another_provider(index, proposal);
        let wish = &mut self.desk.requests[index].wish;
        let take = |into: &mut Option<String>, from: &Option<String>| {
            if from.is_some() {
                into.clone_from(from);
            }
        };
        take(&mut wish.service, &proposal.service);
        take(&mut wish.provider, &proposal.provider);
        take(&mut wish.place, &proposal.place);
        take(&mut wish.for_whom, &proposal.for_whom);
        take(&mut wish.reason, &proposal.reason);
        take(&mut wish.price_max, &proposal.price_max);
        wish.ask_first |= proposal.ask_first;
        if wish.for_whom.is_some() {
            take(&mut wish.name, &proposal.name);
        } else {
            take(&mut self.desk.person.name, &proposal.name);
        }
        if asks_for_the_name(&asked) && is_bare(proposal) && proposal.name.is_none() {
            self.desk.person.name = bare_name(text);
        }
        self.take_numbers(index, of, text, proposal, &mut missing);
        if !missing.number_invalid && !missing.number_refused && !missing.country_refused {
            self.recall_provider(index);
        }
        self.take_facts(index, proposal);
        self.take_when(index, text, proposal, elsewhere, &mut missing);
        self.take_call_at(index, proposal, &mut missing);
        self.ask_or_show(index, missing);
    }

    /// "And also a beard trim": done in the same visit as the service known, where nothing of another visit is named.
    fn with_added_service(&self, index: usize, text: &str, said: &Proposal) -> Option<Proposal> {
        let known = self.desk.requests[index].wish.service.as_deref()?;
        let added = said.service.as_deref()?;
        let language = said.language.unwrap_or(self.desk.person.language);
        let apart = said.phone.is_some()
            || said.provider.is_some()
            || said.for_whom.is_some()
            || !said.when.is_empty();
        let adds = !apart
            && when::comes_beside(text, language)
            && self.desk.requests[index].wish.is_another(said)
            && checklist::same_visit(known, added);
        let and = match language {
            Language::En => "and",
            Language::Es => "y",
            Language::Pt => "e",
        };
        let service = Some(format!("{known} {and} {added}"));
        adds.then(|| Proposal { service, ..said.clone() })
    }

    /// "His name is Leo Park", where it is for "my son" already: it stays for him, in his name.
    fn with_name_of_theirs(&self, index: usize, text: &str, said: &Proposal) -> Option<Proposal> {
        self.desk.requests[index].wish.for_whom.as_ref()?;
        let language = said.language.unwrap_or(self.desk.person.language);
        let told = said.name.is_none() && tells_their_name(text, language);
        let name = said.for_whom.clone().or_else(|| said.provider.clone());
        let theirs = |name| Proposal { name, for_whom: None, provider: None, ..said.clone() };
        (told && name.is_some()).then(|| theirs(name))
    }

    /// For another service, or with somebody else.
    fn is_elsewhere(&self, index: usize, proposal: &Proposal) -> bool {
        let wish = &self.desk.requests[index].wish;
        let number = proposal.phone.as_deref();
        let number = number.and_then(|it| PhoneNumber::parse(it, &self.desk.person.region).ok());
        let known = wish.number.as_ref().map(|it| &it.number);
        wish.is_another(proposal)
            || differ(&wish.provider, &proposal.provider)
            || number.is_some_and(|number| known.is_some_and(|known| *known != number))
    }

    /// "Iker Etxeberria", of a card for "Iker": the same name, said in full.
    pub(super) fn complete_name(&mut self, index: usize, text: &str) {
        let of_wish = self.desk.requests[index].wish.name.is_some();
        let person = &mut self.desk.person;
        let known =
            if of_wish { &mut self.desk.requests[index].wish.name } else { &mut person.name };
        if let Some(known) = known
            && is_fuller_name(known, text)
        {
            text.trim().trim_end_matches('.').clone_into(known);
        }
    }

    pub(super) fn complete_or_ask(&mut self, index: usize) {
        self.ask_or_show(index, Missing::default());
    }

    fn is_complete(&self, index: usize) -> bool {
        self.details_missing(index, &Missing::default()).is_empty()
            && self.facts_missing(index).0.is_empty()
    }

    fn details_missing(&self, index: usize, missing: &Missing) -> Vec<Detail> {
        let now = self.now();
        let wish = &self.desk.requests[index].wish;
        let lacks = |detail: Detail| match detail {
            Detail::Service => wish.service.is_none(),
            Detail::Number => {
                wish.number.is_none() && wish.candidates.is_empty()
                    || missing.number_refused
                    || missing.country_refused
            }
            Detail::When => {
                missing.when_doubtful
                    || missing.when_past
                    || !wish.windows.iter().any(|window| window.to > now)
            }
            Detail::CallAt => missing.call_at.is_some(),
            Detail::Name => wish.name.is_none() && self.desk.person.name.is_none(),
        };
        let order = [Detail::Service, Detail::Number, Detail::When, Detail::CallAt, Detail::Name];
        order.into_iter().filter(|&detail| lacks(detail)).collect()
    }

    /// Everything that is missing is asked for in one message; when nothing is, the card is shown. What the provider is
    /// likely to ask goes with a question that has to be put anyway, and is never asked twice.
    pub(super) fn ask_or_show(&mut self, index: usize, mut missing: Missing) {
        if self.calls_too_late(index) {
            self.request(index).wish.call_at = None;
            missing.call_at = Some(CallAtProblem::TooLate);
        }
        missing.details = self.details_missing(index, &missing);
        let needs_number = missing.details.contains(&Detail::Number) && !missing.number_is_wrong();
        if needs_number && missing.search.is_none() {
            if self.seeks(index) {
                return;
            }
            missing.search = self.policy.search.then_some(SearchProblem::WhereIsUnknown);
        }
        let (always, often) = self.facts_missing(index);
        let asks = !missing.details.is_empty() || missing.number_invalid || !always.is_empty();
        if !asks {
            return self.card(index);
        }
        missing.facts = [always, often].concat();
        self.request(index).wish.facts_asked.extend_from_slice(&missing.facts);
        if missing.number_invalid && !missing.details.contains(&Detail::Number) {
            missing.details.push(Detail::Number);
        }
        let asked = missing.details.iter().map(|detail| match detail {
            Detail::Service => Asked::Service,
            Detail::Number => Asked::Phone,
            Detail::When => Asked::When,
            Detail::CallAt => Asked::CallAt,
            Detail::Name => Asked::Name,
        });
        let facts = missing.facts.iter().map(|&fact| Asked::Fact(fact));
        let asked = asked.chain(facts).collect();
        self.request(index).stage = Stage::Drafting { asked };
        self.say_about(index, |about| Words::Ask { about, missing });
    }

    pub(super) fn what_to_change(&mut self, index: usize) {
        self.request(index).stage = Stage::Drafting { asked: Vec::new() };
        self.say_about(index, |about| Words::WhatToChange { about });
    }

    pub(super) fn card(&mut self, index: usize) {
        if self.card_waits(index) {
            return;
        }
        let person = &self.desk.person;
        let wish = &self.desk.requests[index].wish;
        let Some(name) = wish.name.clone().or_else(|| person.name.clone()) else {
            return self.complete_or_ask(index);
        };
        let call_wished = wish.call_at.filter(|at| *at > self.now());
        let wished = call_wished.unwrap_or(self.now());
        let Some(at) = self.first_call_time(index, wished) else {
            return self.complete_or_ask(index);
        };
        let number = wish.number.as_ref().map(|it| it.number.for_people());
        let card = CardView {
            about: self.about(index),
            number: number.unwrap_or_default(),
            address: wish.listing.as_ref().and_then(|listing| listing.address.clone()),
            candidates: wish.candidates.iter().map(CandidateView::of).collect(),
            commits: self.commits(index),
            windows: wish.windows.clone(),
            zone: person.zone.clone(),
            name,
            for_whom: wish.for_whom.clone(),
            reason: wish.reason.clone(),
            callback: person.callback.as_ref().map(PhoneNumber::for_people),
            price_max: wish.price_max.clone(),
            ask_first: wish.ask_first,
            facts: wish.facts.clone(),
            may_ask: self.facts_missing(index).1,
            cost: self.cost(index),
            language: wish.language_or(person.language),
            call_at: (at > self.now()).then_some(at),
            call_wished,
            moves: self.desk.requests[index].errand.moves().map(|slot| slot.0),
            taken_by: self.all_taken_by(index),
        };
        self.request(index).stage = Stage::Confirming;
        self.say(Some(card.about.request), Words::Card(Box::new(card)));
    }

    /// What the calls of a request will cost: two minutes each, of those that are asked and of the one that books.
    fn cost(&self, index: usize) -> Option<Cost> {
        let asked = self.desk.requests[index].wish.candidates.len();
        let calls = i64::try_from(asked).unwrap_or(0) + 1;
        let millionths = self.policy.minute_price.checked_mul(calls * CALL_MINUTES)?;
        let cents = millionths.checked_add(9_999)? / 10_000;
        (cents > 0).then(|| Cost { cents, currency: self.policy.currency.clone() })
    }
}

/// What a call takes, more or less.
const CALL_MINUTES: i64 = 2;

/// A draft that nobody comes back to is put away after a day.
pub(super) const DRAFT_S: u32 = 24 * 3600;

/// The name is all that must be known; facts may go unanswered.
fn asks_for_the_name(asked: &[Asked]) -> bool {
    let name_or_fact = |asked: &Asked| matches!(asked, Asked::Name | Asked::Fact(_));
    asked.contains(&Asked::Name) && asked.iter().all(name_or_fact)
}

/// The first clause of an answer that says nothing else we know.
fn bare_name(text: &str) -> Option<String> {
    let name = text.split([',', ';', '\n']).map(str::trim).find(|part| !part.is_empty())?;
    let is_name = name.chars().count() <= 60 && !name.contains(|c: char| c.is_ascii_digit());
    is_name.then(|| name.to_owned())
}

/// The name that is known and more of it: words in capitals, and the small ones that join them.
fn is_fuller_name(known: &str, text: &str) -> bool {
    let begins =
        folded(text).strip_prefix(&folded(known)).is_some_and(|rest| rest.starts_with(' '));
    let named = |word: &str| {
        let small = word.chars().count() <= 3;
        word.starts_with(char::is_uppercase) || small && word.chars().all(char::is_lowercase)
    };
    let plain = |c: char| c.is_alphabetic() || c.is_whitespace() || "'’-.".contains(c);
    let words: Vec<&str> = text.trim().trim_end_matches('.').split_whitespace().collect();
    begins
        && words.len() <= NAME_WORDS_MAX
        && text.chars().all(plain)
        && words.iter().all(|word| named(word))
        && words.last().is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// More words are a sentence.
const NAME_WORDS_MAX: usize = 7;

/// Says nothing about a wish.
pub(super) fn is_bare(proposal: &Proposal) -> bool {
    let texts =
        [&proposal.service, &proposal.provider, &proposal.phone, &proposal.place, &proposal.reason];
    texts.iter().all(|text| text.is_none())
        && proposal.for_whom.is_none()
        && proposal.callback.is_none()
        && proposal.facts.is_empty()
        && proposal.when.is_empty()
        && proposal.not_when.is_empty()
        && proposal.call_at.is_none()
        && proposal.price_max.is_none()
        && !proposal.ask_first
}

impl Wish {
    /// The provider's name, or its number as people write it.
    #[must_use]
    pub fn provider_for_people(&self) -> Option<String> {
        self.provider
            .clone()
            .or_else(|| self.number.as_ref().map(|numbered| numbered.number.for_people()))
    }

    /// When they are open, as far as the directory knows.
    pub(super) fn hours(&self) -> Option<&OpeningHours> {
        self.listing.as_ref()?.hours.as_ref()
    }

    /// Where the person has set a highest price, only a price that is known and not above it is one.
    #[must_use]
    pub fn allows_price(&self, asked: Option<&str>) -> bool {
        let Some(highest) = self.price_max.as_deref().and_then(price) else { return true };
        asked.and_then(price).is_some_and(|asked| {
            let comparable = match (asked.currency, highest.currency) {
                (Some(asked), Some(highest)) => asked == highest,
                _ => true,
            };
            comparable && asked.minor <= highest.minor
        })
    }

    /// The language in which the provider is called.
    #[must_use]
    pub fn language_or(&self, person: Language) -> Language {
        let first = self.candidates.first().map(|candidate| &candidate.number);
        let region = self.number.as_ref().or(first).and_then(|numbered| numbered.number.region());
        region.and_then(|region| region::language(&region)).unwrap_or(person)
    }

    /// Whether a proposal speaks of something else than this wish: it names another service or another number's
    /// provider.
    fn is_another(&self, proposal: &Proposal) -> bool {
        differ(&self.service, &proposal.service)
    }
}

/// Both are named, and neither is part of the other.
fn differ(ours: &Option<String>, theirs: &Option<String>) -> bool {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => {
            let (ours, theirs) = (ours.to_lowercase(), theirs.to_lowercase());
            !ours.contains(&theirs) && !theirs.contains(&ours)
        }
        _ => false,
    }
}
