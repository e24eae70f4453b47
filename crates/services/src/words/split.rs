//! Long texts in parts that the chat takes, cut where a reader would pause.

/// Of one part, its number included, in UTF-16 units: the chat takes 1600 and counts some signs more than once.
/// Source: <https://www.twilio.com/docs/api/errors/21617>
pub const PART_MAX: usize = 1500;

/// Room for a part's number: `(999/999) `.
const NUMBER_MAX: usize = 10;

/// The length as the chat counts it.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// At most `max` units; what is cut off ends in an ellipsis.
pub(super) fn cut(text: &str, max: usize) -> String {
    if units(text) <= max {
        return text.to_owned();
    }
    let end = longest_prefix(text, max.saturating_sub(1));
    format!("{}…", text[..end].trim_end())
}

/// One part for a short text; else parts that begin with their number, `(1/3) `. Nothing but the blanks at the cuts
/// is lost. A text of blanks has no parts.
#[must_use]
pub fn split(body: &str) -> Vec<String> {
    let body = body.trim();
    if body.is_empty() {
        return Vec::new();
    }
    if units(body) <= PART_MAX {
        return vec![body.to_owned()];
    }
    let mut pieces = Vec::new();
    let mut rest = body;
    while !rest.is_empty() {
        let (piece, left) = rest.split_at(pause(rest, PART_MAX - NUMBER_MAX));
        pieces.push(piece.trim_end());
        rest = left.trim_start();
    }
    let count = pieces.len();
    pieces.iter().zip(1..).map(|(piece, number)| format!("({number}/{count}) {piece}")).collect()
}

/// Where to cut: the last end of a paragraph, line, sentence or word that leaves a part worth sending.
fn pause(text: &str, max: usize) -> usize {
    let end = longest_prefix(text, max);
    if end == text.len() {
        return end;
    }
    let (head, worth_it) = (&text[..end], end / 3);
    let sentence = || {
        ["… ", ". ", "! ", "? ", "” ", "» "].iter().filter_map(|mark| after_last(head, mark)).max()
    };
    let pauses: [&dyn Fn() -> Option<usize>; 4] =
        [&|| after_last(head, "\n\n"), &|| after_last(head, "\n"), &sentence, &|| {
            head.rfind(char::is_whitespace).map(|at| at + 1)
        }];
    let found = pauses.iter().find_map(|pause| pause().filter(|&at| at > worth_it));
    found.map_or(end, |at| head.floor_char_boundary(at))
}

fn after_last(text: &str, mark: &str) -> Option<usize> {
    text.rfind(mark).map(|at| at + mark.len())
}

/// The end, in bytes, of the longest prefix of at most `max` units; at least one character, so that there is progress.
fn longest_prefix(text: &str, max: usize) -> usize {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.len_utf16();
        used > max
    });
    match end {
        Some((0, first)) => first.len_utf8(),
        Some((end, _)) => end,
        None => text.len(),
    }
}
