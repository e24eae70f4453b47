//! WhatsApp messages, both ways.

mod course;
mod create;
mod inbound;
mod rest;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::content::Shown;

pub use course::{arrive, read, replied, send};
pub use inbound::{Attachment, Incoming, receive};
pub use rest::{create, delete, fetch, list, typing, update};

/// How far a message has come. Later ones never go back to earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Queued,
    Sent,
    Delivered,
    Read,
    Undelivered,
    Failed,
    /// It came from a person.
    Received,
}

impl Status {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Undelivered => "undelivered",
            Self::Failed => "failed",
            Self::Received => "received",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    Inbound,
    OutboundApi,
    OutboundReply,
}

impl Direction {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::OutboundApi => "outbound-api",
            Self::OutboundReply => "outbound-reply",
        }
    }
}

/// One message, and all that a judge may want to know of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub sid: String,
    pub direction: Direction,
    pub from: String,
    pub to: String,
    pub body: String,
    pub status: Status,
    pub created: Timestamp,
    pub updated: Timestamp,
    pub sent: Option<Timestamp>,
    pub error: Option<i64>,
    /// SIDs of its media.
    pub media: Vec<String>,
    /// Where the product said that its media are.
    pub media_url: Option<String>,
    pub content_sid: Option<String>,
    /// What the person sees: text, buttons, a list, a place.
    pub shown: Shown,
    pub status_callback: Option<String>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Messages {
    by_sid: BTreeMap<String, Message>,
    /// SIDs, oldest first.
    order: Vec<String>,
}

impl Messages {
    pub fn get(&self, sid: &str) -> Option<&Message> {
        self.by_sid.get(sid)
    }

    fn get_mut(&mut self, sid: &str) -> Option<&mut Message> {
        self.by_sid.get_mut(sid)
    }

    /// Oldest first, without deleted ones.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Message> {
        self.order.iter().filter_map(|sid| self.by_sid.get(sid))
    }

    fn add(&mut self, message: Message) {
        self.order.push(message.sid.clone());
        self.by_sid.insert(message.sid.clone(), message);
    }

    fn remove(&mut self, sid: &str) -> Option<Message> {
        self.by_sid.remove(sid)
    }
}
