//! The verbs that a call can be told to do. Verbs that Vocero never needs (`Dial`, `Record` …) are refused, and
//! so is what Twilio would only warn of: an attribute it doesn't know.

use serde::{Deserialize, Serialize};

use super::xml::{Element, Node, parse};

/// The longest TwiML that Twilio takes from an address, in bytes.
pub const LENGTH_MAX: usize = 64 * 1024;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verb {
    Say { text: String, language: Option<String> },
    Pause { seconds: u32 },
    Hangup,
    Reject { busy: bool },
    Redirect { url: String },
    Stream { url: String, parameters: Vec<(String, String)> },
    Gather(Gather),
}

/// Asks for keys: what is said before, and where they are posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gather {
    pub prompts: Vec<Verb>,
    /// Absent: the address that this TwiML came from.
    pub action: Option<String>,
    /// Seconds of waiting for a key; then the next verb is done.
    pub timeout_s: u32,
    pub digits_max: Option<usize>,
    pub finish: Option<char>,
}

/// Twilio's error code for TwiML it can't use, with what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {what}")]
pub struct Unusable {
    pub code: i64,
    pub what: String,
}

/// Reads TwiML of a voice call.
///
/// # Errors
/// 12100 when it isn't XML or its root isn't `Response`, 12200 when a verb or attribute isn't as it must be.
pub fn read(text: &str) -> Result<Vec<Verb>, Unusable> {
    let malformed = |what: String| Unusable { code: 12100, what };
    let root = parse(text).map_err(|error| malformed(error.to_string()))?;
    if root.name != "Response" {
        return Err(malformed(format!("the root is {}", root.name)));
    }
    allow(&root, &[])?;
    bare(&root)?;
    root.elements().map(verb).collect()
}

fn wrong(what: impl Into<String>) -> Unusable {
    Unusable { code: 12200, what: what.into() }
}

fn verb(element: &Element) -> Result<Verb, Unusable> {
    match element.name.as_str() {
        "Say" => {
            allow(element, &["voice", "language", "loop"])?;
            let text = element.text().trim().to_owned();
            if text.is_empty() || element.elements().next().is_some() {
                return Err(wrong("Say needs text and nothing else"));
            }
            Ok(Verb::Say { text, language: element.attribute("language").map(str::to_owned) })
        }
        "Pause" => {
            allow(element, &["length"])?;
            childless(element)?;
            let length = element.attribute("length").unwrap_or("1");
            let seconds = length.parse().ok().filter(|seconds| (1..=3600).contains(seconds));
            Ok(Verb::Pause { seconds: seconds.ok_or_else(|| wrong("Pause has a wrong length"))? })
        }
        "Hangup" => {
            allow(element, &[])?;
            childless(element)?;
            Ok(Verb::Hangup)
        }
        "Reject" => {
            allow(element, &["reason"])?;
            childless(element)?;
            match element.attribute("reason") {
                None | Some("rejected") => Ok(Verb::Reject { busy: false }),
                Some("busy") => Ok(Verb::Reject { busy: true }),
                Some(_) => Err(wrong("Reject has a wrong reason")),
            }
        }
        "Redirect" => {
            allow(element, &[])?;
            match element.text().trim() {
                "" => Err(wrong("Redirect needs an address")),
                url => Ok(Verb::Redirect { url: url.to_owned() }),
            }
        }
        "Connect" => connect(element),
        "Gather" => gather(element).map(Verb::Gather),
        other => Err(wrong(format!("{other} is not a verb of this sandbox"))),
    }
}

fn connect(element: &Element) -> Result<Verb, Unusable> {
    allow(element, &[])?;
    bare(element)?;
    let mut nouns = element.elements();
    let (Some(stream), None) = (nouns.next(), nouns.next()) else {
        return Err(wrong("Connect needs exactly one Stream"));
    };
    if stream.name != "Stream" {
        return Err(wrong(format!("Connect can't take {}", stream.name)));
    }
    allow(stream, &["url", "name"])?;
    bare(stream)?;
    let url = stream.attribute("url").filter(|url| url.starts_with("wss://"));
    let url = url.ok_or_else(|| wrong("Stream needs a wss address"))?.to_owned();
    if url.contains('?') {
        return Err(wrong("Stream's address can't have a query"));
    }
    let parameters = stream.elements().map(parameter).collect::<Result<_, _>>()?;
    Ok(Verb::Stream { url, parameters })
}

/// Keys only: nobody here recognises speech.
fn gather(element: &Element) -> Result<Gather, Unusable> {
    let known = ["input", "action", "method", "timeout", "numDigits", "finishOnKey", "language"];
    allow(element, &known)?;
    bare(element)?;
    if element.attribute("input").is_some_and(|input| input != "dtmf") {
        return Err(wrong("Gather takes dtmf only"));
    }
    if element.attribute("method").is_some_and(|method| method != "POST") {
        return Err(wrong("Gather posts only"));
    }
    let number = |name: &str, range: std::ops::RangeInclusive<u32>| match element.attribute(name) {
        None => Ok(None),
        Some(text) => match text.parse().ok().filter(|number| range.contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(wrong(format!("Gather has a wrong {name}"))),
        },
    };
    let finish = match element.attribute("finishOnKey") {
        None => Some('#'),
        Some("") => None,
        Some(key) => match key.chars().collect::<Vec<_>>().as_slice() {
            [key @ ('0'..='9' | '*' | '#')] => Some(*key),
            _ => return Err(wrong("Gather has a wrong finishOnKey")),
        },
    };
    let prompts: Vec<Verb> = element.elements().map(verb).collect::<Result<_, _>>()?;
    if prompts.iter().any(|prompt| !matches!(prompt, Verb::Say { .. } | Verb::Pause { .. })) {
        return Err(wrong("Gather can only say and pause"));
    }
    Ok(Gather {
        prompts,
        action: element.attribute("action").filter(|url| !url.is_empty()).map(str::to_owned),
        timeout_s: number("timeout", 1..=600)?.unwrap_or(5),
        digits_max: number("numDigits", 1..=100)?.and_then(|most| usize::try_from(most).ok()),
        finish,
    })
}

/// Name and value together: 500 characters at most.
fn parameter(element: &Element) -> Result<(String, String), Unusable> {
    if element.name != "Parameter" {
        return Err(wrong(format!("Stream can't take {}", element.name)));
    }
    allow(element, &["name", "value"])?;
    childless(element)?;
    match (element.attribute("name"), element.attribute("value")) {
        (Some(name), Some(value)) if name.chars().count() + value.chars().count() <= 500 => {
            Ok((name.to_owned(), value.to_owned()))
        }
        _ => Err(wrong("a Parameter needs a name and a value, 500 characters at most")),
    }
}

fn allow(element: &Element, names: &[&str]) -> Result<(), Unusable> {
    match element.attributes.iter().find(|(name, _)| !names.contains(&name.as_str())) {
        Some((name, _)) => Err(wrong(format!("{} has no attribute {name}", element.name))),
        None => Ok(()),
    }
}

/// No text between its elements.
fn bare(element: &Element) -> Result<(), Unusable> {
    if element.text().trim().is_empty() {
        Ok(())
    } else {
        Err(wrong(format!("{} takes no text", element.name)))
    }
}

fn childless(element: &Element) -> Result<(), Unusable> {
    let empty = element
        .children
        .iter()
        .all(|node| matches!(node, Node::Text(text) if text.trim().is_empty()));
    if empty { Ok(()) } else { Err(wrong(format!("{} takes no content", element.name))) }
}

#[cfg(test)]
mod tests {
    use super::{Gather, Verb, read};

    fn code(text: &str) -> Option<i64> {
        read(text).err().map(|error| error.code)
    }

    #[test]
    fn a_registered_conversation_is_a_stream_with_its_parameters() {
        let verbs = read(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Connect>\n<Stream url=\"wss://api.elevenlabs.io/v1/convai/conversation\">\
             <Parameter name=\"conversation_id\" value=\"conv_01\"/></Stream>\n</Connect></Response>",
        );
        let parameters = vec![("conversation_id".to_owned(), "conv_01".to_owned())];
        let url = "wss://api.elevenlabs.io/v1/convai/conversation".to_owned();
        assert_eq!(verbs, Ok(vec![Verb::Stream { url, parameters }]));
    }

    #[test]
    fn an_apology_is_said_and_then_the_call_ends() {
        let verbs =
            read("<Response><Say language=\"es-AR\">Perdón.</Say><Pause/><Hangup/></Response>")
                .unwrap();
        let say = Verb::Say { text: "Perdón.".into(), language: Some("es-AR".into()) };
        assert_eq!(verbs, [say, Verb::Pause { seconds: 1 }, Verb::Hangup]);
    }

    #[test]
    fn keys_are_asked_for_with_what_is_said_before() {
        let verbs = read(
            "<Response><Gather numDigits=\"1\" action=\"/k\"><Say>9?</Say></Gather></Response>",
        );
        let say = Verb::Say { text: "9?".into(), language: None };
        let gather = Gather {
            prompts: vec![say],
            action: Some("/k".into()),
            timeout_s: 5,
            digits_max: Some(1),
            finish: Some('#'),
        };
        assert_eq!(verbs, Ok(vec![Verb::Gather(gather)]));
    }

    #[test]
    fn what_is_no_document_with_a_response_is_error_12100() {
        for text in
            ["", "ok", "{}", "<Response>", "<response/>", "<html></html>", "<Response/><Response/>"]
        {
            assert_eq!(code(text), Some(12100), "{text}");
        }
    }

    #[test]
    fn what_breaks_the_schema_is_error_12200() {
        for inside in [
            "<Dial>+12025550100</Dial>",
            "<Gather input=\"speech\"/>",
            "<Gather timeout=\"0\"/>",
            "<Gather numDigits=\"many\"/>",
            "<Gather finishOnKey=\"12\"/>",
            "<Gather><Hangup/></Gather>",
            "<Connect><ConversationRelay url=\"wss://a.example/\"/></Connect>",
            "<say>x</say>",
            "<Say></Say>",
            "<Say volume=\"9\">x</Say>",
            "<Pause length=\"0\"/>",
            "<Pause length=\"soon\"/>",
            "<Hangup>now</Hangup>",
            "<Hangup reason=\"x\"/>",
            "<Reject reason=\"tired\"/>",
            "<Redirect></Redirect>",
            "<Connect/>",
            "<Connect><Room>x</Room></Connect>",
            "<Connect><Stream/></Connect>",
            "<Connect><Stream url=\"ws://a.example/\"/></Connect>",
            "<Connect><Stream url=\"wss://a.example/?q=1\"/></Connect>",
            "<Connect><Stream url=\"wss://a.example/\"><Parameter name=\"a\"/></Stream></Connect>",
            "<Connect><Stream url=\"wss://a.example/\"/><Stream url=\"wss://a.example/\"/></Connect>",
            "words",
        ] {
            assert_eq!(code(&format!("<Response>{inside}</Response>")), Some(12200), "{inside}");
        }
    }

    #[test]
    fn a_parameter_of_501_characters_is_too_long() {
        let with = |length: usize| {
            let value = "v".repeat(length);
            format!(
                "<Response><Connect><Stream url=\"wss://a.example/\"><Parameter name=\"n\" value=\"{value}\"/></Stream></Connect></Response>"
            )
        };
        assert_eq!(code(&with(499)), None);
        assert_eq!(code(&with(500)), Some(12200));
    }
}
