//! Calls: create, look up, hang up.

use domain::phone::PhoneNumber;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Listed, Meaning, Page, Twilio, meaning};
use crate::error::{Error, Private};
use crate::http::Effect;
use crate::lenient;

/// A call to be placed. Twilio asks `url` for TwiML when somebody answers, and never twice from us.
#[derive(Debug, Clone)]
pub struct NewCall<'a> {
    pub to: &'a PhoneNumber,
    /// A voice number or verified caller id of ours, E.164.
    pub from: &'a PhoneNumber,
    pub url: &'a str,
    /// Asked if `url` fails.
    pub fallback_url: Option<&'a str>,
    /// Told when the call is initiated, rings, is answered and ends.
    pub status_callback: &'a str,
    /// Seconds to ring, 1 to 600.
    pub ring_timeout_s: u16,
    /// Seconds after which Twilio ends the call.
    pub time_limit_s: u32,
    /// Turns on machine detection beside the conversation, and is told its verdict.
    pub machine_detection_callback: Option<&'a str>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Call {
    /// `CA` and 32 hexadecimal digits.
    pub sid: String,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub status: CallStatus,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub to: Private,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub from: Private,
    /// `outbound-api` for calls that we placed.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub direction: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub parent_call_sid: Option<String>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub answered_by: Option<AnsweredBy>,
    #[serde(default, rename = "date_created", deserialize_with = "lenient::date")]
    pub created_at: Option<Timestamp>,
    /// None while it is queued.
    #[serde(default, rename = "start_time", deserialize_with = "lenient::date")]
    pub started_at: Option<Timestamp>,
    #[serde(default, rename = "end_time", deserialize_with = "lenient::date")]
    pub ended_at: Option<Timestamp>,
    #[serde(default, rename = "duration", deserialize_with = "lenient::whole")]
    pub duration_s: Option<u32>,
    #[serde(default, rename = "queue_time", deserialize_with = "lenient::whole")]
    pub queue_time_ms: Option<u32>,
    /// A negative decimal number, known some time after the end.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub price: Option<String>,
    /// ISO 4217.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub price_unit: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallStatus {
    Queued,
    /// Occurs in callbacks only.
    Initiated,
    Ringing,
    InProgress,
    Completed,
    Busy,
    Failed,
    NoAnswer,
    Canceled,
    #[default]
    #[serde(other)]
    Other,
}

impl CallStatus {
    #[must_use]
    pub fn is_over(self) -> bool {
        match self {
            Self::Completed | Self::Busy | Self::Failed | Self::NoAnswer | Self::Canceled => true,
            Self::Queued | Self::Initiated | Self::Ringing | Self::InProgress | Self::Other => {
                false
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnsweredBy {
    Human,
    MachineStart,
    MachineEndBeep,
    MachineEndSilence,
    MachineEndOther,
    Fax,
    Unknown,
    #[serde(other)]
    Other,
}

/// What came of hanging up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HungUp {
    /// Twilio ends it; the state shown here may still be the older one.
    Asked(Box<Call>),
    AlreadyOver,
}

#[derive(Deserialize)]
struct Calls {
    calls: Vec<Call>,
    #[serde(default)]
    next_page_uri: Option<String>,
}

impl Page for Calls {
    type Item = Call;

    fn into_parts(self) -> (Vec<Call>, Option<String>) {
        (self.calls, self.next_page_uri)
    }
}

impl Twilio {
    /// Places one call, with one request.
    ///
    /// # Errors
    /// [`Error::NotSent`]: it does not ring. [`Error::Refused`]: nor ever will, see [`meaning`].
    /// [`Error::Unknown`]: it may ring, see [`Twilio::calls_between`].
    /// Source: <https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource>
    pub async fn create_call(&self, call: &NewCall<'_>) -> Result<Call, Error> {
        let ring_timeout_s = call.ring_timeout_s.to_string();
        let time_limit_s = call.time_limit_s.to_string();
        let mut form = vec![
            ("To", call.to.e164()),
            ("From", call.from.e164()),
            ("Url", call.url),
            ("Method", "POST"),
            ("StatusCallback", call.status_callback),
            ("StatusCallbackMethod", "POST"),
            ("Timeout", &ring_timeout_s),
            ("TimeLimit", &time_limit_s),
        ];
        form.extend(
            ["initiated", "ringing", "answered", "completed"]
                .map(|event| ("StatusCallbackEvent", event)),
        );
        if let Some(url) = call.fallback_url {
            form.extend([("FallbackUrl", url), ("FallbackMethod", "POST")]);
        }
        if let Some(url) = call.machine_detection_callback {
            form.extend([
                ("MachineDetection", "Enable"),
                ("AsyncAmd", "true"),
                ("AsyncAmdStatusCallback", url),
                ("AsyncAmdStatusCallbackMethod", "POST"),
            ]);
        }
        self.post_form(Effect::Once, self.account(&["Calls.json"]), &form).await
    }

    /// The calls from one number to another since `since`, queued ones included (they have no start time, hence
    /// no filter by it), newest first.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn calls_between(
        &self,
        to: &PhoneNumber,
        from: &PhoneNumber,
        since: Timestamp,
    ) -> Result<Listed<Call>, Error> {
        self.calls_since(Some(to), from, since).await
    }

    /// All calls from one of our numbers since `since`, queued ones included, newest first.
    ///
    /// # Errors
    /// As [`Twilio::calls_between`].
    pub async fn calls_from(
        &self,
        from: &PhoneNumber,
        since: Timestamp,
    ) -> Result<Listed<Call>, Error> {
        self.calls_since(None, from, since).await
    }

    async fn calls_since(
        &self,
        to: Option<&PhoneNumber>,
        from: &PhoneNumber,
        since: Timestamp,
    ) -> Result<Listed<Call>, Error> {
        let mut url = self.account(&["Calls.json"]);
        {
            let mut query = url.query_pairs_mut();
            if let Some(to) = to {
                query.append_pair("To", to.e164());
            }
            let size = if to.is_some() { "50" } else { "1000" };
            query.append_pair("From", from.e164()).append_pair("PageSize", size);
        }
        let older = |call: &Call| call.created_at.is_some_and(|created_at| created_at < since);
        let mut calls = self.list::<Calls>(url, |page| page.iter().any(older)).await?;
        calls.items.retain(|call| !older(call));
        calls
            .items
            .sort_by_key(|call| std::cmp::Reverse(call.created_at.unwrap_or(Timestamp::MAX)));
        Ok(calls)
    }

    /// A call's state, which lags behind its callbacks at times.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`] (404: no such call), [`Error::Unreadable`].
    pub async fn call(&self, sid: &str) -> Result<Call, Error> {
        self.get(self.account(&["Calls", &json(sid)])).await
    }

    /// Removes a call's record at Twilio. Harmless to repeat.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; [`Error::Refused`], while it is going on as well.
    /// Source: <https://www.twilio.com/docs/voice/api/call-resource#delete-a-call-resource>
    pub async fn delete_call(&self, sid: &str) -> Result<(), Error> {
        self.delete(self.account(&["Calls", &json(sid)])).await
    }

    /// Ends a call in whatever state it is. Harmless to repeat.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Refused`], [`Error::Unreadable`].
    pub async fn hang_up(&self, sid: &str) -> Result<HungUp, Error> {
        self.end(sid, "completed").await
    }

    /// Stops a call that is queued or rings, and lets one be that was answered.
    ///
    /// # Errors
    /// As [`Twilio::hang_up`].
    pub async fn cancel_call(&self, sid: &str) -> Result<HungUp, Error> {
        self.end(sid, "canceled").await
    }

    async fn end(&self, sid: &str, status: &str) -> Result<HungUp, Error> {
        let url = self.account(&["Calls", &json(sid)]);
        match self.post_form(Effect::Repeatable, url, &[("Status", status)]).await {
            Ok(call) => Ok(HungUp::Asked(Box::new(call))),
            Err(error) if error.code_number().map(meaning) == Some(Meaning::CallOver) => {
                Ok(HungUp::AlreadyOver)
            }
            Err(error) => Err(error),
        }
    }
}

fn json(sid: &str) -> String {
    format!("{sid}.json")
}
