use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    AnsweredBy, Approval, Call, CallStatus, Credentials, Direction, File, HungUp, ListItem,
    Meaning, MediaLimits, Message, MessageContent, MessageFilter, MessageStatus, NewCall,
    NewContent, NewMessage, QuickReply, Settings, Twilio, meaning,
};
use crate::error::{Error, Private};
use crate::fake::{Fake, Reply, number, pair};

pub(super) const ACCOUNT: &str = "ACa1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4";
const CALLS: &str = "/2010-04-01/Accounts/ACa1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4/Calls.json";
const MESSAGES: &str = "/2010-04-01/Accounts/ACa1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4/Messages.json";
/// `SK00:secret`
pub(super) const BASIC: &str = "Basic U0swMDpzZWNyZXQ=";

pub(super) fn settings(base: &str) -> Settings {
    Settings {
        base_url: base.to_owned(),
        account_sid: ACCOUNT.to_owned(),
        credentials: Credentials::ApiKey { sid: "SK00".to_owned(), secret: "secret".into() },
        timeout: Duration::from_secs(30),
        media: MediaLimits::default(),
    }
}

async fn twilio(replies: impl IntoIterator<Item = Reply>) -> (Twilio, Fake) {
    let fake = Fake::new(replies).await;
    (Twilio::new(settings(&fake.base)).unwrap(), fake)
}

fn refused(code: u32, message: &str) -> Reply {
    Reply::json(
        400,
        &json!({"code": code, "message": message, "more_info": "https://example.com", "status": 400}),
    )
}

async fn place(twilio: &Twilio) -> Result<Call, Error> {
    let (to, from) = (number("+541155550100"), number("+12025550100"));
    let call = NewCall {
        to: &to,
        from: &from,
        url: "https://us.example/voice/1?tag=a&b",
        fallback_url: Some("https://us.example/sorry"),
        status_callback: "https://us.example/status/1",
        ring_timeout_s: 25,
        time_limit_s: 480,
        machine_detection_callback: Some("https://us.example/amd/1"),
    };
    twilio.create_call(&call).await
}

async fn say(twilio: &Twilio, text: &str) -> Result<Message, Error> {
    let (to, text) = ("whatsapp:AR.1A2B".into(), text.into());
    let content = MessageContent::Text(&text);
    let message =
        NewMessage { to: &to, from: "whatsapp:+14155550100", content, status_callback: None };
    twilio.create_message(&message).await
}

fn call_in(status: &str, created: &str) -> Value {
    json!({
        "sid": "CA00000000000000000000000000000001", "status": status, "to": "+541155550100", "from": null,
        "direction": "outbound-api", "date_created": created, "start_time": null, "duration": "95",
        "price": "-0.0130", "price_unit": "USD", "answered_by": "machine_start", "queue_time": "1200",
        "subresource_uris": {"events": "/x"}, "a_new_field": [1]
    })
}

#[tokio::test]
async fn a_call_is_created_with_its_callbacks_and_limits() {
    let (twilio, fake) =
        twilio([Reply::json(201, &call_in("queued", "Sun, 22 Nov 2026 13:00:00 +0000"))]).await;
    let call = place(&twilio).await.unwrap();
    assert_eq!(
        (call.status, call.duration_s, call.queue_time_ms),
        (CallStatus::Queued, Some(95), Some(1200))
    );
    assert_eq!(call.created_at, "2026-11-22T13:00:00Z".parse().ok());
    assert_eq!((call.started_at, call.answered_by), (None, Some(AnsweredBy::MachineStart)));

    let seen = fake.only();
    assert_eq!((&*seen.method, &*seen.target), ("POST", CALLS));
    assert_eq!(seen.header("authorization"), Some(BASIC));
    assert!(seen.header("user-agent").unwrap().starts_with("vocero/"));
    let mut form = seen.form();
    form.sort();
    let expected = [
        ("AsyncAmd", "true"),
        ("AsyncAmdStatusCallback", "https://us.example/amd/1"),
        ("AsyncAmdStatusCallbackMethod", "POST"),
        ("FallbackMethod", "POST"),
        ("FallbackUrl", "https://us.example/sorry"),
        ("From", "+12025550100"),
        ("MachineDetection", "Enable"),
        ("Method", "POST"),
        ("StatusCallback", "https://us.example/status/1"),
        ("StatusCallbackEvent", "answered"),
        ("StatusCallbackEvent", "completed"),
        ("StatusCallbackEvent", "initiated"),
        ("StatusCallbackEvent", "ringing"),
        ("StatusCallbackMethod", "POST"),
        ("TimeLimit", "480"),
        ("Timeout", "25"),
        ("To", "+541155550100"),
        ("Url", "https://us.example/voice/1?tag=a&b"),
    ];
    assert_eq!(form, expected.map(|(name, value)| pair(name, value)));
}

#[tokio::test]
async fn with_the_auth_token_the_account_is_the_user() {
    let fake = Fake::new([Reply::json(200, &call_in("queued", ""))]).await;
    let credentials = Credentials::AuthToken("token".into());
    let twilio = Twilio::new(Settings { credentials, ..settings(&fake.base) }).unwrap();
    twilio.call("CA1").await.unwrap();
    let basic = "Basic QUNhMWIyYzNkNGExYjJjM2Q0YTFiMmMzZDRhMWIyYzNkNDp0b2tlbg==";
    assert_eq!(fake.only().header("authorization"), Some(basic));
}

#[tokio::test]
async fn a_creation_that_may_have_happened_is_unknown() {
    let unclear = [
        Reply::Close,
        Reply::BreakOff,
        Reply::json(500, &json!({"code": 20500, "message": "oops", "status": 500})),
        Reply::json(503, &json!({"code": 20503, "message": "oops", "status": 503})),
        Reply::text(403, "text/html", "<html>a gateway</html>"),
        Reply::text(201, "application/json", "{}"),
        Reply::redirect("https://example.com"),
    ];
    for reply in unclear {
        let (twilio, fake) = twilio([reply]).await;
        assert!(matches!(place(&twilio).await, Err(Error::Unknown { .. })), "{:?}", fake.seen());
        assert_eq!(fake.seen().len(), 1, "one try");
    }
}

#[tokio::test]
async fn silence_after_the_request_leaves_a_message_unknown() {
    let fake = Fake::new([Reply::Silence]).await;
    let timeout = Duration::from_millis(900);
    let twilio = Twilio::new(Settings { timeout, ..settings(&fake.base) }).unwrap();
    assert!(matches!(say(&twilio, "hola").await, Err(Error::Unknown { .. })));
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test]
async fn a_creation_that_twilio_had_no_room_for_was_not_sent() {
    for code in [20429, 10004, 22005, 21611] {
        let (twilio, _fake) = twilio([refused(code, "busy").with("Retry-After", "2")]).await;
        let error = place(&twilio).await.unwrap_err();
        let Error::NotSent { retry_after, .. } = error else { panic!("{code}: {error:?}") };
        assert_eq!(retry_after, Some(Duration::from_secs(2)));
    }
    let twilio = Twilio::new(settings(&Fake::nobody().await)).unwrap();
    assert!(matches!(say(&twilio, "hola").await, Err(Error::NotSent { .. })));
}

#[tokio::test]
async fn a_refusal_has_a_code_that_calls_for_something() {
    let (twilio, _fake) =
        twilio([refused(21211, "The 'To' number +541155550100 is not valid")]).await;
    let error = place(&twilio).await.unwrap_err();
    assert_eq!(error.code_number().map(meaning), Some(Meaning::BadNumber));
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.to_string(), "twilio refused (400, 21211)");
    assert!(!format!("{error:?}").contains("5550100"));
}

#[tokio::test]
async fn a_call_that_is_over_is_hung_up_already() {
    let (twilio, fake) = twilio([
        Reply::json(200, &call_in("in-progress", "")),
        refused(21220, "Call is not in-progress. Cannot redirect."),
        refused(20404, "not found"),
    ])
    .await;
    assert!(
        matches!(twilio.hang_up("CA1").await, Ok(HungUp::Asked(call)) if !call.status.is_over())
    );
    assert_eq!(twilio.cancel_call("CA1").await.unwrap(), HungUp::AlreadyOver);
    assert!(twilio.hang_up("CA1").await.is_err());
    let forms: Vec<_> = fake.seen().iter().map(|seen| seen.form()).collect();
    assert_eq!(forms[0], [pair("Status", "completed")]);
    assert_eq!(forms[1], [pair("Status", "canceled")]);
    assert!(fake.seen()[0].target.ends_with("/Calls/CA1.json"));
}

#[tokio::test]
async fn a_status_that_twilio_invents_tomorrow_is_no_end() {
    let (twilio, _fake) = twilio([Reply::json(200, &call_in("parked", "yesterday"))]).await;
    let call = twilio.call("CA1").await.unwrap();
    assert_eq!(
        (call.status, call.status.is_over(), call.created_at),
        (CallStatus::Other, false, None)
    );
}

#[tokio::test]
async fn calls_are_listed_with_queued_ones_until_the_older_ones() {
    let page = |created: &[&str], next: Value| {
        let calls: Vec<_> = created.iter().map(|created| call_in("queued", created)).collect();
        Reply::json(200, &json!({"calls": calls, "next_page_uri": next, "page": 0}))
    };
    let next = json!(format!("{CALLS}?Page=1&PageToken=PACA1"));
    let (twilio, fake) = twilio([
        page(&["Sun, 22 Nov 2026 12:58:00 +0000", "Sun, 22 Nov 2026 12:59:00 +0000"], next.clone()),
        page(&["Sun, 22 Nov 2026 12:50:00 +0000", "Sun, 22 Nov 2026 11:00:00 +0000"], next),
    ])
    .await;
    let since: Timestamp = "2026-11-22T12:45:00Z".parse().unwrap();
    let (to, from) = (number("+541155550100"), number("+12025550100"));
    let calls = twilio.calls_between(&to, &from, since).await.unwrap();
    let created: Vec<_> =
        calls.items.iter().map(|call| call.created_at.unwrap().to_string()).collect();
    assert_eq!(created, ["2026-11-22T12:59:00Z", "2026-11-22T12:58:00Z", "2026-11-22T12:50:00Z"]);
    assert!(calls.complete);

    let seen = fake.seen();
    assert_eq!(seen.len(), 2, "the third page is older still");
    assert_eq!((&*seen[0].method, seen[0].path()), ("GET", CALLS));
    let query = [pair("To", "+541155550100"), pair("From", "+12025550100"), pair("PageSize", "50")];
    assert_eq!(seen[0].query(), query, "no filter by start time: a queued call has none");
    assert!(seen[0].target.contains("To=%2B54"), "a plus must not become a blank");
    assert_eq!(seen[1].target, format!("{CALLS}?Page=1&PageToken=PACA1"));
}

#[tokio::test]
async fn all_calls_of_a_number_are_listed_whoever_was_called() {
    let older = call_in("completed", "Sun, 22 Nov 2026 12:00:00 +0000");
    let newer = call_in("ringing", "Sun, 22 Nov 2026 13:00:00 +0000");
    let page = json!({"calls": [older, newer], "next_page_uri": null});
    let (twilio, fake) = twilio([Reply::json(200, &page)]).await;
    let since: Timestamp = "2026-11-22T12:30:00Z".parse().unwrap();
    let calls = twilio.calls_from(&number("+12025550100"), since).await.unwrap();
    let states: Vec<_> = calls.items.iter().map(|call| call.status).collect();
    assert_eq!(states, [CallStatus::Ringing]);
    assert_eq!(fake.only().query(), [pair("From", "+12025550100"), pair("PageSize", "1000")]);
}

#[tokio::test]
async fn the_files_of_a_message_have_the_addresses_that_its_webhook_gives() {
    let record = |sid: &str, kind: Value| json!({"sid": sid, "content_type": kind, "parent_sid": "MM1", "uri": "/x"});
    let page =
        json!({"media_list": [record("ME1", json!("audio/ogg")), record("ME2", Value::Null)]});
    let gone = Reply::json(404, &json!({"code": 20404, "message": "not found", "status": 404}));
    let (twilio, fake) = twilio([Reply::json(200, &page), gone]).await;
    let files = twilio.files("MM1").await.unwrap();
    let url =
        |sid: &str| format!("{}/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/{sid}", fake.base);
    assert_eq!(
        files,
        [
            File { url: url("ME1"), content_type: "audio/ogg".to_owned() },
            File { url: url("ME2"), content_type: String::new() }
        ]
    );
    assert!(matches!(twilio.files("MM2").await, Err(Error::Refused { status: 404, .. })));
    assert!(fake.seen()[0].path().ends_with("/Messages/MM1/Media.json"));
}

#[tokio::test]
async fn the_next_page_of_a_list_is_asked_of_our_account_at_twilio_only() {
    let hostile = [
        "https://evil.example/2010-04-01/Accounts/ACa1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4/Calls.json",
        "@evil.example/2010-04-01/Accounts/ACa1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4/Calls.json",
        "//evil.example/x",
        "/2010-04-01/Accounts/ACffffffffffffffffffffffffffffffff/Calls.json",
        "/2010-04-01/Accounts/ACa1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4/../../x",
    ];
    for uri in hostile {
        let (twilio, fake) =
            twilio([Reply::json(200, &json!({"messages": [], "next_page_uri": uri}))]).await;
        let listed = twilio.messages(&MessageFilter::default()).await;
        assert!(matches!(listed, Err(Error::Unreadable { .. })), "{uri}");
        assert_eq!(fake.seen().len(), 1, "{uri}");
    }
}

#[tokio::test]
async fn a_list_without_end_ends_and_says_so() {
    let endless = || {
        Reply::json(
            200,
            &json!({"messages": [{"sid": "SM1"}], "next_page_uri": format!("{MESSAGES}?Page=1")}),
        )
    };
    let (twilio, fake) = twilio((0..100).map(|_| endless())).await;
    let listed = twilio.messages(&MessageFilter::default()).await.unwrap();
    assert!(!listed.complete);
    assert_eq!((listed.items.len(), fake.seen().len()), (20, 20));
}

#[tokio::test]
async fn messages_are_listed_by_address_and_day() {
    let inbound = json!({
        "sid": "SM1", "direction": "inbound", "status": "received", "body": "hola", "num_media": "1",
        "error_code": null, "date_sent": "Sun, 22 Nov 2026 13:00:00 +0000", "to": "whatsapp:+14155550100"
    });
    let (twilio, fake) =
        twilio([Reply::json(200, &json!({"messages": [inbound], "next_page_uri": null}))]).await;
    let filter = MessageFilter {
        to: Some("whatsapp:+14155550100"),
        sent_since: Some(jiff::civil::date(2026, 11, 22)),
        ..MessageFilter::default()
    };
    let listed = twilio.messages(&filter).await.unwrap();
    let message = &listed.items[0];
    assert_eq!((message.direction, message.status), (Direction::Inbound, MessageStatus::Received));
    assert_eq!((&*message.body, message.num_media, message.error_code), ("hola", Some(1), None));
    assert!(listed.complete);
    let query = [
        pair("To", "whatsapp:+14155550100"),
        pair("DateSent>", "2026-11-22"),
        pair("PageSize", "200"),
    ];
    assert_eq!(fake.only().query(), query);
}

#[tokio::test]
async fn a_text_goes_out_as_body_and_a_template_as_content() {
    let queued =
        || Reply::json(201, &json!({"sid": "SM1", "status": "queued", "error_code": null}));
    let (twilio, fake) = twilio([queued(), queued(), queued()]).await;
    assert_eq!(say(&twilio, "Turno: mañana & +info").await.unwrap().status, MessageStatus::Queued);
    let to: Private = "whatsapp:+541155550100".into();
    for variables in [BTreeMap::from([("1".to_owned(), "martes \"24\"".into())]), BTreeMap::new()] {
        let sid = "HX00000000000000000000000000000001";
        let content = MessageContent::Template { sid, variables: &variables };
        let status_callback = Some("https://us.example/m/1");
        let message =
            NewMessage { to: &to, from: "whatsapp:+14155550100", content, status_callback };
        twilio.create_message(&message).await.unwrap();
    }
    let seen = fake.seen();
    assert_eq!((&*seen[0].method, &*seen[0].target), ("POST", MESSAGES));
    let from = pair("From", "whatsapp:+14155550100");
    assert_eq!(
        seen[0].form(),
        [pair("To", "whatsapp:AR.1A2B"), from.clone(), pair("Body", "Turno: mañana & +info")]
    );
    let (to, sid) = (
        pair("To", "whatsapp:+541155550100"),
        pair("ContentSid", "HX00000000000000000000000000000001"),
    );
    let (variables, callback) = (
        pair("ContentVariables", r#"{"1":"martes \"24\""}"#),
        pair("StatusCallback", "https://us.example/m/1"),
    );
    assert_eq!(
        seen[1].form(),
        [to.clone(), from.clone(), sid.clone(), variables, callback.clone()]
    );
    assert_eq!(seen[2].form(), [to, from, sid, callback]);
}

#[tokio::test]
async fn redacting_empties_the_text_and_deleting_twice_is_deleting_once() {
    let gone = Reply::json(404, &json!({"code": 20404, "message": "not found", "status": 404}));
    let deleted = Reply::Answer { status: 204, headers: Vec::new(), body: Vec::new() };
    let (twilio, fake) = twilio([
        Reply::json(200, &json!({"sid": "SM1", "body": ""})),
        deleted,
        gone,
        refused(20003, "no"),
    ])
    .await;
    assert_eq!(twilio.redact_message("SM1").await.unwrap().body, "");
    twilio.delete_message("SM1").await.unwrap();
    twilio.delete_message("SM1").await.unwrap();
    assert!(twilio.delete_message("SM1").await.is_err());
    let seen = fake.seen();
    assert_eq!(seen[0].form(), [pair("Body", "")]);
    assert_eq!(
        (&*seen[1].method, seen[1].target.ends_with("/Messages/SM1.json")),
        ("DELETE", true)
    );
}

#[tokio::test]
async fn typing_is_shown_for_the_message_that_came_in() {
    let (twilio, fake) = twilio([Reply::json(200, &json!({"success": true}))]).await;
    twilio.show_typing("SM1").await.unwrap();
    let seen = fake.only();
    assert_eq!(seen.target, "/v2/Indicators/Typing.json");
    assert_eq!(seen.form(), [pair("channel", "whatsapp"), pair("messageId", "SM1")]);
}

#[tokio::test]
async fn buttons_and_lists_become_content() {
    let created = || Reply::json(201, &json!({"sid": "HX1", "types": {}}));
    let (twilio, fake) = twilio([created(), created(), created()]).await;
    let actions = [QuickReply { title: "Sí, llamá".to_owned(), id: "call:1".to_owned() }];
    let items = [
        ListItem { id: "s1".to_owned(), title: "Martes 10:00".to_owned(), description: None },
        ListItem {
            id: "s2".to_owned(),
            title: "Jueves".to_owned(),
            description: Some("a la tarde".to_owned()),
        },
    ];
    let examples = BTreeMap::from([("1".to_owned(), "Marta".to_owned())]);
    let contents = [
        NewContent::QuickReply { body: "¿Llamo a {{1}}?", actions: &actions },
        NewContent::ListPicker { body: "¿Cuál?", button: "Ver", items: &items },
        NewContent::Text { body: "Listo" },
    ];
    for content in &contents {
        assert_eq!(twilio.create_content("card", "es", content, &examples).await.unwrap(), "HX1");
    }
    assert_eq!(fake.seen()[0].target, "/v1/Content");
    let bodies: Vec<_> = fake.seen().iter().map(|seen| seen.json()).collect();
    assert_eq!(
        bodies[0],
        json!({"friendly_name": "card", "language": "es", "variables": {"1": "Marta"}, "types": {"twilio/quick-reply":
            {"body": "¿Llamo a {{1}}?", "actions": [{"type": "QUICK_REPLY", "title": "Sí, llamá", "id": "call:1"}]}}})
    );
    assert_eq!(
        bodies[1]["types"]["twilio/list-picker"],
        json!({"body": "¿Cuál?", "button": "Ver", "items": [{"id": "s1", "item": "Martes 10:00"},
            {"id": "s2", "item": "Jueves", "description": "a la tarde"}]})
    );
    assert_eq!(bodies[2]["types"], json!({"twilio/text": {"body": "Listo"}}));
}

#[tokio::test]
async fn a_template_is_approved_when_whatsapp_says_so() {
    let state = |whatsapp: Value| Reply::json(200, &json!({"sid": "HX1", "whatsapp": whatsapp}));
    let (twilio, fake) = twilio([
        Reply::json(201, &json!({"name": "reminder", "category": "UTILITY", "status": "received"})),
        state(json!({"status": "approved"})),
        state(json!({"status": "under_a_cloud"})),
        state(json!({})),
        state(Value::Null),
    ])
    .await;
    assert_eq!(
        twilio.request_approval("HX1", "reminder", "UTILITY").await.unwrap(),
        Approval::Received
    );
    for expected in [Approval::Approved, Approval::Other, Approval::Other, Approval::Unsubmitted] {
        assert_eq!(twilio.approval("HX1").await.unwrap(), expected);
    }
    let seen = fake.seen();
    assert_eq!(seen[0].target, "/v1/Content/HX1/ApprovalRequests/whatsapp");
    assert_eq!(seen[0].json(), json!({"name": "reminder", "category": "UTILITY"}));
    assert_eq!(seen[1].target, "/v1/Content/HX1/ApprovalRequests");
}

#[test]
fn at_twilio_itself_content_and_typing_have_their_own_hosts() {
    let hosts = |base: &str| {
        let twilio = Twilio::new(settings(base)).unwrap();
        [twilio.api, twilio.content, twilio.messaging].map(|url| url.host_str().unwrap().to_owned())
    };
    let own = ["api.twilio.com", "content.twilio.com", "messaging.twilio.com"];
    assert_eq!(hosts("https://api.twilio.com/"), own);
    assert_eq!(hosts("https://api.dublin.ie1.twilio.com")[1..], own[1..]);
    assert_eq!(hosts("http://mock.example:9000"), ["mock.example"; 3]);
    assert_eq!(hosts("https://api.twilio.com.evil.example"), ["api.twilio.com.evil.example"; 3]);
}

#[test]
fn each_code_that_needs_a_decision_has_a_meaning() {
    let decisions = [
        (20003, Meaning::Account),
        (30002, Meaning::Account),
        (20429, Meaning::Busy),
        (13223, Meaning::BadNumber),
        (13224, Meaning::Unreachable),
        (13225, Meaning::DestinationBlocked),
        (21215, Meaning::CountryNotEnabled),
        (21606, Meaning::SenderUnfit),
        (573_005, Meaning::TrialAccount),
        (21220, Meaning::CallOver),
        (21617, Meaning::OurMistake),
        (21610, Meaning::OptedOut),
        (63014, Meaning::OptedOut),
        (63015, Meaning::SandboxNotJoined),
        (63016, Meaning::WindowClosed),
        (63041, Meaning::TemplateUnusable),
        (63049, Meaning::NotDelivered),
        (99999, Meaning::Other),
    ];
    for (code, expected) in decisions {
        assert_eq!(meaning(code), expected, "{code}");
    }
}
