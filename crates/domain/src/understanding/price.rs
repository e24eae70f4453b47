//! Amounts of money as people write and say them: "R$ 80", "18.000 pesos", "forty-five dollars".

use std::ops::Range;

use super::words::money::{Money, money};
use crate::{
    language::Language,
    when::{
        sense::{Sense, Text},
        text::Kind,
    },
};

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// In hundredths: cents, céntimos, centavos.
    pub minor: i64,
    /// ISO 4217, if the words name a currency: "$" and "pesos" are those of many countries.
    pub currency: Option<&'static str>,
}

/// A price and where it stands, in bytes.
pub(super) struct Amount {
    pub price: Price,
    pub span: Range<usize>,
}

/// Codes that people write beside an amount.
const CODES: &[&str] = &[
    "USD", "EUR", "GBP", "BRL", "ARS", "MXN", "CLP", "COP", "PEN", "UYU", "CAD", "AUD", "CHF",
    "BOB", "PYG",
];

/// Digits of an amount: more are no price.
const DIGITS_MAX: usize = 9;

/// The price that a text names, in any of our languages: of "25 to 30 euros" the higher end. A number alone is one
/// too; a number among other words needs its currency.
#[must_use]
pub fn price(text: &str) -> Option<Price> {
    let named = highest(text).map(|amount| amount.price);
    named.or_else(|| Language::ALL.into_iter().find_map(|language| alone(text, language)))
}

/// The higher end of what a text names with its currency, in any of our languages.
pub(super) fn highest(text: &str) -> Option<Amount> {
    let highest = |language| {
        let amounts = amounts(text, language);
        let currency = amounts.first()?.price.currency;
        let same = amounts.into_iter().filter(|amount| amount.price.currency == currency);
        same.max_by_key(|amount| amount.price.minor)
    };
    Language::ALL.into_iter().filter_map(highest).max_by_key(|amount| amount.price.minor)
}

/// "25", "40.50", "forty-five".
fn alone(text: &str, language: Language) -> Option<Price> {
    let t = Text::new(text, language);
    let (minor, end) = Reader { t: &t, money: money(language) }.number(0)?;
    (end == t.len()).then_some(Price { minor, currency: None })
}

/// All amounts with a currency, in the order of the text.
pub(super) fn amounts(text: &str, language: Language) -> Vec<Amount> {
    let t = Text::new(text, language);
    let reader = Reader { t: &t, money: money(language) };
    let mut amounts = Vec::new();
    let mut at = 0;
    while at < t.len() {
        let Some((price, end)) = reader.amount(at) else {
            at += 1;
            continue;
        };
        amounts.push(Amount { price, span: t.tokens[at].span.start..t.tokens[end - 1].span.end });
        at = end;
    }
    amounts
}

struct Reader<'a> {
    t: &'a Text,
    money: &'static Money,
}

impl Reader<'_> {
    fn amount(&self, at: usize) -> Option<(Price, usize)> {
        let before = self.currency_before(at);
        let (minor, end) = self.number(before.map_or(at, |(_, end)| end))?;
        let (currency, end) = match (before, self.currency(end)) {
            (Some((None, _)) | None, Some((currency, end))) => (currency, end),
            (Some((currency, _)), _) => (currency, end),
            (None, None) => return None,
        };
        let (minor, end) = self.with_hundredths(minor, end);
        match self.to_higher(end, minor).filter(|_| before.is_some()) {
            Some((minor, end)) => Some((Price { minor, currency }, end)),
            None => Some((Price { minor, currency }, end)),
        }
    }

    /// "$", "R$", "US$", "EUR".
    fn currency_before(&self, at: usize) -> Option<(Option<&'static str>, usize)> {
        let dollar = |at: usize| self.t.sign(at, "$").filter(|_| self.t.glued(at));
        match self.t.tokens.get(at)?.folded.as_str() {
            "r" => dollar(at + 1).map(|end| (Some("BRL"), end)),
            "us" | "u" => {
                let end = dollar(at + 1)?;
                let after = self.t.word(end, "s").filter(|_| self.t.glued(end)).unwrap_or(end);
                Some((Some("USD"), after))
            }
            "s" => self
                .t
                .sign(at + 1, "/")
                .filter(|_| self.t.glued(at + 1))
                .map(|end| (Some("PEN"), end)),
            _ => self.sign_or_code(at),
        }
    }

    fn currency(&self, at: usize) -> Option<(Option<&'static str>, usize)> {
        let word = self.t.tokens.get(at)?.folded.as_str();
        let named = self.money.currencies.iter().find(|(_, names)| is_among(word, names));
        named.map(|(code, _)| (*code, at + 1)).or_else(|| self.currency_before(at))
    }

    fn sign_or_code(&self, at: usize) -> Option<(Option<&'static str>, usize)> {
        let token = self.t.tokens.get(at)?;
        let code = match token.folded.as_str() {
            "$" => None,
            "€" => Some("EUR"),
            "£" => Some("GBP"),
            word => Some(*CODES.iter().find(|code| code.eq_ignore_ascii_case(word))?),
        };
        // "cop" is also a policeman.
        (token.kind == Kind::Sign || token.capital).then_some((code, at + 1))
    }

    /// In hundredths.
    fn number(&self, at: usize) -> Option<(i64, usize)> {
        let (number, end) = self.written(at).or_else(|| {
            let (number, end) = self.spoken(at)?;
            Some((number * 100, end))
        })?;
        let times = |at: usize| {
            let word = self.t.tokens.get(at)?.folded.as_str();
            self.money.times.iter().find(|(_, names)| is_among(word, names))
        };
        match times(end) {
            Some((times, _)) if self.t.digits(at).is_some() => Some((number * times, end + 1)),
            _ => Some((number, end)),
        }
    }

    /// "18.000", "1,200.50", "25,5": three digits after a sign are thousands, one or two hundredths.
    fn written(&self, at: usize) -> Option<(i64, usize)> {
        let digits = |at: usize| {
            let token = self.t.tokens.get(at)?;
            (token.kind == Kind::Digits && token.folded.len() <= DIGITS_MAX)
                .then_some(&*token.folded)
        };
        let inside =
            at >= 2 && self.t.glued(at) && self.t.glued(at - 1) && digits(at - 2).is_some();
        if inside && self.t.sign(at - 1, ".,'").is_some() {
            return None;
        }
        let mut whole = digits(at)?.to_owned();
        let mut end = at + 1;
        while let Some(group) = digits(end + 1).filter(|_| {
            self.t.sign(end, ".,'").is_some() && self.t.glued(end) && self.t.glued(end + 1)
        }) {
            match group.len() {
                3 if whole.len() + 3 <= DIGITS_MAX => whole.push_str(group),
                1 | 2 => {
                    let hundredths: i64 = group.parse().ok()?;
                    let tenths = if group.len() == 1 { 10 } else { 1 };
                    return Some((whole.parse::<i64>().ok()? * 100 + hundredths * tenths, end + 2));
                }
                _ => return None,
            }
            end += 2;
        }
        Some((whole.parse::<i64>().ok()? * 100, end))
    }

    /// "forty-five", "dos mil quinientos", "cento e vinte": each part smaller than the one before.
    fn spoken(&self, at: usize) -> Option<(i64, usize)> {
        let (mut sum, mut group, mut unit) = (0, 0, i64::MAX);
        let mut end = None;
        let mut next = at;
        while let Some((word, after)) = self.number_word(next) {
            match word {
                Word::Number(number) if number < unit => {
                    group += number;
                    unit = lowest_unit(number);
                }
                Word::Times(100) if group < 10 => {
                    group = group.max(1) * 100;
                    unit = 100;
                }
                Word::Times(1000) if sum == 0 => {
                    sum = group.max(1) * 1000;
                    (group, unit) = (0, 1000);
                }
                _ => break,
            }
            end = Some(after);
            let joined = self.t.sign(after, "-").or_else(|| self.joins(after)).unwrap_or(after);
            next = if self.number_word(joined).is_some() { joined } else { after };
        }
        Some((sum + group, end?))
    }

    fn number_word(&self, at: usize) -> Option<(Word, usize)> {
        let token = self.t.tokens.get(at).filter(|token| token.kind == Kind::Word)?;
        let named = |table: &[(i64, &str)]| {
            table
                .iter()
                .find(|(_, names)| is_among(&token.folded, names))
                .map(|(number, _)| *number)
        };
        if let Some(number) = named(self.money.numbers) {
            return Some((Word::Number(number), at + 1));
        }
        if let Some(times) = named(self.money.times) {
            return Some((Word::Times(times), at + 1));
        }
        if self.t.is(at, Sense::One).is_some() {
            return self.number_word(at + 1).filter(|(word, _)| matches!(word, Word::Times(_)));
        }
        let (number, end) = self.t.simple_number(at)?;
        Some((Word::Number(i64::from(number)), end))
    }

    fn joins(&self, at: usize) -> Option<usize> {
        let token = self.t.tokens.get(at)?;
        is_among(&token.folded, self.money.and).then_some(at + 1)
    }

    /// "25 euros and 50 cents".
    fn with_hundredths(&self, minor: i64, at: usize) -> (i64, usize) {
        let start = self.joins(at).unwrap_or(at);
        let cents = || {
            let (hundredths, end) = self.number(start).filter(|(n, _)| *n < 100 * 100)?;
            let named =
                self.t.tokens.get(end).is_some_and(|t| is_among(&t.folded, self.money.hundredths));
            named.then_some((minor + hundredths / 100, end + 1))
        };
        cents().unwrap_or((minor, at))
    }

    /// "$25-30".
    fn to_higher(&self, at: usize, than: i64) -> Option<(i64, usize)> {
        let token = self.t.tokens.get(at)?;
        let joined = token.folded == "-" || is_among(&token.folded, self.money.to);
        let (minor, end) = self.written(at + 1).filter(|(minor, _)| joined && *minor > than)?;
        let other =
            self.t.any(end, &[Sense::Am, Sense::Pm, Sense::HourMark, Sense::Counted]).is_some()
                || self.t.sign(end, ":/%").is_some()
                || self.t.unit(end).is_some();
        (!other).then_some((minor, end))
    }
}

enum Word {
    Number(i64),
    Times(i64),
}

/// What may still be added to a number: 9 to twenty, 99 to two hundred, nothing to seven.
fn lowest_unit(number: i64) -> i64 {
    match number {
        100.. => 100,
        20.. if number % 10 == 0 => 10,
        _ => 0,
    }
}

fn is_among(word: &str, words: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::{Price, price};

    #[track_caller]
    fn is(table: &[(&str, i64, Option<&'static str>)]) {
        for (text, minor, currency) in table {
            assert_eq!(price(text), Some(Price { minor: *minor, currency: *currency }), "{text}");
        }
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        is(&[
            ("25 euros", 2500, Some("EUR")),
            ("$40", 4000, None),
            ("R$ 80", 8000, Some("BRL")),
            ("R$80,50", 8050, Some("BRL")),
            ("18.000 pesos", 1_800_000, None),
            ("$ 1,200.50", 120_050, None),
            ("1.234,56 €", 123_456, Some("EUR")),
            ("EUR 30", 3000, Some("EUR")),
            ("30 USD", 3000, Some("USD")),
            ("US$ 35", 3500, Some("USD")),
            ("U$S 35", 3500, Some("USD")),
            ("£12.5", 1250, Some("GBP")),
            ("S/ 50", 5000, Some("PEN")),
            ("15 mil pesos", 1_500_000, None),
            ("ARS 15.000", 1_500_000, Some("ARS")),
            ("It's 45 dollars, tax included", 4500, Some("USD")),
            ("son 25 € el corte", 2500, Some("EUR")),
            ("25 euros y 50 céntimos", 2550, Some("EUR")),
            ("25 dollars and 50 cents", 2550, Some("USD")),
            ("20k pesos", 2_000_000, None),
        ]);
    }

    #[test]
    fn amounts_are_read_as_people_say_them() {
        is(&[
            ("forty-five dollars", 4500, Some("USD")),
            ("forty five dollars", 4500, Some("USD")),
            ("a hundred and twenty euros", 12_000, Some("EUR")),
            ("two hundred bucks", 20_000, Some("USD")),
            ("ochenta euros", 8000, Some("EUR")),
            ("veinticinco euros", 2500, Some("EUR")),
            ("treinta y cinco euros", 3500, Some("EUR")),
            ("ciento veinte euros", 12_000, Some("EUR")),
            ("dos mil quinientos pesos", 250_000, None),
            ("mil pesos", 100_000, None),
            ("cem reais", 10_000, Some("BRL")),
            ("cento e vinte reais", 12_000, Some("BRL")),
            ("sessenta e cinco reais", 6500, Some("BRL")),
        ]);
    }

    #[test]
    fn of_a_span_the_higher_end_counts() {
        is(&[
            ("between 25 and 30 euros", 3000, Some("EUR")),
            ("25-30 euros", 3000, Some("EUR")),
            ("$25-30", 3000, None),
            ("$25 to 30", 3000, None),
            ("de 20 a 25 euros", 2500, Some("EUR")),
            ("20 euros, 35 with a beard trim for 35 euros", 3500, Some("EUR")),
            ("$25 at 5 pm", 2500, None),
            ("$25 - 5 pm", 2500, None),
            ("$25 to 30 people", 2500, None),
        ]);
    }

    #[test]
    fn a_number_alone_may_be_a_price_and_among_words_is_none() {
        is(&[("25", 2500, None), ("40.50", 4050, None), ("forty", 4000, None)]);
        for text in [
            "",
            "Thursday at 5",
            "we are 4 people",
            "call 912 345 678",
            "el 15 a las 10:30",
            "dollars",
            "no charge",
            "1.2345 euros",
            "12345678901 euros",
            "the $ sign",
        ] {
            assert_eq!(price(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC{0,60}", digits in "[0-9.,$€ kmil-]{0,30}") {
            let _ = (price(&text), price(&digits));
        }
    }
}
