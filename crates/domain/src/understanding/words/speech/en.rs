//! What shows English and asks for a language in it.

use super::Speech;
use crate::language::Language;

pub(super) const SPEECH: Speech = Speech {
    common: "the and is are i you my we they it this that what when where who how would could should can will want need \
    like please thanks thank hello hi hey yes yeah book appointment tomorrow today morning afternoon evening night monday \
    tuesday wednesday thursday friday saturday sunday with for at on of to do not don't have has get make find looking help \
    cancel call change any some another sure name time day week next new date sorry good great your if be was am an me tell \
    show give let us them he she his her from about more just only because know think see go come take there here then than last \
    first one two three five into out up down which been had did does",
    letters: "",
    languages: &[
        (Language::En, "english"),
        (Language::Es, "spanish castilian"),
        (Language::Pt, "portugu*"),
    ],
    asking: "please in to a me us we let can could you speak talk write reply answer use continue switch change language now better prefer i",
};
