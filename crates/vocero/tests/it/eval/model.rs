//! Messages read by the simulated language model.

use std::sync::Arc;

use domain::clock::{Clock, SystemClock};
use sandbox::Sandbox;
use sandbox::llm::Reply;
use sandbox::options::Options;
use serde_json::{Value, json};

use super::{Environment, MONDAY, Ran, run};
use crate::model::reading;

struct Model {
    sandbox: Sandbox,
    environment: Environment,
}

impl Model {
    async fn that_will(replies: &[Reply]) -> Self {
        let sandbox = Sandbox::start(Options::new(Arc::new(|| SystemClock.now())));
        let sandbox = sandbox.await.expect("the vendors start");
        replies.iter().for_each(|reply| sandbox.world().lock().llm.will(reply.clone()));
        let all = vocero::town::environment(&sandbox, "sqlite::memory:", "127.0.0.1:1", "http://x");
        let mut environment: Environment =
            all.into_iter().filter(|(name, _)| name.starts_with("LLM_")).collect();
        environment.insert("LLM_PROVIDER".to_owned(), "openai".to_owned());
        Self { sandbox, environment }
    }

    async fn reads(&self, kind: &str, cases: &[Value]) -> Ran {
        let lines: Vec<_> = cases.iter().map(Value::to_string).collect();
        run(&[kind, "--parser", "llm"], lines.join("\n").as_bytes(), &self.environment).await
    }

    fn asked(&self) -> usize {
        self.sandbox.world().lock().llm.asked().count()
    }
}

fn said(text: &str) -> Value {
    json!({"id": "1", "lang": "en", "locale": "en-US", "ref": MONDAY, "text": text})
}

#[tokio::test]
async fn the_model_gives_phrases_and_code_computes() {
    let replies =
        [reading(&json!({"act": "book", "when": ["tomorrow at 4 pm"], "service": "root canal"}))];
    let model = Model::that_will(&replies).await;
    let ran =
        model.reads("datetime", &[said("squeeze me in tomorrow at 4 pm for a root canal")]).await;
    assert_eq!(ran.status, Some(0), "{}", ran.complaints);
    let found = &ran.answers[0];
    assert_eq!(
        (&found["date"], &found["time"]),
        (&json!({"on": "2026-11-24"}), &json!({"at": "16:00"}))
    );
    let note = &found["llm"];
    assert_eq!((&note["invalid_json"], &note["fallback"]), (&json!(false), &json!(false)));
    assert_eq!(note["tokens"], 150);
    assert!(note["seconds"].as_f64().is_some_and(|seconds| seconds > 0.0), "{note}");
    assert_eq!(note["raw"], json!({"when": ["tomorrow at 4 pm"]}), "computed by nobody");
}

#[tokio::test]
async fn what_the_model_made_up_is_in_its_raw_answer_alone() {
    let replies =
        [reading(&json!({"act": "book", "service": "dentist", "provider": "Dr. Invented"}))];
    let model = Model::that_will(&replies).await;
    let ran = model.reads("sgd_openers", &[said("I would like to see a dentist")]).await;
    let found = &ran.answers[0];
    assert_eq!((&found["intent"], &found["slots"]), (&json!("book_appointment"), &json!({})));
    assert_eq!(found["llm"]["raw"]["slots"]["provider"], "Dr. Invented");
}

#[tokio::test]
async fn every_kind_of_message_is_read_by_the_model() {
    let text = "whatever, the second thing, Luz";
    let replies = |fields: Value| vec![reading(&fields)];
    let mut case = said(text);
    case["options"] = json!(["1. Ana", "2. Luz"]);
    let table = [
        ("intents", replies(json!({"act": "cancel"})), json!({"labels": ["cancel"]})),
        (
            "requests_es",
            replies(json!({"act": "pick", "option": 2})),
            json!({"intent": "select_option", "option": 2}),
        ),
        (
            "slots",
            replies(json!({"act": "inform", "name": "Luz"})),
            json!({"spans": [{"slot": "name", "span": [28, 31], "value": null}]}),
        ),
        ("sgd_turns", replies(json!({"act": "alternatives"})), json!({"labels": ["alternatives"]})),
    ];
    for (kind, replies, expected) in table {
        let ran = Model::that_will(&replies).await.reads(kind, std::slice::from_ref(&case)).await;
        for (field, value) in expected.as_object().unwrap() {
            assert_eq!(&ran.answers[0][field], value, "{kind}: {}", ran.complaints);
        }
        assert_eq!(ran.answers[0]["llm"]["fallback"], false, "{kind}");
    }
}

#[tokio::test]
async fn where_the_model_fails_the_rules_answer_and_it_is_said() {
    let failures = [
        (Reply::Fails { status: 503 }, false),
        (Reply::QuotaExceeded, false),
        (Reply::Refuses("I cannot help with that.".to_owned()), false),
        (Reply::Says("Sure! Here is your JSON: {".to_owned()), true),
        (Reply::Says("{\"act\": \"launch_missiles\"}".to_owned()), true),
        (Reply::Raw { status: 200, body: "<html>".to_owned() }, true),
    ];
    for (reply, invalid) in failures {
        let model = Model::that_will(std::slice::from_ref(&reply)).await;
        let ran = model.reads("intents", &[said("please cancel my appointment")]).await;
        assert_eq!(ran.status, Some(0), "{}", ran.complaints);
        let found = &ran.answers[0];
        assert_eq!(found["labels"], json!(["cancel"]), "{reply:?}");
        let note = &found["llm"];
        assert_eq!(
            (&note["fallback"], &note["invalid_json"]),
            (&json!(true), &json!(invalid)),
            "{reply:?}"
        );
        assert!(note.get("raw").is_none(), "{note}");
    }
}

#[tokio::test]
async fn where_there_is_no_model_at_the_address_the_rules_answer() {
    let mut model = Model::that_will(&[]).await;
    let vacant = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    model.environment.insert("LLM_BASE_URL".to_owned(), format!("http://{vacant}/v1"));
    let cases: Vec<_> = (0..3).map(|id| json!({"id": id, "lang": "en", "text": "yes"})).collect();
    let ran = model.reads("intents", &cases).await;
    assert_eq!((ran.status, ran.answers.len()), (Some(0), 3), "{}", ran.complaints);
    for answer in ran.answers {
        assert_eq!(answer["labels"], json!(["yes"]));
        assert_eq!(
            (&answer["llm"]["fallback"], &answer["llm"]["tokens"]),
            (&json!(true), &json!(0))
        );
    }
}

#[tokio::test]
async fn answers_keep_the_order_of_their_cases_though_several_are_asked_for_at_a_time() {
    let replies = vec![reading(&json!({"act": "yes"})); 20];
    let model = Model::that_will(&replies).await;
    let cases: Vec<_> =
        (0..20).map(|id| json!({"id": id, "lang": "en", "text": "go ahead"})).collect();
    let ran = model.reads("intents", &cases).await;
    let ids: Vec<_> = ran.answers.iter().map(|answer| answer["id"].as_u64()).collect();
    assert_eq!(ids, (0..20).map(Some).collect::<Vec<_>>());
    assert!(ran.answers.iter().all(|answer| answer["labels"] == json!(["yes"])));
    assert_eq!(model.asked(), 20, "each once");
}

#[tokio::test]
async fn an_emergency_and_what_code_decides_alone_is_nothing_for_the_model() {
    let model = Model::that_will(&[]).await;
    let emergency = said("my father is having a heart attack, call an ambulance");
    let ran = model.reads("intents", &[emergency]).await;
    assert!(ran.answers[0].get("llm").is_none(), "{:?}", ran.answers);
    let number = json!({"id": 1, "task": "normalise", "region": "US", "text": "(202) 555-0143"});
    let ran = model.reads("phones", &[number]).await;
    assert_eq!(
        ran.answers,
        [json!({"valid": true, "e164": "+12025550143", "callable": true, "id": 1})]
    );
    assert_eq!(model.asked(), 0);
}

#[tokio::test]
async fn without_a_model_in_the_settings_there_is_no_reading_by_one() {
    for environment in [
        vec![],
        vec![("LLM_PROVIDER", "oracle")],
        vec![("LLM_PROVIDER", "openai"), ("LLM_API_KEY", "key-without-a-model")],
    ] {
        let environment = environment
            .iter()
            .map(|(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned()));
        let environment = environment.collect();
        let ran =
            run(&["intents", "--parser", "llm"], said("yes").to_string().as_bytes(), &environment)
                .await;
        assert_ne!(ran.status, Some(0));
        assert!(
            ran.answers.is_empty() && ran.complaints.contains("LLM_PROVIDER"),
            "{}",
            ran.complaints
        );
        let coded = run(&["phones", "--parser", "llm"], b"", &environment).await;
        assert_eq!(coded.status, Some(0), "phones ask no model: {}", coded.complaints);
    }
}
