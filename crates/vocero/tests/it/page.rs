//! The town's page as a stranger asks for it: what it refuses, what it never shows, and in which words.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use axum::Router;
use domain::phone::PhoneNumber;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use sandbox::cast::Manner;
use sandbox::timeline::Kind;
use vocero::town::{Time, Town};

use crate::town::{ANA, START};

const HOSTILE: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\" onclick=\"x";

struct Page {
    town: Town,
    client: Client,
    _open: Arc<Mutex<Option<town::Town>>>,
}

impl Page {
    async fn open() -> Self {
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let start: Timestamp = START.parse().unwrap();
        let open = Arc::new(Mutex::new(None));
        let opened = open.clone();
        let pages =
            move |sandbox: &Arc<sandbox::Sandbox>, services: &services::Services| -> Router {
                let clock = Arc::new(town::clock::TownClock::default());
                let town = town::Town::open(sandbox, services, &clock);
                let routes = town.routes();
                *opened.lock().unwrap() = Some(town);
                routes
            };
        let town = Town::open("sqlite::memory:", anywhere, Time::StandsAt(start), &[], pages)
            .await
            .unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        Self { town, client, _open: open }
    }

    fn ask(&self, method: Method, below: &str) -> RequestBuilder {
        self.client.request(method, format!("{}/sandbox{below}", self.town.url()))
    }

    async fn get(&self, below: &str) -> Response {
        self.ask(Method::GET, below).send().await.unwrap()
    }

    async fn post(&self, below: &str, form: &[(&str, &str)]) -> Response {
        self.ask(Method::POST, below).form(form).send().await.unwrap()
    }

    async fn text(&self, below: &str) -> String {
        let answer = self.get(below).await;
        assert_eq!(answer.status(), StatusCode::OK, "{below}");
        answer.text().await.unwrap()
    }

    /// Of whoever looks at Ana, without what is the same for everybody.
    async fn of_ana(&self, more: &str) -> String {
        self.text(&format!("?person={ANA}&lang=es{more}").replace('+', "%2B")).await
    }
}

#[tokio::test]
async fn every_answer_keeps_strangers_out_be_it_a_page_a_file_or_a_refusal() {
    let page = Page::open().await;
    for below in ["", "/assets/town.css", "/stories/3", "/raw/s1", "/raw/nonsense", "/nowhere"] {
        let answer = page.get(below).await;
        if below == "/nowhere" {
            continue;
        }
        let header =
            |name: &str| answer.headers().get(name).map(|it| it.to_str().unwrap().to_owned());
        let policy = header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("default-src 'none'"), "{below}: {policy}");
        assert!(!policy.contains("unsafe"), "{below}: {policy}");
        assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"), "{below}");
        assert_eq!(header("referrer-policy").as_deref(), Some("no-referrer"), "{below}");
    }
}

#[tokio::test]
async fn another_site_and_another_name_are_turned_away() {
    let page = Page::open().await;
    let post = || page.ask(Method::POST, "/worker/kill");
    let status = async |request: RequestBuilder| request.send().await.unwrap().status();
    assert_eq!(
        status(post().header("origin", "https://evil.example")).await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(status(post().header("sec-fetch-site", "cross-site")).await, StatusCode::FORBIDDEN);
    let elsewhere = page.ask(Method::GET, "").header("host", "evil.example");
    assert_eq!(status(elsewhere).await, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(status(post().header("origin", page.town.url())).await, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn an_upload_that_is_too_large_is_refused_and_nothing_is_sent() {
    let page = Page::open().await;
    let voice = |bytes: usize| {
        let file = vec![b'o'; bytes];
        let body = [
            b"--b\r\ncontent-disposition: form-data; name=\"audio\"; filename=\"a\"\r\n\r\n"
                .as_slice(),
            &file,
            b"\r\n--b--\r\n",
        ];
        page.ask(Method::POST, &format!("/people/{ANA}/voice"))
            .header("content-type", "multipart/form-data; boundary=b")
            .body(body.concat())
    };
    assert_eq!(voice(1000).send().await.unwrap().status(), StatusCode::NO_CONTENT);
    let refused = voice((16 << 20) + 1).send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(page.town.sandbox.person(ANA).screen().len(), 1);
}

#[tokio::test]
async fn a_voice_note_stays_on_the_phone_when_it_is_deleted_at_twilio() {
    let page = Page::open().await;
    let said = "Un corte de pelo mañana a las 11";
    let recorded = [sandbox::person::voice_note(said), vec![0; 2000]].concat();
    let sid = page.town.sandbox.person(ANA).speaks(&recorded, said);
    page.town.settle(SignedDuration::from_mins(1)).await.unwrap();
    assert_eq!(page.town.sandbox.world().look().twilio.media.len(), 0, "it was written down");
    assert!(!page.of_ana("").await.contains("no se oye nada"));
    let played = page.get(&format!("/media/{sid}")).await.bytes().await.unwrap();
    assert_eq!(*played, *recorded);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let page = Page::open().await;
    for below in [
        "/raw/s0",
        "/raw/s999999",
        "/raw/s-1",
        "/raw/e00",
        "/raw/x1",
        "/raw/%C3%A9",
        "/mail/none",
        "/mail/none/0",
        "/media/MM0",
        "/stories/0",
        "/stories/21",
        "/assets/none.js",
    ] {
        assert_eq!(page.get(below).await.status(), StatusCode::NOT_FOUND, "{below}");
    }
    let manner = [("manner", "busy")];
    let fault = [("webhook", "twilio_inbound"), ("fault", "explode")];
    let webhook = [("webhook", "nobody"), ("fault", "lose")];
    for (below, form) in [
        ("/providers/+15550000/behave", manner.as_slice()),
        ("/people/whatsapp:+1/say", &[("text", "x")]),
        ("/people/evil/say", &[("text", "x")]),
        ("/people", &[("name", "x"), ("country", "XX")]),
        (&format!("/people/{ANA}/location"), &[("place", "Atlantis")]),
        (&format!("/people/{ANA}/contact"), &[("number", "+15550000")]),
        ("/faults", &fault),
        ("/faults", &webhook),
        ("/stories/0", &[]),
        ("/stories/21", &[]),
    ] {
        assert_eq!(page.post(below, form).await.status(), StatusCode::NOT_FOUND, "{below}");
    }
    assert!(page.get("/stories/-1").await.status().is_client_error());
}

#[tokio::test]
async fn who_is_new_in_town_has_a_number_of_their_country() {
    let page = Page::open().await;
    for country in ["US", "AR", "BR", "ES", "PT"] {
        page.post("/people", &[("name", "Noa"), ("country", country)]).await;
        let address = {
            let world = page.town.sandbox.world().look();
            world.people.iter().find(|person| person.name == "Noa").unwrap().address.clone()
        };
        let number = PhoneNumber::parse(address.trim_start_matches("whatsapp:"), "").unwrap();
        assert_eq!(number.region().as_deref(), Some(country), "{address}");
        page.town.sandbox.person(&address).is(|person| person.name = country.to_owned());
    }
}

#[tokio::test]
async fn nobody_s_words_become_part_of_the_page() {
    let page = Page::open().await;
    page.post("/people", &[("name", HOSTILE), ("country", "AR")]).await;
    page.post(&format!("/people/{ANA}/say"), &[("text", HOSTILE)]).await;
    while page.town.step().await.unwrap() {}
    let shown = page.of_ana("").await;
    assert!(shown.contains("onerror"), "the words are there");
    let entries = page.town.sandbox.entries_since(0);
    let wrote = entries.iter().find(|it| it.kind == Kind::MessageIn).unwrap();
    let raw = page.text(&format!("/raw/s{}", wrote.seq)).await;
    assert!(raw.contains("onerror"), "{raw}");
    for text in [shown, raw] {
        assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{text}");
        assert!(!text.contains("\" onclick=\"x"), "{text}");
    }
}

#[tokio::test]
async fn a_letter_runs_nothing_and_its_files_are_only_saved() {
    let page = Page::open().await;
    let keys = page.town.sandbox.credentials();
    let mail = serde_json::json!({
        "from": keys.resend_from, "to": ["ana@example.org"], "subject": HOSTILE, "html": format!("<p>{HOSTILE}</p>"),
        "attachments": [{"filename": "a.html", "content": "PHNjcmlwdD4="}],
    });
    let sent = page.client.post(format!("{}/emails", page.town.sandbox.resend_url()));
    let sent = sent.bearer_auth(&keys.resend_api_key).header("user-agent", "test").json(&mail);
    let sent: serde_json::Value = sent.send().await.unwrap().json().await.unwrap();
    let id = sent["id"].as_str().unwrap_or_else(|| panic!("{sent}"));
    let policy = |answer: &Response| {
        answer.headers()["content-security-policy"].to_str().unwrap().to_owned()
    };
    let letter = page.get(&format!("/mail/{id}")).await;
    assert!(policy(&letter).starts_with("sandbox; default-src 'none'"), "{}", policy(&letter));
    assert!(!policy(&letter).contains("allow-scripts") && !policy(&letter).contains("script-src"));
    let file = page.get(&format!("/mail/{id}/0")).await;
    assert_eq!(file.headers()["content-disposition"], "attachment");
    assert_eq!(file.headers()["content-type"], "application/octet-stream");
    assert_eq!(page.get(&format!("/mail/{id}/1")).await.status(), StatusCode::NOT_FOUND);
    let shown = page.of_ana("").await;
    assert!(shown.contains("sandbox=\"\""), "its frame may do nothing");
    assert!(!shown.contains("<script>alert"), "and its subject is text");
}

#[tokio::test]
async fn a_refusal_and_the_timeline_speak_the_language_of_the_page() {
    let page = Page::open().await;
    for (language, refused, down) in [
        ("en", "There is no such thing here.", "Twilio is down"),
        ("es", "Aquí no hay tal cosa.", "Twilio está caído"),
        ("pt", "Não há tal coisa aqui.", "Twilio está fora do ar"),
    ] {
        let cookie = format!("town-language={language}");
        let ask = |method, below| page.ask(method, below).header("cookie", &cookie);
        let toast = ask(Method::GET, "/raw/s0").send().await.unwrap().text().await.unwrap();
        assert_eq!(toast, refused);
        let off = ask(Method::POST, "/vendors").form(&[("vendor", "twilio"), ("down", "true")]);
        assert_eq!(off.send().await.unwrap().status(), StatusCode::NO_CONTENT);
        let shown = ask(Method::GET, "").send().await.unwrap().text().await.unwrap();
        assert!(shown.contains(down), "{language}");
    }
    let desk = "/providers/+12025550101/say";
    let cookie = "town-language=es";
    let toast = page.ask(Method::POST, desk).header("cookie", cookie).form(&[("text", "Hola")]);
    let toast = toast.send().await.unwrap();
    assert_eq!(toast.status(), StatusCode::CONFLICT);
    assert!(toast.text().await.unwrap().starts_with("Nadie a quien hagas tú"));
}

#[tokio::test]
async fn places_can_be_taken_down_and_a_model_only_where_there_is_one() {
    let page = Page::open().await;
    assert!(page.text("?lang=en").await.contains("Language model not set"));
    page.post("/vendors", &[("vendor", "places"), ("down", "true")]).await;
    page.town
        .sandbox
        .person(ANA)
        .says("Busco peluquería en Rosario para el jueves por la tarde. Soy Ana.");
    page.town.settle(SignedDuration::from_mins(1)).await.unwrap();
    let entries = page.town.sandbox.entries_since(0);
    let struck = entries.iter().any(|it| it.kind == Kind::Fault && it.who == "Places");
    assert!(struck, "{entries:#?}");
    assert!(page.of_ana("").await.contains("nadie lo recibe"));
}

#[tokio::test]
async fn the_timeline_tells_of_one_request_alone_or_of_all() {
    let page = Page::open().await;
    let ana = page.town.sandbox.person(ANA);
    let cast = |manner| {
        let state = page.town.sandbox.world().look();
        let tongue = sandbox::elevenlabs::conversation::Tongue::Es;
        state.cast.playing(manner, tongue).cloned().unwrap()
    };
    for (manner, day) in [(Manner::BooksAsAsked, "jueves"), (Manner::FullyBooked, "viernes")] {
        let desk = cast(manner);
        let wish = format!(
            "Quiero un corte de pelo el {day} por la tarde en {}, {}. Soy Ana.",
            desk.name, desk.number
        );
        ana.says(&wish);
        page.town.settle(SignedDuration::from_mins(10)).await.unwrap();
        ana.taps(1).unwrap();
        page.town.settle(SignedDuration::from_mins(10)).await.unwrap();
        // Not in the moment in which the one before was decided.
        page.town.advance_to(page.town.now() + SignedDuration::from_mins(1));
    }
    let all = page.of_ana("").await;
    let links = all.split("<a id=\"r").filter_map(|it| it.split('"').next());
    let links: Vec<&str> = links.filter(|id| id.len() == 32).collect();
    assert_eq!(links.len(), 2, "a link each: {links:?}");
    let (booked, refused) = (cast(Manner::BooksAsAsked), cast(Manner::FullyBooked));
    let log = |html: &str| html.split("data-region=\"log\"").nth(1).unwrap().to_owned();
    // The call of the first may be too long ago to be shown among all; what was said in it is not.
    assert!(log(&all).contains(&booked.name) && log(&all).contains(&refused.name));
    // The newest first.
    for (id, own) in [(links[1], &booked), (links[0], &refused)] {
        let shown = page.of_ana(&format!("&request={id}")).await;
        let log = log(&shown);
        let dials = log.contains(&format!("marca el {}", booked.number));
        assert_eq!(dials, own.number == booked.number, "its call: {log}");
        assert!(log.contains(&own.number), "{log}");
        assert!(log.contains("class=\"decision\"") && log.contains("class=\"command\""));
        assert!(shown.contains(&format!("request={id}&amp;lang")), "what comes later is of it too");
        assert!(
            shown.contains(&format!("id=\"r{id}\"")) && shown.contains("aria-current=\"true\">")
        );
    }
    let of_nobody = page.of_ana("&request=00000000000000000000000000000000").await;
    assert_eq!(log(&of_nobody).matches("<li").count(), log(&all).matches("<li").count());
}
