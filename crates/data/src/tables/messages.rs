//! Something sent to a person in the chat.

use sea_orm::entity::prelude::*;

use crate::messages::MessageStatus;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "messages")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub sid: String,
    pub command_id: Option<Uuid>,
    pub part: i32,
    pub user_id: Option<Uuid>,
    pub request_id: Option<Uuid>,
    pub address: Option<String>,
    pub body_hash: Option<String>,
    pub status: MessageStatus,
    pub error: Option<String>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
