//! The languages that are spoken on the line, and how days, times and digits sound in them.

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tongue {
    En,
    Es,
    Pt,
}

const WEEKDAYS: [[&str; 3]; 7] = [
    ["Monday", "lunes", "segunda-feira"],
    ["Tuesday", "martes", "terça-feira"],
    ["Wednesday", "miércoles", "quarta-feira"],
    ["Thursday", "jueves", "quinta-feira"],
    ["Friday", "viernes", "sexta-feira"],
    ["Saturday", "sábado", "sábado"],
    ["Sunday", "domingo", "domingo"],
];

const MONTHS: [[&str; 3]; 12] = [
    ["January", "enero", "janeiro"],
    ["February", "febrero", "fevereiro"],
    ["March", "marzo", "março"],
    ["April", "abril", "abril"],
    ["May", "mayo", "maio"],
    ["June", "junio", "junho"],
    ["July", "julio", "julho"],
    ["August", "agosto", "agosto"],
    ["September", "septiembre", "setembro"],
    ["October", "octubre", "outubro"],
    ["November", "noviembre", "novembro"],
    ["December", "diciembre", "dezembro"],
];

const DIGITS: [[&str; 3]; 10] = [
    ["zero", "cero", "zero"],
    ["one", "uno", "um"],
    ["two", "dos", "dois"],
    ["three", "tres", "três"],
    ["four", "cuatro", "quatro"],
    ["five", "cinco", "cinco"],
    ["six", "seis", "seis"],
    ["seven", "siete", "sete"],
    ["eight", "ocho", "oito"],
    ["nine", "nueve", "nove"],
];

impl Tongue {
    pub const ALL: [Self; 3] = [Self::En, Self::Es, Self::Pt];

    /// From an ISO 639-1 code, with or without a region: `es`, `pt-BR`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split(['-', '_']).next()? {
            "en" => Some(Self::En),
            "es" => Some(Self::Es),
            "pt" => Some(Self::Pt),
            _ => None,
        }
    }

    /// ISO 639-1.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.pick("en", "es", "pt")
    }

    /// ISO 639-2, as speech to text reports it.
    #[must_use]
    pub fn long_code(self) -> &'static str {
        self.pick("eng", "spa", "por")
    }

    #[must_use]
    pub fn pick<'a>(self, en: &'a str, es: &'a str, pt: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Es => es,
            Self::Pt => pt,
        }
    }

    fn of(self, words: [&'static str; 3]) -> &'static str {
        self.pick(words[0], words[1], words[2])
    }

    /// `Thursday`, `jueves`, `quinta-feira`.
    #[must_use]
    pub fn weekday(self, date: Date) -> &'static str {
        let index = usize::try_from(date.weekday().to_monday_zero_offset()).expect("0 to 6");
        self.of(WEEKDAYS[index])
    }

    /// `November`, `noviembre`, `novembro`.
    #[must_use]
    pub fn month(self, date: Date) -> &'static str {
        self.of(MONTHS[usize::try_from(date.month() - 1).expect("1 to 12")])
    }

    /// `Thursday, November 26`, `el jueves 26 de noviembre`, `quinta-feira, 26 de novembro`.
    #[must_use]
    pub fn day(self, date: Date) -> String {
        let weekday = self.weekday(date);
        let month = self.month(date);
        let day = date.day();
        match self {
            Self::En => format!("{weekday}, {month} {day}"),
            Self::Es => format!("el {weekday} {day} de {month}"),
            Self::Pt => format!("{weekday}, {day} de {month}"),
        }
    }

    /// `at 4:00 PM`, `a las 16:00`, `às 16:00`.
    #[must_use]
    pub fn at(self, time: Time) -> String {
        match self {
            Self::En => format!("at {}", twelve_hours(time)),
            Self::Es if time.hour() == 1 => format!("a la {}", clock(time)),
            Self::Es => format!("a las {}", clock(time)),
            Self::Pt => format!("às {}", clock(time)),
        }
    }

    /// A day with its time, as it is read back.
    #[must_use]
    pub fn slot(self, slot: DateTime) -> String {
        let joint = self.pick(" ", " ", ", ");
        format!("{}{joint}{}", self.day(slot.date()), self.at(slot.time()))
    }

    /// A number read digit by digit; signs and blanks are pauses.
    #[must_use]
    pub fn digits(self, text: &str) -> String {
        let words: Vec<&str> = text
            .chars()
            .filter_map(|c| c.to_digit(10))
            .map(|digit| self.of(DIGITS[usize::try_from(digit).expect("one digit")]))
            .collect();
        words.join(" ")
    }
}

fn clock(time: Time) -> String {
    format!("{}:{:02}", time.hour(), time.minute())
}

fn twelve_hours(time: Time) -> String {
    let (hour, half) = match time.hour() {
        0 => (12, "AM"),
        12 => (12, "PM"),
        hour if hour < 12 => (hour, "AM"),
        hour => (hour - 12, "PM"),
    };
    format!("{hour}:{:02} {half}", time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    #[test]
    fn a_slot_is_read_back_with_weekday_day_month_and_time() {
        let slot = datetime(2026, 11, 26, 16, 0, 0, 0);
        assert_eq!(Tongue::En.slot(slot), "Thursday, November 26 at 4:00 PM");
        assert_eq!(Tongue::Es.slot(slot), "el jueves 26 de noviembre a las 16:00");
        assert_eq!(Tongue::Pt.slot(slot), "quinta-feira, 26 de novembro, às 16:00");
    }

    #[test]
    fn noon_and_midnight_are_not_confused() {
        assert_eq!(Tongue::En.at(Time::midnight()), "at 12:00 AM");
        assert_eq!(Tongue::En.at(Time::constant(12, 30, 0, 0)), "at 12:30 PM");
        assert_eq!(Tongue::En.at(Time::constant(11, 59, 0, 0)), "at 11:59 AM");
    }

    #[test]
    fn a_code_that_nobody_speaks_is_no_tongue() {
        assert_eq!(Tongue::from_code("pt-BR"), Some(Tongue::Pt));
        assert_eq!(Tongue::from_code("de"), None);
        assert_eq!(Tongue::from_code(""), None);
    }

    #[test]
    fn digits_are_read_one_by_one() {
        assert_eq!(Tongue::Es.digits("+34-01"), "tres cuatro cero uno");
    }
}
