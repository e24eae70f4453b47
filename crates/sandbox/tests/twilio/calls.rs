//! The states of a call, its pace, and what can be done to it from outside.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::twilio::signature::sign;
use serde_json::Value;

use crate::town::Town;

const HELLO: &str = "<Say>Hola</Say><Pause length=\"20\"/><Hangup/>";

fn sid(call: &(u16, Value)) -> String {
    assert_eq!(call.0, 201, "{}", call.1);
    call.1["sid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_answered_call_is_told_step_by_step() {
    let town = Town::new().await;
    town.twiml("/voice", HELLO);
    let created = town.calls(&town.provider(Manner::TwoSlots), &[]).await;
    assert_eq!(created.1["status"], "queued");
    assert_eq!((&created.1["start_time"], &created.1["duration"]), (&Value::Null, &Value::Null));
    let sid = sid(&created);
    town.settles().await;
    assert_eq!(
        town.told_of("/status", "CallStatus"),
        ["initiated", "ringing", "in-progress", "completed"]
    );
    assert_eq!(town.told_of("/status", "SequenceNumber"), ["0", "1", "2", "3"]);
    let end = town.told("/status").pop().unwrap();
    assert_eq!(
        (end.get("CallDuration"), end.get("Duration"), end.get("SipResponseCode")),
        ("21", "1", "200")
    );
    assert_eq!(end.get("CallbackSource"), "call-progress-events");
    let call = town.call(&sid).await;
    assert_eq!(
        (call["status"].as_str(), call["duration"].as_str()),
        (Some("completed"), Some("21"))
    );
}

#[tokio::test]
async fn each_request_is_signed_for_its_address_without_the_fragment() {
    let town = Town::new().await;
    let url = format!("{}/voice?a=1&b=%20x#rc=3&rp=all", town.url);
    town.twiml("/voice", "<Hangup/>");
    town.calls(&town.provider(Manner::TwoSlots), &[]).await;
    let to = town.provider(Manner::TwoSlots);
    town.post(
        &town.account_path("/Calls.json"),
        &[("To", &to), ("From", "+12025550100"), ("Url", &url)],
    )
    .await;
    town.settles().await;
    let told = town.told("/voice?").pop().unwrap();
    assert_eq!(told.path, "/voice?a=1&b=%20x");
    let token = &town.sandbox.credentials().twilio_auth_token;
    let expected = sign(token, &format!("{}{}", town.url, told.path), &told.fields);
    assert_eq!(told.header("x-twilio-signature"), expected);
    assert_eq!((told.get("CallStatus"), told.get("Direction")), ("in-progress", "outbound-api"));
    assert!(told.has("ToCity") && !told.has("SequenceNumber") && !told.has("Timestamp"));
}

#[tokio::test]
async fn only_the_end_is_told_unless_more_is_asked_for() {
    let town = Town::new().await;
    town.twiml("/voice", HELLO);
    let to = town.provider(Manner::TwoSlots);
    let (url, status) = (format!("{}/voice", town.url), format!("{}/status", town.url));
    let fields =
        [("To", to.as_str()), ("From", "+12025550100"), ("Url", &url), ("StatusCallback", &status)];
    town.post(&town.account_path("/Calls.json"), &fields).await;
    town.settles().await;
    assert_eq!(town.told_of("/status", "CallStatus"), ["completed"]);
    assert_eq!(town.told_of("/status", "SequenceNumber"), ["0"]);
}

#[tokio::test]
async fn a_call_that_nobody_takes_ends_in_its_own_way() {
    for (manner, status, sip) in
        [(Manner::Busy, "busy", "486"), (Manner::NoAnswer, "no-answer", "487")]
    {
        let town = Town::new().await;
        let sid = sid(&town.calls(&town.provider(manner), &[("Timeout", "20")]).await);
        town.settles().await;
        let end = town.told("/status").pop().unwrap();
        assert_eq!((end.get("CallStatus"), end.get("SipResponseCode")), (status, sip));
        assert_eq!(end.get("CallDuration"), "0");
        assert!(town.told("/voice").is_empty());
        assert_eq!(town.call(&sid).await["status"], status);
    }
    let town = Town::new().await;
    town.calls("+541100000000", &[]).await;
    town.settles().await;
    let end = town.told("/status").pop().unwrap();
    assert_eq!((end.get("CallStatus"), end.get("SipResponseCode")), ("failed", "404"));
}

#[tokio::test]
async fn an_unanswered_phone_rings_its_time_and_five_seconds() {
    let town = Town::new().await;
    let sid = sid(&town.calls(&town.provider(Manner::NoAnswer), &[("Timeout", "20")]).await);
    town.lives(SignedDuration::from_secs(25)).await;
    assert_eq!(town.call(&sid).await["status"], "ringing");
    town.lives(SignedDuration::from_secs(2)).await;
    assert_eq!(town.call(&sid).await["status"], "no-answer");
}

#[tokio::test]
async fn one_call_a_second_is_started_and_the_others_wait_their_turn() {
    let town = Town::new().await;
    let to = town.provider(Manner::NoAnswer);
    let mut waits = Vec::new();
    for _ in 0..3 {
        let created = town.calls(&to, &[]).await;
        waits.push(created.1["queue_time"].as_str().unwrap().to_owned());
    }
    assert_eq!(waits, ["0", "1000", "2000"]);
    town.lives(SignedDuration::from_millis(1500)).await;
    let initiated =
        town.told("/status").iter().filter(|told| told.get("CallStatus") == "initiated").count();
    assert_eq!(initiated, 2);
}

#[tokio::test]
async fn a_queued_call_that_is_cancelled_never_rings() {
    let town = Town::new().await;
    let to = town.provider(Manner::TwoSlots);
    town.calls(&to, &[]).await;
    let second = sid(&town.calls(&to, &[]).await);
    let path = town.account_path(&format!("/Calls/{second}.json"));
    let (status, call) = town.post(&path, &[("Status", "canceled")]).await;
    assert_eq!((status, call["status"].as_str()), (200, Some("canceled")));
    town.settles().await;
    let calls = town.sandbox.world().lock();
    assert!(!calls.twilio.calls.get(&second).unwrap().rang);
}

#[tokio::test]
async fn a_live_call_can_be_completed_but_not_cancelled_and_a_finished_one_neither() {
    let town = Town::new().await;
    town.twiml("/voice", "<Pause length=\"600\"/>");
    let sid = sid(&town.calls(&town.provider(Manner::TwoSlots), &[]).await);
    town.lives(SignedDuration::from_secs(20)).await;
    let path = town.account_path(&format!("/Calls/{sid}.json"));
    let refused = town.post(&path, &[("Status", "canceled")]).await;
    assert_eq!((refused.0, refused.1["code"].as_i64()), (400, Some(21220)));
    let (status, call) = town.post(&path, &[("Status", "completed")]).await;
    assert_eq!((status, call["status"].as_str()), (200, Some("completed")));
    let again = town.post(&path, &[("Status", "completed")]).await;
    assert_eq!((again.0, again.1["code"].as_i64()), (400, Some(21220)));
    town.settles().await;
    assert_eq!(town.told_of("/status", "CallStatus").last().map(String::as_str), Some("completed"));
    assert_eq!(town.sandbox.next_due(), None, "nothing is left of a finished call");
}

#[tokio::test]
async fn a_call_ends_at_its_time_limit() {
    let town = Town::new().await;
    town.twiml("/voice", "<Pause length=\"3000\"/>");
    let sid = sid(&town.calls(&town.provider(Manner::TwoSlots), &[("TimeLimit", "90")]).await);
    town.lives(SignedDuration::from_mins(5)).await;
    assert_eq!(town.call(&sid).await["duration"], "90");
}

#[tokio::test]
async fn the_callee_can_put_the_phone_down_at_any_time() {
    let town = Town::new().await;
    town.twiml("/voice", "<Pause length=\"600\"/>");
    let sid = sid(&town.calls(&town.provider(Manner::TwoSlots), &[]).await);
    town.lives(SignedDuration::from_secs(10)).await;
    sandbox::twilio::calls::callee_hangs_up(town.sandbox.world(), &sid);
    assert_eq!(town.call(&sid).await["status"], "completed");
}

#[tokio::test]
async fn the_list_is_newest_first_filtered_and_without_started_calls_when_a_date_is_asked_for() {
    let town = Town::new().await;
    let (busy, silent) = (town.provider(Manner::Busy), town.provider(Manner::NoAnswer));
    let mut sids = Vec::new();
    for to in [&busy, &silent, &busy] {
        sids.push(sid(&town.calls(to, &[]).await));
    }
    let listed = async |query: String| {
        let (status, page) = town.get(&town.account_path(&format!("/Calls.json?{query}"))).await;
        assert_eq!(status, 200, "{page}");
        let calls = page["calls"].as_array().unwrap().clone();
        calls.iter().map(|call| call["sid"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let reversed: Vec<String> = sids.iter().rev().cloned().collect();
    assert_eq!(listed(String::new()).await, reversed);
    let to = busy.replace('+', "%2B");
    assert_eq!(
        listed(format!("To={to}&From=%2B12025550100")).await,
        [sids[2].clone(), sids[0].clone()]
    );
    assert_eq!(listed("StartTime%3E=2026-11-22".to_owned()).await, Vec::<String>::new());
    assert_eq!(listed("Status=busy".to_owned()).await, Vec::<String>::new());
    town.settles().await;
    assert_eq!(listed("Status=busy".to_owned()).await.len(), 2);
    assert_eq!(listed("StartTime%3C=2026-11-22".to_owned()).await, Vec::<String>::new());
    assert_eq!(listed("StartTime%3C=2026-11-23&EndTime=2026-11-22".to_owned()).await.len(), 2);
}

#[tokio::test]
async fn a_list_that_lags_hides_the_newest_call_while_the_call_itself_can_be_fetched() {
    let town = Town::new().await;
    town.sandbox.world().lock().faults.list_lag = SignedDuration::from_secs(40);
    let sid = sid(&town.calls(&town.provider(Manner::NoAnswer), &[]).await);
    let count = || async {
        town.get(&town.account_path("/Calls.json")).await.1["calls"].as_array().unwrap().len()
    };
    assert_eq!(count().await, 0);
    assert_eq!(town.call(&sid).await["sid"], sid.as_str());
    town.passes(SignedDuration::from_secs(41));
    assert_eq!(count().await, 1);
}

#[tokio::test]
async fn pages_are_followed_by_their_address() {
    let town = Town::new().await;
    for _ in 0..5 {
        town.calls(&town.provider(Manner::Busy), &[]).await;
    }
    let mut path = town.account_path("/Calls.json?PageSize=2");
    let mut sizes = Vec::new();
    loop {
        let (_, page) = town.get(&path).await;
        sizes.push(page["calls"].as_array().unwrap().len());
        match page["next_page_uri"].as_str() {
            Some(next) => path = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(sizes, [2, 2, 1]);
}

#[tokio::test]
async fn the_requests_of_a_call_are_listed_a_quarter_of_an_hour_after_its_end() {
    let town = Town::new().await;
    town.twiml("/voice", "<Hangup/>");
    let sid = sid(&town.calls(&town.provider(Manner::TwoSlots), &[]).await);
    town.settles().await;
    let path = town.account_path(&format!("/Calls/{sid}/Events.json"));
    assert_eq!(town.get(&path).await.1["events"].as_array().unwrap().len(), 0);
    town.passes(SignedDuration::from_mins(16));
    let (_, page) = town.get(&path).await;
    let urls: Vec<_> =
        page["events"].as_array().unwrap().iter().map(|event| &event["request"]["url"]).collect();
    assert_eq!(urls.len(), 5);
    assert!(urls.iter().any(|url| **url == format!("{}/voice", town.url)));
}
