//! Calls that a provider makes: whose request they belong to, and which call of ours they are.

use domain::ids::{AttemptId, CallId, PersonId, RequestId};
use jiff::Timestamp;
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

use crate::attempts::AttemptState;
use crate::begin::attempt_row;
use crate::caps::{self, Caps};
use crate::error::{Error, Result};
use crate::open::Data;
use crate::stored;
use crate::tables::{appointment_requests as requests, call_attempts as attempts, call_logs};

struct Taking {
    call: Uuid,
    attempt: Uuid,
    sid: String,
    from: String,
    caps: Caps,
    now: Timestamp,
}

impl Data {
    /// The open request, or the enquiry for an open one, for which this number (E.164) was called last.
    pub async fn request_waiting_for(&self, number: &str) -> Result<Option<(PersonId, RequestId)>> {
        let open = || {
            let mut open = Query::select();
            open.column(requests::Column::Id).from(requests::Entity);
            open.and_where(requests::Column::ClosedAt.is_null());
            open
        };
        // Who was asked beside others may ring back while the person has not chosen yet.
        let awaited = Query::select()
            .column(requests::Column::Id)
            .from(requests::Entity)
            .cond_where(
                Condition::any()
                    .add(requests::Column::ClosedAt.is_null())
                    .add(requests::Column::EnquiresFor.in_subquery(open())),
            )
            .to_owned();
        let rows = call_logs::Entity::find()
            .filter(call_logs::Column::ToNumber.eq(number))
            .filter(call_logs::Column::RequestId.in_subquery(awaited))
            .order_by_desc(call_logs::Column::CreatedAt)
            .order_by_desc(call_logs::Column::Nth);
        let row = rows.one(self.connection()).await?;
        Ok(row.map(|row| (PersonId(row.user_id), RequestId(row.request_id))))
    }

    /// Ties a carrier's call that came in to a call of ours: it is accepted already. `from` is our own number. The same
    /// again changes nothing. It is counted at its worst, and nothing is in its way: it rings already.
    pub async fn take_call(
        &self,
        call: CallId,
        attempt: AttemptId,
        sid: &str,
        from: &str,
        caps: &Caps,
        now: Timestamp,
    ) -> Result<()> {
        let given = Taking {
            call: call.0,
            attempt: attempt.0,
            sid: stored::text(sid),
            from: stored::text(from),
            caps: *caps,
            now,
        };
        self.write(given, |transaction, given| Box::pin(take(transaction, given))).await
    }
}

async fn take(transaction: &DatabaseTransaction, given: &Taking) -> Result<()> {
    let call = call_logs::Entity::find_by_id(given.call).one(transaction).await?;
    let call = call.ok_or(Error::Missing("call"))?;
    let row = attempt_row(transaction, &call, given.attempt, &given.from, &given.caps, given.now);
    let row = attempts::Model {
        state: AttemptState::Accepted,
        call_sid: Some(given.sid.clone()),
        ..row.await?
    };
    if stored::insert_if_new(transaction, row.into_active_model()).await? {
        caps::reserve(transaction, &call, &given.caps, true, given.now).await?;
    }
    Ok(())
}
