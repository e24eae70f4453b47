//! Step 3 of the dial protocol: what must hold at the very moment at which a try to dial is written down.

use domain::appointment::{CallRefused, Policy};
use domain::ids::{AttemptId, CallId};
use domain::phone::PhoneNumber;
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, TransactionTrait,
};
use uuid::Uuid;

use crate::attempts::AttemptState;
use crate::brakes::{self, Braked};
use crate::calls::CallState;
use crate::caps::{self, Caps};
use crate::error::{Error, Result};
use crate::open::Data;
use crate::tables::{call_attempts as attempts, call_logs, events};
use crate::{never_call, pace, stored};

/// Whether a try may begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begin {
    /// It is written down: ask the carrier, once.
    Begun,
    /// It was written down earlier: find out what came of it.
    Known(AttemptState),
    /// Another try of this call is not over.
    Underway,
    /// Somebody else's call to the same number is not over.
    PairBusy,
    /// All lines are taken, or this person's share of them: soon there is one.
    Crowded,
    /// The call is over or called off.
    NotWanted,
    /// Nobody is dialled for the time being.
    Paused(Braked),
    /// By the number policy, or by a cap.
    Refused(CallRefused),
}

struct Beginning {
    call: Uuid,
    attempt: Uuid,
    from: String,
    caps: Caps,
    /// Absent for a call that rings already: it can only be counted.
    policy: Option<Policy>,
    now: Timestamp,
}

impl Data {
    /// Writes down that the carrier is about to be asked to dial from `from`, if nobody holds the brake, the number may
    /// be called (I14) and no cap is in the way (I15); what it may cost is reserved with it. Whatever does not begin
    /// leaves nothing behind.
    ///
    /// # Errors
    /// After an error nothing may be dialled before [`Self::attempt`] has shown what is stored.
    pub async fn begin_attempt(
        &self,
        call: CallId,
        attempt: AttemptId,
        from: &str,
        policy: &Policy,
        caps: &Caps,
        now: Timestamp,
    ) -> Result<Begin> {
        self.begin(call, attempt, from, Some(policy.clone()), *caps, now).await
    }

    /// The same for a call of the carrier's that we find ringing: it is counted, and nothing can be in its way but its
    /// not being wanted.
    ///
    /// # Errors
    /// As [`Self::begin_attempt`].
    pub async fn adopt_attempt(
        &self,
        call: CallId,
        attempt: AttemptId,
        from: &str,
        caps: &Caps,
        now: Timestamp,
    ) -> Result<Begin> {
        self.begin(call, attempt, from, None, *caps, now).await
    }

    async fn begin(
        &self,
        call: CallId,
        attempt: AttemptId,
        from: &str,
        policy: Option<Policy>,
        caps: Caps,
        now: Timestamp,
    ) -> Result<Begin> {
        let from = stored::text(from);
        let given = Beginning { call: call.0, attempt: attempt.0, from, caps, policy, now };
        self.write(given, |transaction, given| {
            Box::pin(async move {
                let all = transaction.begin().await?;
                let begin = begin(&all, given).await?;
                if begin == Begin::Begun {
                    all.commit().await?;
                } else {
                    all.rollback().await?;
                }
                Ok(begin)
            })
        })
        .await
    }
}

/// Why this call is not placed whatever else holds (I14).
async fn refusal(
    transaction: &DatabaseTransaction,
    call: &call_logs::Model,
    policy: &Policy,
) -> Result<Option<CallRefused>> {
    let Ok(number) = PhoneNumber::parse(&call.to_number, "") else {
        return Ok(Some(CallRefused::NotAllowed));
    };
    if policy.may_call(&number).is_err() {
        return Ok(Some(CallRefused::NotAllowed));
    }
    // It was said by this very person: that the event is known is enough, its words may have been erased.
    let said = events::Entity::find_by_id(call.provenance)
        .filter(events::Column::UserId.eq(call.user_id))
        .count(transaction)
        .await?;
    if said == 0 {
        return Ok(Some(CallRefused::NotAllowed));
    }
    let listed = never_call::is_listed(transaction, &number).await?;
    Ok(listed.then_some(CallRefused::DoNotCall))
}

/// What rings or may ring already.
async fn underway(
    transaction: &DatabaseTransaction,
    given: &Beginning,
    call: &call_logs::Model,
) -> Result<Option<Begin>> {
    let live =
        || attempts::Entity::find().filter(attempts::Column::State.is_in(AttemptState::LIVE));
    if live().filter(attempts::Column::CallId.eq(given.call)).count(transaction).await? > 0 {
        return Ok(Some(Begin::Underway));
    }
    let pair = Condition::all()
        .add(attempts::Column::FromNumber.eq(given.from.as_str()))
        .add(attempts::Column::ToNumber.eq(call.to_number.as_str()));
    let busy = live().filter(pair).count(transaction).await? > 0;
    Ok(busy.then_some(Begin::PairBusy))
}

/// Policy, brakes and caps, in this order: what will never be is not waited for.
async fn forbidden(
    transaction: &DatabaseTransaction,
    given: &Beginning,
    call: &call_logs::Model,
) -> Result<Option<Begin>> {
    if let Some(policy) = &given.policy {
        if let Some(why) = refusal(transaction, call, policy).await? {
            return Ok(Some(Begin::Refused(why)));
        }
        if let Some(braked) = brakes::holding(transaction, given.now).await? {
            return Ok(Some(Begin::Paused(braked)));
        }
        if !pace::has_room(transaction, call, &given.caps, given.now).await? {
            return Ok(Some(Begin::Crowded));
        }
    }
    let rings_already = given.policy.is_none();
    let capped = caps::reserve(transaction, call, &given.caps, rings_already, given.now).await?;
    Ok(capped.map(Begin::Refused))
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
    if let Some(busy) = underway(transaction, given, &call).await? {
        return Ok(busy);
    }
    if let Some(forbidden) = forbidden(transaction, given, &call).await? {
        return Ok(forbidden);
    }
    let row = attempt_row(transaction, &call, given.attempt, &given.from, &given.caps, given.now);
    let row = row.await?;
    // The call's row is locked, so that only another call to the same number can have come between.
    let begun = stored::insert_if_new(transaction, row.into_active_model()).await?;
    Ok(if begun { Begin::Begun } else { Begin::PairBusy })
}

/// The next try of a call, written down before anything is known of it but what it may cost at most.
pub(crate) async fn attempt_row(
    transaction: &DatabaseTransaction,
    call: &call_logs::Model,
    attempt: Uuid,
    from: &str,
    caps: &Caps,
    now: Timestamp,
) -> Result<attempts::Model> {
    let earlier = attempts::Entity::find()
        .filter(attempts::Column::CallId.eq(call.id))
        .count(transaction)
        .await?;
    let reserved = Some(caps.worst_case());
    Ok(attempts::Model {
        id: attempt,
        call_id: call.id,
        n: i32::try_from(earlier + 1).unwrap_or(i32::MAX),
        from_number: from.to_owned(),
        to_number: call.to_number.clone(),
        state: AttemptState::Intent,
        intent_at: stored::time(now),
        call_sid: None,
        twiml: None,
        carrier_status: None,
        sequence: None,
        answered_by: None,
        ringing_at: None,
        answered_at: None,
        ended_at: None,
        duration_s: None,
        minute_price: Some(caps.minute_price),
        reserved,
        counted: reserved,
    })
}
