//! A language model plays the voice agent opposite a visitor at the provider's desk: through the same tools as ever, and
//! in all the ways in which it can fail. What it may not do, it cannot do; where it fails, the rules go on.

use sandbox::cast::{Manner, control};
use sandbox::elevenlabs::conversation::Tongue;
use sandbox::llm::Reply;
use sandbox::timeline::Kind;
use serde_json::{Value, json};

use crate::database::Database;
use crate::town::Town;

const WITH_A_MODEL: [(&str, &str); 1] = [("LLM_PROVIDER", "openai")];
const SLOT: &str = r#""date": "2026-11-26", "time": "16:00""#;

/// What a model answers that says this and uses that.
fn next_step(say: &str, tool: &str, arguments: &str) -> Reply {
    Reply::Says(json!({"say": say, "tool": tool, "arguments": arguments}).to_string())
}

struct Desk(Town);

impl Desk {
    /// Ana has been called for; whoever is at the desk has picked up, said hello, and heard the first sentence.
    async fn picked_up() -> Self {
        let town =
            Town::set_up(Database::sqlite(), Manner::ByHand, Tongue::Es, &WITH_A_MODEL).await;
        town.ana_wants_it().await;
        town.until(|town| town.rings() == 1).await;
        let desk = Self(town);
        desk.does(json!({"pick_up": {"number": desk.0.provider.number}}));
        desk.0.until(|town| town.count(Kind::Note) > 0 && town.count(Kind::Answered) == 1).await;
        desk.says("Hola, buenas tardes").await;
        desk.until_agent_says("asistente").await;
        assert_eq!(desk.asked(), 0, "the first sentence is no model's");
        desk
    }

    fn does(&self, order: Value) {
        control(self.0.town.sandbox.world(), order).expect("it can be done");
    }

    /// Says a line, and waits until it was heard.
    async fn says(&self, text: &str) {
        let number = &self.0.provider.number;
        self.does(json!({"say": {"number": number, "text": text}}));
        let heard = |town: &Town| town.entries().iter().any(|entry| entry.text == text);
        self.0.until(heard).await;
    }

    fn will(&self, replies: impl IntoIterator<Item = Reply>) {
        let state = &mut self.0.town.sandbox.world().lock();
        replies.into_iter().for_each(|reply| state.llm.will(reply));
    }

    /// How often the model was asked for a step of the agent.
    fn asked(&self) -> usize {
        self.questions().len()
    }

    fn questions(&self) -> Vec<String> {
        let state = self.0.town.sandbox.world().lock();
        state.llm.asked().map(Value::to_string).filter(|it| it.contains("next_step")).collect()
    }

    async fn until_agent_says(&self, part: &str) {
        self.0
            .until(|town| {
                let mut entries = town.entries().into_iter();
                entries.any(|it| {
                    it.kind == Kind::Spoken && it.who == "agent" && it.text.contains(part)
                })
            })
            .await;
    }

    fn agent_said(&self) -> String {
        let entries = self.0.entries().into_iter();
        let said = entries.filter(|it| it.kind == Kind::Spoken && it.who == "agent");
        said.map(|it| it.text + "\n").collect()
    }

    fn tools(&self) -> Vec<String> {
        let used = self.0.entries().into_iter().filter(|entry| entry.kind == Kind::ToolCalled);
        used.map(|entry| entry.text.split(' ').next().unwrap_or_default().to_owned()).collect()
    }

    /// Why the rules had to go on, as the timeline tells.
    fn failures(&self) -> Vec<String> {
        let entries = self.0.entries().into_iter();
        let failed = entries.filter(|it| it.kind == Kind::Fault && it.who == "model");
        failed.map(|entry| entry.text).collect()
    }

    /// The model has failed at the question for when it is to be, and the rules book it.
    async fn goes_on_by_the_rules(&self, why: &str) {
        self.0.until(|_| !self.failures().is_empty()).await;
        assert!(self.failures()[0].contains(why), "{:?}", self.failures());
        assert_eq!(self.0.count(Kind::CallEnded), 0, "nobody has hung up");
        let asked = self.asked();
        self.until_agent_says("jueves").await;
        self.says("Tengo el jueves a las 16:00").await;
        self.until_agent_says("16:00").await;
        self.says("Listo, queda anotado para el jueves a las 16:00").await;
        self.0.settle().await;
        assert_eq!(self.0.status().await, "booked", "{}", self.0.transcript());
        assert_eq!((self.asked(), self.failures().len()), (asked, 1), "it is asked no more");
    }
}

#[tokio::test]
async fn a_model_books_with_the_agent_s_own_tools() {
    let desk = Desk::picked_up().await;
    desk.will([next_step("Un corte para Ana Ruiz, el jueves por la tarde.", "none", "{}")]);
    desk.says("¿Para cuándo sería?").await;
    desk.until_agent_says("Un corte para Ana Ruiz").await;
    desk.will([
        next_step("", "report_offers", &format!(r#"{{"offers": [{{{SLOT}}}]}}"#)),
        next_step("Un momento.", "claim_slot", &format!("{{{SLOT}}}")),
        next_step("Perfecto, jueves a las 16. ¿Me confirma?", "none", ""),
    ]);
    desk.says("Tengo el jueves a las 16:00").await;
    desk.until_agent_says("¿Me confirma?").await;
    let words = "Sí, queda anotado para el jueves a las 16:00";
    desk.will([
        next_step("", "confirm_booking", &format!(r#"{{{SLOT}, "quote": "{words}"}}"#)),
        next_step("Muchas gracias, hasta luego.", "end_call", r#"{"reason": "done"}"#),
    ]);
    desk.says(words).await;
    desk.0.settle().await;
    assert_eq!(desk.0.status().await, "booked", "{}", desk.0.transcript());
    assert_eq!(desk.tools(), ["report_offers", "claim_slot", "confirm_booking", "end_call"]);
    assert_eq!((desk.failures(), desk.asked()), (vec![], 6));
    assert_eq!(desk.0.in_the_diary(), 1, "the desk has it in its book too");
    let questions = desk.questions();
    for told in ["Ana Ruiz", "Never say yes to a time before", "claim_slot", "¿Para cuándo sería?"]
    {
        assert!(questions[0].contains(told), "{told}: {}", questions[0]);
    }
    assert!(questions[2].contains("it_answered"), "it is told what the tools answer");
    let key = desk.0.town.settings.elevenlabs.tool_secret.clone();
    let key = secrecy::ExposeSecret::expose_secret(&key);
    assert!(questions.iter().all(|it| !it.contains(key)), "and no secret");
}

#[tokio::test]
async fn a_model_that_answers_500_leaves_the_call_to_the_rules() {
    let desk = Desk::picked_up().await;
    desk.will([Reply::Fails { status: 500 }, Reply::Fails { status: 500 }]);
    desk.says("¿Para cuándo sería?").await;
    desk.goes_on_by_the_rules("unavailable").await;
}

#[tokio::test]
async fn a_model_that_uses_a_tool_that_there_is_not_is_not_followed() {
    let desk = Desk::picked_up().await;
    desk.will([next_step("Ya está reservado.", "book_it_now", "{}")]);
    desk.says("¿Para cuándo sería?").await;
    desk.goes_on_by_the_rules("a tool that there is not").await;
    assert!(!desk.agent_said().contains("reservado"), "nor are its words said");
}

#[tokio::test]
async fn a_model_that_talks_nonsense_leaves_the_call_to_the_rules() {
    for (nonsense, why) in [
        (Reply::Says("I am a teapot".to_owned()), "not a JSON object"),
        (Reply::Says(json!({"teapot": true}).to_string()), "another form"),
        (next_step("", "none", "{}"), "neither says nor does"),
        (next_step("", "claim_slot", "the four o'clock one"), "nonsense"),
        (next_step("", "play_keypad_touch_tone", r#"{"dtmf_tones": "call me"}"#), "nonsense"),
        (next_step(&"bla ".repeat(400), "none", "{}"), "too much"),
    ] {
        let desk = Desk::picked_up().await;
        desk.will([nonsense]);
        desk.says("¿Para cuándo sería?").await;
        desk.goes_on_by_the_rules(why).await;
    }
}

#[tokio::test]
async fn a_model_that_fails_after_a_tool_is_followed_by_rules_that_know_of_it() {
    let desk = Desk::picked_up().await;
    desk.will([
        next_step("", "claim_slot", &format!("{{{SLOT}}}")),
        Reply::Refuses("I would rather not.".to_owned()),
    ]);
    desk.says("Tengo el jueves a las 16:00, ¿lo anoto?").await;
    desk.0.until(|_| !desk.failures().is_empty()).await;
    // The claim was granted: the rules say yes to what the model asked for.
    desk.until_agent_says("16:00").await;
    desk.says("Listo, queda anotado para el jueves a las 16:00").await;
    desk.0.settle().await;
    assert_eq!(desk.0.status().await, "booked", "{}", desk.0.transcript());
    let claims = desk.tools().iter().filter(|tool| *tool == "claim_slot").count();
    assert_eq!(claims, 1, "{:?}", desk.tools());
}

#[tokio::test]
async fn a_model_that_says_yes_without_a_claim_has_booked_nothing() {
    let desk = Desk::picked_up().await;
    let words = "Sí, queda anotado para el jueves a las 16:00";
    desk.will([next_step("Sí, tomamos el jueves a las 16. ¿Me confirma?", "none", "{}")]);
    desk.says("Tengo el jueves a las 16:00").await;
    desk.until_agent_says("¿Me confirma?").await;
    desk.will([
        next_step("", "confirm_booking", &format!(r#"{{{SLOT}, "quote": "{words}"}}"#)),
        next_step("Gracias, hasta luego.", "end_call", "{}"),
    ]);
    desk.says(words).await;
    desk.0.until(|town| town.count(Kind::CallEnded) == 1).await;
    desk.0.settle().await;
    assert!(desk.0.request().await.appointment.is_none(), "{}", desk.0.transcript());
    assert_ne!(desk.0.status().await, "booked");
}

#[tokio::test]
async fn a_model_that_turns_in_circles_is_stopped() {
    let desk = Desk::picked_up().await;
    let again = || next_step("", "report_line", r#"{"line": "person"}"#);
    desk.will((0..20).map(|_| again()));
    desk.says("¿Para cuándo sería?").await;
    desk.goes_on_by_the_rules("circles").await;
}
