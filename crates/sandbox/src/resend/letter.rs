//! What may be sent as a mail, and the words with which Resend refuses the rest.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Recipients of one mail, each of to, cc and bcc.
const RECIPIENTS_MAX: usize = 50;
/// The whole mail after encoding, in bytes.
const SIZE_MAX: usize = 40 << 20;
const TAG_MAX: usize = 256;

const FIELDS: [&str; 14] = [
    "from",
    "to",
    "subject",
    "bcc",
    "cc",
    "reply_to",
    "html",
    "text",
    "template",
    "headers",
    "scheduled_at",
    "attachments",
    "tags",
    "topic_id",
];

/// A refusal in Resend's shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub status: u16,
    pub name: &'static str,
    pub message: String,
    pub retry_after_s: Option<u32>,
}

pub(super) fn refuse(status: u16, name: &'static str, message: impl Into<String>) -> Refusal {
    Refusal { status, name, message: message.into(), retry_after_s: None }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = json!({"statusCode": self.status, "name": self.name, "message": self.message});
        let mut response = (status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after_s {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            headers.insert("ratelimit-limit", HeaderValue::from(super::REQUESTS_PER_SECOND));
            headers.insert("ratelimit-remaining", HeaderValue::from(0));
            headers.insert("ratelimit-reset", HeaderValue::from(seconds));
        }
        response
    }
}

/// A file in a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub filename: String,
    pub content_type: Option<String>,
    /// Empty for one that is fetched from `path`.
    #[serde(with = "crate::keeping::as_base64")]
    pub content: Vec<u8>,
    pub path: Option<String>,
}

/// A mail that was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    pub from: String,
    pub to: Vec<String>,
    pub cc: Vec<String>,
    pub bcc: Vec<String>,
    pub reply_to: Vec<String>,
    pub subject: String,
    pub html: Option<String>,
    pub text: Option<String>,
    pub headers: Value,
    pub attachments: Vec<Attachment>,
    /// Name and value.
    pub tags: Vec<(String, String)>,
    pub scheduled_at: Option<Timestamp>,
}

/// Reads one mail. In a batch there are no attachments and no schedule.
///
/// # Errors
/// The first thing that is wrong, as Resend would say it.
pub(super) fn read(body: &Value, batch: bool) -> Result<Letter, Refusal> {
    let Some(fields) = body.as_object() else {
        return Err(refuse(422, "validation_error", "The body must be an object."));
    };
    if let Some(unknown) = fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
        let message = format!("The `{unknown}` field is unknown.");
        return Err(refuse(422, "invalid_parameter", message));
    }
    if batch && (fields.contains_key("attachments") || fields.contains_key("scheduled_at")) {
        let message = "Attachments and schedules are not supported in a batch.";
        return Err(refuse(422, "validation_error", message));
    }
    let from = text(body, "from")?.ok_or_else(|| missing("from"))?;
    if address_in(&from).is_none() {
        let message = "Invalid `from` field. The email address needs to follow the `email@example.com` or `Name \
                       <email@example.com>` format.";
        return Err(refuse(422, "invalid_from_address", message));
    }
    let letter = Letter {
        from,
        to: addresses(body, "to")?,
        cc: addresses(body, "cc")?,
        bcc: addresses(body, "bcc")?,
        reply_to: addresses(body, "reply_to")?,
        subject: text(body, "subject")?.ok_or_else(|| missing("subject"))?,
        html: text(body, "html")?,
        text: text(body, "text")?,
        headers: headers(body)?,
        attachments: attachments(body)?,
        tags: tags(body)?,
        scheduled_at: scheduled(body)?,
    };
    if letter.to.is_empty() {
        return Err(missing("to"));
    }
    if letter.html.is_none() && letter.text.is_none() && !fields.contains_key("template") {
        return Err(refuse(422, "missing_required_field", "Missing `html` or `text` field."));
    }
    if body.to_string().len() > SIZE_MAX {
        return Err(refuse(422, "validation_error", "The mail is larger than 40 MB."));
    }
    Ok(letter)
}

fn missing(name: &str) -> Refusal {
    refuse(422, "missing_required_field", format!("Missing `{name}` field."))
}

fn text(body: &Value, name: &str) -> Result<Option<String>, Refusal> {
    match &body[name] {
        Value::Null => Ok(None),
        Value::String(text) if !text.is_empty() => Ok(Some(text.clone())),
        Value::String(_) => Ok(None),
        _ => Err(refuse(422, "validation_error", format!("The `{name}` field must be a string."))),
    }
}

fn addresses(body: &Value, name: &str) -> Result<Vec<String>, Refusal> {
    let given = match &body[name] {
        Value::Null => return Ok(Vec::new()),
        Value::String(one) => vec![json!(one)],
        Value::Array(list) => list.clone(),
        _ => Vec::new(),
    };
    let invalid = || {
        let message = format!(
            "Invalid `{name}` field. The email address needs to follow the `email@example.com` or `Name \
             <email@example.com>` format."
        );
        refuse(422, "validation_error", message)
    };
    if given.is_empty() || given.len() > RECIPIENTS_MAX {
        return Err(refuse(
            422,
            "validation_error",
            format!("The `{name}` field takes 1 to 50 addresses."),
        ));
    }
    let read = |address: &Value| {
        address.as_str().filter(|text| address_in(text).is_some()).map(str::to_owned)
    };
    given.iter().map(|address| read(address).ok_or_else(invalid)).collect()
}

/// The bare address in `Name <address>` or `address`, in lower case. None when there is none.
#[must_use]
pub fn address_in(text: &str) -> Option<String> {
    let address = match text.trim().strip_suffix('>') {
        Some(named) => named.rsplit_once('<')?.1,
        None => text.trim(),
    };
    let (local, domain) = address.split_once('@')?;
    let local_fits = !local.is_empty() && local.len() <= 64 && local.is_ascii();
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let domain_fits = domain.contains('.') && domain.split('.').all(label);
    let odd = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')');
    (local_fits && domain_fits && !local.contains(odd)).then(|| address.to_lowercase())
}

fn headers(body: &Value) -> Result<Value, Refusal> {
    match &body["headers"] {
        Value::Null => Ok(json!({})),
        Value::Object(map) if map.values().all(Value::is_string) => Ok(body["headers"].clone()),
        _ => Err(refuse(
            422,
            "validation_error",
            "The `headers` field must be an object of strings.",
        )),
    }
}

fn attachments(body: &Value) -> Result<Vec<Attachment>, Refusal> {
    let invalid = |message: &str| refuse(422, "invalid_attachment", message);
    let list = match &body["attachments"] {
        Value::Null => return Ok(Vec::new()),
        Value::Array(list) => list,
        _ => return Err(invalid("Attachments must be a list.")),
    };
    let read = |item: &Value| {
        let path = text(item, "path")?;
        let encoded = text(item, "content")?;
        let filename = text(item, "filename")?;
        let content = match (&encoded, &path) {
            (Some(encoded), None) => STANDARD
                .decode(encoded)
                .map_err(|_| invalid("Attachment content must be base64."))?,
            (None, Some(_)) => Vec::new(),
            _ => return Err(invalid("Attachment must have either a `content` or `path`.")),
        };
        let filename = filename.ok_or_else(|| invalid("Attachment must have a `filename`."))?;
        Ok(Attachment { filename, content_type: text(item, "content_type")?, content, path })
    };
    list.iter().map(read).collect()
}

fn tags(body: &Value) -> Result<Vec<(String, String)>, Refusal> {
    let fits = |text: &str| {
        (1..=TAG_MAX).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    };
    let read = |tag: &Value| {
        let (name, value) = (tag["name"].as_str(), tag["value"].as_str());
        match (name, value) {
            (Some(name), Some(value)) if fits(name) && fits(value) => {
                Ok((name.to_owned(), value.to_owned()))
            }
            _ => {
                let message =
                    "Tags should only contain ASCII letters, numbers, underscores, or dashes.";
                Err(refuse(422, "validation_error", message))
            }
        }
    };
    match &body["tags"] {
        Value::Null => Ok(Vec::new()),
        Value::Array(tags) => tags.iter().map(read).collect(),
        _ => Err(refuse(422, "validation_error", "The `tags` field must be a list.")),
    }
}

fn scheduled(body: &Value) -> Result<Option<Timestamp>, Refusal> {
    let Some(at) = text(body, "scheduled_at")? else { return Ok(None) };
    let message = "The `scheduled_at` field must be an ISO 8601 date.";
    at.parse().map(Some).map_err(|_| refuse(422, "validation_error", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail() -> Value {
        json!({"from": "Vocero <vocero@sandbox.example>", "to": "ana@correo.test", "subject": "Turno", "text": "Hola"})
    }

    fn refused(change: impl FnOnce(&mut Value)) -> (u16, &'static str) {
        let mut mail = mail();
        change(&mut mail);
        let refusal = read(&mail, false).unwrap_err();
        (refusal.status, refusal.name)
    }

    #[test]
    fn one_address_is_a_list_of_one() {
        assert_eq!(read(&mail(), false).unwrap().to, ["ana@correo.test"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        for name in ["from", "to", "subject", "text"] {
            let refusal = refused(|mail| mail[name] = Value::Null);
            assert_eq!(refusal, (422, "missing_required_field"), "{name}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in [
            "ana",
            "ana@",
            "@correo.test",
            "ana@correo",
            "a b@correo.test",
            "ana@correo.test, b@c.test",
            "Ana <ana>",
        ] {
            assert_eq!(refused(|mail| mail["to"] = json!(bad)), (422, "validation_error"), "{bad}");
            assert_eq!(
                refused(|mail| mail["from"] = json!(bad)),
                (422, "invalid_from_address"),
                "{bad}"
            );
        }
        assert_eq!(refused(|mail| mail["to"] = json!([])), (422, "validation_error"));
        assert_eq!(
            refused(|mail| mail["to"] = json!(vec!["a@b.test"; 51])),
            (422, "validation_error")
        );
    }

    #[test]
    fn unknown_fields_are_refused() {
        assert_eq!(refused(|mail| mail["replyTo"] = json!("a@b.test")), (422, "invalid_parameter"));
    }

    #[test]
    fn an_attachment_needs_a_name_and_one_source() {
        for bad in [
            json!([{"filename": "a.txt"}]),
            json!([{"content": "SG9sYQ=="}]),
            json!([{"filename": "a.txt", "content": "not base64!"}]),
            json!([{"filename": "a.txt", "content": "SG9sYQ==", "path": "https://x.test/a"}]),
            json!("a.txt"),
        ] {
            assert_eq!(
                refused(|mail| mail["attachments"] = bad.clone()),
                (422, "invalid_attachment"),
                "{bad}"
            );
        }
        let mut good = mail();
        good["attachments"] = json!([{"filename": "a.txt", "content": "SG9sYQ=="}]);
        assert_eq!(read(&good, false).unwrap().attachments[0].content, b"Hola");
        assert!(read(&good, true).is_err(), "not in a batch");
    }

    #[test]
    fn tags_have_an_alphabet() {
        assert_eq!(
            refused(|mail| mail["tags"] = json!([{"name": "kind", "value": "año"}])),
            (422, "validation_error")
        );
        assert_eq!(
            refused(|mail| mail["tags"] = json!([{"name": "", "value": "x"}])),
            (422, "validation_error")
        );
    }

    #[test]
    fn a_schedule_is_a_date() {
        assert_eq!(
            refused(|mail| mail["scheduled_at"] = json!("tomorrow")),
            (422, "validation_error")
        );
    }
}
