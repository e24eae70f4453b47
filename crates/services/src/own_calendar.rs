//! The person's own calendar: fetched within limits, read, and cut down to what a question needs.

use std::sync::Arc;

use domain::appointment::{CalendarProblem, EventKind, OwnCalendar};
use domain::calendar::{self, Busy, NotACalendar};
use domain::when::Window;
use jiff::{SignedDuration, Timestamp};
use vendors::calendars::{CalendarError, Calendars};

use crate::worker::Trouble;

#[derive(Clone)]
pub(crate) struct CalendarReader {
    calendars: Arc<Calendars>,
}

/// How far ahead it is looked.
const AHEAD: SignedDuration = SignedDuration::from_hours(24 * 90);
/// Spans that are kept, the next ones first.
const SPANS_MAX: usize = 1000;

impl CalendarReader {
    pub(crate) fn new(calendars: Arc<Calendars>) -> Self {
        Self { calendars }
    }

    /// When somebody of this zone is busy, with titles of what lies in these windows.
    pub(crate) async fn read(
        &self,
        own: &OwnCalendar,
        zone: &str,
        windows: Vec<Window>,
        now: Timestamp,
    ) -> Result<EventKind, Trouble> {
        let not_read = |why| Ok(EventKind::CalendarNotRead { why });
        let text = match self.calendars.fetch(own.address.reveal()).await {
            Ok(text) => text,
            Err(error @ CalendarError::Unavailable) => {
                return Err(Trouble::Later { error: error.to_string(), after: None });
            }
            Err(CalendarError::Refused) => return not_read(CalendarProblem::NotReached),
            Err(CalendarError::NotACalendar) => return not_read(CalendarProblem::NotACalendar),
            Err(CalendarError::NotAllowed) => return not_read(CalendarProblem::NotAllowed),
        };
        let zone = zone.to_owned();
        let until = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
        // A large calendar takes its time, which others need not wait for.
        let read = tokio::task::spawn_blocking(move || {
            let busy = calendar::read(&text, &zone, now, until)?;
            let busy = in_short(busy, &windows);
            Ok::<_, NotACalendar>(EventKind::CalendarRead { busy, windows })
        });
        match read.await {
            Ok(Ok(read)) => Ok(read),
            Ok(Err(_)) | Err(_) => not_read(CalendarProblem::NotACalendar),
        }
    }
}

/// Titles only where an appointment may be asked about; the rest is when, not what, and spans that touch are one.
fn in_short(busy: Vec<Busy>, windows: &[Window]) -> Vec<Busy> {
    let mut short: Vec<Busy> = Vec::new();
    for busy in busy {
        let asked = windows.iter().any(|it| busy.from <= it.to && it.from < busy.to);
        let title = busy.title.filter(|title| asked && !title.is_empty());
        match short.last_mut() {
            Some(last) if last.title.is_none() && title.is_none() && busy.from <= last.to => {
                last.to = last.to.max(busy.to);
            }
            _ => short.push(Busy { title, ..busy }),
        }
    }
    short.truncate(SPANS_MAX);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy(from: i64, to: i64, title: &str) -> Busy {
        let at = |hour: i64| Timestamp::from_second(hour * 3600).unwrap();
        Busy { from: at(from), to: at(to), title: Some(title.to_owned()) }
    }

    #[test]
    fn titles_are_kept_where_something_is_wished_for_and_nowhere_else() {
        let at = |hour: i64| Timestamp::from_second(hour * 3600).unwrap();
        let windows = [Window { from: at(10), to: at(12) }];
        let all = vec![
            busy(1, 2, "a"),
            busy(2, 3, "b"),
            busy(5, 6, "c"),
            busy(9, 11, "Padel"),
            busy(12, 13, "Cena"),
            busy(20, 21, ""),
        ];
        let short = in_short(all, &windows);
        let told: Vec<_> = short
            .iter()
            .map(|it| (it.from.as_second() / 3600, it.to.as_second() / 3600, it.title.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                (1, 3, None),
                (5, 6, None),
                (9, 11, Some("Padel")),
                (12, 13, Some("Cena")),
                (20, 21, None)
            ]
        );
    }

    #[test]
    fn a_full_life_is_cut_short() {
        let many = (0..5000).map(|n| busy(n * 2, n * 2 + 1, "x")).collect();
        assert_eq!(in_short(many, &[]).len(), SPANS_MAX);
    }
}
