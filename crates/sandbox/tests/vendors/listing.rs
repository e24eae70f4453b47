//! The list of conversations, as a sweep reads it.

use jiff::SignedDuration;
use reqwest::Method;
use serde_json::Value;

use crate::town::{MARTA, Town};

const PATH: &str = "/v1/convai/conversations";

async fn page(town: &Town, query: &str) -> (u16, Value) {
    town.voice(Method::GET, &format!("{PATH}?{query}"), Value::Null).await
}

fn ids(page: &Value) -> Vec<String> {
    let all = page["conversations"].as_array().unwrap();
    all.iter().map(|one| one["conversation_id"].as_str().unwrap().to_owned()).collect()
}

/// Five conversations that were never connected, a minute apart, oldest first.
async fn five() -> (Town, Vec<String>) {
    let town = Town::new().await;
    town.push(|_| ()).await;
    let mut all = Vec::new();
    for _ in 0..5 {
        all.push(town.register(MARTA, |_| ()).await);
        town.pass(SignedDuration::from_mins(1));
    }
    (town, all)
}

#[tokio::test]
async fn pages_follow_each_other_even_when_some_go_and_others_come() {
    let (town, mut all) = five().await;
    all.reverse();
    let (_, first) = page(&town, "page_size=2").await;
    assert_eq!((ids(&first), &first["has_more"]), (all[..2].to_vec(), &Value::Bool(true)));
    town.voice(Method::DELETE, &format!("{PATH}/{}", all[1]), Value::Null).await;
    town.register(MARTA, |_| ()).await;
    let next = first["next_cursor"].as_str().unwrap();
    let (_, second) = page(&town, &format!("page_size=2&cursor={next}")).await;
    assert_eq!(ids(&second), all[2..4]);
    let next = second["next_cursor"].as_str().unwrap();
    let (_, last) = page(&town, &format!("page_size=2&cursor={next}")).await;
    assert_eq!((ids(&last), &last["has_more"]), (all[4..].to_vec(), &Value::Bool(false)));
    assert_eq!(last["next_cursor"], Value::Null);
}

#[tokio::test]
async fn the_oldest_come_first_if_asked_for() {
    let (town, all) = five().await;
    let (_, first) = page(&town, "page_size=3&sort_direction=asc").await;
    assert_eq!(ids(&first), all[..3]);
    let next = first["next_cursor"].as_str().unwrap();
    let (_, rest) = page(&town, &format!("sort_direction=asc&cursor={next}")).await;
    assert_eq!(ids(&rest), all[3..]);
}

#[tokio::test]
async fn a_list_is_filtered_by_start_agent_and_status() {
    let (town, all) = five().await;
    let since = town.now().as_second() - 130;
    assert_eq!(ids(&page(&town, &format!("call_start_after_unix={since}")).await.1).len(), 2);
    assert_eq!(ids(&page(&town, &format!("call_start_before_unix={since}")).await.1).len(), 3);
    assert!(ids(&page(&town, "agent_id=agent_other").await.1).is_empty());
    town.connect(&all[0], MARTA).unwrap();
    assert_eq!(ids(&page(&town, "exclude_statuses=initiated").await.1), all[..1]);
}

#[tokio::test]
async fn a_summary_is_there_if_asked_for() {
    let (town, all) = five().await;
    town.connect(&all[4], MARTA).unwrap();
    town.let_pass(SignedDuration::from_mins(5)).await;
    for (query, is_there) in
        [("", false), ("summary_mode=exclude", false), ("summary_mode=include", true)]
    {
        let (_, found) = page(&town, &format!("call_successful=success&{query}")).await;
        assert_eq!(ids(&found), all[4..]);
        assert_eq!(found["conversations"][0]["transcript_summary"].is_string(), is_there);
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_by_name() {
    let town = Town::new().await;
    for (query, kind) in [
        ("page_size=0", "greater_than_equal"),
        ("page_size=101", "less_than_equal"),
        ("page_size=many", "int_parsing"),
        ("call_start_after_unix=2026-11-25", "int_parsing"),
        ("summary_mode=yes", "enum"),
        ("exclude_statuses=over", "enum"),
        ("cursor=conv_1", "value_error"),
        ("user=call_1", "extra_forbidden"),
    ] {
        let (status, refused) = page(&town, query).await;
        assert_eq!((status, refused["detail"][0]["type"].as_str()), (422, Some(kind)), "{query}");
        let name = query.split('=').next().unwrap();
        assert_eq!(refused["detail"][0]["loc"], serde_json::json!(["query", name]));
    }
}
