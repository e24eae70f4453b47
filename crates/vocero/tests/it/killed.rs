//! The program as a process of its own, killed at bad moments and started again. The vendors live on in the test.
//!
//! Here time is real, for a process has no clock that a test could move; the vendors' clock runs faster, so that a call
//! takes seconds. Nothing waits for time to pass: the test waits for things to happen.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::clock::{Clock, SystemClock};
use jiff::SignedDuration;
use sandbox::Sandbox;
use sandbox::cast::{Manner, Member};
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::faults::{Order, RequestFault, Vendor};
use sandbox::options::Options;
use sandbox::timeline::{Entry, Kind};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio_util::sync::CancellationToken;
use vocero::town::{environment, push_agent};

use crate::database::Database;
use crate::on_both_databases;

const ANA: &str = "whatsapp:+5491123456789";

/// How much faster the vendors live.
const SPEED: i32 = 10;

/// For one thing to happen, in real time; a lease must run out in it.
const PATIENCE: Duration = Duration::from_secs(180);

struct Street {
    sandbox: Arc<Sandbox>,
    environment: BTreeMap<String, String>,
    provider: Member,
    process: Child,
    stop: CancellationToken,
    database: Database,
}

impl Street {
    async fn open(database: Database) -> Self {
        let began = (SystemClock.now(), Instant::now());
        let clock = Arc::new(move || {
            let passed = SignedDuration::try_from(began.1.elapsed()).unwrap_or_default();
            began.0 + passed * SPEED
        });
        let sandbox =
            Arc::new(Sandbox::start(Options::new(clock)).await.expect("the vendors start"));
        let bind = free_address().await;
        let public_url = format!("http://{bind}");
        sandbox.connect(&public_url);
        let mut environment = environment(&sandbox, database.url(), &bind.to_string(), &public_url);
        for (name, value) in [
            ("VOCERO_CALL_HOURS", "00:00-24:00"),
            ("VOCERO_LEASE_SECONDS", "5"),
            ("VOCERO_LOG", "error"),
        ] {
            environment.insert(name.to_owned(), value.to_owned());
        }
        let environment = push_agent(environment).await.expect("the agent is pushed");
        let stop = CancellationToken::new();
        tokio::spawn({
            let (sandbox, stop) = (Arc::clone(&sandbox), stop.clone());
            async move { sandbox.run(stop).await }
        });
        let provider =
            sandbox.world().lock().cast.playing(Manner::BooksAsAsked, Tongue::Es).cloned();
        let provider = provider.expect("the cast has such a provider");
        let process = start(&environment).await;
        Self { sandbox, environment, provider, process, stop, database }
    }

    /// Waits for an entry of the vendors' books that `is` it, from the first on.
    async fn until(&self, what: &str, is: impl Fn(&Entry) -> bool) {
        let mut live = self.sandbox.world().lock().timeline.subscribe();
        if self.sandbox.entries_since(0).iter().any(&is) {
            return;
        }
        let waited = tokio::time::timeout(PATIENCE, async {
            while let Ok(entry) = live.recv().await {
                if is(&entry) {
                    return;
                }
            }
        });
        assert!(waited.await.is_ok(), "never: {what}\n{}", self.transcript());
    }

    async fn kill_and_start_again(&mut self) {
        self.process.kill().await.expect("it can be killed");
        self.process = start(&self.environment).await;
    }

    async fn ana_wants_it(&self) {
        self.all_want_it(&[(ANA, self.provider.clone())]).await;
    }

    /// Each at a provider of their own, all at the same time.
    async fn all_want_it(&self, people: &[(&str, Member)]) {
        for (who, Member { name, number, .. }) in people {
            self.sandbox.person(who).says(&format!("Hola, quiero un corte de pelo pasado mañana a las 11 en {name}, {number}. Me llamo Ana Ruiz."));
        }
        for (who, _) in people {
            self.until("the card", |entry| {
                entry.kind == Kind::MessageOut
                    && entry.who == *who
                    && entry.text.contains("[Llamar]")
            })
            .await;
        }
        for (who, _) in people {
            self.sandbox.person(who).taps("Llamar").expect("the card has buttons");
        }
    }

    /// Ends the program in good order and reads what it has kept.
    async fn close(mut self) -> (String, usize) {
        let pid = self.process.id().expect("it runs").to_string();
        Command::new("kill").args(["-TERM", &pid]).status().await.expect("there is kill");
        let ended = tokio::time::timeout(Duration::from_secs(30), self.process.wait()).await;
        assert!(ended.expect("it ends within 30 s").expect("it can be waited for").success());
        self.stop.cancel();
        let data = data::Data::open(self.database.url()).await.expect("the database is there");
        let person =
            data.person_of(&data::Address::new(ANA).unwrap()).await.unwrap().expect("Ana is known");
        let requests = data.requests_of(person, 10).await.unwrap();
        assert_eq!(requests.len(), 1);
        (requests[0].status.clone(), self.count(Kind::Ringing))
    }

    fn count(&self, kind: Kind) -> usize {
        self.sandbox.entries_since(0).iter().filter(|entry| entry.kind == kind).count()
    }

    fn final_words(&self) -> usize {
        let last = |text: &str| {
            ["Reservado", "Sin confirmar", "Sin confirmación", "No hay turno", "No pude"]
                .iter()
                .any(|word| text.contains(word))
        };
        self.sandbox
            .entries_since(0)
            .iter()
            .filter(|entry| entry.kind == Kind::MessageOut && last(&entry.text))
            .count()
    }

    fn in_the_diary(&self) -> usize {
        let world = self.sandbox.world().lock();
        world.cast.diary(&self.provider.number).map_or(0, |diary| diary.agreed().count())
    }

    fn transcript(&self) -> String {
        let lines = self.sandbox.entries_since(0).into_iter().map(|entry| {
            format!(
                "{} {:?} {} | {}",
                entry.at,
                entry.kind,
                entry.who,
                entry.text.replace('\n', " / ")
            )
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

async fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("there is a free port");
    listener.local_addr().expect("it is bound")
}

async fn start(environment: &BTreeMap<String, String>) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vocero"));
    command.arg("serve").env_clear().envs(environment).stdout(Stdio::piped()).kill_on_drop(true);
    let mut process = command.spawn().expect("the program starts");
    let mut said = String::new();
    let mut out = tokio::io::BufReader::new(process.stdout.take().expect("it is piped"));
    let line =
        tokio::time::timeout(PATIENCE, tokio::io::AsyncBufReadExt::read_line(&mut out, &mut said));
    line.await.expect("it says that it listens").expect("it can be read");
    assert!(said.contains("listens"), "{said}");
    process
}

/// How a call went, in the person's words.
const OUTCOMES: [&str; 6] = [
    "Reservado",
    "Sin confirma",
    "No hay turno",
    "No pude",
    "Vuelvo a llamar",
    "La llamada terminó",
];

/// Killed when the vendors' books show the first entry of this kind, the journey ends as it should: nobody was rung
/// twice, nothing was booked twice, and the person was told once.
async fn survives_being_killed_at(database: Database, moment: Kind) {
    let mut street = Street::open(database).await;
    street.ana_wants_it().await;
    street.until("the moment", |entry| entry.kind == moment).await;
    street.kill_and_start_again().await;
    street
        .until("the final word", |entry| {
            entry.kind == Kind::MessageOut && OUTCOMES.iter().any(|word| entry.text.contains(word))
        })
        .await;
    let (final_words, diary, transcript) =
        (street.final_words(), street.in_the_diary(), street.transcript());
    let (status, rings) = street.close().await;
    assert_eq!(rings, 1, "{transcript}");
    assert!(final_words <= 1 && diary <= 1, "{final_words} {diary} {transcript}");
    assert!(status != "booked" || diary == 1, "{transcript}");
    assert!(
        [
            "booked",
            "unconfirmed",
            "no_availability",
            "refused",
            "waiting",
            "choosing",
            "could_not_find_out"
        ]
        .contains(&status.as_str()),
        "{status} {transcript}"
    );
}

on_both_databases! {
    async fn a_kill_while_the_carrier_is_being_asked_rings_nobody_twice(database: Database) {
        let mut street = Street::open(database).await;
        let (vendor, operation) = (Vendor::Twilio, "calls.create".to_owned());
        street.sandbox.order(Order::Request { vendor, operation, fault: RequestFault::Slow { millis: 3000 }, times: 1 });
        street.ana_wants_it().await;
        street.until("it is dialled", |entry| entry.kind == Kind::Dialled).await;
        street.kill_and_start_again().await;
        street.until("the final word", |entry| entry.kind == Kind::MessageOut && entry.text.contains("Reservado")).await;
        let (transcript, diary) = (street.transcript(), street.in_the_diary());
        let (status, rings) = street.close().await;
        assert_eq!((status.as_str(), rings, diary), ("booked", 1, 1), "{transcript}");
    }

    async fn a_kill_when_the_phone_rings(database: Database) {
        survives_being_killed_at(database, Kind::Ringing).await;
    }

    async fn a_kill_during_three_calls_leaves_nobody_without_a_word(database: Database) {
        let mut street = Street::open(database).await;
        let provider = |manner| street.sandbox.world().lock().cast.playing(manner, Tongue::Es).cloned().unwrap();
        let people = [
            (ANA, street.provider.clone()),
            ("whatsapp:+5491123456788", provider(Manner::TwoSlots)),
            ("whatsapp:+5491123456787", provider(Manner::Menu)),
        ];
        street.all_want_it(&people).await;
        for (_, provider) in &people {
            street.until("it is answered", |entry| entry.kind == Kind::Answered && entry.who == provider.number).await;
        }
        // Each is told of as a person, the one behind the menu after it.
        let lines = || street.sandbox.entries_since(0).iter().filter(|it| it.text.starts_with("report_line")).count();
        street.until("all three talk", |_| lines() > people.len()).await;
        street.kill_and_start_again().await;
        for (who, _) in &people {
            street.until("a word on how it went", |entry| {
                entry.kind == Kind::MessageOut && entry.who == *who && OUTCOMES.iter().any(|word| entry.text.contains(word))
            }).await;
        }
        for (_, provider) in &people {
            let rang = |entry: &&Entry| entry.kind == Kind::Ringing && entry.who == provider.number;
            assert_eq!(street.sandbox.entries_since(0).iter().filter(rang).count(), 1, "{}", street.transcript());
        }
        assert!(street.final_words() <= 3, "{}", street.transcript());
        street.close().await;
    }

    async fn a_kill_when_somebody_answers(database: Database) {
        survives_being_killed_at(database, Kind::Answered).await;
    }

    async fn a_kill_in_the_middle_of_the_talk(database: Database) {
        survives_being_killed_at(database, Kind::ToolCalled).await;
    }

    async fn a_kill_while_a_person_is_being_deleted_leaves_nothing_of_them(database: Database) {
        let mut street = Street::open(database).await;
        street.ana_wants_it().await;
        street.until("the final word", |entry| entry.kind == Kind::MessageOut && entry.text.contains("Reservado")).await;
        let (vendor, operation) = (Vendor::Elevenlabs, "conversations.delete".to_owned());
        street.sandbox.order(Order::Request { vendor, operation, fault: RequestFault::Slow { millis: 3000 }, times: 1 });
        street.sandbox.person(ANA).says("Borra mis datos");
        street.until("the question", |entry| entry.text.contains("¿Borro todos los datos")).await;
        street.sandbox.person(ANA).taps("Borrar todo").expect("the question has buttons");
        street.until("it is begun", |entry| entry.kind == Kind::MessageOut && entry.text.contains("Estoy borrando")).await;
        street.kill_and_start_again().await;
        street.until("a vendor is asked", |entry| entry.kind == Kind::Fault).await;
        street.kill_and_start_again().await;
        street.until("the last word", |entry| entry.kind == Kind::MessageOut && entry.text.contains("Ya no guardo")).await;
        let transcript = street.transcript();
        let told = street.sandbox.entries_since(0).iter().filter(|it| it.kind == Kind::MessageOut && it.text.contains("Ya no guardo")).count();
        assert_eq!(told, 1, "{transcript}");
        let pid = street.process.id().expect("it runs").to_string();
        Command::new("kill").args(["-TERM", &pid]).status().await.expect("there is kill");
        street.process.wait().await.expect("it can be waited for");
        street.stop.cancel();
        let data = data::Data::open(street.database.url()).await.expect("the database is there");
        assert!(data.person_of(&data::Address::new(ANA).unwrap()).await.unwrap().is_none());
        let world = street.sandbox.world().lock();
        let left = world.twilio.messages.iter().filter(|it| it.to == ANA || it.from == ANA).count();
        assert!(left <= 1 && world.twilio.calls.iter().count() == 0, "{left} {transcript}");
    }

    async fn a_kill_when_the_call_is_over(database: Database) {
        survives_being_killed_at(database, Kind::CallEnded).await;
    }
}
