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

/// The filters `Name`, `Name<` (on that day or before) and `Name>` (on that day or after), each a date in GMT or a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateFilter {
    from: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl DateFilter {
    /// # Errors
    /// 20001 for what isn't a date.
    pub fn of(form: &Form, name: &str) -> Result<Self, Refusal> {
        let span = |suffix: &str| match form.get(&format!("{name}{suffix}")) {
            Some(text) => span(text)
                .map(Some)
                .ok_or_else(|| Refusal::parameter(format!("{name}{suffix} is not a date: {text}"))),
            None => Ok(None),
        };
        let (day, before, after) = (span("")?, span("<")?, span(">")?);
        Ok(Self {
            from: day.or(after).map(|(first, _)| first),
            until: day.or(before).map(|(_, last)| last),
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
    use super::{DateFilter, rfc_2822};
    use crate::twilio::form::Form;
    use jiff::Timestamp;

    fn fits(query: &str, at: Option<&str>) -> bool {
        let form = Form::of_query(Some(query));
        DateFilter::of(&form, "StartTime").unwrap().fits(at.map(|at| at.parse().unwrap()))
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
    fn what_has_not_started_is_hidden_by_any_filter() {
        assert!(fits("", None));
        assert!(!fits("StartTime%3E=2000-01-01", None));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        let form = Form::of_query(Some("StartTime=yesterday"));
        assert!(DateFilter::of(&form, "StartTime").is_err());
    }
}
