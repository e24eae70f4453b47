//! What may keep everybody from being dialled.

use sea_orm::entity::prelude::*;

use crate::brakes::Brake;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "brakes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub who: Brake,
    pub held_since: Option<DateTimeUtc>,
    pub why: Option<String>,
    pub probe_at: Option<DateTimeUtc>,
    pub failures: i32,
    pub failing_since: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
