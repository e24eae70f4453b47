//! What a message does: says yes, calls something off, asks for a person. Decided by its signs alone.

use std::cmp::Reverse;

use super::Act;
use super::said::Said;
use super::signs::{Found, Sign, signs};
use crate::language::Language;

/// The signs of a message, cleared of those that say nothing of their own.
pub(crate) struct Signs {
    found: Vec<Found>,
}

impl Signs {
    /// Reads the signs in `language`; where there are none, in any, unless a longer message shows its language.
    pub fn read(said: &Said<'_>, language: Language, evident: bool) -> Self {
        let own = signs(said, Some(language));
        let speaks = evident && said.words.len() > 3 || own.iter().any(|f| f.sign != Sign::Filler);
        let mut found = if speaks { own } else { signs(said, None) };
        if speaks && !evident {
            // Whoever is in danger may write in any language.
            let dangers = [Sign::Emergency, Sign::NoEmergency];
            found.extend(signs(said, None).into_iter().filter(|f| dangers.contains(&f.sign)));
        }
        Self { found: cleared(said, &found) }
    }

    pub fn has(&self, sign: Sign) -> bool {
        self.found.iter().any(|f| f.sign == sign)
    }

    pub fn any(&self, wanted: &[Sign]) -> bool {
        wanted.iter().any(|sign| self.has(*sign))
    }

    /// Whether this word is a sign of something, alone or with others.
    pub fn cover(&self, word: usize) -> bool {
        self.found.iter().any(|f| f.at.contains(&word))
    }

    pub fn of(&self, sign: Sign) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(move |f| f.sign == sign)
    }

    /// How many words none of these signs explains.
    pub fn unexplained(&self, said: &Said<'_>, signs: &[Sign]) -> usize {
        super::signs::unexplained(said, &self.found, signs)
    }
}

/// Signs that may stand around others without a say in what the message does.
const SOFT: &[Sign] =
    &[Sign::Filler, Sign::Appointment, Sign::Service, Sign::OutOfScope, Sign::Book];

/// Drops a sign inside the words of a longer one ("no" in "no sé"), and lone agreements in the middle of a sentence.
fn cleared(said: &Said<'_>, found: &[Found]) -> Vec<Found> {
    // "no, cancel it" isn't "not cancel it".
    let broken = |f: &Found| f.at.clone().skip(1).any(|at| said.breaks_before(at));
    let loose = |f: &&Found| matches!(f.sign, Sign::Keep | Sign::Ambiguous) && broken(f);
    let found: Vec<Found> = found.iter().filter(|f| !loose(f)).cloned().collect();
    let found = found.as_slice();
    let inside = |f: &Found, other: &Found| {
        other.at.start <= f.at.start
            && f.at.end <= other.at.end
            && f.at.len() < other.at.len()
            && !SOFT.contains(&other.sign)
            && !(other.sign == Sign::Question && broken(other))
    };
    let swallowed = |f: &Found| {
        f.sign != Sign::Emergency
            && !SOFT.contains(&f.sign)
            && found.iter().any(|other| other.sign != f.sign && inside(f, other))
    };
    // "that is certainly not right", "quero não"; but "no problem" begins with its no.
    let denied = |f: &Found| {
        let followed = denies(said, f.at.end) && !said.breaks_before(f.at.end);
        f.sign == Sign::Yes && (followed || f.at.clone().skip(1).any(|at| denies(said, at)))
    };
    let opens = clause_openings(said, found);
    let stands = |f: &Found| match f.sign {
        Sign::Yes | Sign::No if f.at.len() == 1 => {
            opens[f.at.start] || (f.at.end == said.words.len() && !said.question)
        }
        Sign::Yes if said.question => opens[f.at.start],
        _ => true,
    };
    let kept: Vec<Found> =
        found.iter().filter(|f| !swallowed(f) && !denied(f) && stands(f)).cloned().collect();
    first_word(said, kept)
}

pub(super) fn denies(said: &Said<'_>, at: usize) -> bool {
    said.word(at).is_some_and(|word| ["not", "no", "nao"].contains(&word))
}

/// "Yes, I didn't use it" is a yes, "no, that's fine" a no: the answer that comes first is the answer.
fn first_word(said: &Said<'_>, found: Vec<Found>) -> Vec<Found> {
    let opens = clause_openings(said, &found);
    let answers = |f: &&Found| matches!(f.sign, Sign::Yes | Sign::No) && opens[f.at.start];
    let first = found
        .iter()
        .filter(answers)
        .min_by_key(|f| (f.at.start, Reverse(f.at.len())))
        .map(|f| (f.sign, f.at.start));
    let Some((first, start)) = first else { return found };
    let other = if first == Sign::Yes { Sign::No } else { Sign::Yes };
    let plain = |f: &Found| f.sign == other && f.at.start >= start && !plain_answer(said, f);
    found.iter().filter(|f| !plain(f)).cloned().collect()
}

/// "no", "sí" and the like, said as an answer of its own.
fn plain_answer(said: &Said<'_>, found: &Found) -> bool {
    found.at.len() == 1 && said.breaks_before(found.at.start) && found.sign == Sign::No
}

/// For each word, whether only greetings, interjections and other answers stand between it and the beginning of its
/// clause.
fn clause_openings(said: &Said<'_>, found: &[Found]) -> Vec<bool> {
    const BEFORE: &[Sign] = &[Sign::Yes, Sign::No, Sign::Greeting, Sign::Thanks];
    const INTERJECTIONS: &[&str] = &[
        "oh", "well", "ah", "hmm", "um", "uh", "bueno", "pues", "ay", "eh", "entao", "bom", "ah",
        "so", "and", "y", "e", "dammit", "oops", "uhh",
    ];
    let mut soft: Vec<bool> =
        said.words.iter().map(|word| INTERJECTIONS.contains(&word.folded.as_str())).collect();
    for f in found.iter().filter(|f| BEFORE.contains(&f.sign)) {
        soft[f.at.clone()].fill(true);
    }
    let mut opens: Vec<bool> = Vec::with_capacity(soft.len());
    for at in 0..soft.len() {
        opens.push(said.breaks_before(at) || opens[at - 1] && soft[at - 1]);
    }
    opens
}

/// The acts that a message carries, the weightiest first. Slots and options are not looked at.
#[must_use]
pub fn acts(text: &str, language: Language) -> Vec<Act> {
    let said = Said::new(text);
    let own = super::language::language(&said);
    let signs = Signs::read(&said, own.unwrap_or(language), own.is_some());
    acts_of(&said, &signs)
}

pub(crate) fn acts_of(_said: &Said<'_>, signs: &Signs) -> Vec<Act> {
    const BY_WEIGHT: &[(Sign, Act)] = &[
        (Sign::Erase, Act::Erase),
        (Sign::Stop, Act::Stop),
        (Sign::Reschedule, Act::Reschedule),
        (Sign::Cancel, Act::Cancel),
        (Sign::Abort, Act::Cancel),
        (Sign::Restart, Act::Change),
        (Sign::Human, Act::Human),
        (Sign::Transcript, Act::Transcript),
        (Sign::History, Act::History),
        (Sign::Status, Act::Status),
        (Sign::WhoAreYou, Act::WhoAreYou),
        (Sign::Repeat, Act::Repeat),
        (Sign::Help, Act::Help),
        (Sign::Correction, Act::Correction),
        (Sign::Change, Act::Change),
        (Sign::DontCare, Act::DontCare),
        (Sign::Unsure, Act::Unsure),
        (Sign::Book, Act::Book),
        (Sign::Alternatives, Act::Alternatives),
        (Sign::No, Act::No),
        (Sign::Yes, Act::Yes),
        (Sign::Thanks, Act::Thanks),
        (Sign::Goodbye, Act::Goodbye),
        (Sign::Greeting, Act::Greeting),
    ];
    let mut acts: Vec<Act> = Vec::new();
    if is_emergency(signs) {
        acts.push(Act::Emergency);
    }
    acts.extend(BY_WEIGHT.iter().filter(|(sign, _)| signs.has(*sign)).map(|(_, act)| *act));
    let says = |acts: &[Act], act| acts.contains(&act);
    // To call off what was booked, to move it or to ask how it stands isn't to book.
    if [Act::Cancel, Act::Reschedule, Act::Erase, Act::Status, Act::History]
        .into_iter()
        .any(|act| says(&acts, act))
    {
        acts.retain(|act| *act != Act::Book);
    }
    if says(&acts, Act::Reschedule) {
        acts.retain(|act| *act != Act::Change);
    }
    if says(&acts, Act::Correction) {
        acts.retain(|act| *act != Act::Yes);
    }
    if says(&acts, Act::Cancel) || says(&acts, Act::Reschedule) {
        acts.retain(|act| *act != Act::Yes);
    }
    // "no, that's fine": what is denied wins over what is agreed to in passing.
    if says(&acts, Act::No) {
        acts.retain(|act| *act != Act::Yes);
    }
    acts
}

pub(crate) fn is_emergency(signs: &Signs) -> bool {
    signs.of(Sign::Emergency).any(|danger| {
        !signs
            .of(Sign::NoEmergency)
            .any(|no| no.at.start < danger.at.end && danger.at.start < no.at.end)
    })
}
