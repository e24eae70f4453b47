//! What is in a message: text as WhatsApp marks it up, and what hangs on it.

use sandbox::person::Bubble;
use sandbox::twilio::messages::Attachment;
use sandbox::world::State;

use super::SYNTHETIC_MAX;

/// Characters of an address that are shown.
const LINK_MAX: usize = 36;

/// A stretch of text. Whatever is in it is shown as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Plain(String),
    Strong(String),
    Slanted(String),
    /// Where it leads, and what stands for it.
    Link(String, String),
}

/// Reads `*strong*`, `_slanted_` and web addresses.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    let mut before = None;
    while let Some(next) = rest.chars().next() {
        let at_edge = before.is_none_or(|c: char| !c.is_alphanumeric());
        let found = at_edge.then(|| marked(rest).or_else(|| link(rest))).flatten();
        let (piece, length) = match found {
            Some(found) => found,
            None => {
                plain.push(next);
                before = Some(next);
                rest = &rest[next.len_utf8()..];
                continue;
            }
        };
        if !plain.is_empty() {
            pieces.push(Piece::Plain(std::mem::take(&mut plain)));
        }
        pieces.push(piece);
        before = rest[..length].chars().next_back();
        rest = &rest[length..];
    }
    if !plain.is_empty() {
        pieces.push(Piece::Plain(plain));
    }
    pieces
}

/// A marked stretch at the beginning of the text, and its length in bytes, marks included.
fn marked(text: &str) -> Option<(Piece, usize)> {
    let mark = text.chars().next().filter(|c| matches!(c, '*' | '_'))?;
    let inner = &text[1..];
    let end = inner.find(mark)?;
    let word = &inner[..end];
    let closes = inner[end + 1..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    let tight = !word.is_empty()
        && !word.starts_with(char::is_whitespace)
        && !word.ends_with(char::is_whitespace)
        && !word.contains('\n');
    if !(closes && tight) {
        return None;
    }
    let piece = if mark == '*' { Piece::Strong } else { Piece::Slanted };
    Some((piece(word.to_owned()), end + 2))
}

fn link(text: &str) -> Option<(Piece, usize)> {
    if !(text.starts_with("https://") || text.starts_with("http://")) {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '”' | '»'));
    let url = text[..end.unwrap_or(text.len())].trim_end_matches(['.', ',', ')', '!', '?']);
    Some((Piece::Link(url.to_owned(), shortened(url)), url.len()))
}

/// An address as a chat shows it: without its scheme, and not the whole of a long one.
fn shortened(url: &str) -> String {
    let shown = url.split_once("://").map_or(url, |(_, rest)| rest);
    let mut short: String = shown.chars().take(LINK_MAX).collect();
    if short.len() < shown.len() {
        short.push('…');
    }
    short
}

/// What hangs on a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attached {
    Voice { playable: bool, heard: String },
    Contact { name: String, number: String },
    Other { kind: String },
}

impl Attached {
    #[must_use]
    pub fn of(state: &State, bubble: &Bubble) -> Option<Self> {
        let Attachment { content_type: kind, bytes } = bubble.file.as_ref()?;
        if kind.starts_with("audio/") {
            let heard = state.speech.heard(bytes).unwrap_or_default().to_owned();
            return Some(Self::Voice { playable: bytes.len() > SYNTHETIC_MAX, heard });
        }
        if kind == "text/vcard" {
            let card = String::from_utf8_lossy(bytes).into_owned();
            let field = |name: &str| {
                let line = card.lines().find(|line| line.starts_with(name));
                line.and_then(|line| line.rsplit(':').next()).unwrap_or_default().trim().to_owned()
            };
            return Some(Self::Contact { name: field("FN"), number: field("TEL") });
        }
        Some(Self::Other { kind: kind.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Piece {
        Piece::Plain(text.to_owned())
    }

    #[test]
    fn marks_and_addresses_are_read() {
        assert_eq!(
            pieces("It is *booked* _now_: https://example.org/a?b=1."),
            [
                plain("It is "),
                Piece::Strong("booked".into()),
                plain(" "),
                Piece::Slanted("now".into()),
                plain(": "),
                Piece::Link("https://example.org/a?b=1".into(), "example.org/a?b=1".into()),
                plain("."),
            ]
        );
    }

    #[test]
    fn what_only_looks_like_a_mark_stays_text() {
        for text in
            ["2*3*4", "a_b_c", "* no *", "**", "*open", "javascript:alert(1)", "_two\nlines_"]
        {
            assert_eq!(pieces(text), [plain(text)], "{text}");
        }
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(pieces("<b>x</b>"), [plain("<b>x</b>")]);
        assert_eq!(
            pieces("https://x.example/<script>"),
            [Piece::Link("https://x.example/".into(), "x.example/".into()), plain("<script>")]
        );
    }
}
