//! Transcripts and calendar entries by mail.

use std::sync::Arc;

use data::Claimed;
use domain::appointment::{Event, EventKind};
use domain::ids::EventId;
use jiff::SignedDuration;
use vendors::resend::{Attachment, Mail, Resend, Tag};

use crate::job::Letter;
use crate::worker::{Trouble, Turn, back_off};
use crate::{Error, Ground};

#[derive(Clone)]
pub struct Email {
    ground: Ground,
    resend: Option<Arc<Resend>>,
}

/// The vendor remembers a key for 24 hours: after this a repeat could be a second mail.
const KEY_LIVES: SignedDuration = SignedDuration::from_hours(20);

impl Email {
    pub(crate) fn new(ground: Ground, resend: Option<Arc<Resend>>) -> Self {
        Self { ground, resend }
    }

    pub(crate) async fn send(&self, command: &Claimed, letter: &Letter) -> Turn {
        let Some(resend) = &self.resend else {
            return Turn::Dead { why: "no mail service is set up".to_owned(), events: Vec::new() };
        };
        let now = self.ground.clock.now();
        if now.duration_since(command.created_at) > KEY_LIVES {
            return self.failed(command, letter, "could not be mailed in 20 hours".to_owned());
        }
        let mail = Mail {
            from: self.ground.settings.mail_from.clone(),
            to: vec![letter.to.clone().into()],
            subject: letter.mail.subject.clone().into(),
            html: Some(letter.mail.html.clone().into()),
            text: Some(letter.mail.text.clone().into()),
            reply_to: None,
            headers: std::collections::BTreeMap::new(),
            attachments: letter
                .mail
                .attachments
                .iter()
                .map(|attachment| Attachment {
                    filename: attachment.filename.clone(),
                    content: attachment.bytes.clone(),
                    content_type: attachment.content_type.clone(),
                })
                .collect(),
            tags: vec![Tag { name: "kind".to_owned(), value: "appointment".to_owned() }],
        };
        match resend.send(&mail, &command.id.to_string()).await.map_err(Trouble::from) {
            Ok(_) => Turn::done(),
            Err(Trouble::Later { error, after }) => {
                Turn::Later { at: back_off(now, command, after), why: error, job: None }
            }
            Err(Trouble::Never(error)) => self.failed(command, letter, error),
        }
    }

    fn failed(&self, command: &Claimed, letter: &Letter, why: String) -> Turn {
        let event = Event {
            id: EventId::derived(command.id.0, "bounced"),
            at: self.ground.clock.now(),
            kind: EventKind::MailBounced { address: letter.to.clone() },
        };
        Turn::Dead { why, events: vec![(format!("command:{}", command.id), event)] }
    }

    /// Mail to an address came back for good. `delivery` is the vendor's id of the notice.
    ///
    /// # Errors
    /// [`Error::Storage`], and then nothing was stored.
    pub async fn bounced(&self, delivery: &str, address: &str) -> Result<(), Error> {
        for person in self.ground.data.people_with_email(address).await? {
            let id = EventId::derived(person.0, delivery);
            let event = Event {
                id,
                at: self.ground.clock.now(),
                kind: EventKind::MailBounced { address: address.to_owned() },
            };
            self.ground
                .data
                .record_event(&format!("mail:{delivery}:{person}"), person, &event)
                .await?;
        }
        self.ground.bell.notify_one();
        Ok(())
    }
}
