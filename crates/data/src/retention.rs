//! Texts have an end: what was said in messages and calls of requests that are long over goes, on every database in
//! small steps. What keeps the promises stays: names of events (I13), final words as rows without text (I5), what was
//! booked and by which words (I7).

use domain::appointment::{Call, Request};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Set, Statement,
};
use uuid::Uuid;

use crate::error::Result;
use crate::open::Data;
use crate::stored;
use crate::tables::{appointment_requests as requests, call_logs, users};

/// Of which statements, so many rows at a time.
const AT_ONCE: i64 = 500;

/// `$1` is the moment before which texts go, `$2` how many rows at a time. What is empty already is not looked at again.
const OLD_TEXTS: &[&str] = &[
    "UPDATE events SET body = '{}', answer = NULL WHERE id IN (SELECT id FROM events WHERE at < $1 \
     AND decided_at IS NOT NULL AND what <> 'forgotten' AND NOT EXISTS \
     (SELECT 1 FROM appointment_requests r WHERE r.id = events.request_id AND r.forgotten_at IS NULL) \
     ORDER BY at LIMIT $2)",
    "UPDATE commands SET body = '{}' WHERE seq IN (SELECT seq FROM commands WHERE finished_at < $1 \
     AND (last_error IS NULL OR last_error <> 'forgotten') AND state IN ('done', 'dead') AND NOT EXISTS \
     (SELECT 1 FROM appointment_requests r WHERE r.id = commands.request_id AND r.forgotten_at IS NULL) \
     ORDER BY seq LIMIT $2)",
    "UPDATE dead_letters SET body = '{}' WHERE id IN (SELECT id FROM dead_letters WHERE at < $1 \
     AND kind <> 'forgotten' ORDER BY at LIMIT $2)",
];

impl Data {
    /// Takes the texts of requests that were closed before `before`, of messages and of whatever else is older; some at
    /// a time. Tells of how many rows: call it again until there are none.
    pub async fn forget_texts(&self, before: Timestamp, now: Timestamp) -> Result<u64> {
        self.write((before, now), |transaction, (before, now)| {
            Box::pin(forget(transaction, *before, *now))
        })
        .await
    }
}

async fn forget(
    transaction: &DatabaseTransaction,
    before: Timestamp,
    now: Timestamp,
) -> Result<u64> {
    let closed: Vec<(Uuid, Uuid)> = requests::Entity::find()
        .select_only()
        .columns([requests::Column::Id, requests::Column::UserId])
        .filter(requests::Column::ClosedAt.lt(stored::time(before)))
        .filter(requests::Column::ForgottenAt.is_null())
        .order_by_asc(requests::Column::ClosedAt)
        .limit(50)
        .into_tuple()
        .all(transaction)
        .await?;
    let mut forgotten = 0;
    for (request, person) in closed {
        forgotten += 1;
        forget_request(transaction, request, person, now).await?;
    }
    let backend = transaction.get_database_backend();
    for sql in OLD_TEXTS {
        // It is marked, so that the next step finds others.
        let sql =
            sql.replacen("SET body = '{}'", &format!("SET body = '{{}}', {}", marked(sql)), 1);
        let values = [stored::time(before).into(), AT_ONCE.into()];
        let done =
            transaction.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        forgotten += done.rows_affected();
    }
    Ok(forgotten)
}

fn marked(sql: &str) -> &'static str {
    match sql {
        sql if sql.starts_with("UPDATE events") => "what = 'forgotten'",
        sql if sql.starts_with("UPDATE commands") => "last_error = 'forgotten'",
        _ => "kind = 'forgotten'",
    }
}

async fn forget_request(
    transaction: &DatabaseTransaction,
    id: Uuid,
    person: Uuid,
    now: Timestamp,
) -> Result<()> {
    // Before it is read, as a commit does: whoever has the person's desk in hand decides anew, without the texts.
    let newer = Expr::col(users::Column::Version).add(1);
    users::Entity::update_many()
        .col_expr(users::Column::Version, newer)
        .filter(users::Column::Id.eq(person))
        .exec(transaction)
        .await?;
    let Some(row) = requests::Entity::find_by_id(id).one(transaction).await? else {
        return Ok(()); // erased meanwhile
    };
    let mut change =
        requests::ActiveModel { forgotten_at: Set(Some(stored::time(now))), ..Default::default() };
    if let Ok(mut request) = stored::read::<Request>("appointment_requests", id, row.state) {
        request.forget_texts();
        change.state = Set(stored::json(&request));
    }
    requests::Entity::update_many()
        .set(change)
        .filter(requests::Column::Id.eq(id))
        .exec(transaction)
        .await?;
    forget_calls(transaction, id).await
}

async fn forget_calls(transaction: &DatabaseTransaction, request: Uuid) -> Result<()> {
    let calls = call_logs::Entity::find().filter(call_logs::Column::RequestId.eq(request));
    for row in calls.all(transaction).await? {
        let mut change = call_logs::ActiveModel {
            transcript: Set(None),
            transcript_raw: Set(None),
            ..Default::default()
        };
        if let Ok(mut call) = stored::read::<Call>("call_logs", row.id, row.call) {
            call.forget_texts();
            change.call = Set(stored::json(&call));
        }
        call_logs::Entity::update_many()
            .set(change)
            .filter(call_logs::Column::Id.eq(row.id))
            .exec(transaction)
            .await?;
    }
    let twiml = "UPDATE call_attempts SET twiml = NULL WHERE call_id IN (SELECT id FROM call_logs WHERE request_id = $1)";
    let backend = transaction.get_database_backend();
    transaction
        .execute_raw(Statement::from_sql_and_values(backend, twiml, [request.into()]))
        .await?;
    Ok(())
}
