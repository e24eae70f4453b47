//! What the journeys have in common: a town with the clock standing still, a person, and what can be looked at
//! afterwards, by the vendors' books and by ours.

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use data::Address;
use domain::appointment::{Desk, Request};
use domain::phone::PhoneNumber;
use jiff::{SignedDuration, Timestamp};
use sandbox::cast::{Manner, Member};
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::timeline::{Entry, Kind};
use vendors::twilio::{NewCall, Twilio};
use vocero::town::Time;

use crate::database::Database;

/// Monday 23 November 2026, 10:00 in Buenos Aires.
pub const START: &str = "2026-11-23T13:00:00Z";

pub const ANA: &str = "whatsapp:+5491123456789";

pub struct Town {
    pub town: vocero::town::Town,
    pub provider: Member,
    database: Database,
    /// Numbers of the providers that were put in.
    salons: Vec<String>,
}

impl Town {
    /// A town in which the Spanish provider that behaves so will be called.
    pub async fn with(database: Database, manner: Manner) -> Self {
        Self::set_up(database, manner, Tongue::Es, &[]).await
    }

    pub async fn set_up(
        database: Database,
        manner: Manner,
        tongue: Tongue,
        settings: &[(&str, &str)],
    ) -> Self {
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let start: Timestamp = START.parse().unwrap();
        let url = database.url().to_owned();
        let town =
            vocero::town::Town::open(&url, anywhere, Time::StandsAt(start), settings, |_, _| {
                Router::new()
            });
        let town = town.await.expect("the town opens");
        let provider = town.sandbox.world().lock().cast.playing(manner, tongue).cloned();
        let provider = provider.expect("the cast has such a provider");
        Self { town, provider, database, salons: Vec::new() }
    }

    /// A town with hairdressers in Rosario who behave so, the first with the best ratings.
    pub async fn with_salons(database: Database, manners: &[Manner]) -> Self {
        let mut town = Self::with(database, Manner::BooksAsAsked).await;
        for (&manner, n) in manners.iter().zip(1..) {
            town.salons.push(format!("+54341421010{n}"));
            let salon = Member {
                manner,
                name: format!("Salón {n}"),
                number: format!("+54341421010{n}"),
                address: format!("San Lorenzo {n}00, Rosario"),
                ..town.provider.clone()
            };
            town.town.sandbox.world().lock().cast.hire(salon);
        }
        town
    }

    pub fn salons(&self) -> &[String] {
        &self.salons
    }

    /// The number of the provider whose offer stands first in the comparison.
    pub fn first_compared(&self) -> String {
        let read = self.ana().screen();
        let compared = read.iter().rev().find(|it| it.shown.body.contains("1. ")).expect("offers");
        let first = compared.shown.body.lines().find(|line| line.starts_with("1. ")).unwrap();
        let name = |n: usize| format!("Salón {}", n + 1);
        let nth = (0..self.salons.len()).find(|&n| first.contains(&name(n))).expect("a salon");
        self.salons[nth].clone()
    }

    /// Looks for any hairdresser in Rosario, and is shown some.
    pub async fn ana_looks_for_a_salon(&self) {
        self.ana()
            .says("Busco peluquería en Rosario para el jueves por la tarde. Me llamo Ana Ruiz.");
        self.settle().await;
    }

    pub fn database_url(&self) -> &str {
        self.database.url()
    }

    pub fn ana(&self) -> sandbox::person::Person<'_> {
        self.town.sandbox.person(ANA)
    }

    /// Works until nothing comes within the next ten minutes.
    pub async fn settle(&self) {
        self.town.settle(SignedDuration::from_mins(10)).await.expect("the database answers");
    }

    pub async fn wait(&self, how_long: SignedDuration) {
        let until = self.town.now() + how_long;
        loop {
            while self.town.step().await.expect("the database answers") {}
            match self.town.next_due().await.expect("the database answers") {
                Some(next) if next <= until => self.town.advance_to(next),
                _ => break,
            }
        }
        self.town.advance_to(until);
        self.settle().await;
    }

    /// Steps until the screen shows something that `seen` accepts.
    pub async fn until(&self, seen: impl Fn(&Self) -> bool) {
        for _ in 0..5_000 {
            if seen(self) {
                return;
            }
            if !self.town.step().await.expect("the database answers") {
                let next = self.town.next_due().await.expect("the database answers");
                self.town.advance_to(next.expect("something is still to come"));
            }
        }
        panic!("it never happened:\n{}", self.transcript());
    }

    /// A plain wish for Thursday afternoon at the provider.
    pub fn wish(&self) -> String {
        format!(
            "Hola, quiero un corte de pelo el jueves por la tarde en {}, {}. Me llamo Ana Ruiz.",
            self.provider.name, self.provider.number
        )
    }

    /// The wish, the card, and "call".
    pub async fn ana_wants_it(&self) {
        self.ana().says(&self.wish());
        self.settle().await;
        self.ana().taps(1).unwrap_or_else(|error| panic!("{error}\n{}", self.transcript()));
    }

    pub async fn desk(&self) -> Desk {
        let person = self
            .town
            .program
            .data
            .person_of(&Address::new(ANA).unwrap())
            .await
            .unwrap()
            .expect("Ana is known");
        self.town.program.data.desk(person, None).await.unwrap().0
    }

    pub async fn request(&self) -> Request {
        self.desk().await.requests.last().expect("there is a request").clone()
    }

    pub async fn status(&self) -> &'static str {
        self.request().await.status()
    }

    pub fn entries(&self) -> Vec<Entry> {
        self.town.sandbox.entries_since(0)
    }

    pub fn count(&self, kind: Kind) -> usize {
        self.entries().iter().filter(|entry| entry.kind == kind).count()
    }

    /// How often the provider's phone rang.
    pub fn rings(&self) -> usize {
        self.count(Kind::Ringing)
    }

    /// Appointments in the provider's own book.
    pub fn in_the_diary(&self) -> usize {
        let world = self.town.sandbox.world().lock();
        world.cast.diary(&self.provider.number).map_or(0, |diary| diary.agreed().count())
    }

    /// What Ana reads, newest last.
    pub fn screen(&self) -> Vec<String> {
        self.ana()
            .screen()
            .iter()
            .filter(|bubble| !bubble.is_mine)
            .map(|bubble| bubble.shown.body.clone())
            .collect()
    }

    pub fn mails(&self) -> usize {
        self.count(Kind::Mail)
    }

    /// Who said, rang or mailed what, a line each.
    pub fn transcript(&self) -> String {
        let lines = self.entries().into_iter().map(|entry| {
            format!(
                "{} {:?} {} | {}",
                entry.at.strftime("%H:%M:%S"),
                entry.kind,
                entry.who,
                entry.text.replace('\n', " / ")
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Lets the provider's phone ring as the program would, behind its back. Gives the carrier's name for the call.
    pub async fn place(&self, client: &Twilio) -> String {
        let to = PhoneNumber::parse(&self.provider.number, "US").unwrap();
        let from = PhoneNumber::parse(&self.town.settings.twilio.voice_from, "US").unwrap();
        let hooks = format!("{}/webhooks/twilio", self.town.url());
        let attempt = "00000000-0000-0000-0000-000000000001";
        let call = NewCall {
            to: &to,
            from: &from,
            url: &format!("{hooks}/voice/{attempt}"),
            fallback_url: None,
            status_callback: &format!("{hooks}/call-status/{attempt}"),
            ring_timeout_s: 600,
            time_limit_s: 600,
            machine_detection_callback: None,
        };
        client.create_call(&call).await.unwrap().sid
    }
}
