mod servers;

use std::time::Duration;

use serde_json::{Value, json};

use super::{Answer, Dialect, Error, Llm, ResponseMode, Settings, Unusable, reply};
use crate::fake::{Fake, Reply};

fn settings(base: &str, dialect: Dialect) -> Settings {
    Settings {
        dialect,
        base_url: base.to_owned(),
        api_key: "sk-secret".into(),
        model: "small".to_owned(),
        response_mode: ResponseMode::JsonSchema,
        max_tokens: 1500,
        timeout: Duration::from_secs(30),
    }
}

fn schema() -> Value {
    json!({"type": "object", "additionalProperties": false, "required": ["kind"],
        "properties": {"kind": {"type": "string", "enum": ["book", "other"]}}})
}

async fn ask(llm: &Llm) -> Result<Answer, Error> {
    llm.extract("You read wishes.", "Turno mañana", "intent", &schema()).await
}

async fn llm(dialect: Dialect, replies: impl IntoIterator<Item = Reply>) -> (Llm, Fake) {
    let fake = Fake::new(replies).await;
    (Llm::new(settings(&fake.base, dialect)).unwrap(), fake)
}

fn completion(content: &Value, finish_reason: &str) -> Reply {
    Reply::json(
        200,
        &json!({"id": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": content},
            "finish_reason": finish_reason}], "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}}),
    )
}

fn message(content: &Value, stop_reason: &str) -> Reply {
    Reply::json(
        200,
        &json!({"type": "message", "content": content, "stop_reason": stop_reason,
            "usage": {"input_tokens": 10, "output_tokens": 7}}),
    )
}

fn good() -> Reply {
    completion(&json!("{\"kind\":\"book\"}"), "stop")
}

#[tokio::test]
async fn a_chat_completion_fills_the_schema() {
    let (llm, fake) = llm(Dialect::OpenAi, [good()]).await;
    let answer = ask(&llm).await.unwrap();
    assert_eq!(answer, Answer { value: json!({"kind": "book"}), tokens: 15 });
    let seen = fake.only();
    assert_eq!((&*seen.method, &*seen.target), ("POST", "/chat/completions"));
    assert_eq!(seen.header("authorization"), Some("Bearer sk-secret"));
    let format = json!({"name": "intent", "strict": true, "schema": schema()});
    let expected = json!({
        "model": "small",
        "messages": [{"role": "system", "content": "You read wishes."}, {"role": "user", "content": "Turno mañana"}],
        "max_completion_tokens": 1500,
        "response_format": {"type": "json_schema", "json_schema": format}
    });
    assert_eq!(seen.json(), expected);
}

#[tokio::test]
async fn a_message_fills_the_schema() {
    let blocks = json!([{"type": "thinking", "thinking": "…"}, {"type": "text", "text": "{\"kind\":\"book\"}"}]);
    let (llm, fake) = llm(Dialect::Anthropic, [message(&blocks, "end_turn")]).await;
    assert_eq!(ask(&llm).await.unwrap(), Answer { value: json!({"kind": "book"}), tokens: 17 });
    let seen = fake.only();
    assert_eq!((&*seen.method, &*seen.target), ("POST", "/v1/messages"));
    assert_eq!(seen.header("x-api-key"), Some("sk-secret"));
    assert_eq!(seen.header("anthropic-version"), Some("2023-06-01"));
    assert_eq!(seen.header("authorization"), None);
    let expected = json!({
        "model": "small", "max_tokens": 1500, "system": "You read wishes.",
        "messages": [{"role": "user", "content": "Turno mañana"}],
        "output_config": {"format": {"type": "json_schema", "schema": schema()}}
    });
    assert_eq!(seen.json(), expected);
}

#[tokio::test]
async fn a_server_without_schemas_gets_the_schema_in_the_prompt() {
    for (response_mode, format) in [
        (ResponseMode::JsonObject, json!({"type": "json_object"})),
        (ResponseMode::None, Value::Null),
    ] {
        let fake = Fake::new([good()]).await;
        let llm =
            Llm::new(Settings { response_mode, ..settings(&fake.base, Dialect::OpenAi) }).unwrap();
        ask(&llm).await.unwrap();
        let body = fake.only().json();
        assert_eq!(body["response_format"], format);
        let system = body["messages"][0]["content"].as_str().unwrap();
        assert!(
            system.starts_with("You read wishes.") && system.ends_with(&schema().to_string()),
            "{system}"
        );
        assert!(system.contains("JSON"), "json_object mode insists on the word");
    }
}

#[tokio::test]
async fn a_server_that_knows_only_the_old_token_limit_is_asked_with_it_from_then_on() {
    let unknown = json!({"error": {"message": "Unrecognized request argument", "type": "invalid_request_error"}});
    for status in [400, 422] {
        let (llm, fake) =
            llm(Dialect::OpenAi, [Reply::json(status, &unknown), good(), good()]).await;
        ask(&llm).await.unwrap();
        ask(&llm).await.unwrap();
        let limits: Vec<_> =
            fake.seen().iter().map(|seen| seen.json()["max_tokens"].clone()).collect();
        assert_eq!(limits, [Value::Null, json!(1500), json!(1500)]);
        assert_eq!(fake.seen()[2].json()["max_completion_tokens"], Value::Null);
    }
}

#[tokio::test]
async fn a_server_that_knows_the_new_token_limit_is_not_asked_twice() {
    let too_long = json!({"error": {"message": "x", "type": "invalid_request_error", "code": "context_length_exceeded"}});
    let (llm, fake) = llm(Dialect::OpenAi, [good(), Reply::json(400, &too_long)]).await;
    ask(&llm).await.unwrap();
    let rejected = Error::Rejected { status: 400, class: "context_length_exceeded".to_owned() };
    assert_eq!(ask(&llm).await.unwrap_err(), rejected);
    assert_eq!(fake.seen().len(), 2);
}

#[tokio::test]
async fn an_answer_that_is_cut_off_gets_one_more_try_with_twice_the_room() {
    let cut = || completion(&json!("{\"kind\":\"bo"), "length");
    let (openai, fake) = llm(Dialect::OpenAi, [cut(), good()]).await;
    assert_eq!(ask(&openai).await.unwrap().tokens, 30);
    assert_eq!(fake.seen()[1].json()["max_completion_tokens"], 3000);

    let (openai, fake) = llm(Dialect::OpenAi, [cut(), cut(), good()]).await;
    let truncated = Error::Unusable { why: Unusable::Truncated, tokens: 30 };
    assert_eq!(ask(&openai).await.unwrap_err(), truncated);
    assert_eq!(fake.seen().len(), 2);

    let cut = || message(&json!([{"type": "text", "text": "{"}]), "max_tokens");
    let (anthropic, fake) = llm(Dialect::Anthropic, [cut(), cut()]).await;
    assert_eq!(
        ask(&anthropic).await.unwrap_err(),
        Error::Unusable { why: Unusable::Truncated, tokens: 34 }
    );
    assert_eq!(fake.seen()[1].json()["max_tokens"], 3000);
}

#[tokio::test]
async fn a_refusal_is_an_answer_and_no_reason_to_ask_again() {
    let refusal = json!({"choices": [{"message": {"content": null, "refusal": "I cannot"}, "finish_reason": "stop"}]});
    let replies = [Reply::json(200, &refusal), completion(&json!(""), "content_filter")];
    let (openai, fake) = llm(Dialect::OpenAi, replies).await;
    assert_eq!(ask(&openai).await.unwrap_err(), Error::Refused { tokens: 0 });
    assert_eq!(ask(&openai).await.unwrap_err(), Error::Refused { tokens: 15 });
    assert_eq!(fake.seen().len(), 2);
    let (anthropic, _fake) = llm(Dialect::Anthropic, [message(&json!([]), "refusal")]).await;
    assert_eq!(ask(&anthropic).await.unwrap_err(), Error::Refused { tokens: 17 });
}

#[tokio::test]
async fn an_answer_of_another_shape_is_unusable() {
    let odd = |tokens| Error::Unusable { why: Unusable::NotTheDialect, tokens };
    let (openai, _fake) = llm(
        Dialect::OpenAi,
        [
            Reply::text(200, "text/html", "<html>login</html>"),
            Reply::json(200, &json!({"choices": []})),
            completion(&Value::Null, "tool_calls"),
            completion(&json!("Claro, el martes."), "stop"),
            completion(&json!("[1]"), "stop"),
            completion(&json!([{"type": "text", "text": "{\"kind\":"}, {"type": "text", "text": "\"book\"}"}]), "stop"),
        ],
    )
    .await;
    for expected in [odd(0), odd(0), odd(15)] {
        assert_eq!(ask(&openai).await.unwrap_err(), expected);
    }
    for _ in 0..2 {
        let not_json = Error::Unusable { why: Unusable::NotJson, tokens: 15 };
        assert_eq!(ask(&openai).await.unwrap_err(), not_json);
    }
    assert_eq!(ask(&openai).await.unwrap().value, json!({"kind": "book"}));
    let (anthropic, _fake) =
        llm(Dialect::Anthropic, [message(&json!([{"type": "tool_use"}]), "tool_use")]).await;
    assert_eq!(ask(&anthropic).await.unwrap_err(), odd(17));
}

#[tokio::test]
async fn a_server_that_is_down_or_busy_may_be_asked_later() {
    for status in [408, 429, 500, 503, 504, 529] {
        for dialect in [Dialect::OpenAi, Dialect::Anthropic] {
            let reply =
                Reply::json(status, &json!({"error": {"type": "x"}})).with("Retry-After", "4");
            let (llm, fake) = llm(dialect, [reply]).await;
            let later = Error::Unavailable { retry_after: Some(Duration::from_secs(4)) };
            assert_eq!(ask(&llm).await.unwrap_err(), later, "{status}");
            assert_eq!(fake.seen().len(), 1, "{status}");
        }
    }
    let (openai, _fake) = llm(Dialect::OpenAi, [Reply::Close, Reply::BreakOff]).await;
    for _ in 0..2 {
        assert_eq!(ask(&openai).await.unwrap_err(), Error::Unavailable { retry_after: None });
    }
    let nobody = Llm::new(settings(&Fake::nobody().await, Dialect::OpenAi)).unwrap();
    assert_eq!(ask(&nobody).await.unwrap_err(), Error::Unavailable { retry_after: None });
}

#[tokio::test]
async fn silence_ends_with_the_timeout() {
    let fake = Fake::new([Reply::Silence]).await;
    let timeout = Duration::from_millis(900);
    let llm = Llm::new(Settings { timeout, ..settings(&fake.base, Dialect::OpenAi) }).unwrap();
    assert_eq!(ask(&llm).await.unwrap_err(), Error::Unavailable { retry_after: None });
}

#[tokio::test]
async fn a_rejection_is_told_by_class_and_never_by_the_servers_words() {
    let words = "Turno mañana sk-secret";
    let table = [
        (
            401,
            json!({"error": {"message": words, "code": "invalid_api_key"}}).to_string(),
            "invalid_api_key",
        ),
        (
            404,
            json!({"type": "error", "error": {"type": "not_found_error", "message": words}})
                .to_string(),
            "not_found_error",
        ),
        (
            429,
            json!({"error": {"code": "insufficient_quota", "message": words}}).to_string(),
            "insufficient_quota",
        ),
        (
            402,
            json!({"error": {"code": 402, "message": words}}).to_string(),
            "JSON of another shape",
        ),
        (403, json!({"error": words}).to_string(), "JSON of another shape"),
        (403, json!({"error": {"code": words}}).to_string(), "JSON of another shape"),
        (405, format!("<html>{words}</html>"), "a page"),
        (413, words.to_owned(), "plain text"),
        (400, String::new(), "empty body"),
        (
            401,
            format!("{{\"error\": {{\"code\": \"bad_key\", \"message\": \"{}", words.repeat(99)),
            "bad_key",
        ),
    ];
    for (status, body, class) in table {
        let reply = || Reply::text(status, "application/json", &body);
        let (llm, _fake) = llm(Dialect::Anthropic, [reply(), reply()]).await;
        let error = ask(&llm).await.unwrap_err();
        assert_eq!(error, Error::Rejected { status, class: class.to_owned() });
        assert!(!format!("{error} {error:?}").contains("Turno"));
    }
}

#[tokio::test]
async fn a_base_url_may_have_a_path_and_anthropics_may_end_in_its_version() {
    for (dialect, path, target) in [
        (Dialect::OpenAi, "/v1", "/v1/chat/completions"),
        (Dialect::OpenAi, "/openai/v1/", "/openai/v1/chat/completions"),
        (Dialect::Anthropic, "/", "/v1/messages"),
        (Dialect::Anthropic, "/proxy/v1", "/proxy/v1/messages"),
    ] {
        let fake = Fake::new([]).await;
        let llm = Llm::new(settings(&format!("{}{path}", fake.base), dialect)).unwrap();
        assert!(ask(&llm).await.is_err());
        assert_eq!(fake.only().target, target);
    }
}

#[tokio::test]
async fn a_server_without_keys_gets_none() {
    let fake = Fake::new([good()]).await;
    let llm =
        Llm::new(Settings { api_key: "".into(), ..settings(&fake.base, Dialect::OpenAi) }).unwrap();
    ask(&llm).await.unwrap();
    assert_eq!(fake.only().header("authorization"), None);
}

#[test]
fn the_json_is_found_among_thoughts_fences_and_chatter() {
    let texts = [
        "{\"kind\":\"book\"}",
        "  \n{\"kind\":\"book\"}\n",
        "<think>maybe {\"kind\":\"other\"}?</think>\n{\"kind\":\"book\"}",
        "a thought that was opened by the server</think>{\"kind\":\"book\"}",
        "```json\n{\"kind\":\"book\"}\n```",
        "Sure:\n```\n{\"kind\":\"book\"}\n```\nAnything else?",
        "Filled {it} in:\n```json\n{\"kind\":\"book\"}\n```\nAs {asked}.",
        "<think>```{}```</think>```json\n{\"kind\":\"book\"}",
        "Here it is: {\"kind\":\"book\"}. Good luck!",
    ];
    for text in texts {
        assert_eq!(reply::json_object(text), Some(json!({"kind": "book"})), "{text}");
    }
    let quoted = "{\"note\":\"```</think>```\"}";
    assert_eq!(reply::json_object(quoted), Some(json!({"note": "```</think>```"})));
    for text in ["", "no", "{", "}{", "[{}", "\"{}\"x", "```", "<think>{\"kind\":\"book\"}</think>"]
    {
        assert_ne!(reply::json_object(text), Some(json!({"kind": "book"})), "{text}");
    }
}
