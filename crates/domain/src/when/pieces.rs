//! The pieces of which wishes are made: a day, an hour, a part of the day, "as soon as possible".

use std::ops::Range;

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

use super::{
    PartOfDay,
    dates::{self, Today},
    day::Days,
    hours::{self, Hours},
    sense::{Read, Sense, Text, Unit},
    spans,
};
use crate::language::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Days(Days),
    Hours(Hours),
    Part(PartOfDay),
    DayPart(Date, PartOfDay),
    Moment(DateTime),
    Asap,
    AnyTime,
    /// "or else": what follows is another wish.
    Else,
    Nothing,
}

#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub what: What,
    pub tokens: Range<usize>,
    pub negated: bool,
    /// "el jueves no": it and what it belongs to are ruled out by what follows, up to here.
    pub ruled_out: Option<usize>,
    /// "the end of the day", which is today's unless another one is named.
    pub of_today: bool,
}

pub(super) fn pieces(t: &Text, today: Today, now: DateTime) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < t.len() {
        let beside_day = pieces.last().is_some_and(|p| {
            p.tokens.end == at
                && matches!(p.what, What::Days(_) | What::DayPart(..) | What::Part(_))
        });
        let Some((what, end)) = piece(t, at, today, now, beside_day) else {
            at += 1;
            continue;
        };
        pieces.push(Piece {
            ruled_out: ruled_out(t, at..end),
            what,
            tokens: at..end,
            negated: negated(t, at, what, pieces.last())
                || pieces.last().is_some_and(|before| goes_on_negated(t, before, what, at..end)),
            of_today: hours::named_hours(t, at).is_some(),
        });
        at = end;
    }
    // "tomorrow; my birthday is 3/4/1985"
    let years_ago = |piece: &Piece| is_years_ago(piece.what, today.date);
    if pieces.iter().any(|piece| names_day(piece.what) && !years_ago(piece)) {
        pieces.retain(|piece| !years_ago(piece));
    }
    // "I work on weekdays, so Saturday": weekdays are meant in a week, or beside another day.
    let other = |piece: &Piece| {
        let What::Days(days) = piece.what else { return names_day(piece.what) };
        let or = |back: usize| {
            piece.tokens.start.checked_sub(back).and_then(|at| t.any(at, &[Sense::Or, Sense::And]))
        };
        let beside = days.is_weekday_only() && (1..=2).any(|back| or(back).is_some());
        let fits = days == Days::Workdays || days.is_week() || beside;
        !fits && !piece.negated && piece.ruled_out.is_none()
    };
    if pieces.iter().any(other) {
        pieces.retain(|piece| piece.what != What::Days(Days::Workdays));
    }
    pieces
}

pub(super) fn names_day(what: What) -> bool {
    matches!(what, What::Days(_) | What::DayPart(..) | What::Moment(_))
}

/// A whole date of an earlier year.
fn is_years_ago(what: What, today: Date) -> bool {
    let What::Days(Days::One(day)) = what else { return false };
    day.day.is_some() && day.month.is_some() && day.year.is_some_and(|year| year < today.year())
}

/// The longest piece that begins here; the earlier rule where two are as long.
fn piece(t: &Text, at: usize, today: Today, now: DateTime, beside_day: bool) -> Read<What> {
    let sense = |what: fn(Sense) -> Option<What>| t.take(at, what);
    let moment = moment(t, at, now).map(|(moment, end)| (What::Moment(moment), end));
    let days = spans::days(t, at, today).map(|(days, end)| (What::Days(days), end));
    let hours = hours::hours(t, at)
        .or_else(|| if beside_day { hours::beside_day(t, at) } else { None })
        .or_else(|| {
            let (hours, end) = hours::before_day(t, at)?;
            dates::one(t, t.skip(end, &[Sense::Of]), today).is_some().then_some((hours, end))
        })
        .map(|(hours, end)| (What::Hours(hours), end));
    let day_part =
        t.take(at, |s| if let Sense::DayPart(days, part) = s { Some((days, part)) } else { None });
    let day_part = day_part.and_then(|((days, part), end)| {
        Some((What::DayPart(today.date.checked_add(days.days()).ok()?, part), end))
    });
    let part = if beside_day { t.any_part(at) } else { t.part(at) };
    let half = || if beside_day { half_of_day(t, at) } else { None };
    let part = part
        .or_else(half)
        .map(|(part, end)| (What::Part(part), end))
        .or_else(|| early(t, at, today));
    let others = sense(|s| match s {
        Sense::Asap => Some(What::Asap),
        Sense::AnyTime => Some(What::AnyTime),
        Sense::Else => Some(What::Else),
        Sense::Nothing => Some(What::Nothing),
        _ => None,
    });
    let found = [days, part, hours, day_part, moment, others].into_iter().flatten();
    found.reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// "Tuesday AM".
fn half_of_day(t: &Text, at: usize) -> Read<PartOfDay> {
    let verb = t.word(at + 1, "i").is_some();
    let part = t.take(at, |s| match s {
        Sense::Am => Some(PartOfDay::Morning),
        Sense::Pm => Some(PartOfDay::Afternoon),
        _ => None,
    });
    part.filter(|_| !verb)
}

/// "early Thursday".
fn early(t: &Text, at: usize, today: Today) -> Read<What> {
    let end = t.is(at, Sense::Early)?;
    let (_, day) = dates::one(t, end, today)?;
    t.any_part(day).is_none().then_some((What::Part(PartOfDay::EarlyMorning), end))
}

/// "in five hours", "half an hour from now", "15 minutes from 1 pm".
fn moment(t: &Text, at: usize, now: DateTime) -> Read<DateTime> {
    let announced = t.is(at, Sense::In);
    let start = t.skip(announced.unwrap_or(at), &[Sense::About, Sense::The, Sense::Next]);
    let (minutes, end) = length(t, start)?;
    let after = t.any(end, &[Sense::FromNow]);
    if let Some(start) = t.is(end, Sense::CountedFrom)
        && let Some((Hours::At(base), end)) = hours::hours(t, start)
    {
        let moment =
            now.date().at(base.hour, base.minute, 0, 0).checked_add(minutes.minutes()).ok()?;
        return Some((moment, end));
    }
    // "within an hour after it starts" counts from something else.
    let elsewhere = t.is(end, Sense::CountedFrom).is_some() && after.is_none();
    announced.or(after).filter(|_| !elsewhere)?;
    let exact = now.checked_add(minutes.minutes()).ok()?;
    Some((exact, after.unwrap_or(end)))
}

/// A length of time in minutes, if it has hours or minutes: "an hour and a half", "2 horas y media", "1d 2hr 5min".
fn length(t: &Text, at: usize) -> Read<i64> {
    let mut total = 0;
    let mut end = at;
    let mut fine = false;
    if let Some((minutes @ 30, after)) =
        t.take(at, |s| if let Sense::Minutes(m) = s { Some(m) } else { None })
    {
        let hour = t.is(after, Sense::One).unwrap_or(after);
        return match t.unit(hour) {
            Some((Unit::Hour, after)) => Some((i64::from(minutes), after)),
            _ => t.tokens[after - 1].folded.starts_with("hor").then_some((30, after)).or((t
                .tokens[after - 1]
                .folded
                == "hour")
                .then_some((30, after))),
        };
    }
    while let Some((count, after)) = t.count(end) {
        let Some((unit, after)) = t.unit(after) else { break };
        let minutes = match unit {
            Unit::Minute => 1,
            Unit::Hour => 60,
            Unit::Day => 24 * 60,
            Unit::Week => 7 * 24 * 60,
            Unit::Workday | Unit::Weekend | Unit::Month | Unit::Year => return None,
        };
        fine |= matches!(unit, Unit::Minute | Unit::Hour);
        total += i64::from(count) * minutes;
        end = after;
        let joined = t.any(end, &[Sense::And, Sense::PlusMinutes]).unwrap_or(end);
        let half = t.is(joined, Sense::One).unwrap_or(joined);
        if unit == Unit::Hour
            && let Some(after) = t.is(half, Sense::Minutes(30))
        {
            total += 30;
            end = after;
        } else if t.count(joined).and_then(|(_, next)| t.unit(next)).is_some() {
            end = joined;
            continue;
        }
        break;
    }
    fine.then_some((total, end))
}

/// "not", "except" right before a day or an hour, and after the piece before it.
/// "if they can't", "si el jueves no".
fn supposed(t: &Text, at: usize) -> bool {
    const IF: &[&str] = &["if", "in case", "si", "se", "caso"];
    t.tokens[at.saturating_sub(2)..at].iter().any(|token| IF.contains(&&*token.folded))
}

fn negated(t: &Text, at: usize, what: What, before: Option<&Piece>) -> bool {
    let free = before.map_or(0, |piece| piece.ruled_out.unwrap_or(piece.tokens.end));
    let may_be = matches!(what, What::Days(_) | What::Hours(_) | What::Part(_) | What::DayPart(..));
    may_be
        && (1..=4).any(|back| {
            let not = at
                .checked_sub(back)
                .filter(|start| *start >= free && !supposed(t, *start))
                .and_then(|start| t.is(start, Sense::Not));
            not.is_some_and(|end| {
                t.skip(end, &[Sense::On, Sense::The, Sense::At]) >= at && end <= at
            })
        })
}

/// "except Monday and Tuesday", "not on Thursday morning"; but "not Thursday, and Friday is fine" goes on otherwise, and
/// "except Monday after 3" limits the other days.
fn goes_on_negated(t: &Text, before: &Piece, what: What, at: Range<usize>) -> bool {
    let days = |what: What| matches!(what, What::Days(_) | What::DayPart(..));
    if !before.negated || !days(before.what) {
        return false;
    }
    let start = before.tokens.end;
    match what {
        What::Part(_) | What::Hours(Hours::At(_)) => start == at.start,
        _ if days(what) => {
            let joined =
                t.any(start, &[Sense::Or, Sense::And]).filter(|_| t.sign(start, "-").is_none());
            let fine = t.is(at.end, Sense::Fine).is_some();
            joined.is_some_and(|end| {
                end < at.end && t.skip(end, &[Sense::On, Sense::The]) >= at.start && !fine
            })
        }
        _ => false,
    }
}

/// In Spanish and Portuguese a "no" may follow what it denies; "¿no?" denies nothing, and "if Thursday doesn't work" rules
/// nothing out yet.
fn ruled_out(t: &Text, at: Range<usize>) -> Option<usize> {
    let no = match t.language {
        Language::En => None,
        Language::Es => t.word(at.end, "no").or_else(|| {
            // "tampoco el viernes" rules out the Friday.
            t.word(at.end, "tampoco").filter(|end| t.is(*end, Sense::The).is_none())
        }),
        Language::Pt => t.word(t.skip(at.end, &[Sense::Also]), "nao"),
    };
    let supposed = supposed(t, at.start);
    let unfit = || t.is(at.end, Sense::Unfit).filter(|_| !supposed);
    no.filter(|after| t.sign(*after, "?").is_none()).or_else(unfit)
}
