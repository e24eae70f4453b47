//! Everything that is kept: people, their requests, what happened, what is to be done, and the calls.
//!
//! Each public function is one whole transaction, and the transaction type stays in here: nobody can hold one open
//! over a call to a vendor. Whatever must happen once is refused a second time by a constraint; whatever moves on
//! moves by an update that names the state it expects. One code base serves Postgres and embedded SQLite.
//!
//! This crate knows no vendor and decides nothing about appointments: it stores what `domain` has decided.

mod attempts;
mod begin;
mod brakes;
mod calls;
mod caps;
mod claims;
mod commands;
mod dead_letters;
mod desk;
mod erase;
mod erasures;
mod error;
mod events;
mod export;
mod fence;
mod inbound;
mod journal;
mod lookups;
mod messages;
mod migrations;
mod never_call;
mod open;
mod pace;
mod people;
mod progress;
mod retention;
mod stored;
mod sweeping;
mod tables;
mod told;
mod transaction;

pub use attempts::{Attempt, AttemptState, Bind};
pub use begin::Begin;
pub use brakes::{Brake, Braked};
pub use calls::{CallRow, CallState};
pub use caps::{Caps, Spending};
pub use commands::{
    Claimed, CommandState, NeverCalled, NewCall, NewCommand, StoredCommand, TokenHash,
};
pub use dead_letters::{Counts, DeadLetter};
pub use desk::Basis;
pub use erase::{CALL, CONVERSATION, CONVERSATIONS_OF, MESSAGE, MESSAGES_OF};
pub use erasures::{Erasure, ErasureState, Item, ItemState, NewErasure};
pub use error::{Error, Result, Unavailable};
pub use events::RecordedEvent;
pub use fence::{Fence, HangUp};
pub use journal::{Entry, Journal, Line, Rung};
pub use lookups::RequestRow;
pub use messages::{Message, MessageStatus};
pub use open::{Data, Share};
pub use people::{Address, Contact, InvalidAddress, Newcomer, Recorded};
pub use progress::{CarrierStatus, Heard, Progress};
pub use told::Told;
