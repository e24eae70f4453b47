//! When to call: "call them at 5pm" is no time for the appointment.

use std::ops::Range;

use super::details::{Reading, phrases};
use super::said::Said;
use super::words::{self, Grammar};
use crate::when::Reference;

/// Words before the call that may show that it is somebody else's: "they will call".
const BEFORE_MAX: usize = 3;

/// Words between the call and its time, where the appointment has a time of its own: "call the dentist at 5".
const OBJECT_MAX: usize = 3;

/// Before the number that is to be called.
const TO_NUMBER: &[&str] = &["al", "ao"];

impl Reading<'_> {
    /// Where it stands in the message, in bytes.
    pub(super) fn call_at(&self) -> Option<Range<usize>> {
        let grammar = words::grammar(self.language);
        (0..self.said.words.len())
            .filter(|&at| self.is_call(at, grammar))
            .find_map(|at| self.time_of_call(at + 1, grammar))
    }

    fn is_call(&self, at: usize, grammar: &Grammar) -> bool {
        let calls =
            |at: usize| self.said.word(at).is_some_and(|word| grammar.call_them.contains(&word));
        let others = (at.saturating_sub(BEFORE_MAX)..at)
            .rev()
            .take_while(|&before| !self.said.breaks_before(before + 1))
            .filter_map(|before| self.said.word(before))
            .any(|word| grammar.not_us.contains(&word) || grammar.not.contains(&word));
        calls(at) && !others
    }

    /// The time that follows the call, up to the end of the clause: "call at 5 to book Thursday" is at 5.
    fn time_of_call(&self, from: usize, grammar: &Grammar) -> Option<Range<usize>> {
        let ends = |&at: &usize| {
            self.said.breaks_before(at)
                || self.said.word(at).is_some_and(|word| grammar.call_for.contains(&word))
        };
        let end = (from..self.said.words.len()).find(ends).unwrap_or(self.said.words.len());
        let place = |at: usize| self.said.tokens[self.said.words[at].token].span.clone();
        let clause = place(from.min(end.checked_sub(1)?)).start..place(end - 1).end;
        if from >= end {
            return None;
        }
        let times = |text: &str| {
            let Reference { now, language, month_first } = self.reference;
            phrases(text, now, language, month_first)
        };
        let found = times(&self.said.text[clause.clone()]);
        let first = found.iter().find(|phrase| !phrase.negated && !phrase.reading.asap)?;
        let last = found.iter().rfind(|phrase| !phrase.negated)?;
        let span = clause.start + first.span.start..clause.start + last.span.end;
        let object: Vec<&str> = (from..end)
            .take_while(|&at| place(at).start < span.start)
            .filter_map(|at| self.said.word(at))
            .collect();
        // "llamá al 107" says whom to call.
        let time = Said::new(&self.said.text[span.clone()]);
        let is_to = |word: &str| TO_NUMBER.contains(&word);
        let to = object.last().is_some_and(|word| is_to(word));
        let digits = match time.words.as_slice() {
            [number] if to => &number.folded,
            [first, number] if is_to(&first.folded) => &number.folded,
            _ => "",
        };
        if digits.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let them = object.iter().all(|word| grammar.them.contains(word));
        let own_time = || !times(&without(self.said.text, &clause)).is_empty();
        (them || object.len() <= OBJECT_MAX && own_time()).then_some(span)
    }
}

/// The message without it, every other byte in its place.
pub(super) fn without(text: &str, span: &Range<usize>) -> String {
    let blank = " ".repeat(span.len());
    format!("{}{blank}{}", &text[..span.start], &text[span.end..])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Act, Asked, Context, Proposal, rules};
    use crate::language::Language::{self, En, Es, Pt};

    fn read(language: Language, text: &str, asked: &[Asked]) -> Proposal {
        let now = date(2026, 11, 22).at(10, 0, 0, 0);
        rules(text, &Context { asked, ..Context::new(language, "ES", now) })
    }

    #[test]
    fn when_to_call_is_not_when_to_come() {
        for (language, text, call_at, when) in [
            (En, "a haircut on Thursday, call them at 5pm", "at 5pm", &["on Thursday"][..]),
            (
                En,
                "Call tomorrow at 10 and get me a haircut on Friday",
                "tomorrow at 10",
                &["on Friday"],
            ),
            (
                En,
                "please phone them after 3 pm to book a dentist for Friday",
                "after 3 pm",
                &["for Friday"],
            ),
            (En, "call the dentist at 5pm for an appointment on Friday", "at 5pm", &["on Friday"]),
            (
                En,
                "haircut on Friday at 6. Could you ring them tomorrow morning?",
                "tomorrow morning",
                &["on Friday at 6"],
            ),
            (
                Es,
                "corte de pelo el viernes, llámalos mañana a las 10",
                "mañana a las 10",
                &["el viernes"],
            ),
            (
                Es,
                "dentista el jueves por la tarde. Llamá después de las 15",
                "después de las 15",
                &["el jueves por la tarde"],
            ),
            (Es, "llamen a las 17 para pedir un corte el viernes", "a las 17", &["el viernes"]),
            (
                Es,
                "un turno el viernes, hacé la llamada el lunes a las 9",
                "el lunes a las 9",
                &["el viernes"],
            ),
            (Pt, "corte de cabelo na sexta, ligue depois das 14h", "depois das 14h", &["na sexta"]),
            (
                Pt,
                "ligue para eles amanhã às 10 e marque dentista na sexta",
                "amanhã às 10",
                &["na sexta"],
            ),
        ] {
            let read = read(language, text, &[]);
            assert_eq!(read.call_at.as_deref(), Some(call_at), "{text}");
            let said: Vec<&str> = read.when.iter().map(String::as_str).collect();
            let plain =
                |said: &str| said.trim_start_matches("for ").trim_start_matches("on ").to_owned();
            assert_eq!(
                said.iter().map(|it| plain(it)).collect::<Vec<_>>(),
                when.iter().map(|it| plain(it)).collect::<Vec<_>>(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_call_of_others_or_for_a_time_is_none_of_ours() {
        for (language, text) in [
            (En, "call me at 5pm"),
            (En, "a haircut on Friday, I can take calls at 5pm"),
            (En, "they will call at 5pm"),
            (En, "I have to call them at 5pm"),
            (En, "call for a haircut tomorrow at 10"),
            (En, "call them to book Thursday at 5"),
            (En, "call the dentist tomorrow at 10"),
            (En, "don't call them at 5pm"),
            (En, "call them now"),
            (En, "call them as soon as possible"),
            (Es, "llámame a las 5"),
            (Es, "me llamo Ana, el jueves a las 5"),
            (Es, "mi hijo se llama Leo, el jueves a las 10"),
            (Es, "que me llamen mañana a las 10"),
            (Es, "llama para pedir turno mañana a las 10"),
            (Es, "no llames a las 5"),
            (Es, "llamá al 15 4321-1201"),
            (Es, "llamá al 107"),
            (Es, "llama al 911 mañana"),
            (Pt, "me ligue às 10"),
            (Pt, "ligue para marcar corte amanhã às 10"),
            (Pt, "eles ligam às 10"),
        ] {
            assert_eq!(read(language, text, &[]).call_at, None, "{text}");
        }
    }

    #[test]
    fn on_the_card_it_changes_when_to_call_and_says_no_yes() {
        for (language, text, call_at) in [
            (En, "call at 5pm", "at 5pm"),
            (En, "yes, but call them tomorrow at 10", "tomorrow at 10"),
            (Es, "llamalos a las 5 de la tarde", "a las 5 de la tarde"),
            (Es, "sí, llamar mañana", "mañana"),
            (Pt, "ligue só amanhã às 10", "amanhã às 10"),
        ] {
            let read = read(language, text, &[Asked::Card]);
            assert_eq!(read.call_at.as_deref(), Some(call_at), "{text}");
            assert!(read.act == Act::Change && read.when.is_empty(), "{text}: {read:?}");
        }
    }

    #[test]
    fn where_just_that_was_asked_any_time_answers_it() {
        let read = read(Es, "mañana a las 10", &[Asked::CallAt]);
        assert_eq!((read.call_at.as_deref(), read.when.len()), (Some("mañana a las 10"), 0));
    }
}
