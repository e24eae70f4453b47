//! What the carrier reports of its calls. Reports come doubled, late and in any order, and always lead to the same
//! rows: a status is only ever replaced by one of a higher rank, and facts only ever grow.

use domain::appointment::Ended;
use domain::ids::{AttemptId, CallId};
use jiff::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DeriveActiveEnum, EntityTrait, EnumIter,
    IntoActiveModel, QueryFilter, QuerySelect, Set,
};
use uuid::Uuid;

use crate::attempts::{AttemptState, Bind, bind};
use crate::calls::CallState;
use crate::caps;
use crate::error::{Error, Result};
use crate::open::Data;
use crate::stored;
use crate::tables::{call_attempts as attempts, call_logs};
use crate::told::{Told, ToldRows};

/// By rank. Should a carrier report two ends of one call, the one that says more stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum CarrierStatus {
    Queued,
    Initiated,
    Ringing,
    InProgress,
    Canceled,
    Failed,
    NoAnswer,
    Busy,
    Completed,
}

impl CarrierStatus {
    /// How the call ended, if it has.
    #[must_use]
    pub fn ended(self) -> Option<Ended> {
        match self {
            Self::Queued | Self::Initiated | Self::Ringing | Self::InProgress => None,
            Self::Canceled => Some(Ended::Canceled),
            Self::Failed => Some(Ended::Failed),
            Self::NoAnswer => Some(Ended::NoAnswer),
            Self::Busy => Some(Ended::Busy),
            Self::Completed => Some(Ended::Completed),
        }
    }
}

/// One report of the carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    pub status: CarrierStatus,
    /// The carrier's count of its reports of this call.
    pub sequence: Option<u32>,
    pub duration_s: Option<u32>,
    /// What the carrier takes the answering party for, in its own word.
    pub answered_by: Option<String>,
    /// When it happened, by the carrier if it says so.
    pub at: Timestamp,
}

/// What a report has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub bind: Bind,
    /// Whose attempt it is; absent unless the carrier's call is this attempt's.
    pub call: Option<CallId>,
    pub before: Option<CarrierStatus>,
    pub now: Option<CarrierStatus>,
}

impl Progress {
    /// The status that this report has brought, if it brought any.
    #[must_use]
    pub fn news(&self) -> Option<CarrierStatus> {
        self.now.filter(|now| Some(*now) != self.before)
    }

    /// How the call ended, if it is this report that tells.
    #[must_use]
    pub fn newly_ended(&self) -> Option<Ended> {
        let ended = |status: Option<CarrierStatus>| status.and_then(CarrierStatus::ended);
        ended(self.now).filter(|_| ended(self.before).is_none())
    }

    fn is_news(&self) -> bool {
        let goes_on = self.now.is_some_and(|now| now.ended().is_none());
        self.newly_ended().is_some() || goes_on && self.news().is_some()
    }
}

impl Data {
    /// Takes a report in, and what it tells if it is news. The first report of an attempt binds the carrier's call to it.
    pub async fn call_progress(
        &self,
        attempt: AttemptId,
        sid: &str,
        heard: &Heard,
        told: Option<&Told>,
    ) -> Result<Progress> {
        let given = (attempt.0, stored::text(sid), heard.clone(), told.map(ToldRows::new));
        self.write(given, |transaction, (attempt, sid, heard, told)| {
            Box::pin(async move {
                let progress = take_in(transaction, *attempt, sid, heard).await?;
                if let Some(told) = told.as_ref().filter(|_| progress.is_news()) {
                    told.store(transaction).await?;
                }
                Ok(progress)
            })
        })
        .await
    }
}

async fn take_in(
    transaction: &DatabaseTransaction,
    attempt: Uuid,
    sid: &str,
    heard: &Heard,
) -> Result<Progress> {
    let bind = bind(transaction, attempt, sid).await?;
    if !matches!(bind, Bind::Bound | Bind::Same) {
        return Ok(Progress { bind, call: None, before: None, now: None });
    }
    let row = attempts::Entity::find_by_id(attempt).lock_exclusive().one(transaction).await?;
    let row = row.ok_or(Error::Missing("attempt"))?;
    let (call, before) = (row.call_id, row.carrier_status);
    let after = merged(row.clone(), heard);
    let now = after.carrier_status;
    if after != row {
        let all = after.clone().into_active_model().reset_all();
        attempts::Entity::update(all).exec(transaction).await?;
    }
    if now.and_then(CarrierStatus::ended).is_some() {
        end_call(transaction, call).await?;
    }
    caps::settle(transaction, &after).await?;
    Ok(Progress { bind, call: Some(CallId(call)), before, now })
}

fn merged(mut row: attempts::Model, heard: &Heard) -> attempts::Model {
    let at = Some(stored::time(heard.at));
    let fact = match heard.status {
        CarrierStatus::Queued | CarrierStatus::Initiated => None,
        CarrierStatus::Ringing => Some(&mut row.ringing_at),
        CarrierStatus::InProgress => Some(&mut row.answered_at),
        _ => Some(&mut row.ended_at),
    };
    if let Some(fact) = fact {
        *fact = earlier(*fact, at);
    }
    row.carrier_status = row.carrier_status.max(Some(heard.status));
    row.sequence = row.sequence.max(heard.sequence.map(stored::integer));
    row.duration_s = row.duration_s.max(heard.duration_s.map(stored::integer));
    row.answered_by = row.answered_by.max(heard.answered_by.as_deref().map(stored::text));
    if row.carrier_status.and_then(CarrierStatus::ended).is_some() {
        row.state = AttemptState::Ended;
    }
    row
}

fn earlier<T: Ord>(one: Option<T>, other: Option<T>) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(Ord::min(one, other)),
        (one, other) => one.or(other),
    }
}

/// Ends the call when no attempt of it is live: as the attempt that talked ended, or else the one that got furthest.
async fn end_call(transaction: &DatabaseTransaction, call: Uuid) -> Result<()> {
    let row = call_logs::Entity::find_by_id(call).lock_exclusive().one(transaction).await?;
    let row = row.ok_or(Error::Missing("call"))?;
    let tries =
        attempts::Entity::find().filter(attempts::Column::CallId.eq(call)).all(transaction).await?;
    let talked = tries.iter().find(|attempt| Some(attempt.id) == row.talking_attempt);
    if talked.is_none() && tries.iter().any(|attempt| AttemptState::LIVE.contains(&attempt.state)) {
        return Ok(());
    }
    let Some(last) = talked.or_else(|| tries.iter().max_by_key(|attempt| attempt.carrier_status))
    else {
        return Ok(());
    };
    let Some(how) = last.carrier_status.and_then(CarrierStatus::ended) else { return Ok(()) };
    let state = match row.state {
        kept @ (CallState::Cancelled | CallState::Refused) => kept,
        _ => CallState::Ended,
    };
    let ended = call_logs::ActiveModel {
        state: Set(state),
        answered_at: Set(earlier(row.answered_at, last.answered_at)),
        ended_at: Set(last.ended_at),
        ended_how: Set(Some(stored::word(&how))),
        duration_s: Set(last.duration_s),
        ..Default::default()
    };
    call_logs::Entity::update_many()
        .set(ended)
        .filter(call_logs::Column::Id.eq(call))
        .exec(transaction)
        .await?;
    Ok(())
}
