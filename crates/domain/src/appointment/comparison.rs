//! What several providers offered, side by side: in which order, why, and what is taken of it.

use std::cmp::Reverse;

use jiff::tz::TimeZone;

use crate::ids::OfferId;
use crate::understanding::price;

use super::call_time::provider_zone;
use super::decide::Deciding;
use super::person::zone;
use super::request::Offer;
use super::words::{AskedView, Merit, OfferView};
use super::{Candidate, ClosedBecause, Words};

impl Deciding<'_> {
    /// Every enquiry has brought what it could, or time is up: the best is taken if the person wants that, or they
    /// choose.
    pub(super) fn compare(&mut self, index: usize) {
        let now = self.now();
        self.request(index).stage = super::Stage::Choosing { since: now, until: now };
        let offers = self.open_offers(index);
        let best = offers.first().filter(|offer| self.offer_fits(index, offer).is_some());
        let best = best.map(|offer| offer.id);
        let none = offers.is_empty();
        match best.filter(|_| self.commits(index)) {
            Some(best) => {
                self.end_enquiries(index);
                self.say_comparison(index, true);
                self.choose(index, best);
            }
            None if none => {
                self.end_enquiries(index);
                self.close(index, ClosedBecause::NoOffers);
            }
            None => {
                self.end_enquiries(index);
                self.let_choose(index);
            }
        }
    }

    /// The one comparison; `taken`: the first is being booked.
    fn say_comparison(&mut self, index: usize, taken: bool) {
        let offers = self.offer_views(index);
        let others = self.asked_without_offers(index);
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::Compared {
            about,
            offers,
            others,
            until: None,
            zone,
            taken,
            gone: false,
            reminder: false,
        });
    }

    /// Who was asked and named no time that can still be had.
    pub(super) fn asked_without_offers(&self, index: usize) -> Vec<AskedView> {
        let offers = self.open_offers(index);
        let candidates = &self.desk.requests[index].wish.candidates;
        let without = candidates
            .iter()
            .enumerate()
            .filter(|(nth, _)| offers.iter().all(|offer| offer.candidate != Some(*nth)));
        without
            .map(|(_, candidate)| AskedView {
                name: candidate.for_people(),
                because: candidate.came_of_it,
            })
            .collect()
    }

    /// Offers that can still be had: of several providers the best first, else those of the last call that named any.
    pub(super) fn open_offers(&self, index: usize) -> Vec<Offer> {
        let request = &self.desk.requests[index];
        let now = self.now();
        let open = request
            .offers
            .iter()
            .filter(|offer| offer.slot.0 > now && offer.held_until.is_none_or(|until| until > now));
        if request.wish.candidates.is_empty() {
            let named = |call| request.offers.iter().any(|offer| offer.call == call);
            let last = request.calls.iter().map(|tried| tried.call).rfind(|&call| named(call));
            return open.filter(|offer| Some(offer.call) == last).cloned().collect();
        }
        let mut open: Vec<_> = open.cloned().collect();
        open.sort_by_key(|offer| {
            let fit = self.offer_fits(index, offer);
            let candidate = self.candidate_of(index, offer);
            let rank = candidate.and_then(|it| it.listing.as_ref()).map_or(0, |it| it.rank());
            let cost = offer.price.as_deref().and_then(price).map(|price| price.minor);
            (Reverse(fit.is_some()), fit, offer.slot, cost.is_none(), cost, rank)
        });
        open
    }

    fn candidate_of(&self, index: usize, offer: &Offer) -> Option<&Candidate> {
        self.desk.requests[index].wish.candidates.get(offer.candidate?)
    }

    /// In which of the wished windows it lies, from 0, and at a price that may be paid.
    pub(super) fn offer_fits(&self, index: usize, offer: &Offer) -> Option<usize> {
        let wish = &self.desk.requests[index].wish;
        if !wish.allows_price(offer.price.as_deref()) {
            return None;
        }
        let slot = offer.slot.0;
        if self.collision(slot).is_some() {
            return None;
        }
        wish.windows.iter().position(|window| window.from <= slot && slot <= window.to)
    }

    pub(super) fn zone_of_offer(&self, index: usize, offer: &Offer) -> TimeZone {
        zone(&self.zone_name_of(index, offer))
    }

    fn zone_name_of(&self, index: usize, offer: &Offer) -> String {
        let person = &self.desk.person;
        let number = match self.candidate_of(index, offer) {
            Some(candidate) => Some(&candidate.number),
            None => self.desk.requests[index].wish.number.as_ref(),
        };
        number.map_or(&*person.zone, |number| provider_zone(number, person)).to_owned()
    }

    /// Offers that can still be had, as the person sees them; while one of several is on the line, theirs alone.
    pub(super) fn offer_views(&self, index: usize) -> Vec<OfferView> {
        let request = &self.desk.requests[index];
        let mut offers = self.open_offers(index);
        let on_the_line = request.calling().filter(|_| !request.wish.candidates.is_empty());
        if let Some(calling) = on_the_line {
            offers.retain(|offer| offer.call == calling.call);
        }
        let compared = on_the_line.is_none() && !request.wish.candidates.is_empty();
        let shown: Vec<_> = offers.into_iter().take(super::offers::OFFERS_MAX).collect();
        let merits = if compared { self.merits(index, &shown) } else { Vec::new() };
        let view = |(nth, offer): (usize, &Offer)| OfferView {
            number: u32::try_from(nth + 1).unwrap_or(u32::MAX),
            at: offer.slot.0,
            zone: self.zone_name_of(index, offer),
            price: offer.price.clone(),
            held_until: offer.held_until,
            provider: self.candidate_of(index, offer).map(Candidate::for_people),
            merits: merits.get(nth).cloned().unwrap_or_default(),
            collides_with: self.collision(offer.slot.0),
        };
        shown.iter().enumerate().map(view).collect()
    }

    /// What speaks for each, and against it.
    fn merits(&self, index: usize, offers: &[Offer]) -> Vec<Vec<Merit>> {
        let fits: Vec<_> = offers.iter().map(|offer| self.offer_fits(index, offer)).collect();
        let listing = |offer: &Offer| self.candidate_of(index, offer)?.listing.clone();
        let cost = |offer: &Offer| offer.price.as_deref().and_then(price);
        let currencies: Vec<_> = offers.iter().filter_map(cost).map(|it| it.currency).collect();
        let comparable = currencies.iter().all(|it| Some(it) == currencies.first());
        let among: Vec<&Offer> = offers
            .iter()
            .zip(&fits)
            .filter(|(_, fit)| fit.is_some())
            .map(|(offer, _)| offer)
            .collect();
        let several = among.len() > 1;
        let earliest = among.iter().map(|offer| offer.slot).min();
        let cheapest = among.iter().filter_map(|offer| cost(offer)).map(|it| it.minor).min();
        let nearest = among.iter().filter_map(|offer| listing(offer)?.distance_m).min();
        let best = among
            .iter()
            .filter_map(|offer| {
                Some(listing(offer).filter(|it| it.rating.is_some())?.damped_rating())
            })
            .max();
        let merits_of = |(offer, fit): (&Offer, &Option<usize>)| {
            if fit.is_none() {
                let wish = &self.desk.requests[index].wish;
                return vec![match offer.price.as_deref() {
                    asked if wish.allows_price(asked) => Merit::OtherTime,
                    Some(_) => Merit::TooDear,
                    None => Merit::PriceUnknown,
                }];
            }
            let listing = listing(offer);
            let said = [
                (several && Some(offer.slot) == earliest, Merit::Earliest),
                (
                    several
                        && comparable
                        && cheapest.is_some()
                        && cost(offer).map(|it| it.minor) == cheapest,
                    Merit::Cheapest,
                ),
                (
                    several
                        && nearest.is_some()
                        && listing.as_ref().and_then(|it| it.distance_m) == nearest,
                    Merit::Nearest,
                ),
                (
                    several
                        && best.is_some()
                        && listing
                            .as_ref()
                            .filter(|it| it.rating.is_some())
                            .map(|it| it.damped_rating())
                            == best,
                    Merit::BestRated,
                ),
            ];
            said.into_iter().filter(|(holds, _)| *holds).map(|(_, merit)| merit).collect()
        };
        offers.iter().zip(&fits).map(merits_of).collect()
    }

    /// The call for the chosen offer ended without a booking: what the others offered may still be had, and is offered,
    /// not taken. False where nothing is left.
    pub(super) fn falls_back(&mut self, index: usize, because: ClosedBecause) -> bool {
        let request = &self.desk.requests[index];
        let over = matches!(
            because,
            ClosedBecause::Booked
                | ClosedBecause::CalledOff
                | ClosedBecause::Unconfirmed
                | ClosedBecause::CouldNotFindOut
                | ClosedBecause::Cancelled
                | ClosedBecause::Dropped
        );
        let on_it =
            matches!(request.stage, super::Stage::Calling(_) | super::Stage::Waiting { .. });
        if over || !on_it || request.wish.candidates.is_empty() {
            return false;
        }
        if let Some(current) = self.current_candidate(index) {
            let request = self.request(index);
            request.wish.candidates[current].came_of_it = Some(because);
            request.offers.retain(|offer| offer.candidate != Some(current));
        }
        if self.open_offers(index).is_empty() {
            return false;
        }
        self.let_choose(index);
        true
    }

    /// The candidate whose offer was chosen.
    pub(super) fn current_candidate(&self, index: usize) -> Option<usize> {
        let wish = &self.desk.requests[index].wish;
        let number = &wish.number.as_ref()?.number;
        wish.candidates.iter().position(|candidate| candidate.number.number == *number)
    }

    /// The person, or their mandate, takes an offer: one more call asks for exactly that.
    pub(super) fn choose(&mut self, index: usize, offer: OfferId) {
        let Some(offer) = self.open_offers(index).into_iter().find(|it| it.id == offer) else {
            return self.offers_left(index);
        };
        if let Some(candidate) = self.candidate_of(index, &offer).cloned() {
            self.take_candidate(index, candidate);
            self.remember_provider(index);
        }
        let request = self.request(index);
        request.tentative = None;
        request.chosen = Some(offer.slot);
        self.call_or_wait(index, self.now());
    }
}
