//! Who or what is on the line, as the agent tells it, and what it does with the answer.
//!
//! Where no `report_line` is configured, it goes by what it hears alone.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::{Act, CalleeLine, Meaning};
use super::{Agent, Answer, BuiltIn, Move, Phase};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Who {
    Person,
    Voicemail,
    FullMailbox,
    Menu,
    Screening,
    Hold,
    /// Another machine that talks like a person.
    Machine,
}

impl Who {
    fn speaks(meaning: &Meaning) -> Option<Self> {
        Some(match meaning {
            Meaning::Machine => Self::Voicemail,
            Meaning::MailboxFull => Self::FullMailbox,
            Meaning::Menu(_) => Self::Menu,
            Meaning::Screening => Self::Screening,
            Meaning::Hold => Self::Hold,
            Meaning::GreetsAsMachine => Self::Machine,
            // What a machine says between its announcements tells nothing new.
            Meaning::Beep | Meaning::Waits => return None,
            _ => Self::Person,
        })
    }
}

/// What was heard of the line so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct OnTheLine {
    who: Option<Who>,
    menus: Vec<String>,
    /// Announcements since it was put on hold.
    held: u32,
    /// Lines of another machine.
    machine: u32,
    /// The line that was reported and is answered when the decision is there.
    pub(super) unanswered: Option<CalleeLine>,
}

impl OnTheLine {
    /// Nobody is there who would listen.
    pub(super) fn is_deaf(&self) -> bool {
        self.who.is_some_and(|who| !matches!(who, Who::Person | Who::Machine))
    }

    pub(super) fn is_a_talking_machine(&self) -> bool {
        self.who == Some(Who::Machine)
    }

    /// Menus heard so far.
    pub(super) fn menus(&self) -> u32 {
        u32::try_from(self.menus.len()).unwrap_or(u32::MAX)
    }
}

impl Agent {
    /// The arguments of a report, if there is something to report: a change, each menu, and a hold or a machine that
    /// goes on, about every half a minute.
    pub(super) fn notices_who_speaks(&mut self, line: &CalleeLine) -> Option<Value> {
        let mut who = Who::speaks(&line.meaning)?;
        let before = self.line.who;
        if who == Who::Person && before == Some(Who::Machine) {
            who = Who::Machine;
        }
        self.line.who = Some(who);
        self.line.held = if who == Who::Hold { self.line.held + 1 } else { 0 };
        let is_due = match who {
            Who::Menu => true,
            Who::Hold => self.line.held % 2 == 1,
            Who::Machine => {
                self.line.machine += 1;
                self.line.machine % 3 == 1
            }
            _ => before != Some(who),
        };
        let failed = who == Who::Menu && self.line.menus.contains(&line.text);
        if who == Who::Menu {
            self.line.menus.push(line.text.clone());
        }
        let mut report = json!({"line": who, "failed": failed});
        if who != Who::Person {
            report["detail"] = json!(line.text);
        }
        is_due.then_some(report)
    }

    pub(super) fn learns_about_the_line(
        &mut self,
        answer: &Answer,
        heard: &CalleeLine,
    ) -> Vec<Move> {
        let decision = answer.decision.as_str();
        match (&heard.meaning, decision) {
            (Meaning::Machine, "leave_message") => {
                let message = answer.answer.clone().unwrap_or_default();
                if message.trim().is_empty() {
                    return self.leaves_the_answering_machine();
                }
                self.phase = Phase::AwaitingBeep { message };
                Vec::new()
            }
            (Meaning::Machine | Meaning::MailboxFull, _) => self.leaves_the_answering_machine(),
            (Meaning::Menu(_), "end") => self.stops_in_silence("menu_unsolved", Some(&heard.text)),
            (Meaning::Menu(key), "press_slowly") => self.presses(*key, true),
            (Meaning::Menu(key), "speak") => {
                self.says(self.tongue.appointments(), Act::Chooses(*key))
            }
            (Meaning::Menu(_), "operator") => self.presses('0', false),
            (Meaning::Menu(key), _) => self.presses(*key, false),
            (Meaning::Hold, "end") => self.stops_in_silence("hold_given_up", Some(&heard.text)),
            (_, "end") if self.line.is_a_talking_machine() => {
                self.gives_up("no_progress", Some(&heard.text), self.tongue.goodbye())
            }
            (_, "end") => self.leaves(self.tongue.goodbye()),
            _ => self.takes_in(heard),
        }
    }

    /// One key, slowly after two seconds of silence; the option in words without a keypad.
    pub(super) fn presses(&mut self, key: char, slowly: bool) -> Vec<Move> {
        if !self.briefing.can(BuiltIn::PlayKeypadTouchTone) {
            let word = if key == '0' { self.tongue.operator() } else { self.tongue.appointments() };
            return self.says(word, Act::Chooses(key));
        }
        let tones = if slowly { format!("WW{key}") } else { key.to_string() };
        let arguments = json!({"dtmf_tones": tones, "reason": "The menu asks for a key."});
        vec![Move::BuiltIn { tool: BuiltIn::PlayKeypadTouchTone, arguments }]
    }

    pub(super) fn names_itself(&mut self) -> Vec<Move> {
        let (name, reason) = (self.briefing.person.clone(), self.briefing.service.clone());
        self.says(self.tongue.introduces(&name, &reason), Act::NamesCaller { name, reason })
    }

    /// What it was told to leave, word for word; if nobody told it anything, nothing.
    pub(super) fn speaks_after_the_beep(&mut self) -> Vec<Move> {
        let Phase::AwaitingBeep { message } = self.phase.clone() else { return Vec::new() };
        let mut moves = self.says(message, Act::LeavesMessage);
        moves.extend(self.leaves_the_answering_machine());
        moves
    }

    /// By the platform's own tool, unless that one has a message of its own to leave.
    fn leaves_the_answering_machine(&mut self) -> Vec<Move> {
        let mut moves = self.stops_in_silence("voicemail", None);
        if self.briefing.can(BuiltIn::VoicemailDetection)
            && self.briefing.voicemail_message.is_none()
        {
            moves.retain(|next| !matches!(next, Move::BuiltIn { .. }));
            let arguments = json!({"reason": "An answering machine picked up."});
            moves.push(Move::BuiltIn { tool: BuiltIn::VoicemailDetection, arguments });
        }
        moves
    }

    /// A machine is not said goodbye to.
    fn stops_in_silence(&mut self, reason: &str, detail: Option<&str>) -> Vec<Move> {
        let mut moves = self.gives_up(reason, detail, String::new());
        moves.retain(|next| !matches!(next, Move::Say { .. }));
        moves
    }
}
