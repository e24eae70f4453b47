//! When a provider may be called: their zone, the hours of the house and theirs, public holidays (I18).

use jiff::civil::{Date, Time};
use jiff::{Span, Timestamp};

use crate::region;

use super::OpeningHours;
use super::decide::Deciding;
use super::person::{Person, zone};
use super::wish::Numbered;

impl Deciding<'_> {
    /// `at`, or the next moment at which the provider's country is awake and at work (I18). Compared as moments, so that
    /// a clock change inside the day moves nothing.
    pub(super) fn next_call_time(
        &self,
        numbered: &Numbered,
        hours: Option<&OpeningHours>,
        at: Timestamp,
    ) -> Timestamp {
        let mut at = self.next_house_time(numbered, at);
        let Some(hours) = hours else { return at };
        let zone = zone(provider_zone(numbered, &self.desk.person));
        // A span of theirs may begin outside the hours of the house: then the next one of both counts.
        for _ in 0..SPANS_AHEAD {
            let there = at.to_zoned(zone.clone());
            let days = u32::try_from(there.weekday().to_monday_zero_offset()).unwrap_or(0);
            let minute = days * 24 * 60
                + u32::try_from(there.hour()).unwrap_or(0) * 60
                + u32::try_from(there.minute()).unwrap_or(0);
            match hours.until_open(minute) {
                Some(0) => return at,
                Some(wait) => {
                    let begin = there.datetime().round(jiff::Unit::Minute).ok();
                    let open = begin.and_then(|it| it.checked_add(Span::new().minutes(wait)).ok());
                    let Some(open) = open.and_then(|it| it.to_zoned(zone.clone()).ok()) else {
                        return at;
                    };
                    at = self.next_house_time(numbered, open.timestamp());
                }
                None => return at,
            }
        }
        at
    }

    /// When the first of those who may be called can be.
    pub(super) fn first_call_time(&self, index: usize, at: Timestamp) -> Option<Timestamp> {
        let wish = &self.desk.requests[index].wish;
        if let Some(numbered) = &wish.number {
            return Some(self.next_call_time(numbered, wish.hours(), at));
        }
        let times = wish
            .candidates
            .iter()
            .map(|candidate| self.next_call_time(&candidate.number, candidate.hours(), at));
        times.min()
    }

    fn next_house_time(&self, numbered: &Numbered, at: Timestamp) -> Timestamp {
        self.house_hours(numbered, at).map_or(at, |(opening, _)| at.max(opening))
    }

    /// When the provider's country goes to rest; nothing where it never does.
    pub(super) fn rests_at(&self, numbered: &Numbered, at: Timestamp) -> Option<Timestamp> {
        let day_and_night = self.policy.hours == (Time::midnight(), Time::MAX);
        let (_, closing) = self.house_hours(numbered, at).filter(|_| !day_and_night)?;
        Some(closing)
    }

    /// From when to when it may be called there next, or may be called now.
    fn house_hours(&self, numbered: &Numbered, at: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let zone = zone(provider_zone(numbered, &self.desk.person));
        let region = numbered.number.region();
        let (opens, closes) = self.policy.hours;
        let moment = |day: Date, time| day.to_datetime(time).to_zoned(zone.clone()).ok();
        let days = at.to_zoned(zone.clone()).date().series(Span::new().days(1));
        for day in days.take(DAYS_AHEAD).filter(|&day| self.is_call_day(region.as_deref(), day)) {
            let opening = moment(day, opens)?.timestamp();
            let closing = if closes == Time::MAX {
                moment(day.tomorrow().ok()?, Time::midnight())?.timestamp()
            } else {
                moment(day, closes)?.timestamp()
            };
            if at < closing {
                return Some((opening, closing));
            }
        }
        None
    }

    fn is_call_day(&self, region: Option<&str>, day: Date) -> bool {
        let at_work = self.policy.days.contains(&day.weekday());
        at_work
            && (self.policy.on_holidays
                || region.is_none_or(|it| region::holiday(it, day).is_none()))
    }

    /// The public holiday for which nobody is called there now.
    pub(super) fn holiday(&self, numbered: &Numbered, at: Timestamp) -> Option<&'static str> {
        let zone = zone(provider_zone(numbered, &self.desk.person));
        let known = region::holiday(&numbered.number.region()?, at.to_zoned(zone).date());
        known.filter(|_| !self.policy.on_holidays)
    }
}

/// Opening hours that are looked through for one in which we may call.
const SPANS_AHEAD: usize = 30;

/// Within so many days there is one on which we may call.
const DAYS_AHEAD: usize = 30;

/// Where the clock of a number's owner hangs: as the directory knows it, or else by the number's area, and there the
/// person's own zone if it is one of those.
pub(super) fn provider_zone<'a>(numbered: &'a Numbered, person: &'a Person) -> &'a str {
    if let Some(zone) = &numbered.zone {
        return zone;
    }
    let zones = numbered.number.time_zones();
    if zones.contains(&person.zone.as_str()) {
        &person.zone
    } else {
        zones.first().copied().unwrap_or(&person.zone)
    }
}
