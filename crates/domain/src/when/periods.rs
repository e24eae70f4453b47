//! Days counted or bounded by the calendar: "next week", "the end of May", "the second Monday of June".

use jiff::civil::Weekday;

use super::{
    calendar::{self, Third, later},
    dates::{Today, one},
    day::{Day, Which},
    sense::{Read, Sense, Text, Unit},
    spans::{bare_number, is_month},
    weekdays::{any_weekday, which_after, which_before},
    written::any_month,
};
use crate::language::Language;

/// "second Monday of June", "last weekend of October", "first week of May", "el tercer día de octubre".
pub(super) fn nth(t: &Text, at: usize, today: Today) -> Read<Day> {
    let start = t.skip(at, &[Sense::The]);
    let (nth, mid) = match t.is(start, Sense::Last) {
        Some(end) => (None, end),
        None => t.ordinal(start).map(|(n, end)| (Some(n), end))?,
    };
    let weekday = t.take(mid, any_weekday);
    let unit = t.unit(mid);
    let end = weekday.map(|(_, end)| end).or(unit.map(|(_, end)| end))?;
    let (base, after) =
        one(t, t.skip(end, &[Sense::Of, Sense::The]), today).filter(|(day, _)| is_month(*day))?;
    let (first, last) = calendar::find(base, today.date, today.date, true)?;
    let found = match (weekday, unit.map(|(unit, _)| unit)) {
        (Some((weekday, _)), _) => Day::on(calendar::nth_weekday(first, nth, weekday)?),
        (None, Some(Unit::Weekend)) => {
            let saturday = calendar::nth_weekday(first, nth, Weekday::Saturday)?;
            Day::fixed(saturday, later(saturday, 1, Unit::Day)?)
        }
        (None, Some(Unit::Week)) => {
            // A week belongs to the month that has its Thursday.
            let (monday, sunday) =
                calendar::week(calendar::nth_weekday(first, nth, Weekday::Thursday)?, 0)?;
            Day::fixed(monday, sunday)
        }
        (None, Some(Unit::Day)) => {
            Day::on(nth.map_or(Some(last), |n| later(first, n.checked_sub(1)?, Unit::Day))?)
        }
        _ => return None,
    };
    Some((found, after))
}

/// "end of next week", "a mediados de mayo", "rest of the week".
pub(super) fn third(t: &Text, at: usize, today: Today) -> Read<Day> {
    let start = t.skip(at, &[Sense::The]);
    let (which, end) = t.take(start, |s| match s {
        Sense::Begin => Some(Some(Third::Begin)),
        Sense::Middle => Some(Some(Third::Middle)),
        Sense::End => Some(Some(Third::End)),
        Sense::Rest => Some(None),
        _ => None,
    })?;
    let end = t.skip(t.sign(end, "-").unwrap_or(end), &[Sense::The]);
    let (base, after) = one(t, end, today)
        .filter(|(day, _)| !day.gone)
        .or_else(|| {
            any_month(t, end)
                .map(|(month, after)| (Day { month: Some(month), ..Day::default() }, after))
        })
        .or_else(|| t.unit(end).and_then(|(unit, after)| Some((this_unit(unit, today)?, after))))?;
    let span = calendar::find(base, today.date, today.date, true).filter(|(from, to)| from < to)?;
    let (from, to) = match which {
        Some(which) => calendar::third(span, which)?,
        None => (span.0.max(today.date), span.1),
    };
    Some((Day::fixed(from, to), after))
}

fn this_unit(unit: Unit, today: Today) -> Option<Day> {
    span_of(unit, 0, today)
}

fn span_of(unit: Unit, ahead: i64, today: Today) -> Option<Day> {
    let (from, to) = match unit {
        Unit::Week => calendar::week(today.date, ahead)?,
        Unit::Weekend => calendar::weekend(today.date, ahead)?,
        Unit::Month => calendar::month_of(today.date, ahead)?,
        Unit::Year => calendar::year_of(today.date, ahead)?,
        Unit::Minute | Unit::Hour | Unit::Day | Unit::Workday => return None,
    };
    Some(Day::fixed(from, to))
}

/// "the next three days", "los próximos 4 días hábiles".
pub(super) fn following(t: &Text, at: usize, today: Today) -> Read<Day> {
    let start = t.is(at, Sense::Next).or_else(|| t.is(t.skip(at, &[Sense::The]), Sense::Next));
    let (count, end) = t.count(start.unwrap_or_else(|| t.skip(at, &[Sense::The])))?;
    let (unit, end) = t.unit(end)?;
    let end = start
        .map(|_| end)
        .or_else(|| t.is(end, Sense::Next).filter(|_| t.language != Language::En))?;
    let first = later(today.date, 1, Unit::Day)?;
    let last = later(today.date, count, unit)?;
    (last >= first).then_some((Day::fixed(first, last), end))
}

/// "next week", "this weekend", "el mes que viene", "the week of the 15th".
pub(super) fn calendar_unit(t: &Text, at: usize, today: Today) -> Read<Day> {
    if let Some(end) = t.is(at, Sense::WeekOf)
        && let Some((day, end)) =
            one(t, t.skip(end, &[Sense::The]), today).or_else(|| bare_number(t, end))
    {
        let (date, _) = calendar::find(day, today.date, today.date, true)?;
        let (from, to) = calendar::week(date, 0)?;
        return Some((Day::fixed(from, to), end));
    }
    let (before, start) = which_before(t, at);
    let gone = t.is(at, Sense::Gone).or_else(|| t.is(t.skip(at, &[Sense::The]), Sense::Gone));
    if let Some((_, end)) = gone
        .and_then(|start| t.unit(start).or_else(|| t.count(start).and_then(|(_, end)| t.unit(end))))
        // "a última hora" is no hour that is over.
        .filter(|(unit, _)| !matches!(unit, Unit::Minute | Unit::Hour))
    {
        return Some((Day::over(), end));
    }
    let start = if before.is_none() { t.skip(start, &[Sense::The]) } else { start };
    if let Some((_, end)) = t
        .count(start)
        .and_then(|(_, end)| t.unit(end))
        .filter(|(_, end)| t.is(*end, Sense::Gone).is_some())
    {
        return Some((Day::over(), t.is(end, Sense::Gone)?));
    }
    let (unit, end) = t.unit(start)?;
    if let Some(end) = t.is(end, Sense::Gone).filter(|_| t.language != Language::En) {
        return Some((Day::over(), end));
    }
    let (after, end) = if before.is_none() {
        which_after(t, end)
    } else {
        (
            t.is(end, Sense::AfterNext).map(|_| Which::AfterNext),
            t.is(end, Sense::AfterNext).unwrap_or(end),
        )
    };
    let ahead = match after.filter(|w| *w == Which::AfterNext).or(before).or(after) {
        Some(Which::This) => 0,
        Some(Which::Coming) => i64::from(unit != Unit::Weekend),
        Some(Which::Next) => 1,
        Some(Which::AfterNext) => 2,
        None if unit == Unit::Weekend => 0,
        None => return None,
    };
    let early = unit == Unit::Weekend && ahead == 1 && t.language != Language::En;
    Some((span_of(unit, if early { 0 } else { ahead }, today)?, end))
}
