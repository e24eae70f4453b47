//! In which language a message is, by the words that only one of our languages has.
//!
//! "ok", "no" and names are no evidence: then there is no answer, and the conversation's language stays.

use std::{collections::HashSet, sync::LazyLock};

use super::said::Said;
use super::words::speech::speech;
use crate::language::Language;

/// The words that only this language has: what two of them share is no evidence.
fn own_words(language: Language) -> HashSet<&'static str> {
    let words = |language| speech(language).common.split_whitespace();
    let others = Language::ALL.into_iter().filter(|other| *other != language);
    let shared: HashSet<&str> = others.flat_map(words).collect();
    words(language).filter(|word| !shared.contains(word)).collect()
}

fn score(said: &Said<'_>, own: &HashSet<&str>, letters: &str) -> usize {
    let hits = said.words.iter().filter(|word| own.contains(word.folded.as_str())).count();
    hits + 2 * said.text.chars().filter(|c| letters.contains(*c)).count().min(2)
}

/// The language of a message, when its own words show it.
pub(crate) fn language(said: &Said<'_>) -> Option<Language> {
    static OWN: LazyLock<Vec<(Language, HashSet<&str>)>> = LazyLock::new(|| {
        Language::ALL.into_iter().map(|language| (language, own_words(language))).collect()
    });
    let scored =
        OWN.iter().map(|(language, own)| (score(said, own, speech(*language).letters), *language));
    let mut scores: Vec<_> = scored.collect();
    scores.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    match scores.as_slice() {
        [(best, language), (second, _), ..] if best > second => Some(*language),
        _ => None,
    }
}

/// The language that a line is spoken in, when its own words show it.
#[must_use]
pub fn language_of(text: &str) -> Option<Language> {
    language(&Said::new(text))
}

/// The language that a message asks us to speak, if it asks for nothing else: "English, please".
#[must_use]
pub fn language_wanted(text: &str) -> Option<Language> {
    if text.len() > 80 {
        return None;
    }
    let said = Said::new(text);
    let tables = || Language::ALL.into_iter().map(speech);
    let asks = |word: &&str| {
        tables().any(|speech| speech.asking.split_whitespace().any(|own| own == *word))
    };
    let mut rest = said.words.iter().map(|word| word.folded.as_str()).filter(|word| !asks(word));
    let name = rest.next()?;
    let is_name = |known: &str| match known.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => known == name,
    };
    let named = tables()
        .flat_map(|speech| speech.languages)
        .find(|(_, names)| names.split_whitespace().any(is_name));
    named.filter(|_| rest.next().is_none()).map(|(language, _)| *language)
}

#[cfg(test)]
mod tests {
    use super::{Said, language, language_wanted};
    use crate::language::Language::{En, Es, Pt};

    #[test]
    fn a_message_shows_its_language_by_its_own_words() {
        let table = [
            ("I need a haircut tomorrow", Some(En)),
            ("quiero un turno para mañana", Some(Es)),
            ("corte de pelo el jueves a la tarde", Some(Es)),
            ("quero marcar um horário amanhã", Some(Pt)),
            ("oi, tudo bem?", Some(Pt)),
            ("gracias", Some(Es)),
            ("não", Some(Pt)),
            ("thanks", Some(En)),
            ("ok", None),
            ("no", None),
            ("1", None),
            ("Ana Ruiz", None),
            ("👍", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(language(&Said::new(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_language_is_asked_for_by_its_name_and_nothing_else() {
        let table = [
            ("English please", Some(En)),
            ("can you speak English?", Some(En)),
            ("en español, por favor", Some(Es)),
            ("Castellano", Some(Es)),
            ("pode falar português?", Some(Pt)),
            ("I need an English teacher", None),
            ("clases de inglés", None),
            ("english or spanish?", None),
            ("please", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(language_wanted(text), expected, "{text}");
        }
    }
}
