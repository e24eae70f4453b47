//! Whether people who can't see the page, or use no mouse, can use it: axe-core, and the keyboard alone.
//!
//! axe-core is © Deque Systems, MPL-2.0 (`axe/LICENSE`); it is part of these tests only.

use super::booking::WISH;
use super::house::{DESK, POCKET, Window};
use super::visit::Visit;

const AXE: &str = include_str!("axe/axe.min.js");

const VIOLATIONS: &str = "
    const done = arguments[arguments.length - 1]
    axe.run(document, {iframes: false}).then(found => done(found.violations
        .filter(one => ['serious', 'critical'].includes(one.impact))
        .map(one => `${one.id}: ${one.nodes.map(node => node.target + ' ' + (node.any[0]?.message ?? '')).slice(0, 4).join(' | ')}`)))";

async fn nothing_stands_in_the_way(visit: &Visit, what: &str) {
    visit.page.execute(AXE, vec![]).await.expect("axe is there");
    let found = visit.page.execute_async(VIOLATIONS, vec![]).await.expect("axe has looked");
    if *found.json() != serde_json::json!([]) {
        // Who only drops it waits for it for minutes.
        let _ = visit.page.clone().quit().await;
    }
    assert_eq!(*found.json(), serde_json::json!([]), "{what}");
}

#[tokio::test]
async fn nothing_serious_stands_in_anybodys_way() {
    for (name, window) in
        [("light", DESK), ("dark", Window { dark: true, ..DESK }), ("phone", POCKET)]
    {
        let Some(visit) = Visit::begin(window).await else { return };
        visit.page.set_script_timeout(std::time::Duration::from_secs(60)).await.expect("it is set");
        nothing_stands_in_the_way(&visit, &format!("{name}, new")).await;
        visit.run_at(10).await;
        visit.says(WISH).await;
        visit.press(".choices button", "Call").await;
        visit.until_there("#lines .agent").await;
        nothing_stands_in_the_way(&visit, &format!("{name}, in a call")).await;
        visit.until_says(".theirs", "Booked").await;
        visit.says("maya@example.org").await;
        visit.until_there(".ics").await;
        visit.run("for (const one of document.querySelectorAll('details')) one.open = true").await;
        visit.until_says(".log pre", "\"").await;
        nothing_stands_in_the_way(&visit, &format!("{name}, booked, all open")).await;
        visit.end().await;
    }
}

#[tokio::test]
async fn a_keyboard_is_enough() {
    let Some(visit) = Visit::begin(DESK).await else { return };
    visit.run_at(10).await;
    visit.run("document.getElementById('text').focus()").await;
    visit.keys(WISH).await;
    visit.keys("\n").await;
    visit.until_says(".choices button", "Call").await;
    // Backwards from the field: the buttons of the last message are the nearest.
    visit.run("document.getElementById('text').focus()").await;
    for _ in 0..3 {
        visit.back().await;
    }
    visit
        .until("return document.activeElement.textContent.trim() === 'Call'", "Call has the focus")
        .await;
    visit.keys("\n").await;
    visit.until_there("#lines .agent").await;
    visit.end().await;
}
