//! What was said in a call: it comes by webhook, or it is fetched.

use data::{CallRow, Claimed};
use domain::appointment::{CallEvent, Event, Speaker, Transcript, Turn as Line};
use domain::ids::CallId;
use jiff::SignedDuration;
use vendors::elevenlabs::{
    Conversation, ConversationFilter, ConversationStatus, PostCallEvent, Role, read_post_call,
};

use super::Caller;
use crate::Error;
use crate::job::Job;
use crate::worker::{Trouble, Turn};

/// How long after the end a transcript that didn't come is asked for the first time.
pub(crate) const FIRST_LOOK: SignedDuration = SignedDuration::from_secs(15);

/// Seconds from one look to the next; after the last there is none.
const LOOKS_S: [i64; 5] = [30, 75, 180, 600, 2700];

impl Caller {
    /// Takes note of what the voice platform posts after a call.
    ///
    /// # Errors
    /// [`Error::Unreadable`]; [`Error::NotOurs`] for another agent's call; [`Error::Storage`], and then nothing was
    /// stored.
    pub async fn post_call(&self, body: &[u8]) -> Result<(), Error> {
        let posted = read_post_call(body).map_err(|_| Error::Unreadable)?;
        let PostCallEvent::Transcription(conversation) = posted.event else { return Ok(()) };
        if conversation.agent_id != self.ground.settings.agent_id {
            return Err(Error::NotOurs);
        }
        let Some(row) = self.call_of(&conversation).await? else {
            tracing::warn!("a transcript of a call that we don't know");
            metrics::counter!("vocero_callbacks_orphaned_total").increment(1);
            return Ok(());
        };
        if is_another(&row, &conversation) {
            tracing::info!(call = %row.call.id, "a transcript of a conversation that nobody was put through to");
            return Ok(());
        }
        self.keep(&row, &conversation).await.map(drop)
    }

    /// Takes note of a conversation of which no webhook has told. Tells whether it was a call's that has none yet: what
    /// was forgotten stays so.
    pub(crate) async fn found(&self, conversation: &Conversation) -> Result<bool, Error> {
        let Some(row) = self.call_of(conversation).await? else { return Ok(false) };
        if row.has_transcript || is_another(&row, conversation) {
            return Ok(false);
        }
        self.keep(&row, conversation).await
    }

    /// The call is named by the id that we gave at registration, else by the conversation's own.
    async fn call_of(&self, conversation: &Conversation) -> Result<Option<CallRow>, Error> {
        let named = conversation.user_id.as_deref().and_then(|id| id.parse::<CallId>().ok());
        if let Some(call) = named
            && let Some(row) = self.ground.data.call(call).await?
        {
            return Ok(Some(row));
        }
        Ok(self.ground.data.call_by_conversation(&conversation.conversation_id).await?)
    }

    /// Tells whether it is the first transcript of the call.
    async fn keep(&self, row: &CallRow, conversation: &Conversation) -> Result<bool, Error> {
        let transcript = transcript(conversation);
        let raw = serde_json::to_string(&transcript).expect("a transcript is plain data");
        let told = self.told(&row.call, "transcript", CallEvent::Transcript(transcript.clone()));
        let data = &self.ground.data;
        let is_first = data.store_transcript(row.call.id, &transcript, &raw, &told).await?;
        self.ground.bell.notify_one();
        // The talk is over: if the carrier's word of it is lost, it is asked.
        if row.ended_at.is_none() {
            self.look_soon(row, "look after the transcript").await?;
        }
        Ok(is_first)
    }

    pub(crate) async fn fetch_transcript(
        &self,
        command: &Claimed,
        call: CallId,
        look: u32,
    ) -> Turn {
        match self.fetch_or_fail(call, look).await {
            Ok(turn) => turn,
            Err(Trouble::Later { error, .. }) => self.later(command, error),
            Err(Trouble::Never(why)) => match self.ground.data.call(call).await {
                Ok(Some(row)) => Turn::Dead { why, events: vec![self.no_transcript(&row)] },
                _ => self.later(command, why),
            },
        }
    }

    async fn fetch_or_fail(&self, call: CallId, look: u32) -> Result<Turn, Trouble> {
        let storage = |error: data::Error| Trouble::Later { error: error.to_string(), after: None };
        let Some(row) = self.ground.data.call(call).await.map_err(storage)? else {
            return Ok(Turn::done());
        };
        if row.has_transcript {
            return Ok(Turn::done());
        }
        if let Some(conversation) = self.finished(&row).await? {
            let kept = self.keep(&row, &conversation).await;
            return kept
                .map(|_| Turn::done())
                .map_err(|error| Trouble::Later { error: error.to_string(), after: None });
        }
        // The fence let nobody talk, or no conversation was ever registered: there is nothing to wait for.
        let wait = LOOKS_S.get(usize::try_from(look).unwrap_or(usize::MAX));
        let wait =
            wait.filter(|_| row.talking.is_some() && (row.conversation_id.is_some() || look == 0));
        match wait {
            Some(&wait) => {
                let now = self.ground.clock.now();
                let at = now.saturating_add(SignedDuration::from_secs(wait)).unwrap_or(now);
                let job = Job::FetchTranscript { call, look: look + 1 };
                Ok(Turn::Later { at, why: "no transcript yet".to_owned(), job: Some(job) })
            }
            None => {
                let (key, event) = self.no_transcript(&row);
                Ok(Turn::brings(key, event))
            }
        }
    }

    fn no_transcript(&self, row: &CallRow) -> (String, Event) {
        self.event(&row.call, "no transcript", CallEvent::NoTranscript)
    }

    /// The conversation of a call, once it is over and read by the voice platform.
    async fn finished(&self, row: &CallRow) -> Result<Option<Conversation>, Trouble> {
        let id = match &row.conversation_id {
            Some(id) => Some(id.clone()),
            None => {
                let user_id = row.call.id.to_string();
                let filter =
                    ConversationFilter { user_id: Some(&user_id), ..ConversationFilter::default() };
                let page = self.elevenlabs.conversations(&filter).await?;
                page.conversations.into_iter().next().map(|one| one.conversation_id)
            }
        };
        let Some(id) = id else { return Ok(None) };
        let conversation = self.elevenlabs.conversation(&id).await?;
        Ok(conversation.filter(is_over))
    }
}

/// A call that was registered twice has a second conversation, in which nobody ever spoke.
fn is_another(row: &CallRow, conversation: &Conversation) -> bool {
    row.conversation_id.as_ref().is_some_and(|known| *known != conversation.conversation_id)
}

/// Whether nothing can be added any more.
#[must_use]
pub fn is_over(conversation: &Conversation) -> bool {
    matches!(conversation.status, ConversationStatus::Done | ConversationStatus::Failed)
}

/// The spoken lines, and nothing of the vendor's opinions about them.
#[must_use]
pub fn transcript(conversation: &Conversation) -> Transcript {
    let spoken = conversation.transcript.iter().filter_map(|turn| {
        let text = turn.message.as_ref()?.trim().to_owned();
        let speaker = match turn.role {
            Role::Agent => Speaker::Agent,
            Role::User => Speaker::Callee,
            Role::Other => return None,
        };
        (!text.is_empty()).then(|| Line {
            speaker,
            text,
            at_s: turn.time_in_call_secs.unwrap_or(0),
        })
    });
    let used = |tool: &str| {
        conversation
            .transcript
            .iter()
            .flat_map(|turn| &turn.tool_calls)
            .any(|call| call.tool_name == tool)
    };
    let reason = conversation.metadata.termination_reason.clone();
    Transcript {
        conversation_id: conversation.conversation_id.clone(),
        turns: spoken.collect(),
        voicemail: used("voicemail_detection") || reason.contains("voicemail"),
        ended_because: Some(reason).filter(|reason| !reason.is_empty()),
    }
}
