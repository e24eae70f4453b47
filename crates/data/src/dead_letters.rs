//! What could not be parsed, decided or carried out waits here for the operator; and the figures an operator looks at.

use domain::ids::{PersonId, RequestId};
use jiff::Timestamp;
use sea_orm::prelude::DateTimeUtc;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, JsonValue, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::commands::CommandState;
use crate::error::Result;
use crate::open::Data;
use crate::stored;
use crate::tables::{commands, dead_letters, events};

#[derive(Debug, Clone, PartialEq)]
pub struct DeadLetter {
    /// Of the command or the event, if it was one.
    pub id: Uuid,
    /// `command`, `event`, or the caller's own word.
    pub kind: String,
    pub person: Option<PersonId>,
    pub request: Option<RequestId>,
    pub reason: String,
    pub body: JsonValue,
    pub at: Timestamp,
}

/// Figures for operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub undecided: u64,
    pub ready: u64,
    pub running: u64,
    pub dead_letters: u64,
    /// When the oldest undecided event happened.
    pub undecided_since: Option<Timestamp>,
    /// Since when the ready command that has waited longest could have been carried out.
    pub ready_since: Option<Timestamp>,
}

pub(crate) struct Burial<'a> {
    pub(crate) id: Uuid,
    pub(crate) kind: &'a str,
    pub(crate) person: Option<Uuid>,
    pub(crate) request: Option<Uuid>,
    pub(crate) reason: &'a str,
    pub(crate) body: JsonValue,
    pub(crate) now: Timestamp,
}

/// Keeps the first of two burials of the same thing.
pub(crate) async fn bury(transaction: &DatabaseTransaction, burial: Burial<'_>) -> Result<()> {
    let row = dead_letters::Model {
        id: burial.id,
        kind: burial.kind.to_owned(),
        user_id: burial.person,
        request_id: burial.request,
        reason: burial.reason.to_owned(),
        body: burial.body,
        at: stored::time(burial.now),
    };
    stored::insert_if_new(transaction, row.into_active_model()).await?;
    Ok(())
}

impl Data {
    /// Keeps something that never became an event or a command. `id` is derived from its cause, so that a repeat is
    /// kept once; `reason` holds no words of people.
    pub async fn add_dead_letter(
        &self,
        id: Uuid,
        kind: &str,
        reason: &str,
        body: &JsonValue,
        now: Timestamp,
    ) -> Result<()> {
        let given = (id, stored::text(kind), stored::text(reason), stored::json(body), now);
        self.write(given, |transaction, (id, kind, reason, body, now)| {
            let burial = Burial {
                id: *id,
                kind,
                person: None,
                request: None,
                reason,
                body: body.clone(),
                now: *now,
            };
            Box::pin(bury(transaction, burial))
        })
        .await
    }

    /// Oldest first.
    pub async fn dead_letters(&self, limit: u32) -> Result<Vec<DeadLetter>> {
        let rows = dead_letters::Entity::find()
            .order_by_asc(dead_letters::Column::At)
            .limit(u64::from(limit))
            .all(self.connection())
            .await?;
        Ok(rows.into_iter().map(letter).collect())
    }

    /// Gives a dead command or a set-aside event another chance: a command is ready again, to look before it acts;
    /// an event is undecided again. Tells whether there was such a letter.
    pub async fn replay(&self, letter: Uuid, now: Timestamp) -> Result<bool> {
        self.write((letter, now), |transaction, (letter, now)| {
            Box::pin(replay(transaction, *letter, *now))
        })
        .await
    }

    /// Forgets a letter that was dealt with in another way. Tells whether there was one.
    pub async fn drop_dead_letter(&self, letter: Uuid) -> Result<bool> {
        self.write(letter, |transaction, letter| {
            Box::pin(async move {
                let dropped = dead_letters::Entity::delete_by_id(*letter).exec(transaction).await?;
                Ok(dropped.rows_affected == 1)
            })
        })
        .await
    }

    pub async fn counts(&self) -> Result<Counts> {
        let db = self.connection();
        let undecided = || events::Entity::find().filter(events::Column::DecidedAt.is_null());
        let in_state = |state| commands::Entity::find().filter(commands::Column::State.eq(state));
        let undecided_since: Option<Option<DateTimeUtc>> = undecided()
            .select_only()
            .expr(Expr::col(events::Column::At).min())
            .into_tuple()
            .one(db)
            .await?;
        let ready_since: Option<Option<DateTimeUtc>> = in_state(CommandState::Ready)
            .select_only()
            .expr(Expr::col(commands::Column::ReadyAt).min())
            .into_tuple()
            .one(db)
            .await?;
        Ok(Counts {
            undecided: undecided().count(db).await?,
            ready: in_state(CommandState::Ready).count(db).await?,
            running: in_state(CommandState::Running).count(db).await?,
            dead_letters: dead_letters::Entity::find().count(db).await?,
            undecided_since: undecided_since.flatten().map(stored::timestamp),
            ready_since: ready_since.flatten().map(stored::timestamp),
        })
    }
}

async fn replay(transaction: &DatabaseTransaction, letter: Uuid, now: Timestamp) -> Result<bool> {
    // Should it die again, it is buried again.
    let dug_up = dead_letters::Entity::delete_by_id(letter)
        .filter(dead_letters::Column::Kind.is_in(["command", "event"]))
        .exec(transaction)
        .await?;
    if dug_up.rows_affected == 0 {
        return Ok(false);
    }
    let again = commands::ActiveModel {
        state: Set(CommandState::Ready),
        ready_at: Set(stored::time(now)),
        recovered: Set(true),
        finished_at: Set(None),
        ..Default::default()
    };
    commands::Entity::update_many()
        .set(again)
        .filter(commands::Column::Id.eq(letter))
        .filter(commands::Column::State.eq(CommandState::Dead))
        .exec(transaction)
        .await?;
    let undecided = events::ActiveModel { decided_at: Set(None), ..Default::default() };
    events::Entity::update_many()
        .set(undecided)
        .filter(events::Column::Id.eq(letter))
        .exec(transaction)
        .await?;
    Ok(true)
}

fn letter(row: dead_letters::Model) -> DeadLetter {
    DeadLetter {
        id: row.id,
        kind: row.kind,
        person: row.user_id.map(PersonId),
        request: row.request_id.map(RequestId),
        reason: row.reason,
        body: row.body,
        at: stored::timestamp(row.at),
    }
}
