//! A language model that plays the voice agent, if whoever runs the sandbox gives it one.
//!
//! The sandbox knows of it only how it is asked: whose it is, and how it is reached, is theirs.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::Value;

/// What a model is asked: instructions, what has happened so far, and the JSON schema of the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub system: String,
    pub user: String,
    /// Of an object: each property required, nothing else allowed.
    pub schema: Value,
}

type Answer = Pin<Box<dyn Future<Output = Result<Value, String>> + Send>>;

/// Asks the model; an error is in words for the timeline. It should give up by itself, but nothing hangs if it doesn't.
#[derive(Clone)]
pub struct Mind(Arc<dyn Fn(Question) -> Answer + Send + Sync>);

impl Mind {
    #[must_use]
    pub fn new<F>(ask: impl Fn(Question) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Value, String>> + Send + 'static,
    {
        Self(Arc::new(move |question| Box::pin(ask(question))))
    }

    /// # Errors
    /// Why there is no answer.
    pub async fn ask(&self, question: Question) -> Result<Value, String> {
        (self.0)(question).await
    }
}

impl fmt::Debug for Mind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mind")
    }
}
