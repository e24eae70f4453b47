//! Content templates: what they may contain, whether WhatsApp approved them, and what a person sees of them.

mod rest;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use rest::{approval, approve, create, delete, fetch, list, review};
use types::Types;

/// Characters of a template's or an interactive message's text.
const TEXT_MAX: usize = 1024;
/// Quick replies of a message that isn't an approved template.
const SESSION_BUTTONS_MAX: usize = 3;

/// Whether WhatsApp lets a template start a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Approval {
    Unsubmitted,
    Received,
    Pending,
    Approved,
    Rejected,
    Paused,
    Disabled,
}

impl Approval {
    fn word(self) -> &'static str {
        match self {
            Self::Unsubmitted => "unsubmitted",
            Self::Received => "received",
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    pub sid: String,
    pub friendly_name: String,
    pub language: String,
    /// Values for variables that a message doesn't give.
    pub variables: BTreeMap<String, String>,
    types: Types,
    /// As they were sent.
    raw_types: Value,
    pub created: Timestamp,
    pub approval: Approval,
    pub rejection_reason: String,
    /// Name and category under which it was submitted.
    pub submitted_as: Option<(String, String)>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Contents {
    by_sid: BTreeMap<String, Content>,
    /// SIDs, oldest first.
    order: Vec<String>,
    /// Names that were submitted once, which can't be used again.
    names: BTreeSet<String>,
}

impl Contents {
    pub fn get(&self, sid: &str) -> Option<&Content> {
        self.by_sid.get(sid)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Content> {
        self.order.iter().filter_map(|sid| self.by_sid.get(sid))
    }

    /// WhatsApp changes its mind about a template. False when there is no such one.
    pub fn set_approval(&mut self, sid: &str, approval: Approval) -> bool {
        self.by_sid.get_mut(sid).map(|content| content.approval = approval).is_some()
    }
}

/// What a person sees of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub body: String,
    pub buttons: Vec<Button>,
    pub menu: Option<Menu>,
    /// Latitude and longitude, as they were given.
    pub place: Option<(String, String)>,
    pub place_label: Option<String>,
    /// Titles and targets of links.
    pub links: Vec<(String, String)>,
    /// Variables that nobody gave a value for.
    pub unfilled: usize,
    /// A value has a line break, a tab or five blanks, which a template must not.
    pub is_ragged: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub title: String,
    pub id: String,
}

/// A list to choose from, behind one button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu {
    pub button: String,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub id: String,
    pub title: String,
    pub description: Option<String>,
}

impl Shown {
    pub fn text(body: &str) -> Self {
        Self { body: body.to_owned(), ..Self::default() }
    }

    fn is_interactive(&self) -> bool {
        !self.buttons.is_empty() || self.menu.is_some()
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.body)?;
        for button in &self.buttons {
            write!(f, " [{}]", button.title)?;
        }
        for (title, _) in &self.links {
            write!(f, " <{title}>")?;
        }
        if let Some(menu) = &self.menu {
            let rows: Vec<_> = menu.rows.iter().map(|row| row.title.as_str()).collect();
            write!(f, " [{}: {}]", menu.button, rows.join(" | "))?;
        }
        if let Some((latitude, longitude)) = &self.place {
            write!(f, " @{latitude},{longitude}")?;
        }
        Ok(())
    }
}

impl Content {
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.approval == Approval::Approved
    }

    /// What a person would see with these values.
    #[must_use]
    pub fn shown(&self, values: &BTreeMap<String, String>) -> Shown {
        let mut unfilled = BTreeSet::new();
        let mut is_ragged = false;
        let mut shown = self.types.shown(&mut |text| {
            fill(text, |name| match values.get(name).or_else(|| self.variables.get(name)) {
                Some(value) => {
                    is_ragged |= value.contains(['\n', '\r', '\t']) || value.contains("     ");
                    Some(value.clone())
                }
                None => {
                    unfilled.insert(name.to_owned());
                    None
                }
            })
        });
        (shown.unfilled, shown.is_ragged) = (unfilled.len(), is_ragged);
        shown
    }

    /// The error with which WhatsApp refuses this content, if it does.
    #[must_use]
    pub fn obstacle(&self, shown: &Shown, is_window_open: bool) -> Option<i64> {
        if shown.unfilled > 0 {
            return Some(63028);
        }
        let is_structured = shown.is_interactive() || self.is_approved();
        if is_structured && shown.body.chars().count() > TEXT_MAX
            || self.is_approved() && shown.is_ragged
        {
            return Some(63021);
        }
        if !self.is_approved() && shown.buttons.len() > SESSION_BUTTONS_MAX {
            return Some(63021);
        }
        match self.approval {
            _ if is_window_open => None,
            Approval::Approved if shown.menu.is_some() || shown.place.is_some() => Some(63016),
            Approval::Rejected => Some(63040),
            Approval::Paused => Some(63041),
            Approval::Disabled => Some(63042),
            _ => None,
        }
    }
}

/// Puts values in place of `{{name}}`; a name without a value stays as it is.
fn fill(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else { break };
        out.push_str(before);
        out.push_str(&value(name.trim()).unwrap_or_else(|| format!("{{{{{name}}}}}")));
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::types::Types;
    use super::{Approval, Content, fill};
    use jiff::Timestamp;
    use serde_json::json;
    use std::collections::BTreeMap;

    fn content(types: serde_json::Value, approval: Approval) -> Content {
        Content {
            sid: "HX1".into(),
            friendly_name: String::new(),
            language: "es".into(),
            variables: BTreeMap::from([("1".into(), "martes".into())]),
            types: Types::of(&types).unwrap(),
            raw_types: types,
            created: Timestamp::UNIX_EPOCH,
            approval,
            rejection_reason: String::new(),
            submitted_as: None,
        }
    }

    fn reply(count: usize, approval: Approval) -> Content {
        let actions: Vec<_> = (0..count)
            .map(
                |n| json!({"type": "QUICK_REPLY", "title": format!("B{n}"), "id": format!("b{n}")}),
            )
            .collect();
        content(json!({"twilio/quick-reply": {"body": "¿{{1}}?", "actions": actions}}), approval)
    }

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn given_values_win_over_samples() {
        let content = reply(2, Approval::Unsubmitted);
        assert_eq!(content.shown(&values(&[])).to_string(), "¿martes? [B0] [B1]");
        assert_eq!(content.shown(&values(&[("1", "lunes")])).body, "¿lunes?");
    }

    #[test]
    fn a_variable_without_a_value_is_error_63028() {
        let content = content(json!({"twilio/text": {"body": "{{1}} {{2}}"}}), Approval::Approved);
        let shown = content.shown(&values(&[]));
        assert_eq!((shown.unfilled, content.obstacle(&shown, true)), (1, Some(63028)));
        assert_eq!(content.obstacle(&content.shown(&values(&[("2", "x")])), true), None);
    }

    #[test]
    fn four_buttons_need_an_approved_template() {
        let obstacle = |count, approval| {
            let content = reply(count, approval);
            content.obstacle(&content.shown(&values(&[])), true)
        };
        assert_eq!(obstacle(3, Approval::Unsubmitted), None);
        assert_eq!(obstacle(4, Approval::Unsubmitted), Some(63021));
        assert_eq!(obstacle(4, Approval::Approved), None);
    }

    #[test]
    fn a_text_of_1025_characters_does_not_fit_beside_buttons() {
        let content = reply(1, Approval::Unsubmitted);
        let long =
            |length| content.obstacle(&content.shown(&values(&[("1", &"x".repeat(length))])), true);
        assert_eq!((long(1022), long(1023)), (None, Some(63021)));
    }

    #[test]
    fn a_template_takes_no_line_breaks_in_its_values() {
        let shown = |approval| {
            let content = reply(1, approval);
            content.obstacle(&content.shown(&values(&[("1", "a\nb")])), true)
        };
        assert_eq!(shown(Approval::Approved), Some(63021));
        assert_eq!(shown(Approval::Unsubmitted), None);
    }

    #[test]
    fn outside_the_window_the_state_of_the_approval_names_the_error() {
        let closed = |approval| {
            let content = reply(1, approval);
            content.obstacle(&content.shown(&values(&[])), false)
        };
        assert_eq!(closed(Approval::Approved), None);
        assert_eq!(closed(Approval::Rejected), Some(63040));
        assert_eq!(closed(Approval::Paused), Some(63041));
        assert_eq!(closed(Approval::Disabled), Some(63042));
    }

    #[test]
    fn braces_that_are_not_closed_are_text() {
        assert_eq!(fill("a {{1}} {{2", |_| Some("x".into())), "a x {{2");
    }
}
