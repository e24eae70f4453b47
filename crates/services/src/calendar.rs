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

impl Method {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Cancel => "CANCEL",
        }
    }
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
        let status = match self.method {
            Method::Publish => "CONFIRMED",
            Method::Cancel => "CANCELLED",
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
        for (name, value) in [
            ("VERSION", "2.0"),
            ("PRODID", "-//Vocero//Vocero//EN"),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", self.method.name()),
        ] {
            calendar.append_property(Property::new(name, value));
        }
        calendar.push(event.done());
        folded(&calendar.to_string())
    }
}

/// A link that opens a filled-in entry in Google's calendar; it holds no quotes, blanks or WhatsApp marks. The times are
/// UTC, and so right everywhere; `zone` (IANA) is the one in which the entry is shown and moved, whatever the clocks do.
#[must_use]
pub fn link(summary: &str, start: Timestamp, zone: &str, location: Option<&str>) -> String {
    let mut url = Url::parse("https://calendar.google.com/calendar/render")
        .expect("a constant that is a URL");
    let dates = format!("{}/{}", basic_utc(start), basic_utc(end_of(start)));
    url.query_pairs_mut()
        .append_pair("action", "TEMPLATE")
        .append_pair("text", summary)
        .append_pair("dates", &dates)
        .append_pair("ctz", zone);
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

#[cfg(test)]
mod tests {
    use calcard::icalendar::{ICalendar, ICalendarProperty, ICalendarValue};
    use uuid::Uuid;

    use super::*;

    fn entry() -> Entry {
        Entry {
            appointment: AppointmentId(Uuid::from_u128(0xa)),
            method: Method::Publish,
            sequence: 0,
            stamp: "2026-11-25T12:00:00Z".parse().unwrap(),
            start: "2026-11-26T19:00:00.5Z".parse().unwrap(),
            summary: "Haircut; wash, Marta".to_owned(),
            location: Some("Av. Corrientes 1234, 2.º B".to_owned()),
            description: "In the name of: Ana\\Paz\nPrice: $ 9,000; cash".to_owned(),
        }
    }

    /// The text of a property as another library reads it.
    fn read(ics: &str, wanted: &ICalendarProperty) -> Vec<String> {
        let calendar = ICalendar::parse(ics).expect("another library reads it");
        let found = calendar.components.iter().flat_map(|component| &component.entries);
        let values = found.filter(|entry| entry.name == *wanted).flat_map(|entry| &entry.values);
        let text = |value: &ICalendarValue| match value {
            ICalendarValue::Text(text) => text.clone(),
            ICalendarValue::Integer(number) => number.to_string(),
            ICalendarValue::PartialDateTime(at) => {
                at.to_timestamp().expect("a whole UTC time").to_string()
            }
            other => format!("{other:?}"),
        };
        values.map(text).collect()
    }

    #[test]
    fn another_library_reads_what_was_written() {
        let ics = entry().ics();
        assert_eq!(
            read(&ics, &ICalendarProperty::Uid),
            ["00000000-0000-0000-0000-00000000000a@vocero"]
        );
        assert_eq!(read(&ics, &ICalendarProperty::Summary), [entry().summary]);
        assert_eq!(read(&ics, &ICalendarProperty::Location), [entry().location.unwrap()]);
        assert_eq!(read(&ics, &ICalendarProperty::Description), [entry().description]);
        let start = entry().start.as_second();
        assert_eq!(read(&ics, &ICalendarProperty::Dtstart), [start.to_string()]);
        assert_eq!(read(&ics, &ICalendarProperty::Dtend), [(start + 3600).to_string()]);
        assert_eq!(
            read(&ics, &ICalendarProperty::Dtstamp),
            [entry().stamp.as_second().to_string()]
        );
        assert_eq!(read(&ics, &ICalendarProperty::Sequence), ["0"]);
    }

    #[test]
    fn the_file_is_this_one() {
        insta::assert_snapshot!(entry().ics(), @r##"
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Vocero//Vocero//EN
        CALSCALE:GREGORIAN
        METHOD:PUBLISH
        BEGIN:VEVENT
        DESCRIPTION:In the name of: Ana\\Paz\nPrice: $ 9\,000\; cash
        DTEND:20261126T200000Z
        DTSTAMP:20261125T120000Z
        DTSTART:20261126T190000Z
        LOCATION:Av. Corrientes 1234\, 2.º B
        SEQUENCE:0
        STATUS:CONFIRMED
        SUMMARY:Haircut\; wash\, Marta
        UID:00000000-0000-0000-0000-00000000000a@vocero
        END:VEVENT
        END:VCALENDAR
        "##);
    }

    #[test]
    fn a_cancelled_appointment_takes_the_same_entry_out() {
        let cancelled = Entry { method: Method::Cancel, sequence: 2, ..entry() }.ics();
        for line in ["METHOD:CANCEL\r\n", "STATUS:CANCELLED\r\n", "SEQUENCE:2\r\n"] {
            assert!(cancelled.contains(line), "{cancelled}");
        }
        assert_eq!(
            read(&cancelled, &ICalendarProperty::Uid),
            read(&entry().ics(), &ICalendarProperty::Uid)
        );
    }

    #[test]
    fn no_text_can_add_a_property_of_its_own() {
        let evil = "x\r\nATTENDEE:mailto:eve@evil.example\r\nEND:VEVENT";
        let ics =
            Entry { summary: evil.to_owned(), location: Some(evil.to_owned()), ..entry() }.ics();
        assert!(!ics.lines().any(|line| line.starts_with("ATTENDEE")), "{ics}");
        assert_eq!(ics.matches("\r\nEND:VEVENT").count(), 1, "{ics}");
        assert!(ICalendar::parse(&ics).is_ok());
    }

    #[test]
    fn every_line_is_folded_at_75_bytes_and_nothing_is_lost() {
        for filler in ["x", "ñ", "💇", " x", "a, b; "] {
            for count in 60..160 {
                let description = filler.repeat(count);
                let ics = Entry { description: description.clone(), ..entry() }.ics();
                assert!(ics.split("\r\n").all(|line| line.len() <= 75), "{ics}");
                assert!(!ics.replace("\r\n", "").contains(['\r', '\n']));
                assert_eq!(read(&ics, &ICalendarProperty::Description), [description]);
            }
        }
    }

    #[test]
    fn the_link_holds_utc_times_and_no_character_that_a_chat_takes_for_a_mark() {
        let zone = "America/Argentina/Buenos_Aires";
        let link = link("Haircut & *wash*_x_", entry().start, zone, Some("Av. 1 \"B\" <i>"));
        assert_eq!(
            link,
            "https://calendar.google.com/calendar/render?action=TEMPLATE&text=Haircut+%26+%2Awash%2A%5Fx%5F\
             &dates=20261126T190000Z%2F20261126T200000Z&ctz=America%2FArgentina%2FBuenos%5FAires&location=Av.+1+%22B%22+%3Ci%3E"
        );
    }

    #[test]
    fn file_and_link_are_right_in_every_zone_and_in_the_nights_in_which_clocks_change() {
        // Midnights and noons around each change of a year, in every zone.
        for zone in jiff::tz::db().available() {
            let Ok(clock) = jiff::tz::TimeZone::get(zone.as_str()) else { continue };
            let year: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
            let changes = clock
                .following(year)
                .take_while(|it| it.timestamp() < year + SignedDuration::from_hours(366 * 24));
            for change in changes {
                for minutes in [-90, -1, 0, 1, 30, 90] {
                    let start = change.timestamp() + SignedDuration::from_mins(minutes);
                    let ics = Entry { start, ..entry() }.ics();
                    assert_eq!(
                        read(&ics, &ICalendarProperty::Dtstart),
                        [start.as_second().to_string()]
                    );
                    let link = link("x", start, zone.as_str(), None);
                    let query: std::collections::BTreeMap<String, String> =
                        Url::parse(&link).unwrap().query_pairs().into_owned().collect();
                    let (from, to) = query["dates"].split_once('/').unwrap();
                    let parsed = |text: &str| {
                        jiff::fmt::strtime::parse("%Y%m%dT%H%M%SZ", text)
                            .unwrap()
                            .to_datetime()
                            .unwrap()
                            .to_zoned(jiff::tz::TimeZone::UTC)
                            .unwrap()
                            .timestamp()
                    };
                    assert_eq!(parsed(from), start, "{} {link}", zone.as_str());
                    assert_eq!(parsed(to).duration_since(start), DEFAULT_DURATION);
                    assert_eq!(query["ctz"], zone.as_str());
                }
            }
        }
    }

    #[test]
    fn an_appointment_at_the_end_of_time_has_an_end() {
        assert!(Entry { start: Timestamp::MAX, ..entry() }.ics().contains("DTEND:9999"));
    }
}
