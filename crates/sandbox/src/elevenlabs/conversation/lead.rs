//! A talk in which a model leads the agent: when it is asked, what becomes of its answer, and how the rules go on where
//! it fails.
//!
//! Invariant: a model that has failed once in a talk is asked no more in it, and what it did stays done.

use serde::{Deserialize, Serialize};

use super::talk::Talk;
use super::{Act, AgentLine, Answer, BuiltIn, CalleeLine, Move, Tongue, ToolFailure};

/// Answers of a model between two lines of the callee; more, and it turns in circles.
const STEPS_MAX: u32 = 12;
/// Seconds between two looks at a question that is still open.
const POLL_S: u32 = 8;
/// Looks at an open question before the rules, which give it up, go on.
const POLLS_MAX: u32 = 30;

/// What a model wants done next: words, then a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thought {
    /// May be empty if there is a tool.
    pub say: String,
    pub tool: Option<Move>,
}

/// What a model has to answer next.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lead {
    after: After,
    /// The latest line of the callee.
    heard: Option<CalleeLine>,
    steps: u32,
    polls: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum After {
    #[default]
    Silence,
    Line,
    Tool {
        used: Move,
        outcome: Result<Answer, ToolFailure>,
    },
}

impl Talk {
    /// From now on a model leads the agent.
    #[must_use]
    pub fn led(mut self) -> Self {
        self.lead = Some(Lead::default());
        self
    }

    #[must_use]
    pub fn is_led(&self) -> bool {
        self.lead.is_some()
    }

    /// Whether the model is to be asked next, or is being asked.
    #[must_use]
    pub fn thinks(&self) -> bool {
        self.agent_does.front() == Some(&Move::Think)
    }

    /// The model is asked because nobody speaks.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.lead.as_ref().is_some_and(|lead| lead.after == After::Silence)
    }

    /// A line or a silence for the model to answer. False when no model leads.
    pub(super) fn leaves_it_to_the_model(&mut self, line: Option<&CalleeLine>) -> bool {
        let Some(lead) = &mut self.lead else { return false };
        lead.steps = 0;
        lead.after = if line.is_some() { After::Line } else { After::Silence };
        if let Some(line) = line {
            lead.heard = Some(line.clone());
        }
        let moves = if self.agent.is_opening() { self.agent.opens() } else { vec![Move::Think] };
        self.agent_does = moves.into();
        true
    }

    /// What came of a tool for the model to answer. False when no model leads.
    pub(super) fn tells_the_model(
        &mut self,
        used: &Move,
        outcome: &Result<Answer, ToolFailure>,
    ) -> bool {
        let Some(lead) = &mut self.lead else { return false };
        self.agent.was_led(used, outcome);
        lead.after = After::Tool { used: used.clone(), outcome: outcome.clone() };
        self.agent_does = vec![Move::Think].into();
        true
    }

    /// What the model came up with. Gives the reason where that was of no use, and the rules go on from here.
    pub fn thought(&mut self, thought: Result<Thought, String>) -> Option<String> {
        if !self.thinks() {
            return None;
        }
        self.agent_does.pop_front();
        self.speaking_ms = 0;
        let mut lead = self.lead.take()?;
        match thought.and_then(|thought| lead.accepts(thought, self.agent.tongue())) {
            Ok(moves) => {
                for next in &moves {
                    self.follows_into_another_language(next);
                }
                self.agent_does = moves.into();
                self.lead = Some(lead);
                None
            }
            Err(why) => {
                self.agent_does = self.goes_on_by_the_rules(lead).into();
                Some(why)
            }
        }
    }

    fn goes_on_by_the_rules(&mut self, lead: Lead) -> Vec<Move> {
        match (lead.after, lead.heard) {
            (After::Tool { used, outcome }, heard) => {
                self.agent.goes_on_after_tool(&used, outcome, heard.as_ref())
            }
            (After::Line, Some(line)) => self.agent.goes_on_after_line(&line),
            _ => self.agent.notices_silence(),
        }
    }

    fn follows_into_another_language(&mut self, next: &Move) {
        let Move::BuiltIn { tool: BuiltIn::LanguageDetection, arguments } = next else { return };
        if let Some(tongue) = arguments["language"].as_str().and_then(Tongue::from_code) {
            self.agent.speaks(tongue);
        }
    }
}

impl Lead {
    /// A question that is asked again after `wait` is asked in a while: a model has no clock.
    fn accepts(&mut self, thought: Thought, tongue: Tongue) -> Result<Vec<Move>, String> {
        self.steps += 1;
        let mut moves = Vec::new();
        if !thought.say.is_empty() {
            let line = AgentLine { text: thought.say, tongue, act: Act::Tells };
            moves.push(Move::Say { line });
        }
        if let Some(tool) = thought.tool {
            if self.asks_again(&tool) {
                self.polls += 1;
                self.steps = 0;
                moves.push(Move::Wait { seconds: POLL_S });
            }
            moves.push(tool);
        }
        if self.steps > STEPS_MAX || self.polls > POLLS_MAX {
            return Err("it turns in circles".to_owned());
        }
        Ok(moves)
    }

    fn asks_again(&self, next: &Move) -> bool {
        let After::Tool { used: Move::Use { tool, .. }, outcome: Ok(answer) } = &self.after else {
            return false;
        };
        answer.decision == "wait" && matches!(next, Move::Use { tool: next, .. } if next == tool)
    }
}
