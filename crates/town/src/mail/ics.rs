//! A calendar file, opened as an entry of a calendar. Source: RFC 5545; what is not known is read over.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::look::{Look, country};

/// One appointment of a calendar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    pub summary: String,
    pub month: String,
    pub day: i8,
    /// Date, time and zone.
    pub when: String,
    pub place: String,
    pub cancelled: bool,
    pub file: String,
    /// The file's place in its letter.
    pub nth: usize,
}

/// The appointments in a file; none if it is no calendar.
pub fn appointments(look: &Look, nth: usize, file: &str, bytes: &[u8]) -> Vec<Appointment> {
    let texts = look.texts;
    let text = String::from_utf8_lossy(bytes);
    if !text.starts_with("BEGIN:VCALENDAR") {
        return Vec::new();
    }
    let lines = unfolded(&text);
    let is_cancelled = lines.iter().any(|line| line == "METHOD:CANCEL");
    lines
        .split(|line| line == "BEGIN:VEVENT")
        .skip(1)
        .filter_map(|lines| {
            let end = lines.iter().position(|line| line == "END:VEVENT").unwrap_or(lines.len());
            let event = &lines[..end];
            let (start, zone) = moment(look, event, "DTSTART")?;
            let until =
                moment(look, event, "DTEND").map(|(end, _)| end.strftime("–%H:%M").to_string());
            let weekday = texts.say(&format!("day-{}", start.weekday().to_monday_one_offset()));
            let month = texts.say(&format!("month-{}", start.month()));
            let until = until.unwrap_or_default();
            let time = start.strftime("%H:%M");
            Some(Appointment {
                summary: value(event, "SUMMARY"),
                when: format!(
                    "{weekday} {} {month} {}, {time}{until} ({zone})",
                    start.day(),
                    start.year()
                ),
                month: month.chars().take(3).collect(),
                day: start.day(),
                place: value(event, "LOCATION"),
                cancelled: is_cancelled || value(event, "STATUS") == "CANCELLED",
                file: file.to_owned(),
                nth,
            })
        })
        .collect()
}

/// Lines that were broken for their length, whole again.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some(last)) => last.push_str(more),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// Parameters and value of a property.
fn property<'a>(event: &'a [String], name: &str) -> Option<(&'a str, &'a str)> {
    event.iter().find_map(|line| {
        let rest = line.strip_prefix(name).filter(|rest| rest.starts_with([':', ';']))?;
        rest.split_once(':')
    })
}

fn value(event: &[String], name: &str) -> String {
    let (_, value) = property(event, name).unwrap_or_default();
    value.replace("\\n", " ").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
}

/// A moment on the wall of its zone, and the zone: that of whoever looks where the file has none.
fn moment(look: &Look, event: &[String], name: &str) -> Option<(DateTime, String)> {
    let (parameters, value) = property(event, name)?;
    if let Some(utc) = value.strip_suffix('Z') {
        let at = DateTime::strptime("%Y%m%dT%H%M%S", utc).ok()?;
        let zone = country(&look.person).1;
        let local = at.to_zoned(TimeZone::UTC).ok()?.in_tz(zone).ok()?.datetime();
        return Some((local, zone.to_owned()));
    }
    let zone = parameters.split(';').find_map(|one| one.strip_prefix("TZID="));
    let at = DateTime::strptime("%Y%m%dT%H%M%S", value).ok()?;
    Some((at, zone.unwrap_or_default().trim_matches('"').to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::Query;
    use crate::texts::Texts;
    use domain::language::Language;

    const FILE: &str = "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nSUMMARY:Corte\\, \r\n Peluquería\r\n\
                        DTSTART;TZID=America/Argentina/Buenos_Aires:20261203T160000\r\n\
                        DTEND;TZID=America/Argentina/Buenos_Aires:20261203T163000\r\nLOCATION:Av. Santa Fe 2143\r\n\
                        END:VEVENT\r\nEND:VCALENDAR\r\n";

    fn read(text: &str) -> Vec<Appointment> {
        let look = Look::new(&Query::default(), Texts(Language::Es));
        appointments(&look, 0, "a.ics", text.as_bytes())
    }

    #[test]
    fn an_appointment_is_shown_on_the_wall_clock_of_its_place() {
        let [appointment] = read(FILE).try_into().unwrap();
        assert_eq!(appointment.summary, "Corte, Peluquería");
        assert_eq!(appointment.place, "Av. Santa Fe 2143");
        assert!(appointment.when.contains("16:00–16:30 (America/Argentina/Buenos_Aires)"));
        assert_eq!((appointment.day, appointment.cancelled), (3, false));
    }

    #[test]
    fn a_time_of_no_place_is_shown_on_the_clock_of_whoever_looks() {
        let file = FILE.replace(
            "DTSTART;TZID=America/Argentina/Buenos_Aires:20261203T160000",
            "DTSTART:20261203T190000Z",
        );
        assert!(read(&file)[0].when.contains("16:00"), "{:?}", read(&file));
    }

    #[test]
    fn a_cancelled_one_says_so() {
        assert!(read(&FILE.replace("PUBLISH", "CANCEL"))[0].cancelled);
        assert!(read(&FILE.replace("LOCATION:Av. Santa Fe 2143", "STATUS:CANCELLED"))[0].cancelled);
    }

    #[test]
    fn what_is_no_calendar_or_has_no_time_is_no_appointment() {
        assert_eq!(read("hello"), []);
        assert_eq!(read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT"), []);
        assert_eq!(read(&FILE.replace("20261203T160000", "soon")), []);
    }
}
