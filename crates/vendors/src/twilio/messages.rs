//! WhatsApp messages: send, look up, redact, and the typing dots.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use reqwest::Method;
use serde::{Deserialize, Serialize};

use super::{Listed, Page, Twilio};
use crate::error::{Error, Private};
use crate::http::{Effect, under};
use crate::lenient;

#[derive(Debug, Clone)]
pub struct NewMessage<'a> {
    /// The address as received, `whatsapp:+…` or `whatsapp:AR.…`.
    pub to: &'a Private,
    /// `whatsapp:+…` of ours.
    pub from: &'a str,
    pub content: MessageContent<'a>,
    pub status_callback: Option<&'a str>,
}

#[derive(Debug, Clone)]
pub enum MessageContent<'a> {
    /// 1600 characters at most, for which emoji count double; within the 24-hour window only.
    Text(&'a Private),
    Template {
        /// `HX` and 32 hexadecimal digits.
        sid: &'a str,
        /// Values by placeholder, `"1"`, `"2"`, …
        variables: &'a BTreeMap<String, Private>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Message {
    /// `SM` or `MM` and 32 hexadecimal digits.
    pub sid: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: MessageStatus,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub direction: Direction,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub to: Private,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub from: Private,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub body: Private,
    #[serde(default, deserialize_with = "lenient::whole")]
    pub num_media: Option<u32>,
    /// See [`meaning`](super::meaning).
    #[serde(default, deserialize_with = "lenient::whole")]
    pub error_code: Option<u32>,
    #[serde(default, rename = "date_created", deserialize_with = "lenient::date")]
    pub created_at: Option<Timestamp>,
    #[serde(default, rename = "date_sent", deserialize_with = "lenient::date")]
    pub sent_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageStatus {
    Accepted,
    Scheduled,
    Queued,
    Sending,
    Sent,
    Delivered,
    PartiallyDelivered,
    Read,
    Undelivered,
    Failed,
    Canceled,
    Receiving,
    Received,
    #[default]
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    Inbound,
    OutboundApi,
    OutboundCall,
    OutboundReply,
    #[default]
    #[serde(other)]
    Other,
}

/// Which messages to list. All of them if nothing is set.
#[derive(Debug, Clone, Default)]
pub struct MessageFilter<'a> {
    pub to: Option<&'a str>,
    pub from: Option<&'a str>,
    /// UTC. Leaves out what is not sent yet.
    pub sent_since: Option<Date>,
    /// Older ones are left out and not looked for.
    pub created_since: Option<Timestamp>,
}

#[derive(Deserialize)]
struct Messages {
    messages: Vec<Message>,
    #[serde(default)]
    next_page_uri: Option<String>,
}

impl Page for Messages {
    type Item = Message;

    fn into_parts(self) -> (Vec<Message>, Option<String>) {
        (self.messages, self.next_page_uri)
    }
}

/// A file in a message that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where its bytes are, see [`Twilio::media`].
    pub url: String,
    /// As the sender's phone calls it.
    pub content_type: String,
}

#[derive(Deserialize)]
struct MediaRecord {
    sid: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    content_type: String,
}

#[derive(Deserialize)]
struct Files {
    media_list: Vec<MediaRecord>,
    #[serde(default)]
    next_page_uri: Option<String>,
}

impl Page for Files {
    type Item = MediaRecord;

    fn into_parts(self) -> (Vec<MediaRecord>, Option<String>) {
        (self.media_list, self.next_page_uri)
    }
}

impl Twilio {
    /// Queues one message, with one request. That it is queued does not say that it will be delivered.
    ///
    /// # Errors
    /// [`Error::NotSent`]: not queued. [`Error::Refused`]: nor ever will be, see [`meaning`](super::meaning).
    /// [`Error::Unknown`]: perhaps queued, see [`Twilio::messages`].
    /// Source: <https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource>
    pub async fn create_message(&self, message: &NewMessage<'_>) -> Result<Message, Error> {
        let mut form = vec![("To", &**message.to), ("From", message.from)];
        let variables_json;
        match &message.content {
            MessageContent::Text(text) => form.push(("Body", text)),
            MessageContent::Template { sid, variables } => {
                form.push(("ContentSid", sid));
                if !variables.is_empty() {
                    variables_json =
                        serde_json::to_string(variables).expect("strings by strings are JSON");
                    form.push(("ContentVariables", &variables_json));
                }
            }
        }
        if let Some(url) = message.status_callback {
            form.push(("StatusCallback", url));
        }
        self.post_form(Effect::Once, self.account(&["Messages.json"]), &form).await
    }

    /// Messages in and out, newest first.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn messages(&self, filter: &MessageFilter<'_>) -> Result<Listed<Message>, Error> {
        let mut url = self.account(&["Messages.json"]);
        let sent_since = filter.sent_since.map(|date| date.to_string());
        {
            let mut query = url.query_pairs_mut();
            for (name, value) in
                [("To", filter.to), ("From", filter.from), ("DateSent>", sent_since.as_deref())]
            {
                if let Some(value) = value {
                    query.append_pair(name, value);
                }
            }
            query.append_pair("PageSize", "200");
        }
        let older = |message: &Message| {
            message
                .created_at
                .zip(filter.created_since)
                .is_some_and(|(created_at, since)| created_at < since)
        };
        let mut messages = self.list::<Messages>(url, |page| page.iter().any(older)).await?;
        messages.items.retain(|message| !older(message));
        Ok(messages)
    }

    /// The files of a message, as its webhook names them.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (404: no such message), [`Error::Unreadable`].
    /// Source: <https://www.twilio.com/docs/messaging/api/media-resource#read-multiple-media-resources>
    pub async fn files(&self, message_sid: &str) -> Result<Vec<File>, Error> {
        let list = self.account(&["Messages", message_sid, "Media.json"]);
        let listed = self.list::<Files>(list, |_| false).await?;
        let file = |one: MediaRecord| {
            let url = self.account(&["Messages", message_sid, "Media", &one.sid]);
            File { url: url.into(), content_type: one.content_type }
        };
        Ok(listed.items.into_iter().map(file).collect())
    }

    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (404: no such message), [`Error::Unreadable`].
    pub async fn message(&self, sid: &str) -> Result<Message, Error> {
        self.get(self.account(&["Messages", &format!("{sid}.json")])).await
    }

    /// Empties a message's text at Twilio and keeps its record.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn redact_message(&self, sid: &str) -> Result<Message, Error> {
        let url = self.account(&["Messages", &format!("{sid}.json")]);
        self.post_form(Effect::Repeatable, url, &[("Body", "")]).await
    }

    /// Removes a message's record at Twilio. Harmless to repeat.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`].
    pub async fn delete_message(&self, sid: &str) -> Result<(), Error> {
        self.delete(self.account(&["Messages", &format!("{sid}.json")])).await
    }

    /// Shows the person typing dots and marks their message as read, for 25 s or until we answer.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`]; worth no repeat.
    pub async fn show_typing(&self, inbound_message_sid: &str) -> Result<(), Error> {
        let url = under(&self.messaging, &["v2", "Indicators", "Typing.json"]);
        let form = [("channel", "whatsapp"), ("messageId", inbound_message_sid)];
        let request =
            self.http.request(Effect::Repeatable, Method::POST, url).with(|r| r.form(&form));
        self.http.bytes(request).await.map(drop)
    }
}
