//! Thin clients of the vendors: their words, no rules of ours.
//!
//! Each client is a struct with a base URL, so that the sandbox or a mock can stand in. No client repeats a
//! request, stores anything or knows what an appointment is; [`Error`] tells its caller what may be done next.

mod addresses;
pub mod calendars;
pub mod elevenlabs;
mod error;
mod http;
mod lenient;
pub mod llm;
pub mod places;
pub mod resend;
pub mod twilio;

#[cfg(test)]
mod fake;

pub use error::{Error, Misconfigured, Private};
pub use secrecy::SecretString;
