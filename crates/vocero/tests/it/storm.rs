//! Journeys under random faults: callbacks lost, late, doubled and swapped, requests that fail before or after they took
//! effect, workers that die in the middle. A seed gives the plan of a run; what threads do between is the machine's.
//!
//! `VOCERO_SEEDS=1000` runs that many (some take by default), `VOCERO_SEED=7` replays one.

#![expect(clippy::print_stderr, reason = "the seed of a run that failed must be seen")]

use std::time::Duration;

use futures::FutureExt;
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use sandbox::cast::Manner;
use sandbox::faults::{DeliveryFault, Order, RequestFault, Vendor, Webhook};

use crate::database::Database;
use crate::town::Town;

/// Ways a provider can be that lead to an end without somebody who plays it.
const MANNERS: [Manner; 12] = [
    Manner::BooksAsAsked,
    Manner::TwoSlots,
    Manner::ReadsBack,
    Manner::BusyAtFirst,
    Manner::HangsUp,
    Manner::CallBackLater,
    Manner::AnotherDay,
    Manner::FullyBooked,
    Manner::SlotGone,
    Manner::Voicemail,
    Manner::NoAnswer,
    Manner::Insurance,
];

const WEBHOOKS: [Webhook; 6] = [
    Webhook::TwilioInbound,
    Webhook::TwilioCallStatus,
    Webhook::TwilioVoice,
    Webhook::TwilioAmd,
    Webhook::ElevenlabsTool,
    Webhook::ElevenlabsPostCall,
];

/// What can go wrong with a request of ours. A call that is doubled on its way is one of the windows that stay open
/// (ARCHITECTURE.md), and not among these.
const REQUESTS: [(Vendor, &str); 7] = [
    (Vendor::Twilio, "calls.create"),
    (Vendor::Twilio, "calls.list"),
    (Vendor::Twilio, "calls.fetch"),
    (Vendor::Twilio, "messages.create"),
    (Vendor::Twilio, "*"),
    (Vendor::Elevenlabs, "calls.register"),
    (Vendor::Elevenlabs, "*"),
];

struct Storm {
    rng: StdRng,
    town: Town,
    /// One step in so many is cut off; 0 for none.
    deadly: u32,
}

impl Storm {
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
        if self.deadly > 0 && self.rng.random_ratio(1, self.deadly) {
            let moment = Duration::from_micros(self.rng.random_range(0..20_000));
            return tokio::time::timeout(moment, self.town.town.step())
                .await
                .map_or(true, |done| done.expect("the database answers"));
        }
        self.town.town.step().await.expect("the database answers")
    }

    /// Ana answers what she is asked, or not.
    fn answers(&mut self) {
        if self.rng.random_bool(0.7) {
            let nth = self.rng.random_range(1..=3);
            let _ = self.town.ana().taps(nth);
        }
    }

    async fn runs(&mut self, how_long: SignedDuration) {
        let until = self.town.town.now() + how_long;
        loop {
            while self.step().await {}
            if self.rng.random_bool(0.02) {
                self.answers();
            }
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
    }
}

async fn weather(seed: u64, database: Database) {
    let mut rng = StdRng::seed_from_u64(seed);
    let manner = *MANNERS.choose(&mut rng).expect("there are some");
    let town = Town::with(database, manner).await;
    let deadly = *[0, 0, 40, 12].choose(&mut rng).expect("there are some");
    let mut storm = Storm { rng, town, deadly };
    for _ in 0..storm.rng.random_range(1..6) {
        let order = storm.order();
        storm.town.town.sandbox.order(order);
    }
    storm.town.ana().says(&storm.town.wish());
    storm.runs(SignedDuration::from_mins(20)).await;
    // Her message may have been lost on its way.
    if storm.town.ana().taps(1).is_err() {
        storm.town.ana().says(&storm.town.wish());
        storm.runs(SignedDuration::from_mins(20)).await;
        let _ = storm.town.ana().taps(1);
    }
    storm.runs(SignedDuration::from_hours(2)).await;
    storm.deadly = 0;
    storm.runs(SignedDuration::from_hours(96)).await;
    storm.town.settle().await;
    judge(&storm.town).await;
}

/// What must be true however the weather was.
async fn judge(town: &Town) {
    let desk = town.desk().await;
    let calls: usize = desk.requests.iter().map(|request| request.calls.len()).sum();
    let told = town.transcript();
    assert!(town.rings() <= calls, "{} rings for {calls} calls\n{told}", town.rings());
    assert!(town.in_the_diary() <= 1, "two appointments\n{told}");
    for request in &desk.requests {
        assert!(!request.is_accepted(), "no final word: {}\n{told}", request.status());
        if request.appointment.is_some() {
            assert_eq!(town.in_the_diary(), 1, "booked what nobody wrote down\n{told}");
        }
    }
    let honest = ["booked", "unconfirmed", "could_not_find_out"];
    let last = desk.requests.iter().map(domain::appointment::Request::status);
    if town.in_the_diary() == 1 {
        assert!(
            last.clone().any(|status| honest.contains(&status)),
            "{last:?}\n{told}",
            last = last.collect::<Vec<_>>()
        );
    }
}

async fn seeds(database: impl AsyncFn() -> Option<Database>, by_default: u64) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = match number("VOCERO_SEED") {
        Some(one) => one..one + 1,
        None => 1..number("VOCERO_SEEDS").unwrap_or(by_default) + 1,
    };
    for seed in seeds {
        let Some(database) = database().await else { return };
        let run = std::panic::AssertUnwindSafe(weather(seed, database));
        if let Err(panic) = run.catch_unwind().await {
            eprintln!("the storm with VOCERO_SEED={seed} broke a promise");
            std::panic::resume_unwind(panic);
        }
    }
}

#[tokio::test]
async fn nobody_is_rung_twice_whatever_the_weather_on_sqlite() {
    seeds(async || Some(Database::sqlite()), 40).await;
}

#[tokio::test]
async fn nobody_is_rung_twice_whatever_the_weather_on_postgres() {
    seeds(Database::postgres, 10).await;
}
