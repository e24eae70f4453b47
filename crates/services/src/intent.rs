//! What a message asks for: proposed by a language model where there is one, by the rules where there is none, it is
//! down, or it answers nonsense.
//!
//! Invariant: a model only proposes. Its answer has the shape of the rules' answer, and nothing of it is believed that
//! the message itself doesn't show.

use std::sync::Arc;

use domain::appointment::Reader;
use domain::understanding::{Act, Context, Proposal, rules};
use serde_json::{Value, json};
use vendors::llm::Llm;

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
        let by_rules = rules(text, context);
        let Some(llm) = self.llm.as_ref().filter(|_| by_rules.act != Act::Emergency) else {
            return (by_rules, Reader::Rules);
        };
        let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
        match llm.extract(&prompt(context), text, "reading", &schema).await {
            Ok(answer) => match proposal(&answer.value, text) {
                Some(proposal) => {
                    metrics::counter!("vocero_read_total", "by" => "model").increment(1);
                    return (proposal, Reader::Model);
                }
                None => tracing::warn!(
                    "the model's reading does not fit the schema; the rules take over"
                ),
            },
            Err(error) => tracing::warn!(%error, "the model gave no reading; the rules take over"),
        }
        metrics::counter!("vocero_read_total", "by" => "rules").increment(1);
        (by_rules, Reader::Rules)
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

/// The model's answer, less everything that does not stand in the message.
fn proposal(answer: &Value, text: &str) -> Option<Proposal> {
    let mut proposal: Proposal = serde_json::from_value(with_sure(answer)?).ok()?;
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
    Some(proposal)
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
