//! Two wishes in one message: "a haircut tomorrow at 11 and a dentist on Friday". Merged they would be a third.

use std::ops::Range;

use super::details::Reading;
use super::signs::Sign;
use super::words::{self, Grammar};
use crate::when::{self, Dates, Times, folded};

/// Places at which a message is tried to be parted; people who write more wishes than that are read as they are.
const JOINTS_MAX: usize = 20;

/// Words before a service that may show that it is only spoken of.
const ASIDE_MAX: usize = 3;

impl Reading<'_> {
    /// A second service that is wanted at another time than the first. "A haircut and a beard trim tomorrow" is one
    /// visit, and so is "the dentist on Friday, a cleaning at 10".
    pub(super) fn another(&self) -> Option<String> {
        let grammar = words::grammar(self.language);
        let wanted: Vec<_> = self
            .signs
            .of(Sign::Service)
            .map(|found| found.at.clone())
            .filter(|at| !self.is_spoken_of(at, grammar))
            .collect();
        let (first, last) =
            (wanted.iter().map(|at| at.end).min()?, wanted.iter().map(|at| at.start).max()?);
        (first..=last)
            .filter_map(|at| Some((at, self.joint(at, grammar)?)))
            .take(JOINTS_MAX)
            .find_map(|(at, joint)| self.wanted_beyond(at, joint, &wanted))
    }

    /// The service after a joint, if the two sides of it are two wishes.
    fn wanted_beyond(&self, at: usize, joint: Joint, wanted: &[Range<usize>]) -> Option<String> {
        let longest = |side: Range<usize>| {
            let within = |of: &&Range<usize>| side.start <= of.start && of.end <= side.end;
            let found = wanted.iter().filter(within).max_by_key(|of| of.len())?;
            Some(self.said.original(found))
        };
        let second = longest(at..self.said.words.len())?;
        let first = longest(0..at)?;
        let repeated = folded(first) == folded(second);
        if repeated && joint != Joint::And {
            return None;
        }
        let cut = self.said.tokens[self.said.words[at].token].span.start;
        let (before, after) = self.said.text.split_at(cut);
        let (before, after) =
            (when::read(before, self.reference), when::read(after, self.reference));
        let apart = |one: &when::Reading, other: &when::Reading| {
            let days = one.dates.zip(other.dates);
            days.is_some_and(|(one, other)| are_apart(one, other, joint))
                || days.is_none_or(|(one, other)| one == other)
                    && one
                        .times
                        .zip(other.times)
                        .is_some_and(|(one, other)| hours_differ(one, other))
        };
        let differ = before.iter().any(|one| after.iter().any(|other| apart(one, other)));
        differ.then(|| second.to_owned())
    }

    /// What stands between this word and the one before, if another wish can begin here.
    fn joint(&self, at: usize, grammar: &Grammar) -> Option<Joint> {
        let word = self.said.word(at)?;
        let lines = at.checked_sub(1).is_some_and(|before| {
            let end = self.said.tokens[self.said.words[before].token].span.end;
            let start = self.said.tokens[self.said.words[at].token].span.start;
            self.said.text.get(end..start).is_some_and(|between| between.contains('\n'))
        });
        if grammar.and.contains(&word) {
            Some(Joint::And)
        } else {
            (lines || self.said.breaks_before(at) || grammar.or.contains(&word))
                .then_some(Joint::Other)
        }
    }

    /// "if the salon is full", "after the dentist", "on Friday at the salon": no wish of its own; but "at the dentist
    /// on Friday" is one.
    fn is_spoken_of(&self, service: &Range<usize>, grammar: &Grammar) -> bool {
        let timed = self.is_time(service.end);
        (service.start.saturating_sub(ASIDE_MAX)..service.start)
            .rev()
            .take_while(|&at| !self.said.breaks_before(at + 1))
            .filter(|&at| !self.is_time(at))
            .filter_map(|at| self.said.word(at))
            .any(|word| grammar.aside.contains(&word) || !timed && grammar.there.contains(&word))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    And,
    /// "or", the end of a sentence or of a line.
    Other,
}

/// "This week, on Friday" says one thing more and more exactly.
fn are_apart(one: Dates, other: Dates, joint: Joint) -> bool {
    let holds = |wide: Dates, narrow: Dates| {
        wide.from.is_none_or(|from| narrow.from.is_some_and(|own| from <= own))
            && wide.to.is_none_or(|to| narrow.to.is_some_and(|own| own <= to))
    };
    one != other && (joint == Joint::And || !holds(one, other) && !holds(other, one))
}

/// "In the afternoon, at 5" doesn't differ.
fn hours_differ(one: Times, other: Times) -> bool {
    let same_kind = std::mem::discriminant(&one) == std::mem::discriminant(&other);
    same_kind && one != other
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Context, rules};
    use crate::language::Language::{self, En, Es, Pt};

    #[track_caller]
    fn another(language: Language, text: &str) -> Option<String> {
        let now = date(2026, 11, 22).at(10, 0, 0, 0);
        rules(text, &Context::new(language, "ES", now)).another
    }

    #[test]
    fn two_services_at_two_times_are_two_wishes() {
        for (language, text, second) in [
            (En, "a haircut tomorrow at 11 and a dentist on Friday", "dentist"),
            (En, "Book a dentist on Friday at 10. I also need a massage on Saturday", "massage"),
            (En, "tomorrow at 11 a haircut and on Friday a dentist", "dentist"),
            (En, "haircut tomorrow at 11 and dentist at 4 pm", "dentist"),
            (En, "a haircut tomorrow at 11\ndentist on Friday", "dentist"),
            (En, "a table on Friday at 8 pm and a table on Saturday at 9 pm", "table"),
            (En, "a haircut this week and a dentist on Friday", "dentist"),
            (Es, "corte de pelo mañana a las 11 y un dentista el viernes", "dentista"),
            (Es, "quiero un corte de pelo mañana, también un masaje el sábado", "masaje"),
            (Es, "dentista el jueves a las 10; fontanero el viernes a las 9", "fontanero"),
            (Pt, "corte de cabelo amanhã às 11 e dentista na sexta", "dentista"),
            (Es, "corte el jueves a las 10 y en el dentista el viernes", "dentista"),
            (En, "tomorrow after 5 a haircut, and Friday after 5 a massage", "massage"),
            (Pt, "quero um dentista na quinta às 10h, e também uma massagem no sábado", "massagem"),
        ] {
            assert_eq!(another(language, text).as_deref(), Some(second), "{text}");
        }
    }

    #[test]
    fn one_visit_stays_one_wish() {
        for (language, text) in [
            (En, "haircut and beard trim tomorrow at 11"),
            (En, "a haircut tomorrow at 11 and a beard trim"),
            (En, "a dentist on Thursday after 5 or on Friday"),
            (En, "a dentist on Friday, a cleaning at 10"),
            (En, "a haircut on Thursday at 5, and if the salon is full on Friday"),
            (En, "a haircut on Thursday and Friday at the salon"),
            (En, "haircut on Friday. No, haircut on Saturday"),
            (En, "a massage next week, a facial on Friday"),
            (En, "see a doctor on Thursday, or a doctor on Friday"),
            (Es, "corte y barba mañana a las 11"),
            (Es, "corte de pelo el jueves o el viernes en la peluquería"),
            (Es, "dentista el jueves, y si el dentista no puede, el viernes"),
            (Es, "manicura y pedicura el sábado por la mañana"),
            (Pt, "corte de cabelo e barba amanhã às 11"),
            (Pt, "dentista na quinta ou na sexta depois das 15h"),
            (Pt, "salão na quinta, e se o salão estiver cheio, na sexta"),
        ] {
            assert_eq!(another(language, text), None, "{text}");
        }
    }
}
