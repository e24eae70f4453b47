//! What is never asked for and never passed on: cards, codes, passwords, identity documents.

use super::masking::MASK;
use crate::when::folded;

/// Words that ask for a secret, as [`folded`] leaves them. An insurance number is none.
const ASKED_FOR: [&[&str]; 3] = [
    &[
        "card number",
        "credit card",
        "debit card",
        "card details",
        "bank account",
        "account number",
        "routing number",
        "security code",
        "verification code",
        "one time code",
        "code we sent",
        "code i sent",
        "the code that",
        "cvv",
        "cvc",
        "expiry date",
        "expiration date",
        "password",
        "pin number",
        "social security",
        "ssn",
        "passport number",
        "passport",
        "driver s license",
        "driver license",
        "driving licence",
        "id number",
        "identity card",
    ],
    &[
        "numero de tarjeta",
        "numero de la tarjeta",
        "tarjeta de credito",
        "tarjeta de debito",
        "datos de la tarjeta",
        "datos bancarios",
        "cuenta bancaria",
        "numero de cuenta",
        "cbu",
        "iban",
        "codigo de seguridad",
        "codigo de verificacion",
        "codigo que le",
        "codigo que te",
        "vencimiento de la tarjeta",
        "contrasena",
        "clave",
        "dni",
        "nie",
        "curp",
        "rut",
        "cedula",
        "pasaporte",
        "numero de documento",
        "documento de identidad",
    ],
    &[
        "numero do cartao",
        "cartao de credito",
        "cartao de debito",
        "dados do cartao",
        "dados bancarios",
        "conta bancaria",
        "numero da conta",
        "codigo de seguranca",
        "codigo de verificacao",
        "codigo que enviamos",
        "validade do cartao",
        "senha",
        "cpf",
        "rg",
        "passaporte",
        "numero do documento",
        "documento de identidade",
    ],
];

/// Whether a question asks for what is never given away.
#[must_use]
pub fn wants_secret(question: &str) -> bool {
    let question = words(question);
    ASKED_FOR.iter().copied().flatten().any(|asked| question.contains(&format!(" {asked} ")))
}

/// Whether a text holds the number of a payment card or of an identity document, or speaks of a password.
#[must_use]
pub fn is_secret(text: &str) -> bool {
    let said = words(text);
    let passwords = [" password ", " contrasena ", " senha ", " cvv ", " cvc "];
    text.contains(MASK)
        || passwords.iter().any(|word| said.contains(word))
        || numbers(text).any(|number| is_card(&number) || is_document(&number))
}

fn words(text: &str) -> String {
    let text: String =
        folded(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Numbers as people group them: digits, with single blanks, points, hyphens or slashes between; a letter may follow.
fn numbers(text: &str) -> impl Iterator<Item = String> {
    let mut numbers = vec![String::new()];
    let mut gap = false;
    for c in text.chars() {
        let last = numbers.last_mut().expect("there is always one");
        if c.is_ascii_digit() {
            last.push(c);
            gap = false;
        } else if matches!(c, ' ' | '.' | '-' | '/' | '\u{a0}') && !last.is_empty() && !gap {
            gap = true;
        } else if c.is_ascii_alphabetic() && !last.is_empty() {
            last.push(c.to_ascii_uppercase());
            numbers.push(String::new());
        } else if !last.is_empty() {
            numbers.push(String::new());
        }
    }
    numbers.into_iter().filter(|number| !number.is_empty())
}

/// 13 to 19 digits with the check digit of ISO/IEC 7812.
fn is_card(number: &str) -> bool {
    let length = number.chars().filter(char::is_ascii_digit).count();
    (13..=19).contains(&length) && !number.starts_with('0') && passes_luhn(number)
}

/// Whether the last digit checks the others.
pub(super) fn passes_luhn(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(nth, &digit)| if nth % 2 == 1 { doubled(digit) } else { digit })
        .sum();
    sum.is_multiple_of(10)
}

/// A Spanish DNI with its letter, or a Brazilian CPF with its check digits.
pub(super) fn is_document(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let letter = number.chars().last().filter(char::is_ascii_alphabetic);
    if let (8, Some(letter)) = (digits.len(), letter) {
        let value = digits.iter().fold(0, |value, digit| value * 10 + digit);
        let nth = usize::try_from(value % 23).expect("below 23");
        return "TRWAGMYFPDXBNJZSQVHLCKE".chars().nth(nth) == Some(letter);
    }
    digits.len() == 11 && letter.is_none() && is_cpf(&digits)
}

fn is_cpf(digits: &[u32]) -> bool {
    let check = |length: usize| {
        let weights = (2..=u32::try_from(length).expect("small") + 1).rev();
        let sum: u32 =
            digits[..length].iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
        (sum * 10 % 11) % 10
    };
    digits.iter().any(|digit| *digit != digits[0])
        && check(9) == digits[9]
        && check(10) == digits[10]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_for_cards_codes_and_documents_are_known_in_three_languages() {
        for question in [
            "Could I have the card number and the expiry date?",
            "What is the code we sent to her phone?",
            "¿Me da el número de tarjeta para la seña?",
            "¿Cuál es su DNI?",
            "Qual é o CPF dela?",
            "Preciso da senha do convênio.",
        ] {
            assert!(wants_secret(question), "{question}");
        }
        for question in [
            "Which insurance does she have, and what is the member number?",
            "¿Número de afiliado de la obra social?",
            "¿Es la primera vez que viene?",
            "Does she have a loyalty card?",
            "Qual é o número da carteirinha?",
            "¿Tiene el carné de vacunas?",
        ] {
            assert!(!wants_secret(question), "{question}");
        }
    }

    #[test]
    fn cards_and_documents_are_known_by_their_check_digits() {
        for secret in [
            "4111 1111 1111 1111",
            "it's 5500-0000-0000-0004, thanks",
            "378282246310005",
            "12345678Z",
            "12.345.678-Z",
            "529.982.247-25",
            "my password is tulip",
        ] {
            assert!(is_secret(secret), "{secret}");
        }
        for plain in [
            "4111 1111 1111 1112",
            "+34 912 345 678",
            "el jueves 26 a las 16:00",
            "12345678A",
            "afiliado 210 12345 6",
            "111.111.111-11",
            "11 5555 0134",
            "",
        ] {
            assert!(!is_secret(plain), "{plain}");
        }
    }
}
