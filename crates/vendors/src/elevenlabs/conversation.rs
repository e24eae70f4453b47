//! Conversations: what was said and done in a call, as the webhook sends and the interface gives it.
//!
//! Only the id is needed to decode one: it is evidence, and half of it is better than none.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ElevenLabs;
use crate::error::{Error, Private};
use crate::lenient;

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Conversation {
    /// `conv_…`
    pub conversation_id: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub agent_id: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: ConversationStatus,
    /// What the registration gave.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub user_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub transcript: Vec<Turn>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub metadata: Metadata,
    /// A hint: the model's opinion.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub analysis: Option<Analysis>,
    /// Without `secret__…` variables, which are nobody's evidence.
    #[serde(
        default,
        rename = "conversation_initiation_client_data",
        deserialize_with = "client_data"
    )]
    pub dynamic_variables: BTreeMap<String, Hidden>,
}

/// Any JSON value; never shown by `Debug`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hidden(pub Value);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden(…)")
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConversationStatus {
    Initiated,
    InProgress,
    /// Over, not yet analysed.
    Processing,
    Done,
    Failed,
    #[default]
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Turn {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub role: Role,
    /// None for a turn of tools only.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub message: Option<Private>,
    /// What was to be said, if the agent was cut off.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub original_message: Option<Private>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub interrupted: bool,
    #[serde(default, deserialize_with = "lenient::whole")]
    pub time_in_call_secs: Option<u32>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub tool_calls: Vec<ToolCall>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub tool_results: Vec<ToolResult>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Our voice.
    Agent,
    /// The other end of the line.
    User,
    #[default]
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct ToolCall {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub request_id: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub tool_name: String,
    /// A JSON text.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub params_as_json: Private,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub tool_has_been_called: bool,
}

/// One shape for what the vendor's description has five of, which overlap.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct ToolResult {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub request_id: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub tool_name: String,
    /// What the tool answered.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub result_value: Private,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub is_error: bool,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub tool_has_been_called: bool,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub tool_latency_secs: f64,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Metadata {
    #[serde(default, rename = "start_time_unix_secs", deserialize_with = "lenient::unix_seconds")]
    pub started_at: Option<Timestamp>,
    #[serde(
        default,
        rename = "accepted_time_unix_secs",
        deserialize_with = "lenient::unix_seconds"
    )]
    pub accepted_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::whole")]
    pub call_duration_secs: Option<u32>,
    /// Credits.
    #[serde(default, deserialize_with = "lenient::whole")]
    pub cost: Option<u32>,
    /// US dollars.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub cost_fiat: Option<f64>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub main_language: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub termination_reason: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub error: Option<Failure>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub phone_call: Option<PhoneCall>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Failure {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub code: i64,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub reason: Option<Private>,
}

/// Not always there, and not to be relied upon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct PhoneCall {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub call_sid: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub call_result: Option<CallResult>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallResult {
    Answered,
    Voicemail,
    Busy,
    NoAnswer,
    Failed,
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Analysis {
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub call_successful: Verdict,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub transcript_summary: Private,
    #[serde(default, rename = "evaluation_criteria_results", deserialize_with = "criteria")]
    pub criteria: BTreeMap<String, Verdict>,
    /// Values of any type.
    #[serde(default, rename = "data_collection_results", deserialize_with = "collected")]
    pub collected: BTreeMap<String, Hidden>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Success,
    Failure,
    #[default]
    #[serde(other)]
    Unknown,
}

/// Of one list, so that a list without end ends.
const PAGES_MAX: usize = 50;

#[derive(Debug, Clone, Default)]
pub struct ConversationFilter<'a> {
    /// What the registration gave.
    pub user_id: Option<&'a str>,
    pub agent_id: Option<&'a str>,
    pub started_after: Option<Timestamp>,
    /// [`ConversationPage::next`] of the page before.
    pub cursor: Option<&'a str>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct ConversationPage {
    #[serde(deserialize_with = "lenient::list")]
    pub conversations: Vec<ConversationSummary>,
    #[serde(default, rename = "next_cursor", deserialize_with = "lenient::or_default")]
    pub next: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ConversationSummary {
    pub conversation_id: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub agent_id: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: ConversationStatus,
    #[serde(default, rename = "start_time_unix_secs", deserialize_with = "lenient::unix_seconds")]
    pub started_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "lenient::whole")]
    pub call_duration_secs: Option<u32>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub call_successful: Verdict,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub termination_reason: String,
}

impl ElevenLabs {
    /// One page of conversations, 100 at most, newest first.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    /// Source: <https://elevenlabs.io/docs/api-reference/conversations/list>
    pub async fn conversations(
        &self,
        filter: &ConversationFilter<'_>,
    ) -> Result<ConversationPage, Error> {
        let mut url = self.url(&["convai", "conversations"]);
        let after = filter.started_after.map(|time| time.as_second().to_string());
        {
            let mut query = url.query_pairs_mut();
            query.append_pair("page_size", "100");
            for (name, value) in [
                ("user_id", filter.user_id),
                ("agent_id", filter.agent_id),
                ("call_start_after_unix", after.as_deref()),
                ("cursor", filter.cursor),
            ] {
                if let Some(value) = value {
                    query.append_pair(name, value);
                }
            }
        }
        self.http.json(self.get(url)).await
    }

    /// All conversations of an agent that began after `since`, newest first.
    ///
    /// # Errors
    /// As [`ElevenLabs::conversations`].
    pub async fn conversations_since(
        &self,
        agent_id: &str,
        since: Timestamp,
    ) -> Result<Vec<ConversationSummary>, Error> {
        let mut all = Vec::new();
        let mut next: Option<String> = None;
        for _ in 0..PAGES_MAX {
            let filter = ConversationFilter {
                agent_id: Some(agent_id),
                started_after: Some(since),
                cursor: next.as_deref(),
                ..ConversationFilter::default()
            };
            let page = self.conversations(&filter).await?;
            all.extend(page.conversations);
            match page.next.filter(|cursor| !cursor.is_empty() && next.as_ref() != Some(cursor)) {
                Some(cursor) => next = Some(cursor),
                None => break,
            }
        }
        Ok(all)
    }

    /// A conversation in full; none if there is none (yet).
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn conversation(&self, id: &str) -> Result<Option<Conversation>, Error> {
        match self.http.json(self.get(self.url(&["convai", "conversations", id]))).await {
            Ok(conversation) => Ok(Some(conversation)),
            Err(Error::Refused { status: 404, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes a conversation at ElevenLabs. Harmless to repeat.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`].
    pub async fn delete_conversation(&self, id: &str) -> Result<(), Error> {
        match self.http.bytes(self.delete(&["convai", "conversations", id])).await {
            Ok(_) | Err(Error::Refused { status: 404, .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn client_data<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Hidden>, D::Error> {
    Ok(match Value::deserialize(deserializer)?.get_mut("dynamic_variables").map(Value::take) {
        Some(Value::Object(variables)) => variables
            .into_iter()
            .filter(|(name, _)| !name.starts_with("secret__"))
            .map(|(name, value)| (name, Hidden(value)))
            .collect(),
        _ => BTreeMap::new(),
    })
}

fn criteria<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Verdict>, D::Error> {
    let verdict = |result: &Value| {
        result.get("result").and_then(|v| Verdict::deserialize(v).ok()).unwrap_or_default()
    };
    Ok(match Value::deserialize(deserializer)? {
        Value::Object(results) => {
            results.iter().map(|(name, result)| (name.clone(), verdict(result))).collect()
        }
        _ => BTreeMap::new(),
    })
}

fn collected<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Hidden>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Object(results) => results
            .into_iter()
            .map(|(name, mut result)| {
                (name, Hidden(result.get_mut("value").map(Value::take).unwrap_or_default()))
            })
            .collect(),
        _ => BTreeMap::new(),
    })
}

#[cfg(test)]
mod tests;
