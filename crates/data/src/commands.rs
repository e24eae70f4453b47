//! What is to be done: claimed under a lease, done, postponed or buried.
//!
//! A claim is fenced by its owner and the number of the attempt: once the lease has run out and another worker has
//! taken over, whatever the first one reports is [`Error::Stale`]. Attempts are counted before the try.

use domain::appointment::{Call, Event, NeverCall};
use domain::ids::{CallId, CommandId, PersonId, RequestId};
use domain::phone::PhoneNumber;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend,
    DeriveActiveEnum, EntityTrait, EnumIter, IntoActiveModel, JsonValue, QueryFilter, Set,
    Statement, UpdateMany,
};

use crate::calls::{self, CallState};
use crate::dead_letters::{self, Burial};
use crate::erasures::{self, NewErasure};
use crate::error::{Error, Result};
use crate::events::{EventRow, note};
use crate::open::Data;
use crate::tables::{call_logs, commands, never_call as never_call_row};
use crate::{never_call, stored};

#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum CommandState {
    Ready,
    Running,
    Done,
    Dead,
}

/// SHA-256 of the token that the tools of one call must show.
pub type TokenHash = [u8; 32];

/// Something that shall be done.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCommand {
    /// Derived from the cause: a command whose id is known is not stored again.
    pub id: CommandId,
    pub person: PersonId,
    pub request: Option<RequestId>,
    pub kind: String,
    /// Commands of a lane are carried out one at a time, in the order in which they were stored.
    pub lane: Option<String>,
    pub ready_at: Timestamp,
    pub body: JsonValue,
    /// Set for the final word of a request: there is never a second.
    pub final_for: Option<RequestId>,
    /// The call that this command asks for.
    pub call: Option<Box<NewCall>>,
    /// The call that shall end; one that nobody talks in yet is cancelled with this very commit.
    pub ends_call: Option<CallId>,
    /// A number that nobody gets called again from this very commit on: there is nothing left to carry out.
    pub never_call: Option<NeverCalled>,
    /// Begins the deletion of the person with this very commit.
    pub erasure: Option<NewErasure>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeverCalled {
    pub number: PhoneNumber,
    pub why: NeverCall,
    /// In which it was said.
    pub call: Option<CallId>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCall {
    pub call: Call,
    pub token_hash: TokenHash,
}

/// A command that this worker holds until its lease runs out.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    pub id: CommandId,
    pub person: PersonId,
    pub request: Option<RequestId>,
    pub kind: String,
    pub body: JsonValue,
    /// This one included.
    pub attempts: u32,
    /// An earlier lease ran out, so that it may have been done already: look before acting.
    pub recovered: bool,
    pub created_at: Timestamp,
    pub ready_at: Timestamp,
    pub lease_until: Timestamp,
    owner: String,
}

/// A command as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredCommand {
    pub id: CommandId,
    pub person: PersonId,
    pub request: Option<RequestId>,
    pub kind: String,
    pub lane: Option<String>,
    pub body: JsonValue,
    pub state: CommandState,
    pub attempts: u32,
    pub last_error: Option<String>,
}

/// A new command on its way into the tables.
pub(crate) struct Wanted {
    row: commands::ActiveModel,
    call: Option<call_logs::Model>,
    ends_call: Option<CallId>,
    never_call: Option<never_call_row::Model>,
    erasure: Option<(NewErasure, Timestamp)>,
    person: PersonId,
}

impl Wanted {
    pub(crate) fn new(command: &NewCommand, now: Timestamp) -> Self {
        let done = command.never_call.is_some() || command.erasure.is_some();
        let row = commands::ActiveModel {
            seq: NotSet,
            id: Set(command.id.0),
            user_id: Set(command.person.0),
            request_id: Set(command.request.map(|request| request.0)),
            kind: Set(stored::text(&command.kind)),
            lane: Set(command.lane.as_deref().map(stored::text)),
            body: Set(stored::json(&command.body)),
            state: Set(if done { CommandState::Done } else { CommandState::Ready }),
            ready_at: Set(stored::time(command.ready_at)),
            attempts: Set(0),
            recovered: Set(false),
            owner: Set(None),
            lease_until: Set(None),
            last_error: Set(None),
            final_for: Set(command.final_for.map(|request| request.0)),
            created_at: Set(stored::time(now)),
            finished_at: Set(done.then(|| stored::time(now))),
        };
        let call = command.call.as_ref().map(|new| calls::row(&new.call, &new.token_hash, now));
        let listed = |it: &NeverCalled| never_call::row(&it.number, it.why, it.call, now);
        let never_call = command.never_call.as_ref().map(listed);
        let erasure = command.erasure.clone().map(|new| (new, now));
        let (ends_call, person) = (command.ends_call, command.person);
        Self { row, call, ends_call, never_call, erasure, person }
    }
}

/// Stores a command with what belongs to it, unless its id is known.
pub(crate) async fn want(transaction: &DatabaseTransaction, wanted: &Wanted) -> Result<()> {
    let known = OnConflict::column(commands::Column::Id).do_nothing().to_owned();
    let new = commands::Entity::insert(wanted.row.clone())
        .on_conflict(known)
        .exec_without_returning(transaction)
        .await?;
    if new == 0 {
        return Ok(());
    }
    if let Some(call) = &wanted.call {
        call_logs::Entity::insert(call.clone().into_active_model())
            .exec_without_returning(transaction)
            .await?;
    }
    if let Some(row) = &wanted.never_call {
        never_call::list(transaction, row).await?;
    }
    if let Some((new, now)) = &wanted.erasure {
        erasures::begin(transaction, new, *now).await?;
    }
    if let Some(call) = wanted.ends_call {
        let untalked = call_logs::Column::State.is_in([CallState::Wanted, CallState::Dialling]);
        let state = Expr::case(untalked, Expr::val(CallState::Cancelled))
            .finally(Expr::col(call_logs::Column::State));
        call_logs::Entity::update_many()
            .col_expr(call_logs::Column::StopWanted, Expr::val(true))
            .col_expr(call_logs::Column::State, state.into())
            .filter(call_logs::Column::Id.eq(call.0))
            .filter(call_logs::Column::UserId.eq(wanted.person.0))
            .exec(transaction)
            .await?;
    }
    Ok(())
}

/// `$1` is now. The one command of each lane whose turn it is, if it is due or its lease has run out.
const DUE: &str =
    "(c.state = 'ready' AND c.ready_at <= $1 OR c.state = 'running' AND c.lease_until < $1)";
const FIRST_OF_ITS_LANE: &str = "(c.lane IS NULL OR NOT EXISTS (SELECT 1 FROM commands o WHERE o.lane = c.lane \
     AND (o.state = 'running' AND o.seq <> c.seq \
     OR o.state = 'ready' AND o.seq < c.seq AND c.state = 'ready')))";

struct Claim {
    worker: String,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
}

impl Data {
    /// Takes up to `limit` due commands for `lease`; who has been due longest comes first.
    pub async fn claim(
        &self,
        worker: &str,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<Claimed>> {
        let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
        let given = Claim { worker: stored::text(worker), now, until, limit };
        self.write(given, |transaction, given| Box::pin(claim(transaction, given))).await
    }

    /// Holds a claim for longer.
    ///
    /// # Errors
    /// [`Error::Stale`] when another worker has taken it over.
    pub async fn extend(&self, claimed: &Claimed, until: Timestamp) -> Result<()> {
        self.write((claimed.clone(), until), |transaction, (claimed, until)| {
            let longer = commands::ActiveModel {
                lease_until: Set(Some(stored::time(*until))),
                ..Default::default()
            };
            Box::pin(held(transaction, claimed, longer))
        })
        .await
    }

    /// Ends a command, together with what came of it, by name, and what shall be done next.
    ///
    /// # Errors
    /// [`Error::Stale`] when another worker has taken it over; nothing is stored then.
    pub async fn finish(
        &self,
        claimed: &Claimed,
        came_of_it: &[(String, Event)],
        follow_ups: &[NewCommand],
        now: Timestamp,
    ) -> Result<()> {
        let events = event_rows(claimed, came_of_it);
        let wanted: Vec<_> = follow_ups.iter().map(|command| Wanted::new(command, now)).collect();
        self.write(
            (claimed.clone(), events, wanted, now),
            |transaction, (claimed, events, wanted, now)| {
                Box::pin(async move {
                    held(transaction, claimed, ended(CommandState::Done, *now)).await?;
                    for event in events {
                        note(transaction, event).await?;
                    }
                    for command in wanted {
                        want(transaction, command).await?;
                    }
                    Ok(())
                })
            },
        )
        .await
    }

    /// Gives a command back, to be tried again at `at`; its lane waits. `error` holds no words of people; `body`
    /// replaces the command's, with a note of how far it got.
    ///
    /// # Errors
    /// [`Error::Stale`] when another worker has taken it over.
    pub async fn postpone(
        &self,
        claimed: &Claimed,
        at: Timestamp,
        error: &str,
        body: Option<JsonValue>,
    ) -> Result<()> {
        let later = commands::ActiveModel {
            state: Set(CommandState::Ready),
            ready_at: Set(stored::time(at)),
            owner: Set(None),
            lease_until: Set(None),
            last_error: Set(Some(stored::text(error))),
            body: body.map_or(NotSet, |body| Set(stored::json(&body))),
            ..Default::default()
        };
        self.write((claimed.clone(), later), |transaction, (claimed, later)| {
            Box::pin(held(transaction, claimed, later.clone()))
        })
        .await
    }

    /// Gives a command up for good: it goes among the dead letters, and its lane goes on. `error` holds no words of
    /// people.
    ///
    /// # Errors
    /// [`Error::Stale`] when another worker has taken it over.
    pub async fn bury(
        &self,
        claimed: &Claimed,
        error: &str,
        came_of_it: &[(String, Event)],
        now: Timestamp,
    ) -> Result<()> {
        let events = event_rows(claimed, came_of_it);
        let given = (claimed.clone(), stored::text(error), events, now);
        self.write(given, |transaction, (claimed, reason, events, now)| {
            Box::pin(async move {
                let mut dead = ended(CommandState::Dead, *now);
                dead.last_error = Set(Some(reason.clone()));
                held(transaction, claimed, dead).await?;
                for event in events {
                    note(transaction, event).await?;
                }
                let burial = Burial {
                    id: claimed.id.0,
                    kind: "command",
                    person: Some(claimed.person.0),
                    request: claimed.request.map(|request| request.0),
                    reason,
                    body: claimed.body.clone(),
                    now: *now,
                };
                dead_letters::bury(transaction, burial).await
            })
        })
        .await
    }

    /// When there is something to claim next: a command whose turn it is comes due, or a lease runs out.
    pub async fn next_ready_at(&self) -> Result<Option<Timestamp>> {
        let sql = format!(
            "SELECT MIN(CASE c.state WHEN 'ready' THEN c.ready_at ELSE c.lease_until END) AS at FROM commands c \
             WHERE c.state IN ('ready', 'running') AND {FIRST_OF_ITS_LANE}"
        );
        let row =
            self.connection().query_one_raw(Statement::from_string(self.backend(), sql)).await?;
        let at: Option<sea_orm::prelude::DateTimeUtc> =
            row.map(|row| row.try_get("", "at")).transpose()?.flatten();
        Ok(at.map(stored::timestamp))
    }

    /// Ends all leases at once, at the start of the only process there is: whoever held them is dead. Does nothing on
    /// Postgres, where other processes may be at work. Tells how many.
    pub async fn release_all(&self, now: Timestamp) -> Result<u64> {
        if !self.is_sqlite() {
            return Ok(0);
        }
        self.write(now, |transaction, now| {
            Box::pin(async move {
                let just_over = now.checked_sub(SignedDuration::from_micros(1)).unwrap_or(*now);
                let released = commands::Entity::update_many()
                    .set(commands::ActiveModel {
                        lease_until: Set(Some(stored::time(just_over))),
                        ..Default::default()
                    })
                    .filter(commands::Column::State.eq(CommandState::Running))
                    .exec(transaction)
                    .await?;
                Ok(released.rows_affected)
            })
        })
        .await
    }

    /// Asks for something outside of a decision and of another command's end.
    pub async fn enqueue(&self, commands: &[NewCommand], now: Timestamp) -> Result<()> {
        let wanted: Vec<_> = commands.iter().map(|command| Wanted::new(command, now)).collect();
        self.write(wanted, |transaction, wanted| {
            Box::pin(async move {
                for command in wanted {
                    want(transaction, command).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// A command as it is stored, whatever its state.
    pub async fn command(&self, id: CommandId) -> Result<Option<StoredCommand>> {
        let row = commands::Entity::find()
            .filter(commands::Column::Id.eq(id.0))
            .one(self.connection())
            .await?;
        Ok(row.map(|row| StoredCommand {
            id,
            person: PersonId(row.user_id),
            request: row.request_id.map(RequestId),
            kind: row.kind,
            lane: row.lane,
            body: row.body,
            state: row.state,
            attempts: stored::count(row.attempts),
            last_error: row.last_error,
        }))
    }
}

async fn claim(transaction: &DatabaseTransaction, given: &Claim) -> Result<Vec<Claimed>> {
    let backend = transaction.get_database_backend();
    // SQLite has one writer, and nobody to skip.
    let skip = if backend == DbBackend::Sqlite { "" } else { "FOR UPDATE SKIP LOCKED" };
    let sql = format!(
        "WITH due AS (SELECT c.seq FROM commands c WHERE {DUE} AND {FIRST_OF_ITS_LANE} \
         ORDER BY c.ready_at, c.seq LIMIT $4 {skip}) \
         UPDATE commands SET owner = $2, lease_until = $3, attempts = attempts + 1, \
         recovered = (recovered OR state = 'running'), state = 'running' \
         WHERE seq IN (SELECT seq FROM due) RETURNING *"
    );
    let values = [
        stored::time(given.now).into(),
        given.worker.clone().into(),
        stored::time(given.until).into(),
        i64::from(given.limit).into(),
    ];
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let rows = commands::Entity::find().from_raw_sql(statement).all(transaction).await;
    let mut rows = rows.map_err(|error| match error.into() {
        // A lane got an earlier command while its next one was being claimed: look again.
        Error::Conflict { .. } => Error::Unavailable(crate::Unavailable::Contention),
        other => other,
    })?;
    rows.sort_by_key(|row| (row.ready_at, row.seq));
    Ok(rows.into_iter().map(|row| claimed(row, given)).collect())
}

fn claimed(row: commands::Model, given: &Claim) -> Claimed {
    Claimed {
        id: CommandId(row.id),
        person: PersonId(row.user_id),
        request: row.request_id.map(RequestId),
        kind: row.kind,
        body: row.body,
        attempts: stored::count(row.attempts),
        recovered: row.recovered,
        created_at: stored::timestamp(row.created_at),
        ready_at: stored::timestamp(row.ready_at),
        lease_until: given.until,
        owner: given.worker.clone(),
    }
}

/// Changes a command that this claim still holds.
async fn held(
    transaction: &DatabaseTransaction,
    claimed: &Claimed,
    change: commands::ActiveModel,
) -> Result<()> {
    let changed = mine(claimed).set(change).exec(transaction).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
}

fn mine(claimed: &Claimed) -> UpdateMany<commands::Entity> {
    commands::Entity::update_many()
        .filter(commands::Column::Id.eq(claimed.id.0))
        .filter(commands::Column::State.eq(CommandState::Running))
        .filter(commands::Column::Owner.eq(claimed.owner.as_str()))
        .filter(commands::Column::Attempts.eq(stored::integer(claimed.attempts)))
}

fn ended(state: CommandState, now: Timestamp) -> commands::ActiveModel {
    commands::ActiveModel {
        state: Set(state),
        finished_at: Set(Some(stored::time(now))),
        lease_until: Set(None),
        ..Default::default()
    }
}

fn event_rows(claimed: &Claimed, came_of_it: &[(String, Event)]) -> Vec<EventRow> {
    came_of_it.iter().map(|(key, event)| EventRow::new(key, claimed.person.0, event)).collect()
}
