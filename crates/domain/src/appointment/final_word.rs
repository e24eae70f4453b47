//! The one message that closes a request (I5): what it tells, and what goes with it.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::language::Language;
use crate::understanding::language_of;
use crate::when::{self, Reference};

use super::call_time::provider_zone;
use super::decide::Deciding;
use super::stage::Stage;
use super::{ChosenBecause, ClosedBecause, Command, FinalView, ToolCall, Words};

impl Deciding<'_> {
    pub(super) fn close(&mut self, index: usize, because: ClosedBecause) {
        let wrong_number = because == ClosedBecause::WrongNumber;
        let because = self.as_far_as_known(index, because);
        if self.falls_back(index, because) {
            return;
        }
        let because =
            if self.is_check(index) { self.end_of_check(index, because) } else { because };
        let at = self.now();
        let request = self.request(index);
        let last =
            match std::mem::replace(&mut request.stage, Stage::Drafting { asked: Vec::new() }) {
                Stage::Calling(calling) => Some(calling),
                Stage::Closed { last, .. } => last,
                _ => None,
            };
        request.stage = Stage::Closed { because, at, last };
        request.deadline = None;
        if wrong_number {
            self.forget_provider(index);
        }
        let request = self.request(index);
        let status = request.status().to_owned();
        if let Some(tried) = request.calls.last_mut() {
            tried.outcome.get_or_insert(status);
        }
        if self.is_enquiry(index) {
            self.request(index).wish.forget_listings();
            return self.enquiry_over(index, because);
        }
        if self.is_check(index) && because == ClosedBecause::Dropped {
            return;
        }
        let request = self.desk.requests[index].id;
        if because == ClosedBecause::Booked && self.was_stopping(index) {
            self.desk.person.call_off_asked = Some(request);
        }
        let mut view = self.final_view(index, because);
        self.request(index).wish.forget_listings();
        let email = self.desk.person.email.clone();
        let is_mailed = matches!(because, ClosedBecause::Booked | ClosedBecause::CalledOff);
        if because == ClosedBecause::Booked {
            view.ask_email =
                email.is_none() && !std::mem::replace(&mut self.desk.person.email_asked, true);
        }
        if is_mailed {
            view.mailed_to.clone_from(&email);
        }
        view.check_at = if view.despite_stop || because != ClosedBecause::Booked {
            None
        } else {
            self.check_time(index)
        };
        let check_at = view.check_at;
        self.commands.push(Command::FinalWord { request, words: Words::Final(Box::new(view)) });
        if let Some(at) = check_at {
            self.plan_check(index, at);
        }
        if let Some(to) = email.filter(|_| is_mailed) {
            let mail = self.mail(index, because);
            self.commands.push(Command::Mail { request, to, mail });
        }
    }

    /// Why this slot, where several were offered in the call and nobody was asked which.
    fn chosen_because(&self, index: usize) -> Option<ChosenBecause> {
        let request = &self.desk.requests[index];
        let appointment = request.appointment.as_ref()?;
        let calling = request.last_calling()?;
        let taken = appointment.slot;
        if calling.approved.contains(&taken) {
            return None;
        }
        let of_call = request.offers.iter().filter(|offer| offer.call == appointment.call);
        let (mine, others): (Vec<_>, Vec<_>) = of_call.partition(|offer| offer.slot == taken);
        let window = self.offer_fits(index, mine.first()?)?;
        let mut fitting =
            others.iter().filter_map(|offer| Some((self.offer_fits(index, offer)?, offer.slot)));
        match fitting.clone().min() {
            _ if others.is_empty() => None,
            None => Some(ChosenBecause::OnlyOneThatSuits),
            Some((best, _)) if best > window => Some(ChosenBecause::FirstWish),
            _ => fitting
                .all(|(other, slot)| (window, taken) < (other, slot))
                .then_some(ChosenBecause::Earliest),
        }
    }

    /// What may stand in their book is never told as nothing, whatever else the last call came to.
    fn as_far_as_known(&self, index: usize, because: ClosedBecause) -> ClosedBecause {
        use ClosedBecause::{Booked, CalledOff, Checked, Reconfirmed, Unconfirmed};
        let is_open = self.desk.requests[index].tentative.is_some() && !self.is_check(index);
        match because {
            Booked | CalledOff | Checked | Reconfirmed => because,
            _ if is_open => Unconfirmed,
            _ => because,
        }
    }

    fn was_stopping(&self, index: usize) -> bool {
        self.desk.requests[index].last_calling().is_some_and(|calling| calling.stopping)
    }

    pub(super) fn final_view(&self, index: usize, because: ClosedBecause) -> FinalView {
        let person = &self.desk.person;
        let request = &self.desk.requests[index];
        let number = request.wish.number.as_ref();
        let appointment = request.appointment.as_ref();
        let last = request.last_calling();
        let claimed = last.and_then(|calling| calling.claim.as_ref()).map(|claim| claim.slot);
        let about = request.errand.calls_off().or(request.errand.checks());
        let about = about.or(request.errand.reconfirms());
        let claimed = claimed.or(request.tentative).or(about);
        let note = last.and_then(|calling| match &calling.gave_up {
            Some(ToolCall::EndWithoutBooking { detail: Some(detail), .. }) => Some(detail.clone()),
            _ if because == ClosedBecause::MenuUnsolved => calling.line.menu_question.clone(),
            _ => None,
        });
        let quote = appointment
            .map(|appointment| appointment.quote.text.clone())
            .or_else(|| request.called_off_by.clone())
            .or_else(|| request.checked_by.clone());
        let spoken = request.wish.language_or(person.language);
        let quote_language = quote.as_deref().map(|text| language_of(text).unwrap_or(spoken));
        let booked = because == ClosedBecause::Booked;
        FinalView {
            about: self.about(index),
            because,
            number: number.map(|numbered| numbered.number.for_people()),
            at: appointment.map(|appointment| appointment.slot).or(claimed).map(|slot| slot.0),
            zone: number
                .map_or(person.zone.clone(), |numbered| provider_zone(numbered, person).to_owned()),
            person_zone: person.zone.clone(),
            name: request.wish.name.clone().or_else(|| person.name.clone()),
            quote_names_time: quote
                .as_deref()
                .is_some_and(|text| names_time(text, quote_language.unwrap_or(spoken), self.now())),
            quote,
            quote_language,
            chosen_because: if booked { self.chosen_because(index) } else { None },
            number_source: number
                .filter(|_| because == ClosedBecause::WrongNumber)
                .and_then(|numbered| numbered.source),
            by_machine: request.by_machine && booked,
            check_at: None,
            errand: request.errand,
            call_before: appointment.and_then(|appointment| appointment.call_before),
            details: appointment.map(|appointment| appointment.details.clone()).unwrap_or_default(),
            despite_stop: self.was_stopping(index) && person.call_off_asked == Some(request.id),
            ask_email: false,
            mailed_to: None,
            note,
            left_message: request.message_left,
            told: request.told.clone(),
            asked: match because {
                ClosedBecause::NoOffers => self.asked_without_offers(index),
                _ => Vec::new(),
            },
            calls: u32::try_from(request.calls.len()).unwrap_or(u32::MAX),
        }
    }
}

/// Whether somebody who reads it learns of a day or an hour.
fn names_time(text: &str, language: Language, now: Timestamp) -> bool {
    let now = now.to_zoned(TimeZone::UTC).datetime();
    let readings = when::read(text, Reference { now, language, month_first: false });
    readings.iter().any(|reading| reading.dates.is_some() || reading.times.is_some())
}
