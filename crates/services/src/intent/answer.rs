//! What a model answered: whether it has the form asked for, and what of it the message bears out.

use domain::language::Language;
use domain::understanding::{Act, Proposal, SaidFact};
use domain::when::folded;
use serde::Deserialize;
use serde_json::Value;

/// Of a phrase, in characters.
const PHRASE_MAX: usize = 120;
const WHEN_MAX: usize = 5;

/// As the schema has it. Servers that don't keep to one leave out what is null, say null for an empty list and add
/// fields of their own; that is forgiven, and what they add is dropped.
#[derive(Deserialize)]
struct Answer {
    act: Act,
    language: Option<Language>,
    service: Option<String>,
    provider: Option<String>,
    phone: Option<String>,
    place: Option<String>,
    when: Option<Vec<String>>,
    not_when: Option<Vec<String>>,
    call_at: Option<String>,
    name: Option<String>,
    for_whom: Option<String>,
    callback: Option<String>,
    email: Option<String>,
    reason: Option<String>,
    another: Option<String>,
    price_max: Option<String>,
    ask_first: Option<bool>,
    facts: Option<Vec<SaidFact>>,
    option: Option<u32>,
}

/// The model's answer, if it fits the schema.
pub(super) fn proposal(answer: Value) -> Option<Proposal> {
    let answer: Answer = serde_json::from_value(answer).ok()?;
    Some(Proposal {
        act: answer.act,
        sure: true,
        language: answer.language,
        service: answer.service,
        provider: answer.provider,
        phone: answer.phone,
        place: answer.place,
        when: answer.when.unwrap_or_default(),
        not_when: answer.not_when.unwrap_or_default(),
        call_at: answer.call_at,
        name: answer.name,
        for_whom: answer.for_whom,
        callback: answer.callback,
        email: answer.email,
        reason: answer.reason,
        another: answer.another,
        price_max: answer.price_max,
        ask_first: answer.ask_first.unwrap_or_default(),
        facts: answer.facts.unwrap_or_default(),
        option: answer.option,
    })
}

/// Less everything that does not stand in the message; in its place, what the rules found.
///
/// Dates, numbers, addresses, prices and facts are copies; a name, a place or a reason may be put in order, but of no word that
/// is not the person's; a service may also change the form of a word. What
/// binds us (a limit, a question first, the hour of the call, two wishes told apart) also counts where only the rules heard it.
pub(super) fn borne_out(mut proposal: Proposal, by_rules: &Proposal, text: &str) -> Proposal {
    let message = Message::new(text);
    proposal.when.retain(|phrase| message.says(phrase));
    proposal.when.truncate(WHEN_MAX);
    proposal.not_when.retain(|phrase| message.says(phrase));
    for phrase in &by_rules.not_when {
        if !proposal.not_when.contains(phrase) {
            proposal.not_when.push(phrase.clone());
        }
    }
    proposal.not_when.truncate(WHEN_MAX);
    proposal.ask_first |= by_rules.ask_first;
    let mut known = Vec::new();
    proposal.facts.retain(|SaidFact { fact, text }| {
        let first = message.says(text) && !known.contains(fact);
        known.extend(first.then_some(*fact));
        first
    });
    let copies = [
        (&mut proposal.phone, &by_rules.phone),
        (&mut proposal.callback, &by_rules.callback),
        (&mut proposal.email, &by_rules.email),
        (&mut proposal.price_max, &by_rules.price_max),
        (&mut proposal.call_at, &by_rules.call_at),
    ];
    for (field, found) in copies {
        keep(field, found, |value| message.says(value));
    }
    let names = [
        (&mut proposal.provider, &by_rules.provider),
        (&mut proposal.place, &by_rules.place),
        (&mut proposal.name, &by_rules.name),
        (&mut proposal.for_whom, &by_rules.for_whom),
        (&mut proposal.reason, &by_rules.reason),
    ];
    for (field, found) in names {
        keep(field, found, |value| message.has_the_words_of(value, |said, word| said == word));
    }
    let services =
        [(&mut proposal.service, &by_rules.service), (&mut proposal.another, &by_rules.another)];
    for (field, found) in services {
        keep(field, found, |value| {
            message.has_the_words_of(value, |said, word| stem(said) == stem(word))
        });
    }
    proposal.price_max = proposal.price_max.or_else(|| by_rules.price_max.clone());
    proposal.call_at = proposal.call_at.or_else(|| by_rules.call_at.clone());
    if let Some(call_at) = &proposal.call_at {
        let call_at = call_at.to_lowercase();
        proposal.when.retain(|phrase| !call_at.contains(&phrase.to_lowercase()));
    }
    proposal.another = proposal.another.or_else(|| by_rules.another.clone());
    proposal
}

fn keep(field: &mut Option<String>, found: &Option<String>, is_said: impl Fn(&str) -> bool) {
    if field.as_deref().is_some_and(|value| !is_said(value)) {
        field.clone_from(found);
    }
    if let Some(value) = field {
        *value = on_one_line(value);
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stem(word: &str) -> &str {
    word.char_indices().nth(4).map_or(word, |(end, _)| &word[..end])
}

/// A message, as phrases are looked for in it.
struct Message {
    line: String,
    words: Vec<String>,
}

impl Message {
    fn new(text: &str) -> Self {
        Self { line: on_one_line(text).to_lowercase(), words: words(text) }
    }

    /// Whether a phrase stands in the message: from the beginning of a word or a number to the end of one.
    fn says(&self, phrase: &str) -> bool {
        let phrase = on_one_line(phrase).to_lowercase();
        if phrase.is_empty() || phrase.chars().count() > PHRASE_MAX {
            return false;
        }
        self.line.match_indices(&phrase).any(|(start, found)| {
            let before = self.line[..start].chars().rev();
            let after = self.line[start + found.len()..].chars();
            !goes_on(found.chars().next(), before) && !goes_on(found.chars().next_back(), after)
        })
    }

    /// Whether the words of a value are words of the message, in any order. Particles may be the value's own.
    fn has_the_words_of(&self, value: &str, same: impl Fn(&str, &str) -> bool) -> bool {
        if value.chars().count() > PHRASE_MAX {
            return false;
        }
        let said = |word: &String| self.words.iter().any(|said| same(said, word));
        let words = words(value);
        let may_be_added = |word: &String| word.chars().count() <= 2;
        words.iter().any(said) && words.iter().all(|word| may_be_added(word) || said(word))
    }
}

fn words(text: &str) -> Vec<String> {
    let folded = folded(text);
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(String::from)
        .collect()
}

/// Whether a word or a number goes on beyond this edge of a phrase: "at 5" is not said in "at 5:30".
fn goes_on(edge: Option<char>, mut beyond: impl Iterator<Item = char>) -> bool {
    let Some(edge) = edge.filter(|edge| edge.is_alphanumeric()) else { return false };
    let joins = |c: char| ":.,/-".contains(c);
    match beyond.next() {
        Some(next) if next.is_alphanumeric() => true,
        Some(next) if joins(next) && edge.is_ascii_digit() => {
            beyond.next().is_some_and(|c| c.is_ascii_digit())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
