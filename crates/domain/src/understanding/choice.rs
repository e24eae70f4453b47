//! Which of several shown at once are meant: "1 and 3", "the first two", "all of them", "whoever has it first".

use super::said::{Cue, Said};
use super::words::{self, Grammar};
use crate::language::Language;
use crate::when::sense::Text;

/// Several of the options shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Several {
    /// These, by their numbers from 1, in the order in which they were named.
    These(Vec<u32>),
    All,
    /// Any of them, whoever has it first.
    Any,
}

/// A message of more words is no mere choice.
const WORDS_MAX: usize = 14;

/// The choice that a message makes among `shown` options, if it names more than one. Who names one is read by the rules
/// for a pick.
#[must_use]
pub fn several(text: &str, language: Language, shown: usize) -> Option<Several> {
    let said = Said::new(text);
    if said.words.is_empty() || said.words.len() > WORDS_MAX {
        return None;
    }
    let stands = |cues: fn(&Grammar) -> &Vec<Cue>| {
        let in_language = |language| cues(words::grammar(language)).iter();
        Language::ALL.into_iter().flat_map(in_language).any(|cue| cue.find(&said.words).is_some())
    };
    let denied = said.words.iter().any(|word| {
        Language::ALL.into_iter().any(|it| words::grammar(it).not.contains(&word.folded.as_str()))
    });
    if denied {
        return None;
    }
    if stands(|grammar| &grammar.any_of_them) || whoever_is_earliest(text) {
        return Some(Several::Any);
    }
    if let Some(count) = first_few(text, language, shown) {
        return Some(Several::These((1..=count).collect()));
    }
    if stands(|grammar| &grammar.all_of_them) {
        return Some(Several::All);
    }
    let numbers = numbers(text, language, shown)?;
    (numbers.len() > 1).then_some(Several::These(numbers))
}

/// Whether a message that names several speaks of them as of one choice: any of them, all of them.
#[must_use]
pub fn any_of_several(text: &str) -> bool {
    let said = Said::new(text);
    let cues = |language| {
        let grammar = words::grammar(language);
        grammar.any_of_them.iter().chain(&grammar.all_of_them).chain(&grammar.earliest)
    };
    Language::ALL.into_iter().flat_map(cues).any(|cue| cue.find(&said.words).is_some())
}

/// "The earliest of any of these": the mandate to take what comes first.
#[must_use]
pub fn whoever_is_earliest(text: &str) -> bool {
    let said = Said::new(text);
    Language::ALL
        .into_iter()
        .flat_map(|language| &words::grammar(language).earliest)
        .any(|cue| cue.find(&said.words).is_some())
}

/// "the first two".
fn first_few(text: &str, language: Language, shown: usize) -> Option<u32> {
    let read = Text::new(text, language);
    let first = |at: usize| {
        ["first", "top", "primeros", "primeras", "primeiros", "primeiras"]
            .contains(&read.tokens[at].folded.as_str())
    };
    (0..read.len()).find_map(|at| {
        let after = (first(at) && at + 1 < read.len()).then(|| read.number(at + 1));
        let before = at.checked_sub(1).filter(|_| first(at)).map(|before| read.number(before));
        let (count, _) = after.flatten().or(before.flatten())?;
        (count >= 2 && usize::try_from(count).is_ok_and(|count| count <= shown)).then_some(count)
    })
}

/// The numbers of a message that says nothing but numbers and the words between them.
fn numbers(text: &str, language: Language, shown: usize) -> Option<Vec<u32>> {
    let read = Text::new(text, language);
    let mut found = Vec::new();
    let mut at = 0;
    while at < read.len() {
        let token = read.tokens[at].folded.as_str();
        let number = match u32::try_from(shown) {
            _ if JOINS.contains(&token) => None,
            Ok(last) if LAST.contains(&token) => Some((last, at + 1)),
            _ => read.ordinal(at).or_else(|| read.number(at)),
        };
        match number {
            Some((number, end)) => {
                let shown = usize::try_from(number).is_ok_and(|n| (1..=shown).contains(&n));
                if !shown {
                    return None;
                }
                if !found.contains(&number) {
                    found.push(number);
                }
                at = end;
            }
            None if JOINS.contains(&token) => at += 1,
            None => return None,
        }
    }
    Some(found)
}

/// The last of those shown.
pub(super) const LAST: &[&str] = &["last", "ultimo", "ultima"];

const CHEAPEST: &[&str] = &[
    "cheap",
    "cheaper",
    "cheapest",
    "barato",
    "barata",
    "economico",
    "economica",
    "caro",
    "cara",
    "expensive",
];

/// Before "expensive".
const LEAST: &[&str] = &["least", "less", "menos"];

/// A message of more words says something else as well.
const CHEAPEST_WORDS_MAX: usize = 6;

/// Whether a message picks what costs least: "the cheap one", "el más barato", "o menos caro".
#[must_use]
pub fn picks_cheapest(text: &str) -> bool {
    let said = Said::new(text);
    let has = |words: &[&str]| said.words.iter().any(|word| words.contains(&word.folded.as_str()));
    let denied = Language::ALL.into_iter().any(|it| has(&words::grammar(it).not));
    let dear = has(&["caro", "cara", "expensive"]);
    said.words.len() <= CHEAPEST_WORDS_MAX
        && !said.question
        && !denied
        && has(CHEAPEST)
        && (!dear || has(LEAST))
}

/// "none", and nothing else but politeness.
pub(super) fn is_none(said: &Said<'_>) -> bool {
    const AROUND: &[&str] =
        &["please", "thanks", "thank", "you", "of", "them", "these", "those", "sorry"];
    let folded = |word: &super::said::Word| word.folded.clone();
    said.words.iter().any(|word| word.folded == "none")
        && said.words.iter().map(folded).all(|it| it == "none" || AROUND.contains(&it.as_str()))
}

/// What may stand between the numbers, and around them.
const JOINS: &[&str] = &[
    ",", ".", ";", "#", "&", "+", "!", "/", "and", "or", "the", "number", "numbers", "option",
    "options", "try", "ask", "call", "please", "then", "y", "e", "o", "u", "ou", "a", "la", "el",
    "las", "los", "al", "numero", "numeros", "opcion", "opciones", "llama", "llamá", "pregunta",
    "por", "favor", "os", "as", "ao", "opcao", "opcoes", "liga", "ligue", "para", "com", "con",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Several> {
        let language = crate::understanding::language_of(text).unwrap_or(Language::Es);
        several(text, language, 5)
    }

    #[test]
    fn the_last_is_one_of_several() {
        for text in ["the second and the last", "el segundo y el último", "a segunda e a última"]
        {
            assert_eq!(read(text), Some(Several::These(vec![2, 5])), "{text}");
        }
        assert_eq!(read("el último"), None, "one is picked otherwise");
    }

    #[test]
    fn what_costs_least_may_be_named_by_that() {
        for text in [
            "the cheap one",
            "cheapest please",
            "el barato",
            "el más barato",
            "o mais barato",
            "o menos caro",
        ] {
            assert!(picks_cheapest(text), "{text}");
        }
        for text in ["not the cheap one", "¿cuál es el más barato?", "muy caro", "el primero"] {
            assert!(!picks_cheapest(text), "{text}");
        }
    }

    #[test]
    fn several_numbers_are_taken_in_their_order() {
        for text in
            ["1 and 3", "1, 3", "1 y 3", "la 1 y la 3", "1 e 3", "opciones 1 y 3", "1 & 3 please"]
        {
            assert_eq!(read(text), Some(Several::These(vec![1, 3])), "{text}");
        }
        assert_eq!(read("3, 1 y 2"), Some(Several::These(vec![3, 1, 2])));
        assert_eq!(
            several("the first and the third", Language::En, 5),
            Some(Several::These(vec![1, 3]))
        );
    }

    #[test]
    fn the_first_few() {
        assert_eq!(several("the first two", Language::En, 5), Some(Several::These(vec![1, 2])));
        assert_eq!(several("los dos primeros", Language::Es, 5), Some(Several::These(vec![1, 2])));
        assert_eq!(
            several("os três primeiros", Language::Pt, 5),
            Some(Several::These(vec![1, 2, 3]))
        );
        assert_eq!(several("the first nine", Language::En, 5), None);
    }

    #[test]
    fn all_and_any_are_two_things() {
        for text in ["all of them", "all", "todos", "a todas", "todas elas", "ask them all"] {
            assert_eq!(read(text), Some(Several::All), "{text}");
        }
        for text in [
            "whoever has it first",
            "any of them",
            "whichever is earliest",
            "cualquiera",
            "el que tenga antes",
            "qualquer um",
            "quem tiver primeiro",
            "o que tiver mais cedo",
        ] {
            assert_eq!(read(text), Some(Several::Any), "{text}");
        }
    }

    #[test]
    fn one_number_times_and_refusals_are_no_choice_of_several() {
        for text in [
            "2",
            "la segunda",
            "7 and 9",
            "1 and 8",
            "not 1 and 3",
            "none of them",
            "ninguna de las dos",
            "nenhum",
            "tomorrow at 3",
            "mañana a las 3 o a las 4",
            "",
            "can you call 912 345 678 and ask them whether they take my insurance and when they open please",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
