//! Answers the evaluation protocol with the functions that production calls: JSON Lines in, JSON Lines out.
#![expect(clippy::print_stdout, reason = "the answers are the program's output")]

use std::io::BufRead;

use domain::{
    language::Language,
    when::{self, Dates, PartOfDay, Reading, Reference, Times},
};
use jiff::civil::DateTime;
use serde_json::{Map, Value, json};

fn main() {
    let kind = std::env::args().nth(1).unwrap_or_default();
    let answer: fn(&Value) -> Value = match kind.as_str() {
        "datetime" => datetime,
        _ => return,
    };
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input is UTF-8");
        let case: Value = serde_json::from_str(&line).expect("a case is JSON");
        let mut found = std::panic::catch_unwind(|| answer(&case))
            .unwrap_or_else(|_| json!({"error": "panic"}));
        found["id"] = case["id"].clone();
        println!("{found}");
    }
}

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field].as_str().unwrap_or_default()
}

fn reference(case: &Value) -> Reference {
    let now: DateTime =
        text(case, "ref").parse().unwrap_or(jiff::civil::date(2026, 1, 1).at(9, 0, 0, 0));
    let language = Language::from_tag(text(case, "lang")).unwrap_or(Language::En);
    let locale = text(case, "locale");
    let month_first = locale == "en-US" || (locale.is_empty() && language == Language::En);
    Reference { now, language, month_first }
}

fn datetime(case: &Value) -> Value {
    let phrases = when::phrases(text(case, "text"), reference(case));
    phrases.first().map_or_else(|| json!({}), |phrase| reading(&phrase.reading))
}

fn reading(reading: &Reading) -> Value {
    let mut answer = Map::new();
    if let Some(Dates { from, to }) = reading.dates {
        let on = from.filter(|from| Some(*from) == to);
        answer.insert(
            "date".into(),
            on.map_or_else(|| json!({"from": from, "to": to}), |on| json!({"on": on})),
        );
    }
    let hhmm = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    match reading.times {
        None => {}
        Some(Times::At(time)) => drop(answer.insert("time".into(), json!({"at": hhmm(time)}))),
        Some(Times::Between { from, to }) => {
            drop(answer.insert("time".into(), json!({"from": from.map(hhmm), "to": to.map(hhmm)})));
        }
        Some(Times::Part(part)) => {
            drop(answer.insert("time".into(), json!({"part": part_name(part)})))
        }
    }
    if reading.asap {
        answer.insert("asap".into(), json!(true));
    }
    Value::Object(answer)
}

fn part_name(part: PartOfDay) -> Value {
    serde_json::to_value(part).expect("a part of the day is a word")
}
