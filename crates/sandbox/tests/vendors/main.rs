//! The simulated voice platform, mail, model and directory seen from outside: by clients that call them and by a product
//! that they call.
#![expect(clippy::unwrap_used, reason = "a story ends where its world isn't as it must be")]

mod conversations;
mod directory;
mod lines;
mod listing;
mod mail;
mod model;
mod platform;
mod thinking;
mod town;
