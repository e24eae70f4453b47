//! What an answered call is told to do, and what the callee hears when that goes wrong.

use jiff::SignedDuration;
use sandbox::cast::Manner;
use sandbox::timeline::Kind;

use crate::town::Town;

fn heard(town: &Town) -> Vec<String> {
    let entries = town.sandbox.entries_since(0);
    entries.into_iter().filter(|entry| entry.kind == Kind::Spoken).map(|entry| entry.text).collect()
}

#[tokio::test]
async fn instructions_that_are_no_twiml_make_the_fallback_speak() {
    for (content_type, body, code) in [
        ("text/xml", "<Response><Say>", "12100"),
        ("text/xml", "<Response><Dial>+1</Dial></Response>", "12200"),
        ("application/json", "{}", "12300"),
    ] {
        let town = Town::new().await;
        town.answers("/voice", 200, content_type, body).twiml("/fallback", "<Say>Perdón</Say>");
        let fallback = format!("{}/fallback", town.url);
        town.calls(&town.provider(Manner::TwoSlots), &[("FallbackUrl", &fallback)]).await;
        town.settles().await;
        let asked = town.told("/fallback");
        assert_eq!(asked.len(), 1, "{body}");
        assert_eq!(asked[0].get("ErrorCode"), code);
        assert_eq!(asked[0].get("ErrorUrl"), format!("{}/voice", town.url));
        assert_eq!(heard(&town), ["Perdón"]);
    }
}

#[tokio::test]
async fn twiml_of_more_than_64_kib_is_not_used() {
    for (length, code) in [(65_000, None), (66_000, Some(11750))] {
        let town = Town::new().await;
        let comment = format!("<!--{}--><Hangup/>", "x".repeat(length));
        town.twiml("/voice", &comment).calls(&town.provider(Manner::TwoSlots), &[]).await;
        town.settles().await;
        let state = town.sandbox.world().lock();
        assert_eq!(state.twilio.alerts.first().map(|alert| alert.code), code);
    }
}

#[tokio::test]
async fn without_any_instructions_the_callee_hears_an_error_and_the_call_ends() {
    let town = Town::new().await;
    town.answers("/voice", 500, "text/plain", "");
    town.calls(&town.provider(Manner::TwoSlots), &[]).await;
    town.settles().await;
    assert_eq!(town.told("/voice").len(), 1, "a 500 is not repeated by itself");
    assert!(heard(&town)[0].contains("application error"));
    assert_eq!(town.told_of("/status", "CallStatus").last().map(String::as_str), Some("completed"));
}

#[tokio::test]
async fn a_stream_that_nobody_knows_is_refused_and_the_call_goes_on() {
    let town = Town::new().await;
    let stream = "<Connect><Stream url=\"wss://api.elevenlabs.io/v1/convai/conversation\">\
                  <Parameter name=\"conversation_id\" value=\"conv_nobody\"/></Stream></Connect><Say>Adiós</Say>";
    town.twiml("/voice", stream);
    town.calls(&town.provider(Manner::TwoSlots), &[]).await;
    town.settles().await;
    assert_eq!(heard(&town), ["Adiós"]);
    let state = town.sandbox.world().lock();
    assert!(state.twilio.alerts.iter().any(|alert| alert.code == 31920));
    assert!(state.twilio.calls.iter().all(|call| !call.talked));
}

#[tokio::test]
async fn a_redirect_in_twiml_is_followed_with_a_post() {
    let town = Town::new().await;
    town.twiml("/voice", "<Redirect>/more?x=1</Redirect>").twiml("/more", "<Say>Más</Say>");
    town.calls(&town.provider(Manner::TwoSlots), &[]).await;
    town.settles().await;
    assert_eq!(town.told("/more")[0].method, "POST");
    assert_eq!(heard(&town), ["Más"]);
}

#[tokio::test]
async fn instructions_that_came_with_the_call_are_followed() {
    let town = Town::new().await;
    let to = town.provider(Manner::TwoSlots);
    for twiml in ["<Response><Say>Hola</Say></Response>", "<Response><Nonsense/></Response>"] {
        let fields = [("To", to.as_str()), ("From", "+12025550100"), ("Twiml", twiml)];
        town.post(&town.account_path("/Calls.json"), &fields).await;
    }
    town.settles().await;
    let heard = heard(&town);
    assert!(
        heard.contains(&"Hola".to_owned())
            && heard.iter().any(|line| line.contains("application error"))
    );
}

#[tokio::test]
async fn new_instructions_replace_what_a_live_call_does() {
    let town = Town::new().await;
    town.twiml("/voice", "<Pause length=\"600\"/><Say>never</Say>")
        .twiml("/new", "<Say>Otra cosa</Say>");
    let created = town.calls(&town.provider(Manner::TwoSlots), &[]).await;
    let path = town.account_path(&format!("/Calls/{}.json", created.1["sid"].as_str().unwrap()));
    let url = format!("{}/new", town.url);
    let early = town.post(&path, &[("Url", &url)]).await;
    assert_eq!((early.0, early.1["code"].as_i64()), (400, Some(21220)));
    town.lives(SignedDuration::from_secs(20)).await;
    assert_eq!(town.post(&path, &[("Url", &url)]).await.0, 200);
    town.lives(SignedDuration::from_mins(15)).await;
    assert_eq!(heard(&town), ["Otra cosa"]);
}

#[tokio::test]
async fn asynchronous_detection_tells_its_verdict_while_the_call_goes_on() {
    for (manner, mode, verdict) in [
        (Manner::TwoSlots, "Enable", "human"),
        (Manner::Voicemail, "Enable", "machine_start"),
        (Manner::Voicemail, "DetectMessageEnd", "machine_end_beep"),
        (Manner::Silent, "Enable", "unknown"),
    ] {
        let town = Town::new().await;
        town.twiml("/voice", "<Pause length=\"60\"/>");
        let amd = format!("{}/amd", town.url);
        let fields =
            [("MachineDetection", mode), ("AsyncAmd", "true"), ("AsyncAmdStatusCallback", &amd)];
        let created = town.calls(&town.provider(manner), &fields).await;
        town.settles().await;
        assert_eq!(town.told_of("/amd", "AnsweredBy"), [verdict], "{manner:?} {mode}");
        assert!(!town.told("/voice")[0].has("AnsweredBy"));
        assert_eq!(town.call(created.1["sid"].as_str().unwrap()).await["answered_by"], verdict);
    }
}

#[tokio::test]
async fn synchronous_detection_keeps_the_callee_waiting_and_tells_who_answered() {
    let town = Town::new().await;
    town.twiml("/voice", "<Hangup/>");
    town.calls(&town.provider(Manner::Voicemail), &[("MachineDetection", "Enable")]).await;
    town.lives(SignedDuration::from_secs(8)).await;
    assert!(town.told("/voice").is_empty());
    town.settles().await;
    assert_eq!(town.told_of("/voice", "AnsweredBy"), ["machine_start"]);
    assert_eq!(town.told("/status").pop().unwrap().get("AnsweredBy"), "machine_start");
}

#[tokio::test]
async fn a_verdict_is_not_told_after_the_end_nor_when_digits_are_sent() {
    let town = Town::new().await;
    town.twiml("/voice", "<Hangup/>");
    let amd = format!("{}/amd", town.url);
    let fields =
        [("MachineDetection", "Enable"), ("AsyncAmd", "true"), ("AsyncAmdStatusCallback", &amd)];
    town.calls(&town.provider(Manner::TwoSlots), &fields).await;
    town.twiml("/voice", "<Pause length=\"30\"/>");
    town.settles().await;
    let before = town.told("/amd").len();
    town.calls(&town.provider(Manner::TwoSlots), &[&fields[..], &[("SendDigits", "1")]].concat())
        .await;
    town.twiml("/voice", "<Hangup/>").calls(&town.provider(Manner::TwoSlots), &fields).await;
    town.settles().await;
    assert_eq!(town.told("/amd").len(), before);
}
