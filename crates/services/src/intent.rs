//! What a message asks for: proposed by a language model where there is one, by the rules where there is none, it is
//! down, or it answers nonsense.
//!
//! Invariant: a model only proposes. Its answer has the shape of the rules' answer, and nothing of it is believed that
//! the message itself doesn't show.

use std::sync::Arc;

use domain::appointment::Reader;
use domain::understanding::{Act, Context, Proposal, rules};
use serde_json::{Value, json};
use vendors::llm::{Error, Llm};

const PROMPT: &str = include_str!("intent/prompt.md");
const SCHEMA: &str = include_str!("intent/schema.json");

#[derive(Clone)]
pub struct Intent {
    llm: Option<Arc<Llm>>,
}

impl Intent {
    #[must_use]
    pub fn new(llm: Option<Arc<Llm>>) -> Self {
        Self { llm }
    }

    /// Never fails: the rules always have an answer.
    pub async fn read(&self, text: &str, context: &Context<'_>) -> (Proposal, Reader) {
        let Reading { proposal, by, .. } = self.consult(text, context).await;
        (proposal, by)
    }

    /// The same, with what the model had to do with it.
    pub async fn consult(&self, text: &str, context: &Context<'_>) -> Reading {
        let by_rules = rules(text, context);
        let Some(llm) = self.llm.as_ref().filter(|_| by_rules.act != Act::Emergency) else {
            return Reading { proposal: by_rules, by: Reader::Rules, model: None };
        };
        let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        let model = match llm.extract(&prompt(context), text, "reading", &schema).await {
            Ok(answer) => {
                let proposed = proposal(&answer.value);
                if proposed.is_none() {
                    tracing::warn!(
                        "the model's reading does not fit the schema; the rules take over"
                    );
                }
                Consulted { misshapen: proposed.is_none(), tokens: answer.tokens, proposed }
            }
            Err(error) => {
                tracing::warn!(%error, "the model gave no reading; the rules take over");
                Consulted::in_vain(&error)
            }
        };
        let (proposal, by) = match &model.proposed {
            Some(proposed) => (borne_out(proposed.clone(), text), Reader::Model),
            None => (by_rules, Reader::Rules),
        };
        let name = if by == Reader::Model { "model" } else { "rules" };
        metrics::counter!("vocero_read_total", "by" => name).increment(1);
        Reading { proposal, by, model: Some(model) }
    }
}

/// What was read, and how it came about.
#[derive(Debug, Clone)]
pub struct Reading {
    pub proposal: Proposal,
    pub by: Reader,
    /// Where a model was asked.
    pub model: Option<Consulted>,
}

/// What came of asking a model.
#[derive(Debug, Clone)]
pub struct Consulted {
    /// It answered, but not in the form asked for.
    pub misshapen: bool,
    /// Read and written, as far as its server tells.
    pub tokens: u64,
    /// Its own words, before the message was held against them.
    pub proposed: Option<Proposal>,
}

impl Consulted {
    fn in_vain(error: &Error) -> Self {
        let (misshapen, tokens) = match error {
            Error::Unusable { tokens, .. } => (true, *tokens),
            Error::Refused { tokens } => (false, *tokens),
            Error::Unavailable { .. } | Error::Rejected { .. } => (false, 0),
        };
        Self { misshapen, tokens, proposed: None }
    }
}

fn prompt(context: &Context<'_>) -> String {
    let asked = json!(context.asked).to_string();
    let options = context
        .options
        .iter()
        .zip(1..)
        .map(|(option, n)| format!("{n}. {option}"))
        .collect::<Vec<_>>();
    let values = [
        ("now", context.now.strftime("%A %Y-%m-%d %H:%M").to_string()),
        ("language", context.language.code().to_owned()),
        ("region", context.region.to_owned()),
        ("asked", asked),
        ("options", if options.is_empty() { "none".to_owned() } else { options.join("; ") }),
    ];
    values.iter().fold(PROMPT.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{{{name}}}}}"), value)
    })
}

/// The model's answer, if it fits the schema.
fn proposal(answer: &Value) -> Option<Proposal> {
    serde_json::from_value(with_sure(answer)?).ok()
}

/// Less everything that does not stand in the message.
fn borne_out(mut proposal: Proposal, text: &str) -> Proposal {
    let lower = text.to_lowercase();
    let said =
        |phrase: &str| !phrase.trim().is_empty() && lower.contains(&phrase.trim().to_lowercase());
    proposal.when.retain(|phrase| said(phrase));
    proposal.when.truncate(5);
    for field in [&mut proposal.phone, &mut proposal.callback, &mut proposal.email] {
        field.take_if(|value| !said(value));
    }
    let short =
        [&mut proposal.service, &mut proposal.provider, &mut proposal.place, &mut proposal.name];
    for field in short.into_iter().chain([&mut proposal.for_whom, &mut proposal.reason]) {
        field.take_if(|value| {
            value.trim().is_empty() || value.chars().count() > 120 || !shares_a_word(value, &lower)
        });
    }
    proposal
}

fn with_sure(answer: &Value) -> Option<Value> {
    let mut answer = answer.as_object()?.clone();
    answer.insert("sure".to_owned(), Value::Bool(true));
    Some(Value::Object(answer))
}

/// Names and services may be put in order by a model, but not made up.
fn shares_a_word(value: &str, lower: &str) -> bool {
    let words: Vec<_> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).collect();
    let value = value.to_lowercase();
    let stem = |word: &str| word.chars().take(4).collect::<String>();
    value
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2)
        .any(|word| words.iter().any(|said| stem(said) == stem(word)))
}
