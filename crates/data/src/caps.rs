//! How much may be dialled and spent (I15): reserved when a try is written down, settled when its duration is known.
//!
//! A cap is kept by the update that counts: it changes nothing where it would go beyond, so that no two workers can
//! both find room for the last call. Each try remembers what the counters hold for it, and settling moves them from
//! there to what is now known: twice is once, and a late report corrects an earlier one.

use domain::appointment::{CallRefused, zone};
use domain::ids::PersonId;
use domain::phone::PhoneNumber;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, Set, UpdateMany,
};

use crate::attempts::AttemptState;
use crate::error::{Error, Result, Unavailable};
use crate::open::Data;
use crate::progress::CarrierStatus;
use crate::stored;
use crate::tables::{call_attempts as attempts, call_logs, counters};

/// Money is in millionths of the currency's unit; an absent cap does not limit. The days of people and of money are
/// those of UTC; the day of a number is that of whoever answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caps {
    /// Carrier and voice agent together. Each begun minute counts whole.
    pub minute_price: i64,
    /// The carrier ends a call after so many seconds.
    pub call_s_max: u32,
    pub calls_person_day: Option<u32>,
    /// By all people together.
    pub calls_number_day: Option<u32>,
    /// Of all people together.
    pub calls_at_once: Option<u32>,
    /// As the carrier allows.
    pub calls_second: Option<u32>,
    pub spend_call: Option<i64>,
    pub spend_person_day: Option<i64>,
    pub spend_hour: Option<i64>,
    pub spend_day: Option<i64>,
}

/// What was counted in a period: money reserved for calls under way included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spending {
    pub calls: u64,
    /// Millionths of the currency's unit.
    pub spent: i64,
}

impl Caps {
    /// What one call may cost at most.
    #[must_use]
    pub fn worst_case(&self) -> i64 {
        cost(self.minute_price, self.call_s_max)
    }

    /// For a call that rings already: it is counted, and not limited.
    fn lifted(self) -> Self {
        let Self { minute_price, call_s_max, .. } = self;
        Self { minute_price, call_s_max, ..Self::default() }
    }
}

fn cost(minute_price: i64, seconds: u32) -> i64 {
    minute_price.saturating_mul(i64::from(seconds.div_ceil(60)))
}

/// A row of counters, and how far it may go.
struct Counter {
    scope: &'static str,
    subject: String,
    period: String,
    calls_max: Option<i64>,
    spent_max: Option<i64>,
    over: CallRefused,
}

const PERSON: &str = "person";
const NUMBER: &str = "number";
const HOUR: &str = "hour";
const DAY: &str = "day";

/// By when all calls of a period are settled; then its counters are of no more use.
const KEPT: SignedDuration = SignedDuration::from_hours(72);

/// What one call counts in, always in this order, in which the rows are locked.
fn counters_of(call: &call_logs::Model, at: Timestamp, caps: &Caps) -> [Counter; 4] {
    let number = PhoneNumber::parse(&call.to_number, "").ok();
    let line = number.as_ref().map_or(call.to_number.clone(), |number| number.line().into_owned());
    let callee = number.and_then(|number| number.time_zones().first().copied().map(zone));
    let calls = |max: Option<u32>| max.map(i64::from);
    [
        Counter {
            scope: PERSON,
            subject: call.user_id.to_string(),
            period: day(at, TimeZone::UTC),
            calls_max: calls(caps.calls_person_day),
            spent_max: caps.spend_person_day,
            over: CallRefused::PersonCap,
        },
        Counter {
            scope: NUMBER,
            subject: line,
            period: day(at, callee.unwrap_or(TimeZone::UTC)),
            calls_max: calls(caps.calls_number_day),
            spent_max: None,
            over: CallRefused::NumberCap,
        },
        everything(HOUR, at, caps.spend_hour),
        everything(DAY, at, caps.spend_day),
    ]
}

fn everything(scope: &'static str, at: Timestamp, spent_max: Option<i64>) -> Counter {
    let period = if scope == HOUR {
        at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H").to_string()
    } else {
        day(at, TimeZone::UTC)
    };
    let subject = String::new();
    Counter { scope, subject, period, calls_max: None, spent_max, over: CallRefused::MoneyCap }
}

fn day(at: Timestamp, zone: TimeZone) -> String {
    at.to_zoned(zone).date().to_string()
}

impl Counter {
    /// Adds to the row, if there is one.
    fn add(&self, calls: i64, spent: i64) -> UpdateMany<counters::Entity> {
        use counters::Column::{Calls, Period, Scope, Spent, Subject};
        counters::Entity::update_many()
            .col_expr(Calls, Expr::col(Calls).add(calls))
            .col_expr(Spent, Expr::col(Spent).add(spent))
            .filter(Scope.eq(self.scope))
            .filter(Subject.eq(self.subject.as_str()))
            .filter(Period.eq(self.period.as_str()))
    }

    /// One call more, if there is room for it.
    async fn reserve(
        &self,
        transaction: &DatabaseTransaction,
        spent: i64,
        at: Timestamp,
    ) -> Result<bool> {
        use counters::Column::{Calls, Spent};
        let row = counters::Model {
            scope: self.scope.to_owned(),
            subject: self.subject.clone(),
            period: self.period.clone(),
            calls: 0,
            spent: 0,
            forget_at: stored::time(at.saturating_add(KEPT).unwrap_or(Timestamp::MAX)),
        };
        let first = stored::insert_if_new(transaction, row.into_active_model()).await?;
        if first && self.scope == DAY {
            forget(transaction, at).await?;
        }
        let mut counted = self.add(1, spent);
        if let Some(max) = self.calls_max {
            counted = counted.filter(Expr::col(Calls).add(1_i64).lte(max));
        }
        if let Some(max) = self.spent_max {
            counted = counted.filter(Expr::col(Spent).add(spent).lte(max));
        }
        Ok(counted.exec(transaction).await?.rows_affected == 1)
    }
}

/// Once a day, by whoever dials first.
async fn forget(transaction: &DatabaseTransaction, now: Timestamp) -> Result<()> {
    counters::Entity::delete_many()
        .filter(counters::Column::ForgetAt.lt(stored::time(now)))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Counts one call at its worst; tells which cap is in the way, if one is. Whatever was counted until then is for the
/// caller to roll back.
pub(crate) async fn reserve(
    transaction: &DatabaseTransaction,
    call: &call_logs::Model,
    caps: &Caps,
    rings_already: bool,
    at: Timestamp,
) -> Result<Option<CallRefused>> {
    let caps = if rings_already { caps.lifted() } else { *caps };
    let worst = caps.worst_case();
    if caps.spend_call.is_some_and(|max| worst > max) {
        return Ok(Some(CallRefused::MoneyCap));
    }
    for counter in counters_of(call, at, &caps) {
        if !counter.reserve(transaction, worst, at).await? {
            return Ok(Some(counter.over));
        }
    }
    Ok(None)
}

/// What the counters should hold for a try: nothing if it is certain that no phone rang, its worst case while it is
/// not over, its cost when that is known.
fn counts_for(row: &attempts::Model) -> Option<i64> {
    let reserved = row.reserved?;
    match (row.state, row.carrier_status) {
        (AttemptState::NotSent | AttemptState::Refused, _)
        | (AttemptState::Ended, Some(CarrierStatus::Busy | CarrierStatus::Failed)) => None,
        (AttemptState::Ended, Some(CarrierStatus::NoAnswer | CarrierStatus::Canceled)) => Some(0),
        (AttemptState::Ended, _) => Some(row.duration_s.map_or(reserved, |seconds| {
            cost(row.minute_price.unwrap_or(0), stored::count(seconds))
        })),
        _ => Some(reserved),
    }
}

/// Moves the counters to what is known of a try by now. `row` is as stored, and locked by this transaction.
pub(crate) async fn settle(transaction: &DatabaseTransaction, row: &attempts::Model) -> Result<()> {
    let counts = counts_for(row);
    if counts == row.counted {
        return Ok(());
    }
    let held = match row.counted {
        Some(held) => attempts::Column::Counted.eq(held),
        None => attempts::Column::Counted.is_null(),
    };
    let moved = attempts::Entity::update_many()
        .set(attempts::ActiveModel { counted: Set(counts), ..Default::default() })
        .filter(attempts::Column::Id.eq(row.id))
        .filter(held)
        .exec(transaction)
        .await?;
    if moved.rows_affected != 1 {
        return Err(Error::Unavailable(Unavailable::Contention));
    }
    let call = call_logs::Entity::find_by_id(row.call_id).one(transaction).await?;
    let call = call.ok_or(Error::Missing("call"))?;
    let calls = i64::from(counts.is_some()) - i64::from(row.counted.is_some());
    let spent = counts.unwrap_or(0) - row.counted.unwrap_or(0);
    for counter in counters_of(&call, stored::timestamp(row.intent_at), &Caps::default()) {
        counter.add(calls, spent).exec(transaction).await?;
    }
    Ok(())
}

impl Data {
    /// What all calls of this hour count for, and of this day (UTC).
    pub async fn spending(&self, now: Timestamp) -> Result<(Spending, Spending)> {
        let hour = self.counted(&everything(HOUR, now, None)).await?;
        Ok((hour, self.counted(&everything(DAY, now, None)).await?))
    }

    /// What a person's calls of this day (UTC) count for.
    pub async fn spending_of(&self, person: PersonId, now: Timestamp) -> Result<Spending> {
        let counter =
            Counter { scope: PERSON, subject: person.0.to_string(), ..everything(DAY, now, None) };
        self.counted(&counter).await
    }

    async fn counted(&self, counter: &Counter) -> Result<Spending> {
        let key = (counter.scope.to_owned(), counter.subject.clone(), counter.period.clone());
        let row = counters::Entity::find_by_id(key).one(self.connection()).await?;
        Ok(row.map_or_else(Spending::default, |row| Spending {
            calls: u64::try_from(row.calls).unwrap_or(0),
            spent: row.spent,
        }))
    }
}
