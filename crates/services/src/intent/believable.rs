//! What of a model's reading may be acted upon.
//!
//! It reads what the rules are not sure of. Invariant: where a yes would make a call or take a time, code hears an
//! agreement in the message too, and nothing against it: a model's mistake costs a question. A refusal that the rules
//! are sure of stands as it is, and no agreement swallows a condition.
//!
//! Dropped: to believe a yes of which the rules know no word. Refusals and doubts in unusual words came with it far
//! more often than agreements, and the card that is shown again has a button.

use domain::understanding::{Act, Asked, Context, Proposal, acts};

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
    let said = acts(text, context.language);
    match proposal.act {
        Act::Yes if is_hedged(&said, context) => return None,
        Act::Yes if has_content(by_rules) || has_content(&proposal) => {
            if !context.asked.contains(&Asked::Card) || !has_content(&proposal) {
                return None;
            }
            proposal.act = Act::Change;
        }
        Act::Pick if !picks_an_option(&proposal, context) || refuses(&said) => return None,
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
fn refuses(said: &[Act]) -> bool {
    let against = |act: &Act| {
        declines(*act) || matches!(act, Act::Unsure | Act::Reschedule | Act::Repeat | Act::Human)
    };
    said.iter().any(against)
}

/// A refusal, or, where much hangs on it, nothing that sounds like a yes.
fn is_hedged(said: &[Act], context: &Context<'_>) -> bool {
    let commits = [Asked::Card, Asked::Options].iter().any(|asked| context.asked.contains(asked));
    refuses(said) || commits && !said.contains(&Act::Yes)
}

fn picks_an_option(proposal: &Proposal, context: &Context<'_>) -> bool {
    let nth = proposal.option.and_then(|n| usize::try_from(n).ok());
    nth.is_some_and(|nth| (1..=context.options.len()).contains(&nth))
}

/// Details that an agreement alone would pass over. A mail address is taken with any act.
fn has_content(proposal: &Proposal) -> bool {
    let Proposal {
        service,
        provider,
        phone,
        place,
        call_at,
        name,
        for_whom,
        callback,
        reason,
        another,
        price_max,
        ..
    } = proposal;
    let said = [
        service, provider, phone, place, call_at, name, for_whom, callback, reason, another,
        price_max,
    ];
    said.iter().any(|detail| detail.is_some())
        || !proposal.when.is_empty()
        || !proposal.not_when.is_empty()
        || proposal.ask_first
        || !proposal.facts.is_empty()
}

#[cfg(test)]
mod tests;
