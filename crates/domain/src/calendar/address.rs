//! The address of a private calendar, in a message and kept.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An address that nobody but its owner may see; with it goes whatever the calendar holds.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

const LONGEST: usize = 1000;

/// The address of a calendar in a message, and what else the message says. `webcal` is `https` by another name.
#[must_use]
pub fn said_in(text: &str) -> Option<(Secret, String)> {
    let word = text.split_whitespace().find(|word| is_address(word))?;
    let rest = text.replacen(word, " ", 1);
    let address = bare(word);
    let about_calendars = ["calend", "agenda"].iter().any(|it| rest.to_lowercase().contains(it));
    let looks_like_one = scheme(address) == Some("webcal") || is_calendar_path(address);
    if !(about_calendars || looks_like_one) || address.len() > LONGEST {
        return None;
    }
    let address = match address.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("webcal") => format!("https://{rest}"),
        _ => address.to_owned(),
    };
    Some((Secret(address), rest.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// The same text without any address that may be a calendar's.
#[must_use]
pub fn without_addresses(text: &str) -> String {
    let hidden = |word: &str| {
        is_address(word) && (scheme(bare(word)) == Some("webcal") || is_calendar_path(bare(word)))
    };
    if !text.split_whitespace().any(hidden) {
        return text.to_owned();
    }
    let words = text.split_whitespace().map(|word| if hidden(word) { "(…)" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

fn is_address(word: &str) -> bool {
    let address = bare(word);
    matches!(scheme(address), Some("http" | "https" | "webcal"))
        && address.len() > "http://a.b".len()
}

fn bare(word: &str) -> &str {
    let opening = ['<', '(', '"', '\'', '«', '“'];
    word.trim_start_matches(opening)
        .trim_end_matches(['>', ')', '"', '\'', '»', '”', ',', '.', ';', '!'])
}

fn scheme(address: &str) -> Option<&'static str> {
    let (scheme, _) = address.split_once("://")?;
    ["http", "https", "webcal"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known))
}

fn is_calendar_path(address: &str) -> bool {
    let address = address.to_lowercase();
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.ends_with(".ics")
        || path.contains("/ical/")
        || path.contains("/calendar/")
        || path.contains("/calendars/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_in_whatever_is_said_around_it() {
        let table = [
            (
                "my calendar is https://calendar.example/ical/ana/private-123/basic.ics",
                "https://calendar.example/ical/ana/private-123/basic.ics",
            ),
            (
                "Mi calendario: <webcal://p01.example/published/2/AbC>.",
                "https://p01.example/published/2/AbC",
            ),
            ("WEBCAL://example.net/a", "https://example.net/a"),
            (
                "minha agenda é https://outlook.example/owa/x/reachcalendar",
                "https://outlook.example/owa/x/reachcalendar",
            ),
            ("https://example.net/team.ics?key=1", "https://example.net/team.ics?key=1"),
        ];
        for (text, expected) in table {
            assert_eq!(
                said_in(text).map(|(it, _)| it.reveal().to_owned()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn other_addresses_and_other_words_are_none() {
        for text in [
            "https://example.net/salon",
            "my calendar is full",
            "ftp://example.net/a.ics calendar",
            "file:///etc/a.ics",
            "calendar https://",
            "",
        ] {
            assert!(said_in(text).is_none(), "{text}");
        }
        assert!(said_in(&format!("calendar https://a.example/{}", "x".repeat(2000))).is_none());
    }

    #[test]
    fn it_is_never_shown() {
        let (secret, rest) =
            said_in("mi calendario es https://a.example/private-77.ics y gracias").unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(rest, "mi calendario es y gracias");
        let text = "hola webcal://a.example/x https://a.example/private-77.ics https://a.example/b";
        assert_eq!(without_addresses(text), "hola (…) (…) https://a.example/b");
        assert_eq!(without_addresses("dos  blancos"), "dos  blancos");
    }
}
