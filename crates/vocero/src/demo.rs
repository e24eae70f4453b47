//! One booking in the terminal, from the message to the mail, against the simulated vendors.
//!
//! The clock stands still while something happens and jumps to whatever comes next, so that an hour of waiting takes
//! a moment. The person at the phone is played here; everything else is the program and the sandbox.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use domain::appointment::{ClosedBecause, QuestionKind, Stage};
use domain::clock::{Clock, SystemClock};
use domain::language::Language;
use domain::understanding::{Asked, Fact};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};
use sandbox::cast::{Manner, Member, Trade};
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::person::Person;
use sandbox::timeline::{Entry, Kind};

use crate::town::{Time, Town};

/// What to show.
#[derive(Debug, Clone)]
pub struct Options {
    /// The first message; a plain one if there is none.
    pub message: Option<String>,
    pub provider: Manner,
    pub language: Language,
    /// Between two lines, for people who read along.
    pub pause: Duration,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Town(#[from] crate::town::Error),
    #[error(transparent)]
    Services(#[from] services::Error),
    #[error(transparent)]
    Data(#[from] data::Error),
    #[error("cannot write to the terminal: {0}")]
    Terminal(#[from] std::io::Error),
    #[error("nobody in the cast behaves so where that language is spoken")]
    NoSuchProvider,
    #[error("that provider is played by hand, in `vocero sandbox`")]
    ByHand,
    #[error("no end in sight after {0} steps")]
    Endless(u32),
}

const STEPS_MAX: u32 = 20_000;

/// Messages that a person reads before she gives up explaining.
const TRIES_MAX: usize = 6;

/// A jump of the clock that is worth a line.
const JUMP_SHOWN: SignedDuration = SignedDuration::from_mins(3);

/// Plays it, and tells whether it ended in a booking.
///
/// # Errors
/// [`Error`]; that nothing was booked is none.
pub async fn run(options: &Options, out: &mut (dyn Write + Send)) -> Result<bool, Error> {
    if options.provider == Manner::ByHand {
        return Err(Error::ByHand);
    }
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let cast = sandbox::cast::State::default();
    let provider = cast
        .playing(options.provider, tongue(options.language))
        .cloned()
        .ok_or(Error::NoSuchProvider)?;
    let start = next_working_morning(&zone(&provider));
    let town =
        Town::open("sqlite::memory:", anywhere, Time::StandsAt(start), &[], |_, _| Router::new())
            .await?;
    let mut show = Show { seq: 0, zone: zone(&provider), pause: options.pause, at: start };
    writeln!(out, "{} {}, {}", provider.name, provider.number, provider.manner.will())?;
    let ana = Ana {
        address: address(&provider.country),
        language: options.language,
        provider: &provider,
    };
    let person = town.sandbox.person(ana.address);
    person.is(|profile| profile.name = "Ana".to_owned());
    person.says(&options.message.clone().unwrap_or_else(|| ana.first_message()));
    let mut answered = 0;
    for _ in 0..STEPS_MAX {
        let worked = town.step().await?;
        show.print(&town, out).await?;
        if worked {
            continue;
        }
        if ana.reacts(&town, &person, &mut answered).await? {
            continue;
        }
        if over(&town, &ana).await? {
            return end(&town, &ana, &mut show, out).await;
        }
        match town.next_due().await? {
            Some(next) => town.advance_to(next),
            None => return end(&town, &ana, &mut show, out).await,
        }
    }
    Err(Error::Endless(STEPS_MAX))
}

/// What is still on its way (the last word, ticks, mail) is waited for.
async fn end(
    town: &Town,
    ana: &Ana<'_>,
    show: &mut Show,
    out: &mut (dyn Write + Send),
) -> Result<bool, Error> {
    town.settle(SignedDuration::from_secs(5)).await?;
    let person = town.sandbox.person(ana.address);
    let mut answered = usize::MAX;
    ana.reacts(town, &person, &mut answered).await?;
    town.settle(SignedDuration::from_secs(30)).await?;
    show.print(town, out).await?;
    let booked = matches!(
        stage(town, ana).await?,
        Some(Stage::Closed { because: ClosedBecause::Booked, .. })
    );
    writeln!(out, "{}", if booked { "Booked." } else { "Not booked." })?;
    Ok(booked)
}

async fn stage(town: &Town, ana: &Ana<'_>) -> Result<Option<Stage>, Error> {
    let Ok(address) = data::Address::new(ana.address) else { return Ok(None) };
    let Some(person) = town.program.data.person_of(&address).await? else { return Ok(None) };
    let (desk, _) = town.program.data.desk(person, None).await?;
    let hers = desk.requests.iter().rfind(|request| request.errand.enquires_for().is_none());
    Ok(hers.map(|request| request.stage.clone()))
}

async fn over(town: &Town, ana: &Ana<'_>) -> Result<bool, Error> {
    Ok(matches!(stage(town, ana).await?, Some(Stage::Closed { .. })))
}

/// The person at the phone: answers what she is asked, as anybody would.
struct Ana<'a> {
    address: &'static str,
    language: Language,
    provider: &'a Member,
}

impl Ana<'_> {
    fn first_message(&self) -> String {
        let (name, number) = (&self.provider.name, &self.provider.number);
        let service = service(self.provider.trade, self.language);
        let wish = match self.language {
            Language::En => format!(
                "Hi, I'd like {service} on Thursday afternoon at {name}, {number}. I'm Ana Ruiz."
            ),
            Language::Es => {
                format!(
                    "Hola, quiero {service} el jueves por la tarde en {name}, {number}. Me llamo Ana Ruiz."
                )
            }
            Language::Pt => {
                format!(
                    "Olá, quero {service} na quinta-feira à tarde, {name}, {number}. Meu nome é Ana Ruiz."
                )
            }
        };
        wish + &self.limit()
    }

    /// Who knows that they are expensive says what it may cost.
    fn limit(&self) -> String {
        if self.provider.manner != Manner::Expensive {
            return String::new();
        }
        let most = match self.provider.country.as_str() {
            "AR" => "90.000 pesos",
            "BR" => "400 reais",
            "US" => "200 dollars",
            _ => "100 euros",
        };
        match self.language {
            Language::En => format!(" No more than {most}."),
            Language::Es => format!(" No más de {most}."),
            Language::Pt => format!(" No máximo {most}."),
        }
    }

    /// What she was asked for, and no more: the rest is as she said it.
    fn answers(&self, asked: &[Asked]) -> String {
        let everything = [Asked::Service, Asked::Phone, Asked::When, Asked::Name];
        let asked = if asked.is_empty() { &everything[..] } else { asked };
        asked.iter().map(|asked| self.answer(*asked)).collect::<Vec<_>>().join(". ")
    }

    fn answer(&self, asked: Asked) -> String {
        let number = &self.provider.number;
        let words = |en: &str, es: &str, pt: &str| match self.language {
            Language::En => en.to_owned(),
            Language::Es => es.to_owned(),
            Language::Pt => pt.to_owned(),
        };
        match asked {
            Asked::Service => service(self.provider.trade, self.language).to_owned(),
            Asked::Phone => {
                format!("{} {number}", words("Their number is", "El número es", "O número é"))
            }
            Asked::When => {
                words("Thursday afternoon", "el jueves por la tarde", "quinta-feira à tarde")
            }
            Asked::Name => words("My name is Ana Ruiz", "Me llamo Ana Ruiz", "Meu nome é Ana Ruiz"),
            Asked::Fact(fact) => match fact {
                Fact::Insurance => words("No insurance", "Sin seguro", "Sem convênio"),
                Fact::FirstVisit => {
                    words("It's my first visit", "Es la primera visita", "É a primeira visita")
                }
                Fact::Vehicle => words(
                    "Vehicle: Ford Fiesta 2015",
                    "Vehículo: Ford Fiesta 2015",
                    "Veículo: Ford Fiesta 2015",
                ),
                Fact::PartySize => words("4 people", "4 personas", "4 pessoas"),
                Fact::Animal => words("my dog Luna", "mi perra Luna", "minha cachorra Luna"),
                Fact::Diet => words("one is vegan", "uno es vegano", "um é vegano"),
                Fact::Address => words(
                    "Address: 12 High Street",
                    "Dirección: calle Mayor 12",
                    "Endereço: rua Direita 12",
                ),
            },
            Asked::Provider
            | Asked::CallAt
            | Asked::Callback
            | Asked::Email
            | Asked::Card
            | Asked::Options
            | Asked::Anything => self.provider.name.clone(),
        }
    }

    /// Reads what is new on her screen and does something about the last of it. `read` counts what she has seen.
    async fn reacts(
        &self,
        town: &Town,
        person: &Person<'_>,
        read: &mut usize,
    ) -> Result<bool, Error> {
        let screen = person.screen();
        let theirs: Vec<_> = screen.iter().filter(|bubble| !bubble.is_mine).collect();
        let Some(last) = theirs.last().filter(|_| theirs.len() != *read) else { return Ok(false) };
        *read = theirs.len();
        let buttons = &last.shown.buttons;
        let rows = last.shown.menu.as_ref().map(|menu| menu.rows.len()).unwrap_or_default();
        // The first, or, where all cost too much, the last: none of them.
        let choice = |last| if self.provider.manner == Manner::Expensive { last } else { 1 };
        match stage(town, self).await? {
            // Whoever is not understood twice gives up.
            Some(Stage::Drafting { .. }) if theirs.len() > TRIES_MAX => return Ok(false),
            Some(Stage::Drafting { asked }) => drop(person.says(&self.answers(&asked))),
            // Whoever of those found has it first.
            Some(Stage::Picking { found }) if rows > found.len() => {
                drop(person.picks(found.len() + 1));
            }
            Some(Stage::Picking { .. }) => drop(person.taps(1)),
            Some(Stage::Confirming) if !buttons.is_empty() => drop(person.taps(1)),
            Some(Stage::Choosing { .. }) if !buttons.is_empty() => {
                drop(person.taps(choice(buttons.len())));
            }
            Some(Stage::Choosing { .. }) if rows > 0 => drop(person.picks(choice(rows))),
            Some(Stage::Calling(calling)) => match calling.open_question() {
                Some(QuestionKind::Offers { .. }) if rows > 0 => drop(person.picks(choice(rows))),
                Some(QuestionKind::Offers { .. }) => drop(person.taps(choice(buttons.len()))),
                Some(QuestionKind::Free { options, .. }) if !options.is_empty() => {
                    drop(person.says("1"));
                }
                Some(QuestionKind::Free { .. }) => drop(person.says("4455667")),
                None => return Ok(false),
            },
            Some(Stage::Closed { because: ClosedBecause::Booked, .. })
                if last.shown.body.contains('@') =>
            {
                return Ok(false);
            }
            Some(Stage::Closed { because: ClosedBecause::Booked, .. }) => {
                drop(person.says("ana@example.net"));
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// Prints what happened, in order.
struct Show {
    seq: u64,
    zone: TimeZone,
    pause: Duration,
    at: Timestamp,
}

impl Show {
    async fn print(&mut self, town: &Town, out: &mut (dyn Write + Send)) -> Result<(), Error> {
        for entry in town.sandbox.entries_since(self.seq) {
            self.seq = entry.seq;
            let Some(line) = line(&entry) else { continue };
            if entry.at.duration_since(self.at) >= JUMP_SHOWN {
                writeln!(out, "        ⋯")?;
            }
            self.at = entry.at;
            let time = entry.at.to_zoned(self.zone.clone()).strftime("%H:%M:%S").to_string();
            writeln!(out, "{time} {}", line.replace('\n', "\n            "))?;
            out.flush()?;
            tokio::time::sleep(self.pause).await;
        }
        Ok(())
    }
}

/// What a reader wants to see of an entry; nothing for what goes on behind the scenes.
fn line(entry: &Entry) -> Option<String> {
    // A message's kind stands before it in brackets.
    let text = entry.text.trim();
    let text = text
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("] "))
        .map_or(text, |(_, said)| said);
    let who = &entry.who;
    Some(match entry.kind {
        Kind::MessageIn => format!("💬 Ana wrote      {text}"),
        Kind::MessageOut => format!("📱 Vocero wrote   {text}"),
        Kind::Dialled => format!("📞 dialled        {text}"),
        Kind::Ringing => format!("🔔 rings          {text}"),
        Kind::Answered => format!("👋 answered       {text}"),
        Kind::Spoken => format!("🗣  {who} said: {text}"),
        Kind::KeyPressed => format!("🔢 {who} pressed: {text}"),
        Kind::ToolCalled => format!("🔧 {who} asked Vocero: {text}"),
        Kind::CallEnded => format!("☎️  call ended     {text}"),
        Kind::Mail => format!("✉️  mailed         {text}"),
        Kind::Fault => format!("⚡ fault          {text}"),
        Kind::MessageStatus | Kind::Request | Kind::Webhook | Kind::Note => return None,
    })
}

fn tongue(language: Language) -> Tongue {
    match language {
        Language::En => Tongue::En,
        Language::Es => Tongue::Es,
        Language::Pt => Tongue::Pt,
    }
}

fn zone(provider: &Member) -> TimeZone {
    TimeZone::get(&provider.zone).unwrap_or(TimeZone::UTC)
}

/// A number that belongs to nobody, in the provider's country; it is never dialled.
fn address(country: &str) -> &'static str {
    match country {
        "AR" => "whatsapp:+5491123456789",
        "BR" => "whatsapp:+5511987654321",
        "ES" => "whatsapp:+34600123456",
        "PT" => "whatsapp:+351912345678",
        _ => "whatsapp:+12025550147",
    }
}

fn service(trade: Trade, language: Language) -> &'static str {
    match (trade, language) {
        (Trade::Hair, Language::En) => "a haircut",
        (Trade::Hair, Language::Es) => "un corte de pelo",
        (Trade::Hair, Language::Pt) => "um corte de cabelo",
        (Trade::Dentist, Language::En) => "a dentist appointment",
        (Trade::Dentist, Language::Es) => "turno con el dentista",
        (Trade::Dentist, Language::Pt) => "uma consulta no dentista",
        (Trade::Nails, Language::En) => "a manicure",
        (Trade::Nails, Language::Es) => "una manicura",
        (Trade::Nails, Language::Pt) => "uma manicure",
        (Trade::Physio, Language::En) => "a physiotherapy appointment",
        (Trade::Physio, Language::Es) => "una sesión de fisioterapia",
        (Trade::Physio, Language::Pt) => "uma sessão de fisioterapia",
        (Trade::Garage, Language::En) => "a car service",
        (Trade::Garage, Language::Es) => "una revisión del coche",
        (Trade::Garage, Language::Pt) => "uma revisão do carro",
        (Trade::Optician, Language::En) => "an eye test",
        (Trade::Optician, Language::Es) => "una revisión de la vista",
        (Trade::Optician, Language::Pt) => "um exame de vista",
        (Trade::Vet, Language::En) => "a vet appointment",
        (Trade::Vet, Language::Es) => "turno con el veterinario",
        (Trade::Vet, Language::Pt) => "uma consulta no veterinário",
        (Trade::Doctor, Language::En) => "an appointment with the doctor",
        (Trade::Doctor, Language::Es) => "turno con el médico",
        (Trade::Doctor, Language::Pt) => "uma consulta médica",
    }
}

/// The next Monday, Tuesday or Wednesday at ten in the provider's zone, so that "Thursday" lies ahead.
fn next_working_morning(zone: &TimeZone) -> Timestamp {
    let now = SystemClock.now();
    let tomorrow = now.to_zoned(zone.clone()).date().saturating_add(Span::new().days(1));
    let early = [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday];
    let day = tomorrow.series(Span::new().days(1)).find(|day| early.contains(&day.weekday()));
    let morning = day.unwrap_or(tomorrow).at(10, 0, 0, 0).to_zoned(zone.clone());
    morning.map_or(now, |morning| morning.timestamp())
}
