//! From readings to spans of real time: the only place that knows time zones, and the plausible hours of a business.
//!
//! A spoken time that a clock change makes doubtful is an error; bounds that nobody spoke (the end of a day, of a
//! morning) are never doubtful.

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use super::{Dates, Doubtful, PartOfDay, Reading, Times, Window};

/// Days looked ahead where a wish names no last day.
const DAYS_OPEN: i64 = 14;
/// Days looked ahead for a time without a day ("in the afternoon") and for "as soon as possible".
pub(super) const DAYS_SOON: i64 = 7;
/// Days of one wish that get a window each.
pub(super) const DAYS_MAX: i64 = 62;
/// Hours said without half of the day lie here: businesses are rarely open before, seldom at the same hour after.
pub(super) const OPENS: i8 = 8;

/// The first and the last minute of a part of the day in which an appointment may begin.
#[must_use]
pub(super) fn hours_of(part: PartOfDay) -> (Time, Time) {
    let (from, to) = match part {
        PartOfDay::EarlyMorning => (6, 9),
        PartOfDay::Morning => (6, 12),
        PartOfDay::LateMorning => (10, 12),
        PartOfDay::Midday => (11, 14),
        PartOfDay::Afternoon => (12, 18),
        PartOfDay::LateAfternoon => (16, 19),
        PartOfDay::Evening => (17, 21),
        PartOfDay::Night => (19, 23),
        PartOfDay::Daytime => (8, 18),
    };
    (Time::constant(from, 0, 0, 0), Time::constant(to, 0, 0, 0))
}

pub(super) fn windows(
    readings: &[Reading],
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Vec<Window>, Doubtful> {
    let mut windows = Vec::new();
    for reading in readings {
        for window in of_reading(reading, zone, now)? {
            if !windows.contains(&window) {
                windows.push(window);
            }
        }
    }
    Ok(windows)
}

fn of_reading(reading: &Reading, zone: &TimeZone, now: Timestamp) -> Result<Vec<Window>, Doubtful> {
    let local = zone.to_datetime(now);
    let today = local.date();
    let (first, last) = days(reading, today);
    if last < today || first > last {
        return Ok(Vec::new());
    }
    let first = first.max(today);
    let Some(times) = reading.times else {
        return Ok(clip(day_start(first, zone), day_end(last, zone), now).into_iter().collect());
    };
    let times = if reading.either_half {
        plausible(times, (first == last).then_some(first), local)
    } else {
        times
    };
    let single = reading.dates.is_none() && matches!(times, Times::At(_));
    let mut windows = Vec::new();
    let mut date = first;
    while date <= last {
        windows.extend(of_day(date, times, zone, now)?);
        if single && !windows.is_empty() {
            break;
        }
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    Ok(windows)
}

fn days(reading: &Reading, today: Date) -> (Date, Date) {
    let later = |from: Date, days: i64| from.checked_add(days.days()).unwrap_or(Date::MAX);
    let Dates { from, to } = match reading.dates {
        Some(dates) => dates,
        None => Dates { from: Some(today), to: Some(later(today, DAYS_SOON)) },
    };
    let first = from.unwrap_or(today);
    let last = to.unwrap_or_else(|| later(first.max(today), DAYS_OPEN));
    let farthest = later(first.max(today), DAYS_MAX);
    (first, last.min(farthest))
}

/// The half of the day in which a business is likely to be open; for today's date the half that still lies ahead.
fn plausible(times: Times, on: Option<Date>, now: DateTime) -> Times {
    let shift = |time: Time| time.with().hour((time.hour() + 12) % 24).build().unwrap_or(time);
    let choose = |time: Time| {
        let open = if time.hour() < OPENS { shift(time) } else { time };
        let over = on == Some(now.date()) && open < now.time();
        if over && shift(open) > now.time() { shift(open) } else { open }
    };
    match times {
        Times::At(time) => Times::At(choose(time)),
        Times::Between { from: Some(from), to: Some(to) } => {
            let shifted = choose(from) != from;
            Times::Between {
                from: Some(choose(from)),
                to: Some(if shifted { shift(to) } else { to }),
            }
        }
        Times::Between { from, to } => {
            Times::Between { from: from.map(choose), to: to.map(choose) }
        }
        part @ Times::Part(_) => part,
    }
}

fn of_day(
    date: Date,
    times: Times,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Option<Window>, Doubtful> {
    let said = |date: Date, time: Time| -> Result<Timestamp, Doubtful> {
        let local = date.to_datetime(time);
        let doubtful = |_| Doubtful(local);
        zone.to_ambiguous_timestamp(local).unambiguous().map_err(doubtful)
    };
    let (from, to) = match times {
        Times::At(time) => {
            let at = said(date, time)?;
            (at, at)
        }
        Times::Part(part) => {
            let (from, to) = hours_of(part);
            (unsaid(date.to_datetime(from), zone, false), unsaid(date.to_datetime(to), zone, true))
        }
        Times::Between { from, to } => {
            let over_midnight = matches!((from, to), (Some(from), Some(to)) if to < from);
            let last = if over_midnight { date.tomorrow().unwrap_or(date) } else { date };
            let start = from.map_or_else(|| Ok(day_start(date, zone)), |time| said(date, time))?;
            (start, to.map_or_else(|| Ok(day_end(date, zone)), |time| said(last, time))?)
        }
    };
    Ok(clip(from, to, now))
}

fn clip(from: Timestamp, to: Timestamp, now: Timestamp) -> Option<Window> {
    (to >= now && from <= to).then_some(Window { from: from.max(now), to })
}

/// The widest instant for a bound that nobody spoke.
fn unsaid(local: DateTime, zone: &TimeZone, is_end: bool) -> Timestamp {
    let ambiguous = zone.to_ambiguous_timestamp(local);
    let found = if is_end { ambiguous.later() } else { ambiguous.earlier() };
    found.unwrap_or(if is_end { Timestamp::MAX } else { Timestamp::MIN })
}

fn day_start(date: Date, zone: &TimeZone) -> Timestamp {
    date.to_zoned(zone.clone()).map_or(Timestamp::MIN, |start| start.timestamp())
}

/// The last minute of a day.
fn day_end(date: Date, zone: &TimeZone) -> Timestamp {
    let Ok(next) = date.tomorrow() else { return Timestamp::MAX };
    day_start(next, zone).checked_sub(1.minute()).unwrap_or(Timestamp::MIN)
}
