//! What the simulated Twilio says no to, and how.

use sandbox::cast::Manner;
use serde_json::Value;

use crate::town::Town;

async fn code(town: &Town, fields: &[(&str, &str)]) -> (u16, Option<i64>) {
    let (status, body) = town.post(&town.account_path("/Calls.json"), fields).await;
    (status, body["code"].as_i64())
}

#[tokio::test]
async fn each_mistake_in_a_call_has_its_code() {
    let town = Town::new().await;
    let to = town.provider(Manner::TwoSlots);
    let good = [
        ("To", to.as_str()),
        ("From", "+12025550100"),
        ("Url", "https://vocero.example.com/voice"),
    ];
    let long = "x".repeat(4001);
    let without =
        |name: &str| good.iter().filter(|(known, _)| *known != name).copied().collect::<Vec<_>>();
    let with = |name: &'static str, value| [&without(name)[..], &[(name, value)]].concat();
    for (fields, expected) in [
        (without("To"), 21201),
        (without("From"), 21213),
        (without("Url"), 21205),
        (with("To", "5411"), 21211),
        (with("To", "whatsapp:+5491122334455"), 21211),
        (with("From", "nobody"), 21212),
        (with("From", "+12025550101"), 21210),
        (with("To", "+5371234567"), 21215),
        (with("Url", "/voice"), 21205),
        (with("StatusCallback", "https://my_host.example/"), 21609),
        (with("StatusCallbackEvent", "hung-up"), 21626),
        (with("ApplicationSid", "AP1"), 21218),
        (with("Timeout", "0"), 20001),
        (with("Timeout", "601"), 20001),
        (with("TimeLimit", "soon"), 20001),
        (with("MachineDetection", "enable"), 20001),
        (with("MachineDetectionTimeout", "2"), 20001),
        (with("AsyncAmd", "yes"), 20001),
        (with("SendDigits", "12a"), 20001),
        (with("Method", "PUT"), 20001),
        (with("Colour", "blue"), 20001),
        ([&without("Url")[..], &[("Twiml", long.as_str())]].concat(), 20001),
        ([&good[..], &[("To", "+12025550199")]].concat(), 20001),
    ] {
        assert_eq!(code(&town, &fields).await, (400, Some(expected)), "{fields:?}");
    }
    assert_eq!(town.sandbox.world().lock().twilio.calls.iter().count(), 0);
    assert_eq!(code(&town, &good).await.0, 201);
}

#[tokio::test]
async fn a_number_can_be_blocked_and_a_country_switched_off() {
    let town = Town::new().await;
    let to = town.provider(Manner::TwoSlots);
    let fields = [
        ("To", to.as_str()),
        ("From", "+12025550100"),
        ("Url", "https://vocero.example.com/voice"),
    ];
    town.sandbox.world().lock().twilio.geography.refused.insert(to.clone(), 13225);
    assert_eq!(code(&town, &fields).await, (400, Some(13225)));
    town.sandbox.world().lock().twilio.geography.refused.clear();
    let iso = sandbox::twilio::country(&to).unwrap();
    town.sandbox.world().lock().twilio.geography.forbidden.insert(iso.to_owned());
    assert_eq!(code(&town, &fields).await, (400, Some(21215)));
    let (_, permissions) = town.get(&format!("/v1/DialingPermissions/Countries/{iso}")).await;
    assert_eq!(permissions["low_risk_numbers_enabled"], Value::Bool(false));
}

#[tokio::test]
async fn nobody_gets_in_without_the_right_credentials_for_the_right_account() {
    let town = Town::new().await;
    let credentials = town.sandbox.credentials();
    let url = format!("{}{}", town.sandbox.twilio_url(), town.account_path("/Calls.json"));
    let (account, token) =
        (credentials.twilio_account_sid.as_str(), credentials.twilio_auth_token.as_str());
    let status = |user: &'static str, password: &'static str| {
        let request = town.http().get(&url).basic_auth(user, Some(password));
        async move { request.send().await.unwrap().status().as_u16() }
    };
    assert_eq!(town.http().get(&url).send().await.unwrap().status(), 401);
    assert_eq!(status("SK5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c", "wrong").await, 401);
    assert_eq!(status("AC5a4d0b0c5a4d0b0c5a4d0b0c5a4d0b0c", "").await, 401);
    let right = town.http().get(&url).basic_auth(account, Some(token)).send().await.unwrap();
    assert_eq!(right.status(), 200);
    let foreign = "/2010-04-01/Accounts/AC00000000000000000000000000000000/Calls.json";
    let (status, body) = town.get(foreign).await;
    assert_eq!((status, body["code"].as_i64()), (401, Some(20003)));
    assert_eq!(body["more_info"], "https://www.twilio.com/docs/errors/20003");
}

#[tokio::test]
async fn what_does_not_exist_is_not_found_and_wrong_methods_are_refused() {
    let town = Town::new().await;
    let nobody = "00000000000000000000000000000000";
    for path in [
        format!("/Calls/CA{nobody}.json"),
        format!("/Calls/CA{nobody}/Events.json"),
        format!("/Messages/SM{nobody}.json"),
        format!("/Messages/MM{nobody}/Media.json"),
        format!("/Messages/MM{nobody}/Media/ME{nobody}"),
        "/Calls/nonsense".to_owned(),
        "/Recordings.json".to_owned(),
    ] {
        let (status, body) = town.get(&town.account_path(&path)).await;
        assert_eq!((status, body["code"].as_i64()), (404, Some(20404)), "{path}");
    }
    assert_eq!(town.get("/v1/Content/HX0").await.0, 404);
    assert_eq!(town.delete(&town.account_path("/Calls.json")).await, 405);
}

#[tokio::test]
async fn an_unknown_filter_or_page_is_refused() {
    let town = Town::new().await;
    for query in [
        "to=%2B1",
        "PageSize=1001",
        "Page=3",
        "Status=done",
        "StartTime=yesterday",
        "DateSent=2026-11-22",
        "To=+541143211201",
        "From=+12025550100",
        "ParentCallSid=CA1",
        "EndTime%3E=2026-13-01",
        "PageToken=CA1",
        "PageToken=PACA1",
    ] {
        let (status, body) = town.get(&town.account_path(&format!("/Calls.json?{query}"))).await;
        assert_eq!((status, body["code"].as_i64()), (400, Some(20001)), "{query}");
    }
    for query in [
        "to=whatsapp%3A%2B1",
        "To=whatsapp:+14155238886",
        "StartTime=2026-11-22",
        "DateSent%3C=soon",
        "DateSent=2026-11-22&DateSent=2026-11-23",
        "PageSize=0",
        "Page=1",
        "PageToken=PASM1",
    ] {
        let (status, body) = town.get(&town.account_path(&format!("/Messages.json?{query}"))).await;
        assert_eq!((status, body["code"].as_i64()), (400, Some(20001)), "{query}");
    }
}

#[tokio::test]
async fn a_json_body_has_no_parameters() {
    let town = Town::new().await;
    let body = serde_json::json!({ "To": "+541143211234", "From": "+12025550100" });
    let (status, body) = town.post_json(&town.account_path("/Calls.json"), &body).await;
    assert_eq!((status, body["code"].as_i64()), (400, Some(21201)));
}
