//! Things that are broken on purpose, and what the timeline says of them.

use super::booking::WISH;
use super::house::DESK;
use super::visit::Visit;

#[tokio::test]
async fn a_callback_that_comes_twice_changes_nothing() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.run_at(10).await;
    visit.click("#break summary").await;
    visit.choose("#break select[name=webhook]", "twilio_inbound").await;
    visit.press("#break button", "Double it").await;
    visit.until_says(".warning", "Double it").await;
    visit.says(WISH).await;
    visit.until_says(".log .fault", "comes twice").await;
    visit.press(".choices button", "Call").await;
    visit.until_says(".theirs", "Booked").await;
    let cards = "return [...document.querySelectorAll('.theirs')].filter(one => one.textContent.includes('Shall I call?')).length === 1";
    visit.until(cards, "there is one card").await;
    visit.end().await;
}

#[tokio::test]
async fn a_transcript_that_is_lost_is_fetched() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.run_at(30).await;
    visit.click("#break summary").await;
    visit.choose("#break select[name=webhook]", "elevenlabs_post_call").await;
    visit.press("#break button", "Lose it").await;
    visit.says(WISH).await;
    visit.press(".choices button", "Call").await;
    visit.until_says(".log .fault", "lost").await;
    visit.until_says(".theirs", "Booked").await;
    visit.end().await;
}

#[tokio::test]
async fn a_worker_that_is_killed_in_the_middle_is_followed_by_another() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.run_at(10).await;
    visit.says(WISH).await;
    visit.press(".choices button", "Call").await;
    visit.until_says("#lines .agent", "automated assistant").await;
    visit.click("#break summary").await;
    visit.press("#break button", "Kill the worker").await;
    visit.until_there("#killed").await;
    visit.until("return !document.getElementById('killed')", "another worker comes").await;
    visit.until_says(".theirs", "Booked").await;
    visit.end().await;
}

#[tokio::test]
async fn a_vendor_that_is_down_is_waited_for() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.run_at(10).await;
    visit.press("#vendors button", "Twilio").await;
    visit.until_says("#vendors .down", "Twilio").await;
    visit.says(WISH).await;
    visit.until_says(".log .fault", "nobody takes it").await;
    assert_eq!(visit.count(".theirs").await, 0);
    // A line that somebody reads stays open while what it tells goes on.
    visit.press(".log .command summary", "tried again").await;
    visit.until_says(".log .command [open] pre", "Ready").await;
    visit.press("#vendors button", "Twilio").await;
    visit.press("#skips button", "+1 min").await;
    visit.until_says(".log .command [open] summary", "done").await;
    visit.until_says(".log .command [open] pre", "Done").await;
    visit.press(".choices button", "Call").await;
    visit.end().await;
}

#[tokio::test]
async fn the_clock_is_moved_to_the_next_try() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.go("/stories/2").await;
    visit.run_at(10).await;
    visit.press(".choices button", "Call").await;
    visit.until_says("#handset", "The call is over").await;
    let clock = "return Number(document.querySelector('#clock time').dataset.town)";
    let before = visit.number(clock).await;
    visit.press("#skips button", "+1 h").await;
    visit.until(&format!("{clock} > {before} + 3600000"), "it is an hour later").await;
    visit.end().await;
}
