//! Whose name it is that a message tells: the person's own, or that of somebody else.

use std::ops::Range;

use super::details::Reading;
use super::words::Grammar;

impl Reading<'_> {
    /// What would introduce a name belongs to a clause about somebody else: "o nome dele é Thor", "ask for Kevin".
    pub(super) fn is_of_another(&self, introduction: &Range<usize>, grammar: &Grammar) -> bool {
        let theirs = grammar.their_name.iter().filter_map(|cue| cue.find(&self.said.words));
        self.is_asked_for(introduction, grammar)
            || theirs
                .into_iter()
                .any(|at| at.start < introduction.end && introduction.start < at.end)
    }

    /// "ask for Kevin" says who should come to the phone.
    pub(super) fn is_asked_for(&self, introduction: &Range<usize>, grammar: &Grammar) -> bool {
        let before = introduction.start.checked_sub(1).and_then(|before| self.said.word(before));
        before.is_some_and(|word| grammar.ask_for.contains(&word))
    }
}
