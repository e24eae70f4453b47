//! Card numbers and identity documents are masked before a message is kept: nothing of ours needs them.

use std::ops::Range;

use super::secrets::{is_document, passes_luhn};
use crate::when::text::{Kind, Token, tokens};

/// What stands in the place of a secret.
pub const MASK: &str = "•••";

/// How payment cards are grouped by those who write them in groups.
const CARD_GROUPS: [&[usize]; 6] =
    [&[4, 4, 4, 4], &[4, 4, 4, 4, 3], &[4, 6, 5], &[4, 6, 4], &[4, 4, 5], &[8, 8]];

/// A Social Security number, as it is written.
const SSN_GROUPS: &[usize] = &[3, 2, 4];

/// Before the three or four digits on the back of a card.
const CODES: &[&str] = &["cvv", "cvc", "cvv2", "cvc2", "csc"];

/// Words between such a name and its digits: "is", ":".
const JOINTS: &[&str] = &["is", "es", "e", "code", "number", ":", ".", "#", "="];

/// The text with each card number, security code and identity number in it masked; nothing where there is none. A
/// number with a plus is a phone's.
#[must_use]
pub fn masked(text: &str) -> Option<String> {
    let tokens = tokens(text);
    let mut secrets = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match secret_at(&tokens, at) {
            Some(end) => {
                secrets.push(tokens[at].span.start..tokens[end - 1].span.end);
                at = end;
            }
            // A phone's number is looked at as a whole: "+54 9 11 4321 1201".
            None => at = run(&tokens, at).map_or(at + 1, |run| run.end),
        }
    }
    secrets.extend(codes(&tokens));
    // Of a very long text only a part is taken to pieces at once.
    let (read, rest) = text.split_at(tokens.last()?.span.end);
    let rest_masked = masked(rest);
    if secrets.is_empty() && rest_masked.is_none() {
        return None;
    }
    secrets.sort_by_key(|span| std::cmp::Reverse(span.start));
    let mut read = read.to_owned();
    for secret in secrets {
        read.replace_range(secret, MASK);
    }
    Some(read + rest_masked.as_deref().unwrap_or(rest))
}

/// The end of a secret that begins with these digits.
fn secret_at(tokens: &[Token], at: usize) -> Option<usize> {
    let before = at.checked_sub(1).map(|before| tokens[before].folded.as_str());
    if tokens[at].kind != Kind::Digits || before == Some("+") && tokens[at].glued {
        return None;
    }
    let groups = groups(tokens, at);
    let length = |group: &Range<usize>| tokens[group.start].folded.len();
    let digits = |groups: &[Range<usize>]| -> String {
        groups.iter().map(|group| tokens[group.start].folded.as_str()).collect()
    };
    let lengths: Vec<usize> = groups.iter().map(length).collect();
    let is_card = |count: usize| passes_card(&digits(&groups[..count]));
    let shaped = CARD_GROUPS.iter().filter(|shape| lengths.starts_with(shape)).map(|it| it.len());
    let spelled = (groups.len() > 12 && lengths.iter().all(|length| *length == 1))
        .then_some(groups.len().min(19));
    if let Some(count) = shaped.chain(spelled).chain([1]).find(|count| is_card(*count)) {
        return Some(groups[count - 1].end);
    }
    if lengths == SSN_GROUPS && (is_hyphenated(tokens, at) || names_ssn(tokens)) {
        let parts: Vec<u32> =
            groups.iter().filter_map(|group| tokens[group.start].folded.parse().ok()).collect();
        let [area, group, serial] = parts[..] else { return None };
        let given = (1..900).contains(&area) && area != 666 && group > 0 && serial > 0;
        return given.then(|| groups[2].end);
    }
    if lengths == [9] && names_ssn(tokens) {
        return Some(groups[0].end);
    }
    document(tokens, at, &groups)
}

/// A CPF in its own writing, or a DNI with its letter.
fn document(tokens: &[Token], at: usize, groups: &[Range<usize>]) -> Option<usize> {
    let end = groups.last()?.end;
    let signs = tokens[at..end].iter().filter(|token| token.kind == Kind::Sign).count();
    let letter =
        tokens.get(end).filter(|token| token.kind == Kind::Word && token.folded.len() == 1);
    let hyphen = tokens.get(end).filter(|sign| sign.folded == "-").and(tokens.get(end + 1));
    let letter = letter.filter(|letter| letter.glued).map(|it| (it, end + 1)).or_else(|| {
        hyphen.filter(|it| it.kind == Kind::Word && it.folded.len() == 1).map(|it| (it, end + 2))
    });
    let mut number: String =
        groups.iter().map(|group| tokens[group.start].folded.as_str()).collect();
    let end = match letter {
        Some((letter, end)) => {
            number.push_str(&letter.folded.to_ascii_uppercase());
            end
        }
        // Eleven digits alone are a mobile's in Brazil.
        None if signs < 3 && !tokens.iter().any(|token| token.folded == "cpf") => return None,
        None => end,
    };
    is_document(&number).then_some(end)
}

/// 13 digits are a card's only where they begin like one, for phone numbers with their country have as many.
fn passes_card(number: &str) -> bool {
    let begins = |with: char| number.starts_with(with);
    let issued = match number.len() {
        13 => begins('4'),
        14..=19 => ('2'..='6').any(begins),
        _ => false,
    };
    issued && passes_luhn(number)
}

/// The groups of digits from here on, all joined by the same sign or blank.
fn groups(tokens: &[Token], at: usize) -> Vec<Range<usize>> {
    let first = at..at + 1;
    let mut groups = vec![first];
    let mut joint: Option<Option<&str>> = None;
    let mut next = at + 1;
    while let Some(token) = tokens.get(next) {
        let sign = (token.kind == Kind::Sign && ".-/".contains(&*token.folded))
            .then_some(token.folded.as_str());
        let start = next + usize::from(sign.is_some());
        let digits = tokens.get(start).is_some_and(|token| token.kind == Kind::Digits);
        if !digits || *joint.get_or_insert(sign) != sign && !closes(tokens, start) {
            break;
        }
        groups.push(start..start + 1);
        next = start + 1;
    }
    groups
}

/// The last two digits of a CPF stand after another sign: "529.982.247-25".
fn closes(tokens: &[Token], at: usize) -> bool {
    tokens[at].folded.len() == 2 && tokens[at].glued && tokens[at - 1].folded == "-"
}

/// All digits from here on, whatever joins them, where a plus stands before them.
fn run(tokens: &[Token], at: usize) -> Option<Range<usize>> {
    let plus = tokens[at].folded == "+" && tokens.get(at + 1).is_some_and(|next| next.glued);
    let goes_on = |token: &&Token| {
        token.kind == Kind::Digits || token.kind == Kind::Sign && "()-. ".contains(&*token.folded)
    };
    let length = tokens[at + 1..].iter().take_while(goes_on).count();
    plus.then_some(at..at + 1 + length)
}

fn is_hyphenated(tokens: &[Token], at: usize) -> bool {
    let hyphen = |at: usize| tokens.get(at).is_some_and(|sign| sign.folded == "-");
    hyphen(at + 1) && hyphen(at + 3)
}

fn names_ssn(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| ["ssn", "social"].contains(&token.folded.as_str()))
}

/// "cvv 123", "CVC: 1234".
fn codes(tokens: &[Token]) -> Vec<Range<usize>> {
    let named = |at: &usize| CODES.contains(&tokens[*at].folded.as_str());
    let digits = |at: usize| {
        let joins = |token: &&Token| JOINTS.contains(&token.folded.as_str());
        let start = at + 1 + tokens[at + 1..].iter().take(2).take_while(joins).count();
        let code = tokens.get(start).filter(|token| token.kind == Kind::Digits)?;
        (3..=4).contains(&code.folded.len()).then(|| code.span.clone())
    };
    (0..tokens.len()).filter(named).filter_map(digits).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn cards_codes_and_documents_are_masked() {
        for (text, expected) in [
            (
                "my card is 4111 1111 1111 1111 exp 12/27 cvv 123",
                "my card is ••• exp 12/27 cvv •••",
            ),
            ("4111111111111111", "•••"),
            ("4111-1111-1111-1111, thanks", "•••, thanks"),
            ("4111 1111 1111 1111 12/27 123", "••• 12/27 123"),
            ("amex 3782 822463 10005 call 202 555 0134", "amex ••• call 202 555 0134"),
            ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "•••"),
            ("mi tarjeta es 5500-0000-0000-0004, CVV: 1234", "mi tarjeta es •••, CVV: •••"),
            ("my social is 123-45-6789", "my social is •••"),
            ("SSN 123 45 6789", "SSN •••"),
            ("ssn 123456789", "ssn •••"),
            ("mi DNI es 12345678Z", "mi DNI es •••"),
            ("mi DNI es 12.345.678-Z", "mi DNI es •••"),
            ("CPF 529.982.247-25", "CPF •••"),
            ("meu cpf é 52998224725", "meu cpf é •••"),
        ] {
            assert_eq!(masked(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn phones_dates_and_other_numbers_stay() {
        for text in [
            "haircut tomorrow at 11, +1 202 555 0124",
            // Their last digits check the others.
            "+5491143211205",
            "5491143211205",
            "+41 11 1111 1111 1111",
            "0054 9 11 4321 1201",
            "11 4321-1201 o 11 4321-1202",
            "4321-1201 4321-1202",
            "el jueves 26/11/2026 a las 16:00",
            "4111 1111 1111 1112",
            "123-45-0000",
            "912 34 5678",
            "afiliado 210 12345 6",
            "11 98765-4321",
            "vencimento 12/27",
            "",
        ] {
            assert_eq!(masked(text), None, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_masked_to_its_end() {
        let long = "hola ".repeat(700) + "4111 1111 1111 1111";
        assert_eq!(masked(&long), Some("hola ".repeat(700) + "•••"));
    }

    #[test]
    fn masking_twice_is_masking_once() {
        let once = masked("card 4111 1111 1111 1111 cvv 123").unwrap();
        assert_eq!(masked(&once), None);
    }
}
