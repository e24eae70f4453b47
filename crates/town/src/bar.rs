//! What stands above the columns: the clock, the vendors, and the switches with which things are broken.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Form, Json};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use sandbox::faults::{DeliveryFault, Order, Vendor, Webhook};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Town;
use crate::clock::SPEEDS;
use crate::look::{Look, country};
use crate::page::{Refused, Shown};
use crate::texts::Texts;

const VENDORS: [(Vendor, &str); 6] = [
    (Vendor::Twilio, "twilio"),
    (Vendor::Media, "media"),
    (Vendor::Elevenlabs, "elevenlabs"),
    (Vendor::Resend, "resend"),
    (Vendor::Places, "places"),
    (Vendor::Llm, "llm"),
];

const WEBHOOKS: [&str; 8] = [
    "twilio_inbound",
    "twilio_message_status",
    "twilio_call_status",
    "twilio_voice",
    "twilio_amd",
    "elevenlabs_tool",
    "elevenlabs_post_call",
    "resend",
];

/// With `delay`, for so many seconds.
const FAULTS: [&str; 4] = ["lose", "delay", "double", "reorder"];
const DELAY_S: u32 = 20;

const SKIPS_S: [(i64, &str); 4] =
    [(60, "+1 min"), (600, "+10 min"), (3600, "+1 h"), (86400, "+1 d")];

/// The clock is moved no further at once.
const SKIP_MAX: SignedDuration = SignedDuration::from_hours(24 * 31);

struct Lamp {
    word: &'static str,
    name: String,
    down: bool,
    /// Nobody is asked here: no such vendor is set.
    absent: bool,
}

#[derive(Template)]
#[template(path = "bar.html")]
struct Bar {
    texts: Texts,
    now: String,
    /// From here the page counts on by itself.
    real_ms: i64,
    town_ms: i64,
    zone: &'static str,
    zone_name: String,
    speed: u32,
    speeds: [u32; SPEEDS.len()],
    skips: [(i64, &'static str); 4],
    vendors: Vec<Lamp>,
    at_work: bool,
    orders: Vec<String>,
}

pub fn render(town: &Town, look: &Look) -> Shown {
    let zone = country(&look.person).1;
    let now = town.now();
    let local = now.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
    let state = town.sandbox.world().look();
    let has_model = town.sandbox.world().mind().is_some();
    let vendors = VENDORS
        .map(|(vendor, word)| Lamp {
            word,
            name: look.texts.say(&format!("vendor-{word}")),
            down: state.faults.is_down(vendor),
            absent: vendor == Vendor::Llm && !has_model,
        })
        .into();
    let orders =
        state.faults.pending().iter().filter_map(|order| tell(order, look.texts)).collect();
    drop(state);
    let (real_ms, town_ms) = town.clock.since();
    let bar = Bar {
        texts: look.texts,
        now: local.strftime("%H:%M").to_string(),
        real_ms,
        town_ms,
        zone,
        zone_name: zone.rsplit('/').next().unwrap_or(zone).replace('_', " "),
        speed: town.clock.speed(),
        speeds: SPEEDS,
        skips: SKIPS_S,
        vendors,
        at_work: town.workshop.is_at_work(),
        orders,
    };
    Ok(bar.render()?)
}

fn tell(order: &Order, texts: Texts) -> Option<String> {
    let fault = |fault: &DeliveryFault| {
        texts.say(match fault {
            DeliveryFault::Lose => "fault-lose",
            DeliveryFault::Delay { .. } => "fault-delay",
            DeliveryFault::Double => "fault-double",
            DeliveryFault::SwapWithNext => "fault-reorder",
            DeliveryFault::Unreachable | DeliveryFault::AnswerLost => "fault-unreachable",
        })
    };
    Some(match order {
        Order::NextDelivery { fault: kind, .. } => {
            format!("⚡ {}: {}", texts.say("webhook-any"), fault(kind))
        }
        Order::Delivery { webhook, fault: kind, .. } => {
            let word = json!(webhook);
            let key = format!("webhook-{}", word.as_str().unwrap_or_default().replace('_', "-"));
            format!("⚡ {}: {}", texts.say(&key), fault(kind))
        }
        Order::Request { vendor, operation, .. } => format!("⚡ {vendor:?} {operation}"),
        Order::Message { code, .. } => format!("⚡ {code}"),
        Order::Down { .. } | Order::Up { .. } | Order::ListLag { .. } => return None,
    })
}

#[must_use]
pub fn webhooks(texts: Texts) -> Vec<(&'static str, String)> {
    let named =
        |word: &'static str| (word, texts.say(&format!("webhook-{}", word.replace('_', "-"))));
    std::iter::once(("any", texts.say("webhook-any"))).chain(WEBHOOKS.map(named)).collect()
}

#[must_use]
pub fn faults(texts: Texts) -> Vec<(&'static str, String)> {
    FAULTS.map(|word| (word, texts.say(&format!("fault-{word}")))).into()
}

#[derive(Deserialize)]
pub struct Setting {
    speed: Option<u32>,
    skip_s: Option<i64>,
    #[serde(default)]
    next: bool,
}

pub async fn set(
    State(town): State<Town>,
    Form(setting): Form<Setting>,
) -> Result<StatusCode, Refused> {
    if let Some(speed) = setting.speed {
        town.clock.run_at(speed);
    }
    if let Some(seconds) = setting.skip_s {
        town.clock.advance(SignedDuration::from_secs(seconds).min(SKIP_MAX));
    }
    if setting.next {
        let ours = town.services.worker.next_due().await?;
        let next = [ours, town.sandbox.next_due()].into_iter().flatten().min();
        let next = next.ok_or_else(|| Refused::conflict("there is nothing to come"))?;
        town.clock.advance_to(next.min(town.now().saturating_add(SKIP_MAX).unwrap_or(next)));
    }
    town.keep_time();
    note(&town, "the clock was moved");
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
pub struct Mischief {
    webhook: String,
    fault: String,
}

pub async fn order(
    State(town): State<Town>,
    Form(mischief): Form<Mischief>,
) -> Result<StatusCode, Refused> {
    let fault = match mischief.fault.as_str() {
        "lose" => DeliveryFault::Lose,
        "delay" => DeliveryFault::Delay { seconds: DELAY_S },
        "double" => DeliveryFault::Double,
        "reorder" => DeliveryFault::SwapWithNext,
        _ => return Err(Refused::unknown()),
    };
    let order = if mischief.webhook == "any" {
        Order::NextDelivery { fault, times: 1 }
    } else {
        let webhook: Webhook = serde_json::from_value(Value::String(mischief.webhook))
            .map_err(|_| Refused::unknown())?;
        Order::Delivery { webhook, fault, times: 1 }
    };
    town.sandbox.order(order);
    Ok(StatusCode::NO_CONTENT)
}

pub async fn unbreak(State(town): State<Town>) -> StatusCode {
    town.sandbox.world().lock().faults.clear();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
pub struct Switch {
    vendor: Vendor,
    down: bool,
}

pub async fn switch(State(town): State<Town>, Form(switch): Form<Switch>) -> StatusCode {
    let Switch { vendor, down } = switch;
    town.sandbox.order(if down { Order::Down { vendor } } else { Order::Up { vendor } });
    note(&town, &format!("{vendor:?} is {}", if down { "down" } else { "up again" }));
    StatusCode::NO_CONTENT
}

pub async fn kill(State(town): State<Town>) -> Result<StatusCode, Refused> {
    if !town.workshop.kill() {
        return Err(Refused::conflict("there is no worker to kill"));
    }
    note(&town, "the worker was killed where it stood");
    Ok(StatusCode::NO_CONTENT)
}

pub async fn reset(State(town): State<Town>) -> Json<Value> {
    town.reset.notify_one();
    Json(json!({"reset": true}))
}

fn note(town: &Town, what: &str) {
    let now = town.now();
    let timeline = &mut town.sandbox.world().lock().timeline;
    timeline.note(now, sandbox::timeline::Kind::Fault, "", "town", what);
}
