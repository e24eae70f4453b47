//! Which calls Twilio agrees to place.

use std::collections::BTreeSet;

use super::{Detection, Event, Instructions, LIMIT_S, StatusCallback};
use crate::options::Credentials;
use crate::twilio::form::{Form, is_e164};
use crate::twilio::geography::Geography;
use crate::twilio::refusal::Refusal;
use crate::twilio::webhook::{Address, Method};

const METHODS: [&str; 2] = ["GET", "POST"];
const BOOLEANS: [&str; 2] = ["true", "false"];
const EVENTS: [(&str, Event); 4] = [
    ("initiated", Event::Initiated),
    ("ringing", Event::Ringing),
    ("answered", Event::Answered),
    ("completed", Event::Completed),
];
/// Characters of a `Twiml` parameter.
const TWIML_MAX: usize = 4000;

const PARAMETERS: [&str; 35] = [
    "To",
    "From",
    "Url",
    "Method",
    "Twiml",
    "ApplicationSid",
    "FallbackUrl",
    "FallbackMethod",
    "StatusCallback",
    "StatusCallbackMethod",
    "SendDigits",
    "Timeout",
    "TimeLimit",
    "MachineDetection",
    "MachineDetectionTimeout",
    "MachineDetectionSpeechThreshold",
    "MachineDetectionSpeechEndThreshold",
    "MachineDetectionSilenceTimeout",
    "AsyncAmd",
    "AsyncAmdStatusCallback",
    "AsyncAmdStatusCallbackMethod",
    "Record",
    "RecordingChannels",
    "RecordingTrack",
    "RecordingStatusCallback",
    "RecordingStatusCallbackMethod",
    "RecordingStatusCallbackEvent",
    "Trim",
    "CallerId",
    "CallReason",
    "CallToken",
    "Byoc",
    "SipAuthUsername",
    "SipAuthPassword",
    "ClientNotificationUrl",
];

/// A call that was asked for and can be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub to: String,
    pub from: String,
    pub instructions: Instructions,
    pub status_callback: Option<StatusCallback>,
    pub detection: Option<Detection>,
    pub ring_limit_s: u32,
    pub limit_s: u32,
}

/// # Errors
/// What Twilio would refuse, with its code.
pub fn wanted(
    form: &Form,
    credentials: &Credentials,
    geography: &Geography,
) -> Result<Wanted, Refusal> {
    form.only(&PARAMETERS, &["StatusCallbackEvent"])?;
    let to = form.get("To").ok_or_else(|| Refusal::bad(21201, "No 'To' number is specified"))?;
    let from =
        form.get("From").ok_or_else(|| Refusal::bad(21213, "No 'From' number is specified"))?;
    if !is_e164(to) {
        return Err(Refusal::bad(21211, format!("Invalid 'To' Phone Number: {to}")));
    }
    if !is_e164(from) {
        return Err(Refusal::bad(21212, format!("Invalid 'From' Phone Number: {from}")));
    }
    if from != credentials.twilio_voice_from {
        let message = format!(
            "The source phone number provided, {from}, is not yet verified for your account"
        );
        return Err(Refusal::bad(21210, message));
    }
    geography.check(to)?;
    form.word("Trim", &["trim-silence", "do-not-trim"])?;
    form.word("Record", &BOOLEANS)?;
    Ok(Wanted {
        to: to.to_owned(),
        from: from.to_owned(),
        instructions: instructions(form)?
            .ok_or_else(|| Refusal::bad(21205, "Url parameter is required"))?,
        status_callback: status_callback(form)?,
        detection: detection(form)?,
        ring_limit_s: form.number("Timeout", 1..=600)?.unwrap_or(60),
        limit_s: form.number("TimeLimit", 1..=86_400)?.unwrap_or(LIMIT_S),
    })
}

fn method(form: &Form, name: &str) -> Result<Method, Refusal> {
    Ok(match form.word(name, &METHODS)? {
        Some("GET") => Method::Get,
        _ => Method::Post,
    })
}

/// `Url` with its fallback, or `Twiml`; if both are given, `Url` counts.
pub fn instructions(form: &Form) -> Result<Option<Instructions>, Refusal> {
    if form.get("ApplicationSid").is_some() {
        return Err(Refusal::bad(21218, "Invalid ApplicationSid"));
    }
    let fallback = match form.address("FallbackUrl", 21205)? {
        Some(url) => Some(Address { url, method: method(form, "FallbackMethod")? }),
        None => None,
    };
    if let Some(url) = form.address("Url", 21205)? {
        let address = Address { url, method: method(form, "Method")? };
        return Ok(Some(Instructions::Fetch { address, fallback }));
    }
    match form.get("Twiml") {
        Some(twiml) if twiml.chars().count() > TWIML_MAX => {
            Err(Refusal::parameter(format!("Twiml is longer than {TWIML_MAX} characters")))
        }
        Some(twiml) => Ok(Some(Instructions::Inline(twiml.to_owned()))),
        None => Ok(None),
    }
}

pub fn status_callback(form: &Form) -> Result<Option<StatusCallback>, Refusal> {
    let mut events = BTreeSet::new();
    for word in form.all("StatusCallbackEvent") {
        let event = EVENTS.iter().find(|(known, _)| *known == word).map(|(_, event)| *event);
        events.insert(
            event.ok_or_else(|| {
                Refusal::bad(21626, format!("Invalid StatusCallbackEvent: {word}"))
            })?,
        );
    }
    if events.is_empty() {
        events.insert(Event::Completed);
    }
    let Some(url) = form.address("StatusCallback", 21609)? else { return Ok(None) };
    let address = Address { url, method: method(form, "StatusCallbackMethod")? };
    Ok(Some(StatusCallback { address, events }))
}

fn detection(form: &Form) -> Result<Option<Detection>, Refusal> {
    let mode = form.word("MachineDetection", &["Enable", "DetectMessageEnd"])?;
    let timeout_s = form.number("MachineDetectionTimeout", 3..=60)?.unwrap_or(30);
    form.number("MachineDetectionSpeechThreshold", 1000..=6000)?;
    form.number("MachineDetectionSpeechEndThreshold", 500..=5000)?;
    form.number("MachineDetectionSilenceTimeout", 2000..=10_000)?;
    let is_async = form.word("AsyncAmd", &BOOLEANS)? == Some("true");
    let told = match form.address("AsyncAmdStatusCallback", 21609)? {
        Some(url) => Some(Address { url, method: method(form, "AsyncAmdStatusCallbackMethod")? }),
        None => None,
    };
    let digits = form.get("SendDigits");
    if let Some(digits) = digits {
        let fits = digits.len() <= 32
            && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'#' | b'*' | b'w' | b'W'));
        if !fits {
            return Err(Refusal::parameter("SendDigits takes up to 32 of 0-9 # * w W"));
        }
    }
    // Digits to be sent turn the detection off, without a word.
    Ok(mode.filter(|_| digits.is_none()).map(|mode| Detection {
        message_end: mode == "DetectMessageEnd",
        timeout_s,
        asynchronous: is_async.then_some(told),
    }))
}
