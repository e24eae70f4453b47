//! The answer fence: whatever the carrier does, at most one of its calls talks for one call of ours.

use domain::appointment::Call;
use domain::ids::AttemptId;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use crate::attempts::{Bind, bind};
use crate::calls::{CallState, bind_conversation};
use crate::error::{Error, Result};
use crate::open::Data;
use crate::stored;
use crate::tables::{call_attempts as attempts, call_logs};

/// What an answered call is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fence {
    /// `twiml` is what it was told before, if it asks again.
    Talk {
        call: Box<Call>,
        twiml: Option<String>,
    },
    HangUp(HangUp),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HangUp {
    /// Another carrier's call has the floor, or we know of no such attempt.
    Surplus,
    /// The person called it off.
    CalledOff,
    /// The call was over before.
    Over,
}

impl Data {
    /// Asks for the floor for a carrier's call that was answered. At most one call of the carrier ever gets it for one
    /// call of ours, and none after it was called off or is over.
    pub async fn fence(&self, attempt: AttemptId, sid: &str, now: Timestamp) -> Result<Fence> {
        self.write((attempt.0, stored::text(sid), now), |transaction, (attempt, sid, now)| {
            Box::pin(fence(transaction, *attempt, sid, *now))
        })
        .await
    }

    /// Keeps what the carrier's call is to be told, with the conversation that was registered for it. The first
    /// answer stays, and is given back; nothing if the call is not this attempt's.
    pub async fn store_twiml(
        &self,
        attempt: AttemptId,
        sid: &str,
        twiml: &str,
        conversation_id: Option<&str>,
    ) -> Result<Option<String>> {
        let given =
            (attempt.0, stored::text(sid), stored::text(twiml), conversation_id.map(stored::text));
        self.write(given, |transaction, (attempt, sid, twiml, conversation)| {
            Box::pin(store_twiml(transaction, *attempt, sid, twiml, conversation.as_deref()))
        })
        .await
    }
}

async fn fence(
    transaction: &DatabaseTransaction,
    attempt: Uuid,
    sid: &str,
    now: Timestamp,
) -> Result<Fence> {
    if !matches!(bind(transaction, attempt, sid).await?, Bind::Bound | Bind::Same) {
        return Ok(Fence::HangUp(HangUp::Surplus));
    }
    let row = attempts::Entity::find_by_id(attempt)
        .one(transaction)
        .await?
        .ok_or(Error::Missing("attempt"))?;
    let answered =
        Func::coalesce([Expr::col(call_logs::Column::AnsweredAt), Expr::val(stored::time(now))]);
    let floor = call_logs::Column::TalkingSid.is_null().or(call_logs::Column::TalkingSid.eq(sid));
    let taken = call_logs::Entity::update_many()
        .col_expr(call_logs::Column::TalkingSid, Expr::val(sid))
        .col_expr(call_logs::Column::TalkingAttempt, Expr::val(attempt))
        .col_expr(call_logs::Column::State, Expr::val(CallState::Talking))
        .col_expr(call_logs::Column::AnsweredAt, answered.into())
        .filter(call_logs::Column::Id.eq(row.call_id))
        .filter(call_logs::Column::StopWanted.eq(false))
        .filter(call_logs::Column::State.is_in(CallState::OPEN))
        .filter(floor)
        .exec(transaction)
        .await?;
    let call = call_logs::Entity::find_by_id(row.call_id)
        .one(transaction)
        .await?
        .ok_or(Error::Missing("call"))?;
    if taken.rows_affected == 1 {
        let call = Box::new(stored::read("call_logs", call.id, call.call)?);
        return Ok(Fence::Talk { call, twiml: row.twiml });
    }
    Ok(Fence::HangUp(if call.talking_sid.is_some_and(|talking| talking != sid) {
        HangUp::Surplus
    } else if call.stop_wanted || call.state == CallState::Cancelled {
        HangUp::CalledOff
    } else {
        HangUp::Over
    }))
}

async fn store_twiml(
    transaction: &DatabaseTransaction,
    attempt: Uuid,
    sid: &str,
    twiml: &str,
    conversation: Option<&str>,
) -> Result<Option<String>> {
    let first = attempts::Entity::update_many()
        .set(attempts::ActiveModel { twiml: Set(Some(twiml.to_owned())), ..Default::default() })
        .filter(attempts::Column::Id.eq(attempt))
        .filter(attempts::Column::CallSid.eq(sid))
        .filter(attempts::Column::Twiml.is_null())
        .exec(transaction)
        .await?;
    let row = attempts::Entity::find_by_id(attempt).one(transaction).await?;
    let Some(row) = row.filter(|row| row.call_sid.as_deref() == Some(sid)) else { return Ok(None) };
    if let Some(conversation) = conversation
        && first.rows_affected == 1
    {
        bind_conversation(transaction, row.call_id, conversation).await?;
    }
    Ok(row.twiml)
}
