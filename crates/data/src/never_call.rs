//! Numbers that nobody gets called again, whoever asks.
//!
//! Kept as plain hashes of the line: a key would have to be kept as long as the list, which is for ever, and losing it
//! would set all these phones ringing again. Whoever has the database can try numbers against it; what they learn is
//! that somebody wants no calls.

use domain::appointment::NeverCall;
use domain::ids::CallId;
use domain::phone::PhoneNumber;
use jiff::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
};

use crate::error::Result;
use crate::open::Data;
use crate::stored;
use crate::tables::never_call;

impl Data {
    /// Puts a number on the list, with the call in which that was said, if it was one. The first reason stays; tells
    /// whether this is it.
    pub async fn never_call(
        &self,
        number: &PhoneNumber,
        why: NeverCall,
        call: Option<CallId>,
        now: Timestamp,
    ) -> Result<bool> {
        self.write(row(number, why, call, now), |transaction, row| Box::pin(list(transaction, row)))
            .await
    }

    pub async fn is_never_called(&self, number: &PhoneNumber) -> Result<bool> {
        let row = never_call::Entity::find_by_id(hash(number)).one(self.connection()).await?;
        Ok(row.is_some())
    }

    /// Takes a number off the list which was put there by hand, or by somebody who rang us: who rings can pretend to be
    /// any number. What was said in a call that we placed stays. Tells whether it is callable now.
    pub async fn call_again(&self, number: &PhoneNumber) -> Result<bool> {
        self.write(hash(number), |transaction, hash| {
            Box::pin(async move {
                never_call::Entity::delete_many()
                    .filter(never_call::Column::LineHash.eq(hash.clone()))
                    .filter(never_call::Column::CallId.is_null())
                    .exec(transaction)
                    .await?;
                let stays = never_call::Entity::find_by_id(hash.clone()).one(transaction).await?;
                Ok(stays.is_none())
            })
        })
        .await
    }

    /// How many numbers are on the list.
    pub async fn never_called(&self) -> Result<u64> {
        Ok(never_call::Entity::find().count(self.connection()).await?)
    }
}

pub(crate) fn row(
    number: &PhoneNumber,
    why: NeverCall,
    call: Option<CallId>,
    now: Timestamp,
) -> never_call::Model {
    never_call::Model {
        line_hash: hash(number),
        why: stored::word(&why),
        call_id: call.map(|call| call.0),
        at: stored::time(now),
    }
}

pub(crate) async fn list(
    transaction: &DatabaseTransaction,
    row: &never_call::Model,
) -> Result<bool> {
    let is_new = stored::insert_if_new(transaction, row.clone().into_active_model()).await?;
    if !is_new && row.call_id.is_some() {
        // Said in a call: from now on it cannot be taken off.
        never_call::Entity::update_many()
            .col_expr(never_call::Column::CallId, Expr::value(row.call_id))
            .filter(never_call::Column::LineHash.eq(row.line_hash.clone()))
            .filter(never_call::Column::CallId.is_null())
            .exec(transaction)
            .await?;
    }
    Ok(is_new)
}

pub(crate) async fn is_listed(
    transaction: &DatabaseTransaction,
    number: &PhoneNumber,
) -> Result<bool> {
    Ok(never_call::Entity::find_by_id(hash(number)).one(transaction).await?.is_some())
}

fn hash(number: &PhoneNumber) -> Vec<u8> {
    stored::hash(&format!("never call {}", number.line()))
}
