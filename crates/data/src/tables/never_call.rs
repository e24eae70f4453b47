//! A number that nobody gets called again.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "never_call")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub line_hash: Vec<u8>,
    pub why: String,
    pub call_id: Option<Uuid>,
    pub at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
