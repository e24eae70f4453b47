//! What a command becomes when it is stored: everything that must not change between two tries is made here.

use std::collections::BTreeMap;

use data::{NeverCalled, NewCall, NewCommand, NewErasure};
use domain::appointment::{
    Command, Direction, Event, EventKind, Lookup, Media, Person, Recall, Timer, Words,
};
use domain::ids::{AttemptId, CallId, CommandId, EventId, RequestId};
use domain::understanding::Asked;
use domain::when::Window;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::caller::call_token_hash;
use crate::mail::{self, RenderedMail};
use crate::settings::Settings;
use crate::words::{self, Label};

/// One thing for a worker to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub(crate) enum Job {
    Send(Outgoing),
    Mail(Letter),
    Typing {
        message_sid: String,
    },
    Transcribe {
        of: EventId,
        media: Media,
    },
    ReadCard {
        of: EventId,
        media: Media,
    },
    Read {
        of: EventId,
        text: String,
        asked: Vec<Asked>,
        options: Vec<String>,
    },
    FindProviders {
        request: RequestId,
        lookup: Lookup,
    },
    PlaceCall {
        call: CallId,
        /// Seconds for which dialling was paused meanwhile.
        #[serde(default)]
        paused_s: i64,
    },
    EndCall {
        call: CallId,
        #[serde(default)]
        now: bool,
    },
    /// A second ring of the same call: cancelled on sight.
    EndSurplus {
        sid: String,
    },
    /// Have the voice agent ready before somebody answers.
    Register {
        attempt: AttemptId,
    },
    /// Look after a call whose end was never reported.
    WatchCall {
        call: CallId,
        look: u32,
    },
    /// Ask the carrier once how a call stands.
    LookAtCall {
        call: CallId,
    },
    FetchTranscript {
        call: CallId,
        look: u32,
    },
    /// Read the person's own calendar; its address stays where it is.
    ReadCalendar {
        windows: Vec<Window>,
    },
    /// Find what was.
    Recall {
        recall: Recall,
    },
    /// Put together all that is kept about the person, to be mailed.
    Export {
        to: String,
    },
    Wake {
        timer: Timer,
    },
    DropContent {
        sid: String,
    },
    DropMedia {
        media: Media,
    },
}

/// A chat message, its text frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outgoing {
    pub(crate) request: Option<RequestId>,
    pub(crate) body: String,
    pub(crate) labels: Vec<Label>,
    /// The word on the list's own button.
    pub(crate) list_title: Option<String>,
    /// For the template outside the 24 hours, by placeholder.
    pub(crate) template: BTreeMap<String, String>,
    /// What has been done so far.
    #[serde(default)]
    pub(crate) progress: Progress,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Progress {
    /// Buttons or a list, stored at the vendor.
    pub(crate) content_sid: Option<String>,
    /// When a try began of which nobody knows whether it was accepted.
    pub(crate) unknown_since: Option<Timestamp>,
    /// The window was found closed.
    pub(crate) by_template: bool,
}

/// A mail, its bytes frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) mail: RenderedMail,
}

impl Job {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Send(_) => "send",
            Self::Mail(_) => "mail",
            Self::Typing { .. } => "typing",
            Self::Transcribe { .. } => "transcribe",
            Self::ReadCard { .. } => "read_card",
            Self::Read { .. } => "read",
            Self::FindProviders { .. } => "find_providers",
            Self::PlaceCall { .. } => "place_call",
            Self::EndCall { .. } => "end_call",
            Self::EndSurplus { .. } => "end_surplus",
            Self::Register { .. } => "register",
            Self::WatchCall { .. } => "watch_call",
            Self::LookAtCall { .. } => "look_at_call",
            Self::FetchTranscript { .. } => "fetch_transcript",
            Self::ReadCalendar { .. } => "read_calendar",
            Self::Recall { .. } => "recall",
            Self::Export { .. } => "export",
            Self::Wake { .. } => "wake",
            Self::DropContent { .. } => "drop_content",
            Self::DropMedia { .. } => "drop_media",
        }
    }

    /// Things of one lane happen one after the other, in order.
    fn lane(&self, person: &Person) -> Option<String> {
        match self {
            Self::Send(_) => Some(format!("chat:{}", person.id)),
            Self::Transcribe { .. } | Self::ReadCard { .. } | Self::Read { .. } => {
                Some(format!("read:{}", person.id))
            }
            _ => None,
        }
    }

    /// A command without lane, for the worker's own follow-ups.
    pub(crate) fn follow_up(
        &self,
        id: CommandId,
        person: domain::ids::PersonId,
        request: Option<RequestId>,
        ready_at: Timestamp,
    ) -> NewCommand {
        NewCommand {
            id,
            person,
            request,
            kind: self.kind().to_owned(),
            lane: None,
            ready_at,
            body: serde_json::to_value(self).expect("a job is plain data"),
            final_for: None,
            call: None,
            ends_call: None,
            never_call: None,
            erasure: None,
        }
    }
}

/// Freezes the commands of one decision. The ids come of the event, so that deciding twice asks once.
pub(crate) fn freeze(
    commands: Vec<Command>,
    person: &Person,
    event: &Event,
    now: Timestamp,
    settings: &Settings,
) -> Vec<NewCommand> {
    let frozen = commands.into_iter().enumerate().flat_map(|(index, command)| {
        let id = |part: usize| CommandId::derived(event.id.0, &format!("{index}.{part}"));
        freeze_one(command, person, event, id, now, settings)
    });
    frozen.collect()
}

fn freeze_one(
    command: Command,
    person: &Person,
    event: &Event,
    id: impl Fn(usize) -> CommandId,
    now: Timestamp,
    settings: &Settings,
) -> Vec<NewCommand> {
    let mut ready_at = now;
    let mut call = None;
    let mut ends_call = None;
    let mut request = None;
    let job = match command {
        Command::Say { request, words } => return say(request, &words, person, id, now, false),
        Command::FinalWord { request, words } => {
            return say(Some(request), &words, person, id, now, true);
        }
        Command::Mail { request, to, mail } => {
            // Not twice to the same address, whatever asked for it, unless mail has failed since.
            let again = match person.bounces {
                0 => String::new(),
                bounces => format!(" after {bounces} bounces"),
            };
            let key = CommandId::derived(request.0, &format!("mail to {to}{again}"));
            let letter = Letter { mail: mail::render(&mail, now), to };
            return vec![Job::Mail(letter).follow_up(key, person.id, Some(request), now)];
        }
        Command::MailWords { request, to, words } => {
            let spoken = words::render(&words, person.language);
            let letter = Letter { to, mail: mail::of_message(&spoken.body) };
            return vec![Job::Mail(letter).follow_up(id(0), person.id, request, now)];
        }
        Command::ReadCalendar { windows } => Job::ReadCalendar { windows },
        Command::Recall { recall } => Job::Recall { recall },
        Command::Export { to } => Job::Export { to },
        Command::Erase { tell } => {
            let (person, language) = (person.id, person.language);
            let erasure = NewErasure { id: id(0).0, person, language, tell };
            return vec![NewCommand {
                id: id(0),
                person,
                request: None,
                kind: "erase".to_owned(),
                lane: None,
                ready_at: now,
                body: json!({ "tell": tell }),
                final_for: None,
                call: None,
                ends_call: None,
                never_call: None,
                erasure: Some(erasure),
            }];
        }
        Command::Typing { message_sid } => Job::Typing { message_sid },
        Command::Transcribe { of, media } => Job::Transcribe { of, media },
        Command::ReadCard { of, media } => Job::ReadCard { of, media },
        Command::Read { of, text, asked, options } => Job::Read { of, text, asked, options },
        Command::FindProviders { request: of, lookup } => {
            request = Some(of);
            Job::FindProviders { request: of, lookup }
        }
        Command::PlaceCall(wanted) | Command::TakeCall(wanted) => {
            let job = match wanted.direction {
                Direction::Outbound => Job::PlaceCall { call: wanted.id, paused_s: 0 },
                Direction::Inbound => {
                    ready_at = now.saturating_add(WATCH_INBOUND).unwrap_or(now);
                    Job::WatchCall { call: wanted.id, look: 0 }
                }
            };
            request = Some(wanted.request);
            let token_hash = call_token_hash(settings, wanted.id);
            call = Some(Box::new(NewCall { call: *wanted, token_hash }));
            job
        }
        Command::EndCall { call, now } => {
            ends_call = Some(call);
            Job::EndCall { call, now }
        }
        Command::NeverCall { number, why } => {
            let call = match &event.kind {
                EventKind::Call { call, .. } | EventKind::Tool { call, .. } => Some(*call),
                _ => None,
            };
            return vec![NewCommand {
                id: id(0),
                person: person.id,
                request: event.kind.request(),
                kind: "never_call".to_owned(),
                lane: None,
                ready_at: now,
                body: json!({ "why": why }),
                final_for: None,
                call: None,
                ends_call: None,
                never_call: Some(NeverCalled { number, why, call }),
                erasure: None,
            }];
        }
        Command::FetchTranscript { call } => {
            ready_at = now.saturating_add(crate::caller::transcript::FIRST_LOOK).unwrap_or(now);
            Job::FetchTranscript { call, look: 0 }
        }
        Command::Wake { at, timer } => {
            ready_at = at;
            Job::Wake { timer }
        }
    };
    let lane = job.lane(person);
    vec![NewCommand { lane, call, ends_call, ..job.follow_up(id(0), person.id, request, ready_at) }]
}

/// When a call that a provider made is looked at for the first time.
const WATCH_INBOUND: SignedDuration = SignedDuration::from_secs(60);

/// A message in the person's language, in as many parts as the chat wants it.
fn say(
    request: Option<RequestId>,
    words: &Words,
    person: &Person,
    id: impl Fn(usize) -> CommandId,
    now: Timestamp,
    last_word: bool,
) -> Vec<NewCommand> {
    let spoken = words::render(words, person.language);
    let parts = words::split(&spoken.body);
    let last = parts.len().saturating_sub(1);
    let template = words::template_values(words, person.language);
    let commands = parts.into_iter().enumerate().map(|(part, body)| {
        let outgoing = Outgoing {
            request,
            body,
            labels: if part == last { spoken.buttons.clone() } else { Vec::new() },
            list_title: spoken.list_title.clone(),
            template: template.clone(),
            progress: Progress::default(),
        };
        let job = Job::Send(outgoing);
        NewCommand {
            lane: job.lane(person),
            final_for: request.filter(|_| last_word && part == last),
            ..job.follow_up(id(part), person.id, request, now)
        }
    });
    commands.collect()
}
