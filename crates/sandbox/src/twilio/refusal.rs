//! How Twilio says no.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error answer: the HTTP status, Twilio's code, and words for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub code: i64,
    pub message: String,
}

impl Refusal {
    /// 400 with a code of its own.
    pub fn bad(code: i64, message: impl Into<String>) -> Self {
        Self { status: 400, code, message: message.into() }
    }

    /// 400 for a parameter that is unknown, repeated or out of its range.
    pub fn parameter(message: impl Into<String>) -> Self {
        Self::bad(20001, message)
    }

    pub fn not_found(path: &str) -> Self {
        let message = format!("The requested resource {path} was not found");
        Self { status: 404, code: 20404, message }
    }

    pub fn unauthorized() -> Self {
        Self { status: 401, code: 20003, message: "Authenticate".into() }
    }

    pub fn method_not_allowed() -> Self {
        Self { status: 405, code: 20004, message: "Method not allowed".into() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status,
        });
        let mut response = (status, Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let challenge = axum::http::HeaderValue::from_static("Basic realm=\"Twilio API\"");
            response.headers_mut().insert("www-authenticate", challenge);
        }
        response
    }
}

/// A refusal that was ordered: code 0 means Twilio's usual code for that status.
pub fn ordered(status: u16, code: i64, message: &str) -> Response {
    let usual = match status {
        401 => 20003,
        403 => 20005,
        404 => 20404,
        429 => 20429,
        500 => 20500,
        503 => 20503,
        _ => 20001,
    };
    let code = if code == 0 { usual } else { code };
    Refusal { status, code, message: message.to_owned() }.into_response()
}
