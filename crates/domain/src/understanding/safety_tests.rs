//! Everyday words that sound like a yes, a no or a cancellation and are none, or are one and don't sound so: on the
//! card, where a yes makes a call and a cancellation ends everything.

use jiff::civil::date;

use super::{Act, Asked, Context, Proposal, acts, rules};
use crate::language::Language::{self, En, Es, Pt};

fn on_card(text: &str, language: Language) -> Proposal {
    let now = date(2026, 11, 22).at(10, 0, 0, 0);
    rules(text, &Context { asked: &[Asked::Card], ..Context::new(language, "ES", now) })
}

#[track_caller]
fn each(tables: &[(Language, &[&str])], holds: impl Fn(&str, Language, &Proposal) -> bool) {
    for (language, texts) in tables {
        for text in *texts {
            let found = on_card(text, *language);
            assert!(
                holds(text, *language, &found),
                "{text}: {:?}, sure: {}",
                found.act,
                found.sure
            );
        }
    }
}

#[test]
fn a_plain_yes_is_surely_one() {
    each(
        &[
            (En, &["of course", "yes please go ahead", "without a doubt", "sure, no problem", "k"]),
            (Es, &["claro que sí", "sin duda", "dale", "eso es", "que sí", "sí, no hay problema"]),
            (Pt, &["claro que sim", "com certeza", "sem dúvida", "isso aí", "pode sim"]),
        ],
        |_, _, found| found.act == Act::Yes && found.sure,
    );
}

#[test]
fn a_plain_no_is_surely_one() {
    each(
        &[
            (En, &["of course not", "absolutely not", "not yet", "I don't think so", "no thanks"]),
            (Es, &["claro que no", "por supuesto que no", "desde luego que no", "mejor no"]),
            (Pt, &["claro que não", "quero não", "isso não", "de jeito nenhum", "nem pensar"]),
        ],
        |text, language, found| {
            found.act == Act::No && found.sure && !acts(text, language).contains(&Act::Yes)
        },
    );
}

#[test]
fn a_yes_with_a_condition_or_a_no_in_it_is_never_sure() {
    each(
        &[
            (
                En,
                &[
                    "no, that's fine, go ahead",
                    "no problem",
                    "no doubt",
                    "yes but not with him",
                    "yes, but not at 3",
                    "yes and no",
                    "ok but later",
                    "only if it's free",
                    "I can't say yes",
                    "is that a yes?",
                    "yes, I said no",
                    "yes if it's before 5",
                    "sure, why not",
                    "right?",
                ],
            ),
            (
                Es,
                &[
                    "no hay problema",
                    "no, está bien, adelante",
                    "nunca mejor dicho, sí",
                    "sí, pero no con él",
                    "sí, pero no a las 3",
                    "sí y no",
                    "si puedes",
                    "si no",
                    "no digo que no",
                    "no está mal",
                    "ya",
                    "sí, espera",
                    "solo si es gratis",
                    "¿por qué no?",
                ],
            ),
            (
                Pt,
                &[
                    "sim, mas não às 3",
                    "sim, mas não com ele",
                    "não tem problema",
                    "não, tudo bem, pode ligar",
                    "sim e não",
                    "pois não",
                    "pois sim",
                    "ok mas depois",
                    "só se for grátis",
                    "por que não",
                ],
            ),
        ],
        |_, _, found| !(found.sure && matches!(found.act, Act::Yes | Act::No)),
    );
}

#[test]
fn what_is_not_to_be_cancelled_is_never_taken_for_a_cancellation() {
    each(
        &[
            (
                En,
                &[
                    "don't cancel",
                    "please don't cancel it",
                    "no, don't cancel",
                    "I don't want to cancel",
                    "I'm not cancelling",
                    "don't call yet",
                ],
            ),
            (
                Es,
                &[
                    "no canceles",
                    "por favor no canceles nada",
                    "no la cancele",
                    "no quiero cancelar",
                    "no llames todavía",
                ],
            ),
            (Pt, &["não cancele", "não cancela", "por favor não cancelar", "não quero desmarcar"]),
        ],
        |text, language, found| {
            found.act != Act::Cancel && !found.sure && !acts(text, language).contains(&Act::Cancel)
        },
    );
}

#[test]
fn a_cancellation_is_sure_only_of_what_is_ours() {
    each(
        &[
            (En, &["cancel", "yes, cancel it", "no, cancel it", "cancel everything", "don't call"]),
            (Es, &["cancelá", "sí, cancela", "no, cancela", "cancela la cita", "no llames"]),
            (Pt, &["cancela", "sim, cancela", "não, cancela", "cancela tudo", "não ligue"]),
        ],
        |_, _, found| found.act == Act::Cancel && found.sure,
    );
    each(
        &[
            (En, &["cancel my doubts", "cancel my gym membership", "cancel netflix"]),
            (Es, &["cancela mis dudas", "cancela mi suscripción"]),
            (Pt, &["cancela minhas dúvidas", "cancela minha assinatura"]),
        ],
        |_, _, found| !found.sure,
    );
}
