//! Messages to people: how far they got, whatever order the vendor tells it in.

use data::{Data, Error, MessageStatus};
use domain::ids::{CommandId, PersonId};

use crate::given::{address, ana, at, command};
use crate::store::on_both;
use MessageStatus::{Delivered, Failed, Queued, Read, Sending, Sent, Undelivered};

async fn say(data: &Data) -> (PersonId, CommandId) {
    let person = ana(data).await;
    let say = command(person, "say");
    data.enqueue(std::slice::from_ref(&say), at(0)).await.unwrap();
    (person, say.id)
}

async fn sent(data: &Data, command: CommandId, part: u32, sid: &str) -> Result<(), Error> {
    data.message_sent(command, part, sid, &address("whatsapp:+1"), "hash", at(1)).await
}

#[tokio::test]
async fn a_status_only_ever_rises() {
    on_both(async |data| {
        let (person, command) = say(&data).await;
        sent(&data, command, 0, "SM1").await.unwrap();
        for (status, changed) in [
            (Sent, true),
            (Queued, false),
            (Sending, false),
            (Sent, false),
            (Read, true),
            (Delivered, false),
            (Failed, false),
        ] {
            let message = data.message_status("SM1", None, status, None, at(2)).await.unwrap();
            assert_eq!(message.is_some(), changed, "{status:?}");
            if let Some(message) = message {
                assert_eq!(
                    (message.command, message.person, message.status),
                    (Some(command), Some(person), status)
                );
            }
        }
        assert_eq!(data.message("SM1").await.unwrap().unwrap().status, Read);
    })
    .await;
}

#[tokio::test]
async fn a_failure_is_told_once_with_its_code() {
    on_both(async |data| {
        let (_, command) = say(&data).await;
        sent(&data, command, 0, "SM1").await.unwrap();
        let failed = data
            .message_status("SM1", None, Undelivered, Some("63016"), at(2))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((failed.status, failed.error.as_deref()), (Undelivered, Some("63016")));
        assert_eq!(
            data.message_status("SM1", None, Undelivered, Some("63016"), at(3)).await.unwrap(),
            None
        );
        assert_eq!(data.message_status("SM1", None, Sent, None, at(3)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_report_that_is_faster_than_our_own_note_is_not_lost() {
    on_both(async |data| {
        let (person, command) = say(&data).await;
        let early = data
            .message_status("SM1", Some(command), Delivered, None, at(1))
            .await
            .unwrap()
            .unwrap();
        assert_eq!((early.command, early.person), (Some(command), Some(person)));
        // It does not count as our note of the sending yet.
        assert_eq!(data.messages_for(command).await.unwrap(), []);
        sent(&data, command, 0, "SM1").await.unwrap();
        let noted = data.messages_for(command).await.unwrap();
        assert_eq!(
            noted.iter().map(|one| (one.sid.as_str(), one.status)).collect::<Vec<_>>(),
            [("SM1", Delivered)]
        );
    })
    .await;
}

#[tokio::test]
async fn a_report_of_a_message_nobody_knows_belongs_to_nobody() {
    on_both(async |data| {
        let stranger =
            data.message_status("SM9", None, Failed, None, at(1)).await.unwrap().unwrap();
        assert_eq!((stranger.person, stranger.request), (None, None));
        assert_eq!(data.message("SM8").await.unwrap(), None);
        // A command that is not there was somebody's who has been deleted.
        let gone = Some(CommandId::fresh());
        assert_eq!(data.message_status("SM7", gone, Failed, None, at(1)).await.unwrap(), None);
        assert_eq!(data.message("SM7").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn each_part_of_a_message_is_sent_once() {
    on_both(async |data| {
        let (_, command) = say(&data).await;
        sent(&data, command, 1, "SM2").await.unwrap();
        sent(&data, command, 0, "SM1").await.unwrap();
        sent(&data, command, 0, "SM1").await.unwrap();
        let second = sent(&data, command, 0, "SM3").await;
        assert!(matches!(second, Err(Error::Conflict { .. })), "{second:?}");
        let noted = data.messages_for(command).await.unwrap();
        assert_eq!(noted.iter().map(|one| one.sid.as_str()).collect::<Vec<_>>(), ["SM1", "SM2"]);
        assert_eq!(sent(&data, CommandId::fresh(), 0, "SM4").await, Err(Error::Missing("command")));
    })
    .await;
}
