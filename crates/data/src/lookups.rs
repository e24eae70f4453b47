//! What operators look at.

use domain::appointment::Request;
use domain::ids::{PersonId, RequestId};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::desk;
use crate::error::Result;
use crate::open::Data;
use crate::stored;
use crate::tables::appointment_requests as requests;

/// A request as a line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    pub id: RequestId,
    pub person: PersonId,
    /// The request for which this one only asks.
    pub enquires_for: Option<RequestId>,
    pub status: String,
    pub service: Option<String>,
    pub provider: Option<String>,
    pub number: Option<String>,
    pub deadline: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

impl Data {
    pub async fn request(&self, request: RequestId) -> Result<Option<(PersonId, Request)>> {
        let row = requests::Entity::find_by_id(request.0).one(self.connection()).await?;
        row.map(|row| Ok((PersonId(row.user_id), desk::request(row)?))).transpose()
    }

    /// All requests of a person, newest first.
    pub async fn requests_of(&self, person: PersonId, limit: u32) -> Result<Vec<RequestRow>> {
        let rows = requests::Entity::find().filter(requests::Column::UserId.eq(person.0));
        let rows = rows.order_by_desc(requests::Column::CreatedAt).limit(u64::from(limit));
        Ok(rows.all(self.connection()).await?.into_iter().map(line).collect())
    }

    /// Everybody's requests, the last changed first.
    pub async fn latest_requests(&self, limit: u32) -> Result<Vec<RequestRow>> {
        let rows = requests::Entity::find()
            .order_by_desc(requests::Column::UpdatedAt)
            .limit(u64::from(limit));
        Ok(rows.all(self.connection()).await?.into_iter().map(line).collect())
    }
}

pub(crate) fn line(row: requests::Model) -> RequestRow {
    RequestRow {
        id: RequestId(row.id),
        person: PersonId(row.user_id),
        enquires_for: row.enquires_for.map(RequestId),
        status: row.status,
        service: row.service,
        provider: row.provider,
        number: row.number,
        deadline: row.deadline.map(stored::timestamp),
        created_at: stored::timestamp(row.created_at),
        updated_at: stored::timestamp(row.updated_at),
        closed_at: row.closed_at.map(stored::timestamp),
    }
}
