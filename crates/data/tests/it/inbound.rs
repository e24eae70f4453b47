//! Calls that providers make: whose they are, and that only one talks.

use data::{AttemptState, CallState, Caps, Error, Fence, HangUp};
use domain::appointment::{Errand, Request};
use domain::ids::{AttemptId, CallId};

use crate::given::{another_call, at, call_off, closed, decide, request, said, wanted_call};
use crate::store::on_both;

const OURS: &str = "+5491155550000";

#[tokio::test]
async fn a_number_belongs_to_the_open_request_for_which_it_was_called_last() {
    on_both(async |data| {
        let earlier = wanted_call(&data).await;
        let number = earlier.to.e164().to_owned();
        assert_eq!(
            data.request_waiting_for(&number).await.unwrap(),
            Some((earlier.person, earlier.request))
        );
        assert_eq!(data.request_waiting_for("+5491199999999").await.unwrap(), None);
        assert_eq!(data.request_waiting_for("' OR 1=1 --").await.unwrap(), None);
        data.record_event("done", earlier.person, &said("gracias", at(9))).await.unwrap();
        let mut over = closed(0);
        over.id = earlier.request;
        decide(&data, earlier.person, &[over], &[], 9).await;
        assert_eq!(data.request_waiting_for(&number).await.unwrap(), None, "nothing is open");
        let other = another_call(&data, "whatsapp:+5491100000002").await;
        assert_eq!(other.to.e164(), number);
        assert_eq!(
            data.request_waiting_for(&number).await.unwrap(),
            Some((other.person, other.request))
        );
    })
    .await;
}

#[tokio::test]
async fn who_was_asked_beside_others_is_awaited_as_long_as_the_person_has_not_chosen() {
    on_both(async |data| {
        let asked = wanted_call(&data).await;
        let number = asked.to.e164().to_owned();
        let wish = request(5);
        let enquiry =
            Request { id: asked.request, errand: Errand::Enquire { of: wish.id }, ..closed(0) };
        data.record_event("asked", asked.person, &said("todos", at(9))).await.unwrap();
        decide(&data, asked.person, &[wish.clone(), enquiry], &[], 9).await;
        let waiting = data.request_waiting_for(&number).await.unwrap();
        assert_eq!(waiting, Some((asked.person, asked.request)));
        data.record_event("done", asked.person, &said("ninguno", at(10))).await.unwrap();
        let over = Request { id: wish.id, ..closed(5) };
        decide(&data, asked.person, &[over], &[], 10).await;
        assert_eq!(data.request_waiting_for(&number).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_call_that_comes_in_is_taken_once_and_gets_the_floor() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let attempt = AttemptId::derived(call.id.0, "CA1");
        for _ in 0..2 {
            data.take_call(call.id, attempt, "CA1", OURS, &Caps::default(), at(3)).await.unwrap();
        }
        let attempts = data.attempts(call.id).await.unwrap();
        assert_eq!(attempts.len(), 1);
        assert_eq!(
            (attempts[0].state, attempts[0].sid.as_deref(), attempts[0].n),
            (AttemptState::Accepted, Some("CA1"), 1)
        );
        assert!(matches!(
            data.fence(attempt, "CA1", at(4)).await.unwrap(),
            Fence::Talk { twiml: None, .. }
        ));
        assert_eq!(data.call(call.id).await.unwrap().unwrap().state, CallState::Talking);
        assert_eq!(
            data.fence(attempt, "CA2", at(5)).await.unwrap(),
            Fence::HangUp(HangUp::Surplus)
        );
    })
    .await;
}

#[tokio::test]
async fn what_was_called_off_is_not_talked_about_and_what_nobody_wants_is_not_taken() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let attempt = AttemptId::derived(call.id.0, "CA1");
        data.take_call(call.id, attempt, "CA1", OURS, &Caps::default(), at(3)).await.unwrap();
        call_off(&data, &call).await;
        assert_eq!(
            data.fence(attempt, "CA1", at(6)).await.unwrap(),
            Fence::HangUp(HangUp::CalledOff)
        );
        let nobodys = CallId::fresh();
        let taken =
            data.take_call(nobodys, AttemptId::fresh(), "CA3", OURS, &Caps::default(), at(3)).await;
        assert!(matches!(taken, Err(Error::Missing(_))), "{taken:?}");
    })
    .await;
}
