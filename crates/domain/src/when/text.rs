//! A message as tokens: folded words, digits and signs, each with its place in the original.
//!
//! Folding drops case and accents, so that "Mañana", "manana" and "MAÑANA" are one word. What a word means is
//! unknown here.

use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Digits,
    Sign,
}

#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// Lower case, without accents.
    pub folded: String,
    /// Bytes of the original.
    pub span: Range<usize>,
    pub kind: Kind,
    /// Nothing stands between it and the token before.
    pub glued: bool,
    /// Begins with a capital in the original.
    pub capital: bool,
}

/// Longer messages are read up to here: nobody names an appointment after that many words.
const TOKENS_MAX: usize = 600;

pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut glued = false;
    for (at, letter) in text.char_indices() {
        if is_invisible(letter) {
            continue;
        }
        let span = at..at + letter.len_utf8();
        let folded = fold(letter);
        if letter.is_whitespace() || (folded.is_empty() && !combines(letter)) {
            glued = false;
            continue;
        }
        let kind = kind(letter, &folded);
        let full = tokens.len() == TOKENS_MAX;
        match tokens.last_mut() {
            Some(last) if glued && continues(last, kind, &folded) => {
                last.folded.push_str(&folded);
                last.span.end = span.end;
            }
            _ if full => break,
            _ if folded.is_empty() => {}
            _ => tokens.push(Token { folded, span, kind, glued, capital: letter.is_uppercase() }),
        }
        glued = true;
    }
    for token in &mut tokens {
        let bare = token.folded.trim_end_matches('\'').len();
        token.folded.truncate(bare.max(1));
    }
    tokens
}

/// The words of a text, folded and separated by one blank each, without signs.
pub fn folded(text: &str) -> String {
    let words: Vec<String> =
        tokens(text).into_iter().filter(|t| t.kind != Kind::Sign).map(|t| t.folded).collect();
    words.join(" ")
}

fn kind(letter: char, folded: &str) -> Kind {
    if folded.chars().all(|c| c.is_ascii_digit()) && !folded.is_empty() {
        Kind::Digits
    } else if letter.is_alphabetic() || combines(letter) || matches!(letter, 'º' | 'ª' | '°') {
        Kind::Word
    } else {
        Kind::Sign
    }
}

/// An apostrophe belongs to the word around it: "o'clock".
fn continues(last: &Token, kind: Kind, folded: &str) -> bool {
    match last.kind {
        Kind::Word => kind == Kind::Word || folded == "'",
        Kind::Digits => kind == Kind::Digits,
        Kind::Sign => false,
    }
}

fn combines(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// Joiners, marks of direction and the like, which phones put into and around words.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

fn fold(letter: char) -> String {
    if combines(letter) {
        return String::new();
    }
    letter.to_lowercase().filter(|c| !combines(*c)).map(plain).collect()
}

fn plain(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ª' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'º' | '°' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        '’' | '‘' | '´' | '`' => '\'',
        '–' | '—' | '−' | '‐' | '‑' => '-',
        // As wide as a Chinese letter: "１２：３０".
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(letter) - 0xfee0).expect("the same sign in ASCII")
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{folded, tokens};

    #[test]
    fn words_fold_and_keep_their_place() {
        let text = "Mañana, 8:30PM o’clock";
        let found: Vec<_> =
            tokens(text).into_iter().map(|t| (t.folded, text[t.span].to_owned())).collect();
        let found: Vec<_> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(
            found,
            [
                ("manana", "Mañana"),
                (",", ","),
                ("8", "8"),
                (":", ":"),
                ("30", "30"),
                ("pm", "PM"),
                ("o'clock", "o’clock")
            ]
        );
    }

    #[test]
    fn what_nobody_sees_is_not_there_and_wide_letters_are_plain() {
        assert_eq!(folded("\u{feff}Thurs\u{200b}day\u{200e} \u{202e}5\u{2060}0"), "thursday 50");
        assert_eq!(folded("\u{200d}\u{200b}"), "");
        assert_eq!(folded("ＭＡＹ １２"), "may 12");
    }

    #[test]
    fn a_decomposed_accent_is_the_same_word() {
        assert_eq!(folded("man\u{303}ana"), "manana");
        assert_eq!(folded("  ¡Sí! "), "si");
    }
}
