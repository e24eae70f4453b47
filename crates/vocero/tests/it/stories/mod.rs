//! The journeys that the product is made for, each a test named after it: through the webhooks, the database, the
//! worker and the simulated vendors, with a clock that is moved by hand, on both databases. What is asserted is what can
//! be seen from outside: what the person reads, which phone rang, what was said on it, and what stands in the book of
//! the provider.

mod abuse;
mod afterwards;
mod asking;
mod breaking;
mod calendars;
mod callers;
mod desks;
mod erasing;
mod family;
mod history;
mod limits;
mod machines;
mod moving;
mod plain;
mod stopping;
mod swarm;
mod unhappy;
mod waitlist;

use jiff::SignedDuration;
use sandbox::timeline::{Entry, Kind};
use sandbox::twilio::calls::Status;

use crate::town::{ANA, Town};

/// Somebody else with a phone, and the same wish perhaps.
pub const BRUNO: &str = "whatsapp:+5491166667777";

/// How an appointment's last message begins, after its name.
const FINAL_WORDS: [&str; 12] = [
    "✅ Reservado",
    "✅ Cambiado",
    "✅ Llamé para confirmar",
    "Sin cambios:",
    "No lo encuentran",
    "Sin confirmar:",
    "No hay turno:",
    "No pude averiguar",
    "Anulado.",
    "Cancelado:",
    "Corrección de lo que",
    "Quedó reservado antes",
];

/// What is told of a call while it goes on.
const PROGRESS: [&str; 4] =
    ["Llamo ahora", "Atendieron, y", "Me pusieron en espera", "Están devolviendo la"];

const PROGRESS_MAX: usize = 3;

/// What the first sentence says, by the language of the call.
const DISCLOSURES: [&str; 3] =
    ["asistente automático", "automated assistant", "assistente automático"];

impl Town {
    pub fn reads(&self, who: &str) -> Vec<String> {
        let screen = self.town.sandbox.person(who).screen();
        screen
            .iter()
            .filter(|bubble| !bubble.is_mine)
            .map(|bubble| bubble.shown.to_string())
            .collect()
    }

    /// Ana read these, one fragment a message, in this order, and nothing else.
    #[track_caller]
    pub fn ana_read(&self, fragments: &[&str]) {
        let read = self.reads(ANA);
        let all = read.len() == fragments.len()
            && read.iter().zip(fragments).all(|(message, fragment)| message.contains(fragment));
        assert!(all, "not {fragments:#?}\n{}", self.transcript());
    }

    /// The request is over so, with one final word, and every call of it was as calls have to be.
    #[track_caller]
    pub fn is_over(&self, status: &str, now: &str) {
        assert_eq!(now, status, "{}", self.transcript());
        assert_eq!(self.final_words(ANA), 1, "{}", self.transcript());
        self.calls_were_decent();
    }

    pub fn final_words(&self, who: &str) -> usize {
        let last = |message: &&String| FINAL_WORDS.iter().any(|words| message.contains(words));
        self.reads(who).iter().filter(last).count()
    }

    /// Whoever picked up heard first what it is that calls; whoever wrote was told of each call in a few lines.
    #[track_caller]
    pub fn calls_were_decent(&self) {
        for call in self.talks() {
            let ours = call.iter().find(|line| line.who == "agent");
            let discloses =
                |line: &&Entry| DISCLOSURES.iter().any(|words| line.text.contains(words));
            // The one word with which a menu may be answered, and a goodbye before anything was said.
            let first = ours.filter(|line| {
                line.text.split_whitespace().count() > 2 && !line.text.contains("Hasta luego")
            });
            assert!(first.is_none_or(|line| discloses(&line)), "{}", self.transcript());
        }
        for who in self.people() {
            for told in self.told_during_calls(&who) {
                assert!(told <= PROGRESS_MAX, "{told} lines for {who}\n{}", self.transcript());
            }
        }
    }

    fn people(&self) -> Vec<String> {
        let world = self.town.sandbox.world().lock();
        world.people.iter().map(|person| person.address.clone()).collect()
    }

    fn told_during_calls(&self, who: &str) -> Vec<usize> {
        let entries = self.entries();
        let calls = entries.split(|entry| entry.kind == Kind::Dialled);
        let progress = |entry: &&Entry| {
            let said = |words: &&str| entry.text.contains(*words);
            entry.kind == Kind::MessageOut && entry.who == who && PROGRESS.iter().any(&said)
        };
        calls.map(|call| call.iter().filter(progress).count()).collect()
    }

    /// What was spoken, call by call.
    pub fn talks(&self) -> Vec<Vec<Entry>> {
        let mut talks: Vec<Vec<Entry>> = Vec::new();
        for line in self.entries().into_iter().filter(|entry| entry.kind == Kind::Spoken) {
            match talks.iter_mut().find(|talk| talk[0].about == line.about) {
                Some(talk) => talk.push(line),
                None => talks.push(vec![line]),
            }
        }
        talks
    }

    /// What the agent said, in all calls.
    pub fn agent_said(&self) -> Vec<String> {
        let ours =
            self.entries().into_iter().filter(|it| it.kind == Kind::Spoken && it.who == "agent");
        ours.map(|entry| entry.text).collect()
    }

    pub fn agent_says(&self, words: &str) -> bool {
        self.agent_said().iter().any(|line| line.contains(words))
    }

    /// Whoever it was, on the phone.
    pub fn says(&self, words: &str) -> bool {
        let spoken = self.entries().into_iter().filter(|entry| entry.kind == Kind::Spoken);
        spoken.into_iter().any(|entry| entry.text.contains(words))
    }

    pub fn keys_pressed(&self) -> Vec<String> {
        let keys = self.entries().into_iter().filter(|entry| entry.kind == Kind::KeyPressed);
        keys.map(|entry| entry.text.trim_matches('"').to_owned()).collect()
    }

    /// Slots and names in the provider's book, as `2026-11-26T12:00:00 Ana Ruiz`.
    pub fn diary(&self) -> Vec<String> {
        let world = self.town.sandbox.world().lock();
        let diary = world.cast.diary(&self.provider.number).expect("the provider has a book");
        diary.agreed().map(|(slot, entry)| format!("{slot} {}", entry.name)).collect()
    }

    /// Dialled, and the phone rang: to this number.
    pub fn rang(&self, number: &str) -> usize {
        let rings = self.entries().into_iter().filter(|entry| entry.kind == Kind::Ringing);
        rings.filter(|entry| entry.who == number).count()
    }

    /// How the carrier says that each call ended, in order.
    pub fn carrier_says(&self) -> Vec<Status> {
        let world = self.town.sandbox.world().lock();
        world.twilio.calls.iter().map(|call| call.status).collect()
    }

    #[track_caller]
    pub fn taps(&self, title: &str) {
        self.ana().taps(title).unwrap_or_else(|error| panic!("{error}\n{}", self.transcript()));
    }

    /// Steps until Ana reads these words.
    pub async fn until_read(&self, words: &str) {
        self.until(|town| town.reads(ANA).iter().any(|message| message.contains(words))).await;
    }

    /// What she wants, the card, and "call"; nothing of the call yet.
    pub async fn ana_says_and_calls(&self, wish: &str) {
        self.ana().says(wish);
        self.settle().await;
        self.taps("Llamar");
    }

    /// The wish of somebody else, in a name of their own.
    pub async fn wishes_too(&self, who: &str, name: &str) {
        let person = self.town.sandbox.person(who);
        person.says(&self.wish().replace("Ana Ruiz", name));
        self.until(|town| town.reads(who).iter().any(|message| message.contains("[Llamar]"))).await;
        person.taps("Llamar").unwrap_or_else(|error| panic!("{error}\n{}", self.transcript()));
    }

    pub async fn status_of(&self, who: &str) -> &'static str {
        let data = &self.town.program.data;
        let person = data.person_of(&data::Address::new(who).unwrap()).await.unwrap();
        let desk = data.desk(person.expect("they have written"), None).await.unwrap().0;
        let theirs = desk.requests.iter().rfind(|request| !request.errand.is_ours());
        theirs.expect("there is a request").status()
    }

    /// The longest time without a word on the line, in the last call, from the first word to the last.
    pub fn longest_silence(&self) -> SignedDuration {
        let talk = self.talks().pop().expect("there was a call");
        let gaps = talk.windows(2).map(|pair| pair[1].at.duration_since(pair[0].at));
        gaps.max().unwrap_or_default()
    }
}

/// Ana's first two messages.
const WELCOME: &str = "Hola, soy Vocero";
const CARD: &str = "[Llamar] [Cambiar] [Cancelar]";
