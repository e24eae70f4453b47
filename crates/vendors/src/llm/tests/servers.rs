//! Servers that know less than the real ones, stumble, or answer what nobody documents.

use super::*;

fn refusing(status: u16, message: &str) -> Reply {
    Reply::json(
        status,
        &json!({"error": {"message": message, "type": "invalid_request_error", "code": null}}),
    )
}

/// The format and the token limit of each request that came.
fn forms(fake: &Fake) -> Vec<(String, &'static str)> {
    let form = |body: Value| {
        let format = body["response_format"]["type"].as_str().unwrap_or("none").to_owned();
        let limit = match (body.get("max_completion_tokens"), body.get("max_tokens")) {
            (Some(_), None) => "new",
            (None, Some(_)) => "old",
            other => panic!("one limit: {other:?}"),
        };
        (format, limit)
    };
    fake.seen().iter().map(|seen| form(seen.json())).collect()
}

fn form(format: &str, limit: &'static str) -> (String, &'static str) {
    (format.to_owned(), limit)
}

#[tokio::test]
async fn a_server_that_names_the_format_it_does_not_know_is_asked_in_simpler_ones_and_then_so_for_good()
 {
    let fenced = || completion(&json!("Sure!\n```json\n{\"kind\":\"book\"}\n```"), "stop");
    let replies = [
        refusing(400, "'response_format.type' must be 'text'"),
        refusing(422, "json_object is not supported"),
        fenced(),
        fenced(),
    ];
    let (openai, fake) = llm(Dialect::OpenAi, replies).await;
    for _ in 0..2 {
        assert_eq!(ask(&openai).await.unwrap().value, json!({"kind": "book"}));
    }
    let tried = [
        form("json_schema", "new"),
        form("json_object", "new"),
        form("none", "new"),
        form("none", "new"),
    ];
    assert_eq!(forms(&fake), tried);
    for (request, has_schema) in fake.seen().iter().zip([false, true, true, true]) {
        let system = request.json()["messages"][0]["content"].as_str().unwrap().to_owned();
        assert_eq!(system.ends_with(&schema().to_string()), has_schema, "{system}");
    }
}

#[tokio::test]
async fn a_server_that_names_nothing_or_everything_is_asked_for_less_step_by_step() {
    let everything = "extra fields: max_completion_tokens, response_format in {…}";
    for words in ["Bad Request", everything] {
        let refusals = (0..3).map(|_| refusing(400, words));
        let (openai, fake) = llm(Dialect::OpenAi, refusals.chain([good()])).await;
        ask(&openai).await.unwrap();
        let tried = [
            form("json_schema", "new"),
            form("json_schema", "old"),
            form("json_object", "old"),
            form("none", "old"),
        ];
        assert_eq!(forms(&fake), tried);
    }
}

#[tokio::test]
async fn a_server_that_names_the_limit_keeps_the_schema() {
    let refusal = refusing(400, "Unsupported parameter: 'max_completion_tokens'");
    let (openai, fake) = llm(Dialect::OpenAi, [refusal, good()]).await;
    ask(&openai).await.unwrap();
    assert_eq!(forms(&fake), [form("json_schema", "new"), form("json_schema", "old")]);
}

#[tokio::test]
async fn no_simpler_form_than_the_one_that_is_set_is_followed_by_a_richer_one() {
    let fake = Fake::new((0..9).map(|_| refusing(400, "Bad Request"))).await;
    let set =
        Settings { response_mode: ResponseMode::None, ..settings(&fake.base, Dialect::OpenAi) };
    let openai = Llm::new(set).unwrap();
    assert!(matches!(ask(&openai).await, Err(Error::Rejected { status: 400, .. })));
    assert_eq!(forms(&fake), [form("none", "new"), form("none", "old")]);
}

#[tokio::test]
async fn where_no_form_helps_the_first_answer_is_told_and_nothing_is_concluded() {
    let first = json!({"error": {"code": "context_length_exceeded"}});
    let refusals = (0..3).map(|_| refusing(400, "Bad Request"));
    let replies = [Reply::json(400, &first)].into_iter().chain(refusals).chain([good()]);
    let (openai, fake) = llm(Dialect::OpenAi, replies).await;
    let rejected = Error::Rejected { status: 400, class: "context_length_exceeded".to_owned() };
    assert_eq!(ask(&openai).await.unwrap_err(), rejected);
    ask(&openai).await.unwrap();
    assert_eq!(forms(&fake)[4], form("json_schema", "new"));
}

#[tokio::test]
async fn a_server_that_goes_down_meanwhile_is_unavailable_and_asked_anew_later() {
    let replies = [refusing(400, "response_format"), refusing(503, "loading"), good()];
    let (openai, fake) = llm(Dialect::OpenAi, replies).await;
    assert_eq!(ask(&openai).await.unwrap_err(), Error::Unavailable { retry_after: None });
    ask(&openai).await.unwrap();
    assert_eq!(forms(&fake)[2], form("json_schema", "new"));
}

#[tokio::test]
async fn a_server_of_messages_without_formats_gets_the_schema_in_the_prompt_from_then_on() {
    let unknown = json!({"type": "error", "error": {"type": "invalid_request_error",
        "message": "output_config: Extra inputs are not permitted"}, "request_id": "req_1"});
    let good = || message(&json!([{"type": "text", "text": "{\"kind\":\"book\"}"}]), "end_turn");
    let (anthropic, fake) =
        llm(Dialect::Anthropic, [Reply::json(400, &unknown), good(), good()]).await;
    for _ in 0..2 {
        assert_eq!(ask(&anthropic).await.unwrap().value, json!({"kind": "book"}));
    }
    let seen: Vec<_> = fake.seen().iter().map(|seen| seen.json()).collect();
    assert!(seen[0]["output_config"].is_object());
    for body in &seen[1..] {
        assert_eq!(body["output_config"], Value::Null);
        assert!(body["system"].as_str().unwrap().ends_with(&schema().to_string()));
        assert_eq!(body["max_tokens"], 1500);
    }
    assert_eq!(seen.len(), 3);
}

#[tokio::test]
async fn a_server_that_stumbles_is_asked_once_more_and_no_more() {
    let stumble = |status| Reply::text(status, "text/html", "<html>Bad gateway</html>");
    for status in [500, 502] {
        let (openai, fake) = llm(Dialect::OpenAi, [stumble(status), good()]).await;
        ask(&openai).await.unwrap();
        assert_eq!(fake.seen()[0].body, fake.seen()[1].body);
        let (anthropic, fake) = llm(Dialect::Anthropic, [stumble(status), stumble(status)]).await;
        let down = Error::Unavailable { retry_after: None };
        assert_eq!(ask(&anthropic).await.unwrap_err(), down);
        assert_eq!(fake.seen().len(), 2);
    }
    for status in [429, 503, 504, 529] {
        let (openai, fake) = llm(Dialect::OpenAi, [stumble(status), good()]).await;
        assert_eq!(ask(&openai).await.unwrap_err(), Error::Unavailable { retry_after: None });
        assert_eq!(fake.seen().len(), 1, "{status}: it said that it is too busy");
    }
}

#[tokio::test]
async fn a_filter_that_answers_before_the_model_is_a_refusal() {
    let filtered =
        json!({"error": {"code": "content_filter", "message": "Turno mañana", "status": 400}});
    let (openai, fake) = llm(Dialect::OpenAi, [Reply::json(400, &filtered)]).await;
    assert_eq!(ask(&openai).await.unwrap_err(), Error::Refused { tokens: 0 });
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test]
async fn a_200_that_is_no_answer_is_unusable() {
    let deep = format!("{}{}", "{\"a\":".repeat(5000), "}".repeat(5000));
    let bodies: [&[u8]; 8] = [
        b"",
        b"null",
        b"[]",
        b"<!DOCTYPE html><html>Sign in</html>",
        br#"{"error":{"code":502,"message":"Provider returned error"}}"#,
        b"{\"choices\":[{\"message\":{\"content\":\"{\xff\xfe}\"}}],\"content\":[{\"type\":\"text\",\"text\":\"\xff\"}]}",
        br#"{"choices":[{"message":{"content":"{\"kind\":\"bo"#,
        deep.as_bytes(),
    ];
    for dialect in [Dialect::OpenAi, Dialect::Anthropic] {
        for body in bodies {
            let (llm, fake) = llm(dialect, [Reply::bytes(200, "application/json", body)]).await;
            let odd = Error::Unusable { why: Unusable::NotTheDialect, tokens: 0 };
            assert_eq!(ask(&llm).await.unwrap_err(), odd, "{:?}", String::from_utf8_lossy(body));
            assert_eq!(fake.seen().len(), 1);
        }
    }
}

#[tokio::test]
async fn an_answer_without_the_model_s_words_is_unusable_and_its_cost_is_known() {
    let odd = |tokens| Error::Unusable { why: Unusable::NotTheDialect, tokens };
    for (content, stop) in [
        (json!([]), "end_turn"),
        (json!([{"type": "thinking", "thinking": "{\"kind\":\"book\"}"}]), "end_turn"),
        (json!([{"type": "text", "text": null}]), "stop_sequence"),
        (json!([{"type": "tool_use", "input": {"kind": "book"}}]), "pause_turn"),
    ] {
        let (anthropic, _fake) = llm(Dialect::Anthropic, [message(&content, stop)]).await;
        assert_eq!(ask(&anthropic).await.unwrap_err(), odd(17), "{content}");
    }
    for content in [json!(5), json!({"kind": "book"}), json!([{"type": "image"}])] {
        let (openai, _fake) = llm(Dialect::OpenAi, [completion(&content, "stop")]).await;
        assert_eq!(ask(&openai).await.unwrap_err(), odd(15), "{content}");
    }
    let deep = format!("{}1{}", "{\"a\":".repeat(5000), "}".repeat(5000));
    let (openai, _fake) = llm(Dialect::OpenAi, [completion(&json!(deep), "stop")]).await;
    let not_json = Error::Unusable { why: Unusable::NotJson, tokens: 15 };
    assert_eq!(ask(&openai).await.unwrap_err(), not_json, "nested without measure");
}

#[tokio::test]
async fn a_refusal_counts_whatever_else_is_said() {
    let text = json!([{"type": "text", "text": "{\"kind\":\"book\"}"}]);
    let (anthropic, fake) = llm(Dialect::Anthropic, [message(&text, "refusal")]).await;
    assert_eq!(ask(&anthropic).await.unwrap_err(), Error::Refused { tokens: 17 });
    assert_eq!(fake.seen().len(), 1);
    let both = json!({"choices": [{"message": {"content": "{\"kind\":\"book\"}", "refusal": "No."}, "finish_reason": "length"}]});
    let (openai, fake) = llm(Dialect::OpenAi, [Reply::json(200, &both)]).await;
    assert_eq!(ask(&openai).await.unwrap_err(), Error::Refused { tokens: 0 });
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test]
async fn all_that_an_answer_takes_shares_one_timeout() {
    let cut = || completion(&json!("{\"kind\":\"bo"), "length");
    for replies in [
        vec![cut(), Reply::Silence],
        vec![refusing(400, "response_format"), Reply::Silence],
        vec![Reply::text(500, "text/plain", "oops"), Reply::Silence],
        vec![Reply::Drip],
        vec![Reply::Flood],
    ] {
        let fake = Fake::new(replies).await;
        let timeout = Duration::from_millis(900);
        let llm = Llm::new(Settings { timeout, ..settings(&fake.base, Dialect::OpenAi) }).unwrap();
        assert_eq!(ask(&llm).await.unwrap_err(), Error::Unavailable { retry_after: None });
    }
}
