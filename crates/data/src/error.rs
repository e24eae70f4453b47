//! What can go wrong with a database, by what the caller does about it. No text of the database gets through, for it
//! may quote what people wrote.

use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};
use uuid::Uuid;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// What it was based on has changed meanwhile: look again and decide anew. Nothing was written.
    #[error("somebody else was faster")]
    Stale,
    /// The same may succeed later. If a write reports it, it may have been done all the same: look by its key.
    #[error("the database is unavailable: {0}")]
    Unavailable(Unavailable),
    /// It contradicts what is stored; `rule` names the constraint. Nothing was written.
    #[error("contradicts what is stored ({rule})")]
    Conflict { rule: String },
    /// A stored value cannot be read by this version of the program.
    #[error("{table} {id} cannot be read")]
    Corrupt { table: &'static str, id: Uuid },
    /// Something that others point to is not there.
    #[error("no such {0}")]
    Missing(&'static str),
    /// The database is not as this version of the program expects it, or we asked it for nonsense.
    #[error("the database refused ({code})")]
    Refused { code: String },
    /// Another process has this SQLite database open.
    #[error("another process has the database open")]
    Locked,
    /// The URL names no database that we can use.
    #[error("not a URL of a Postgres or SQLite database")]
    BadUrl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    #[error("no connection")]
    Connection,
    #[error("no connection came in time")]
    Pool,
    #[error("it took too long")]
    Timeout,
    /// Deadlock, serialization failure or a lost race, several times in a row.
    #[error("other transactions were in the way")]
    Contention,
    /// Disk full, read-only, or out of another resource.
    #[error("it cannot write")]
    Storage,
    /// This process is going down.
    #[error("the program stops")]
    Stopping,
}

impl Unavailable {
    /// Whether whatever is asked next would fail as well; the others may be about one row.
    #[must_use]
    pub fn is_for_all(self) -> bool {
        !matches!(self, Self::Timeout | Self::Contention)
    }
}

impl Error {
    /// Whether the transaction may be run again at once.
    pub(crate) fn is_contention(&self) -> bool {
        matches!(self, Self::Unavailable(Unavailable::Contention))
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => {
                Self::Unavailable(Unavailable::Pool)
            }
            DbErr::ConnectionAcquire(_) => Self::Unavailable(Unavailable::Connection),
            DbErr::Conn(RuntimeErr::SqlxError(cause))
            | DbErr::Exec(RuntimeErr::SqlxError(cause))
            | DbErr::Query(RuntimeErr::SqlxError(cause)) => of_sqlx(cause),
            DbErr::Conn(_) => Self::Unavailable(Unavailable::Connection),
            DbErr::Type(_) | DbErr::Json(_) | DbErr::TryIntoErr { .. } => {
                Self::Refused { code: "type".to_owned() }
            }
            DbErr::Migration(_) => Self::Refused { code: "migration".to_owned() },
            _ => Self::Refused { code: "orm".to_owned() },
        }
    }
}

fn of_sqlx(error: &sqlx::Error) -> Error {
    match error {
        sqlx::Error::Database(refusal) => {
            let code = refusal.code().unwrap_or_default();
            let rule = || match refusal.constraint() {
                Some(name) => name.to_owned(),
                None => columns_in(refusal.message()),
            };
            if code.len() == 5 { of_postgres(&code, rule) } else { of_sqlite(&code, rule) }
        }
        sqlx::Error::PoolTimedOut => Error::Unavailable(Unavailable::Pool),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Error::Unavailable(Unavailable::Connection),
        _ => Error::Refused { code: "client".to_owned() },
    }
}

/// Source: <https://www.postgresql.org/docs/15/errcodes-appendix.html>
fn of_postgres(code: &str, rule: impl Fn() -> String) -> Error {
    match code {
        "40001" | "40P01" => Error::Unavailable(Unavailable::Contention),
        "55P03" | "57014" | "25P03" | "25P04" => Error::Unavailable(Unavailable::Timeout),
        "25006" => Error::Unavailable(Unavailable::Storage),
        _ => match &code[..2] {
            "23" => Error::Conflict { rule: rule() },
            "08" | "57" => Error::Unavailable(Unavailable::Connection),
            "53" | "58" => Error::Unavailable(Unavailable::Storage),
            _ => Error::Refused { code: code.to_owned() },
        },
    }
}

/// The primary code is the last byte. Source: <https://www.sqlite.org/rescode.html>
fn of_sqlite(code: &str, rule: impl Fn() -> String) -> Error {
    match code.parse::<i32>().map(|code| code & 0xff) {
        Ok(5 | 6) => Error::Unavailable(Unavailable::Timeout),
        Ok(8 | 10 | 11 | 13 | 26) => Error::Unavailable(Unavailable::Storage),
        Ok(14) => Error::Unavailable(Unavailable::Connection),
        Ok(19) => Error::Conflict { rule: rule() },
        _ => Error::Refused { code: format!("sqlite {code}") },
    }
}

/// `UNIQUE constraint failed: commands.final_for` names columns and no values.
fn columns_in(message: &str) -> String {
    message.rsplit_once(": ").map_or("foreign key", |(_, columns)| columns).to_owned()
}
