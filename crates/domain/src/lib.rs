//! What Vocero knows and decides, without doing anything about it.
//!
//! No IO, no async, no clock of its own: whatever must be known arrives as an argument, whatever should happen
//! leaves as a value. [`appointment::decide`] is the whole process of one appointment; everything else here is a
//! word it uses.

pub mod appointment;
pub mod calendar;
pub mod clock;
pub mod ids;
pub mod language;
pub mod phone;
pub mod region;
pub mod understanding;
pub mod vcard;
pub mod when;
