//! The simulated Twilio seen from outside: by a product that it calls, a client that calls it, people and providers.

#![expect(clippy::unwrap_used, reason = "a story ends where its world isn't as it must be")]

mod by_hand;
mod calls;
mod content;
mod control;
mod deliveries;
mod faults;
mod inbound;
mod instructions;
mod keeping;
mod messages;
mod refusals;
mod running;
mod town;
