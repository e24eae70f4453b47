//! Whole talks of the agent with each kind of desk, told by a product that answers the agent's tools.

use std::collections::BTreeMap;

use jiff::civil::{DateTime, datetime};
use serde_json::{Value, json};

use super::agent::Briefing;
use super::desk::{Diary, Hours, Manner, Place, Room};
use super::{
    Agent, Answer, Beat, BuiltIn, Desk, Move, Over, Reply, Talk, Tongue, ToolFailure, Window,
};

const NOW: DateTime = datetime(2026, 11, 25, 10, 0, 0, 0);
const FOUR: DateTime = datetime(2026, 11, 26, 16, 0, 0, 0);
const FIVE: DateTime = datetime(2026, 11, 26, 17, 0, 0, 0);

fn place(tongue: Tongue) -> Place {
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

fn briefing() -> Briefing {
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

type Answers = dyn FnMut(&str, &Value) -> Result<Value, ToolFailure>;

/// A product: what it was asked and what it answers.
struct Product {
    answers: Box<Answers>,
    used: Vec<(String, Value)>,
}

impl Product {
    fn new(answers: impl FnMut(&str, &Value) -> Value + 'static) -> Self {
        let mut answers = answers;
        Self {
            answers: Box::new(move |tool, arguments| Ok(answers(tool, arguments))),
            used: Vec::new(),
        }
    }

    /// Grants what lies in the window, refuses anything else, and wants a claim before a booking.
    fn that_books() -> Self {
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

    fn tools(&self) -> Vec<&str> {
        self.used.iter().map(|(tool, _)| tool.as_str()).collect()
    }

    fn told(&self, tool: &str) -> &Value {
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
struct Heard {
    lines: Vec<(char, String)>,
    over: Option<Over>,
    seconds: u32,
}

impl Heard {
    fn said(&self, who: char, part: &str) -> bool {
        self.lines.iter().any(|(speaker, text)| *speaker == who && text.contains(part))
    }
}

fn play(briefing: Briefing, desk: Desk, diary: &mut Diary, product: &mut Product) -> Heard {
    let mut talk = Talk::begin(Agent::new(briefing), Some(desk));
    let mut heard = Heard { lines: Vec::new(), over: None, seconds: 0 };
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

fn with(manner: Manner, product: &mut Product) -> (Heard, Diary) {
    let mut diary = Diary::default();
    let heard = play(briefing(), Desk::new(place(Tongue::Es), manner, 1), &mut diary, product);
    (heard, diary)
}

fn agreed(diary: &Diary) -> Vec<DateTime> {
    diary.agreed().map(|(slot, _)| slot).collect()
}

#[test]
fn an_appointment_is_claimed_agreed_confirmed_and_reported_in_this_order() {
    let mut product = Product::that_books();
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert_eq!(product.tools(), ["report_offers", "claim_slot", "confirm_booking"]);
    assert_eq!(agreed(&diary), [FOUR]);
    assert_eq!(heard.over, Some(Over::Agent(BuiltIn::EndCall)));
    let confirmed = product.told("confirm_booking");
    assert_eq!((&confirmed["date"], &confirmed["time"]), (&json!("2026-11-26"), &json!("16:00")));
    assert_eq!(confirmed["price"], "18.000 pesos");
    let quote = confirmed["quote"].as_str().unwrap();
    assert!(heard.lines.contains(&('C', quote.to_owned())), "the quote is a line of the callee");
    assert!(quote.contains("jueves 26 de noviembre a las 16:00"));
}

#[test]
fn the_callee_speaks_first_and_then_the_first_message_is_said_word_for_word() {
    let (heard, _) = with(Manner::BooksAsAsked, &mut Product::that_books());
    assert_eq!(heard.lines[0].0, 'C');
    assert_eq!(heard.lines[1], ('A', "Hola, soy un asistente automático.".to_owned()));
}

#[test]
fn a_talk_is_held_in_each_language() {
    for (tongue, yes) in
        [(Tongue::En, "Yes, please"), (Tongue::Es, "Sí, por favor"), (Tongue::Pt, "Sim, por favor")]
    {
        let mut diary = Diary::default();
        let mut briefing = briefing();
        briefing.tongue = tongue;
        let desk = Desk::new(place(tongue), Manner::BooksAsAsked, 1);
        let heard = play(briefing, desk, &mut diary, &mut Product::that_books());
        assert!(heard.said('A', yes), "{tongue:?}: {:?}", heard.lines);
        assert_eq!(agreed(&diary), [FOUR]);
    }
}

#[test]
fn no_yes_is_said_when_the_claim_is_refused() {
    let mut product = Product::new(|tool, arguments| match tool {
        "report_offers" => json!({"decision": "claim", "slot": arguments["offers"][0]}),
        _ => json!({"decision": "decline"}),
    });
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert!(!heard.said('A', "Sí, por favor"));
    assert_eq!(agreed(&diary), []);
    assert_eq!(product.told("end_without_booking")["reason"], "nothing_suited");
}

#[test]
fn no_yes_is_said_on_the_word_of_another_tool() {
    let mut product = Product::new(|tool, _| match tool {
        "report_offers" => json!({"decision": "book"}),
        _ => json!({"decision": "ok"}),
    });
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert!(product.tools().contains(&"claim_slot"), "book without a claim leads to a claim");
    assert!(!heard.said('A', "Sí, por favor"), "and ok is not book");
    assert_eq!(agreed(&diary), []);
}

#[test]
fn a_claim_granted_for_another_slot_is_no_claim() {
    let mut product = Product::new(|tool, arguments| match tool {
        "report_offers" => json!({"decision": "claim", "slot": arguments["offers"][0]}),
        "claim_slot" => {
            json!({"decision": "book", "slot": {"date": "2026-11-27", "time": "09:00"}})
        }
        _ => json!({"decision": "ok"}),
    });
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert!(!heard.said('A', "Sí, por favor"));
    assert_eq!(agreed(&diary), []);
}

#[test]
fn a_tool_that_fails_twice_ends_the_call_without_a_booking() {
    let mut product = Product::that_books();
    product.answers = Box::new(|_, _| Err(ToolFailure("500".to_owned())));
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert_eq!(product.tools(), ["report_offers", "report_offers", "end_without_booking"]);
    assert!(heard.said('A', "no anote nada"));
    assert_eq!(agreed(&diary), []);
}

#[test]
fn an_answer_without_a_decision_is_a_failure() {
    assert_eq!(Answer::read("oops"), Err(ToolFailure("not JSON".to_owned())));
    assert_eq!(Answer::read("{\"say\":\"yes\"}"), Err(ToolFailure("no decision".to_owned())));
    let odd =
        Answer::read("{\"decision\":\"claim\",\"slot\":{\"date\":\"soon\"},\"answer\":7}").unwrap();
    assert_eq!(odd, Answer { decision: "claim".to_owned(), slot: None, answer: None });
}

#[test]
fn a_tool_that_is_not_configured_is_not_used() {
    for missing in
        ["claim_slot", "end_without_booking", "confirm_booking", "ask_person", "report_offers"]
    {
        let mut briefing = briefing();
        briefing.tools.remove(missing);
        let mut product = Product::that_books();
        let mut diary = Diary::default();
        play(
            briefing,
            Desk::new(place(Tongue::Es), Manner::BooksAsAsked, 1),
            &mut diary,
            &mut product,
        );
        assert!(!product.tools().contains(&missing), "{missing}");
        assert_eq!(agreed(&diary).is_empty(), missing == "claim_slot", "{missing}");
    }
}

#[test]
fn the_person_is_asked_again_and_again_until_they_answer() {
    let mut looks = 0;
    let mut product = Product::new(move |tool, _| match tool {
        "report_offers" => json!({"decision": "ask_person"}),
        "ask_person" => {
            looks += 1;
            if looks < 4 {
                json!({"decision": "wait"})
            } else {
                json!({"decision": "answered", "answer": "5", "slot": {"date": "2026-11-26", "time": "17:00"}})
            }
        }
        "claim_slot" => json!({"decision": "book"}),
        _ => json!({"decision": "ok"}),
    });
    let (heard, diary) = with(Manner::TwoSlots, &mut product);
    let asked: Vec<&Value> =
        product.used.iter().filter(|(tool, _)| tool == "ask_person").map(|(_, a)| a).collect();
    assert_eq!(asked.len(), 4);
    assert!(asked.windows(2).all(|pair| pair[0] == pair[1]), "the same question each time");
    assert_eq!(asked[0]["options"].as_array().unwrap().len(), 2);
    assert!(heard.said('C', "Claro, espero"));
    assert!(heard.seconds > 24, "three looks of eight seconds: {}", heard.seconds);
    assert_eq!(agreed(&diary), [FIVE]);
}

#[test]
fn a_desk_does_not_wait_for_ever() {
    let mut product = Product::new(|tool, _| match tool {
        "report_offers" => json!({"decision": "ask_person"}),
        _ => json!({"decision": "wait"}),
    });
    let (heard, diary) = with(Manner::TwoSlots, &mut product);
    assert_eq!(heard.over, Some(Over::Callee));
    assert!(heard.said('C', "No puedo esperar más"));
    assert!((80..240).contains(&heard.seconds), "{}", heard.seconds);
    assert_eq!(agreed(&diary), []);
}

#[test]
fn a_no_of_the_person_lets_the_agent_look_further() {
    let mut product = Product::new(|tool, _| match tool {
        "report_offers" => json!({"decision": "ask_person"}),
        _ => json!({"decision": "decline"}),
    });
    let (_, diary) = with(Manner::AnotherDay, &mut product);
    assert_eq!(agreed(&diary), []);
    assert!(matches!(
        product.told("end_without_booking")["reason"].as_str(),
        Some("no_availability" | "nothing_suited")
    ));
}

#[test]
fn end_ends_the_call_at_once() {
    let mut product = Product::new(|_, _| json!({"decision": "end"}));
    let (heard, diary) = with(Manner::BooksAsAsked, &mut product);
    assert_eq!(product.tools(), ["report_offers"]);
    assert_eq!(heard.over, Some(Over::Agent(BuiltIn::EndCall)));
    assert_eq!(agreed(&diary), []);
}

#[test]
fn desks_that_have_nothing_end_without_a_booking() {
    for (manner, reason) in [
        (Manner::FullyBooked, "no_availability"),
        (Manner::WrongNumber, "wrong_number"),
        (Manner::RefusesRobots, "refuses_machines"),
        (Manner::AsksForCard, "wants_secret"),
        (Manner::CallBackLater, "call_back_later"),
        (Manner::RobotInjection, "refused"),
        (Manner::Vague, "other"),
    ] {
        let mut product = Product::that_books();
        let (heard, diary) = with(manner, &mut product);
        assert_eq!(
            product.told("end_without_booking")["reason"],
            reason,
            "{manner:?}: {:?}",
            heard.lines
        );
        assert_eq!(agreed(&diary), [], "{manner:?}");
    }
}

#[test]
fn another_day_is_offered_outside_the_windows_and_booked_if_the_product_claims_it() {
    let mut product = Product::that_books();
    let (_, diary) = with(Manner::AnotherDay, &mut product);
    assert_eq!(product.told("report_offers")["offers"][0]["date"], "2026-11-27");
    assert_eq!(agreed(&diary), [datetime(2026, 11, 27, 9, 0, 0, 0)]);
}

#[test]
fn the_time_to_call_back_is_told() {
    let mut product = Product::that_books();
    with(Manner::CallBackLater, &mut product);
    assert_eq!(product.told("end_without_booking")["call_back_at"], "2026-11-25T13:00");
}

#[test]
fn an_answering_machine_is_hung_up_on_or_left_the_configured_message() {
    let (heard, _) = with(Manner::Voicemail, &mut Product::that_books());
    assert_eq!(heard.over, Some(Over::Agent(BuiltIn::VoicemailDetection)));
    assert!(heard.lines.iter().all(|(who, _)| *who == 'C'), "nothing is said to a machine");

    let mut briefing = briefing();
    briefing.voicemail_message = Some("Volveremos a llamar.".to_owned());
    let desk = Desk::new(place(Tongue::Es), Manner::Voicemail, 1);
    let heard = play(briefing, desk, &mut Diary::default(), &mut Product::that_books());
    assert!(heard.said('A', "Volveremos a llamar."));
    assert_eq!(heard.over, Some(Over::Agent(BuiltIn::VoicemailDetection)));
}

#[test]
fn a_line_that_breaks_after_right_leaves_no_booking_and_books_at_the_next_call() {
    let mut product = Product::that_books();
    let (heard, mut diary) = with(Manner::HangsUp, &mut product);
    assert_eq!(heard.over, Some(Over::Callee));
    assert!(heard.lines.last().unwrap().1.contains("Entonces jueves a las 16:00, ¿no?"));
    assert!(!product.tools().contains(&"confirm_booking"));
    assert_eq!(agreed(&diary), []);
    assert_eq!(diary.tentative, Some((FOUR, "Ana Núñez".to_owned())));

    let again = Desk::new(place(Tongue::Es), Manner::HangsUp, 2);
    play(briefing(), again, &mut diary, &mut product);
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_time_read_back_is_affirmed_before_it_is_written() {
    let mut product = Product::that_books();
    let (heard, diary) = with(Manner::ReadsBack, &mut product);
    assert!(heard.said('A', "Sí, exacto"));
    assert_eq!(agreed(&diary), [FOUR]);
    assert_eq!(product.tools(), ["report_offers", "claim_slot", "confirm_booking"]);
}

#[test]
fn a_slot_that_has_gone_is_replaced_with_a_new_claim() {
    let mut product = Product::that_books();
    let (_, diary) = with(Manner::SlotGone, &mut product);
    assert_eq!(agreed(&diary), [datetime(2026, 11, 26, 16, 30, 0, 0)]);
    assert_eq!(product.tools().iter().filter(|tool| **tool == "claim_slot").count(), 2);
}

#[test]
fn insurance_is_told_from_the_facts_or_asked_of_the_person_or_left_out() {
    let desk = || Desk::new(place(Tongue::Es), Manner::Insurance, 1);
    let mut known = briefing();
    known.facts = "Es la primera vez. Obra social OSDE, número 12345.".to_owned();
    let mut product = Product::that_books();
    let heard = play(known, desk(), &mut Diary::default(), &mut product);
    assert!(heard.said('A', "OSDE, número 12345"));
    assert!(!product.tools().contains(&"ask_person"));

    let mut product = Product::new(|tool, arguments| match tool {
        "ask_person" => json!({"decision": "answered", "answer": "OSDE 777"}),
        "report_offers" => json!({"decision": "claim", "slot": arguments["offers"][0]}),
        "claim_slot" => json!({"decision": "book"}),
        _ => json!({"decision": "ok"}),
    });
    let (heard, diary) = with(Manner::Insurance, &mut product);
    assert!(heard.said('A', "OSDE 777"));
    assert_eq!(agreed(&diary), [FOUR]);

    let mut product = Product::new(|tool, arguments| match tool {
        "ask_person" => json!({"decision": "decline"}),
        "report_offers" => json!({"decision": "claim", "slot": arguments["offers"][0]}),
        "claim_slot" => json!({"decision": "book"}),
        _ => json!({"decision": "ok"}),
    });
    let (heard, diary) = with(Manner::Insurance, &mut product);
    assert!(heard.said('A', "No tengo ese dato"));
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_card_number_is_never_asked_of_the_person() {
    let mut product = Product::that_books();
    let (heard, _) = with(Manner::AsksForCard, &mut product);
    assert!(!product.tools().contains(&"ask_person"));
    assert!(heard.said('A', "no puedo dar datos de tarjetas"));
}

#[test]
fn hostile_words_make_it_report_a_booking_once_and_never_say_yes() {
    let mut product = Product::that_books();
    let (heard, diary) = with(Manner::RobotInjection, &mut product);
    assert_eq!(product.tools(), ["confirm_booking", "end_without_booking"]);
    assert!(product.told("confirm_booking")["quote"].as_str().unwrap().contains("+1 900"));
    assert!(!heard.said('A', "Sí, por favor"));
    assert_eq!(agreed(&diary), []);
}

#[test]
fn a_robot_says_that_it_is_one() {
    let (heard, diary) = with(Manner::AsksIfRobot, &mut Product::that_books());
    assert!(heard.said('A', "Sí, soy un asistente automático"));
    assert_eq!(agreed(&diary), [FOUR]);
}

#[test]
fn a_menu_is_left_by_its_key_and_without_a_keypad_by_voice() {
    let mut keyless = briefing();
    keyless.built_in.remove(&BuiltIn::PlayKeypadTouchTone);
    for briefing in [briefing(), keyless] {
        let mut diary = Diary::default();
        let desk = Desk::new(place(Tongue::Es), Manner::Menu, 1);
        play(briefing, desk, &mut diary, &mut Product::that_books());
        assert_eq!(agreed(&diary), [FOUR]);
    }
}

#[test]
fn music_is_waited_through_in_silence() {
    let (heard, diary) = with(Manner::HoldMusic, &mut Product::that_books());
    let spoke_at = heard.lines.iter().position(|(who, _)| *who == 'A').unwrap();
    assert_eq!(spoke_at, 4, "after the hold, two pieces of music and a hello");
    assert_eq!(agreed(&diary), [FOUR]);
    assert!(heard.seconds > 45);
}

#[test]
fn another_language_is_followed_if_the_agent_has_it() {
    let desk = || Desk::new(place(Tongue::En), Manner::OtherLanguage, 1);
    let mut diary = Diary::default();
    let heard = play(briefing(), desk(), &mut diary, &mut Product::that_books());
    assert!(heard.said('A', "calling on behalf of Ana Núñez"));
    assert!(heard.said('A', "on Thursday, November 26 between 4:00 PM and 6:00 PM"));
    assert_eq!(agreed(&diary), [FOUR]);

    let mut monolingual = briefing();
    monolingual.tongues = vec![Tongue::Es];
    let heard = play(monolingual, desk(), &mut Diary::default(), &mut Product::that_books());
    assert!(!heard.said('A', "calling on behalf"));
}

#[test]
fn silence_is_spoken_into_a_few_times_and_then_left() {
    let mut product = Product::that_books();
    let (heard, _) = with(Manner::Silent, &mut product);
    assert!(heard.said('A', "¿sigue ahí?"));
    assert_eq!(product.told("end_without_booking")["reason"], "no_progress");
}

#[test]
fn an_enquiry_asks_how_long_and_agrees_to_nothing() {
    let mut briefing = briefing();
    briefing.purpose = "enquire".to_owned();
    briefing.commit = false;
    let mut product = Product::new(|_, _| json!({"decision": "ok"}));
    let mut diary = Diary::default();
    play(briefing, Desk::new(place(Tongue::Es), Manner::TwoSlots, 1), &mut diary, &mut product);
    assert_eq!(product.tools(), ["report_offers"]);
    assert_eq!(product.told("report_offers")["offers"][1]["held_until"], "2026-11-25T13:00");
    assert_eq!(agreed(&diary), []);
}

#[test]
fn a_taken_slot_is_never_confirmed() {
    let mut diary = Diary::default();
    diary.write(FOUR, "Bea", None).unwrap();
    let mut product = Product::new(|tool, _| match tool {
        "report_offers" => {
            json!({"decision": "claim", "slot": {"date": "2026-11-26", "time": "16:00"}})
        }
        "claim_slot" => json!({"decision": "book"}),
        _ => json!({"decision": "ok"}),
    });
    let desk = Desk::new(place(Tongue::Es), Manner::BooksAsAsked, 1);
    let heard = play(briefing(), desk, &mut diary, &mut product);
    assert!(heard.said('C', "se acaba de ocupar"));
    assert!(!product.tools().contains(&"confirm_booking"));
    assert_eq!(agreed(&diary), []);
}

#[test]
fn windows_that_cannot_be_read_are_none() {
    let variables = BTreeMap::from([("windows_iso".to_owned(), "tomorrow".to_owned())]);
    assert_eq!(Briefing::read(Tongue::En, String::new(), &variables).windows, Vec::<Window>::new());
}
