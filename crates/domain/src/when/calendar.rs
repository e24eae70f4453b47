//! Finds the dates of days that are known in part. A date that is not said to be over lies ahead.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::{
    day::{Day, Which},
    sense::Unit,
};

/// The first such day (or span of days) not before `from`; `today` is what "next" is relative to. With
/// `early_next` "next Friday" is the coming one, as in Spanish and Portuguese, else the one of next week.
pub(crate) fn find(day: Day, from: Date, today: Date, early_next: bool) -> Option<(Date, Date)> {
    if day.gone {
        return None;
    }
    if let Some(fixed) = day.fixed {
        return Some(fixed);
    }
    let one = |date: Option<Date>| date.map(|date| (date, date));
    match (day.weekday, day.day, day.month, day.year) {
        (_, Some(d), Some(m), Some(y)) => one(Date::new(y, m, d).ok()),
        (_, Some(d), Some(m), None) => {
            one(years_from(from).find_map(|y| Date::new(y, m, d).ok().filter(|d| *d >= from)))
        }
        (None, Some(d), None, _) => {
            one(months_from(from).find_map(|(y, m)| Date::new(y, m, d).ok().filter(|d| *d >= from)))
        }
        (Some(w), Some(d), None, _) => {
            let fits = |(y, m)| {
                Date::new(y, m, d).ok().filter(|date| *date >= from && date.weekday() == w)
            };
            one(months_from(from).find_map(fits))
        }
        (Some(w), None, None, _) => one(weekday(w, day.which, from, today, early_next)),
        (_, None, Some(m), year) => month(m, year, day.which, from),
        (None, None, None, Some(y)) => Some((Date::new(y, 1, 1).ok()?, Date::new(y, 12, 31).ok()?)),
        (None, None, None, None) => None,
    }
}

fn years_from(date: Date) -> impl Iterator<Item = i16> {
    (0..9).map(move |n| date.year().saturating_add(n))
}

/// Far enough to find each pair of weekday and day of the month.
fn months_from(date: Date) -> impl Iterator<Item = (i16, i8)> {
    let first = date.first_of_month();
    (0..60).filter_map(move |n| first.checked_add(n.months()).ok()).map(|d| (d.year(), d.month()))
}

fn weekday(
    weekday: Weekday,
    which: Option<Which>,
    from: Date,
    today: Date,
    early_next: bool,
) -> Option<Date> {
    let first = on_or_after(from, weekday)?;
    let later = |date: Date, weeks: i32| date.checked_add(weeks.weeks()).ok();
    match which {
        None | Some(Which::This) => Some(first),
        Some(Which::Next) if early_next => {
            if first == today {
                later(first, 1)
            } else {
                Some(first)
            }
        }
        Some(Which::Coming) => {
            if first == today {
                later(first, 1)
            } else {
                Some(first)
            }
        }
        Some(Which::Next) => {
            let (monday, _) = week(today, 1)?;
            on_or_after(monday, weekday)
        }
        Some(Which::AfterNext) => {
            let coming = if first == today { later(first, 1)? } else { first };
            later(coming, 1)
        }
    }
}

fn month(month: i8, year: Option<i16>, which: Option<Which>, from: Date) -> Option<(Date, Date)> {
    let here = |year| Date::new(year, month, 1).ok().map(|first| (first, first.last_of_month()));
    match year {
        Some(year) => here(year),
        None => {
            let not_this = matches!(which, Some(Which::Next | Which::AfterNext));
            let ahead = |(first, last): &(Date, Date)| {
                *last >= from && !(not_this && first.first_of_month() == from.first_of_month())
            };
            years_from(from).find_map(|year| here(year).filter(ahead))
        }
    }
}

pub(crate) fn on_or_after(from: Date, weekday: Weekday) -> Option<Date> {
    let days = i32::from(from.weekday().until(weekday));
    from.checked_add(days.days()).ok()
}

/// Monday to Sunday of the week so many weeks from that of `today`.
pub(crate) fn week(today: Date, weeks: i64) -> Option<(Date, Date)> {
    let back = i64::from(today.weekday().since(Weekday::Monday));
    let monday =
        today.checked_sub(back.days()).ok()?.checked_add(weeks.checked_mul(7)?.days()).ok()?;
    Some((monday, monday.checked_add(6.days()).ok()?))
}

pub(crate) fn weekend(today: Date, weeks: i64) -> Option<(Date, Date)> {
    let (monday, sunday) = week(today, weeks)?;
    Some((monday.checked_add(5.days()).ok()?, sunday))
}

pub(crate) fn month_of(today: Date, months: i64) -> Option<(Date, Date)> {
    let first = today.first_of_month().checked_add(months.months()).ok()?;
    Some((first, first.last_of_month()))
}

pub(crate) fn year_of(today: Date, years: i64) -> Option<(Date, Date)> {
    let year = today.year().checked_add(i16::try_from(years).ok()?)?;
    Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
}

/// So many units after a date; nothing for units shorter than a day.
pub(crate) fn later(from: Date, count: u32, unit: Unit) -> Option<Date> {
    let count = i64::from(count);
    match unit {
        Unit::Minute | Unit::Hour => None,
        Unit::Day => from.checked_add(count.days()).ok(),
        Unit::Workday => workdays_later(from, count),
        Unit::Week | Unit::Weekend => from.checked_add(count.checked_mul(7)?.days()).ok(),
        Unit::Month => from.checked_add(count.months()).ok(),
        Unit::Year => from.checked_add(i16::try_from(count).ok()?.years()).ok(),
    }
}

fn workdays_later(from: Date, count: i64) -> Option<Date> {
    let mut date = from;
    for _ in 0..count.min(400) {
        date = date.checked_add(1.day()).ok()?;
        while matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            date = date.checked_add(1.day()).ok()?;
        }
    }
    Some(date)
}

/// The n-th such weekday of the month that begins with `first`; the last one for `None`.
pub(crate) fn nth_weekday(first: Date, nth: Option<u32>, weekday: Weekday) -> Option<Date> {
    let nth = nth.map_or(Some(-1), |n| i8::try_from(n).ok())?;
    first.nth_weekday_of_month(nth, weekday).ok()
}

/// The first, middle or last part of a span of days.
pub(crate) fn third((from, to): (Date, Date), which: Third) -> Option<(Date, Date)> {
    let days = from.until(to).ok()?.get_days();
    let at = |n: i32| from.checked_add(n.days()).ok();
    let third = (days + 1) / 3;
    Some(match (which, days < 10) {
        (Third::Begin, true) => (from, at(2.min(days))?),
        (Third::Middle, true) => (at((days - 2).max(0) / 2)?, at(days / 2)?),
        (Third::End, true) => (at((days - 2).max(0))?, to),
        (Third::Begin, false) => (from, at(third - 1)?),
        (Third::Middle, false) => (at(third - 1)?, at(2 * third - 1)?),
        (Third::End, false) => (at(2 * third)?, to),
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Third {
    Begin,
    Middle,
    End,
}

/// A year written with two digits is of this century.
pub(crate) fn full_year(year: u32, digits: usize) -> Option<i16> {
    let year = i16::try_from(year).ok()?;
    match digits {
        2 => Some(2000 + year),
        4 if (1900..2200).contains(&year) => Some(year),
        _ => None,
    }
}
