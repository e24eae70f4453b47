//! Who may use it, and how much it may call and spend.

use data::Caps;
use domain::appointment::{Access, InviteCodes};
use domain::phone::PhoneNumber;

use super::Twilio;
use super::reader::{Reader, list};

/// An amount has six decimals at most.
const MILLION: i64 = 1_000_000;
const UNITS_MAX: i64 = 1_000_000;

pub fn caps(from: &mut Reader, call_s_max: u32) -> Caps {
    let mut price = |name| from.read(name, "an amount such as 0.05", money);
    let minute_price = price("VOCERO_PRICE_CARRIER_MINUTE") + price("VOCERO_PRICE_AGENT_MINUTE");
    let mut calls = |name| {
        from.read(name, "a whole number from 1 to 1000, or off", |text| {
            or_off(text, |text| text.parse().ok().filter(|number| (1..=1000).contains(number)))
        })
    };
    let calls_person_day = calls("VOCERO_CALLS_PERSON_DAY_MAX");
    let calls_number_day = calls("VOCERO_CALLS_NUMBER_DAY_MAX");
    let calls_at_once = calls("VOCERO_CALLS_AT_ONCE_MAX");
    let calls_second = calls("VOCERO_CALLS_SECOND_MAX");
    let mut spend =
        |name| from.read(name, "an amount such as 20.50, or off", |text| or_off(text, money));
    Caps {
        minute_price,
        call_s_max,
        calls_person_day,
        calls_number_day,
        calls_at_once,
        calls_second,
        spend_call: spend("VOCERO_SPEND_CALL_MAX"),
        spend_person_day: spend("VOCERO_SPEND_PERSON_DAY_MAX"),
        spend_hour: spend("VOCERO_SPEND_HOUR_MAX"),
        spend_day: spend("VOCERO_SPEND_DAY_MAX"),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Open,
    Invite,
    List,
}

pub fn access(from: &mut Reader) -> Access {
    let kind = from.read("VOCERO_ACCESS", "open, invite or list", |text| match text {
        "open" => Some(Kind::Open),
        "invite" => Some(Kind::Invite),
        "list" => Some(Kind::List),
        _ => None,
    });
    let expected = "codes of 8 to 64 letters, digits and hyphens, each with a letter and a digit";
    let codes = from.read("VOCERO_INVITE_CODES", expected, |text| InviteCodes::new(list(text)));
    let expected = "numbers such as +12025550100,+34912345678";
    let people = from.read("VOCERO_PEOPLE", expected, |text| list(text).map(number).collect());
    match kind {
        Kind::Open => Access::Open,
        Kind::Invite => {
            from.require(&["VOCERO_INVITE_CODES"]);
            Access::Invited { codes, people }
        }
        Kind::List => {
            from.require(&["VOCERO_PEOPLE"]);
            Access::Listed { people }
        }
    }
}

/// Those of ours that may be dialled by mistake.
pub fn own_numbers(twilio: &Twilio) -> Vec<PhoneNumber> {
    let chat = twilio.whatsapp_from.strip_prefix("whatsapp:").unwrap_or_default();
    let mut own: Vec<_> =
        [twilio.voice_from.as_str(), chat].into_iter().filter_map(number).collect();
    own.dedup();
    own
}

fn number(text: &str) -> Option<PhoneNumber> {
    text.starts_with('+').then(|| PhoneNumber::parse(text, "").ok())?
}

fn or_off<T>(text: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if text == "off" { Some(None) } else { parse(text).map(Some) }
}

/// `12.5` in millionths.
fn money(text: &str) -> Option<i64> {
    let (units, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(units) || !digits(decimals) || decimals.len() > 6 {
        return None;
    }
    let units: i64 = units.parse().ok().filter(|&units| units < UNITS_MAX)?;
    let decimals: i64 = format!("{decimals:0<6}").parse().ok()?;
    Some(units * MILLION + decimals)
}

/// Millionths as people write them: `12.50`, and as many decimals more as it takes.
#[must_use]
pub fn amount(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let millionths = millionths.unsigned_abs();
    let million = MILLION.unsigned_abs();
    let decimals = format!("{:06}", millionths % million);
    let decimals = decimals.trim_end_matches('0');
    format!("{sign}{}.{decimals:0<2}", millionths / million)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_and_written_to_the_millionth() {
        for (text, millionths, written) in [
            ("0", 0, "0.00"),
            ("12", 12_000_000, "12.00"),
            ("12.5", 12_500_000, "12.50"),
            ("0.000001", 1, "0.000001"),
            ("999999.999999", 999_999_999_999, "999999.999999"),
        ] {
            assert_eq!(money(text), Some(millionths), "{text}");
            assert_eq!(amount(millionths), written);
        }
        assert_eq!(amount(-1_500_000), "-1.50");
        for bad in ["", ".5", "5.", "-1", "+1", "1,5", "1e3", "0.0000001", "1000000", "1.2.3", "x"]
        {
            assert_eq!(money(bad), None, "{bad}");
        }
    }
}
