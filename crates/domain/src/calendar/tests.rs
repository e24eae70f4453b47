use jiff::Timestamp;

use super::*;

const MADRID: &str = "Europe/Madrid";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// What is busy in the week from Monday 23 November 2026, as `begin/end title` by the clock of Madrid.
fn week(events: &str) -> Vec<String> {
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{}\r\nEND:VCALENDAR\r\n",
        events.trim().replace("\n", "\r\n")
    );
    shown(&read(&text, MADRID, at("2026-11-23T00:00:00Z"), at("2026-11-30T00:00:00Z")).unwrap())
}

fn shown(busy: &[Busy]) -> Vec<String> {
    let clock = |at: Timestamp| at.in_tz(MADRID).unwrap().strftime("%d %H:%M").to_string();
    let line = |it: &Busy| {
        format!("{}/{} {}", clock(it.from), clock(it.to), it.title.as_deref().unwrap_or(""))
    };
    busy.iter().map(line).collect()
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\n{}\nEND:VEVENT", lines.trim())
}

#[test]
fn one_event_in_utc_in_a_zone_and_by_nobodys_clock() {
    let utc = event("UID:1\nSUMMARY:Padel\nDTSTART:20261126T150000Z\nDTEND:20261126T163000Z");
    assert_eq!(week(&utc), ["26 16:00/26 17:30 Padel"]);
    let lisbon = event("UID:1\nDTSTART;TZID=Europe/Lisbon:20261126T150000\nDURATION:PT45M");
    assert_eq!(week(&lisbon), ["26 16:00/26 16:45 "]);
    let floating = event("UID:1\nDTSTART:20261126T150000\nDTEND:20261126T160000");
    assert_eq!(week(&floating), ["26 15:00/26 16:00 "]);
}

#[test]
fn zones_by_the_names_of_others_are_known() {
    let windows = event(
        "UID:1\nDTSTART;TZID=Romance Standard Time:20261126T150000\nDTEND;TZID=Romance Standard Time:20261126T160000",
    );
    assert_eq!(week(&windows), ["26 15:00/26 16:00 "]);
    let own = format!(
        "BEGIN:VTIMEZONE\nTZID:Mine\nX-LIC-LOCATION:America/New_York\nBEGIN:STANDARD\nDTSTART:20071104T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\nEND:STANDARD\nEND:VTIMEZONE\n{}",
        event("UID:1\nDTSTART;TZID=Mine:20261126T090000\nDTEND;TZID=Mine:20261126T100000")
    );
    assert_eq!(week(&own), ["26 15:00/26 16:00 "]);
}

#[test]
fn whole_days_are_those_of_the_person_and_free_or_cancelled_ones_are_none() {
    let day = |more: &str| {
        event(&format!(
            "UID:1\nSUMMARY:Viaje\nDTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261128{more}"
        ))
    };
    assert_eq!(week(&day("")), ["26 00:00/28 00:00 Viaje"]);
    assert_eq!(week(&day("\nTRANSP:TRANSPARENT")), [""; 0]);
    assert_eq!(week(&day("\nSTATUS:CANCELLED")), [""; 0]);
    assert_eq!(week(&day("\nSTATUS:TENTATIVE\nTRANSP:OPAQUE")), ["26 00:00/28 00:00 Viaje"]);
    let one = event("UID:1\nDTSTART;VALUE=DATE:20261126");
    assert_eq!(week(&one), ["26 00:00/27 00:00 "]);
}

#[test]
fn a_moment_without_an_end_takes_no_time() {
    assert_eq!(week(&event("UID:1\nDTSTART:20261126T150000Z")), [""; 0]);
    assert_eq!(week(&event("UID:1\nDTSTART:20261126T150000Z\nDTEND:20261126T150000Z")), [""; 0]);
}

const WEEKLY: &str = "UID:s\nSUMMARY:Padel\nDTSTART;TZID=Europe/Madrid:20240104T180000\nDTEND;TZID=Europe/Madrid:20240104T190000\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH";

#[test]
fn a_series_goes_on_by_the_clock_on_the_wall_over_changes_of_the_clock() {
    // It began in winter, went on in summer, and is asked about in winter again.
    assert_eq!(week(&event(WEEKLY)), ["24 18:00/24 19:00 Padel", "26 18:00/26 19:00 Padel"]);
    let text = format!("BEGIN:VCALENDAR\n{}\nEND:VCALENDAR", event(WEEKLY)).replace('\n', "\r\n");
    let summer =
        read(&text, MADRID, at("2026-07-06T00:00:00Z"), at("2026-07-08T00:00:00Z")).unwrap();
    assert_eq!(shown(&summer), ["07 18:00/07 19:00 Padel"]);
}

#[test]
fn a_series_ends_when_it_says_so() {
    assert_eq!(
        week(&event(&format!("{WEEKLY};UNTIL=20261125T000000Z"))),
        ["24 18:00/24 19:00 Padel"]
    );
    assert_eq!(week(&event(&format!("{WEEKLY};COUNT=3"))), [""; 0]);
}

#[test]
fn a_day_taken_out_of_a_series_is_free() {
    let without = format!("{WEEKLY}\nEXDATE;TZID=Europe/Madrid:20261124T180000");
    assert_eq!(week(&event(&without)), ["26 18:00/26 19:00 Padel"]);
}

#[test]
fn a_day_moved_within_a_series_is_busy_where_it_was_moved_to_alone() {
    let moved = "UID:s\nSEQUENCE:4\nSUMMARY:Padel tarde\nRECURRENCE-ID;TZID=Europe/Madrid:20261124T180000\nDTSTART;TZID=Europe/Madrid:20261125T200000\nDTEND;TZID=Europe/Madrid:20261125T210000";
    let events = format!("{}\n{}", event(&format!("{WEEKLY}\nSEQUENCE:1")), event(moved));
    assert_eq!(week(&events), ["25 20:00/25 21:00 Padel tarde", "26 18:00/26 19:00 Padel"]);
}

#[test]
fn a_day_cancelled_within_a_series_is_free() {
    let cancelled = "UID:s\nSEQUENCE:2\nSTATUS:CANCELLED\nRECURRENCE-ID;TZID=Europe/Madrid:20261124T180000\nDTSTART;TZID=Europe/Madrid:20261124T180000\nDTEND;TZID=Europe/Madrid:20261124T190000";
    let events = format!("{}\n{}", event(WEEKLY), event(cancelled));
    assert_eq!(week(&events), ["26 18:00/26 19:00 Padel"]);
}

#[test]
fn an_exception_belongs_to_its_own_series() {
    let other = WEEKLY.replace("UID:s", "UID:other").replace("Padel", "Yoga");
    let moved = "UID:other\nSUMMARY:Yoga\nRECURRENCE-ID;TZID=Europe/Madrid:20261124T180000\nDTSTART;TZID=Europe/Madrid:20261124T080000\nDTEND;TZID=Europe/Madrid:20261124T090000";
    let events = [event(WEEKLY), event(&other), event(moved)].join("\n");
    assert_eq!(
        week(&events),
        [
            "24 08:00/24 09:00 Yoga",
            "24 18:00/24 19:00 Padel",
            "26 18:00/26 19:00 Padel",
            "26 18:00/26 19:00 Yoga"
        ]
    );
}

#[test]
fn what_only_touches_the_week_is_not_in_it_and_what_reaches_into_it_is() {
    let before = event("UID:1\nDTSTART:20261122T220000Z\nDTEND:20261123T000000Z");
    assert_eq!(week(&before), [""; 0]);
    let into = event("UID:1\nDTSTART:20261122T220000Z\nDTEND:20261123T010000Z");
    assert_eq!(week(&into).len(), 1);
}

#[test]
fn nonsense_is_no_calendar_and_broken_events_are_left_out() {
    for text in ["", "<html>", "BEGIN:VCARD\r\nEND:VCARD\r\n", "not a calendar", "BEGIN:VEVENT"] {
        assert!(read(text, MADRID, Timestamp::MIN, Timestamp::MAX).is_err(), "{text}");
    }
    let good = event("UID:2\nDTSTART:20261126T150000Z\nDTEND:20261126T160000Z");
    for bad in [
        "UID:1\nDTSTART:never",
        "UID:1",
        "UID:1\nDTSTART:20261399T990000Z\nDTEND:x",
        "DTSTART;VALUE=DATE:20261126\nRRULE:FREQ=NEVER",
    ] {
        assert!(
            week(&format!("{}\n{good}", event(bad))).contains(&"26 16:00/26 17:00 ".to_owned()),
            "{bad}"
        );
    }
    assert_eq!(week(""), [""; 0]);
}

#[test]
fn series_that_would_never_end_are_soon_over() {
    let every_second =
        "UID:1\nDTSTART:20000101T000000Z\nDTEND:20000101T000001Z\nRRULE:FREQ=SECONDLY";
    assert_eq!(week(&event(every_second)), [""; 0]);
    let many: Vec<_> = (0..400)
        .map(|n| {
            event(&format!(
                "UID:{n}\nDTSTART:19000101T000000Z\nDTEND:19000101T010000Z\nRRULE:FREQ=DAILY"
            ))
        })
        .collect();
    assert!(week(&many.join("\n")).len() <= 400 * 7);
    let impossible = "UID:1\nDTSTART:20200230T000000Z\nDTEND:20200230T010000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30";
    assert_eq!(week(&event(impossible)), [""; 0]);
}

#[test]
fn a_title_is_short() {
    let long = format!(
        "UID:1\nSUMMARY:{}\nDTSTART:20261126T150000Z\nDTEND:20261126T160000Z",
        "ñ".repeat(70)
    );
    assert!(week(&event(&long))[0].chars().count() <= 60 + 18);
}

#[test]
fn an_appointment_collides_with_what_begins_before_its_hour_is_over() {
    let busy =
        Busy { from: at("2026-11-26T15:00:00Z"), to: at("2026-11-26T16:00:00Z"), title: None };
    for (begins, collides) in [
        ("13:59", false),
        ("14:00", false),
        ("14:01", true),
        ("15:30", true),
        ("15:59", true),
        ("16:00", false),
    ] {
        assert_eq!(busy.collides(at(&format!("2026-11-26T{begins}:00Z"))), collides, "{begins}");
    }
}
