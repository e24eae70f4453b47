//! Somebody who is being deleted, or was.

use sea_orm::entity::prelude::*;

use crate::erasures::ErasureState;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "erasures")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person: Uuid,
    pub language: String,
    pub address: Option<String>,
    pub state: ErasureState,
    pub asked_at: DateTimeUtc,
    pub ready_at: DateTimeUtc,
    pub attempts: i32,
    pub owner: Option<String>,
    pub lease_until: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary")]
    pub receipt: Json,
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
