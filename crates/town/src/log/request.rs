//! The timeline of one request alone.

use std::collections::BTreeSet;

use askama::Template;
use domain::ids::RequestId;
use sandbox::timeline::{Entry, Kind};
use services::journal::{Entry as Kept, Journal, Line, RequestRow};

use crate::look::{Look, wall_time};
use crate::page::Shown;
use crate::texts::Texts;

/// Requests that can be chosen.
const OFFERED_MAX: usize = 8;
/// Characters of what a request is called.
const NAME_MAX: usize = 48;

/// The request that was chosen, with what belongs to it. None: all that happened.
pub struct Chosen(Option<Belongings>);

struct Belongings {
    id: String,
    /// It, and those that only ask for it.
    requests: BTreeSet<RequestId>,
    /// Events without a request that led to something for it, by our ids.
    led_to_it: BTreeSet<String>,
    /// The vendors' names of its calls, conversations and messages.
    named: BTreeSet<String>,
    /// What its events say, in which other names of the vendors' stand.
    told: String,
}

impl Chosen {
    /// Somebody else's request, or one that is gone, is none.
    pub fn of(look: &Look, own: &Journal) -> Self {
        let is_chosen = |row: &&RequestRow| look.request.as_ref() == Some(&name(row.id));
        Self(own.requests.iter().find(is_chosen).map(|row| Belongings::of(row.id, own)))
    }

    pub fn has(&self, kept: &Kept) -> bool {
        self.0.as_ref().is_none_or(|chosen| chosen.has(kept))
    }

    /// Things that concern nobody alone (the clock, a vendor that is down) concern it too.
    pub fn tells_of(&self, entry: &Entry) -> bool {
        let Some(chosen) = &self.0 else { return true };
        if entry.about.is_empty() {
            return matches!(entry.kind, Kind::Fault | Kind::Note);
        }
        chosen.named.contains(&entry.about) || chosen.told.contains(&entry.about)
    }
}

impl Belongings {
    fn of(id: RequestId, own: &Journal) -> Self {
        let asks_for_it = own.requests.iter().filter(|row| row.enquires_for == Some(id));
        let requests: BTreeSet<RequestId> =
            asks_for_it.map(|row| row.id).chain(std::iter::once(id)).collect();
        let is_its = |request: &Option<RequestId>| request.is_some_and(|id| requests.contains(&id));
        let ordered: BTreeSet<_> = own
            .entries
            .iter()
            .filter(|kept| matches!(kept.line, Line::Command { .. }) && is_its(&kept.request))
            .map(|kept| kept.at)
            .collect();
        let led = |kept: &&Kept| match &kept.line {
            Line::Event { decided_at, .. } => {
                kept.request.is_none() && decided_at.is_some_and(|at| ordered.contains(&at))
            }
            Line::Command { .. } => false,
        };
        let led_to_it = own.entries.iter().filter(led).map(|kept| kept.id.to_string()).collect();
        let calls = own.calls.iter().filter(|call| requests.contains(&call.request));
        let calls = calls
            .flat_map(|call| std::iter::once(call.sid.clone()).chain(call.conversation.clone()));
        let sent = own.sent.iter().filter(|(_, request)| requests.contains(request));
        let named = calls.chain(sent.map(|(sid, _)| sid.clone())).collect();
        let mut chosen = Self { id: name(id), requests, led_to_it, named, told: String::new() };
        let bodies = own.entries.iter().filter(|kept| chosen.has(kept));
        chosen.told = bodies.map(|kept| kept.body.to_string()).collect();
        chosen
    }

    fn has(&self, kept: &Kept) -> bool {
        match kept.request {
            Some(request) => self.requests.contains(&request),
            None => self.led_to_it.contains(&kept.id.to_string()),
        }
    }
}

fn name(id: RequestId) -> String {
    id.0.simple().to_string()
}

struct Choice {
    id: String,
    title: String,
    query: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "requests.html")]
struct Choices {
    texts: Texts,
    all: Choice,
    requests: Vec<Choice>,
}

/// What can be chosen; nothing where there is no choice.
pub fn render(look: &Look, own: &Journal, chosen: &Chosen) -> Shown {
    let current = chosen.0.as_ref().map(|chosen| chosen.id.as_str());
    let choice = |row: &RequestRow| {
        let id = name(row.id);
        Choice {
            title: title(look, row),
            query: look.with_request(Some(&id)),
            chosen: current == Some(id.as_str()),
            id,
        }
    };
    let offered = own.requests.iter().filter(|row| row.enquires_for.is_none());
    let requests: Vec<Choice> = offered.take(OFFERED_MAX).map(choice).collect();
    let all = Choice {
        id: String::new(),
        title: look.texts.say("request-all"),
        query: look.with_request(None),
        chosen: current.is_none(),
    };
    Ok(Choices { texts: look.texts, all, requests }.render()?)
}

fn title(look: &Look, row: &RequestRow) -> String {
    let known = [row.service.as_deref(), row.provider.as_deref()];
    let known: Vec<&str> = known.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let title: String = known.join(" · ").chars().take(NAME_MAX).collect();
    let at = wall_time(row.created_at, &look.person);
    if title.is_empty() { look.texts.fill("request-at", &[("time", &at)]) } else { title }
}
