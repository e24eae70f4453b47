//! Everything that is kept about a person, for that person.

use domain::calendar;
use domain::ids::PersonId;
use domain::language::Language;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::mail::{Attachment, RenderedMail};
use crate::words::Phrases;

/// All that is kept about a person, as JSON.
///
/// # Errors
/// Of the database; [`data::Error::Missing`] for an unknown person.
pub async fn of(data: &data::Data, person: PersonId, now: Timestamp) -> Result<Value, data::Error> {
    let mut kept = data.export(person).await?;
    let secret = kept.pointer("/kept/users/0/state/calendar/address");
    let secret = secret.and_then(Value::as_str).and_then(|address| address.split_once("://"));
    let secret = secret.map(|(_, rest)| rest.to_owned());
    hide_calendars(&mut kept, secret.as_deref());
    Ok(json!({ "exported_at": now, "about": kept }))
}

/// A mail is read by others at times: that there is a calendar is told, and not where.
fn hide_calendars(value: &mut Value, secret: Option<&str>) {
    match value {
        Value::String(text) => {
            let hidden = match secret.filter(|secret| text.contains(secret)) {
                Some(secret) => text.replace(secret, "(…)"),
                None => text.clone(),
            };
            *text = calendar::without_addresses(&hidden);
        }
        Value::Array(values) => values.iter_mut().for_each(|it| hide_calendars(it, secret)),
        Value::Object(fields) => {
            fields.values_mut().for_each(|it| hide_calendars(it, secret));
        }
        _ => {}
    }
}

/// The mail that brings it.
pub(crate) fn mail(export: &Value, language: Language) -> RenderedMail {
    let phrases = Phrases(language);
    let bytes = serde_json::to_vec_pretty(export).expect("JSON is JSON");
    let text = format!("{}\n\n-- \n{}\n", phrases.say("export-text"), phrases.say("mail-footer"));
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><body><p>{}</p><p>{}</p></body></html>\n",
        language.code(),
        phrases.say("export-text"),
        phrases.say("mail-footer"),
    );
    let attachment = Attachment {
        filename: "vocero.json".to_owned(),
        content_type: "application/json".to_owned(),
        bytes,
    };
    let subject = phrases.say("export-subject");
    RenderedMail { subject, text, html, attachments: vec![attachment] }
}
