//! Understanding, measured offline: cases as JSON Lines come in, one JSON answer a line goes out.
//!
//! The answers are those of the functions that production calls. What is here translates a case's context into ours
//! and our words into those of the cases; it is no place for rules about language.
//!
//! Invariant: a case costs nobody else theirs. Whatever is wrong with a line or with our reading of it, the line gets
//! `{"id": …, "error": "why"}`, and the others their answers. Without a model nothing touches the network.

mod case;
mod contacts;
mod dates;
mod desk;
mod lines;
mod messages;

mod requests;
mod spans;
mod turns;
mod webhooks;
mod whatsapp;

use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use clap::ValueEnum;
use domain::appointment::Reader;
use futures::{FutureExt, StreamExt};
use serde_json::{Map, Value, json};
use services::Intent;
use services::intent::{Consulted, Reading};

use case::{Asking, Case, Heard, Memory};
use lines::Line;

/// Models asked at a time.
const PARALLEL: usize = 8;

/// Kinds of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Kind {
    Datetime,
    SgdOpeners,
    SgdTurns,
    RequestsEs,
    Intents,
    Slots,
    Calls,
    ProviderLines,
    Phones,
    Vcards,
    Webhooks,
}

/// Who reads messages. What production leaves to code alone is read by code either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Parser {
    /// Rules inside the program
    Rules,
    /// Language model of the settings, and the rules where it fails
    Llm,
}

type Answer = Map<String, Value>;

impl Kind {
    /// Whether production would have such texts read by a model.
    #[must_use]
    pub fn is_message(self) -> bool {
        self.by_code().is_none()
    }

    /// How what needs no model is answered.
    fn by_code(self) -> Option<fn(Value) -> Result<Answer, String>> {
        match self {
            Self::Calls => Some(desk::call),
            Self::ProviderLines => Some(desk::line),
            Self::Phones => Some(contacts::phones),
            Self::Vcards => Some(contacts::vcards),
            Self::Webhooks => Some(webhooks::answer),
            Self::Datetime
            | Self::SgdOpeners
            | Self::SgdTurns
            | Self::RequestsEs
            | Self::Intents
            | Self::Slots => None,
        }
    }

    fn asking(self, case: &Case) -> Asking {
        match self {
            Self::RequestsEs => requests::asking(case),
            Self::SgdTurns => turns::asking(case),
            Self::Slots => spans::asking(case),
            _ => Asking::nothing(case),
        }
    }

    fn answer(self, case: &Case, asking: &Asking, heard: &Heard, memory: &mut Memory) -> Answer {
        match self {
            Self::Datetime => messages::datetime(case, heard, asking.reference),
            Self::SgdOpeners => messages::opener(heard, asking.reference),
            Self::SgdTurns => turns::answer(case, heard, asking.reference, memory),
            Self::RequestsEs => requests::answer(heard, asking),
            Self::Intents => messages::intents(case, heard, asking.reference),
            Self::Slots => spans::answer(case, heard, asking.reference),
            _ => unreachable!("answered by code"),
        }
    }
}

/// Answers every line of `input`, in its order. `intent` reads the messages.
///
/// # Errors
/// When an answer can't be written.
pub async fn run(
    kind: Kind,
    intent: &Intent,
    input: impl BufRead + Send + 'static,
    mut output: impl Write,
) -> io::Result<()> {
    let read = lines::read(input).map(|line| open(kind, intent, line));
    let mut opened = std::pin::pin!(read.buffered(PARALLEL));
    let mut memories = HashMap::new();
    while let Some((id, opened)) = opened.next().await {
        let mut answer = opened
            .and_then(|opened| guarded(|| Ok(opened.close(kind, &mut memories))))
            .unwrap_or_else(|why| Map::from_iter([("error".to_owned(), json!(why))]));
        answer.insert("id".to_owned(), id);
        writeln!(output, "{}", Value::Object(answer))?;
    }
    output.flush()
}

/// A case as far as it can be worked on without those before it.
enum Opened {
    Answered(Answer),
    Read { case: Box<Case>, asking: Asking, reading: Box<Reading>, seconds: f64 },
}

async fn open(kind: Kind, intent: &Intent, line: Line) -> (Value, Result<Opened, String>) {
    let case = match line.and_then(|line| {
        serde_json::from_slice::<Value>(&line).map_err(|error| format!("no JSON: {error}"))
    }) {
        Ok(case) => case,
        Err(why) => return (Value::Null, Err(why)),
    };
    let id = case["id"].clone();
    if !case.is_object() {
        return (id, Err("a case is an object".to_owned()));
    }
    let opened = match kind.by_code() {
        Some(answer) => guarded(|| answer(case).map(Opened::Answered)),
        None => {
            AssertUnwindSafe(read(kind, intent, case)).catch_unwind().await.unwrap_or_else(panicked)
        }
    };
    (id, opened)
}

async fn read(kind: Kind, intent: &Intent, case: Value) -> Result<Opened, String> {
    let case: Box<Case> = case::of(case)?;
    let asking = kind.asking(&case);
    let began = Instant::now();
    let reading = Box::new(intent.consult(&case.text, &asking.context()).await);
    Ok(Opened::Read { case, asking, reading, seconds: began.elapsed().as_secs_f64() })
}

fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    std::panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(panicked)
}

fn panicked<T>(_: Box<dyn std::any::Any + Send>) -> Result<T, String> {
    Err("we panicked".to_owned())
}

impl Opened {
    fn close(self, kind: Kind, memories: &mut HashMap<String, Memory>) -> Answer {
        let (case, asking, reading, seconds) = match self {
            Self::Answered(answer) => return answer,
            Self::Read { case, asking, reading, seconds } => (case, asking, reading, seconds),
        };
        let memory = memories.entry(case.dialogue.clone()).or_default();
        let before = memory.clone();
        let heard = Heard { proposal: reading.proposal, by: reading.by };
        let mut answer = kind.answer(&case, &asking, &heard, memory);
        if let Some(model) = reading.model {
            let alone = |heard| kind.answer(&case, &asking, &heard, &mut before.clone());
            answer.insert("llm".to_owned(), noted(model, heard.by, seconds, alone));
        }
        answer
    }
}

/// What the model had to do with an answer; `alone` answers from what it proposed.
fn noted(model: Consulted, by: Reader, seconds: f64, alone: impl FnOnce(Heard) -> Answer) -> Value {
    let mut note = json!({
        "invalid_json": model.misshapen, "fallback": by == Reader::Rules, "tokens": model.tokens, "seconds": seconds,
    });
    if let Some(mut proposal) = model.proposed {
        let when = std::mem::take(&mut proposal.when);
        let mut raw = alone(Heard { proposal, by: Reader::Model });
        // A model gives phrases and no dates.
        raw.insert("when".to_owned(), json!(when));
        note["raw"] = Value::Object(raw);
    }
    note
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_of_its_case() {
        let failed: Result<(), String> = guarded(|| panic!("on purpose"));
        assert!(failed.is_err_and(|why| !why.contains("purpose")));
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }
}
