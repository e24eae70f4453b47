//! Reads the command line and runs what it asks for.

use std::io::BufReader;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Parser, Subcommand};
use domain::language::Language;
use sandbox::Sandbox;
use sandbox::cast::Manner;
use secrecy::ExposeSecret;
use services::{Intent, Services};
use tokio::net::TcpListener;
use town::clock::TownClock;
use vocero::agent::{self, Told};
use vocero::calls::{self, CallsCommand};
use vocero::config::{Need, Settings};
use vocero::place::Place;
use vocero::program::{Program, elevenlabs_client, llm_client};
use vocero::town::{Time, Town, model_settings};
use vocero::{demo, eval, people};

/// Books appointments by phone for people who write on WhatsApp.
///
/// Without a command and without vendor settings it starts the sandbox. Each command ends with 0; with 1 when its answer
/// is no; with 2 when it could not be carried out.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Web page on which everything can be tried, with all vendors simulated
    Sandbox,
    /// One booking in the terminal, against the simulated vendors; ends with 0 when booked
    Demo {
        /// What the person writes
        message: Option<String>,
        /// How the provider behaves; `vocero demo --provider help` lists them
        #[arg(long, default_value = "books-as-asked")]
        provider: String,
        /// Language of the person: en, es or pt
        #[arg(long, default_value = "es")]
        lang: String,
    },
    /// Real messages, real calls
    Serve,
    /// Brings the tables of the database up to date
    Migrate,
    /// Says what is wrong with the settings, the database and the vendors, and what to do
    Doctor,
    /// Measures understanding offline: cases as JSON Lines on standard input, an answer a line on standard output
    Eval {
        /// Kind of the cases
        kind: eval::Kind,
        /// Who reads the messages
        #[arg(long, default_value = "rules")]
        parser: eval::Parser,
    },
    /// Stops all dialling, lets it go on, tells how it stands
    #[command(subcommand)]
    Calls(CallsCommand),
    /// All that is kept about a person, as JSON
    Export {
        /// Our id of them, the address or number they write from, or their mail address
        person: String,
        /// Where to write it, instead of on standard output
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Deletes a person here and at the vendors, and tells what these answered; ends with 1 where something is left
    Erase {
        /// Our id of them, the address or number they write from, or their mail address
        person: String,
    },
    /// The voice agent and its tools, kept as code
    #[command(subcommand)]
    Agent(AgentCommand),
}

#[derive(Debug, Subcommand)]
enum AgentCommand {
    /// Makes the voice platform have what the code says; prints settings to keep as NAME=value
    Push,
    /// Shows how the voice platform differs from the code; ends with 1 if it does
    Diff,
}

type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // Another part may have installed the same one; either will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let outcome = match arguments.command {
        Some(Command::Demo { message, provider, lang }) => {
            run_demo(message, &provider, &lang).await
        }
        Some(Command::Sandbox) => sandbox().await,
        Some(Command::Serve) => serve().await,
        Some(Command::Migrate) => migrate().await,
        Some(Command::Doctor) => doctor().await,
        Some(Command::Eval { kind, parser }) => run_eval(kind, parser).await,
        Some(Command::Calls(command)) => calls(&command).await,
        Some(Command::Export { person, out }) => export(&person, out).await,
        Some(Command::Erase { person }) => erase(&person).await,
        Some(Command::Agent(command)) => agent(&command).await,
        None => match Settings::load(Need::Nothing) {
            Ok(settings) if settings.names_a_vendor() => serve().await,
            Ok(_) => sandbox().await,
            Err(refused) => Err(refused.into()),
        },
    };
    outcome.unwrap_or_else(|error| {
        complain(&error.to_string());
        ExitCode::from(2)
    })
}

fn log(filter: &str, json: bool) {
    let filter = tracing_subscriber::EnvFilter::try_new(filter).unwrap_or_else(|_| "info".into());
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json { subscriber.json().init() } else { subscriber.init() }
}

#[expect(clippy::print_stderr, reason = "a program speaks to whoever runs it")]
fn complain(text: &str) {
    eprintln!("vocero: {text}");
}

#[expect(clippy::print_stdout, reason = "a program speaks to whoever runs it")]
fn tell(text: &str) {
    println!("{text}");
}

async fn run_demo(message: Option<String>, provider: &str, lang: &str) -> Outcome {
    log("error", false);
    let Some(provider) = Manner::named(provider) else {
        for manner in Manner::ALL {
            tell(&format!("{:22} {}", manner.keyword(), manner.will()));
        }
        return Ok(if provider == "help" { ExitCode::SUCCESS } else { ExitCode::from(2) });
    };
    let language = Language::from_tag(lang).ok_or("--lang takes en, es or pt")?;
    let options = demo::Options { message, provider, language, pause: Duration::from_millis(150) };
    let booked = demo::run(&options, &mut std::io::stdout()).await?;
    Ok(if booked { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn sandbox() -> Outcome {
    let settings = Settings::load(Need::Nothing)?;
    log(&settings.log, false);
    // The cast never sleeps.
    let model = model_settings(&settings);
    let mut overrides = vec![("VOCERO_CALL_HOURS", "00:00-24:00")];
    overrides.extend(model.iter().map(|(name, value)| (*name, value.as_str())));
    let place = Place::find(settings.database_url.expose_secret())?;
    let mut bind = settings.bind;
    loop {
        let clock = Arc::new(TownClock::default());
        let time = Time::Runs(Arc::clone(&clock), place.state());
        let mut page = None;
        let pages = |sandbox: &Arc<Sandbox>, services: &Services| {
            page.insert(town::Town::open(sandbox, services, &clock)).routes()
        };
        let town = Town::open(place.database_url(), bind, time, &overrides, pages).await?;
        let page = page.ok_or("the sandbox has no page")?;
        if bind == settings.bind {
            tell(&place.to_string());
            tell(&format!("The sandbox listens: open {}/sandbox", town.url()));
        }
        // Who asks for an empty town finds it where this one was.
        bind = town.program.address;
        let empty = tokio::select! {
            () = until_stopped() => false,
            () = page.reset_wanted() => true,
        };
        let data = town.program.data.clone();
        page.close().await;
        town.close().await;
        data.close().await;
        if !empty {
            return Ok(ExitCode::SUCCESS);
        }
        place.empty()?;
    }
}

async fn serve() -> Outcome {
    let settings = Settings::load(Need::Serve)?;
    log(&settings.log, true);
    let bind: SocketAddr = settings.bind;
    let listener = TcpListener::bind(bind)
        .await
        .map_err(|error| format!("cannot listen on {bind}: {error}"))?;
    let clock = Arc::new(domain::clock::SystemClock);
    let mut program =
        Program::start(&settings, clock, listener, |_| axum::Router::new(), true).await?;
    tell(&format!("Vocero listens on {bind}"));
    let broken = tokio::select! {
        () = until_stopped() => false,
        () = program.broken() => true,
    };
    program.stop().await;
    if broken {
        Err("the worker has ended: see the log, and start again".into())
    } else {
        Ok(ExitCode::SUCCESS)
    }
}

async fn migrate() -> Outcome {
    let settings = Settings::load(Need::Nothing)?;
    log(&settings.log, false);
    data::Data::open(settings.database_url.expose_secret()).await?.migrate().await?;
    tell("The database is up to date.");
    Ok(ExitCode::SUCCESS)
}

async fn doctor() -> Outcome {
    log("error", false);
    let environment = vocero::config::environment();
    let clock = domain::clock::SystemClock;
    let healthy =
        vocero::doctor::examine(&environment, &clock, &mut |checked| tell(&checked.to_string()))
            .await;
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Settings are read only where a model is asked.
async fn run_eval(kind: eval::Kind, parser: eval::Parser) -> Outcome {
    let llm = if parser == eval::Parser::Llm && kind.is_message() {
        let settings = Settings::load(Need::Nothing)?;
        log(&settings.log, false);
        let llm = llm_client(&settings)?.filter(|_| !settings.llm.model.is_empty());
        let llm =
            llm.ok_or("--parser llm asks a model: set LLM_PROVIDER, LLM_MODEL and LLM_API_KEY")?;
        Some(Arc::new(llm))
    } else {
        log("error", false);
        None
    };
    let (input, output) = (BufReader::new(std::io::stdin()), std::io::stdout().lock());
    eval::run(kind, &Intent::new(llm), input, output).await?;
    Ok(ExitCode::SUCCESS)
}

async fn calls(command: &CallsCommand) -> Outcome {
    let settings = Settings::load(Need::Nothing)?;
    log(&settings.log, false);
    let clock = domain::clock::SystemClock;
    let going = calls::run(command, &settings, &clock, &mut |line| tell(line)).await?;
    Ok(if going { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn export(person: &str, out: Option<PathBuf>) -> Outcome {
    let settings = Settings::load(Need::Nothing)?;
    log(&settings.log, false);
    let clock = domain::clock::SystemClock;
    people::export(person, out, &settings, &clock, &mut |text| tell(text)).await?;
    Ok(ExitCode::SUCCESS)
}

async fn erase(person: &str) -> Outcome {
    let settings = Settings::load(Need::Serve)?;
    log(&settings.log, false);
    let clock = Arc::new(domain::clock::SystemClock);
    let gone =
        people::erase(person, &settings, clock, ERASE_PATIENCE, &mut |line| tell(line)).await?;
    Ok(if gone { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// After this somebody else may go on asking the vendors.
const ERASE_PATIENCE: Duration = Duration::from_secs(300);

async fn agent(command: &AgentCommand) -> Outcome {
    let settings = Settings::load(Need::Agent)?;
    log(&settings.log, false);
    let client = elevenlabs_client(&settings)?;
    match command {
        AgentCommand::Push => {
            let mut changed = false;
            agent::push(&client, &settings, &mut |told| match told {
                Told::Keep(name, value) => tell(&format!("{name}={value}")),
                Told::Changed(line) => {
                    changed = true;
                    complain(&line);
                }
            })
            .await?;
            if !changed {
                complain("nothing to change");
            }
            Ok(ExitCode::SUCCESS)
        }
        AgentCommand::Diff => {
            let differences = agent::differences(&client, &settings).await?;
            differences.iter().for_each(|line| tell(line));
            Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
    }
}

/// SIGTERM or Ctrl-C.
async fn until_stopped() {
    let interrupted = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        },
        Err(_) => drop(interrupted.await),
    }
}
