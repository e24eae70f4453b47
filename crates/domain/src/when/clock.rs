//! A time of day as people say it: "half past three", "tres menos cuarto", "18h30", "5 pm".
//!
//! Knows nothing of days. Whether a lone number is an hour is decided by what stands before it: see [`super::hours`].

use jiff::civil::Time;

use super::{
    PartOfDay,
    sense::{Read, Sense, Text, Unit},
};
use crate::language::Language;

/// A time of day. `open` while either half of the day can be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub hour: i8,
    pub minute: i8,
    pub open: bool,
    /// Written "05:00": the first half of the day, unless a part of the day says otherwise.
    pub padded: bool,
}

/// A clock as read, and whether its own words show that it is one ("at 7" needs the "at", "7 pm" doesn't).
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub clock: Clock,
    pub evident: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Half {
    Am,
    Pm,
}

impl Clock {
    fn new(hour: u32, minute: u32, leading_zero: bool) -> Option<Self> {
        let hour = if hour == 24 { 0 } else { hour };
        let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
        let open = (1..=12).contains(&time.hour()) && !leading_zero;
        let padded = leading_zero && (1..12).contains(&time.hour());
        Some(Self { hour: time.hour(), minute: time.minute(), open, padded })
    }

    pub fn time(self) -> Time {
        Time::constant(self.hour, self.minute, 0, 0)
    }

    pub(super) fn other_half(self) -> Self {
        Self { hour: (self.hour + 12) % 24, ..self }
    }

    pub(super) fn half(self, half: Half) -> Self {
        let hour = match (half, self.hour) {
            (Half::Am, 12) => 0,
            (Half::Pm, hour @ 1..=11) => hour + 12,
            (_, hour) => hour,
        };
        Self { hour, open: false, padded: false, ..self }
    }

    /// Settles the half of the day by its part: "7 in the evening".
    pub fn within(self, part: PartOfDay) -> Self {
        let Self { hour, open, padded, .. } = self;
        if !open && !padded {
            return self;
        }
        match part {
            PartOfDay::EarlyMorning | PartOfDay::Morning | PartOfDay::LateMorning => {
                self.half(Half::Am)
            }
            PartOfDay::Midday if hour == 11 => self.half(Half::Am),
            PartOfDay::Midday
            | PartOfDay::Afternoon
            | PartOfDay::LateAfternoon
            | PartOfDay::Evening => self.half(Half::Pm),
            PartOfDay::Night if hour == 12 || hour < 4 => self.half(Half::Am),
            PartOfDay::Night => self.half(Half::Pm),
            PartOfDay::Daytime if (1..=7).contains(&hour) || hour == 12 => self.half(Half::Pm),
            PartOfDay::Daytime => self.half(Half::Am),
        }
    }

    pub(super) fn minutes(self) -> i16 {
        i16::from(self.hour) * 60 + i16::from(self.minute)
    }
}

/// A clock. In a span its minutes may not be joined by "and", which joins the two ends.
pub(super) fn clock(t: &Text, at: usize, in_span: bool) -> Read<Seen> {
    if let Some((hour, end)) =
        t.take(at, |s| if let Sense::Clock(h, m) = s { Some((h, m)) } else { None })
    {
        let clock = Clock { hour: hour.0, minute: hour.1, open: false, padded: false };
        return Some((Seen { clock, evident: true }, end));
    }
    let candidates = [minutes_first(t, at, in_span), hour_first(t, at, in_span)];
    candidates.into_iter().flatten().reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// "quarter past five", "25 to 8", "diez para las ocho".
fn minutes_first(t: &Text, at: usize, in_span: bool) -> Read<Seen> {
    let named = t.take(at, |s| if let Sense::Minutes(m) = s { Some(m) } else { None });
    let (minutes, end, named) = match named {
        Some((minutes, end)) => (minutes, end, true),
        None => {
            let (minutes, end) = t.number(at).filter(|(n, _)| (1..60).contains(n))?;
            match t.unit(end) {
                Some((Unit::Minute, end)) => (minutes, end, true),
                _ if in_span || !minutes.is_multiple_of(5) || !may_begin_minutes(t, at) => {
                    return None;
                }
                _ => (minutes, end, false),
            }
        }
    };
    let end = t.sign(end, "-").filter(|_| named && t.glued(end)).unwrap_or(end);
    let (past, end) = match (t.is(end, Sense::PastHour), t.is(end, Sense::ToHour)) {
        (Some(end), _) => (true, end),
        (_, Some(end)) => (false, end),
        _ if named && minutes == 30 && t.language == Language::En => (true, end),
        _ => return None,
    };
    let end = t.skip(end, &[Sense::At]);
    let (hour, end, zero) = t
        .take(end, |s| if let Sense::Clock(h, 0) = s { u32::try_from(h).ok() } else { None })
        .map(|(hour, end)| (hour, end, true))
        .or_else(|| t.simple_number(end).map(|(hour, end)| (hour, end, false)))?;
    let mut clock = Clock::new(hour, 0, zero)?;
    let (suffix, end) = suffix(t, end, &mut clock);
    if past {
        clock.minute = i8::try_from(minutes).ok()?;
    } else {
        clock.hour = (clock.hour + 23) % 24;
        clock.minute = i8::try_from(60 - minutes).ok()?;
        if clock.open && clock.hour == 0 {
            clock.hour = 12;
        }
    }
    let range =
        !past && !named && minutes <= 10 && suffix && t.is(at.wrapping_sub(1), Sense::At).is_none();
    (!range).then_some((Seen { clock, evident: true }, end))
}

/// Something before it shows that it is an hour.
fn announced(t: &Text, at: usize) -> bool {
    const BEFORE: &[Sense] = &[
        Sense::At,
        Sense::About,
        Sense::After,
        Sense::Before,
        Sense::Until,
        Sense::By,
        Sense::Starting,
        Sense::From,
        Sense::Between,
        Sense::To,
    ];
    (1..=3).any(|n| at.checked_sub(n).is_some_and(|start| t.any(start, BEFORE) == Some(at)))
}

/// In Spanish and Portuguese "5 para las 8" may be a table for five.
fn may_begin_minutes(t: &Text, at: usize) -> bool {
    let before = |sense| {
        (1..=3).any(|n| at.checked_sub(n).is_some_and(|start| t.is(start, sense) == Some(at)))
    };
    t.language == Language::En
        || at == 0
        || [Sense::At, Sense::After, Sense::Before, Sense::Until].into_iter().any(before)
}

fn hour_first(t: &Text, at: usize, in_span: bool) -> Read<Seen> {
    let compound = t.number(at).and_then(|(hour, end)| hour_then(t, at, hour, end, in_span));
    let simple = t.simple_number(at).and_then(|(hour, end)| hour_then(t, at, hour, end, in_span));
    match (compound, simple) {
        (Some(a), Some(b)) => Some(if b.1 > a.1 { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn hour_then(t: &Text, at: usize, hour: u32, end: usize, in_span: bool) -> Read<Seen> {
    let length = t.digits(at).map(|(_, length)| length);
    if let Some(3..=4) = length {
        let mut clock = Clock::new(hour / 100, hour % 100, hour < 1000 && length == Some(4))?;
        let (evident, end) = suffix(t, end, &mut clock);
        return Some((Seen { clock, evident }, end));
    }
    let zero = t.tokens[at].folded.starts_with('0') || hour == 0;
    let (minute, end, evident) = minutes_after(t, at, end, in_span).unwrap_or((0, end, false));
    let mut clock = match minute {
        minute if minute < 0 => {
            let mut clock = Clock::new((hour + 23) % 24, u32::try_from(60 + minute).ok()?, zero)?;
            clock.open |= !zero && (1..=12).contains(&hour);
            clock
        }
        minute => Clock::new(hour, minute.unsigned_abs(), zero)?,
    };
    // "una hora" is a length.
    let length_of_one = hour == 1 && length.is_none() && t.unit(end).is_some();
    let (marked, end) = suffix(t, end, &mut clock);
    Some((Seen { clock, evident: evident || (marked && !length_of_one) }, end))
}

/// The minutes that follow an hour (negative for "menos"), and whether they show that it was one.
fn minutes_after(t: &Text, at: usize, end: usize, in_span: bool) -> Option<(i32, usize, bool)> {
    let two_digits = |at| t.digits(at).filter(|&(m, length)| length == 2 && m < 60).map(|(m, _)| m);
    let signed = |m: u32| i32::try_from(m).ok();
    if t.digits(at).is_some() && t.glued(end + 1) {
        let colon = t.sign(end, ":").is_some();
        let dot = t.sign(end, ".,").is_some() && t.glued(end);
        let letter = t.word(end, "h").is_some();
        if (colon || dot || letter)
            && let Some(minute) = two_digits(end + 1)
        {
            let seconds = t.sign(end + 2, ":").and_then(|at| two_digits(at).map(|_| at + 1));
            let after = seconds.unwrap_or(end + 2);
            let after = t
                .unit(after)
                .filter(|(unit, _)| letter && *unit == Unit::Minute)
                .map_or(after, |(_, end)| end);
            return Some((signed(minute)?, after, !dot));
        }
    }
    let marked = t.is(end, Sense::HourMark).unwrap_or(end);
    let end_of_hour = end;
    if let Some(after) = t.is(marked, Sense::PlusMinutes) {
        if let Some((minute, end)) =
            t.take(after, |s| if let Sense::Minutes(m) = s { Some(m) } else { None })
        {
            return Some((signed(minute)?, end, true));
        }
        if let Some((minute, end)) = t.number(after).filter(|(m, _)| (1..60).contains(m)) {
            // "1 y 3" may be two of a list.
            let written = t.digits(at).is_some() && t.digits(after).is_some() && minute < 10;
            let shown = t.any(end, &[Sense::HourMark, Sense::Am, Sense::Pm]).is_some()
                || t.unit(end).is_some()
                || t.part(end).is_some()
                || marked > end_of_hour
                || announced(t, at);
            if (written || minute < 5) && !shown {
                return None;
            }
            let minutes = t.unit(end).filter(|(unit, _)| *unit == Unit::Minute).map(|(_, end)| end);
            let follows = t.any(end, &[Sense::And, Sense::To]).is_some();
            if minutes.is_some() || !in_span || follows {
                return Some((
                    signed(minute)?,
                    minutes.unwrap_or(end),
                    minutes.is_some() || minute >= 5,
                ));
            }
        }
    }
    if let Some(after) = t.is(end, Sense::LessMinutes) {
        let named = t.take(after, |s| if let Sense::Minutes(m) = s { Some(m) } else { None });
        let (minute, end) =
            named.or_else(|| t.number(after).filter(|(m, _)| (1..60).contains(m)))?;
        return Some((-signed(minute)?, end, true));
    }
    if let Some(after) = t.is(end, Sense::Zero).or_else(|| t.word(end, "0"))
        && let Some((minute @ 1..=9, end)) = t.simple_number(after)
    {
        return Some((signed(minute)?, end, true));
    }
    spoken_minutes(t, at, end).and_then(|(minute, end)| Some((signed(minute)?, end, false)))
}

/// "three thirty", "12 15": minutes that nothing joins to the hour.
fn spoken_minutes(t: &Text, at: usize, end: usize) -> Read<u32> {
    if t.digits(at).is_some() {
        let (minute, length) = t.digits(end)?;
        let follows =
            t.sign(end + 1, "/.-:").is_some() && t.glued(end + 1) && t.digits(end + 2).is_some();
        return (length == 2 && minute < 60 && !follows).then_some((minute, end + 1));
    }
    let end = t.sign(end, "-").filter(|_| t.glued(end)).unwrap_or(end);
    let (minute, after) = t.number(end).filter(|(m, _)| (10..60).contains(m))?;
    t.digits(end).is_none().then_some((minute, after))
}

/// Reads "o'clock", "pm", "in the evening" after a clock into it, and tells whether there was any.
fn suffix(t: &Text, at: usize, clock: &mut Clock) -> (bool, usize) {
    let mut end = t.is(at, Sense::HourMark).unwrap_or(at);
    let half = t.take(end, |s| match s {
        Sense::Am => Some(Half::Am),
        Sense::Pm => Some(Half::Pm),
        _ => None,
    });
    if let Some((half, after)) = half {
        *clock = clock.half(half);
        end = t.is(after, Sense::HourMark).unwrap_or(after);
    }
    let comma = t.sign(end, ",").unwrap_or(end);
    if let Some((part, after)) = t.part(comma) {
        *clock = clock.within(part);
        end = after;
    }
    (end > at, end)
}
