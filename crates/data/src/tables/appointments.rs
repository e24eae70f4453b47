//! A slot agreed on.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "appointments")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub user_id: Uuid,
    pub call_id: Uuid,
    pub provider: String,
    pub service: String,
    pub starts_at: DateTimeUtc,
    pub zone: String,
    pub name: String,
    pub quote: String,
    pub quote_turn: i32,
    pub price: Option<String>,
    pub address: Option<String>,
    pub bring: Option<String>,
    pub code: Option<String>,
    pub with_whom: Option<String>,
    pub created_at: DateTimeUtc,
    pub called_off_at: Option<DateTimeUtc>,
    /// The request whose appointment has taken its place.
    pub moved_to: Option<Uuid>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
