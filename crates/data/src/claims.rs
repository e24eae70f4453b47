//! The right to say yes: a row of which each request has one at most, so that even whoever overlooks the claim of another
//! call cannot grant a second (I6).

use domain::appointment::{Request, Slot, Stage};
use domain::ids::CallId;
use jiff::Timestamp;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::stored;
use crate::tables::claims;

/// What a request's state says of its claim, where that is new.
pub(crate) struct Claimed {
    request: Uuid,
    row: Option<claims::Model>,
}

/// By which call, and for when.
fn held(request: &Request) -> Option<(CallId, Slot)> {
    let under_way = match &request.stage {
        Stage::Calling(calling) => calling.claim.as_ref().map(|claim| (calling.call, claim.slot)),
        _ => None,
    };
    request.appointment.as_ref().map(|it| (it.call, it.slot)).or(under_way)
}

impl Claimed {
    /// Nothing where the claim is as it was.
    pub(crate) fn new(before: Option<&Request>, request: &Request, now: Timestamp) -> Option<Self> {
        let held = held(request);
        if held == before.and_then(self::held) {
            return None;
        }
        let row = held.map(|(call, slot)| claims::Model {
            request_id: request.id.0,
            call_id: call.0,
            starts_at: stored::time(slot.0),
            claimed_at: stored::time(now),
        });
        Some(Self { request: request.id.0, row })
    }

    /// # Errors
    /// [`Error::Conflict`] while another call of the request holds it.
    pub(crate) async fn store(&self, transaction: &DatabaseTransaction) -> Result<()> {
        use claims::Column::{CallId, ClaimedAt, RequestId, StartsAt};
        let Some(row) = &self.row else {
            claims::Entity::delete_many()
                .filter(RequestId.eq(self.request))
                .exec(transaction)
                .await?;
            return Ok(());
        };
        let theirs = Expr::col((claims::Entity, CallId));
        let same_call = OnConflict::column(RequestId)
            .update_columns([StartsAt, ClaimedAt])
            .action_and_where(theirs.eq(Expr::col((Alias::new("excluded"), CallId))))
            .to_owned();
        let stored = claims::Entity::insert(row.clone().into_active_model())
            .on_conflict(same_call)
            .exec_without_returning(transaction)
            .await?;
        if stored == 1 { Ok(()) } else { Err(Error::Conflict { rule: "claims".to_owned() }) }
    }
}
