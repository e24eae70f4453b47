//! Messages both ways, as the product is told of them and as a person sees them.

use jiff::SignedDuration;
use sandbox::person::Refuses;
use sandbox::twilio::messages::{Incoming, Status};
use serde_json::json;

use crate::town::{ANA, Town};

const WHATSAPP: &str = "/webhooks/twilio/whatsapp";

fn sid(answer: &(u16, serde_json::Value)) -> String {
    assert_eq!(answer.0, 201, "{}", answer.1);
    answer.1["sid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_text_reaches_the_product_with_all_its_fields() {
    let town = Town::new().await;
    let sid = town
        .sandbox
        .person(ANA)
        .is(|ana| ana.name = "José Núñez".into())
        .says("Necesito turno mañana & ya");
    town.settles().await;
    let told = town.told(WHATSAPP);
    assert_eq!(told.len(), 1);
    let told = &told[0];
    for (name, value) in [
        ("Body", "Necesito turno mañana & ya"),
        ("From", ANA),
        ("To", "whatsapp:+14155238886"),
        ("WaId", "5491122334455"),
        ("ProfileName", "José Núñez"),
        ("MessageType", "text"),
        ("NumMedia", "0"),
        ("SmsStatus", "received"),
        ("SmsSid", &sid),
        ("SmsMessageSid", &sid),
        ("MessageSid", &sid),
        ("ApiVersion", "2010-04-01"),
    ] {
        assert_eq!(told.get(name), value, "{name}");
    }
    let token = &town.sandbox.credentials().twilio_auth_token;
    let signature =
        sandbox::twilio::signature::sign(token, &format!("{}{WHATSAPP}", town.url), &told.fields);
    assert_eq!(told.header("x-twilio-signature"), signature);
    assert_eq!(town.message(&sid).await["direction"], "inbound");
}

#[tokio::test]
async fn an_answer_is_sent_delivered_and_read_and_stands_on_the_screen() {
    let town = Town::new().await;
    let ana = town.sandbox.person(ANA);
    ana.says("Hola");
    town.settles().await;
    let created = town.writes(&[("Body", "¿Qué día?")]).await;
    assert_eq!((&created.1["status"], &created.1["date_sent"]), (&json!("queued"), &json!(null)));
    let sid = sid(&created);
    assert_eq!(ana.last_read(), "", "it isn't there at once");
    town.settles().await;
    assert_eq!(
        town.told_of("/message-status", "MessageStatus"),
        ["queued", "sent", "delivered", "read"]
    );
    let read = town.told("/message-status").pop().unwrap();
    assert_eq!((read.get("MessageSid"), read.get("EventType")), (sid.as_str(), "READ"));
    assert_eq!(
        (read.get("ChannelPrefix"), read.get("ChannelToAddress")),
        ("whatsapp", "+54911XXXX4455")
    );
    let bubble = ana.screen().pop().unwrap();
    assert_eq!((bubble.shown.body.as_str(), bubble.tick), ("¿Qué día?", Status::Read));
}

#[tokio::test]
async fn who_has_no_read_receipts_is_never_seen_reading() {
    let town = Town::new().await;
    town.sandbox.person(ANA).is(|ana| ana.reads = false).says("Hola");
    town.writes(&[("Body", "¿Qué día?")]).await;
    town.settles().await;
    assert_eq!(
        town.told_of("/message-status", "MessageStatus").last().map(String::as_str),
        Some("delivered")
    );
}

#[tokio::test]
async fn free_text_is_accepted_and_then_fails_a_day_after_the_last_word() {
    let town = Town::new().await;
    let ana = town.sandbox.person(ANA);
    ana.says("Hola");
    town.passes(SignedDuration::from_secs(24 * 3600 - 2));
    town.writes(&[("Body", "en hora")]).await;
    town.settles().await;
    assert_eq!(ana.last_read(), "en hora");
    let late = sid(&town.writes(&[("Body", "tarde")]).await);
    town.settles().await;
    let failed = town.told("/message-status").pop().unwrap();
    assert_eq!((failed.get("MessageStatus"), failed.get("ErrorCode")), ("undelivered", "63016"));
    assert_eq!(ana.last_read(), "en hora");
    let message = town.message(&late).await;
    assert_eq!(
        (&message["status"], &message["error_code"]),
        (&json!("undelivered"), &json!(63016))
    );
}

#[tokio::test]
async fn who_never_wrote_cannot_be_written_to() {
    let town = Town::new().await;
    town.writes(&[("Body", "Hola")]).await;
    town.settles().await;
    assert_eq!(
        town.told_of("/message-status", "ErrorCode").last().map(String::as_str),
        Some("63016")
    );
}

#[tokio::test]
async fn who_blocked_us_or_has_no_whatsapp_gets_nothing() {
    for (refuses, code) in [(Refuses::BlockedUs, "63014"), (Refuses::NotOnWhatsapp, "63003")] {
        let town = Town::new().await;
        let ana = town.sandbox.person(ANA);
        ana.says("Hola");
        ana.is(|ana| ana.refuses = Some(refuses));
        town.writes(&[("Body", "Hola")]).await;
        town.settles().await;
        assert_eq!(
            town.told_of("/message-status", "ErrorCode").last().map(String::as_str),
            Some(code)
        );
        assert_eq!(ana.last_read(), "");
    }
    let town = Town::new().await;
    town.sandbox.person(ANA).is(|ana| ana.opted_out = true);
    assert_eq!(town.writes(&[("Body", "Hola")]).await.1["code"], 21610);
}

#[tokio::test]
async fn a_voice_note_is_fetched_through_a_redirect_to_a_host_that_wants_no_credentials() {
    let town = Town::new().await;
    let audio = sandbox::person::voice_note("quiero un turno");
    town.sandbox.person(ANA).speaks(&audio, "quiero un turno");
    town.settles().await;
    let told = town.told(WHATSAPP).pop().unwrap();
    assert_eq!(
        (told.get("MessageType"), told.get("NumMedia"), told.get("Body")),
        ("audio", "1", "")
    );
    assert_eq!(told.get("MediaContentType0"), "audio/ogg");
    assert!(told.get("MessageSid").starts_with("MM"));
    let url = told.get("MediaUrl0").to_owned();
    assert_eq!(town.http().get(&url).send().await.unwrap().status(), 401);
    let path = url.strip_prefix(town.sandbox.twilio_url()).unwrap();
    let redirect = town.request(reqwest::Method::GET, path).send().await.unwrap();
    assert_eq!(redirect.status(), 307);
    let target = redirect.headers()["location"].to_str().unwrap().to_owned();
    assert!(target.starts_with(town.sandbox.media_url()));
    let with_header = town.http().get(&target).basic_auth("a", Some("b")).send().await.unwrap();
    assert_eq!(with_header.status(), 400);
    assert_eq!(
        town.http().get(format!("{target}0")).send().await.unwrap().status(),
        200,
        "the key pair isn't checked"
    );
    assert_eq!(
        town.http().get(target.replace("Signature=", "Signature=0")).send().await.unwrap().status(),
        403
    );
    let bytes = town.http().get(&target).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(bytes, audio);
    assert_eq!(town.sandbox.world().lock().speech.heard(&bytes), Some("quiero un turno"));
    town.passes(SignedDuration::from_hours(2));
    assert_eq!(town.http().get(&target).send().await.unwrap().status(), 403);
    let record = format!("{path}.json");
    assert_eq!(town.get(&record).await.1["content_type"], "audio/ogg");
    assert_eq!(town.delete(&record).await, 204);
    assert_eq!(town.get(path).await.0, 404);
}

#[tokio::test]
async fn a_tapped_button_says_which_one_of_which_message() {
    let town = Town::new().await;
    let ana = town.sandbox.person(ANA);
    ana.says("Hola");
    let types = json!({"twilio/quick-reply": {"body": "¿Llamo a {{1}}?", "actions": [
        {"type": "QUICK_REPLY", "title": "Sí, llamá", "id": "confirm:{{2}}"},
        {"type": "QUICK_REPLY", "title": "No", "id": "cancel"}]}});
    let (_, content) =
        town.post_json("/v1/Content", &json!({"language": "es", "types": types})).await;
    let variables = r#"{"1":"Marta","2":"42"}"#;
    let sent = sid(&town
        .writes(&[
            ("ContentSid", content["sid"].as_str().unwrap()),
            ("ContentVariables", variables),
        ])
        .await);
    town.settles().await;
    assert_eq!(ana.last_read(), "¿Llamo a Marta? [Sí, llamá] [No]");
    assert!(ana.taps("Quizás").is_err());
    assert!(ana.taps(3).is_err());
    ana.taps(1).unwrap();
    town.settles().await;
    let told = town.told(WHATSAPP).pop().unwrap();
    assert_eq!((told.get("ButtonPayload"), told.get("ButtonText")), ("confirm:42", "Sí, llamá"));
    assert_eq!((told.get("Body"), told.get("MessageType")), ("Sí, llamá", "interactive"));
    assert_eq!(told.get("OriginalRepliedMessageSid"), sent);
    assert_eq!(told.get("OriginalRepliedMessageSender"), "whatsapp:+14155238886");
}

#[tokio::test]
async fn a_picked_row_says_which_one() {
    let town = Town::new().await;
    let ana = town.sandbox.person(ANA);
    ana.says("Hola");
    let types = json!({"twilio/list-picker": {"body": "¿Cuándo?", "button": "Horarios", "items": [
        {"id": "slot-1", "item": "Lunes 9:00"}, {"id": "slot-2", "item": "Martes 10:00", "description": "Con Marta"}]}});
    let (_, content) =
        town.post_json("/v1/Content", &json!({"language": "es", "types": types})).await;
    town.writes(&[("ContentSid", content["sid"].as_str().unwrap())]).await;
    town.settles().await;
    assert!(ana.picks("Jueves").is_err());
    ana.picks("Martes 10:00").unwrap();
    town.settles().await;
    let told = town.told(WHATSAPP).pop().unwrap();
    assert_eq!((told.get("ListId"), told.get("ListTitle")), ("slot-2", "Martes 10:00"));
    assert_eq!((told.get("ListDescription"), told.get("Body")), ("Con Marta", "Martes 10:00"));
}

#[tokio::test]
async fn places_cards_pictures_and_stickers_come_as_whatsapp_sends_them() {
    let town = Town::new().await;
    let ana = town.sandbox.person(ANA);
    ana.sends_location(-34.603722, -58.381592, None);
    ana.sends_location(-34.603722, -58.381592, Some(("Peluquería Marta", "Lavalle 1")));
    ana.sends_contact("BEGIN:VCARD\nVERSION:3.0\nFN:Marta\nEND:VCARD\n");
    ana.attaches("image", "image/jpeg", b"jpeg", "esta es");
    ana.attaches("sticker", "image/webp", b"webp", "");
    ana.sends(Incoming {
        message_type: "text",
        body: "reenviado".into(),
        fields: vec![("Forwarded".into(), "true".into())],
        ..Incoming::default()
    });
    town.settles().await;
    let told = town.told(WHATSAPP);
    let kinds: Vec<_> = told.iter().map(|told| told.get("MessageType")).collect();
    assert_eq!(kinds, ["location", "location", "contacts", "image", "sticker", "text"]);
    assert_eq!((told[0].get("Latitude"), told[0].has("Label")), ("-34.603722", false));
    assert_eq!((told[1].get("Label"), told[1].get("Address")), ("Peluquería Marta", "Lavalle 1"));
    assert_eq!((told[2].get("MediaContentType0"), told[2].get("Body")), ("text/vcard", ""));
    assert_eq!((told[3].get("MediaContentType0"), told[3].get("Body")), ("image/jpeg", "esta es"));
    assert_eq!(told[5].get("Forwarded"), "true");
}

#[tokio::test]
async fn who_hides_the_number_writes_from_an_id_and_is_answered_there() {
    let town = Town::new().await;
    let hidden = "whatsapp:AR.1A2B3C4D5E6F";
    let bea = town.sandbox.person(hidden);
    bea.says("Hola");
    town.settles().await;
    let told = town.told(WHATSAPP).pop().unwrap();
    assert_eq!((told.get("From"), told.get("ExternalUserId")), (hidden, hidden));
    assert!(!told.has("WaId"));
    let fields = [("To", hidden), ("From", "whatsapp:+14155238886"), ("Body", "Hola, Bea")];
    assert_eq!(town.post(&town.account_path("/Messages.json"), &fields).await.0, 201);
    town.settles().await;
    assert_eq!(bea.last_read(), "Hola, Bea");
}

#[tokio::test]
async fn an_id_beside_a_number_reaches_the_same_person() {
    let town = Town::new().await;
    let ana = town.sandbox.person(ANA);
    ana.is(|ana| ana.external_id = Some("whatsapp:AR.9Z".into())).says("Hola");
    let fields =
        [("To", "whatsapp:AR.9Z"), ("From", "whatsapp:+14155238886"), ("Body", "Hola, Ana")];
    town.post(&town.account_path("/Messages.json"), &fields).await;
    town.settles().await;
    assert_eq!(ana.last_read(), "Hola, Ana");
    assert_eq!(town.told(WHATSAPP)[0].get("ExternalUserId"), "whatsapp:AR.9Z");
}

#[tokio::test]
async fn text_in_the_answer_to_a_webhook_is_sent_to_the_person() {
    let town = Town::new().await;
    let ana = town.sandbox.person(ANA);
    for (content_type, body, seen) in [
        ("text/xml", "<Response/>", ""),
        ("text/xml", "<Response><Message><Body>de XML</Body></Message></Response>", "de XML"),
        ("text/plain", "ok", "ok"),
    ] {
        town.answers(WHATSAPP, 200, content_type, body);
        ana.says("Hola");
        town.settles().await;
        assert_eq!(ana.last_read(), seen);
    }
}

#[tokio::test]
async fn a_message_can_be_redacted_and_deleted_once_it_is_on_its_way_no_more() {
    let town = Town::new().await;
    town.sandbox.person(ANA).says("Hola");
    let sid = sid(&town.writes(&[("Body", "secreto")]).await);
    let path = town.account_path(&format!("/Messages/{sid}.json"));
    assert_eq!(town.post(&path, &[("Body", "")]).await.1["code"], 20009);
    assert_eq!(town.delete(&path).await, 409);
    town.settles().await;
    assert_eq!(town.post(&path, &[("Body", "otra cosa")]).await.1["code"], 20001);
    assert_eq!(town.post(&path, &[("Status", "canceled")]).await.1["code"], 30409);
    assert_eq!(town.post(&path, &[("Body", "")]).await.1["body"], "");
    assert_eq!(town.delete(&path).await, 204);
    assert_eq!(town.get(&path).await.0, 404);
}

#[tokio::test]
async fn inbound_messages_can_be_caught_up_with_from_the_list() {
    let town = Town::new().await;
    town.sandbox.person(ANA).says("una");
    town.writes(&[("Body", "dos")]).await;
    town.settles().await;
    let query = "/Messages.json?To=whatsapp%3A%2B14155238886&DateSent%3E=2026-11-22&PageSize=1000";
    let (_, page) = town.get(&town.account_path(query)).await;
    let bodies: Vec<_> =
        page["messages"].as_array().unwrap().iter().map(|message| &message["body"]).collect();
    assert_eq!(bodies, ["una"]);
}

#[tokio::test]
async fn messages_are_listed_by_sender_and_day_in_pages_newest_first() {
    let town = Town::new().await;
    let mut sids = Vec::new();
    for day in 0..3 {
        sids.push(town.sandbox.person(ANA).says(&format!("día {day}")));
        town.lives(jiff::SignedDuration::from_hours(24)).await;
    }
    town.sandbox.person("+5491155550000").says("otra persona");
    let listed = async |query: &str| {
        let mut path =
            town.account_path(&format!("/Messages.json?From=whatsapp%3A%2B5491122334455{query}"));
        let mut found = Vec::new();
        loop {
            let (status, page) = town.get(&path).await;
            assert_eq!(status, 200, "{page}");
            let messages = page["messages"].as_array().unwrap();
            found.extend(messages.iter().map(|one| one["sid"].as_str().unwrap().to_owned()));
            match page["next_page_uri"].as_str() {
                Some(next) => path = next.to_owned(),
                None => return found,
            }
        }
    };
    let newest_first: Vec<String> = sids.iter().rev().cloned().collect();
    assert_eq!(listed("&PageSize=1").await, newest_first);
    assert_eq!(listed("&DateSent=2026-11-23").await, sids[1..2]);
    assert_eq!(listed("&DateSent%3E=2026-11-23").await, newest_first[..2]);
    assert_eq!(listed("&DateSent%3C=2026-11-23").await, newest_first[1..], "with that day");
    let between = "&DateSent%3E=2026-11-23&DateSent%3C=2026-11-23";
    assert_eq!(listed(between).await, sids[1..2]);
}

#[tokio::test]
async fn typing_is_seen_and_marks_the_message_as_read() {
    let town = Town::new().await;
    let ana = town.sandbox.person(ANA);
    let sid = ana.says("Hola");
    let shown = town
        .post("/v2/Indicators/Typing.json", &[("channel", "whatsapp"), ("messageId", &sid)])
        .await;
    assert_eq!(shown, (200, json!({"success": true})));
    assert_eq!(ana.screen()[0].tick, Status::Read);
    for fields in [
        [("channel", "sms"), ("messageId", sid.as_str())],
        [("channel", "whatsapp"), ("messageId", "SM1")],
    ] {
        assert_ne!(town.post("/v2/Indicators/Typing.json", &fields).await.0, 200);
    }
}

#[tokio::test]
async fn media_of_ours_is_fetched_and_fails_when_it_is_not_there_or_not_for_whatsapp() {
    let town = Town::new().await;
    town.sandbox.person(ANA).says("Hola");
    let media = format!("{}/file", town.url);
    for (status, content_type, code) in
        [(404, "image/png", "63019"), (200, "text/calendar", "63019"), (200, "image/png", "")]
    {
        town.answers("/file", status, content_type, "bytes");
        let created = town.writes(&[("MediaUrl", &media), ("Body", "mirá")]).await;
        assert!(sid(&created).starts_with("MM"));
        town.settles().await;
        assert_eq!(
            town.told_of("/message-status", "ErrorCode").last().map(String::as_str),
            Some(code),
            "{content_type}"
        );
    }
    assert_eq!(town.told("/file")[0].method, "GET");
}
