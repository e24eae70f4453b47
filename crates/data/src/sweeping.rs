//! What a sweep of the vendors' lists asks: what of them is known already, and whether somebody else sweeps.

use std::collections::HashSet;

use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect, Set,
};

use crate::attempts::{self, Attempt};
use crate::calls::CallState;
use crate::error::Result;
use crate::open::Data;
use crate::stored;
use crate::tables::{call_attempts, call_logs, leases, seen};

/// Values in one `IN (…)`.
const AT_ONCE: usize = 500;

impl Data {
    /// Takes in hand, until `until`, what one process is enough for. Tells whether it was free.
    pub async fn take_lease(
        &self,
        name: &str,
        owner: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool> {
        let row = leases::Model {
            name: stored::text(name),
            owner: stored::text(owner),
            until: stored::time(until),
        };
        self.write((row, now), |transaction, (row, now)| {
            Box::pin(async move {
                if stored::insert_if_new(transaction, row.clone().into_active_model()).await? {
                    return Ok(true);
                }
                let taken = leases::ActiveModel {
                    owner: Set(row.owner.clone()),
                    until: Set(row.until),
                    ..Default::default()
                };
                let taken = leases::Entity::update_many()
                    .set(taken)
                    .filter(leases::Column::Name.eq(&row.name))
                    .filter(leases::Column::Until.lte(stored::time(*now)))
                    .exec(transaction)
                    .await?;
                Ok(taken.rows_affected == 1)
            })
        })
        .await
    }

    /// Which of these names no event has had so far, in their order.
    pub async fn unseen(&self, source_keys: Vec<String>) -> Result<Vec<String>> {
        let mut unseen = Vec::new();
        for keys in source_keys.chunks(AT_ONCE) {
            let hashes = keys.iter().map(|key| stored::hash(key));
            let known: HashSet<Vec<u8>> = seen::Entity::find()
                .select_only()
                .column(seen::Column::Hash)
                .filter(seen::Column::Hash.is_in(hashes))
                .into_tuple()
                .all(self.connection())
                .await?
                .into_iter()
                .collect();
            unseen.extend(keys.iter().filter(|key| !known.contains(&stored::hash(key))).cloned());
        }
        Ok(unseen)
    }

    /// The attempts that these calls of the carrier belong to.
    pub async fn attempts_by_sids(&self, sids: &[&str]) -> Result<Vec<Attempt>> {
        let mut found = Vec::new();
        for sids in sids.chunks(AT_ONCE) {
            let rows = call_attempts::Entity::find()
                .filter(call_attempts::Column::CallSid.is_in(sids.iter().copied()));
            found.extend(rows.all(self.connection()).await?.into_iter().map(attempts::shown));
        }
        Ok(found)
    }

    /// Which of these conversations have left us their transcript.
    pub async fn transcribed(&self, conversations: &[&str]) -> Result<HashSet<String>> {
        let mut found = HashSet::new();
        for ids in conversations.chunks(AT_ONCE) {
            let rows: Vec<Option<String>> = call_logs::Entity::find()
                .select_only()
                .column(call_logs::Column::ConversationId)
                .filter(call_logs::Column::ConversationId.is_in(ids.iter().copied()))
                .filter(call_logs::Column::Transcript.is_not_null())
                .into_tuple()
                .all(self.connection())
                .await?;
            found.extend(rows.into_iter().flatten());
        }
        Ok(found)
    }

    /// Whether somebody still wants this number to be called.
    pub async fn is_number_wanted(&self, number: &str) -> Result<bool> {
        let wanted = call_logs::Entity::find()
            .filter(call_logs::Column::ToNumber.eq(number))
            .filter(call_logs::Column::State.is_in([CallState::Wanted, CallState::Dialling]));
        Ok(wanted.count(self.connection()).await? > 0)
    }
}
