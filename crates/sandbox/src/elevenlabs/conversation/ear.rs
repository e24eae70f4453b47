//! What the voice agent makes of a line that a person typed for a desk.
//!
//! Scripted desks say what they mean; a person only says it. This ear knows what people say at a desk: yes, no, a time, a
//! question. What it doesn't know is unclear, and the agent asks again.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

use super::{Booked, CalleeLine, Meaning, Offer, Tongue};

/// What is known when a line is heard.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    pub tongue: Tongue,
    /// By the provider's wall clock.
    pub now: DateTime,
    /// The slot to which the agent has said yes.
    pub agreed: Option<DateTime>,
    /// The one day that the agent has asked for: what a time without a day is about.
    pub day: Option<Date>,
}

/// Words, and what a line with one of them means.
type Sign = (&'static [&'static str], fn(&str) -> Meaning);

/// In the order in which they win.
const SIGNS: [Sign; 19] = [
    (
        &[
            "never call",
            "not call here",
            "no vuelva a llamar",
            "no vuelvan a llamar",
            "não liguem mais",
            "nunca mais lig",
        ],
        |_| Meaning::NeverAgain,
    ),
    (&["nur deutsch", "only speak german", "solo hablo alemán", "só falo alemão"], |_| {
        Meaning::SpeaksNoneOfThese
    }),
    (
        &["have moved", "new number", "nos mudamos", "número nuevo", "mudamos", "número novo"],
        |_| Meaning::Moved,
    ),
    (&["mailbox is full", "buzón está lleno", "caixa postal está cheia"], |_| {
        Meaning::MailboxFull
    }),
    (
        &[
            "wrong number",
            "private home",
            "equivocad",
            "casa particular",
            "engano",
            "número errado",
        ],
        |_| Meaning::WrongNumber,
    ),
    (&["robot", "machine", "máquina", "robô"], |text| {
        if text.contains('?') { Meaning::AsksRobot } else { Meaning::RefusesRobots }
    }),
    (&["ignore your", "ignora tus", "ignore suas", "system:", "sistema:"], |_| Meaning::Injects),
    (&["card", "tarjeta", "cartão", "passport", "dni", "cpf"], |_| Meaning::AsksSecret),
    (&["insurance", "obra social", "seguro", "convênio"], |_| Meaning::AsksInsurance),
    (&["leave a message", "deje su mensaje", "deixe sua mensagem"], |_| Meaning::Machine),
    (&["press 1", "marque 1", "tecle 1"], |_| Meaning::Menu('1')),
    (
        &["call back", "call again", "vuelva a llamar", "llame más tarde", "ligue mais tarde"],
        |_| Meaning::CallLater(None),
    ),
    (
        &[
            "what name",
            "whose name",
            "a nombre de quién",
            "qué nombre",
            "qual o nome",
            "em nome de quem",
        ],
        |_| Meaning::AsksName,
    ),
    (&["phone number", "teléfono", "telefone"], |_| Meaning::AsksPhone),
    (
        &["nothing", "fully booked", "no hay", "nada libre", "no tenemos", "não temos", "lotad"],
        |_| Meaning::NothingFree,
    ),
    (&["just gone", "se acaba de ocupar", "ya no está", "acabou de ser"], |_| Meaning::Gone),
    (&["hold on", "one moment", "hold the line", "un momento", "aguarde", "um momento"], |_| {
        Meaning::Hold
    }),
    (&["for when", "what day", "cuándo", "quando", "qué día"], |_| Meaning::AsksWhen),
    (&["goodbye", "bye", "adiós", "hasta luego", "tchau", "até logo"], |_| Meaning::Goodbye),
];

const YES: [&str; 20] = [
    "yes",
    "done",
    "confirmed",
    "booked",
    "perfect",
    "great",
    "right",
    "sí",
    "listo",
    "anotad",
    "confirmad",
    "perfecto",
    "dale",
    "claro",
    "sim",
    "marcad",
    "pronto",
    "certo",
    "ok",
    "you down",
];

const HELLO: [&str; 8] = ["hello", "hi", "good", "hola", "buen", "olá", "alô", "bom dia"];

/// Reads one line.
#[must_use]
pub fn hear(text: &str, setting: Setting) -> CalleeLine {
    CalleeLine {
        text: text.to_owned(),
        tongue: setting.tongue,
        meaning: meaning(&text.to_lowercase(), setting),
    }
}

fn meaning(text: &str, setting: Setting) -> Meaning {
    let words = words(text);
    let says = |signs: &[&str]| signs.iter().any(|sign| contains(text, sign));
    let slots = slots(&words, setting);
    if let Some(found) =
        SIGNS.iter().find(|(signs, _)| says(signs)).map(|(_, meaning)| meaning(text))
    {
        return match (found, slots.first()) {
            (Meaning::CallLater(_), slot) => Meaning::CallLater(slot.copied()),
            (found, _) => found,
        };
    }
    match (setting.agreed, slots.as_slice()) {
        (Some(agreed), [slot]) if *slot == agreed && text.contains('?') => Meaning::Checks(agreed),
        (Some(agreed), [slot]) if *slot == agreed && says(&YES) => confirms(agreed),
        (Some(_), [slot]) => Meaning::Checks(*slot),
        (Some(agreed), []) if says(&YES) => confirms(agreed),
        (_, []) if text.contains('?') => Meaning::AsksDetail(text.to_owned()),
        (_, []) if says(&HELLO) || says(&YES) => Meaning::Greets,
        (_, []) => Meaning::Unclear,
        (_, slots) => {
            let offer = |slot: &DateTime| Offer { slot: *slot, held_until: None, price: None };
            Meaning::Offers(slots.iter().map(offer).collect())
        }
    }
}

fn confirms(slot: DateTime) -> Meaning {
    Meaning::Confirms(Booked {
        slot,
        price: None,
        address: None,
        bring: None,
        code: None,
        with: None,
    })
}

/// Whether a sign begins at the beginning of a word; short ones must be whole words.
fn contains(text: &str, sign: &str) -> bool {
    text.match_indices(sign).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + sign.len()..].chars().next();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !letter(before) && (sign.chars().count() > 4 || !letter(after))
    })
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '?' | '!' | '¿' | '¡'))
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Every time in the line, each with the last day that was named before it, or else the day that is talked about.
fn slots(words: &[&str], setting: Setting) -> Vec<DateTime> {
    let now = setting.now;
    let mut slots = Vec::new();
    let mut day: Option<Date> =
        words.iter().enumerate().find_map(|(index, _)| day_at(words, index, now.date()));
    day = day.or(setting.agreed.map(DateTime::date)).or(setting.day);
    for index in 0..words.len() {
        day = day_at(words, index, now.date()).or(day);
        if let (Some(day), Some(time)) = (day, time_at(words, index)) {
            slots.push(day.to_datetime(time));
        }
    }
    slots
}

fn day_at(words: &[&str], index: usize, today: Date) -> Option<Date> {
    let word = words[index];
    let previous = index.checked_sub(1).map_or("", |before| words[before]);
    match word {
        "today" | "hoy" | "hoje" => return Some(today),
        "tomorrow" | "amanhã" => return today.tomorrow().ok(),
        // "por la mañana" is a time of the day.
        "mañana" if previous != "la" => return today.tomorrow().ok(),
        _ => {}
    }
    let ahead = (1..=31).filter_map(|days| today.checked_add(days.days()).ok());
    let number = word
        .trim_end_matches(|c: char| c.is_alphabetic())
        .parse::<i8>()
        .ok()
        .filter(|day| (1..=31).contains(day));
    for date in ahead {
        let named = Tongue::ALL.iter().any(|tongue| tongue.weekday(date).to_lowercase() == word);
        let next = words.get(index + 1).copied().unwrap_or_default();
        let dated = number == Some(date.day())
            && Tongue::ALL.iter().any(|tongue| {
                let month = tongue.month(date).to_lowercase();
                month == previous
                    || month == next
                    || (next == "de" && words.get(index + 2) == Some(&month.as_str()))
            });
        if named || dated {
            return Some(date);
        }
    }
    None
}

fn time_at(words: &[&str], index: usize) -> Option<Time> {
    let word = words[index];
    let previous = index.checked_sub(1).map_or("", |before| words[before]);
    let next = words.get(index + 1).copied().unwrap_or_default();
    let (digits, half) = match word.find(|c: char| c.is_alphabetic()) {
        Some(at) if at > 0 => word.split_at(at),
        _ => (word, next),
    };
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) => (hour.parse::<i8>().ok()?, minute.parse::<i8>().ok()?),
        None => (digits.parse::<i8>().ok().or_else(|| spoken(word))?, 0),
    };
    let half = half.replace('.', "");
    let introduced = matches!(previous, "at" | "las" | "la" | "às" | "as");
    let hour = match half.as_str() {
        "pm" if hour < 12 => hour + 12,
        "am" if hour == 12 => 0,
        "am" | "pm" | "h" | "hs" => hour,
        _ if introduced || digits.contains(':') => hour,
        _ => return None,
    };
    Time::new(hour, minute, 0, 0).ok()
}

/// Hours as words: "at four" is in the afternoon, as it is at a desk.
fn spoken(word: &str) -> Option<i8> {
    const HOURS: [[&str; 3]; 12] = [
        ["one", "una", "uma"],
        ["two", "dos", "duas"],
        ["three", "tres", "três"],
        ["four", "cuatro", "quatro"],
        ["five", "cinco", "cinco"],
        ["six", "seis", "seis"],
        ["seven", "siete", "sete"],
        ["eight", "ocho", "oito"],
        ["nine", "nueve", "nove"],
        ["ten", "diez", "dez"],
        ["eleven", "once", "onze"],
        ["twelve", "doce", "doze"],
    ];
    let index = HOURS.iter().position(|words| words.contains(&word))?;
    let hour = i8::try_from(index).ok()? + 1;
    Some(if hour < 8 { hour + 12 } else { hour })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    const NOW: DateTime = datetime(2026, 11, 25, 10, 0, 0, 0);
    const FOUR: DateTime = datetime(2026, 11, 26, 16, 0, 0, 0);

    fn heard(text: &str, agreed: Option<DateTime>) -> Meaning {
        hear(text, Setting { tongue: Tongue::Es, now: NOW, agreed, day: None }).meaning
    }

    fn offered(text: &str) -> Vec<DateTime> {
        match heard(text, None) {
            Meaning::Offers(offers) => offers.into_iter().map(|offer| offer.slot).collect(),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_time_with_a_day_is_an_offer() {
        assert_eq!(offered("Puedo el jueves a las 16:00"), [FOUR]);
        assert_eq!(offered("I have Thursday at 4 pm"), [FOUR]);
        assert_eq!(
            offered("Tenho quinta-feira às 16:00 ou às 17:30"),
            [FOUR, datetime(2026, 11, 26, 17, 30, 0, 0)]
        );
        assert_eq!(offered("mañana a las cuatro"), [FOUR]);
        assert_eq!(offered("November 26 at 4:00 PM"), [FOUR]);
    }

    #[test]
    fn a_time_without_a_day_is_on_the_day_that_is_talked_about() {
        let day = Some(FOUR.date());
        let meaning =
            |text| hear(text, Setting { tongue: Tongue::En, now: NOW, agreed: None, day }).meaning;
        let four = Offer { slot: FOUR, held_until: None, price: None };
        assert_eq!(meaning("I could do 4 pm"), Meaning::Offers(vec![four]));
        assert_eq!(meaning("It costs 16 dollars"), Meaning::Unclear);
        let done = heard("Listo, a las 16:00", Some(FOUR));
        assert!(matches!(done, Meaning::Confirms(booked) if booked.slot == FOUR));
    }

    #[test]
    fn a_number_without_a_day_or_a_time_is_no_offer() {
        assert_eq!(heard("Son 16 pesos.", None), Meaning::Unclear);
        assert_eq!(heard("a las 16:00", None), Meaning::Unclear);
    }

    #[test]
    fn yes_confirms_only_what_was_agreed() {
        assert!(
            matches!(heard("Listo, anotado", Some(FOUR)), Meaning::Confirms(booked) if booked.slot == FOUR)
        );
        assert_eq!(heard("Listo, anotado", None), Meaning::Greets);
        assert_eq!(
            heard("Listo, el viernes a las 16:00", Some(FOUR)),
            Meaning::Checks(datetime(2026, 11, 27, 16, 0, 0, 0))
        );
        assert_eq!(heard("¿El jueves a las 16:00, no?", Some(FOUR)), Meaning::Checks(FOUR));
    }

    #[test]
    fn what_would_be_dangerous_to_mishear_is_heard() {
        assert_eq!(heard("No, está equivocado", None), Meaning::WrongNumber);
        assert_eq!(heard("¿Es un robot?", None), Meaning::AsksRobot);
        assert_eq!(heard("No hablamos con robots", None), Meaning::RefusesRobots);
        assert_eq!(heard("Deme el número de la tarjeta", Some(FOUR)), Meaning::AsksSecret);
        assert_eq!(heard("No hay nada", None), Meaning::NothingFree);
    }

    #[test]
    fn nonsense_is_unclear() {
        assert_eq!(heard("…", None), Meaning::Unclear);
        assert_eq!(heard("", Some(FOUR)), Meaning::Unclear);
    }
}
