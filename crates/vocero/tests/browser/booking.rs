//! Bookings by chat: a wish, a card, a call, a final word, a mail.

use super::house::DESK;
use super::visit::Visit;

pub const WISH: &str = "Hi, I'd like a haircut on Thursday afternoon at Harbor Street Barbers, +12025550101. I'm Maya Cole.";

#[tokio::test]
async fn a_haircut_is_booked_by_chat_and_comes_by_mail() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.run_at(10).await;
    visit.says(WISH).await;
    visit.press(".choices button", "Call").await;
    visit.until_says("#lines .agent", "automated assistant").await;
    visit.until_says(".theirs strong", "Haircut").await;
    visit.until_says(".theirs", "Booked").await;
    // The ticks of what she wrote, and who decided what.
    visit.until_there(".mine .tick.read").await;
    for class in ["event", "decision", "command", "request", "webhook", "seen"] {
        visit.until_there(&format!(".log .{class}")).await;
    }
    visit.says("maya@example.org").await;
    visit.until_there("iframe.letter").await;
    visit.until_there(".ics h3").await;
    assert!(visit.text(".ics").await.contains("Haircut"));
    visit.until_says(".letters span", "delivered").await;
    visit.end().await;
}

#[tokio::test]
async fn a_line_of_the_timeline_opens_to_the_bytes() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.says("Hello <b>there</b>, I need a haircut").await;
    visit.until_says(".log .webhook .who", "TwilioInbound").await;
    visit.press(".log .webhook summary", "TwilioInbound").await;
    visit.until_says(".log pre", "Body=").await;
    visit.until_there(".log .command").await;
    visit.press(".log .command summary", "command").await;
    visit.until_says(".log .command pre", "\"").await;
    assert_eq!(visit.count(".bubble p b").await, 0, "what a person writes is text");
    visit.end().await;
}

#[tokio::test]
async fn a_voice_note_is_written_down_and_shown_back() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.run_at(10).await;
    visit.click("#attach summary").await;
    visit.write("#heard", WISH).await;
    visit.click("#speak").await;
    visit.until_says(".mine .voice", "a haircut on Thursday").await;
    visit.press(".choices button", "Call").await;
    visit.until_there(".log .request").await;
    visit.until_says(".log .request", "speech_to_text").await;
    visit.end().await;
}

#[tokio::test]
async fn who_holds_to_speak_has_a_recording_to_send() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.click("#attach summary").await;
    let hold = |kind: &str| {
        format!(
            "document.getElementById('hold').dispatchEvent(new PointerEvent('{kind}', {{bubbles: true}}))"
        )
    };
    visit.run(&hold("pointerdown")).await;
    visit.until_there("#hold.recording").await;
    visit.until("return (window.begun ??= Date.now()) < Date.now() - 700", "she speaks").await;
    visit.run(&hold("pointerup")).await;
    visit
        .until("return document.getElementById('audio').files.length === 1", "it is recorded")
        .await;
    visit.write("#heard", "A haircut, please").await;
    visit.click("#speak").await;
    visit.until_there(".mine .voice audio").await;
    visit.until_says(".mine .voice", "A haircut, please").await;
    visit.end().await;
}

#[tokio::test]
async fn a_place_and_a_card_are_shared() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.click("#attach summary").await;
    visit.press("#attach form[hx-post$=location] button", "Send").await;
    visit.until_says(".mine .card", "📍").await;
    visit.press("#attach form[hx-post$=contact] button", "Send").await;
    visit.until_says(".mine .card", "👤").await;
    visit.until_there(".theirs").await;
    visit.end().await;
}

#[tokio::test]
async fn the_timeline_of_one_request_is_chosen_with_the_keyboard_and_stays_chosen() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.run_at(10).await;
    visit.says(WISH).await;
    visit.press(".choices button", "Call").await;
    visit.until_says(".theirs", "Booked").await;
    // Kinds that were hidden before stay hidden, too.
    visit.press(".filters button", "Callbacks").await;
    visit.until_says("#requests a", "haircut").await;
    visit.run("document.querySelector('#requests a:last-child').focus()").await;
    visit.keys(thirtyfour::prelude::Key::Enter + "").await;
    let chosen = "const one = document.querySelector('#requests a:last-child');
        return location.search.includes('request=') && one?.getAttribute('aria-current') === 'true'
            && document.querySelector('.log').dataset.hide.includes('webhook')";
    visit.until(chosen, "it is chosen").await;
    visit.until_says(".log .seen", "dials").await;
    visit.says("maya@example.org").await;
    visit.until_there("iframe.letter").await;
    visit.page.refresh().await.expect("the page opens again");
    visit.until(chosen, "it is still chosen").await;
    visit.shot("one-request").await;
    visit.end().await;
}
