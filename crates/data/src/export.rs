//! Everything that is kept about a person, as they get it.

use domain::appointment::Request;
use domain::ids::PersonId;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JsonValue, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::desk;
use crate::error::{Error, Result};
use crate::open::Data;
use crate::tables::{appointment_requests as requests, users};

/// The rows of a person, table by table; `$1` is the person. What is left out of a row is a secret of ours.
const TABLES: &[(&str, &str)] = &[
    ("users", "SELECT * FROM users WHERE id = $1"),
    ("identities", "SELECT * FROM identities WHERE user_id = $1 ORDER BY address"),
    (
        "appointment_requests",
        "SELECT * FROM appointment_requests WHERE user_id = $1 ORDER BY created_at, id",
    ),
    (
        "offers",
        "SELECT * FROM offers WHERE request_id IN (SELECT id FROM appointment_requests WHERE user_id = $1) ORDER BY starts_at, id",
    ),
    ("appointments", "SELECT * FROM appointments WHERE user_id = $1 ORDER BY starts_at, id"),
    (
        "call_logs",
        "SELECT id, request_id, nth, to_number, from_number, language, zone, call, state, stop_wanted, conversation_id, \
         created_at, started_at, answered_at, ended_at, ended_how, duration_s, outcome, quote, transcript \
         FROM call_logs WHERE user_id = $1 ORDER BY created_at, id",
    ),
    (
        "call_attempts",
        "SELECT id, call_id, n, from_number, to_number, state, intent_at, call_sid, carrier_status, answered_by, \
         ringing_at, answered_at, ended_at, duration_s FROM call_attempts \
         WHERE call_id IN (SELECT id FROM call_logs WHERE user_id = $1) ORDER BY intent_at, id",
    ),
    ("messages", "SELECT * FROM messages WHERE user_id = $1 ORDER BY created_at, sid"),
    ("events", "SELECT * FROM events WHERE user_id = $1 ORDER BY at, id"),
    (
        "commands",
        "SELECT id, request_id, kind, body, state, ready_at, created_at, finished_at FROM commands \
         WHERE user_id = $1 AND kind <> 'mail' ORDER BY seq",
    ),
    ("dead_letters", "SELECT * FROM dead_letters WHERE user_id = $1 ORDER BY at, id"),
];

impl Data {
    /// All rows about a person, by table. Mails are left out, for each is in the mailbox of the person, and one of them
    /// may be an export.
    ///
    /// # Errors
    /// [`Error::Missing`] for an unknown person.
    pub async fn export(&self, person: PersonId) -> Result<Value> {
        let db = self.connection();
        users::Entity::find_by_id(person.0).one(db).await?.ok_or(Error::Missing("person"))?;
        let mut all = Map::new();
        for (table, sql) in TABLES {
            let statement = Statement::from_sql_and_values(self.backend(), *sql, [person.0.into()]);
            let mut rows = Vec::new();
            for row in db.query_all_raw(statement).await? {
                let mut row = JsonValue::from_query_result(&row, "")?;
                if let Value::Object(columns) = &mut row {
                    columns.iter_mut().for_each(|(name, value)| tidy(name, value));
                }
                rows.push(row);
            }
            all.insert((*table).to_owned(), Value::Array(rows));
        }
        Ok(json!({ "person": person, "kept": all }))
    }

    /// The requests of a person, newest first.
    pub async fn past(&self, person: PersonId, limit: u64) -> Result<Vec<Request>> {
        let rows = requests::Entity::find()
            .filter(requests::Column::UserId.eq(person.0))
            .order_by_desc(requests::Column::CreatedAt)
            .order_by_desc(requests::Column::Id)
            .limit(limit)
            .all(self.connection())
            .await?;
        rows.into_iter().map(desk::request).collect()
    }
}

/// SQLite keeps ids as bytes and JSON as text.
fn tidy(column: &str, value: &mut Value) {
    match value {
        Value::Array(bytes) if bytes.len() == 16 => {
            let byte = |value: &Value| value.as_u64().and_then(|byte| u8::try_from(byte).ok());
            if let Some(bytes) = bytes.iter().map(byte).collect::<Option<Vec<_>>>()
                && let Ok(id) = Uuid::from_slice(&bytes)
            {
                *value = Value::String(id.to_string());
            }
        }
        Value::String(text) if JSON.contains(&column) => {
            if let Ok(read) = serde_json::from_str(text) {
                *value = read;
            }
        }
        _ => {}
    }
}

const JSON: &[&str] = &["state", "body", "call", "transcript", "answer"];
