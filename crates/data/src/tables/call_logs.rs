//! A call that is wanted, and what came of it.

use sea_orm::entity::prelude::*;

use crate::calls::CallState;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_logs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub request_id: Uuid,
    pub user_id: Uuid,
    pub nth: i32,
    pub to_number: String,
    pub from_number: Option<String>,
    pub language: String,
    pub zone: String,
    pub provenance: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    pub call: Json,
    pub state: CallState,
    pub stop_wanted: bool,
    pub talking_attempt: Option<Uuid>,
    pub talking_sid: Option<String>,
    pub token_hash: Vec<u8>,
    pub conversation_id: Option<String>,
    pub created_at: DateTimeUtc,
    pub started_at: Option<DateTimeUtc>,
    pub answered_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    pub ended_how: Option<String>,
    pub duration_s: Option<i32>,
    pub outcome: Option<String>,
    pub quote: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub transcript: Option<Json>,
    pub transcript_raw: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
