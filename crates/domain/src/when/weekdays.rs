//! Weekdays and days of the month: "next Friday", "el viernes que viene", "Friday the 13th", "the 15th".

use jiff::civil::Weekday;

use super::{
    dates::Today,
    day::{Day, Which},
    hours,
    sense::{Read, Sense, Text},
    written::{day_and_month, written},
};
use crate::language::Language;

/// "Friday", "next Friday", "el viernes que viene", "Friday the 13th", "miércoles 13".
pub(super) fn weekday(t: &Text, at: usize, today: Today) -> Read<Day> {
    let (which, start) = which_before(t, at);
    let (weekday, mut end) = t.take(start, any_weekday)?;
    let weak = t.take(start, |s| matches!(s, Sense::Weekday(_)).then_some(())).is_none();
    let mut day = Day { weekday: Some(weekday), which, ..Day::default() };
    if which.is_none()
        && let (Some(which), after) = which_after(t, end)
    {
        // "Friday next week" is read in the week.
        if t.unit(after).is_none() && t.take(after, any_weekday).is_none() {
            (day.which, end) = (Some(which), after);
        }
    }
    if t.is(end, Sense::Gone).is_some_and(|_| t.language != Language::En) {
        return Some((Day::over(), end + 1));
    }
    if which.is_none() && t.is(start.wrapping_sub(1), Sense::Gone).is_some() {
        return Some((Day::over(), end));
    }
    let comma = t.sign(end, ",-").unwrap_or(end);
    let dotted = t.sign(end, ".").unwrap_or(end);
    for next in [comma, dotted, t.skip(comma, &[Sense::On, Sense::The])] {
        let date = written(t, next, today).or_else(|| day_and_month(t, next, today));
        if let Some((date, after)) = date
            && let Some(united) = day.unite(date)
        {
            return Some((united, after));
        }
    }
    let numbers = [end, comma, t.skip(comma, &[Sense::The, Sense::DayNumber, Sense::On])];
    // "quinta às 9": hours are feminine, days are not.
    let is_hour = |at: usize| ["as", "las"].contains(&t.tokens[at - 1].folded.as_str());
    for next in numbers.into_iter().filter(|&next| !is_hour(next)) {
        if let Some((number, after)) = day_number_after(t, next)
            && let Some(united) = Day::numbered(number).and_then(|number| day.unite(number))
        {
            return Some((united, after));
        }
    }
    if weak && !weak_weekday_stands(t, at, start, end, which) {
        return None;
    }
    Some((day, end))
}

/// The number that follows a weekday, unless it is an hour.
fn day_number_after(t: &Text, at: usize) -> Read<u32> {
    // "sexta, quinta à tarde": two days, and not Friday the fifth.
    let day = t.take(at, any_weekday).is_some();
    if let Some(found) = t.ordinal(at).filter(|_| t.is(at, Sense::Minutes(15)).is_none() && !day) {
        return Some(found);
    }
    let (number, end) = t.number(at)?;
    let short = t.digits(at).is_none_or(|(_, length)| length <= 2);
    let to = t.is(end, Sense::To).filter(|_| t.is(end, Sense::At).is_none());
    let span = to.is_some_and(|next| t.take(t.skip(next, &[Sense::The]), any_weekday).is_none());
    let hour = span
        || t.any(
            end,
            &[
                Sense::Am,
                Sense::Pm,
                Sense::HourMark,
                Sense::PlusMinutes,
                Sense::Counted,
                Sense::PastHour,
            ],
        )
        .is_some()
        || t.part(end).is_some()
        || t.unit(end).is_some()
        || t.digits(end).is_some()
        || (t.sign(end, ":.-/").is_some() && t.digits(end + 1).is_some());
    let plausible = t.language != Language::En || number > 12;
    (short && !hour && plausible).then_some((number, end))
}

/// "sat", "mi", "sun" are days only beside something that shows it.
fn weak_weekday_stands(
    t: &Text,
    at: usize,
    start: usize,
    end: usize,
    which: Option<Which>,
) -> bool {
    let dot = t.sign(end, ".!?").unwrap_or(end);
    let alone = t.skip(0, &[Sense::On, Sense::The]) >= start && dot == t.len();
    let hour = hours::hours(t, t.sign(end, ",").unwrap_or(end)).is_some() || t.part(end).is_some();
    let long = t.tokens[start].folded.len() >= 3;
    let in_span = long
        && at
            .checked_sub(1)
            .is_some_and(|b| t.any(b, &[Sense::From, Sense::Between, Sense::To]).is_some());
    let said_so = t.language == Language::En
        && (which.is_some()
            || in_span
            || at.checked_sub(1).is_some_and(|b| t.word(b, "on").is_some()));
    // "is Wed all right?", but not "the Sun Salon"
    let capital = t.language == Language::En
        && start > 0
        && t.tokens[start].capital
        && !t.tokens[start - 1].capital
        && t.tokens.get(end).is_none_or(|next| !next.capital);
    alone || hour || said_so || capital || (in_span && t.is(end, Sense::To).is_some())
}

pub(super) fn which_before(t: &Text, at: usize) -> (Option<Which>, usize) {
    if let Some(end) = t.is(at, Sense::AfterNext) {
        return (Some(Which::AfterNext), end);
    }
    if let Some(end) = t.is(at, Sense::Coming) {
        return (Some(Which::Coming), end);
    }
    let this = t.is(at, Sense::This);
    let next = t.is(at, Sense::Next);
    match (this, next) {
        (Some(this), next) if next.is_none_or(|next| this > next) => {
            let both = t.is(this, Sense::Next);
            (Some(Which::This), both.unwrap_or(this))
        }
        (_, Some(next)) => (Some(Which::Next), next),
        (Some(this), None) => (Some(Which::This), this),
        (None, None) => {
            let article = t.skip(at, &[Sense::The]);
            if article > at { which_before(t, article) } else { (None, at) }
        }
    }
}

pub(super) fn which_after(t: &Text, at: usize) -> (Option<Which>, usize) {
    if let Some(end) = t.is(at, Sense::AfterNext) {
        (Some(Which::AfterNext), end)
    } else if let Some(end) = t.is(at, Sense::Next).filter(|_| t.language != Language::En) {
        (Some(Which::Next), end)
    } else {
        (None, at)
    }
}

/// "the 15th", "el 15", "dia 15", "15th".
pub(super) fn numbered(t: &Text, at: usize, _: Today) -> Read<Day> {
    let announced = t.is(at, Sense::DayNumber);
    let start = announced.unwrap_or_else(|| t.skip(at, &[Sense::The]));
    let (number, end) = t.ordinal(start).or_else(|| t.number(start))?;
    let digits = t.digits(start);
    let ordinal = t.ordinal(start).is_some();
    if digits.is_some_and(|(_, length)| length > 2)
        || t.unit(end).is_some()
        || continues_otherwise(t, end)
    {
        return None;
    }
    let before = start.checked_sub(1).map(|b| t.tokens[b].folded.as_str());
    let article = match t.language {
        Language::En => {
            ordinal && digits.is_some()
                || before == Some("the") && digits.is_none() && number > 12 && start > at
        }
        Language::Es => {
            matches!(before, Some("el" | "del" | "al")) && !(ordinal && digits.is_none())
        }
        Language::Pt => false,
    };
    let on_first = t.language == Language::En
        && ordinal
        && digits.is_none()
        && number > 3
        && before == Some("the");
    let ends = end == t.len() || t.sign(end, ".,!?;").is_some() || t.is(end, Sense::At).is_some();
    let announced = announced.is_some()
        && (t.language != Language::En || digits.is_some() || (ordinal && ends));
    if !announced && !article && !on_first {
        return None;
    }
    Some((Day::numbered(number)?, end))
}

/// What follows shows that the number is something else: "1st floor", "el 3 %", "el 15:30".
fn continues_otherwise(t: &Text, end: usize) -> bool {
    let sign = t.name(end)
        || t.sign(end, ":%/$€").is_some()
        || (t.sign(end, ".-").is_some() && t.glued(end) && t.digits(end + 1).is_some());
    let time = t.any(end, &[Sense::Am, Sense::Pm, Sense::HourMark, Sense::Counted]).is_some();
    let ordinal_of = t.take(end, any_weekday).is_some();
    sign || time || ordinal_of || t.word(end, "one").is_some() || t.word(end, "ones").is_some()
}

pub(super) fn any_weekday(sense: Sense) -> Option<Weekday> {
    match sense {
        Sense::Weekday(weekday) | Sense::ShortWeekday(weekday) => Some(weekday),
        _ => None,
    }
}
