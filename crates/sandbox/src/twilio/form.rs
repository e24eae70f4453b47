//! Parameters of a request to Twilio, read strictly: what we don't know is refused, for it would be a mistake of the sender.

use axum::http::HeaderMap;
use url::Url;

use super::refusal::Refusal;

/// Form fields or query parameters in the order in which they were sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    pairs: Vec<(String, String)>,
}

impl Form {
    /// Reads a form body; a body of any other type has no fields, as far as Twilio is concerned.
    pub fn of_body(headers: &HeaderMap, body: &[u8]) -> Self {
        let content_type =
            headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_form = content_type.split(';').next().is_some_and(|kind| {
            kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        if is_form { Self::of_bytes(body) } else { Self::default() }
    }

    pub fn of_query(query: Option<&str>) -> Self {
        Self::of_bytes(query.unwrap_or_default().as_bytes())
    }

    fn of_bytes(bytes: &[u8]) -> Self {
        Self { pairs: url::form_urlencoded::parse(bytes).into_owned().collect() }
    }

    /// # Errors
    /// 20001 for a field that isn't among `single` or `repeated`, or for a `single` one that comes twice.
    pub fn only(&self, single: &[&str], repeated: &[&str]) -> Result<(), Refusal> {
        for (index, (name, _)) in self.pairs.iter().enumerate() {
            let name = name.as_str();
            if repeated.contains(&name) {
                continue;
            }
            if !single.contains(&name) {
                return Err(Refusal::parameter(format!("Unknown parameter: {name}")));
            }
            if self.pairs[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(Refusal::parameter(format!("Parameter given more than once: {name}")));
            }
        }
        Ok(())
    }

    /// The value of a field, `None` when it is absent or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.raw(name).filter(|value| !value.is_empty())
    }

    /// The value of a field, which may be empty.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn all(&self, name: &str) -> Vec<&str> {
        self.pairs
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// # Errors
    /// 20001 when the field isn't a whole number in the range.
    pub fn number(
        &self,
        name: &str,
        range: std::ops::RangeInclusive<u32>,
    ) -> Result<Option<u32>, Refusal> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match text.parse() {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => Err(Refusal::parameter(format!(
                "Parameter {name} is invalid: a number from {} to {}",
                range.start(),
                range.end()
            ))),
        }
    }

    /// # Errors
    /// 20001 when the field isn't one of these words.
    pub fn word<'a>(&'a self, name: &str, words: &[&str]) -> Result<Option<&'a str>, Refusal> {
        match self.get(name) {
            Some(word) if !words.contains(&word) => Err(Refusal::parameter(format!(
                "Parameter {name} is invalid: one of {}",
                words.join(", ")
            ))),
            word => Ok(word),
        }
    }

    /// A value that a list is filtered by.
    ///
    /// # Errors
    /// 20001 when there is a blank in it: a `+` that wasn't written `%2B`.
    pub fn filter(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match self.get(name) {
            Some(value) if value.contains(' ') => {
                Err(Refusal::parameter(format!("Parameter {name} is invalid: {value}")))
            }
            value => Ok(value),
        }
    }

    /// An address that Twilio would call.
    ///
    /// # Errors
    /// `code` when it isn't an absolute http or https URL, or its host has an underscore.
    pub fn address(&self, name: &str, code: i64) -> Result<Option<String>, Refusal> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let fits = Url::parse(text).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.host_str().is_some_and(|host| !host.contains('_'))
        });
        if fits && text.len() <= 4000 {
            Ok(Some(text.to_owned()))
        } else {
            Err(Refusal::bad(code, format!("{name} is not a valid URL: {text}")))
        }
    }
}

/// `+`, a digit that isn't 0, and 6 to 14 more.
pub fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// `prefix` and 32 lower-case hex digits.
pub fn is_sid(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        rest.len() == 32 && rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

#[cfg(test)]
mod tests {
    use super::{Form, is_e164, is_sid};

    #[test]
    fn an_unknown_field_is_refused_by_name() {
        let form = Form::of_query(Some("To=%2B12025550111&to=x"));
        let refusal = form.only(&["To"], &[]).unwrap_err();
        assert_eq!((refusal.status, refusal.code), (400, 20001));
        assert!(refusal.message.contains("to"), "{}", refusal.message);
    }

    #[test]
    fn only_a_list_may_repeat_a_name() {
        let form = Form::of_query(Some("E=1&E=2"));
        assert!(form.only(&[], &["E"]).is_ok());
        assert!(form.only(&["E"], &[]).is_err());
    }

    #[test]
    fn a_json_body_has_no_fields() {
        let mut headers = axum::http::HeaderMap::new();
        headers.insert("content-type", "application/json".parse().unwrap());
        assert_eq!(Form::of_body(&headers, b"To=1"), Form::default());
        headers.insert(
            "content-type",
            "application/x-www-form-urlencoded; charset=utf-8".parse().unwrap(),
        );
        assert_eq!(Form::of_body(&headers, b"To=1").get("To"), Some("1"));
    }

    #[test]
    fn callback_addresses_are_absolute_and_without_underscores_in_the_host() {
        let code = |url: &str| {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("Url", url)
                .finish();
            Form::of_query(Some(&query)).address("Url", 21609).err().map(|refusal| refusal.code)
        };
        assert_eq!(code("https://vocero.example.com/a_b?x=1#rc=3"), None);
        assert_eq!(code("http://127.0.0.1:8080/x"), None);
        for wrong in ["/relative", "ftp://a.example/", "https://my_host.example/", "nonsense"] {
            assert_eq!(code(wrong), Some(21609), "{wrong}");
        }
    }

    #[test]
    fn numbers_out_of_range_are_refused_not_capped() {
        let form = Form::of_query(Some("Timeout=601&Other=x"));
        assert!(form.number("Timeout", 1..=600).is_err());
        assert!(form.number("Other", 1..=600).is_err());
        assert_eq!(form.number("Absent", 1..=600), Ok(None));
    }

    #[test]
    fn a_phone_number_is_e164_or_none() {
        for right in ["+12025550100", "+541143211234", "+5491122334455"] {
            assert!(is_e164(right), "{right}");
        }
        for wrong in [
            "12025550100",
            "+0123456789",
            "+1 202 555 0100",
            "+",
            "+123456",
            "+1234567890123456",
            "+12025550100x",
        ] {
            assert!(!is_e164(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_sid_is_its_prefix_and_32_lower_case_hex_digits() {
        assert!(is_sid("CA00000000000000000000000000000abc", "CA"));
        assert!(!is_sid("CA00000000000000000000000000000ABC", "CA"));
        assert!(!is_sid("SM00000000000000000000000000000abc", "CA"));
        assert!(!is_sid("CA0", "CA"));
    }
}
