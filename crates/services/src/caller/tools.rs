//! The agent's tools: what the voice platform posts in the middle of a call.

use domain::appointment::{
    Confirmation, Event, EventKind, GaveUp, Heard, Offered, ToolAnswer, ToolCall,
};
use domain::ids::EventId;
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Caller, token_hash};
use crate::Error;

/// A tool may still report this long after its call has ended.
const GRACE: SignedDuration = SignedDuration::from_secs(60);

/// Characters of one argument.
const TEXT_MAX: usize = 400;

impl Caller {
    /// Answers a tool of the call that `token` belongs to; which call that is, is never taken from the arguments
    /// (I16).
    ///
    /// # Errors
    /// [`Error::NoSuchCall`] for a token of no call that may talk, [`Error::CallOver`],
    /// [`Error::BadArguments`] with a sentence for the agent, [`Error::Storage`].
    pub async fn tool(
        &self,
        token: &str,
        tool: &str,
        arguments: &Value,
    ) -> Result<ToolAnswer, Error> {
        let found = self.ground.data.desk_in_call(&token_hash(token)).await?;
        let (row, desk, basis) = found.ok_or(Error::NoSuchCall)?;
        let now = self.ground.clock.now();
        if row.talking.is_none() {
            return Err(Error::NoSuchCall);
        }
        if row.ended_at.is_some_and(|ended| now.duration_since(ended) > GRACE) {
            return Err(Error::CallOver);
        }
        let Some(call) = parse(tool, arguments)? else {
            return Err(Error::BadArguments("There is no such tool."));
        };
        // What was right a moment ago need not be: the same question is answered anew, and asked twice does no more.
        let canonical = serde_json::to_vec(&call).expect("a tool call is plain data");
        let question = hex::encode(Sha256::digest(&canonical));
        let key = format!("tool:{}:{question}:{}", row.call.id, now.as_millisecond());
        let kind = EventKind::Tool { request: row.call.request, call: row.call.id, tool: call };
        let event = Event { id: EventId::derived(row.call.id.0, &key), at: now, kind };
        metrics::counter!("vocero_tools_total", "tool" => tool.to_owned()).increment(1);
        self.orchestrator.ask(&key, &event, (desk, basis)).await
    }
}

/// Nothing for a tool that doesn't exist. Unknown fields are ignored.
fn parse(tool: &str, arguments: &Value) -> Result<Option<ToolCall>, Error> {
    let call = match tool {
        "report_offers" => {
            let offers = arguments.get("offers").and_then(Value::as_array).ok_or(OFFERS)?;
            let offers = offers.iter().take(20).map(|offer| {
                let held_until = match offer.get("held_until") {
                    None | Some(Value::Null) => None,
                    Some(_) => instant(offer, "held_until"),
                };
                Ok(Offered { slot: slot(offer)?, held_until, price: text(offer, "price") })
            });
            ToolCall::ReportOffers { offers: offers.collect::<Result<_, Error>>()? }
        }
        "claim_slot" => ToolCall::ClaimSlot { slot: slot(arguments)? },
        "ask_person" => {
            let question = text(arguments, "question")
                .ok_or(Error::BadArguments("Say what to ask in question."))?;
            let options = arguments
                .get("options")
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let options = options.iter().filter_map(Value::as_str).map(cut).take(9).collect();
            ToolCall::AskPerson { question, options }
        }
        "confirm_booking" => ToolCall::ConfirmBooking {
            slot: slot(arguments)?,
            details: Confirmation {
                quote: text(arguments, "quote"),
                price: text(arguments, "price"),
                address: text(arguments, "address"),
                bring: text(arguments, "bring"),
                code: text(arguments, "code"),
                with: text(arguments, "with"),
                call_before: text(arguments, "call_before"),
            },
        },
        "confirm_cancellation" => ToolCall::ConfirmCancellation {
            slot: slot(arguments)?,
            quote: text(arguments, "quote"),
        },
        "report_line" => {
            let heard = arguments.get("line").cloned().unwrap_or(Value::Null);
            let heard = serde_json::from_value::<Heard>(heard).map_err(|_| LINE)?;
            let failed = arguments.get("failed").and_then(Value::as_bool).unwrap_or(false);
            ToolCall::ReportLine { heard, failed, detail: text(arguments, "detail") }
        }
        "end_without_booking" => {
            let reason = arguments.get("reason").cloned().unwrap_or(Value::Null);
            let reason = serde_json::from_value::<GaveUp>(reason).unwrap_or(GaveUp::Other);
            let call_back_at = instant(arguments, "call_back_at");
            ToolCall::EndWithoutBooking { reason, detail: text(arguments, "detail"), call_back_at }
        }
        _ => return Ok(None),
    };
    Ok(Some(call))
}

const OFFERS: Error = Error::BadArguments("Give offers as a list of {date, time}.");
const LINE: Error = Error::BadArguments(
    "Give line as person, voicemail, full_mailbox, menu, screening, hold or machine.",
);
const SLOT: Error =
    Error::BadArguments("Give date as YYYY-MM-DD and time as HH:MM on a 24-hour clock.");

fn slot(arguments: &Value) -> Result<DateTime, Error> {
    let read = |name: &str| arguments.get(name).and_then(Value::as_str).map(str::trim).ok_or(SLOT);
    let date: Date = read("date")?.parse().map_err(|_| SLOT)?;
    let time: Time =
        Time::strptime("%H:%M", read("time")?.get(..5).unwrap_or_default()).map_err(|_| SLOT)?;
    Ok(date.to_datetime(time))
}

/// `YYYY-MM-DDTHH:MM`, with a blank for the `T`, with or without seconds; nothing for anything else.
fn instant(arguments: &Value, name: &str) -> Option<DateTime> {
    let text = arguments.get(name)?.as_str()?.trim().replace(' ', "T");
    text.parse().ok()
}

/// A number counts as a text; an empty one as absent.
fn text(arguments: &Value, name: &str) -> Option<String> {
    let text = match arguments.get(name)? {
        Value::String(text) => cut(text),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

fn cut(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_is_one_that_we_know_and_counts_as_not_failed_unless_it_says_so() {
        let read = |arguments: Value| parse("report_line", &arguments);
        let menu = ToolCall::ReportLine {
            heard: Heard::Menu,
            failed: false,
            detail: Some("Press one".to_owned()),
        };
        let told = json!({"line": "menu", "failed": "yes", "detail": "Press one"});
        assert!(matches!(read(told), Ok(Some(read)) if read == menu));
        for bad in
            [json!({}), json!({"line": "robot"}), json!({"line": 7}), json!({"heard": "menu"})]
        {
            assert!(matches!(read(bad), Err(Error::BadArguments(_))));
        }
    }

    #[test]
    fn a_slot_is_a_date_and_a_time_of_a_24_hour_clock_and_nothing_else() {
        let good = json!({"date": "2026-11-26", "time": "16:00", "call_id": "someone else's"});
        assert!(matches!(parse("claim_slot", &good), Ok(Some(ToolCall::ClaimSlot { .. }))));
        for bad in [
            json!({"date": "2026-11-31", "time": "16:00"}),
            json!({"date": "2026-11-26", "time": "25:00"}),
            json!({"date": "26/11/2026", "time": "16:00"}),
            json!({"date": "2026-11-26"}),
            json!({"date": 20261126, "time": 16}),
            json!([]),
            json!(null),
        ] {
            assert!(matches!(parse("claim_slot", &bad), Err(Error::BadArguments(_))), "{bad}");
        }
    }

    #[test]
    fn an_unknown_tool_is_no_tool() {
        assert!(matches!(parse("dial_number", &json!({"to": "+1900"})), Ok(None)));
    }

    #[test]
    fn a_reason_that_is_not_on_the_list_is_another_reason() {
        let call = parse("end_without_booking", &json!({"reason": "aliens", "detail": 7})).unwrap();
        let detail = Some("7".to_owned());
        assert_eq!(
            call,
            Some(ToolCall::EndWithoutBooking { reason: GaveUp::Other, detail, call_back_at: None })
        );
    }
}
