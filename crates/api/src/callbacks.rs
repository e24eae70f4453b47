//! What carrier, voice platform and mail service report of calls and mails.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::appointment::ToolAnswer;
use domain::ids::AttemptId;
use serde::Deserialize;
use serde_json::Value;
use services::Services;
use services::caller::{AnsweredBy, CallStatus, Greeting, Progress};

use crate::error::Error;
use crate::signed::{ElevenLabsBody, Named, ResendJson, ToolRequest, TwilioForm};
use crate::twiml::{Twiml, never_again, who_we_are};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CallForm {
    call_sid: String,
    #[serde(default)]
    call_status: CallStatus,
    call_duration: Option<String>,
    answered_by: Option<AnsweredBy>,
    from: Option<String>,
    /// What a caller pressed.
    digits: Option<String>,
}

/// Somebody picked up. The fence decides which call may talk.
pub(crate) async fn answered(
    State(services): State<Services>,
    Named(attempt): Named<AttemptId>,
    TwilioForm(form): TwilioForm<CallForm>,
) -> Result<Twiml, Error> {
    Ok(services.caller.answer(attempt, &form.call_sid).await?.into())
}

pub(crate) async fn call_status(
    State(services): State<Services>,
    Named(attempt): Named<AttemptId>,
    TwilioForm(form): TwilioForm<CallForm>,
) -> Result<StatusCode, Error> {
    let duration_s = form.call_duration.and_then(|seconds| seconds.parse().ok());
    let progress = Progress { status: form.call_status, duration_s };
    services.caller.progressed(attempt, &form.call_sid, progress).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn machine_detection(
    State(services): State<Services>,
    Named(attempt): Named<AttemptId>,
    TwilioForm(form): TwilioForm<CallForm>,
) -> Result<StatusCode, Error> {
    if let Some(who) = form.answered_by {
        services.caller.answered_by(attempt, &form.call_sid, who).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Somebody rings our number: who calls back is talked to; strangers hear who we are, and may have us never call them.
pub(crate) async fn inbound_call(
    State(services): State<Services>,
    TwilioForm(form): TwilioForm<CallForm>,
) -> Result<Twiml, Error> {
    let from = form.from.unwrap_or_default();
    if form.digits.as_deref() == Some(NEVER_AGAIN) {
        return Ok(never_again(services.caller.opted_out(&from).await?));
    }
    Ok(match services.caller.rang(&form.call_sid, &from).await? {
        Greeting::Talk(answer) => answer.into(),
        Greeting::WhoWeAre { language, may_opt_out } => who_we_are(language, may_opt_out),
    })
}

const NEVER_AGAIN: &str = "9";

/// A tool of the agent, in the middle of a call.
pub(crate) async fn tool(
    State(services): State<Services>,
    Named(tool): Named<String>,
    ToolRequest { token, arguments }: ToolRequest,
) -> Result<Json<ToolAnswer>, Error> {
    Ok(Json(services.caller.tool(&token, &tool, &arguments).await?))
}

pub(crate) async fn post_call(
    State(services): State<Services>,
    ElevenLabsBody(body): ElevenLabsBody,
) -> Result<StatusCode, Error> {
    services.caller.post_call(&body).await?;
    Ok(StatusCode::OK)
}

/// Mail that comes back for good ends the use of its address; everything else is taken note of by nobody.
pub(crate) async fn mail(
    State(services): State<Services>,
    ResendJson { id, body }: ResendJson,
) -> Result<StatusCode, Error> {
    let kind = body.get("type").and_then(Value::as_str).unwrap_or_default();
    let permanent = body.pointer("/data/bounce/type").and_then(Value::as_str) == Some("Permanent");
    if (kind == "email.bounced" && permanent)
        || matches!(kind, "email.complained" | "email.suppressed")
    {
        let to = body
            .pointer("/data/to")
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        for address in to.iter().filter_map(Value::as_str) {
            services.email.bounced(&id, address).await?;
        }
    }
    Ok(StatusCode::NO_CONTENT)
}
