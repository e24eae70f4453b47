//! In which form a server wants to be asked.
//!
//! Compatible servers know some parameters and refuse requests with the others, in words of their own. So until a
//! server has answered once, each refusal is followed by a simpler question.

use std::sync::{Mutex, PoisonError};

use super::{Dialect, ResponseMode};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) mode: ResponseMode,
    pub(super) limit: Limit,
    dialect: Dialect,
}

/// Of the tokens of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    MaxCompletionTokens,
    MaxTokens,
}

impl Limit {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::MaxCompletionTokens => "max_completion_tokens",
            Self::MaxTokens => "max_tokens",
        }
    }
}

/// What a refusal is about, where it says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parameter {
    Limit,
    Format,
}

impl Parameter {
    /// The one that an error names; none if it names both, as some do that repeat the request.
    pub(super) fn named_in(error: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(error).to_lowercase();
        let format = ["response_format", "json_schema", "json_object", "output_config"];
        let format = format.iter().any(|name| text.contains(name));
        match (text.contains(Limit::MaxCompletionTokens.name()), format) {
            (true, false) => Some(Self::Limit),
            (false, true) => Some(Self::Format),
            _ => None,
        }
    }
}

impl Form {
    pub(super) fn first(dialect: Dialect, mode: ResponseMode) -> Self {
        let limit = match dialect {
            Dialect::OpenAi => Limit::MaxCompletionTokens,
            Dialect::Anthropic => Limit::MaxTokens,
        };
        Self { mode, limit, dialect }
    }

    /// The next thing to try with a server that refused this form.
    pub(super) fn simpler(self, refused: Option<Parameter>) -> Option<Self> {
        let old_limit = || {
            let limit = Limit::MaxTokens;
            (self.limit != limit).then_some(Self { limit, ..self })
        };
        let less_format = || {
            let mode = match (self.mode, self.dialect) {
                (ResponseMode::JsonSchema, Dialect::OpenAi) => ResponseMode::JsonObject,
                (ResponseMode::JsonSchema, Dialect::Anthropic)
                | (ResponseMode::JsonObject, Dialect::OpenAi) => ResponseMode::None,
                (ResponseMode::JsonObject, Dialect::Anthropic) | (ResponseMode::None, _) => {
                    return None;
                }
            };
            Some(Self { mode, ..self })
        };
        match refused {
            Some(Parameter::Limit) => old_limit(),
            Some(Parameter::Format) => less_format(),
            None => old_limit().or_else(less_format),
        }
    }
}

/// The form to ask in, and whether the server has answered to it.
pub(super) struct KnownForm(Mutex<(Form, bool)>);

impl KnownForm {
    pub(super) fn new(form: Form) -> Self {
        Self(Mutex::new((form, false)))
    }

    pub(super) fn get(&self) -> (Form, bool) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn prove(&self, form: Form) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (form, true);
    }
}
