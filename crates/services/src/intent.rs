//! What a message asks for: proposed by a language model where there is one, by the rules where there is none, it is
//! down, or it answers nonsense.
//!
//! Invariant: a model only proposes. Its answer has the shape of the rules' answer, nothing of it is kept that the
//! message itself doesn't show ([`answer`]), and it agrees to nothing that the message may not mean ([`believable`]).
//! Its words are read by code and shown to nobody.

mod answer;
mod believable;
mod breaker;
mod prompt;

use std::sync::Arc;

use domain::appointment::Reader;
use domain::clock::Clock;
use domain::understanding::{Act, Context, Proposal, rules};
use vendors::llm::{Answer, Error, Llm};

use breaker::Breaker;

/// Of a message that the model reads, in characters: the longest that the chat brings.
const TEXT_MAX: usize = 4096;

#[derive(Clone)]
pub struct Intent {
    llm: Option<Arc<Llm>>,
    breaker: Option<Arc<Breaker>>,
}

impl Intent {
    #[must_use]
    pub fn new(llm: Option<Arc<Llm>>) -> Self {
        Self { llm, breaker: None }
    }

    /// Leaves a model alone for a while when it fails again and again, so that nobody waits for it in vain.
    #[must_use]
    pub fn sparing(self, clock: Arc<dyn Clock>) -> Self {
        Self { breaker: Some(Arc::new(Breaker::new(clock))), ..self }
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
        if self.breaker.as_ref().is_some_and(|breaker| !breaker.lets_through()) {
            count("spared");
            return Reading { proposal: by_rules, by: Reader::Rules, model: None };
        }
        let start: String = text.chars().take(TEXT_MAX).collect();
        let schema = prompt::schema();
        let answered = llm.extract(&prompt::prompt(context), &start, "reading", &schema).await;
        self.note(&answered);
        let model = Consulted::of(answered);
        let believed = model.proposed.clone().and_then(|proposed| {
            let borne_out = answer::borne_out(proposed, &by_rules, text);
            let believed = believable::believable(borne_out, &by_rules, text, context);
            if believed.is_none() {
                tracing::info!(
                    "the message speaks against the model's reading; the rules take over"
                );
            }
            believed
        });
        let (proposal, by) = match believed {
            Some(proposal) => (proposal, Reader::Model),
            None => (by_rules, Reader::Rules),
        };
        count(if by == Reader::Model { "model" } else { "rules" });
        Reading { proposal, by, model: Some(model) }
    }

    /// A model that refuses a text, or answers badly, is there; one that is down or sends us away is not.
    fn note(&self, answered: &Result<Answer, Error>) {
        let Some(breaker) = &self.breaker else { return };
        match answered {
            Err(Error::Unavailable { retry_after }) => breaker.failed(*retry_after),
            Err(Error::Rejected { .. }) => breaker.failed(None),
            Ok(_) | Err(Error::Refused { .. } | Error::Unusable { .. }) => breaker.answered(),
        }
    }
}

fn count(by: &'static str) {
    metrics::counter!("vocero_read_total", "by" => by).increment(1);
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
    fn of(answered: Result<Answer, Error>) -> Self {
        match answered {
            Ok(Answer { value, tokens }) => {
                let proposed = answer::proposal(value);
                if proposed.is_none() {
                    tracing::warn!(
                        "the model's reading does not fit the schema; the rules take over"
                    );
                }
                Self { misshapen: proposed.is_none(), tokens, proposed }
            }
            Err(error) => {
                tracing::warn!(%error, "the model gave no reading; the rules take over");
                Self::in_vain(&error)
            }
        }
    }

    fn in_vain(error: &Error) -> Self {
        let (misshapen, tokens) = match error {
            Error::Unusable { tokens, .. } => (true, *tokens),
            Error::Refused { tokens } => (false, *tokens),
            Error::Unavailable { .. } | Error::Rejected { .. } => (false, 0),
        };
        Self { misshapen, tokens, proposed: None }
    }
}
