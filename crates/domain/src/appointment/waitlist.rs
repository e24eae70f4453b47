//! "Tell me if something earlier opens": now and then the provider is asked politely, and what they have is put to the
//! person. It ends by itself: with something found, after some calls, or when the appointment is near.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::ids::RequestId;
use crate::understanding::{Act, Proposal, wants_earlier};
use crate::when::Window;

use super::decide::Deciding;
use super::errand::Errand;
use super::request::{Offer, Slot};
use super::words::OfferView;
use super::{ClosedBecause, Command, Timer, Words};

/// Something earlier is looked out for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Watch {
    /// Calls that were made for it.
    pub calls: u32,
    /// Not before then.
    #[serde(default)]
    pub next_at: Option<Timestamp>,
    /// What they have, of which the person was asked.
    pub found: Vec<Offer>,
}

impl Deciding<'_> {
    /// Begins or ends it, if a text says so.
    pub(super) fn watches(&mut self, text: &str) -> bool {
        let unsettled =
            self.focus().is_some_and(|index| self.desk.requests[index].stage.is_unsettled());
        if unsettled || self.question_is_open() {
            return false;
        }
        let standing = self.all_standing();
        let watched = |index: &usize| self.desk.requests[*index].watch.is_some();
        let mut booked: Vec<usize> = standing.iter().map(|(_, index)| *index).collect();
        let Some(begin) = wants_earlier(text) else { return false };
        if !begin {
            booked.retain(watched);
        }
        // Without a name, the one that was booked last is meant.
        let named = self.best_named(&booked, text).or(booked.iter().copied().max());
        match (named, begin) {
            (None, _) => return false,
            (Some(index), true) => self.begin_watch(index),
            (Some(index), false) => self.end_watch(index, false),
        }
        true
    }

    fn begin_watch(&mut self, index: usize) {
        let Some((index, slot)) = self.standing(index) else { return };
        let (at, zone) = (slot.0, self.desk.person.zone.clone());
        let Some(next_at) = self.next_watch(slot) else {
            return self.say_about(index, |about| Words::WatchTooNear { about, at, zone });
        };
        // Asked twice, it is called no more often.
        if self.desk.requests[index].watch.as_ref().is_none_or(|watch| !watch.found.is_empty()) {
            self.request(index).watch = Some(Watch::default());
            self.wake_for_watch(index, next_at);
        }
        let planned = self.desk.requests[index].watch.as_ref().and_then(|watch| watch.next_at);
        let next_at = planned.unwrap_or(next_at);
        self.say_about(index, |about| Words::Watching { about, at, next_at, zone });
    }

    /// When they may be called again, if that is not too near to the appointment.
    fn next_watch(&self, slot: Slot) -> Option<Timestamp> {
        let near = SignedDuration::from_secs(i64::from(NEAR_S));
        let next = self.after(self.policy.watch_every_s);
        (next < slot.0.checked_sub(near).ok()?).then_some(next)
    }

    fn wake_for_watch(&mut self, index: usize, at: Timestamp) {
        let timer = Timer::Watch { request: self.desk.requests[index].id };
        if let Some(watch) = &mut self.request(index).watch {
            watch.next_at = Some(at);
        }
        self.commands.push(Command::Wake { at, timer });
    }

    /// `in_vain`: it ends by itself.
    fn end_watch(&mut self, index: usize, in_vain: bool) {
        self.request(index).watch = None;
        let Some((_, Slot(at))) = self.standing(index) else { return };
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::WatchOver { about, at, zone, in_vain });
    }

    pub(super) fn watch_due(&mut self, request: RequestId) {
        let Some(index) = self.find(request) else { return };
        let Some(watch) = &self.desk.requests[index].watch else { return };
        let standing = self.standing(index).filter(|(holder, _)| *holder == index);
        let (Some((_, slot)), false) = (standing, self.desk.person.stopped) else {
            self.request(index).watch = None;
            return;
        };
        let near = SignedDuration::from_secs(i64::from(NEAR_S));
        // A wake-up of an earlier search comes too soon.
        let is_early = watch.next_at.is_some_and(|next_at| next_at > self.now());
        if is_early || !watch.found.is_empty() || self.is_being_watched(request) {
            return;
        }
        if watch.calls >= self.policy.watch_calls_max || slot.0.duration_since(self.now()) < near {
            return self.end_watch(index, true);
        }
        if self.changing(request).is_some() {
            return self.watch_again(index);
        }
        if let Some(watch) = &mut self.request(index).watch {
            watch.calls += 1;
        }
        let enquiry = self.open_errand(index, Errand::Enquire { of: request }, "watch");
        let soon = self.after(SOON_S);
        let wish = &mut self.request(enquiry).wish;
        wish.windows = vec![Window { from: soon, to: slot.0 }];
        self.call_or_wait(enquiry, self.now());
    }

    fn is_being_watched(&self, request: RequestId) -> bool {
        let asks = |it: &super::Request| it.goes_on() && it.errand.enquires_for() == Some(request);
        self.desk.requests.iter().any(asks)
    }

    /// Whether this enquiry is for something earlier: then one call is enough for some days.
    pub(super) fn is_for_something_earlier(&self, index: usize) -> bool {
        self.earlier_than(index).is_some()
    }

    /// The appointment than which this enquiry asks for an earlier one.
    pub(super) fn earlier_than(&self, index: usize) -> Option<Slot> {
        let of = self.find(self.desk.requests[index].errand.enquires_for()?)?;
        self.desk.requests[of].appointment.as_ref().map(|it| it.slot)
    }

    fn watch_again(&mut self, index: usize) {
        let Some((_, slot)) = self.standing(index) else { return };
        match self.next_watch(slot) {
            Some(at) => self.wake_for_watch(index, at),
            None => self.end_watch(index, true),
        }
    }

    /// The call was made, and brought something or not.
    pub(super) fn watched(&mut self, index: usize, enquiry: usize, because: ClosedBecause) {
        let standing = self.standing(index).filter(|(holder, _)| *holder == index);
        let Some(watch) = self.desk.requests[index].watch.clone() else { return };
        let (Some((_, slot)), false) = (standing, self.desk.person.stopped) else {
            self.request(index).watch = None;
            return;
        };
        let soon = self.after(SOON_S);
        let mut found = self.desk.requests[enquiry].offers.clone();
        found.retain(|offer| soon < offer.slot.0 && offer.slot < slot);
        found.sort_by_key(|offer| offer.slot);
        found.truncate(FOUND_MAX);
        let unwelcome = matches!(
            because,
            ClosedBecause::NeverCallAgain
                | ClosedBecause::RefusesMachines
                | ClosedBecause::Refused
                | ClosedBecause::WrongNumber
                | ClosedBecause::Moved
        );
        if found.is_empty() && (unwelcome || watch.calls >= self.policy.watch_calls_max) {
            return self.end_watch(index, true);
        }
        if found.is_empty() {
            return self.watch_again(index);
        }
        self.request(index).watch = Some(Watch { found, ..watch });
        self.desk.person.earlier_asked = Some(self.desk.requests[index].id);
        self.ask_about_the_earlier(index, slot);
    }

    fn ask_about_the_earlier(&mut self, index: usize, Slot(at): Slot) {
        let offers = self.earlier_views(index);
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::EarlierFound { about, offers, at, zone });
    }

    fn earlier_views(&self, index: usize) -> Vec<OfferView> {
        let request = &self.desk.requests[index];
        let zone = request.appointment.as_ref().map(|it| it.zone.clone()).unwrap_or_default();
        let found = request.watch.iter().flat_map(|watch| &watch.found);
        let view = |(offer, number): (&Offer, u32)| OfferView {
            number,
            at: offer.slot.0,
            zone: zone.clone(),
            price: offer.price.clone(),
            held_until: offer.held_until,
            provider: None,
            merits: Vec::new(),
            collides_with: self.collision(offer.slot.0),
        };
        found.zip(1..).map(view).collect()
    }

    /// For the list of options that the person was shown last.
    pub(super) fn earlier_texts(&self) -> Vec<String> {
        let asked = self.desk.person.earlier_asked.and_then(|request| self.find(request));
        let views = asked.map(|index| self.earlier_views(index)).unwrap_or_default();
        views.iter().map(super::listening::offer_text).collect()
    }

    /// The answer in words.
    pub(super) fn answers_about_the_earlier(&mut self, proposal: &Proposal) -> bool {
        let asked = self.desk.person.earlier_asked.take().and_then(|request| self.find(request));
        let Some(index) = asked else { return false };
        let offered = self.earlier_views(index).len();
        match (proposal.act, proposal.option) {
            (Act::Yes, _) if proposal.sure && offered == 1 => self.take_the_earlier(index, 1),
            (Act::Pick, Some(nth)) if usize::try_from(nth) == Ok(offered + 1) => self.keep(index),
            (Act::Pick, Some(nth)) => self.take_the_earlier(index, nth),
            (Act::No, _) => self.keep(index),
            _ => return false,
        }
        true
    }

    /// Taking it is a move: the appointment stands until the earlier one is proven.
    pub(super) fn take_the_earlier(&mut self, index: usize, nth: u32) {
        let nth = usize::try_from(nth).ok().and_then(|nth| nth.checked_sub(1));
        let watch = self.desk.requests[index].watch.as_ref();
        let offer = nth.and_then(|nth| watch?.found.get(nth)).map(|offer| offer.slot);
        let Some(slot) = offer.filter(|slot| slot.0 > self.now()) else {
            return self.say_about(index, |about| Words::AlreadyDecided { about });
        };
        let Some(moving) = self.begin_move(index) else { return };
        self.request(index).watch = None;
        self.desk.person.earlier_asked = None;
        let request = self.request(moving);
        request.wish.windows = vec![Window { from: slot.0, to: slot.0 }];
        request.chosen = Some(slot);
        self.accept(moving);
    }

    /// The person keeps what they have.
    pub(super) fn end_watch_in_silence(&mut self, index: usize) {
        self.request(index).watch = None;
        self.desk.person.earlier_asked = None;
    }
}

/// So near to an appointment nobody is called for an earlier one.
const NEAR_S: u32 = 24 * 3600;

/// Something earlier must leave the time to go there.
const SOON_S: u32 = 2 * 3600;

/// As many as buttons can show beside "keep mine".
const FOUND_MAX: usize = 2;
