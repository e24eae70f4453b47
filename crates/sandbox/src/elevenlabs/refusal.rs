//! The two shapes in which the vendor says no.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::shape::Problem;

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Refusal {
    /// 422 with the list of what is wrong.
    Invalid(Vec<Problem>),
    /// Any other status, with the vendor's word for it.
    Denied { http: u16, status: &'static str, message: String },
}

impl Refusal {
    pub(super) fn denied(http: u16, status: &'static str, message: impl Into<String>) -> Self {
        Self::Denied { http, status, message: message.into() }
    }

    pub(super) fn not_found(what: &'static str, id: &str) -> Self {
        let status = match what {
            "agent" => "agent_not_found",
            "tool" => "tool_not_found",
            "secret" => "secret_not_found",
            "webhook" => "webhook_not_found",
            "voice" => "voice_not_found",
            _ => "conversation_not_found",
        };
        Self::denied(404, status, format!("There is no {what} with id {id}."))
    }

    pub(super) fn one(at: &[&str], kind: &'static str, message: impl Into<String>) -> Self {
        let at: Vec<String> = at.iter().map(|step| (*step).to_owned()).collect();
        Self::Invalid(vec![Problem::new(&at, kind, message)])
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (http, detail) = match self {
            Self::Invalid(problems) => {
                (422, problems.iter().map(Problem::to_json).collect::<Value>())
            }
            Self::Denied { http, status, message } => {
                (http, json!({"status": status, "message": message}))
            }
        };
        let http = StatusCode::from_u16(http).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (http, Json(json!({"detail": detail}))).into_response()
    }
}

/// The body as JSON of a shape.
pub(super) fn read(body: &[u8], shape: &super::shape::Shape) -> Result<Value, Refusal> {
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        Refusal::one(&["body"], "json_invalid", format!("JSON decode error: {error}"))
    })?;
    let problems = shape.problems(&value);
    if problems.is_empty() { Ok(value) } else { Err(Refusal::Invalid(problems)) }
}
