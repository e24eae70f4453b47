//! Who looks at what: the person and the provider whose phones are shown, and the mail that lies open.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::texts::Texts;
use domain::language::Language;

/// The rest of an address of the page.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Query {
    pub person: Option<String>,
    pub provider: Option<String>,
    pub mail: Option<String>,
    pub request: Option<String>,
    pub lang: Option<String>,
}

/// Somebody who has a phone when the town is new.
pub struct Resident {
    pub address: &'static str,
    pub name: &'static str,
    pub language: Language,
}

pub const RESIDENTS: [Resident; 5] = [
    Resident { address: "whatsapp:+12025550147", name: "Maya", language: Language::En },
    Resident { address: "whatsapp:+5491123456789", name: "Ana", language: Language::Es },
    Resident { address: "whatsapp:+5511987654321", name: "Lúcia", language: Language::Pt },
    Resident { address: "whatsapp:+34600123456", name: "Bruno", language: Language::Es },
    Resident { address: "whatsapp:+351912345678", name: "Inês", language: Language::Pt },
];

/// A number's country by its calling code: ISO code and time zone.
#[must_use]
pub fn country(number: &str) -> (&'static str, &'static str) {
    let number = number.trim_start_matches("whatsapp:");
    match () {
        () if number.starts_with("+54") => ("AR", "America/Argentina/Buenos_Aires"),
        () if number.starts_with("+55") => ("BR", "America/Sao_Paulo"),
        () if number.starts_with("+34") => ("ES", "Europe/Madrid"),
        () if number.starts_with("+351") => ("PT", "Europe/Lisbon"),
        () => ("US", "America/New_York"),
    }
}

#[must_use]
pub fn language_of(number: &str) -> Language {
    match country(number).0 {
        "AR" | "ES" => Language::Es,
        "BR" | "PT" => Language::Pt,
        _ => Language::En,
    }
}

/// Hours and minutes on the wall of whoever has this number.
#[must_use]
pub fn wall_time(at: Timestamp, number: &str) -> String {
    let zone = TimeZone::get(country(number).1).unwrap_or(TimeZone::UTC);
    at.to_zoned(zone).strftime("%H:%M").to_string()
}

#[derive(Debug, Clone)]
pub struct Look {
    /// `whatsapp:+…`
    pub person: String,
    /// E.164; absent: whoever was rung last.
    pub provider: Option<String>,
    /// Absent: the latest.
    pub mail: Option<String>,
    /// Our id of the request of which alone the timeline tells, 32 hexadecimal digits. Absent: of all.
    pub request: Option<String>,
    pub texts: Texts,
}

impl Look {
    #[must_use]
    pub fn new(query: &Query, texts: Texts) -> Self {
        let some = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let person = some(&query.person).filter(|address| is_address(address));
        let resident = || {
            let mut residents = RESIDENTS.iter();
            residents.find(|one| one.language == texts.0).unwrap_or(&RESIDENTS[0]).address
        };
        Self {
            person: person.unwrap_or_else(|| resident().to_owned()),
            provider: some(&query.provider),
            mail: some(&query.mail),
            request: some(&query.request).filter(|id| is_request(id)),
            texts,
        }
    }

    /// The address of the page that shows this.
    #[must_use]
    pub fn query(&self) -> String {
        let mut query = format!("person={}", escaped(&self.person));
        for (name, value) in
            [("provider", &self.provider), ("mail", &self.mail), ("request", &self.request)]
        {
            if let Some(value) = value {
                query.push_str(&format!("&{name}={}", escaped(value)));
            }
        }
        query
    }

    #[must_use]
    pub fn with_person(&self, person: &str) -> String {
        Self { person: person.to_owned(), request: None, ..self.clone() }.query()
    }

    #[must_use]
    pub fn with_provider(&self, provider: &str) -> String {
        Self { provider: Some(provider.to_owned()), ..self.clone() }.query()
    }

    /// The same with the timeline of one request, or of all.
    #[must_use]
    pub fn with_request(&self, request: Option<&str>) -> String {
        Self { request: request.map(str::to_owned), ..self.clone() }.query()
    }

    #[must_use]
    pub fn with_mail(&self, mail: &str) -> String {
        Self { mail: Some(mail.to_owned()), ..self.clone() }.query()
    }
}

fn is_request(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A WhatsApp address with a number, as a phone of this town has.
#[must_use]
pub fn is_address(address: &str) -> bool {
    address.strip_prefix("whatsapp:+").is_some_and(|digits| {
        (6..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Percent-encoded for an address.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' => {
                escaped.push(char::from(byte));
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_that_is_no_phone_of_the_town_is_not_looked_at() {
        for person in
            ["", "whatsapp:+1", "javascript:alert(1)", "whatsapp:+1202555<b>", "+12025550147"]
        {
            let query = Query { person: Some(person.to_owned()), ..Query::default() };
            assert_eq!(Look::new(&query, Texts(Language::Es)).person, "whatsapp:+5491123456789");
        }
    }

    #[test]
    fn a_request_is_looked_at_by_its_id_until_somebody_else_is() {
        let id = "0123456789abcdef0123456789abcdef";
        let look = |request: &str| {
            let query = Query { request: Some(request.to_owned()), ..Query::default() };
            Look::new(&query, Texts(Language::En))
        };
        assert!(look(id).query().ends_with(&format!("&request={id}")));
        assert!(!look(id).with_person("whatsapp:+34600123456").contains("request"));
        assert!(!look(id).with_request(None).contains("request"));
        for odd in ["", "1", "<script>alert(document.cookie)</script>", &id.replace('a', "é")] {
            assert_eq!(look(odd).request, None, "{odd}");
        }
    }

    #[test]
    fn an_address_of_the_page_says_what_is_shown() {
        let query = Query {
            person: Some("whatsapp:+34600123456".into()),
            provider: Some("+34&x".into()),
            ..Query::default()
        };
        let look = Look::new(&query, Texts(Language::En));
        assert_eq!(look.query(), "person=whatsapp:%2B34600123456&provider=%2B34%26x");
    }
}
