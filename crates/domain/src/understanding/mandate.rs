//! How far we may go in the person's name: what it may cost, and whether to ask first.

use std::ops::Range;

use super::details::Reading;
use super::price;
use super::said::{Cue, Said};
use super::words::{self, Grammar};
use crate::language::Language;

/// Words between "no more than" and the amount: "no more than, say, 40 dollars".
const BETWEEN_MAX: usize = 2;

/// What is left of "no more than 40 dollars" beside a label that says "at most": "40 dollars".
#[must_use]
pub fn without_cap(phrase: &str) -> &str {
    let digit = || phrase.find(|c: char| c.is_ascii_digit());
    let Some(start) = price::highest(phrase).map(|amount| amount.span.start).or_else(digit) else {
        return phrase;
    };
    let amount = &phrase[start..];
    let said = Said::new(amount);
    let place = |word: usize| said.tokens[said.words[word].token].span.end;
    let cap = Language::ALL.into_iter().flat_map(|language| &words::grammar(language).tops);
    let end = cap
        .filter_map(|cue| cue.find_last(&said.words))
        .filter(|found| found.start > 0 && found.end == said.words.len())
        .map(|found| place(found.start - 1))
        .min();
    &amount[..end.unwrap_or(amount.len())]
}

impl Reading<'_> {
    /// "no more than 40 dollars", "100 reais no máximo".
    pub(super) fn price_max(&self, grammar: &Grammar) -> Option<String> {
        price::amounts(self.said.text, self.language).into_iter().find_map(|amount| {
            let span = amount.span;
            let place = |word: usize| {
                let token = &self.said.tokens[self.said.words[word].token];
                token.span.clone()
            };
            let first = (0..self.said.words.len()).find(|&at| place(at).start >= span.start)?;
            let beyond = (first..self.said.words.len())
                .find(|&at| place(at).start >= span.end)
                .unwrap_or(self.said.words.len());
            let before = self.cues_in(&grammar.at_most).find(|at| {
                at.end <= first
                    && first - at.end <= BETWEEN_MAX
                    && (at.end + 1..=first).all(|word| !self.said.breaks_before(word))
            });
            if let Some(before) = before {
                return Some(self.said.text[place(before.start).start..span.end].to_owned());
            }
            let after = self.cues_in(&grammar.tops).find(|at| at.start == beyond)?;
            Some(self.said.text[span.start..place(after.end - 1).end].to_owned())
        })
    }

    /// "ask me before you confirm".
    pub(super) fn asks_first(&self, grammar: &Grammar) -> bool {
        grammar.ask_first.iter().any(|cue| cue.find(&self.said.words).is_some())
    }

    pub(super) fn cues_in<'a>(
        &'a self,
        cues: &'a [Cue],
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let words = &self.said.words;
        cues.iter().flat_map(move |cue| {
            let from = move |start: usize| cue.find_from(words, start);
            std::iter::successors(from(0), move |at| from(at.start + 1))
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Act, Asked, Context, Proposal, price, rules, without_cap};
    use crate::language::Language::{self, En, Es, Pt};

    fn read(language: Language, text: &str, asked: &[Asked]) -> Proposal {
        let now = date(2026, 11, 22).at(10, 0, 0, 0);
        rules(text, &Context { asked, ..Context::new(language, "ES", now) })
    }

    #[test]
    fn the_most_it_may_cost_is_kept_as_written() {
        for (language, text, most, minor) in [
            (En, "a haircut tomorrow, no more than 40 dollars", "no more than 40 dollars", 4000),
            (En, "haircut on Friday at 5, not over $50", "not over $50", 5000),
            (En, "a massage under 60 euros on Friday", "under 60 euros", 6000),
            (En, "haircut tomorrow, $30 max", "$30 max", 3000),
            (En, "my budget is a hundred dollars", "budget is a hundred dollars", 10_000),
            (Es, "corte de pelo el jueves, máximo 30 euros", "máximo 30 euros", 3000),
            (Es, "un masaje por no más de $ 18.000", "no más de $ 18.000", 1_800_000),
            (Es, "corte mañana, hasta 25 €", "hasta 25 €", 2500),
            (Es, "corte mañana, 25 euros como máximo", "25 euros como máximo", 2500),
            (Pt, "corte de cabelo amanhã, até 100 reais", "até 100 reais", 10_000),
            (Pt, "massagem na sexta por no máximo R$ 80", "no máximo R$ 80", 8000),
        ] {
            let found = read(language, text, &[]).price_max;
            assert_eq!(found.as_deref(), Some(most), "{text}");
            assert_eq!(price(most).map(|price| price.minor), Some(minor), "{text}");
        }
    }

    #[test]
    fn beside_a_label_only_the_amount_is_left() {
        for (said, left) in [
            ("no more than 40 dollars", "40 dollars"),
            ("no more than, say, 40 dollars", "40 dollars"),
            ("budget is a hundred dollars", "a hundred dollars"),
            ("$30 max", "$30"),
            ("$30, tops", "$30"),
            ("30 dollars at the most", "30 dollars"),
            ("up to 40", "40"),
            ("Como máximo 20.000 pesos", "20.000 pesos"),
            ("no más de $ 18.000", "$ 18.000"),
            ("25 euros como máximo", "25 euros"),
            ("hasta dos mil quinientos pesos", "dos mil quinientos pesos"),
            ("que no supere los 30 € por persona", "30 € por persona"),
            ("entre 20 y 25 euros", "25 euros"),
            ("no máximo R$ 80", "R$ 80"),
            ("100 reais no máximo", "100 reais"),
            ("até 50 reais ou menos", "50 reais"),
            ("20.000 pesos", "20.000 pesos"),
            ("lo más barato", "lo más barato"),
            ("máximo", "máximo"),
            ("", ""),
        ] {
            assert_eq!(without_cap(said), left, "{said}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_left_can_be_read_as_before(said in "\\PC{0,40}", digits in "[0-9.,$€ kmaxhast]{0,30}") {
            for text in [said, digits] {
                let left = without_cap(&text);
                proptest::prop_assert!(text.contains(left));
                if let Some(before) = price(&text) {
                    proptest::prop_assert!(price(left).is_some_and(|price| price.minor >= before.minor));
                }
            }
        }
    }

    #[test]
    fn other_limits_are_no_price() {
        for (language, text) in [
            (En, "a haircut tomorrow before 5"),
            (En, "a table for no more than 6 people"),
            (En, "last time it was 40 dollars"),
            (En, "up to 7 pm"),
            (Es, "hasta las 5 de la tarde"),
            (Es, "somos 4 como máximo"),
            (Pt, "até as 18h"),
        ] {
            assert_eq!(read(language, text, &[]).price_max, None, "{text}");
        }
    }

    #[test]
    fn whoever_wants_to_be_asked_first_is_heard() {
        for (language, text) in [
            (En, "a haircut on Friday, but ask me before you confirm"),
            (En, "haircut tomorrow. Check with me first"),
            (En, "don't book anything without asking me"),
            (Es, "corte el viernes, no confirmes sin preguntarme"),
            (Es, "dentista el jueves pero consultame antes de reservar"),
            (Es, "corte mañana, confirma conmigo antes"),
            (Pt, "corte na sexta, só confirma comigo antes"),
            (Pt, "dentista na quinta, não marque sem me perguntar"),
            (Pt, "me avisa antes de confirmar"),
        ] {
            assert!(read(language, text, &[]).ask_first, "{text}");
        }
        for (language, text) in [
            (En, "ask them whether they have parking"),
            (En, "a haircut before noon"),
            (En, "call me before five"),
            (Es, "pregunta si tienen lugar"),
            (Es, "antes de las cinco, confirma por favor"),
            (Pt, "pergunte se tem vaga antes do meio-dia"),
        ] {
            assert!(!read(language, text, &[]).ask_first, "{text}");
        }
    }

    #[test]
    fn a_yes_with_a_mandate_is_no_yes() {
        for (language, text) in [
            (En, "yes, but no more than 40 dollars"),
            (En, "yes, but ask me before you confirm"),
            (Es, "sí, máximo 30 euros"),
            (Es, "dale, pero no confirmes sin preguntarme"),
            (Pt, "pode ligar, até 100 reais"),
        ] {
            let found = read(language, text, &[Asked::Card]);
            assert_eq!((found.act, found.sure), (Act::Change, false), "{text}");
        }
    }
}
