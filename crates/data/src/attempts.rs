//! The dial protocol's memory: which tries were made, and what became of each.
//!
//! A try is written down before the carrier is asked. While its outcome is unknown, nothing else may make the same
//! phone ring.

use domain::ids::{AttemptId, CallId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, DeriveActiveEnum, EntityTrait, EnumIter,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::calls::CallState;
use crate::error::{Error, Result, Unavailable};
use crate::open::Data;
use crate::progress::CarrierStatus;
use crate::stored;
use crate::tables::{call_attempts as attempts, call_logs};

#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum AttemptState {
    /// Written down; the carrier may or may not have been asked.
    Intent,
    /// The carrier's call is known by its sid.
    Accepted,
    /// The carrier was asked, and nobody knows with what result.
    Unknown,
    /// The carrier was searched, and has no such call.
    Absent,
    /// Certainly not asked, or asked and not processed.
    NotSent,
    /// The carrier said no.
    Refused,
    /// The carrier's call is over.
    Ended,
}

impl AttemptState {
    /// A phone may ring, or be ringing.
    pub(crate) const LIVE: [Self; 3] = [Self::Intent, Self::Unknown, Self::Accepted];
    const UNRESOLVED: [Self; 2] = [Self::Intent, Self::Unknown];

    /// Nobody knows whether a phone rang.
    #[must_use]
    pub fn is_unresolved(self) -> bool {
        Self::UNRESOLVED.contains(&self)
    }
}

/// One try to dial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub id: AttemptId,
    pub call: CallId,
    /// From 1.
    pub n: u32,
    pub from: String,
    pub to: String,
    pub state: AttemptState,
    pub intent_at: Timestamp,
    /// The carrier's name for the call.
    pub sid: Option<String>,
    /// What that call is told when it is answered.
    pub twiml: Option<String>,
    pub status: Option<CarrierStatus>,
}

/// Whether a try may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// It is written down: ask the carrier, once.
    Begun,
    /// It was written down earlier: find out what came of it.
    Known(AttemptState),
    /// Another try of this call is not over.
    Underway,
    /// Somebody else's call to the same number is not over.
    PairBusy,
    /// The call is over or called off.
    NotWanted,
}

/// Whether a carrier's call belongs to an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bind {
    Bound,
    /// It was bound before.
    Same,
    /// The attempt has another call, or there is no such attempt: this one is to be cancelled.
    Surplus,
    /// It is another attempt's call.
    Elsewhere,
}

struct Beginning {
    call: Uuid,
    attempt: Uuid,
    from: String,
    now: Timestamp,
}

impl Data {
    /// Writes down that the carrier is about to be asked to dial from `from`.
    ///
    /// # Errors
    /// After an error nothing may be dialled before [`Self::attempt`] has shown what is stored.
    pub async fn begin_attempt(
        &self,
        call: CallId,
        attempt: AttemptId,
        from: &str,
        now: Timestamp,
    ) -> Result<Begin> {
        let given = Beginning { call: call.0, attempt: attempt.0, from: stored::text(from), now };
        self.write(given, |transaction, given| Box::pin(begin(transaction, given))).await
    }

    pub async fn attempt(&self, attempt: AttemptId) -> Result<Option<Attempt>> {
        Ok(attempts::Entity::find_by_id(attempt.0).one(self.connection()).await?.map(shown))
    }

    /// The attempt that the carrier's call of this sid belongs to.
    pub async fn attempt_by_sid(&self, sid: &str) -> Result<Option<Attempt>> {
        let rows = attempts::Entity::find().filter(attempts::Column::CallSid.eq(sid));
        Ok(rows.one(self.connection()).await?.map(shown))
    }

    /// In their order.
    pub async fn attempts(&self, call: CallId) -> Result<Vec<Attempt>> {
        let rows = attempts::Entity::find().filter(attempts::Column::CallId.eq(call.0));
        let rows = rows.order_by_asc(attempts::Column::N).all(self.connection()).await?;
        Ok(rows.into_iter().map(shown).collect())
    }

    /// Those of which nobody knows whether a phone rang, oldest first.
    pub async fn unresolved_attempts(&self) -> Result<Vec<Attempt>> {
        self.attempts_in(AttemptState::UNRESOLVED.to_vec(), None).await
    }

    /// Those begun before `before` of which the end has not been heard, oldest first: ask the carrier.
    pub async fn attempts_to_reconcile(&self, before: Timestamp) -> Result<Vec<Attempt>> {
        self.attempts_in(AttemptState::LIVE.to_vec(), Some(before)).await
    }

    async fn attempts_in(
        &self,
        states: Vec<AttemptState>,
        before: Option<Timestamp>,
    ) -> Result<Vec<Attempt>> {
        let mut rows = attempts::Entity::find().filter(attempts::Column::State.is_in(states));
        if let Some(before) = before {
            rows = rows.filter(attempts::Column::IntentAt.lt(stored::time(before)));
        }
        let rows = rows
            .order_by_asc(attempts::Column::IntentAt)
            .limit(1000)
            .all(self.connection())
            .await?;
        Ok(rows.into_iter().map(shown).collect())
    }

    /// Moves an attempt on if it is in one of the states `from`; tells whether it was.
    pub async fn set_attempt(
        &self,
        attempt: AttemptId,
        from: &[AttemptState],
        to: AttemptState,
    ) -> Result<bool> {
        self.write((attempt.0, from.to_vec(), to), |transaction, (attempt, from, to)| {
            Box::pin(async move {
                let moved = attempts::Entity::update_many()
                    .set(attempts::ActiveModel { state: Set(*to), ..Default::default() })
                    .filter(attempts::Column::Id.eq(*attempt))
                    .filter(attempts::Column::State.is_in(from.iter().copied()))
                    .exec(transaction)
                    .await?;
                Ok(moved.rows_affected == 1)
            })
        })
        .await
    }

    /// Notes the carrier's name of the call that an attempt has made; the first name stays.
    pub async fn bind_sid(&self, attempt: AttemptId, sid: &str) -> Result<Bind> {
        self.write((attempt.0, stored::text(sid)), |transaction, (attempt, sid)| {
            Box::pin(bind(transaction, *attempt, sid))
        })
        .await
    }
}

async fn begin(transaction: &DatabaseTransaction, given: &Beginning) -> Result<Begin> {
    if let Some(known) = attempts::Entity::find_by_id(given.attempt).one(transaction).await? {
        return Ok(Begin::Known(known.state));
    }
    let started = Func::coalesce([
        Expr::col(call_logs::Column::StartedAt),
        Expr::val(stored::time(given.now)),
    ]);
    let wanted = call_logs::Entity::update_many()
        .col_expr(call_logs::Column::State, Expr::val(CallState::Dialling))
        .col_expr(call_logs::Column::FromNumber, Expr::val(given.from.clone()))
        .col_expr(call_logs::Column::StartedAt, started.into())
        .filter(call_logs::Column::Id.eq(given.call))
        .filter(call_logs::Column::State.is_in([CallState::Wanted, CallState::Dialling]))
        .filter(call_logs::Column::StopWanted.eq(false))
        .exec(transaction)
        .await?;
    if wanted.rows_affected == 0 {
        return Ok(Begin::NotWanted);
    }
    let call = call_logs::Entity::find_by_id(given.call)
        .one(transaction)
        .await?
        .ok_or(Error::Missing("call"))?;
    let live =
        || attempts::Entity::find().filter(attempts::Column::State.is_in(AttemptState::LIVE));
    if live().filter(attempts::Column::CallId.eq(given.call)).count(transaction).await? > 0 {
        return Ok(Begin::Underway);
    }
    let pair = Condition::all()
        .add(attempts::Column::FromNumber.eq(given.from.as_str()))
        .add(attempts::Column::ToNumber.eq(call.to_number.as_str()));
    if live().filter(pair).count(transaction).await? > 0 {
        return Ok(Begin::PairBusy);
    }
    let earlier = attempts::Entity::find()
        .filter(attempts::Column::CallId.eq(given.call))
        .count(transaction)
        .await?;
    let row = attempts::Model {
        id: given.attempt,
        call_id: given.call,
        n: i32::try_from(earlier + 1).unwrap_or(i32::MAX),
        from_number: given.from.clone(),
        to_number: call.to_number,
        state: AttemptState::Intent,
        intent_at: stored::time(given.now),
        call_sid: None,
        twiml: None,
        carrier_status: None,
        sequence: None,
        answered_by: None,
        ringing_at: None,
        answered_at: None,
        ended_at: None,
        duration_s: None,
    };
    // The call's row is locked, so that only another call to the same number can have come between.
    let begun = stored::insert_if_new(transaction, row.into_active_model()).await?;
    Ok(if begun { Begin::Begun } else { Begin::PairBusy })
}

pub(crate) async fn bind(
    transaction: &DatabaseTransaction,
    attempt: Uuid,
    sid: &str,
) -> Result<Bind> {
    let bound =
        attempts::Entity::find().filter(attempts::Column::CallSid.eq(sid)).one(transaction).await?;
    if let Some(bound) = bound {
        return Ok(if bound.id == attempt { Bind::Same } else { Bind::Elsewhere });
    }
    let over = Expr::col(attempts::Column::State).eq(AttemptState::Ended);
    let state =
        Expr::case(over, Expr::val(AttemptState::Ended)).finally(Expr::val(AttemptState::Accepted));
    let changed = attempts::Entity::update_many()
        .col_expr(attempts::Column::CallSid, Expr::val(sid))
        .col_expr(attempts::Column::State, state.into())
        .filter(attempts::Column::Id.eq(attempt))
        .filter(attempts::Column::CallSid.is_null())
        .exec(transaction)
        .await;
    match changed.map_err(Error::from) {
        Ok(changed) if changed.rows_affected == 1 => Ok(Bind::Bound),
        Ok(_) => {
            let row = attempts::Entity::find_by_id(attempt).one(transaction).await?;
            let same = row.is_some_and(|row| row.call_sid.as_deref() == Some(sid));
            Ok(if same { Bind::Same } else { Bind::Surplus })
        }
        // Bound to another attempt this very moment: look again.
        Err(Error::Conflict { .. }) => Err(Error::Unavailable(Unavailable::Contention)),
        Err(error) => Err(error),
    }
}

pub(crate) fn shown(row: attempts::Model) -> Attempt {
    Attempt {
        id: AttemptId(row.id),
        call: CallId(row.call_id),
        n: stored::count(row.n),
        from: row.from_number,
        to: row.to_number,
        state: row.state,
        intent_at: stored::timestamp(row.intent_at),
        sid: row.call_sid,
        twiml: row.twiml,
        status: row.carrier_status,
    }
}
