//! What an operator does at a command line: the agent as code, the doctor, migrations, and a start that is refused.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use domain::clock::{Clock, SystemClock};
use sandbox::Sandbox;
use sandbox::options::Options;
use tempfile::TempDir;
use tokio::process::Command;
use vocero::doctor::{self, Checked, Finding};
use vocero::town::{Time, Town, environment};

use crate::database::Database;

type Environment = BTreeMap<String, String>;

/// How a command ended and what it wrote.
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs the program with this environment and nothing else, in an empty folder.
async fn vocero(arguments: &[&str], environment: &Environment) -> Ended {
    let folder = TempDir::new().expect("a folder can be made");
    let mut command = Command::new(env!("CARGO_BIN_EXE_vocero"));
    command
        .args(arguments)
        .env_clear()
        .envs(environment)
        .current_dir(folder.path())
        .kill_on_drop(true);
    let output = command.output().await.expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
    Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// An account at the simulated vendors, and the settings of somebody who has pushed nothing yet.
async fn newcomer() -> (Sandbox, Environment) {
    let sandbox = Sandbox::start(Options::new(Arc::new(|| SystemClock.now())))
        .await
        .expect("the sandbox starts");
    let mut environment =
        environment(&sandbox, "sqlite::memory:", "127.0.0.1:0", "https://vocero.test");
    environment.remove("ELEVENLABS_TOOL_SECRET");
    (sandbox, environment)
}

/// Takes over each `NAME=value` line.
fn keep(environment: &mut Environment, lines: &str) -> Vec<String> {
    let pairs: Vec<_> =
        lines.lines().map(|line| line.split_once('=').expect("a line is NAME=value")).collect();
    environment.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    pairs.into_iter().map(|(name, _)| name.to_owned()).collect()
}

#[tokio::test]
async fn a_push_prints_the_settings_to_keep_and_a_second_one_prints_none_and_changes_nothing() {
    let (sandbox, mut environment) = newcomer().await;
    let first = vocero(&["agent", "push"], &environment).await;
    assert_eq!(first.code, Some(0), "{}", first.err);
    let kept = keep(&mut environment, &first.out);
    assert_eq!(
        kept,
        ["ELEVENLABS_TOOL_SECRET", "ELEVENLABS_WEBHOOK_SECRET", "ELEVENLABS_AGENT_ID"]
    );

    let seen = sandbox.entries_since(0).len();
    let second = vocero(&["agent", "push"], &environment).await;
    assert_eq!((second.code, second.out.as_str()), (Some(0), ""), "{}", second.err);
    assert!(second.err.contains("nothing to change"), "{}", second.err);
    assert_eq!(sandbox.entries_since(0).len(), seen, "the platform notes no change");

    let diff = vocero(&["agent", "diff"], &environment).await;
    assert_eq!((diff.code, diff.out.as_str()), (Some(0), ""), "{}", diff.err);
}

#[tokio::test]
async fn a_diff_names_what_is_different_ends_with_1_and_changes_nothing() {
    let (_sandbox, mut environment) = newcomer().await;
    let pushed = vocero(&["agent", "push"], &environment).await;
    keep(&mut environment, &pushed.out);
    environment.insert("VOCERO_CALL_SECONDS_MAX".to_owned(), "300".to_owned());
    for _ in 0..2 {
        let diff = vocero(&["agent", "diff"], &environment).await;
        assert_eq!(diff.code, Some(1), "{}", diff.err);
        let expected =
            "agent: conversation_config.conversation.max_duration_seconds is 1200, should be 300\n";
        assert_eq!(diff.out, expected);
    }
    assert_eq!(vocero(&["agent", "push"], &environment).await.code, Some(0));
    assert_eq!(vocero(&["agent", "diff"], &environment).await.code, Some(0));
}

#[tokio::test]
async fn a_push_without_a_key_or_with_a_wrong_one_says_so() {
    let (_sandbox, mut environment) = newcomer().await;
    environment.insert("ELEVENLABS_API_KEY".to_owned(), "not-the-key".to_owned());
    let wrong = vocero(&["agent", "push"], &environment).await;
    assert_eq!((wrong.code, wrong.out.as_str()), (Some(2), ""));
    assert!(wrong.err.contains("elevenlabs refused (401"), "{}", wrong.err);
    assert!(!wrong.err.contains("not-the-key"), "{}", wrong.err);

    environment.remove("ELEVENLABS_API_KEY");
    let missing = vocero(&["agent", "push"], &environment).await;
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("ELEVENLABS_API_KEY is missing. "), "{}", missing.err);
}

#[tokio::test]
async fn serving_without_a_secret_is_refused_by_name() {
    let (_sandbox, mut environment) = newcomer().await;
    let pushed = vocero(&["agent", "push"], &environment).await;
    keep(&mut environment, &pushed.out);
    for secret in [
        "TWILIO_AUTH_TOKEN",
        "TWILIO_API_KEY_SECRET",
        "ELEVENLABS_WEBHOOK_SECRET",
        "ELEVENLABS_TOOL_SECRET",
        "RESEND_WEBHOOK_SECRET",
        "VOCERO_CONSOLE_PASSWORD",
    ] {
        let mut without = environment.clone();
        without.remove(secret).expect("it was set");
        let refused = vocero(&["serve"], &without).await;
        assert_eq!(refused.code, Some(2), "{secret}");
        assert!(
            refused.err.contains(&format!("{secret} is missing. ")),
            "{secret}: {}",
            refused.err
        );
    }
}

#[tokio::test]
async fn a_database_is_migrated_as_often_as_one_likes() {
    let database = Database::sqlite();
    let environment = Environment::from([("DATABASE_URL".to_owned(), database.url().to_owned())]);
    for _ in 0..2 {
        let ended = vocero(&["migrate"], &environment).await;
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    }
}

/// A running program with all vendors, and the settings that it runs with.
async fn town(database: &Database) -> (Town, Environment) {
    let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let start = "2026-11-23T09:00:00Z".parse().expect("a time");
    let town =
        Town::open(database.url(), anywhere, Time::StandsAt(start), &[], |_, _| Router::new());
    let town = town.await.expect("the town opens");
    let address = town.program.address.to_string();
    let mut environment = environment(&town.sandbox, database.url(), &address, &town.url());
    let pushed = vocero(&["agent", "push"], &environment).await;
    keep(&mut environment, &pushed.out);
    (town, environment)
}

async fn examine(environment: &Environment) -> (bool, Vec<Checked>) {
    let mut all = Vec::new();
    let healthy =
        doctor::examine(environment, &SystemClock, &mut |checked| all.push(checked.clone())).await;
    (healthy, all)
}

/// What is wrong, by what was looked at.
fn problems(all: &[Checked]) -> Vec<&'static str> {
    all.iter()
        .filter(|checked| matches!(checked.finding, Finding::Problem { .. }))
        .map(|checked| checked.what)
        .collect()
}

#[tokio::test]
async fn the_doctor_finds_a_whole_installation_whole() {
    let database = Database::sqlite();
    let (_town, environment) = town(&database).await;
    let (healthy, all) = examine(&environment).await;
    assert_eq!(problems(&all), [""; 0], "{all:#?}");
    assert!(healthy);
    let ended = vocero(&["doctor"], &environment).await;
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(
        ended.out.lines().any(|line| line.starts_with("ok ") && line.contains("voice agent")),
        "{}",
        ended.out
    );
}

#[tokio::test]
async fn the_doctor_names_each_part_that_fails_and_what_to_do() {
    let database = Database::sqlite();
    let (_town, whole) = town(&database).await;
    for (name, value, part) in [
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing", "database"),
        ("DATABASE_URL", "sqlite::memory:", "database"),
        ("TWILIO_API_KEY_SECRET", "wrong", "twilio"),
        ("TWILIO_BASE_URL", "http://127.0.0.1:1", "twilio"),
        ("RESEND_API_KEY", "wrong", "resend"),
        ("RESEND_FROM", "Vocero <vocero@elsewhere.test>", "resend"),
        ("ELEVENLABS_API_KEY", "wrong", "voice agent"),
        ("ELEVENLABS_AGENT_ID", "agent_gone", "voice agent"),
        ("VOCERO_CALL_SECONDS_MAX", "120", "voice agent"),
        ("VOCERO_PUBLIC_URL", "http://127.0.0.1:1", "address"),
        ("VOCERO_SPEND_DAY_MAX", "1.00", "caps"),
        ("VOCERO_SPEND_HOUR_MAX", "100.01", "caps"),
        ("VOCERO_PRICE_CARRIER_MINUTE", "5000", "caps"),
    ] {
        let mut environment = whole.clone();
        environment.insert(name.to_owned(), value.to_owned());
        let (healthy, all) = examine(&environment).await;
        assert!(!healthy, "{name}={value}");
        assert!(problems(&all).contains(&part), "{name}={value}: {all:#?}");
        for checked in &all {
            let line = checked.to_string();
            assert!(
                !line.contains("sandbox-tool-secret") && !line.contains("sandbox-api-key-secret"),
                "{line}"
            );
        }
    }
}

#[tokio::test]
async fn the_doctor_tells_a_stranger_at_our_address_from_us() {
    let database = Database::sqlite();
    let (town, mut environment) = town(&database).await;
    environment.insert("VOCERO_PUBLIC_URL".to_owned(), town.sandbox.twilio_url().to_owned());
    let (_, all) = examine(&environment).await;
    assert!(problems(&all).contains(&"address"), "{all:#?}");
}

#[tokio::test]
async fn the_doctor_of_an_empty_installation_names_all_that_is_missing() {
    let ended = vocero(&["doctor"], &Environment::new()).await;
    assert_eq!(ended.code, Some(1));
    for name in ["TWILIO_AUTH_TOKEN", "ELEVENLABS_API_KEY", "VOCERO_PUBLIC_URL"] {
        assert!(ended.out.contains(&format!("{name} is missing")), "{}", ended.out);
    }
}

#[tokio::test]
async fn the_doctor_tells_of_caps_that_are_off_and_is_content_with_a_choice() {
    let database = Database::sqlite();
    let (_town, whole) = town(&database).await;
    let caps = |all: &[Checked]| {
        let lines = all.iter().filter(|checked| checked.what == "caps");
        lines.map(|checked| checked.finding.clone()).collect::<Vec<_>>()
    };
    let mut environment = whole.clone();
    environment.insert("VOCERO_CALLS_NUMBER_DAY_MAX".to_owned(), "off".to_owned());
    let (healthy, all) = examine(&environment).await;
    let found = caps(&all);
    assert!(healthy, "{all:#?}");
    assert!(
        matches!(&found[..], [Finding::Skipped(text)] if text.contains("VOCERO_CALLS_NUMBER_DAY_MAX"))
    );

    for name in ["VOCERO_SPEND_HOUR_MAX", "VOCERO_SPEND_DAY_MAX"] {
        environment.insert(name.to_owned(), "off".to_owned());
    }
    assert!(problems(&examine(&environment).await.1).contains(&"caps"));

    let mut free = whole;
    for name in ["VOCERO_PRICE_CARRIER_MINUTE", "VOCERO_PRICE_AGENT_MINUTE"] {
        free.insert(name.to_owned(), "0".to_owned());
    }
    assert!(problems(&examine(&free).await.1).contains(&"caps"));
}

#[tokio::test]
async fn dialling_is_paused_and_resumed_beside_the_running_program() {
    for database in [Some(Database::sqlite()), Database::postgres().await] {
        let Some(database) = database else { continue };
        let (town, environment) = town(&database).await;
        let status = vocero(&["calls", "status"], &environment).await;
        assert_eq!(status.code, Some(0), "{}", status.err);
        assert!(status.out.contains("0.00 of 100.00 USD"), "{}", status.out);

        let paused = vocero(&["calls", "pause", "on holiday"], &environment).await;
        assert_eq!(paused.code, Some(0), "{}", paused.err);
        let status = vocero(&["calls", "status"], &environment).await;
        assert_eq!(status.code, Some(1));
        assert!(status.out.contains("by the operator: on holiday"), "{}", status.out);
        assert_eq!(town.program.data.brakes().await.unwrap().len(), 1, "the program sees it");

        assert_eq!(vocero(&["calls", "resume"], &environment).await.code, Some(0));
        assert_eq!(vocero(&["calls", "status"], &environment).await.code, Some(0));

        let never = vocero(&["calls", "never", "+541143211234"], &environment).await;
        assert_eq!(never.code, Some(0), "{}", never.err);
        assert_eq!(town.program.data.never_called().await.unwrap(), 1);
        for bad in ["43211234", "+5411"] {
            let refused = vocero(&["calls", "never", bad], &environment).await;
            assert_eq!(refused.code, Some(2));
            assert!(refused.err.contains("international form"), "{}", refused.err);
        }
    }
}

#[tokio::test]
async fn a_database_without_tables_is_not_paused_and_says_what_to_do() {
    let database = Database::sqlite();
    let environment = Environment::from([("DATABASE_URL".to_owned(), database.url().to_owned())]);
    for command in ["pause", "resume", "status"] {
        let ended = vocero(&["calls", command], &environment).await;
        assert_eq!(ended.code, Some(2));
        assert!(ended.err.contains("vocero migrate"), "{}", ended.err);
    }
}
