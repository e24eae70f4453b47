//! How many calls go on at once, how fast they begin, and that nobody waits behind another person's many calls.
//!
//! Asked under the lock of the brakes, as all that must hold when a try begins, so that what is counted stays true.

use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};

use crate::attempts::AttemptState;
use crate::calls::CallState;
use crate::caps::Caps;
use crate::error::Result;
use crate::stored;
use crate::tables::{call_attempts as attempts, call_logs};

/// Whether one more call of this person may begin now.
pub(crate) async fn has_room(
    transaction: &DatabaseTransaction,
    call: &call_logs::Model,
    caps: &Caps,
    now: Timestamp,
) -> Result<bool> {
    if let Some(most) = caps.calls_second {
        let just_now = now.saturating_sub(SECOND).unwrap_or(Timestamp::MIN);
        let begun = attempts::Entity::find()
            .filter(attempts::Column::IntentAt.gt(stored::time(just_now)))
            .count(transaction)
            .await?;
        if begun >= u64::from(most) {
            return Ok(false);
        }
    }
    let Some(most) = caps.calls_at_once else { return Ok(true) };
    let most = u64::from(most);
    let live =
        || attempts::Entity::find().filter(attempts::Column::State.is_in(AttemptState::LIVE));
    if live().count(transaction).await? >= most {
        return Ok(false);
    }
    let theirs = call_logs::Entity::find()
        .select_only()
        .column(call_logs::Column::Id)
        .filter(call_logs::Column::UserId.eq(call.user_id));
    let theirs = sea_orm::QueryTrait::into_query(theirs);
    let of_person =
        live().filter(attempts::Column::CallId.in_subquery(theirs)).count(transaction).await?;
    let people = call_logs::Entity::find()
        .select_only()
        .column(call_logs::Column::UserId)
        .filter(call_logs::Column::State.is_in(CallState::OPEN))
        .distinct()
        .count(transaction)
        .await?;
    // The lines are shared among all who want to be on the phone now.
    let share = most.div_ceil(people.max(1)).max(1);
    Ok(of_person < share)
}

const SECOND: SignedDuration = SignedDuration::from_secs(1);
