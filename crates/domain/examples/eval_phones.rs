//! Answers measured cases of telephone numbers and contact cards: `eval_phones phones|vcards < cases.jsonl`.

use std::io::{BufRead, Write};

use domain::phone::{self, PhoneNumber};
use domain::vcard;
use serde_json::{Value, json};

fn phones(case: &Value) -> Value {
    let text = case["text"].as_str().unwrap_or_default();
    let region = case["region"].as_str().unwrap_or_default();
    if case["task"] == "extract" {
        let numbers: Vec<_> = phone::numbers_in(text, region)
            .iter()
            .map(|found| json!({"e164": found.number.e164()}))
            .collect();
        return json!({"numbers": numbers});
    }
    match PhoneNumber::parse(text, region) {
        Ok(number) => {
            json!({"valid": true, "e164": number.e164(), "callable": number.callable().is_ok()})
        }
        Err(phone::Invalid) => json!({"valid": false, "e164": null, "callable": false}),
    }
}

fn vcards(case: &Value) -> Value {
    let text = case["vcard"].as_str().unwrap_or_default();
    let one_byte_each =
        case["encoding"].as_str().is_some_and(|encoding| encoding.starts_with("latin-1"));
    let file = if one_byte_each {
        text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
    } else {
        text.as_bytes().to_vec()
    };
    match vcard::contacts(&file) {
        Ok(contacts) => {
            let contacts: Vec<_> = contacts
                .iter()
                .map(|one| json!({"name": one.name, "phones": one.phones}))
                .collect();
            json!({"contacts": contacts})
        }
        Err(too_big) => json!({"error": too_big.to_string()}),
    }
}

fn main() -> std::io::Result<()> {
    let answer = match std::env::args().nth(1).as_deref() {
        Some("phones") => phones,
        Some("vcards") => vcards,
        _ => return Err(std::io::Error::other("say which: phones or vcards")),
    };
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        let mut found = answer(&case);
        found["id"] = case["id"].clone();
        writeln!(out, "{found}")?;
    }
    Ok(())
}
