//! Who the providers are. Nobody is called: the numbers never leave the sandbox.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::elevenlabs::conversation::Tongue;
use crate::elevenlabs::conversation::desk::{Hours, Manner, Place};

/// What a provider does for a living; prices and what to bring go by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trade {
    Hair,
    Dentist,
    Nails,
    Physio,
    Garage,
    Optician,
    Vet,
    Doctor,
}

/// One provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub manner: Manner,
    pub name: String,
    /// E.164.
    pub number: String,
    pub address: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// IANA.
    pub zone: String,
    /// What is spoken at the desk.
    pub tongue: Tongue,
    pub trade: Trade,
    pub hours: Hours,
    /// What it costs, in the words of the desk.
    pub price: Option<String>,
    pub bring: Option<String>,
    /// If not empty: the only times that are named.
    #[serde(default)]
    pub will_offer: Vec<DateTime>,
}

impl Member {
    /// The language of the country, whatever is spoken at the desk.
    #[must_use]
    pub fn home_tongue(&self) -> Tongue {
        home_tongue(&self.country)
    }

    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            name: self.name.clone(),
            address: self.address.clone(),
            tongue: self.tongue,
            hours: self.hours,
            price: self.price.clone(),
            bring: self.bring.clone(),
            with: None,
        }
    }

    /// Latitude and longitude: somewhere in the city, each provider at a place of its own.
    #[must_use]
    pub fn location(&self) -> (f64, f64) {
        let (latitude, longitude) = match self.country.as_str() {
            "AR" => (-34.6037, -58.3816),
            "BR" => (-23.5505, -46.6333),
            "ES" => (40.4168, -3.7038),
            "PT" => (38.7223, -9.1393),
            _ => (38.9072, -77.0369),
        };
        let step = self
            .number
            .bytes()
            .rev()
            .take(2)
            .fold(0_u8, |sum, digit| sum.wrapping_mul(3).wrapping_add(digit));
        (latitude + f64::from(step) * 0.0004, longitude - f64::from(step) * 0.0003)
    }
}

impl Trade {
    const ALL: [Self; 8] = [
        Self::Hair,
        Self::Dentist,
        Self::Nails,
        Self::Physio,
        Self::Garage,
        Self::Optician,
        Self::Vet,
        Self::Doctor,
    ];

    fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trade| trade.words()[0] == word)
    }

    /// Words by which it is looked for, in all languages; the first is its name.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::Hair => &[
                "hair",
                "haircut",
                "barber",
                "peluquería",
                "barbería",
                "corte",
                "salão",
                "cabelo",
                "cabeleireiro",
            ],
            Self::Dentist => &["dentist", "dental", "teeth", "dentista", "odontólogo"],
            Self::Nails => &["nails", "manicure", "uñas", "manicura", "unhas"],
            Self::Physio => &[
                "physio",
                "physiotherapist",
                "fisioterapia",
                "kinesiólogo",
                "fisio",
                "fisioterapeuta",
            ],
            Self::Garage => {
                &["garage", "mechanic", "car", "taller", "mecánico", "oficina", "mecânico"]
            }
            Self::Optician => {
                &["optician", "glasses", "eyes", "óptica", "lentes", "ótica", "óculos"]
            }
            Self::Vet => {
                &["vet", "veterinary", "veterinarian", "veterinaria", "veterinario", "veterinário"]
            }
            Self::Doctor => {
                &["doctor", "clinic", "médico", "clínica", "consultorio", "consultório", "hospital"]
            }
        }
    }

    fn hours(self) -> Hours {
        match self {
            Self::Hair | Self::Nails | Self::Vet | Self::Garage => Hours::WITH_SATURDAY,
            Self::Dentist | Self::Physio | Self::Optician | Self::Doctor => Hours::WEEKDAYS,
        }
    }

    /// In the words of the desk; `times` what is usual.
    fn price(self, country: &str, times: u32) -> Option<String> {
        let tens = times
            * match self {
                Self::Hair => 2,
                Self::Nails => 3,
                Self::Physio => 4,
                Self::Optician => return None,
                Self::Vet | Self::Garage => 5,
                Self::Dentist | Self::Doctor => 6,
            };
        Some(match country {
            "AR" => format!("{}.000 pesos", tens * 9),
            "BR" => format!("{} reais", tens * 40),
            "US" => format!("{} dollars", tens * 20),
            _ => format!("{} euros", tens * 10),
        })
    }

    fn bring(self, tongue: Tongue) -> Option<String> {
        let bring = match self {
            Self::Hair | Self::Nails | Self::Garage => return None,
            Self::Dentist | Self::Doctor | Self::Physio => tongue.pick(
                "any earlier X-rays or reports",
                "los estudios que tenga",
                "os exames que tiver",
            ),
            Self::Optician => {
                tongue.pick("the glasses you wear now", "los anteojos que usa", "os óculos que usa")
            }
            Self::Vet => tongue.pick(
                "the vaccination card",
                "la libreta de vacunas",
                "a carteira de vacinação",
            ),
        };
        Some(bring.to_owned())
    }
}

fn home_tongue(country: &str) -> Tongue {
    match country {
        "AR" | "ES" => Tongue::Es,
        "BR" | "PT" => Tongue::Pt,
        _ => Tongue::En,
    }
}

fn zone(country: &str) -> &'static str {
    match country {
        "AR" => "America/Argentina/Buenos_Aires",
        "BR" => "America/Sao_Paulo",
        "ES" => "Europe/Madrid",
        "PT" => "Europe/Lisbon",
        _ => "America/New_York",
    }
}

/// One provider a line; lines with `#` are for readers.
const CAST: &str = include_str!("members.txt");

pub(super) fn all() -> impl Iterator<Item = Member> {
    let lines = CAST.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| {
        member(line).expect("the cast is compiled in, and a test reads every line of it")
    })
}

/// The provider of one line. None when it isn't one.
fn member(line: &str) -> Option<Member> {
    let mut columns = line.split('|').map(|column| column.trim().to_owned());
    let manner = Manner::named(&columns.next()?)?;
    let country = columns.next()?;
    let number = columns.next()?;
    let trade = Trade::named(&columns.next()?)?;
    let (name, address) = (columns.next()?, columns.next()?);
    let home = home_tongue(&country);
    let tongue = if manner == Manner::OtherLanguage { home.another() } else { home };
    Some(Member {
        manner,
        name,
        number,
        address,
        zone: zone(&country).to_owned(),
        tongue,
        trade,
        hours: trade.hours(),
        price: trade.price(&country, if manner == Manner::Expensive { 25 } else { 1 }),
        // Who changes the language has nothing that was put into words before.
        bring: trade.bring(tongue).filter(|_| manner != Manner::SwitchesLanguage),
        will_offer: Vec::new(),
        country,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_manner_has_one_provider_a_language_each_with_a_number_of_its_own() {
        let members: Vec<Member> = all().collect();
        let parts: BTreeSet<_> =
            members.iter().map(|member| (member.manner, member.home_tongue())).collect();
        let numbers: BTreeSet<_> = members.iter().map(|member| &member.number).collect();
        assert_eq!(members.len(), Manner::ALL.len() * Tongue::ALL.len());
        assert_eq!((parts.len(), numbers.len()), (members.len(), members.len()));
    }

    #[test]
    fn only_those_who_speak_another_language_do() {
        for member in all() {
            assert_eq!(
                member.tongue != member.home_tongue(),
                member.manner == Manner::OtherLanguage,
                "{}",
                member.name
            );
        }
    }

    #[test]
    fn every_zone_exists() {
        assert!(all().all(|member| jiff::tz::TimeZone::get(&member.zone).is_ok()));
    }

    #[test]
    fn a_line_that_names_no_manner_or_trade_is_no_provider() {
        assert!(member("polite | US | +12025550199 | hair | A | B").is_none());
        assert!(member("busy | US | +12025550199 | magic | A | B").is_none());
        assert!(member("busy | US").is_none());
    }
}
