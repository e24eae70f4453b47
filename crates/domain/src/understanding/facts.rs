//! What a provider wants to know beyond who, what and when.
//!
//! A fact is said in one of three ways: with words that are the fact ("first visit"), after words that announce it ("my
//! insurance is …"), or behind a label ("Insurance: …").

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::Asked;
use super::party::party;
use super::said::{Cue, Said};
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
}

/// A fact as the person put it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaidFact {
    pub fact: Fact,
    pub text: String,
}

impl Fact {
    pub const ALL: [Self; 6] = [
        Self::Insurance,
        Self::FirstVisit,
        Self::Vehicle,
        Self::PartySize,
        Self::Animal,
        Self::Address,
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
        }
    }
}

/// The cues of one fact in one language, separated by semicolons (see [`super::said`]).
struct Cues {
    fact: Fact,
    /// The words are the fact.
    are: &'static str,
    /// What follows them, up to the end of the clause, is the fact.
    announce: &'static str,
    /// What follows them and a colon is the fact.
    label: &'static str,
}

const EN: &[Cues] = &[
    Cues {
        fact: Fact::Insurance,
        are: "no insurance; not insured; uninsured; without insurance; pay|paying privately; self pay; private patient",
        announce: "my insurance|insurer|plan is; insured with|by|through; my insurance|member number is; \
            insurance is|with|through",
        label: "insurance; insurer; member number",
    },
    Cues {
        fact: Fact::FirstVisit,
        are: "my? first time|visit; new patient|client|customer; never been there|here?; i have been there|here before; \
            been there|here before; existing|regular|returning patient|client|customer",
        announce: "",
        label: "first visit|time",
    },
    Cues {
        fact: Fact::Vehicle,
        are: "",
        announce: "my car|van|truck|bike|motorbike|vehicle is a|an?; i drive a|an?; \
            license|licence|number|registration plate|number is?",
        label: "car; vehicle; plate; model",
    },
    Cues {
        fact: Fact::Animal,
        are: "my dog|puppy|cat|kitten|rabbit|parrot|hamster|horse|tortoise|pet",
        announce: "",
        label: "pet; animal",
    },
    Cues {
        fact: Fact::Address,
        are: "",
        announce: "my address is; the address is; i live at",
        label: "address; my address",
    },
];

const ES: &[Cues] = &[
    Cues {
        fact: Fact::Insurance,
        are: "sin seguro|mutua|prepaga|cobertura; no tengo seguro|mutua|prepaga|cobertura; soy|voy|es particular; como particular",
        announce: "mi seguro|aseguradora|mutua|prepaga|cobertura es; mi obra social es; \
            tengo seguro con|en|de; asegurado|asegurada con|en|por",
        label: "seguro; aseguradora; mutua; prepaga; cobertura; obra social",
    },
    Cues {
        fact: Fact::FirstVisit,
        are: "es|seria? la|mi? primera vez|visita|consulta; nunca he? ido|estado|fui; ya soy|era paciente|cliente|clienta; \
            soy paciente|cliente|clienta nuevo|nueva|habitual?; ya he? ido|fui|estuve|estado",
        announce: "",
        label: "primera vez|visita|consulta",
    },
    Cues {
        fact: Fact::Vehicle,
        are: "",
        announce: "mi coche|carro|auto|moto|furgoneta|camioneta es un|una?; matricula|patente es|numero?",
        label: "coche; carro; auto; moto; vehiculo; matricula; patente; modelo",
    },
    Cues {
        fact: Fact::Animal,
        are: "mi perro|perra|perrito|perrita|gato|gata|gatito|gatita|cachorro|conejo|loro|mascota",
        announce: "",
        label: "mascota; animal",
    },
    Cues {
        fact: Fact::Address,
        are: "",
        announce: "mi direccion es; la direccion es; vivo en",
        label: "direccion; domicilio",
    },
];

const PT: &[Cues] = &[
    Cues {
        fact: Fact::Insurance,
        are: "sem convenio|plano|seguro; nao tenho convenio|plano|seguro; e|sou particular; consulta particular",
        announce: "meu convenio|plano|seguro e; tenho convenio|plano|seguro da|do|com|na|no; convenio com|da|do; \
            plano|seguro de saude e",
        label: "convenio; plano; seguro; plano de saude",
    },
    Cues {
        fact: Fact::FirstVisit,
        are: "e? a|minha? primeira vez|visita|consulta; nunca fui|estive; ja sou paciente|cliente; ja fui|estive; \
            sou paciente|cliente novo|nova?",
        announce: "",
        label: "primeira vez|visita|consulta",
    },
    Cues {
        fact: Fact::Vehicle,
        are: "",
        announce: "meu carro|veiculo e um|uma?; minha moto e uma?; placa|matricula e",
        label: "carro; veiculo; moto; placa; matricula; modelo",
    },
    Cues {
        fact: Fact::Animal,
        are: "meu|minha cachorro|cachorra|cachorrinho|cao|cadela|gato|gata|gatinho|coelho|papagaio|pet",
        announce: "",
        label: "pet; animal",
    },
    Cues {
        fact: Fact::Address,
        are: "",
        announce: "meu endereco e; o endereco e; moro na|no|em",
        label: "endereco; morada",
    },
];

struct Ready {
    fact: Fact,
    are: Vec<Cue>,
    announce: Vec<Cue>,
    label: Vec<Cue>,
}

fn ready(language: Language) -> &'static [Ready] {
    static READY: LazyLock<[Vec<Ready>; 3]> = LazyLock::new(|| {
        let cues = |text: &str| -> Vec<Cue> {
            text.split(';').filter(|cue| !cue.trim().is_empty()).map(Cue::parse).collect()
        };
        [EN, ES, PT].map(|table| {
            let ready = |of: &Cues| Ready {
                fact: of.fact,
                are: cues(of.are),
                announce: cues(of.announce),
                label: cues(of.label),
            };
            table.iter().map(ready).collect()
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
        let whole = || {
            let at = self.are.iter().find_map(|cue| cue.find(&said.words))?;
            // "my dog Luna": a name belongs to it.
            let end = (at.end..said.words.len())
                .take_while(|&word| said.capital(word) && !said.breaks_before(word))
                .last()
                .map_or(at.end, |word| word + 1);
            Some(cut(said.original(&(at.start..end))))
        };
        label.or_else(announced).or_else(whole)
    }
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
            ("my insurance is Blue Shield, Thursday please", En, Fact::Insurance, "Blue Shield"),
            ("Insurance: Aetna 12345", En, Fact::Insurance, "Aetna 12345"),
            ("I'm paying privately", En, Fact::Insurance, "paying privately"),
            ("it's my first visit", En, Fact::FirstVisit, "my first visit"),
            ("I've been there before", En, Fact::FirstVisit, "I've been there before"),
            ("my car is a Ford Fiesta and it squeaks", En, Fact::Vehicle, "Ford Fiesta"),
            ("a table for 4 people", En, Fact::PartySize, "4 people"),
            ("my dog Luna needs her shots", En, Fact::Animal, "my dog Luna"),
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
