//! Lines that are no cases, and commands that are none.

use serde_json::{Value, json};

use super::{Environment, answers, run};

const KINDS: [&str; 11] = [
    "datetime",
    "sgd_openers",
    "sgd_turns",
    "requests_es",
    "intents",
    "slots",
    "calls",
    "provider_lines",
    "phones",
    "vcards",
    "webhooks",
];

/// Whether there is an error and nothing else but the id.
fn failed(answer: &Value) -> bool {
    answer["error"].as_str().is_some_and(|why| !why.is_empty())
        && answer.as_object().is_some_and(|answer| answer.len() == 2)
}

#[tokio::test]
async fn a_bad_line_costs_only_its_own_case() {
    let input = b"{\"id\": \"a\", \"text\": \"yes\"}\n{\"id\": \"b\", \n\n[1]\n\"c\"\n\xff\xfe\n  \n{\"id\": \"d\", \"text\": \"no\"}";
    let found = answers("intents", input).await;
    assert_eq!(found.len(), 6, "blank lines are no cases: {found:?}");
    assert_eq!(found[0], json!({"labels": ["yes"], "id": "a"}));
    for bad in &found[1..5] {
        assert!(failed(bad) && bad["id"].is_null(), "{bad}");
    }
    assert_eq!(found[5], json!({"labels": ["no"], "id": "d"}));
}

#[tokio::test]
async fn a_field_of_a_wrong_type_fails_its_case_by_name() {
    let wrong = [
        ("datetime", json!({"id": "x", "text": 5})),
        ("datetime", json!({"id": "x", "text": "today", "ref": "the day before"})),
        ("sgd_turns", json!({"id": "x", "text": "yes", "prev_acts": "OFFER(provider=Sol)"})),
        ("requests_es", json!({"id": "x", "text": "la 2", "options": [1, 2]})),
        ("slots", json!({"id": "x", "text": "at 5", "requested": "time"})),
        ("calls", json!({"id": "x", "lines": "P: Hello"})),
        ("calls", json!({"id": "x", "lines": ["Hello"]})),
        ("provider_lines", json!({"id": "x", "text": ["Hello"]})),
        ("phones", json!({"id": "x", "task": "dial", "text": "555"})),
        ("phones", json!({"id": "x", "text": "555"})),
        ("vcards", json!({"id": "x", "vcard": {}})),
        ("webhooks", json!({"id": "x", "task": "elevenlabs_signature", "now": "noon"})),
        (
            "webhooks",
            json!({"id": "x", "task": "whatsapp_update", "body": {"entry": [{"changes": 1}]}}),
        ),
        ("webhooks", json!({"id": "x"})),
    ];
    for (kind, case) in wrong {
        let found = answers(kind, case.to_string().as_bytes()).await;
        assert!(found.len() == 1 && failed(&found[0]), "{kind} {case}: {found:?}");
        assert_eq!(found[0]["id"], "x", "{kind} {case}");
    }
}

#[tokio::test]
async fn fields_may_be_missing_null_or_unknown() {
    let messages = KINDS.iter().filter(|kind| !["phones", "vcards", "webhooks"].contains(*kind));
    for kind in messages {
        let input = "{\"id\": 1}\n{\"id\": 2, \"lang\": null, \"locale\": null, \"ref\": null, \"text\": null, \"prev\": null, \
                     \"options\": null, \"prev_acts\": null, \"requested\": null, \"lines\": null, \"dialogue\": null}\n\
                     {\"id\": 3, \"lang\": \"xx\", \"moon\": {\"phase\": [1]}}";
        for (answer, id) in answers(kind, input.as_bytes()).await.iter().zip(1..) {
            assert_eq!((&answer["id"], &answer["error"]), (&json!(id), &Value::Null), "{kind}");
        }
    }
    let card = answers("vcards", b"{\"id\": 1}").await;
    assert_eq!(card, [json!({"contacts": [], "id": 1})]);
}

#[tokio::test]
async fn nothing_in_is_nothing_out() {
    for kind in KINDS {
        for input in ["", "\n", "\n \r\n"] {
            assert_eq!(answers(kind, input.as_bytes()).await, [Value::Null; 0], "{kind} {input:?}");
        }
    }
}

#[tokio::test]
async fn a_line_that_is_too_long_is_passed_over_and_one_that_is_long_is_read() {
    let long = "no ".repeat(20_000);
    let huge = "x".repeat(5 << 20);
    let input = format!(
        "{{\"id\": \"long\", \"text\": \"{long}\"}}\n{{\"id\": \"huge\", \"text\": \"{huge}\"}}\n{{\"id\": \"after\", \"text\": \"yes\"}}\n"
    );
    let found = answers("intents", input.as_bytes()).await;
    assert_eq!(found.len(), 3);
    assert_eq!((&found[0]["id"], &found[0]["labels"]), (&json!("long"), &json!(["no"])));
    assert!(failed(&found[1]) && found[1]["error"].as_str().unwrap().contains("bytes"));
    assert_eq!(found[2], json!({"labels": ["yes"], "id": "after"}));
}

#[tokio::test]
async fn json_that_is_nested_without_end_is_an_error() {
    let input = format!(
        "{{\"id\": 1, \"text\": {}}}\n{{\"id\": 2, \"text\": \"yes\"}}",
        "[".repeat(100_000)
    );
    let found = answers("intents", input.as_bytes()).await;
    assert!(failed(&found[0]));
    assert_eq!(found[1]["labels"], json!(["yes"]));
}

#[tokio::test]
async fn an_unknown_kind_or_parser_is_refused_with_the_known_ones() {
    for (arguments, known) in [
        (vec!["dreams"], &KINDS[..]),
        (vec!["Datetime"], &KINDS[..]),
        (vec!["intents", "--parser", "oracle"], &["rules", "llm"][..]),
        (vec![], &["KIND"][..]),
    ] {
        let ran = run(&arguments, b"{\"id\": 1, \"text\": \"yes\"}", &Environment::new()).await;
        assert_eq!((ran.status, ran.answers.len()), (Some(2), 0), "{arguments:?}");
        for name in known {
            assert!(ran.complaints.contains(name), "{arguments:?}: {}", ran.complaints);
        }
    }
}

#[tokio::test]
async fn the_rules_need_no_setting_and_mind_no_bad_one() {
    let environment =
        [("VOCERO_BIND", "nonsense"), ("DATABASE_URL", "mongodb://x"), ("LLM_PROVIDER", "oracle")];
    let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    for arguments in [vec!["intents"], vec!["intents", "--parser", "rules"]] {
        let ran = run(&arguments, b"{\"id\": 1, \"text\": \"yes\"}", &environment).await;
        assert_eq!(ran.status, Some(0), "{}", ran.complaints);
        assert_eq!(ran.answers, [json!({"labels": ["yes"], "id": 1})]);
    }
}
