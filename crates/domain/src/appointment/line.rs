//! Who or what is on the line: the agent says what it hears, code says what is done about it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::decide::Deciding;
use super::policy::Voicemail;
use super::stage::{Calling, Stage};
use super::{Heard, ToolAnswer, ToolDecision, Words, voicemail_message};

/// What has been heard on the line of one call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Line {
    pub now: Option<Heard>,
    /// The carrier takes the answering party for a machine: a hint, no more.
    pub machine_hint: bool,
    pub menus: u32,
    /// Menus that did not take what the agent pressed or said.
    pub menu_failures: u32,
    /// What the last menu asked.
    pub menu_question: Option<String>,
    /// When another automated assistant was first heard.
    #[serde(default)]
    pub machine_since: Option<Timestamp>,
    /// The person was told that there is somebody to talk with.
    #[serde(default)]
    pub talks: bool,
    /// When the hold that is going on began.
    pub held_since: Option<Timestamp>,
    /// Seconds of earlier holds.
    pub held_s: u32,
    /// The person gives them more time.
    pub patient: bool,
    pub left_message: bool,
}

impl Deciding<'_> {
    pub(super) fn report_line(
        &mut self,
        index: usize,
        heard: Heard,
        failed: bool,
        detail: Option<&str>,
    ) -> ToolAnswer {
        let (now, machine_s) = (self.now(), i64::from(self.policy.machine_s));
        let Stage::Calling(calling) = &mut self.desk.requests[index].stage else {
            return ToolAnswer::plain(ToolDecision::End, "Say goodbye and end the call.");
        };
        let line = &mut calling.line;
        let before = line.now.replace(heard);
        if heard != Heard::Hold {
            line.held_s = line.held(now);
            line.held_since = None;
        }
        match heard {
            Heard::Person => {
                let say = if before.is_some_and(|before| before != Heard::Person) {
                    "A person is there: say in one sentence who you are, for whom you call and why."
                } else {
                    "Go on."
                };
                ToolAnswer::plain(ToolDecision::Ok, say)
            }
            Heard::Screening => {
                let say = "Say at once, in one sentence, that you are an automated assistant, for whom you call and \
                           why. Then wait.";
                ToolAnswer::plain(ToolDecision::Introduce, say)
            }
            Heard::Voicemail => self.voicemail(index),
            Heard::FullMailbox => ToolAnswer::plain(
                ToolDecision::End,
                "Say nothing. Call end_without_booking with voicemail and end the call.",
            ),
            Heard::Menu => menu(line, failed, detail),
            Heard::Hold => self.on_hold_again(index),
            Heard::Machine => {
                let since = *line.machine_since.get_or_insert(now);
                if now.duration_since(since).as_secs() >= machine_s {
                    let say = "This turns in circles. Call end_without_booking with no_progress and end the call.";
                    return ToolAnswer::plain(ToolDecision::End, say);
                }
                let say = "Say what you need in short, plain sentences, one thing at a time. No pleasantries. Call \
                           report_line again in half a minute if it still talks.";
                ToolAnswer::plain(ToolDecision::Ok, say)
            }
        }
    }

    /// There is somebody to talk with, or something that talks like somebody.
    pub(super) fn talks(&mut self, index: usize) {
        let Stage::Calling(calling) = &mut self.desk.requests[index].stage else { return };
        if !std::mem::replace(&mut calling.line.talks, true) {
            self.say_about(index, |about| Words::Talking { about });
        }
    }

    /// One approved message a request, and none after that.
    fn voicemail(&mut self, index: usize) -> ToolAnswer {
        let request = &mut self.desk.requests[index];
        // The message asks for an appointment: what is to be changed is not for a machine.
        let leave =
            self.policy.voicemail == Voicemail::LeaveMessage && request.errand.changes().is_none();
        if !leave || request.message_left {
            let say = "Leave no message. Call end_without_booking with voicemail and end the call.";
            return ToolAnswer::plain(ToolDecision::End, say);
        }
        request.message_left = true;
        let request = &self.desk.requests[index];
        let name = request.wish.name.as_ref().or(self.desk.person.name.as_ref());
        let text = voicemail_message(
            request.wish.language_or(self.desk.person.language),
            name.map_or("", String::as_str),
            request.wish.service.as_deref().unwrap_or_default(),
        );
        if let Stage::Calling(calling) = &mut self.request(index).stage {
            calling.line.left_message = true;
        }
        ToolAnswer {
            answer: Some(text),
            ..ToolAnswer::plain(
                ToolDecision::LeaveMessage,
                "After the tone say exactly what answer holds, nothing else. Then call end_without_booking with \
                 voicemail and end the call.",
            )
        }
    }

    fn on_hold_again(&mut self, index: usize) -> ToolAnswer {
        let now = self.now();
        let budget = |line: &Line, policy: &super::Policy| {
            if line.patient { policy.hold_max_s } else { policy.hold_s }
        };
        let Stage::Calling(calling) = &mut self.desk.requests[index].stage else {
            return ToolAnswer::plain(ToolDecision::End, "Say goodbye and end the call.");
        };
        let line = &mut calling.line;
        let news = line.held_since.is_none();
        line.held_since.get_or_insert(now);
        if line.held(now) >= budget(line, self.policy) {
            let say = "Nobody comes. Call end_without_booking with hold_given_up and end the call.";
            return ToolAnswer::plain(ToolDecision::End, say);
        }
        if news {
            self.on_hold(index);
        }
        let say = "Stay silent. Call report_line again in half a minute if nobody has spoken.";
        ToolAnswer::plain(ToolDecision::Wait, say)
    }

    fn on_hold(&mut self, index: usize) {
        let Some(line) = self.desk.requests[index].calling().map(|calling| calling.line.clone())
        else {
            return;
        };
        let budget = if line.patient { self.policy.hold_max_s } else { self.policy.hold_s };
        let until = self.after(budget.saturating_sub(line.held(self.now())));
        let longer = !line.patient && self.policy.hold_max_s > self.policy.hold_s;
        let zone = self.desk.person.zone.clone();
        self.say_about(index, |about| Words::OnHold { about, until, zone, longer });
    }

    /// The person lets the agent wait on.
    pub(super) fn wait_longer(&mut self, index: usize) {
        let held = |calling: &Calling| calling.ended.is_none() && calling.line.held_since.is_some();
        match &mut self.desk.requests[index].stage {
            Stage::Calling(calling) if held(calling) && !calling.stopping => {
                calling.line.patient = true;
                self.on_hold(index);
            }
            Stage::Calling(_) => self.say_about(index, |about| Words::StillOnIt { about }),
            _ => self.say_about(index, |about| Words::AlreadyDecided { about }),
        }
    }
}

/// A menu gets a key; where keys fail they come slower, then the words, then the operator; then it is given up.
fn menu(line: &mut Line, failed: bool, detail: Option<&str>) -> ToolAnswer {
    line.menus += 1;
    line.menu_failures += u32::from(failed);
    if let Some(question) = detail {
        line.menu_question = Some(question.to_owned());
    }
    let (decision, say) = match line.menu_failures {
        _ if line.menus > MENUS_MAX => (ToolDecision::End, UNSOLVED),
        0 | 1 => (
            ToolDecision::Press,
            "Wait for the end of the menu. Press the one key for appointments or reception, then stay silent and listen.",
        ),
        2 => (
            ToolDecision::PressSlowly,
            "Press it again, slowly: wait for silence, one key, then a pause of two seconds.",
        ),
        3 => (ToolDecision::Speak, "Do not press anything: say the option in one or two words."),
        4 => (ToolDecision::Operator, "Press 0, or say that you want the operator."),
        _ => (ToolDecision::End, UNSOLVED),
    };
    ToolAnswer::plain(decision, say)
}

const UNSOLVED: &str = "Give this menu up. Call end_without_booking with menu_unsolved, and in detail the question of the \
                        menu that stopped you. End the call.";

/// Of one call: more lead nowhere.
const MENUS_MAX: u32 = 8;

impl Line {
    /// Seconds on hold until now.
    fn held(&self, now: Timestamp) -> u32 {
        let going_on = self.held_since.map_or(0, |since| now.duration_since(since).as_secs());
        self.held_s.saturating_add(u32::try_from(going_on).unwrap_or(0))
    }
}
