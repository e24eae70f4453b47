//! Calls in which the visitor has a say: at the desk, and when the desk has a question.

use super::booking::WISH;
use super::house::DESK;
use super::visit::Visit;

#[tokio::test]
async fn a_visitor_who_plays_the_receptionist_books_it() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.click("#play").await;
    visit.until_says("#manner option:checked", "played by you").await;
    visit.run_at(10).await;
    visit.says(WISH).await;
    visit.press(".choices button", "Call").await;
    visit.click("#pick-up").await;
    visit.until_there("#speeds button[aria-pressed=true][hx-vals*=':1}']").await;
    visit.at_the_desk("Harbor Street Barbers, how can I help you?").await;
    visit.until_says("#lines .agent", "automated assistant").await;
    visit.run_at(3).await;
    visit.at_the_desk("For when would it be?").await;
    visit.until_says("#lines .agent", "Thursday").await;
    visit.at_the_desk("I could do 4 pm").await;
    visit.until_says("#lines .agent", "Is that right?").await;
    visit.shot("receptionist").await;
    visit.at_the_desk("Yes, done, you're down for Thursday at 4 pm").await;
    visit.until_says(".theirs", "Booked").await;
    visit.until_says(".theirs", "16:00").await;
    visit.end().await;
}

#[tokio::test]
async fn a_visitor_who_hangs_up_has_booked_nothing() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.click("#play").await;
    visit.run_at(10).await;
    visit.says(WISH).await;
    visit.press(".choices button", "Call").await;
    visit.click("#pick-up").await;
    visit.at_the_desk("Hello?").await;
    visit.until_says("#lines .agent", "automated assistant").await;
    visit.click("#hang-up").await;
    visit.until_says("#handset", "The call is over").await;
    visit.until_says(".log .seen", "the call is over after").await;
    assert!(!visit.text("[data-region=chat]").await.contains("Booked"));
    visit.end().await;
}

#[tokio::test]
async fn a_call_that_is_declined_is_busy() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.click("#play").await;
    visit.run_at(10).await;
    visit.says(WISH).await;
    visit.press(".choices button", "Call").await;
    visit.click("#decline").await;
    visit.until_says("#handset", "Busy").await;
    visit.end().await;
}

#[tokio::test]
async fn a_question_in_the_middle_of_the_call_is_answered_by_a_button() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.go("/stories/8").await;
    visit.run_at(3).await;
    visit.press(".choices button", "Call").await;
    visit.until_says("#lines .tool", "ask_person").await;
    visit.press(".bubble:last-of-type .choices button", "Thu").await;
    visit.until_says(".theirs", "Booked").await;
    visit.shot("question").await;
    visit.end().await;
}

#[tokio::test]
async fn two_people_write_and_each_sees_their_own() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.says("Hello from Maya herself").await;
    visit.until_there(".theirs").await;
    visit.press("#people a", "Ana").await;
    visit.until_says("[data-region=chat]", "Write what you need").await;
    visit.says("Hola, habla Ana misma").await;
    visit.until_there(".theirs").await;
    assert!(!visit.text("[data-region=chat]").await.contains("Maya"));
    assert!(!visit.text("[data-region=log]").await.contains("Hello from Maya"));
    visit.end().await;
}

#[tokio::test]
async fn each_of_the_twenty_stories_begins() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.run_at(30).await;
    for number in 1..=20 {
        visit.go(&format!("/stories/{number}")).await;
        let answered = "const all = [...document.querySelectorAll('.bubble:not(.typing)')];
            return all.length > 1 && all.at(-1).classList.contains('theirs')";
        visit.until(answered, &format!("story {number} is answered")).await;
    }
    visit.end().await;
}
