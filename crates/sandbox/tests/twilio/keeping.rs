//! What outlives a run.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use sandbox::Sandbox;
use sandbox::options::Options;
use sandbox::person::voice_note;
use sandbox::twilio::calls::Status;

const ANA: &str = "whatsapp:+5491122334455";

async fn run(file: &Path) -> (Sandbox, Arc<AtomicI64>) {
    let clock = Arc::new(AtomicI64::new(1_795_352_400_000));
    let hand = Arc::clone(&clock);
    let now = move || Timestamp::from_millisecond(hand.load(Ordering::SeqCst)).unwrap();
    let options = Options { keep_in: Some(file.to_owned()), ..Options::new(Arc::new(now)) };
    let sandbox = Sandbox::start(options).await.unwrap();
    sandbox.connect("http://127.0.0.1:9");
    (sandbox, clock)
}

#[tokio::test]
async fn a_second_run_goes_on_where_the_first_one_ended() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("town.json");
    let (first, clock) = run(&file).await;
    first.person(ANA).says("Hola");
    first.person(ANA).speaks(&voice_note("un corte"), "un corte");
    first.world().lock().drawer.insert("a".into(), "b".into());
    let ringing = first.provider_calls("+541143211201").unwrap();
    let (media, seq) = (first.media_url().to_owned(), first.entries_since(0).len());
    first.close().await;
    drop(first);
    let (second, later) = run(&file).await;
    later.store(clock.load(Ordering::SeqCst) + 1, Ordering::SeqCst);
    assert_eq!(second.media_url(), media, "links that were given out still lead there");
    assert_eq!(second.person(ANA).screen().len(), 2);
    assert_eq!(second.entries_since(0).len(), seq);
    let state = second.world().look();
    assert_eq!(state.speech.heard(&voice_note("un corte")), Some("un corte"));
    assert_eq!(state.drawer.get("a").map(String::as_str), Some("b"));
    assert_eq!(state.twilio.calls.get(&ringing).map(|call| call.status), Some(Status::Ringing));
    assert_eq!(state.twilio.media.len(), 1);
    drop(state);
    // What was still to come comes, and no id is given twice.
    assert!(second.next_due().is_some());
    let sid = second.person(ANA).says("¿Sigue ahí?");
    let screen = second.person(ANA).screen();
    assert_eq!(screen.iter().filter(|bubble| bubble.sid == sid).count(), 1);
}

#[tokio::test]
async fn what_was_being_done_when_the_run_ended_is_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("town.json");
    let (first, _) = run(&file).await;
    first.person(ANA).says("Hola");
    let now = first.world().now();
    let taken = first.world().lock().agenda.take_due(now);
    assert!(taken.is_some(), "the message is on its way");
    first.close().await;
    drop(first);
    let (second, _) = run(&file).await;
    assert!(second.next_due().is_some_and(|due| due <= now));
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_laid_aside_and_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("town.json");
    std::fs::write(&file, "{\"listen\":[],\"state\":").unwrap();
    let (sandbox, _) = run(&file).await;
    assert_eq!(sandbox.person(ANA).screen().len(), 0);
    let aside = std::fs::read_to_string(folder.path().join("town.unreadable")).unwrap();
    assert!(aside.starts_with("{\"listen\""));
}

#[tokio::test]
async fn an_address_that_somebody_else_has_by_now_is_exchanged_for_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("town.json");
    let (first, _) = run(&file).await;
    first.person(ANA).says("Hola");
    first.close().await;
    let taken = first.twilio_url().trim_start_matches("http://").to_owned();
    let url = first.twilio_url().to_owned();
    drop(first);
    let _other = loop {
        match std::net::TcpListener::bind(&taken) {
            Ok(listener) => break listener,
            Err(_) => tokio::task::yield_now().await,
        }
    };
    let (second, _) = run(&file).await;
    assert_ne!(second.twilio_url(), url);
    assert_eq!(second.person(ANA).screen().len(), 1);
}

#[tokio::test]
async fn the_middle_of_an_hour_is_kept_without_a_proper_end() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("town.json");
    let (first, _) = run(&file).await;
    first.person(ANA).says("Hola");
    while !std::fs::read_to_string(&file).is_ok_and(|kept| kept.contains("Hola")) {
        tokio::task::yield_now().await;
    }
    let kept = std::fs::read(&file).unwrap();
    std::fs::write(folder.path().join("crashed.json"), kept).unwrap();
    let (second, _) = run(&folder.path().join("crashed.json")).await;
    assert_eq!(second.person(ANA).screen().len(), 1);
}
