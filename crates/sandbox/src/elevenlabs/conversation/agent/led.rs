//! The agent while a model leads it: what is done is kept in mind, so that the rules can go on at any moment.

use jiff::civil::DateTime;
use serde_json::Value;

use super::super::{Booked, CalleeLine, Offer, Tongue};
use super::{About, Agent, Answer, Move, Phase, Question, ToolFailure};

impl Agent {
    pub(in super::super) fn is_opening(&self) -> bool {
        self.phase == Phase::Opening
    }

    /// The first sentence: the configuration's, and no model's to choose.
    pub(in super::super) fn opens(&mut self) -> Vec<Move> {
        self.introduces()
    }

    pub(in super::super) fn speaks(&mut self, tongue: Tongue) {
        if self.briefing.tongues.contains(&tongue) {
            self.tongue = tongue;
        }
    }

    /// A tool was used, and this came of it. Only a granted claim makes a slot the agreed one.
    pub(in super::super) fn was_led(&mut self, used: &Move, outcome: &Result<Answer, ToolFailure>) {
        let (Move::Use { tool, arguments }, Ok(answer)) = (used, outcome) else { return };
        let claimed = slot_in(arguments).filter(|slot| {
            tool == "claim_slot"
                && answer.decision == "book"
                && answer.slot.is_none_or(|granted| granted == *slot)
        });
        self.phase = match claimed.or_else(|| self.agreed()) {
            Some(slot) => Phase::Agreed { slot },
            None => Phase::Negotiating,
        };
    }

    /// The rules go on after a line that nobody has answered.
    pub(in super::super) fn goes_on_after_line(&mut self, line: &CalleeLine) -> Vec<Move> {
        self.hears(line)
    }

    /// The rules go on after a tool; `heard` is the line on which it was used.
    pub(in super::super) fn goes_on_after_tool(
        &mut self,
        used: &Move,
        outcome: Result<Answer, ToolFailure>,
        heard: Option<&CalleeLine>,
    ) -> Vec<Move> {
        let Move::Use { tool, arguments } = used else { return Vec::new() };
        let agreed = self.agreed();
        let slot = slot_in(arguments);
        match (tool.as_str(), slot) {
            ("end_without_booking", _) => return self.leaves(self.tongue.goodbye()),
            ("report_offers", _) => self.phase = Phase::Reporting { offers: offers_in(arguments) },
            ("claim_slot", Some(slot)) => {
                self.phase = Phase::Claiming { slot, offers: Vec::new() };
            }
            ("confirm_booking", Some(slot)) => {
                let booked = Booked {
                    slot,
                    price: None,
                    address: None,
                    bring: None,
                    code: None,
                    with: None,
                };
                self.phase = Phase::Confirming { booked };
            }
            ("confirm_cancellation", _) => self.phase = Phase::ReportingCancellation,
            ("ask_person", _) => {
                let question = question_in(arguments, About::Detail(agreed));
                self.phase = Phase::Asking { question, polls: 0 };
            }
            // What was told of the line asks for nothing: it is the line that wants an answer.
            _ if outcome.as_ref().is_ok_and(|answer| answer.decision != "end") => {
                return heard.map(|line| self.takes_in(line)).unwrap_or_default();
            }
            _ => {}
        }
        self.learns(outcome, used)
    }
}

fn slot_in(value: &Value) -> Option<DateTime> {
    let (date, time) = (value["date"].as_str()?, value["time"].as_str()?);
    format!("{date}T{time}").parse().ok()
}

fn offers_in(arguments: &Value) -> Vec<Offer> {
    let offer = |offer: &Value| {
        Some(Offer {
            slot: slot_in(offer)?,
            held_until: offer["held_until"].as_str().and_then(|text| text.parse().ok()),
            price: offer["price"].as_str().map(str::to_owned),
        })
    };
    arguments["offers"].as_array().into_iter().flatten().filter_map(offer).collect()
}

fn question_in(arguments: &Value, about: About) -> Question {
    let options = arguments["options"].as_array().into_iter().flatten();
    Question {
        text: arguments["question"].as_str().unwrap_or_default().to_owned(),
        options: options.filter_map(Value::as_str).map(str::to_owned).collect(),
        about,
    }
}
