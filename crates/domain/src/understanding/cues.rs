//! Cues by the words that begin them, so that a text is compared with few of them.

use std::collections::{BTreeSet, HashMap};

use super::said::{Cue, Word};

/// Cues, each with what it is a cue for.
pub(crate) struct Cues<T> {
    entries: Vec<(T, Cue)>,
    by_word: HashMap<String, Vec<usize>>,
    by_no_word: Vec<usize>,
}

impl<T: Copy> Cues<T> {
    /// Takes texts of cues, each separated by semicolons.
    pub fn parse(tables: impl IntoIterator<Item = (T, &'static str)>) -> Self {
        let cues = tables.into_iter().flat_map(|(of, texts)| {
            let texts = texts.split(';').map(str::trim).filter(|text| !text.is_empty());
            texts.map(move |text| (of, Cue::parse(text)))
        });
        let entries: Vec<(T, Cue)> = cues.collect();
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_no_word = Vec::new();
        for (at, (_, cue)) in entries.iter().enumerate() {
            match cue.first_words() {
                Some(words) => words
                    .into_iter()
                    .for_each(|word| by_word.entry(word.to_owned()).or_default().push(at)),
                None => by_no_word.push(at),
            }
        }
        Self { entries, by_word, by_no_word }
    }

    /// Those that may stand in these words, in the order of the tables.
    pub fn likely(&self, words: &[Word]) -> impl Iterator<Item = (T, &Cue)> {
        let begun = words.iter().filter_map(|word| self.by_word.get(&word.folded)).flatten();
        let likely: BTreeSet<usize> = begun.chain(&self.by_no_word).copied().collect();
        likely.into_iter().map(|at| (self.entries[at].0, &self.entries[at].1))
    }
}
