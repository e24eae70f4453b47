//! Reminders of what is booked: with the time at which it stands when they are due, and not in the person's night.

use std::collections::BTreeSet;

use jiff::civil::Time;
use jiff::{SignedDuration, Span, Timestamp};

use crate::ids::RequestId;

use super::decide::Deciding;
use super::{Command, Timer, Words};

impl Deciding<'_> {
    /// For an appointment that is nearer than a reminder there is none.
    pub(super) fn plan_reminders(&mut self, index: usize) {
        let request = &self.desk.requests[index];
        let Some(slot) = request.appointment.as_ref().map(|it| it.slot.0) else { return };
        let timer = Timer::Appointment { request: request.id };
        let due = self.reminders_due(slot).into_iter().filter(|at| *at > self.now());
        let wakes: Vec<_> = due.map(|at| Command::Wake { at, timer: timer.clone() }).collect();
        self.commands.extend(wakes);
    }

    fn reminders_due(&self, slot: Timestamp) -> BTreeSet<Timestamp> {
        let due = self.policy.remind_before_s.iter().filter_map(|&before| {
            let at = slot.checked_sub(SignedDuration::from_secs(i64::from(before))).ok()?;
            self.awake_at_or_before(at)
        });
        due.collect()
    }

    pub(super) fn appointment_is_near(&mut self, request: RequestId) {
        let Some(index) = self.find(request) else { return };
        // Of what was moved, the request that holds it now has reminders of its own.
        let Some((_, slot)) = self.standing(index).filter(|(holder, _)| *holder == index) else {
            return;
        };
        let person = &self.desk.person;
        if person.no_reminders || person.stopped || self.is_night(self.now()) {
            return;
        }
        // After an outage several are due at once, and one is enough.
        let latest = self.reminders_due(slot.0).into_iter().rfind(|at| *at <= self.now());
        let reminded_at = self.desk.requests[index].reminded_at;
        if reminded_at.is_some_and(|at| latest.is_none_or(|latest| latest <= at)) {
            return;
        }
        let Some(appointment) = self.desk.requests[index].appointment.clone() else { return };
        let person_zone = person.zone.clone();
        self.request(index).reminded_at = Some(self.now());
        self.say_about(index, |about| Words::Reminder {
            about,
            at: slot.0,
            zone: appointment.zone,
            person_zone,
            address: appointment.details.address,
            bring: appointment.details.bring,
        });
    }

    fn is_night(&self, at: Timestamp) -> bool {
        let time = at.to_zoned(self.desk.person.time_zone()).time();
        within(self.policy.night, time)
    }

    /// That time, or the evening before the night in which it lies.
    fn awake_at_or_before(&self, at: Timestamp) -> Option<Timestamp> {
        if !self.is_night(at) {
            return Some(at);
        }
        let zone = self.desk.person.time_zone();
        let there = at.to_zoned(zone.clone());
        let (begins, _) = self.policy.night;
        let day =
            if there.time() >= begins { there.date() } else { there.date().yesterday().ok()? };
        let evening = day.to_datetime(begins).checked_sub(Span::new().hours(1)).ok()?;
        Some(evening.to_zoned(zone).ok()?.timestamp())
    }
}

fn within((from, to): (Time, Time), time: Time) -> bool {
    if from <= to { from <= time && time < to } else { from <= time || time < to }
}
