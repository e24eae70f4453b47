//! From meaning to sentences: [`Words`] in the person's language, as WhatsApp can show them.
//!
//! All text stands in the Fluent files under `locales/`; a new language is one file more. What was said by others is
//! quoted, shortened and made harmless ([`foreign`]). Nothing here knows a vendor, a clock or the database.
//!
//! Limits of the chat, in UTF-16 units: a text of 1600 (split at [`PART_MAX`]); with buttons 1024; 3 buttons of 20, or
//! a list of 10 rows of 24 with a description of 72. Source: <https://www.twilio.com/docs/content/content-types-overview>

mod afterwards;
mod asking;
mod choosing;
mod foreign;
mod headline;
mod history;
mod outcome;
mod page;
mod phrases;
mod progress;
mod split;
mod template;
mod times;

#[cfg(test)]
mod locale_tests;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;

use domain::appointment::{
    About, Button, ButtonVerb, CalendarProblem, Speaker, Transcript, Unsupported, Words,
};
use domain::language::Language;
use domain::when::Window;
use serde::{Deserialize, Serialize};

use foreign::{NAME_MAX, inside_quotes, one_line, shortened};
use page::Page;
use split::units;

pub(crate) use foreign::FACT_MAX;
pub(crate) use outcome::Outcome;
pub(crate) use phrases::Phrases;
pub use split::{PART_MAX, split};
pub use template::template_values;
pub(crate) use times::WallClock;

/// Of the text above buttons or a list.
pub const INTERACTIVE_BODY_MAX: usize = 1024;
/// More buttons than these are shown as a list.
pub const BUTTONS_MAX: usize = 3;
pub const BUTTON_TITLE_MAX: usize = 20;
pub const ROWS_MAX: usize = 10;
pub const ROW_TITLE_MAX: usize = 24;
pub const ROW_DESCRIPTION_MAX: usize = 72;
/// Of a voice note that is shown back, in characters.
const HEARD_MAX: usize = 3000;

/// A message as the person reads it.
///
/// Invariant: with `buttons`, the message keeps all limits of one with buttons or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// Says all that the buttons offer, except for the verbs of the card.
    pub body: String,
    /// Up to [`BUTTONS_MAX`] are buttons; more are the rows of a list, and only these have descriptions.
    pub buttons: Vec<Label>,
    /// What opens the list: there when `buttons` are the rows of one.
    pub list_title: Option<String>,
}

/// The face of a button or of a list row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// [`Button::id`].
    pub id: String,
    pub title: String,
    pub description: Option<String>,
}

/// Finds the words for a message. Where buttons would break a limit, the options stand in the text instead.
#[must_use]
pub fn render(words: &Words, language: Language) -> Spoken {
    let phrases = Phrases(language);
    let (body, buttons) = (phrases.body(words), phrases.labels(words));
    if buttons.len() > ROWS_MAX || (!buttons.is_empty() && units(&body) > INTERACTIVE_BODY_MAX) {
        return Spoken {
            body: options_as_text(&body, &buttons),
            buttons: Vec::new(),
            list_title: None,
        };
    }
    let list_title = (buttons.len() > BUTTONS_MAX).then(|| phrases.say("button-choose"));
    Spoken { body, buttons, list_title }
}

/// Windows in one breath, for the voice agent to ask for, on the provider's clock.
#[must_use]
pub fn windows_aloud(language: Language, windows: &[Window], zone: &str) -> String {
    WallClock::new(Phrases(language), zone).windows(windows).join("; ")
}

/// The whole message as plain text, for when its buttons can't be shown. Numbers choose from what the body lists, and
/// on the card; the other buttons are words to write.
#[must_use]
pub fn options_as_text(body: &str, buttons: &[Label]) -> String {
    let verb = |label: &Label| Button::parse(&label.id).map(|button| button.verb);
    let is_card = buttons.iter().any(|label| verb(label) == Some(ButtonVerb::Call));
    let is_numbered = buttons.iter().any(|label| matches!(verb(label), Some(ButtonVerb::Pick(_))));
    let options = buttons.iter().zip(1..).filter_map(|(label, number)| match verb(label)? {
        ButtonVerb::Call | ButtonVerb::Change => Some(format!("{number}. {}", label.title)),
        ButtonVerb::Cancel if is_card => Some(format!("{number}. {}", label.title)),
        ButtonVerb::Cancel
        | ButtonVerb::Transcript
        | ButtonVerb::Elsewhere
        | ButtonVerb::StopNow
        | ButtonVerb::WaitLonger
        | ButtonVerb::Erase
        | ButtonVerb::EraseNothing
        | ButtonVerb::CallOff
        | ButtonVerb::Move
        | ButtonVerb::NoCheck
        | ButtonVerb::BringIt
        | ButtonVerb::RingMe => Some(format!("→ {}", label.title)),
        ButtonVerb::Keep if !is_numbered => Some(format!("→ {}", label.title)),
        // The body has listed the one; "now" as a word would be taken for a time.
        ButtonVerb::Pick(_)
        | ButtonVerb::Any
        | ButtonVerb::Neither
        | ButtonVerb::Keep
        | ButtonVerb::CallNow => None,
    });
    let options: Vec<_> = options.collect();
    if options.is_empty() { body.to_owned() } else { format!("{body}\n\n{}", options.join("\n")) }
}

impl Phrases {
    fn body(self, words: &Words) -> String {
        match words {
            Words::Welcome => self.paragraphs(&["welcome-what", "welcome-how", "welcome-stop"]),
            Words::Help => self.paragraphs(&["help-what", "help-words"]),
            Words::InvitedOnly => self.say("invited-only"),
            Words::WhoIAm => self.say("who-i-am"),
            Words::Greeting => self.say("greeting"),
            Words::YouAreWelcome => self.say("you-are-welcome"),
            Words::Goodbye => self.say("goodbye"),
            Words::OutOfScope => self.say("out-of-scope"),
            Words::Emergency { number } => self.emergency(number),
            Words::Heard { text } => self.heard(text),
            Words::CouldNotHear => self.say("could-not-hear"),
            Words::SecretNotKept => self.say("secret-not-kept"),
            Words::ChatWasClosed => self.say("chat-was-closed"),
            Words::CouldNotReadCard => self.say("could-not-read-card"),
            Words::Unsupported { kind } => {
                self.fill("unsupported", [("kind", kind_word(*kind).into())])
            }
            Words::NotUnderstood => self.say("not-understood"),
            Words::NoHuman => self.say("no-human"),
            Words::Stopped => self.say("stopped"),
            Words::TooManyOpen { max } => self.fill("too-many-open", [("max", (*max).into())]),
            Words::NothingOpen => self.say("nothing-open"),
            Words::Ask { about, missing } => self.ask(about, missing),
            Words::Card(card) => self.card(card),
            Words::WhomToCall { about, found, unknown } => {
                self.whom_to_call(about, found, unknown.as_deref())
            }
            Words::Enquiring { about, providers, begins, until, zone, commits } => {
                self.enquiring(about, providers, *begins, *until, zone, *commits)
            }
            Words::Compared { about, offers, others, until, zone, taken, gone, reminder } => {
                let key = match (taken, gone, reminder) {
                    (true, ..) => "compared-taken",
                    (_, _, true) => "compared-reminder",
                    (_, true, _) => "compared-gone",
                    _ => "compared",
                };
                self.compared(about, offers, others, (*until, zone), key)
            }
            Words::WhatToChange { about } => self.note(about, "what-to-change"),
            Words::Calling { about } => self.note(about, "calling"),
            Words::CallHeld { about } => self.note(about, "call-held"),
            Words::Talking { about } => self.note(about, "talking"),
            Words::StillOnIt { about } => self.note(about, "still-on-it"),
            Words::AskedFirst { about } => self.note(about, "asked-first"),
            Words::CannotChangeNow { about } => self.note(about, "cannot-change-now"),
            Words::Status { about, calls, next_at, zone } => {
                self.status(about, *calls, *next_at, zone)
            }
            Words::RetryPlanned { about, why, at, zone } => self.retry(about, *why, *at, zone),
            Words::WhichOffer { about, offers, zone } => self.which_offer(about, offers, zone),
            Words::ProviderAsks { about, question, options, .. } => {
                self.provider_asks(about, question, options)
            }
            Words::Unanswered { about, question, options, until, zone, .. } => {
                self.unanswered(about, question, options, *until, zone)
            }
            Words::PassedOn { about } => self.note(about, "passed-on"),
            Words::OffersLeft { about, offers, until, zone, reminder } => {
                self.offers_left(about, offers, *until, zone, *reminder)
            }
            Words::AlreadyDecided { about } => self.note(about, "already-decided"),
            Words::Stopping { about, talking: false } => self.note(about, "stopping"),
            Words::Stopping { about, talking: true } => self.note(about, "stopping-talking"),
            Words::OnHold { about, until, zone, .. } => self.on_hold(about, *until, zone),
            Words::TheyRang { about } => self.note(about, "they-rang"),
            Words::NotOnTheList { about, last } => {
                let mut page = Page::about(&self.name_of(about));
                page.line(&self.fill("not-on-the-list", [("last", (*last).into())]));
                page.into_text()
            }
            Words::NoSecrets { about } => self.note(about, "no-secrets"),
            Words::CallOffBooked { about, at, zone } => {
                self.at_moment("call-off-booked", about, *at, zone)
            }
            Words::WhichToCancel { requests } => self.which("which-to-cancel", requests),
            Words::WhichToMove { requests } => self.which("which-to-move", requests),
            Words::AlreadyOver { about, at, zone, number } => {
                self.already_over(about, *at, zone, number.as_deref())
            }
            Words::CannotCome { about, at, zone } => {
                self.at_moment("cannot-come", about, *at, zone)
            }
            Words::Kept { about, at, zone } => self.at_moment("kept", about, *at, zone),
            Words::Reminder { about, at, zone, person_zone, address, bring } => {
                let told = [("label-address", address), ("label-bring", bring)];
                self.reminder(about, *at, (zone, person_zone), &told)
            }
            Words::Watching { about, at, next_at, zone } => {
                self.watching(about, *at, *next_at, zone)
            }
            Words::WatchTooNear { about, at, zone } => {
                self.at_moment("watch-too-near", about, *at, zone)
            }
            Words::WatchOver { about, at, zone, in_vain: true } => {
                self.at_moment("watch-in-vain", about, *at, zone)
            }
            Words::WatchOver { about, at, zone, in_vain: false } => {
                self.at_moment("watch-over", about, *at, zone)
            }
            Words::EarlierFound { about, offers, at, zone } => {
                self.earlier_found(about, offers, *at, zone)
            }
            Words::RemindersSet { on: true } => self.say("reminders-on"),
            Words::RemindersSet { on: false } => self.say("reminders-off"),
            Words::NoCheck { about } => self.note(about, "no-check"),
            Words::LanguageSet => self.say("language-set"),
            Words::OneAtATime => self.say("one-at-a-time"),
            Words::Final(view) => Outcome::of(self, view).in_chat(self, false),
            Words::Correction(view) => Outcome::of(self, view).in_chat(self, true),
            Words::AskEmail => self.say("ask-email"),
            Words::EmailSaved { address } => self.with_address("email-saved", address),
            Words::BadEmail => self.say("bad-email"),
            Words::MailSent { address } => self.with_address("mail-sent", address),
            Words::MailFailed { address } => self.with_address("mail-failed", address),
            Words::Transcript { about, provider_language, transcript } => {
                self.transcript(about, *provider_language, transcript)
            }
            Words::NoTranscript { about } => self.note(about, "no-transcript"),
            Words::History { upcoming, open, over, left_out, zone } => {
                self.history(upcoming, open, over, *left_out, zone)
            }
            Words::Receipts { past, zone } => self.receipts(past, zone),
            Words::AskEmailForData => self.say("ask-email-for-data"),
            Words::DataComing { address } => self.with_address("data-coming", address),
            Words::AskToErase { appointments, open, zone, .. } => {
                self.ask_to_erase(appointments, *open, zone)
            }
            Words::NothingErased => self.say("nothing-erased"),
            Words::CalendarKept => self.say("calendar-kept"),
            Words::CalendarForgotten { was_known: true } => self.say("calendar-forgotten"),
            Words::CalendarForgotten { was_known: false } => self.say("calendar-unknown"),
            Words::CalendarNotRead { why } => {
                let why = match why {
                    CalendarProblem::NotReached => "not-reached",
                    CalendarProblem::NotACalendar => "not-a-calendar",
                    CalendarProblem::NotAllowed => "not-allowed",
                };
                self.fill("calendar-not-read", [("why", why.into())])
            }
            Words::Erasing => self.say("erasing"),
            Words::Erased(receipt) => self.erased(receipt),
        }
    }

    fn paragraphs(self, keys: &[&'static str]) -> String {
        let mut page = Page::default();
        for key in keys {
            page.paragraph(&self.say(key));
        }
        page.into_text()
    }

    /// The request's name and one sentence.
    fn note(self, about: &About, key: &'static str) -> String {
        let mut page = Page::about(&self.name_of(about));
        page.line(&self.say(key));
        page.into_text()
    }

    fn emergency(self, number: &str) -> String {
        let number = one_line(number);
        let mut page =
            Page::about(&self.fill("emergency-call", [("number", number.as_str().into())]));
        page.line(&self.fill("emergency-why", [("number", number.as_str().into())]));
        page.into_text()
    }

    fn heard(self, text: &str) -> String {
        let text = shortened(&inside_quotes(&one_line(text)), HEARD_MAX);
        let mut page = Page::default();
        page.line(&self.fill("heard", [("text", text.into())]));
        page.into_text()
    }

    fn with_address(self, key: &'static str, address: &str) -> String {
        let mut page = Page::default();
        page.line(&self.fill(key, [("address", one_line(address).into())]));
        page.into_text()
    }

    /// `Haircut, Marta`.
    pub(crate) fn name_of(self, about: &About) -> String {
        let known: Vec<_> = [&about.service, &about.provider]
            .into_iter()
            .flatten()
            .map(|name| self.foreign(name, NAME_MAX))
            .filter(|name| !name.is_empty())
            .collect();
        if known.is_empty() {
            self.say("appointment-unnamed")
        } else {
            capitalised(&known.join(", "))
        }
    }

    /// What the other side of the call is named: a name, not a number.
    pub(crate) fn callee(self, about: &About) -> Option<String> {
        let name = self.foreign(about.provider.as_deref()?, NAME_MAX);
        name.contains(char::is_alphabetic).then_some(name)
    }

    fn transcript(
        self,
        about: &About,
        provider_language: Language,
        transcript: &Transcript,
    ) -> String {
        let lines = self.talk(about, transcript);
        if lines.is_empty() {
            return self.note(about, "no-transcript");
        }
        let mut page = Page::about(&self.name_of(about));
        page.line(&self.transcript_heading(provider_language));
        for (n, line) in lines.iter().enumerate() {
            let line = format!("{}: {}", line.speaker, line.text);
            if n == 0 {
                page.paragraph(&line)
            } else {
                page.line(&line)
            };
        }
        page.into_text()
    }

    pub(crate) fn transcript_heading(self, spoken: Language) -> String {
        if spoken == self.0 {
            return self.say("transcript-here");
        }
        self.fill("transcript-here-foreign", [("language", self.language_name(spoken).into())])
    }

    pub(crate) fn language_name(self, language: Language) -> String {
        self.fill("language-name", [("code", language.code().into())])
    }

    /// What was said, in the original words; who said it, in this language. Turns without words are left out.
    pub(crate) fn talk(self, about: &About, transcript: &Transcript) -> Vec<Line> {
        let callee = self.callee(about).unwrap_or_else(|| self.say("speaker-callee"));
        let lines = transcript.turns.iter().map(|turn| {
            let speaker = match turn.speaker {
                Speaker::Agent => self.say("speaker-agent"),
                Speaker::Callee => callee.clone(),
            };
            Line { at_s: turn.at_s, speaker, text: self.foreign(&turn.text, TURN_MAX) }
        });
        lines.filter(|line| !line.text.is_empty()).collect()
    }
}

/// Of one turn of a talk, in characters: longer than anybody speaks without a pause.
const TURN_MAX: usize = 2000;

/// A turn of a talk, to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Seconds since the call was answered.
    pub(crate) at_s: u32,
    pub(crate) speaker: String,
    pub(crate) text: String,
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn kind_word(kind: Unsupported) -> &'static str {
    match kind {
        Unsupported::Image => "image",
        Unsupported::Video => "video",
        Unsupported::Document => "document",
        Unsupported::Sticker => "sticker",
        Unsupported::Other => "other",
    }
}
