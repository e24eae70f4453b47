//! Puts days and hours that belong together into one wish.

use std::ops::Range;

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

use super::{
    Dates, PartOfDay, Reading, Times, calendar,
    day::{Day, Days},
    hours::Hours,
    hours_of,
    pieces::{Piece, What},
    ruled_out,
    sense::{Sense, Text},
};
use crate::language::Language;

#[derive(Debug, Clone, Default)]
pub(super) struct Wish {
    pub days: Option<Days>,
    hours: Option<Hours>,
    part: Option<PartOfDay>,
    moment: Option<DateTime>,
    asap: bool,
    any_time: bool,
    /// "the end of the day" is today's, unless another day is named.
    today: bool,
    pub negated: bool,
    /// Joined to the wish before by "or" or "and".
    linked: bool,
    pub tokens: Option<Range<usize>>,
    pub pieces: Vec<Range<usize>>,
    pub date_tokens: Option<Range<usize>>,
    pub time_tokens: Option<Range<usize>>,
}

/// The wishes that these pieces make up, in the order of the text.
pub(super) fn wishes(t: &Text, pieces: &[Piece]) -> Vec<Wish> {
    let mut wishes = said_once(&gather(t, pieces));
    share(&mut wishes);
    wishes
}

/// "Thursday or Friday, Thursday afternoon and Friday morning": a day that is named again with its hours says no more.
fn said_once(wishes: &[Wish]) -> Vec<Wish> {
    let again = |at: usize, wish: &Wish| {
        let timed = |other: &Wish| !other.is_timeless() && !other.negated && !wish.negated;
        wishes[at + 1..].iter().any(|other| other.days == wish.days && timed(other))
    };
    let kept = wishes.iter().enumerate().filter(|(at, it)| !(it.is_timeless() && again(*at, it)));
    kept.map(|(_, wish)| wish.clone()).collect()
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
        // "next week, but Thursday no": the week is still wished for.
        let exception = piece.ruled_out.is_some()
            && matches!(piece.what, What::Days(_) | What::DayPart(..))
            && wishes.last().is_some_and(|wish| wish.days.is_some());
        // "next week except Thursday, after 3": the hours are those of the week; and so with the day that they lack.
        let interrupted = wishes.last().is_some_and(|wish| wish.negated) && !piece.negated;
        let before = wishes.iter().rposition(|wish| !wish.negated);
        let goes_on = match piece.what {
            What::Hours(_) | What::Part(_) | What::AnyTime => true,
            What::Days(_) | What::DayPart(..) => {
                before.is_some_and(|at| wishes[at].days.is_none()) && piece.ruled_out.is_none()
            }
            _ => false,
        };
        let resumed = if interrupted && goes_on { before } else { wishes.len().checked_sub(1) };
        let joined = !alternative
            && !exception
            && resumed.is_some_and(|at| {
                let wish = &mut wishes[at];
                wish.negated == piece.negated && wish.join(piece)
            });
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
        if piece.ruled_out.is_some()
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
        if wish.linked && before.is_timeless() && !wish.negated && !before.negated {
            (before.hours, before.part) = (wish.hours, wish.part);
        }
        let dayless = before.days.is_none() && (before.hours.is_some() || before.part.is_some());
        if wish.linked && dayless && !wish.negated && !before.negated {
            before.days = wish.days;
        }
    }
}

impl Wish {
    /// A day, and no hours of it.
    fn is_timeless(&self) -> bool {
        self.days.is_some() && self.hours.is_none() && self.part.is_none() && !self.any_time
    }

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

    /// "Weekdays": those of the next days, before the weekend and after it.
    pub fn by_weeks(self, today: Date) -> Vec<Self> {
        if self.days != Some(Days::Workdays) {
            return vec![self];
        }
        let weeks = (0..2).filter_map(|ahead| {
            let (monday, sunday) = calendar::week(today, ahead)?;
            let from = monday.max(today);
            let to = sunday.checked_sub(2.days()).ok()?.min(ruled_out::soon(today).to?);
            let days = Days::Between(Some(Day::on(from)), Some(Day::on(to)));
            (from <= to).then(|| Self { days: Some(days), ..self.clone() })
        });
        weeks.collect()
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

    pub fn reading(&self, now: DateTime, language: Language) -> Option<Reading> {
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
        Times::Part(part) => Some(hours_of(part).1),
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
