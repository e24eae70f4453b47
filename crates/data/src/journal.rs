//! What happened and what was done about it, in order: for whoever looks at a run.

use domain::ids::{PersonId, RequestId};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, JsonValue, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::commands::CommandState;
use crate::error::Result;
use crate::lookups::{self, RequestRow};
use crate::open::Data;
use crate::stored;
use crate::tables::{appointment_requests, call_attempts, call_logs, commands, events, messages};

/// The latest entries, oldest first, and the requests, calls and messages that they may speak of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Journal {
    pub entries: Vec<Entry>,
    pub calls: Vec<Rung>,
    /// Newest first.
    pub requests: Vec<RequestRow>,
    /// The vendor's names of messages that were sent for a request.
    pub sent: Vec<(String, RequestId)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub id: Uuid,
    pub at: Timestamp,
    pub person: PersonId,
    pub request: Option<RequestId>,
    /// The event's or command's name.
    pub name: String,
    pub body: JsonValue,
    pub line: Line,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    Event {
        decided_at: Option<Timestamp>,
        answer: Option<JsonValue>,
    },
    Command {
        state: CommandState,
        attempts: i32,
        ready_at: Timestamp,
        finished_at: Option<Timestamp>,
        error: Option<String>,
    },
}

/// A call at the carrier, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    pub sid: String,
    pub conversation: Option<String>,
    pub person: PersonId,
    pub request: RequestId,
}

impl Data {
    /// The latest events and commands, `limit` of each, of one person or of everybody.
    pub async fn journal(&self, person: Option<PersonId>, limit: u64) -> Result<Journal> {
        let mut events = events::Entity::find().order_by_desc(events::Column::At).limit(limit);
        let mut commands =
            commands::Entity::find().order_by_desc(commands::Column::Seq).limit(limit);
        let mut calls =
            call_logs::Entity::find().order_by_desc(call_logs::Column::CreatedAt).limit(limit);
        let mut requests = appointment_requests::Entity::find()
            .order_by_desc(appointment_requests::Column::CreatedAt)
            .limit(limit);
        let mut sent =
            messages::Entity::find().order_by_desc(messages::Column::CreatedAt).limit(limit);
        if let Some(person) = person {
            requests = requests.filter(appointment_requests::Column::UserId.eq(person.0));
            sent = sent.filter(messages::Column::UserId.eq(person.0));
            events = events.filter(events::Column::UserId.eq(person.0));
            commands = commands.filter(commands::Column::UserId.eq(person.0));
            calls = calls.filter(call_logs::Column::UserId.eq(person.0));
        }
        let events = events.all(self.connection()).await?.into_iter().map(event);
        let commands = commands.all(self.connection()).await?.into_iter().map(command);
        let mut entries: Vec<Entry> = events.chain(commands).collect();
        entries.sort_by_key(|entry| entry.at);
        let calls = calls.all(self.connection()).await?;
        let ids = calls.iter().map(|call| call.id);
        let attempts = call_attempts::Entity::find()
            .filter(call_attempts::Column::CallId.is_in(ids))
            .all(self.connection())
            .await?;
        let calls = calls.iter().flat_map(|call| rung(call, &attempts)).collect();
        let requests = requests.all(self.connection()).await?;
        let requests = requests.into_iter().map(lookups::line).collect();
        let sent = sent.all(self.connection()).await?.into_iter();
        let sent = sent.filter_map(|row| Some((row.sid, RequestId(row.request_id?)))).collect();
        Ok(Journal { entries, calls, requests, sent })
    }
}

fn rung(call: &call_logs::Model, attempts: &[call_attempts::Model]) -> Vec<Rung> {
    let of_call = attempts.iter().filter(|attempt| attempt.call_id == call.id);
    let sids = of_call.filter_map(|attempt| attempt.call_sid.clone());
    sids.chain(call.talking_sid.clone())
        .map(|sid| Rung {
            sid,
            conversation: call.conversation_id.clone(),
            person: PersonId(call.user_id),
            request: RequestId(call.request_id),
        })
        .collect()
}

fn event(row: events::Model) -> Entry {
    Entry {
        id: row.id,
        at: stored::timestamp(row.at),
        person: PersonId(row.user_id),
        request: row.request_id.map(RequestId),
        name: row.what,
        body: row.body,
        line: Line::Event { decided_at: row.decided_at.map(stored::timestamp), answer: row.answer },
    }
}

fn command(row: commands::Model) -> Entry {
    Entry {
        id: row.id,
        at: stored::timestamp(row.created_at),
        person: PersonId(row.user_id),
        request: row.request_id.map(RequestId),
        name: row.kind,
        body: row.body,
        line: Line::Command {
            state: row.state,
            attempts: row.attempts,
            ready_at: stored::timestamp(row.ready_at),
            finished_at: row.finished_at.map(stored::timestamp),
            error: row.last_error,
        },
    }
}
