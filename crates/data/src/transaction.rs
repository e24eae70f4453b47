//! One write, one transaction, whatever becomes of the one who asked for it.

use std::pin::Pin;

use sea_orm::{DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tracing::Instrument;

use crate::error::{Error, Result, Unavailable};
use crate::open::Data;

pub(crate) type Step<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// A deadlock or a lost race is tried again so many times; no vendor is called inside, so that this harms nobody.
const TRIES: u32 = 4;

/// SQLite would otherwise begin as a reader, and fail when it wants to write what another has just changed.
pub(crate) fn immediate() -> TransactionOptions {
    let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
    TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() }
}

impl Data {
    /// Does `work` with what it is given, all or nothing. It goes on in a task of its own when the caller's future is
    /// dropped: a client that hangs up cuts no transaction. So nothing but this begins one once the program runs: sqlx
    /// 0.9.0 gives a connection whose `BEGIN` was cut back with that transaction open, and what the next borrower stores
    /// without one of its own is never committed.
    pub(crate) async fn write<G, T>(
        &self,
        given: G,
        work: for<'a> fn(&'a DatabaseTransaction, &'a G) -> Step<'a, T>,
    ) -> Result<T>
    where
        G: Send + Sync + 'static,
        T: Send + 'static,
    {
        let data = self.clone();
        let task = async move {
            let mut tries = 1;
            loop {
                match data.write_once(&given, work).await {
                    Err(error) if error.is_contention() && tries < TRIES => tries += 1,
                    done => return done,
                }
            }
        };
        match tokio::spawn(task.in_current_span()).await {
            Ok(done) => done,
            Err(broken) if broken.is_panic() => std::panic::resume_unwind(broken.into_panic()),
            Err(_) => Err(Error::Unavailable(Unavailable::Stopping)),
        }
    }

    async fn write_once<G, T>(
        &self,
        given: &G,
        work: for<'a> fn(&'a DatabaseTransaction, &'a G) -> Step<'a, T>,
    ) -> Result<T> {
        let transaction = self.connection().begin_with_options(immediate()).await?;
        match work(&transaction, given).await {
            Ok(done) => {
                transaction.commit().await?;
                Ok(done)
            }
            Err(error) => {
                // If even this fails, the connection is broken, and what it had open is gone with it.
                let _ = transaction.rollback().await;
                Err(error)
            }
        }
    }
}
