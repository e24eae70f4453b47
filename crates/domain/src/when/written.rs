//! Dates with a month in them: "3/4", "2026-11-22", "15 de marzo", "March the 15th", "next June".

use super::{
    calendar::full_year,
    dates::Today,
    day::Day,
    sense::{Read, Sense, Text},
    text::Kind,
    weekdays::{any_weekday, which_before},
};
use crate::language::Language;

/// One part of a date written with signs between its parts.
#[derive(Debug, Clone, Copy)]
enum Part {
    Digits(u32, usize),
    Month(i8),
}

/// "3/4", "2026-11-22", "22.11.", "23/Sep/2020", "Jan/3".
pub(super) fn written(t: &Text, at: usize, today: Today) -> Read<Day> {
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

pub(super) fn any_month(t: &Text, at: usize) -> Read<i8> {
    t.take(at, |s| match s {
        Sense::Month(month) | Sense::ShortMonth(month) => Some(month),
        _ => None,
    })
}

pub(super) fn year(t: &Text, at: usize) -> Read<i16> {
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
pub(super) fn day_and_month(t: &Text, at: usize, _: Today) -> Read<Day> {
    with_month(t, at)
}

pub(super) fn with_month(t: &Text, at: usize) -> Read<Day> {
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

/// "March", "next June", "en noviembre de 2026".
pub(super) fn month(t: &Text, at: usize, _: Today) -> Read<Day> {
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
