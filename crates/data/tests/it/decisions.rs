//! Desks and commits: all of a decision or nothing of it, and none on an old desk.

use data::{CallState, Error, NewCommand};
use domain::appointment::{
    Appointment, Claim, Confirmation, Desk, Errand, Offer, Quote, Request, Slot, Stage, Tried,
};
use domain::ids::{AppointmentId, CallId, EventId, OfferId, RequestId};
use serde_json::json;
use tokio::task::JoinSet;

use crate::given::{
    LEASE, ana, at, call, calling, closed, command, decide, newcomer, request, said, wanted_call,
    write,
};
use crate::store::on_both;

fn booked(request: &Request, call: CallId) -> Request {
    let appointment = Appointment {
        id: AppointmentId::derived(request.id.0, "appointment"),
        call,
        slot: Slot(at(86_400)),
        zone: newcomer().zone,
        provider: "Marta".to_owned(),
        service: "corte".to_owned(),
        name: "Ana".to_owned(),
        quote: Quote { turn: 3, text: "El jueves a las cinco, perfecto.".to_owned() },
        details: Confirmation { price: Some("8000".to_owned()), ..Confirmation::default() },
        called_off_at: None,
        call_before: None,
        moved_to: None,
        entry: None,
        sequence: 0,
    };
    Request { appointment: Some(appointment), ..request.clone() }
}

#[tokio::test]
async fn what_was_decided_is_what_the_desk_shows() {
    on_both(async |data| {
        let person = ana(&data).await;
        let mut open = request(1);
        open.offers.push(Offer {
            id: OfferId::fresh(),
            call: CallId::fresh(),
            slot: Slot(at(500)),
            held_until: Some(at(300)),
            price: Some("100".to_owned()),
            candidate: None,
        });
        let event = data.next_undecided(person).await.unwrap().unwrap();
        let (mut desk, basis) = data.desk(person, None).await.unwrap();
        desk.person.name = Some("Ana".to_owned());
        desk.person.email = Some("ana@example.org".to_owned());
        desk.requests.push(open);
        let answer = json!({ "decision": "book" });
        data.commit(person, &basis, event.id, &desk, &[], Some(&answer), at(2)).await.unwrap();

        let (shown, next) = data.desk(person, None).await.unwrap();
        assert_eq!(shown, desk);
        assert_ne!(next, basis);
        assert_eq!(data.answer(event.id).await.unwrap(), Some(Some(answer)));
        assert_eq!(data.next_undecided(person).await.unwrap(), None);
        assert_eq!(data.people_with_email("ana@example.org").await.unwrap(), [person]);
    })
    .await;
}

#[tokio::test]
async fn a_desk_holds_what_is_open_the_last_three_closed_and_what_was_asked_for() {
    on_both(async |data| {
        let person = ana(&data).await;
        let mut all: Vec<_> = (1..=5).map(closed).collect();
        all.push(request(6));
        decide(&data, person, &all, &[], 7).await;

        let ids =
            |requests: &[Request]| requests.iter().map(|request| request.id).collect::<Vec<_>>();
        let (desk, _) = data.desk(person, None).await.unwrap();
        assert_eq!(ids(&desk.requests), ids(&all[2..]));
        let (desk, _) = data.desk(person, Some(all[0].id)).await.unwrap();
        assert_eq!(ids(&desk.requests), ids(&[&all[..1], &all[2..]].concat()));
        let (desk, _) = data.desk(person, Some(all[5].id)).await.unwrap();
        assert_eq!(ids(&desk.requests), ids(&all[2..]));
        let (desk, _) = data.desk(person, Some(RequestId::fresh())).await.unwrap();
        assert_eq!(ids(&desk.requests), ids(&all[2..]));
    })
    .await;
}

#[tokio::test]
async fn a_desk_holds_what_stands_and_what_is_being_changed_however_long_ago_it_was_closed() {
    on_both(async |data| {
        let person = ana(&data).await;
        let mut all: Vec<_> = (1..=6).map(closed).collect();
        all[0] = booked(&all[0], CallId::fresh());
        all[1] = booked(&all[1], CallId::fresh());
        if let Some(gone) = &mut all[1].appointment {
            gone.called_off_at = Some(at(5));
        }
        decide(&data, person, &all, &[], 7).await;
        let ids = |desk: &Desk| desk.requests.iter().map(|it| it.id).collect::<Vec<_>>();
        let (desk, _) = data.desk(person, None).await.unwrap();
        let expected = [&all[..1], &all[3..]].concat();
        assert_eq!(ids(&desk), expected.iter().map(|it| it.id).collect::<Vec<_>>());

        // The old one is moved: no longer of interest, but for the request that moves it.
        let mut new = request(8);
        new.errand = Errand::Move { of: all[1].id, slot: Slot(at(86_400)) };
        write(&data, "whatsapp:+5491100000001", "SM2", 8).await;
        decide(&data, person, &[new.clone()], &[], 9).await;
        let (desk, _) = data.desk(person, None).await.unwrap();
        assert!(ids(&desk).contains(&all[1].id));
        if let Some(old) = &mut all[0].appointment {
            old.moved_to = Some(new.id);
        }
        write(&data, "whatsapp:+5491100000001", "SM3", 9).await;
        decide(&data, person, &all[..1], &[], 10).await;
        let (desk, _) = data.desk(person, None).await.unwrap();
        assert!(!ids(&desk).contains(&all[0].id), "another stands in its place");
    })
    .await;
}

#[tokio::test]
async fn nobody_is_shown_the_request_of_another() {
    on_both(async |data| {
        let hers = request(1);
        decide(&data, ana(&data).await, std::slice::from_ref(&hers), &[], 1).await;
        let other = write(&data, "whatsapp:+2", "SM2", 0).await.person;
        assert_eq!(data.desk(other, Some(hers.id)).await.unwrap().0.requests, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_eight_who_decide_the_same_event_one_succeeds() {
    on_both(async |data| {
        let person = ana(&data).await;
        let event = data.next_undecided(person).await.unwrap().unwrap();
        let (desk, basis) = data.desk(person, None).await.unwrap();
        let mut deciders = JoinSet::new();
        for n in 0..8 {
            let (data, desk, basis) = (data.clone(), desk.clone(), basis.clone());
            let say = command(person, &format!("said by {n}"));
            deciders.spawn(async move {
                data.commit(person, &basis, event.id, &desk, &[say], None, at(1)).await
            });
        }
        let outcomes = deciders.join_all().await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(
            outcomes
                .iter()
                .filter_map(|outcome| outcome.as_ref().err())
                .all(|error| *error == Error::Stale)
        );
        assert_eq!(data.claim("w", at(2), LEASE, 10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_decision_on_an_old_desk_leaves_nothing() {
    on_both(async |data| {
        let person = ana(&data).await;
        let (old, basis) = data.desk(person, None).await.unwrap();
        decide(&data, person, &[], &[], 1).await;
        write(&data, "whatsapp:+5491100000001", "SM2", 2).await;
        let event = data.next_undecided(person).await.unwrap().unwrap();
        let mut desk = old.clone();
        desk.requests.push(request(3));
        desk.person.name = Some("Eve".to_owned());
        let say = command(person, "say");
        let outcome = data.commit(person, &basis, event.id, &desk, &[say], None, at(3)).await;
        assert_eq!(outcome, Err(Error::Stale));

        let (shown, _) = data.desk(person, None).await.unwrap();
        assert_eq!((shown.requests, shown.person.name), (Vec::new(), None));
        assert_eq!(data.next_undecided(person).await.unwrap(), Some(event));
        assert_eq!(data.claim("w", at(9), LEASE, 10).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn an_event_is_decided_once_even_on_a_fresh_desk() {
    on_both(async |data| {
        let person = ana(&data).await;
        let event = data.next_undecided(person).await.unwrap().unwrap();
        decide(&data, person, &[], &[], 1).await;
        let (desk, basis) = data.desk(person, None).await.unwrap();
        let again = data
            .commit(person, &basis, event.id, &desk, &[command(person, "x")], None, at(2))
            .await;
        assert_eq!(again, Err(Error::Stale));
        let unknown = data.commit(person, &basis, EventId::fresh(), &desk, &[], None, at(2)).await;
        assert_eq!(unknown, Err(Error::Stale));
        assert_eq!(data.desk(person, None).await.unwrap().1, basis);
    })
    .await;
}

#[tokio::test]
async fn the_event_of_another_person_is_not_decided() {
    on_both(async |data| {
        let person = ana(&data).await;
        let other = write(&data, "whatsapp:+2", "SM2", 0).await.person;
        let hers = data.next_undecided(person).await.unwrap().unwrap();
        let (desk, basis) = data.desk(other, None).await.unwrap();
        let outcome = data.commit(other, &basis, hers.id, &desk, &[], None, at(1)).await;
        assert_eq!(outcome, Err(Error::Stale));
        assert!(data.next_undecided(person).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_request_has_one_final_word_and_a_second_leaves_nothing() {
    on_both(async |data| {
        let person = ana(&data).await;
        let wish = request(1);
        let last = |name: &str| NewCommand { final_for: Some(wish.id), ..command(person, name) };
        decide(&data, person, std::slice::from_ref(&wish), &[last("booked")], 1).await;

        let event = said("y?", at(2));
        data.record_event("SM2", person, &event).await.unwrap();
        let (mut desk, basis) = data.desk(person, None).await.unwrap();
        desk.person.name = Some("Eve".to_owned());
        let commands = [command(person, "before"), last("not booked")];
        let outcome = data.commit(person, &basis, event.id, &desk, &commands, None, at(2)).await;
        assert!(matches!(outcome, Err(Error::Conflict { .. })), "{outcome:?}");

        assert_eq!(data.desk(person, None).await.unwrap().0.person.name, None);
        assert_eq!(data.next_undecided(person).await.unwrap(), Some(event));
        let claimed = data.claim("w", at(9), LEASE, 10).await.unwrap();
        assert_eq!(
            claimed.iter().map(|one| one.body["text"].clone()).collect::<Vec<_>>(),
            ["booked"]
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_command_asked_for_twice_is_done_once() {
    on_both(async |data| {
        let person = ana(&data).await;
        let wish = request(1);
        let last = NewCommand { final_for: Some(wish.id), ..command(person, "booked") };
        decide(&data, person, &[wish], std::slice::from_ref(&last), 1).await;
        data.enqueue(&[last.clone(), command(person, "other")], at(2)).await.unwrap();
        assert_eq!(data.claim("w", at(9), LEASE, 10).await.unwrap().len(), 2);
        data.enqueue(&[last], at(3)).await.unwrap();
        assert_eq!(data.claim("w", at(9), LEASE, 10).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_request_has_one_appointment() {
    on_both(async |data| {
        let call = wanted_call(&data).await;
        let person = call.person;
        let first = booked(&data.request(call.request).await.unwrap().unwrap().1, call.id);
        data.record_event("e1", person, &said("x", at(1))).await.unwrap();
        decide(&data, person, std::slice::from_ref(&first), &[], 1).await;
        assert_eq!(data.request(call.request).await.unwrap().unwrap().1, first);

        let mut second = first.clone();
        second.appointment.as_mut().unwrap().id = AppointmentId::fresh();
        let event = said("y", at(2));
        data.record_event("e2", person, &event).await.unwrap();
        let (mut desk, basis) = data.desk(person, None).await.unwrap();
        desk.requests = vec![second];
        let outcome = data.commit(person, &basis, event.id, &desk, &[], None, at(2)).await;
        assert!(matches!(outcome, Err(Error::Conflict { .. })), "{outcome:?}");
        assert_eq!(data.request(call.request).await.unwrap().unwrap().1, first);
    })
    .await;
}

#[tokio::test]
async fn the_outcome_of_a_call_is_written_in_its_row() {
    on_both(async |data| {
        let wanted = wanted_call(&data).await;
        let mut wish = data.request(wanted.request).await.unwrap().unwrap().1;
        wish.calls = vec![Tried {
            call: wanted.id,
            nth: 1,
            at: at(0),
            outcome: Some("no_answer".to_owned()),
        }];
        data.record_event("e1", wanted.person, &said("x", at(1))).await.unwrap();
        decide(&data, wanted.person, &[wish], &[], 1).await;
        let row = data.call(wanted.id).await.unwrap().unwrap();
        assert_eq!(row.outcome.as_deref(), Some("no_answer"));
        assert_eq!(row.call, wanted);
        assert_eq!(data.calls_of(wanted.request).await.unwrap(), [row]);
    })
    .await;
}

#[tokio::test]
async fn a_call_of_an_unknown_request_is_refused_with_all_that_came_with_it() {
    on_both(async |data| {
        let person = ana(&data).await;
        let wish = request(1);
        let call = call(person, &wish);
        let new = data::NewCall { call: call.clone(), token_hash: [7; 32] };
        let place = NewCommand { call: Some(Box::new(new)), ..command(person, "place") };
        let outcome = data.enqueue(&[command(person, "first"), place.clone()], at(1)).await;
        assert!(matches!(outcome, Err(Error::Conflict { .. })), "{outcome:?}");
        assert_eq!(data.claim("w", at(9), LEASE, 10).await.unwrap(), []);

        decide(&data, person, &[calling(&wish, &call)], &[place], 1).await;
        let (found, desk, basis) = data.desk_in_call(&[7; 32]).await.unwrap().unwrap();
        assert_eq!((found.call.id, found.state), (call.id, CallState::Wanted));
        assert_eq!((desk, basis), data.desk(person, None).await.unwrap());
        assert_eq!(data.desk_in_call(&[8; 32]).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_request_of_somebody_else_is_refused_with_all_that_came_with_it() {
    on_both(async |data| {
        let (owner, hers) = (ana(&data).await, request(1));
        decide(&data, owner, std::slice::from_ref(&hers), &[], 1).await;
        let other = write(&data, "whatsapp:+2", "SM2", 0).await.person;
        let event = data.next_undecided(other).await.unwrap().unwrap();
        let (desk, basis) = data.desk(other, None).await.unwrap();
        let forged = Request { stage: Stage::Drafting { asked: Vec::new() }, ..hers.clone() };
        let forged = Desk { requests: vec![forged], ..desk.clone() };
        let say = [command(other, "say")];
        let outcome = data.commit(other, &basis, event.id, &forged, &say, None, at(2)).await;
        assert!(matches!(outcome, Err(Error::Conflict { .. })), "{outcome:?}");
        assert_eq!(data.desk(other, None).await.unwrap(), (desk, basis));
        assert_eq!(data.claim("w", at(9), LEASE, 10).await.unwrap(), []);
        assert_eq!(data.request(hers.id).await.unwrap(), Some((owner, hers)));
    })
    .await;
}

#[tokio::test]
async fn operators_see_the_last_changed_first() {
    on_both(async |data| {
        let person = ana(&data).await;
        let (old, new) = (request(1), request(2));
        decide(&data, person, &[old.clone(), new.clone()], &[], 3).await;
        data.record_event("e1", person, &said("x", at(4))).await.unwrap();
        let changed = Request { stage: closed(5).stage, ..old.clone() };
        decide(&data, person, &[changed], &[], 5).await;
        let rows = data.latest_requests(10).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [old.id, new.id]);
        assert_eq!((rows[0].status.as_str(), rows[0].updated_at), ("cancelled", at(5)));
        // What a decision did not touch keeps its time.
        assert_eq!((rows[1].status.as_str(), rows[1].updated_at), ("confirming", at(3)));
        assert_eq!(data.requests_of(person, 1).await.unwrap(), rows[1..]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn sixty_four_workers_grant_one_claim_even_if_each_overlooks_the_others() {
    on_both(async |data| {
        let person = ana(&data).await;
        decide(&data, person, &[], &[], 1).await;
        let wished = request(1);
        let mut workers = JoinSet::new();
        for n in 0..64 {
            let (data, wished) = (data.clone(), wished.clone());
            workers.spawn(async move {
                let event = said(&format!("claim {n}"), at(2));
                let call = call(person, &wished);
                loop {
                    let (mut desk, basis) = data.desk(person, None).await.unwrap();
                    let mut mine = calling(&wished, &call);
                    if let Stage::Calling(calling) = &mut mine.stage {
                        calling.claim = Some(Claim { slot: Slot(at(500 + n)), confirmed: None });
                    }
                    desk.requests = vec![mine];
                    let key = format!("claim {n}");
                    let answer = json!({ "decision": "book" });
                    match data
                        .commit_new(
                            person,
                            &basis,
                            (&key, &event),
                            &desk,
                            &[],
                            Some(&answer),
                            at(3),
                        )
                        .await
                    {
                        Err(Error::Stale | Error::Unavailable(_)) => {}
                        Ok(()) => return true,
                        Err(Error::Conflict { rule }) => {
                            assert_eq!(rule, "claims");
                            return false;
                        }
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
        let granted = workers.join_all().await.into_iter().filter(|granted| *granted).count();
        assert_eq!(granted, 1);
    })
    .await;
}

#[tokio::test]
async fn a_claim_moves_within_its_call_and_is_free_when_nothing_came_of_it() {
    on_both(async |data| {
        let person = ana(&data).await;
        decide(&data, person, &[], &[], 1).await;
        let wished = request(1);
        let claiming = |call: &domain::appointment::Call, second| {
            let mut claiming = calling(&wished, call);
            if let Stage::Calling(calling) = &mut claiming.stage {
                calling.claim = Some(Claim { slot: Slot(at(second)), confirmed: None });
            }
            claiming
        };
        let next = async |request: Request, n: i64| {
            let (mut desk, basis) = data.desk(person, None).await.unwrap();
            desk.requests = vec![request];
            let (key, event) = (format!("step {n}"), said("…", at(n)));
            data.commit_new(person, &basis, (&key, &event), &desk, &[], None, at(n)).await
        };
        let (one, other) = (call(person, &wished), call(person, &wished));
        next(claiming(&one, 500), 2).await.unwrap();
        next(claiming(&one, 600), 3).await.unwrap();
        assert!(matches!(next(claiming(&other, 600), 4).await, Err(Error::Conflict { .. })));
        next(calling(&wished, &one), 5).await.unwrap();
        next(claiming(&other, 600), 6).await.unwrap();
        next(booked(&calling(&wished, &other), other.id), 7).await.unwrap();
        assert!(matches!(next(claiming(&one, 700), 8).await, Err(Error::Conflict { .. })));
    })
    .await;
}
