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
    /// Words by which it is looked for, in all languages.
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

    fn price(self, country: &str) -> Option<String> {
        let tens = match self {
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

struct Row {
    manner: Manner,
    country: &'static str,
    name: &'static str,
    number: &'static str,
    address: &'static str,
    trade: Trade,
}

const fn row(
    manner: Manner,
    country: &'static str,
    name: &'static str,
    number: &'static str,
    address: &'static str,
    trade: Trade,
) -> Row {
    Row { manner, country, name, number, address, trade }
}

/// Three providers a manner: where English, Spanish and Portuguese are spoken.
const ROWS: [Row; 72] = [
    row(
        Manner::BooksAsAsked,
        "US",
        "Harbor Street Barbers",
        "+12025550101",
        "112 Harbor St, Washington",
        Trade::Hair,
    ),
    row(
        Manner::BooksAsAsked,
        "AR",
        "Peluquería Marta",
        "+541143211201",
        "Av. Santa Fe 2143, Buenos Aires",
        Trade::Hair,
    ),
    row(
        Manner::BooksAsAsked,
        "BR",
        "Salão da Lúcia",
        "+551135550101",
        "Rua Augusta 1500, São Paulo",
        Trade::Hair,
    ),
    row(
        Manner::TwoSlots,
        "US",
        "Capitol Dental Care",
        "+12025550102",
        "40 Indiana Ave, Washington",
        Trade::Dentist,
    ),
    row(
        Manner::TwoSlots,
        "AR",
        "Clínica Sur",
        "+541143211202",
        "Av. Rivadavia 4820, Buenos Aires",
        Trade::Dentist,
    ),
    row(
        Manner::TwoSlots,
        "BR",
        "Clínica Sorriso",
        "+551135550102",
        "Av. Paulista 900, São Paulo",
        Trade::Dentist,
    ),
    row(
        Manner::FullyBooked,
        "US",
        "Polished Nails",
        "+12025550103",
        "1900 M St, Washington",
        Trade::Nails,
    ),
    row(
        Manner::FullyBooked,
        "AR",
        "Uñas Belgrano",
        "+541143211203",
        "Juramento 2200, Buenos Aires",
        Trade::Nails,
    ),
    row(
        Manner::FullyBooked,
        "BR",
        "Esmalteria Bela",
        "+551135550103",
        "Rua Oscar Freire 88, São Paulo",
        Trade::Nails,
    ),
    row(
        Manner::AnotherDay,
        "US",
        "Riverside Physio",
        "+12025550104",
        "3100 K St, Washington",
        Trade::Physio,
    ),
    row(
        Manner::AnotherDay,
        "ES",
        "Fisio Norte",
        "+34915550104",
        "Calle de Bravo Murillo 210, Madrid",
        Trade::Physio,
    ),
    row(
        Manner::AnotherDay,
        "BR",
        "Fisio Viva",
        "+551135550104",
        "Rua da Consolação 2300, São Paulo",
        Trade::Physio,
    ),
    row(Manner::Busy, "US", "Union Garage", "+12025550105", "600 H St, Washington", Trade::Garage),
    row(
        Manner::Busy,
        "AR",
        "Taller Hermanos Díaz",
        "+541143211205",
        "Av. Warnes 1210, Buenos Aires",
        Trade::Garage,
    ),
    row(
        Manner::Busy,
        "BR",
        "Oficina do Zé",
        "+551135550105",
        "Rua Barra Funda 300, São Paulo",
        Trade::Garage,
    ),
    row(
        Manner::BusyAtFirst,
        "US",
        "Clear View Optics",
        "+12025550106",
        "1410 P St, Washington",
        Trade::Optician,
    ),
    row(
        Manner::BusyAtFirst,
        "ES",
        "Óptica Central",
        "+34915550106",
        "Calle de Alcalá 95, Madrid",
        Trade::Optician,
    ),
    row(
        Manner::BusyAtFirst,
        "BR",
        "Ótica Luz",
        "+551135550106",
        "Rua 25 de Março 610, São Paulo",
        Trade::Optician,
    ),
    row(
        Manner::NoAnswer,
        "US",
        "Quiet Cuts",
        "+12025550107",
        "77 Florida Ave, Washington",
        Trade::Hair,
    ),
    row(
        Manner::NoAnswer,
        "AR",
        "Barbería Don Luis",
        "+541143211207",
        "Defensa 840, Buenos Aires",
        Trade::Hair,
    ),
    row(
        Manner::NoAnswer,
        "PT",
        "Barbearia do Porto",
        "+351215550107",
        "Rua de Santa Catarina 12, Lisboa",
        Trade::Hair,
    ),
    row(
        Manner::Voicemail,
        "US",
        "Oak Veterinary",
        "+12025550108",
        "2500 Oak Rd, Washington",
        Trade::Vet,
    ),
    row(
        Manner::Voicemail,
        "AR",
        "Veterinaria San Roque",
        "+541143211208",
        "Av. San Martín 3300, Buenos Aires",
        Trade::Vet,
    ),
    row(
        Manner::Voicemail,
        "BR",
        "Clínica Vet Amigo",
        "+551135550108",
        "Rua Vergueiro 1800, São Paulo",
        Trade::Vet,
    ),
    row(
        Manner::HangsUp,
        "US",
        "Bright Smile Dental",
        "+12025550109",
        "15 E St, Washington",
        Trade::Dentist,
    ),
    row(
        Manner::HangsUp,
        "AR",
        "Dental Palermo",
        "+541143211209",
        "Honduras 4900, Buenos Aires",
        Trade::Dentist,
    ),
    row(
        Manner::HangsUp,
        "BR",
        "Dental Moema",
        "+551135550109",
        "Av. Ibirapuera 2100, São Paulo",
        Trade::Dentist,
    ),
    row(
        Manner::ReadsBack,
        "US",
        "The Careful Barber",
        "+12025550110",
        "8 Dupont Cir, Washington",
        Trade::Hair,
    ),
    row(
        Manner::ReadsBack,
        "ES",
        "Salón Carmen",
        "+34915550110",
        "Calle de Atocha 44, Madrid",
        Trade::Hair,
    ),
    row(
        Manner::ReadsBack,
        "BR",
        "Cabelo & Cia",
        "+551135550110",
        "Rua Pamplona 700, São Paulo",
        Trade::Hair,
    ),
    row(
        Manner::SlotGone,
        "US",
        "Georgetown Clinic",
        "+12025550111",
        "3700 O St, Washington",
        Trade::Doctor,
    ),
    row(
        Manner::SlotGone,
        "AR",
        "Consultorio Doctora Ruiz",
        "+541143211211",
        "Av. Cabildo 1950, Buenos Aires",
        Trade::Doctor,
    ),
    row(
        Manner::SlotGone,
        "BR",
        "Consultório Dra. Prado",
        "+551135550111",
        "Rua Itapeva 500, São Paulo",
        Trade::Doctor,
    ),
    row(
        Manner::Vague,
        "US",
        "Maybe Motors",
        "+12025550112",
        "901 New York Ave, Washington",
        Trade::Garage,
    ),
    row(
        Manner::Vague,
        "AR",
        "Taller El Rayo",
        "+541143211212",
        "Av. Boedo 700, Buenos Aires",
        Trade::Garage,
    ),
    row(
        Manner::Vague,
        "BR",
        "Auto Centro Faria",
        "+551135550112",
        "Av. Faria Lima 1300, São Paulo",
        Trade::Garage,
    ),
    row(
        Manner::WrongNumber,
        "US",
        "Number of an Old Barber",
        "+12025550113",
        "19 S St, Washington",
        Trade::Hair,
    ),
    row(
        Manner::WrongNumber,
        "AR",
        "Número de una vieja peluquería",
        "+541143211213",
        "Lavalle 900, Buenos Aires",
        Trade::Hair,
    ),
    row(
        Manner::WrongNumber,
        "BR",
        "Número de um antigo salão",
        "+551135550113",
        "Rua Aurora 19, São Paulo",
        Trade::Hair,
    ),
    row(
        Manner::Insurance,
        "US",
        "Foggy Bottom Medical",
        "+12025550114",
        "2150 I St, Washington",
        Trade::Doctor,
    ),
    row(
        Manner::Insurance,
        "AR",
        "Centro Médico Almagro",
        "+541143211214",
        "Av. Medrano 300, Buenos Aires",
        Trade::Doctor,
    ),
    row(
        Manner::Insurance,
        "BR",
        "Clínica Santa Clara",
        "+551135550114",
        "Rua Frei Caneca 1200, São Paulo",
        Trade::Doctor,
    ),
    row(
        Manner::OtherLanguage,
        "US",
        "Clínica del Sol",
        "+12025550115",
        "1600 Mt Pleasant St, Washington",
        Trade::Dentist,
    ),
    row(
        Manner::OtherLanguage,
        "ES",
        "Harbour Dental",
        "+34915550115",
        "Calle de Serrano 30, Madrid",
        Trade::Dentist,
    ),
    row(
        Manner::OtherLanguage,
        "PT",
        "Lisbon Expat Dental",
        "+351215550115",
        "Rua Garrett 60, Lisboa",
        Trade::Dentist,
    ),
    row(
        Manner::AsksIfRobot,
        "US",
        "Paws and Claws",
        "+12025550116",
        "700 Barracks Row, Washington",
        Trade::Vet,
    ),
    row(
        Manner::AsksIfRobot,
        "AR",
        "Mascotas del Parque",
        "+541143211216",
        "Av. Forest 1100, Buenos Aires",
        Trade::Vet,
    ),
    row(
        Manner::AsksIfRobot,
        "BR",
        "Pet Feliz",
        "+551135550116",
        "Rua Teodoro Sampaio 450, São Paulo",
        Trade::Vet,
    ),
    row(
        Manner::RefusesRobots,
        "US",
        "Old Town Nails",
        "+12025550117",
        "320 King St, Washington",
        Trade::Nails,
    ),
    row(
        Manner::RefusesRobots,
        "ES",
        "Manicura Gloria",
        "+34915550117",
        "Calle de Fuencarral 77, Madrid",
        Trade::Nails,
    ),
    row(
        Manner::RefusesRobots,
        "PT",
        "Manicure da Graça",
        "+351215550117",
        "Rua da Graça 9, Lisboa",
        Trade::Nails,
    ),
    row(
        Manner::AsksForCard,
        "US",
        "Deposit Physio",
        "+12025550118",
        "1220 L St, Washington",
        Trade::Physio,
    ),
    row(
        Manner::AsksForCard,
        "AR",
        "Kinesio Recoleta",
        "+541143211218",
        "Av. Callao 1600, Buenos Aires",
        Trade::Physio,
    ),
    row(
        Manner::AsksForCard,
        "BR",
        "Fisio Jardins",
        "+551135550118",
        "Alameda Santos 1400, São Paulo",
        Trade::Physio,
    ),
    row(
        Manner::RobotInjection,
        "US",
        "Trick Garage",
        "+12025550119",
        "13 Half St, Washington",
        Trade::Garage,
    ),
    row(
        Manner::RobotInjection,
        "ES",
        "Taller Treta",
        "+34915550119",
        "Calle Trece 13, Madrid",
        Trade::Garage,
    ),
    row(
        Manner::RobotInjection,
        "BR",
        "Oficina Esperta",
        "+551135550119",
        "Rua Treze 13, São Paulo",
        Trade::Garage,
    ),
    row(
        Manner::Menu,
        "US",
        "National Health Center",
        "+12025550120",
        "950 Pennsylvania Ave, Washington",
        Trade::Doctor,
    ),
    row(
        Manner::Menu,
        "AR",
        "Hospital del Oeste",
        "+541143211220",
        "Av. Gaona 4500, Buenos Aires",
        Trade::Doctor,
    ),
    row(
        Manner::Menu,
        "BR",
        "Hospital das Palmeiras",
        "+551135550120",
        "Av. Angélica 2000, São Paulo",
        Trade::Doctor,
    ),
    row(
        Manner::HoldMusic,
        "US",
        "Patience Eye Care",
        "+12025550121",
        "44 Vermont Ave, Washington",
        Trade::Optician,
    ),
    row(
        Manner::HoldMusic,
        "AR",
        "Óptica Buenavista",
        "+541143211221",
        "Corrientes 3200, Buenos Aires",
        Trade::Optician,
    ),
    row(
        Manner::HoldMusic,
        "BR",
        "Ótica Boa Vista",
        "+551135550121",
        "Rua Boa Vista 150, São Paulo",
        Trade::Optician,
    ),
    row(
        Manner::CallBackLater,
        "US",
        "Two Chairs",
        "+12025550122",
        "518 8th St, Washington",
        Trade::Hair,
    ),
    row(
        Manner::CallBackLater,
        "AR",
        "Estudio Lola",
        "+541143211222",
        "Thames 1700, Buenos Aires",
        Trade::Hair,
    ),
    row(
        Manner::CallBackLater,
        "BR",
        "Studio Nina",
        "+551135550122",
        "Rua Harmonia 230, São Paulo",
        Trade::Hair,
    ),
    row(
        Manner::Silent,
        "US",
        "Silent Line Vet",
        "+12025550123",
        "1 Quiet Ln, Washington",
        Trade::Vet,
    ),
    row(
        Manner::Silent,
        "ES",
        "Veterinaria del Silencio",
        "+34915550123",
        "Calle Sorda 1, Madrid",
        Trade::Vet,
    ),
    row(
        Manner::Silent,
        "BR",
        "Vet do Silêncio",
        "+551135550123",
        "Rua Muda 1, São Paulo",
        Trade::Vet,
    ),
    row(
        Manner::ByHand,
        "US",
        "Your Own Desk",
        "+12025550124",
        "1 Main St, Washington",
        Trade::Hair,
    ),
    row(
        Manner::ByHand,
        "ES",
        "Su propia mesa",
        "+34915550124",
        "Calle Mayor 1, Madrid",
        Trade::Hair,
    ),
    row(
        Manner::ByHand,
        "BR",
        "Seu próprio balcão",
        "+551135550124",
        "Rua Direita 1, São Paulo",
        Trade::Hair,
    ),
];

pub(super) fn all() -> impl Iterator<Item = Member> {
    ROWS.iter().map(|row| {
        let home = home_tongue(row.country);
        let tongue = if row.manner == Manner::OtherLanguage { home.another() } else { home };
        Member {
            manner: row.manner,
            name: row.name.to_owned(),
            number: row.number.to_owned(),
            address: row.address.to_owned(),
            country: row.country.to_owned(),
            zone: zone(row.country).to_owned(),
            tongue,
            trade: row.trade,
            hours: row.trade.hours(),
            price: row.trade.price(row.country),
            bring: row.trade.bring(tongue),
            will_offer: Vec::new(),
        }
    })
}
