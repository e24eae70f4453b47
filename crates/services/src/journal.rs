//! What happened and what was done about it, for whoever looks at a run.

pub use data::{CommandState, Entry, Journal, Line, RequestRow, Rung};

use crate::{Error, Services};

impl Services {
    /// The latest events and commands, `limit` of each: of the person with this address (`whatsapp:+…`), nothing for
    /// somebody who never wrote; or of everybody.
    ///
    /// # Errors
    /// [`Error::Storage`]
    pub async fn journal(&self, address: Option<&str>, limit: u64) -> Result<Journal, Error> {
        let person = match address.map(data::Address::new) {
            None => None,
            Some(Err(_)) => return Ok(Journal::default()),
            Some(Ok(address)) => match self.ground.data.person_of(&address).await? {
                Some(person) => Some(person),
                None => return Ok(Journal::default()),
            },
        };
        Ok(self.ground.data.journal(person, limit).await?)
    }
}
