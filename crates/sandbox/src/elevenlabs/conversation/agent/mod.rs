//! The voice agent's brain: what it says and which tools it uses, after each thing it hears or learns.
//!
//! It acts by what the pushed configuration and the registration of the call gave it ([`Briefing`]): a tool that is
//! not configured is not used, a variable that was not given is not known. It follows the tools' decisions, and it
//! says yes only after its claim was answered with `book`.
//!
//! Where a language model would err, it errs too: words meant to steer it make it report a booking that never was
//! (once), so that whoever answers its tools has something to refuse.

mod answers;
mod arguments;
mod briefing;
mod errand;
mod led;
mod line;
mod reactions;

pub use briefing::Briefing;

use arguments::{asks_person, confirmation, hours, listed, minutes, named, uses};
use errand::Errand;
use line::OnTheLine;

use jiff::civil::{Date, DateTime};
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
    /// Asks the model that leads.
    Think,
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answer {
    pub decision: String,
    pub slot: Option<DateTime>,
    pub answer: Option<String>,
}

/// Why a tool gave no answer that the agent could use; it is told the reason in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// It stood in their book already: claimed before it is reported.
    ClaimingBooked {
        booked: Booked,
        quote: String,
    },
    /// Reports that an appointment was cancelled.
    ReportingCancellation,
    /// Told to leave this message after the tone.
    AwaitingBeep {
        message: String,
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
    errand: Errand,
    line: OnTheLine,
    declined: u32,
    unclear: u32,
    secrets: u32,
    vague: u32,
    silences: u32,
    failures: u32,
    misled: bool,
}

impl Agent {
    #[must_use]
    pub fn new(briefing: Briefing) -> Self {
        let tongue = briefing.tongue;
        let errand = Errand::of(&briefing);
        Self {
            briefing,
            tongue,
            phase: Phase::Opening,
            errand,
            line: OnTheLine::default(),
            declined: 0,
            unclear: 0,
            secrets: 0,
            vague: 0,
            silences: 0,
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

    /// The day that it asks for, if all its windows are on one.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        let mut days = self.briefing.windows.iter().map(|window| window.from.date());
        let first = days.next()?;
        days.all(|day| day == first).then_some(first)
    }

    /// What it does after a line of the callee. Who or what speaks is reported before anything is answered.
    pub fn hears(&mut self, line: &CalleeLine) -> Vec<Move> {
        self.silences = 0;
        if self.phase == Phase::Leaving {
            return Vec::new();
        }
        let report = self.notices_who_speaks(line);
        if self.briefing.has("report_line")
            && let Some(report) = report
        {
            self.line.unanswered = Some(line.clone());
            return vec![uses("report_line", report)];
        }
        self.takes_in(line)
    }

    fn takes_in(&mut self, line: &CalleeLine) -> Vec<Move> {
        if matches!(self.phase, Phase::AwaitingBeep { .. }) {
            match line.meaning {
                Meaning::Beep => {}
                Meaning::Machine => return Vec::new(),
                // Somebody has taken the phone after all.
                _ => self.phase = Phase::Opening,
            }
        }
        let mut moves = self.follows_the_language(line);
        moves.extend(match &line.meaning {
            Meaning::Machine | Meaning::MailboxFull => self.meets_a_machine(),
            Meaning::Beep => self.speaks_after_the_beep(),
            Meaning::Menu(key) => self.chooses(*key),
            Meaning::Screening => self.names_itself(),
            Meaning::Hold => self.stays_silent(),
            Meaning::Moved => self.gives_up("moved", Some(&line.text), self.tongue.goodbye()),
            Meaning::NeverAgain => {
                self.gives_up("never_call_again", Some(&line.text), self.tongue.apologises())
            }
            Meaning::SpeaksNoneOfThese => {
                let goodbye = self.tongue.lacks_the_language();
                self.gives_up("no_common_language", Some(&line.text), goodbye)
            }
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
            Meaning::Waits => Vec::new(),
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
            Meaning::Greets | Meaning::AsksWhen | Meaning::GreetsAsMachine => self.asks_for(),
            Meaning::Offers(offers) => self.considers(offers.clone()),
            Meaning::Keeps(until) => self.reports_kept(*until),
            Meaning::NothingFree => self.looks_further(),
            Meaning::Checks(slot) => self.is_asked_to_check(*slot),
            Meaning::Confirms(booked) => self.is_confirmed(booked.clone(), &line.text),
            Meaning::Found(slot) => self.goes_on_to_the_new_time(*slot),
            Meaning::NotBooked => self.finds_nothing_booked(&line.text),
            Meaning::Cancelled(slot) => self.hears_of_a_cancellation(*slot, &line.text),
            Meaning::Gone => self.loses_the_slot(),
            Meaning::Vague => self.presses_for_an_answer(&line.text),
            Meaning::Unclear => self.did_not_understand(),
        });
        moves
    }

    /// What it does when nobody has said anything for a while. Into a machine it says nothing unasked.
    pub fn notices_silence(&mut self) -> Vec<Move> {
        self.silences += 1;
        match self.phase {
            Phase::Leaving => self.hangs_up(),
            Phase::AwaitingBeep { .. } => self.speaks_after_the_beep(),
            _ if self.line.is_deaf() => Vec::new(),
            Phase::Opening => self.introduces(),
            _ if self.silences > TRIES_MAX => {
                self.gives_up("no_progress", None, self.tongue.goodbye())
            }
            _ => self.says(self.tongue.are_you_there(), Act::StillHere),
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
