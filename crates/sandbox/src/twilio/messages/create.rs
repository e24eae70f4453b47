//! Which messages Twilio takes.

use std::collections::BTreeMap;

use crate::twilio::content::{Contents, Shown};
use crate::twilio::form::{Form, is_e164, is_sid};
use crate::twilio::refusal::Refusal;

/// UTF-16 units of a body.
const BODY_MAX: usize = 1600;
/// Characters of a variable's value.
const VARIABLE_MAX: usize = 1600;

const SINGLE: [&str; 23] = [
    "To",
    "From",
    "MessagingServiceSid",
    "Body",
    "ContentSid",
    "ContentVariables",
    "StatusCallback",
    "ValidityPeriod",
    "ApplicationSid",
    "MaxPrice",
    "ProvideFeedback",
    "Attempt",
    "ForceDelivery",
    "ContentRetention",
    "AddressRetention",
    "SmartEncoded",
    "TrafficType",
    "ShortenUrls",
    "ScheduleType",
    "SendAt",
    "SendAsMms",
    "RiskCheck",
    "FallbackFrom",
];
const REPEATED: [&str; 2] = ["MediaUrl", "PersistentAction"];

/// A message that was asked for and can be queued.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub to: String,
    pub from: String,
    pub shown: Shown,
    pub media_url: Option<String>,
    pub content_sid: Option<String>,
    pub status_callback: Option<String>,
}

/// # Errors
/// What Twilio would refuse at once, with its code.
pub fn wanted(form: &Form, sender: &str, contents: &Contents) -> Result<Wanted, Refusal> {
    form.only(&SINGLE, &REPEATED)?;
    let (to, from) = addresses(form, sender)?;
    form.number("ValidityPeriod", 1..=36_000)?;
    if form.get("SendAt").is_some() || form.get("ScheduleType").is_some() {
        return Err(Refusal::parameter("Scheduling needs a Messaging Service"));
    }
    let status_callback = form.address("StatusCallback", 21609)?;
    let media_url = media(form)?;
    let content_sid = form.get("ContentSid").map(str::to_owned);
    let shown = match &content_sid {
        Some(sid) => {
            if form.get("Body").is_some() || media_url.is_some() {
                return Err(Refusal::parameter(
                    "ContentSid can't be combined with Body or MediaUrl",
                ));
            }
            let content = contents.get(sid).filter(|_| is_sid(sid, "HX"));
            let content = content
                .ok_or_else(|| Refusal::bad(21655, format!("The ContentSid {sid} is invalid")))?;
            content.shown(&variables(form)?)
        }
        None if form.get("ContentVariables").is_some() => {
            return Err(Refusal::bad(21656, "ContentVariables without a ContentSid"));
        }
        None => free_form(form, media_url.is_some())?,
    };
    Ok(Wanted { to, from, shown, media_url, content_sid, status_callback })
}

fn addresses(form: &Form, sender: &str) -> Result<(String, String), Refusal> {
    let to =
        form.get("To").ok_or_else(|| Refusal::bad(21604, "A 'To' phone number is required."))?;
    if form.get("MessagingServiceSid").is_some() {
        return Err(Refusal::bad(21701, "The Messaging Service does not exist"));
    }
    let from = form
        .get("From")
        .ok_or_else(|| Refusal::bad(21603, "A 'From' phone number is required."))?;
    let (Some(recipient), Some(number)) =
        (to.strip_prefix("whatsapp:"), from.strip_prefix("whatsapp:"))
    else {
        if to.starts_with("whatsapp:") != from.starts_with("whatsapp:") {
            return Err(Refusal::bad(21910, "'To' and 'From' must be of the same channel"));
        }
        let message = format!(
            "The 'From' phone number provided ({from}) is not a valid message-capable number"
        );
        return Err(Refusal::bad(21606, message));
    };
    if !is_e164(number) {
        return Err(Refusal::bad(21212, format!("Invalid 'From' Phone Number: {from}")));
    }
    if from != sender {
        return Err(Refusal::bad(
            63007,
            "Twilio could not find a Channel with the specified From address",
        ));
    }
    if !is_e164(recipient) && !is_business_scoped(recipient) {
        return Err(Refusal::bad(21211, format!("Invalid 'To' Phone Number: {to}")));
    }
    if to == from {
        return Err(Refusal::bad(63031, "Channels message cannot have same From and To"));
    }
    Ok((to.to_owned(), from.to_owned()))
}

/// `AR.1A2B…`: a country, a dot, up to 128 letters, digits and dots.
pub fn is_business_scoped(text: &str) -> bool {
    text.split_once('.').is_some_and(|(country, rest)| {
        country.len() == 2
            && country.bytes().all(|byte| byte.is_ascii_uppercase())
            && (1..=128).contains(&rest.len())
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
    })
}

fn media(form: &Form) -> Result<Option<String>, Refusal> {
    let urls = form.all("MediaUrl");
    if urls.len() > 1 {
        return Err(Refusal::bad(21623, "WhatsApp takes one media file a message"));
    }
    form.address("MediaUrl", 21620)
}

fn variables(form: &Form) -> Result<BTreeMap<String, String>, Refusal> {
    let Some(text) = form.get("ContentVariables") else { return Ok(BTreeMap::new()) };
    let variables: BTreeMap<String, String> = serde_json::from_str(text)
        .map_err(|_| Refusal::bad(21656, "The ContentVariables parameter is invalid"))?;
    match variables.iter().find(|(_, value)| value.chars().count() > VARIABLE_MAX) {
        Some((name, _)) => Err(Refusal::bad(
            21658,
            format!("ContentVariables: {name} is longer than {VARIABLE_MAX}"),
        )),
        None => Ok(variables),
    }
}

fn free_form(form: &Form, has_media: bool) -> Result<Shown, Refusal> {
    let body = form.get("Body").unwrap_or_default();
    if body.encode_utf16().count() > BODY_MAX {
        let message =
            format!("The concatenated message body exceeds the {BODY_MAX} character limit");
        return Err(Refusal::bad(21617, message));
    }
    let mut shown = Shown::text(body);
    for action in form.all("PersistentAction") {
        let place = action.strip_prefix("geo:").and_then(place);
        let wrong = || Refusal::parameter(format!("PersistentAction is not a place: {action}"));
        (shown.place, shown.place_label) =
            place.map(|(at, label)| (Some(at), label)).ok_or_else(wrong)?;
    }
    if body.is_empty() && !has_media {
        return Err(Refusal::bad(21619, "A text message body or media urls must be specified."));
    }
    Ok(shown)
}

/// `-34.6037,-58.3816|Label`
fn place(text: &str) -> Option<((String, String), Option<String>)> {
    let (at, label) = match text.split_once('|') {
        Some((at, label)) => (at, Some(label.to_owned())),
        None => (text, None),
    };
    let (latitude, longitude) = at.split_once(',')?;
    let within =
        |text: &str, limit: f64| text.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= limit);
    (within(latitude, 90.0) && within(longitude, 180.0))
        .then(|| ((latitude.to_owned(), longitude.to_owned()), label))
}

#[cfg(test)]
mod tests {
    use super::{is_business_scoped, wanted};
    use crate::twilio::content::Contents;
    use crate::twilio::form::Form;

    const SENDER: &str = "whatsapp:+14155238886";
    const ANA: &str = "whatsapp:+5491122334455";

    fn code(fields: &[(&str, &str)]) -> Option<i64> {
        let query =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        wanted(&Form::of_query(Some(&query)), SENDER, &Contents::default())
            .err()
            .map(|refusal| refusal.code)
    }

    #[test]
    fn a_text_to_a_number_or_to_a_business_scoped_id_is_taken() {
        for to in [ANA, "whatsapp:AR.1A2B3C4D5E6F", "whatsapp:US.ENT.9Z"] {
            assert_eq!(code(&[("To", to), ("From", SENDER), ("Body", "Hola")]), None, "{to}");
        }
    }

    #[test]
    fn each_mistake_in_the_addresses_has_its_code() {
        let with = |to: &str, from: &str| code(&[("To", to), ("From", from), ("Body", "x")]);
        assert_eq!(code(&[("From", SENDER), ("Body", "x")]), Some(21604));
        assert_eq!(code(&[("To", ANA), ("Body", "x")]), Some(21603));
        assert_eq!(with("+12025550111", "+12025550100"), Some(21606));
        assert_eq!(with(ANA, "+14155238886"), Some(21910));
        assert_eq!(with(ANA, "whatsapp:+14155238887"), Some(63007));
        assert_eq!(with(ANA, "whatsapp:14155238886"), Some(21212));
        assert_eq!(with("whatsapp:5491122334455", SENDER), Some(21211));
        assert_eq!(with("whatsapp:", SENDER), Some(21211));
        assert_eq!(with(SENDER, SENDER), Some(63031));
    }

    #[test]
    fn a_body_has_1600_utf_16_units_at_most() {
        let body = |text: String| code(&[("To", ANA), ("From", SENDER), ("Body", &text)]);
        assert_eq!(body("a".repeat(1600)), None);
        assert_eq!(body("a".repeat(1601)), Some(21617));
        assert_eq!(body("ñ".repeat(1600)), None);
        assert_eq!(body("💇".repeat(801)), Some(21617));
    }

    #[test]
    fn each_mistake_in_the_content_has_its_code() {
        let with =
            |fields: &[(&str, &str)]| code(&[&[("To", ANA), ("From", SENDER)], fields].concat());
        assert_eq!(with(&[]), Some(21619));
        assert_eq!(with(&[("Body", "")]), Some(21619));
        assert_eq!(with(&[("ContentSid", "HX00000000000000000000000000000001")]), Some(21655));
        assert_eq!(with(&[("ContentSid", "nonsense")]), Some(21655));
        assert_eq!(with(&[("Body", "x"), ("ContentVariables", "{}")]), Some(21656));
        assert_eq!(with(&[("MediaUrl", "file:///etc/passwd")]), Some(21620));
        let two =
            [("MediaUrl", "https://a.example/1.png"), ("MediaUrl", "https://a.example/2.png")];
        assert_eq!(with(&two), Some(21623));
        assert_eq!(
            with(&[("Body", "x"), ("StatusCallback", "https://my_host.example/")]),
            Some(21609)
        );
        assert_eq!(with(&[("Body", "x"), ("ValidityPeriod", "36001")]), Some(20001));
        assert_eq!(with(&[("Body", "x"), ("PersistentAction", "geo:91,0")]), Some(20001));
        assert_eq!(with(&[("Body", "x"), ("Boddy", "y")]), Some(20001));
        assert_eq!(
            with(&[("Body", "x"), ("PersistentAction", "geo:-34.6037,-58.3816|Consultorio")]),
            None
        );
    }

    #[test]
    fn a_business_scoped_id_is_a_country_and_a_token() {
        assert!(is_business_scoped("AR.1A2B"));
        assert!(!is_business_scoped("ar.1A2B"));
        assert!(!is_business_scoped("ARG.1A2B"));
        assert!(!is_business_scoped("AR."));
        assert!(!is_business_scoped(&format!("AR.{}", "x".repeat(129))));
    }
}
