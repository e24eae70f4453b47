//! Events that are stored, decided and answered in one transaction: somebody waits on the phone.

use data::{Basis, Data, Error};
use domain::appointment::{Desk, Event};
use domain::ids::PersonId;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::given::{LEASE, ana, at, command, decide, request, said, write};
use crate::store::on_both;

async fn somebody(data: &Data) -> (PersonId, Desk, Basis) {
    let person = ana(data).await;
    decide(data, person, &[], &[], 1).await;
    let (desk, basis) = data.desk(person, None).await.unwrap();
    (person, desk, basis)
}

/// A new request, a command and an answer come of it.
async fn commit(
    data: &Data,
    (person, desk, basis): &(PersonId, Desk, Basis),
    (key, event): (&str, &Event),
    answer: &Value,
) -> Result<(), Error> {
    let mut desk = desk.clone();
    desk.requests.push(request(3));
    let say = command(*person, &format!("say {}", event.id));
    data.commit_new(*person, basis, (key, event), &desk, &[say], Some(answer), at(3)).await
}

async fn is_as_before(data: &Data, (person, desk, basis): &(PersonId, Desk, Basis)) {
    assert_eq!(data.desk(*person, None).await.unwrap(), (desk.clone(), basis.clone()));
    assert_eq!(data.claim("w", at(9), LEASE, 10).await.unwrap(), []);
}

#[tokio::test]
async fn an_event_is_stored_decided_and_answered_at_once() {
    on_both(async |data| {
        let given = somebody(&data).await;
        let (event, answer) = (said("16:00", at(2)), json!({ "decision": "book" }));
        commit(&data, &given, ("tool 1", &event), &answer).await.unwrap();
        assert_eq!(data.answer(event.id).await.unwrap(), Some(Some(answer)));
        assert_eq!(data.next_undecided(given.0).await.unwrap(), None);
        assert_eq!(data.desk(given.0, None).await.unwrap().0.requests.len(), 1);
        assert_eq!(data.claim("w", at(9), LEASE, 10).await.unwrap().len(), 1);
        let again = data.record_event("tool 1", given.0, &said("16:00", at(4))).await.unwrap();
        assert_eq!((again.id, again.new), (event.id, false));
    })
    .await;
}

#[tokio::test]
async fn what_is_known_already_leaves_nothing() {
    on_both(async |data| {
        let given = somebody(&data).await;
        data.record_event("tool 1", given.0, &said("16:00", at(2))).await.unwrap();
        decide(&data, given.0, &[], &[], 2).await;
        let (desk, basis) = data.desk(given.0, None).await.unwrap();
        let given = (given.0, desk, basis);
        let repeat = commit(&data, &given, ("tool 1", &said("16:00", at(3))), &json!(1)).await;
        assert_eq!(repeat, Err(Error::Stale));
        is_as_before(&data, &given).await;
    })
    .await;
}

#[tokio::test]
async fn what_happened_before_is_decided_before() {
    on_both(async |data| {
        let given = somebody(&data).await;
        // She calls it off; nobody has decided about that yet.
        write(&data, "whatsapp:+5491100000001", "SM2", 2).await;
        let event = said("16:00", at(3));
        let outcome = commit(&data, &given, ("tool 1", &event), &json!(1)).await;
        assert_eq!(outcome, Err(Error::Stale));
        let (desk, basis) = data.desk(given.0, None).await.unwrap();
        is_as_before(&data, &(given.0, desk, basis)).await;
        assert_eq!(data.answer(event.id).await, Err(Error::Missing("event")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_that_come_at_once_one_is_decided() {
    on_both(async |data| {
        let given = somebody(&data).await;
        let mut tools = JoinSet::new();
        for n in 0..8 {
            let (data, given) = (data.clone(), given.clone());
            let event = said("16:00", at(2));
            tools.spawn(async move {
                let key = format!("tool {}", n % 2);
                commit(&data, &given, (&key, &event), &json!(n)).await
            });
        }
        let outcomes = tools.join_all().await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().flat_map(|it| it.as_ref().err()).all(|it| *it == Error::Stale));
        assert_eq!(data.claim("w", at(9), LEASE, 10).await.unwrap().len(), 1);
    })
    .await;
}
