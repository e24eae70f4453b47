//! What is left of a wish when days or hours of it are ruled out: "any day this week but Thursday".

use jiff::{
    ToSpan,
    civil::{Date, Time, Weekday},
};

use super::{
    Dates, PartOfDay, Phrase, Reading, Times, hours_of,
    window::{DAYS_MAX, DAYS_SOON, OPENS},
};

/// What one phrase rules out.
#[derive(Debug, Clone, Copy)]
struct Out {
    /// Every one of these weekdays, where no more than a weekday was named.
    weekday: Option<Weekday>,
    dates: Option<Dates>,
    times: Option<Times>,
    /// The hours are those of either half of the day.
    either_half: bool,
}

/// The readings less all that the phrases speak of. `today` is where a wish without a date begins.
pub(super) fn less(readings: Vec<Reading>, out: &[Phrase], today: Date) -> Vec<Reading> {
    out.iter().fold(readings, |readings, phrase| {
        let Reading { dates, times, either_half, .. } = phrase.reading;
        let out = Out { weekday: phrase.weekday, dates, times, either_half };
        readings.into_iter().flat_map(|reading| out.from(reading, today)).collect()
    })
}

/// The days in which a wish without a date is looked for.
pub(super) fn soon(today: Date) -> Dates {
    Dates { from: Some(today), to: Some(later(today, DAYS_SOON)) }
}

impl Out {
    fn from(self, reading: Reading, today: Date) -> Vec<Reading> {
        match (self.dates, self.times) {
            (Some(_), None) => self.on_other_days(reading, today),
            (Some(dates), Some(times)) => {
                let mut left = self.on_other_days(reading, today);
                let days = self.days_of(reading, today);
                let same = self.spans(days, dates).into_iter().filter_map(|out| common(days, out));
                let same = same.map(|dates| Reading { dates: Some(dates), ..reading });
                left.extend(same.flat_map(|reading| self.at_other_hours(reading, times)));
                left.sort_by_key(|reading| reading.dates.and_then(|dates| dates.from));
                left
            }
            (None, Some(times)) => self.at_other_hours(reading, times),
            (None, None) => vec![reading],
        }
    }

    /// "This week, but not in the morning". An exact hour that is ruled out by its part of the day is gone. "Between 10 and
    /// 4 except between 1 and 3": bare hours are of the half of the day that they cut.
    fn at_other_hours(self, reading: Reading, out: Times) -> Vec<Reading> {
        let left = at_other_hours(reading, out);
        let in_the_afternoon = later_half(out).filter(|_| self.either_half && left == [reading]);
        in_the_afternoon.map_or(left, |out| at_other_hours(reading, out))
    }

    fn on_other_days(self, reading: Reading, today: Date) -> Vec<Reading> {
        let Some(dates) = self.dates else { return vec![reading] };
        let days = self.days_of(reading, today);
        let out = self.spans(days, dates);
        if out.iter().all(|out| common(days, *out).is_none()) {
            return vec![reading];
        }
        let left = out.into_iter().fold(vec![days], |left, out| {
            left.into_iter().flat_map(|days| without(days, out)).collect()
        });
        left.into_iter().map(|dates| Reading { dates: Some(dates), ..reading }).collect()
    }

    /// The days of a reading, with ends where weekdays must be counted out.
    fn days_of(self, reading: Reading, today: Date) -> Dates {
        let Some(dates) = reading.dates else { return soon(today) };
        let Some(from) = dates.from.or(self.weekday.map(|_| today)) else { return dates };
        let open = self.weekday.is_some() && dates.to.is_none();
        Dates {
            from: dates.from.or(Some(from)),
            to: if open { Some(later(from, DAYS_MAX)) } else { dates.to },
        }
    }

    fn spans(self, days: Dates, dates: Dates) -> Vec<Dates> {
        let (Some(weekday), Some(from), Some(to)) = (self.weekday, days.from, days.to) else {
            return vec![dates];
        };
        let first = later(from, i64::from(from.weekday().until(weekday)));
        let every = std::iter::successors(Some(first), |day| day.checked_add(1.week()).ok());
        every
            .take_while(|day| *day <= to)
            .map(|day| Dates { from: Some(day), to: Some(day) })
            .collect()
    }
}

fn later(date: Date, days: i64) -> Date {
    date.checked_add(days.days()).unwrap_or(Date::MAX)
}

/// What is left before and after.
fn without(days: Dates, out: Dates) -> Vec<Dates> {
    let Dates { from, to } = days;
    if common(days, out).is_none() {
        return vec![days];
    }
    let before = out
        .from
        .and_then(|first| first.yesterday().ok())
        .filter(|last| from.is_none_or(|from| from <= *last));
    let after = out
        .to
        .and_then(|last| last.tomorrow().ok())
        .filter(|first| to.is_none_or(|to| *first <= to));
    let left = [
        before.map(|last| Dates { from, to: Some(last) }),
        after.map(|first| Dates { from: Some(first), to }),
    ];
    left.into_iter().flatten().collect()
}

/// The days in both.
fn common(one: Dates, other: Dates) -> Option<Dates> {
    let from = one.from.max(other.from);
    let to = match (one.to, other.to) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    let empty = from.zip(to).is_some_and(|(from, to)| from > to);
    (!empty).then_some(Dates { from, to })
}

/// Twelve hours later.
fn later_half(times: Times) -> Option<Times> {
    let noon = |time: Time| (time.hour() < 12).then(|| time.wrapping_add(12.hours()));
    match times {
        Times::Between { from: Some(from), to: Some(to) } => {
            Some(Times::Between { from: Some(noon(from)?), to: Some(noon(to)?) })
        }
        _ => None,
    }
}

fn at_other_hours(reading: Reading, out: Times) -> Vec<Reading> {
    let (first, last) = bounds(out);
    let (from, to) = match reading.times {
        Some(Times::At(time)) => {
            let holds =
                first.is_none_or(|first| first <= time) && last.is_none_or(|last| time <= last);
            return if holds && !reading.either_half { Vec::new() } else { vec![reading] };
        }
        Some(times) => bounds(times),
        None => (None, None),
    };
    if matches!(out, Times::At(_)) {
        return vec![reading];
    }
    // Nobody who rules out the morning means the night before it.
    let before = first.filter(|end| from.map_or(end.hour() > OPENS, |from| from < *end));
    let after = last.filter(|start| to.is_none_or(|to| *start < to));
    let apart = first.zip(to).is_some_and(|(first, to)| to <= first)
        || last.zip(from).is_some_and(|(last, from)| last <= from);
    if apart {
        return vec![reading];
    }
    let earlier = before.map(|end| Times::Between { from, to: Some(end) });
    let later = after.map(|start| Times::Between { from: Some(start), to });
    let left = [earlier, later].into_iter().flatten();
    left.map(|times| Reading { times: Some(times), ..reading }).collect()
}

fn bounds(times: Times) -> (Option<Time>, Option<Time>) {
    match times {
        Times::At(time) => (Some(time), Some(time)),
        Times::Between { from, to } => (from, to),
        Times::Part(PartOfDay::Morning) => {
            (Some(Time::midnight()), Some(hours_of(PartOfDay::Morning).1))
        }
        Times::Part(part) => {
            let (from, to) = hours_of(part);
            (Some(from), Some(to))
        }
    }
}
