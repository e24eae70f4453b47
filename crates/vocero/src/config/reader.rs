//! Text becomes typed values; what can't is noted, and reading goes on, so that all is said at once.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::ops::RangeInclusive;

use domain::language::Language;
use jiff::civil::{Time, Weekday};
use secrecy::SecretString;
use url::{Host, Url};

use super::explained::{Setting, settings};
use super::problem::{Problem, Refused};

/// What people write where a secret belongs, and forget.
const PLACEHOLDERS: [&str; 6] =
    ["changeme", "change-me", "change_me", "replace-me", "todo", "example"];

pub struct Reader {
    known: BTreeMap<&'static str, Setting>,
    values: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

impl Reader {
    /// Takes out examples and placeholders: they are problems, not values.
    pub fn new(mut values: BTreeMap<String, String>, mut problems: Vec<Problem>) -> Self {
        let known = settings();
        for (name, setting) in &known {
            let value = values.entry((*name).to_owned()).or_default();
            if is_example(value.trim(), setting) {
                value.clear();
                problems.push(Problem::Example {
                    name: (*name).to_owned(),
                    about: setting.about.clone(),
                });
            }
        }
        Self { known, values, problems }
    }

    pub fn finish<T>(self, read: T) -> Result<T, Refused> {
        if self.problems.is_empty() { Ok(read) } else { Err(Refused(self.problems)) }
    }

    pub fn text(&mut self, name: &str) -> String {
        self.values[name].trim().to_owned()
    }

    pub fn secret(&mut self, name: &str) -> SecretString {
        self.text(name).into()
    }

    /// What `parse` makes of it; of the default, where it makes nothing of the value.
    pub fn read<T>(&mut self, name: &str, expected: &str, parse: impl Fn(&str) -> Option<T>) -> T {
        let text = self.text(name);
        let setting = &self.known[name];
        parse(&text).unwrap_or_else(|| {
            let shown = (!setting.secret).then_some(text);
            self.problems.push(Problem::Malformed {
                name: name.to_owned(),
                expected: expected.to_owned(),
                shown,
            });
            parse(setting.default).expect("a test reads every default")
        })
    }

    pub fn read_secret(
        &mut self,
        name: &str,
        expected: &str,
        fits: impl Fn(&str) -> bool,
    ) -> SecretString {
        self.read(name, expected, |text| fits(text).then(|| text.to_owned())).into()
    }

    pub fn whole(&mut self, name: &str, range: RangeInclusive<u32>) -> u32 {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        self.read(name, &expected, |text| text.parse().ok().filter(|number| range.contains(number)))
    }

    /// Empty, or an id that begins as Twilio's ids of that kind do.
    pub fn sid(&mut self, name: &str, prefix: &str) -> String {
        self.read(name, &format!("an id that begins with {prefix}"), |text| {
            let fits = text.is_empty()
                || text
                    .strip_prefix(prefix)
                    .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            fits.then(|| text.to_owned())
        })
    }

    /// Empty, or an address without a slash at its end; https, except on the machine itself.
    pub fn base_url(&mut self, name: &str) -> String {
        self.url(name, "an address, such as https://api.example.com", |_| true)
    }

    /// Without a value it is where we listen: good for the sandbox.
    pub fn public_url(&mut self, name: &str, bind: SocketAddr) -> String {
        let given = self.url(
            name,
            "an address without a path, such as https://vocero.example.com",
            |url| url.path() == "/",
        );
        if given.is_empty() { format!("http://{bind}") } else { given }
    }

    fn url(&mut self, name: &str, expected: &str, fits: impl Fn(&Url) -> bool) -> String {
        let read = self.read(name, expected, |text| {
            if text.is_empty() {
                return Some(None);
            }
            let url = Url::parse(text).ok()?;
            let bare = url.username().is_empty()
                && url.password().is_none()
                && url.query().is_none()
                && url.fragment().is_none();
            let clean =
                ["http", "https"].contains(&url.scheme()) && url.has_host() && bare && fits(&url);
            clean.then_some(Some(url))
        });
        let Some(url) = read else { return String::new() };
        if url.scheme() == "http" && !is_loopback(&url) {
            self.problems.push(Problem::PlainHttp { name: name.to_owned() });
        }
        url.as_str().trim_end_matches('/').to_owned()
    }

    pub fn by_language(&mut self, name: &str) -> BTreeMap<Language, String> {
        self.read(name, "one a language, such as en=…,es=…", |text| {
            list(text)
                .map(|entry| {
                    let (language, value) = entry.split_once('=')?;
                    let value = Some(value.trim()).filter(|value| !value.is_empty())?;
                    Some((Language::from_tag(language.trim())?, value.to_owned()))
                })
                .collect()
        })
    }

    pub fn require(&mut self, names: &[&str]) {
        for &name in names {
            if self.values[name].trim().is_empty() && !self.complained_about(name) {
                let about = self.known[name].about.clone();
                self.problems.push(Problem::Missing { name: name.to_owned(), about });
            }
        }
    }

    pub fn require_all_or_none(&mut self, names: &[&str]) {
        if names
            .iter()
            .any(|&name| !self.values[name].trim().is_empty() || self.complained_about(name))
        {
            self.require(names);
        }
    }

    fn complained_about(&self, name: &str) -> bool {
        self.problems.iter().any(|problem| problem.name() == name)
    }
}

/// `09:00-19:00`, the first before the second; `24:00` is the end of the day.
pub fn hours(text: &str) -> Option<(Time, Time)> {
    let (from, to) = text.split_once('-')?;
    let time = |text: &str| match text.trim() {
        "24:00" => Some(Time::MAX),
        text => Time::strptime("%H:%M", text).ok(),
    };
    let (from, to) = (time(from)?, time(to)?);
    (from < to).then_some((from, to))
}

/// `22:00-08:00`: may go on past midnight; equal times are no night.
pub fn night(text: &str) -> Option<(Time, Time)> {
    let (from, to) = text.split_once('-')?;
    let time = |text: &str| Time::strptime("%H:%M", text.trim()).ok();
    Some((time(from)?, time(to)?))
}

/// `mon-sat`, `mon,wed,fri`, `sat-mon`: at least one day, in the order of the week.
pub fn days(text: &str) -> Option<Vec<Weekday>> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = |name: &str| {
        let name = name.trim().to_ascii_lowercase();
        let place = NAMES.iter().position(|known| *known == name)?;
        Weekday::Monday.cycle_forward().nth(place)
    };
    let mut days = Vec::new();
    for part in list(text) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to) = (day(from)?, day(to)?);
        let length = usize::try_from(to.since(from)).ok()? + 1;
        days.extend(from.cycle_forward().take(length));
    }
    let in_order = Weekday::Monday.cycle_forward().take(7).filter(|day| days.contains(day));
    Some(in_order.collect::<Vec<_>>()).filter(|days| !days.is_empty())
}

/// The parts between commas; none of them is empty.
pub fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

fn is_example(value: &str, setting: &Setting) -> bool {
    let is_placeholder = || {
        let low = value.to_ascii_lowercase();
        PLACEHOLDERS.contains(&low.as_str()) || low.starts_with('<') && low.ends_with('>')
    };
    setting.example.as_deref() == Some(value) || setting.secret && is_placeholder()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
