//! Content: the buttons, lists and templates that messages refer to by sid.

use std::collections::BTreeMap;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Twilio;
use crate::error::Error;
use crate::http::{Effect, under};
use crate::lenient;

/// Text with `{{1}}`-like placeholders, and what can be tapped below it.
#[derive(Debug, Clone)]
pub enum NewContent<'a> {
    Text {
        body: &'a str,
    },
    /// Three buttons at most inside the window, ten in a template.
    QuickReply {
        body: &'a str,
        actions: &'a [QuickReply],
    },
    /// Ten rows at most; never the first message of a conversation.
    ListPicker {
        body: &'a str,
        button: &'a str,
        items: &'a [ListItem],
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuickReply {
    /// 20 characters at most.
    pub title: String,
    /// Comes back as `ButtonPayload`.
    pub id: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListItem {
    /// Comes back as `ListId`.
    pub id: String,
    /// 24 characters at most.
    #[serde(rename = "item")]
    pub title: String,
    /// 72 characters at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// Whether WhatsApp lets a template be used outside the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    Unsubmitted,
    Received,
    Pending,
    Approved,
    Rejected,
    Paused,
    Disabled,
    #[default]
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Created {
    sid: String,
}

impl Twilio {
    /// Stores content and gives its sid, `HX` and 32 hexadecimal digits. `examples` has a value for each
    /// placeholder.
    ///
    /// # Errors
    /// Any but [`Error::Unavailable`]. After [`Error::Unknown`] an unused duplicate may remain.
    /// Source: <https://www.twilio.com/docs/content/content-api-resources>
    pub async fn create_content(
        &self,
        name: &str,
        language: &str,
        content: &NewContent<'_>,
        examples: &BTreeMap<String, String>,
    ) -> Result<String, Error> {
        let mut body =
            json!({"friendly_name": name, "language": language, "types": types(content)});
        if !examples.is_empty() {
            body["variables"] = json!(examples);
        }
        let url = under(&self.content, &["v1", "Content"]);
        let request = self.http.request(Effect::Once, Method::POST, url).with(|r| r.json(&body));
        self.http.json(request).await.map(|Created { sid }| sid)
    }

    /// Harmless to repeat.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`].
    pub async fn delete_content(&self, sid: &str) -> Result<(), Error> {
        self.delete(under(&self.content, &["v1", "Content", sid])).await
    }

    /// Asks WhatsApp to approve content as a template. `name`: lower-case letters, digits and `_`, never one that
    /// was rejected before. `category`: `UTILITY`, `MARKETING` or `AUTHENTICATION`.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (submitted already, perhaps).
    pub async fn request_approval(
        &self,
        sid: &str,
        name: &str,
        category: &str,
    ) -> Result<Approval, Error> {
        #[derive(Deserialize)]
        struct Submitted {
            #[serde(default, deserialize_with = "lenient::or_default")]
            status: Approval,
        }
        let url = under(&self.content, &["v1", "Content", sid, "ApprovalRequests", "whatsapp"]);
        let body = json!({"name": name, "category": category});
        let request =
            self.http.request(Effect::Repeatable, Method::POST, url).with(|r| r.json(&body));
        self.http.json(request).await.map(|Submitted { status }| status)
    }

    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (404: no such content), [`Error::Unreadable`].
    pub async fn approval(&self, sid: &str) -> Result<Approval, Error> {
        #[derive(Deserialize)]
        struct Requests {
            #[serde(default, deserialize_with = "lenient::or_default")]
            whatsapp: Option<Whatsapp>,
        }
        #[derive(Deserialize)]
        struct Whatsapp {
            #[serde(default, deserialize_with = "lenient::or_default")]
            status: Approval,
        }
        let requests: Requests =
            self.get(under(&self.content, &["v1", "Content", sid, "ApprovalRequests"])).await?;
        Ok(requests.whatsapp.map_or(Approval::Unsubmitted, |whatsapp| whatsapp.status))
    }
}

fn types(content: &NewContent<'_>) -> Value {
    match content {
        NewContent::Text { body } => json!({"twilio/text": {"body": body}}),
        NewContent::QuickReply { body, actions } => {
            let actions: Vec<_> = actions
                .iter()
                .map(|QuickReply { title, id }| json!({"type": "QUICK_REPLY", "title": title, "id": id}))
                .collect();
            json!({"twilio/quick-reply": {"body": body, "actions": actions}})
        }
        NewContent::ListPicker { body, button, items } => {
            json!({"twilio/list-picker": {"body": body, "button": button, "items": items}})
        }
    }
}
