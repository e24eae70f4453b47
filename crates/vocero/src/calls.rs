//! `vocero calls`: stops all dialling, lets it go on, and tells how it stands. It speaks to the database, so that it
//! counts for every replica from the next call on; what rings or talks already goes on.

use clap::Subcommand;
use data::{Brake, Braked, Data, Spending};
use domain::appointment::NeverCall;
use domain::clock::Clock;
use domain::phone::PhoneNumber;
use secrecy::ExposeSecret;

use crate::config::{Settings, amount};

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum CallsCommand {
    /// Nobody is dialled from now on; calls that are wanted wait, then people are told
    Pause {
        /// To be read in the status
        why: Option<String>,
    },
    /// Dialling goes on, whoever or whatever has paused it
    Resume,
    /// Whether anybody is dialled, and what was spent; ends with 1 while dialling is paused
    Status,
    /// A number that nobody gets called again, ever
    Never {
        /// In international form, such as +12025550100
        number: String,
    },
    /// Takes a number off that list, if somebody put it there who only rang us, or you did
    Again {
        /// In international form, such as +12025550100
        number: String,
    },
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the tables are missing or of another version: run `vocero migrate`")]
    NotMigrated,
    #[error("not a telephone number in international form, such as +12025550100")]
    NoNumber,
    #[error("the database can't be used: {0}")]
    Data(data::Error),
}

impl From<data::Error> for Error {
    fn from(error: data::Error) -> Self {
        match error {
            data::Error::Refused { .. } => Self::NotMigrated,
            other => Self::Data(other),
        }
    }
}

/// Does it and tells about it. False while dialling is paused, if that was asked.
///
/// # Errors
/// [`Error`], and then nothing was changed.
pub async fn run(
    command: &CallsCommand,
    settings: &Settings,
    clock: &dyn Clock,
    tell: &mut dyn FnMut(&str),
) -> Result<bool, Error> {
    let data = Data::open_beside(settings.database_url.expose_secret()).await?;
    let now = clock.now();
    let mut going = true;
    match command {
        CallsCommand::Pause { why } => {
            data.stop_dialling(why.as_deref(), now).await?;
            tell("Nobody is dialled from now on. `vocero calls resume` ends it.");
        }
        CallsCommand::Resume => {
            data.resume_dialling().await?;
            tell("Dialling goes on.");
        }
        CallsCommand::Never { number } => {
            data.never_call(&parse(number)?, NeverCall::Operator, None, now).await?;
            tell("Nobody gets this number called again.");
        }
        CallsCommand::Again { number } => {
            tell(if data.call_again(&parse(number)?).await? {
                "This number may be called."
            } else {
                "Whoever answered there said in a call that they want no more: that stays."
            });
        }
        CallsCommand::Status => {
            let brakes = data.brakes().await?;
            going = brakes.is_empty();
            if going {
                tell("Dialling goes on.");
            }
            brakes.iter().for_each(|braked| tell(&line(braked)));
            let under_way = data.attempts_to_reconcile(now).await?.len();
            tell(&format!("Under way: {under_way}"));
            let (hour, day) = data.spending(now).await?;
            let (caps, currency) = (&settings.caps, &settings.currency);
            tell(&format!("This hour:  {}", spent(hour, caps.spend_hour, currency)));
            tell(&format!("Today, UTC: {}", spent(day, caps.spend_day, currency)));
            tell(&format!("Numbers never called: {}", data.never_called().await?));
        }
    }
    data.close().await;
    Ok(going)
}

fn parse(number: &str) -> Result<PhoneNumber, Error> {
    let number = Some(number).filter(|text| text.starts_with('+'));
    number.and_then(|text| PhoneNumber::parse(text, "").ok()).ok_or(Error::NoNumber)
}

fn line(braked: &Braked) -> String {
    let since = braked.since.strftime("%Y-%m-%d %H:%M UTC");
    let who = match braked.by {
        Brake::Operator => "the operator",
        Brake::Carrier => "itself: the carrier or our account there fails",
        Brake::Voice => "itself: the voice platform fails",
    };
    let why = braked.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
    let probe = braked.probe_at.map(|at| at.strftime(", one call tries at %H:%M:%S").to_string());
    format!("Paused since {since} by {who}{why}{}", probe.unwrap_or_default())
}

fn spent(spending: Spending, cap: Option<i64>, currency: &str) -> String {
    let of = cap.map(|cap| format!(" of {}", amount(cap))).unwrap_or_default();
    format!("{} calls, {}{of} {currency}", spending.calls, amount(spending.spent))
}
