//! What the person is asked: missing details, the card, offers, the provider's questions, and the buttons to answer.

use domain::appointment::{
    About, ButtonVerb, CallAtProblem, CardView, Cost, Detail, Missing, OfferView, SearchProblem,
    Words,
};
use domain::language::Language;
use domain::understanding::{Fact, without_cap};
use jiff::Timestamp;

use super::foreign::{FACT_MAX, QUOTE_MAX, inside_quotes, one_line};
use super::page::Page;
use super::phrases::Phrases;
use super::split::{cut, units};
use super::times::WallClock;
use super::{BUTTON_TITLE_MAX, BUTTONS_MAX, Label, ROW_DESCRIPTION_MAX, ROW_TITLE_MAX};

impl Phrases {
    pub(super) fn ask(self, about: &About, missing: &Missing) -> String {
        let mut page = Page::about(&self.name_of(about));
        let problems = [
            (missing.search == Some(SearchProblem::NothingFound), "ask-nothing-found"),
            (missing.search == Some(SearchProblem::Down), "ask-search-down"),
            (missing.number_invalid, "ask-number-invalid"),
            (missing.number_refused, "ask-number-refused"),
            (missing.country_refused, "ask-country-refused"),
            (missing.when_past, "ask-when-past"),
            (missing.when_doubtful, "ask-when-doubtful"),
            (missing.call_at == Some(CallAtProblem::Past), "ask-when-past"),
            (missing.call_at == Some(CallAtProblem::Doubtful), "ask-when-doubtful"),
            (missing.call_at == Some(CallAtProblem::TooLate), "ask-call-too-late"),
        ];
        for (_, key) in problems.into_iter().filter(|(applies, _)| *applies) {
            page.line(&self.say(key));
        }
        let searches = missing.search == Some(SearchProblem::WhereIsUnknown);
        let item = |detail| match detail {
            Detail::Number if searches => "item-number-or-place",
            _ => item(detail),
        };
        let question = |detail| match detail {
            Detail::Number if searches => "ask-number-or-place",
            _ => question(detail),
        };
        let details = missing.details.iter().map(|&detail| self.say(item(detail)));
        let facts = missing.facts.iter().map(|&fact| self.fact("item-fact", fact));
        match (missing.details.as_slice(), missing.facts.as_slice()) {
            ([], []) => page.line(&self.say("what-to-change")),
            ([one], []) => page.line(&self.say(question(*one))),
            ([], [one]) => page.line(&self.fact("ask-fact", *one)),
            _ => {
                page.line(&self.say("ask-several"));
                details.chain(facts).for_each(|item| {
                    page.point(&item);
                });
                &mut page
            }
        };
        page.into_text()
    }

    fn fact(self, key: &'static str, fact: Fact) -> String {
        self.fill(key, [("fact", fact.name().into())])
    }

    fn cost(self, cost: &Cost) -> String {
        let point = if self.0 == Language::En { '.' } else { ',' };
        let amount = format!("{}{point}{:02}", cost.cents / 100, cost.cents % 100);
        let gaps = [("amount", amount.into()), ("currency", cost.currency.as_str().into())];
        self.fill("cost", gaps)
    }

    pub(super) fn which(self, key: &'static str, requests: &[About]) -> String {
        let mut page = Page::default();
        page.line(&self.say(key));
        for (about, number) in requests.iter().zip(1..) {
            page.line(&format!("{number}. {}", self.name_of(about)));
        }
        page.into_text()
    }

    pub(super) fn card(self, card: &CardView) -> String {
        let clock = WallClock::new(self, &card.zone);
        let mut page = Page::about(&self.name_of(&card.about));
        if let Some(old) = card.moves {
            page.line(&self.fill("card-moves", [("moment", clock.moment_long(old).into())]));
        }
        if card.candidates.is_empty() {
            page.fact(&(self.say("label-call"), one_line(&card.number)));
        } else {
            self.candidates(&mut page, &card.candidates);
        }
        if let Some(address) = &card.address {
            page.fact(&(self.say("label-address"), self.foreign(address, FACT_MAX)));
        }
        let windows = clock.windows(&card.windows);
        match windows.as_slice() {
            [] => {}
            [one] => {
                page.fact(&(self.say("label-when"), one.clone()));
            }
            several => {
                page.line(&format!("{}:", self.say("label-when")));
                several.iter().for_each(|window| {
                    page.point(window);
                });
            }
        }
        let own = |text: &String| self.foreign(text, FACT_MAX);
        let facts = [
            ("label-name", Some(own(&card.name))),
            ("label-for-whom", card.for_whom.as_ref().map(own)),
            ("label-reason", card.reason.as_ref().map(own)),
            (
                "label-price-max",
                card.price_max.as_deref().map(|most| self.foreign(without_cap(most), FACT_MAX)),
            ),
            ("label-callback", card.callback.as_ref().map(own)),
            ("label-language", Some(self.language_name(card.language))),
            ("label-cost", card.cost.as_ref().map(|cost| self.cost(cost))),
        ];
        for (label, value) in facts {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                page.fact(&(self.say(label), value));
            }
        }
        for known in &card.facts {
            page.fact(&(self.fact("label-fact", known.fact), own(&known.text)));
        }
        match (card.candidates.is_empty(), card.commits) {
            (false, true) => {
                page.line(&self.say("card-takes-earliest"));
            }
            (false, false) => {
                page.line(&self.say("card-compares"));
            }
            (true, _) if card.ask_first => {
                page.line(&self.say("card-ask-first"));
            }
            (true, _) => {}
        }
        if !card.taken_by.is_empty() {
            page.line(&self.taken_by(&card.taken_by));
        }
        if !card.may_ask.is_empty() {
            page.line(&self.say("card-may-ask"));
            for fact in &card.may_ask {
                page.point(&self.fact("item-fact", *fact));
            }
        }
        match card.call_at {
            Some(at) => {
                let key = match card.call_wished {
                    None => "card-later",
                    Some(wished) if wished == at => "card-call-at",
                    Some(_) => "card-call-moved",
                };
                page.paragraph(&self.fill(key, [("moment", clock.moment(at).into())]))
                    .paragraph(&self.say("card-question-later"))
            }
            None => page.paragraph(&self.say("card-question")),
        };
        page.into_text()
    }

    /// `zone` is the person's.
    pub(super) fn which_offer(self, about: &About, offers: &[OfferView], zone: &str) -> String {
        let own = WallClock::new(self, zone);
        let mut page = Page::about(&self.name_of(about));
        page.line(&self.fill("which-offer", [("count", offers.len().into())]));
        self.list_offers(&mut page, offers, &own);
        let all_collide = offers.iter().all(|offer| offer.collides_with.is_some());
        let question = if all_collide { "which-offer-anyway" } else { "which-offer-question" };
        page.paragraph(&self.fill(question, [("count", offers.len().into())]));
        page.into_text()
    }

    /// `zone` is the person's.
    pub(super) fn offers_left(
        self,
        about: &About,
        offers: &[OfferView],
        until: Timestamp,
        zone: &str,
        reminder: bool,
    ) -> String {
        let own = WallClock::new(self, zone);
        let mut page = Page::about(&self.name_of(about));
        let key = if reminder { "offers-reminder" } else { "offers-left" };
        page.line(&self.fill(key, [("count", offers.len().into())]));
        self.list_offers(&mut page, offers, &own);
        let gaps = [("count", offers.len().into()), ("moment", own.moment(until).into())];
        page.paragraph(&self.fill("offers-left-until", gaps));
        page.into_text()
    }

    /// Numbered, "none of these" included; `own` is the person's clock.
    fn list_offers(self, page: &mut Page, offers: &[OfferView], own: &WallClock) {
        for offer in offers {
            let clock = WallClock::new(self, &offer.zone);
            let there = clock.moment(offer.at);
            let moment = clock.beside(own, offer.at, there);
            let told: Vec<_> = std::iter::once(moment).chain(self.terms(offer, own)).collect();
            page.line(&format!("{}. {}", offer.number, told.join(" · ")));
        }
        page.line(&format!("{}. {}", offers.len() + 1, self.neither(offers.len())));
    }

    pub(super) fn neither(self, offers: usize) -> String {
        self.fill("button-neither", [("count", offers.into())])
    }

    /// What fills the wished times.
    fn taken_by(self, titles: &[String]) -> String {
        let titles =
            titles.iter().map(|title| inside_quotes(&self.foreign(title, CALENDAR_TITLE_MAX)));
        let named: Vec<_> = titles
            .filter(|title| !title.is_empty())
            .take(TITLES_MAX)
            .map(|title| self.fill("quoted-title", [("title", title.into())]))
            .collect();
        if named.is_empty() {
            return self.say("card-taken-untitled");
        }
        self.fill("card-taken", [("list", named.join(", ").into())])
    }

    fn collision(self, title: &str) -> String {
        let title = inside_quotes(&self.foreign(title, CALENDAR_TITLE_MAX));
        if title.is_empty() {
            return self.say("offer-collides-untitled");
        }
        self.fill("offer-collides", [("title", title.into())])
    }

    /// What stands in the way, price, and how long it is held: by the person's own clock.
    pub(super) fn terms(self, offer: &OfferView, own: &WallClock) -> Vec<String> {
        let price = offer.price.as_deref().map(|price| self.foreign(price, PRICE_MAX));
        let held = offer.held_until.map(|until| {
            let moment = own.moment(until);
            self.fill("offer-held", [("moment", moment.into())])
        });
        let collides = offer.collides_with.as_deref().map(|title| self.collision(title));
        collides
            .into_iter()
            .chain(price.into_iter().filter(|price| !price.is_empty()))
            .chain(held)
            .collect()
    }

    pub(super) fn provider_asks(self, about: &About, question: &str, options: &[String]) -> String {
        let mut page = Page::about(&self.name_of(about));
        page.line(
            &self.fill("provider-asks", [("question", self.quoted(question, QUOTE_MAX).into())]),
        );
        for (option, number) in options.iter().zip(1..) {
            page.line(&format!("{number}. {}", self.foreign(option, FACT_MAX)));
        }
        page.paragraph(&self.say("provider-asks-answer"));
        page.into_text()
    }

    /// `zone` is the person's.
    pub(super) fn unanswered(
        self,
        about: &About,
        question: &str,
        options: &[String],
        until: Timestamp,
        zone: &str,
    ) -> String {
        let mut page = Page::about(&self.name_of(about));
        let question = self.quoted(question, QUOTE_MAX);
        page.line(&self.fill("unanswered", [("question", question.into())]));
        for (option, number) in options.iter().zip(1..) {
            page.line(&format!("{number}. {}", self.foreign(option, FACT_MAX)));
        }
        let moment = WallClock::new(self, zone).moment(until);
        page.paragraph(&self.fill("unanswered-until", [("moment", moment.into())]));
        page.into_text()
    }

    /// The faces of the buttons that go with the words.
    pub(super) fn labels(self, words: &Words) -> Vec<Label> {
        let buttons = words.buttons();
        let is_list = buttons.len() > BUTTONS_MAX;
        let title_max = if is_list { ROW_TITLE_MAX } else { BUTTON_TITLE_MAX };
        let label = |verb| match verb {
            ButtonVerb::Call => (self.say("button-call"), None),
            ButtonVerb::Change => (self.say("button-change"), None),
            ButtonVerb::Cancel => (self.say("button-cancel"), None),
            ButtonVerb::CallNow => (self.say("button-call-now"), None),
            ButtonVerb::Elsewhere => (self.say("button-elsewhere"), None),
            ButtonVerb::StopNow => (self.say("button-stop-now"), None),
            ButtonVerb::WaitLonger => (self.say("button-wait-longer"), None),
            ButtonVerb::CallOff => (self.say("button-call-off"), None),
            ButtonVerb::Keep => (self.say("button-keep"), None),
            ButtonVerb::NoCheck => (self.say("button-no-check"), None),
            ButtonVerb::BringIt => (self.say("button-bring-it"), None),
            ButtonVerb::RingMe => (self.say("button-ring-me"), None),
            ButtonVerb::Move => (self.say("button-move"), None),
            ButtonVerb::Any => (self.say("button-any"), None),
            ButtonVerb::Erase => (self.say("button-erase"), None),
            ButtonVerb::EraseNothing => (self.say("button-erase-nothing"), None),
            ButtonVerb::Neither => (self.neither(buttons.len() - 1), None),
            ButtonVerb::Transcript => (self.say("button-transcript"), None),
            ButtonVerb::Pick(number) => self.pick(words, number, title_max),
        };
        let labels = buttons.iter().zip(0..).map(|(button, nth)| {
            let (title, description) = match words {
                Words::WhichToCancel { requests } | Words::WhichToMove { requests } => {
                    (format!("{}. {}", nth + 1, self.name_of(&requests[nth])), None)
                }
                _ => label(button.verb),
            };
            let description =
                description.filter(|_| is_list).map(|text| cut(&text, ROW_DESCRIPTION_MAX));
            Label { id: button.id(), title: cut(&title, title_max), description }
        });
        labels.collect()
    }

    /// An offer by its moment, another option by its own words; by its number as well where these are too long, for
    /// two titles must not be the same.
    fn pick(self, words: &Words, number: u32, title_max: usize) -> (String, Option<String>) {
        let nth = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
        match words {
            Words::WhichOffer { offers, zone, .. }
            | Words::EarlierFound { offers, zone, .. }
            | Words::OffersLeft { offers, zone, .. } => {
                let own = WallClock::new(self, zone);
                self.offer_label(nth.and_then(|nth| offers.get(nth)), &own)
            }
            Words::Compared { offers, zone, .. } => {
                let own = WallClock::new(self, zone);
                self.compared_label(nth.and_then(|nth| offers.get(nth)), &own)
            }
            Words::WhomToCall { found, .. } => {
                self.found_label(nth.and_then(|nth| found.get(nth)), title_max)
            }
            Words::ProviderAsks { options, .. } | Words::Unanswered { options, .. } => {
                let option = nth.and_then(|nth| options.get(nth)).map_or("", String::as_str);
                let option = inside_quotes(&self.foreign(option, FACT_MAX));
                let short = !option.is_empty() && units(&option) <= title_max;
                if short { (option, None) } else { (format!("{number}. {option}"), Some(option)) }
            }
            _ => (number.to_string(), None),
        }
    }

    fn offer_label(self, offer: Option<&OfferView>, own: &WallClock) -> (String, Option<String>) {
        let Some(offer) = offer else { return (String::new(), None) };
        let terms = self.terms(offer, own).join(" · ");
        (WallClock::new(self, &offer.zone).moment(offer.at), (!terms.is_empty()).then_some(terms))
    }
}

/// Things in the person's calendar that a card names.
const TITLES_MAX: usize = 3;

/// Of what stands in the person's calendar, in characters.
const CALENDAR_TITLE_MAX: usize = 40;

/// Of an offer's price, in characters: it shares a list row's description with how long the offer is held.
const PRICE_MAX: usize = 40;

fn question(detail: Detail) -> &'static str {
    match detail {
        Detail::Service => "ask-service",
        Detail::Number => "ask-number",
        Detail::When => "ask-when",
        Detail::CallAt => "ask-call-at",
        Detail::Name => "ask-name",
    }
}

fn item(detail: Detail) -> &'static str {
    match detail {
        Detail::Service => "item-service",
        Detail::Number => "item-number",
        Detail::When => "item-when",
        Detail::CallAt => "item-call-at",
        Detail::Name => "item-name",
    }
}
