//! An appointment as calendars take it: an iCalendar file, and a link that opens a filled-in entry.
//!
//! Times are written in UTC: right in every zone and clock change without a `VTIMEZONE`, and each calendar shows them
//! on its owner's clock. Nothing here knows chat, mail or a language.

use domain::ids::AppointmentId;
use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::{SignedDuration, Timestamp};
use url::Url;

/// Providers say when an appointment begins, hardly ever when it ends: an hour is what most take, and blocks the time.
pub const DEFAULT_DURATION: SignedDuration = SignedDuration::from_hours(1);

/// What a calendar is to do with the entry.
/// Source: <https://www.rfc-editor.org/rfc/rfc5546#section-3.2>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Add it, or take it for the one with the same appointment and a lower `sequence`.
    Publish,
    /// Take it out.
    Cancel,
}

/// An appointment, in words that are already clean and in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub appointment: AppointmentId,
    pub method: Method,
    /// Grows with each change of the appointment, from 0.
    pub sequence: u32,
    /// When this version was made.
    pub stamp: Timestamp,
    pub start: Timestamp,
    pub summary: String,
    pub location: Option<String>,
    pub description: String,
}

impl Entry {
    /// An `.ics` file: CRLF lines of at most 75 bytes. The same entry gives the same bytes.
    /// Source: <https://www.rfc-editor.org/rfc/rfc5545>
    #[must_use]
    pub fn ics(&self) -> String {
        let (method, status) = match self.method {
            Method::Publish => ("PUBLISH", "CONFIRMED"),
            Method::Cancel => ("CANCEL", "CANCELLED"),
        };
        let mut event = Event::new();
        event
            .uid(&format!("{}@vocero", self.appointment))
            .add_property("SEQUENCE", self.sequence.to_string())
            .add_property("DTSTAMP", basic_utc(self.stamp))
            .add_property("DTSTART", basic_utc(self.start))
            .add_property("DTEND", basic_utc(end_of(self.start)))
            .add_property("STATUS", status)
            .summary(&self.summary)
            .description(&self.description);
        if let Some(location) = &self.location {
            event.location(location);
        }
        let mut calendar = Calendar::empty();
        for (name, value) in
            [("VERSION", "2.0"), ("PRODID", "-//Vocero//Vocero//EN"), ("CALSCALE", "GREGORIAN"), ("METHOD", method)]
        {
            calendar.append_property(Property::new(name, value));
        }
        calendar.push(event.done());
        folded(&calendar.to_string())
    }
}

/// A link that opens a filled-in entry in Google's calendar; it holds no quotes, blanks or WhatsApp marks.
#[must_use]
pub fn link(summary: &str, start: Timestamp, location: Option<&str>) -> String {
    let mut url = Url::parse("https://calendar.google.com/calendar/render").expect("a constant that is a URL");
    let dates = format!("{}/{}", basic_utc(start), basic_utc(end_of(start)));
    url.query_pairs_mut().append_pair("action", "TEMPLATE").append_pair("text", summary).append_pair("dates", &dates);
    if let Some(location) = location {
        url.query_pairs_mut().append_pair("location", location);
    }
    String::from(url).replace('*', "%2A").replace('_', "%5F")
}

fn end_of(start: Timestamp) -> Timestamp {
    start.saturating_add(DEFAULT_DURATION).unwrap_or(Timestamp::MAX)
}

/// `20261126T190000Z`.
fn basic_utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Folds again, and strictly: the writer's own lines may be one byte too long.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / LINE_MAX * 3);
    for line in text.replace("\r\n ", "").lines() {
        let mut used = 0;
        for c in line.chars() {
            if used + c.len_utf8() > LINE_MAX {
                out.push_str("\r\n ");
                used = 1;
            }
            out.push(c);
            used += c.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}

/// Of a content line, in bytes, without its end. Source: <https://www.rfc-editor.org/rfc/rfc5545#section-3.1>
const LINE_MAX: usize = 75;
