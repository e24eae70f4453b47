//! What the desk of a provider says: a line of it, and a whole call.

use domain::understanding::call::{self, Line, Speaker, Utterance, read_call};
use domain::when;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Answer;
use super::case::{Case, Scene, fill, of, or_empty};
use super::dates;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Call {
    /// `P: ` the desk, `C: ` us.
    #[serde(deserialize_with = "or_empty")]
    lines: Vec<String>,
    #[serde(flatten)]
    scene: Scene,
}

pub(super) fn call(case: Value) -> Result<Answer, String> {
    let Call { lines, scene } = of(case)?;
    let utterance = |line| match str::split_once(line, ": ") {
        Some(("P", text)) => Ok(Utterance { speaker: Speaker::Callee, text }),
        Some((_, text)) => Ok(Utterance { speaker: Speaker::Us, text }),
        None => Err("a line of nobody".to_owned()),
    };
    let lines = lines.iter().map(String::as_str).map(utterance).collect::<Result<Vec<_>, _>>()?;
    let found = read_call(&lines, scene.reference());
    let dated = scene.now.is_some();
    let mut outcome = slot(&found.slot, dated);
    outcome.insert("booked".to_owned(), json!(found.booked));
    let offered = found.offered.as_ref().map(|offered| slot(offered, dated));
    fill(&mut outcome, "offered", offered);
    Ok(Answer::from_iter([("outcome".to_owned(), Value::Object(outcome))]))
}

/// Where no day is known from which to count, only the day of the week means something.
fn slot(slot: &call::Slot, dated: bool) -> Answer {
    let mut answer = Answer::new();
    fill(&mut answer, "provider", slot.provider.clone());
    fill(&mut answer, "date", slot.date.filter(|_| dated).map(|date| date.to_string()));
    fill(&mut answer, "weekday", slot.date.map(|date| date.strftime("%A").to_string()));
    fill(&mut answer, "time", slot.time.map(dates::clock));
    answer
}

pub(super) fn line(case: Value) -> Result<Answer, String> {
    let case: Case = of(case)?;
    let reference = case.scene.reference();
    let mut slots = Answer::new();
    for phrase in when::phrases(&case.text, reference) {
        fill(&mut slots, "date", dates::day(&phrase.reading));
        fill(&mut slots, "time", dates::time(&phrase.reading));
    }
    let label = label(call::line(&case.text, reference));
    Ok(Answer::from_iter([
        ("label".to_owned(), json!(label)),
        ("slots".to_owned(), Value::Object(slots)),
    ]))
}

fn label(line: Line) -> &'static str {
    match line {
        Line::Greeting => "greeting",
        Line::AskName => "ask_name",
        Line::AskProvider => "ask_provider",
        Line::AskDate => "ask_date",
        Line::AskTime => "ask_time",
        Line::AskDateTime => "ask_date_time",
        Line::AskPartySize => "ask_party_size",
        Line::AskReason => "ask_reason",
        Line::OfferAvailable => "offer_available",
        Line::Unavailable => "unavailable",
        Line::UnavailableOffer => "unavailable_offer",
        Line::ConfirmDetails => "confirm_details",
        Line::WillBook => "will_book",
        Line::Booked => "booked",
        Line::AnythingElse => "anything_else",
        Line::Goodbye => "goodbye",
        Line::NothingFound => "nothing_found",
        Line::OutOfScope | Line::Agrees | Line::Holds | Line::Other => "out_of_scope",
    }
}
