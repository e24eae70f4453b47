//! A model that plays the voice agent and takes its time, on a clock moved by hand.

use std::sync::Arc;

use jiff::SignedDuration;
use reqwest::Method;
use sandbox::mind::Mind;
use sandbox::timeline::Kind;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::town::{BY_HAND, Town};

/// A call to somebody who is played by hand, who has asked something that the model is thinking about.
struct Pondering {
    town: Arc<Town>,
    id: String,
    /// Lets the model answer.
    gate: Arc<Semaphore>,
    step: tokio::task::JoinHandle<()>,
}

impl Pondering {
    async fn begin() -> Self {
        let town = Arc::new(Town::new().await);
        town.push(|_| ()).await;
        let gate = Arc::new(Semaphore::new(0));
        let (asked, mut questions) = tokio::sync::mpsc::unbounded_channel();
        let door = gate.clone();
        town.sandbox.think_with(Mind::new(move |question| {
            let (asked, door) = (asked.clone(), door.clone());
            async move {
                asked.send(question).expect("the test listens");
                door.acquire().await.expect("the gate stays").forget();
                Ok(json!({"say": "I am the model.", "tool": "none", "arguments": "{}"}))
            }
        }));
        let id = town.register(BY_HAND, |_| ()).await;
        town.connect(&id, BY_HAND).expect("it connects");
        say(&town, "Hola");
        town.let_pass(SignedDuration::from_secs(20)).await;
        say(&town, "¿Para cuándo sería?");
        town.let_pass(SignedDuration::from_secs(3)).await;
        let next = town.sandbox.next_due().expect("the model is to be asked");
        town.pass(next.duration_since(town.now()));
        let thinking = town.clone();
        let step = tokio::spawn(async move {
            thinking.sandbox.step().await;
        });
        questions.recv().await.expect("the model is asked");
        Self { town, id, gate, step }
    }

    async fn said(&self) -> String {
        self.town.conversation(&self.id).await["transcript"].to_string()
    }

    fn failures(&self) -> Vec<String> {
        let entries = self.town.sandbox.entries_since(0).into_iter();
        let failed = entries.filter(|it| it.kind == Kind::Fault && it.who == "model");
        failed.map(|entry| entry.text).collect()
    }
}

fn say(town: &Town, text: &str) {
    order(town, json!({"say": {"number": BY_HAND, "text": text}}));
}

fn order(town: &Town, order: Value) {
    sandbox::cast::control(town.sandbox.world(), order).expect("it can be done");
}

#[tokio::test]
async fn who_answers_too_late_is_not_heard_and_the_rules_have_gone_on() {
    let pondering = Pondering::begin().await;
    let town = &pondering.town;
    town.let_pass(SignedDuration::from_secs(29)).await;
    assert_eq!(pondering.failures(), [] as [&str; 0], "it has thirty seconds");
    town.let_pass(SignedDuration::from_secs(12)).await;
    assert_eq!(pondering.failures(), ["it does not answer in time"]);
    let said = pondering.said().await;
    assert!(said.contains("el jueves"), "the rules answer: {said}");
    pondering.gate.add_permits(1);
    let Pondering { town, id, step, .. } = pondering;
    step.await.expect("the answer came after all");
    town.let_pass(SignedDuration::from_secs(10)).await;
    let found = town.conversation(&id).await;
    assert!(!found["transcript"].to_string().contains("I am the model"), "{found}");
    assert_eq!(found["status"], "in-progress", "and nobody has hung up");
}

#[tokio::test]
async fn who_answers_in_time_is_heard() {
    let pondering = Pondering::begin().await;
    pondering.gate.add_permits(1);
    let Pondering { town, id, step, .. } = pondering;
    step.await.expect("it has answered");
    town.let_pass(SignedDuration::from_secs(40)).await;
    let found = town.conversation(&id).await;
    assert!(found["transcript"].to_string().contains("I am the model"), "{found}");
    assert_eq!(found["status"], "in-progress");
}

#[tokio::test]
async fn who_hangs_up_waits_for_no_model() {
    let pondering = Pondering::begin().await;
    order(&pondering.town, json!({"hang_up": {"number": BY_HAND}}));
    let found = pondering.town.conversation(&pondering.id).await;
    assert_eq!(found["status"], "processing");
    assert!(pondering.failures().is_empty(), "that is no failure of the model's");
    let (status, _) = pondering
        .town
        .voice(Method::GET, &format!("/v1/convai/conversations/{}", pondering.id), Value::Null)
        .await;
    assert_eq!(status, 200);
}
