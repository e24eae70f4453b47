//! The mailbox: every letter that Resend took, as it looks, and the appointments that hang on them.

mod ics;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sandbox::resend::Email;
use sandbox::world::State as World;

use crate::Town;
use crate::look::Look;
use crate::page::{Refused, Shown};
use crate::texts::Texts;
use ics::{Appointment, appointments};

/// A letter may look as it likes, but runs nothing, fetches nothing and leads nowhere inside its frame.
const LETTER_POLICY: &str =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

const SHOWN_MAX: usize = 30;

struct Envelope {
    id: String,
    subject: String,
    to: String,
    state: String,
    query: String,
    chosen: bool,
}

struct Open {
    id: String,
    subject: String,
    events: Vec<Appointment>,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Mail {
    texts: Texts,
    letters: Vec<Envelope>,
    open: Option<Open>,
}

/// All letters with their ids, the latest first.
fn letters(state: &World) -> Vec<(&str, &Email)> {
    let mut letters: Vec<_> = state.resend.letters().collect();
    letters.reverse();
    letters.truncate(SHOWN_MAX);
    letters
}

pub fn render(town: &Town, look: &Look) -> Shown {
    let state = town.sandbox.world().look();
    let letters = letters(&state);
    let chosen = look.mail.as_deref().filter(|id| letters.iter().any(|(known, _)| known == id));
    let chosen =
        chosen.or_else(|| letters.first().map(|(id, _)| *id)).unwrap_or_default().to_owned();
    let open = letters.iter().find(|(id, _)| *id == chosen).map(|(id, email)| Open {
        id: (*id).to_owned(),
        subject: email.letter.subject.clone(),
        events: email
            .letter
            .attachments
            .iter()
            .enumerate()
            .flat_map(|(nth, file)| appointments(look, nth, &file.filename, &file.content))
            .collect(),
    });
    let envelope = |(id, email): &(&str, &Email)| Envelope {
        id: (*id).to_owned(),
        subject: email.letter.subject.clone(),
        to: email.letter.to.join(", "),
        state: look
            .texts
            .find(&format!("mail-{}", email.last_event))
            .unwrap_or(email.last_event.clone()),
        query: look.with_mail(id),
        chosen: *id == chosen,
    };
    let mail = Mail { texts: look.texts, letters: letters.iter().map(envelope).collect(), open };
    drop(state);
    Ok(mail.render()?)
}

/// The letter itself, for its frame.
pub async fn letter(State(town): State<Town>, Path(id): Path<String>) -> Result<Response, Refused> {
    let state = town.sandbox.world().look();
    let mut all = state.resend.letters();
    let (_, email) = all.find(|(known, _)| *known == id).ok_or_else(Refused::unknown)?;
    let headers =
        |kind| [(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, LETTER_POLICY)];
    Ok(match (&email.letter.html, &email.letter.text) {
        (Some(html), _) => (headers("text/html; charset=utf-8"), html.clone()).into_response(),
        (None, text) => {
            let text = text.clone().unwrap_or_default();
            (headers("text/plain; charset=utf-8"), text).into_response()
        }
    })
}

/// A file of the letter, by its place from 0; to be saved, never shown.
pub async fn file(
    State(town): State<Town>,
    Path((id, nth)): Path<(String, usize)>,
) -> Result<Response, Refused> {
    let state = town.sandbox.world().look();
    let mut all = state.resend.letters();
    let (_, email) = all.find(|(known, _)| *known == id).ok_or_else(Refused::unknown)?;
    let file = email.letter.attachments.get(nth).ok_or_else(Refused::unknown)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment"),
    ];
    Ok((headers, file.content.clone()).into_response())
}
