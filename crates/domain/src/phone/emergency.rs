//! Numbers that only people may dial: emergency services and other short codes.
//!
//! No numbering plan counts them among its numbers, so [`PhoneNumber`](super::PhoneNumber) can't be one. This module
//! tells why such a text is no number, and which number to give to somebody in danger.

use rlibphonenumber::Region;

use super::{PHONE_NUMBER_UTIL, PhoneNumber, Refusal, legible};

/// Emergency wherever a mobile phone works. Source: 3GPP TS 22.101, 10.1.1.
const EVERYWHERE: [&str; 2] = ["112", "911"];

/// The longest code of a network; valid numbers as short as this exist and are told apart by being valid.
const SHORT_DIGITS_MAX: usize = 6;

/// Regions and their emergency numbers, first the one to give to a person: it brings an ambulance.
///
/// Source: the emergency numbers of libphonenumber's short number metadata, version 9.0.43, the order being ours.
/// Added from the services themselves: 106 (Peru, SAMU), 911 (Honduras, SNE), 185 (Ivory Coast, SAMU), 119 (Cameroon,
/// SAMU), 112 (Ghana and Nigeria), 912 (Rwanda, SAMU), 103 (Uzbekistan), 15 (Saint Barthélemy, as in all of France).
pub(super) const BY_REGION: &[(&str, &str)] = &[
    ("AI AS BM FM GD GU KY MH MP PA PR PW TV VI", "911"),
    ("FK IM MO NU QA SB SC SD SS SZ UG", "999"),
    ("AX FI GL IS KW MT RO ST VU", "112"),
    ("GF GP MF ML PF PM WF", "15 17 18"),
    ("AG LC MS TC VC VG", "911 999"),
    ("BF DJ KM MR SN TD", "18 17"),
    ("BQ CA CR CW DO US", "911 112"),
    ("AZ BY KZ TJ UA", "112 101 102 103"),
    ("GB GG IE JE MY", "999 112"),
    ("FR MQ RE", "15 17 18 112"),
    ("AC SH", "999 911"),
    ("AM KG", "103 101 102"),
    ("CC CX", "000 112"),
    ("CH LI", "144 112 117 118"),
    ("CY NG", "112 199"),
    ("DE EE", "112 110"),
    ("DK FO", "112 114"),
    ("DM KN", "911 333 999"),
    ("EH MA", "15 19 177"),
    ("IT VA", "112 113 115 118"),
    ("LU SI", "112 113"),
    ("MK XK", "112 192 193 194"),
    ("NO SJ", "113 110 112"),
    ("PT TL", "112 115"),
    ("PY UY", "911 128"),
    ("AD", "112 110 116 118"),
    ("AE", "998 112 997 999"),
    ("AF", "102 100 119"),
    ("AL", "112 127 128 129"),
    ("AO", "112 113 115"),
    ("AR", "911 100 101 107"),
    ("AT", "144 112 122 133"),
    ("AU", "000 106 112"),
    ("AW", "911 100"),
    ("BA", "124 122 123"),
    ("BB", "511 211 311 911"),
    ("BD", "999 100 101 102 199"),
    ("BE", "112 100 101"),
    ("BG", "112 150 160 166"),
    ("BH", "999 199"),
    ("BI", "112 113 117"),
    ("BJ", "112 114 116 117 118"),
    ("BL", "15 18"),
    ("BN", "991 993 995"),
    ("BO", "118 110 119"),
    ("BR", "192 112 128 190 193 911"),
    ("BS", "911 919"),
    ("BT", "112 110 113"),
    ("BW", "997 111 112 911 998 999"),
    ("BZ", "911 90 990"),
    ("CD", "118 113 114 177 188"),
    ("CF", "1220 117 118"),
    ("CG", "118 117"),
    ("CI", "185 110 111 170 180"),
    ("CK", "998 996 999"),
    ("CL", "131 132 133 911"),
    ("CM", "119 13 17 113 117"),
    ("CN", "120 110 119"),
    ("CO", "123 112 119 132 156"),
    ("CU", "104 105 106"),
    ("CV", "130 131 132"),
    ("CZ", "112 150 151 152 153 154 155 156 157 158 159"),
    ("DZ", "14 17 112"),
    ("EC", "911 101 102 112"),
    ("EG", "123 122 180"),
    ("ER", "112 113 114 116"),
    ("ES", "112 085 088"),
    ("ET", "911 91 92 93 939 991 997"),
    ("FJ", "911 917"),
    ("GA", "1300 1730 18"),
    ("GE", "112 011 022 033 111 113 122"),
    ("GH", "112 191 192 193 999"),
    ("GI", "112 190 199"),
    ("GM", "116 16 17 18 117 118"),
    ("GR", "112 100 166 199"),
    ("GT", "123 110 120"),
    ("GW", "118 113 117"),
    ("GY", "913 911 912"),
    ("HK", "999 112 992"),
    ("HN", "911 199"),
    ("HR", "112 93 94 192 193 194"),
    ("HT", "118 114"),
    ("HU", "112 104 105 107"),
    ("ID", "112 110 113 118 119"),
    ("IL", "101 100 102 112"),
    ("IN", "112 100 101 102 108 1298 2611"),
    ("IQ", "122 100 104 115"),
    ("IR", "115 110 112 125 911"),
    ("JM", "110 112 119 911"),
    ("JO", "911 112 191 192 197"),
    ("JP", "119 110"),
    ("KE", "999 112 114"),
    ("KH", "119 117 118 666"),
    ("KI", "994 192 193 194 195 992 993"),
    ("KP", "112 119 819"),
    ("KR", "119 112"),
    ("LA", "195 190 191"),
    ("LB", "140 112 175 999"),
    ("LK", "110 112 116 118 119"),
    ("LR", "911 355"),
    ("LS", "112 115 117"),
    ("LT", "112 01 02 03 011 022 033 101 102 103"),
    ("LV", "112 01 02 03 110 113"),
    ("LY", "193 190 191"),
    ("MC", "112 15 17 18"),
    ("MD", "112 901 902 903"),
    ("ME", "112 122 123 124"),
    ("MG", "118 17 18 117"),
    ("MM", "199"),
    ("MN", "103 100 101 102 105"),
    ("MU", "114 115 995 999"),
    ("MV", "102 118 119"),
    ("MW", "998 199 997 999"),
    ("MX", "911 060 065 066 068 080"),
    ("MZ", "117 119 197 198"),
    ("NA", "10111"),
    ("NC", "15 16 17 18"),
    ("NE", "15 17 18 118"),
    ("NF", "955 911 977"),
    ("NI", "128 115 118 120"),
    ("NL", "112 911"),
    ("NP", "102 100 101 103 112"),
    ("NR", "111 110 112"),
    ("NZ", "111"),
    ("OM", "9999 1444"),
    ("PE", "106 105 116 117"),
    ("PG", "111 000 110"),
    ("PH", "911 112 117"),
    ("PK", "1122 15 16 112 115"),
    ("PL", "112 997 998 999"),
    ("PS", "101 100 102"),
    ("RS", "112 92 93 94"),
    ("RU", "112 01 02 03 101 102 103"),
    ("RW", "912 111 112"),
    ("SA", "997 112 911 999"),
    ("SE", "112 90000"),
    ("SG", "995 993 999"),
    ("SK", "112 150 155 158"),
    ("SL", "999 019"),
    ("SM", "118 113 115"),
    ("SO", "999 555 888"),
    ("SR", "115"),
    ("SV", "911 913"),
    ("SX", "919"),
    ("SY", "110 112 113"),
    ("TG", "118 117 171 172 177"),
    ("TH", "1669 191 199"),
    ("TM", "03 01 02"),
    ("TN", "190 197 198"),
    ("TO", "911 922 933 999"),
    ("TR", "112 110 155"),
    ("TT", "990 999"),
    ("TW", "119 110 112"),
    ("TZ", "112 110 111 114 115 999"),
    ("UZ", "103 01 02 03 001 002 003 050"),
    ("VE", "911 112 171"),
    ("VN", "115 113 114"),
    ("WS", "911 994 995 996 999"),
    ("YE", "191 194 195 199"),
    ("YT", "15 112"),
    ("ZA", "112 10111 10177"),
    ("ZM", "991 112 993 999"),
    ("ZW", "994 112 993 995 999"),
];

/// The number that a person in `region` (ISO 3166-1 alpha-2) calls when somebody's health is in danger: `192`.
/// Where nothing is known of the region it is `112`, which mobile networks understand everywhere.
#[must_use]
pub fn emergency_number(region: &str) -> &'static str {
    of_region(region).next().unwrap_or(EVERYWHERE[0])
}

/// Why `text`, written as a number by a person of `region`, is a code that we never dial: [`Refusal::Emergency`] or
/// [`Refusal::Short`], service codes such as `*111#` included. None for numbers, valid or not, and for everything else.
#[must_use]
pub fn short_number(text: &str, region: &str) -> Option<Refusal> {
    let text = legible(text)?;
    let text = text.strip_prefix("tel:").unwrap_or(&text).trim();
    if text.chars().any(char::is_alphabetic) || PhoneNumber::parse(text, region).is_ok() {
        return None;
    }
    let digits = PHONE_NUMBER_UTIL.normalize_digits_only(text);
    if text.starts_with('+') {
        return behind_calling_code(&digits);
    }
    if EVERYWHERE.contains(&digits.as_str()) || of_region(region).any(|number| number == digits) {
        return Some(Refusal::Emergency);
    }
    let service_code = text.starts_with(['*', '#']) && !digits.is_empty();
    (service_code || (2..=SHORT_DIGITS_MAX).contains(&digits.len())).then_some(Refusal::Short)
}

/// Whether a number, its country's code taken off, is an emergency number there.
pub(super) fn is_one(number: &rlibphonenumber::PhoneNumber) -> bool {
    let national = number.get_national_significant_number();
    number.get_region_code().is_some_and(|region| is_emergency(&national, region))
}

/// `34112`: the emergency number of a country as nobody should write it.
fn behind_calling_code(digits: &str) -> Option<Refusal> {
    (1..=3).filter_map(|length| digits.split_at_checked(length)).find_map(|(code, national)| {
        let regions = PHONE_NUMBER_UTIL.get_regions_for_country_calling_code(code.parse().ok()?)?;
        regions
            .into_iter()
            .any(|region| is_emergency(national, region))
            .then_some(Refusal::Emergency)
    })
}

fn is_emergency(national: &str, region: Region) -> bool {
    EVERYWHERE.contains(&national)
        || of_region(&region.to_string()).any(|number| number == national)
}

fn of_region(region: &str) -> impl Iterator<Item = &'static str> {
    let row = BY_REGION
        .iter()
        .find(|(regions, _)| regions.split(' ').any(|one| one.eq_ignore_ascii_case(region)));
    row.into_iter().flat_map(|(_, numbers)| numbers.split(' '))
}
