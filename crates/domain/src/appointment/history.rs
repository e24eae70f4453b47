//! What was: requests of which the desk no longer knows, what was said in them, and what providers were told.
//!
//! Old requests are asked for with [`Command::Recall`] and come back as [`EventKind::Recalled`]: in short all of them,
//! and the one that is meant on the desk itself.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{CallId, RequestId};
use crate::understanding::by_mail;
use crate::when::text::folded;

use super::decide::Deciding;
use super::errand::Errand;
use super::listening::are_alike;
use super::request::Request;
use super::stage::Stage;
use super::{About, Call, ClosedBecause, Command, EventKind, Told, Words};

/// What is to be told of what was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "recall", rename_all = "snake_case")]
pub enum Recall {
    /// All appointments.
    History,
    /// The talk of the request that the text names, or of the last one.
    Transcript { text: String, by_mail: bool, to: Option<String> },
    /// What was said about the person, in the calls of the request that the text names, or in all.
    Receipt { text: String },
    /// What stands with providers, before everything is deleted.
    Erasure,
}

/// A request, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    pub about: About,
    #[serde(default)]
    pub errand: Errand,
    pub became: Became,
    /// Of the appointment, with the provider's zone.
    pub at: Option<(Timestamp, String)>,
    pub created_at: Timestamp,
    pub calls: u32,
    pub receipts: Vec<Receipt>,
    pub has_transcript: bool,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Became {
    /// It is not over.
    Open,
    Booked,
    /// Booked first, and called off since.
    CalledOff,
    Nothing {
        because: ClosedBecause,
    },
}

/// What one call told a provider about the person, by its own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub call: CallId,
    pub at: Timestamp,
    pub told: Vec<Told>,
}

/// What a mail address that the person gives is wanted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mail", rename_all = "snake_case")]
pub enum MailWanted {
    /// The talk that was shown last, or that was asked for by mail.
    Transcript { request: RequestId },
    /// All data about the person.
    Export,
}

impl Past {
    #[must_use]
    pub fn of(request: &Request) -> Self {
        let appointment = request.appointment.as_ref();
        let became = match (&request.stage, appointment) {
            (_, Some(appointment)) if appointment.called_off_at.is_some() => Became::CalledOff,
            (_, Some(_)) => Became::Booked,
            (Stage::Closed { because, .. }, None) => Became::Nothing { because: *because },
            _ => Became::Open,
        };
        Self {
            about: request.about(),
            errand: request.errand,
            became,
            at: appointment.map(|it| (it.slot.0, it.zone.clone())),
            created_at: request.created_at,
            calls: u32::try_from(request.calls.len()).unwrap_or(u32::MAX),
            receipts: request.receipts.clone(),
            has_transcript: request.last_transcript().is_some(),
        }
    }
}

impl Recall {
    /// The one of these requests, newest first, that has to lie on the desk when this is told.
    #[must_use]
    pub fn meant(&self, requests: &[Request]) -> Option<RequestId> {
        match self {
            Self::Transcript { text, .. } => named(requests, text)
                .or_else(|| requests.iter().find(|it| it.last_transcript().is_some()))
                .map(|request| request.id),
            Self::History | Self::Receipt { .. } | Self::Erasure => None,
        }
    }

    /// All of these requests, newest first, in short, as far as this tells of them.
    #[must_use]
    pub fn in_short(&self, requests: &[Request]) -> Vec<Past> {
        let all = requests.iter();
        match self {
            Self::History => {
                let shows = |request: &&Request| {
                    // What became of an appointment shows with the appointment itself.
                    let changed_nothing = request.errand.changes().is_some()
                        && request.appointment.is_none()
                        && !request.goes_on();
                    let dropped = request.status() == "dropped";
                    let enquires = request.errand.enquires_for().is_some()
                        || request.errand.checks().is_some();
                    let moved =
                        request.appointment.as_ref().is_some_and(|it| it.moved_to.is_some());
                    !changed_nothing && !dropped && !enquires && !moved
                };
                all.filter(shows).map(Past::of).collect()
            }
            Self::Receipt { text } => match named(requests, text) {
                Some(request) => vec![Past::of(request)],
                None => all.map(Past::of).filter(|past| !past.receipts.is_empty()).collect(),
            },
            Self::Erasure => {
                let in_the_book = |request: &&Request| {
                    request.appointment.as_ref().is_some_and(|it| it.is_in_the_book())
                };
                all.filter(in_the_book).map(Past::of).collect()
            }
            Self::Transcript { .. } => Vec::new(),
        }
    }
}

/// The newest of those requests that share most words with a text; nothing where it names none.
fn named<'a>(requests: &'a [Request], text: &str) -> Option<&'a Request> {
    let text = folded(text);
    let hits = |request: &Request| {
        let wish = &request.wish;
        let names = [wish.service.as_deref(), wish.provider.as_deref()];
        let words = names.into_iter().flatten().map(folded).collect::<Vec<_>>().join(" ");
        let said = |word: &&str| text.split(' ').any(|other| are_alike(word, other));
        words.split(' ').filter(said).count()
    };
    let best = requests.iter().map(&hits).max().filter(|best| *best > 0)?;
    requests.iter().find(|request| hits(request) == best)
}

impl Deciding<'_> {
    pub(super) fn recall(&mut self, recall: Recall) {
        self.commands.push(Command::Recall { recall });
    }

    /// "Send me the transcript": here, or by mail to an address that is known or given with it.
    pub(super) fn transcript_wanted(&mut self, text: &str, email: Option<&str>) {
        let mail = email.is_some() || by_mail(text);
        let to = self.desk.person.email.clone().filter(|_| mail);
        self.recall(Recall::Transcript { text: text.to_owned(), by_mail: mail, to });
    }

    pub(super) fn recalled(&mut self, recall: &Recall, past: &[Past], request: Option<RequestId>) {
        match recall {
            Recall::History => self.tell_history(past),
            Recall::Receipt { .. } => {
                let zone = self.desk.person.zone.clone();
                self.say(None, Words::Receipts { past: newest_calls(past), zone });
            }
            Recall::Transcript { by_mail, to, .. } => {
                match request.and_then(|request| self.find(request)) {
                    Some(index) => self.tell_transcript(index, *by_mail, to.as_deref()),
                    None => self.say(None, Words::NothingOpen),
                }
            }
            Recall::Erasure => self.ask_to_erase(past),
        }
    }

    fn tell_history(&mut self, past: &[Past]) {
        let now = self.now();
        let stands = |it: &&Past| {
            it.became == Became::Booked && it.at.as_ref().is_some_and(|(at, _)| *at > now)
        };
        let mut upcoming: Vec<Past> = past.iter().filter(stands).cloned().collect();
        upcoming.sort_by_key(|it| it.at.as_ref().map(|(at, _)| *at));
        let rest = past.iter().filter(|it| !stands(it));
        let (open, over): (Vec<Past>, Vec<Past>) =
            rest.cloned().partition(|it| it.became == Became::Open);
        let left_out = over.len().saturating_sub(OVER_MAX);
        let over = over.into_iter().take(OVER_MAX).collect();
        let zone = self.desk.person.zone.clone();
        self.say(None, Words::History { upcoming, open, over, left_out, zone });
    }

    fn tell_transcript(&mut self, index: usize, by_mail: bool, to: Option<&str>) {
        let request = self.desk.requests[index].id;
        match (by_mail, to) {
            (true, Some(to)) => return self.mail_transcript(index, to),
            (true, None) if self.desk.requests[index].last_transcript().is_some() => {
                self.desk.person.email_asked = true;
                self.say(None, Words::AskEmail);
            }
            _ => self.transcript(index),
        }
        self.desk.person.mail_wanted = Some(MailWanted::Transcript { request });
    }

    /// Asked for, so that it goes out though the same talk was mailed before.
    pub(super) fn mail_transcript(&mut self, index: usize, to: &str) {
        match self.transcript_words(index) {
            Some(words) => {
                let (request, to) = (Some(self.desk.requests[index].id), to.to_owned());
                self.say(request, Words::MailSent { address: to.clone() });
                self.commands.push(Command::MailWords { request, to, words: Box::new(words) });
            }
            None => self.say_about(index, |about| Words::NoTranscript { about }),
        }
    }

    /// "Send me my data."
    pub(super) fn export_wanted(&mut self) {
        match self.desk.person.email.clone() {
            Some(to) => self.export_to(to),
            None => {
                self.desk.person.mail_wanted = Some(MailWanted::Export);
                self.desk.person.email_asked = true;
                self.say(None, Words::AskEmailForData);
            }
        }
    }

    pub(super) fn export_to(&mut self, to: String) {
        self.say(None, Words::DataComing { address: to.clone() });
        self.commands.push(Command::Export { to });
    }
}

/// The last requests in which anybody was told anything.
fn newest_calls(past: &[Past]) -> Vec<Past> {
    let told = |it: &&Past| !it.receipts.is_empty();
    past.iter().filter(told).take(RECEIPTS_MAX).cloned().collect()
}

/// Requests of which a receipt is shown at once.
const RECEIPTS_MAX: usize = 10;

/// Of requests that are over, so many are told.
const OVER_MAX: usize = 15;

impl Request {
    #[must_use]
    pub fn about(&self) -> About {
        About {
            request: self.id,
            service: self.wish.service.clone(),
            provider: self.wish.provider_for_people(),
        }
    }

    /// Takes away what a request that is long over is no longer needed for: what was said in its calls and messages.
    /// What was booked, and by which words, stays.
    pub fn forget_texts(&mut self) {
        if let Stage::Closed { last, .. } = &mut self.stage {
            *last = None;
        }
        self.wish.reason = None;
        self.wish.when_said.clear();
        self.wish.facts.clear();
        self.owed = None;
        self.called_off_by = None;
        let kept = |told: &Told| !matches!(told, Told::Answer(_));
        self.told.retain(kept);
        for receipt in &mut self.receipts {
            receipt.told.retain(kept);
        }
    }
}

impl Call {
    /// Takes away what the agent was told of the person.
    pub fn forget_texts(&mut self) {
        let brief = &mut self.brief;
        brief.first_sentence.clear();
        brief.name.clear();
        brief.for_whom = None;
        brief.reason = None;
        brief.callback = None;
        brief.facts.clear();
    }
}

impl EventKind {
    /// What of these requests, newest first, is told.
    #[must_use]
    pub fn recalled(recall: Recall, requests: &[Request]) -> Self {
        let request = recall.meant(requests);
        let past = recall.in_short(requests);
        Self::Recalled { recall, past, request }
    }
}
