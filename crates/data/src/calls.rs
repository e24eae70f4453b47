//! The calls that are wanted, and what came of them: one row each, however many tries the carrier needs.

use domain::appointment::{Call, Ended, Transcript};
use domain::ids::{AttemptId, CallId, RequestId};
use jiff::Timestamp;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DeriveActiveEnum, EntityTrait, EnumIter, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
};
use uuid::Uuid;

use crate::attempts::{AttemptState, move_attempt};
use crate::commands::TokenHash;
use crate::error::Result;
use crate::open::Data;
use crate::stored;
use crate::tables::{appointment_requests as requests, call_attempts, call_logs};
use crate::told::{Told, ToldRows};

/// Where a call stands. `Cancelled`, `Refused` and `Ended` are left by nothing; `Lost` only by evidence that the call
/// did happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum CallState {
    Wanted,
    /// There was a try to dial.
    Dialling,
    /// Answered, and given to the voice agent.
    Talking,
    Ended,
    /// Called off before anybody talked. A phone may still ring: its attempt tells.
    Cancelled,
    /// It is certain that no phone rang, and none will.
    Refused,
    /// Nobody can tell whether a phone rang.
    Lost,
}

impl CallState {
    /// No phone rings and nobody talks, as far as anybody knows.
    #[must_use]
    pub fn is_over(self) -> bool {
        !Self::OPEN.contains(&self)
    }

    pub(crate) const OPEN: [Self; 3] = [Self::Wanted, Self::Dialling, Self::Talking];
}

/// A call with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRow {
    pub call: Call,
    pub state: CallState,
    /// The person called it off.
    pub stop_wanted: bool,
    /// The attempt and the carrier's call that may talk.
    pub talking: Option<(AttemptId, String)>,
    pub conversation_id: Option<String>,
    pub from_number: Option<String>,
    pub created_at: Timestamp,
    /// Of the first try to dial.
    pub started_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub ended_how: Option<Ended>,
    /// Seconds, as the carrier counts them.
    pub duration_s: Option<u32>,
    pub outcome: Option<String>,
    pub has_transcript: bool,
}

pub(crate) fn row(call: &Call, token_hash: &TokenHash, now: Timestamp) -> call_logs::Model {
    call_logs::Model {
        id: call.id.0,
        request_id: call.request.0,
        user_id: call.person.0,
        nth: stored::integer(call.nth),
        to_number: call.to.e164().to_owned(),
        from_number: None,
        language: call.language.code().to_owned(),
        zone: stored::text(&call.zone),
        provenance: call.provenance.0,
        call: stored::json(call),
        state: CallState::Wanted,
        stop_wanted: false,
        talking_attempt: None,
        talking_sid: None,
        token_hash: token_hash.to_vec(),
        conversation_id: None,
        created_at: stored::time(now),
        started_at: None,
        answered_at: None,
        ended_at: None,
        ended_how: None,
        duration_s: None,
        outcome: None,
        quote: None,
        transcript: None,
        transcript_raw: None,
    }
}

impl CallRow {
    pub(crate) fn of(row: call_logs::Model) -> Result<Self> {
        let ended_how =
            row.ended_how.map(|how| stored::read("call_logs", row.id, how.into())).transpose()?;
        Ok(Self {
            call: stored::read("call_logs", row.id, row.call)?,
            state: row.state,
            stop_wanted: row.stop_wanted,
            talking: row.talking_attempt.map(AttemptId).zip(row.talking_sid),
            conversation_id: row.conversation_id,
            from_number: row.from_number,
            created_at: stored::timestamp(row.created_at),
            started_at: row.started_at.map(stored::timestamp),
            answered_at: row.answered_at.map(stored::timestamp),
            ended_at: row.ended_at.map(stored::timestamp),
            ended_how,
            duration_s: row.duration_s.map(stored::count),
            outcome: row.outcome,
            has_transcript: row.transcript.is_some(),
        })
    }
}

impl Data {
    pub async fn call(&self, call: CallId) -> Result<Option<CallRow>> {
        let row = call_logs::Entity::find_by_id(call.0).one(self.connection()).await?;
        row.map(CallRow::of).transpose()
    }

    /// The call that the carrier's call of this sid belongs to.
    pub async fn call_by_sid(&self, sid: &str) -> Result<Option<CallRow>> {
        let attempt = call_attempts::Entity::find().filter(call_attempts::Column::CallSid.eq(sid));
        match attempt.one(self.connection()).await? {
            Some(attempt) => self.call(CallId(attempt.call_id)).await,
            None => Ok(None),
        }
    }

    /// The call that the voice platform's conversation of this id is.
    pub async fn call_by_conversation(&self, conversation_id: &str) -> Result<Option<CallRow>> {
        let rows =
            call_logs::Entity::find().filter(call_logs::Column::ConversationId.eq(conversation_id));
        rows.one(self.connection()).await?.map(CallRow::of).transpose()
    }

    /// In their order.
    pub async fn calls_of(&self, request: RequestId) -> Result<Vec<CallRow>> {
        let rows = call_logs::Entity::find()
            .filter(call_logs::Column::RequestId.eq(request.0))
            .order_by_asc(call_logs::Column::Nth)
            .all(self.connection())
            .await?;
        rows.into_iter().map(CallRow::of).collect()
    }

    /// Names the conversation that a call is; the first name stays. Tells whether this one is the call's.
    ///
    /// # Errors
    /// [`crate::Error::Conflict`] when another call has it.
    pub async fn bind_conversation(&self, call: CallId, conversation_id: &str) -> Result<bool> {
        let given = (call.0, stored::text(conversation_id));
        self.write(given, |transaction, (call, id)| {
            Box::pin(bind_conversation(transaction, *call, id))
        })
        .await
    }

    /// Closes a call for another reason than that the carrier ended it, and the attempt that the carrier refused with
    /// it. Tells whether it was open.
    pub async fn close_call(
        &self,
        call: CallId,
        state: CallState,
        refused: Option<AttemptId>,
        told: &Told,
    ) -> Result<bool> {
        let at = stored::time(told.event.at);
        let given = (call.0, state, at, refused.map(|attempt| attempt.0), ToldRows::new(told));
        self.write(given, |transaction, (call, state, at, refused, told)| {
            Box::pin(async move {
                if let Some(attempt) = refused {
                    let from = [AttemptState::Intent];
                    move_attempt(transaction, *attempt, &from, AttemptState::Refused).await?;
                }
                let closed = call_logs::ActiveModel {
                    state: Set(*state),
                    ended_at: Set(Some(*at)),
                    ..Default::default()
                };
                let changed = call_logs::Entity::update_many()
                    .set(closed)
                    .filter(call_logs::Column::Id.eq(*call))
                    .filter(call_logs::Column::State.is_in(CallState::OPEN))
                    .exec(transaction)
                    .await?;
                told.store(transaction).await?;
                Ok(changed.rows_affected == 1)
            })
        })
        .await
    }

    /// Keeps the transcript of a call, with what the voice platform sent. The first one stays; tells whether this is
    /// it. Of a call whose texts went already nothing is kept or told.
    pub async fn store_transcript(
        &self,
        call: CallId,
        transcript: &Transcript,
        raw: &str,
        told: &Told,
    ) -> Result<bool> {
        let (json, raw) = (stored::json(transcript), stored::text(raw));
        let conversation = stored::text(&transcript.conversation_id);
        let given = (call.0, json, raw, conversation, ToldRows::new(told));
        self.write(given, |transaction, (call, transcript, raw, conversation, told)| {
            Box::pin(async move {
                if is_forgotten(transaction, *call).await? {
                    return Ok(false);
                }
                let kept = call_logs::ActiveModel {
                    transcript: Set(Some(transcript.clone())),
                    transcript_raw: Set(Some(raw.clone())),
                    ..Default::default()
                };
                let changed = call_logs::Entity::update_many()
                    .set(kept)
                    .filter(call_logs::Column::Id.eq(*call))
                    .filter(call_logs::Column::Transcript.is_null())
                    .exec(transaction)
                    .await?;
                if !conversation.is_empty() {
                    bind_conversation(transaction, *call, conversation).await?;
                }
                told.store(transaction).await?;
                Ok(changed.rows_affected == 1)
            })
        })
        .await
    }

    pub async fn transcript(&self, call: CallId) -> Result<Option<Transcript>> {
        let row = call_logs::Entity::find_by_id(call.0).one(self.connection()).await?;
        let transcript = row.and_then(|row| row.transcript);
        transcript.map(|json| stored::read("call_logs", call.0, json)).transpose()
    }
}

async fn is_forgotten(transaction: &DatabaseTransaction, call: Uuid) -> Result<bool> {
    let of_call = call_logs::Entity::find()
        .select_only()
        .column(call_logs::Column::RequestId)
        .filter(call_logs::Column::Id.eq(call));
    let forgotten = requests::Entity::find()
        .filter(requests::Column::Id.in_subquery(of_call.into_query()))
        .filter(requests::Column::ForgottenAt.is_not_null());
    Ok(forgotten.count(transaction).await? > 0)
}

pub(crate) async fn bind_conversation(
    transaction: &DatabaseTransaction,
    call: Uuid,
    id: &str,
) -> Result<bool> {
    let free =
        call_logs::Column::ConversationId.is_null().or(call_logs::Column::ConversationId.eq(id));
    let changed = call_logs::Entity::update_many()
        .set(call_logs::ActiveModel {
            conversation_id: Set(Some(id.to_owned())),
            ..Default::default()
        })
        .filter(call_logs::Column::Id.eq(call))
        .filter(free)
        .exec(transaction)
        .await?;
    Ok(changed.rows_affected == 1)
}
