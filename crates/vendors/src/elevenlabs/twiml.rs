//! Reads TwiML that another party wrote, before it is passed on to Twilio, which would do all that it says.
//!
//! Invariant: what is accepted connects the call to the agent and does nothing else: known verbs only, and each
//! address in it is one of ElevenLabs.

use url::{Host, Url};

use crate::http;

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
    let mut reading = Reading { base, open: Vec::new(), begun: false, stream: None };
    let mut rest = prolog(twiml)?;
    while let Some((text, tag)) = rest.split_once('<') {
        reading.pass(text)?;
        rest = if let Some(comment) = tag.strip_prefix("!--") {
            comment.split_once("-->").ok_or(Hostile)?.1
        } else if let Some(closing) = tag.strip_prefix('/') {
            reading.leave(closing)?
        } else {
            reading.enter(&Element::read(tag)?)?
        };
    }
    reading.pass(rest)?;
    if reading.open.is_empty() { reading.stream.ok_or(Hostile) } else { Err(Hostile) }
}

struct Reading<'a> {
    base: &'a Url,
    /// Elements that are not closed yet, outermost first.
    open: Vec<&'a str>,
    begun: bool,
    stream: Option<Stream>,
}

impl<'a> Reading<'a> {
    /// Passes text, which may stand inside elements only.
    fn pass(&self, text: &str) -> Result<(), Hostile> {
        if self.open.is_empty() && !text.trim().is_empty() { Err(Hostile) } else { Ok(()) }
    }

    /// Closes an element and gives what follows.
    fn leave(&mut self, closing: &'a str) -> Result<&'a str, Hostile> {
        let (name, after) = closing.split_once('>').ok_or(Hostile)?;
        if self.open.pop() == Some(name.trim_end()) { Ok(after) } else { Err(Hostile) }
    }

    /// Accepts an element, if it reaches nobody else, and gives what follows.
    fn enter(&mut self, element: &Element<'a>) -> Result<&'a str, Hostile> {
        match (self.open.last().copied(), element.name) {
            (None, "Response") if !self.begun => element.harmless(self.base)?,
            (Some("Response"), "Connect" | "Say" | "Pause" | "Hangup") => {
                element.harmless(self.base)?;
            }
            (Some("Connect"), "Stream") if self.stream.is_none() => {
                element.harmless(self.base)?;
                let url = element.attribute("url").ok_or(Hostile)?;
                if !is_stream_of(url, self.base) {
                    return Err(Hostile);
                }
                self.stream = Some(Stream { conversation_id: None });
            }
            (Some("Stream"), "Parameter") => {
                if let (Some("conversation_id"), Some(id)) =
                    (element.attribute("name"), element.attribute("value"))
                    && http::is_plain(id)
                {
                    self.stream = Some(Stream { conversation_id: Some(id.to_owned()) });
                }
            }
            _ => return Err(Hostile),
        }
        self.begun = true;
        if !element.closed {
            self.open.push(element.name);
        }
        Ok(element.after)
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

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
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
