//! The mail about a request that ended: summary, quotation, transcript and calendar entry, as text and as HTML.
//!
//! The same mail and moment give the same bytes: they are kept and sent again under one key. Nothing here sends.

use std::fmt::{self, Display, Write};

use domain::appointment::{self, Appointment, ClosedBecause};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::calendar::{Entry, Method};
use crate::words::{FACT_MAX, Line, Outcome, Phrases, WallClock};

/// A mail, ready to be handed to a mail service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderedMail {
    /// One line.
    pub subject: String,
    pub text: String,
    pub html: String,
    pub attachments: Vec<Attachment>,
}

/// A file that comes with a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub filename: String,
    pub content_type: String,
    pub bytes: Vec<u8>,
}

/// Writes the mail in its language. `now` dates the calendar entry and nothing else.
#[must_use]
pub fn render(mail: &appointment::Mail, now: Timestamp) -> RenderedMail {
    let letter = Letter::of(mail);
    let changes = matches!(mail.view.because, ClosedBecause::Booked | ClosedBecause::CalledOff);
    let entry = mail.appointment.as_ref().filter(|_| changes);
    let attachments = entry
        .map(|appointment| calendar_file(mail, appointment, &letter, now))
        .into_iter()
        .collect();
    RenderedMail {
        subject: letter.subject.clone(),
        text: letter.text(),
        html: letter.html(),
        attachments,
    }
}

/// A chat message that the chat does not take any more: its first line is the subject.
#[must_use]
pub fn of_message(body: &str) -> RenderedMail {
    let plain = body.replace('*', "");
    let subject = format!("Vocero: {}", plain.lines().next().unwrap_or_default().trim());
    let lines = plain.lines().map(|line| Escaped(line).to_string()).collect::<Vec<_>>();
    let html =
        format!("<!DOCTYPE html>\n<html><body><p>{}</p></body></html>\n", lines.join("<br>\n"));
    RenderedMail { subject, text: plain + "\n", html, attachments: Vec::new() }
}

/// What the mail says, in order, before it is laid out.
struct Letter {
    language: &'static str,
    subject: String,
    outcome: Outcome,
    attached: Option<String>,
    calendar_label: String,
    talk_heading: String,
    talk: Vec<Line>,
    footer: String,
}

impl Letter {
    fn of(mail: &appointment::Mail) -> Self {
        let phrases = Phrases(mail.language);
        let view = &mail.view;
        let outcome = Outcome::of(phrases, view);
        let about = outcome.about.as_str();
        let ended = || phrases.fill("mail-subject", [("about", about.into())]);
        let agreed = |key| {
            let Some(at) = view.at else { return ended() };
            let moment = WallClock::new(phrases, &view.zone).moment_with_year(at);
            phrases.fill(key, [("about", about.into()), ("moment", moment.into())])
        };
        let (subject, attached) = match (&view.because, view.errand.moves()) {
            (ClosedBecause::Booked, None) => (agreed("mail-subject-booked"), Some("mail-attached")),
            (ClosedBecause::Booked, Some(_)) => {
                (agreed("mail-subject-moved"), Some("mail-attached-moved"))
            }
            (ClosedBecause::CalledOff, _) => (ended(), Some("mail-attached-cancelled")),
            _ => (ended(), None),
        };
        let transcript = mail.transcript.as_ref();
        Self {
            language: mail.language.code(),
            subject,
            attached: attached.filter(|_| mail.appointment.is_some()).map(|key| phrases.say(key)),
            calendar_label: phrases.say("calendar-link"),
            talk_heading: phrases.transcript_heading(mail.provider_language),
            talk: transcript
                .map(|transcript| phrases.talk(&view.about, transcript))
                .unwrap_or_default(),
            footer: phrases.say("mail-footer"),
            outcome,
        }
    }

    fn text(&self) -> String {
        let outcome = &self.outcome;
        let mut first = vec![outcome.about.clone(), outcome.headline.clone()];
        first.extend(outcome.caution.clone());
        first.extend(outcome.facts.iter().map(|(label, value)| format!("{label}: {value}")));
        let mut paragraphs = vec![first.join("\n")];
        paragraphs
            .extend([&outcome.said, &outcome.told, &outcome.next].into_iter().flatten().cloned());
        paragraphs.extend(
            outcome.calendar.as_ref().map(|link| format!("{}\n{link}", self.calendar_label)),
        );
        paragraphs.extend(self.attached.clone());
        if !self.talk.is_empty() {
            let lines = self
                .talk
                .iter()
                .map(|line| format!("[{}] {}: {}", Clock(line.at_s), line.speaker, line.text));
            paragraphs.push(format!(
                "{}\n\n{}",
                self.talk_heading,
                lines.collect::<Vec<_>>().join("\n")
            ));
        }
        paragraphs.push(format!("-- \n{}", self.footer));
        paragraphs.join("\n\n") + "\n"
    }

    fn html(&self) -> String {
        let mut html = String::new();
        self.write_html(&mut html).expect("a String takes all that is written");
        html
    }

    fn write_html(&self, out: &mut String) -> fmt::Result {
        let outcome = &self.outcome;
        let (language, subject) = (self.language, Escaped(&self.subject));
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{subject}</title></head>\n"
        )?;
        out.push_str("<body style=\"font-family:sans-serif;line-height:1.5;max-width:40em;margin:1em auto;padding:0 1em\">\n");
        writeln!(out, "<h1 style=\"font-size:1.3em\">{}</h1>", Escaped(&outcome.about))?;
        writeln!(out, "<p><strong>{}</strong></p>", Escaped(&outcome.headline))?;
        paragraph(out, outcome.caution.as_deref())?;
        if !outcome.facts.is_empty() {
            out.push_str("<table style=\"border-spacing:0\">\n");
            for (label, value) in &outcome.facts {
                let style = "text-align:left;vertical-align:top;font-weight:normal;color:#555;padding:0 1em 0 0";
                writeln!(
                    out,
                    "<tr><th style=\"{style}\">{}</th><td>{}</td></tr>",
                    Escaped(label),
                    Escaped(value)
                )?;
            }
            out.push_str("</table>\n");
        }
        if let Some(said) = &outcome.said {
            let style = "margin:1em 0;padding-left:1em;border-left:3px solid #999";
            writeln!(out, "<blockquote style=\"{style}\">{}</blockquote>", Escaped(said))?;
        }
        paragraph(out, outcome.told.as_deref())?;
        paragraph(out, outcome.next.as_deref())?;
        if let Some(link) = &outcome.calendar {
            let label = self.calendar_label.trim_end_matches(':');
            writeln!(out, "<p><a href=\"{}\">{}</a></p>", Escaped(link), Escaped(label))?;
        }
        paragraph(out, self.attached.as_deref())?;
        self.write_talk(out)?;
        writeln!(
            out,
            "<p style=\"color:#777;font-size:0.85em;margin-top:2em\">{}</p>",
            Escaped(&self.footer)
        )?;
        out.push_str("</body></html>\n");
        Ok(())
    }

    fn write_talk(&self, out: &mut String) -> fmt::Result {
        if self.talk.is_empty() {
            return Ok(());
        }
        writeln!(out, "<h2 style=\"font-size:1.1em\">{}</h2>", Escaped(&self.talk_heading))?;
        for line in &self.talk {
            let (at, speaker, text) =
                (Clock(line.at_s), Escaped(&line.speaker), Escaped(&line.text));
            writeln!(
                out,
                "<p style=\"margin:0.3em 0\"><small>{at}</small> <strong>{speaker}:</strong> {text}</p>"
            )?;
        }
        Ok(())
    }
}

fn paragraph(out: &mut String, text: Option<&str>) -> fmt::Result {
    text.map_or(Ok(()), |text| writeln!(out, "<p>{}</p>", Escaped(text)))
}

fn calendar_file(
    mail: &appointment::Mail,
    appointment: &Appointment,
    letter: &Letter,
    now: Timestamp,
) -> Attachment {
    let phrases = Phrases(mail.language);
    let facts = letter.outcome.facts.iter().map(|(label, value)| format!("{label}: {value}"));
    let description: Vec<_> = facts.chain(letter.outcome.said.clone()).collect();
    let method = match mail.view.because {
        ClosedBecause::CalledOff => Method::Cancel,
        _ => Method::Publish,
    };
    let entry = Entry {
        appointment: appointment.entry(),
        method,
        sequence: appointment.sequence,
        stamp: now,
        start: appointment.slot.0,
        summary: letter.outcome.about.clone(),
        location: appointment
            .details
            .address
            .as_deref()
            .map(|address| phrases.foreign(address, FACT_MAX)),
        description: description.join("\n"),
    };
    Attachment {
        filename: "appointment.ics".to_owned(),
        content_type: format!("text/calendar; charset=utf-8; method={}", method.name()),
        bytes: entry.ics().into_bytes(),
    }
}

/// Seconds of a call as `1:05`.
struct Clock(u32);

impl Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Text in HTML, between tags or in a quoted attribute.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
