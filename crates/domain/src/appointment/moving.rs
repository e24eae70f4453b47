//! Moving by phone what was booked: a request of its own. The old appointment stands until the callee's own words prove
//! the new one; then that one stands in its place, and at no time both or none.

use jiff::Timestamp;

use crate::ids::{EventId, RequestId};
use crate::understanding::Proposal;
use crate::when::{Dates, Reading};

use super::decide::Deciding;
use super::errand::Errand;
use super::request::{Appointment, Request};
use super::stage::Stage;
use super::wish::Wish;
use super::{ClosedBecause, Words};

impl Deciding<'_> {
    /// "Move my dentist appointment to Friday morning."
    pub(super) fn reschedule(&mut self, of: EventId, text: &str, proposal: &Proposal) {
        let standing = self.all_standing();
        let booked: Vec<usize> = standing.iter().map(|(_, index)| *index).collect();
        let named = self.best_named(&booked, text);
        let which = match (booked.as_slice(), named) {
            ([], _) => return self.nothing_to_move(of, text, proposal),
            ([only], _) => *only,
            (_, Some(named)) => named,
            (several, None) => {
                let requests = several.iter().map(|&index| self.about(index)).collect();
                return self.say(None, Words::WhichToMove { requests });
            }
        };
        self.settle_language(text, proposal);
        self.move_to(which, of, text, proposal);
    }

    /// With the new times, as far as a message names them.
    pub(super) fn move_to(&mut self, index: usize, of: EventId, text: &str, proposal: &Proposal) {
        if let Some(index) = self.begin_move(index) {
            self.absorb(index, of, text, proposal);
        }
    }

    fn nothing_to_move(&mut self, of: EventId, text: &str, proposal: &Proposal) {
        match (self.focus(), self.just_over()) {
            (Some(_), _) => self.inform(of, text, proposal),
            (None, Some(index)) => self.already_over(index),
            (None, None) => self.say(None, Words::NothingOpen),
        }
    }

    /// The appointment that has begun not long ago.
    pub(super) fn just_over(&self) -> Option<usize> {
        let now = self.now();
        let began = |request: &Request| {
            let appointment = request.appointment.as_ref().filter(|it| it.is_in_the_book())?;
            let ago = now.duration_since(appointment.slot.0).as_secs();
            (0..JUST_OVER_S).contains(&ago).then_some(appointment.slot)
        };
        let all = self.desk.requests.iter().enumerate();
        all.filter_map(|(index, request)| Some((began(request)?, index))).max().map(|it| it.1)
    }

    pub(super) fn already_over(&mut self, index: usize) {
        let request = &self.desk.requests[index];
        let Some(at) = request.appointment.as_ref().map(|it| it.slot.0) else { return };
        let number = request.wish.number.as_ref().map(|it| it.number.for_people());
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::AlreadyOver { about, at, zone, number });
    }

    /// The button: what is missing, the new times first of all, is asked for.
    pub(super) fn move_it(&mut self, index: usize) {
        if let Some(index) = self.begin_move(index) {
            self.complete_or_ask(index);
        }
    }

    /// The request that moves an appointment: the one that is being put together already, or a new one. None where
    /// something else is said.
    pub(super) fn begin_move(&mut self, index: usize) -> Option<usize> {
        let Some((index, slot)) = self.standing(index) else {
            match self.desk.requests[index].appointment.as_ref() {
                Some(it) if it.is_in_the_book() => self.already_over(index),
                _ => self.say_about(index, |about| Words::AlreadyDecided { about }),
            }
            return None;
        };
        let of = self.desk.requests[index].id;
        if let Some(other) = self.changing(of) {
            if self.desk.requests[other].stage.is_unsettled() {
                self.desk.person.speaks_of = Some(self.desk.requests[other].id);
                return Some(other);
            }
            if !self.gives_way(other) {
                self.say_about(other, |about| Words::CannotChangeNow { about });
                return None;
            }
            self.drop_draft(other);
        }
        self.drop_check(of);
        let errand = Errand::Move { of, slot };
        let index = self.open_errand(index, errand, "move");
        self.desk.person.speaks_of = Some(self.desk.requests[index].id);
        self.arm(index, self.after(super::details::DRAFT_S));
        Some(index)
    }

    /// A request about an appointment: whom to call is known, and what they need to know they know already.
    pub(super) fn open_errand(&mut self, booking: usize, errand: Errand, what: &str) -> usize {
        let booking = &self.desk.requests[booking];
        let day = errand.moves().map(|slot| slot.0.to_zoned(self.desk.person.time_zone()).date());
        // "At five" is at five on the same day.
        let same_day = day.map(|day| Reading {
            dates: Some(Dates { from: Some(day), to: Some(day) }),
            ..Reading::default()
        });
        let wish = Wish {
            when_said: Vec::new(),
            readings: same_day.into_iter().collect(),
            windows: Vec::new(),
            call_at: None,
            facts: Vec::new(),
            reason: None,
            candidates: Vec::new(),
            earliest: false,
            ..booking.wish.clone()
        };
        let id = RequestId::derived(self.event.id.0, what);
        self.desk.requests.push(Request { wish, errand, ..Request::new(id, self.now()) });
        self.desk.requests.len() - 1
    }

    /// What nobody is on the phone for gives way to what the person wants now: a draft, a confirmation still to come.
    pub(super) fn gives_way(&self, index: usize) -> bool {
        let request = &self.desk.requests[index];
        let on_the_phone = request.calling().is_some();
        request.stage.is_unsettled() || request.errand.reconfirms().is_some() && !on_the_phone
    }

    /// A request that nobody was called for is put away without a word.
    pub(super) fn drop_draft(&mut self, index: usize) {
        let (at, because) = (self.now(), ClosedBecause::Dropped);
        self.request(index).stage = Stage::Closed { because, at, last: None };
    }

    /// Whether the appointment that is to be changed has begun by then.
    pub(super) fn begins_before(&self, index: usize, at: Timestamp) -> bool {
        let errand = self.desk.requests[index].errand;
        errand.appointment().is_some_and(|slot| slot.0 <= at)
    }

    /// Whether late evidence may still put something in the place of the old appointment.
    pub(super) fn may_still_change(&self, index: usize) -> bool {
        let Errand::Move { of, .. } = self.desk.requests[index].errand else { return true };
        self.find(of)
            .and_then(|of| self.desk.requests[of].appointment.as_ref())
            .is_some_and(Appointment::is_in_the_book)
    }

    /// The appointment of a request, or the one that it called off.
    pub(super) fn appointment_of(&self, index: usize) -> Option<&Appointment> {
        let request = &self.desk.requests[index];
        let about = match request.errand {
            Errand::CallOff { of, .. } => &self.desk.requests[self.find(of)?],
            _ => request,
        };
        about.appointment.as_ref()
    }

    /// Puts a new appointment in the place of the one that it was agreed on for, if any.
    pub(super) fn in_place_of(&mut self, index: usize, new: Appointment) -> Appointment {
        let request = &self.desk.requests[index];
        let (Errand::Move { of, .. }, id) = (request.errand, request.id) else { return new };
        let Some(old) = self.find(of) else { return new };
        let Some(old) = &mut self.request(old).appointment else { return new };
        old.moved_to = Some(id);
        let details = super::Confirmation {
            address: new.details.address.clone().or_else(|| old.details.address.clone()),
            ..new.details.clone()
        };
        Appointment { entry: Some(old.entry()), sequence: old.sequence + 1, details, ..new }
    }
}

/// Whoever cannot come says so in the end when it has begun.
const JUST_OVER_S: i64 = 24 * 3600;
