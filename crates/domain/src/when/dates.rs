//! The grammar of one day: every rule that can say which [`Day`] is meant.

use jiff::civil::{Date, Weekday};

use super::{
    calendar::{self, later},
    day::Day,
    periods::{calendar_unit, following, nth, third},
    sense::{Read, Sense, Text, Unit},
    weekdays::{numbered, weekday},
    written::{day_and_month, month, written},
};
use crate::language::Language;

/// What the rules need besides the words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Today {
    pub date: Date,
    pub month_first: bool,
}

type Rule = fn(&Text, usize, Today) -> Read<Day>;

/// Reads one day, or one span that has a name (a week, a month, a weekend).
pub(crate) fn one(t: &Text, at: usize, today: Today) -> Read<Day> {
    const RULES: &[Rule] = &[
        relative,
        counted,
        written,
        day_and_month,
        weekday,
        numbered,
        nth,
        following,
        calendar_unit,
        third,
        month,
    ];
    let start = t.skip(at, &[Sense::On]);
    let from = |at| RULES.iter().filter_map(move |rule| rule(t, at, today));
    let mut starts = vec![at];
    starts.extend((start > at).then_some(start));
    let found = starts.into_iter().flat_map(from);
    found.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// "today", "pasado mañana", "yesterday".
fn relative(t: &Text, at: usize, today: Today) -> Read<Day> {
    let (days, end) = t.take(at, |s| if let Sense::Day(days) = s { Some(days) } else { None })?;
    let date = later(today.date, u32::try_from(days).ok()?, Unit::Day)?;
    Some((Day::on(date), end))
}

/// "in two weeks", "3 days from now", "two days after Friday", "dentro de un mes"; hours and minutes are `moment`'s.
fn counted(t: &Text, at: usize, today: Today) -> Read<Day> {
    let announced = t.is(at, Sense::In);
    let start = t.skip(announced.unwrap_or(at), &[Sense::About, Sense::The]);
    let (count, end) = t.count(start)?;
    if let Some((weekday, end)) =
        t.take(end, |s| if let Sense::Weekday(w) = s { Some(w) } else { None })
    {
        return weekdays_from_now(t, count, weekday, end, today);
    }
    let (unit, end) = t.unit(end)?;
    if let Some(end) = t.is(end, Sense::FromNow).filter(|_| announced.is_none()) {
        let base = t.is(end, Sense::CountedFrom).is_none();
        if base && one(t, end, today).is_none() {
            return Some((Day::on(later(today.date, count, unit)?), end));
        }
    }
    if let Some(after) = t.is(end, Sense::CountedFrom)
        && let Some((base, end)) = one(t, after, today)
    {
        let (_, base) = calendar::find(base, today.date, today.date, t.language != Language::En)?;
        return Some((Day::on(later(base, count, unit)?), end));
    }
    announced?;
    Some((Day::on(later(today.date, count, unit)?), t.is(end, Sense::FromNow).unwrap_or(end)))
}

/// "4 tuesdays from now".
fn weekdays_from_now(
    t: &Text,
    count: u32,
    weekday: Weekday,
    end: usize,
    today: Today,
) -> Read<Day> {
    let end = t.is(end, Sense::FromNow)?;
    let tomorrow = later(today.date, 1, Unit::Day)?;
    let first = calendar::on_or_after(tomorrow, weekday)?;
    Some((Day::on(later(first, count.checked_sub(1)?, Unit::Week)?), end))
}
