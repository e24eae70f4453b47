//! Dates that are names: "Rua 25 de Março", "Plaza 25 de Mayo 14", "5th Avenue", "Dr. May" speak of no day.
//!
//! In Spanish and Portuguese the kind of street comes first and the house number last, in English the other way
//! round. What is part of a name loses its meaning before the grammar reads the text, and so does what says of itself
//! that it is something else: "apt 12/5", "exp 12/27", "born 3/4/1985".

use std::ops::Range;

use super::{
    dates::{self, Today},
    sense::{Sense, Text},
    text::Kind,
    weekdays::any_weekday,
    written::{any_month, with_month},
};
use crate::language::Language;

/// Words between the kind of street and a number that ends it: "Calle Juan B. Justo 1200".
const NAME_MAX: usize = 5;

/// Words between a label and its date: "is", "on the".
const JOINTS_MAX: usize = 3;

/// The text, with all addresses, persons and labelled dates in it as words that mean nothing.
pub(super) fn without(mut t: Text, today: Today) -> Text {
    let mut at = 0;
    while at < t.len() {
        match labelled(&t, at, today)
            .or_else(|| phone(&t, at))
            .or_else(|| address(&t, at))
            .or_else(|| person(&t, at))
        {
            Some(range) => {
                at = range.end;
                t.blank(range);
            }
            None => at += 1,
        }
    }
    t
}

/// "doctora Abril", "Dr. May", "don julio", but not "the doctor, May 5th".
fn person(t: &Text, at: usize) -> Option<Range<usize>> {
    /// Never said without a name.
    const BOUND: &[&str] =
        &["don", "dona", "dom", "dr", "dra", "sr", "sra", "srta", "mr", "mrs", "ms"];
    let title = t.is(at, Sense::Title)?;
    let bound = BOUND.contains(&&*t.tokens[at].folded);
    let start = t.sign(title, ".").unwrap_or(title);
    let domingo = || t.word(start, "domingo").or_else(|| t.word(start, "domingos"));
    let end = any_month(t, start).map(|(_, end)| end).or_else(domingo)?;
    let named = (bound || t.tokens[start].capital)
        && t.tokens.get(end).is_none_or(|next| next.kind != Kind::Digits)
        && t.ordinal(t.skip(end, &[Sense::The])).is_none();
    named.then_some(start..end)
}

/// "expires on 12/27", "nacida el 4 de marzo de 1985", "apto 12": what follows names no day to come on.
fn labelled(t: &Text, at: usize, today: Today) -> Option<Range<usize>> {
    const JOINTS: &[&str] = &[
        "is", "was", "es", "e", "fue", "foi", "on", "in", "en", "em", "el", "la", "o", "no",
        "number", "numero", "date", "fecha", "data", "de", "do", "thru", "until", "hasta", "ate",
        "the",
    ];
    let label = t.is(at, Sense::Label)?;
    let joins = |at: usize| {
        t.sign(at, ":.,#-").is_some()
            || t.tokens.get(at).is_some_and(|token| JOINTS.contains(&&*token.folded))
    };
    let last = (label..label + JOINTS_MAX).find(|at| !joins(*at)).unwrap_or(label + JOINTS_MAX);
    (label..=last).find_map(|start| {
        let digits = |range: &Range<usize>| {
            t.tokens[range.clone()].iter().any(|token| token.kind == Kind::Digits)
        };
        let day = dates::one(t, start, today)
            .map(|(_, end)| start..year_after(t, end).unwrap_or(end))
            .filter(digits);
        let pair = t
            .sign(start + 1, "/-.")
            .filter(|second| t.digits(start).is_some() && t.digits(*second).is_some())
            .map(|second| start..second + 1);
        let number = || is_plain_number(t, start).then_some(start..start + 1);
        day.into_iter().chain(pair).max_by_key(|range| range.end).or_else(number)
    })
}

/// How numbers are grouped that hours and dates never are: "(202) 555-0101", "912 345 678", "600 12 10 11".
const GROUPS: &[&[usize]] = &[&[3, 3, 4], &[3, 3, 3], &[3, 3, 2, 2], &[3, 2, 2, 2], &[2, 3, 2, 2]];

fn phone(t: &Text, at: usize) -> Option<Range<usize>> {
    let group = |at: usize, digits: usize| t.digits(at).filter(|it| it.1 == digits).map(|_| at + 1);
    let grouped = |groups: &&[usize]| {
        groups.iter().try_fold(at, |start, digits| {
            let joint = t.sign(start, ")-.").filter(|_| start > at);
            group(joint.unwrap_or(start), *digits)
        })
    };
    let joined = |end: usize| t.sign(end, "-").filter(|next| t.glued(*next));
    let local = || group(joined(group(at, 3)?)?, 4);
    if let Some(end) = GROUPS.iter().find_map(grouped).or_else(local) {
        return Some(at..end);
    }
    of_four(t, at)
}

/// "15 4321-1201": eight digits in two groups, of which one is no hour.
fn of_four(t: &Text, at: usize) -> Option<Range<usize>> {
    let four =
        |at: usize| t.digits(at).filter(|(_, length)| *length == 4).map(|(number, _)| number);
    let start = if four(at).is_some() { at } else { at + 1 };
    let second = t.sign(start + 1, "-")?;
    let local = four(start)? > 2400 || four(second)? > 2400;
    (t.digits(at).is_some() && local && four(second).is_some()).then_some(at..second + 1)
}

/// "1985", ", 1985", "de 1985".
fn year_after(t: &Text, at: usize) -> Option<usize> {
    let start = t.sign(at, ",").unwrap_or_else(|| t.skip(at, &[Sense::Of]));
    let (year, length) = t.digits(start)?;
    (length == 4 && (1900..2100).contains(&year)).then_some(start + 1)
}

fn address(t: &Text, at: usize) -> Option<Range<usize>> {
    match t.language {
        Language::En => kind_last(t, at),
        Language::Es | Language::Pt => kind_first(t, at),
    }
}

/// "Calle 2 de Mayo 14", "Rua Augusta, nº 12", "Carrera 7 # 45-10"; a hospital or a quarter may be named so, too.
fn kind_first(t: &Text, at: usize) -> Option<Range<usize>> {
    let street = t.is(at, Sense::Street);
    let start = street.or_else(|| t.is(at, Sense::House))?;
    let start = t.sign(start, ".").unwrap_or(start);
    let named = date_as_name(t, start, street.is_some());
    if street.is_none() {
        return named.map(|end| at..end);
    }
    let name = named.or_else(|| numbered(t, start)).unwrap_or_else(|| words(t, start));
    let end = house_number(t, name).unwrap_or(name);
    (end > start).then_some(at..end)
}

/// The end of "25 de Março", "Mayo", "Domingo Faustino". Months and weekdays are small words here: a capital shows
/// a name, and so does the kind of street before a whole date.
fn date_as_name(t: &Text, at: usize, street: bool) -> Option<usize> {
    let capital = |at: usize| t.tokens.get(at).is_some_and(|token| token.capital);
    let dated = |at| {
        let (_, end) = with_month(t, at).filter(|_| any_month(t, at).is_none())?;
        let named =
            street && t.is(at, Sense::DayNumber).is_none() && t.is(at, Sense::The).is_none();
        (named || (at..end).any(capital)).then_some(end)
    };
    let start = joined(t, at);
    if let Some(end) = dated(at).or_else(|| dated(start)) {
        let corner = t.is(end, Sense::And).and_then(dated).filter(|_| capital(end - 1));
        return Some(corner.unwrap_or(end));
    }
    let word = any_month(t, start).map(|(_, end)| end);
    let word = word.or_else(|| t.take(start, any_weekday).map(|(_, end)| end))?;
    (street && capital(start)).then_some(word)
}

/// "de", "da", "de la" between the kind of a street and its name.
fn joined(t: &Text, at: usize) -> usize {
    const JOINTS: &[&str] = &["de", "del", "da", "do", "das", "dos", "la", "las", "los"];
    let joins = |at: usize| t.tokens.get(at).is_some_and(|token| JOINTS.contains(&&*token.folded));
    (at..at + 2).find(|at| !joins(*at)).unwrap_or(at + 2)
}

/// "Calle 50", "Carrera 7": the number is the name.
fn numbered(t: &Text, at: usize) -> Option<usize> {
    is_plain_number(t, at).then_some(at + 1)
}

/// The end of a name in capitals: "Augusta", "Juan de Garay".
fn words(t: &Text, at: usize) -> usize {
    let mut end = at;
    while end < at + NAME_MAX {
        let next = joined(t, end);
        if !t.name(next) {
            break;
        }
        let initial = t.tokens[next].folded.len() == 1;
        end = t.sign(next + 1, ".").filter(|_| initial).unwrap_or(next + 1);
    }
    end
}

/// The end of a house number, which may be announced: "14", ", 1200", "nº 12", "# 45-10".
fn house_number(t: &Text, at: usize) -> Option<usize> {
    let comma = t.sign(at, ",").unwrap_or(at);
    let announced = t.is(comma, Sense::HouseNumber).or_else(|| t.sign(comma, "#"));
    let dotted = announced.map(|end| t.sign(end, ".").unwrap_or(end));
    let start = dotted.unwrap_or(comma);
    let pair = t.sign(start + 1, "-").filter(|second| t.digits(*second).is_some());
    if let Some(second) = pair.filter(|_| announced.is_some() && t.digits(start).is_some()) {
        return Some(second + 1);
    }
    is_plain_number(t, start).then_some(start + 1)
}

/// Digits that no hour and no date goes on with.
fn is_plain_number(t: &Text, at: usize) -> bool {
    let digits = t.tokens.get(at).is_some_and(|token| token.kind == Kind::Digits);
    let hour = [Sense::Am, Sense::Pm, Sense::HourMark, Sense::PlusMinutes, Sense::LessMinutes];
    let written = t.sign(at + 1, ":/.-").is_some() && t.glued(at + 1) && t.digits(at + 2).is_some();
    digits
        && !written
        && t.any(at + 1, &hour).is_none()
        && t.part(at + 1).is_none()
        && t.ordinal(at).is_none()
        && with_month(t, at).is_none()
}

/// "5th Avenue", "May Street", "1532 20th St": the number of the house stands before.
fn kind_last(t: &Text, at: usize) -> Option<Range<usize>> {
    let house = t.tokens[at].kind == Kind::Digits;
    let numbered = if house { date_before_kind(t, at + 1).map(|end| at..end) } else { None };
    numbered.or_else(|| date_before_kind(t, at).map(|end| at..end))
}

fn date_before_kind(t: &Text, at: usize) -> Option<usize> {
    let plain = |at: usize| t.is(at, Sense::The).is_none();
    let ends = [
        t.ordinal(at).map(|(_, end)| (end, true)),
        any_month(t, at).map(|(_, end)| (end, false)),
        with_month(t, at).filter(|_| plain(at)).map(|(_, end)| (end, false)),
    ];
    ends.into_iter().flatten().find_map(|(end, bare_number)| street_at(t, end, bare_number))
}

/// The end of a kind of street. Words that are also others ("drive", "place") need a capital; "St" may be a saint,
/// unless just a number stands before it.
fn street_at(t: &Text, at: usize, after_number: bool) -> Option<usize> {
    let token = t.tokens.get(at)?;
    let plain = t.is(at, Sense::Street);
    let capital = t.is(at, Sense::House).filter(|_| token.capital);
    let saint = (after_number && !token.glued).then(|| t.word(at, "st")).flatten();
    let end = plain.or(capital).or(saint)?;
    Some(t.sign(end, ".").filter(|_| t.glued(end) && token.folded.len() <= 4).unwrap_or(end))
}
