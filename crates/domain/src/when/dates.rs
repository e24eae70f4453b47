//! The grammar of days: which words, in which order, say which [`Day`].

use jiff::civil::{Date, Weekday};

use super::{
    calendar::{self, Third, full_year, later},
    day::{Day, Days, Which},
    sense::{Read, Sense, Text, Unit},
    text::Kind,
};
use crate::language::Language;

/// What the rules need besides the words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Today {
    pub date: Date,
    pub month_first: bool,
}

/// Reads a day or a span of days.
pub(crate) fn days(t: &Text, at: usize, today: Today) -> Read<Days> {
    let candidates = [
        one(t, at, today).map(|(day, end)| (Days::One(day), end)),
        span(t, at, today),
        bounded(t, at, today),
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

fn is_month(day: Day) -> bool {
    let calendar_month = |(from, to): (Date, Date)| from.day() == 1 && to == from.last_of_month();
    day.day.is_none() && (day.month.is_some() || day.fixed.is_some_and(calendar_month))
}

/// A number that can only be the end of a span of days: "13" in "13 to 15 July".
fn bare_number(t: &Text, at: usize) -> Read<Day> {
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

/// One part of a date written with signs between its parts.
#[derive(Debug, Clone, Copy)]
enum Part {
    Digits(u32, usize),
    Month(i8),
}

/// "3/4", "2026-11-22", "22.11.", "23/Sep/2020", "Jan/3".
fn written(t: &Text, at: usize, today: Today) -> Read<Day> {
    let part = |at: usize| {
        let digits = t.digits(at).map(|(n, length)| (Part::Digits(n, length), at + 1));
        let (part, end) =
            digits.or_else(|| any_month(t, at).map(|(month, end)| (Part::Month(month), end)))?;
        Some((part, t.ordinal(at).filter(|_| t.digits(at).is_some()).map_or(end, |(_, end)| end)))
    };
    let (first, end) = part(at)?;
    let sign = t
        .tokens
        .get(end)
        .filter(|s| s.kind == Kind::Sign && "/-.".contains(&s.folded))?
        .folded
        .clone();
    let glued = |at: usize| t.glued(at) && t.glued(at + 1);
    if !(glued(end) || sign == "-" && matches!(first, Part::Digits(_, 4))) {
        return (sign == ".").then(|| dotted_day(t, first, end)).flatten();
    }
    let Some((second, after)) = part(end + 1) else {
        return (sign == ".").then(|| dotted_day(t, first, end)).flatten();
    };
    let third = t
        .sign(after, if sign == "/" { "/," } else { "-.,/" })
        .filter(|_| glued(after) || sign == "-" || t.sign(after, ",").is_some())
        .and_then(&part)
        .filter(|(part, _)| {
            !matches!((part, t.sign(after, ",")), (Part::Digits(_, 1..=2), Some(_)))
        });
    let (parts, end) = match third {
        Some((third, end)) => (vec![first, second, third], end),
        None => (vec![first, second], after),
    };
    let day = assign(&parts, today.month_first)?;
    let dated = !today.month_first && !measures(t, at);
    let closed = if sign == "." && parts.len() == 2 && dated { t.sign(end, ".") } else { None };
    let numbers = parts.iter().all(|p| matches!(p, Part::Digits(_, 1..=2)));
    if parts.len() == 2
        && numbers
        && !written_pair_is_date(t, at, end, &sign, closed.is_some(), &parts)
    {
        return None;
    }
    Some((day, closed.unwrap_or(end)))
}

/// Whether two numbers with a sign between are a date and not a time, a price or a span.
fn written_pair_is_date(
    t: &Text,
    at: usize,
    end: usize,
    sign: &str,
    closed: bool,
    parts: &[Part],
) -> bool {
    let time = t.any(end, &[Sense::Am, Sense::Pm, Sense::HourMark]).is_some()
        || (t.sign(end, ":").is_some() && t.glued(end));
    let counted = t.is(end, Sense::Counted).is_some()
        || at.checked_sub(1).is_some_and(|b| t.is(b, Sense::Counted).is_some());
    if time || counted {
        return false;
    }
    let before = |sense| {
        (1..=3).any(|n| at.checked_sub(n).is_some_and(|start| t.is(start, sense) == Some(at)))
    };
    let wide = parts.iter().all(|p| matches!(p, Part::Digits(_, 2)));
    let announced = before(Sense::On) || before(Sense::DayNumber) || weekday_before(t, at);
    // "10.25": the other order is only tried where a date is announced.
    let swapped = matches!(parts, [Part::Digits(_, _), Part::Digits(second, _)] if *second > 12);
    match sign {
        "." if swapped && !announced => false,
        "/" => true,
        "-" => before(Sense::On) || before(Sense::DayNumber) || at == 0 || wide,
        _ => closed || announced || (wide && !before(Sense::At)),
    }
}

/// What stands before shows a measure or a rating: "it is 4.7".
fn measures(t: &Text, at: usize) -> bool {
    let words = ["is", "rated", "rating", "of", "a", "es", "de", "nota", "e", "with"];
    at.checked_sub(1).is_some_and(|before| {
        words.contains(&t.tokens[before].folded.as_str()) || t.is(before, Sense::At).is_some()
    })
}

fn weekday_before(t: &Text, at: usize) -> bool {
    let comma = at.checked_sub(1).filter(|&b| t.sign(b, ",").is_some()).unwrap_or(at);
    comma.checked_sub(1).is_some_and(|before| t.take(before, any_weekday).is_some())
}

/// "1. Jun": the dot after a day.
fn dotted_day(t: &Text, first: Part, dot: usize) -> Read<Day> {
    let Part::Digits(day, 1..=2) = first else { return None };
    let (month, end) = any_month(t, dot + 1)?;
    let day = Day { month: Some(month), ..Day::numbered(day)? };
    Some(with_year(t, day, end))
}

fn assign(parts: &[Part], month_first: bool) -> Option<Day> {
    let mut day = Day::default();
    let mut small = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        match *part {
            Part::Month(month) => day.month = Some(month),
            Part::Digits(year, 4) => day.year = Some(full_year(year, 4)?),
            Part::Digits(year, 2) if parts.len() == 3 && at == 2 && day.year.is_none() => {
                day.year = full_year(year, 2);
            }
            Part::Digits(n, 1..=2) => small.push(n),
            Part::Digits(..) => return None,
        }
    }
    let leading_year = matches!(parts.first(), Some(Part::Digits(_, 4)));
    let (number, month) = match (small.as_slice(), day.month) {
        ([d], Some(m)) => (*d, u32::try_from(m).ok()?),
        (&[a, b], None) if leading_year => (b, a),
        (&[a, b], None) if (month_first && a <= 12) || b > 12 => (b, a),
        (&[a, b], None) => (a, b),
        (&[d], None) if day.year.is_some() && d <= 12 => {
            // "11.2016" is a month.
            return Some(Day { month: i8::try_from(d).ok(), ..day });
        }
        ([], Some(_)) if day.year.is_some() => return Some(day),
        _ => return None,
    };
    let month = i8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
    let longest =
        [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::try_from(month - 1).ok()?];
    let number = Day::numbered(number)?.day.filter(|&d| d <= longest)?;
    Some(Day { day: Some(number), month: Some(month), ..day })
}

fn any_weekday(sense: Sense) -> Option<Weekday> {
    match sense {
        Sense::Weekday(weekday) | Sense::ShortWeekday(weekday) => Some(weekday),
        _ => None,
    }
}

fn any_month(t: &Text, at: usize) -> Read<i8> {
    t.take(at, |s| match s {
        Sense::Month(month) | Sense::ShortMonth(month) => Some(month),
        _ => None,
    })
}

fn year(t: &Text, at: usize) -> Read<i16> {
    let (year, length) = t.digits(at)?;
    let time = t.sign(at + 1, ":").is_some()
        || t.any(at + 1, &[Sense::Am, Sense::Pm, Sense::HourMark]).is_some();
    let span = t.sign(at + 1, "-").is_some() && t.glued(at + 1) && t.digits(at + 2).is_some();
    let found = full_year(year, length).filter(|_| length == 4 && !time && !span)?;
    (2000..2100).contains(&found).then_some((found, at + 1))
}

/// A year may follow: ", 2026", "de 2026", "del 2026", "'26".
fn with_year(t: &Text, day: Day, end: usize) -> (Day, usize) {
    let after = t.skip(end, &[Sense::Of]);
    let dotted = t.sign(end, ".").unwrap_or(end);
    for start in [end, dotted, after] {
        if let Some((year, end)) = year(t, start) {
            return (Day { year: Some(year), ..day }, end);
        }
    }
    (day, end)
}

/// "15 de marzo", "March the 15th, 2026", "the first of May".
fn day_and_month(t: &Text, at: usize, _: Today) -> Read<Day> {
    let start = t.skip(at, &[Sense::The, Sense::DayNumber]);
    let number = |at| {
        let (number, end) = t.ordinal(at).or_else(|| t.number(at))?;
        (t.digits(at).is_none_or(|(_, length)| length <= 2)).then_some((number, end))
    };
    if let Some((day, end)) = number(start) {
        let dot = t.sign(end, ".").filter(|_| t.glued(end)).unwrap_or(end);
        let month =
            any_month(t, dot).or_else(|| any_month(t, t.skip(dot, &[Sense::Of, Sense::The])));
        if let Some((month, end)) = month {
            let name = t.tokens[end - 1].capital
                || t.digits(start).is_some()
                || t.ordinal(start).is_some();
            let sure = t.language != Language::En
                || name
                || !matches!(t.tokens[end - 1].folded.as_str(), "may" | "march");
            if sure {
                return Some(with_year(t, Day { month: Some(month), ..Day::numbered(day)? }, end));
            }
        }
        // "el 17 del 11"
        if let Some((month @ 1..=12, _)) = t.word(end, "del").and_then(|after| t.digits(after))
            && t.digits(start).is_some()
        {
            let month = i8::try_from(month).ok();
            return Some(with_year(t, Day { month, ..Day::numbered(day)? }, end + 2));
        }
    }
    let (month, end) = any_month(t, at)?;
    let end = t.sign(end, ".,-").unwrap_or(end);
    let (day, end) = number(t.skip(end, &[Sense::The]))?;
    let time = t.sign(end, ":").is_some()
        || t.any(end, &[Sense::Am, Sense::Pm, Sense::HourMark, Sense::Counted]).is_some();
    if time {
        return None;
    }
    Some(with_year(t, Day { month: Some(month), ..Day::numbered(day)? }, end))
}

/// "Friday", "next Friday", "el viernes que viene", "Friday the 13th", "miércoles 13".
fn weekday(t: &Text, at: usize, today: Today) -> Read<Day> {
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
    for next in [end, comma, t.skip(comma, &[Sense::The, Sense::DayNumber, Sense::On])] {
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
    if let Some(found) = t.ordinal(at).filter(|_| t.is(at, Sense::Minutes(15)).is_none()) {
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
    let hour =
        super::clock::hours(t, t.sign(end, ",").unwrap_or(end)).is_some() || t.part(end).is_some();
    let long = t.tokens[start].folded.len() >= 3;
    let in_span = long
        && at
            .checked_sub(1)
            .is_some_and(|b| t.any(b, &[Sense::From, Sense::Between, Sense::To]).is_some());
    let said_so = t.language == Language::En
        && (which.is_some()
            || in_span
            || at.checked_sub(1).is_some_and(|b| t.word(b, "on").is_some()));
    alone || hour || said_so || (in_span && t.is(end, Sense::To).is_some())
}

fn which_before(t: &Text, at: usize) -> (Option<Which>, usize) {
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

fn which_after(t: &Text, at: usize) -> (Option<Which>, usize) {
    if let Some(end) = t.is(at, Sense::AfterNext) {
        (Some(Which::AfterNext), end)
    } else if let Some(end) = t.is(at, Sense::Next).filter(|_| t.language != Language::En) {
        (Some(Which::Next), end)
    } else {
        (None, at)
    }
}

/// "the 15th", "el 15", "dia 15", "15th".
fn numbered(t: &Text, at: usize, _: Today) -> Read<Day> {
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

/// "second Monday of June", "last weekend of October", "first week of May", "el tercer día de octubre".
fn nth(t: &Text, at: usize, today: Today) -> Read<Day> {
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
fn third(t: &Text, at: usize, today: Today) -> Read<Day> {
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
fn following(t: &Text, at: usize, today: Today) -> Read<Day> {
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
fn calendar_unit(t: &Text, at: usize, today: Today) -> Read<Day> {
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

/// "March", "next June", "en noviembre de 2026".
fn month(t: &Text, at: usize, _: Today) -> Read<Day> {
    let (which, start) = which_before(t, at);
    let strong = t.take(start, |s| if let Sense::Month(m) = s { Some(m) } else { None });
    let (month, end) = strong.or_else(|| any_month(t, start))?;
    let (day, after) = with_year(t, Day { month: Some(month), which, ..Day::default() }, end);
    let alone = t.skip(0, &[Sense::On, Sense::Of, Sense::The]) >= start
        && t.sign(end, ".!?").unwrap_or(end) == t.len();
    let name =
        t.language != Language::En || t.tokens[start].capital || t.tokens[start].folded != "may";
    let said_so = which.is_some() || day.year.is_some() || before_month(t, at);
    // "Don Julio", "April Smith"
    let person = t.tokens[start].capital && (t.name(end) || at > 1 && t.name(at - 1));
    (!person && (strong.is_some() || alone || (said_so && name))).then_some((day, after))
}

/// "in", "of", "en" before a month's short name.
fn before_month(t: &Text, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|b| {
        ["in", "of", "en", "de", "em", "until", "by", "since", "after", "before", "for"]
            .contains(&t.tokens[b].folded.as_str())
    })
}
