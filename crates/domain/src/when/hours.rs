//! Hours and spans of hours: "at 7", "between 2 and 4 in the afternoon", "after 5", "8-9 pm".

use super::{
    PartOfDay, Times,
    clock::{Clock, Half, clock},
    sense::{Read, Sense, Text},
    text::Kind,
};
use crate::language::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hours {
    At(Clock),
    Between(Option<Clock>, Option<Clock>),
}

impl Hours {
    pub fn within(self, part: PartOfDay) -> Self {
        match self {
            Self::At(clock) => Self::At(clock.within(part)),
            Self::Between(from, to) => {
                Self::Between(from.map(|c| c.within(part)), to.map(|c| c.within(part)))
            }
        }
    }

    pub fn times(self) -> Times {
        match self {
            Self::At(clock) => Times::At(clock.time()),
            Self::Between(from, to) => {
                Times::Between { from: from.map(Clock::time), to: to.map(Clock::time) }
            }
        }
    }

    /// Whether either half of the day can be meant.
    pub fn open(self) -> bool {
        match self {
            Self::At(clock) => clock.open,
            Self::Between(from, to) => [from, to].into_iter().flatten().all(|clock| clock.open),
        }
    }
}

/// Reads an hour or a span of hours.
pub(crate) fn hours(t: &Text, at: usize) -> Read<Hours> {
    let candidates = [span(t, at), bounded(t, at), point(t, at)];
    let best = candidates
        .into_iter()
        .flatten()
        .reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.or_else(|| named_hours(t, at))
}

/// Numbers right after a day need no more to be hours: "Monday 2-4", "17 June 0830".
pub(crate) fn beside_day(t: &Text, at: usize) -> Read<Hours> {
    let start = t.skip(t.sign(at, ",-").unwrap_or(at), &[Sense::About]);
    let one = || {
        let (_, length) = t.digits(start)?;
        let (seen, end) = clock(t, start, false)?;
        let written = length >= 3 || seen.evident || end - start >= 3 || start > at + 1;
        let year = !seen.evident && is_year(t, start);
        (written && !year && !counts_something(t, end)).then_some((Hours::At(seen.clock), end))
    };
    span_after(t, start, Sense::To, true).or_else(one)
}

/// "6-8 next Monday": digits joined by a dash right before a day.
pub(crate) fn before_day(t: &Text, at: usize) -> Read<Hours> {
    t.digits(at)?;
    t.sign(at + 1, "-")?;
    span_after(t, at, Sense::To, true)
}

pub(crate) fn named_hours(t: &Text, at: usize) -> Read<Hours> {
    let ((from, to), end) =
        t.take(at, |s| if let Sense::Hours(from, to) = s { Some((from, to)) } else { None })?;
    let clock = |hour| Some(Clock { hour, minute: 0, open: false, padded: false });
    Some((Hours::Between(clock(from), clock(to)), end))
}

/// "from 9 to 11", "entre las 3 y las 5", "8-9 pm".
fn span(t: &Text, at: usize) -> Read<Hours> {
    let prefixes = [
        t.is(at, Sense::Between).map(|end| (end, Sense::And)),
        t.any(at, &[Sense::From, Sense::Starting]).map(|end| (end, Sense::To)),
        t.any(at, &[Sense::At, Sense::About])
            .filter(|_| !minutes_to(t, at))
            .map(|end| (end, Sense::To)),
        Some((at, Sense::To)),
    ];
    prefixes
        .into_iter()
        .flatten()
        .find_map(|(start, joint)| span_after(t, start, joint, start > at))
}

/// "at 10 to 3" is ten minutes before three: a span would be "from 10 to 3".
fn minutes_to(t: &Text, at: usize) -> bool {
    let start = t.skip(at, &[Sense::At, Sense::About]);
    let to = |end| t.language == Language::En && t.is(end, Sense::ToHour).is_some();
    t.number(start)
        .is_some_and(|(minutes, end)| minutes.is_multiple_of(5) && minutes <= 25 && to(end))
}

fn span_after(t: &Text, start: usize, joint: Sense, announced: bool) -> Read<Hours> {
    let start = t.skip(start, &[Sense::At, Sense::About]);
    let (first, end) = clock(t, start, true)?;
    let joined = t
        .is(end, joint)
        .or_else(|| if joint == Sense::And { t.is(end, Sense::To) } else { None })?;
    let second_at = t.skip(joined, &[Sense::At, Sense::About]);
    let (second, end) = clock(t, second_at, false)?;
    let shown = first.evident || second.evident || announced || second_at > joined;
    if !shown || counts_something(t, end) {
        return None;
    }
    let (from, to) = between(first.clock, second.clock);
    Some((Hours::Between(Some(from), Some(to)), end))
}

/// The two ends in the halves of the day that fit each other: "8 to 9 pm" begins at 20, "10 am to 3" ends at 15.
fn between(from: Clock, to: Clock) -> (Clock, Clock) {
    match (from.open, to.open) {
        (true, false) => {
            let options = [from, from.other_half()];
            let before = options.into_iter().filter(|f| f.minutes() < to.minutes());
            let closest = before
                .max_by_key(|f| f.minutes())
                .or_else(|| options.into_iter().max_by_key(|f| f.minutes()));
            (Clock { open: false, ..closest.unwrap_or(from) }, to)
        }
        (false, true) => {
            let later = |c: &Clock| (c.minutes() - from.minutes() - 1).rem_euclid(24 * 60);
            let to = [to, to.other_half()].into_iter().min_by_key(later).unwrap_or(to);
            (from, Clock { open: false, ..to })
        }
        (true, true) if to.minutes() % 720 <= from.minutes() % 720 && to.hour != 12 => {
            // "9 to 5": over noon, so that only one half of the day makes sense for the beginning.
            (Clock { open: false, ..from }, Clock { open: false, ..to.half(Half::Pm) })
        }
        (true, true) if from.hour == 12 => (Clock { open: false, ..from }, to.half(Half::Pm)),
        _ => (from, to),
    }
}

/// "after 5", "antes de las 3", "until noon", "from 9".
fn bounded(t: &Text, at: usize) -> Read<Hours> {
    let (bound, start) = t.take(at, |s| match s {
        Sense::After | Sense::Starting | Sense::Before | Sense::Until | Sense::By => Some(s),
        _ => None,
    })?;
    let (seen, end) = clock(t, t.skip(start, &[Sense::At, Sense::About, Sense::The]), false)?;
    if counts_something(t, end) {
        return None;
    }
    let hours = match bound {
        Sense::After | Sense::Starting => Hours::Between(Some(seen.clock), None),
        Sense::By => Hours::At(seen.clock),
        _ => Hours::Between(None, Some(seen.clock)),
    };
    Some((hours, t.any(end, &[Sense::Onward, Sense::AtLatest]).unwrap_or(end)))
}

/// "at 7", "a las 10", "7 pm", "5 or later".
fn point(t: &Text, at: usize) -> Read<Hours> {
    let start = t.skip(at, &[Sense::At, Sense::About]);
    let (seen, end) = clock(t, start, false)?;
    let announced = (at..start).any(|at| t.is(at, Sense::At).is_some());
    // "las uñas" are no three o'clock.
    let some = t.word(start, "unas").or_else(|| t.word(start, "unos")).is_some();
    let long = t.digits(start).is_some_and(|(_, length)| length >= 3);
    let numbers_a_place = end == start + 1
        && t.digits(start).is_some()
        && (t.name(end) && (long || t.name(end + 1))
            || long && t.unknown(end) && (!announced || t.unknown(end + 1)));
    if !(seen.evident || announced || stands_alone(t, start, end))
        || numbers_a_place
        || some
        || counts_something(t, end)
    {
        return None;
    }
    let comma = t.sign(end, ",").unwrap_or(end);
    // "at 3 or after 5" is another wish, not "at 3 or later", and "at 10, +34 912…" goes on with a phone number.
    let another =
        |end| t.digits(end).is_some() || clock(t, t.skip(end, &[Sense::At]), false).is_some();
    if let Some(end) = t.is(comma, Sense::Onward).filter(|end| !another(*end)) {
        return Some((Hours::Between(Some(seen.clock), None), end));
    }
    if let Some(end) = t.is(comma, Sense::AtLatest) {
        return Some((Hours::Between(None, Some(seen.clock)), end));
    }
    Some((Hours::At(seen.clock), end))
}

/// The whole message is "12 50", "15.15" or "around 4", as one answers to "at what time?", or "make it 5 instead".
fn stands_alone(t: &Text, start: usize, end: usize) -> bool {
    let year = t
        .digits(start)
        .is_some_and(|(n, length)| length == 4 && end == start + 1 && (1900..2100).contains(&n));
    let small = [Sense::At, Sense::About, Sense::AnyTime, Sense::The, Sense::Instead];
    let after = t.skip(end, &[Sense::Instead]);
    t.skip(0, &small) >= start && t.sign(after, ".!?").unwrap_or(after) == t.len() && !year
}

/// "after 5 minutes", "at 3 people": the number before is no hour.
fn counts_something(t: &Text, at: usize) -> bool {
    let unit = t.unit(at).is_some() && t.is(at, Sense::HourMark).is_none();
    let month = t.take(at, |s| matches!(s, Sense::Month(_)).then_some(())).is_some();
    let sign = t.sign(at, "/:").is_some()
        || (t.sign(at, "-.,").is_some()
            && t.glued(at)
            && t.digits(at + 1).is_some()
            && t.glued(at + 1));
    let ordinal = t.digits(at.wrapping_sub(1)).is_some()
        && t.ordinal(at.wrapping_sub(1)).is_some_and(|(_, end)| end > at);
    // "from 7 to 9 people"; "at 5 - 6 people" is an hour and a number.
    let to = t.is(at, Sense::To).filter(|_| t.tokens[at].kind == Kind::Word);
    let range = to
        .and_then(|next| t.number(next))
        .is_some_and(|(_, end)| t.is(end, Sense::Counted).is_some());
    unit || month || sign || ordinal || range || dials(t, at) || t.is(at, Sense::Counted).is_some()
}

/// "912 345 678": three digits or more that three or more follow are no hour but a phone number.
fn dials(t: &Text, at: usize) -> bool {
    let long =
        |at: usize| t.tokens.get(at).is_some_and(|t| t.kind == Kind::Digits && t.folded.len() >= 3);
    at.checked_sub(1).is_some_and(long) && long(t.sign(at, "-.").unwrap_or(at))
}

/// "Tuesday the 18th 2026": after a numbered day, four digits are rather a year than an hour.
fn is_year(t: &Text, at: usize) -> bool {
    let numbered = (1..=2).any(|back| {
        at.checked_sub(back).and_then(|day| t.ordinal(day)).is_some_and(|(_, end)| end == at)
    });
    numbered && t.digits(at).is_some_and(|(n, length)| length == 4 && (2000..2100).contains(&n))
}
