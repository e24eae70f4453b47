//! `vocero export` and `vocero erase`: what is kept about one person, and the end of it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use data::{Address, Data, ErasureState};
use domain::appointment::{Copies, ErasureReceipt};
use domain::clock::Clock;
use domain::ids::PersonId;
use secrecy::ExposeSecret;
use services::erasure::Progress;

use crate::config::Settings;
use crate::program;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "nobody is known by that: give our id, an address such as whatsapp:+5491123456789, its number, or a mail address"
    )]
    Nobody,
    #[error("several people have that mail address: give our id, or the number they write from")]
    Several,
    #[error("cannot write {path}: {source}")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("the tables are missing or of another version: run `vocero migrate`")]
    NotMigrated,
    #[error("the database can't be used: {0}")]
    Data(data::Error),
    #[error(transparent)]
    Services(#[from] services::Error),
    #[error(transparent)]
    Program(#[from] program::Error),
}

impl From<data::Error> for Error {
    fn from(error: data::Error) -> Self {
        match error {
            data::Error::Refused { .. } => Self::NotMigrated,
            other => Self::Data(other),
        }
    }
}

/// All that is kept about a person, as JSON: to `out`, or told.
///
/// # Errors
/// [`Error`]
pub async fn export(
    person: &str,
    out: Option<PathBuf>,
    settings: &Settings,
    clock: &dyn Clock,
    tell: &mut dyn FnMut(&str),
) -> Result<(), Error> {
    let data = Data::open_beside(settings.database_url.expose_secret()).await?;
    let person = find(&data, person).await?;
    let export = services::export::of(&data, person, clock.now()).await?;
    let text = serde_json::to_string_pretty(&export).expect("JSON is JSON");
    match out {
        Some(path) => {
            let written = tokio::fs::write(&path, text + "\n").await;
            written.map_err(|source| Error::Write { path, source })?;
        }
        None => tell(&text),
    }
    Ok(())
}

/// Deletes a person here and at the vendors, and tells what each of these answered. `false` when a vendor has not
/// answered in `patience`: whatever serves goes on with it.
///
/// # Errors
/// [`Error`]
pub async fn erase(
    person: &str,
    settings: &Settings,
    clock: Arc<dyn Clock>,
    patience: Duration,
    tell: &mut dyn FnMut(&str),
) -> Result<bool, Error> {
    let data = Data::open_beside(settings.database_url.expose_secret()).await?;
    let services = program::services(settings, data.clone(), clock)?;
    let person = match person.parse::<PersonId>() {
        Ok(id) if data.erasure_of(id).await?.is_some() => id,
        _ => find(&data, person).await?,
    };
    if services.erasure.progress(person).await?.is_none() {
        services.erasure.order(person).await?;
    }
    tell(&format!("Deleting {person}."));
    let begun = Instant::now();
    let mut told = None;
    loop {
        let worked = services.erasure.step().await?;
        let Some(progress) = services.erasure.progress(person).await? else { continue };
        if told != Some(progress.state) {
            told = Some(progress.state);
            tell(stage(progress.state));
        }
        if progress.state == ErasureState::Done {
            receipt(&progress.receipt).iter().for_each(|line| tell(line));
            return Ok(progress.receipt.left.is_empty());
        }
        if begun.elapsed() >= patience {
            return Ok(goes_on(&progress, tell));
        }
        if !worked {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }
}

fn goes_on(progress: &Progress, tell: &mut dyn FnMut(&str)) -> bool {
    tell(match progress.state {
        ErasureState::EndingCalls => "Calls have not ended yet: `vocero serve` goes on with it.",
        _ => {
            "Nothing is kept here any more; a vendor does not answer yet. `vocero serve` goes on asking."
        }
    });
    false
}

fn stage(state: ErasureState) -> &'static str {
    match state {
        ErasureState::EndingCalls => "Calls are ended.",
        ErasureState::AskingVendors => "Nothing is kept here any more. The vendors are asked.",
        ErasureState::Telling => "The vendors have answered.",
        ErasureState::Clearing => "The last message was sent; it is deleted as well.",
        ErasureState::Done => "Done.",
    }
}

/// A line for each vendor.
fn receipt(receipt: &ErasureReceipt) -> Vec<String> {
    let mut lines =
        vec![format!("here: deleted, {} requests with all that belongs to them", receipt.requests)];
    for (vendor, kinds) in [
        ("Twilio", &[Copies::Messages, Copies::Contents, Copies::Calls][..]),
        ("ElevenLabs", &[Copies::Conversations][..]),
    ] {
        let of = |copies: &[(Copies, u32)]| {
            let ours = copies.iter().filter(|(kind, _)| kinds.contains(kind));
            let named = ours.map(|(kind, count)| format!("{count} {}", kind.name()));
            named.collect::<Vec<_>>().join(", ")
        };
        let (deleted, left) = (of(&receipt.deleted), of(&receipt.left));
        let deleted = if deleted.is_empty() {
            "nothing to delete".to_owned()
        } else {
            format!("deleted {deleted}")
        };
        let left = if left.is_empty() { String::new() } else { format!("; NOT deleted: {left}") };
        lines.push(format!("{vendor}: {deleted}{left}"));
    }
    lines.push(match receipt.mails {
        0 => "Resend: no mail was sent".to_owned(),
        mails => format!("Resend: offers no deletion of mails; {mails} were sent and stay until its own time is over"),
    });
    lines.push("backups of the vendors end within weeks".to_owned());
    lines
}

async fn find(data: &Data, text: &str) -> Result<PersonId, Error> {
    if let Ok(id) = text.parse::<PersonId>() {
        return match data.contact(id).await {
            Ok(_) => Ok(id),
            Err(data::Error::Missing(_)) => Err(Error::Nobody),
            Err(error) => Err(error.into()),
        };
    }
    if text.contains('@') {
        return match *data.people_with_email(text).await? {
            [] => Err(Error::Nobody),
            [only] => Ok(only),
            _ => Err(Error::Several),
        };
    }
    let address = if text.starts_with('+') { format!("whatsapp:{text}") } else { text.to_owned() };
    let address = Address::new(address).map_err(|_| Error::Nobody)?;
    data.person_of(&address).await?.ok_or(Error::Nobody)
}
