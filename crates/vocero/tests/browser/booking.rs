//! A booking by chat, with a card, a call, a final word and a mail.

use super::house::DESK;
use super::visit::Visit;

pub const WISH: &str =
    "Hi, I'd like a haircut on Thursday afternoon at Harbor Street Barbers, +12025550101. I'm Maya Cole.";

#[tokio::test]
async fn a_haircut_is_booked_by_chat() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.run_at(10).await;
    visit.says(WISH).await;
    visit.press(".choices button", "Call").await;
    visit.until_says("#lines .agent", "automated").await;
    visit.shot("booking-talking").await;
    visit.until_says(".theirs", "Booked").await;
    visit.shot("booking-booked").await;
    visit.end().await;
}
