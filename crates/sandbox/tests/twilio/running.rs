//! The sandbox running by itself, for a person in front of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use sandbox::Sandbox;
use sandbox::options::Options;
use sandbox::timeline::Kind;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn a_run_does_what_falls_due_by_its_clock_until_it_is_stopped() {
    let hand = AtomicI64::new(1_795_352_400_000);
    // Faster than time: a second passes with each look at it.
    let now = move || Timestamp::from_millisecond(hand.fetch_add(1000, Ordering::SeqCst)).unwrap();
    let sandbox = Arc::new(Sandbox::start(Options::new(Arc::new(now))).await.unwrap());
    sandbox.connect("http://127.0.0.1:9");
    let mut live = sandbox.world().lock().timeline.subscribe();
    let stop = CancellationToken::new();
    let running = {
        let (sandbox, stop) = (sandbox.clone(), stop.clone());
        tokio::spawn(async move { sandbox.run(stop).await })
    };
    sandbox.person("+5491122334455").says("Hola");
    let mut attempts = 0;
    while attempts < 2 {
        attempts += usize::from(live.recv().await.unwrap().kind == Kind::Webhook);
    }
    let call = sandbox.provider_calls("+541143211234").unwrap();
    let ended =
        |entry: &sandbox::timeline::Entry| entry.kind == Kind::CallEnded && entry.about == call;
    while !ended(&live.recv().await.unwrap()) {}
    stop.cancel();
    running.await.unwrap();
}
