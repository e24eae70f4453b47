//! Deleting a person: calls end, then everything here goes at once, then each vendor is asked for what it has, again and
//! again until it is gone, and at last the person is told with numbers alone.
//!
//! Each step is noted before the next one, and each may be done twice: whoever is killed in the middle is followed by
//! somebody who goes on. The last message is deleted at its vendor as well; on the person's phone it is theirs.

use std::sync::Arc;
use std::time::Instant;

use data::{
    CALL, CONVERSATION, CONVERSATIONS_OF, ErasureState, Item, ItemState, MESSAGE, MESSAGES_OF,
};
use domain::appointment::{Copies, ErasureReceipt, Event, EventKind, Words};
use domain::ids::{EventId, PersonId};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use vendors::Private;
use vendors::elevenlabs::{ConversationFilter, ElevenLabs};
use vendors::twilio::{MediaError, MessageContent, MessageFilter, NewMessage, Twilio};

use crate::worker::POLL;
use crate::{Error, Ground, Orchestrator, words};

#[derive(Clone)]
pub struct Erasure {
    ground: Ground,
    orchestrator: Orchestrator,
    twilio: Arc<Twilio>,
    elevenlabs: Arc<ElevenLabs>,
}

/// How far the deletion of a person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub state: ErasureState,
    pub receipt: ErasureReceipt,
}

/// What came of asking a vendor.
enum Asked {
    Gone,
    /// It is done, and these are to be deleted as well.
    Found(Vec<Item>),
    Later,
    Refused,
}

/// Buttons stored at the chat's vendor.
const CONTENT: &str = "content";

/// So long calls may take to end, and last lines to be sent; then whatever goes on is cut off.
const PATIENCE: SignedDuration = SignedDuration::from_mins(2);
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(5);
/// Vendors are asked again so often at first, and then less often.
const ASK_AGAIN: SignedDuration = SignedDuration::from_secs(30);
const ASK_AGAIN_LATE: SignedDuration = SignedDuration::from_mins(15);
const EAGER: SignedDuration = SignedDuration::from_mins(10);
/// After which a vendor that gives no answer is told of as one that has kept its copies.
const ASK_FOR: SignedDuration = SignedDuration::from_hours(72);
/// The last message gets this long to arrive.
const ARRIVES: SignedDuration = SignedDuration::from_mins(1);
/// Questions to vendors in one step, fewer where they answer slowly: all within a lease.
const AT_ONCE: usize = 10;

impl Erasure {
    pub(crate) fn new(ground: Ground, twilio: Arc<Twilio>, elevenlabs: Arc<ElevenLabs>) -> Self {
        Self { orchestrator: Orchestrator::new(ground.clone()), ground, twilio, elevenlabs }
    }

    /// Has a person deleted, as if they had asked for it, but for the last message. A second order changes nothing.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub async fn order(&self, person: PersonId) -> Result<(), Error> {
        let kind = EventKind::ErasureOrdered;
        let id = EventId::derived(person.0, "erasure ordered");
        let event = Event { id, at: self.ground.clock.now(), kind };
        self.orchestrator.record(&format!("erasure:{person}"), person, &event).await?;
        self.orchestrator.decide(person).await
    }

    /// Nothing where the person is not being deleted, and never was.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub async fn progress(&self, person: PersonId) -> Result<Option<Progress>, Error> {
        let erasure = self.ground.data.erasure_of(person).await?;
        Ok(erasure.map(|it| Progress { state: it.state, receipt: it.receipt }))
    }

    /// One step for whoever is due. `true` if there was anybody.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub async fn step(&self) -> Result<bool, Error> {
        let settings = &self.ground.settings;
        let now = self.now();
        let claimed = self.ground.data.claim_erasure(&settings.worker, now, settings.lease).await?;
        let Some(erasure) = claimed else { return Ok(false) };
        let state = erasure.state;
        let stepped = match state {
            ErasureState::EndingCalls => self.end_calls(&erasure).await,
            ErasureState::AskingVendors => self.ask_vendors(&erasure).await,
            ErasureState::Telling => self.tell(&erasure).await,
            ErasureState::Clearing => self.clear(&erasure).await,
            ErasureState::Done => Ok(()),
        };
        match stepped {
            Ok(()) => {}
            Err(data::Error::Stale) => tracing::warn!("an erasure lost its lease"),
            Err(error) => {
                tracing::error!(%error, ?state, "an erasure could not go on; it is tried again");
                let at = later(now, LOOK_AGAIN);
                let _ = self.ground.data.erasure_goes_on(&erasure, state, at, false).await;
            }
        }
        Ok(true)
    }

    /// Apart from all other work: a vendor who answers late must not keep anybody waiting who is not being deleted.
    pub(crate) async fn run(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let busy = self.step().await.unwrap_or_else(|error| {
                tracing::error!(%error, "no erasure could be looked for");
                false
            });
            if !busy {
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(POLL) => {}
                }
            }
        }
    }

    fn now(&self) -> Timestamp {
        self.ground.clock.now()
    }

    async fn end_calls(&self, erasure: &data::Erasure) -> Result<(), data::Error> {
        let data = &self.ground.data;
        let now = self.now();
        for sid in data.live_calls_of(erasure.person).await? {
            if let Err(error) = self.twilio.hang_up(&sid).await {
                tracing::warn!(%error, "a call of somebody who is being deleted was not ended");
            }
        }
        let at_once = now.duration_since(erasure.asked_at) >= PATIENCE;
        let wait = || data.erasure_goes_on(erasure, erasure.state, later(now, LOOK_AGAIN), false);
        if !at_once && !data.is_quiet(erasure.person, now).await? {
            return wait().await;
        }
        let unfinished = data.unfinished_of(erasure.person).await?;
        let contents: Vec<_> = unfinished.iter().filter_map(content_of).collect();
        match data.erase(erasure, &contents, at_once, now).await {
            Ok(true) => {
                tracing::info!(erasure = %erasure.id, "everything about a person was deleted here");
                Ok(())
            }
            // They wrote in this very moment, or something is still in hand.
            Ok(false) | Err(data::Error::Conflict { .. }) => wait().await,
            Err(error) => Err(error),
        }
    }

    async fn ask_vendors(&self, erasure: &data::Erasure) -> Result<(), data::Error> {
        let data = &self.ground.data;
        let now = self.now();
        let mut open = data.erasure_items(erasure, 10_000).await?;
        if open.is_empty() {
            let mut told = erasure.clone();
            self.count(&mut told).await?;
            return data.erasure_goes_on(&told, ErasureState::Telling, now, false).await;
        }
        // What can't be had yet must not keep the rest waiting.
        let turns = usize::try_from(erasure.attempts).unwrap_or(0);
        let begin = turns.wrapping_mul(AT_ONCE) % open.len();
        open.rotate_left(begin);
        let mut waits = false;
        let began = Instant::now();
        let third = self.ground.settings.lease.as_secs() / 3;
        let in_time = || i64::try_from(began.elapsed().as_secs()).is_ok_and(|took| took < third);
        for item in open.iter().take(AT_ONCE).take_while(|_| in_time()) {
            waits |= !self.settle(erasure, item).await?;
        }
        let asked_for = now.duration_since(erasure.asked_at);
        let pause = match (waits, asked_for < EAGER) {
            (false, _) => SignedDuration::ZERO,
            (true, true) => ASK_AGAIN,
            (true, false) => ASK_AGAIN_LATE,
        };
        data.erasure_goes_on(erasure, erasure.state, later(now, pause), false).await
    }

    /// Asks a vendor for one thing, and notes the answer. `false` where it has to be asked again.
    async fn settle(&self, erasure: &data::Erasure, item: &Item) -> Result<bool, data::Error> {
        let given_up = self.now().duration_since(erasure.asked_at) >= ASK_FOR;
        let (state, found) = match self.ask(item).await {
            Asked::Gone => (ItemState::Deleted, Vec::new()),
            Asked::Found(found) => (ItemState::Deleted, found),
            Asked::Refused => (ItemState::Left, Vec::new()),
            Asked::Later if given_up => (ItemState::Left, Vec::new()),
            Asked::Later => return Ok(false),
        };
        self.ground.data.settle_item(erasure, item, state, &found).await?;
        Ok(true)
    }

    async fn ask(&self, item: &Item) -> Asked {
        let name = &item.name;
        match item.kind.as_str() {
            MESSAGES_OF => self.messages_of(name).await,
            MESSAGE => self.message(name).await,
            CONTENT => asked(self.twilio.delete_content(name).await),
            CALL => asked(self.twilio.delete_call(name).await),
            CONVERSATION => asked(self.elevenlabs.delete_conversation(name).await),
            CONVERSATIONS_OF => self.conversations_of(name).await,
            _ => Asked::Refused,
        }
    }

    /// A message with all that came with it.
    async fn message(&self, sid: &str) -> Asked {
        if sid.starts_with("MM") {
            match self.twilio.files(sid).await {
                Ok(files) => {
                    for file in files {
                        match self.twilio.delete_media(sid, &file.url).await {
                            Ok(()) => {}
                            Err(MediaError::Vendor(error)) => return asked(Err(error)),
                            Err(_) => return Asked::Refused,
                        }
                    }
                }
                Err(vendors::Error::Refused { status: 404, .. }) => return Asked::Gone,
                Err(error) => return asked(Err(error)),
            }
        }
        asked(self.twilio.delete_message(sid).await)
    }

    async fn messages_of(&self, address: &str) -> Asked {
        let to = MessageFilter { to: Some(address), ..MessageFilter::default() };
        let from = MessageFilter { from: Some(address), ..MessageFilter::default() };
        let mut found = Vec::new();
        for filter in [to, from] {
            match self.twilio.messages(&filter).await {
                Ok(listed) if listed.complete => {
                    found.extend(listed.items.into_iter().map(|it| item(MESSAGE, it.sid)));
                }
                Ok(listed) => {
                    // More than can be read: these go first, then it is looked again.
                    for message in listed.items.iter().take(AT_ONCE) {
                        let _ = self.twilio.delete_message(&message.sid).await;
                    }
                    return Asked::Later;
                }
                Err(error) => return asked(Err(error)),
            }
        }
        Asked::Found(found)
    }

    async fn conversations_of(&self, call: &str) -> Asked {
        let filter = ConversationFilter { user_id: Some(call), ..ConversationFilter::default() };
        match self.elevenlabs.conversations(&filter).await {
            Ok(page) => {
                let ids = page.conversations.into_iter().map(|one| one.conversation_id);
                Asked::Found(ids.map(|id| item(CONVERSATION, id)).collect())
            }
            Err(error) => asked(Err(error)),
        }
    }

    async fn count(&self, erasure: &mut data::Erasure) -> Result<(), data::Error> {
        let outcomes = self.ground.data.erasure_outcomes(erasure).await?;
        let of = |wanted: ItemState| {
            let counted = outcomes.iter().filter(|(_, state, _)| *state == wanted);
            let counted = counted.filter_map(|(kind, _, count)| Some((copies(kind)?, *count)));
            let mut counted: Vec<_> = counted.collect();
            counted.sort_unstable();
            counted
        };
        let (deleted, left) = (of(ItemState::Deleted), of(ItemState::Left));
        (erasure.receipt.deleted, erasure.receipt.left) = (deleted, left);
        Ok(())
    }

    /// The last message. Every other one to that address is gone: if one is there, it is this.
    async fn tell(&self, erasure: &data::Erasure) -> Result<(), data::Error> {
        let data = &self.ground.data;
        let now = self.now();
        let Some(address) = &erasure.address else {
            return data.finish_erasure(erasure, now).await;
        };
        let spoken = words::render(&Words::Erased(erasure.receipt.clone()), erasure.language);
        match self.say(address, &spoken.body).await {
            Ok(sid) => {
                let told = item("told", "told".to_owned());
                let last = [item(MESSAGE, sid)];
                data.settle_item(erasure, &told, ItemState::Deleted, &last).await?;
                let at = later(now, ARRIVES);
                data.erasure_goes_on(erasure, ErasureState::Clearing, at, true).await
            }
            Err(vendors::Error::Refused { .. }) => {
                tracing::warn!("somebody who was deleted could not be told");
                data.finish_erasure(erasure, now).await
            }
            Err(_) if now.duration_since(erasure.asked_at) >= ASK_FOR + EAGER => {
                data.finish_erasure(erasure, now).await
            }
            Err(_) => {
                data.erasure_goes_on(erasure, erasure.state, later(now, ASK_AGAIN), false).await
            }
        }
    }

    async fn say(&self, address: &str, body: &str) -> Result<String, vendors::Error> {
        let filter = MessageFilter { to: Some(address), ..MessageFilter::default() };
        let sent = self.twilio.messages(&filter).await?;
        if let Some(known) = sent.items.into_iter().find(|it| it.body.trim() == body.trim()) {
            return Ok(known.sid);
        }
        let message = NewMessage {
            to: &Private::from(address),
            from: &self.ground.settings.whatsapp_from,
            content: MessageContent::Text(&Private::from(body)),
            status_callback: None,
        };
        Ok(self.twilio.create_message(&message).await?.sid)
    }

    async fn clear(&self, erasure: &data::Erasure) -> Result<(), data::Error> {
        let data = &self.ground.data;
        let now = self.now();
        let mut waits = false;
        for item in data.erasure_items(erasure, 10).await? {
            waits |= !self.settle(erasure, &item).await?;
        }
        if waits {
            let at = later(now, ASK_AGAIN_LATE);
            return data.erasure_goes_on(erasure, erasure.state, at, false).await;
        }
        data.finish_erasure(erasure, now).await
    }
}

fn item(kind: &str, name: String) -> Item {
    Item { kind: kind.to_owned(), name }
}

fn asked(answer: Result<(), vendors::Error>) -> Asked {
    match answer {
        Ok(()) => Asked::Gone,
        // It is not over yet at the vendor.
        Err(vendors::Error::Refused { status: 409, .. }) => Asked::Later,
        Err(error) if error.code_number() == Some(NOT_COMPLETE) => Asked::Later,
        Err(vendors::Error::Refused { .. }) => Asked::Refused,
        Err(_) => Asked::Later,
    }
}

/// Twilio deletes nothing that is still going on.
/// Source: <https://www.twilio.com/docs/api/errors/20009>
const NOT_COMPLETE: u32 = 20009;

fn copies(kind: &str) -> Option<Copies> {
    match kind {
        MESSAGE => Some(Copies::Messages),
        CONTENT => Some(Copies::Contents),
        CALL => Some(Copies::Calls),
        CONVERSATION => Some(Copies::Conversations),
        _ => None,
    }
}

/// Buttons that were to be dropped later. What a message names may be the operator's template, which is nobody's.
fn content_of(command: &Value) -> Option<Item> {
    let sid = command["sid"].as_str().filter(|_| command["job"] == "drop_content")?;
    Some(item(CONTENT, sid.to_owned()))
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn buttons_of_a_message_go_with_a_person_and_the_operators_template_stays() {
        let ours = json!({ "job": "drop_content", "sid": "HX1" });
        assert_eq!(content_of(&ours).map(|item| item.name), Some("HX1".to_owned()));
        let progress = json!({ "content_sid": "HX2", "by_template": true });
        assert!(content_of(&json!({ "job": "send", "progress": progress })).is_none());
    }
}
