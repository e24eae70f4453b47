//! Dates as Twilio writes and filters them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::form::Form;
use super::refusal::Refusal;

/// `Sun, 22 Nov 2026 13:00:00 +0000`.
#[must_use]
pub fn rfc_2822(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// What `Name<` means: the lists of calls and of messages differ in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    ThatDay,
    ThatDayToo,
}

/// The filters `Name` (on that day), `Name<` and `Name>` (on that day or after), each a date in GMT or a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateFilter {
    from: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl DateFilter {
    /// # Errors
    /// 20001 for what isn't a date.
    pub fn of(form: &Form, name: &str, before_is: Before) -> Result<Self, Refusal> {
        let span = |suffix: &str| match form.get(&format!("{name}{suffix}")) {
            Some(text) => span(text)
                .map(Some)
                .ok_or_else(|| Refusal::parameter(format!("{name}{suffix} is not a date: {text}"))),
            None => Ok(None),
        };
        let (day, before, after) = (span("")?, span("<")?, span(">")?);
        let before = before.map(|(first, last)| match before_is {
            Before::ThatDay => first - jiff::SignedDuration::from_nanos(1),
            Before::ThatDayToo => last,
        });
        let (first, last) = day.unzip();
        Ok(Self {
            from: first.max(after.map(|(first, _)| first)),
            until: last.into_iter().chain(before).min(),
        })
    }

    /// What has no date fits only where none is asked for.
    #[must_use]
    pub fn fits(&self, at: Option<Timestamp>) -> bool {
        match at {
            Some(at) => {
                self.from.is_none_or(|from| from <= at)
                    && self.until.is_none_or(|until| at <= until)
            }
            None => self.from.is_none() && self.until.is_none(),
        }
    }
}

/// First and last moment of what the text names.
fn span(text: &str) -> Option<(Timestamp, Timestamp)> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some((moment, moment));
    }
    let day: Date = text.parse().ok()?;
    let start = day.to_zoned(TimeZone::UTC).ok()?.timestamp();
    let end = day.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some((start, end - jiff::SignedDuration::from_nanos(1)))
}

#[cfg(test)]
mod tests {
    use super::{Before, DateFilter, rfc_2822};
    use crate::twilio::form::Form;
    use jiff::Timestamp;

    fn fits(query: &str, at: Option<&str>) -> bool {
        let form = Form::of_query(Some(query));
        fits_when(Before::ThatDayToo, &form, at)
    }

    fn fits_when(before_is: Before, form: &Form, at: Option<&str>) -> bool {
        let filter = DateFilter::of(form, "StartTime", before_is).unwrap();
        filter.fits(at.map(|at| at.parse().unwrap()))
    }

    #[test]
    fn dates_are_written_as_in_mails() {
        let at: Timestamp = "2026-11-22T13:00:00Z".parse().unwrap();
        assert_eq!(rfc_2822(at), "Sun, 22 Nov 2026 13:00:00 +0000");
    }

    #[test]
    fn days_are_counted_in_gmt_with_their_borders() {
        let last = Some("2026-11-22T23:59:59Z");
        assert!(fits("StartTime=2026-11-22", last));
        assert!(!fits("StartTime=2026-11-23", last));
        assert!(fits("StartTime%3E=2026-11-22", last));
        assert!(!fits("StartTime%3E=2026-11-23", last));
        assert!(fits("StartTime%3C=2026-11-22", last));
        assert!(!fits("StartTime%3C=2026-11-21", last));
    }

    #[test]
    fn before_a_day_is_without_it_where_the_list_says_so() {
        let form = Form::of_query(Some("StartTime%3C=2026-11-22"));
        assert!(!fits_when(Before::ThatDay, &form, Some("2026-11-22T00:00:00Z")));
        assert!(fits_when(Before::ThatDay, &form, Some("2026-11-21T23:59:59Z")));
    }

    #[test]
    fn bounds_hold_together() {
        let query = "StartTime%3E=2026-11-21&StartTime%3C=2026-11-22";
        assert!(fits(query, Some("2026-11-21T12:00:00Z")));
        assert!(!fits(query, Some("2026-11-20T12:00:00Z")));
        assert!(!fits(query, Some("2026-11-23T12:00:00Z")));
    }

    #[test]
    fn what_has_not_started_is_hidden_by_any_filter() {
        assert!(fits("", None));
        assert!(!fits("StartTime%3E=2000-01-01", None));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let form = Form::of_query(Some("StartTime=yesterday"));
        assert!(DateFilter::of(&form, "StartTime", Before::ThatDay).is_err());
    }
}
