//! The dial protocol's memory: which tries were made, and what became of each.
//!
//! A try is written down before the carrier is asked. While its outcome is unknown, nothing else may make the same
//! phone ring.

use domain::ids::{AttemptId, CallId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DeriveActiveEnum, EntityTrait, EnumIter, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::caps;
use crate::error::{Error, Result, Unavailable};
use crate::open::Data;
use crate::progress::CarrierStatus;
use crate::stored;
use crate::tables::call_attempts as attempts;

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

impl Data {
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
            Box::pin(move_attempt(transaction, *attempt, from, *to))
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

pub(crate) async fn move_attempt(
    transaction: &DatabaseTransaction,
    attempt: Uuid,
    from: &[AttemptState],
    to: AttemptState,
) -> Result<bool> {
    let moved = attempts::Entity::update_many()
        .set(attempts::ActiveModel { state: Set(to), ..Default::default() })
        .filter(attempts::Column::Id.eq(attempt))
        .filter(attempts::Column::State.is_in(from.iter().copied()))
        .exec(transaction)
        .await?;
    if moved.rows_affected == 1 {
        settle(transaction, attempt).await?;
    }
    Ok(moved.rows_affected == 1)
}

async fn settle(transaction: &DatabaseTransaction, attempt: Uuid) -> Result<()> {
    let row = attempts::Entity::find_by_id(attempt).one(transaction).await?;
    caps::settle(transaction, &row.ok_or(Error::Missing("attempt"))?).await
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
        Ok(changed) if changed.rows_affected == 1 => {
            settle(transaction, attempt).await?;
            Ok(Bind::Bound)
        }
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
