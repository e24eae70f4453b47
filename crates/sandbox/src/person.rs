//! People on WhatsApp: their phones, what they see on them and what they do.

mod phone;

use std::collections::BTreeMap;

use axum::body::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use phone::{Choice, NoSuchChoice, Person, voice_note};

use crate::twilio::content::Shown;
use crate::twilio::messages::{Attachment, Incoming, Message, Status};

/// Why WhatsApp doesn't deliver to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refuses {
    BlockedUs,
    NotOnWhatsapp,
}

impl Refuses {
    /// Twilio's code for it.
    #[must_use]
    pub fn error(self) -> i64 {
        match self {
            Self::BlockedUs => 63014,
            Self::NotOnWhatsapp => 63003,
        }
    }
}

/// One message as it stands on the screen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bubble {
    pub sid: String,
    pub at: Timestamp,
    /// The person wrote it.
    pub is_mine: bool,
    pub shown: Shown,
    /// Theirs, whatever becomes of it at Twilio.
    #[serde(default)]
    pub file: Option<Attachment>,
    /// How far the business's message has come, or whether it has read the person's.
    pub tick: Status,
    /// The message that this one answers.
    pub quotes: Option<String>,
}

/// A person with a phone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// `whatsapp:+…`, or `whatsapp:AR.…` for who hides the number.
    pub address: String,
    /// The business-scoped id, beside a number that shows.
    pub external_id: Option<String>,
    pub name: String,
    /// Read receipts are on.
    pub reads: bool,
    pub refuses: Option<Refuses>,
    pub opted_out: bool,
    pub last_wrote: Option<Timestamp>,
    pub screen: Vec<Bubble>,
    /// When the business was last seen writing.
    pub typing_seen: Option<Timestamp>,
}

impl Profile {
    fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            external_id: None,
            name: "Alex".to_owned(),
            reads: true,
            refuses: None,
            opted_out: false,
            last_wrote: None,
            screen: Vec::new(),
            typing_seen: None,
        }
    }

    fn has_number(&self) -> bool {
        self.address.starts_with("whatsapp:+")
    }

    /// The `From` of their messages.
    #[must_use]
    pub fn writes_from(&self) -> String {
        self.address.clone()
    }

    /// What a webhook says about who wrote.
    #[must_use]
    pub fn identity_fields(&self) -> Vec<(String, String)> {
        let mut fields = vec![("ProfileName".to_owned(), self.name.clone())];
        if self.has_number() {
            let digits = self.address.trim_start_matches("whatsapp:+");
            fields.push(("WaId".to_owned(), digits.to_owned()));
            fields.extend(self.external_id.clone().map(|id| ("ExternalUserId".to_owned(), id)));
        } else {
            fields.push(("ExternalUserId".to_owned(), self.address.clone()));
        }
        fields
    }

    /// A message of the business appears; returns whether the person will be seen to have read it.
    pub(crate) fn receives(&mut self, now: Timestamp, message: &Message) -> bool {
        let file = message
            .media_url
            .as_ref()
            .map(|_| Attachment { content_type: "file".to_owned(), bytes: Bytes::new() });
        let bubble = Bubble {
            sid: message.sid.clone(),
            at: now,
            is_mine: false,
            shown: message.shown.clone(),
            file,
            tick: message.status,
            quotes: None,
        };
        self.screen.push(bubble);
        self.reads
    }

    pub(crate) fn wrote(&mut self, now: Timestamp, sid: &str, incoming: &Incoming) {
        self.screen.push(Bubble {
            sid: sid.to_owned(),
            at: now,
            is_mine: true,
            shown: incoming.shown(),
            file: incoming.attachment.clone(),
            tick: Status::Delivered,
            quotes: incoming.quotes.clone(),
        });
    }

    /// The business shows that it has read a message and is writing.
    pub(crate) fn sees_typing(&mut self, now: Timestamp, sid: &str) {
        self.typing_seen = Some(now);
        if let Some(bubble) = self.screen.iter_mut().find(|bubble| bubble.sid == sid) {
            bubble.tick = Status::Read;
        }
    }
}

/// Everybody who has a phone here.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct People {
    by_address: BTreeMap<String, Profile>,
}

impl People {
    /// By address, or by the business-scoped id of somebody whose number shows.
    #[must_use]
    pub fn find(&self, address: &str) -> Option<&Profile> {
        self.by_address.get(address).or_else(|| {
            self.by_address.values().find(|person| person.external_id.as_deref() == Some(address))
        })
    }

    /// The person with this address, who has a phone from now on if there was none.
    pub fn get_or_meet(&mut self, address: &str) -> &mut Profile {
        let known = self.find(address).map(|person| person.address.clone());
        let address = known.unwrap_or_else(|| address.to_owned());
        self.by_address.entry(address).or_insert_with_key(|address| Profile::new(address))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Profile> {
        self.by_address.values()
    }

    pub(crate) fn ticks(&mut self, address: &str, sid: &str, status: Status) {
        let person = self.get_or_meet(address);
        if let Some(bubble) = person.screen.iter_mut().find(|bubble| bubble.sid == sid) {
            bubble.tick = status;
        }
    }
}
