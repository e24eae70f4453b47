use domain::language::Language;
use domain::understanding::rules;
use jiff::civil::date;

use super::*;

fn context<'a>(asked: &'a [Asked], options: &'a [String]) -> Context<'a> {
    let now = date(2026, 11, 28).at(9, 30, 0, 0);
    Context { asked, options, ..Context::new(Language::En, "US", now) }
}

/// What becomes of a proposal that says nothing but this.
fn believed(act: Act, option: Option<u32>, text: &str, context: &Context<'_>) -> Option<Act> {
    let proposal = Proposal { option, ..Proposal::of(act, true) };
    believable(proposal, &rules(text, context), text, context).map(|proposal| proposal.act)
}

const CARD: [Asked; 1] = [Asked::Card];

#[test]
fn an_agreement_in_more_words_than_the_rules_can_judge_is_believed() {
    let card = context(&CARD, &[]);
    for text in
        ["ok?", "ok crack on then", "yes, the wife agrees too", "sure, they seem decent enough"]
    {
        assert!(!rules(text, &card).sure, "the model is asked: {text}");
        assert_eq!(believed(Act::Yes, None, text, &card), Some(Act::Yes), "{text}");
    }
}

#[test]
fn where_a_call_hangs_on_it_a_yes_sounds_like_one() {
    let options = ["Friday 10:00".to_owned()];
    for text in ["let it lie", "I wonder", "you misunderstood me", "it is raining", ""] {
        for context in [context(&CARD, &[]), context(&[Asked::Options], &options)] {
            assert_eq!(believed(Act::Yes, None, text, &context), None, "{text}");
        }
    }
    let nothing = context(&[Asked::Email], &[]);
    assert_eq!(believed(Act::Yes, None, "you have my blessing", &nothing), Some(Act::Yes));
}

#[test]
fn no_yes_stands_against_a_no_in_the_message() {
    let card = context(&CARD, &[]);
    for text in [
        "no",
        "no, leave it",
        "nope, let's not",
        "cancel",
        "please cancel everything, thank you",
        "stop messaging me",
        "delete my data",
        "no no no that's not what I said",
        "I'm not sure about this",
        "change the day please",
        "I don\u{2019}t fancy that",
        "not in a hundred years",
        "ni hablar",
        "hmm no wait",
        "another day",
        "no, mejor no",
        "cancelalo",
        "não, obrigado",
    ] {
        for act in [Act::Yes, Act::Pick] {
            assert_eq!(believed(act, Some(1), text, &card), None, "{text}");
        }
    }
}

#[test]
fn a_refusal_that_the_rules_are_sure_of_stands_as_it_is() {
    let card = context(&CARD, &[]);
    for text in ["cancel", "no", "stop messaging me"] {
        for act in [Act::Book, Act::Inform, Act::Thanks, Act::Unclear, Act::Change] {
            assert_eq!(believed(act, None, text, &card), None, "{text}");
        }
        let same = rules(text, &card).act;
        assert_eq!(believed(same, None, text, &card), Some(same), "{text}");
    }
    assert_eq!(believed(Act::No, None, "stop messaging me", &card), None, "stop is more than no");
}

#[test]
fn a_yes_that_is_taken_back_in_the_same_breath_is_none() {
    let card = context(&CARD, &[]);
    for text in [
        "yes maybe, I'm not sure yet",
        "yes yes, say that again please",
        "ok let me talk to a human",
        "ok but change the day",
    ] {
        assert!(acts(text, Language::En).contains(&Act::Yes), "it sounds like a yes: {text}");
        assert_eq!(believed(Act::Yes, None, text, &card), None, "{text}");
    }
}

#[test]
fn a_question_is_no_yes() {
    let card = context(&CARD, &[]);
    assert_eq!(
        believed(Act::Yes, None, "yes, ok?", &card),
        Some(Act::Yes),
        "the rules hear it too"
    );
    for text in ["are they open then?", "how much would that cost?", "who are you calling?"] {
        assert_eq!(believed(Act::Yes, None, text, &card), None, "{text}");
    }
}

#[test]
fn an_agreement_with_a_detail_changes_the_card_instead_of_passing_it_over() {
    let text = "yes provided that it is on Friday";
    let by_rules = rules(text, &context(&CARD, &[]));
    assert_eq!(by_rules.when, ["on Friday"]);
    let yes = |when: &[&str]| Proposal {
        when: when.iter().map(|&phrase| phrase.to_owned()).collect(),
        ..Proposal::of(Act::Yes, true)
    };
    let card = context(&CARD, &[]);
    let believed = |proposal, context: &Context<'_>| {
        believable(proposal, &rules(text, context), text, context)
    };
    let changed = believed(yes(&["on Friday"]), &card).unwrap();
    assert_eq!((changed.act, changed.when), (Act::Change, vec!["on Friday".to_owned()]));
    assert_eq!(believed(yes(&[]), &card), None, "the rules have seen what the model has not");
    let question = context(&[Asked::Options], &[]);
    assert_eq!(believed(yes(&["on Friday"]), &question), None, "no offer is taken so");
}

#[test]
fn only_an_option_that_was_shown_can_be_picked() {
    let options = ["Friday 10:00".to_owned(), "Friday 17:30".to_owned()];
    let shown = context(&[Asked::Options], &options);
    let text = "whichever lets me sleep in, so the later";
    assert_eq!(believed(Act::Pick, Some(2), text, &shown), Some(Act::Pick));
    for text in
        ["neither of them, is there another day", "not sure about the second", "cancel the lot"]
    {
        assert_eq!(believed(Act::Pick, Some(2), text, &shown), None, "{text}");
    }
    for option in [None, Some(0), Some(3), Some(u32::MAX)] {
        assert_eq!(believed(Act::Pick, option, text, &shown), None, "{option:?}");
    }
    assert_eq!(believed(Act::Pick, Some(1), text, &context(&CARD, &[])), None, "call is no option");
    assert_eq!(believed(Act::Pick, Some(1), text, &context(&[], &[])), None);
    let stray = Proposal { option: Some(2), ..Proposal::of(Act::Inform, true) };
    let kept = believable(stray, &rules(text, &shown), text, &shown);
    assert_eq!(kept.and_then(|kept| kept.option), None, "an option belongs to a pick");
}

#[test]
fn what_ends_something_is_believed_of_a_model_too() {
    let card = context(&CARD, &[]);
    let text = "I'd rather let this one sail";
    for act in [Act::No, Act::Cancel, Act::Stop, Act::Emergency, Act::Unclear] {
        assert_eq!(believed(act, None, text, &card), Some(act));
    }
}
