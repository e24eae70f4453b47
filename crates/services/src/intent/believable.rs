//! What of a model's reading may be acted upon.
//!
//! It reads what the rules are not sure of. Invariant: what code hears in a message against an agreement outweighs a
//! model's yes. A refusal that the rules are sure of stands as it is, and no agreement swallows a condition. Such a
//! mistake of the model costs a question, and no call or appointment.

use domain::understanding::{Act, Asked, Context, Proposal, acts};
use domain::when::folded;

/// The model's reading, mended where that is safe; `None` where the rules' reading is to be taken instead.
/// `proposal` is borne out by the message.
pub(super) fn believable(
    mut proposal: Proposal,
    by_rules: &Proposal,
    text: &str,
    context: &Context<'_>,
) -> Option<Proposal> {
    if by_rules.sure && declines(by_rules.act) && proposal.act != by_rules.act {
        return None;
    }
    match proposal.act {
        Act::Yes if is_hedged(text, by_rules, context) => return None,
        Act::Yes if has_content(by_rules) || has_content(&proposal) => {
            if !context.asked.contains(&Asked::Card) || !has_content(&proposal) {
                return None;
            }
            proposal.act = Act::Change;
        }
        Act::Pick if !picks_an_option(&proposal, context) || refuses(text, context) => return None,
        _ => {}
    }
    if proposal.act != Act::Pick {
        proposal.option = None;
    }
    Some(proposal)
}

/// Acts that call nobody and end or hold up something.
fn declines(act: Act) -> bool {
    matches!(
        act,
        Act::No
            | Act::Cancel
            | Act::Stop
            | Act::Erase
            | Act::Correction
            | Act::Change
            | Act::Alternatives
            | Act::Emergency
    )
}

/// Whether something in the message speaks against an agreement.
fn refuses(text: &str, context: &Context<'_>) -> bool {
    let against = |act: &Act| {
        declines(*act) || matches!(act, Act::Unsure | Act::Reschedule | Act::Repeat | Act::Human)
    };
    acts(text, context.language).iter().any(against)
}

/// A refusal; or a question or a negation that is no yes to the rules ("are they open now?", "not in a hundred years").
fn is_hedged(text: &str, by_rules: &Proposal, context: &Context<'_>) -> bool {
    let doubtful = text.contains('?') || folded(text).split(' ').any(negates);
    refuses(text, context) || doubtful && by_rules.act != Act::Yes
}

fn negates(word: &str) -> bool {
    const NEGATIONS: [&str; 15] = [
        "no", "not", "nao", "never", "nunca", "nah", "nope", "none", "ni", "nem", "tampoco",
        "jamas", "jamais", "dont", "without",
    ];
    NEGATIONS.contains(&word) || word.ends_with("n't")
}

fn picks_an_option(proposal: &Proposal, context: &Context<'_>) -> bool {
    let nth = proposal.option.and_then(|n| usize::try_from(n).ok());
    nth.is_some_and(|nth| (1..=context.options.len()).contains(&nth))
}

/// Details that an agreement alone would pass over. A mail address is taken with any act.
fn has_content(proposal: &Proposal) -> bool {
    let Proposal { service, provider, phone, place, name, for_whom, callback, reason, .. } =
        proposal;
    let said = [service, provider, phone, place, name, for_whom, callback, reason];
    said.iter().any(|detail| detail.is_some())
        || !proposal.when.is_empty()
        || !proposal.facts.is_empty()
}

#[cfg(test)]
mod tests;
