//! What shows a language and asks for one: a new language is a table beside these.

use crate::language::Language;

mod en;
mod es;
mod pt;

pub(in super::super) struct Speech {
    /// Common words, whether or not other languages have them too.
    pub common: &'static str,
    /// Letters that only this language has.
    pub letters: &'static str,
    /// What languages are called in it; a name may be a beginning ("portugu*").
    pub languages: &'static [(Language, &'static str)],
    /// Words around such a name that ask us to speak it.
    pub asking: &'static str,
}

pub(in super::super) fn speech(language: Language) -> &'static Speech {
    match language {
        Language::En => &en::SPEECH,
        Language::Es => &es::SPEECH,
        Language::Pt => &pt::SPEECH,
    }
}
