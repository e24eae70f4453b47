//! A town that outlives its program, and one that is emptied.

use super::booking::WISH;
use super::house::DESK;
use super::visit::Visit;

#[tokio::test]
async fn everything_survives_a_crash_in_the_middle_of_a_call() {
    let Some(mut visit) = Visit::begin(DESK).await else { return };
    visit.run_at(3).await;
    visit.says(WISH).await;
    visit.press(".choices button", "Call").await;
    visit.until_says("#lines .agent", "automated assistant").await;
    visit
        .until("return (window.begun ??= Date.now()) < Date.now() - 600", "it is written down")
        .await;
    visit.house.crash_and_start_again();
    // The page comes back by itself.
    visit
        .until(
            "return performance.now() < 20000 && !!document.querySelector('.mine')",
            "it is there",
        )
        .await;
    visit.go("").await;
    visit.until_says(".mine", "I'd like a haircut").await;
    visit.until_says("#lines .agent", "automated assistant").await;
    visit.until_there("#speeds button[aria-pressed=true][hx-vals*='3}']").await;
    visit.until_says(".theirs", "Booked").await;
    visit.page.clone().quit().await.expect("the browser ends");
}

#[tokio::test]
async fn a_town_that_is_emptied_is_empty() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.says(WISH).await;
    visit.until_there(".choices").await;
    visit.click("#break summary").await;
    visit.click("#reset").await;
    visit.page.accept_alert().await.expect("it asks first");
    visit.until("return document.querySelectorAll('.bubble').length === 0", "it is empty").await;
    visit.until("return !!document.documentElement.dataset.shown", "the page lives").await;
    visit.says("Hello again, I need a haircut").await;
    visit.until_there(".theirs").await;
    visit.page.clone().quit().await.expect("the browser ends");
}
