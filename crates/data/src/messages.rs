//! What was sent to people in the chat, and how far it got. Statuses come doubled, late and in any order, even before
//! we have noted the sending.

use domain::ids::{CommandId, PersonId, RequestId};
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DeriveActiveEnum, EntityTrait, EnumIter, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::open::Data;
use crate::people::Address;
use crate::stored;
use crate::tables::{commands, messages};

/// By rank: a status is only ever replaced by a higher one. A message that was delivered did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum MessageStatus {
    Queued,
    Sending,
    Sent,
    Failed,
    Undelivered,
    Delivered,
    Read,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The vendor's name of it.
    pub sid: String,
    /// The command it was sent for, with the number of the part, from 0.
    pub command: Option<CommandId>,
    pub part: u32,
    pub person: Option<PersonId>,
    pub request: Option<RequestId>,
    /// SHA-256 of the body or the like, by which a message is found again at the vendor.
    pub body_hash: Option<String>,
    pub status: MessageStatus,
    /// The vendor's code for what went wrong.
    pub error: Option<String>,
}

struct Report {
    sid: String,
    command: Option<Uuid>,
    status: MessageStatus,
    error: Option<String>,
    now: Timestamp,
}

impl Data {
    /// Notes that a part of a command's message (from 0) was accepted by the vendor.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the part has another message already; [`Error::Missing`] for an unknown command.
    pub async fn message_sent(
        &self,
        command: CommandId,
        part: u32,
        sid: &str,
        to: &Address,
        body_hash: &str,
        now: Timestamp,
    ) -> Result<()> {
        let row = messages::Model {
            sid: stored::text(sid),
            command_id: Some(command.0),
            part: stored::integer(part),
            user_id: None,
            request_id: None,
            address: Some(to.as_str().to_owned()),
            body_hash: Some(stored::text(body_hash)),
            status: MessageStatus::Queued,
            error: None,
            created_at: stored::time(now),
            updated_at: stored::time(now),
        };
        self.write((command.0, row), |transaction, (command, row)| {
            Box::pin(note_sent(transaction, *command, row.clone()))
        })
        .await
    }

    /// Takes a report of the vendor in; gives the message if its status has changed by it. `command` is known when the
    /// report was sent to an address that names it.
    pub async fn message_status(
        &self,
        sid: &str,
        command: Option<CommandId>,
        status: MessageStatus,
        error: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<Message>> {
        let given = Report {
            sid: stored::text(sid),
            command: command.map(|command| command.0),
            status,
            error: error.map(stored::text),
            now,
        };
        self.write(given, |transaction, given| Box::pin(take_in(transaction, given))).await
    }

    /// What was sent for a command so far, part by part.
    pub async fn messages_for(&self, command: CommandId) -> Result<Vec<Message>> {
        let rows = messages::Entity::find()
            .filter(messages::Column::CommandId.eq(command.0))
            .filter(messages::Column::BodyHash.is_not_null())
            .order_by_asc(messages::Column::Part)
            .all(self.connection())
            .await?;
        Ok(rows.into_iter().map(shown).collect())
    }

    pub async fn message(&self, sid: &str) -> Result<Option<Message>> {
        Ok(messages::Entity::find_by_id(sid).one(self.connection()).await?.map(shown))
    }
}

async fn note_sent(
    transaction: &DatabaseTransaction,
    command: Uuid,
    mut row: messages::Model,
) -> Result<()> {
    let (user, request) = owner(transaction, command).await?.ok_or(Error::Missing("command"))?;
    (row.user_id, row.request_id) = (Some(user), request);
    // A report that was faster has made the row: its status stays.
    use messages::Column::{Address, BodyHash, CommandId, Part, RequestId, Sid, UserId};
    let known = OnConflict::column(Sid)
        .update_columns([CommandId, Part, UserId, RequestId, Address, BodyHash])
        .to_owned();
    messages::Entity::insert(row.into_active_model())
        .on_conflict(known)
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

async fn owner(
    transaction: &DatabaseTransaction,
    command: Uuid,
) -> Result<Option<(Uuid, Option<Uuid>)>> {
    let row =
        commands::Entity::find().filter(commands::Column::Id.eq(command)).one(transaction).await?;
    Ok(row.map(|row| (row.user_id, row.request_id)))
}

async fn take_in(transaction: &DatabaseTransaction, report: &Report) -> Result<Option<Message>> {
    let at = stored::time(report.now);
    let of_command = match report.command {
        // The command was somebody's who has been deleted since.
        Some(command) => match owner(transaction, command).await? {
            None => return Ok(None),
            known => known,
        },
        None => None,
    };
    let row = messages::Model {
        sid: report.sid.clone(),
        // Which part it is will be known with the sending; until then the row claims none.
        command_id: None,
        part: 0,
        user_id: of_command.map(|(user, _)| user),
        request_id: of_command.and_then(|(_, request)| request),
        address: None,
        body_hash: None,
        status: report.status,
        error: report.error.clone(),
        created_at: at,
        updated_at: at,
    };
    if stored::insert_if_new(transaction, row.clone().into_active_model()).await? {
        return Ok(Some(Message { command: report.command.map(CommandId), ..shown(row) }));
    }
    let mut change = messages::ActiveModel {
        status: Set(report.status),
        updated_at: Set(at),
        ..Default::default()
    };
    if report.error.is_some() {
        change.error = Set(report.error.clone());
    }
    let known =
        messages::Entity::find_by_id(report.sid.clone()).lock_exclusive().one(transaction).await?;
    let known = known.ok_or(Error::Missing("message"))?;
    if known.status >= report.status {
        return Ok(None);
    }
    messages::Entity::update_many()
        .set(change)
        .filter(messages::Column::Sid.eq(report.sid.as_str()))
        .exec(transaction)
        .await?;
    let row = messages::Entity::find_by_id(report.sid.clone()).one(transaction).await?;
    let mut message = shown(row.ok_or(Error::Missing("message"))?);
    message.command = message.command.or(report.command.map(CommandId));
    Ok(Some(message))
}

fn shown(row: messages::Model) -> Message {
    Message {
        sid: row.sid,
        command: row.command_id.map(CommandId),
        part: stored::count(row.part),
        person: row.user_id.map(PersonId),
        request: row.request_id.map(RequestId),
        body_hash: row.body_hash,
        status: row.status,
        error: row.error,
    }
}
