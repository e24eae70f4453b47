//! Days as people say them, still open: "Friday", "the 15th", "la semana que viene". Two of them said together
//! ("Friday", "the 13th") unite to one; `calendar` then finds the date.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::calendar;

/// What is known of a day, or of a span of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Day {
    pub weekday: Option<Weekday>,
    pub day: Option<i8>,
    pub month: Option<i8>,
    pub year: Option<i16>,
    /// Already found: tomorrow, next week.
    pub fixed: Option<(Date, Date)>,
    /// "next Friday", "this Friday".
    pub which: Option<Which>,
    /// It is over: "yesterday", "last week".
    pub gone: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    This,
    /// The first one to come, but not today's.
    Coming,
    /// The one in the next week.
    Next,
    AfterNext,
}

/// What a phrase says of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Days {
    One(Day),
    /// Both ends included; an open one is absent.
    Between(Option<Day>, Option<Day>),
    /// Later than that day.
    After(Day),
    /// Earlier than that day.
    Before(Day),
    /// Any from Monday to Friday.
    Workdays,
}

impl Day {
    pub fn fixed(from: Date, to: Date) -> Self {
        Self { fixed: Some((from, to)), ..Self::default() }
    }

    pub fn on(date: Date) -> Self {
        Self::fixed(date, date)
    }

    pub fn over() -> Self {
        Self { gone: true, ..Self::default() }
    }

    /// A day of the month, whatever the month.
    pub fn numbered(day: u32) -> Option<Self> {
        let day = i8::try_from(day).ok().filter(|d| (1..=31).contains(d))?;
        Some(Self { day: Some(day), ..Self::default() })
    }

    /// Two things said of one day, if they can be of one.
    pub fn unite(self, other: Self) -> Option<Self> {
        if self.gone || other.gone {
            return None;
        }
        match (self.fixed, other.fixed) {
            (Some(a), Some(b)) => {
                let (wide, narrow) = if b.0 >= a.0 && b.1 <= a.1 { (a, b) } else { (b, a) };
                let inside = narrow.0 >= wide.0 && narrow.1 <= wide.1;
                inside.then(|| Self::fixed(narrow.0, narrow.1))
            }
            // A full date says more than "tomorrow"; a weekday or a number is looked up inside the span.
            (Some(span), None) => {
                other.inside(span).or_else(|| (span.0 == span.1).then_some(other.dated()?))
            }
            (None, Some(_)) => other.unite(self),
            (None, None) => self.merge(other),
        }
    }

    fn dated(self) -> Option<Self> {
        (self.day.is_some() && self.month.is_some() || self.weekday.is_some() && self.day.is_none())
            .then_some(self)
    }

    fn inside(self, (from, to): (Date, Date)) -> Option<Self> {
        if from == to && self.day.is_some() && self.month.is_some() {
            return Some(self);
        }
        let mut date = from;
        while date <= to {
            let weekday = self.weekday.is_none_or(|w| w == date.weekday());
            let day = self.day.is_none_or(|d| d == date.day())
                && self.month.is_none_or(|m| m == date.month());
            if weekday && day {
                return Some(Self::on(date));
            }
            date = date.checked_add(1.day()).ok()?;
        }
        None
    }

    fn merge(self, other: Self) -> Option<Self> {
        fn one<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
            match (a, b) {
                (Some(a), Some(b)) => (a == b).then_some(Some(a)),
                (a, b) => Some(a.or(b)),
            }
        }
        let merged = Self {
            weekday: one(self.weekday, other.weekday)?,
            day: one(self.day, other.day)?,
            month: one(self.month, other.month)?,
            year: one(self.year, other.year)?,
            which: self.which.or(other.which),
            fixed: None,
            gone: false,
        };
        // "Monday in May" isn't one day.
        (merged.weekday.is_none() || merged.month.is_none() || merged.day.is_some())
            .then_some(merged)
    }

    /// "Monday to Friday", said on a Wednesday, has begun.
    fn covers_today(self, to: Self, today: Date) -> bool {
        let bare = |day: Self| {
            if day == (Self { weekday: day.weekday, ..Self::default() }) {
                day.weekday
            } else {
                None
            }
        };
        let (Some(first), Some(last)) = (bare(self), bare(to)) else { return false };
        let since = |weekday: Weekday| first.until(weekday);
        first != last && since(today.weekday()) <= since(last)
    }

    pub fn is_number_only(self) -> bool {
        self == Self { day: self.day, ..Self::default() } && self.day.is_some()
    }
}

impl Days {
    /// A span of a week at most, as "next week" is.
    pub fn is_week(self) -> bool {
        let Self::One(Day { fixed: Some((from, to)), .. }) = self else { return false };
        from < to && from.checked_add(7.days()).is_ok_and(|after| to < after)
    }

    /// Only a weekday was named: "Wednesday".
    pub fn is_weekday_only(self) -> bool {
        matches!(self, Self::One(day) if day == Day { weekday: day.weekday, which: day.which, ..Day::default() } && day.weekday.is_some())
    }

    /// The weekday that was named, and nothing besides.
    pub fn weekday(self) -> Option<Weekday> {
        let Self::One(day) = self else { return None };
        day.weekday.filter(|_| day == Day { weekday: day.weekday, ..Day::default() })
    }

    pub fn unite(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::One(a), Self::One(b)) => a.unite(b).map(Self::One),
            (Self::One(span), Self::Between(Some(from), Some(to)))
            | (Self::Between(Some(from), Some(to)), Self::One(span))
                if span.fixed.is_some() =>
            {
                Some(Self::Between(Some(span.unite(from)?), Some(span.unite(to)?)))
            }
            (Self::One(span), Self::Workdays) | (Self::Workdays, Self::One(span))
                if self.is_week() || other.is_week() =>
            {
                let on = |weekday| span.unite(Day { weekday: Some(weekday), ..Day::default() });
                Some(Self::Between(Some(on(Weekday::Monday)?), Some(on(Weekday::Friday)?)))
            }
            _ => None,
        }
    }

    /// The first and the last date, seen from `today`; nothing when it is over or no such date exists.
    pub fn resolve(self, today: Date, early_next: bool) -> Option<(Option<Date>, Option<Date>)> {
        let find = |day: Day, from: Date| calendar::find(day, from, today, early_next);
        match self {
            Self::One(day) => find(day, today).map(|(from, to)| (Some(from), Some(to))),
            Self::Between(Some(from), Some(to)) if from.covers_today(to, today) => {
                let (_, end) = find(to, today)?;
                Some((Some(today), Some(end)))
            }
            Self::Between(Some(from), Some(to)) => {
                let (start, _) = find(from, today)?;
                let (_, end) = find(to, start)?;
                (end >= start).then_some((Some(start), Some(end)))
            }
            Self::Between(Some(from), None) => {
                find(from, today).map(|(start, _)| (Some(start), None))
            }
            Self::Between(None, Some(to)) => find(to, today).map(|(_, end)| (None, Some(end))),
            Self::Between(None, None) | Self::Workdays => None,
            Self::After(day) => {
                let (_, last) = find(day, today)?;
                Some((last.checked_add(1.day()).ok(), None))
            }
            Self::Before(day) => {
                let (first, _) = find(day, today)?;
                let last = if first > today { first.checked_sub(1.day()).ok()? } else { first };
                Some((None, Some(last)))
            }
        }
    }
}
