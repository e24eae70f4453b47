//! What comes in: known once, kept once, whoever sends it how often.

use std::collections::BTreeSet;

use data::{Address, Error};
use domain::ids::{EventId, PersonId};
use tokio::task::JoinSet;

use crate::given::{address, ana, at, newcomer, said, write};
use crate::store::on_both;

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_deliveries_of_one_message_are_one() {
    on_both(async |data| {
        let mut deliveries = JoinSet::new();
        for _ in 0..16 {
            let data = data.clone();
            deliveries.spawn(async move { write(&data, "whatsapp:+1", "SM1", 0).await });
        }
        let all = deliveries.join_all().await;
        assert_eq!(all.iter().filter(|one| one.new).count(), 1);
        let people: BTreeSet<_> = all.iter().map(|one| one.person).collect();
        assert_eq!(people.len(), 1);
        assert_eq!(data.counts().await.unwrap().undecided, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_first_messages_of_one_person_make_one_person() {
    on_both(async |data| {
        let mut messages = JoinSet::new();
        for n in 0..16 {
            let data = data.clone();
            messages.spawn(async move { write(&data, "whatsapp:+1", &format!("SM{n}"), n).await });
        }
        let all = messages.join_all().await;
        assert!(all.iter().all(|one| one.new));
        let people: BTreeSet<_> = all.iter().map(|one| one.person).collect();
        assert_eq!(people.len(), 1);
        assert_eq!(data.counts().await.unwrap().undecided, 16);
    })
    .await;
}

#[tokio::test]
async fn a_person_is_known_by_any_of_their_addresses() {
    on_both(async |data| {
        let first = write(&data, "whatsapp:+1", "SM1", 0).await.person;
        let from = [address("user:hidden"), address("whatsapp:+1")];
        let second =
            data.record_message(&from, &newcomer(), "SM2", &said("hola", at(1))).await.unwrap();
        assert_eq!(second.person, first);
        assert_eq!(data.person_of(&address("user:hidden")).await.unwrap(), Some(first));
        assert_eq!(data.contact(first).await.unwrap().address, address("user:hidden"));
        assert_ne!(write(&data, "whatsapp:+2", "SM3", 2).await.person, first);
    })
    .await;
}

#[tokio::test]
async fn a_late_message_does_not_move_the_window_or_the_address_back() {
    on_both(async |data| {
        let person = write(&data, "whatsapp:+1", "SM2", 100).await.person;
        let from = [address("whatsapp:old"), address("whatsapp:+1")];
        data.record_message(&from, &newcomer(), "SM1", &said("hola", at(50))).await.unwrap();
        let contact = data.contact(person).await.unwrap();
        assert_eq!(
            (contact.address, contact.last_inbound_at),
            (address("whatsapp:+1"), Some(at(100)))
        );
        assert_eq!(data.desk(person, None).await.unwrap().0.person.last_inbound_at, Some(at(100)));
    })
    .await;
}

#[tokio::test]
async fn a_repeated_message_changes_nothing_at_all() {
    on_both(async |data| {
        let person = write(&data, "whatsapp:+1", "SM1", 0).await.person;
        let again = data
            .record_message(
                &[address("whatsapp:+9")],
                &newcomer(),
                "SM1",
                &said("otra cosa", at(60)),
            )
            .await
            .unwrap();
        assert_eq!((again.person, again.new), (person, false));
        assert_eq!(data.person_of(&address("whatsapp:+9")).await.unwrap(), None);
        assert_eq!(data.contact(person).await.unwrap().last_inbound_at, Some(at(0)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_reports_of_one_event_name_the_one_that_is_stored() {
    on_both(async |data| {
        let person = ana(&data).await;
        let mut reports = JoinSet::new();
        for _ in 0..16 {
            let data = data.clone();
            reports.spawn(async move {
                data.record_event("CA1 ringing", person, &said("x", at(1))).await.unwrap()
            });
        }
        let all = reports.join_all().await;
        assert_eq!(all.iter().filter(|one| one.new).count(), 1);
        let named: BTreeSet<EventId> = all.iter().map(|one| one.id).collect();
        assert_eq!(named.len(), 1);
        assert_eq!(data.answer(*named.first().unwrap()).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn events_are_decided_in_the_order_in_which_they_happened() {
    on_both(async |data| {
        let person = ana(&data).await;
        let (late, early) = (said("second", at(2)), said("first", at(1)));
        data.record_event("b", person, &late).await.unwrap();
        data.record_event("a", person, &early).await.unwrap();
        let first = data.next_undecided(person).await.unwrap().unwrap();
        assert!(data.set_aside(first.id, "not needed here", at(3), at(3)).await.unwrap());
        assert_eq!(data.next_undecided(person).await.unwrap(), Some(early));
    })
    .await;
}

#[tokio::test]
async fn who_has_waited_longest_is_decided_first() {
    on_both(async |data| {
        let second = write(&data, "whatsapp:+2", "SM2", 20).await.person;
        let first = write(&data, "whatsapp:+1", "SM1", 10).await.person;
        write(&data, "whatsapp:+1", "SM3", 30).await;
        assert_eq!(data.people_with_undecided(10).await.unwrap(), [first, second]);
        assert_eq!(data.people_with_undecided(1).await.unwrap(), [first]);
    })
    .await;
}

#[tokio::test]
async fn an_event_that_is_set_aside_is_a_dead_letter_and_can_be_replayed() {
    on_both(async |data| {
        let person = ana(&data).await;
        let event = data.next_undecided(person).await.unwrap().unwrap();
        assert!(data.set_aside(event.id, "panicked", at(1), at(1)).await.unwrap());
        assert!(!data.set_aside(event.id, "panicked", at(1), at(1)).await.unwrap());
        assert_eq!(data.next_undecided(person).await.unwrap(), None);
        assert_eq!(data.answer(event.id).await.unwrap(), Some(None));
        let letters = data.dead_letters(10).await.unwrap();
        assert_eq!(
            letters.iter().map(|letter| (letter.id, letter.person)).collect::<Vec<_>>(),
            [(event.id.0, Some(person))]
        );

        assert!(data.replay(event.id.0, at(2)).await.unwrap());
        assert!(!data.replay(event.id.0, at(2)).await.unwrap());
        assert_eq!(data.next_undecided(person).await.unwrap(), Some(event.clone()));
        assert!(data.set_aside(event.id, "panicked again", at(3), at(3)).await.unwrap());
        assert_eq!(data.dead_letters(10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_message_with_a_nul_in_it_is_kept_with_a_sign_in_its_place() {
    on_both(async |data| {
        let from = [address("whatsapp:+1")];
        data.record_message(&from, &newcomer(), "SM\0", &said("a\0b", at(0))).await.unwrap();
        let person = data.person_of(&from[0]).await.unwrap().unwrap();
        let event = data.next_undecided(person).await.unwrap().unwrap();
        assert_eq!(event.kind, said("a\u{fffd}b", at(0)).kind);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_stored_is_not_found() {
    on_both(async |data| {
        let nobody = PersonId::fresh();
        assert_eq!(data.contact(nobody).await, Err(Error::Missing("person")));
        assert_eq!(data.desk(nobody, None).await.unwrap_err(), Error::Missing("person"));
        assert_eq!(data.answer(EventId::fresh()).await, Err(Error::Missing("event")));
        let stranger = data.record_event("k", nobody, &said("x", at(0))).await;
        assert!(matches!(stranger, Err(Error::Conflict { .. })), "{stranger:?}");
        let from_nowhere = data.record_message(&[], &newcomer(), "SM1", &said("x", at(0))).await;
        assert_eq!(from_nowhere, Err(Error::Missing("address")));
        // What failed has left no trace: the same name is free.
        let person = ana(&data).await;
        assert!(data.record_event("k", person, &said("x", at(0))).await.unwrap().new);
        assert!(write(&data, "whatsapp:+1", "SM1", 0).await.new);
    })
    .await;
}

#[tokio::test]
async fn a_caller_who_hangs_up_does_not_cut_what_has_begun() {
    on_both(async |data| {
        let person = ana(&data).await;
        let event = said("x", at(1));
        {
            let mut recording = std::pin::pin!(data.record_event("cut", person, &event));
            std::future::poll_fn(|context| {
                assert!(recording.as_mut().poll(context).is_pending());
                std::task::Poll::Ready(())
            })
            .await;
        }
        let stored = async {
            while data.answer(event.id).await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(10), stored)
            .await
            .expect("it is stored all the same");
    })
    .await;
}

#[test]
fn an_address_has_bounds_and_no_control_characters() {
    assert!(Address::new("").is_err());
    assert!(Address::new("x".repeat(151)).is_err());
    assert!(Address::new("a\nb").is_err());
    assert!(Address::new("ñ".repeat(150)).is_ok());
}

#[test]
fn an_address_does_not_show_itself_in_logs() {
    assert_eq!(format!("{:?}", address("whatsapp:+5491100000001")), "Address(…)");
}
