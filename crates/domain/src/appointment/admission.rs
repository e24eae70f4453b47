//! Who may use this installation: everybody, those with an invitation's code, or those on a list.
//!
//! Whoever is not let in gets one short message a day and costs nothing else: no voice note is transcribed, no model
//! asked. An emergency is answered all the same, and so is the wish to be forgotten; who has a call under way may see to
//! it until it is over.
//!
//! Invariant: nobody tries more than [`GUESSES_MAX`] codes a day, however many stand in one message.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::phone::PhoneNumber;
use crate::understanding::Act;

use super::decide::Deciding;
use super::{Content, Person, Request, Said, Words};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Access {
    #[default]
    Open,
    /// Those who have written a code, and those who are expected without one.
    Invited {
        codes: InviteCodes,
        people: Vec<PhoneNumber>,
    },
    Listed {
        people: Vec<PhoneNumber>,
    },
}

/// One for all whom the operator invites, or several. `Debug` hides them.
#[derive(Clone, PartialEq, Eq)]
pub struct InviteCodes(Vec<String>);

/// What came of knocking, for a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Door {
    /// When they were told that it is not for everybody.
    pub told_at: Option<Timestamp>,
    /// When they wrote wrong codes.
    pub wrong: Vec<Timestamp>,
}

/// Wrong codes a day; then there is silence until the first of them is a day old.
const GUESSES_MAX: usize = 5;

const DAY: SignedDuration = SignedDuration::from_hours(24);

impl InviteCodes {
    /// 8 to 64 letters (a to z, in any case), digits and hyphens, with a letter and a digit among them: so that no word
    /// and no telephone number of an ordinary message counts as a wrong one.
    #[must_use]
    pub fn new<'a>(codes: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let codes = codes.into_iter().map(|code| is_like_a_code(code).then(|| code.to_lowercase()));
        codes.collect::<Option<_>>().map(Self)
    }

    fn has(&self, word: &str) -> bool {
        self.0.iter().any(|code| *code == word.to_lowercase())
    }
}

impl fmt::Debug for InviteCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InviteCodes({})", self.0.len())
    }
}

impl Access {
    fn admits(&self, person: &Person) -> bool {
        let listed = |people: &[PhoneNumber]| {
            let own = person.writes_from.as_ref();
            own.is_some_and(|own| people.iter().any(|known| known.same_line(own)))
        };
        match self {
            Self::Open => true,
            Self::Invited { people, .. } => person.admitted || listed(people),
            Self::Listed { people } => listed(people),
        }
    }
}

impl Deciding<'_> {
    pub(super) fn is_admitted(&self) -> bool {
        // What was accepted is seen through to its end, and its end can be asked for (I5, I17).
        self.policy.access.admits(&self.desk.person)
            || self.desk.requests.iter().any(Request::is_accepted)
    }

    /// Somebody who is not let in has written.
    pub(super) fn at_the_door(&mut self, said: &Said) {
        let now = self.now();
        self.desk.person.door.wrong.retain(|&at| now.duration_since(at) < DAY);
        if let Content::Text { text } = &said.content {
            let proposal = self.by_rules(text, &[], &[]);
            match proposal.act {
                Act::Emergency => return self.read(self.event.id, text, &proposal),
                Act::Erase if proposal.sure => return self.read(self.event.id, text, &proposal),
                Act::Stop if proposal.sure => return self.desk.person.stopped = true,
                _ => self.settle_language(text, &proposal),
            }
            if let Some(code) = self.code_in(text) {
                self.admit();
                return self.wish_beside(code, text, &said.sid);
            }
        }
        self.tell_once_a_day();
    }

    /// Looks for a code in a message, at no more words than there are guesses left.
    fn code_in<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let Access::Invited { codes, .. } = &self.policy.access else { return None };
        let wrong = &mut self.desk.person.door.wrong;
        for word in text.split_whitespace().map(bare).filter(|word| is_like_a_code(word)) {
            if wrong.len() >= GUESSES_MAX {
                return None;
            }
            if codes.has(word) {
                return Some(word);
            }
            wrong.push(self.event.at);
        }
        None
    }

    /// What was wanted in the same message is not to be written again.
    fn wish_beside(&mut self, code: &str, text: &str, message_sid: &str) {
        let wish = text.replacen(code, "", 1);
        if self.by_rules(&wish, &[], &[]).act == Act::Book {
            self.text(self.event.id, &wish, Some(message_sid));
        }
    }

    fn admit(&mut self) {
        let person = &mut self.desk.person;
        person.admitted = true;
        person.door = Door::default();
        let greeted = std::mem::replace(&mut person.greeted, true);
        self.say(None, if greeted { Words::Greeting } else { Words::Welcome });
    }

    fn tell_once_a_day(&mut self) {
        let now = self.now();
        let door = &mut self.desk.person.door;
        let silent = door.wrong.len() >= GUESSES_MAX;
        if !silent && door.told_at.is_none_or(|told| now.duration_since(told) >= DAY) {
            door.told_at = Some(now);
            self.say(None, Words::InvitedOnly);
        }
    }
}

/// A word without the signs of the sentence around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_ascii_alphanumeric())
}

fn is_like_a_code(word: &str) -> bool {
    (8..=64).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
        && word.bytes().any(|byte| byte.is_ascii_digit())
}
