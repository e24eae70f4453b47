//! How Twilio's requests to the product are repeated, redirected and given up.

use sandbox::faults::{DeliveryFault, Order, Webhook};
use sandbox::options::Connection;

use crate::town::{ANA, Town};

const WHATSAPP: &str = "/webhooks/twilio/whatsapp";

/// The product's address for messages with something after `#`, and a fallback.
fn with_rules(town: &Town, fragment: &str) {
    let mut connection = Connection::at(&town.url);
    connection.whatsapp_url = format!("{}{WHATSAPP}{fragment}", town.url);
    connection.whatsapp_fallback_url = Some(format!("{}/fallback", town.url));
    town.sandbox.connect_as(connection);
}

fn order(town: &Town, webhook: Webhook, fault: DeliveryFault, times: u32) {
    town.sandbox.order(Order::Delivery { webhook, fault, times });
}

#[tokio::test]
async fn an_error_is_not_repeated_unless_the_address_says_so() {
    for (fragment, status, attempts) in [
        ("", 500, 1),
        ("#rc=3", 500, 1),
        ("#rc=3&rp=5xx", 500, 4),
        ("#rc=2&rp=all", 404, 3),
        ("#rc=2&rp=5xx", 404, 1),
        ("#rc=9&rp=5xx", 500, 2),
        ("#rc=0&rp=5xx", 500, 1),
        ("", 204, 1),
    ] {
        let town = Town::new().await;
        with_rules(&town, fragment);
        town.answers(WHATSAPP, status, "text/plain", "");
        town.sandbox.person(ANA).says("Hola");
        town.settles().await;
        let told = town.told(WHATSAPP);
        assert_eq!(told.len(), attempts, "{fragment} {status}");
        let tokens: std::collections::BTreeSet<_> =
            told.iter().map(|told| told.header("i-twilio-idempotency-token")).collect();
        assert_eq!(tokens.len(), 1);
        assert_eq!(town.told("/fallback").len(), usize::from(status != 204), "{fragment} {status}");
    }
}

#[tokio::test]
async fn a_repetition_that_succeeds_is_the_last() {
    let town = Town::new().await;
    with_rules(&town, "#rc=5&rp=5xx");
    town.answers(WHATSAPP, 503, "text/plain", "").then_answers(WHATSAPP, 204, "text/plain", "");
    town.sandbox.person(ANA).says("Hola");
    town.settles().await;
    assert_eq!(town.told(WHATSAPP).len(), 2);
    assert!(town.told("/fallback").is_empty());
}

#[tokio::test]
async fn a_connection_that_fails_is_tried_once_more_by_default_and_an_answer_lost_is_not() {
    for (fault, times, told, fallback) in [
        (DeliveryFault::Unreachable, 1, 1, 0),
        (DeliveryFault::Unreachable, 2, 0, 1),
        (DeliveryFault::AnswerLost, 1, 1, 1),
    ] {
        let town = Town::new().await;
        with_rules(&town, "");
        order(&town, Webhook::TwilioInbound, fault, times);
        town.sandbox.person(ANA).says("Hola");
        town.settles().await;
        let counts = (town.told(WHATSAPP).len(), town.told("/fallback").len());
        assert_eq!(counts, (told, fallback), "{fault:?} {times}");
    }
}

#[tokio::test]
async fn a_fallback_is_told_what_went_wrong_where() {
    let town = Town::new().await;
    with_rules(&town, "#rc=0");
    town.answers(WHATSAPP, 500, "text/plain", "");
    let sid = town.sandbox.person(ANA).says("Hola");
    town.settles().await;
    let told = town.told("/fallback").pop().unwrap();
    assert_eq!((told.get("ErrorCode"), told.get("MessageSid")), ("11200", sid.as_str()));
    assert_eq!(told.get("ErrorUrl"), format!("{}{WHATSAPP}", town.url));
}

#[tokio::test]
async fn a_product_that_is_down_loses_what_it_is_told() {
    let town = Town::new().await;
    town.sandbox.connect("http://127.0.0.1:9");
    town.sandbox.person(ANA).says("Hola");
    town.settles().await;
    let state = town.sandbox.world().lock();
    let codes: Vec<_> = state.twilio.alerts.iter().map(|alert| alert.code).collect();
    assert_eq!(codes, [11205]);
    assert_eq!(state.twilio.exchanges.len(), 2, "one try and one more");
}

#[tokio::test]
async fn a_redirect_loses_the_form() {
    let town = Town::new().await;
    town.answers(WHATSAPP, 301, "text/plain", "/elsewhere");
    town.sandbox.person(ANA).says("Hola");
    town.settles().await;
    let told = town.told("/elsewhere").pop().unwrap();
    assert_eq!((told.method.as_str(), told.fields.len()), ("GET", 0));
}

#[tokio::test]
async fn a_delivery_can_be_lost_delayed_and_doubled() {
    let town = Town::new().await;
    let ana = town.sandbox.person(ANA);
    order(&town, Webhook::TwilioInbound, DeliveryFault::Lose, 1);
    order(&town, Webhook::TwilioInbound, DeliveryFault::Double, 1);
    order(&town, Webhook::TwilioInbound, DeliveryFault::Delay { seconds: 30 }, 1);
    for text in ["lost", "doubled", "delayed", "plain"] {
        ana.says(text);
    }
    town.settles().await;
    assert_eq!(town.told_of(WHATSAPP, "Body"), ["doubled", "doubled", "plain", "delayed"]);
    let told = town.told(WHATSAPP);
    assert_eq!(told[0].get("MessageSid"), told[1].get("MessageSid"));
}

#[tokio::test]
async fn a_delivery_can_be_swapped_with_the_next_of_its_kind() {
    let town = Town::new().await;
    let ana = town.sandbox.person(ANA);
    order(&town, Webhook::TwilioInbound, DeliveryFault::SwapWithNext, 1);
    ana.says("first");
    ana.says("second");
    town.lives(jiff::SignedDuration::from_secs(5)).await;
    assert_eq!(town.told_of(WHATSAPP, "Body"), ["second", "first"]);
    order(&town, Webhook::TwilioInbound, DeliveryFault::SwapWithNext, 1);
    ana.says("alone");
    town.lives(jiff::SignedDuration::from_secs(59)).await;
    assert_eq!(town.told(WHATSAPP).len(), 2);
    town.settles().await;
    assert_eq!(town.told_of(WHATSAPP, "Body")[2..], ["alone"]);
}

#[tokio::test]
async fn a_lost_question_for_instructions_is_asked_again_and_a_doubled_one_counts_once() {
    use sandbox::cast::Manner;
    for (fault, told) in [(DeliveryFault::Lose, 1), (DeliveryFault::Double, 2)] {
        let town = Town::new().await;
        town.twiml("/voice", "<Say>Hola</Say>");
        order(&town, Webhook::TwilioVoice, fault, 1);
        town.calls(&town.provider(Manner::TwoSlots), &[]).await;
        town.settles().await;
        assert_eq!(town.told("/voice").len(), told, "{fault:?}");
        let spoken =
            town.sandbox.entries_since(0).into_iter().filter(|entry| entry.text == "Hola").count();
        assert_eq!(spoken, 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_fault_strikes_only_the_kind_that_it_was_ordered_for() {
    let town = Town::new().await;
    order(&town, Webhook::TwilioMessageStatus, DeliveryFault::Lose, 9);
    town.sandbox.person(ANA).says("Hola");
    town.writes(&[("Body", "Hola")]).await;
    town.settles().await;
    assert_eq!(town.told(WHATSAPP).len(), 1);
    assert!(town.told("/message-status").is_empty());
    assert_eq!(town.sandbox.person(ANA).last_read(), "Hola");
}

#[tokio::test]
async fn after_a_rotation_webhooks_are_signed_with_the_new_token_and_the_old_one_opens_nothing() {
    let town = Town::new().await;
    town.sandbox.rotate_twilio_auth_token("new-token");
    town.sandbox.person(ANA).says("Hola");
    town.settles().await;
    let told = town.told(WHATSAPP).pop().unwrap();
    let url = format!("{}{WHATSAPP}", town.url);
    assert_eq!(
        told.header("x-twilio-signature"),
        sandbox::twilio::signature::sign("new-token", &url, &told.fields)
    );
    let credentials = town.sandbox.credentials();
    let list = format!("{}{}", town.sandbox.twilio_url(), town.account_path("/Calls.json"));
    for (token, status) in [(credentials.twilio_auth_token.as_str(), 401), ("new-token", 200)] {
        let request =
            town.http().get(&list).basic_auth(&credentials.twilio_account_sid, Some(token));
        assert_eq!(request.send().await.unwrap().status(), status);
    }
}
