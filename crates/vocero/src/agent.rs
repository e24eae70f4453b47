//! The voice agent as code: what stands in `agent/` is what the voice platform has, or is made so.
//!
//! The platform has no idempotency keys, so everything is looked for before it is made: tools by name and address,
//! the secret by a name that tells its value apart, the webhook by its address, the agent by its id. A run that was
//! cut off is finished by the next one; a run with nothing to do changes nothing.
//!
//! This module never touches what is not ours: another agent's tools of the same name, other webhooks, other secrets.

mod differences;
#[cfg(test)]
mod tests;
mod wanted;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use vendors::elevenlabs::{ElevenLabs, StoredSecret, Tool, Webhook};

use crate::config::Settings;
use wanted::{AGENT_NAME, TOOLS};

/// A webhook has this name once its repeats are switched on: the platform does not tell whether they are.
const WEBHOOK_NAME: &str = "vocero";
const WEBHOOK_NAME_AT_FIRST: &str = "vocero (being set up)";
/// With a trace of the value behind it: values can't be read back.
const SECRET_NAME: &str = "vocero_tool_key_";
const NO_SUCH_AGENT: u16 = 404;

/// What a push tells while it goes on. A secret is shown once by the platform, so each is told as soon as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// A setting that the operator must keep, and its value.
    Keep(&'static str, String),
    Changed(String),
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{doing}: {source}{}", reason(source))]
    Vendor { doing: String, source: vendors::Error },
    #[error("ELEVENLABS_AGENT_ID names no agent of this account; leave it empty to have one made")]
    NoSuchAgent,
    #[error("ElevenLabs made a webhook without telling its secret; delete it there and push again")]
    NoSecret,
}

/// No person's words stand in these requests, so the vendor's reason may be shown.
fn reason(error: &vendors::Error) -> String {
    match error {
        vendors::Error::Refused { reason, .. } if !reason.is_empty() => format!(": {}", &**reason),
        vendors::Error::Unknown { .. } => {
            "; push again, it looks before it makes anything".to_owned()
        }
        _ => String::new(),
    }
}

fn doing(doing: impl Into<String>) -> impl FnOnce(vendors::Error) -> Error {
    let doing = doing.into();
    move |source| Error::Vendor { doing, source }
}

/// Makes the platform have what `agent/` says. What it tells of changes comes before its end; nothing is told of a
/// push that changes nothing, unless a setting is missing that the platform has.
///
/// # Errors
/// [`Error`]; what was done until then stays done, and the next push goes on from there.
pub async fn push(
    client: &ElevenLabs,
    settings: &Settings,
    tell: &mut dyn FnMut(Told),
) -> Result<(), Error> {
    let found = look(client, settings).await?;
    let secret_id = push_secret(client, settings, &found, tell).await?;
    let mut tool_ids = Vec::with_capacity(TOOLS.len());
    for (name, _) in TOOLS {
        let config = wanted::tool(name, &settings.public_url, &secret_id);
        tool_ids.push(push_tool(client, found.tool(name), &config, tell).await?);
    }
    let webhook_id = push_webhook(client, settings, &found, tell).await?;
    let agent = wanted::agent(settings, &tool_ids, &webhook_id);
    match &found.agent {
        Some((id, actual)) => {
            if settings.elevenlabs.agent_id.is_empty() {
                tell(Told::Keep("ELEVENLABS_AGENT_ID", id.clone()));
            }
            let differences = differences::between(&agent, actual);
            if !differences.is_empty() {
                client.patch_agent(id, &agent).await.map_err(doing("changing the agent"))?;
                differences
                    .into_iter()
                    .for_each(|line| tell(Told::Changed(format!("agent: {line}"))));
            }
        }
        None => {
            let id = client.create_agent(&agent).await.map_err(doing("making the agent"))?;
            tell(Told::Keep("ELEVENLABS_AGENT_ID", id));
            tell(Told::Changed("agent: made".to_owned()));
        }
    }
    Ok(())
}

/// How the platform differs from `agent/`, a line each: empty when it doesn't. Only our own fields count.
///
/// # Errors
/// [`Error`]; nothing is changed in any case.
pub async fn differences(client: &ElevenLabs, settings: &Settings) -> Result<Vec<String>, Error> {
    const ABSENT: &str = "(none yet)";
    let found = look(client, settings).await?;
    let mut lines = Vec::new();
    let name = secret_name(&settings.elevenlabs.tool_secret);
    let secret = found.secrets.iter().find(|secret| secret.name == name);
    if secret.is_none() {
        lines.push(
            "secret: the platform does not have the value of ELEVENLABS_TOOL_SECRET".to_owned(),
        );
    }
    let secret_id = secret.map_or(ABSENT, |secret| &secret.id);
    let mut tool_ids = Vec::with_capacity(TOOLS.len());
    for (name, _) in TOOLS {
        let Some(tool) = found.tool(name) else {
            lines.push(format!("tool {name}: is not there"));
            tool_ids.push(ABSENT.to_owned());
            continue;
        };
        let config = wanted::tool(name, &settings.public_url, secret_id);
        let differing = differences::between(&config, &tool.config);
        lines.extend(differing.into_iter().map(|line| format!("tool {name}: {line}")));
        tool_ids.push(tool.id.clone());
    }
    let webhook = found.webhook();
    match webhook {
        None => lines.push("webhook: none has our address".to_owned()),
        Some(webhook) if is_off(webhook) => lines.push("webhook: is switched off".to_owned()),
        Some(webhook) if webhook.name != WEBHOOK_NAME => {
            lines.push("webhook: is not set up to its end".to_owned());
        }
        Some(_) => {}
    }
    match &found.agent {
        Some((_, actual)) => {
            let agent =
                wanted::agent(settings, &tool_ids, webhook.map_or(ABSENT, |webhook| &webhook.id));
            let differing = differences::between(&agent, actual);
            lines.extend(differing.into_iter().map(|line| format!("agent: {line}")));
        }
        None => lines.push("agent: is not there".to_owned()),
    }
    Ok(lines)
}

/// What the platform has, as far as it may be ours.
struct Found {
    agent: Option<(String, Value)>,
    /// Ours alone.
    tools: Vec<Tool>,
    secrets: Vec<StoredSecret>,
    /// Those at our address.
    webhooks: Vec<Webhook>,
}

impl Found {
    fn tool(&self, name: &str) -> Option<&Tool> {
        self.tools.iter().find(|tool| tool.name() == name)
    }

    /// The one that the agent reports to, else any at our address.
    fn webhook(&self) -> Option<&Webhook> {
        let used = self.agent.as_ref().and_then(|(_, agent)| wanted::webhook_of(agent));
        let is_used = |webhook: &&Webhook| used == Some(webhook.id.as_str());
        self.webhooks.iter().find(is_used).or(self.webhooks.first())
    }

    /// The secret that our tools show now, whatever its value.
    fn secret_of_tools(&self) -> Option<&StoredSecret> {
        let id = self.tools.iter().find_map(|tool| wanted::secret_of(&tool.config))?;
        self.secrets.iter().find(|secret| secret.id == id && secret.name.starts_with(SECRET_NAME))
    }
}

async fn look(client: &ElevenLabs, settings: &Settings) -> Result<Found, Error> {
    let mut tools = client.tools().await.map_err(doing("listing the tools"))?;
    let id = &settings.elevenlabs.agent_id;
    let agent = if id.is_empty() {
        agent_with_our_tools(client, settings, &tools).await?
    } else {
        match client.agent(id).await {
            Ok(agent) => Some((id.clone(), agent)),
            Err(error) if error.status() == Some(NO_SUCH_AGENT) => return Err(Error::NoSuchAgent),
            Err(error) => return Err(doing("reading the agent")(error)),
        }
    };
    let used = agent.as_ref().map(|(_, agent)| wanted::tools_of(agent)).unwrap_or_default();
    let is_ours =
        |tool: &Tool| used.contains(&tool.id.as_str()) || has_our_url(tool, &settings.public_url);
    tools.retain(is_ours);
    // Of two with one name, the agent's own counts.
    tools.sort_by_key(|tool| !used.contains(&tool.id.as_str()));
    let url = wanted::post_call_url(&settings.public_url);
    let mut webhooks = client.webhooks().await.map_err(doing("listing the webhooks"))?;
    webhooks.retain(|webhook| webhook.url == url);
    let secrets = client.secrets().await.map_err(doing("listing the secrets"))?;
    Ok(Found { agent, tools, secrets, webhooks })
}

/// The agent that an earlier push made, and whose id was lost: it has our name and only tools at our address.
async fn agent_with_our_tools(
    client: &ElevenLabs,
    settings: &Settings,
    tools: &[Tool],
) -> Result<Option<(String, Value)>, Error> {
    let named = client.agents(AGENT_NAME).await.map_err(doing("listing the agents"))?;
    for summary in named.into_iter().filter(|agent| agent.name == AGENT_NAME) {
        let agent = client.agent(&summary.id).await.map_err(doing("reading an agent"))?;
        let used = wanted::tools_of(&agent);
        let is_ours = |id: &&str| {
            tools.iter().any(|tool| tool.id == **id && has_our_url(tool, &settings.public_url))
        };
        if !used.is_empty() && used.iter().all(is_ours) {
            return Ok(Some((summary.id, agent)));
        }
    }
    Ok(None)
}

fn has_our_url(tool: &Tool, public_url: &str) -> bool {
    wanted::url_of(&tool.config) == Some(wanted::tool_url(public_url, tool.name()).as_str())
}

async fn push_secret(
    client: &ElevenLabs,
    settings: &Settings,
    found: &Found,
    tell: &mut dyn FnMut(Told),
) -> Result<String, Error> {
    let given = &settings.elevenlabs.tool_secret;
    let is_given = !given.expose_secret().is_empty();
    let value =
        if is_given { given.clone() } else { hex::encode(rand::random::<[u8; 32]>()).into() };
    let name = secret_name(&value);
    if let Some(secret) = found.secrets.iter().find(|secret| secret.name == name) {
        return Ok(secret.id.clone());
    }
    let stored = match found.secret_of_tools() {
        Some(old) => client
            .update_secret(&old.id, &name, &value)
            .await
            .map_err(doing("changing the tools' secret"))?,
        None => {
            client.create_secret(&name, &value).await.map_err(doing("storing the tools' secret"))?
        }
    };
    if !is_given {
        tell(Told::Keep("ELEVENLABS_TOOL_SECRET", value.expose_secret().to_owned()));
    }
    tell(Told::Changed("secret: stored".to_owned()));
    Ok(stored.id)
}

async fn push_tool(
    client: &ElevenLabs,
    found: Option<&Tool>,
    config: &Value,
    tell: &mut dyn FnMut(Told),
) -> Result<String, Error> {
    let name = config["name"].as_str().unwrap_or_default();
    let Some(tool) = found else {
        let made =
            client.create_tool(config).await.map_err(doing(format!("making the tool {name}")))?;
        tell(Told::Changed(format!("tool {name}: made")));
        return Ok(made.id);
    };
    let differences = differences::between(config, &tool.config);
    if !differences.is_empty() {
        client
            .patch_tool(&tool.id, config)
            .await
            .map_err(doing(format!("changing the tool {name}")))?;
        differences
            .into_iter()
            .for_each(|line| tell(Told::Changed(format!("tool {name}: {line}"))));
    }
    Ok(tool.id.clone())
}

/// A webhook whose secret the operator doesn't have is of no use, and its secret is never shown again: then another
/// one is made.
async fn push_webhook(
    client: &ElevenLabs,
    settings: &Settings,
    found: &Found,
    tell: &mut dyn FnMut(Told),
) -> Result<String, Error> {
    let has_secret = !settings.elevenlabs.webhook_secret.expose_secret().is_empty();
    let existing = found.webhook();
    if let Some(webhook) = existing.filter(|_| has_secret) {
        if is_off(webhook) || webhook.name != WEBHOOK_NAME {
            switch_on(client, &webhook.id).await?;
            tell(Told::Changed("webhook: switched on, with repeats".to_owned()));
        }
        return Ok(webhook.id.clone());
    }
    let url = wanted::post_call_url(&settings.public_url);
    let made = client
        .create_webhook(WEBHOOK_NAME_AT_FIRST, &url)
        .await
        .map_err(doing("making the webhook"))?;
    let secret = made.secret.ok_or(Error::NoSecret)?;
    tell(Told::Keep("ELEVENLABS_WEBHOOK_SECRET", secret.expose_secret().to_owned()));
    switch_on(client, &made.id).await?;
    tell(Told::Changed("webhook: made, with repeats".to_owned()));
    if let Some(old) = existing {
        tell(Told::Changed(format!(
            "webhook: {} at the same address is of no use now, delete it there",
            old.id
        )));
    }
    Ok(made.id)
}

async fn switch_on(client: &ElevenLabs, webhook_id: &str) -> Result<(), Error> {
    client
        .update_webhook(webhook_id, WEBHOOK_NAME, false, true)
        .await
        .map_err(doing("switching the webhook on"))
}

fn is_off(webhook: &Webhook) -> bool {
    webhook.is_disabled || webhook.is_auto_disabled
}

/// Tells one value from another and gives none away: eight hexadecimal digits of its SHA-256.
fn secret_name(value: &SecretString) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(value.expose_secret().as_bytes());
    format!("{SECRET_NAME}{}", hex::encode(&digest[..4]))
}
