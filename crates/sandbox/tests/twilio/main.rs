//! The simulated Twilio seen from outside: by a product that it calls, a client that calls it, people and providers.

mod calls;
mod content;
mod control;
mod deliveries;
mod faults;
mod instructions;
mod messages;
mod refusals;
mod running;
mod town;
