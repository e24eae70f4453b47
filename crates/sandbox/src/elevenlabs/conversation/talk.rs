//! Turns of one conversation: who speaks next, after which pause, and who hears it.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::desk::Room;
use super::lead::Lead;
use super::{
    Act, Agent, AgentLine, Answer, BuiltIn, CalleeLine, Desk, Move, Reply, ToolFailure, playing_ms,
    speaking_ms,
};

/// The agent thinks this long before it speaks or acts, in milliseconds.
const AGENT_THINKS_MS: u32 = 700;
/// And a person at a desk this long.
const CALLEE_THINKS_MS: u32 = 900;
/// Nobody has said anything for so long: the turn goes back to the agent.
const SILENCE_MS: u32 = 7_000;
/// The same, when a person types the callee's lines.
const SILENCE_BY_HAND_MS: u32 = 45_000;

/// One thing that happens on the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "beat", rename_all = "snake_case")]
pub enum Beat {
    Agent { does: Move },
    Callee { does: Reply },
    Silence,
}

/// The next thing, and how long after the last one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    pub after_ms: u32,
    pub beat: Beat,
}

/// How a conversation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// By one of the platform's own tools.
    Agent(BuiltIn),
    Callee,
    /// Too long without a word.
    Silence,
}

/// Both sides of one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    pub agent: Agent,
    /// Absent when a person plays it.
    pub desk: Option<Desk>,
    /// Present while a model leads the agent.
    #[serde(default)]
    pub(super) lead: Option<Lead>,
    pub(super) agent_does: VecDeque<Move>,
    callee_does: VecDeque<Reply>,
    unheard: Vec<AgentLine>,
    /// How long the line that is being said takes.
    pub(super) speaking_ms: u32,
    silences: u32,
    pub over: Option<Over>,
}

impl Talk {
    /// The line is open: whoever picked up speaks first.
    #[must_use]
    pub fn begin(agent: Agent, mut desk: Option<Desk>) -> Self {
        let callee_does = desk.as_mut().map(Desk::answers).unwrap_or_default().into();
        Self {
            agent,
            desk,
            lead: None,
            agent_does: VecDeque::new(),
            callee_does,
            unheard: Vec::new(),
            speaking_ms: 0,
            silences: 0,
            over: None,
        }
    }

    /// The line is open because the other side rang us: the agent speaks first.
    #[must_use]
    pub fn begin_called(mut agent: Agent, desk: Option<Desk>) -> Self {
        let agent_does = agent.notices_silence().into();
        let desk = desk.map(Desk::calling);
        Self { agent_does, ..Self::begin(agent, desk) }
    }

    /// A line of a callee whom a person plays; it is heard next.
    pub fn callee_says(&mut self, line: CalleeLine) {
        self.callee_does.push_back(Reply::Says { line, after_s: 0 });
    }

    pub fn callee_hangs_up(&mut self) {
        self.callee_does.push_back(Reply::HangsUp);
    }

    /// What happens next. None when the conversation is over.
    #[must_use]
    pub fn next(&self) -> Option<Next> {
        if self.over.is_some() {
            return None;
        }
        let spoken = self.speaking_ms;
        let agent_waits = matches!(self.agent_does.front(), Some(Move::Wait { .. }) | None);
        // Who hangs up does not wait for the other's turn.
        let turn = |reply: &&Reply| agent_waits || **reply == Reply::HangsUp;
        if let Some(reply) = self.callee_does.front().filter(turn) {
            let pause = match reply {
                Reply::Says { after_s, .. } => after_s.saturating_mul(1000),
                Reply::HangsUp => 0,
            };
            let after_ms = spoken.saturating_add(CALLEE_THINKS_MS).saturating_add(pause);
            return Some(Next { after_ms, beat: Beat::Callee { does: reply.clone() } });
        }
        if let Some(next) = self.agent_does.front() {
            let pause = match next {
                Move::Wait { seconds } => seconds.saturating_mul(1000),
                _ => AGENT_THINKS_MS,
            };
            return Some(Next {
                after_ms: spoken.saturating_add(pause),
                beat: Beat::Agent { does: next.clone() },
            });
        }
        let patience = if self.desk.is_some() { SILENCE_MS } else { SILENCE_BY_HAND_MS };
        Some(Next { after_ms: spoken.saturating_add(patience), beat: Beat::Silence })
    }

    /// The beat has happened; `outcome` is the answer of a web tool. What follows from it is put next.
    pub fn happened(
        &mut self,
        beat: &Beat,
        outcome: Option<Result<Answer, ToolFailure>>,
        room: &mut Room<'_>,
    ) {
        self.speaking_ms = 0;
        match beat {
            Beat::Agent { does } => {
                self.agent_does.pop_front();
                self.agent_did(does, outcome);
            }
            Beat::Callee { does } => {
                self.callee_does.pop_front();
                self.callee_did(does);
            }
            Beat::Silence => self.nobody_spoke(),
        }
        self.let_the_callee_hear(room);
    }

    fn agent_did(&mut self, does: &Move, outcome: Option<Result<Answer, ToolFailure>>) {
        match does {
            Move::Say { line } => {
                self.speaking_ms = speaking_ms(&line.text);
                self.unheard.push(line.clone());
            }
            Move::Use { .. } => {
                let outcome =
                    outcome.unwrap_or_else(|| Err(ToolFailure("it was never called".to_owned())));
                if self.tells_the_model(does, &outcome) {
                    return;
                }
                let moves = self.agent.learns(outcome, does);
                self.agent_does.extend(moves);
            }
            Move::BuiltIn { tool, .. } if tool.ends() => self.over = Some(Over::Agent(*tool)),
            Move::BuiltIn { tool: BuiltIn::PlayKeypadTouchTone, arguments } => {
                let tones = arguments["dtmf_tones"].as_str().unwrap_or_default().to_owned();
                self.speaking_ms = playing_ms(&tones);
                let (text, tongue) = (String::new(), self.agent.tongue());
                self.unheard.push(AgentLine { text, tongue, act: Act::Presses(tones) });
            }
            Move::BuiltIn { .. } | Move::Wait { .. } | Move::Think => {}
        }
    }

    fn callee_did(&mut self, does: &Reply) {
        match does {
            Reply::HangsUp => self.over = Some(Over::Callee),
            Reply::Says { line, .. } => {
                self.silences = 0;
                self.speaking_ms = speaking_ms(&line.text);
                if self.leaves_it_to_the_model(Some(line)) {
                    return;
                }
                // While it waits for an answer of the person, what it planned goes on after what it now says.
                let mut moves: VecDeque<Move> = self.agent.hears(line).into();
                let leaves = moves
                    .iter()
                    .any(|next| matches!(next, Move::BuiltIn { tool, .. } if tool.ends()));
                if !leaves {
                    moves.append(&mut self.agent_does);
                }
                self.agent_does = moves;
            }
        }
    }

    fn nobody_spoke(&mut self) {
        self.silences += 1;
        if self.silences > 6 {
            self.over = Some(Over::Silence);
            return;
        }
        if self.leaves_it_to_the_model(None) {
            return;
        }
        let moves = self.agent.notices_silence();
        if moves.is_empty() {
            let replies = self.desk.as_mut().map(Desk::notices_silence).unwrap_or_default();
            self.callee_does.extend(replies);
        }
        self.agent_does.extend(moves);
    }

    /// The callee takes its turn when the agent has nothing more to say for now.
    fn let_the_callee_hear(&mut self, room: &mut Room<'_>) {
        let agent_pauses = matches!(self.agent_does.front(), None | Some(Move::Wait { .. }));
        if self.over.is_some() || !agent_pauses || self.unheard.is_empty() {
            return;
        }
        let heard = std::mem::take(&mut self.unheard);
        if let Some(desk) = &mut self.desk {
            let replies = desk.hears(&heard, room);
            self.callee_does.extend(replies);
        }
    }
}
