//! What the agent knows before it speaks.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::super::{Tongue, Window};
use super::BuiltIn;

/// What the configuration of the agent and the registration of the call gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Briefing {
    /// With its variables filled in; empty when there is none.
    pub first_message: String,
    pub tongue: Tongue,
    /// The tongues that it may change to.
    pub tongues: Vec<Tongue>,
    /// Names of the web tools that it has.
    pub tools: BTreeSet<String>,
    pub built_in: BTreeSet<BuiltIn>,
    pub voicemail_message: Option<String>,
    pub purpose: String,
    pub service: String,
    /// The windows in the caller's words.
    pub windows_said: String,
    pub windows: Vec<Window>,
    pub person: String,
    pub callback_number: String,
    /// What may be said about the person.
    pub facts: String,
    /// The appointment that is to be moved.
    pub appointment: Option<DateTime>,
    /// Whether it may agree to a time in this call.
    pub commit: bool,
}

/// Words by which a sentence about insurance is known.
const INSURANCE: [&str; 12] = [
    "insurance",
    "insured",
    "member",
    "policy",
    "seguro",
    "obra social",
    "prepaga",
    "mutua",
    "póliza",
    "afiliad",
    "convênio",
    "plano",
];

impl Briefing {
    /// From the variables of a call; what is not given stays empty. `windows_iso` that cannot be read is no window.
    #[must_use]
    pub fn read(
        tongue: Tongue,
        first_message: String,
        variables: &BTreeMap<String, String>,
    ) -> Self {
        let text = |name: &str| variables.get(name).cloned().unwrap_or_default();
        Self {
            first_message,
            tongue,
            tongues: Vec::new(),
            tools: BTreeSet::new(),
            built_in: BTreeSet::new(),
            voicemail_message: None,
            purpose: text("purpose"),
            service: text("service"),
            windows_said: text("windows"),
            windows: serde_json::from_str(&text("windows_iso")).unwrap_or_default(),
            person: text("person_name"),
            callback_number: text("callback_number"),
            facts: text("facts"),
            appointment: text("appointment_iso").parse().ok(),
            commit: text("commit") != "false",
        }
    }

    pub(super) fn has(&self, tool: &str) -> bool {
        self.tools.contains(tool)
    }

    pub(super) fn can(&self, tool: BuiltIn) -> bool {
        self.built_in.contains(&tool)
    }

    /// Whether the call is to find out, not to agree.
    pub(super) fn only_asks(&self) -> bool {
        self.purpose == "enquire" || !self.commit
    }

    pub(super) fn windows_in(&self, tongue: Tongue) -> String {
        if tongue == self.tongue && !self.windows_said.is_empty() {
            return self.windows_said.clone();
        }
        tongue.windows(&self.windows)
    }

    /// The sentence of the facts that answers a question; no sentence, no answer.
    pub(super) fn fact(&self, insurance: bool) -> Option<String> {
        if !insurance {
            return None;
        }
        self.facts
            .split(['.', ';', '\n'])
            .map(str::trim)
            .find(|sentence| {
                let sentence = sentence.to_lowercase();
                INSURANCE.iter().any(|word| sentence.contains(word))
            })
            .map(str::to_owned)
    }
}
