//! What a change tells, stored in the transaction of the change. Stored apart, a crash between the two would lose it: a
//! report that comes again is no news any more.

use domain::appointment::Event;
use domain::ids::PersonId;
use sea_orm::DatabaseTransaction;

use crate::commands::{NewCommand, Wanted, want};
use crate::error::Result;
use crate::events::{EventRow, note};

/// An event under a name that its source gives to no other, and what is to be done besides. Under a known name, neither
/// is stored twice.
#[derive(Debug)]
pub struct Told {
    pub source_key: String,
    pub person: PersonId,
    pub event: Event,
    pub command: Option<NewCommand>,
}

pub(crate) struct ToldRows {
    event: EventRow,
    command: Option<Wanted>,
}

impl ToldRows {
    pub(crate) fn new(told: &Told) -> Self {
        Self {
            event: EventRow::new(&told.source_key, told.person.0, &told.event),
            command: told.command.as_ref().map(|it| Wanted::new(it, told.event.at)),
        }
    }

    pub(crate) async fn store(&self, transaction: &DatabaseTransaction) -> Result<()> {
        note(transaction, &self.event).await?;
        if let Some(command) = &self.command {
            want(transaction, command).await?;
        }
        Ok(())
    }
}
