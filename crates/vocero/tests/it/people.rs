//! `vocero export` and `vocero erase`, as an operator runs them beside the program.

use std::collections::BTreeMap;

use sandbox::cast::Manner;
use tempfile::TempDir;
use tokio::process::Command;
use vocero::town::{environment, push_agent};

use crate::database::Database;
use crate::on_both_databases;
use crate::town::{ANA, Town};

struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

struct Operator {
    town: Town,
    environment: BTreeMap<String, String>,
    folder: TempDir,
}

impl Operator {
    /// Ana has an appointment and a mail address.
    async fn of(database: Database) -> Self {
        let town = Town::with(database, Manner::BooksAsAsked).await;
        town.ana().says("mi correo es ana@example.net");
        town.settle().await;
        town.ana_wants_it().await;
        town.settle().await;
        assert_eq!(town.status().await, "booked");
        let sandbox = &town.town.sandbox;
        let environment =
            environment(sandbox, town.database_url(), "127.0.0.1:0", "https://vocero.test");
        let environment = push_agent(environment).await.expect("the agent is pushed");
        Self { town, environment, folder: TempDir::new().expect("a folder can be made") }
    }

    async fn runs(&self, arguments: &[&str]) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vocero"));
        command.args(arguments).env_clear().envs(&self.environment).current_dir(self.folder.path());
        let output = command.kill_on_drop(true).output().await.expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it writes UTF-8");
        Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

on_both_databases! {
    async fn an_export_is_everything_by_whatever_name_the_person_is_asked_for(database: Database) {
        let operator = Operator::of(database).await;
        let id = operator.town.desk().await.person.id.to_string();
        let by_id = operator.runs(&["export", &id]).await;
        assert_eq!(by_id.code, Some(0), "{}", by_id.err);
        let export: serde_json::Value = serde_json::from_str(&by_id.out).expect("it is JSON");
        let kept = &export["about"]["kept"];
        assert_eq!(kept["users"][0]["id"], id.as_str());
        assert_eq!(kept["appointments"][0]["name"], "Ana Ruiz");
        assert!(kept["call_logs"][0]["transcript"]["turns"].as_array().is_some_and(|turns| turns.len() > 2));
        for name in [ANA, "+5491123456789", "ana@example.net"] {
            let by_name = operator.runs(&["export", name, "--out", "ana.json"]).await;
            assert_eq!((by_name.code, by_name.out.as_str()), (Some(0), ""), "{}", by_name.err);
            let file = std::fs::read_to_string(operator.folder.path().join("ana.json")).expect("it was written");
            let written: serde_json::Value = serde_json::from_str(&file).expect("it is JSON");
            assert_eq!(written["about"], export["about"]);
        }
        for nobody in ["+5491100000000", "nobody@example.net", "00000000-0000-0000-0000-000000000001", "", "ana"] {
            let ended = operator.runs(&["export", nobody]).await;
            assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{nobody}");
            assert!(ended.err.contains("nobody is known by that"), "{}", ended.err);
        }
    }

    async fn an_erasure_tells_what_each_vendor_answered_and_a_second_one_tells_it_again(database: Database) {
        let operator = Operator::of(database).await;
        let id = operator.town.desk().await.person.id.to_string();
        let messages = operator.town.reads(ANA).len();
        let ended = operator.runs(&["erase", ANA]).await;
        assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
        for told in ["here: deleted, 1 requests", "Twilio: deleted", "1 calls", "ElevenLabs: deleted 1 conversations", "Resend: offers no deletion of mails; 1 were sent"] {
            assert!(ended.out.contains(told), "{told} is not in {}", ended.out);
        }
        assert!(!ended.out.contains("+54911") && !ended.err.contains("+54911"), "{}", ended.err);
        let person = operator.town.town.program.data.person_of(&data::Address::new(ANA).unwrap()).await.unwrap();
        assert!(person.is_none());
        assert_eq!(operator.town.reads(ANA).len(), messages, "whoever runs it tells, or doesn't");
        {
            let world = operator.town.town.sandbox.world().lock();
            let left = world.twilio.messages.iter().filter(|it| it.to == ANA || it.from == ANA).count();
            assert_eq!((left, world.twilio.calls.iter().count()), (0, 0));
        }
        let again = operator.runs(&["erase", &id]).await;
        assert_eq!(again.code, Some(0), "{}", again.err);
        assert!(again.out.contains("ElevenLabs: deleted 1 conversations"), "{}", again.out);
        let by_address = operator.runs(&["erase", ANA]).await;
        assert_eq!(by_address.code, Some(2));
        assert!(by_address.err.contains("nobody is known by that"), "{}", by_address.err);
    }
}
