//! Dates, times and windows as people read them, on a wall clock.

use domain::when::Window;
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use super::phrases::Phrases;

/// A clock on the wall of a place: it tells instants in the place's time and a language.
#[derive(Debug, Clone)]
pub(crate) struct WallClock {
    phrases: Phrases,
    zone: TimeZone,
    /// IANA.
    name: String,
}

/// Windows beyond these are only counted.
const WINDOWS_MAX: usize = 8;
/// A window that ends later than this after it began has an open end.
const OPEN_AFTER_DAYS: i64 = 366;

impl WallClock {
    /// `zone` is an IANA name; an unknown one tells UTC, and says so.
    pub(crate) fn new(phrases: Phrases, zone: &str) -> Self {
        match TimeZone::get(zone) {
            Ok(found) => Self { phrases, zone: found, name: zone.to_owned() },
            Err(_) => Self { phrases, zone: TimeZone::UTC, name: "UTC".to_owned() },
        }
    }

    fn local(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(at)
    }

    /// `Thu 26 Nov 16:00`: at most 20 characters in each language.
    pub(crate) fn moment(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let date = self.short(local.date());
        self.phrases.fill(
            "moment-short",
            [("date", date.into()), ("time", clock_time(local.time()).into())],
        )
    }

    /// `Thursday 26 November, 16:00`.
    pub(crate) fn moment_long(&self, at: Timestamp) -> String {
        let local = self.local(at);
        self.with_time(self.long(local.date()), local.time())
    }

    /// `Thursday 26 November 2026, 16:00`, for what is kept longer than a chat is read.
    pub(crate) fn moment_with_year(&self, at: Timestamp) -> String {
        let local = self.local(at);
        let date = self.date("date-with-year", "weekday", "month", local.date());
        self.with_time(date, local.time())
    }

    fn with_time(&self, date: String, time: Time) -> String {
        self.phrases.fill("moment-long", [("date", date.into()), ("time", clock_time(time).into())])
    }

    /// `moment`, as this clock tells `at`, and what the person's own clock shows then, if that is something else.
    pub(crate) fn beside(&self, own: &Self, at: Timestamp, moment: String) -> String {
        let (here, there) = (self.local(at), own.local(at));
        if here == there {
            return moment;
        }
        let told =
            if here.date() == there.date() { clock_time(there.time()) } else { own.moment(at) };
        let gaps = [
            ("moment", moment.into()),
            ("city", self.city().into()),
            ("own", told.into()),
            ("own_city", own.city().into()),
        ];
        self.phrases.fill("moment-in-two-zones", gaps)
    }

    fn city(&self) -> String {
        let last = self.name.rsplit('/').next().unwrap_or(&self.name).replace('_', " ");
        self.phrases
            .fill("city", [("zone", self.name.replace('/', "-").into()), ("fallback", last.into())])
    }

    fn long(&self, date: Date) -> String {
        self.date("date-long", "weekday", "month", date)
    }

    fn short(&self, date: Date) -> String {
        self.date("date-short", "weekday-short", "month-short", date)
    }

    fn date(
        &self,
        pattern: &'static str,
        weekday: &'static str,
        month: &'static str,
        date: Date,
    ) -> String {
        let name = |key, number: i8| self.phrases.fill(key, [("number", i64::from(number).into())]);
        let mut gaps = vec![
            ("weekday", name(weekday, date.weekday().to_monday_one_offset()).into()),
            ("day", date.day().to_string().into()),
            ("month", name(month, date.month()).into()),
        ];
        if pattern == "date-with-year" {
            gaps.push(("year", date.year().to_string().into()));
        }
        self.phrases.fill(pattern, gaps)
    }

    /// One line for each window, in their order; the same hours on days in a row are one line.
    pub(crate) fn windows(&self, windows: &[Window]) -> Vec<String> {
        let mut spans: Vec<Span> = Vec::new();
        for window in windows {
            let span = Span::of(self.local(window.from), self.local(window.to));
            match spans.last_mut().and_then(|last| last.joined(&span)) {
                Some(joined) => *spans.last_mut().expect("there is a last one to join") = joined,
                None => spans.push(span),
            }
        }
        let more = spans.len().saturating_sub(WINDOWS_MAX);
        let mut lines: Vec<_> =
            spans.iter().take(WINDOWS_MAX).map(|span| self.span(span)).collect();
        if more > 0 {
            lines.push(self.phrases.fill("windows-more", [("count", more.into())]));
        }
        lines
    }

    fn span(&self, span: &Span) -> String {
        let Span { first, starts, last, ends, daily } = *span;
        let Some(last) = last else {
            return self.phrases.fill("window-open", [("from", self.edge(first, starts).into())]);
        };
        if first != last && !daily && (starts.is_some() || ends.is_some()) {
            let gaps =
                [("from", self.edge(first, starts).into()), ("to", self.edge(last, ends).into())];
            return self.phrases.fill("window-span", gaps);
        }
        let mut gaps = Vec::new();
        let days = first != last;
        if days {
            gaps.extend([("first", self.short(first).into()), ("last", self.short(last).into())]);
        } else {
            gaps.push(("day", self.long(first).into()));
        }
        gaps.extend(starts.map(|time| ("from", clock_time(time).into())));
        gaps.extend(ends.filter(|_| starts != ends).map(|time| ("to", clock_time(time).into())));
        let key = match (days, starts, ends) {
            (false, Some(from), Some(to)) if from == to => "window-moment",
            (false, None, None) => "window-any-time",
            (false, Some(_), None) => "window-from",
            (false, None, Some(_)) => "window-until",
            (false, Some(_), Some(_)) => "window-between",
            (true, None, None) => "window-days",
            (true, Some(from), Some(to)) if from == to => "window-days-at",
            (true, Some(_), None) => "window-days-from",
            (true, None, Some(_)) => "window-days-until",
            (true, Some(_), Some(_)) => "window-days-between",
        };
        self.phrases.fill(key, gaps)
    }

    fn edge(&self, date: Date, time: Option<Time>) -> String {
        let date = self.short(date);
        match time {
            Some(time) => self
                .phrases
                .fill("moment-short", [("date", date.into()), ("time", clock_time(time).into())]),
            None => date,
        }
    }
}

fn clock_time(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// A window on the wall clock. No time means the beginning or the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    first: Date,
    starts: Option<Time>,
    /// Absent: open.
    last: Option<Date>,
    ends: Option<Time>,
    /// The times hold on each of the days, and not only on the first and the last one.
    daily: bool,
}

impl Span {
    fn of(from: DateTime, to: DateTime) -> Self {
        let starts = (from.time() != Time::midnight() || from == to).then_some(from.time());
        let open = from.date().saturating_add(OPEN_AFTER_DAYS.days()) < to.date();
        let (last, ends) = if to.time() == Time::midnight() && from < to {
            (to.date().yesterday().unwrap_or(to.date()), None)
        } else if to.time() >= Time::constant(23, 59, 0, 0) && from < to {
            (to.date(), None)
        } else {
            (to.date(), Some(to.time()))
        };
        let daily = from.date() == last;
        Self { first: from.date(), starts, last: (!open).then_some(last), ends, daily }
    }

    /// Both as one, if `next` has the same hours on the day after.
    fn joined(&self, next: &Self) -> Option<Self> {
        let follows = self.last?.tomorrow().ok()? == next.first && next.last == Some(next.first);
        let same_hours = self.starts == next.starts && self.ends == next.ends;
        (self.daily && follows && same_hours).then_some(Self { last: next.last, ..*self })
    }
}
