//! What happened: each thing once, each decided once.

use domain::appointment::Event;
use domain::ids::{EventId, PersonId};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, JsonValue, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::dead_letters::{self, Burial};
use crate::error::{Error, Result};
use crate::open::Data;
use crate::stored;
use crate::tables::{events, seen};

/// The event that was recorded under a name, now or earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordedEvent {
    pub id: EventId,
    pub new: bool,
}

/// An event on its way into the tables.
#[derive(Clone)]
pub(crate) struct EventRow {
    pub(crate) hash: Vec<u8>,
    pub(crate) row: events::Model,
}

pub(crate) struct Noted {
    pub(crate) id: EventId,
    pub(crate) person: PersonId,
    pub(crate) new: bool,
}

impl EventRow {
    pub(crate) fn new(source_key: &str, person: Uuid, event: &Event) -> Self {
        let row = events::Model {
            id: event.id.0,
            user_id: person,
            request_id: event.kind.request().map(|request| request.0),
            what: event.kind.name().to_owned(),
            body: stored::json(event),
            at: stored::time(event.at),
            decided_at: None,
            answer: None,
        };
        Self { hash: stored::hash(source_key), row }
    }

    pub(crate) fn of(&self, person: Uuid) -> Self {
        let mut row = self.clone();
        row.row.user_id = person;
        row
    }
}

impl Data {
    /// Stores an event under a name that its source gives to no other. Under a known name nothing is stored, and the
    /// answer names the event that was.
    pub async fn record_event(
        &self,
        source_key: &str,
        person: PersonId,
        event: &Event,
    ) -> Result<RecordedEvent> {
        let row = EventRow::new(source_key, person.0, event);
        self.write(row, |transaction, row| {
            Box::pin(async move {
                let noted = note(transaction, row).await?;
                Ok(RecordedEvent { id: noted.id, new: noted.new })
            })
        })
        .await
    }

    /// The oldest event of this person about which nothing is decided yet.
    ///
    /// # Errors
    /// [`Error::Corrupt`] names an event that cannot be read: [`Self::set_aside`] lets the person go on without it.
    pub async fn next_undecided(&self, person: PersonId) -> Result<Option<Event>> {
        let row = events::Entity::find()
            .filter(events::Column::UserId.eq(person.0))
            .filter(events::Column::DecidedAt.is_null())
            .order_by_asc(events::Column::At)
            .order_by_asc(events::Column::Id)
            .one(self.connection())
            .await?;
        row.map(|row| stored::read("events", row.id, row.body)).transpose()
    }

    /// Who has undecided events; who has waited longest comes first.
    pub async fn people_with_undecided(&self, limit: u32) -> Result<Vec<PersonId>> {
        let people: Vec<Uuid> = events::Entity::find()
            .select_only()
            .column(events::Column::UserId)
            .filter(events::Column::DecidedAt.is_null())
            .group_by(events::Column::UserId)
            .order_by_asc(Expr::col(events::Column::At).min())
            .limit(u64::from(limit))
            .into_tuple()
            .all(self.connection())
            .await?;
        Ok(people.into_iter().map(PersonId).collect())
    }

    /// What was decided to answer: nothing yet (`None`), no answer (`Some(None)`), or this.
    ///
    /// # Errors
    /// [`Error::Missing`] for an event that is not stored.
    pub async fn answer(&self, event: EventId) -> Result<Option<Option<JsonValue>>> {
        let row = events::Entity::find_by_id(event.0).one(self.connection()).await?;
        let row = row.ok_or(Error::Missing("event"))?;
        Ok(row.decided_at.map(|_| row.answer))
    }

    /// Puts an event that cannot be read or decided among the dead letters, so that later ones are decided: not one
    /// that happened after `before`. `reason` holds no words of people. Tells whether it was, and still undecided.
    pub async fn set_aside(
        &self,
        event: EventId,
        reason: &str,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let given = (event.0, stored::text(reason), before, now);
        self.write(given, |transaction, (event, reason, before, now)| {
            Box::pin(set_aside(transaction, *event, reason, *before, *now))
        })
        .await
    }
}

/// Stores the event unless its name is known.
pub(crate) async fn note(transaction: &DatabaseTransaction, event: &EventRow) -> Result<Noted> {
    let name = seen::Model {
        hash: event.hash.clone(),
        event_id: event.row.id,
        user_id: event.row.user_id,
        at: event.row.at,
    };
    if stored::insert_if_new(transaction, name.into_active_model()).await? {
        events::Entity::insert(event.row.clone().into_active_model())
            .exec_without_returning(transaction)
            .await?;
        return Ok(Noted {
            id: EventId(event.row.id),
            person: PersonId(event.row.user_id),
            new: true,
        });
    }
    let known = seen::Entity::find_by_id(event.hash.clone()).one(transaction).await?;
    let known = known.ok_or(Error::Missing("name of an event"))?;
    Ok(Noted { id: EventId(known.event_id), person: PersonId(known.user_id), new: false })
}

async fn set_aside(
    transaction: &DatabaseTransaction,
    event: Uuid,
    reason: &str,
    before: Timestamp,
    now: Timestamp,
) -> Result<bool> {
    let decided = events::Entity::update_many()
        .set(events::ActiveModel { decided_at: Set(Some(stored::time(now))), ..Default::default() })
        .filter(events::Column::Id.eq(event))
        .filter(events::Column::DecidedAt.is_null())
        .filter(events::Column::At.lte(stored::time(before)))
        .exec(transaction)
        .await?;
    if decided.rows_affected == 0 {
        return Ok(false);
    }
    let row =
        events::Entity::find_by_id(event).one(transaction).await?.ok_or(Error::Missing("event"))?;
    let burial = Burial {
        id: row.id,
        kind: "event",
        person: Some(row.user_id),
        request: row.request_id,
        reason,
        body: row.body,
        now,
    };
    dead_letters::bury(transaction, burial).await?;
    Ok(true)
}
