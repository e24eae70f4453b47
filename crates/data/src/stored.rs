//! How values of ours are written into columns, and read from them: the one place.

use chrono::{DateTime, Utc};
use jiff::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, JsonValue};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::{Error, Result};

/// Whole microseconds, which both databases keep.
pub(crate) fn time(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at.as_microsecond())
        .expect("all of jiff's years are years of chrono's")
}

pub(crate) fn timestamp(at: DateTime<Utc>) -> Timestamp {
    let bounded = at
        .timestamp_micros()
        .clamp(Timestamp::MIN.as_microsecond(), Timestamp::MAX.as_microsecond());
    Timestamp::from_microsecond(bounded).expect("bounded by jiff's own ends")
}

pub(crate) fn json(value: &impl Serialize) -> JsonValue {
    let mut json = serde_json::to_value(value)
        .expect("our types have names for keys and nothing that can fail");
    without_nul(&mut json);
    json
}

pub(crate) fn read<T: DeserializeOwned>(
    table: &'static str,
    id: Uuid,
    json: JsonValue,
) -> Result<T> {
    serde_json::from_value(json).map_err(|_| Error::Corrupt { table, id })
}

/// The word that serde has for a plain enum, as a column keeps it.
pub(crate) fn word(value: &impl Serialize) -> String {
    match json(value) {
        JsonValue::String(word) => word,
        other => other.to_string(),
    }
}

/// Postgres keeps no NUL, not in text and not in JSON; a message with one in it is kept with a sign in its place.
pub(crate) fn text(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn without_nul(json: &mut JsonValue) {
    match json {
        JsonValue::String(string) if string.contains('\0') => *string = text(string),
        JsonValue::Array(values) => values.iter_mut().for_each(without_nul),
        JsonValue::Object(fields) => {
            if fields.keys().any(|key| key.contains('\0')) {
                *fields = std::mem::take(fields)
                    .into_iter()
                    .map(|(key, value)| (text(&key), value))
                    .collect();
            }
            fields.values_mut().for_each(without_nul);
        }
        _ => {}
    }
}

/// What `seen` keeps of the name of an event.
pub(crate) fn hash(source_key: &str) -> Vec<u8> {
    Sha256::digest(source_key.as_bytes()).to_vec()
}

pub(crate) fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

pub(crate) fn integer(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Inserts a row unless one of its keys is taken; tells whether it did.
pub(crate) async fn insert_if_new<A>(transaction: &DatabaseTransaction, row: A) -> Result<bool>
where
    A: ActiveModelTrait + Send,
{
    let taken = OnConflict::new().do_nothing().to_owned();
    let inserted = <A::Entity as EntityTrait>::insert(row)
        .on_conflict(taken)
        .exec_without_returning(transaction)
        .await?;
    Ok(inserted == 1)
}
