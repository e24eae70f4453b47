use super::*;
use crate::fake::{Fake, Reply};

const ICS: &[u8] = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";

fn here() -> Calendars {
    Calendars::new(CalendarLimits { on_this_machine_too: true, ..CalendarLimits::default() })
        .unwrap()
}

fn ics() -> Reply {
    Reply::bytes(200, "text/calendar", ICS)
}

async fn of(replies: impl IntoIterator<Item = Reply>) -> Result<String, CalendarError> {
    let fake = Fake::new(replies).await;
    here().fetch(&format!("{}/private-1/basic.ics", fake.base)).await
}

#[tokio::test]
async fn a_calendar_is_fetched_whatever_it_is_called() {
    assert_eq!(of([ics()]).await.unwrap().as_bytes(), ICS);
    let marked = [b"\xef\xbb\xbf\n", ICS].concat();
    assert!(of([Reply::bytes(200, "application/octet-stream", &marked)]).await.is_ok());
}

#[tokio::test]
async fn whatever_else_lies_there_is_none() {
    for (type_, body) in [
        ("text/html", &b"<html>sign in</html>"[..]),
        ("text/calendar", b""),
        ("text/calendar", b"BEGIN:VCARD\r\n"),
    ] {
        assert_eq!(of([Reply::bytes(200, type_, body)]).await, Err(CalendarError::NotACalendar));
    }
}

#[tokio::test]
async fn each_refusal_says_whether_to_come_back() {
    for (status, expected) in [
        (404, CalendarError::Refused),
        (401, CalendarError::Refused),
        (204, CalendarError::Refused),
        (429, CalendarError::Unavailable),
        (503, CalendarError::Unavailable),
    ] {
        assert_eq!(of([Reply::bytes(status, "text/plain", b"")]).await, Err(expected), "{status}");
    }
    let nobody = here().fetch("http://127.0.0.1:1/a.ics").await;
    assert_eq!(nobody, Err(CalendarError::Unavailable));
}

#[tokio::test]
async fn more_than_the_limit_is_not_read() {
    let fake = Fake::new([Reply::bytes(200, "text/calendar", &[ICS, &[b' '; 200]].concat())]).await;
    let limits =
        CalendarLimits { bytes_max: 100, on_this_machine_too: true, ..CalendarLimits::default() };
    let fetched = Calendars::new(limits).unwrap().fetch(&fake.base).await;
    assert_eq!(fetched, Err(CalendarError::NotACalendar));
}

#[tokio::test]
async fn redirects_are_followed_a_few_times_and_never_to_where_we_would_not_go() {
    let end = Fake::new([ics()]).await;
    let to = |url: &str| Reply::redirect(url);
    assert!(of([to(&format!("{}/x", end.base))]).await.is_ok());
    for inside in [
        "http://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/a.ics",
        "http://example.com/a.ics",
        "file:///etc/passwd",
        "https://[fd00::1]/a.ics",
    ] {
        assert_eq!(of([to(inside)]).await, Err(CalendarError::NotAllowed), "{inside}");
    }
    let round = Fake::new(std::iter::repeat_with(|| to("/again")).take(9)).await;
    assert_eq!(here().fetch(&round.base).await, Err(CalendarError::Refused));
}

#[tokio::test]
async fn on_the_internet_only_https_at_its_own_port_and_public_addresses_are_asked() {
    let calendars = Calendars::new(CalendarLimits::default()).unwrap();
    for address in [
        "http://calendar.example.com/a.ics",
        "https://calendar.example.com:8443/a.ics",
        "https://ana:secret@calendar.example.com/a.ics",
        "https://127.0.0.1/a.ics",
        "https://2130706433/a.ics",
        "https://0x7f.1/a.ics",
        "https://[::1]/a.ics",
        "https://[::ffff:127.0.0.1]/a.ics",
        "https://10.1.2.3/a.ics",
        "https://172.16.0.1/a.ics",
        "https://192.168.0.1/a.ics",
        "https://100.64.0.1/a.ics",
        "https://169.254.169.254/latest",
        "https://[fe80::1]/a.ics",
        "https://[fc00::1]/a.ics",
        "https://[64:ff9b::7f00:1]/a.ics",
        "https://localhost/a.ics",
        "https://intranet/a.ics",
        "ftp://example.com/a.ics",
        "nonsense",
        "",
    ] {
        assert_eq!(calendars.fetch(address).await, Err(CalendarError::NotAllowed), "{address}");
    }
    let fake = Fake::new([ics()]).await;
    assert_eq!(calendars.fetch(&fake.base).await, Err(CalendarError::NotAllowed));
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_at_the_look_up_that_the_connection_uses() {
    let calendars = Calendars::new(CalendarLimits::default()).unwrap();
    // By the machine's own list of names, as a stranger's server would answer it.
    let inside = calendars.fetch("https://localhost.localdomain/a.ics").await;
    assert!(matches!(inside, Err(CalendarError::NotAllowed | CalendarError::Unavailable)));
    use reqwest::dns::Resolve as _;
    let resolver = CheckedAddresses { trusted: String::new(), loopback_too: false };
    assert!(resolver.resolve("localhost".parse().unwrap()).await.is_err());
}

#[test]
fn no_error_shows_an_address() {
    for error in [
        CalendarError::NotAllowed,
        CalendarError::Unavailable,
        CalendarError::Refused,
        CalendarError::NotACalendar,
    ] {
        assert!(!format!("{error} {error:?}").contains("http"));
    }
}
