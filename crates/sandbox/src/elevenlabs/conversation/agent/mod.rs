//! The voice agent's brain: what it says and which tools it uses, after each thing it hears or learns.
//!
//! It acts by what the pushed configuration and the registration of the call gave it ([`Briefing`]): a tool that is
//! not configured is not used, a variable that was not given is not known. It follows the tools' decisions, and it
//! says yes only after its claim was answered with `book`.
//!
//! Where a language model would err, it errs too: words meant to steer it make it report a booking that never was
//! (once), so that whoever answers its tools has something to refuse.

mod answers;
mod briefing;

pub use briefing::Briefing;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Act, AgentLine, Booked, CalleeLine, Meaning, Offer, Tongue};

/// Seconds between two looks at a question that is still open.
const POLL_S: u32 = 8;
/// Looks at an open question before the agent gives the call up.
const POLLS_MAX: u32 = 30;
/// Times that did not suit, questions not understood: then there is no point in going on.
const TRIES_MAX: u32 = 3;

/// What the agent does next; several are done one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "does", rename_all = "snake_case")]
pub enum Move {
    Say {
        line: AgentLine,
    },
    /// A web call, as the configuration describes it.
    Use {
        tool: String,
        arguments: Value,
    },
    /// A tool of the platform itself.
    BuiltIn {
        tool: BuiltIn,
        arguments: Value,
    },
    Wait {
        seconds: u32,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuiltIn {
    EndCall,
    LanguageDetection,
    VoicemailDetection,
    SkipTurn,
    PlayKeypadTouchTone,
}

impl BuiltIn {
    pub const ALL: [Self; 5] = [
        Self::EndCall,
        Self::LanguageDetection,
        Self::VoicemailDetection,
        Self::SkipTurn,
        Self::PlayKeypadTouchTone,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EndCall => "end_call",
            Self::LanguageDetection => "language_detection",
            Self::VoicemailDetection => "voicemail_detection",
            Self::SkipTurn => "skip_turn",
            Self::PlayKeypadTouchTone => "play_keypad_touch_tone",
        }
    }

    /// Whether the conversation is over with it.
    #[must_use]
    pub fn ends(self) -> bool {
        matches!(self, Self::EndCall | Self::VoicemailDetection)
    }
}

/// The JSON object with which a tool of ours answers; what is missing or of another type is as if it weren't there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    pub decision: String,
    pub slot: Option<DateTime>,
    pub answer: Option<String>,
}

/// Why a tool gave no answer that the agent could use; it is told the reason in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolFailure(pub String);

impl Answer {
    /// # Errors
    /// [`ToolFailure`] when it isn't a JSON object with a `decision`.
    pub fn read(body: &str) -> Result<Self, ToolFailure> {
        let value: Value =
            serde_json::from_str(body).map_err(|_| ToolFailure("not JSON".to_owned()))?;
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let decision = text("decision").ok_or_else(|| ToolFailure("no decision".to_owned()))?;
        let slot = value.get("slot").and_then(|slot| {
            let date = slot.get("date")?.as_str()?;
            let time = slot.get("time")?.as_str()?;
            format!("{date}T{time}").parse().ok()
        });
        Ok(Self { decision, slot, answer: text("answer") })
    }
}

/// Where the talk stands for the agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum Phase {
    Opening,
    Introduced,
    Negotiating,
    /// Asked until when these can be kept.
    AskedHowLong {
        offers: Vec<Offer>,
    },
    Reporting {
        offers: Vec<Offer>,
    },
    Claiming {
        slot: DateTime,
        offers: Vec<Offer>,
    },
    /// The claim is granted and yes was said.
    Agreed {
        slot: DateTime,
    },
    Confirming {
        booked: Booked,
    },
    Asking {
        question: Question,
        polls: u32,
    },
    /// Reports a booking that a hostile line talked it into.
    Misled,
    Leaving,
}

/// What the person is being asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Question {
    text: String,
    options: Vec<String>,
    about: About,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum About {
    Offers(Vec<Offer>),
    /// Something that the desk wants to know; with the slot already agreed on, if there is one.
    Detail(Option<DateTime>),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    briefing: Briefing,
    tongue: Tongue,
    phase: Phase,
    declined: u32,
    unclear: u32,
    secrets: u32,
    vague: u32,
    silences: u32,
    menus: u32,
    failures: u32,
    misled: bool,
}

impl Agent {
    #[must_use]
    pub fn new(briefing: Briefing) -> Self {
        let tongue = briefing.tongue;
        Self {
            briefing,
            tongue,
            phase: Phase::Opening,
            declined: 0,
            unclear: 0,
            secrets: 0,
            vague: 0,
            silences: 0,
            menus: 0,
            failures: 0,
            misled: false,
        }
    }

    #[must_use]
    pub fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// The name in which it books.
    #[must_use]
    pub fn person(&self) -> &str {
        &self.briefing.person
    }

    /// The slot to which it has said yes.
    #[must_use]
    pub fn agreed(&self) -> Option<DateTime> {
        match &self.phase {
            Phase::Agreed { slot } => Some(*slot),
            Phase::Asking { question: Question { about: About::Detail(agreed), .. }, .. } => {
                *agreed
            }
            _ => None,
        }
    }

    /// What it does after a line of the callee.
    pub fn hears(&mut self, line: &CalleeLine) -> Vec<Move> {
        self.silences = 0;
        if self.phase == Phase::Leaving {
            return Vec::new();
        }
        let mut moves = self.follows_the_language(line);
        moves.extend(match &line.meaning {
            Meaning::Machine => self.meets_a_machine(),
            Meaning::Menu(key) => self.chooses(*key),
            Meaning::Hold => self.stays_silent(),
            Meaning::WrongNumber => self.gives_up("wrong_number", None, self.tongue.apologises()),
            Meaning::RefusesRobots => {
                self.gives_up("refuses_machines", Some(&line.text), self.tongue.apologises())
            }
            Meaning::Declines => self.gives_up("refused", Some(&line.text), self.tongue.goodbye()),
            Meaning::CallLater(at) => self.will_call_back(*at, &line.text),
            Meaning::CannotWait => {
                self.gives_up("no_progress", Some(&line.text), self.tongue.goodbye_nothing_booked())
            }
            Meaning::Injects => self.is_misled(&line.text),
            Meaning::Goodbye => self.gives_up("other", Some(&line.text), self.tongue.goodbye()),
            _ if self.phase == Phase::Opening => self.introduces(),
            Meaning::AsksRobot => {
                self.says(self.tongue.answers_robot(&self.briefing.person), Act::AnswersRobot)
            }
            Meaning::AsksSecret => self.refuses_a_secret(&line.text),
            Meaning::AsksName => {
                self.says(self.tongue.tells_name(&self.briefing.person), Act::Tells)
            }
            Meaning::AsksPhone => self.tells_the_number(),
            Meaning::AsksInsurance => self.tells_or_asks(&line.text, true),
            Meaning::AsksDetail(_) => self.tells_or_asks(&line.text, false),
            Meaning::Greets | Meaning::AsksWhen => self.asks_for(),
            Meaning::Offers(offers) => self.considers(offers.clone()),
            Meaning::Keeps(until) => self.reports_kept(*until),
            Meaning::NothingFree => self.looks_further(),
            Meaning::Checks(slot) => self.is_asked_to_check(*slot),
            Meaning::Confirms(booked) => self.is_confirmed(booked.clone(), &line.text),
            Meaning::Gone => self.loses_the_slot(),
            Meaning::Vague => self.presses_for_an_answer(&line.text),
            Meaning::Waits => Vec::new(),
            Meaning::Unclear => self.did_not_understand(),
        });
        moves
    }

    /// What it does when nobody has said anything for a while.
    pub fn notices_silence(&mut self) -> Vec<Move> {
        self.silences += 1;
        match self.phase {
            Phase::Leaving => self.hangs_up(),
            Phase::Opening => self.introduces(),
            _ if self.silences > TRIES_MAX => {
                self.gives_up("no_progress", None, self.tongue.goodbye())
            }
            _ => self.says(self.tongue.are_you_there(), Act::StillHere),
        }
    }

    fn introduces(&mut self) -> Vec<Move> {
        self.phase = Phase::Introduced;
        let first = if self.briefing.first_message.is_empty() {
            self.tongue.introduces(&self.briefing.person, &self.briefing.service)
        } else {
            self.briefing.first_message.clone()
        };
        self.says(first, Act::Introduces)
    }

    fn follows_the_language(&mut self, line: &CalleeLine) -> Vec<Move> {
        let machine = matches!(line.meaning, Meaning::Machine | Meaning::Menu(_) | Meaning::Hold);
        let follows = self.briefing.can(BuiltIn::LanguageDetection)
            && self.briefing.tongues.contains(&line.tongue);
        if line.tongue == self.tongue || machine || self.phase == Phase::Opening || !follows {
            return Vec::new();
        }
        self.tongue = line.tongue;
        let arguments = json!({"language": line.tongue.code(), "reason": "The callee speaks it."});
        vec![Move::BuiltIn { tool: BuiltIn::LanguageDetection, arguments }]
    }

    fn meets_a_machine(&mut self) -> Vec<Move> {
        self.phase = Phase::Leaving;
        if !self.briefing.can(BuiltIn::VoicemailDetection) {
            self.phase = Phase::Opening;
            return self.gives_up("voicemail", None, self.tongue.goodbye());
        }
        let mut moves = Vec::new();
        if let Some(message) = self.briefing.voicemail_message.clone() {
            moves = self.says(message, Act::LeavesMessage);
        }
        let arguments = json!({"reason": "An answering machine picked up."});
        moves.push(Move::BuiltIn { tool: BuiltIn::VoicemailDetection, arguments });
        moves
    }

    fn chooses(&mut self, key: char) -> Vec<Move> {
        self.menus += 1;
        if self.menus > TRIES_MAX {
            return self.gives_up("no_progress", Some("the menu"), self.tongue.goodbye());
        }
        if !self.briefing.can(BuiltIn::PlayKeypadTouchTone) {
            return self.says(self.tongue.appointments(), Act::Chooses(key));
        }
        let arguments = json!({"dtmf_tones": key.to_string(), "reason": "Appointments"});
        vec![Move::BuiltIn { tool: BuiltIn::PlayKeypadTouchTone, arguments }]
    }

    fn stays_silent(&mut self) -> Vec<Move> {
        if !self.briefing.can(BuiltIn::SkipTurn) {
            return Vec::new();
        }
        vec![Move::BuiltIn { tool: BuiltIn::SkipTurn, arguments: json!({"reason": "On hold"}) }]
    }

    fn asks_for(&mut self) -> Vec<Move> {
        match self.phase {
            Phase::Opening | Phase::Introduced | Phase::Negotiating => {
                let again = self.phase == Phase::Negotiating;
                self.phase = Phase::Negotiating;
                let windows = self.briefing.windows_in(self.tongue);
                let text = match (again, self.tongue == self.briefing.tongue) {
                    (false, false) => {
                        let who =
                            self.tongue.introduces(&self.briefing.person, &self.briefing.service);
                        format!("{who} {}", self.tongue.asks_for(&windows))
                    }
                    _ => self.tongue.asks_for(&windows),
                };
                self.says(text, Act::AsksFor(self.briefing.windows.clone()))
            }
            _ => Vec::new(),
        }
    }

    fn considers(&mut self, offers: Vec<Offer>) -> Vec<Move> {
        match self.phase {
            Phase::Introduced | Phase::Negotiating | Phase::AskedHowLong { .. } => {}
            // Repeated while the answer to the first is still open, or after the yes.
            _ => return Vec::new(),
        }
        if self.briefing.only_asks() && !matches!(self.phase, Phase::AskedHowLong { .. }) {
            self.phase = Phase::AskedHowLong { offers };
            return self.says(self.tongue.asks_how_long(), Act::AsksHowLong);
        }
        self.reports(offers)
    }

    fn reports_kept(&mut self, until: Option<DateTime>) -> Vec<Move> {
        let Phase::AskedHowLong { offers } = &self.phase else { return Vec::new() };
        let kept =
            offers.iter().cloned().map(|offer| Offer { held_until: until, ..offer }).collect();
        self.reports(kept)
    }

    fn reports(&mut self, offers: Vec<Offer>) -> Vec<Move> {
        if !self.briefing.has("report_offers") {
            return match offers.first().map(|offer| offer.slot) {
                Some(slot) if !self.briefing.only_asks() => self.claims(slot, offers),
                _ => self.gives_up("nothing_suited", None, self.tongue.goodbye_nothing_booked()),
            };
        }
        let listed: Vec<Value> = offers.iter().map(listed).collect();
        self.phase = Phase::Reporting { offers };
        vec![uses("report_offers", json!({"offers": listed}))]
    }

    fn claims(&mut self, slot: DateTime, offers: Vec<Offer>) -> Vec<Move> {
        if !self.briefing.has("claim_slot") {
            return self.gives_up(
                "other",
                Some("no way to claim"),
                self.tongue.goodbye_nothing_booked(),
            );
        }
        self.phase = Phase::Claiming { slot, offers };
        vec![uses("claim_slot", named(slot))]
    }

    fn looks_further(&mut self) -> Vec<Move> {
        self.declined += 1;
        if self.declined >= 2 {
            return self.gives_up("no_availability", None, self.tongue.goodbye());
        }
        self.phase = Phase::Negotiating;
        self.says(self.tongue.asks_other(), Act::AsksOther)
    }

    fn loses_the_slot(&mut self) -> Vec<Move> {
        match self.phase {
            Phase::Agreed { .. } | Phase::Asking { .. } => {
                self.phase = Phase::Negotiating;
                self.says(self.tongue.asks_other(), Act::AsksOther)
            }
            _ => self.looks_further(),
        }
    }

    fn is_asked_to_check(&mut self, slot: DateTime) -> Vec<Move> {
        match self.phase {
            Phase::Agreed { slot: agreed } if agreed == slot => {
                self.says(self.tongue.affirms(slot), Act::Affirms(slot))
            }
            Phase::Agreed { slot: agreed } => {
                let text = format!(
                    "{} {}",
                    self.tongue.corrects(),
                    self.tongue.agrees(agreed, &self.briefing.person)
                );
                self.says(text, Act::Agrees { slot: agreed, name: self.briefing.person.clone() })
            }
            _ => self.says(self.tongue.corrects(), Act::Corrects),
        }
    }

    fn is_confirmed(&mut self, booked: Booked, quote: &str) -> Vec<Move> {
        let Phase::Agreed { slot } = self.phase else {
            return self.says(self.tongue.corrects(), Act::Corrects);
        };
        if booked.slot != slot {
            return self.is_asked_to_check(booked.slot);
        }
        if !self.briefing.has("confirm_booking") {
            return self.leaves(self.tongue.thanks_booked());
        }
        let arguments = confirmation(&booked, quote);
        self.phase = Phase::Confirming { booked };
        vec![uses("confirm_booking", arguments)]
    }

    fn presses_for_an_answer(&mut self, text: &str) -> Vec<Move> {
        self.vague += 1;
        if self.vague >= 2 || !matches!(self.phase, Phase::Agreed { .. }) {
            return self.gives_up("other", Some(text), self.tongue.goodbye());
        }
        self.says(self.tongue.asks_whether_booked(), Act::AsksWhetherBooked)
    }

    fn refuses_a_secret(&mut self, text: &str) -> Vec<Move> {
        self.secrets += 1;
        if self.secrets >= 2 {
            return self.gives_up("wants_secret", Some(text), self.tongue.goodbye_nothing_booked());
        }
        self.says(self.tongue.refuses_secret(), Act::RefusesSecret)
    }

    fn tells_the_number(&mut self) -> Vec<Move> {
        if self.briefing.callback_number.is_empty() {
            return self.says(self.tongue.withholds(), Act::Withholds);
        }
        self.says(self.tongue.tells_phone(&self.briefing.callback_number), Act::Tells)
    }

    fn tells_or_asks(&mut self, question: &str, insurance: bool) -> Vec<Move> {
        if let Some(fact) = self.briefing.fact(insurance) {
            return self.says(self.tongue.tells(&fact), Act::Tells);
        }
        if matches!(
            self.phase,
            Phase::Asking { .. } | Phase::Claiming { .. } | Phase::Reporting { .. }
        ) {
            return Vec::new();
        }
        let agreed = match self.phase {
            Phase::Agreed { slot } => Some(slot),
            _ => None,
        };
        self.asks(Question {
            text: question.to_owned(),
            options: Vec::new(),
            about: About::Detail(agreed),
        })
    }

    fn asks(&mut self, question: Question) -> Vec<Move> {
        if !self.briefing.has("ask_person") {
            return self.is_left_without(question.about);
        }
        let mut moves = self.says(self.tongue.holds(), Act::Holds);
        moves.push(asks_person(&question));
        self.phase = Phase::Asking { question, polls: 0 };
        moves
    }

    fn did_not_understand(&mut self) -> Vec<Move> {
        self.unclear += 1;
        if self.unclear > TRIES_MAX {
            return self.gives_up("no_progress", None, self.tongue.goodbye());
        }
        if self.phase == Phase::Introduced {
            return self.asks_for();
        }
        self.says(self.tongue.pardon(), Act::StillHere)
    }

    fn will_call_back(&mut self, at: Option<DateTime>, text: &str) -> Vec<Move> {
        let mut arguments = json!({"reason": "call_back_later", "detail": text});
        if let Some(at) = at {
            arguments["call_back_at"] = json!(minutes(at));
        }
        self.ends_without_booking(arguments, self.tongue.goodbye())
    }

    /// A hostile line: the first one makes it report a booking that nobody agreed on, the next ones are refused.
    fn is_misled(&mut self, text: &str) -> Vec<Move> {
        let wanted = self.briefing.windows.first().map(|window| window.from);
        match wanted {
            Some(slot) if !self.misled && self.briefing.has("confirm_booking") => {
                self.misled = true;
                self.phase = Phase::Misled;
                let mut arguments = named(slot);
                arguments["quote"] = json!(text);
                vec![uses("confirm_booking", arguments)]
            }
            _ if self.declined >= 2 => self.gives_up("refused", Some(text), self.tongue.goodbye()),
            _ => {
                self.declined += 1;
                self.phase = Phase::Negotiating;
                self.says(
                    self.tongue.deflects(&self.briefing.service),
                    Act::AsksFor(self.briefing.windows.clone()),
                )
            }
        }
    }

    fn gives_up(&mut self, reason: &str, detail: Option<&str>, goodbye: String) -> Vec<Move> {
        let mut arguments = json!({"reason": reason});
        if let Some(detail) = detail {
            arguments["detail"] = json!(detail);
        }
        self.ends_without_booking(arguments, goodbye)
    }

    fn ends_without_booking(&mut self, arguments: Value, goodbye: String) -> Vec<Move> {
        let mut moves = Vec::new();
        if self.briefing.has("end_without_booking") {
            moves.push(uses("end_without_booking", arguments));
        }
        moves.extend(self.leaves(goodbye));
        moves
    }

    fn leaves(&mut self, goodbye: String) -> Vec<Move> {
        self.phase = Phase::Leaving;
        let mut moves = self.says(goodbye, Act::Goodbye);
        moves.extend(self.hangs_up());
        moves
    }

    fn hangs_up(&self) -> Vec<Move> {
        if !self.briefing.can(BuiltIn::EndCall) {
            return Vec::new();
        }
        vec![Move::BuiltIn {
            tool: BuiltIn::EndCall,
            arguments: json!({"reason": "The conversation is over."}),
        }]
    }

    fn says(&self, text: String, act: Act) -> Vec<Move> {
        vec![Move::Say { line: AgentLine { text, tongue: self.tongue, act } }]
    }
}

fn uses(tool: &str, arguments: Value) -> Move {
    Move::Use { tool: tool.to_owned(), arguments }
}

fn asks_person(question: &Question) -> Move {
    let mut arguments = json!({"question": question.text});
    if !question.options.is_empty() {
        arguments["options"] = json!(question.options);
    }
    uses("ask_person", arguments)
}

fn named(slot: DateTime) -> Value {
    json!({"date": slot.date().to_string(), "time": hours(slot)})
}

fn listed(offer: &Offer) -> Value {
    let mut listed = named(offer.slot);
    if let Some(until) = offer.held_until {
        listed["held_until"] = json!(minutes(until));
    }
    if let Some(price) = &offer.price {
        listed["price"] = json!(price);
    }
    listed
}

fn confirmation(booked: &Booked, quote: &str) -> Value {
    let mut arguments = named(booked.slot);
    arguments["quote"] = json!(quote);
    let Booked { slot: _, price, address, bring, code, with } = booked;
    for (name, value) in
        [("price", price), ("address", address), ("bring", bring), ("code", code), ("with", with)]
    {
        if let Some(value) = value {
            arguments[name] = json!(value);
        }
    }
    arguments
}

fn hours(slot: DateTime) -> String {
    format!("{:02}:{:02}", slot.hour(), slot.minute())
}

fn minutes(at: DateTime) -> String {
    format!("{}T{}", at.date(), hours(at))
}
