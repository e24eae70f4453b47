//! How the page looks, on which screen, and how fast it is there.

use super::booking::WISH;
use super::house::{DESK, POCKET, Window};
use super::visit::Visit;

/// Of all that the page loads, uncompressed, in bytes.
const WEIGHT_MAX: u64 = 200_000;

#[tokio::test]
async fn it_is_light_and_quick() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    let weight = visit
        .number(
            "return performance.getEntriesByType('resource')
                 .concat(performance.getEntriesByType('navigation'))
                 .filter(one => !one.name.includes('/live'))
                 .reduce((sum, one) => sum + one.decodedBodySize, 0)",
        )
        .await;
    let painted = "performance.getEntriesByName('first-contentful-paint')";
    visit.until(&format!("return {painted}.length === 1"), "it is painted").await;
    let paint = visit.number(&format!("return Math.round({painted}[0].startTime)")).await;
    let mut taken = Vec::new();
    for round in 0..10 {
        let screen = visit
            .page
            .execute_async(
                format!(
                    "const done = arguments[arguments.length - 1], chat = document.querySelector('[data-region=chat]'),
                       begun = performance.now(), wanted = 'measured {round}.'
                     new MutationObserver((_, watch) => {{
                       if (!chat.textContent.includes(wanted)) return
                       watch.disconnect(); requestAnimationFrame(() => done(performance.now() - begun))
                     }}).observe(chat, {{childList: true, subtree: true}})
                     const text = document.getElementById('text'); text.value = wanted
                     document.querySelector('#compose .send').click()"
                ),
                vec![],
            )
            .await
            .expect("it is measured");
        taken.push(screen.json().as_f64().unwrap_or(f64::MAX));
    }
    taken.sort_by(f64::total_cmp);
    let figures = serde_json::json!({
        "weight_bytes": weight, "first_paint_ms": paint, "click_to_screen_ms_median": taken[5].round(),
        "click_to_screen_ms_worst": taken[9].round(),
    });
    eprintln!("{figures}");
    std::fs::write(super::house::gallery().join("figures.json"), figures.to_string())
        .expect("figures are kept");
    assert!(weight > 50_000 && weight <= WEIGHT_MAX, "{weight} bytes");
    visit.end().await;
}

#[tokio::test]
async fn it_works_on_a_phone() {
    let Some(visit) = Visit::begin(POCKET).await else { return };
    visit.fits().await;
    visit.shot("phone-first").await;
    visit.run_at(10).await;
    visit.says(WISH).await;
    visit.press(".choices button", "Call").await;
    visit.shot("phone-chat").await;
    visit.press(".tabs button", "Provider").await;
    visit.until_says("#lines .agent", "automated assistant").await;
    visit.fits().await;
    visit.shot("phone-provider").await;
    visit.press(".tabs button", "Timeline").await;
    visit.until_there(".log .decision").await;
    visit.fits().await;
    visit.shot("phone-timeline").await;
    visit.press(".tabs button", "Person").await;
    visit.until_says(".theirs", "Booked").await;
    visit.fits().await;
    visit.shot("phone-booked").await;
    visit.end().await;

    let night = Window { dark: true, language: "pt-BR", ..POCKET };
    let Some(visit) = Visit::begin(night).await else { return };
    visit.click("#break summary").await;
    visit.fits().await;
    visit.shot("phone-break-dark").await;
    visit.end().await;
}

/// The two pictures of the README are made here.
#[tokio::test]
async fn a_booking_in_the_light_and_a_call_in_the_dark() {
    let wide = Window { width: 1360, height: 800, ..DESK };
    let Some(visit) = Visit::begin(wide).await else { return };
    visit.run_at(10).await;
    visit.says(WISH).await;
    visit.press(".choices button", "Call").await;
    visit.until_says(".theirs", "Booked").await;
    visit.says("maya@example.org").await;
    visit.until_there(".ics").await;
    visit.until_says(".letters span", "delivered").await;
    visit.portrait("town-booked").await;
    visit.end().await;

    let night = Window { dark: true, language: "es-AR", ..wide };
    let Some(visit) = Visit::begin(night).await else { return };
    visit.go("/stories/8").await;
    visit.run_at(3).await;
    visit.press(".choices button", "Llamar").await;
    visit.until_says("#lines .tool", "ask_person").await;
    visit.until_there(".bubble:last-of-type .choices button").await;
    visit.portrait("town-question-dark").await;
    visit.end().await;
}

#[tokio::test]
async fn it_speaks_the_language_of_the_browser_and_the_one_that_is_chosen() {
    let Some(visit) = Visit::begin(Window { language: "pt-BR", ..DESK }).await else { return };
    assert_eq!(visit.text("#person-title").await.to_lowercase(), "o telefone da pessoa");
    visit.press(".lang a", "Español").await;
    visit.until_says("#person-title", "El teléfono de la persona").await;
    visit.go("").await;
    visit.until_says("#person-title", "El teléfono de la persona").await;
    visit.end().await;
}
