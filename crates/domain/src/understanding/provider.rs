//! Whom a message wants to see: "at Dr. Ruiz", "Sunrise Dental is the name of the dentist".

use std::ops::Range;

use super::details::Reading;
use super::names;
use super::signs::Sign;
use super::words::{self, Grammar};

impl Reading<'_> {
    /// "at Dr. Ruiz", "en lo de Marta", "con la doctora Ruiz".
    pub(super) fn provider(
        &self,
        grammar: &Grammar,
        name: Option<&Range<usize>>,
    ) -> Option<Range<usize>> {
        let free = |range: &Range<usize>| {
            name.is_none_or(|name| name.end <= range.start || range.end <= name.start)
        };
        let titled = || self.titled(grammar);
        let at_place = || {
            grammar.at_provider.iter().find_map(|cue| {
                let mut from = 0;
                while let Some(found) = cue.find_from(&self.said.words, from) {
                    from = found.end;
                    // "no Salão da Lia": a capital inside the introduction belongs to the name.
                    let named = (found.start + 1..found.end).find(|at| self.said.capital(*at));
                    if let Some(range) =
                        self.provider_from(named.unwrap_or(found.end), grammar).filter(free)
                    {
                        return Some(range);
                    }
                }
                None
            })
        };
        let named_before = || {
            let cue = grammar.is_provider.iter().find_map(|cue| cue.find(&self.said.words))?;
            let of_name = |at: &usize| {
                self.said.capital(*at) && (at + 1 == cue.start || !self.said.breaks_before(at + 1))
            };
            let start = (0..cue.start).rev().take(6).take_while(of_name).last()?;
            Some(start..cue.start)
        };
        let answer = || {
            let found = names::provider(self.said, self.language)?;
            let evident = found.weight >= names::SURE && found.words.len() > 1;
            (self.wants_provider || evident).then_some(found.words)
        };
        named_before().or_else(at_place).or_else(titled).or_else(answer).filter(free)
    }

    fn provider_from(&self, start: usize, grammar: &Grammar) -> Option<Range<usize>> {
        let word = self.said.word(start)?;
        // "La Parrilla", but not "La peluquería".
        let named = start > 0 && self.said.capital(start) && self.said.capital(start + 1);
        let article = grammar.articles.contains(&word);
        if self.is_time(start)
            || article && !self.said.capital(start + 1)
            || self.said.breaks_before(start)
        {
            return None;
        }
        let kept = if article && named && !self.said.breaks_before(start + 1) {
            Some(start)
        } else {
            None
        };
        let start = start + usize::from(article);
        let kind =
            self.signs.of(Sign::Service).any(|f| f.at.start == start && f.at.end == start + 1);
        let goes_on = !self.said.breaks_before(start + 1) || self.after_title(start + 1);
        let joined =
            self.said.word(start + 1).is_some_and(|word| grammar.name_joins.contains(&word))
                && self.said.capital(start + 2);
        let more = goes_on && (joined || self.said.capital(start + 1));
        let title = words::TITLES.contains(&self.said.word(start)?);
        let common = self.said.word(start).is_some_and(|word| {
            grammar.no_names.contains(&word) || grammar.generic.contains(&word)
        });
        let lone = self.said.capital(start) && (!common || more);
        let named = if kind || title { more } else { lone };
        if !named {
            return None;
        }
        let end = self.name_from(start, grammar, 8)?;
        // "General Practitioner" is a kind of provider, not one.
        let only_kind =
            self.signs.of(Sign::Service).any(|f| f.at.start <= start && end <= f.at.end)
                && end > start + 1;
        (!only_kind).then_some(kept.unwrap_or(start)..end)
    }

    /// "Dr. Ruiz" wherever it stands.
    fn titled(&self, grammar: &Grammar) -> Option<Range<usize>> {
        let title = (0..self.said.words.len()).find(|at| {
            let word = self.said.word(*at).unwrap_or_default();
            let ends = self.said.breaks_before(at + 1) && !words::ABBREVIATED.contains(&word);
            words::TITLES.contains(&word) && self.said.capital(at + 1) && !ends
        })?;
        let end = self.name_from(title + 1, grammar, 4)?;
        Some(title..end)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Context, rules};
    use crate::language::Language::{self, En, Es, Pt};

    #[track_caller]
    fn named(language: Language, table: &[(&str, Option<&str>)]) {
        let now = date(2026, 11, 22).at(10, 0, 0, 0);
        for (text, expected) in table {
            let found = rules(text, &Context::new(language, "ES", now));
            assert_eq!(found.provider.as_deref(), *expected, "{text}");
        }
    }

    #[test]
    fn a_provider_is_named_before_or_after_what_it_is() {
        named(
            En,
            &[
                ("No. Sunrise Dental is the name of the dentist.", Some("Sunrise Dental")),
                ("An appointment on Friday. It's the Revamp Salon.", Some("Revamp Salon")),
                ("Book at Main Street Dental and I would like Friday", Some("Main Street Dental")),
            ],
        );
        named(Es, &[("Clínica Sur es el nombre de la clínica", Some("Clínica Sur"))]);
        named(Pt, &[("Marta Souza é minha dentista", Some("Marta Souza"))]);
    }

    #[test]
    fn what_belongs_to_a_name_stays_in_it() {
        named(
            En,
            &[
                ("a table for 4 at Luigi's on Friday at 8 pm", Some("Luigi's")),
                ("a table at Luigi's", Some("Luigi's")),
                ("a table at Luigi's tomorrow", Some("Luigi's")),
                ("Luigi's number is 202-555-0143, a table at Luigi's", Some("Luigi's")),
                ("a haircut at Marta's salon on Friday", Some("Marta")),
            ],
        );
        named(
            Es,
            &[
                ("una mesa en La Parrilla el viernes a las 21", Some("La Parrilla")),
                ("una mesa para 4 en El Bulli mañana", Some("El Bulli")),
                ("una mesa en la Parrilla Norte mañana", Some("Parrilla Norte")),
            ],
        );
        named(Pt, &[("uma mesa no O Velho na sexta", Some("O Velho"))]);
    }

    #[test]
    fn small_words_in_capitals_are_nobody() {
        named(
            En,
            &[
                ("I need to see a doctor for I have a headache", None),
                ("Find me a salon, is it called Unisex?", None),
                ("I need a physical. Are you down with that?", None),
            ],
        );
    }
}
