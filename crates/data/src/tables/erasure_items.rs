//! Something of a person at a vendor that is to be deleted there.

use sea_orm::entity::prelude::*;

use crate::erasures::ItemState;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "erasure_items")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub erasure_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub state: ItemState,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
