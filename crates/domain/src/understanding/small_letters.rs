//! Whom a message wants to see, where nobody writes capitals: "at joe's barbershop", "peluquería marta", "dr. smith".

use std::ops::Range;

use super::details::Reading;
use super::signs::Sign;
use super::words::Grammar;
use crate::language::Language;

/// Words of a name; what is longer is a sentence.
const NAME_MAX: usize = 4;

/// Titles that somebody's name follows, in small letters too.
const TITLES: &[&str] = &["dr", "dra", "don", "dona"];

/// Kinds of provider before the names of which Spanish and Portuguese put them.
const KINDS: &[&str] = &[
    "barberia",
    "barbearia",
    "clinica",
    "consultorio",
    "dentista",
    "oficina",
    "parrilla",
    "peluqueria",
    "pizzaria",
    "pizzeria",
    "restaurante",
    "salao",
    "salon",
    "taller",
    "veterinaria",
];

/// "Una peluquería canina" tells what kind, "la peluquería marta" which one.
const ANY_ONE: &[&str] = &["un", "una", "um", "uma"];

impl Reading<'_> {
    /// Whoever writes their own name in capitals need not write others so.
    pub(super) fn provider_in_small_letters(
        &self,
        grammar: &Grammar,
        name: Option<&Range<usize>>,
    ) -> Option<Range<usize>> {
        let end = self.said.words.len();
        let own = |at: usize| name.is_some_and(|name| name.contains(&at));
        if (1..end).any(|at| self.said.capital(at) && !own(at)) {
            return None;
        }
        (0..end)
            .find_map(|at| self.small_title(at, grammar))
            .or_else(|| (0..end).find_map(|at| self.small_kind(at, grammar)))
            .or_else(|| (0..end).find_map(|at| self.small_at(at, grammar)))
    }

    /// "dr. smith", "don julio".
    fn small_title(&self, at: usize, grammar: &Grammar) -> Option<Range<usize>> {
        let titled = TITLES.contains(&self.said.word(at)?);
        let follows = !self.said.breaks_before(at + 1) || self.after_title(at + 1);
        let end = self.small_name(at + 1, grammar).filter(|_| titled && follows)?;
        Some(at..end)
    }

    /// "en peluquería marta", "turno peluquería marta", "no salão da joana".
    fn small_kind(&self, at: usize, grammar: &Grammar) -> Option<Range<usize>> {
        let among =
            |at: usize, list: &[&str]| self.said.word(at).is_some_and(|word| list.contains(&word));
        if self.language == Language::En || !among(at, KINDS) {
            return None;
        }
        let before = at.checked_sub(1)?;
        let article = among(before, &grammar.articles);
        let introduced = before.checked_sub(usize::from(article)).is_some_and(|before| {
            among(before, &grammar.there)
                || among(before, &grammar.with)
                || self.signs.of(Sign::Appointment).any(|f| f.at.end == before + 1)
        });
        let of = self.language == Language::Pt && among(at + 1, &["da", "do"]);
        let name = at + 1 + usize::from(of);
        let broken = (at + 1..=name).any(|at| self.said.breaks_before(at));
        let one = !among(before, ANY_ONE) && !among(name, &grammar.business);
        let end = self.small_name(name, grammar).filter(|_| introduced && one && !broken)?;
        Some(at..end)
    }

    /// English says "at" of places that have a name: "a table at la cabrera".
    fn small_at(&self, at: usize, grammar: &Grammar) -> Option<Range<usize>> {
        if self.language != Language::En || self.said.word(at) != Some("at") {
            return None;
        }
        let article = self.said.word(at + 1) == Some("the");
        let start = at + 1 + usize::from(article);
        let broken = (at + 1..=start).any(|at| self.said.breaks_before(at));
        let end = self.small_name(start, grammar).filter(|_| !broken)?;
        Some(start..end)
    }

    /// The end of a name that begins here: words that nothing else is known of, up to one of which something is.
    fn small_name(&self, start: usize, grammar: &Grammar) -> Option<usize> {
        let joins = |at: usize| {
            self.said.word(at).is_some_and(|word| grammar.name_joins.contains(&word))
                && self.may_name(at + 1, grammar)
                && !self.said.breaks_before(at + 1)
        };
        let inside = |at: usize| {
            let word = self.said.word(at).unwrap_or_default();
            let of_kind = grammar.business.contains(&word) || self.is_kind(at);
            word == "'s" || of_kind || joins(at) || self.may_name(at, grammar)
        };
        if !self.may_name(start, grammar) {
            return None;
        }
        let end = (start + 1..self.said.words.len())
            .find(|at| self.said.breaks_before(*at) || !inside(*at))
            .unwrap_or(self.said.words.len());
        let own = (start..end).filter(|at| self.said.word(*at) != Some("'s")).count();
        let closes = self.said.word(end).is_none_or(|word| {
            self.said.breaks_before(end)
                || self.is_time(end)
                || word.starts_with(|c: char| c.is_ascii_digit())
                || grammar.name_stops.contains(&word)
        });
        (closes && own <= NAME_MAX).then_some(end)
    }

    pub(super) fn may_name(&self, at: usize, grammar: &Grammar) -> bool {
        let Some(word) = self.said.word(at) else { return false };
        let known = [
            &grammar.name_stops,
            &grammar.no_names,
            &grammar.articles,
            &grammar.generic,
            &grammar.no_place,
            &grammar.before_place,
            &grammar.me,
            &grammar.my,
            &grammar.kin,
            &grammar.people,
        ];
        word.len() > 1
            && word.starts_with(|c: char| c.is_alphabetic())
            && !self.is_time(at)
            && !self.signs.cover(at)
            // "don julio": a month that is no time is a name.
            && (grammar.calendar.contains(&word) || !known.iter().any(|list| list.contains(&word)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::provider::tests::named;
    use crate::language::Language::{En, Es, Pt};

    #[test]
    fn who_writes_no_capitals_names_a_provider_all_the_same() {
        named(
            En,
            &[
                ("haircut at joe's barbershop tomorrow at 3", Some("joe's barbershop")),
                ("book a table at la cabrera for 4 on friday 9pm", Some("la cabrera")),
                ("a table at the ivy on friday", Some("ivy")),
                ("i need an appointment with dr. smith next monday", Some("dr. smith")),
            ],
        );
        named(
            Es,
            &[
                ("quiero un turno en peluquería marta mañana a las 5", Some("peluquería marta")),
                ("mañana a las 17 en la peluquería marta", Some("peluquería marta")),
                ("turno peluquería marta mañana", Some("peluquería marta")),
                ("necesito turno con el dentista lópez el jueves", Some("dentista lópez")),
                ("reservame mesa en don julio para 2 el viernes", Some("don julio")),
                ("turno con la dra ruiz el lunes", Some("dra ruiz")),
            ],
        );
        named(
            Pt,
            &[
                ("quero marcar um corte no salão da joana amanhã às 15h", Some("salão da joana")),
                ("uma mesa no restaurante figueira na sexta", Some("restaurante figueira")),
            ],
        );
    }

    #[test]
    fn small_words_that_say_something_else_name_nobody() {
        named(
            En,
            &[
                ("a haircut at noon", None),
                ("a haircut at home tomorrow", None),
                ("an appointment at the dentist on friday", None),
                ("a haircut tomorrow at 3", None),
                ("a dentist near me at the earliest", None),
                ("dental cleaning tomorrow", None),
                ("i am bad at saying what i want so please help me out here", None),
            ],
        );
        named(
            Es,
            &[
                ("turno con el dentista mañana", None),
                ("un dentista urgente", None),
                ("turno en la peluquería para mi hija el jueves", None),
                ("una peluquería cerca de palermo", None),
                ("una mesa en palermo el viernes", None),
                ("turno con un dentista bueno y barato", None),
                ("corte barba mañana", None),
                ("turno en una peluquería canina mañana", None),
                ("turno en la clínica dental mañana", None),
            ],
        );
        named(Pt, &[("dentista amanhã", None), ("um corte no salão na sexta", None)]);
    }
}
