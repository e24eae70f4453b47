//! The chat: what the person sends is stored, what they are told is sent, in order, once.

pub mod content;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use data::Address;
use data::{Claimed, NewCommand};
use domain::appointment::{Event, EventKind, Said};
use domain::ids::{CommandId, EventId, PersonId};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use vendors::Private;
pub use vendors::twilio::MessageStatus;
use vendors::twilio::{
    ListItem, Meaning, MessageContent, MessageFilter, NewContent, NewMessage, QuickReply, Twilio,
    meaning,
};

use crate::job::{Job, Letter, Outgoing, Progress};
use crate::worker::{Trouble, Turn, back_off};
use crate::{Error, Ground, mail, words};

/// A message that arrived, verified and parsed.
#[derive(Debug)]
pub struct Message {
    /// The address to reply to first, then others of the same person.
    pub from: Vec<Address>,
    pub said: Said,
}

/// What the vendor says of a message of ours.
#[derive(Debug)]
pub struct Delivery {
    /// The command that sent it, from the callback's URL.
    pub command: CommandId,
    pub sid: String,
    pub status: MessageStatus,
    pub error: Option<u32>,
}

#[derive(Clone)]
pub struct WhatsApp {
    ground: Ground,
    twilio: Arc<Twilio>,
}

/// Free text may be sent for 24 hours after the person's last message; a margin for clocks and queues.
const WINDOW: SignedDuration = SignedDuration::from_mins(24 * 60 - 10);

/// When a message of which nobody knows whether it was accepted is looked for, in seconds after the try. Then it is
/// sent again: a doubled line is the smaller evil than a lost one (I8).
const LOOKS_S: [i64; 3] = [10, 30, 120];

/// After which stored buttons are of no more use to the vendor.
const CONTENT_LIVES: SignedDuration = SignedDuration::from_hours(24);

/// After which an undelivered line is no longer worth delivering.
const MESSAGE_LIVES: SignedDuration = SignedDuration::from_hours(12);

impl WhatsApp {
    pub(crate) fn new(ground: Ground, twilio: Arc<Twilio>) -> Self {
        Self { ground, twilio }
    }

    /// Stores a message and lets it be decided. Receiving the same message twice is receiving it once.
    ///
    /// # Errors
    /// [`Error::Storage`], and then nothing was stored: the sender may try again.
    pub async fn receive(&self, message: Message) -> Result<(), Error> {
        self.receive_at(message, self.ground.clock.now()).await
    }

    pub(crate) async fn receive_at(&self, message: Message, at: Timestamp) -> Result<(), Error> {
        let source_key = source_key(&message.said.sid);
        let id = EventId::derived(uuid::Uuid::NAMESPACE_URL, &source_key);
        let said = Said { content: message.said.content.masked(), ..message.said };
        let event = Event { id, at, kind: EventKind::Said(said) };
        let reply_to = message.from.first().map_or("", Address::as_str);
        let newcomer = self.ground.settings.newcomers.at(reply_to);
        let newcomer = data::Newcomer {
            language: newcomer.language,
            zone: newcomer.zone,
            region: newcomer.region,
        };
        self.ground.data.record_message(&message.from, &newcomer, &source_key, &event).await?;
        self.ground.bell.notify_one();
        Ok(())
    }

    /// Takes note of a delivery report. A line that could not be delivered because the window had closed is sent once
    /// more by template.
    ///
    /// # Errors
    /// [`Error::Storage`], and then nothing was stored.
    pub async fn delivered(&self, delivery: Delivery) -> Result<(), Error> {
        let data = &self.ground.data;
        let Delivery { command, sid, status, error } = delivery;
        let Some(known) = known_status(status) else { return Ok(()) };
        let now = self.ground.clock.now();
        let code = error.map(|code| code.to_string());
        let news = data.message_status(&sid, Some(command), known, code.as_deref(), now).await?;
        let failed = matches!(status, MessageStatus::Failed | MessageStatus::Undelivered);
        if !failed {
            return Ok(());
        }
        // Told again after a crash: what is to come of it may not have been stored, and is stored once.
        if news.is_none() && data.message(&sid).await?.is_none_or(|it| it.status != known) {
            return Ok(());
        }
        tracing::warn!(%command, error, "a message was not delivered");
        let Some(sent) = data.command(command).await? else { return Ok(()) };
        let window_closed = error.map(meaning) == Some(Meaning::WindowClosed);
        let outgoing = match serde_json::from_value::<Job>(sent.body) {
            Ok(Job::Send(outgoing)) => Some(outgoing),
            _ => None,
        };
        if let Some(outgoing) =
            outgoing.clone().filter(|it| window_closed && !it.progress.by_template)
        {
            let progress = Progress { by_template: true, ..Progress::default() };
            let job = Job::Send(Outgoing { progress, ..outgoing });
            let id = CommandId::derived(command.0, "by template");
            let again =
                NewCommand { lane: sent.lane, ..job.follow_up(id, sent.person, sent.request, now) };
            data.enqueue(&[again], now).await?;
        } else {
            if let Some(outgoing) = &outgoing {
                self.by_mail(command, sent.person, outgoing).await?;
            }
            let kind = EventKind::MessageFailed { request: sent.request, window_closed };
            let event = Event { id: EventId::derived(command.0, "failed"), at: now, kind };
            data.record_event(&format!("failed:{command}"), sent.person, &event).await?;
        }
        self.ground.bell.notify_one();
        Ok(())
    }

    pub(crate) async fn send(&self, command: &Claimed, mut outgoing: Outgoing) -> Turn {
        let now = self.ground.clock.now();
        let contact = match self.ground.data.contact(command.person).await {
            Ok(contact) => contact,
            Err(error) => {
                return Turn::Later {
                    at: back_off(now, command, None),
                    why: error.to_string(),
                    job: None,
                };
            }
        };
        // A process that died in the middle may have sent it.
        if command.recovered && outgoing.progress.unknown_since.is_none() {
            outgoing.progress.unknown_since = Some(now);
        }
        if let Some(since) = outgoing.progress.unknown_since {
            match self.look_for(&contact.address, command, &outgoing, since, now).await {
                Found::Yes(sid) => {
                    return self.sent(command, &contact.address, &outgoing, &sid, now).await;
                }
                Found::NotYet(turn) => return turn,
                Found::No => outgoing.progress.unknown_since = None,
            }
        }
        // Buttons that were stored for an early try are dropped by now.
        if now.duration_since(command.created_at) >= CONTENT_LIVES {
            outgoing.progress.content_sid = None;
        }
        let open = contact.last_inbound_at.is_some_and(|at| now.duration_since(at) < WINDOW);
        if !open || outgoing.progress.by_template {
            outgoing.progress.by_template = true;
            outgoing.progress.content_sid =
                self.ground.settings.templates.get(&contact.language).cloned();
            if outgoing.progress.content_sid.is_none() {
                return self
                    .failed(
                        command,
                        &outgoing,
                        "the 24-hour window is closed and no template is set",
                        true,
                    )
                    .await;
            }
        } else if !outgoing.labels.is_empty() && outgoing.progress.content_sid.is_none() {
            match self.store_content(command, &outgoing, contact.language.code(), now).await {
                Ok(sid) => outgoing.progress.content_sid = Some(sid),
                // Buttons are a comfort: without them the options stand in the text.
                Err(Trouble::Never(error)) => {
                    tracing::warn!(error, "buttons were refused; sending numbered text");
                    outgoing.body = words::options_as_text(&outgoing.body, &outgoing.labels);
                    outgoing.labels.clear();
                }
                Err(Trouble::Later { error, after }) => {
                    return later(now, command, error, after, outgoing);
                }
            }
        }
        self.post(command, &contact.address, outgoing, now).await
    }

    async fn post(
        &self,
        command: &Claimed,
        to: &Address,
        outgoing: Outgoing,
        now: Timestamp,
    ) -> Turn {
        let to_private = Private::from(to.as_str());
        let body = Private::from(outgoing.body.as_str());
        let variables: BTreeMap<String, Private> = if outgoing.progress.by_template {
            outgoing
                .template
                .iter()
                .map(|(name, value)| (name.clone(), Private::from(value.as_str())))
                .collect()
        } else {
            BTreeMap::new()
        };
        let content = match &outgoing.progress.content_sid {
            Some(sid) => MessageContent::Template { sid, variables: &variables },
            None => MessageContent::Text(&body),
        };
        let settings = &self.ground.settings;
        let callback =
            format!("{}/webhooks/twilio/message-status/{}{RETRY}", settings.public_url, command.id);
        let message = NewMessage {
            to: &to_private,
            from: &settings.whatsapp_from,
            content,
            status_callback: Some(&callback),
        };
        match self.twilio.create_message(&message).await {
            Ok(message) => self.sent(command, to, &outgoing, &message.sid, now).await,
            Err(error) => match error {
                vendors::Error::NotSent { retry_after, .. } => {
                    later(now, command, error.to_string(), retry_after, outgoing)
                }
                vendors::Error::Refused { .. } => {
                    let closed = error.code_number().map(meaning) == Some(Meaning::WindowClosed);
                    if closed && !outgoing.progress.by_template {
                        let progress = Progress { by_template: true, ..Progress::default() };
                        return later(
                            now,
                            command,
                            error.to_string(),
                            None,
                            Outgoing { progress, ..outgoing },
                        );
                    }
                    self.failed(command, &outgoing, &error.to_string(), closed).await
                }
                vendors::Error::Unknown { .. }
                | vendors::Error::Unavailable { .. }
                | vendors::Error::Unreadable { .. } => {
                    let progress =
                        Progress { unknown_since: Some(now), ..outgoing.progress.clone() };
                    let job = Job::Send(Outgoing { progress, ..outgoing });
                    Turn::Later {
                        at: in_s(now, LOOKS_S[0]),
                        why: error.to_string(),
                        job: Some(job),
                    }
                }
            },
        }
    }

    /// Looks for a message that may have been accepted. Adopts it by its text.
    async fn look_for(
        &self,
        to: &Address,
        command: &Claimed,
        outgoing: &Outgoing,
        since: Timestamp,
        now: Timestamp,
    ) -> Found {
        if let Ok(sent) = self.ground.data.messages_for(command.id).await
            && let Some(message) = sent.into_iter().next()
        {
            return Found::Yes(message.sid);
        }
        // Whichever try it was, and however long ago: `since` may be when we woke.
        let asked = command.created_at;
        let margin = SignedDuration::from_secs(120);
        let filter = MessageFilter {
            to: Some(to.as_str()),
            from: Some(&self.ground.settings.whatsapp_from),
            created_since: Some(asked.saturating_sub(margin).unwrap_or(asked)),
            ..MessageFilter::default()
        };
        let listed = match self.twilio.messages(&filter).await {
            Ok(listed) => listed.items,
            Err(error) => {
                let at = back_off(now, command, None);
                return Found::NotYet(Turn::Later {
                    at,
                    why: error.to_string(),
                    job: Some(Job::Send(outgoing.clone())),
                });
            }
        };
        for message in listed {
            let same = outgoing.progress.by_template || message.body.trim() == outgoing.body.trim();
            // A delivery report may have come before: then it is known, and claimed by no command.
            let ours = match self.ground.data.message(&message.sid).await {
                Ok(None) => true,
                Ok(Some(known)) => known.command.is_none_or(|id| id == command.id),
                Err(_) => false,
            };
            if same && ours {
                return Found::Yes(message.sid);
            }
        }
        let waited = now.duration_since(since).as_secs();
        match LOOKS_S.iter().find(|&&look| look > waited) {
            Some(&look) => Found::NotYet(Turn::Later {
                at: in_s(since, look),
                why: "not found yet".to_owned(),
                job: Some(Job::Send(outgoing.clone())),
            }),
            None => Found::No,
        }
    }

    async fn sent(
        &self,
        command: &Claimed,
        to: &Address,
        outgoing: &Outgoing,
        sid: &str,
        now: Timestamp,
    ) -> Turn {
        let body_hash = hex::encode(Sha256::digest(outgoing.body.as_bytes()));
        match self.ground.data.message_sent(command.id, 0, sid, to, &body_hash, now).await {
            Ok(()) | Err(data::Error::Conflict { .. }) => {}
            Err(error) => {
                let progress = Progress { unknown_since: Some(now), ..outgoing.progress.clone() };
                let job = Job::Send(Outgoing { progress, ..outgoing.clone() });
                return Turn::Later { at: in_s(now, 1), why: error.to_string(), job: Some(job) };
            }
        }
        Turn::done()
    }

    /// The chat doesn't take it: it goes by mail if there is an address, and is noted in any case.
    async fn failed(
        &self,
        command: &Claimed,
        outgoing: &Outgoing,
        why: &str,
        window_closed: bool,
    ) -> Turn {
        if let Err(error) = self.by_mail(command.id, command.person, outgoing).await {
            return Turn::Later {
                at: back_off(self.ground.clock.now(), command, None),
                why: error.to_string(),
                job: None,
            };
        }
        let kind = EventKind::MessageFailed { request: outgoing.request, window_closed };
        let event = Event {
            id: EventId::derived(command.id.0, "failed"),
            at: self.ground.clock.now(),
            kind,
        };
        Turn::Dead { why: why.to_owned(), events: vec![(format!("failed:{}", command.id), event)] }
    }

    async fn by_mail(
        &self,
        command: CommandId,
        person: PersonId,
        outgoing: &Outgoing,
    ) -> Result<(), data::Error> {
        let (desk, _) = self.ground.data.desk(person, None).await?;
        let Some(to) = desk.person.email else { return Ok(()) };
        let now = self.ground.clock.now();
        let letter = Letter { to, mail: mail::of_message(&outgoing.body) };
        let id = CommandId::derived(command.0, "by mail");
        let instead = Job::Mail(letter).follow_up(id, person, outgoing.request, now);
        self.ground.data.enqueue(&[instead], now).await
    }

    /// Stores buttons at the vendor, and with them the order to drop them, however their message will end.
    async fn store_content(
        &self,
        command: &Claimed,
        outgoing: &Outgoing,
        language: &str,
        now: Timestamp,
    ) -> Result<String, Trouble> {
        let actions: Vec<_> = outgoing
            .labels
            .iter()
            .map(|label| QuickReply { title: label.title.clone(), id: label.id.clone() })
            .collect();
        let items: Vec<_> = outgoing
            .labels
            .iter()
            .map(|label| ListItem {
                id: label.id.clone(),
                title: label.title.clone(),
                description: label.description.clone(),
            })
            .collect();
        let content = if actions.len() <= BUTTONS_MAX {
            NewContent::QuickReply { body: &outgoing.body, actions: &actions }
        } else {
            let button = outgoing.list_title.as_deref().unwrap_or("…");
            NewContent::ListPicker { body: &outgoing.body, button, items: &items }
        };
        let sid =
            self.twilio.create_content("vocero", language, &content, &BTreeMap::new()).await?;
        let id = CommandId::derived(command.id.0, &format!("drop {sid}"));
        let at = now.saturating_add(CONTENT_LIVES).unwrap_or(now);
        let drop = Job::DropContent { sid: sid.clone() };
        let drop = drop.follow_up(id, command.person, command.request, at);
        if let Err(error) = self.ground.data.enqueue(&[drop], now).await {
            // Nobody would drop these later.
            let _ = self.twilio.delete_content(&sid).await;
            return Err(Trouble::Later { error: error.to_string(), after: None });
        }
        Ok(sid)
    }

    pub(crate) async fn show_typing(&self, message_sid: &str) -> Turn {
        if let Err(error) = self.twilio.show_typing(message_sid).await {
            tracing::debug!(%error, "typing dots were not shown");
        }
        Turn::done()
    }

    pub(crate) async fn drop_content(&self, command: &Claimed, sid: &str) -> Turn {
        match self.twilio.delete_content(sid).await.map_err(Trouble::from) {
            Ok(()) => Turn::done(),
            Err(Trouble::Later { error, after }) => Turn::Later {
                at: back_off(self.ground.clock.now(), command, after),
                why: error,
                job: None,
            },
            Err(Trouble::Never(why)) => Turn::Dead { why, events: Vec::new() },
        }
    }
}

/// The name of the event that a message is.
pub(crate) fn source_key(message_sid: &str) -> String {
    format!("message:{message_sid}")
}

/// Quick replies of one message inside the window.
const BUTTONS_MAX: usize = 3;

/// Asks Twilio to repeat a webhook that we didn't answer well; the fragment is neither sent nor signed.
/// Source: <https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>
pub(crate) const RETRY: &str = "#rc=5&rp=all&ct=3000&rt=5000";

enum Found {
    Yes(String),
    NotYet(Turn),
    No,
}

fn later(
    now: Timestamp,
    command: &Claimed,
    why: String,
    after: Option<std::time::Duration>,
    outgoing: Outgoing,
) -> Turn {
    if now.duration_since(command.created_at) > MESSAGE_LIVES {
        return Turn::Dead { why, events: Vec::new() };
    }
    Turn::Later { at: back_off(now, command, after), why, job: Some(Job::Send(outgoing)) }
}

fn in_s(from: Timestamp, seconds: i64) -> Timestamp {
    from.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
}

/// Nothing for a status that says nothing about how far a message of ours got.
fn known_status(status: MessageStatus) -> Option<data::MessageStatus> {
    match status {
        MessageStatus::Accepted | MessageStatus::Scheduled | MessageStatus::Queued => {
            Some(data::MessageStatus::Queued)
        }
        MessageStatus::Sending => Some(data::MessageStatus::Sending),
        MessageStatus::Sent => Some(data::MessageStatus::Sent),
        MessageStatus::Delivered | MessageStatus::PartiallyDelivered => {
            Some(data::MessageStatus::Delivered)
        }
        MessageStatus::Read => Some(data::MessageStatus::Read),
        MessageStatus::Undelivered => Some(data::MessageStatus::Undelivered),
        MessageStatus::Failed | MessageStatus::Canceled => Some(data::MessageStatus::Failed),
        MessageStatus::Receiving | MessageStatus::Received | MessageStatus::Other => None,
    }
}
