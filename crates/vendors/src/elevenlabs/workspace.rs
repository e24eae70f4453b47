//! The agent, its tools, secrets and webhooks: what "agent as code" pushes and compares.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::Url;

use super::{ElevenLabs, unreadable};
use crate::error::Error;
use crate::lenient;

/// Of one list, so that a list without end ends.
const PAGES_MAX: usize = 20;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AgentSummary {
    #[serde(rename = "agent_id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Tool {
    pub id: String,
    /// With more fields than were sent: defaults are filled in.
    #[serde(rename = "tool_config")]
    pub config: Value,
}

impl Tool {
    #[must_use]
    pub fn name(&self) -> &str {
        self.config.get("name").and_then(Value::as_str).unwrap_or_default()
    }
}

/// The value cannot be read back.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StoredSecret {
    #[serde(rename = "secret_id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Webhook {
    #[serde(rename = "webhook_id")]
    pub id: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub name: String,
    #[serde(default, rename = "webhook_url", deserialize_with = "lenient::or_default")]
    pub url: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub is_disabled: bool,
    /// Switched off by ElevenLabs after ten failures in a row.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub is_auto_disabled: bool,
    /// HTTP status of our last answer that was none of success.
    #[serde(default, deserialize_with = "lenient::whole")]
    pub most_recent_failure_error_code: Option<u32>,
}

#[derive(Debug, Deserialize)]
pub struct NewWebhook {
    #[serde(rename = "webhook_id")]
    pub id: String,
    /// `wsec_…`, shown this once.
    #[serde(default, rename = "webhook_secret")]
    pub secret: Option<SecretString>,
}

/// Lists name their items differently.
struct Page<T> {
    items: Vec<T>,
    next_cursor: Option<String>,
}

impl ElevenLabs {
    /// Agents whose names contain `search`, but for archived ones.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn agents(&self, search: &str) -> Result<Vec<AgentSummary>, Error> {
        self.all(&["convai", "agents"], "agents", Some(search)).await
    }

    /// The agent's id, `agent_…`.
    ///
    /// # Errors
    /// Any but [`Error::Unavailable`]; after [`Error::Unknown`] look for its name.
    /// Source: <https://elevenlabs.io/docs/api-reference/agents/create>
    pub async fn create_agent(&self, agent: &Value) -> Result<String, Error> {
        let created: AgentSummary =
            self.http.json(self.create(&["convai", "agents", "create"], agent)).await?;
        Ok(created.id)
    }

    /// An agent in full, defaults filled in.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (404: no such agent), [`Error::Unreadable`].
    pub async fn agent(&self, id: &str) -> Result<Value, Error> {
        self.http.json(self.get(self.url(&["convai", "agents", id]))).await
    }

    /// Merges `change` into an agent; each change makes a new version of it.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn patch_agent(&self, id: &str, change: &Value) -> Result<Value, Error> {
        self.http.json(self.patch(&["convai", "agents", id], change)).await
    }

    /// All tools of the workspace.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn tools(&self) -> Result<Vec<Tool>, Error> {
        self.all(&["convai", "tools"], "tools", None).await
    }

    /// # Errors
    /// Any but [`Error::Unavailable`]; after [`Error::Unknown`] look for its name.
    /// Source: <https://elevenlabs.io/docs/api-reference/tools/create>
    pub async fn create_tool(&self, config: &Value) -> Result<Tool, Error> {
        self.http.json(self.create(&["convai", "tools"], &json!({"tool_config": config}))).await
    }

    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (404: no such tool), [`Error::Unreadable`].
    pub async fn tool(&self, id: &str) -> Result<Tool, Error> {
        self.http.json(self.get(self.url(&["convai", "tools", id]))).await
    }

    /// Replaces a tool's configuration.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn patch_tool(&self, id: &str, config: &Value) -> Result<Tool, Error> {
        self.http.json(self.patch(&["convai", "tools", id], &json!({"tool_config": config}))).await
    }

    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn secrets(&self) -> Result<Vec<StoredSecret>, Error> {
        self.all(&["convai", "secrets"], "secrets", None).await
    }

    /// # Errors
    /// Any but [`Error::Unavailable`]; after [`Error::Unknown`] look for its name.
    pub async fn create_secret(
        &self,
        name: &str,
        value: &SecretString,
    ) -> Result<StoredSecret, Error> {
        let body = json!({"type": "new", "name": name, "value": value.expose_secret()});
        self.http.json(self.create(&["convai", "secrets"], &body)).await
    }

    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (404: no such secret), [`Error::Unreadable`].
    pub async fn update_secret(
        &self,
        id: &str,
        name: &str,
        value: &SecretString,
    ) -> Result<StoredSecret, Error> {
        let body = json!({"type": "update", "name": name, "value": value.expose_secret()});
        self.http.json(self.patch(&["convai", "secrets", id], &body)).await
    }

    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn webhooks(&self) -> Result<Vec<Webhook>, Error> {
        self.all(&["workspace", "webhooks"], "webhooks", None).await
    }

    /// # Errors
    /// Any but [`Error::Unavailable`]; after [`Error::Unknown`] look for its name.
    /// Source: <https://elevenlabs.io/docs/api-reference/workspace/webhooks/create>
    pub async fn create_webhook(&self, name: &str, url: &str) -> Result<NewWebhook, Error> {
        let body = json!({"settings": {"auth_type": "hmac", "name": name, "webhook_url": url}});
        self.http.json(self.create(&["workspace", "webhooks"], &body)).await
    }

    /// Switches a webhook on or off, and its repeats, which are off in a new one.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (404: no such webhook).
    pub async fn update_webhook(
        &self,
        id: &str,
        name: &str,
        is_disabled: bool,
        retry_enabled: bool,
    ) -> Result<(), Error> {
        let body =
            json!({"name": name, "is_disabled": is_disabled, "retry_enabled": retry_enabled});
        self.http.bytes(self.patch(&["workspace", "webhooks", id], &body)).await.map(drop)
    }

    /// The workspace's settings for agents.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn agent_settings(&self) -> Result<Value, Error> {
        self.http.json(self.get(self.url(&["convai", "settings"]))).await
    }

    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn patch_agent_settings(&self, change: &Value) -> Result<Value, Error> {
        self.http.json(self.patch(&["convai", "settings"], change)).await
    }

    /// Reads a list to its end.
    async fn all<T: DeserializeOwned>(
        &self,
        segments: &[&str],
        items: &str,
        search: Option<&str>,
    ) -> Result<Vec<T>, Error> {
        let mut found = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..PAGES_MAX {
            let mut url = self.url(segments);
            add_query(&mut url, items, search, cursor.as_deref());
            let answer: Value = self.http.json(self.get(url)).await?;
            let page = page(answer, items).ok_or_else(unreadable)?;
            found.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                return Ok(found);
            }
        }
        Err(unreadable())
    }
}

fn add_query(url: &mut Url, items: &str, search: Option<&str>, cursor: Option<&str>) {
    if items == "webhooks" {
        return; // the one list without pages
    }
    let mut query = url.query_pairs_mut();
    query.append_pair("page_size", "100");
    if let Some(search) = search {
        query.append_pair("search", search);
    }
    if let Some(cursor) = cursor {
        query.append_pair("cursor", cursor);
    }
}

fn page<T: DeserializeOwned>(mut answer: Value, items: &str) -> Option<Page<T>> {
    let items = serde_json::from_value(answer.get_mut(items)?.take()).ok()?;
    let next_cursor = answer.get("next_cursor").and_then(Value::as_str).filter(|c| !c.is_empty());
    Some(Page { items, next_cursor: next_cursor.map(String::from) })
}
