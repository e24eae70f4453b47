//! What fits into the approved template, which is all that may be sent a day after the person's last message.
//!
//! Template variables hold no line breaks, no tabs and no five blanks in a row, and are never empty.
//! Source: <https://www.twilio.com/docs/whatsapp/key-concepts>

use std::collections::BTreeMap;

use domain::appointment::{About, Words};
use domain::language::Language;

use super::foreign::shortened;
use super::phrases::Phrases;
use super::times::WallClock;

/// Of a variable, in characters: a template has 1024 for everything.
const VALUE_MAX: usize = 300;

/// Says in one line what `words` would have said: `1` is what it is about ("Haircut, Marta"), `2` how it stands.
#[must_use]
pub fn template_values(words: &Words, language: Language) -> BTreeMap<String, String> {
    let phrases = Phrases(language);
    let result = match words {
        Words::Final(view) | Words::Correction(view) => phrases.headline(&view.as_ref().into()),
        Words::OffersLeft { offers, until, zone, .. } => {
            let moment = WallClock::new(phrases, zone).moment(*until);
            phrases.fill("note-offers", [("count", offers.len().into()), ("moment", moment.into())])
        }
        Words::Compared { offers, until: Some(until), zone, .. } => {
            let moment = WallClock::new(phrases, zone).moment(*until);
            phrases.fill("note-offers", [("count", offers.len().into()), ("moment", moment.into())])
        }
        Words::RetryPlanned { why, at, zone, .. } => phrases.retry_line(*why, *at, zone),
        Words::EarlierFound { offers, zone, .. } => {
            let clock = WallClock::new(phrases, zone);
            let moment = offers.first().map(|offer| clock.moment(offer.at)).unwrap_or_default();
            phrases.fill("note-earlier", [("moment", moment.into())])
        }
        Words::Reminder { at, zone, person_zone, .. } => {
            phrases.reminder_line(*at, (zone, person_zone))
        }
        Words::WhichOffer { .. } | Words::ProviderAsks { .. } | Words::Unanswered { .. } => {
            phrases.say("note-question")
        }
        _ => phrases.say("note-news"),
    };
    let about = about(words)
        .map_or_else(|| phrases.say("appointment-unnamed"), |about| phrases.name_of(about));
    [("1", about), ("2", result)]
        .map(|(name, text)| (name.to_owned(), shortened(&text, VALUE_MAX)))
        .into()
}

fn about(words: &Words) -> Option<&About> {
    match words {
        Words::Ask { about, .. }
        | Words::WhomToCall { about, .. }
        | Words::Enquiring { about, .. }
        | Words::Compared { about, .. }
        | Words::WhatToChange { about }
        | Words::Calling { about }
        | Words::CallHeld { about }
        | Words::Talking { about }
        | Words::StillOnIt { about }
        | Words::AskedFirst { about }
        | Words::CannotChangeNow { about }
        | Words::Status { about, .. }
        | Words::RetryPlanned { about, .. }
        | Words::WhichOffer { about, .. }
        | Words::ProviderAsks { about, .. }
        | Words::Unanswered { about, .. }
        | Words::PassedOn { about }
        | Words::OffersLeft { about, .. }
        | Words::AlreadyDecided { about }
        | Words::Stopping { about, .. }
        | Words::OnHold { about, .. }
        | Words::TheyRang { about }
        | Words::CallOffBooked { about, .. }
        | Words::NoCheck { about }
        | Words::AlreadyOver { about, .. }
        | Words::CannotCome { about, .. }
        | Words::Kept { about, .. }
        | Words::Reminder { about, .. }
        | Words::Watching { about, .. }
        | Words::WatchTooNear { about, .. }
        | Words::WatchOver { about, .. }
        | Words::EarlierFound { about, .. }
        | Words::NoSecrets { about }
        | Words::NotOnTheList { about, .. }
        | Words::Transcript { about, .. }
        | Words::NoTranscript { about } => Some(about),
        Words::Card(card) => Some(&card.about),
        Words::Final(view) | Words::Correction(view) => Some(&view.about),
        Words::Welcome
        | Words::Help
        | Words::InvitedOnly
        | Words::WhoIAm
        | Words::Greeting
        | Words::YouAreWelcome
        | Words::Goodbye
        | Words::OutOfScope
        | Words::Emergency { .. }
        | Words::Heard { .. }
        | Words::CouldNotHear
        | Words::SecretNotKept
        | Words::ChatWasClosed
        | Words::CouldNotReadCard
        | Words::Unsupported { .. }
        | Words::NotUnderstood
        | Words::NoHuman
        | Words::Stopped
        | Words::TooManyOpen { .. }
        | Words::NothingOpen
        | Words::WhichToCancel { .. }
        | Words::WhichToMove { .. }
        | Words::RemindersSet { .. }
        | Words::LanguageSet
        | Words::OneAtATime
        | Words::AskEmail
        | Words::EmailSaved { .. }
        | Words::BadEmail
        | Words::MailSent { .. }
        | Words::MailFailed { .. }
        | Words::History { .. }
        | Words::Receipts { .. }
        | Words::AskEmailForData
        | Words::DataComing { .. }
        | Words::AskToErase { .. }
        | Words::NothingErased
        | Words::CalendarKept
        | Words::CalendarForgotten { .. }
        | Words::CalendarNotRead { .. }
        | Words::Erasing
        | Words::Erased(_) => None,
    }
}
