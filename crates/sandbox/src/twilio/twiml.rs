//! The verbs that a call can be told to do. Verbs that Vocero never needs (`Dial`, `Gather`, `Record` …) are refused, and
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
    use super::{Verb, read};

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
            "<Gather/>",
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
