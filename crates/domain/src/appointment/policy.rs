//! The rules of the house.

use jiff::civil::{Time, Weekday};
use serde::{Deserialize, Serialize};

use crate::phone::PhoneNumber;

use super::admission::Access;

/// The rules of the house, from the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Calls of one request, retries included.
    pub calls_max: u32,
    /// Local time of the provider in which we call.
    pub hours: (Time, Time),
    /// Days of the provider's week on which we call.
    pub days: Vec<Weekday>,
    /// Whether we call on public holidays of the provider's country.
    pub on_holidays: bool,
    pub busy_retry_s: u32,
    pub no_answer_retry_s: u32,
    /// How long the provider is kept waiting for the person's answer.
    pub question_s: u32,
    /// How long an offer stays open for the person when the provider named no end.
    pub offer_s: u32,
    /// How soon a provider is called again when the line was cut after an agreement.
    pub cut_off_retry_s: u32,
    /// How long a provider that wants to get back is waited for.
    pub get_back_s: u32,
    /// What is done when a voicemail answers.
    pub voicemail: Voicemail,
    /// How long a call waits on hold.
    pub hold_s: u32,
    /// The same, when the person wants to wait longer.
    pub hold_max_s: u32,
    /// How long it goes on with another automated assistant.
    pub machine_s: u32,
    /// From the beginning of a call to "we could not find out".
    pub call_deadline_s: u32,
    /// How long an incomplete message waits for its other half; 0 for not at all.
    pub burst_s: u32,
    /// Requests that a person may have open at once.
    pub open_max: usize,
    /// ISO 3166-1 alpha-2; empty allows every country.
    pub countries: Vec<String>,
    /// Ours, which are never called.
    pub own_numbers: Vec<PhoneNumber>,
    pub access: Access,
    /// Providers can be looked for in a directory.
    pub search: bool,
    /// Providers of one search that are asked at most.
    pub candidates_max: usize,
    /// Of these, how many are on the phone at once.
    pub wave: usize,
    /// How long a provider is left in peace between two calls for something earlier.
    pub watch_every_s: u32,
    /// Such calls for one appointment.
    pub watch_calls_max: u32,
    /// How long before an appointment the person is reminded of it.
    pub remind_before_s: Vec<u32>,
    /// Local time of the person in which they are reminded of nothing; it may go on past midnight.
    pub night: (Time, Time),
    /// How long a search goes on asking, once somebody may be called.
    pub enquiry_s: u32,
    /// Millionths of the currency's unit; 0 where it is not known.
    pub minute_price: i64,
    /// Three letters.
    pub currency: String,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            calls_max: 3,
            hours: (Time::constant(9, 0, 0, 0), Time::constant(19, 0, 0, 0)),
            days: Weekday::Monday.cycle_forward().take(6).collect(),
            on_holidays: false,
            busy_retry_s: 20 * 60,
            no_answer_retry_s: 60 * 60,
            question_s: 75,
            offer_s: 4 * 3600,
            cut_off_retry_s: 20,
            get_back_s: 4 * 3600,
            voicemail: Voicemail::LeaveMessage,
            hold_s: 5 * 60,
            hold_max_s: 15 * 60,
            machine_s: 3 * 60,
            call_deadline_s: 2 * 3600,
            burst_s: 3,
            open_max: 5,
            countries: Vec::new(),
            own_numbers: Vec::new(),
            access: Access::Open,
            search: false,
            candidates_max: 5,
            wave: 2,
            watch_every_s: 3 * 24 * 3600,
            watch_calls_max: 5,
            remind_before_s: vec![24 * 3600, 3 * 3600],
            night: (Time::constant(22, 0, 0, 0), Time::constant(8, 0, 0, 0)),
            enquiry_s: 45 * 60,
            minute_price: 0,
            currency: "USD".to_owned(),
        }
    }
}

/// What is done when a voicemail answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voicemail {
    HangUp,
    /// One approved message a request: who called, for whom, why, and the number to call back.
    LeaveMessage,
}
