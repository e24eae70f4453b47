//! Puts days and hours that belong together into one wish: "Thursday after 5, or else any time Friday" is two.

use std::ops::Range;

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

use super::{
    Dates, PartOfDay, Reading, Reference, Times,
    clock::{self, Hours},
    dates::{self, Today},
    day::{Day, Days},
    names,
    sense::{Read, Sense, Text, Unit},
    spans,
};
use crate::language::Language;

/// One wish and where it stands in the text, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub reading: Reading,
    pub span: Range<usize>,
    /// Its parts; between them other words may stand.
    pub pieces: Vec<Range<usize>>,
    /// Where the words about the date stand, and those about the time.
    pub date: Option<Range<usize>>,
    pub time: Option<Range<usize>>,
    /// It is ruled out: "not on Monday".
    pub negated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
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
struct Piece {
    what: What,
    tokens: Range<usize>,
    negated: bool,
    /// "el jueves no": it and what it belongs to are ruled out by what follows.
    ruled_out: bool,
    /// "the end of the day", which is today's unless another one is named.
    of_today: bool,
}

#[derive(Debug, Clone, Default)]
struct Wish {
    days: Option<Days>,
    hours: Option<Hours>,
    part: Option<PartOfDay>,
    moment: Option<DateTime>,
    asap: bool,
    any_time: bool,
    /// "the end of the day" is today's, unless another day is named.
    today: bool,
    negated: bool,
    /// Joined to the wish before by "or" or "and".
    linked: bool,
    tokens: Option<Range<usize>>,
    pieces: Vec<Range<usize>>,
    date_tokens: Option<Range<usize>>,
    time_tokens: Option<Range<usize>>,
}

/// All that a text says about dates and times, in its order.
#[must_use]
pub fn phrases(text: &str, reference: Reference) -> Vec<Phrase> {
    let t = names::without(Text::new(text, reference.language));
    let today = Today { date: reference.now.date(), month_first: reference.month_first };
    let mut wishes = gather(&t, &pieces(&t, today, reference.now));
    share(&mut wishes);
    let bytes = |tokens: &Range<usize>| {
        t.tokens[tokens.start].span.start..t.tokens[tokens.end - 1].span.end
    };
    wishes
        .iter()
        .filter_map(|wish| {
            let reading = wish.reading(reference.now, reference.language)?;
            Some(Phrase {
                reading,
                span: bytes(wish.tokens.as_ref()?),
                pieces: wish.pieces.iter().map(bytes).collect(),
                date: wish.date_tokens.as_ref().map(bytes),
                time: wish.time_tokens.as_ref().map(bytes),
                negated: wish.negated,
            })
        })
        .collect()
}

fn pieces(t: &Text, today: Today, now: DateTime) -> Vec<Piece> {
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
            ruled_out: ruled_out(t, end),
            what,
            tokens: at..end,
            negated: negated(t, at, what, pieces.last()),
            of_today: clock::named_hours(t, at).is_some(),
        });
        at = end;
    }
    pieces
}

/// The longest piece that begins here; the earlier rule where two are as long.
fn piece(t: &Text, at: usize, today: Today, now: DateTime, beside_day: bool) -> Read<What> {
    let sense = |what: fn(Sense) -> Option<What>| t.take(at, what);
    let moment = moment(t, at, now).map(|(moment, end)| (What::Moment(moment), end));
    let days = spans::days(t, at, today).map(|(days, end)| (What::Days(days), end));
    let hours = clock::hours(t, at)
        .or_else(|| if beside_day { clock::beside_day(t, at) } else { None })
        .or_else(|| {
            let (hours, end) = clock::before_day(t, at)?;
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
    dates::one(t, end, today).is_some().then_some((What::Part(PartOfDay::EarlyMorning), end))
}

/// "in five hours", "half an hour from now", "15 minutes from 1 pm".
fn moment(t: &Text, at: usize, now: DateTime) -> Read<DateTime> {
    let announced = t.is(at, Sense::In);
    let start = t.skip(announced.unwrap_or(at), &[Sense::About, Sense::The, Sense::Next]);
    let (minutes, end) = length(t, start)?;
    let after = t.any(end, &[Sense::FromNow]);
    if let Some(start) = t.is(end, Sense::CountedFrom)
        && let Some((Hours::At(base), end)) = clock::hours(t, start)
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
fn negated(t: &Text, at: usize, what: What, before: Option<&Piece>) -> bool {
    let free = before.map_or(0, |piece| piece.tokens.end + usize::from(piece.ruled_out));
    let may_be = matches!(what, What::Days(_) | What::Hours(_) | What::Part(_) | What::DayPart(..));
    may_be
        && (1..=4).any(|back| {
            let not = at
                .checked_sub(back)
                .filter(|start| *start >= free)
                .and_then(|start| t.is(start, Sense::Not));
            not.is_some_and(|end| {
                t.skip(end, &[Sense::On, Sense::The, Sense::At]) >= at && end <= at
            })
        })
}

/// In Spanish and Portuguese a "no" may follow what it denies; "¿no?" denies nothing.
fn ruled_out(t: &Text, end: usize) -> bool {
    let no = match t.language {
        Language::En => None,
        Language::Es => t.word(end, "no"),
        Language::Pt => t.word(end, "nao"),
    };
    no.is_some_and(|after| t.sign(after, "?").is_none())
}

fn gather(t: &Text, pieces: &[Piece]) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    let mut another = false;
    let mut end = 0;
    for piece in pieces {
        if matches!(piece.what, What::Else | What::Nothing) {
            another |= piece.what == What::Else;
            end = piece.tokens.end;
            continue;
        }
        let or = (end..piece.tokens.start).any(|at| t.is(at, Sense::Or).is_some());
        let and = (end..piece.tokens.start).any(|at| t.is(at, Sense::And).is_some());
        let alternative = another || (or && !wishes.is_empty());
        let joined = !alternative
            && wishes
                .last_mut()
                .is_some_and(|wish| wish.negated == piece.negated && wish.join(piece));
        if !joined {
            let near = piece.tokens.start - end.min(piece.tokens.start) <= 4;
            let mut wish = Wish {
                negated: piece.negated,
                linked: alternative || ((and || near) && !wishes.is_empty()),
                ..Wish::default()
            };
            wish.join(piece);
            wishes.push(wish);
        }
        if piece.ruled_out
            && let Some(wish) = wishes.last_mut()
        {
            wish.negated = true;
        }
        another = false;
        end = piece.tokens.end;
    }
    wishes
}

/// "Monday or Tuesday at 10" is at 10 on both days, "Thursday at 10 or 11" on Thursday both times.
fn share(wishes: &mut [Wish]) {
    for at in 1..wishes.len() {
        let (before, rest) = wishes.split_at_mut(at);
        let (before, wish) = (&mut before[at - 1], &mut rest[0]);
        if !wish.linked
            || wish.negated
            || before.negated
            || wish.moment.is_some()
            || before.moment.is_some()
        {
            continue;
        }
        if wish.days.is_none() && !wish.asap {
            wish.days = before.days;
        } else if wish.hours.is_none() && wish.part.is_none() && !wish.any_time {
            (wish.hours, wish.part) = (before.hours, before.part);
        }
    }
    for at in (1..wishes.len()).rev() {
        let (before, rest) = wishes.split_at_mut(at);
        let (before, wish) = (&mut before[at - 1], &rest[0]);
        let timeless = before.hours.is_none()
            && before.part.is_none()
            && !before.any_time
            && before.days.is_some();
        if wish.linked && timeless && !wish.negated && !before.negated {
            (before.hours, before.part) = (wish.hours, wish.part);
        }
        let dayless = before.days.is_none() && (before.hours.is_some() || before.part.is_some());
        if wish.linked && dayless && !wish.negated && !before.negated {
            before.days = wish.days;
        }
    }
}

impl Wish {
    /// Takes a piece in, if it says something of the same wish.
    fn join(&mut self, piece: &Piece) -> bool {
        let alone = self.tokens.is_none();
        let (dated, timed) = match piece.what {
            What::Days(days) => {
                let Some(united) = self.days.map_or(Some(days), |own| own.unite(days)) else {
                    return false;
                };
                if self.moment.is_some() {
                    return false;
                }
                self.days = Some(united);
                (true, false)
            }
            What::DayPart(date, part) => {
                let days = Days::One(Day::on(date));
                let Some(united) = self.days.map_or(Some(days), |own| own.unite(days)) else {
                    return false;
                };
                if self.part.is_some_and(|own| own != part) || self.moment.is_some() {
                    return false;
                }
                (self.days, self.part) = (Some(united), Some(part));
                (true, false)
            }
            What::Hours(hours) => {
                let Some(hours) = self.with_hours(hours) else { return false };
                self.hours = Some(hours);
                self.today |= piece.of_today;
                (false, true)
            }
            What::Part(part) => {
                if self.part.is_some_and(|own| own != part) || self.moment.is_some() {
                    return false;
                }
                self.part = Some(part);
                (false, true)
            }
            What::Moment(moment) => {
                if !alone && (self.days.is_some() || self.hours.is_some()) {
                    return false;
                }
                self.moment = Some(moment);
                (true, true)
            }
            What::Asap => {
                self.asap = true;
                (false, false)
            }
            What::AnyTime => {
                if self.hours.is_some() || self.part.is_some() {
                    return false;
                }
                self.any_time = true;
                (false, false)
            }
            What::Else | What::Nothing => return false,
        };
        // "9:30 tomorrow night": the hour is said apart from the part of the day.
        let apart = self.time_tokens.as_ref().is_some_and(|own| own.end < piece.tokens.start);
        let timed = timed && !(apart && matches!(piece.what, What::Part(_)));
        widen(&mut self.tokens, &piece.tokens);
        self.pieces.push(piece.tokens.clone());
        if dated {
            widen(&mut self.date_tokens, &piece.tokens);
        }
        if timed {
            widen(&mut self.time_tokens, &piece.tokens);
        }
        true
    }

    fn with_hours(&self, hours: Hours) -> Option<Hours> {
        if self.moment.is_some() {
            return None;
        }
        match (self.hours, hours) {
            (None, hours) => Some(hours),
            (Some(Hours::Between(from @ Some(_), None)), Hours::Between(None, to @ Some(_)))
            | (Some(Hours::Between(None, to @ Some(_))), Hours::Between(from @ Some(_), None)) => {
                Some(Hours::Between(from, to))
            }
            (Some(own), hours) => (own == hours).then_some(own),
        }
    }

    fn reading(&self, now: DateTime, language: Language) -> Option<Reading> {
        let today = now.date();
        if let Some(moment) = self.moment {
            let minute = moment.with().second(0).subsec_nanosecond(0).build().unwrap_or(moment);
            let dates = Some(Dates { from: Some(minute.date()), to: Some(minute.date()) });
            return Some(Reading {
                dates,
                times: Some(Times::At(minute.time())),
                ..Reading::default()
            });
        }
        let hours = self.part.map_or(self.hours, |part| self.hours.map(|hours| hours.within(part)));
        let times = hours.map(Hours::times).or(self.part.map(Times::Part));
        let dates = match self.days {
            Some(days) => {
                let (from, to) = days.resolve(today, language != Language::En)?;
                let over = days.is_weekday_only()
                    && from == Some(today)
                    && times
                        .is_some_and(|times| is_over(times, hours.is_some_and(Hours::open), now));
                let moved =
                    |date: Option<Date>| date.and_then(|date| date.checked_add(1.week()).ok());
                Some(if over {
                    Dates { from: moved(from), to: moved(to) }
                } else {
                    Dates { from, to }
                })
            }
            None if self.today => Some(Dates { from: Some(today), to: Some(today) }),
            None => None,
        };
        let asap = self.asap && dates.is_none() && times.is_none();
        if dates.is_none() && times.is_none() && !asap {
            return None;
        }
        Some(Reading { dates, times, asap, either_half: hours.is_some_and(Hours::open) })
    }
}

/// "Wednesday at 9", said on a Wednesday at 10, is the next one's.
fn is_over(times: Times, open: bool, now: DateTime) -> bool {
    let last = match times {
        Times::At(time) => Some(time),
        Times::Between { to, .. } => to,
        Times::Part(part) => Some(super::hours_of(part).1),
    };
    // "at 5" may be five in the afternoon.
    last.is_some_and(|last| last < now.time() && (!open || last.hour() >= 8))
}

fn widen(range: &mut Option<Range<usize>>, by: &Range<usize>) {
    *range = Some(
        range
            .as_ref()
            .map_or_else(|| by.clone(), |own| own.start.min(by.start)..own.end.max(by.end)),
    );
}
