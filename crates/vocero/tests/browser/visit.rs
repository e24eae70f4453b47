//! A visitor: what they do on the page, what they wait for, what they see.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thirtyfour::prelude::*;

use super::house::{House, PATIENCE, Running, Window, browser, driver, gallery};

/// Between two looks at the page.
const GLANCE: Duration = Duration::from_millis(40);

pub struct Visit {
    pub house: House,
    pub page: WebDriver,
    _driver: Running,
}

impl Visit {
    /// Opens a new town in a new browser. None where there is no browser.
    pub async fn begin(window: Window) -> Option<Self> {
        let (running, server) = driver()?;
        let house = House::open();
        let page = browser(&server, window).await;
        let visit = Self { house, page, _driver: running };
        visit.go("").await;
        Some(visit)
    }

    /// Goes to an address below the town's, and waits until it lives.
    pub async fn go(&self, below: &str) {
        self.page.goto(format!("{}{below}", self.house.url)).await.expect("the page opens");
        self.until("return !!document.documentElement.dataset.shown", "the page lives").await;
    }

    async fn is(&self, script: &str) -> bool {
        match self.page.execute(script, vec![]).await {
            Ok(answer) => answer.json().as_bool().unwrap_or(false),
            // The page is just being exchanged for another.
            Err(_) => false,
        }
    }

    /// Waits until a script says `true`.
    pub async fn until(&self, script: &str, what: &str) {
        let begun = Instant::now();
        while !self.is(script).await {
            if begun.elapsed() > PATIENCE {
                self.shot("failed").await;
                let text = self.text("main").await;
                // Who only drops it waits for it for minutes.
                let _ = self.page.clone().quit().await;
                panic!("waited in vain: {what}\n{text}");
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    pub async fn until_there(&self, css: &str) {
        let css = serde_json::json!(css);
        self.until(&format!("return !!document.querySelector({css})"), &format!("{css} is there"))
            .await;
    }

    /// Waits until what `css` finds first or later has this text in it.
    pub async fn until_says(&self, css: &str, text: &str) {
        let (css, wanted) = (serde_json::json!(css), serde_json::json!(text));
        let script = format!(
            "return [...document.querySelectorAll({css})].some(one => one.textContent.includes({wanted}))"
        );
        self.until(&script, &format!("{css} says {wanted}")).await;
    }

    pub async fn text(&self, css: &str) -> String {
        let css = serde_json::json!(css);
        let script = format!("return document.querySelector({css})?.innerText ?? ''");
        let answer = self.page.execute(script, vec![]).await.expect("the page answers");
        answer.json().as_str().unwrap_or_default().to_owned()
    }

    pub async fn count(&self, css: &str) -> u64 {
        let script = format!("return document.querySelectorAll({}).length", serde_json::json!(css));
        let answer = self.page.execute(script, vec![]).await.expect("the page answers");
        answer.json().as_u64().unwrap_or_default()
    }

    /// Clicks on what is there, when it can be clicked on: the page may exchange it in the same moment.
    pub async fn click(&self, css: &str) {
        self.until_there(css).await;
        let begun = Instant::now();
        loop {
            let element = self.page.find(By::Css(css)).await;
            let clicked = match element {
                Ok(element) => element.click().await,
                Err(error) => Err(error),
            };
            match clicked {
                Ok(()) => return,
                Err(error) => assert!(begun.elapsed() < PATIENCE, "{css}: {error}"),
            }
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Clicks on a button by a part of what stands on it.
    pub async fn press(&self, css: &str, text: &str) {
        self.until_says(css, text).await;
        let (css, text) = (serde_json::json!(css), serde_json::json!(text));
        let script = format!(
            "const all = [...document.querySelectorAll({css})].filter(one => one.textContent.includes({text}));
             all.at(-1).click()"
        );
        self.page.execute(script, vec![]).await.expect("it can be pressed");
    }

    pub async fn write(&self, css: &str, text: &str) {
        self.until_there(css).await;
        self.page
            .find(By::Css(css))
            .await
            .expect("it is there")
            .send_keys(text)
            .await
            .expect("keys work");
    }

    /// Writes into the chat.
    pub async fn says(&self, text: &str) {
        self.write("#text", &format!("{text}\n")).await;
        self.until_says(".mine", text.get(..20).unwrap_or(text)).await;
    }

    /// The town's clock runs so many times as fast.
    pub async fn run_at(&self, speed: u32) {
        let button =
            |which: &str| format!("#speeds button{which}[hx-vals='{{\"speed\":{speed}}}']");
        self.click(&button("")).await;
        self.until_there(&button("[aria-pressed=true]")).await;
    }

    pub async fn choose(&self, css: &str, value: &str) {
        let (css, value) = (serde_json::json!(css), serde_json::json!(value));
        let script = format!(
            "const select = document.querySelector({css}); select.value = {value};
             select.dispatchEvent(new Event('change', {{bubbles: true}}))"
        );
        self.page.execute(script, vec![]).await.expect("it can be chosen");
    }

    /// Says a line as the one at the desk, when it can be said.
    pub async fn at_the_desk(&self, line: &str) {
        self.write("#line", &format!("{line}\n")).await;
        self.until_says("#lines .callee", line).await;
    }

    pub async fn run(&self, script: &str) {
        self.page.execute(script, vec![]).await.expect("the page does it");
    }

    pub async fn number(&self, script: &str) -> u64 {
        let answer = self.page.execute(script, vec![]).await.expect("the page answers");
        answer.json().as_u64().unwrap_or_default()
    }

    /// Types on whatever has the focus.
    pub async fn keys(&self, keys: impl Into<thirtyfour::TypingData>) {
        self.page.action_chain().send_keys(keys).perform().await.expect("keys work");
    }

    /// Goes back to what had the focus before.
    pub async fn back(&self) {
        let back = self.page.action_chain().key_down(Key::Shift).send_keys(Key::Tab + "");
        back.key_up(Key::Shift).perform().await.expect("keys work");
    }

    /// Nothing is wider than the screen.
    pub async fn fits(&self) {
        let script =
            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        self.until(script, "nothing is wider than the screen").await;
    }

    /// Leaves a picture of the page in the gallery.
    pub async fn shot(&self, name: &str) {
        let thread = std::thread::current();
        let test = thread.name().unwrap_or("page").rsplit("::").next().unwrap_or("page").to_owned();
        let name = if name == "failed" { format!("failed-{test}") } else { name.to_owned() };
        let path = gallery().join(format!("{name}.png"));
        self.page.screenshot(&path).await.expect("a picture can be taken");
    }

    /// Leaves a small picture of the page, fit for the README.
    pub async fn portrait(&self, name: &str) {
        self.shot(name).await;
        let how = serde_json::json!({"format": "webp", "quality": 82});
        let taken = self.page.cdp().send_raw("Page.captureScreenshot", how).await;
        let taken = taken.expect("a picture can be taken");
        let bytes = STANDARD.decode(taken["data"].as_str().expect("a picture")).expect("a picture");
        std::fs::write(gallery().join(format!("{name}.webp")), bytes).expect("it is kept");
    }

    /// Nothing went wrong in the browser; ends the visit.
    pub async fn end(self) {
        let log = self.page.browser_log().await.expect("the browser has a log");
        let complaints: Vec<String> = log
            .iter()
            .map(|entry| format!("{entry:?}"))
            .filter(|line| line.contains("SEVERE") || line.contains("Severe"))
            .collect();
        assert!(complaints.is_empty(), "the console has errors: {complaints:#?}");
        self.page.quit().await.expect("the browser ends");
    }
}
