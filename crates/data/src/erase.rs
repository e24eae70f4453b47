//! Deleting everything about a person, in one transaction.
//!
//! What stays tells nothing of anybody: names of events as hashes, so that a replay changes nothing (I13); numbers that
//! nobody gets called again; sums of calls and money by number, hour and day; and how many copies the vendors deleted.

use domain::appointment::{Event, EventKind};
use domain::ids::PersonId;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QuerySelect, Statement,
};
use uuid::Uuid;

use crate::attempts::AttemptState;
use crate::commands::CommandState;
use crate::erasures::{self, Erasure, Item};
use crate::error::Result;
use crate::open::Data;
use crate::stored;
use crate::tables::{
    appointment_requests as requests, call_attempts, call_logs, commands, events, identities,
    messages,
};

/// The vendors' names for what they keep, by kind.
pub const MESSAGE: &str = "message";
/// All messages from and to an address.
pub const MESSAGES_OF: &str = "messages_of";
pub const CALL: &str = "call";
pub const CONVERSATION: &str = "conversation";
/// All conversations of a call of ours.
pub const CONVERSATIONS_OF: &str = "conversations_of";

/// `$1` is the person. In this order, for what points to others goes first. Tests compare it with the tables there are.
const OF_THE_PERSON: &[(&str, &str)] = &[
    ("offers", "request_id IN (SELECT id FROM appointment_requests WHERE user_id = $1)"),
    ("claims", "request_id IN (SELECT id FROM appointment_requests WHERE user_id = $1)"),
    ("appointments", "user_id = $1"),
    ("call_attempts", "call_id IN (SELECT id FROM call_logs WHERE user_id = $1)"),
    ("call_logs", "user_id = $1"),
    ("messages", "user_id = $1"),
    ("dead_letters", "user_id = $1"),
    ("commands", "user_id = $1"),
    ("events", "user_id = $1"),
    ("appointment_requests", "user_id = $1"),
    ("identities", "user_id = $1"),
    ("users", "id = $1"),
];

struct Erasing {
    erasure: Erasure,
    items: Vec<Item>,
    /// Whatever is still being done.
    at_once: bool,
    now: Timestamp,
}

impl Data {
    /// The carrier's names of calls of this person that may ring or talk.
    pub async fn live_calls_of(&self, person: PersonId) -> Result<Vec<String>> {
        let sids: Vec<Option<String>> = call_attempts::Entity::find()
            .select_only()
            .column(call_attempts::Column::CallSid)
            .filter(live(person.0))
            .into_tuple()
            .all(self.connection())
            .await?;
        Ok(sids.into_iter().flatten().collect())
    }

    /// Whether no call of this person may ring or talk, nothing is being done for them, and all that was to be said to
    /// them by now was said.
    pub async fn is_quiet(&self, person: PersonId, now: Timestamp) -> Result<bool> {
        let db = self.connection();
        let calls = call_attempts::Entity::find().filter(live(person.0)).count(db).await?;
        let unsent = Condition::all()
            .add(commands::Column::Kind.eq("send"))
            .add(commands::Column::State.eq(CommandState::Ready))
            .add(commands::Column::ReadyAt.lte(stored::time(now)));
        let busy =
            Condition::any().add(commands::Column::State.eq(CommandState::Running)).add(unsent);
        let busy = commands::Entity::find()
            .filter(commands::Column::UserId.eq(person.0))
            .filter(busy)
            .count(db)
            .await?;
        Ok(calls == 0 && busy == 0)
    }

    /// What is kept of commands of this person that are not over.
    pub async fn unfinished_of(&self, person: PersonId) -> Result<Vec<sea_orm::JsonValue>> {
        let rows = commands::Entity::find()
            .filter(commands::Column::UserId.eq(person.0))
            .filter(commands::Column::State.is_in([CommandState::Ready, CommandState::Running]));
        Ok(rows.all(self.connection()).await?.into_iter().map(|row| row.body).collect())
    }

    /// Deletes all rows of the person, and notes what the vendors have of them, `items` among it. `at_once`: though
    /// something is still being done for them. Tells whether it was done; it is done once.
    ///
    /// # Errors
    /// [`crate::Error::Stale`] when another worker has taken the deletion over; [`crate::Error::Conflict`] when the
    /// person wrote in this very moment: try again.
    pub async fn erase(
        &self,
        erasure: &Erasure,
        items: &[Item],
        at_once: bool,
        now: Timestamp,
    ) -> Result<bool> {
        let given = Erasing { erasure: erasure.clone(), items: items.to_vec(), at_once, now };
        let erased =
            self.write(given, |transaction, given| Box::pin(erase(transaction, given))).await?;
        self.empty_log().await?;
        Ok(erased)
    }

    /// What was deleted leaves the file that SQLite writes ahead, too. Postgres does this by itself, in its own time.
    pub(crate) async fn empty_log(&self) -> Result<()> {
        if self.is_sqlite() {
            self.connection().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }
}

fn live(person: Uuid) -> Condition {
    let theirs = call_logs::Entity::find()
        .select_only()
        .column(call_logs::Column::Id)
        .filter(call_logs::Column::UserId.eq(person));
    Condition::all()
        .add(call_attempts::Column::State.is_in(AttemptState::LIVE))
        .add(call_attempts::Column::CallId.in_subquery(sea_orm::QueryTrait::into_query(theirs)))
}

async fn erase(transaction: &DatabaseTransaction, given: &Erasing) -> Result<bool> {
    let person = given.erasure.person.0;
    // Nobody claims, decides or finishes anything of theirs from here on.
    commands::Entity::update_many()
        .col_expr(commands::Column::ReadyAt, Expr::col(commands::Column::ReadyAt))
        .filter(commands::Column::UserId.eq(person))
        .exec(transaction)
        .await?;
    let running = commands::Entity::find()
        .filter(commands::Column::UserId.eq(person))
        .filter(commands::Column::State.eq(CommandState::Running))
        .filter(commands::Column::LeaseUntil.gt(stored::time(given.now)))
        .count(transaction)
        .await?;
    if running > 0 && !given.at_once {
        return Ok(false);
    }
    let mut receipt = given.erasure.receipt.clone();
    let counted = requests::Entity::find().filter(requests::Column::UserId.eq(person));
    receipt.requests = u32::try_from(counted.count(transaction).await?).unwrap_or(u32::MAX);
    let mailed = commands::Entity::find()
        .filter(commands::Column::UserId.eq(person))
        .filter(commands::Column::Kind.eq("mail"))
        .filter(commands::Column::State.eq(CommandState::Done));
    receipt.mails = u32::try_from(mailed.count(transaction).await?).unwrap_or(u32::MAX);
    for item in at_vendors(transaction, person).await?.iter().chain(&given.items) {
        let row = erasures::row(given.erasure.id, item);
        stored::insert_if_new(transaction, row.into_active_model()).await?;
    }
    let run = async |sql: String, values: Vec<sea_orm::Value>| {
        let backend = transaction.get_database_backend();
        transaction.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await
    };
    let of_theirs = "UPDATE never_call SET call_id = NULL WHERE call_id IN (SELECT id FROM call_logs WHERE user_id = $1)";
    run(of_theirs.to_owned(), vec![person.into()]).await?;
    for (table, theirs) in OF_THE_PERSON {
        run(format!("DELETE FROM {table} WHERE {theirs}"), vec![person.into()]).await?;
    }
    let subject = "DELETE FROM counters WHERE scope = 'person' AND subject = $1";
    run(subject.to_owned(), vec![person.to_string().into()]).await?;
    let nobody = "UPDATE seen SET user_id = $2 WHERE user_id = $1";
    run(nobody.to_owned(), vec![person.into(), Uuid::nil().into()]).await?;
    let next = erasures::asking_vendors(&receipt, given.now);
    erasures::held(transaction, &given.erasure, next).await?;
    Ok(true)
}

/// What the vendors have of a person, as far as we know.
async fn at_vendors(transaction: &DatabaseTransaction, person: Uuid) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    let mut add = |kind: &str, name: String| items.push(Item { kind: kind.to_owned(), name });
    let addresses = identities::Entity::find().filter(identities::Column::UserId.eq(person));
    for row in addresses.all(transaction).await? {
        add(MESSAGES_OF, row.address);
    }
    let sent = messages::Entity::find().filter(messages::Column::UserId.eq(person));
    for row in sent.all(transaction).await? {
        add(MESSAGE, row.sid);
    }
    let said = events::Entity::find()
        .filter(events::Column::UserId.eq(person))
        .filter(events::Column::What.eq("said"));
    for row in said.all(transaction).await? {
        if let Ok(Event { kind: EventKind::Said(said), .. }) = serde_json::from_value(row.body) {
            add(MESSAGE, said.sid);
        }
    }
    let calls = call_logs::Entity::find().filter(call_logs::Column::UserId.eq(person));
    for row in calls.all(transaction).await? {
        add(CONVERSATIONS_OF, row.id.to_string());
        if let Some(id) = row.conversation_id {
            add(CONVERSATION, id);
        }
        let attempts =
            call_attempts::Entity::find().filter(call_attempts::Column::CallId.eq(row.id));
        for attempt in attempts.all(transaction).await? {
            if let Some(sid) = attempt.call_sid {
                add(CALL, sid);
            }
        }
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever adds a table says here whether it is a person's.
    #[tokio::test]
    async fn every_table_is_either_deleted_with_a_person_or_tells_of_none() {
        let data = Data::open("sqlite::memory:").await.expect("opens");
        data.migrate().await.expect("migrates");
        let sql =
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let rows = data
            .connection()
            .query_all_raw(Statement::from_string(sea_orm::DbBackend::Sqlite, sql))
            .await
            .expect("lists");
        let tells_of_nobody = [
            "brakes",
            "counters",
            "erasure_items",
            "erasures",
            "leases",
            "never_call",
            "seaql_migrations",
            "seen",
        ];
        for row in rows {
            let name: String = row.try_get("", "name").expect("a name");
            let known = OF_THE_PERSON.iter().any(|(table, _)| *table == name);
            assert!(known || tells_of_nobody.contains(&name.as_str()), "{name}");
        }
    }
}
