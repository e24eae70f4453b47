//! What goes under a message to be tapped, and what a tap means.

use serde::{Deserialize, Serialize};

use super::{About, Words};
use crate::appointment::stage::{ClosedBecause, Retry};
use crate::ids::RequestId;

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonVerb {
    Call,
    Change,
    Cancel,
    CallNow,
    /// Another number instead of this one.
    Elsewhere,
    /// End the call without a goodbye.
    StopNow,
    WaitLonger,
    /// Option by its number, from 1.
    Pick(u32),
    Neither,
    /// Whoever of these has it first.
    Any,
    Transcript,
    /// Call a booked appointment off, by phone.
    CallOff,
    /// Let a booked appointment stand.
    Keep,
    /// Do not check what an automated system confirmed.
    NoCheck,
    /// The provider shall be told that the person brings along what was asked for.
    BringIt,
    /// The provider shall ring the person for it.
    RingMe,
    /// Get another time for it, by phone.
    Move,
    /// Delete everything about the person: the answer to that question.
    Erase,
    /// Delete nothing.
    EraseNothing,
}

/// A button or a list row under a message; its id comes back in [`crate::appointment::Content::Choice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub verb: ButtonVerb,
    pub request: RequestId,
}

impl Button {
    /// At most 60 characters, without blanks.
    #[must_use]
    pub fn id(self) -> String {
        let verb = match self.verb {
            ButtonVerb::Call => "call".to_owned(),
            ButtonVerb::Change => "change".to_owned(),
            ButtonVerb::Cancel => "cancel".to_owned(),
            ButtonVerb::CallNow => "now".to_owned(),
            ButtonVerb::Elsewhere => "elsewhere".to_owned(),
            ButtonVerb::StopNow => "stop-now".to_owned(),
            ButtonVerb::WaitLonger => "wait-longer".to_owned(),
            ButtonVerb::Pick(n) => format!("pick-{n}"),
            ButtonVerb::Neither => "neither".to_owned(),
            ButtonVerb::Any => "any".to_owned(),
            ButtonVerb::Transcript => "transcript".to_owned(),
            ButtonVerb::CallOff => "call-off".to_owned(),
            ButtonVerb::Keep => "keep".to_owned(),
            ButtonVerb::NoCheck => "no-check".to_owned(),
            ButtonVerb::BringIt => "bring-it".to_owned(),
            ButtonVerb::RingMe => "ring-me".to_owned(),
            ButtonVerb::Move => "move".to_owned(),
            ButtonVerb::Erase => "erase".to_owned(),
            ButtonVerb::EraseNothing => "erase-nothing".to_owned(),
        };
        format!("{verb}:{}", self.request)
    }

    /// Reads an id that [`Self::id`] made; nothing for any other text.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        let (verb, request) = id.split_once(':')?;
        let verb = match verb {
            "call" => ButtonVerb::Call,
            "change" => ButtonVerb::Change,
            "cancel" => ButtonVerb::Cancel,
            "now" => ButtonVerb::CallNow,
            "elsewhere" => ButtonVerb::Elsewhere,
            "stop-now" => ButtonVerb::StopNow,
            "wait-longer" => ButtonVerb::WaitLonger,
            "neither" => ButtonVerb::Neither,
            "any" => ButtonVerb::Any,
            "transcript" => ButtonVerb::Transcript,
            "call-off" => ButtonVerb::CallOff,
            "keep" => ButtonVerb::Keep,
            "no-check" => ButtonVerb::NoCheck,
            "bring-it" => ButtonVerb::BringIt,
            "ring-me" => ButtonVerb::RingMe,
            "move" => ButtonVerb::Move,
            "erase" => ButtonVerb::Erase,
            "erase-nothing" => ButtonVerb::EraseNothing,
            pick => ButtonVerb::Pick(pick.strip_prefix("pick-")?.parse().ok()?),
        };
        Some(Self { verb, request: request.parse().ok()? })
    }
}

impl Words {
    /// The buttons that go with it, in order. Each is also a thing that can be said in words.
    #[must_use]
    pub fn buttons(&self) -> Vec<Button> {
        let of = |about: &About, verbs: &[ButtonVerb]| {
            verbs.iter().map(|&verb| Button { verb, request: about.request }).collect::<Vec<_>>()
        };
        let picks = |about: &About, count: usize| {
            let mut verbs: Vec<_> =
                (1..=count).filter_map(|n| u32::try_from(n).ok()).map(ButtonVerb::Pick).collect();
            verbs.push(ButtonVerb::Neither);
            of(about, &verbs)
        };
        match self {
            Self::Card(card) => {
                of(&card.about, &[ButtonVerb::Call, ButtonVerb::Change, ButtonVerb::Cancel])
            }
            Self::RetryPlanned { about, why: Retry::CutOff, .. } => {
                of(about, &[ButtonVerb::CallNow, ButtonVerb::Cancel])
            }
            Self::RetryPlanned { about, .. } => {
                of(about, &[ButtonVerb::CallNow, ButtonVerb::Elsewhere, ButtonVerb::Cancel])
            }
            Self::Stopping { about, talking: true } => of(about, &[ButtonVerb::StopNow]),
            Self::OnHold { about, longer: true, .. } => {
                of(about, &[ButtonVerb::WaitLonger, ButtonVerb::Cancel])
            }
            Self::OnHold { about, .. } => of(about, &[ButtonVerb::Cancel]),
            Self::WhichOffer { about, offers, .. } | Self::OffersLeft { about, offers, .. } => {
                picks(about, offers.len())
            }
            Self::Compared { about, offers, taken: false, .. } => picks(about, offers.len()),
            Self::WhomToCall { about, found, .. } => {
                let mut buttons = picks(about, found.len());
                if found.len() > 1 {
                    let any = Button { verb: ButtonVerb::Any, request: about.request };
                    buttons.insert(found.len(), any);
                }
                buttons
            }
            Self::Enquiring { about, .. } => of(about, &[ButtonVerb::Cancel]),
            Self::WhichToCancel { requests } => {
                requests.iter().flat_map(|about| of(about, &[ButtonVerb::Cancel])).collect()
            }
            Self::Unanswered { about, options, can_ring, .. } if options.is_empty() => {
                let mut buttons = of(about, ways_to_answer(*can_ring));
                buttons.extend(of(about, &[ButtonVerb::Cancel]));
                buttons
            }
            Self::Unanswered { about, options, .. } => {
                let mut buttons = picks(about, options.len());
                buttons.pop();
                buttons.extend(of(about, &[ButtonVerb::Cancel]));
                buttons
            }
            Self::ProviderAsks { about, options, can_ring, .. } if options.is_empty() => {
                of(about, ways_to_answer(*can_ring))
            }
            Self::ProviderAsks { about, options, .. } => {
                let mut buttons = picks(about, options.len());
                buttons.pop();
                buttons
            }
            Self::Final(view) | Self::Correction(view)
                if view.because == ClosedBecause::Booked && view.despite_stop =>
            {
                of(&view.about, &[ButtonVerb::CallOff, ButtonVerb::Keep])
            }
            Self::Final(view) if view.check_at.is_some() => {
                of(&view.about, &[ButtonVerb::Transcript, ButtonVerb::CallOff, ButtonVerb::NoCheck])
            }
            Self::Final(view) | Self::Correction(view) if view.because == ClosedBecause::Booked => {
                of(&view.about, &[ButtonVerb::Transcript, ButtonVerb::Move, ButtonVerb::CallOff])
            }
            Self::CannotCome { about, .. } => {
                of(about, &[ButtonVerb::Move, ButtonVerb::CallOff, ButtonVerb::Keep])
            }
            Self::EarlierFound { about, offers, .. } => {
                let mut buttons = picks(about, offers.len());
                buttons.pop();
                buttons.extend(of(about, &[ButtonVerb::Keep]));
                buttons
            }
            Self::Reminder { about, .. } => of(about, &[ButtonVerb::Move, ButtonVerb::CallOff]),
            Self::WhichToMove { requests } => {
                requests.iter().flat_map(|about| of(about, &[ButtonVerb::Move])).collect()
            }
            Self::CallOffBooked { about, .. } => of(about, &[ButtonVerb::CallOff]),
            Self::Final(view) if view.because == ClosedBecause::CalledOff => {
                of(&view.about, &[ButtonVerb::Transcript])
            }
            Self::AskToErase { question, .. } => [ButtonVerb::Erase, ButtonVerb::EraseNothing]
                .map(|verb| Button { verb, request: *question })
                .to_vec(),
            _ => Vec::new(),
        }
    }
}

/// Of a question without answers to choose from, beside writing the answer.
fn ways_to_answer(can_ring: bool) -> &'static [ButtonVerb] {
    if can_ring { &[ButtonVerb::BringIt, ButtonVerb::RingMe] } else { &[ButtonVerb::BringIt] }
}
