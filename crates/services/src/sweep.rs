//! The second net under the webhooks: what the vendors list and we never heard of goes through the same doors, under
//! the same names, so that nothing is doubled (I1, I2, I4).
//!
//! A sweep never fails: a list that cannot be had is told and read the next time. Several processes may sweep at once;
//! a lease sees to it that usually one does.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use data::Attempt;
use domain::appointment::Said;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;
use vendors::elevenlabs::{ConversationStatus, ElevenLabs};
use vendors::twilio::{
    Call, CallStatus, Direction, File, Message as Listed, MessageFilter, Twilio,
};

use crate::caller::{Progress, carrier_status, stage};
use crate::whatsapp::{Address, Message, content, source_key};
use crate::{Caller, Error, Ground, WhatsApp};

/// How far back the lists are read.
const REACH: SignedDuration = SignedDuration::from_hours(48);

/// Whatever is younger may still come by itself, and a webhook says more than a list.
const SETTLED: SignedDuration = SignedDuration::from_mins(1);

/// Clocks differ: a call is taken for that of an attempt from this long before its intent.
const SKEW: SignedDuration = SignedDuration::from_secs(120);

/// For so long at most the first sweep keeps the worker waiting.
const FIRST_MAX: Duration = Duration::from_secs(20);

/// The first sweep leaves out what was on its way; the second comes this soon.
const SECOND_AFTER: Duration = Duration::from_secs(60);

const LEASE: &str = "sweep";

#[derive(Clone)]
pub struct Sweep {
    ground: Ground,
    whatsapp: WhatsApp,
    caller: Caller,
    twilio: Arc<Twilio>,
    elevenlabs: Arc<ElevenLabs>,
    /// Conversations that are no calls of ours: looked at once.
    not_ours: Arc<Mutex<HashSet<String>>>,
}

/// What a sweep has found that no webhook had told. Nothing where a list could not be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    pub messages: Option<usize>,
    pub calls: Option<usize>,
    pub transcripts: Option<usize>,
}

#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Vendor(#[from] vendors::Error),
    #[error(transparent)]
    Ours(#[from] Error),
}

impl From<data::Error> for Failed {
    fn from(error: data::Error) -> Self {
        Self::Ours(error.into())
    }
}

impl Sweep {
    pub(crate) fn new(
        ground: Ground,
        whatsapp: WhatsApp,
        caller: Caller,
        twilio: Arc<Twilio>,
        elevenlabs: Arc<ElevenLabs>,
    ) -> Self {
        Self { ground, whatsapp, caller, twilio, elevenlabs, not_ours: Arc::default() }
    }

    /// Before anything is dialled: what happened while nobody was here. Ends in 20 s, whatever the vendors do.
    pub async fn first(&self) {
        if tokio::time::timeout(FIRST_MAX, self.once()).await.is_err() {
            tracing::error!("the first sweep takes too long: work begins without its end");
        }
    }

    /// Sweeps again and again until told to stop.
    pub async fn run(&self, stop: CancellationToken) {
        let every = self.ground.settings.sweep_every;
        let mut pause = SECOND_AFTER.min(every);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
            pause = every;
            match self.is_mine().await {
                Ok(true) => drop(self.once().await),
                Ok(false) => tracing::debug!("another process sweeps"),
                Err(error) => tracing::error!(%error, "whose turn it is to sweep is not known"),
            }
        }
    }

    /// Half a period: a process that begins its period a little early or late must not skip its turn.
    async fn is_mine(&self) -> Result<bool, data::Error> {
        let now = self.ground.clock.now();
        let until = now.saturating_add(self.ground.settings.sweep_every / 2).unwrap_or(now);
        self.ground.data.take_lease(LEASE, &self.ground.settings.worker, now, until).await
    }

    /// One sweep of all lists, whoever else sweeps.
    pub async fn once(&self) -> Swept {
        let since = back(self.ground.clock.now(), REACH);
        let (messages, calls, transcripts) =
            tokio::join!(self.messages(since), self.calls(since), self.transcripts(since));
        self.ground.bell.notify_one();
        Swept {
            messages: self.told("messages", messages),
            calls: self.told("calls", calls),
            transcripts: self.told("transcripts", transcripts),
        }
    }

    fn told(&self, list: &'static str, swept: Result<usize, Failed>) -> Option<usize> {
        match swept {
            Ok(missed) => {
                if missed > 0 {
                    tracing::warn!(
                        list,
                        missed,
                        "no webhook had told of these: see whether it is reached"
                    );
                }
                let missed_so_far = metrics::counter!("vocero_swept_total", "list" => list);
                missed_so_far.increment(u64::try_from(missed).unwrap_or(u64::MAX));
                #[expect(clippy::cast_precision_loss, reason = "seconds of this age are exact")]
                metrics::gauge!("vocero_sweep_last_success_timestamp_seconds", "list" => list)
                    .set(self.ground.clock.now().as_second() as f64);
                Some(missed)
            }
            Err(error) => {
                tracing::error!(list, %error, "could not be swept; the next sweep tries again");
                metrics::counter!("vocero_sweeps_failed_total", "list" => list).increment(1);
                None
            }
        }
    }

    async fn messages(&self, since: Timestamp) -> Result<usize, Failed> {
        let now = self.ground.clock.now();
        let filter = MessageFilter {
            to: Some(&self.ground.settings.whatsapp_from),
            sent_since: Some(since.to_zoned(TimeZone::UTC).date()),
            created_since: Some(since),
            ..MessageFilter::default()
        };
        let listed = self.twilio.messages(&filter).await?;
        warn_if_cut("messages", listed.complete);
        let settled = back(now, SETTLED);
        let inbound = listed.items.into_iter().rev().filter(|message| {
            message.direction == Direction::Inbound
                && message.created_at.is_some_and(|at| at <= settled)
        });
        let inbound: Vec<_> = inbound.collect();
        let keys = inbound.iter().map(|message| source_key(&message.sid)).collect();
        let unseen: HashSet<_> = self.ground.data.unseen(keys).await?.into_iter().collect();
        let missed: Vec<_> = inbound
            .into_iter()
            .filter(|message| unseen.contains(&source_key(&message.sid)))
            .collect();
        let count = missed.len();
        for (message, left) in missed.into_iter().zip((1..=count).rev()) {
            let Some(message) = self.as_received(&message).await? else { continue };
            // In the order in which they were written, also by a clock that stands still.
            let before = SignedDuration::from_micros(i64::try_from(left).unwrap_or(0));
            self.whatsapp.receive_at(message, back(now, before)).await?;
        }
        Ok(count)
    }

    /// As the webhook would have brought it. A tap comes as its words, for the list knows no more of it.
    async fn as_received(&self, listed: &Listed) -> Result<Option<Message>, Failed> {
        let Ok(from) = Address::new(&*listed.from) else {
            tracing::error!(sid = listed.sid, "a message from an address that is none");
            return Ok(None);
        };
        let file = match listed.num_media.unwrap_or(0) {
            0 => None,
            _ => self.file_of(&listed.sid).await?,
        };
        let content = match file {
            Some(File { url, content_type }) => {
                content::of_file(&listed.sid, &url, &content_type, false, &listed.body)
            }
            None => content::of_text(&listed.body),
        };
        Ok(Some(Message { from: vec![from], said: Said { sid: listed.sid.clone(), content } }))
    }

    /// What has been removed meanwhile must not keep what came after it waiting.
    async fn file_of(&self, message_sid: &str) -> Result<Option<File>, Failed> {
        match self.twilio.files(message_sid).await {
            Ok(files) => Ok(files.into_iter().next()),
            Err(error @ vendors::Error::Refused { .. }) => {
                tracing::warn!(sid = message_sid, %error, "a message whose file is not there");
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn calls(&self, since: Timestamp) -> Result<usize, Failed> {
        let listed = self.twilio.calls_from(&self.ground.settings.voice_from, since).await;
        let listed = match listed {
            Ok(listed) => listed,
            Err(error) => {
                self.look_at_the_rest(&HashSet::new()).await?;
                return Err(error.into());
            }
        };
        warn_if_cut("calls", listed.complete);
        let sids: Vec<&str> = listed.items.iter().map(|call| &*call.sid).collect();
        // Read after the list: whatever is in the list was written down before it was placed.
        let known = self.ground.data.attempts_by_sids(&sids).await?;
        let known: HashMap<_, _> =
            known.iter().filter_map(|attempt| Some((attempt.sid.as_deref()?, attempt))).collect();
        let (mut missed, mut strangers) = (0, Vec::new());
        for call in &listed.items {
            match known.get(&*call.sid) {
                Some(attempt) => missed += usize::from(self.catch_up(attempt, call).await?),
                None if call.parent_call_sid.is_none() => strangers.push(call),
                None => {}
            }
        }
        missed += self.strangers(strangers).await?;
        self.look_at_the_rest(&sids.into_iter().collect()).await?;
        Ok(missed)
    }

    /// Whether the list says more of a call than its callbacks did.
    async fn catch_up(&self, attempt: &Attempt, call: &Call) -> Result<bool, Error> {
        let is_news = carrier_status(call.status) > attempt.status;
        let is_over = attempt.status.is_some_and(|status| status.ended().is_some());
        if is_over || !is_news {
            return Ok(false);
        }
        let progress = Progress { status: call.status, duration_s: call.duration_s };
        self.caller.progressed(attempt.id, &call.sid, progress).await?;
        Ok(true)
    }

    /// Calls that no attempt is bound to: adopted by the one that may have placed them, left to the one who is about to
    /// dial and looks before, else ended, for nobody here wants them.
    async fn strangers(&self, strangers: Vec<&Call>) -> Result<usize, Failed> {
        let settled = back(self.ground.clock.now(), SETTLED);
        let mut strangers: Vec<_> = strangers
            .into_iter()
            .filter(|call| call.created_at.is_some_and(|created| created <= settled))
            .collect();
        metrics::gauge!("vocero_calls_unknown")
            .set(u32::try_from(strangers.len()).unwrap_or(u32::MAX));
        // The furthest along is kept, whatever else rings is ended.
        strangers.sort_by_key(|call| std::cmp::Reverse(stage(call.status)));
        let unresolved = self.ground.data.unresolved_attempts().await?;
        let mut adopted = 0;
        for call in strangers {
            let is_of = |attempt: &&Attempt| {
                attempt.from == *call.from
                    && attempt.to == *call.to
                    && call.created_at.is_some_and(|at| at >= back(attempt.intent_at, SKEW))
            };
            if let Some(attempt) = unresolved.iter().rfind(is_of) {
                tracing::error!(call = %attempt.call, "found the call of an attempt without an answer: adopted");
                metrics::counter!("vocero_calls_adopted_total").increment(1);
                let progress = Progress { status: call.status, duration_s: call.duration_s };
                self.caller.progressed(attempt.id, &call.sid, progress).await?;
                adopted += 1;
            } else if goes_on(call.status) && !self.ground.data.is_number_wanted(&call.to).await? {
                tracing::error!(sid = call.sid, "a call that nobody here wants: ended");
                metrics::counter!("vocero_calls_surplus_total").increment(1);
                self.twilio.hang_up(&call.sid).await?;
            }
        }
        Ok(adopted)
    }

    /// Calls of which nothing was heard, and that are not in the list either, are asked for one by one.
    async fn look_at_the_rest(&self, listed: &HashSet<&str>) -> Result<(), data::Error> {
        let now = self.ground.clock.now();
        for attempt in self.ground.data.attempts_to_reconcile(back(now, SETTLED)).await? {
            let Some(sid) = &attempt.sid else { continue };
            if listed.contains(&**sid) {
                continue;
            }
            if let Some(row) = self.ground.data.call(attempt.call).await? {
                self.caller.look_soon(&row, &format!("swept at {now}")).await?;
            }
        }
        Ok(())
    }

    async fn transcripts(&self, since: Timestamp) -> Result<usize, Failed> {
        let agent_id = &self.ground.settings.agent_id;
        let listed = self.elevenlabs.conversations_since(agent_id, since).await?;
        let over = listed.iter().rev().filter(|conversation| {
            matches!(conversation.status, ConversationStatus::Done | ConversationStatus::Failed)
        });
        let over: Vec<&str> = over.map(|conversation| &*conversation.conversation_id).collect();
        let kept = self.ground.data.transcribed(&over).await?;
        let mut missed = 0;
        for id in over.into_iter().filter(|&id| !kept.contains(id) && !self.is_not_ours(id)) {
            let conversation = match self.elevenlabs.conversation(id).await {
                Ok(conversation) => conversation,
                Err(
                    error @ (vendors::Error::Refused { .. } | vendors::Error::Unreadable { .. }),
                ) => {
                    tracing::error!(conversation = id, %error, "a transcript that cannot be had");
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let Some(conversation) = conversation else { continue };
            let is_ours = conversation.agent_id == *agent_id;
            if is_ours && self.caller.found(&conversation).await? {
                missed += 1;
            } else {
                self.lock().insert(id.to_owned());
            }
        }
        Ok(missed)
    }

    fn is_not_ours(&self, conversation_id: &str) -> bool {
        self.lock().contains(conversation_id)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.not_ours.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An unknown word of the carrier is no reason to end a call.
fn goes_on(status: CallStatus) -> bool {
    match status {
        CallStatus::Queued
        | CallStatus::Initiated
        | CallStatus::Ringing
        | CallStatus::InProgress => true,
        CallStatus::Completed
        | CallStatus::Busy
        | CallStatus::Failed
        | CallStatus::NoAnswer
        | CallStatus::Canceled
        | CallStatus::Other => false,
    }
}

fn back(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.saturating_sub(by).unwrap_or(from)
}

fn warn_if_cut(list: &'static str, complete: bool) {
    if !complete {
        tracing::warn!(list, "longer than can be read in one sweep: the oldest are left out");
    }
}
