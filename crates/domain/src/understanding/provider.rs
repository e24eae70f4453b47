//! Whom a message wants to see: "at Dr. Ruiz", "Sunrise Dental is the name of the dentist".

use std::ops::Range;

use super::details::Reading;
use super::names;
use super::signs::Sign;
use super::words::{self, Grammar};

/// Words of a name.
const NAME_MAX: usize = 8;

/// Words that say what a business is: "una vieja peluquería".
const DESCRIPTION_MAX: usize = 4;

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
            let named = || self.introduced(grammar).filter(free);
            let first = named().next()?;
            // The "con Filtro" of "en Fisio con Filtro" introduces nobody.
            named()
                .find(|other| {
                    self.said.capital(other.start)
                        && other.start < first.start
                        && first.start < other.end
                })
                .or(Some(first))
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
        named_before()
            .or_else(at_place)
            .or_else(titled)
            .or_else(answer)
            .or_else(|| self.before_number(grammar).filter(free))
            .or_else(|| self.provider_in_small_letters(grammar, name))
            .filter(free)
    }

    /// "Oak Veterinary 202-555-0108": the words in capitals on which a number follows.
    fn before_number(&self, grammar: &Grammar) -> Option<Range<usize>> {
        let token = |word: usize| &self.said.tokens[self.said.words[word].token].span;
        let of_name = |at: usize| {
            let word = self.said.word(at).unwrap_or_default();
            self.said.capital(at)
                && !self.is_time(at)
                && ![&grammar.no_names, &grammar.name_stops, &grammar.name_label]
                    .iter()
                    .any(|list| list.contains(&word) && !grammar.business.contains(&word))
        };
        self.number_spans().into_iter().find_map(|number| {
            let end =
                (0..self.said.words.len()).take_while(|at| token(*at).end <= number.start).count();
            let between = &self.said.text[token(end.checked_sub(1)?).end..number.start];
            let beside = between.chars().all(|c| c.is_whitespace() || matches!(c, ':' | '('));
            let begins =
                |at: &usize| of_name(*at) && (at + 1 == end || !self.said.breaks_before(at + 1));
            let start = (0..end).rev().take(NAME_MAX).take_while(begins).last()?;
            (beside && end - start > 1).then_some(start..end)
        })
    }

    /// What follows the introductions, in the order of these.
    fn introduced<'a>(&'a self, grammar: &'a Grammar) -> impl Iterator<Item = Range<usize>> + 'a {
        // Who goes there, and who should come to the phone, is nobody to call.
        let introduces = move |found: &Range<usize>| {
            !(self.on_card && self.is_asked_for(found, grammar)
                || self.tells_who_goes(found, grammar)
                || self.is_inside_a_name(found, grammar))
        };
        self.cues_in(&grammar.at_provider).filter(introduces).filter_map(move |found| {
            // "no Salão da Lia": a capital inside the introduction belongs to the name.
            let named = (found.start + 1..found.end).find(|at| self.said.capital(*at));
            self.provider_from(named.unwrap_or(found.end), grammar)
        })
    }

    fn provider_from(&self, start: usize, grammar: &Grammar) -> Option<Range<usize>> {
        let word = self.said.word(start)?;
        // "La Parrilla", but not "La peluquería".
        let named = start > 0 && self.said.capital(start) && self.said.capital(start + 1);
        // "Uñas en Paz" begins with no "unas".
        let article = grammar.articles.contains(&word) && !self.names_kind(start);
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
        let kind = self.is_kind(start);
        let goes_on = !self.said.breaks_before(start + 1) || self.after_title(start + 1);
        let joined = names::joined(self.said, start + 1, grammar).is_some()
            || self.prepositioned(start, start + 1, grammar).is_some();
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
        let end = self.name_from(start, grammar, NAME_MAX)?;
        let end = self
            .prepositioned(start, end, grammar)
            .or_else(|| self.described(start, end, grammar))
            .unwrap_or(end);
        // "General Practitioner" is a kind of provider, not one.
        let only_kind =
            self.signs.of(Sign::Service).any(|f| f.at.start <= start && end <= f.at.end)
                && end > start + 1;
        (!only_kind).then_some(kept.unwrap_or(start)..end)
    }

    pub(super) fn is_kind(&self, word: usize) -> bool {
        self.signs.of(Sign::Service).any(|f| f.at == (word..word + 1))
    }

    /// A service in capitals: no article and no part of a time, though it is written like one.
    pub(super) fn names_kind(&self, word: usize) -> bool {
        self.said.capital(word) && self.is_kind(word)
    }

    /// "el jueves" of "el jueves en Uñas", in bytes.
    pub(super) fn without_name(
        &self,
        span: &Range<usize>,
        grammar: &Grammar,
    ) -> Option<Range<usize>> {
        let place = |word: usize| &self.said.tokens[self.said.words[word].token].span;
        let name = (0..self.said.words.len())
            .find(|at| place(*at).end == span.end && self.names_kind(*at));
        let Some(name) = name else { return Some(span.clone()) };
        let introduced = |at: &usize| {
            self.said.word(*at).is_some_and(|word| grammar.before_place.contains(&word))
        };
        let last = (0..name).rev().find(|at| !introduced(at))?;
        let end = place(last).end;
        (end > span.start).then_some(span.start..end)
    }

    /// "Dr." ends no name.
    pub(super) fn after_title(&self, at: usize) -> bool {
        at.checked_sub(1)
            .and_then(|b| self.said.word(b))
            .is_some_and(|word| words::ABBREVIATED.contains(&word) || word.len() == 1)
    }

    /// The end of a name that a preposition carries on: "Uñas en Paz", "Fisio con Filtro".
    ///
    /// Only right after "en": "con Marta en Palermo" and "una Dermatóloga en Palermo" say where she is. English says "at"
    /// of everything, so there the name must begin with a service: "at Luigi's with Anna" names two.
    fn prepositioned(&self, start: usize, end: usize, grammar: &Grammar) -> Option<usize> {
        let among =
            |at: usize, list: &[&str]| self.said.word(at).is_some_and(|w| list.contains(&w));
        let there = start.checked_sub(1).is_some_and(|before| {
            let telling = self.is_kind(start) || !among(before, &grammar.with);
            among(before, &grammar.there) && telling
        });
        let next = end + 1;
        let goes_on = among(end, &grammar.name_prepositions)
            && self.said.capital(start)
            && self.said.capital(next)
            && !among(next, words::TITLES)
            && !among(next, &grammar.no_names)
            && !self.is_time(next)
            && !self.said.breaks_before(end)
            && !self.said.breaks_before(next);
        if end != start + 1 || !there || !goes_on {
            return None;
        }
        self.name_from(next, grammar, NAME_MAX)
    }

    /// The end of a name that says in small letters what it is: "Número de una vieja peluquería".
    fn described(&self, start: usize, end: usize, grammar: &Grammar) -> Option<usize> {
        let among =
            |at: usize, list: &[&str]| self.said.word(at).is_some_and(|w| list.contains(&w));
        let opens = self.said.capital(start)
            && !self.said.breaks_before(end)
            && among(end, &grammar.of)
            && among(end + 1, &grammar.articles);
        let inside = |at: &usize| !self.said.breaks_before(*at) && !self.is_time(*at);
        let last = (end + 1..self.said.words.len())
            .take(DESCRIPTION_MAX)
            .take_while(inside)
            .find(|at| among(*at, &grammar.business))
            .filter(|_| opens)?;
        let closes = self.said.word(last + 1).is_none_or(|word| {
            self.said.breaks_before(last + 1)
                || self.is_time(last + 1)
                || word.starts_with(|c: char| c.is_ascii_digit())
        });
        closes.then_some(last + 1)
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
pub(super) mod tests {
    use jiff::civil::date;

    use super::super::{Context, rules};
    use crate::language::Language::{self, En, Es, Pt};

    #[track_caller]
    pub(in crate::understanding) fn named(language: Language, table: &[(&str, Option<&str>)]) {
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
                (
                    "vet for my cat on Friday, Oak Veterinary +1 202-555-0108",
                    Some("Oak Veterinary"),
                ),
                ("haircut on Friday. Two Chairs: +1 202-555-0122", Some("Two Chairs")),
                ("haircut on Friday, my name is Ana Ruiz +1 202-555-0122", None),
                ("haircut. Call +1 202-555-0122 on Friday", None),
            ],
        );
        named(
            Es,
            &[
                ("Clínica Sur es el nombre de la clínica", Some("Clínica Sur")),
                ("fisio el viernes, Fisio Norte +34 915 55 01 04", Some("Fisio Norte")),
                ("un corte en peluquería marta el viernes, soy Ana Ruiz", Some("peluquería marta")),
            ],
        );
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
    fn small_words_carry_a_name_on() {
        named(
            Es,
            &[
                ("corte de pelo el jueves en Uñas en Paz, +54 11 4321-1234", Some("Uñas en Paz")),
                ("una cita mañana a las 10 en Fisio con Filtro", Some("Fisio con Filtro")),
                ("Corte de pelo en Alma en Calma el jueves", Some("Alma en Calma")),
                (
                    "corte el jueves en Número de una vieja peluquería, +54 11 4321-1234",
                    Some("Número de una vieja peluquería"),
                ),
                (
                    "corte en Número de una vieja peluquería mañana",
                    Some("Número de una vieja peluquería"),
                ),
                (
                    "corte en Número de una vieja peluquería +54 11 4321-1234",
                    Some("Número de una vieja peluquería"),
                ),
                ("una mesa en Rincón de la Abuela el viernes", Some("Rincón de la Abuela")),
                ("una mesa en Pan y Vino para 4 personas mañana", Some("Pan y Vino")),
                ("corte en Tijeras & Peines el lunes", Some("Tijeras & Peines")),
                (
                    "turno con la doctora Ana de la Fuente el lunes",
                    Some("doctora Ana de la Fuente"),
                ),
            ],
        );
        named(
            Pt,
            &[
                ("um corte na sexta no Unhas em Paz, +55 11 4321-1234", Some("Unhas em Paz")),
                ("uma consulta amanhã no Fisio com Filtro", Some("Fisio com Filtro")),
                (
                    "uma mesa no Cantinho da Vovó e Filhos na sexta",
                    Some("Cantinho da Vovó e Filhos"),
                ),
                (
                    "corte amanhã no Número de uma velha barbearia",
                    Some("Número de uma velha barbearia"),
                ),
            ],
        );
        named(
            En,
            &[
                ("a table at Bar of the Kings on Friday", Some("Bar of the Kings")),
                ("a table at Fox and the Hound tomorrow", Some("Fox and the Hound")),
                ("an appointment at Massage with Love on Friday", Some("Massage with Love")),
                ("a haircut at Smith & Sons on Friday", Some("Smith & Sons")),
                (
                    "a haircut at Echo of an old barbershop, tomorrow",
                    Some("Echo of an old barbershop"),
                ),
            ],
        );
    }

    #[test]
    fn what_only_follows_a_name_stays_out_of_it() {
        named(
            Es,
            &[
                ("corte de pelo en Marta el jueves", Some("Marta")),
                ("corte en Marta con mi hijo el jueves", Some("Marta")),
                ("corte en Marta para mi hija el jueves", Some("Marta")),
                ("corte en Marta y dentista el viernes", Some("Marta")),
                ("corte en Marta y Quiero que sea barato", Some("Marta")),
                ("corte en Marta y el Viernes dentista", Some("Marta")),
                ("corte en Marta y la Dra. Ruiz el viernes", Some("Marta")),
                ("corte en Marta en Viernes a la tarde", Some("Marta")),
                ("corte en Marta de 10 a 12", Some("Marta")),
                ("corte en Marta de una vez", Some("Marta")),
                ("corte en Marta de la calle de una peluquería", Some("Marta")),
                ("corte en Marta, en Palermo", Some("Marta")),
                ("corte con Marta en Palermo el jueves", Some("Marta")),
                ("cita en Clínica Sur en Madrid el jueves", Some("Clínica Sur")),
                ("cita en Marta con Dr. Ruiz", Some("Dr. Ruiz")),
                ("corte en la peluquería de Ana mañana", Some("Ana")),
            ],
        );
        named(
            Pt,
            &[
                ("corte no Marta com meu filho na sexta", Some("Marta")),
                ("corte com Marta em Copacabana na sexta", Some("Marta")),
                ("corte no Marta para minha filha amanhã", Some("Marta")),
                ("corte no Marta e dentista na sexta", Some("Marta")),
                ("corte no Marta da tarde de sexta", Some("Marta")),
            ],
        );
        named(
            En,
            &[
                ("a table at Luigi's and a dentist", Some("Luigi's")),
                ("a table at Luigi's and I want a dentist", Some("Luigi's")),
                ("a table at Luigi's with Anna on Friday", Some("Luigi's")),
                ("a table at Luigi's in Boston on Friday", Some("Luigi's")),
                ("I am looking for a Dermatologist in Oakland", None),
                ("an appointment with the Psychologist in Oakland", None),
                ("a table at Luigi's and Dr. Ruiz on Friday", Some("Luigi's")),
                ("a table at Luigi's with my son", Some("Luigi's")),
                ("a table at Luigi's and the Friday after", Some("Luigi's")),
            ],
        );
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
