//! Whole talks of the agent with each kind of desk, told by a product that answers the agent's tools.

mod agent;
mod claims;
mod desks;
mod errands;
mod lines;

use std::collections::BTreeMap;

use jiff::civil::{DateTime, datetime};
use serde_json::{Value, json};

use super::agent::Briefing;
use super::desk::{Diary, Hours, Manner, Place, Room};
use super::{Agent, Answer, Beat, BuiltIn, Desk, Move, Over, Reply, Talk, Tongue, ToolFailure};

pub(super) const NOW: DateTime = datetime(2026, 11, 25, 10, 0, 0, 0);
pub(super) const FOUR: DateTime = datetime(2026, 11, 26, 16, 0, 0, 0);
pub(super) const FIVE: DateTime = datetime(2026, 11, 26, 17, 0, 0, 0);

pub(super) fn place(tongue: Tongue) -> Place {
    Place {
        name: "Peluquería Marta".to_owned(),
        address: "Av. Santa Fe 2143".to_owned(),
        tongue,
        hours: Hours::WEEKDAYS,
        price: Some("18.000 pesos".to_owned()),
        bring: None,
        with: None,
    }
}

pub(super) fn briefing() -> Briefing {
    let windows = json!([{"from": "2026-11-26T16:00", "to": "2026-11-26T18:00"}]).to_string();
    let given = [
        ("purpose", "book"),
        ("service", "corte de pelo"),
        ("windows", "el jueves entre las 16 y las 18"),
        ("windows_iso", &windows),
        ("person_name", "Ana Núñez"),
        ("callback_number", "+541155550199"),
        ("facts", ""),
        ("commit", "true"),
    ];
    let variables: BTreeMap<String, String> =
        given.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut briefing =
        Briefing::read(Tongue::Es, "Hola, soy un asistente automático.".to_owned(), &variables);
    let tools =
        ["report_offers", "claim_slot", "ask_person", "confirm_booking", "end_without_booking"];
    briefing.tools = tools.into_iter().map(str::to_owned).collect();
    briefing.built_in = BuiltIn::ALL.into_iter().collect();
    briefing.tongues = Tongue::ALL.to_vec();
    briefing
}

/// An agent that also tells who is on the line, and what was cancelled.
pub(super) fn reporting() -> Briefing {
    let mut briefing = briefing();
    briefing.tools.extend(["report_line", "confirm_cancellation"].map(str::to_owned));
    briefing
}

pub(super) type Answers = dyn FnMut(&str, &Value) -> Result<Value, ToolFailure>;

/// A product: what it was asked and what it answers.
pub(super) struct Product {
    pub(super) answers: Box<Answers>,
    pub(super) used: Vec<(String, Value)>,
}

impl Product {
    pub(super) fn new(answers: impl FnMut(&str, &Value) -> Value + 'static) -> Self {
        let mut answers = answers;
        Self {
            answers: Box::new(move |tool, arguments| Ok(answers(tool, arguments))),
            used: Vec::new(),
        }
    }

    /// Grants what lies in the window, refuses anything else, and wants a claim before a booking.
    pub(super) fn that_books() -> Self {
        let mut claimed = None;
        Self::new(move |tool, arguments| match tool {
            "report_offers" => {
                json!({"decision": "claim", "say": "", "slot": arguments["offers"][0]})
            }
            "claim_slot" => {
                claimed = Some((arguments["date"].clone(), arguments["time"].clone()));
                json!({"decision": "book", "say": ""})
            }
            "confirm_booking"
                if claimed == Some((arguments["date"].clone(), arguments["time"].clone())) =>
            {
                json!({"decision": "ok", "say": ""})
            }
            "confirm_booking" => json!({"decision": "decline", "say": ""}),
            _ => json!({"decision": "ok", "say": ""}),
        })
    }

    /// Answers reports of the line so, one after the other and the last one for ever, and books otherwise.
    pub(super) fn that_decides(decisions: &'static [&'static str]) -> Self {
        let mut books = Self::that_books();
        let mut left = decisions.iter();
        let mut last = "ok";
        Self::new(move |tool, arguments| match tool {
            "report_line" => {
                last = left.next().copied().unwrap_or(last);
                json!({"decision": last, "answer": "Llamamos de parte de Ana."})
            }
            _ => (books.answers)(tool, arguments).unwrap(),
        })
    }

    /// What was reported of the line: who, and whether the key before had failed.
    pub(super) fn lines(&self) -> Vec<(&str, bool)> {
        let reports = self.used.iter().filter(|(tool, _)| tool == "report_line");
        reports
            .map(|(_, told)| (told["line"].as_str().unwrap(), told["failed"].as_bool().unwrap()))
            .collect()
    }

    pub(super) fn tools(&self) -> Vec<&str> {
        self.used.iter().map(|(tool, _)| tool.as_str()).collect()
    }

    pub(super) fn told(&self, tool: &str) -> &Value {
        &self
            .used
            .iter()
            .rev()
            .find(|(used, _)| used == tool)
            .unwrap_or_else(|| panic!("{tool} was not used"))
            .1
    }
}

/// What was said, who said it, and how it ended.
pub(super) struct Heard {
    pub(super) lines: Vec<(char, String)>,
    pub(super) over: Option<Over>,
    pub(super) seconds: u32,
    /// What was played on the keypad.
    pub(super) tones: Vec<String>,
}

impl Heard {
    pub(super) fn said(&self, who: char, part: &str) -> bool {
        self.lines.iter().any(|(speaker, text)| *speaker == who && text.contains(part))
    }
}

pub(super) fn play(
    briefing: Briefing,
    desk: Desk,
    diary: &mut Diary,
    product: &mut Product,
) -> Heard {
    let mut talk = Talk::begin(Agent::new(briefing), Some(desk));
    let mut heard = Heard { lines: Vec::new(), over: None, seconds: 0, tones: Vec::new() };
    let mut ms = 0_u32;
    for _ in 0..500 {
        let Some(next) = talk.next() else { break };
        ms += next.after_ms;
        let mut outcome = None;
        match &next.beat {
            Beat::Agent { does: Move::Say { line } } => heard.lines.push(('A', line.text.clone())),
            Beat::Callee { does: Reply::Says { line, .. } } => {
                heard.lines.push(('C', line.text.clone()));
            }
            Beat::Agent { does: Move::Use { tool, arguments } } => {
                product.used.push((tool.clone(), arguments.clone()));
                let answer = (product.answers)(tool, arguments);
                outcome = Some(answer.and_then(|answer| Answer::read(&answer.to_string())));
            }
            Beat::Agent {
                does: Move::BuiltIn { tool: BuiltIn::PlayKeypadTouchTone, arguments },
            } => heard.tones.push(arguments["dtmf_tones"].as_str().unwrap().to_owned()),
            Beat::Agent { .. } | Beat::Callee { .. } | Beat::Silence => {}
        }
        let mut room = Room { diary, now: NOW, call_sid: "CA1" };
        talk.happened(&next.beat, outcome, &mut room);
    }
    assert!(talk.over.is_some(), "the talk never ended: {:?}", heard.lines);
    heard.over = talk.over;
    heard.seconds = ms / 1000;
    heard
}

pub(super) fn with(manner: Manner, product: &mut Product) -> (Heard, Diary) {
    let mut diary = Diary::default();
    let heard = play(briefing(), Desk::new(place(Tongue::Es), manner, 1), &mut diary, product);
    (heard, diary)
}

pub(super) fn agreed(diary: &Diary) -> Vec<DateTime> {
    diary.agreed().map(|(slot, _)| slot).collect()
}
