//! One try to dial.

use sea_orm::entity::prelude::*;

use crate::attempts::AttemptState;
use crate::progress::CarrierStatus;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "call_attempts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub call_id: Uuid,
    pub n: i32,
    pub from_number: String,
    pub to_number: String,
    pub state: AttemptState,
    pub intent_at: DateTimeUtc,
    pub call_sid: Option<String>,
    pub twiml: Option<String>,
    pub carrier_status: Option<CarrierStatus>,
    pub sequence: Option<i32>,
    pub answered_by: Option<String>,
    pub ringing_at: Option<DateTimeUtc>,
    pub answered_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
    pub duration_s: Option<i32>,
    pub minute_price: Option<i64>,
    pub reserved: Option<i64>,
    pub counted: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
