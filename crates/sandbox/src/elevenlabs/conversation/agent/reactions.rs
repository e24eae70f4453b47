//! What the agent does after each thing that a callee can mean.

use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::super::{Act, Booked, CalleeLine, Offer};
use super::{
    About, Agent, BuiltIn, Errand, Move, POLLS_MAX, Phase, Question, TRIES_MAX, asks_person,
    confirmation, listed, minutes, named, uses,
};

impl Agent {
    pub(super) fn introduces(&mut self) -> Vec<Move> {
        self.phase = Phase::Introduced;
        let first = if self.briefing.first_message.is_empty() {
            self.errand.opens(self.tongue, &self.briefing)
        } else {
            self.briefing.first_message.clone()
        };
        self.says(first, self.errand.act(&self.briefing.person).unwrap_or(Act::Introduces))
    }

    pub(super) fn follows_the_language(&mut self, line: &CalleeLine) -> Vec<Move> {
        let follows = self.briefing.can(BuiltIn::LanguageDetection)
            && self.briefing.tongues.contains(&line.tongue);
        if line.tongue == self.tongue
            || self.line.is_deaf()
            || self.phase == Phase::Opening
            || !follows
        {
            return Vec::new();
        }
        self.tongue = line.tongue;
        let arguments = json!({"language": line.tongue.code(), "reason": "The callee speaks it."});
        vec![Move::BuiltIn { tool: BuiltIn::LanguageDetection, arguments }]
    }

    pub(super) fn meets_a_machine(&mut self) -> Vec<Move> {
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

    pub(super) fn chooses(&mut self, key: char) -> Vec<Move> {
        if self.line.menus() > TRIES_MAX {
            return self.gives_up("no_progress", Some("the menu"), self.tongue.goodbye());
        }
        self.presses(key, false)
    }

    pub(super) fn stays_silent(&mut self) -> Vec<Move> {
        if !self.briefing.can(BuiltIn::SkipTurn) {
            return Vec::new();
        }
        vec![Move::BuiltIn { tool: BuiltIn::SkipTurn, arguments: json!({"reason": "On hold"}) }]
    }

    pub(super) fn asks_for(&mut self) -> Vec<Move> {
        match self.phase {
            Phase::Introduced if self.errand != Errand::Book => self.insists_on_its_errand(),
            Phase::Opening | Phase::Introduced | Phase::Negotiating => {
                let again = self.phase == Phase::Negotiating;
                self.phase = Phase::Negotiating;
                let windows = self.briefing.windows_in(self.tongue);
                let text = match (again, self.tongue == self.briefing.tongue) {
                    _ if self.line.is_a_talking_machine() => {
                        self.tongue.structured(&self.briefing, &windows)
                    }
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

    pub(super) fn considers(&mut self, offers: Vec<Offer>) -> Vec<Move> {
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

    pub(super) fn reports_kept(&mut self, until: Option<DateTime>) -> Vec<Move> {
        let Phase::AskedHowLong { offers } = &self.phase else { return Vec::new() };
        let kept =
            offers.iter().cloned().map(|offer| Offer { held_until: until, ..offer }).collect();
        self.reports(kept)
    }

    pub(super) fn reports(&mut self, offers: Vec<Offer>) -> Vec<Move> {
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

    pub(super) fn claims(&mut self, slot: DateTime, offers: Vec<Offer>) -> Vec<Move> {
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

    pub(super) fn looks_further(&mut self) -> Vec<Move> {
        self.declined += 1;
        if self.declined >= 2 {
            return self.gives_up("no_availability", None, self.tongue.goodbye());
        }
        self.phase = Phase::Negotiating;
        self.says(self.tongue.asks_other(), Act::AsksOther)
    }

    pub(super) fn loses_the_slot(&mut self) -> Vec<Move> {
        match self.phase {
            Phase::Agreed { .. } | Phase::Asking { .. } => {
                self.phase = Phase::Negotiating;
                self.says(self.tongue.asks_other(), Act::AsksOther)
            }
            _ => self.looks_further(),
        }
    }

    pub(super) fn is_asked_to_check(&mut self, slot: DateTime) -> Vec<Move> {
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

    pub(super) fn is_confirmed(&mut self, booked: Booked, quote: &str) -> Vec<Move> {
        let Phase::Agreed { slot } = self.phase else {
            return self.hears_that_it_stands(booked, quote);
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

    pub(super) fn presses_for_an_answer(&mut self, text: &str) -> Vec<Move> {
        self.vague += 1;
        match self.phase {
            Phase::Agreed { slot } if self.vague < 2 => {
                let name = self.briefing.person.clone();
                let act = Act::AsksWhetherBooked { slot, name };
                self.says(self.tongue.asks_whether_booked(), act)
            }
            _ => self.gives_up("will_get_back", Some(text), self.tongue.goodbye()),
        }
    }

    pub(super) fn refuses_a_secret(&mut self, text: &str) -> Vec<Move> {
        self.secrets += 1;
        if self.secrets >= 2 {
            return self.gives_up("wants_secret", Some(text), self.tongue.goodbye_nothing_booked());
        }
        self.says(self.tongue.refuses_secret(), Act::RefusesSecret)
    }

    pub(super) fn tells_the_number(&mut self) -> Vec<Move> {
        if self.briefing.callback_number.is_empty() {
            return self.says(self.tongue.withholds(), Act::Withholds);
        }
        self.says(self.tongue.tells_phone(&self.briefing.callback_number), Act::Tells)
    }

    pub(super) fn tells_or_asks(&mut self, question: &str, insurance: bool) -> Vec<Move> {
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

    pub(super) fn asks(&mut self, question: Question) -> Vec<Move> {
        if !self.briefing.has("ask_person") {
            return self.is_left_without(&question.about);
        }
        let text = match question.about {
            About::Offers(_) => self.tongue.holds(),
            About::Detail(_) => self.tongue.asks_the_person(),
        };
        let mut moves = self.says(text, Act::Holds);
        moves.push(asks_person(&question));
        self.phase = Phase::Asking { question, polls: 0 };
        moves
    }

    pub(super) fn did_not_understand(&mut self) -> Vec<Move> {
        self.unclear += 1;
        // With a machine it goes on until it is told to stop, though not for ever.
        let with_machine = self.line.is_a_talking_machine() && self.briefing.has("report_line");
        if with_machine && self.unclear < POLLS_MAX {
            return self.asks_for();
        }
        if self.unclear > TRIES_MAX {
            return self.gives_up("no_progress", None, self.tongue.goodbye());
        }
        if self.phase == Phase::Introduced {
            return self.asks_for();
        }
        self.says(self.tongue.pardon(), Act::StillHere)
    }

    pub(super) fn will_call_back(&mut self, at: Option<DateTime>, text: &str) -> Vec<Move> {
        let mut arguments = json!({"reason": "call_back_later", "detail": text});
        if let Some(at) = at {
            arguments["call_back_at"] = json!(minutes(at));
        }
        self.ends_without_booking(arguments, self.tongue.goodbye())
    }

    /// A hostile line: the first one makes it report a booking that nobody agreed on, the next ones are refused.
    pub(super) fn is_misled(&mut self, text: &str) -> Vec<Move> {
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
}
