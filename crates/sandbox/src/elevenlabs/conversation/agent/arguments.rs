//! What the agent tells the tools, in their words.

use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::super::{Booked, Offer};
use super::{Move, Question};

pub(super) fn uses(tool: &str, arguments: Value) -> Move {
    Move::Use { tool: tool.to_owned(), arguments }
}

pub(super) fn asks_person(question: &Question) -> Move {
    let mut arguments = json!({"question": question.text});
    if !question.options.is_empty() {
        arguments["options"] = json!(question.options);
    }
    uses("ask_person", arguments)
}

pub(super) fn named(slot: DateTime) -> Value {
    json!({"date": slot.date().to_string(), "time": hours(slot)})
}

pub(super) fn listed(offer: &Offer) -> Value {
    let mut listed = named(offer.slot);
    if let Some(until) = offer.held_until {
        listed["held_until"] = json!(minutes(until));
    }
    if let Some(price) = &offer.price {
        listed["price"] = json!(price);
    }
    listed
}

pub(super) fn confirmation(booked: &Booked, quote: &str) -> Value {
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

pub(super) fn hours(slot: DateTime) -> String {
    format!("{:02}:{:02}", slot.hour(), slot.minute())
}

pub(super) fn minutes(at: DateTime) -> String {
    format!("{}T{}", at.date(), hours(at))
}
