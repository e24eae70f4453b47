//! The kinds of content that the sandbox shows, with their limits. Other kinds that Twilio knows are refused.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Button, Menu, Row, Shown};

const BODY_MAX: usize = 1600;
const STRUCTURED_BODY_MAX: usize = 1024;
const ID_MAX: usize = 200;

/// One content in one or more renderings; WhatsApp shows the richest.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Types {
    #[serde(rename = "twilio/list-picker")]
    list_picker: Option<ListPicker>,
    #[serde(rename = "twilio/quick-reply")]
    quick_reply: Option<QuickReply>,
    #[serde(rename = "twilio/call-to-action")]
    call_to_action: Option<CallToAction>,
    #[serde(rename = "twilio/location")]
    location: Option<Location>,
    #[serde(rename = "twilio/media")]
    media: Option<MediaContent>,
    #[serde(rename = "twilio/text")]
    text: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Text {
    body: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct QuickReply {
    body: String,
    actions: Vec<Reply>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    #[serde(rename = "type")]
    kind: Option<String>,
    title: String,
    id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ListPicker {
    body: String,
    button: String,
    items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Item {
    id: String,
    item: String,
    description: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct CallToAction {
    body: String,
    actions: Vec<Link>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Link {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    url: Option<String>,
    phone: Option<String>,
    #[serde(rename = "id")]
    _id: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Location {
    latitude: f64,
    longitude: f64,
    label: Option<String>,
    #[serde(rename = "id")]
    _id: Option<String>,
    #[serde(rename = "address")]
    _address: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct MediaContent {
    #[serde(default)]
    body: String,
    media: Vec<String>,
}

fn within(what: &str, text: &str, limit: usize) -> Result<(), String> {
    match text.chars().count() {
        0 => Err(format!("{what} is empty")),
        count if count > limit => Err(format!("{what} has {count} characters, {limit} at most")),
        _ => Ok(()),
    }
}

fn between(what: &str, count: usize, limit: usize) -> Result<(), String> {
    if (1..=limit).contains(&count) {
        Ok(())
    } else {
        Err(format!("{count} {what}, 1 to {limit} are allowed"))
    }
}

fn different<'a>(what: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for id in ids {
        within(what, id, ID_MAX)?;
        if !seen.insert(id) {
            return Err(format!("{what} {id} is used twice"));
        }
    }
    Ok(())
}

impl Types {
    /// # Errors
    /// Which rule is broken.
    pub fn of(value: &Value) -> Result<Self, String> {
        let types: Self = Self::deserialize(value).map_err(|error| error.to_string())?;
        if types == Self::default() {
            return Err("types is empty".into());
        }
        types.check()?;
        Ok(types)
    }

    fn check(&self) -> Result<(), String> {
        if let Some(text) = &self.text {
            within("body", &text.body, BODY_MAX)?;
        }
        if let Some(reply) = &self.quick_reply {
            within("body", &reply.body, STRUCTURED_BODY_MAX)?;
            between("actions", reply.actions.len(), 10)?;
            for action in &reply.actions {
                within("title", &action.title, 20)?;
                if action.kind.as_deref().is_some_and(|kind| kind != "QUICK_REPLY") {
                    return Err("an action of a quick reply is not a QUICK_REPLY".into());
                }
            }
            different("title", reply.actions.iter().map(|action| action.title.as_str()))?;
            different("id", reply.actions.iter().filter_map(|action| action.id.as_deref()))?;
        }
        if let Some(list) = &self.list_picker {
            within("body", &list.body, STRUCTURED_BODY_MAX)?;
            within("button", &list.button, 20)?;
            between("items", list.items.len(), 10)?;
            for item in &list.items {
                within("item", &item.item, 24)?;
                item.description
                    .as_deref()
                    .map_or(Ok(()), |text| within("description", text, 72))?;
            }
            different("id", list.items.iter().map(|item| item.id.as_str()))?;
        }
        if let Some(links) = &self.call_to_action {
            within("body", &links.body, STRUCTURED_BODY_MAX)?;
            between("actions", links.actions.len(), 2)?;
            links.actions.iter().try_for_each(Link::check)?;
        }
        if let Some(at) = &self.location
            && (at.latitude.abs() > 90.0 || at.longitude.abs() > 180.0)
        {
            return Err("the location is not on earth".into());
        }
        match &self.media {
            Some(media) => between("media", media.media.len(), 1),
            None => Ok(()),
        }
    }

    /// The name of the rendering that WhatsApp shows.
    pub fn name(&self) -> &'static str {
        match self {
            Self { list_picker: Some(_), .. } => "twilio/list-picker",
            Self { quick_reply: Some(_), .. } => "twilio/quick-reply",
            Self { call_to_action: Some(_), .. } => "twilio/call-to-action",
            Self { location: Some(_), .. } => "twilio/location",
            Self { media: Some(_), .. } => "twilio/media",
            _ => "twilio/text",
        }
    }

    /// The text that WhatsApp reviews.
    pub fn body(&self) -> String {
        self.shown(&mut str::to_owned).body
    }

    /// What a person sees, each text passed through `fill`.
    pub fn shown(&self, fill: &mut dyn FnMut(&str) -> String) -> Shown {
        if let Some(list) = &self.list_picker {
            let mut shown = Shown::text(&fill(&list.body));
            let mut row = |item: &Item| Row {
                id: fill(&item.id),
                title: fill(&item.item),
                description: item.description.as_deref().map(&mut *fill),
            };
            let rows = list.items.iter().map(&mut row).collect();
            shown.menu = Some(Menu { button: fill(&list.button), rows });
            shown
        } else if let Some(reply) = &self.quick_reply {
            let mut shown = Shown::text(&fill(&reply.body));
            for action in &reply.actions {
                let title = fill(&action.title);
                let id = action.id.as_deref().map_or_else(|| title.clone(), &mut *fill);
                shown.buttons.push(Button { title, id });
            }
            shown
        } else if let Some(links) = &self.call_to_action {
            let mut shown = Shown::text(&fill(&links.body));
            for link in &links.actions {
                let target = link.url.as_deref().or(link.phone.as_deref()).unwrap_or_default();
                shown.links.push((fill(&link.title), fill(target)));
            }
            shown
        } else if let Some(at) = &self.location {
            let label = at.label.as_deref().map(fill);
            let place = Some((at.latitude.to_string(), at.longitude.to_string()));
            Shown { place, place_label: label, ..Shown::default() }
        } else if let Some(media) = &self.media {
            Shown::text(&fill(&media.body))
        } else {
            Shown::text(&fill(self.text.as_ref().map_or("", |text| text.body.as_str())))
        }
    }
}

impl Link {
    fn check(&self) -> Result<(), String> {
        within("title", &self.title, 25)?;
        match (self.kind.as_str(), &self.url, &self.phone) {
            ("URL", Some(_), None) | ("PHONE_NUMBER", None, Some(_)) => Ok(()),
            (kind, ..) => Err(format!("a link of type {kind} is incomplete or unknown")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Types;
    use serde_json::{Value, json};

    fn replies(titles: &[&str]) -> Value {
        let actions: Vec<_> = titles
            .iter()
            .map(|title| json!({"type": "QUICK_REPLY", "title": title, "id": title}))
            .collect();
        json!({"twilio/quick-reply": {"body": "x", "actions": actions}})
    }

    fn rows(count: usize, title: &str, description: &str) -> Value {
        let items: Vec<_> = (0..count)
            .map(|n| json!({"id": n.to_string(), "item": title, "description": description}))
            .collect();
        json!({"twilio/list-picker": {"body": "x", "button": "y", "items": items}})
    }

    #[test]
    fn content_at_its_limits_is_taken() {
        for fits in [
            replies(&["12345678901234567890"]),
            replies(&["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]),
            rows(10, &"t".repeat(24), &"d".repeat(72)),
            json!({"twilio/text": {"body": "ñ".repeat(1600)}}),
            json!({"twilio/location": {"latitude": -34.6, "longitude": -58.4, "label": "Marta"}}),
            json!({"twilio/call-to-action": {"body": "x", "actions": [{"type": "URL", "title": "Calendar", "url": "https://a.example/"}]}}),
        ] {
            assert!(Types::of(&fits).is_ok(), "{fits}");
        }
    }

    #[test]
    fn content_beyond_a_limit_is_refused() {
        for wrong in [
            json!({}),
            json!({"twilio/carousel": {"body": "x"}}),
            json!({"twilio/text": {"body": ""}}),
            json!({"twilio/text": {"body": "x", "extra": 1}}),
            json!({"twilio/text": {"body": "x".repeat(1601)}}),
            replies(&[]),
            replies(&["123456789012345678901"]),
            replies(&["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]),
            replies(&["same", "same"]),
            rows(0, "t", "d"),
            rows(11, "t", "d"),
            rows(1, &"t".repeat(25), "d"),
            rows(1, "t", &"d".repeat(73)),
            json!({"twilio/quick-reply": {"body": "x".repeat(1025), "actions": [{"title": "a"}]}}),
            json!({"twilio/quick-reply": {"body": "x", "actions": [{"type": "URL", "title": "a"}]}}),
            json!({"twilio/list-picker": {"body": "x", "button": "123456789012345678901", "items": [{"id": "1", "item": "a"}]}}),
            json!({"twilio/location": {"latitude": 91, "longitude": 0}}),
            json!({"twilio/call-to-action": {"body": "x", "actions": [{"type": "URL", "title": "a"}]}}),
        ] {
            assert!(Types::of(&wrong).is_err(), "{wrong}");
        }
    }
}
