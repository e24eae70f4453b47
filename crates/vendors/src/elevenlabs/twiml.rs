//! Reads TwiML that another party wrote, before it is passed on to Twilio, which would do all that it says.
//!
//! Invariant: what is accepted connects the call to the agent and does nothing else: known verbs only, and each
//! address in it is one of ElevenLabs.

use url::{Host, Url};

use crate::http;

/// Verbs that reach nobody else.
const ELEMENTS: [&str; 7] =
    ["Response", "Connect", "Stream", "Parameter", "Say", "Pause", "Hangup"];
/// TwiML has at most 64 KB; ours is some hundred bytes.
const LENGTH_MAX: usize = 16 << 10;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stream {
    pub(super) conversation_id: Option<String>,
}

/// TwiML that must not reach Twilio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("TwiML that is malformed, or that leads elsewhere")]
pub(super) struct Hostile;

/// `base` is where ElevenLabs, or what stands in for it, was asked.
pub(super) fn read(twiml: &str, base: &Url) -> Result<Stream, Hostile> {
    if twiml.len() > LENGTH_MAX {
        return Err(Hostile);
    }
    let mut rest = prolog(twiml)?;
    let mut open: Vec<&str> = Vec::new();
    let mut streams = 0;
    let mut conversation_id = None;
    let mut begun = false;
    loop {
        let (text, tag) = rest.split_once('<').unwrap_or((rest, ""));
        if open.is_empty() && !text.trim().is_empty() {
            return Err(Hostile);
        }
        if tag.is_empty() {
            let finished = begun && open.is_empty() && text.len() == rest.len();
            return if finished && streams == 1 {
                Ok(Stream { conversation_id })
            } else {
                Err(Hostile)
            };
        }
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").ok_or(Hostile)?.1;
            continue;
        }
        if let Some(closing) = tag.strip_prefix('/') {
            let (name, after) = closing.split_once('>').ok_or(Hostile)?;
            if open.pop() != Some(name.trim_end()) {
                return Err(Hostile);
            }
            rest = after;
            continue;
        }
        let element = Element::read(tag)?;
        if begun && open.is_empty() || !ELEMENTS.contains(&element.name) {
            return Err(Hostile);
        }
        let parent = open.last().copied();
        match (parent, element.name) {
            (None, "Response") | (Some("Response"), "Connect" | "Say" | "Pause" | "Hangup") => {
                element.harmless(base)?;
            }
            (Some("Connect"), "Stream") => {
                element.harmless(base)?;
                let url = element.attribute("url").ok_or(Hostile)?;
                if !is_stream_of(&url, base) {
                    return Err(Hostile);
                }
                streams += 1;
            }
            (Some("Stream"), "Parameter") => {
                if element.attribute("name").as_deref() == Some("conversation_id") {
                    conversation_id = element.attribute("value").filter(|id| http::is_plain(id));
                }
            }
            _ => return Err(Hostile),
        }
        begun = true;
        if !element.closed {
            open.push(element.name);
        }
        rest = element.after;
    }
}

/// What follows the XML declaration. Document types and other instructions are not TwiML.
fn prolog(twiml: &str) -> Result<&str, Hostile> {
    match twiml.strip_prefix("<?xml") {
        Some(declaration) => declaration.split_once("?>").map(|(_, rest)| rest).ok_or(Hostile),
        None => Ok(twiml),
    }
}

struct Element<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, String)>,
    /// `<Hangup/>`
    closed: bool,
    after: &'a str,
}

impl<'a> Element<'a> {
    /// Reads a start tag whose `<` is taken off.
    fn read(tag: &'a str) -> Result<Self, Hostile> {
        let (name, mut rest) = split_name(tag)?;
        let mut attributes = Vec::new();
        loop {
            let trimmed = rest.trim_start();
            if let Some(after) = trimmed.strip_prefix("/>") {
                return Ok(Self { name, attributes, closed: true, after });
            }
            if let Some(after) = trimmed.strip_prefix('>') {
                return Ok(Self { name, attributes, closed: false, after });
            }
            if trimmed.len() == rest.len() {
                return Err(Hostile); // no blank before an attribute
            }
            let (attribute, value) = split_name(trimmed)?;
            let value = value.trim_start().strip_prefix('=').ok_or(Hostile)?.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or(Hostile)?;
            let (value, after) = value[1..].split_once(quote).ok_or(Hostile)?;
            if value.contains('<') || attributes.iter().any(|(known, _)| *known == attribute) {
                return Err(Hostile);
            }
            attributes.push((attribute, unescape(value)?));
            rest = after;
        }
    }

    fn attribute(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }

    /// Refuses `action`, `statusCallback` and the like that lead elsewhere.
    fn harmless(&self, base: &Url) -> Result<(), Hostile> {
        let harmless = self.attributes.iter().all(|(_, value)| {
            !value.contains(['/', '\\']) || parse(value).is_some_and(|url| is_theirs(&url, base))
        });
        if harmless { Ok(()) } else { Err(Hostile) }
    }
}

fn split_name(text: &str) -> Result<(&str, &str), Hostile> {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')))
        .ok_or(Hostile)?;
    if end == 0 { Err(Hostile) } else { Ok(text.split_at(end)) }
}

fn unescape(value: &str) -> Result<String, Hostile> {
    let mut parts = value.split('&');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (entity, text) = part.split_once(';').ok_or(Hostile)?;
        let code =
            |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        plain.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => match entity.strip_prefix("#x") {
                Some(digits) => code(digits, 16).ok_or(Hostile)?,
                None => {
                    entity.strip_prefix('#').and_then(|digits| code(digits, 10)).ok_or(Hostile)?
                }
            },
        });
        plain.push_str(text);
    }
    Ok(plain)
}

fn is_stream_of(url: &str, base: &Url) -> bool {
    parse(url).is_some_and(|url| {
        let scheme_fits = url.scheme() == "wss" || url.scheme() == "ws" && http::is_loopback(base);
        scheme_fits && is_theirs(&url, base)
    })
}

/// A URL without anything that parsers read differently.
fn parse(text: &str) -> Option<Url> {
    let plain = text.bytes().all(|b| b.is_ascii_graphic() && !b"\\@".contains(&b));
    Url::parse(text).ok().filter(|_| plain)
}

/// Whether a URL is one of ElevenLabs, or of what stands in for it on this machine.
fn is_theirs(url: &Url, base: &Url) -> bool {
    let encrypted = matches!(url.scheme(), "wss" | "https");
    let elevenlabs = match url.host() {
        Some(Host::Domain(name)) => name == "elevenlabs.io" || name.ends_with(".elevenlabs.io"),
        _ => false,
    };
    let stand_in = http::is_loopback(base) && url.host() == base.host();
    elevenlabs && encrypted && url.port().is_none() || stand_in
}

#[cfg(test)]
mod tests;
