//! Spans of days: "from Monday to Friday", "the 13th to the 15th of July", "after the 20th".

use jiff::civil::Date;

use super::{
    dates::{Today, one},
    day::{Day, Days},
    sense::{Read, Sense, Text},
    written::year,
};
use crate::language::Language;

/// Reads a day or a span of days.
pub(crate) fn days(t: &Text, at: usize, today: Today) -> Read<Days> {
    let candidates = [
        one(t, at, today).map(|(day, end)| (Days::One(day), end)),
        span(t, at, today),
        bounded(t, at, today),
        t.is(at, Sense::Workdays).map(|end| (Days::Workdays, end)),
    ];
    candidates.into_iter().flatten().reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// "from Monday to Friday", "13 - 15 de julio", "between the 3rd and the 7th".
fn span(t: &Text, at: usize, today: Today) -> Read<Days> {
    let prefixes = [
        t.is(at, Sense::Between).map(|end| (end, Sense::And)),
        t.any(at, &[Sense::From, Sense::Starting]).map(|end| (end, Sense::To)),
        Some((at, Sense::To)),
    ];
    prefixes
        .into_iter()
        .flatten()
        .find_map(|(start, joint)| span_after(t, start, joint, start > at, today))
}

fn span_after(t: &Text, start: usize, joint: Sense, announced: bool, today: Today) -> Read<Days> {
    const SMALL: &[Sense] = &[Sense::The, Sense::On, Sense::DayNumber];
    let start = t.skip(start, SMALL);
    let ends = |at| {
        let real = one(t, at, today);
        let number = bare_number(t, at);
        [real, number]
            .into_iter()
            .flatten()
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
    };
    let (mut first, end) = ends(start)?;
    let comma = t.sign(end, ",").unwrap_or(end);
    let joined = t
        .is(comma, joint)
        .or_else(|| if announced { t.any(comma, &[Sense::To, Sense::And]) } else { None })?;
    let (mut second, mut end) = ends(t.skip(joined, SMALL))?;
    // "mañana a la mañana": what looks like a second day is a part of the first.
    if t.part(comma).is_some_and(|(_, part)| part >= end) {
        return None;
    }
    // "4 to 23 next month", "13 a 15 de julio"
    if second.is_number_only()
        && let Some((month, after)) =
            one(t, t.skip(end, &[Sense::Of]), today).filter(|(day, _)| is_month(*day))
        && let Some(dated) = month.unite(second)
    {
        (second, end) = (dated, after);
    }
    if second.fixed.is_some_and(|(from, to)| from == to)
        && first.is_number_only()
        && second.day.is_none()
    {
        let (date, _) = second.fixed?;
        second = Day {
            day: Some(date.day()),
            month: Some(date.month()),
            year: Some(date.year()),
            ..Day::default()
        };
    }
    let lone = first.is_number_only() && second.is_number_only();
    if lone && !(announced && (said_as_day(t, start) || said_as_day(t, t.skip(joined, SMALL)))) {
        return None;
    }
    if first.is_number_only() && !lone {
        (first.month, first.year) = (second.month, second.year);
        second.month?;
    } else if second.is_number_only() && !lone {
        if first.month.is_some() && second.day > first.day {
            (second.month, second.year) = (first.month, first.year);
        } else if first.month.is_none() && first.weekday.is_none() && first.fixed.is_none() {
            return None;
        }
    } else if first.month.is_some() && first.year.is_none() && second.month >= first.month {
        first.year = second.year;
    }
    if first.gone || second.gone {
        return Some((Days::One(Day::over()), end));
    }
    Some((Days::Between(Some(first), Some(second)), end))
}

/// "after 2026": a number that could be a late hour is a year when it is near.
fn near_year(t: &Text, at: usize, today: Today) -> Read<Day> {
    let (year, end) = year(t, at).filter(|(year, _)| (year - today.date.year()).abs() <= 3)?;
    Some((Day { year: Some(year), ..Day::default() }, end))
}

pub(super) fn is_month(day: Day) -> bool {
    let calendar_month = |(from, to): (Date, Date)| from.day() == 1 && to == from.last_of_month();
    day.day.is_none() && (day.month.is_some() || day.fixed.is_some_and(calendar_month))
}

/// A number that can only be the end of a span of days: "13" in "13 to 15 July".
pub(super) fn bare_number(t: &Text, at: usize) -> Read<Day> {
    let (number, end) = t.ordinal(at).or_else(|| t.number(at))?;
    if t.digits(at).is_some_and(|(_, length)| length > 2) {
        return None;
    }
    let hour = t.any(end, &[Sense::Am, Sense::Pm, Sense::Counted]).is_some()
        || (t.sign(end, ":").is_some() && t.glued(end));
    let marked = t.is(end, Sense::HourMark).is_some();
    // Hours are feminine, days aren't: "a las 10".
    let feminine = at
        .checked_sub(1)
        .is_some_and(|b| ["la", "las", "as", "das"].contains(&t.tokens[b].folded.as_str()));
    (!hour && !marked && !feminine).then_some(())?;
    Some((Day::numbered(number)?, end))
}

/// "the 3rd", "día 15": a number that is said to be a day.
fn said_as_day(t: &Text, at: usize) -> bool {
    let article = at.checked_sub(1).is_some_and(|before| {
        t.is(before, Sense::DayNumber) == Some(at)
            || (t.language != Language::En
                && ["el", "al", "del", "dia", "do", "ao", "o"]
                    .contains(&t.tokens[before].folded.as_str()))
    });
    t.ordinal(at).is_some() || article
}

/// "after the 15th", "from Monday on", "until Friday".
fn bounded(t: &Text, at: usize, today: Today) -> Read<Days> {
    let bound = t.take(at, |s| match s {
        Sense::After | Sense::Starting | Sense::Before | Sense::Until | Sense::By => Some(s),
        _ => None,
    });
    let start = bound.map_or(at, |(_, end)| end);
    let (day, end) =
        one(t, start, today).or_else(|| near_year(t, start, today).filter(|_| bound.is_some()))?;
    let suffix = t.any(end, &[Sense::Onward]);
    let days = match bound.map(|(bound, _)| bound) {
        // "from" and "until" say that the day itself is meant, "after" and "before" that it isn't.
        Some(_) if t.is(at, Sense::Starting).is_some() => Days::Between(Some(day), None),
        Some(_) if t.is(at, Sense::Until).is_some() => Days::Between(None, Some(day)),
        Some(Sense::After) => Days::After(day),
        Some(Sense::Before) => Days::Before(day),
        Some(_) => Days::Between(None, Some(day)),
        None => match (suffix, t.is(end, Sense::AtLatest)) {
            (Some(_), _) => Days::Between(Some(day), None),
            (None, Some(end)) => return Some((Days::Between(None, Some(day)), end)),
            (None, None) => return None,
        },
    };
    Some((days, suffix.unwrap_or(end)))
}
