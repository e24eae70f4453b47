//! Something to be done.

use sea_orm::entity::prelude::*;

use crate::commands::CommandState;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "commands")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub id: Uuid,
    pub user_id: Uuid,
    pub request_id: Option<Uuid>,
    pub kind: String,
    pub lane: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub body: Json,
    pub state: CommandState,
    pub ready_at: DateTimeUtc,
    pub attempts: i32,
    pub recovered: bool,
    pub owner: Option<String>,
    pub lease_until: Option<DateTimeUtc>,
    pub last_error: Option<String>,
    pub final_for: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
