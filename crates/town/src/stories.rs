//! Twenty stories that a visitor can start: who is played, what goes wrong, and the first message.

use askama::Template;
use axum::extract::{Path, Query as Asked, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::language::Language;
use sandbox::cast::{Manner, Member};
use sandbox::faults::{Order, RequestFault, Vendor};
use sandbox::person::voice_note;

use crate::Town;
use crate::look::{Look, Query, RESIDENTS, country, language_of};
use crate::page::Refused;
use crate::phone::tongue;
use crate::texts::Texts;

/// What makes a story: the provider, and how the first message goes.
#[derive(Clone, Copy)]
enum Plot {
    /// A wish, written.
    Writes(Manner),
    /// A wish, with the word that nothing be agreed to unasked.
    AsksFirst(Manner),
    /// A wish, spoken.
    Speaks(Manner),
    /// One wish and several providers.
    AnyOf([Manner; 3]),
    /// The carrier's answer to the first dialling gets lost.
    Breaks(Manner),
    /// Something that is no appointment.
    Says,
}

const PLOTS: [Plot; 20] = [
    Plot::Speaks(Manner::BooksAsAsked),
    Plot::Writes(Manner::VoicemailThenPerson),
    Plot::Writes(Manner::Menu),
    Plot::Writes(Manner::HoldMusic),
    Plot::Writes(Manner::WrongNumber),
    Plot::Writes(Manner::Insurance),
    Plot::Writes(Manner::AsksForCard),
    Plot::AsksFirst(Manner::TwoSlots),
    Plot::Writes(Manner::AnotherDay),
    Plot::Writes(Manner::AnotherDay),
    Plot::Writes(Manner::ReadsBack),
    Plot::Writes(Manner::HangsUp),
    Plot::Writes(Manner::CallBackLater),
    Plot::Writes(Manner::CallsBack),
    Plot::Writes(Manner::OtherLanguage),
    Plot::AnyOf([Manner::BooksAsAsked, Manner::ReadsBack, Manner::NoAnswer]),
    Plot::Writes(Manner::RefusesRobots),
    Plot::Writes(Manner::AiReceptionist),
    Plot::Breaks(Manner::BooksAsAsked),
    Plot::Says,
];

/// A story as the list tells it.
pub struct Told {
    pub number: usize,
    pub title: String,
    pub hint: String,
}

fn told(texts: Texts, number: usize) -> Told {
    Told {
        number,
        title: format!("{number}. {}", texts.say(&format!("story-{number}"))),
        hint: texts.say(&format!("story-{number}-hint")),
    }
}

#[must_use]
pub fn all(texts: Texts) -> Vec<Told> {
    (1..=PLOTS.len()).map(|number| told(texts, number)).collect()
}

#[derive(Template)]
#[template(path = "story.html")]
struct Cover {
    texts: Texts,
    story: Told,
}

fn plot(number: usize) -> Result<Plot, Refused> {
    let found = number.checked_sub(1).and_then(|index| PLOTS.get(index)).copied();
    found.ok_or_else(Refused::unknown)
}

/// A page that starts the story: a link is only looked at, by whoever follows it or fetches it ahead.
pub async fn show(
    Path(number): Path<usize>,
    Asked(query): Asked<Query>,
    headers: HeaderMap,
) -> Result<Html<String>, Refused> {
    plot(number)?;
    let texts = Texts::of(query.lang.as_deref(), &headers);
    Ok(Html(Cover { texts, story: told(texts, number) }.render()?))
}

pub async fn start(
    State(town): State<Town>,
    Path(number): Path<usize>,
    Asked(query): Asked<Query>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let texts = Texts::of(query.lang.as_deref(), &headers);
    let plot = plot(number)?;
    let members = cast(&town, plot, texts.0)?;
    let first = members.first();
    let home = first.map_or(texts.0, |member| language_of(&member.number));
    let person = resident(first, home);
    begin(&town, plot, &members, person, Texts(texts.0), number);
    let shown = Look::new(
        &Query {
            person: Some(person.to_owned()),
            provider: first.map(|member| member.number.clone()),
            ..Query::default()
        },
        texts,
    );
    let there = format!("/sandbox?{}", shown.query());
    let mut response = if headers.contains_key("hx-request") {
        StatusCode::NO_CONTENT.into_response()
    } else {
        StatusCode::SEE_OTHER.into_response()
    };
    if let Ok(there) = HeaderValue::from_str(&there) {
        response.headers_mut().insert(header::LOCATION, there.clone());
        response.headers_mut().insert("hx-redirect", there);
    }
    Ok(response)
}

/// Whoever the story needs, each behaving as it needs.
fn cast(town: &Town, plot: Plot, language: Language) -> Result<Vec<Member>, Refused> {
    let manners: Vec<Manner> = match plot {
        Plot::Writes(manner)
        | Plot::AsksFirst(manner)
        | Plot::Speaks(manner)
        | Plot::Breaks(manner) => vec![manner],
        Plot::AnyOf(manners) => manners.into(),
        Plot::Says => Vec::new(),
    };
    // As the cast was first written down, whatever a visitor has made of it since.
    let original = sandbox::cast::State::default();
    let members: Option<Vec<Member>> =
        manners.iter().map(|manner| original.playing(*manner, tongue(language)).cloned()).collect();
    let members = members.ok_or_else(Refused::unknown)?;
    for member in &members {
        town.sandbox.world().lock().cast.behave(&member.number, member.manner);
    }
    Ok(members)
}

fn resident(provider: Option<&Member>, language: Language) -> &'static str {
    let at_home = |address: &str| {
        provider.is_none_or(|provider| country(address).0 == provider.country.as_str())
    };
    let mut all = RESIDENTS.iter();
    let neighbour = all.find(|one| one.language == language && at_home(one.address));
    let speaker = RESIDENTS.iter().find(|one| one.language == language);
    neighbour.or(speaker).unwrap_or(&RESIDENTS[0]).address
}

fn begin(town: &Town, plot: Plot, members: &[Member], person: &str, texts: Texts, number: usize) {
    let person = town.sandbox.person(person);
    let name = person.name();
    match (plot, members) {
        (Plot::Writes(_), [member, ..]) => {
            person.says(&wish(texts, member, &name));
        }
        (Plot::AsksFirst(_), [member, ..]) => {
            person.says(&format!(
                "{} {}",
                wish(texts, member, &name),
                texts.say("story-ask-first")
            ));
        }
        (Plot::Speaks(_), [member, ..]) => {
            let said = wish(texts, member, &name);
            person.speaks(&voice_note(&said), &said);
        }
        (Plot::Breaks(_), [member, ..]) => {
            town.sandbox.order(Order::Request {
                vendor: Vendor::Twilio,
                operation: "calls.create".to_owned(),
                fault: RequestFault::AnswerLost,
                times: 1,
            });
            person.says(&wish(texts, member, &name));
        }
        (Plot::AnyOf(_), members) => {
            let named = |member: &Member| format!("{} {}", member.name, member.number);
            let all: Vec<String> = members.iter().map(named).collect();
            person.says(
                &texts.fill("story-any-of", &[("providers", &all.join(", ")), ("name", &name)]),
            );
        }
        (Plot::Says, _) | (_, []) => {
            person.says(&texts.say(&format!("story-{number}-says")));
        }
    }
}

fn wish(texts: Texts, member: &Member, person: &str) -> String {
    let trade = format!("{:?}", member.trade).to_lowercase();
    let service = texts.say(&format!("service-{trade}"));
    texts.fill(
        "story-wish",
        &[
            ("service", &service),
            ("provider", &member.name),
            ("number", &member.number),
            ("name", person),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_story_is_told_in_each_language() {
        for language in Language::ALL {
            let texts = Texts(language);
            for number in 1..=PLOTS.len() {
                for key in [format!("story-{number}"), format!("story-{number}-hint")] {
                    assert!(texts.find(&key).is_some(), "{language} lacks {key}");
                }
            }
            assert!(texts.find("story-20-says").is_some());
        }
    }

    #[test]
    fn each_story_finds_its_providers_and_a_person_near_them() {
        let cast = sandbox::cast::State::default();
        for language in Language::ALL {
            for plot in PLOTS {
                let (Plot::Writes(manner)
                | Plot::AsksFirst(manner)
                | Plot::Speaks(manner)
                | Plot::Breaks(manner)) = plot
                else {
                    continue;
                };
                let member = cast.playing(manner, tongue(language)).expect("somebody plays it");
                let person = resident(Some(member), language);
                assert_eq!(country(person).0, member.country, "{}", member.name);
            }
        }
    }

    #[test]
    fn there_is_no_story_but_the_twenty() {
        assert!(plot(0).is_err() && plot(21).is_err() && plot(20).is_ok());
    }
}
