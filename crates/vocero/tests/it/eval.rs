//! `vocero eval` as a process of its own: lines in, lines out.

mod lines;
mod model;
mod webhooks;

use std::collections::BTreeMap;
use std::io::{Seek, Write};
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::process::Command;

/// What the program made of its lines.
struct Ran {
    status: Option<i32>,
    answers: Vec<Value>,
    complaints: String,
}

type Environment = BTreeMap<String, String>;

/// Runs in an empty folder with no environment but the given one.
async fn run(arguments: &[&str], input: &[u8], environment: &Environment) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = tempfile::tempfile().unwrap();
    lines.write_all(input).unwrap();
    lines.rewind().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_vocero"))
        .arg("eval")
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .envs(environment)
        .stdin(Stdio::from(lines))
        .output()
        .await
        .unwrap();
    let text = String::from_utf8(output.stdout).expect("answers are UTF-8");
    Ran {
        status: output.status.code(),
        answers: text.lines().map(|line| serde_json::from_str(line).expect(line)).collect(),
        complaints: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The answers of the rules, which need no setting.
async fn answers(kind: &str, input: &[u8]) -> Vec<Value> {
    let ran = run(&[kind], input, &Environment::new()).await;
    assert_eq!(ran.status, Some(0), "{}", ran.complaints);
    ran.answers
}

async fn answer(kind: &str, case: &Value) -> Value {
    let mut answers = answers(kind, case.to_string().as_bytes()).await;
    assert_eq!(answers.len(), 1, "one line, one answer");
    answers.remove(0)
}

const MONDAY: &str = "2026-11-23T09:00";

#[tokio::test]
async fn a_date_is_computed_from_the_moment_of_speaking() {
    let case =
        json!({"id": "1", "lang": "en", "ref": MONDAY, "text": "could it be tomorrow after 5 pm?"});
    let expected =
        json!({"id": "1", "date": {"on": "2026-11-24"}, "time": {"from": "17:00", "to": null}});
    assert_eq!(answer("datetime", &case).await, expected);
    for (locale, on) in [("es-AR", "2026-12-03"), ("en-US", "2027-03-12")] {
        let case =
            json!({"id": "1", "lang": "es", "locale": locale, "ref": MONDAY, "text": "el 3/12"});
        assert_eq!(answer("datetime", &case).await["date"], json!({"on": on}), "{locale}");
    }
    let nothing = json!({"id": "2", "lang": "en", "ref": MONDAY, "text": "May I ask something?"});
    assert_eq!(answer("datetime", &nothing).await, json!({"id": "2"}));
}

#[tokio::test]
async fn an_opener_is_ours_or_not() {
    let text = "Please book me an appointment with a dermatologist in Springfield tomorrow at 4 pm";
    let found =
        answer("sgd_openers", &json!({"id": 2, "lang": "en", "ref": MONDAY, "text": text})).await;
    assert_eq!((&found["id"], &found["intent"]), (&json!(2), &json!("book_appointment")));
    let slots = json!({"type": "dermatologist", "location": "Springfield", "date": "2026-11-24", "time": "16:00"});
    assert_eq!(found["slots"], slots);
    let other = json!({"id": 2, "lang": "en", "ref": MONDAY, "text": "What will the weather be like on Sunday?"});
    assert_eq!(answer("sgd_openers", &other).await["intent"], "other");
}

#[tokio::test]
async fn what_was_offered_earlier_in_the_same_dialogue_is_remembered() {
    let turn = |dialogue: &str, acts: &[&str], text: &str| json!({"id": dialogue, "dialogue": dialogue, "lang": "en", "ref": MONDAY, "prev_acts": acts, "text": text});
    let lines = [
        turn("a", &["OFFER(provider=Salon Sol)"], "Where is it?"),
        turn("b", &[], "I need a dentist"),
        turn("b", &["INFORM(location=Springfield)"], "Yes, that works"),
        turn("a", &["INFORM(location=Springfield)"], "Yes, that works"),
        turn("b", &["CONFIRM(date=tomorrow)", "CONFIRM(time=4 pm)"], "Yes, that is right."),
    ];
    let found =
        answers("sgd_turns", lines.map(|line| line.to_string()).join("\n").as_bytes()).await;
    assert_eq!(found[2]["state_delta"], json!({}), "nothing was offered in this one");
    assert_eq!(found[3]["state_delta"], json!({"provider": "Salon Sol"}));
    assert_eq!(found[4]["state_delta"], json!({"date": "tomorrow", "time": "4 pm"}));
    assert_eq!(
        (&found[4]["labels"], &found[4]["intent"]),
        (&json!(["yes"]), &json!("book_appointment"))
    );
}

#[tokio::test]
async fn an_option_is_picked_only_where_it_was_shown() {
    let pick = |text: &str| {
        json!({
            "id": "4", "lang": "es", "locale": "es-CO", "ref": MONDAY, "prev": "¿Cuál prefiere?",
            "options": ["1. Ana, a las 10:00", "2. Luz, a las 12:00"], "text": text,
        })
    };
    let second = answer("requests_es", &pick("la segunda")).await;
    assert_eq!(second, json!({"id": "4", "intent": "select_option", "slots": {}, "option": 2}));
    let seventh = answer("requests_es", &pick("la 7")).await;
    assert_eq!(seventh, json!({"id": "4", "intent": "out_of_range", "slots": {}}));
}

#[tokio::test]
async fn an_intent_has_the_name_of_the_cases() {
    for (text, labels) in [
        ("please cancel my appointment", json!(["cancel"])),
        ("no, that's not what I said", json!(["no", "correction"])),
        ("the moon is made of cheese", json!(["other"])),
    ] {
        let case = json!({"id": "5", "lang": "en", "text": text});
        assert_eq!(answer("intents", &case).await["labels"], labels, "{text}");
    }
}

#[tokio::test]
async fn spans_count_characters() {
    let case = json!({"id": "6", "lang": "en", "requested": [], "text": "É: a table for 4 people at 7:30 pm"});
    let mut spans = answer("slots", &case).await["spans"].take();
    let spans = spans.as_array_mut().unwrap();
    spans.sort_by_key(|span| span["span"][0].as_u64());
    assert_eq!(spans[0], json!({"slot": "people", "span": [15, 23], "value": null}));
    assert_eq!((&spans[1]["slot"], &spans[1]["value"]), (&json!("time"), &json!("19:30")));
    assert_eq!(spans[1]["span"][1], 34, "the end of the text");
}

#[tokio::test]
async fn a_call_came_to_a_booking_or_to_none() {
    let call = |moment: Value, last: &str| {
        json!({"id": "7", "lang": "en", "ref": moment, "lines": [
            "P: Salon Sol, good morning.", "C: A haircut tomorrow at 4 pm, please.", last,
        ]})
    };
    let booked = "P: Sure, you are booked for tomorrow at 4 pm.";
    let outcome = answer("calls", &call(json!(MONDAY), booked)).await["outcome"].take();
    assert_eq!(outcome["booked"], true);
    assert_eq!((&outcome["date"], &outcome["time"]), (&json!("2026-11-24"), &json!("16:00")));
    let undated = answer("calls", &call(Value::Null, booked)).await["outcome"].take();
    assert_eq!((&undated["booked"], &undated["date"]), (&json!(true), &Value::Null));
    for refused in ["P: I'm sorry, we are fully booked.", "P: I will book it later today."] {
        let outcome = answer("calls", &call(json!(MONDAY), refused)).await["outcome"].take();
        assert_eq!(outcome["booked"], false, "{refused}");
    }
}

#[tokio::test]
async fn a_line_of_the_desk_has_a_label_and_what_it_proposes() {
    let case = json!({"id": "8", "lang": "en", "ref": MONDAY, "text": "Sorry, we have nothing at that time."});
    assert_eq!(answer("provider_lines", &case).await["label"], "unavailable");
    let text = "We are full then. How about tomorrow at 11 am?";
    let found =
        answer("provider_lines", &json!({"id": "8", "lang": "en", "ref": MONDAY, "text": text}))
            .await;
    assert_eq!(found["slots"], json!({"date": "2026-11-24", "time": "11:00"}));
}

#[tokio::test]
async fn numbers_are_judged_and_found() {
    let normalise =
        |text: &str| json!({"id": "9", "task": "normalise", "region": "US", "text": text});
    let good = json!({"id": "9", "valid": true, "e164": "+12025550143", "callable": true});
    assert_eq!(answer("phones", &normalise("(202) 555-0143")).await, good);
    let costly = answer("phones", &normalise("900-234-5678")).await;
    assert_eq!((&costly["valid"], &costly["callable"]), (&json!(true), &json!(false)));
    let none = json!({"id": "9", "valid": false, "callable": false});
    assert_eq!(answer("phones", &normalise("555")).await, none);
    let text = "call 202-555-0143, the order is of 12/11/2026";
    let found =
        answer("phones", &json!({"id": "9", "task": "extract", "region": "US", "text": text}))
            .await;
    assert_eq!(found["numbers"], json!([{"e164": "+12025550143"}]));
}

#[tokio::test]
async fn cards_are_read_in_their_bytes() {
    let card = |encoding: &str, name: &str| {
        let vcard =
            format!("BEGIN:VCARD\r\nVERSION:2.1\r\n{name}\r\nTEL:+12025550143\r\nEND:VCARD\r\n");
        json!({"id": "10", "encoding": encoding, "vcard": vcard})
    };
    let contacts = json!([{"name": "Iñaki", "phones": ["+12025550143"]}]);
    let plain = card("utf-8", "FN:Iñaki");
    assert_eq!(answer("vcards", &plain).await["contacts"], contacts);
    let bytes = card("latin-1 (raw bytes, as sent)", "FN;CHARSET=ISO-8859-1:I\u{f1}aki");
    assert_eq!(answer("vcards", &bytes).await["contacts"], contacts);
    let impossible = card("latin-1 (raw bytes, as sent)", "FN:✓");
    assert!(answer("vcards", &impossible).await["error"].is_string(), "no byte is a check mark");
}
