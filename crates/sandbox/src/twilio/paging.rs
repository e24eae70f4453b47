//! Lists in pages, newest first, as the 2010 API gives them.

use serde_json::{Map, Value, json};

use super::form::Form;
use super::refusal::Refusal;

/// The parameters that every list takes.
pub const PARAMETERS: [&str; 3] = ["PageSize", "Page", "PageToken"];

/// One page that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    number: u32,
    size: u32,
    /// The SID of the last item of the page before.
    after: Option<String>,
}

impl Page {
    /// # Errors
    /// 20001 for a size above 1000, or a page after the first without its token.
    pub fn of(form: &Form) -> Result<Self, Refusal> {
        let size = form.number("PageSize", 1..=1000)?.unwrap_or(50);
        let number = form.number("Page", 0..=u32::MAX)?.unwrap_or(0);
        let after = match form.get("PageToken") {
            Some(token) => match token.strip_prefix("PA") {
                Some(sid) => Some(sid.to_owned()),
                None => return Err(Refusal::parameter("Page token is invalid")),
            },
            None => None,
        };
        if number > 0 && after.is_none() {
            return Err(Refusal::parameter("Page number without a page token"));
        }
        Ok(Self { number, size, after })
    }

    /// This page of `items`, each with its SID, as Twilio's envelope around `key`.
    ///
    /// # Errors
    /// 20001 for a token that leads nowhere: it is of another list, or what it named is deleted.
    pub fn cut(
        &self,
        key: &str,
        items: Vec<(String, Value)>,
        path: &str,
        form: &Form,
    ) -> Result<Value, Refusal> {
        let start = match &self.after {
            Some(sid) => {
                let found = items.iter().position(|(known, _)| known == sid);
                found.ok_or_else(|| Refusal::parameter("Page token is invalid"))? + 1
            }
            None => 0,
        };
        let size = self.size as usize;
        let is_more = items.len() > start + size;
        let shown: Vec<(String, Value)> = items.into_iter().skip(start).take(size).collect();
        let last = shown.last().map(|(sid, _)| sid.clone());
        let next = last
            .filter(|_| is_more)
            .map(|sid| self.address(path, form, self.number + 1, Some(&sid)));
        let first_item = u64::from(self.number) * u64::from(self.size);
        let mut envelope = Map::new();
        envelope.insert("end".into(), json!(first_item + (shown.len() as u64).saturating_sub(1)));
        envelope.insert("first_page_uri".into(), json!(self.address(path, form, 0, None)));
        envelope.insert("next_page_uri".into(), json!(next));
        envelope.insert("page".into(), json!(self.number));
        envelope.insert("page_size".into(), json!(self.size));
        envelope.insert("previous_page_uri".into(), Value::Null);
        envelope.insert("start".into(), json!(first_item));
        envelope.insert(
            "uri".into(),
            json!(self.address(path, form, self.number, self.after.as_deref())),
        );
        envelope.insert(key.into(), shown.into_iter().map(|(_, item)| item).collect());
        Ok(Value::Object(envelope))
    }

    fn address(&self, path: &str, form: &Form, number: u32, after: Option<&str>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(
            form.pairs().iter().filter(|(name, _)| !PARAMETERS.contains(&name.as_str())),
        );
        query
            .append_pair("PageSize", &self.size.to_string())
            .append_pair("Page", &number.to_string());
        if let Some(sid) = after {
            query.append_pair("PageToken", &format!("PA{sid}"));
        }
        format!("{path}?{}", query.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::twilio::form::Form;
    use serde_json::{Value, json};

    fn items(count: u32) -> Vec<(String, Value)> {
        (0..count).map(|n| (format!("CA{n}"), json!(n))).collect()
    }

    #[test]
    fn pages_follow_each_other_without_gap_or_overlap_even_when_newer_items_appear() {
        let mut query = "To=%2B1&PageSize=2".to_owned();
        let mut seen = Vec::new();
        for round in 0..3 {
            let form = Form::of_query(Some(&query));
            let mut all = items(5);
            if round > 0 {
                all.insert(0, ("CAnew".into(), json!("new")));
            }
            let page = Page::of(&form).unwrap().cut("calls", all, "/Calls.json", &form).unwrap();
            seen.extend(page["calls"].as_array().unwrap().clone());
            match page["next_page_uri"].as_str() {
                Some(next) => {
                    assert!(next.contains("To=%2B1"), "{next}");
                    query = next.split_once('?').unwrap().1.to_owned();
                }
                None => break,
            }
        }
        assert_eq!(seen, [json!(0), json!(1), json!(2), json!(3), json!(4)]);
    }

    #[test]
    fn a_page_that_is_too_large_or_has_no_token_is_refused() {
        for query in ["PageSize=1001", "PageSize=0", "Page=1", "PageToken=x"] {
            assert!(Page::of(&Form::of_query(Some(query))).is_err(), "{query}");
        }
        let form = Form::of_query(Some("Page=1&PageToken=PACA9"));
        assert!(Page::of(&form).unwrap().cut("calls", items(5), "/Calls.json", &form).is_err());
    }
}
