//! A message as words to match against, and the small pattern language in which the word tables are written.
//!
//! A cue is a few words: `book a|an|the table|appointment`. A word may have alternatives (`a|an`), be optional
//! (`the?`, `a|an?`) or a beginning (`cancel*`); `_` is any one word, `...` up to four; `^` and `$` are the message's
//! ends. Nothing here knows what a cue means.

use std::ops::Range;

use crate::when::text::{Kind, Token, folded, tokens};

/// One word as it is compared; contractions are taken apart, so that several words may stand on one token.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub folded: String,
    /// Index of the token it comes from.
    pub token: usize,
}

pub(crate) struct Said<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    pub words: Vec<Word>,
    /// It is put as a question.
    pub question: bool,
}

impl<'a> Said<'a> {
    pub fn new(text: &'a str) -> Self {
        let tokens = tokens(text);
        let mut words = Vec::new();
        for (token, found) in tokens.iter().enumerate() {
            if found.kind != Kind::Sign || is_picture(&found.folded) {
                let parts = taken_apart(&found.folded);
                words.extend(parts.into_iter().map(|folded| Word { folded, token }));
            }
        }
        let question = tokens.iter().any(|t| matches!(t.folded.as_str(), "?" | "¿"));
        Self { text, tokens, words, question }
    }

    /// The original text of some words.
    pub fn original(&self, words: &Range<usize>) -> &'a str {
        self.slice(&(self.words[words.start].token..self.words[words.end - 1].token + 1))
    }

    /// The original text of some tokens.
    pub fn slice(&self, tokens: &Range<usize>) -> &'a str {
        &self.text[self.tokens[tokens.start].span.start..self.tokens[tokens.end - 1].span.end]
    }

    pub fn word(&self, at: usize) -> Option<&str> {
        self.words.get(at).map(|word| word.folded.as_str())
    }

    /// Whether a sign that ends a clause stands between this word and the one before.
    pub fn breaks_before(&self, at: usize) -> bool {
        let (Some(before), Some(word)) =
            (at.checked_sub(1).and_then(|b| self.words.get(b)), self.words.get(at))
        else {
            return true;
        };
        self.tokens[before.token..word.token]
            .iter()
            .any(|t| t.kind == Kind::Sign && ".,;:!?()¿¡".contains(&t.folded))
    }

    pub fn capital(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| self.tokens[word.token].capital)
    }
}

/// An emoji says as much as a word.
fn is_picture(sign: &str) -> bool {
    let picture = |c: char| c >= '\u{2190}' && !('\u{1f3fb}'..='\u{1f3ff}').contains(&c);
    sign.chars().any(picture)
}

/// "don't" is "do not": what is denied must be seen by every cue. Common chat spellings are spelled out.
fn taken_apart(word: &str) -> Vec<String> {
    const WHOLE: &[(&str, &str)] = &[
        ("can't", "can not"),
        ("cant", "can not"),
        ("cannot", "can not"),
        ("won't", "will not"),
        ("wont", "will not"),
        ("shan't", "shall not"),
        ("dont", "do not"),
        ("doesnt", "does not"),
        ("didnt", "did not"),
        ("isnt", "is not"),
        ("wasnt", "was not"),
        ("wouldnt", "would not"),
        ("couldnt", "could not"),
        ("havent", "have not"),
        ("im", "i am"),
        ("ive", "i have"),
        ("id", "i would"),
        ("thats", "that is"),
        ("theres", "there is"),
        ("whats", "what is"),
        ("wheres", "where is"),
        ("lets", "let us"),
        ("let's", "let us"),
        ("wanna", "want to"),
        ("gonna", "going to"),
        ("gotta", "got to"),
        ("pls", "please"),
        ("plz", "please"),
        ("thx", "thanks"),
        ("ty", "thanks"),
        ("u", "you"),
        ("ur", "your"),
        ("appt", "appointment"),
        ("youre", "you are"),
        ("ill", "i will"),
        ("q", "que"),
        ("xq", "porque"),
        ("pq", "porque"),
        ("xfa", "por favor"),
        ("porfa", "por favor"),
        ("porfis", "por favor"),
        ("vc", "voce"),
        ("hj", "hoje"),
        ("obg", "obrigado"),
        ("blz", "beleza"),
        ("tb", "tambem"),
        ("tmb", "tambien"),
        ("its", "it is"),
        ("theyre", "they are"),
        ("pfv", "por favor"),
        ("ñ", "no"),
        ("nao", "nao"),
        ("okey", "okay"),
    ];
    const ENDS: &[(&str, &str)] = &[
        ("n't", "not"),
        ("'ll", "will"),
        ("'d", "would"),
        ("'re", "are"),
        ("'ve", "have"),
        ("'m", "am"),
    ];
    if let Some((_, spelled)) = WHOLE.iter().find(|(short, _)| *short == word) {
        return spelled.split(' ').map(str::to_owned).collect();
    }
    if let Some((stem, ending)) =
        ENDS.iter().find_map(|(end, full)| Some((word.strip_suffix(end)?, *full)))
    {
        return vec![stem.to_owned(), ending.to_owned()];
    }
    if let Some(stem) = word.strip_suffix("'s") {
        let pronoun =
            ["that", "it", "what", "where", "who", "how", "there", "here", "he", "she", "when"];
        if pronoun.contains(&stem) {
            return vec![stem.to_owned(), "is".to_owned()];
        }
        return vec![stem.to_owned(), "'s".to_owned()];
    }
    vec![word.to_owned()]
}

#[derive(Debug, Clone)]
enum Step {
    Words { any_of: Vec<Pattern>, optional: bool },
    Gap,
}

#[derive(Debug, Clone)]
enum Pattern {
    Any,
    Exact(String),
    Beginning(String),
}

#[derive(Debug, Clone)]
pub(crate) struct Cue {
    steps: Vec<Step>,
    at_start: bool,
    at_end: bool,
}

/// Words that a gap may bridge.
const GAP_MAX: usize = 4;

impl Cue {
    pub fn parse(text: &str) -> Self {
        let mut cue = Self { steps: Vec::new(), at_start: false, at_end: false };
        for word in text.split_whitespace() {
            match word {
                "^" => cue.at_start = true,
                "$" => cue.at_end = true,
                "..." => cue.steps.push(Step::Gap),
                _ if word.contains('-') && !word.contains('|') => {
                    cue.steps.extend(word.split('-').map(|word| Step::Words {
                        any_of: vec![Pattern::parse(word)],
                        optional: false,
                    }));
                }
                _ => {
                    let (word, optional) =
                        word.strip_suffix('?').map_or((word, false), |word| (word, true));
                    let any_of = word.split('|').map(Pattern::parse).collect();
                    cue.steps.push(Step::Words { any_of, optional });
                }
            }
        }
        cue
    }

    /// The words one of which begins each match; nothing where that can't be listed.
    pub fn first_words(&self) -> Option<Vec<&str>> {
        let Some(Step::Words { any_of, optional: false }) = self.steps.first() else { return None };
        any_of
            .iter()
            .map(|p| if let Pattern::Exact(word) = p { Some(word.as_str()) } else { None })
            .collect()
    }

    /// The first place in the words where the cue stands.
    pub fn find(&self, words: &[Word]) -> Option<Range<usize>> {
        self.find_from(words, 0)
    }

    pub fn find_from(&self, words: &[Word], from: usize) -> Option<Range<usize>> {
        let starts = if self.at_start { 0..words.len().min(1) } else { from..words.len() };
        starts
            .filter(|start| *start >= from)
            .find_map(|start| self.end(words, start, 0).map(|end| start..end))
    }

    /// The last place in the words where the cue stands.
    pub fn find_last(&self, words: &[Word]) -> Option<Range<usize>> {
        let starts = if self.at_start { 0..words.len().min(1) } else { 0..words.len() };
        starts.rev().find_map(|start| self.end(words, start, 0).map(|end| start..end))
    }

    /// The end of the longest match that begins at `at`.
    fn end(&self, words: &[Word], at: usize, step: usize) -> Option<usize> {
        let Some(next) = self.steps.get(step) else {
            return (!self.at_end || at == words.len()).then_some(at);
        };
        match next {
            Step::Gap => (0..=GAP_MAX).find_map(|gap| {
                self.end(words, at + gap, step + 1).filter(|end| *end <= words.len())
            }),
            Step::Words { any_of, optional } => {
                let fits =
                    words.get(at).is_some_and(|word| any_of.iter().any(|p| p.fits(&word.folded)));
                let taken = if fits { self.end(words, at + 1, step + 1) } else { None };
                taken.or_else(|| if *optional { self.end(words, at, step + 1) } else { None })
            }
        }
    }
}

/// Folded, unless it is an emoji.
fn plain(word: &str) -> String {
    let folded = folded(word);
    if folded.is_empty() { word.to_owned() } else { folded }
}

impl Pattern {
    fn parse(text: &str) -> Self {
        debug_assert!(!text.contains('?'), "a whole word is optional, no alternative: {text}");
        match (text, text.strip_suffix('*')) {
            ("_", _) => Self::Any,
            (_, Some(beginning)) => Self::Beginning(folded(beginning)),
            (word, None) => {
                Self::Exact(if word.is_ascii() { word.to_owned() } else { plain(word) })
            }
        }
    }

    fn fits(&self, word: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Exact(exact) => exact == word,
            Self::Beginning(beginning) => word.starts_with(beginning),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cue, Said};

    #[track_caller]
    fn matched<'a>(cue: &str, text: &'a str) -> Option<&'a str> {
        let said = Said::new(text);
        Cue::parse(cue).find(&said.words).map(|range| said.original(&range))
    }

    #[test]
    fn a_cue_finds_its_words_and_no_others() {
        assert_eq!(
            matched("book a|an table|appointment", "Please BOOK a Table!"),
            Some("BOOK a Table")
        );
        assert_eq!(matched("book a|an? table", "book table"), Some("book table"));
        assert_eq!(matched("cancel*", "it was cancelled"), Some("cancelled"));
        assert_eq!(matched("^ yes $", "yes please"), None);
        assert_eq!(matched("^ yes please? $", "Yes, please."), Some("Yes, please"));
        assert_eq!(
            matched("call ... off", "call the whole thing off"),
            Some("call the whole thing off")
        );
        assert_eq!(matched("call ... off", "call one two three four five off"), None);
        assert_eq!(matched("book", "notebook"), None);
    }

    #[test]
    fn a_contraction_shows_its_not() {
        assert_eq!(matched("do not", "I don't know"), Some("don't"));
        assert_eq!(matched("can not", "no I cant"), Some("cant"));
    }

    #[test]
    fn an_empty_text_matches_nothing() {
        assert_eq!(matched("^ $", ""), None);
        assert_eq!(matched("...", ""), None);
    }
}
