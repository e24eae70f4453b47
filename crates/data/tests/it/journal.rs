//! What whoever looks at a run is shown.

use data::{CommandState, Line};

use crate::given::{LEASE, ana, at, command, decide, write};
use crate::store::on_both;

#[tokio::test]
async fn events_and_what_was_ordered_stand_in_one_order() {
    on_both(async |data| {
        let person = ana(&data).await;
        decide(&data, person, &[], &[command(person, "first"), command(person, "second")], 5).await;
        write(&data, "whatsapp:+5491100000001", "ana's second", 9).await;
        let journal = data.journal(Some(person), 10).await.unwrap();
        let names: Vec<_> = journal.entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["said", "say", "say", "said"]);
        let decided = |index: usize| match &journal.entries[index].line {
            Line::Event { decided_at, .. } => *decided_at,
            Line::Command { .. } => panic!("an event"),
        };
        assert_eq!((decided(0), decided(3)), (Some(at(5)), None));
        assert_eq!(journal.entries[1].at, at(5), "ordered when it was decided");
        assert_eq!(journal.calls, []);
    })
    .await;
}

#[tokio::test]
async fn a_command_shows_how_far_it_has_come() {
    on_both(async |data| {
        let person = ana(&data).await;
        decide(&data, person, &[], &[command(person, "first")], 5).await;
        let claimed = data.claim("worker", at(6), LEASE, 1).await.unwrap();
        assert_eq!(claimed.len(), 1);
        let journal = data.journal(None, 10).await.unwrap();
        let Line::Command { state, attempts, .. } = &journal.entries[1].line else {
            panic!("a command")
        };
        assert_eq!((*state, *attempts), (CommandState::Running, 1));
    })
    .await;
}

#[tokio::test]
async fn nobody_sees_another_persons_and_only_the_latest_are_shown() {
    on_both(async |data| {
        let person = ana(&data).await;
        let other = write(&data, "whatsapp:+5491100000002", "his first", 1).await.person;
        for second in 2..6 {
            write(&data, "whatsapp:+5491100000001", &format!("her {second}"), second).await;
        }
        assert_eq!(data.journal(Some(other), 10).await.unwrap().entries.len(), 1);
        let latest = data.journal(Some(person), 2).await.unwrap();
        let times: Vec<_> = latest.entries.iter().map(|entry| entry.at).collect();
        assert_eq!(times, [at(4), at(5)]);
        assert_eq!(data.journal(None, 100).await.unwrap().entries.len(), 6);
    })
    .await;
}
