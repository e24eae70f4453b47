//! What can be wrong with the settings, in words for whoever has to mend it.

use std::path::PathBuf;

/// Everything that was wrong, at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Refused(pub Vec<Problem>);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("{name} is missing. {about}")]
    Missing { name: String, about: String },
    #[error("{name} is still the example. {about}")]
    Example { name: String, about: String },
    #[error("{name} is not a setting{}", near.as_ref().map(|near| format!("; did you mean {near}?")).unwrap_or_default())]
    Unknown { name: String, near: Option<String> },
    /// `shown` is the value, unless it is a secret.
    #[error("{name} must be {expected}{}", shown.as_ref().map(|shown| format!(", not \"{shown}\"")).unwrap_or_default())]
    Malformed { name: String, expected: String, shown: Option<String> },
    #[error(
        "{name} must begin with https://: over plain http everybody on the way could read and forge"
    )]
    PlainHttp { name: String },
    #[error("{name} is set as well as {name}_FILE: set one of them")]
    Twice { name: String },
    #[error("{name} cannot be read from {}: {reason}", path.display())]
    Unreadable { name: String, path: PathBuf, reason: String },
}

impl Problem {
    /// The setting that it is about.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Missing { name, .. }
            | Self::Example { name, .. }
            | Self::Unknown { name, .. }
            | Self::Malformed { name, .. }
            | Self::PlainHttp { name }
            | Self::Twice { name }
            | Self::Unreadable { name, .. } => name,
        }
    }
}
