mod contents;
mod platform;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::wanted::TOOLS;
use super::{Error, Told, differences, push, wanted};
use crate::config::{Need, Settings};
use platform::Platform;

const OUR_URL: &str = "https://vocero.test";

/// An operator: keeps the settings that a push tells.
struct Operator {
    platform: Platform,
    environment: BTreeMap<String, String>,
}

impl Operator {
    async fn new() -> Self {
        let platform = Platform::start().await;
        let mut operator = Self { environment: BTreeMap::new(), platform };
        operator.set("VOCERO_PUBLIC_URL", OUR_URL);
        operator.set("ELEVENLABS_API_KEY", "hush-api-key");
        operator.set("ELEVENLABS_BASE_URL", &operator.platform.url.clone());
        operator
    }

    /// With everything pushed and all settings kept.
    async fn settled() -> Self {
        let mut operator = Self::new().await;
        operator.push().await.expect("the first push goes well");
        operator.platform.forget_writes();
        operator
    }

    fn set(&mut self, name: &str, value: &str) {
        self.environment.insert(name.to_owned(), value.to_owned());
    }

    fn settings(&self) -> Settings {
        Settings::from_places(&self.environment, Need::Agent)
            .expect("the settings of these tests are right")
    }

    async fn push(&mut self) -> Result<Vec<Told>, Error> {
        let settings = self.settings();
        let mut told = Vec::new();
        let pushed = push(&self.platform.client(), &settings, &mut |line| told.push(line)).await;
        for line in &told {
            if let Told::Keep(name, value) = line {
                self.set(name, value);
            }
        }
        pushed.map(|()| told)
    }

    async fn differences(&self) -> Vec<String> {
        differences(&self.platform.client(), &self.settings()).await.expect("the platform answers")
    }
}

fn kept(told: &[Told]) -> Vec<&str> {
    let name = |line: &Told| match line {
        Told::Keep(name, _) => Some(*name),
        Told::Changed(_) => None,
    };
    // The borrow of a name ends with the program.
    told.iter().filter_map(name).collect()
}

#[tokio::test]
async fn an_empty_account_gets_everything_and_the_operator_every_setting_to_keep() {
    let mut operator = Operator::new().await;
    let told = operator.push().await.unwrap();
    assert_eq!(
        kept(&told),
        ["ELEVENLABS_TOOL_SECRET", "ELEVENLABS_WEBHOOK_SECRET", "ELEVENLABS_AGENT_ID"]
    );

    let account = operator.platform.account();
    assert_eq!((account.secrets.len(), account.webhooks.len(), account.agents.len()), (1, 1, 1));
    let names: BTreeSet<_> =
        account.tools.values().filter_map(|tool| tool["tool_config"]["name"].as_str()).collect();
    assert_eq!(names, wanted::TOOLS.iter().map(|(name, _)| *name).collect());

    let webhook = account.webhooks.values().next().unwrap();
    assert_eq!(webhook["webhook_url"], format!("{OUR_URL}/webhooks/elevenlabs/post-call"));
    assert_eq!(webhook["retry_enabled"], true);
    let secret = account.secrets.values().next().unwrap();
    assert_eq!(secret["value"], operator.environment["ELEVENLABS_TOOL_SECRET"]);
    assert!(operator.environment["ELEVENLABS_TOOL_SECRET"].len() >= 32);

    let agent = &account.agents[&operator.environment["ELEVENLABS_AGENT_ID"]];
    assert_eq!(wanted::tools_of(agent).len(), TOOLS.len());
    assert_eq!(wanted::webhook_of(agent), account.webhooks.keys().next().map(String::as_str));
    for tool in account.tools.values() {
        let config = &tool["tool_config"];
        assert_eq!(wanted::secret_of(config), account.secrets.keys().next().map(String::as_str));
        let name = config["name"].as_str().unwrap();
        assert_eq!(
            wanted::url_of(config).unwrap(),
            format!("{OUR_URL}/webhooks/elevenlabs/tools/{name}")
        );
    }
}

#[tokio::test]
async fn a_second_push_changes_nothing_and_tells_nothing() {
    let mut operator = Operator::settled().await;
    assert_eq!(operator.push().await.unwrap(), []);
    assert_eq!(operator.platform.writes(), [""; 0]);
    assert_eq!(operator.differences().await, [""; 0]);
}

#[tokio::test]
async fn a_push_that_breaks_off_anywhere_is_finished_by_the_next_one() {
    for lost_after_effect in [false, true] {
        let mut cut_at = 0;
        loop {
            let mut operator = Operator::new().await;
            operator.set("ELEVENLABS_TOOL_SECRET", "hush-tool-secret");
            operator.platform.fail_write(cut_at, lost_after_effect);
            if operator.push().await.is_ok() {
                assert!(cut_at >= 9, "every write was cut off once");
                break;
            }
            operator.push().await.unwrap();
            let account = operator.platform.account();
            let counts = (account.secrets.len(), account.tools.len(), account.agents.len());
            assert_eq!(counts, (1, TOOLS.len(), 1), "cut at write {cut_at}");
            assert_eq!(operator.differences().await, [""; 0], "cut at write {cut_at}");
            for (name, collection) in [
                ("ELEVENLABS_AGENT_ID", &account.agents),
                ("ELEVENLABS_WEBHOOK_SECRET", &account.webhooks),
            ] {
                let kept = &operator.environment[name];
                assert!(
                    collection
                        .iter()
                        .any(|(id, item)| id == kept || item["webhook_secret"] == json!(kept)),
                    "{name} after a cut at write {cut_at}"
                );
            }
            cut_at += 1;
        }
    }
}

#[tokio::test]
async fn an_agent_whose_id_was_lost_is_found_again_and_not_made_twice() {
    let mut operator = Operator::settled().await;
    operator.environment.remove("ELEVENLABS_AGENT_ID");
    assert_eq!(kept(&operator.push().await.unwrap()), ["ELEVENLABS_AGENT_ID"]);
    assert_eq!(operator.platform.writes(), [""; 0]);
}

#[tokio::test]
async fn a_webhook_whose_secret_was_lost_is_replaced() {
    let mut operator = Operator::settled().await;
    let old = operator.environment.remove("ELEVENLABS_WEBHOOK_SECRET").unwrap();
    assert_eq!(kept(&operator.push().await.unwrap()), ["ELEVENLABS_WEBHOOK_SECRET"]);
    assert_ne!(operator.environment["ELEVENLABS_WEBHOOK_SECRET"], old);

    let account = operator.platform.account();
    let agent = account.agents.values().next().unwrap();
    let used = &account.webhooks[wanted::webhook_of(agent).unwrap()];
    assert_eq!(used["webhook_secret"], operator.environment["ELEVENLABS_WEBHOOK_SECRET"]);
    assert_eq!(operator.differences().await, [""; 0]);
}

#[tokio::test]
async fn a_new_tool_secret_replaces_the_old_one_in_place() {
    let mut operator = Operator::settled().await;
    operator.set("ELEVENLABS_TOOL_SECRET", "hush-new-value");
    assert_eq!(
        operator.differences().await.len(),
        1 + TOOLS.len(),
        "the secret, and the header of each tool"
    );
    operator.push().await.unwrap();
    let account = operator.platform.account();
    assert_eq!(account.secrets.len(), 1);
    assert_eq!(account.secrets.values().next().unwrap()["value"], "hush-new-value");
    assert_eq!(operator.differences().await, [""; 0]);
}

#[tokio::test]
async fn a_new_public_url_moves_the_tools_and_makes_a_webhook() {
    let mut operator = Operator::settled().await;
    operator.set("VOCERO_PUBLIC_URL", "https://moved.test");
    assert_eq!(kept(&operator.push().await.unwrap()), ["ELEVENLABS_WEBHOOK_SECRET"]);
    let account = operator.platform.account();
    assert_eq!(
        (account.tools.len(), account.webhooks.len(), account.agents.len()),
        (TOOLS.len(), 2, 1)
    );
    assert!(
        account
            .tools
            .values()
            .all(|tool| wanted::url_of(&tool["tool_config"]).unwrap().starts_with("https://moved"))
    );
    assert_eq!(operator.differences().await, [""; 0]);
}

/// What somebody with a stolen key, or a careless colleague, might change.
#[tokio::test]
async fn whatever_is_tampered_with_shows_as_one_difference_and_is_mended_by_a_push() {
    let agent_changes = [
        ("/conversation_config/agent/prompt/prompt", json!("You are a person.")),
        ("/conversation_config/agent/prompt/llm", json!("another-model")),
        ("/conversation_config/agent/prompt/tool_ids", json!(["tool_of_a_stranger"])),
        ("/conversation_config/agent/prompt/mcp_server_ids", json!(["mcp_of_a_stranger"])),
        ("/conversation_config/agent/prompt/knowledge_base", json!([{"id": "kb"}])),
        (
            "/conversation_config/agent/prompt/built_in_tools/transfer_to_number",
            json!({"name": "transfer_to_number"}),
        ),
        ("/conversation_config/agent/first_message", json!("Hello, this is Ana.")),
        (
            "/conversation_config/language_presets/es/overrides/agent",
            json!({"prompt": {"prompt": "Eres Ana."}}),
        ),
        ("/conversation_config/conversation/max_duration_seconds", json!(7200)),
        ("/platform_settings/auth/enable_auth", json!(false)),
        ("/platform_settings/privacy/record_voice", json!(true)),
        (
            "/platform_settings/overrides/conversation_config_override/agent/prompt/prompt",
            json!(true),
        ),
        (
            "/platform_settings/workspace_overrides/webhooks/post_call_webhook_id",
            json!("hook_of_a_stranger"),
        ),
        ("/platform_settings/archived", json!(true)),
    ];
    let mut operator = Operator::settled().await;
    for (pointer, value) in agent_changes {
        operator.platform.tamper_with_agent(pointer, &value);
        let found = operator.differences().await;
        let path = pointer.trim_start_matches('/').replace('/', ".");
        assert!(
            found.len() == 1 && found[0].starts_with(&format!("agent: {path}")),
            "{pointer}: {found:?}"
        );
        operator.push().await.unwrap();
        assert_eq!(operator.differences().await, [""; 0], "{pointer}");
    }
    let tool_changes = [
        ("/api_schema/url", json!("https://stranger.test/collect")),
        ("/api_schema/method", json!("GET")),
        ("/api_schema/request_headers/X-Vocero-Tool-Key", json!("in the open")),
        ("/description", json!("Call it never.")),
        ("/response_timeout_secs", json!(120)),
    ];
    for (pointer, value) in tool_changes {
        operator.platform.tamper_with_tool("claim_slot", pointer, &value);
        let found = operator.differences().await;
        assert!(
            found.len() == 1 && found[0].starts_with("tool claim_slot: "),
            "{pointer}: {found:?}"
        );
        operator.push().await.unwrap();
        assert_eq!(operator.differences().await, [""; 0], "{pointer}");
    }
}

#[tokio::test]
async fn what_is_deleted_at_the_platform_is_missed_and_made_again() {
    let mut operator = Operator::settled().await;
    operator.platform.delete_tool("ask_person");
    assert!(operator.differences().await.contains(&"tool ask_person: is not there".to_owned()));
    operator.platform.change(|account| account.webhooks.clear());
    assert!(operator.differences().await.contains(&"webhook: none has our address".to_owned()));
    operator.platform.change(|account| account.secrets.clear());
    assert!(operator.differences().await[0].starts_with("secret: "));
    operator.push().await.unwrap();
    assert_eq!(operator.differences().await, [""; 0]);
}

#[tokio::test]
async fn a_webhook_that_the_platform_switched_off_is_reported_and_switched_on_again() {
    let mut operator = Operator::settled().await;
    operator.platform.change(|account| {
        account.webhooks.values_mut().for_each(|webhook| webhook["is_auto_disabled"] = json!(true));
    });
    assert_eq!(operator.differences().await, ["webhook: is switched off"]);
    operator.push().await.unwrap();
    assert_eq!(operator.differences().await, [""; 0]);
}

#[tokio::test]
async fn what_belongs_to_others_stays_as_it_is() {
    let mut operator = Operator::new().await;
    let foreign_tool = json!({"name": "claim_slot", "api_schema": {"url": "https://others.test/webhooks/elevenlabs/tools/claim_slot"}});
    operator.platform.change(|account| {
        account.tools.insert(
            "tool_theirs".to_owned(),
            json!({"id": "tool_theirs", "tool_config": foreign_tool}),
        );
        account.agents.insert(
            "agent_theirs".to_owned(),
            json!({"agent_id": "agent_theirs", "name": "vocero",
                   "conversation_config": {"agent": {"prompt": {"tool_ids": ["tool_theirs"]}}}}),
        );
        account.secrets.insert(
            "secret_theirs".to_owned(),
            json!({"secret_id": "secret_theirs", "name": "vocero_tool_key_0"}),
        );
    });
    let before = operator.platform.account();
    operator.push().await.unwrap();
    let after = operator.platform.account();
    assert_eq!(after.tools["tool_theirs"], before.tools["tool_theirs"]);
    assert_eq!(after.agents["agent_theirs"], before.agents["agent_theirs"]);
    assert_eq!(after.secrets["secret_theirs"], before.secrets["secret_theirs"]);
    assert_eq!((after.tools.len(), after.agents.len()), (1 + TOOLS.len(), 2));
}

#[tokio::test]
async fn an_agent_id_that_names_nothing_is_said_so_and_nothing_is_made() {
    let mut operator = Operator::new().await;
    operator.set("ELEVENLABS_AGENT_ID", "agent_gone");
    assert!(matches!(operator.push().await, Err(Error::NoSuchAgent)));
    assert_eq!(operator.platform.writes(), [""; 0]);
}

#[tokio::test]
async fn a_refusal_says_what_was_being_done_and_why_it_was_refused_and_shows_no_secret() {
    let mut operator = Operator::new().await;
    operator.set("ELEVENLABS_TOOL_SECRET", "hush-tool-secret");
    operator.platform.refuse_writes("the quota is used up");
    let text = operator.push().await.unwrap_err().to_string();
    assert!(
        text.starts_with("storing the tools' secret: ") && text.ends_with(": the quota is used up"),
        "{text}"
    );
    assert!(!text.contains("hush"), "{text}");
}

#[tokio::test]
async fn each_language_has_the_voice_that_was_chosen_for_it() {
    let mut operator = Operator::settled().await;
    operator.set("ELEVENLABS_VOICES", "en=voice_en,pt=voice_pt");
    operator.push().await.unwrap();
    let account = operator.platform.account();
    let config = &account.agents.values().next().unwrap()["conversation_config"];
    assert_eq!(config["tts"]["voice_id"], "voice_en");
    assert_eq!(config["language_presets"]["pt"]["overrides"]["tts"]["voice_id"], "voice_pt");
    assert_eq!(config["language_presets"]["es"]["overrides"].get("tts"), None);
}

#[test]
fn what_the_platform_fills_in_is_no_difference() {
    let wanted = json!({"a": 8, "b": {"c": null, "d": []}, "e": ""});
    let actual =
        json!({"a": 8.0, "b": {"c": {"x": null}, "d": null, "more": 1}, "e": null, "f": true});
    assert_eq!(super::differences::between(&wanted, &actual), [""; 0]);
}

#[test]
fn a_difference_names_its_field_and_shows_both_sides() {
    let lines = |wanted: Value, actual: Value| super::differences::between(&wanted, &actual);
    assert_eq!(lines(json!({"a": {"b": 1}}), json!({"a": {"b": 2}})), ["a.b is 2, should be 1"]);
    assert_eq!(
        lines(json!({"a": ["x"]}), json!({"a": ["x", "y"]})),
        [r#"a is ["x","y"], should be ["x"]"#]
    );
    assert_eq!(
        lines(json!({"a": [{"b": 1}]}), json!({"a": [{"b": 2}]})),
        ["a[0].b is 2, should be 1"]
    );
    assert_eq!(
        lines(json!({"a": null}), json!({"a": {"b": 1}})),
        [r#"a is {"b":1}, should be null"#]
    );
    assert_eq!(lines(json!({"a": {"b": 1}}), json!({})), ["a.b is null, should be 1"]);
    assert_eq!(
        lines(json!({"a": "one\ntwo\nthree"}), json!({"a": "one\n2\nthree"})),
        [r#"a, line 2 is "2", should be "two""#]
    );
    assert_eq!(
        lines(json!({"a": "one\ntwo"}), json!({"a": "one"})),
        [r#"a, line 2 is missing, should be "two""#]
    );
}
