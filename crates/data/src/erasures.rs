//! People who are being deleted: how far it is, under a lease of its own, for the person's commands go with them.

use domain::appointment::ErasureReceipt;
use domain::ids::PersonId;
use domain::language::Language;
use jiff::{SignedDuration, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, DeriveActiveEnum, EntityTrait, EnumIter,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set, UpdateMany,
};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::open::Data;
use crate::stored;
use crate::tables::{erasure_items as items, erasures};

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ErasureState {
    EndingCalls,
    /// Nothing of the person is here any more; the vendors still have theirs.
    AskingVendors,
    /// The last message is to be sent.
    Telling,
    /// The last message is to be deleted at its vendor.
    Clearing,
    Done,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ItemState {
    Open,
    Deleted,
    /// The vendor refused for good, or never answered.
    Left,
}

/// Something of a person at a vendor; `kind` and `name` are the caller's and the vendor's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub kind: String,
    pub name: String,
}

/// Somebody who is to be deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewErasure {
    pub id: Uuid,
    pub person: PersonId,
    pub language: Language,
    /// Whether the person gets a last message.
    pub tell: bool,
}

/// A deletion that this worker holds until its lease runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    pub id: Uuid,
    pub person: PersonId,
    pub language: Language,
    /// Where the last message goes.
    pub address: Option<String>,
    pub state: ErasureState,
    pub asked_at: Timestamp,
    /// This one included.
    pub attempts: u32,
    pub receipt: ErasureReceipt,
    pub finished_at: Option<Timestamp>,
    owner: String,
}

impl Data {
    /// Takes the deletion that has waited longest, if one is due and nobody has it.
    pub async fn claim_erasure(
        &self,
        worker: &str,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<Option<Erasure>> {
        let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
        let given = (stored::text(worker), now, until);
        self.write(given, |transaction, (worker, now, until)| {
            Box::pin(claim(transaction, worker, *now, *until))
        })
        .await
    }

    /// When there is something to do next for anybody who is being deleted.
    pub async fn next_erasure_at(&self) -> Result<Option<Timestamp>> {
        let rows = erasures::Entity::find()
            .filter(erasures::Column::State.ne(ErasureState::Done))
            .all(self.connection())
            .await?;
        let at =
            |row: erasures::Model| Ord::max(row.lease_until.unwrap_or(row.ready_at), row.ready_at);
        Ok(rows.into_iter().map(at).min().map(stored::timestamp))
    }

    /// How far the deletion of this person is, if there is one.
    pub async fn erasure_of(&self, person: PersonId) -> Result<Option<Erasure>> {
        let row = erasures::Entity::find()
            .filter(erasures::Column::Person.eq(person.0))
            .one(self.connection())
            .await?;
        row.map(shown).transpose()
    }

    /// Goes on at `at`, in this state, with this receipt; `forget_address` when the last message has gone.
    ///
    /// # Errors
    /// [`Error::Stale`] when another worker has taken it over.
    pub async fn erasure_goes_on(
        &self,
        erasure: &Erasure,
        state: ErasureState,
        at: Timestamp,
        forget_address: bool,
    ) -> Result<()> {
        let mut change = goes_on(state, at);
        change.receipt = Set(stored::json(&erasure.receipt));
        if forget_address {
            change.address = Set(None);
        }
        self.write((erasure.clone(), change), |transaction, (erasure, change)| {
            Box::pin(held(transaction, erasure, change.clone()))
        })
        .await
    }

    /// Ends it: what the vendors were asked is forgotten, the numbers stay.
    ///
    /// # Errors
    /// [`Error::Stale`] when another worker has taken it over.
    pub async fn finish_erasure(&self, erasure: &Erasure, now: Timestamp) -> Result<()> {
        let mut change = goes_on(ErasureState::Done, now);
        change.receipt = Set(stored::json(&erasure.receipt));
        change.address = Set(None);
        change.finished_at = Set(Some(stored::time(now)));
        self.write((erasure.clone(), change), |transaction, (erasure, change)| {
            Box::pin(async move {
                held(transaction, erasure, change.clone()).await?;
                items::Entity::delete_many()
                    .filter(items::Column::ErasureId.eq(erasure.id))
                    .exec(transaction)
                    .await?;
                Ok(())
            })
        })
        .await?;
        self.empty_log().await
    }

    /// What is still to be deleted at the vendors.
    pub async fn erasure_items(&self, erasure: &Erasure, limit: u64) -> Result<Vec<Item>> {
        let rows = items::Entity::find()
            .filter(items::Column::ErasureId.eq(erasure.id))
            .filter(items::Column::State.eq(ItemState::Open))
            .order_by_asc(items::Column::Kind)
            .order_by_asc(items::Column::Name)
            .limit(limit)
            .all(self.connection())
            .await?;
        Ok(rows.into_iter().map(|row| Item { kind: row.kind, name: row.name }).collect())
    }

    /// What came of it at the vendors, all together: kind, outcome, how many.
    pub async fn erasure_outcomes(
        &self,
        erasure: &Erasure,
    ) -> Result<Vec<(String, ItemState, u32)>> {
        let rows: Vec<(String, ItemState, i64)> = items::Entity::find()
            .select_only()
            .column(items::Column::Kind)
            .column(items::Column::State)
            .column_as(Expr::col(items::Column::Name).count(), "how_many")
            .filter(items::Column::ErasureId.eq(erasure.id))
            .group_by(items::Column::Kind)
            .group_by(items::Column::State)
            .order_by_asc(items::Column::Kind)
            .into_tuple()
            .all(self.connection())
            .await?;
        let counted = |(kind, state, count): (String, ItemState, i64)| {
            (kind, state, u32::try_from(count).unwrap_or(u32::MAX))
        };
        Ok(rows.into_iter().map(counted).collect())
    }

    /// Notes how one of them ended, and what was found beside it.
    ///
    /// # Errors
    /// [`Error::Stale`] when another worker has taken it over.
    pub async fn settle_item(
        &self,
        erasure: &Erasure,
        item: &Item,
        state: ItemState,
        found: &[Item],
    ) -> Result<()> {
        let found: Vec<_> = found.iter().map(|item| row(erasure.id, item)).collect();
        let given = (erasure.clone(), item.clone(), state, found);
        self.write(given, |transaction, (erasure, item, state, found)| {
            Box::pin(async move {
                is_held(transaction, erasure).await?;
                for row in found {
                    stored::insert_if_new(transaction, row.clone().into_active_model()).await?;
                }
                items::Entity::update_many()
                    .set(items::ActiveModel { state: Set(*state), ..Default::default() })
                    .filter(items::Column::ErasureId.eq(erasure.id))
                    .filter(items::Column::Kind.eq(&item.kind))
                    .filter(items::Column::Name.eq(&item.name))
                    .exec(transaction)
                    .await?;
                Ok(())
            })
        })
        .await
    }
}

pub(crate) fn row(erasure: Uuid, item: &Item) -> items::Model {
    items::Model {
        erasure_id: erasure,
        kind: stored::text(&item.kind),
        name: stored::text(&item.name),
        state: ItemState::Open,
    }
}

/// Begins it, unless it was begun before.
pub(crate) async fn begin(
    transaction: &DatabaseTransaction,
    new: &NewErasure,
    now: Timestamp,
) -> Result<()> {
    let user = crate::tables::users::Entity::find_by_id(new.person.0).one(transaction).await?;
    let user = user.ok_or(Error::Missing("person"))?;
    let row = erasures::Model {
        id: new.id,
        person: new.person.0,
        language: new.language.code().to_owned(),
        address: new.tell.then_some(user.reply_to),
        state: ErasureState::EndingCalls,
        asked_at: stored::time(now),
        ready_at: stored::time(now),
        attempts: 0,
        owner: None,
        lease_until: None,
        receipt: stored::json(&ErasureReceipt::default()),
        finished_at: None,
    };
    stored::insert_if_new(transaction, row.into_active_model()).await?;
    Ok(())
}

async fn claim(
    transaction: &DatabaseTransaction,
    worker: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Erasure>> {
    let free = || {
        Condition::all()
            .add(erasures::Column::State.ne(ErasureState::Done))
            .add(erasures::Column::ReadyAt.lte(stored::time(now)))
            .add(
                Condition::any()
                    .add(erasures::Column::LeaseUntil.is_null())
                    .add(erasures::Column::LeaseUntil.lt(stored::time(now))),
            )
    };
    let due = erasures::Entity::find()
        .filter(free())
        .order_by_asc(erasures::Column::ReadyAt)
        .one(transaction)
        .await?;
    let Some(due) = due else { return Ok(None) };
    let taken = erasures::Entity::update_many()
        .col_expr(erasures::Column::Attempts, Expr::col(erasures::Column::Attempts).add(1))
        .col_expr(erasures::Column::Owner, Expr::val(worker))
        .col_expr(erasures::Column::LeaseUntil, Expr::val(stored::time(until)))
        .filter(erasures::Column::Id.eq(due.id))
        .filter(free())
        .exec(transaction)
        .await?;
    if taken.rows_affected == 0 {
        return Ok(None);
    }
    let row = erasures::Entity::find_by_id(due.id).one(transaction).await?;
    row.map(shown).transpose()
}

fn shown(row: erasures::Model) -> Result<Erasure> {
    Ok(Erasure {
        id: row.id,
        person: PersonId(row.person),
        language: stored::read("erasures", row.id, row.language.into())?,
        address: row.address,
        state: row.state,
        asked_at: stored::timestamp(row.asked_at),
        attempts: stored::count(row.attempts),
        receipt: stored::read("erasures", row.id, row.receipt)?,
        finished_at: row.finished_at.map(stored::timestamp),
        owner: row.owner.unwrap_or_default(),
    })
}

fn goes_on(state: ErasureState, at: Timestamp) -> erasures::ActiveModel {
    erasures::ActiveModel {
        state: Set(state),
        ready_at: Set(stored::time(at)),
        owner: Set(None),
        lease_until: Set(None),
        ..Default::default()
    }
}

fn mine(erasure: &Erasure) -> UpdateMany<erasures::Entity> {
    erasures::Entity::update_many()
        .filter(erasures::Column::Id.eq(erasure.id))
        .filter(erasures::Column::Owner.eq(erasure.owner.as_str()))
        .filter(erasures::Column::Attempts.eq(stored::integer(erasure.attempts)))
}

/// Changes a deletion that this worker still holds.
pub(crate) async fn held(
    transaction: &DatabaseTransaction,
    erasure: &Erasure,
    change: erasures::ActiveModel,
) -> Result<()> {
    let changed = mine(erasure).set(change).exec(transaction).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
}

async fn is_held(transaction: &DatabaseTransaction, erasure: &Erasure) -> Result<()> {
    let same = erasures::ActiveModel { state: Set(erasure.state), ..Default::default() };
    held(transaction, erasure, same).await
}

/// For the transaction in which the person's own rows go.
pub(crate) fn asking_vendors(receipt: &ErasureReceipt, now: Timestamp) -> erasures::ActiveModel {
    let mut change = goes_on(ErasureState::AskingVendors, now);
    change.receipt = Set(stored::json(receipt));
    change
}
