//! Journeys under random faults: callbacks lost, late, doubled and swapped, requests that fail before or after they took
//! effect, workers that die in the middle, two people at once who change their minds. A seed gives the plan of a run;
//! what threads do between is the machine's.
//!
//! `VOCERO_SEEDS=1000` runs that many (some take by default), `VOCERO_SEED=7` replays one.

#![expect(clippy::print_stderr, reason = "the seed of a run that failed must be seen")]

mod judge;

use std::time::Duration;

use futures::FutureExt;
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sandbox::cast::Manner;
use sandbox::faults::{DeliveryFault, Order, RequestFault, Vendor, Webhook};

use crate::database::Database;
use crate::town::{ANA, Town};

/// Who wants the provider, by address and name: one of them, or both at once.
const PEOPLE: [(&str, &str); 2] = [(ANA, "Ana Ruiz"), ("whatsapp:+5491187654321", "Bruno Paz")];

const WEBHOOKS: [Webhook; 8] = [
    Webhook::TwilioInbound,
    Webhook::TwilioMessageStatus,
    Webhook::TwilioCallStatus,
    Webhook::TwilioVoice,
    Webhook::TwilioInboundCall,
    Webhook::TwilioAmd,
    Webhook::ElevenlabsTool,
    Webhook::ElevenlabsPostCall,
];

/// What a vendor tells without needing an answer.
const CALLBACKS: [Webhook; 5] = [
    Webhook::TwilioInbound,
    Webhook::TwilioMessageStatus,
    Webhook::TwilioCallStatus,
    Webhook::TwilioAmd,
    Webhook::ElevenlabsPostCall,
];

/// What can go wrong with a request of ours. A call that is doubled on its way is one of the windows that stay open
/// (ARCHITECTURE.md), and not among these.
const REQUESTS: [(Vendor, &str); 14] = [
    (Vendor::Twilio, "calls.create"),
    (Vendor::Twilio, "calls.create"),
    (Vendor::Twilio, "calls.list"),
    (Vendor::Twilio, "calls.fetch"),
    (Vendor::Twilio, "calls.update"),
    (Vendor::Twilio, "messages.create"),
    (Vendor::Twilio, "messages.list"),
    (Vendor::Twilio, "*"),
    (Vendor::Elevenlabs, "calls.register"),
    (Vendor::Elevenlabs, "conversations.list"),
    (Vendor::Elevenlabs, "conversations.get"),
    (Vendor::Elevenlabs, "*"),
    (Vendor::Llm, "*"),
    (Vendor::Places, "*"),
];

/// Without a number: the directory knows some.
const SEARCH: &str = "Busco peluquería en Rosario para el jueves por la tarde. Me llamo Ana Ruiz.";

/// What somebody writes in between.
const REMARKS: [&str; 6] = ["gracias", "estado", "4455667", "sí", "no", "ok"];

/// What the people are after.
#[derive(Clone, Copy, PartialEq)]
enum Wants {
    /// One provider, by its number.
    One,
    /// Any of five, whom the directory knows.
    AnyOfFive,
}

fn manner(rng: &mut StdRng) -> Manner {
    let played = |manner: &Manner| *manner != Manner::ByHand;
    let all: Vec<_> = Manner::ALL.into_iter().filter(played).collect();
    *all.choose(rng).expect("there are some")
}

struct Storm {
    rng: StdRng,
    town: Town,
    wants: Wants,
    people: &'static [(&'static str, &'static str)],
    /// One step in so many is cut off; 0 for none.
    deadly: u32,
    /// Two workers and the vendors at once, instead of one after the other.
    crowded: bool,
    /// How likely somebody does something at each moment at which something is due.
    restless: f64,
    /// When the vendors' lists were read last; never in some runs.
    swept: Option<Timestamp>,
}

impl Storm {
    async fn gathers(seed: u64, database: Database, wants: Wants) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        let town = match wants {
            Wants::One => Town::with(database, manner(&mut rng)).await,
            Wants::AnyOfFive => {
                let manners: [Manner; 5] = std::array::from_fn(|_| manner(&mut rng));
                Town::with_salons(database, &manners).await
            }
        };
        let people = if rng.random_bool(0.4) { &PEOPLE[..] } else { &PEOPLE[..1] };
        let deadly = *[0, 0, 40, 12].choose(&mut rng).expect("there are some");
        let restless = *[0.01, 0.03, 0.1].choose(&mut rng).expect("there are some");
        let crowded = rng.random_bool(0.3);
        let swept = rng.random_bool(0.5).then_some(town.town.now());
        let mut storm = Self { rng, town, wants, people, deadly, crowded, restless, swept };
        for _ in 0..storm.rng.random_range(1..7) {
            let order = storm.order();
            storm.town.town.sandbox.order(order);
        }
        if storm.rng.random_bool(0.2) {
            // Without sweeps nobody would ever hear of what was written.
            let heard = usize::from(storm.swept.is_none());
            for &webhook in &CALLBACKS[heard..] {
                let fault = DeliveryFault::Lose;
                storm.town.town.sandbox.order(Order::Delivery { webhook, fault, times: 1000 });
            }
        }
        storm
    }

    fn order(&mut self) -> Order {
        let times = self.rng.random_range(1..=3);
        if self.rng.random_bool(0.5) {
            let webhook = *WEBHOOKS.choose(&mut self.rng).expect("there are some");
            let seconds = self.rng.random_range(1..240);
            let fault = *[
                DeliveryFault::Lose,
                DeliveryFault::Delay { seconds },
                DeliveryFault::Double,
                DeliveryFault::SwapWithNext,
                DeliveryFault::Unreachable,
                DeliveryFault::AnswerLost,
            ]
            .choose(&mut self.rng)
            .expect("there are some");
            return Order::Delivery { webhook, fault, times };
        }
        let (vendor, operation) = *REQUESTS.choose(&mut self.rng).expect("there are some");
        let fault = [
            RequestFault::TooMany,
            RequestFault::ErrorBefore,
            RequestFault::ErrorAfter,
            RequestFault::RequestLost,
            RequestFault::AnswerLost,
        ]
        .choose(&mut self.rng)
        .expect("there are some")
        .clone();
        Order::Request { vendor, operation: operation.to_owned(), fault, times }
    }

    /// One step, or the beginning of one: then whoever took it is dead.
    async fn step(&mut self) -> bool {
        let moment = Duration::from_micros(self.rng.random_range(0..20_000));
        let dies = self.deadly > 0 && self.rng.random_ratio(1, self.deadly);
        let town = &self.town.town;
        let step = async {
            if !self.crowded {
                return town.step().await.expect("the database answers");
            }
            let worker = &town.program.services.worker;
            let (one, other, vendors) =
                tokio::join!(worker.settle(), worker.settle(), town.sandbox.step());
            one.expect("the database answers") | other.expect("the database answers") | vendors
        };
        if dies { tokio::time::timeout(moment, step).await.unwrap_or(true) } else { step.await }
    }

    fn wishes(&self, (address, name): (&str, &str)) {
        let wish = match self.wants {
            Wants::One => self.town.wish(),
            Wants::AnyOfFive => SEARCH.to_owned(),
        };
        let wish = wish.replace("Ana Ruiz", name);
        self.town.town.sandbox.person(address).says(&wish);
    }

    fn has_a_card(&self, address: &str) -> bool {
        let screen = self.town.town.sandbox.person(address).screen();
        let told = match self.wants {
            Wants::One => &*self.town.provider.name,
            Wants::AnyOfFive => "Salón",
        };
        screen.iter().any(|bubble| bubble.shown.body.contains(told))
    }

    /// Of those that were found: all, whoever has it first, or some.
    fn picks_some(&mut self, address: &str) {
        let said = ["todos", "el que tenga antes", "1 y 3", "2, 4 y 5", "2"];
        let said = *said.choose(&mut self.rng).expect("there are some");
        self.town.town.sandbox.person(address).says(said);
    }

    /// Somebody answers what is asked, or says anything at any moment, or the provider rings us.
    fn something_happens(&mut self) {
        let (address, _) = *self.people.choose(&mut self.rng).expect("there are some");
        let nth = self.rng.random_range(1_usize..=3);
        let sandbox = &self.town.town.sandbox;
        let person = sandbox.person(address);
        match self.rng.random_range(0..20) {
            0..10 => drop(person.taps(nth).or_else(|_| person.picks(nth))),
            10..16 => drop(person.says(REMARKS.choose(&mut self.rng).expect("there are some"))),
            16..18 => drop(person.says("cancela")),
            _ => {
                let salon = self.town.salons().choose(&mut self.rng);
                let number = salon.unwrap_or(&self.town.provider.number);
                drop(sandbox.provider_calls(&**number));
            }
        }
    }

    async fn sweeps(&mut self) {
        let every = SignedDuration::from_mins(5);
        let now = self.town.town.now();
        if self.swept.is_some_and(|last| now.duration_since(last) >= every) {
            self.swept = Some(now);
            self.town.town.program.services.sweep.once().await;
        }
    }

    async fn runs(&mut self, how_long: SignedDuration) {
        let until = self.town.town.now() + how_long;
        loop {
            while self.step().await {}
            if self.rng.random_bool(self.restless) {
                self.something_happens();
                continue;
            }
            self.sweeps().await;
            match self.town.town.next_due().await.expect("the database answers") {
                // What is due and not done waits for a dead worker's lease to lapse.
                Some(next) if next <= until => {
                    let now = self.town.town.now();
                    let lapse = SignedDuration::from_secs(if next <= now { 5 } else { 0 });
                    self.town.town.advance_to(next.max(now) + lapse);
                }
                _ => break,
            }
        }
        self.town.town.advance_to(until);
        self.sweeps().await;
    }

    /// Nothing goes wrong any more, and everything comes to its end.
    async fn calms_down(&mut self) {
        (self.deadly, self.restless, self.crowded) = (0, 0.0, false);
        self.town.town.sandbox.world().lock().faults.clear();
        for _ in 0..2 {
            self.runs(SignedDuration::from_mins(6)).await;
        }
        self.runs(SignedDuration::from_hours(96)).await;
        self.town.settle().await;
    }
}

async fn weather(seed: u64, database: Database, wants: Wants) {
    let mut storm = Storm::gathers(seed, database, wants).await;
    for &person in storm.people {
        storm.wishes(person);
        let pause = storm.rng.random_range(0..120);
        storm.runs(SignedDuration::from_secs(pause)).await;
    }
    storm.runs(SignedDuration::from_mins(20)).await;
    for &person in storm.people {
        // The wish may have been lost on its way.
        if !storm.has_a_card(person.0) {
            storm.wishes(person);
            storm.runs(SignedDuration::from_mins(20)).await;
        }
        if wants == Wants::AnyOfFive {
            storm.picks_some(person.0);
            storm.runs(SignedDuration::from_mins(2)).await;
        }
        let _ = storm.town.town.sandbox.person(person.0).taps(1);
    }
    storm.runs(SignedDuration::from_hours(1)).await;
    if wants == Wants::AnyOfFive {
        for &(address, _) in storm.people {
            storm.town.town.sandbox.person(address).says("1");
        }
    }
    storm.runs(SignedDuration::from_hours(1)).await;
    storm.calms_down().await;
    judge::judge(&storm).await;
}

async fn seeds(wants: Wants, database: impl AsyncFn() -> Option<Database>, by_default: u64) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = number("VOCERO_SEED").unwrap_or(1);
    let seeds = match number("VOCERO_SEEDS") {
        Some(many) => first..first + many,
        None if std::env::var_os("VOCERO_SEED").is_some() => first..first + 1,
        None => first..first + by_default,
    };
    let mut broke = Vec::new();
    for seed in seeds {
        let Some(database) = database().await else { return };
        let run = std::panic::AssertUnwindSafe(Box::pin(weather(seed, database, wants)));
        if run.catch_unwind().await.is_err() {
            eprintln!("the storm with VOCERO_SEED={seed} broke a promise");
            broke.push(seed);
        }
    }
    assert!(broke.is_empty(), "seeds that broke a promise: {broke:?}");
}

#[tokio::test]
async fn nobody_is_rung_twice_whatever_the_weather_on_sqlite() {
    seeds(Wants::One, async || Some(Database::sqlite()), 15).await;
}

#[tokio::test]
async fn nobody_is_rung_twice_whatever_the_weather_on_postgres() {
    seeds(Wants::One, Database::postgres, 5).await;
}

#[tokio::test]
async fn a_search_ends_in_one_appointment_at_most_whatever_the_weather_on_sqlite() {
    seeds(Wants::AnyOfFive, async || Some(Database::sqlite()), 12).await;
}

#[tokio::test]
async fn a_search_ends_in_one_appointment_at_most_whatever_the_weather_on_postgres() {
    seeds(Wants::AnyOfFive, Database::postgres, 4).await;
}
