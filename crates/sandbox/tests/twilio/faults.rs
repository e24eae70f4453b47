//! Requests that go wrong on order, before or after they took effect.

use std::time::Duration;

use sandbox::faults::{DeliveryFault, Order, RequestFault, Vendor};

use crate::town::{ANA, Town};

fn order(town: &Town, operation: &str, fault: RequestFault, times: u32) {
    let (vendor, operation) = (Vendor::Twilio, operation.to_owned());
    town.sandbox.order(Order::Request { vendor, operation, fault, times });
}

fn messages(town: &Town) -> usize {
    town.sandbox.world().lock().twilio.messages.iter().count()
}

#[tokio::test]
async fn an_ordered_refusal_has_twilios_body_and_no_effect() {
    for (fault, status, code) in [
        (RequestFault::TooMany, 429, 20429),
        (RequestFault::ErrorBefore, 500, 20500),
        (
            RequestFault::Refuse { status: 400, code: 10004, message: "Concurrency".into() },
            400,
            10004,
        ),
    ] {
        let town = Town::new().await;
        order(&town, "messages.create", fault, 1);
        let (answered, body) = town.writes(&[("Body", "x")]).await;
        assert_eq!((answered, body["code"].as_i64()), (status, Some(code)));
        assert_eq!(messages(&town), 0);
        assert_eq!(town.writes(&[("Body", "x")]).await.0, 201, "an order is used up");
    }
}

#[tokio::test]
async fn an_error_after_the_effect_looks_the_same_but_the_message_exists() {
    let town = Town::new().await;
    order(&town, "messages.create", RequestFault::ErrorAfter, 1);
    assert_eq!(town.writes(&[("Body", "x")]).await.0, 500);
    assert_eq!(messages(&town), 1);
}

#[tokio::test]
async fn a_lost_answer_closes_the_connection_after_the_effect_and_a_lost_request_before_it() {
    for (fault, effects) in [(RequestFault::AnswerLost, 1), (RequestFault::RequestLost, 0)] {
        let town = Town::new().await;
        order(&town, "messages.create", fault.clone(), 1);
        let path = town.account_path("/Messages.json");
        let form = [("To", ANA), ("From", "whatsapp:+14155238886"), ("Body", "x")];
        let outcome = town.request(reqwest::Method::POST, &path).form(&form).send().await;
        assert!(outcome.is_err(), "{fault:?}");
        assert_eq!(messages(&town), effects, "{fault:?}");
        assert_eq!(town.get(&path).await.0, 200, "the server lives on");
    }
}

#[tokio::test]
async fn a_request_that_is_doubled_on_its_way_has_two_effects_and_one_answer() {
    let town = Town::new().await;
    order(&town, "messages.create", RequestFault::Twice, 1);
    let (status, first) = town.writes(&[("Body", "x")]).await;
    assert_eq!((status, messages(&town)), (201, 2));
    assert_eq!(town.message(first["sid"].as_str().unwrap()).await["sid"], first["sid"]);
}

#[tokio::test]
async fn silence_makes_the_client_give_up_though_the_message_exists() {
    let town = Town::new().await;
    order(&town, "messages.create", RequestFault::Silence, 1);
    let path = town.account_path("/Messages.json");
    let form = [("To", ANA), ("From", "whatsapp:+14155238886"), ("Body", "x")];
    let request =
        town.request(reqwest::Method::POST, &path).form(&form).timeout(Duration::from_millis(300));
    assert!(request.send().await.unwrap_err().is_timeout());
    assert_eq!(messages(&town), 1);
}

#[tokio::test]
async fn an_order_strikes_its_operation_and_a_star_strikes_any() {
    let town = Town::new().await;
    order(&town, "calls.list", RequestFault::TooMany, 1);
    assert_eq!(town.get(&town.account_path("/Messages.json")).await.0, 200);
    assert_eq!(town.get(&town.account_path("/Calls.json")).await.0, 429);
    order(&town, "*", RequestFault::TooMany, 2);
    assert_eq!(town.get(&town.account_path("/Messages.json")).await.0, 429);
    assert_eq!(town.get("/v1/Content").await.0, 429);
    assert_eq!(town.get("/v1/Content").await.0, 200);
}

#[tokio::test]
async fn a_message_can_be_ordered_to_fail_with_any_code() {
    let town = Town::new().await;
    town.sandbox.person(ANA).says("Hola");
    town.sandbox.order(Order::Message { code: 63012, times: 1 });
    town.writes(&[("Body", "x")]).await;
    town.settles().await;
    assert_eq!(town.told_of("/message-status", "ErrorCode"), ["", "63012"]);
    town.writes(&[("Body", "y")]).await;
    town.settles().await;
    assert_eq!(town.sandbox.person(ANA).last_read(), "y");
}

#[tokio::test]
async fn what_was_asked_is_counted_by_operation() {
    let town = Town::new().await;
    town.writes(&[("Body", "x")]).await;
    town.writes(&[("Body", "")]).await;
    let state = town.sandbox.world().lock();
    assert_eq!(state.requests.get(&(Vendor::Twilio, "messages.create")), Some(&2));
}

#[tokio::test]
async fn a_vendor_that_is_down_takes_nothing_until_it_is_up_again() {
    let town = Town::new().await;
    let down = Order::Down { vendor: Vendor::Twilio };
    town.sandbox.order(down.clone());
    assert_eq!(town.sandbox.world().look().faults.pending(), [down]);
    for _ in 0..3 {
        let request = town.request(reqwest::Method::GET, &town.account_path("/Calls.json"));
        assert!(request.send().await.is_err());
    }
    town.sandbox.order(Order::Up { vendor: Vendor::Twilio });
    assert_eq!(town.get(&town.account_path("/Calls.json")).await.0, 200);
    assert_eq!(town.sandbox.world().look().faults.pending(), []);
}

#[tokio::test]
async fn the_next_delivery_is_lost_whatever_it_is_and_the_one_after_it_is_not() {
    let town = Town::new().await;
    town.sandbox.order(Order::NextDelivery { fault: DeliveryFault::Lose, times: 1 });
    town.sandbox.person(crate::town::ANA).says("Uno");
    town.sandbox.person(crate::town::ANA).says("Dos");
    town.settles().await;
    assert_eq!(town.told_of("/webhooks/twilio/whatsapp", "Body"), ["Dos"]);
}

#[tokio::test]
async fn mending_mends_everything() {
    let town = Town::new().await;
    town.sandbox.order(Order::NextDelivery { fault: DeliveryFault::Lose, times: 1 });
    town.sandbox.order(Order::Down { vendor: Vendor::Twilio });
    town.sandbox.world().lock().faults.clear();
    town.sandbox.person(crate::town::ANA).says("Uno");
    town.settles().await;
    assert_eq!(town.told_of("/webhooks/twilio/whatsapp", "Body"), ["Uno"]);
    assert_eq!(town.get(&town.account_path("/Calls.json")).await.0, 200);
}
