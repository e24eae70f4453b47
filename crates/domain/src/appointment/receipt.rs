//! What was said about the person in a call, by the call's own words.

use super::decide::Deciding;
use super::event::{Speaker, Transcript};
use super::history::Receipt;
use super::stage::QuestionKind;
use super::{Question, Told};

impl Deciding<'_> {
    /// Adds what this talk gave away to what was told before.
    pub(super) fn note_told(&mut self, index: usize, transcript: &Transcript) {
        let person = &self.desk.person;
        let request = &self.desk.requests[index];
        let wish = &request.wish;
        let spoken = Spoken::of(transcript);
        let says = |text: Option<&str>| text.is_some_and(|text| spoken.holds(text));
        let mut told = Vec::new();
        if says(wish.name.as_deref().or(person.name.as_deref())) {
            told.push(Told::Name);
        }
        if says(wish.for_whom.as_deref()) {
            told.push(Told::ForWhom);
        }
        if says(wish.reason.as_deref()) {
            told.push(Told::Reason);
        }
        if person.callback.as_ref().is_some_and(|number| spoken.holds_number(number.e164())) {
            told.push(Told::Callback);
        }
        told.extend(
            wish.facts
                .iter()
                .filter(|known| spoken.holds(&known.text))
                .map(|known| Told::Fact(known.fact)),
        );
        let question = request.calling().and_then(|calling| calling.question.as_ref());
        if let Some(Question { kind: QuestionKind::Free { .. }, answer: Some(answer), .. }) =
            question
            && spoken.holds(answer)
        {
            told.push(Told::Answer(answer.clone()));
        }
        let at = self.now();
        let request = self.request(index);
        let tried = request.calls.last().map(|tried| (tried.call, tried.at));
        if let Some((call, at)) = tried.or_else(|| Some((request.last_calling()?.call, at)))
            && request.receipts.iter().all(|known| known.call != call)
            && transcript.callee_spoke()
        {
            request.receipts.push(Receipt { call, at, told: told.clone() });
        }
        told.retain(|one| !request.told.contains(one));
        request.told.extend(told);
    }
}

/// The agent's lines, without case and punctuation, and their digits.
struct Spoken {
    words: String,
    digits: String,
}

/// Fewer digits than these stand in any talk.
const NUMBER_MIN: usize = 4;

impl Spoken {
    fn of(transcript: &Transcript) -> Self {
        let lines = transcript.turns.iter().filter(|turn| turn.speaker == Speaker::Agent);
        let text = lines.map(|turn| turn.text.as_str()).collect::<Vec<_>>().join(" ");
        Self { words: plain(&text), digits: digits(&text) }
    }

    fn holds(&self, text: &str) -> bool {
        let (words, number) = (plain(text), digits(text));
        let in_words =
            !words.is_empty() && format!(" {} ", self.words).contains(&format!(" {words} "));
        in_words || (number.len() >= NUMBER_MIN && self.digits.contains(&number))
    }

    /// Numbers are said with or without their country code.
    fn holds_number(&self, e164: &str) -> bool {
        let national = &e164[e164.len().saturating_sub(8)..];
        self.digits.contains(national)
    }
}

fn plain(text: &str) -> String {
    let text: String =
        text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect::<String>();
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
