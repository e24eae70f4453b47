//! Opening either database, with the settings that the promises of this crate rest on.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use crate::error::{Error, Result};
use crate::migrations::Migrations;
use crate::transaction::immediate;

/// All tables. Cheap to clone; each clone speaks to the same database.
#[derive(Clone)]
pub struct Data {
    pools: Arc<Pools>,
    share: Share,
}

/// Whose connections are used, so that one kind of work cannot starve another. One for all on SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Webhooks and everything else.
    Webhooks,
    /// Tools of the voice agent and the answer fence: somebody waits on the phone.
    Tools,
    Workers,
}

struct Pools {
    url: String,
    webhooks: DatabaseConnection,
    tools: DatabaseConnection,
    workers: DatabaseConnection,
    /// Held as long as the database is open; the system lets go of it however the process ends.
    _lock: Option<File>,
}

/// Whether another program may have the SQLite file open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Company {
    Alone,
    Beside,
}

const WEBHOOK_CONNECTIONS: u32 = 8;
const TOOL_CONNECTIONS: u32 = 4;
const WORKER_CONNECTIONS: u32 = 8;
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);
/// A connection that was not used for so long is asked whether it is still one before it is lent out.
const RESTED: Duration = Duration::from_secs(1);
const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// A write that folds the log back into the file takes several milliseconds longer, and each brings some twenty pages:
/// one in hundreds shall, not one in fifty as with SQLite's 1,000 pages. The log grows to 64 MiB.
const WAL_PAGES: &str = "16000";
/// Any number, the same in all versions: replicas that start at once migrate one after the other.
const MIGRATION_LOCK: i64 = 0x0076_6f63_6572_6f00;

impl Data {
    /// Opens `postgres://…` or `sqlite:…` (`sqlite::memory:` for tests). A SQLite file that is not there is made.
    ///
    /// # Errors
    /// [`Error::Locked`] when another process has the SQLite file open.
    pub async fn open(url: &str) -> Result<Self> {
        Self::open_as(url, Company::Alone).await
    }

    /// The same beside a program that may be running, to change a row or to look: two programs that work on one SQLite
    /// file are refused, a second opener that claims nothing is safe by SQLite's own locks.
    ///
    /// # Errors
    /// [`Error`], but never [`Error::Locked`].
    pub async fn open_beside(url: &str) -> Result<Self> {
        Self::open_as(url, Company::Beside).await
    }

    async fn open_as(url: &str, company: Company) -> Result<Self> {
        let pools = if url.starts_with("sqlite:") {
            open_sqlite(url, company).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let url = url.replacen("postgresql://", "postgres://", 1);
            Pools {
                webhooks: connect_postgres(&url, WEBHOOK_CONNECTIONS).await?,
                tools: connect_postgres(&url, TOOL_CONNECTIONS).await?,
                workers: connect_postgres(&url, WORKER_CONNECTIONS).await?,
                url,
                _lock: None,
            }
        } else {
            return Err(Error::BadUrl);
        };
        Ok(Self { pools: Arc::new(pools), share: Share::Webhooks })
    }

    /// The same tables over the connections of this share.
    #[must_use]
    pub fn share(&self, share: Share) -> Self {
        Self { pools: Arc::clone(&self.pools), share }
    }

    /// Brings the tables up to this version of the program. Safe to run from many processes at once.
    pub async fn migrate(&self) -> Result<()> {
        if self.is_sqlite() {
            return up(self.connection()).await;
        }
        // A connection of its own: a migration may take longer than the time-outs of the others allow.
        let mut options = ConnectOptions::new(&self.pools.url);
        options.max_connections(1).sqlx_logging(false).record_stmt_in_spans(false);
        options.map_sqlx_postgres_opts(|options| {
            options.options([("client_min_messages", "warning")])
        });
        let alone = Database::connect(options).await?;
        up(&alone).await?;
        Ok(alone.close().await?)
    }

    /// Lets go of all connections, for all clones.
    pub async fn close(&self) {
        for pool in [&self.pools.webhooks, &self.pools.tools, &self.pools.workers] {
            // It can only fail for a pool that is closed already: on SQLite all three are one.
            let _ = pool.close_by_ref().await;
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        self.connection().execute_unprepared("SELECT 1").await?;
        Ok(())
    }

    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.backend() == DbBackend::Sqlite
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.connection().get_database_backend()
    }

    pub(crate) fn connection(&self) -> &DatabaseConnection {
        match self.share {
            Share::Webhooks => &self.pools.webhooks,
            Share::Tools => &self.pools.tools,
            Share::Workers => &self.pools.workers,
        }
    }
}

/// In one transaction, which on Postgres waits for that of another replica.
async fn up(connection: &DatabaseConnection) -> Result<()> {
    let transaction = connection.begin_with_options(immediate()).await?;
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction
            .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            .await?;
    }
    Migrations::up(&transaction, None).await?;
    Ok(transaction.commit().await?)
}

impl std::fmt::Debug for Data {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Data")
            .field("sqlite", &self.is_sqlite())
            .field("share", &self.share)
            .finish()
    }
}

async fn connect_postgres(url: &str, connections: u32) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire_if_idle_for(RESTED)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_postgres_opts(|options| {
            options.options([
                ("statement_timeout", "5s"),
                ("idle_in_transaction_session_timeout", "10s"),
                ("lock_timeout", "2s"),
                ("synchronous_commit", "on"),
            ])
        });
    Ok(Database::connect(options).await?)
}

/// One connection for all: SQLite has one writer at a time anyway, and a queue is fairer than its busy handler.
async fn open_sqlite(url: &str, company: Company) -> Result<Pools> {
    let parsed: SqliteConnectOptions = url.parse().map_err(|_| Error::BadUrl)?;
    let in_memory = url.contains(":memory:") || url.contains("mode=memory");
    let alone = company == Company::Alone && !in_memory;
    let lock = alone.then(|| lock_beside(parsed.get_filename())).transpose()?;
    let mut options = ConnectOptions::new(url);
    options
        .min_connections(1)
        .max_connections(1)
        .acquire_timeout(SQLITE_BUSY_TIMEOUT)
        .test_before_acquire(false)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(|options| {
            options
                .create_if_missing(true)
                .foreign_keys(true)
                // What is deleted is overwritten.
                .pragma("secure_delete", "ON")
                .pragma("wal_autocheckpoint", WAL_PAGES)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(SQLITE_BUSY_TIMEOUT)
        });
    let connection = Database::connect(options).await?;
    Ok(Pools {
        url: url.to_owned(),
        webhooks: connection.clone(),
        tools: connection.clone(),
        workers: connection,
        _lock: lock,
    })
}

/// A file of its own, for a process that closes any handle of the database file loses SQLite's own locks on it.
fn lock_beside(database: &Path) -> Result<File> {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    let file = File::options().create(true).truncate(false).write(true).open(PathBuf::from(name));
    let file = file.map_err(|_| Error::Unavailable(crate::Unavailable::Storage))?;
    file.try_lock().map_err(|_| Error::Locked)?;
    Ok(file)
}
