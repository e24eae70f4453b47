//! Telephone numbers in what people write.
//!
//! The library finds what is grouped like a number and valid; what people mean by it is judged here: documents,
//! sums and cards are no numbers to call, and a spelling that went out of use is one.

use std::ops::Range;

use rlibphonenumber::phonenumber_matcher::{FindNumberExt, Leniency};

use super::outdated::renumbered;
use super::{PhoneNumber, region_of};

/// A text with more digits than some twenty numbers have is a list of figures: read up to here.
const DIGITS_MAX: usize = 300;

/// Digits of the numbers whose spelling may be outdated, country's code and prefixes included.
const OUTDATED_DIGITS: std::ops::RangeInclusive<usize> = 10..=15;

/// What is said before a number that is a document's, a card's, an order's.
const NAMES_OF_OTHER_NUMBERS: &str = "afiliado afiliada asegurado bestellnummer bsn card carnet cartao cbu cedula cep ci cif \
    cnpj codigo confirmation cpf cuenta cuil cuit curp dni documento expediente factura iban \
    invoice isbn legajo licencia matricula member nie nif nit npi nss omb order orden \
    pasaporte passaporte passport pedido policy poliza protocolo reference rfc rg rut run \
    sku socio ssn tarjeta ticket tracking";

/// What may stand between such a name and its number.
const BETWEEN: &str =
    "es is e the el la o a mi my meu minha de del do da no nro n num number numero id";

/// A number found in a text, with its place in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub number: PhoneNumber,
    pub span: Range<usize>,
}

/// The phone numbers in a text, in its order; dates, prices, documents and other digits are not. National numbers are
/// those of `region` (ISO 3166-1 alpha-2); in an unknown region only numbers with `+` count. Outdated spellings are
/// found too, as what they mean today ([`renumbered`]). What comes after 300 digits is not read.
#[must_use]
pub fn numbers_in(text: &str, region: &str) -> Vec<Found> {
    let readable = without_code_brackets(up_to_digits(text, DIGITS_MAX));
    let matches = readable
        .phone_number_matcher_builder()
        .leniency(Leniency::Valid)
        .preferred_region(region_of(region))
        // The library's own limit overflows when it is reached in the middle of a candidate.
        .max_tries(u64::MAX)
        .build();
    let mut found: Vec<(Range<usize>, PhoneNumber)> = matches
        .filter_map(|found| Some((found.start..found.end(), PhoneNumber::of(&found.number).ok()?)))
        .collect();
    for place in figures(&readable) {
        let overlaps =
            found.iter().any(|(other, _)| place.start < other.end && other.start < place.end);
        if !overlaps && let Some(number) = renumbered(&readable[place.clone()], region) {
            found.push((place, number));
        }
    }
    found.retain(|(place, _)| is_meant_as_number(&readable, place));
    found.sort_by_key(|(place, _)| place.start);
    found
        .into_iter()
        .map(|(place, number)| Found { number, span: in_characters(text, &place) })
        .collect()
}

fn up_to_digits(text: &str, digits_max: usize) -> &str {
    let mut digits = text.char_indices().filter(|(_, c)| c.is_numeric());
    digits.nth(digits_max).map_or(text, |(end, _)| &text[..end])
}

/// `(+31)(6) 12234567` as ` +31 (6) 12234567`: the library takes a country's code in brackets for something else. All
/// stays where it was.
fn without_code_brackets(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (open, _) in text.match_indices("(+") {
        let code = text[open + 2..].bytes().take_while(u8::is_ascii_digit).count();
        let close = open + 2 + code;
        if (1..=3).contains(&code) && text[close..].starts_with(')') {
            (bytes[open], bytes[close]) = (b' ', b' ');
        }
    }
    String::from_utf8(bytes).expect("one ASCII character was put in place of another")
}

/// Where digits stand that are grouped as a number may be, from the first digit, plus or bracket to the last digit.
fn figures(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut digits = 0;
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        let begins = c.is_ascii_digit() || matches!(c, '+' | '(');
        if c.is_ascii_digit() {
            digits += 1;
            open.get_or_insert(at..at).end = at + 1;
        } else if open.is_none() && begins {
            open = Some(at..at);
        } else if !matches!(c, ' ' | '-' | '.' | '(' | ')')
            && let Some(place) = open.take()
        {
            if OUTDATED_DIGITS.contains(&digits) && !c.is_alphanumeric() {
                places.push(place);
            }
            digits = 0;
            open = begins.then_some(at..at);
        }
    }
    places
}

/// Whether the digits at `place` are somebody's number to call, by what stands around them and how they are written.
fn is_meant_as_number(text: &str, place: &Range<usize>) -> bool {
    let (before, written) = (&text[..place.start], &text[place.clone()]);
    let calculated = match before.chars().next_back() {
        Some('-') => before[..before.len() - 1].chars().next_back().is_none_or(char::is_whitespace),
        Some(last) => written.starts_with('+') && last.is_ascii_digit(),
        None => false,
    };
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let in_a_link = word.contains("://") || word.starts_with("www.");
    !calculated && !in_a_link && !is_written_as_document(written) && !is_called_otherwise(before)
}

/// `30.123.456`, `12.345.678-9`, `219.123.456-78`: thousands with points, as national ids are written.
fn is_written_as_document(written: &str) -> bool {
    let (figure, check) =
        written.split_once('-').map_or((written, ""), |(figure, check)| (figure, check));
    let mut groups = figure.split('.');
    let first = groups.next().unwrap_or_default();
    let is_number = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let thousands = rest.len() >= 2
        && rest.iter().all(|group| group.len() == 3 && is_number(group))
        && is_number(first);
    let first_fits = match check.len() {
        0 => (1..=2).contains(&first.len()),
        1 | 2 => (1..=3).contains(&first.len()),
        _ => false,
    };
    thousands && first_fits && is_number(check) && !first.starts_with('0')
}

/// Whether what is said right before a number names something else: `CPF`, `order number`, `mi cédula es el`.
fn is_called_otherwise(before: &str) -> bool {
    let clause = before.rsplit(['\n', ',', ';', '!', '?']).next().unwrap_or_default();
    let words = clause.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut plain =
        words.map(|word| word.to_lowercase().chars().map(unaccented).collect::<String>());
    let name = plain.find(|word| !BETWEEN.split(' ').any(|between| between == word));
    name.is_some_and(|word| NAMES_OF_OTHER_NUMBERS.split(' ').any(|name| name == word))
}

fn unaccented(c: char) -> char {
    match c {
        'á' | 'ã' | 'â' | 'à' => 'a',
        'é' | 'ê' => 'e',
        'í' => 'i',
        'ó' | 'õ' | 'ô' => 'o',
        'ú' => 'u',
        'ç' => 'c',
        other => other,
    }
}

fn in_characters(text: &str, place: &Range<usize>) -> Range<usize> {
    let start = text[..place.start].chars().count();
    start..start + text[place.clone()].chars().count()
}
