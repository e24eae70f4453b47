//! The providers at the other end of a call: who they are, how they behave, and the books they keep.
//!
//! Every [`Manner`] has one provider a language, so that each way a call can go has a number to dial. A number that is
//! nobody's is not in service.
//!
//! Invariant: a diary gives each slot once, and nothing is written into it but what was agreed on the phone or blocked by
//! whoever directs the play.

mod members;

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use crate::elevenlabs::conversation::desk::{Diary, Manner};
pub use members::{Member, Trade};

use crate::elevenlabs::conversation::Tongue;
use crate::elevenlabs::conversation::desk::Desk;
use crate::twilio::Ring;
use crate::world::World;

/// Seconds of ringing before somebody picks up.
const RINGS_S: u32 = 4;
/// From a missed call to the call back.
const RINGS_BACK_AFTER: SignedDuration = SignedDuration::from_hours(2);
/// The SIP response for a number that is not in service.
const NOT_IN_SERVICE: u16 = 404;

/// The providers and all that they remember.
#[derive(Debug, Serialize, Deserialize)]
pub struct State {
    members: BTreeMap<String, Member>,
    diaries: BTreeMap<String, Diary>,
    /// How often each number was rung.
    rung: BTreeMap<String, u32>,
    /// How often each number was talked to.
    visits: BTreeMap<String, u32>,
}

impl Default for State {
    fn default() -> Self {
        let members: BTreeMap<String, Member> =
            members::all().map(|member| (member.number.clone(), member)).collect();
        let diaries =
            members.values().map(|member| (member.number.clone(), Diary::default())).collect();
        Self { members, diaries, rung: BTreeMap::new(), visits: BTreeMap::new() }
    }
}

/// What happens when a number is rung.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reaction {
    Answers {
        /// Seconds of ringing.
        after_s: u32,
        answered_by: AnsweredBy,
    },
    Busy,
    NoAnswer,
    Fails {
        /// The SIP response, such as 404 or 503.
        sip: u16,
    },
}

/// Who picks up, as machine detection would find out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnsweredBy {
    Human,
    /// A recorded voice: voicemail or a menu.
    Machine,
    Fax,
    Unknown,
}

impl State {
    #[must_use]
    pub fn member(&self, number: &str) -> Option<&Member> {
        self.members.get(number)
    }

    /// All providers, by their numbers.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    /// The provider that behaves so and sits where `tongue` is spoken.
    #[must_use]
    pub fn playing(&self, manner: Manner, tongue: Tongue) -> Option<&Member> {
        self.members
            .values()
            .find(|member| member.manner == manner && member.home_tongue() == tongue)
    }

    /// Puts a provider of one's own in, or changes one: same number, same provider.
    pub fn hire(&mut self, member: Member) {
        self.diaries.entry(member.number.clone()).or_default();
        self.members.insert(member.number.clone(), member);
    }

    /// From now on the provider behaves otherwise; its diary stays. False when the number is nobody's.
    pub fn behave(&mut self, number: &str, manner: Manner) -> bool {
        self.members.get_mut(number).map(|member| member.manner = manner).is_some()
    }

    /// The only times that the provider will name. False when the number is nobody's.
    pub fn will_offer(&mut self, number: &str, slots: Vec<DateTime>) -> bool {
        self.members.get_mut(number).map(|member| member.will_offer = slots).is_some()
    }

    #[must_use]
    pub fn diary(&self, number: &str) -> Option<&Diary> {
        self.diaries.get(number)
    }

    pub fn diary_mut(&mut self, number: &str) -> Option<&mut Diary> {
        self.diaries.get_mut(number)
    }

    /// Every appointment that was agreed on the phone: number, slot by the provider's clock, name, call.
    #[must_use]
    pub fn ledger(&self) -> Vec<Agreed> {
        self.diaries
            .iter()
            .flat_map(|(number, diary)| {
                diary.agreed().map(|(slot, entry)| Agreed {
                    number: number.clone(),
                    slot,
                    name: entry.name.clone(),
                    call_sid: entry.call_sid.clone().unwrap_or_default(),
                })
            })
            .collect()
    }

    /// Rings a number once and says how it reacts.
    fn ring(&mut self, to: &str) -> Reaction {
        let Some(member) = self.members.get(to) else {
            return Reaction::Fails { sip: NOT_IN_SERVICE };
        };
        let rung = self.rung.entry(to.to_owned()).or_default();
        *rung += 1;
        let answers = |answered_by| Reaction::Answers { after_s: RINGS_S, answered_by };
        match member.manner {
            Manner::Busy => Reaction::Busy,
            Manner::BusyAtFirst if *rung == 1 => Reaction::Busy,
            // Played by hand, the phone rings until somebody picks it up.
            Manner::NoAnswer | Manner::CallsBack | Manner::ByHand => Reaction::NoAnswer,
            manner if manner.is_recorded(*rung) => answers(AnsweredBy::Machine),
            Manner::Silent => answers(AnsweredBy::Unknown),
            _ => answers(AnsweredBy::Human),
        }
    }

    /// How long after a missed call the number rings back, if it does.
    pub(crate) fn rings_back_after(&self, number: &str) -> Option<SignedDuration> {
        let member = self.members.get(number)?;
        (member.manner == Manner::CallsBack).then_some(RINGS_BACK_AFTER)
    }

    /// Somebody at the number takes a call. None when the number is nobody's.
    pub(crate) fn pick_up(&mut self, number: &str) -> Option<AtThePhone> {
        let member = self.members.get(number)?;
        let visit = self.visits.entry(number.to_owned()).or_default();
        *visit += 1;
        if member.manner == Manner::ByHand {
            return Some(AtThePhone::Person);
        }
        let desk =
            Desk::new(member.place(), member.manner, *visit).offering(member.will_offer.clone());
        Some(AtThePhone::Script(Box::new(desk)))
    }
}

/// Whoever speaks for a provider in one call.
#[derive(Debug)]
pub(crate) enum AtThePhone {
    Script(Box<Desk>),
    Person,
}

/// One appointment agreed on the phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Agreed {
    pub number: String,
    pub slot: DateTime,
    pub name: String,
    pub call_sid: String,
}

/// The wall clock of a provider; UTC for a number that is nobody's.
#[must_use]
pub fn zone(state: &State, number: &str) -> TimeZone {
    let zone = state.member(number).and_then(|member| TimeZone::get(&member.zone).ok());
    zone.unwrap_or(TimeZone::UTC)
}

/// How the number `to` (E.164) reacts to being rung now. Each time counts as a ring.
#[must_use]
pub fn reaction(world: &World, to: &str) -> Reaction {
    world.lock().cast.ring(to)
}

/// An order for the cast, as the control route takes it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Order {
    /// All providers with what they will do.
    List {},
    Behave {
        number: String,
        manner: Manner,
    },
    WillOffer {
        number: String,
        slots: Vec<DateTime>,
    },
    /// Takes a slot for somebody else.
    Block {
        number: String,
        slot: DateTime,
    },
    /// All that was agreed on the phone.
    Ledger {},
    /// A line of a provider whom a person plays.
    Say {
        number: String,
        text: String,
    },
    /// Whoever plays a provider takes the call that rings there.
    PickUp {
        number: String,
    },
    /// … or does not take it.
    Decline {
        number: String,
    },
    HangUp {
        number: String,
    },
    /// Keys of the provider's phone, during a call.
    Press {
        number: String,
        keys: String,
    },
    /// A provider, or anybody, rings our voice number.
    RingUs(Ring),
}

/// Changes the cast by a JSON order, for the control route: `{"behave":{"number":"+…","manner":"two-slots"}}`.
///
/// # Errors
/// What is wrong with the order.
pub fn control(world: &World, order: Value) -> Result<Value, String> {
    let order: Order = serde_json::from_value(order).map_err(|error| error.to_string())?;
    let known = |is: bool| {
        if is { Ok(json!({"ok": true})) } else { Err("the number is nobody's".to_owned()) }
    };
    match order {
        Order::List {} => Ok(json!(world.lock().cast.members().collect::<Vec<_>>())),
        Order::Behave { number, manner } => known(world.lock().cast.behave(&number, manner)),
        Order::WillOffer { number, slots } => known(world.lock().cast.will_offer(&number, slots)),
        Order::Block { number, slot } => {
            let mut state = world.lock();
            let diary = state.cast.diary_mut(&number).ok_or("the number is nobody's")?;
            diary.write(slot, "—", None).map_err(|taken| taken.to_string())?;
            Ok(json!({"ok": true}))
        }
        Order::Ledger {} => Ok(json!(world.lock().cast.ledger())),
        Order::Say { number, text } => {
            crate::elevenlabs::say_as_provider(world, &number, &text).map(|()| json!({"ok": true}))
        }
        Order::PickUp { number } => {
            crate::twilio::calls::pick_up_by_hand(world, &number).map(|sid| json!({"sid": sid}))
        }
        Order::Decline { number } => {
            crate::twilio::calls::decline(world, &number).map(|sid| json!({"sid": sid}))
        }
        Order::HangUp { number } => hang_up(world, &number).map(|()| json!({"ok": true})),
        Order::Press { number, keys } => {
            crate::twilio::calls::press(world, &number, &keys).map(|sid| json!({"sid": sid}))
        }
        Order::RingUs(ring) => {
            crate::twilio::provider_calls(world, ring).map(|sid| json!({"sid": sid}))
        }
    }
}

/// In a conversation the voice agent notices; anywhere else in a call the line is just dead.
fn hang_up(world: &World, number: &str) -> Result<(), String> {
    if crate::elevenlabs::hang_up_as_provider(world, number).is_ok() {
        return Ok(());
    }
    let sid = crate::twilio::calls::call_at(&world.look(), number, |call| !call.status.is_over())?;
    crate::twilio::calls::callee_hangs_up(world, &sid);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(cast: &State, manner: Manner) -> String {
        cast.playing(manner, Tongue::Es).expect("each manner is played").number.clone()
    }

    #[test]
    fn a_number_that_is_nobodys_is_not_in_service() {
        assert_eq!(State::default().ring("+541199999999"), Reaction::Fails { sip: 404 });
    }

    #[test]
    fn some_never_answer_and_some_do_at_the_second_call() {
        let mut cast = State::default();
        let [busy, no_answer, at_first] = [Manner::Busy, Manner::NoAnswer, Manner::BusyAtFirst]
            .map(|manner| number(&cast, manner));
        let rings = |cast: &mut State, number: &str| [cast.ring(number), cast.ring(number)];
        assert_eq!(rings(&mut cast, &busy), [Reaction::Busy, Reaction::Busy]);
        assert_eq!(rings(&mut cast, &no_answer), [Reaction::NoAnswer, Reaction::NoAnswer]);
        let human = Reaction::Answers { after_s: RINGS_S, answered_by: AnsweredBy::Human };
        assert_eq!(rings(&mut cast, &at_first), [Reaction::Busy, human]);
    }

    #[test]
    fn machines_are_told_apart_from_people() {
        let mut cast = State::default();
        for (manner, who) in [
            (Manner::Voicemail, AnsweredBy::Machine),
            (Manner::Menu, AnsweredBy::Machine),
            (Manner::MailboxFull, AnsweredBy::Machine),
            (Manner::Screening, AnsweredBy::Machine),
            (Manner::AiReceptionist, AnsweredBy::Human),
            (Manner::Silent, AnsweredBy::Unknown),
            (Manner::RefusesRobots, AnsweredBy::Human),
        ] {
            let number = number(&cast, manner);
            assert_eq!(
                cast.ring(&number),
                Reaction::Answers { after_s: RINGS_S, answered_by: who }
            );
        }
    }

    #[test]
    fn a_machine_that_was_on_at_first_is_off_at_the_second_call() {
        let mut cast = State::default();
        let number = number(&cast, Manner::VoicemailThenPerson);
        let by = |answered_by| Reaction::Answers { after_s: RINGS_S, answered_by };
        assert_eq!(cast.ring(&number), by(AnsweredBy::Machine));
        assert_eq!(cast.ring(&number), by(AnsweredBy::Human));
    }

    #[test]
    fn only_who_calls_back_does() {
        let cast = State::default();
        let rings_back = |manner| cast.rings_back_after(&number(&cast, manner));
        assert_eq!(rings_back(Manner::CallsBack), Some(SignedDuration::from_hours(2)));
        assert_eq!(rings_back(Manner::NoAnswer), None);
        assert_eq!(cast.rings_back_after("+541199999999"), None);
    }

    #[test]
    fn what_is_blocked_is_no_agreement() {
        let mut cast = State::default();
        let number = number(&cast, Manner::BooksAsAsked);
        let slot = jiff::civil::datetime(2026, 11, 26, 16, 0, 0, 0);
        let diary = cast.diary_mut(&number).unwrap();
        diary.write(slot, "—", None).unwrap();
        assert!(diary.write(slot, "Ana", Some("CA1")).is_err());
        assert_eq!(cast.ledger(), []);
    }

    #[test]
    fn an_order_that_nobody_understands_changes_nothing() {
        let order = |json: Value| serde_json::from_value::<Order>(json);
        assert!(order(json!({"behave": {"number": "+1", "manner": "polite"}})).is_err());
        assert!(
            order(json!({"behave": {"number": "+1", "manner": "busy", "why": "fun"}})).is_err()
        );
        assert!(order(json!({"fire": {"number": "+1"}})).is_err());
        assert!(order(json!({"behave": {"number": "+1", "manner": "two-slots"}})).is_ok());
    }
}
