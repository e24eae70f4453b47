//! A person who writes to us.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i64,
    pub language: String,
    pub zone: String,
    pub region: String,
    pub name: Option<String>,
    pub callback: Option<String>,
    pub email: Option<String>,
    pub reply_to: String,
    pub last_inbound_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary")]
    pub state: Json,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl Related<super::call_logs::Entity> for Entity {
    fn to() -> RelationDef {
        let of_whom = super::call_logs::Entity::belongs_to(Self)
            .from(super::call_logs::Column::UserId)
            .to(Column::Id);
        RelationDef::from(of_whom).rev()
    }
}

impl ActiveModelBehavior for ActiveModel {}
