//! What keeps everybody from being dialled: the operator's switch, and breakers that open by themselves when a vendor
//! fails several times in a row. They stand in the database, so that all replicas stop and go together, and they are
//! read in the transaction that lets a call be dialled.

use jiff::{SignedDuration, Timestamp};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DeriveActiveEnum, EntityTrait, EnumIter, QueryFilter,
    QueryOrder, QuerySelect, Set,
};

use crate::error::{Error, Result};
use crate::open::Data;
use crate::stored;
use crate::tables::brakes;

#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Brake {
    /// Until the operator lets go.
    Operator,
    /// The account at the carrier, or the way to it.
    Carrier,
    /// The platform of the voice agent.
    Voice,
}

/// A brake that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Braked {
    pub by: Brake,
    pub since: Timestamp,
    /// The operator's words.
    pub why: Option<String>,
    /// When one call may try; absent for the operator's.
    pub probe_at: Option<Timestamp>,
}

/// Failures in a row, within this time, after which nothing is dialled.
const FAILURES_MAX: i32 = 3;
const WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// For how long; and for how long one call that tries stands for all.
const PAUSE: SignedDuration = SignedDuration::from_mins(5);

impl Data {
    /// Stops all dialling, by all replicas. What rings or talks goes on.
    pub async fn stop_dialling(&self, why: Option<&str>, now: Timestamp) -> Result<()> {
        self.write((why.map(stored::text), now), |transaction, (why, now)| {
            let held = brakes::ActiveModel {
                held_since: Set(Some(stored::time(*now))),
                why: Set(why.clone()),
                ..Default::default()
            };
            Box::pin(change(transaction, Brake::Operator, held))
        })
        .await
    }

    /// Lets go of all brakes.
    pub async fn resume_dialling(&self) -> Result<()> {
        self.write((), |transaction, ()| {
            Box::pin(async move {
                for brake in [Brake::Carrier, Brake::Operator, Brake::Voice] {
                    change(transaction, brake, free()).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// The brakes that hold.
    pub async fn brakes(&self) -> Result<Vec<Braked>> {
        let rows = brakes::Entity::find()
            .filter(brakes::Column::HeldSince.is_not_null())
            .order_by_asc(brakes::Column::Who)
            .all(self.connection())
            .await?;
        Ok(rows.into_iter().filter_map(shown).collect())
    }

    /// Notes that a vendor failed us. If it is this failure that stops all dialling, tells until when.
    pub async fn vendor_failed(&self, brake: Brake, now: Timestamp) -> Result<Option<Timestamp>> {
        self.write((brake, now), |transaction, (brake, now)| {
            Box::pin(failed(transaction, *brake, *now))
        })
        .await
    }

    /// Notes that a vendor works. Tells whether it was thought not to.
    pub async fn vendor_worked(&self, brake: Brake) -> Result<bool> {
        let row = brakes::Entity::find_by_id(brake).one(self.connection()).await?;
        let row = row.ok_or(Error::Missing("brake"))?;
        if row.failures > 0 || row.held_since.is_some() {
            self.write(brake, |transaction, brake| Box::pin(change(transaction, *brake, free())))
                .await?;
        }
        Ok(row.held_since.is_some())
    }
}

/// The brake that holds just now. Whoever finds that a vendor's is due for a try is that try, and the others wait.
pub(crate) async fn holding(
    transaction: &DatabaseTransaction,
    now: Timestamp,
) -> Result<Option<Braked>> {
    let rows = brakes::Entity::find()
        .order_by_asc(brakes::Column::Who)
        .lock_exclusive()
        .all(transaction)
        .await?;
    let held: Vec<Braked> = rows.into_iter().filter_map(shown).collect();
    if let Some(holds) = held.iter().find(|held| held.probe_at.is_none_or(|at| at > now)) {
        return Ok(Some(holds.clone()));
    }
    for due in held {
        change(transaction, due.by, probing(now)).await?;
    }
    Ok(None)
}

async fn failed(
    transaction: &DatabaseTransaction,
    brake: Brake,
    now: Timestamp,
) -> Result<Option<Timestamp>> {
    let row = brakes::Entity::find_by_id(brake).lock_exclusive().one(transaction).await?;
    let row = row.ok_or(Error::Missing("brake"))?;
    let since = row.failing_since.map(stored::timestamp);
    let goes_on =
        row.held_since.is_some() || since.is_some_and(|since| now.duration_since(since) <= WITHIN);
    let failures = if goes_on { row.failures.saturating_add(1) } else { 1 };
    let mut failing = brakes::ActiveModel {
        failures: Set(failures),
        failing_since: Set(Some(stored::time(since.filter(|_| goes_on).unwrap_or(now)))),
        ..Default::default()
    };
    let opens = row.held_since.is_none() && failures >= FAILURES_MAX;
    if opens || row.held_since.is_some() {
        failing.probe_at = probing(now).probe_at;
    }
    if opens {
        failing.held_since = Set(Some(stored::time(now)));
    }
    change(transaction, brake, failing).await?;
    Ok(opens.then(|| probe_at(now)))
}

async fn change(
    transaction: &DatabaseTransaction,
    brake: Brake,
    to: brakes::ActiveModel,
) -> Result<()> {
    let changed = brakes::Entity::update_many()
        .set(to)
        .filter(brakes::Column::Who.eq(brake))
        .exec(transaction)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::Missing("brake")) }
}

fn free() -> brakes::ActiveModel {
    brakes::ActiveModel {
        held_since: Set(None),
        why: Set(None),
        probe_at: Set(None),
        failures: Set(0),
        failing_since: Set(None),
        ..Default::default()
    }
}

fn probing(now: Timestamp) -> brakes::ActiveModel {
    brakes::ActiveModel { probe_at: Set(Some(stored::time(probe_at(now)))), ..Default::default() }
}

fn probe_at(now: Timestamp) -> Timestamp {
    now.saturating_add(PAUSE).unwrap_or(Timestamp::MAX)
}

fn shown(row: brakes::Model) -> Option<Braked> {
    Some(Braked {
        by: row.who,
        since: stored::timestamp(row.held_since?),
        why: row.why,
        probe_at: row.probe_at.map(stored::timestamp),
    })
}
