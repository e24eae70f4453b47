//! What a provider wants to know beyond who, what and when.
//!
//! A fact is said with words that are the fact ("first visit"), after words that announce it ("my insurance is …"),
//! beside them ("Aetna insurance"), or behind a label ("Insurance: …"). The words stand in one table per language, under
//! `words/facts`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Asked;
use super::party::party;
use super::said::{Cue, Said};
use super::words::{self, facts as tables};
use crate::language::Language;

/// A fact about the person or their errand that providers of some services ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Insurer, plan or member number; "none" is an answer too.
    Insurance,
    /// Whether the person has been there before.
    FirstVisit,
    /// Make, model or number plate.
    Vehicle,
    /// How many people come.
    PartySize,
    /// Kind, breed or name of the animal.
    Animal,
    /// Where somebody is to come to.
    Address,
    /// What somebody who comes does not eat.
    Diet,
}

/// A fact as the person put it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidFact {
    pub fact: Fact,
    pub text: String,
}

impl Fact {
    pub const ALL: [Self; 7] = [
        Self::Insurance,
        Self::FirstVisit,
        Self::Vehicle,
        Self::PartySize,
        Self::Animal,
        Self::Address,
        Self::Diet,
    ];

    /// As the setting files, the model and the voice agent name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Insurance => "insurance",
            Self::FirstVisit => "first_visit",
            Self::Vehicle => "vehicle",
            Self::PartySize => "party_size",
            Self::Animal => "animal",
            Self::Address => "address",
            Self::Diet => "diet",
        }
    }
}

struct Ready {
    fact: Fact,
    language: Language,
    are: Vec<Cue>,
    announce: Vec<Cue>,
    beside: Vec<Cue>,
    label: Vec<Cue>,
}

fn ready(language: Language) -> &'static [Ready] {
    static READY: LazyLock<[Vec<Ready>; 3]> = LazyLock::new(|| {
        let cues = |text: &str| -> Vec<Cue> {
            text.split(';').filter(|cue| !cue.trim().is_empty()).map(Cue::parse).collect()
        };
        [Language::En, Language::Es, Language::Pt].map(|language| {
            let ready = |of: &tables::Cues| Ready {
                fact: of.fact,
                language,
                are: cues(of.are),
                announce: cues(of.announce),
                beside: cues(of.beside),
                label: cues(of.label),
            };
            tables::facts(language).iter().map(ready).collect()
        })
    });
    let [en, es, pt] = &*READY;
    match language {
        Language::En => en,
        Language::Es => es,
        Language::Pt => pt,
    }
}

/// Every fact that a message states, in the person's words. Where one fact alone was asked for, a short message that
/// says nothing else is the answer: see [`answer`].
pub(super) fn facts(text: &str, said: &Said<'_>, language: Language) -> Vec<SaidFact> {
    let mut found: Vec<_> = ready(language)
        .iter()
        .filter_map(|of| Some(SaidFact { fact: of.fact, text: of.find(said)? }))
        .collect();
    if let Some(span) = party(text, language) {
        found.push(SaidFact { fact: Fact::PartySize, text: text[span].to_owned() });
    }
    found
}

/// The fact that was asked for, if it was the only thing: any short text answers it.
pub(super) fn answer(said: &Said<'_>, asked: &[Asked]) -> Option<SaidFact> {
    let [Asked::Fact(fact)] = asked else { return None };
    let short = (1..=12).contains(&said.words.len()) && !said.question;
    let text = said.text.trim().trim_end_matches(['.', '!']);
    short.then(|| SaidFact { fact: *fact, text: cut(text) })
}

impl Ready {
    fn find(&self, said: &Said<'_>) -> Option<String> {
        let label = self.label.iter().find_map(|cue| {
            let at = cue.find(&said.words)?;
            let after_colon = said.words.get(at.end).is_some()
                && said.tokens[said.words[at.end - 1].token + 1].folded == ":";
            after_colon.then(|| clause(said, at.end)).flatten()
        });
        let announced = || {
            self.announce.iter().find_map(|cue| {
                let at = cue.find(&said.words)?;
                (!said.breaks_before(at.end)).then(|| clause(said, at.end)).flatten()
            })
        };
        let beside = || self.beside.iter().find_map(|cue| self.name_beside(cue, said));
        let made = || if self.fact == Fact::Vehicle { vehicle(said, self.language) } else { None };
        let whole = || {
            let at = self.are.iter().find_map(|cue| cue.find(&said.words))?;
            // "my dog Luna": a name belongs to it.
            let end = (at.end..said.words.len())
                .take_while(|&word| {
                    is_named(said, word, self.language) && !said.breaks_before(word)
                })
                .last()
                .map_or(at.end, |word| word + 1);
            Some(cut(said.original(&(at.start..end))))
        };
        label.or_else(announced).or_else(beside).or_else(made).or_else(whole)
    }

    /// "insurance number 12345", "seguro Sanitas", "Aetna insurance".
    fn name_beside(&self, cue: &Cue, said: &Said<'_>) -> Option<String> {
        let at = cue.find(&said.words)?;
        let begins = |word: usize| is_named(said, word, self.language) || is_number(said, word);
        let end = (at.end..said.words.len())
            .take_while(|&word| begins(word) && !said.breaks_before(word))
            .last()
            .map(|word| word + 1);
        let start = (0..at.start)
            .rev()
            .take_while(|&word| {
                is_named(said, word, self.language) && !said.breaks_before(word + 1)
            })
            .last();
        match (start, end) {
            (Some(start), end) => Some(cut(said.original(&(start..end.unwrap_or(at.end))))),
            (None, Some(end)) => Some(cut(said.original(&(at.end..end)))),
            (None, None) => None,
        }
    }
}

/// "Honda Civic 2012", "2015 Ford Fiesta": from the make, or the year before it, over names and numbers.
fn vehicle(said: &Said<'_>, language: Language) -> Option<String> {
    let make = (0..said.words.len()).find(|&at| {
        let known = said.word(at).is_some_and(|word| tables::MAKES.contains(&word));
        let own = at.checked_sub(1).and_then(|before| said.word(before));
        known
            && (said.capital(at)
                || own.is_some_and(|word| words::grammar(language).my.contains(&word)))
    })?;
    let is_year =
        |at: usize| is_number(said, at) && said.word(at).is_some_and(|word| word.len() == 4);
    let of_model = |at: usize| {
        let hour = said.word(at + 1).is_some_and(|word| ["am", "pm", "h", "hs"].contains(&word));
        is_named(said, at, language)
            || is_number(said, at) && !hour
            // "honda civic 2012"
            || at == make + 1 && is_year(at + 1)
    };
    let start = make.checked_sub(1).filter(|&before| is_year(before)).unwrap_or(make);
    let end = (make + 1..said.words.len())
        .take_while(|&at| of_model(at) && !said.breaks_before(at))
        .last()
        .map_or(make + 1, |last| last + 1);
    Some(cut(said.original(&(start..end))))
}

/// A capital that is part of a name.
fn is_named(said: &Said<'_>, at: usize, language: Language) -> bool {
    let grammar = words::grammar(language);
    said.capital(at)
        && said.word(at).is_some_and(|word| {
            !grammar.no_names.contains(&word) && !grammar.name_stops.contains(&word)
        })
}

fn is_number(said: &Said<'_>, at: usize) -> bool {
    said.word(at).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// From a word to the end of its clause.
fn clause(said: &Said<'_>, start: usize) -> Option<String> {
    said.words.get(start)?;
    let end = (start + 1..said.words.len()).find(|&word| {
        said.breaks_before(word)
            || ["and", "y", "e"].contains(&said.words[word].folded.as_str())
            || said.text[said.tokens[said.words[word - 1].token].span.end
                ..said.tokens[said.words[word].token].span.start]
                .contains('\n')
    });
    let text = said.original(&(start..end.unwrap_or(said.words.len())));
    Some(cut(text)).filter(|text| !text.is_empty())
}

/// A fact is a phrase, not a story.
fn cut(text: &str) -> String {
    text.trim().chars().take(FACT_MAX).collect()
}

/// In characters.
const FACT_MAX: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language::{En, Es, Pt};

    #[track_caller]
    fn found(text: &str, language: Language) -> Vec<(Fact, String)> {
        facts(text, &Said::new(text), language).into_iter().map(|it| (it.fact, it.text)).collect()
    }

    #[test]
    fn facts_are_found_in_what_people_write_and_kept_in_their_words() {
        let table: &[(&str, Language, Fact, &str)] = &[
            (
                "dentist Friday, Aetna insurance number 12345",
                En,
                Fact::Insurance,
                "Aetna insurance number 12345",
            ),
            ("I have Aetna insurance", En, Fact::Insurance, "Aetna insurance"),
            ("insurance number 12345", En, Fact::Insurance, "12345"),
            ("not my first visit", En, Fact::FirstVisit, "not my first visit"),
            ("we have been there before", En, Fact::FirstVisit, "we have been there before"),
            (
                "an oil change for my Honda Civic 2012 on Friday",
                En,
                Fact::Vehicle,
                "Honda Civic 2012",
            ),
            ("my honda civic 2012", En, Fact::Vehicle, "honda civic 2012"),
            ("a 2015 Ford Fiesta, Friday at 10", En, Fact::Vehicle, "2015 Ford Fiesta"),
            ("a table for four, one is vegan", En, Fact::Diet, "one is vegan"),
            ("my wife is allergic to nuts", En, Fact::Diet, "allergic to nuts"),
            ("dentista, seguro Sanitas, el jueves", Es, Fact::Insurance, "Sanitas"),
            ("ya fuimos antes", Es, Fact::FirstVisit, "ya fuimos antes"),
            ("no es la primera vez", Es, Fact::FirstVisit, "no es la primera vez"),
            ("mi Seat Ibiza 2015 pierde aceite", Es, Fact::Vehicle, "Seat Ibiza 2015"),
            ("una mesa, somos seis", Es, Fact::PartySize, "seis"),
            ("somos cuatro y uno es vegano", Es, Fact::Diet, "uno es vegano"),
            ("soy celíaca", Es, Fact::Diet, "soy celíaca"),
            ("tenho plano Unimed", Pt, Fact::Insurance, "Unimed"),
            ("já fomos antes", Pt, Fact::FirstVisit, "já fomos antes"),
            ("revisão do meu Fiat Uno 2010 na sexta", Pt, Fact::Vehicle, "Fiat Uno 2010"),
            ("somos seis, uma é vegana", Pt, Fact::Diet, "uma é vegana"),
            ("my insurance is Blue Shield, Thursday please", En, Fact::Insurance, "Blue Shield"),
            ("Insurance: Aetna 12345", En, Fact::Insurance, "Aetna 12345"),
            ("I'm paying privately", En, Fact::Insurance, "paying privately"),
            ("it's my first visit", En, Fact::FirstVisit, "my first visit"),
            ("I've been there before", En, Fact::FirstVisit, "I've been there before"),
            ("my car is a Ford Fiesta and it squeaks", En, Fact::Vehicle, "Ford Fiesta"),
            ("a table for 4 people", En, Fact::PartySize, "4 people"),
            ("my dog Luna needs her shots", En, Fact::Animal, "my dog Luna"),
            ("a vet for my cat Thursday morning", En, Fact::Animal, "my cat"),
            ("my address is 12 High Street. Thanks", En, Fact::Address, "12 High Street"),
            ("tengo seguro con Sanitas", Es, Fact::Insurance, "Sanitas"),
            ("no tengo seguro", Es, Fact::Insurance, "no tengo seguro"),
            ("es la primera vez que voy", Es, Fact::FirstVisit, "es la primera vez"),
            ("ya soy paciente", Es, Fact::FirstVisit, "ya soy paciente"),
            ("Matrícula: 1234 BCD", Es, Fact::Vehicle, "1234 BCD"),
            ("mi gata Nube no come", Es, Fact::Animal, "mi gata Nube"),
            ("mi obra social es OSDE 210", Es, Fact::Insurance, "OSDE 210"),
            ("meu convênio é Unimed", Pt, Fact::Insurance, "Unimed"),
            ("é a primeira consulta", Pt, Fact::FirstVisit, "é a primeira consulta"),
            ("meu carro é um Gol 2015", Pt, Fact::Vehicle, "Gol 2015"),
            ("Endereço: Rua das Flores 3", Pt, Fact::Address, "Rua das Flores 3"),
        ];
        for (text, language, fact, value) in table {
            assert!(
                found(text, *language).contains(&(*fact, (*value).to_owned())),
                "{text}: {:?}",
                found(text, *language)
            );
        }
    }

    #[test]
    fn a_message_without_facts_states_none() {
        let table = [
            ("I need a haircut on Thursday at five", En),
            ("do they take insurance?", En),
            ("the first appointment you can get", En),
            ("quiero un turno con mi dentista el lunes", Es),
            ("quero marcar um horário amanhã de manhã", Pt),
            ("", En),
            ("insurance:", En),
        ];
        for (text, language) in table {
            assert_eq!(found(text, language), [], "{text}");
        }
    }

    #[test]
    fn where_one_fact_alone_was_asked_for_a_short_text_answers_it() {
        let asked = [Asked::Fact(Fact::Vehicle)];
        let answered = |text| answer(&Said::new(text), &asked).map(|it| it.text);
        assert_eq!(answered("Seat Ibiza, 2019."), Some("Seat Ibiza, 2019".to_owned()));
        assert_eq!(answered("why do they ask?"), None);
        assert_eq!(answered(""), None);
        assert_eq!(answer(&Said::new("Seat"), &[Asked::Name, asked[0]]), None);
    }
}
