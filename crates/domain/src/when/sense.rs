//! What words can mean, and the reading head that every rule of the grammar moves over a text.
//!
//! A word may have several [`Sense`]s ("segunda" is Monday and second); the rules pick the one that fits. The
//! words themselves stand in one table per language, under `words`.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

use jiff::civil::Weekday;

use super::{
    PartOfDay,
    text::{Kind, Token, tokens},
    words,
};
use crate::language::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Minute,
    Hour,
    Day,
    /// Monday to Friday.
    Workday,
    Week,
    Weekend,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    Number(u32),
    Ordinal(u32),
    /// "a", "an": one, but only where something is counted.
    One,
    Zero,
    Weekday(Weekday),
    /// An abbreviation that is also another word ("sat", "mi"): needs a date beside it.
    ShortWeekday(Weekday),
    /// Those from Monday to Friday, not counted: "weekdays".
    Workdays,
    Month(i8),
    /// As [`Sense::ShortWeekday`]: "may", "set", "mar".
    ShortMonth(i8),
    /// Days from today.
    Day(i64),
    Part(PartOfDay),
    /// A part of the day that is also a plain word ("tarde" is late): needs a day or an hour beside it.
    WeakPart(PartOfDay),
    /// A part of a day counted from today: "tonight".
    DayPart(i64, PartOfDay),
    Clock(i8, i8),
    /// Hours of a day: "at the end of the day" is 17 to 20.
    Hours(i8, i8),
    /// Half and quarter, in minutes.
    Minutes(u32),
    Span(Unit),
    /// After an hour: "o'clock", "hs".
    HourMark,
    Am,
    Pm,
    /// Before an hour: "at", "a las".
    At,
    On,
    Of,
    The,
    /// Before the first end of a span: "from", "de".
    From,
    /// Before a beginning without an end: "from", "starting", "a partir de".
    Starting,
    Between,
    To,
    And,
    Until,
    After,
    Before,
    By,
    About,
    /// Before a count of units: "in two days", "dentro de dos días".
    In,
    /// After a count of units: "from now".
    FromNow,
    /// The end of what counts on from what was named before: "an hour later", "the next day".
    Later,
    /// "at the same time": as it was before.
    SameTime,
    /// Between a count of units and a date: "two days after Friday".
    CountedFrom,
    /// After an hour or a day: "or later", "en adelante".
    Onward,
    /// After an hour or a day: "at the latest".
    AtLatest,
    This,
    /// "coming": the first one that is not today.
    Coming,
    Next,
    AfterNext,
    /// What follows or stands before is over: "last", "ago".
    Gone,
    /// "last" of a series: "the last Friday of May".
    Last,
    Begin,
    Middle,
    End,
    Rest,
    /// Between minutes and an hour: "past".
    PastHour,
    /// Between an hour and its minutes: "tres y diez".
    PlusMinutes,
    /// Between minutes and an hour: "to", "para las".
    ToHour,
    /// Between an hour and minutes: "menos".
    LessMinutes,
    Early,
    Late,
    Or,
    /// Separates a second choice: "or else".
    Else,
    Not,
    Asap,
    AnyTime,
    /// "any day": says nothing, unless some days are ruled out.
    AnyDay,
    /// After a day: it suits, whatever was ruled out before.
    Fine,
    /// Beside a day or an hour: it comes to what was named before.
    Also,
    /// The same, where nothing is said after it: "Friday works too", but not "too early".
    Too,
    /// It takes the place of what was named before: "rather".
    Instead,
    /// After a day or an hour: it doesn't suit.
    Unfit,
    /// It is over: "yesterday". Also a [`Sense::Gone`] in some tables.
    Yesterday,
    /// After a number: what is counted is no date and no hour ("people", "dollars").
    Counted,
    /// Before a number: a day of the month follows ("día 15").
    DayNumber,
    /// "week of": the week in which a date lies.
    WeekOf,
    /// A kind of street, before its name ("rua") or in English after it ("avenue").
    Street,
    /// A kind of place that may be called by a date when a capital shows it: "Hospital 12 de Octubre", "May Court".
    House,
    /// Before a person's name: "Dr.", "señora".
    Title,
    /// Before the number of a house: "nº".
    HouseNumber,
    /// Before a number or a date that is no day to come on: "apt", "expires", "born".
    Label,
    /// Sounds like a time and is none: "good night".
    Nothing,
}

/// One language's words: a sense and the phrases that have it, separated by bars.
pub(crate) type Table = &'static [(Sense, &'static str)];

struct Phrase {
    words: Vec<String>,
    sense: Sense,
}

type Lexicon = HashMap<String, Vec<Phrase>>;

fn lexicon(table: Table) -> Lexicon {
    let mut lexicon = Lexicon::new();
    for (sense, phrases) in table.iter().chain(words::LABELS) {
        for phrase in phrases.split('|') {
            let words: Vec<String> = tokens(phrase).into_iter().map(|t| t.folded).collect();
            let first = words.first().expect("a phrase in a table has a word").clone();
            lexicon.entry(first).or_default().push(Phrase { words, sense: *sense });
        }
    }
    lexicon
}

fn lexicon_of(language: Language) -> &'static Lexicon {
    static EN: LazyLock<Lexicon> = LazyLock::new(|| lexicon(words::en::WORDS));
    static ES: LazyLock<Lexicon> = LazyLock::new(|| lexicon(words::es::WORDS));
    static PT: LazyLock<Lexicon> = LazyLock::new(|| lexicon(words::pt::WORDS));
    match language {
        Language::En => &EN,
        Language::Es => &ES,
        Language::Pt => &PT,
    }
}

/// A text with the senses of its words. Rules take a token's index and answer with what they read and the index
/// after it, or nothing.
pub(crate) struct Text {
    pub tokens: Vec<Token>,
    pub language: Language,
    senses: Vec<Vec<(Sense, usize)>>,
}

/// What a rule read, and where it stopped.
pub(crate) type Read<T> = Option<(T, usize)>;

impl Text {
    pub fn new(text: &str, language: Language) -> Self {
        let tokens = tokens(text);
        let lexicon = lexicon_of(language);
        let senses = (0..tokens.len()).map(|at| senses_at(&tokens, at, lexicon)).collect();
        Self { tokens, language, senses }
    }

    /// Takes the meaning from some tokens: they are parts of a name.
    pub fn blank(&mut self, tokens: Range<usize>) {
        for at in tokens {
            self.tokens[at].kind = Kind::Word;
            self.senses[at].clear();
        }
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The longest word or phrase here in whose sense `pick` finds something.
    pub fn take<T>(&self, at: usize, pick: impl Fn(Sense) -> Option<T>) -> Read<T> {
        let senses = self.senses.get(at)?;
        senses.iter().find_map(|(sense, end)| pick(*sense).map(|found| (found, *end)))
    }

    /// The end of a word or phrase here that has this sense.
    pub fn is(&self, at: usize, sense: Sense) -> Option<usize> {
        self.take(at, |s| (s == sense).then_some(())).map(|((), end)| end)
    }

    pub fn any(&self, at: usize, wanted: &[Sense]) -> Option<usize> {
        self.take(at, |s| wanted.contains(&s).then_some(())).map(|((), end)| end)
    }

    /// The index after as many of these words as stand here, maybe none.
    pub fn skip(&self, at: usize, unimportant: &[Sense]) -> usize {
        let mut at = at;
        while let Some(end) = self.any(at, unimportant) {
            at = end;
        }
        at
    }

    pub fn sign(&self, at: usize, signs: &str) -> Option<usize> {
        let token = self.tokens.get(at)?;
        (token.kind == Kind::Sign && signs.contains(token.folded.as_str())).then_some(at + 1)
    }

    pub fn word(&self, at: usize, word: &str) -> Option<usize> {
        (self.tokens.get(at)?.folded == word).then_some(at + 1)
    }

    /// A word here that means nothing to the grammar.
    pub fn unknown(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.kind == Kind::Word && self.senses[at].is_empty())
    }

    /// An unknown word with a capital: "540 North Street" is no time.
    pub fn name(&self, at: usize) -> bool {
        self.unknown(at) && self.tokens[at].capital
    }

    pub fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }

    /// Digits as a number, and how many they are.
    pub fn digits(&self, at: usize) -> Option<(u32, usize)> {
        let token =
            self.tokens.get(at).filter(|t| t.kind == Kind::Digits && t.folded.len() <= 4)?;
        Some((token.folded.parse().ok()?, token.folded.len()))
    }

    /// A number in digits or in words below a hundred: "21", "veintiuno", "twenty-one", "vinte e um".
    pub fn number(&self, at: usize) -> Read<u32> {
        if let Some((number, _)) = self.digits(at) {
            return Some((number, at + 1));
        }
        let (number, end) = self.simple_number(at)?;
        if number >= 20 && number.is_multiple_of(10) {
            let joined = self.sign(end, "-").or_else(|| self.is(end, Sense::And)).unwrap_or(end);
            if let Some((units @ 1..=9, end)) = self.simple_number(joined) {
                return Some((number + units, end));
            }
        }
        Some((number, end))
    }

    /// A number of one word, so that "veinte y cinco" can also be 20:05.
    pub fn simple_number(&self, at: usize) -> Read<u32> {
        if let Some((number, _)) = self.digits(at) {
            return Some((number, at + 1));
        }
        self.take(at, |s| if let Sense::Number(n) = s { Some(n) } else { None })
    }

    /// A number that counts units: "two", "a couple of", "an".
    pub fn count(&self, at: usize) -> Read<u32> {
        self.number(at).or_else(|| self.is(at, Sense::One).map(|end| (1, end)))
    }

    /// "1st", "first", "twenty-first", "vigésimo segundo", "1º".
    pub fn ordinal(&self, at: usize) -> Read<u32> {
        let word = |at| self.take(at, |s| if let Sense::Ordinal(n) = s { Some(n) } else { None });
        if let Some((number, _)) = self.digits(at) {
            let dotted =
                self.sign(at + 1, ".").filter(|_| self.glued(at + 1) && self.glued(at + 2));
            let suffix_at = dotted.unwrap_or(at + 1);
            let suffix = self.tokens.get(suffix_at).filter(|t| t.kind == Kind::Word)?;
            let known: &[&str] = match self.language {
                Language::En => &["st", "nd", "rd", "th"],
                Language::Es | Language::Pt => {
                    &["o", "a", "ro", "er", "ero", "do", "to", "vo", "mo", "no"]
                }
            };
            let close = suffix.glued || self.language == Language::En;
            return (close && known.contains(&suffix.folded.as_str()))
                .then_some((number, suffix_at + 1));
        }
        if let Some((tens, end)) = self.take(at, |s| match s {
            Sense::Number(n) | Sense::Ordinal(n) if n >= 20 && n.is_multiple_of(10) => Some(n),
            _ => None,
        }) && let Some((units @ 1..=9, end)) = word(self.sign(end, "-").unwrap_or(end))
        {
            return Some((tens + units, end));
        }
        word(at)
    }

    pub fn unit(&self, at: usize) -> Read<Unit> {
        self.take(at, |s| if let Sense::Span(unit) = s { Some(unit) } else { None })
    }

    pub fn part(&self, at: usize) -> Read<PartOfDay> {
        self.take(at, |s| if let Sense::Part(part) = s { Some(part) } else { None })
    }

    /// A part of the day where a day or an hour stands beside it.
    pub fn any_part(&self, at: usize) -> Read<PartOfDay> {
        self.take(at, |s| match s {
            Sense::Part(part) | Sense::WeakPart(part) => Some(part),
            _ => None,
        })
    }
}

fn senses_at(tokens: &[Token], at: usize, lexicon: &Lexicon) -> Vec<(Sense, usize)> {
    let Some(phrases) = lexicon.get(&tokens[at].folded) else { return Vec::new() };
    let fits = |phrase: &&Phrase| {
        phrase.words.len() <= tokens.len() - at
            && phrase.words.iter().zip(&tokens[at..]).all(|(word, token)| *word == token.folded)
    };
    let mut found: Vec<(Sense, usize)> =
        phrases.iter().filter(fits).map(|phrase| (phrase.sense, at + phrase.words.len())).collect();
    found.sort_by_key(|(_, end)| std::cmp::Reverse(*end));
    found
}
