//! Whether this installation would work: settings, database, each vendor's credentials, our address, the voice agent.
//!
//! It reads and changes nothing, except that the language model answers one word, which costs next to nothing. What
//! is wrong is said with what to do about it.

mod limits;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use data::Data;
use domain::clock::Clock;
use secrecy::ExposeSecret;
use serde_json::json;
use vendors::twilio::MessageFilter;

use crate::agent;
use crate::config::{Need, Settings};
use crate::program;

const REACH_TIMEOUT: Duration = Duration::from_secs(10);
/// What `/healthz` answers.
const ALIVE: &str = "ok";

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub what: &'static str,
    pub finding: Finding,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    Fine(String),
    /// Not in use, or not to be told without its cause being mended first.
    Skipped(String),
    Problem {
        found: String,
        to_do: String,
    },
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.what;
        match &self.finding {
            Finding::Fine(found) => write!(f, "ok       {what:<11} {found}"),
            Finding::Skipped(why) => write!(f, "-        {what:<11} {why}"),
            Finding::Problem { found, to_do } => {
                write!(f, "problem  {what:<11} {found}\n{:<20} {to_do}", "→")
            }
        }
    }
}

fn fine(found: impl Into<String>) -> Finding {
    Finding::Fine(found.into())
}

fn skipped(why: impl Into<String>) -> Finding {
    Finding::Skipped(why.into())
}

fn problem(found: impl Into<String>, to_do: impl Into<String>) -> Finding {
    Finding::Problem { found: found.into(), to_do: to_do.into() }
}

/// Looks at everything, telling each finding as it comes. True when there is no problem.
pub async fn examine(
    environment: &BTreeMap<String, String>,
    clock: &dyn Clock,
    tell: &mut dyn FnMut(&Checked),
) -> bool {
    let mut all_fine = true;
    let mut found = |what, finding| {
        all_fine &= !matches!(finding, Finding::Problem { .. });
        tell(&Checked { what, finding });
    };
    match Settings::from_places(environment, Need::Serve) {
        Ok(_) => found("settings", fine("everything that serving needs is there")),
        Err(refused) => refused.0.iter().for_each(|wrong| {
            found(
                "settings",
                problem(wrong.to_string(), "set it in the environment or in the settings file"),
            );
        }),
    }
    let Ok(settings) = Settings::from_places(environment, Need::Nothing) else {
        found("the rest", skipped("waits for settings that can be read"));
        return false;
    };
    for finding in limits::limits(&settings) {
        found("caps", finding);
    }
    found("database", database(&settings).await);
    found("twilio", twilio(&settings, clock).await);
    found("resend", resend(&settings).await);
    found("model", model(&settings).await);
    found("places", places(&settings));
    found("holidays", holidays(&settings, clock));
    found("address", address(&settings).await);
    for finding in voice_agent(&settings).await {
        found("voice agent", finding);
    }
    all_fine
}

async fn database(settings: &Settings) -> Finding {
    let kind = |data: &Data| if data.is_sqlite() { "SQLite" } else { "Postgres" };
    let data = match Data::open(settings.database_url.expose_secret()).await {
        Ok(data) => data,
        Err(data::Error::Locked) => return fine("SQLite, in use by a running Vocero"),
        Err(error) => {
            return problem(
                error.to_string(),
                "check DATABASE_URL: server, name, user, password, or the file's folder",
            );
        }
    };
    match data.counts().await {
        Ok(counts) if counts.dead_letters > 0 => problem(
            format!("{} pieces of work have been given up", counts.dead_letters),
            "look at them in the operator's page and try them again or drop them",
        ),
        Ok(_) => fine(format!("{}, tables are there", kind(&data))),
        Err(data::Error::Refused { .. }) => {
            problem("the tables are missing or of another version", "run `vocero migrate`")
        }
        Err(error) => problem(error.to_string(), "see whether the database server is healthy"),
    }
}

async fn twilio(settings: &Settings, clock: &dyn Clock) -> Finding {
    if settings.twilio.account_sid.is_empty() {
        return skipped("not set up");
    }
    let client = match program::twilio_client(settings) {
        Ok(client) => client,
        Err(error) => return problem(error.to_string(), "check the TWILIO_ settings"),
    };
    let none = MessageFilter { created_since: Some(clock.now()), ..MessageFilter::default() };
    match client.messages(&none).await {
        Ok(_) => fine("the credentials are accepted"),
        Err(error) => of_vendor(
            &error,
            "TWILIO_ACCOUNT_SID with TWILIO_API_KEY_SID and its secret, or TWILIO_AUTH_TOKEN",
        ),
    }
}

async fn resend(settings: &Settings) -> Finding {
    /// A key that may send and nothing else.
    const MAY_ONLY_SEND: u16 = 401;
    let client = match program::resend_client(settings) {
        Ok(Some(client)) => client,
        Ok(None) => return skipped("not set up: nothing is mailed"),
        Err(error) => return problem(error.to_string(), "check the RESEND_ settings"),
    };
    let domain = domain_of(&settings.resend.from);
    let code = |error: &vendors::Error| match error {
        vendors::Error::Refused { code, .. } => code.clone(),
        _ => None,
    };
    match client.domains().await {
        Ok(domains) => match domains.iter().find(|known| known.name.eq_ignore_ascii_case(domain)) {
            Some(known) if known.status == vendors::resend::DomainStatus::Verified => {
                fine(format!("{domain} is verified"))
            }
            Some(_) => problem(
                format!("{domain} is not verified"),
                "finish its DNS records in Resend > Domains",
            ),
            None => problem(
                format!("{domain} is no domain of this account"),
                "add it in Resend > Domains, or mend RESEND_FROM",
            ),
        },
        Err(error)
            if error.status() == Some(MAY_ONLY_SEND)
                && code(&error).as_deref() == Some("restricted_api_key") =>
        {
            fine("the key may send; whether the domain is verified it may not see")
        }
        Err(error) => of_vendor(&error, "RESEND_API_KEY"),
    }
}

/// `example.com` of `Vocero <name@example.com>`.
fn domain_of(sender: &str) -> &str {
    sender.rsplit('@').next().unwrap_or_default().trim_end_matches('>')
}

async fn model(settings: &Settings) -> Finding {
    let client = match program::llm_client(settings) {
        Ok(Some(client)) => client,
        Ok(None) => return skipped("not set up: the built-in rules read messages"),
        Err(error) => return problem(error.to_string(), "check the LLM_ settings"),
    };
    let schema = json!({
        "type": "object", "additionalProperties": false, "required": ["ok"],
        "properties": {"ok": {"type": "boolean"}},
    });
    match client.extract("Answer with ok = true.", "Are you there?", "presence", &schema).await {
        Ok(_) => fine(format!("{} answers", settings.llm.model)),
        Err(error @ vendors::llm::Error::Rejected { .. }) => {
            problem(error.to_string(), "check LLM_API_KEY, LLM_MODEL and LLM_BASE_URL")
        }
        Err(error @ vendors::llm::Error::Unusable { .. }) => {
            problem(error.to_string(), "try another LLM_RESPONSE_FORMAT: json_object or none")
        }
        Err(error) => problem(
            error.to_string(),
            "messages are read by the built-in rules meanwhile; try again later",
        ),
    }
}

fn places(settings: &Settings) -> Finding {
    if settings.places.api_key.expose_secret().is_empty() {
        return skipped("not set up: people give the provider's number themselves");
    }
    skipped("a key is set; each look-up costs money, so it was not tried")
}

fn holidays(settings: &Settings, clock: &dyn Clock) -> Finding {
    if settings.policy.on_holidays {
        return skipped("calls are made on public holidays too");
    }
    let end = domain::region::holidays_end();
    let today = clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let known = format!("public holidays are known until {end}");
    if today.saturating_add(jiff::Span::new().years(1)) < end {
        return fine(known);
    }
    problem(
        known,
        "install a newer Vocero: until then providers are called on holidays after that day",
    )
}

/// Whether requests to our public address come here.
async fn address(settings: &Settings) -> Finding {
    let url = format!("{}/healthz", settings.public_url);
    let to_do = "run `vocero serve`, and see to it that the proxy or tunnel passes this address on to VOCERO_BIND unchanged";
    let client = match reaching(&url) {
        Ok(client) => client,
        Err(error) => {
            return problem(
                error.to_string(),
                "install root certificates (package ca-certificates)",
            );
        }
    };
    let answer = match client.get(&url).send().await {
        Ok(answer) => answer,
        Err(error) if error.is_timeout() => return problem(format!("no answer from {url}"), to_do),
        Err(_) => return problem(format!("cannot connect to {url}"), to_do),
    };
    let status = answer.status();
    if status.is_redirection() {
        let to_do =
            "set VOCERO_PUBLIC_URL to where it leads: vendors do not follow with their messages";
        return problem(format!("{url} leads elsewhere ({status})"), to_do);
    }
    match answer.text().await {
        Ok(text) if status.is_success() && text == ALIVE => {
            fine(format!("{} leads here", settings.public_url))
        }
        _ => problem(format!("{url} is answered by something else ({status})"), to_do),
    }
}

fn reaching(url: &str) -> reqwest::Result<reqwest::Client> {
    // An error says that one is installed already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder()
        .timeout(REACH_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none());
    if url.starts_with("http:") { builder.tls_certs_only([]).no_proxy() } else { builder }.build()
}

async fn voice_agent(settings: &Settings) -> Vec<Finding> {
    if settings.elevenlabs.api_key.expose_secret().is_empty() {
        return vec![skipped("not set up")];
    }
    let client = match program::elevenlabs_client(settings) {
        Ok(client) => client,
        Err(error) => return vec![problem(error.to_string(), "check the ELEVENLABS_ settings")],
    };
    let mut findings = Vec::new();
    if settings.elevenlabs.voices.is_empty() {
        findings.push(skipped(
            "it has the platform's default voice, which expires: choose one in ELEVENLABS_VOICES",
        ));
    }
    match agent::differences(&client, settings).await {
        Ok(lines) if lines.is_empty() => {
            findings.push(fine("it is as this version of Vocero has it"));
        }
        Ok(lines) => {
            let mended = |line| problem(line, "run `vocero agent push`");
            findings.extend(lines.into_iter().map(mended));
        }
        Err(agent::Error::Vendor { source, .. }) => {
            findings.push(of_vendor(&source, "ELEVENLABS_API_KEY"));
        }
        Err(error) => findings.push(problem(error.to_string(), "run `vocero agent push`")),
    }
    findings
}

fn of_vendor(error: &vendors::Error, credentials: &str) -> Finding {
    let to_do = match error.status() {
        Some(401 | 403) => format!("check {credentials}"),
        Some(_) => format!("see what it says about the account; check {credentials}"),
        None => "see whether this machine reaches it, and its status page".to_owned(),
    };
    problem(error.to_string(), to_do)
}

#[cfg(test)]
mod tests {
    use domain::clock::ManualClock;

    use super::*;

    #[test]
    fn a_table_of_holidays_that_ends_within_a_year_is_a_problem_unless_it_is_not_asked() {
        let finding = |now: &str, calls_on_holidays: &str| {
            let name = "VOCERO_CALL_HOLIDAYS".to_owned();
            let environment = BTreeMap::from([(name, calls_on_holidays.to_owned())]);
            let settings = Settings::from_places(&environment, Need::Nothing).unwrap();
            holidays(&settings, &ManualClock::at(now.parse().unwrap()))
        };
        assert!(matches!(finding("2029-12-30T00:00:00Z", "false"), Finding::Fine(_)));
        assert!(matches!(finding("2030-01-01T00:00:00Z", "false"), Finding::Problem { .. }));
        assert!(matches!(finding("2031-01-01T00:00:00Z", "false"), Finding::Problem { .. }));
        assert!(matches!(finding("2031-01-01T00:00:00Z", "true"), Finding::Skipped(_)));
    }
}
