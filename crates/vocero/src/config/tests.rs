use std::collections::BTreeMap;
use std::path::Path;

use domain::language::Language;
use secrecy::ExposeSecret;

use super::explained::{self, DEFAULTS};
use super::{LlmProvider, Need, Problem, Refused, Settings};

type Environment = BTreeMap<String, String>;

fn environment<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Environment {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Everything that serving needs.
fn complete() -> Environment {
    environment([
        ("VOCERO_PUBLIC_URL", "https://vocero.test"),
        ("VOCERO_CONSOLE_PASSWORD", "hush-console"),
        ("TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001"),
        ("TWILIO_AUTH_TOKEN", "hush-auth"),
        ("TWILIO_WHATSAPP_FROM", "whatsapp:+14155550100"),
        ("TWILIO_VOICE_FROM", "+14155550101"),
        ("ELEVENLABS_API_KEY", "hush-eleven"),
        ("ELEVENLABS_AGENT_ID", "agent_1"),
        ("ELEVENLABS_WEBHOOK_SECRET", "hush-hook"),
        ("ELEVENLABS_TOOL_SECRET", "hush-tool"),
        ("RESEND_API_KEY", "hush-resend"),
        ("RESEND_FROM", "Vocero <turnos@vocero.test>"),
        ("RESEND_WEBHOOK_SECRET", "hush-svix"),
        ("LLM_PROVIDER", "anthropic"),
        ("LLM_API_KEY", "hush-llm"),
        ("LLM_MODEL", "a-model"),
        ("TWILIO_API_KEY_SID", "SK00000000000000000000000000000001"),
        ("TWILIO_API_KEY_SECRET", "hush-key"),
    ])
}

fn load(environment: &Environment) -> Result<Settings, Refused> {
    Settings::from_places(environment, Need::Serve)
}

fn problems(environment: &Environment) -> Vec<Problem> {
    load(environment).expect_err("something is wrong with these settings").0
}

/// The complaints about the settings in `file`, where nothing is needed.
fn problems_of_file(file: &str) -> Vec<Problem> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let environment = environment([("VOCERO_CONFIG", write(folder.path(), file).as_str())]);
    Settings::from_places(&environment, Need::Nothing)
        .expect_err("something is wrong with this file")
        .0
}

fn write(folder: &Path, text: &str) -> String {
    let path = folder.join("settings.toml");
    std::fs::write(&path, text).expect("the folder is writable");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn without_any_setting_the_defaults_hold_and_no_vendor_is_named() {
    let settings = Settings::from_places(&Environment::new(), Need::Nothing).unwrap();
    assert_eq!(settings.bind.to_string(), "127.0.0.1:8080");
    assert_eq!(settings.public_url, "http://127.0.0.1:8080");
    assert_eq!((settings.ring_s, settings.call_s_max, settings.lease_s), (35, 1200, 30));
    let policy = domain::appointment::Policy::default();
    assert_eq!(settings.policy, domain::appointment::Policy { minute_price: 170_000, ..policy });
    assert!(!settings.names_a_vendor());
}

#[test]
fn one_vendor_setting_is_enough_to_leave_the_sandbox() {
    for (name, value) in
        [("TWILIO_AUTH_TOKEN", "t"), ("ELEVENLABS_AGENT_ID", "a"), ("LLM_PROVIDER", "openai")]
    {
        let settings = Settings::from_places(&environment([(name, value)]), Need::Nothing).unwrap();
        assert!(settings.names_a_vendor(), "{name}");
    }
}

#[test]
fn everything_serving_needs_is_enough_to_serve() {
    let settings = load(&complete()).unwrap();
    assert_eq!(settings.twilio.auth_token.expose_secret(), "hush-auth");
    assert_eq!(settings.llm.provider, LlmProvider::Anthropic);
    assert_eq!(settings.llm.base_url, "https://api.anthropic.com");
}

#[test]
fn a_file_is_over_the_defaults_and_the_environment_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "VOCERO_RING_SECONDS = 20\nVOCERO_LEASE_SECONDS = 40\n");
    let environment =
        environment([("VOCERO_CONFIG", path.as_str()), ("VOCERO_LEASE_SECONDS", "50")]);
    let settings = Settings::from_places(&environment, Need::Nothing).unwrap();
    assert_eq!((settings.ring_s, settings.lease_s, settings.call_s_max), (20, 50, 1200));
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "VOCERO_LEASE_SECONDS = 40\n");
    let environment =
        environment([("VOCERO_CONFIG", path.as_str()), ("VOCERO_LEASE_SECONDS", " ")]);
    assert_eq!(Settings::from_places(&environment, Need::Nothing).unwrap().lease_s, 40);
}

#[test]
fn each_setting_that_serving_needs_is_missed_by_name_and_with_its_source() {
    for name in complete().keys() {
        let mut environment = complete();
        environment.remove(name);
        if name == "LLM_PROVIDER" {
            assert_eq!(load(&environment).unwrap().llm.provider, LlmProvider::Rules);
            continue;
        }
        let about = explained::settings()[name.as_str()].about.clone();
        assert!(about.len() > 20, "{name} says where it comes from");
        assert_eq!(problems(&environment), [Problem::Missing { name: name.clone(), about }]);
    }
}

#[test]
fn all_that_is_missing_is_said_at_once() {
    let text = load(&Environment::new()).unwrap_err().to_string();
    let named =
        |name: &str| text.lines().any(|line| line.starts_with(&format!("{name} is missing. ")));
    assert!(
        named("TWILIO_AUTH_TOKEN")
            && named("ELEVENLABS_TOOL_SECRET")
            && named("VOCERO_CONSOLE_PASSWORD")
    );
    assert!(!named("RESEND_API_KEY"), "mail is optional");
    assert_eq!(text.lines().count(), 10);
}

#[test]
fn a_blank_secret_is_a_missing_secret() {
    let mut environment = complete();
    environment.insert("ELEVENLABS_TOOL_SECRET".to_owned(), "  ".to_owned());
    assert!(
        matches!(&problems(&environment)[..], [Problem::Missing { name, .. }] if name == "ELEVENLABS_TOOL_SECRET")
    );
}

#[test]
fn the_agent_as_code_needs_its_platform_and_an_address_and_no_more() {
    let missing = Settings::from_places(&Environment::new(), Need::Agent).unwrap_err().0;
    let names: Vec<_> = missing.iter().map(Problem::name).collect();
    assert_eq!(names, ["VOCERO_PUBLIC_URL", "ELEVENLABS_API_KEY"]);
}

#[test]
fn an_example_taken_over_is_refused() {
    for (name, setting) in explained::settings() {
        let Some(example) = setting.example else { continue };
        let found = Settings::from_places(&environment([(name, example.as_str())]), Need::Nothing)
            .unwrap_err()
            .0;
        assert_eq!(found, [Problem::Example { name: name.to_owned(), about: setting.about }]);
    }
}

#[test]
fn a_placeholder_is_no_secret() {
    for value in ["changeme", "Change-Me", "<your token>"] {
        let found =
            Settings::from_places(&environment([("TWILIO_AUTH_TOKEN", value)]), Need::Nothing)
                .unwrap_err()
                .0;
        assert!(matches!(&found[..], [Problem::Example { .. }]), "{value}");
    }
}

#[test]
fn every_secret_has_an_example_or_is_optional_and_none_has_a_default() {
    for (name, setting) in explained::settings() {
        if setting.secret && name != "DATABASE_URL" {
            assert_eq!(setting.default, "", "{name}");
        }
        let sounds_secret =
            ["_SECRET", "_TOKEN", "_KEY", "_PASSWORD"].iter().any(|end| name.ends_with(end));
        assert!(!sounds_secret || setting.secret, "{name} is marked as a secret");
    }
}

#[test]
fn every_default_is_explained() {
    let settings = explained::settings();
    assert_eq!(
        settings.len(),
        DEFAULTS.lines().filter(|line| !line.starts_with('#') && line.contains('=')).count()
    );
    for (name, setting) in settings {
        assert!(setting.about.len() > 15, "{name}");
    }
}

#[test]
fn plain_http_is_refused_for_any_address_but_a_loopback_one() {
    for name in ["VOCERO_PUBLIC_URL", "TWILIO_BASE_URL", "ELEVENLABS_BASE_URL", "LLM_BASE_URL"] {
        let mut environment = complete();
        for good in [
            "http://127.0.0.1:9000",
            "http://localhost",
            "http://[::1]:1",
            "https://elsewhere.test",
        ] {
            environment.insert(name.to_owned(), good.to_owned());
            load(&environment).unwrap_or_else(|refused| panic!("{name}={good}: {refused}"));
        }
        for bad in [
            "http://elsewhere.test",
            "http://10.0.0.1",
            "http://localhost.evil.test",
            "http://127.0.0.1.evil.test",
        ] {
            environment.insert(name.to_owned(), bad.to_owned());
            assert_eq!(
                problems(&environment),
                [Problem::PlainHttp { name: name.to_owned() }],
                "{bad}"
            );
        }
    }
}

#[test]
fn an_address_loses_its_last_slash_and_keeps_its_port() {
    let mut environment = complete();
    environment.insert("VOCERO_PUBLIC_URL".to_owned(), "https://vocero.test:8443/".to_owned());
    assert_eq!(load(&environment).unwrap().public_url, "https://vocero.test:8443");
}

#[test]
fn what_cannot_be_read_is_refused_with_what_was_expected() {
    for (name, value) in [
        ("VOCERO_BIND", "8080"),
        ("VOCERO_PUBLIC_URL", "https://vocero.test/path"),
        ("VOCERO_PUBLIC_URL", "https://user:word@vocero.test"),
        ("VOCERO_PUBLIC_URL", "vocero.test"),
        ("VOCERO_CALL_HOURS", "19:00-09:00"),
        ("VOCERO_CALL_HOURS", "9 to 5"),
        ("VOCERO_CALL_DAYS", "weekdays"),
        ("VOCERO_CALL_DAYS", "mon-"),
        ("VOCERO_CALL_DAYS", ","),
        ("VOCERO_CALL_HOLIDAYS", "never"),
        ("VOCERO_SWEEP_SECONDS", "59"),
        ("VOCERO_CALLS_MAX", "0"),
        ("VOCERO_CALLS_MAX", "three"),
        ("VOCERO_RING_SECONDS", "601"),
        ("VOCERO_CALL_SECONDS_MAX", "-1"),
        ("VOCERO_COUNTRIES", "AR,Spain"),
        ("VOCERO_CALLS_PERSON_DAY_MAX", "0"),
        ("VOCERO_CALLS_NUMBER_DAY_MAX", "1001"),
        ("VOCERO_CURRENCY", "dollars"),
        ("VOCERO_PRICE_CARRIER_MINUTE", "off"),
        ("VOCERO_PRICE_AGENT_MINUTE", "0,12"),
        ("VOCERO_SPEND_DAY_MAX", "-1"),
        ("VOCERO_SPEND_HOUR_MAX", "a lot"),
        ("VOCERO_PAUSE_PATIENCE_SECONDS", "3601"),
        ("VOCERO_ACCESS", "nobody"),
        ("VOCERO_PEOPLE", "+34912345678,912345678"),
        ("VOCERO_LANGUAGE", "fr"),
        ("VOCERO_TIME_ZONE", "Mars/Olympus"),
        ("VOCERO_REGION", "54"),
        ("TWILIO_ACCOUNT_SID", "SK00000000000000000000000000000001"),
        ("TWILIO_VOICE_FROM", "4155550101"),
        ("TWILIO_WHATSAPP_FROM", "whatsapp:4155550100"),
        ("TWILIO_TEMPLATES", "en:HX1"),
        ("TWILIO_TEMPLATES", "fr=HX1"),
        ("TWILIO_MEDIA_HOSTS", "https://mms.twiliocdn.com/"),
        ("TWILIO_BASE_URL", "ftp://api.twilio.com"),
        ("RESEND_FROM", "Vocero"),
        ("LLM_PROVIDER", "oracle"),
        ("LLM_RESPONSE_FORMAT", "xml"),
        ("LLM_TIMEOUT_SECONDS", "0"),
        ("LLM_TIMEOUT_SECONDS", "61"),
    ] {
        let mut environment = complete();
        environment.insert(name.to_owned(), value.to_owned());
        let found = problems(&environment);
        let [Problem::Malformed { name: named, shown, expected }] = &found[..] else {
            panic!("{name}={value}: {found:?}")
        };
        assert_eq!((named.as_str(), shown.as_deref()), (name, Some(value)));
        assert!(!expected.is_empty());
    }
}

#[test]
fn numbers_hours_and_lists_are_read() {
    let mut environment = complete();
    for (name, value) in [
        ("VOCERO_CALL_HOURS", "08:30 - 20:00"),
        ("VOCERO_COUNTRIES", "ar, ES,"),
        ("TWILIO_TEMPLATES", "en=HX1, es=HX2"),
        ("TWILIO_WHATSAPP_FROM", "+14155550100"),
        ("VOCERO_OPEN_REQUESTS_MAX", "7"),
        ("LLM_TIMEOUT_SECONDS", "12"),
    ] {
        environment.insert(name.to_owned(), value.to_owned());
    }
    let settings = load(&environment).unwrap();
    assert_eq!(
        settings.policy.hours,
        (jiff::civil::time(8, 30, 0, 0), jiff::civil::time(20, 0, 0, 0))
    );
    assert_eq!(settings.policy.countries, ["AR", "ES"]);
    assert_eq!(settings.policy.open_max, 7);
    assert_eq!(settings.llm.timeout.as_secs(), 12);
    assert_eq!(settings.twilio.templates[&Language::Es], "HX2");
    assert_eq!(settings.twilio.whatsapp_from, "whatsapp:+14155550100");
}

#[test]
fn days_of_the_week_are_read_one_by_one_and_from_one_to_another() {
    use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Wednesday};
    let days = |text: &str| {
        let environment = environment([("VOCERO_CALL_DAYS", text)]);
        Settings::from_places(&environment, Need::Nothing).unwrap().policy.days
    };
    assert_eq!(days("sat-mon"), [Monday, Saturday, Sunday]);
    assert_eq!(days("Fri, mon,WED,mon"), [Monday, Wednesday, Friday]);
    assert_eq!(days("mon-sun").len(), 7);
    assert_eq!(days("sun"), [Sunday]);
}

#[test]
fn the_defaults_of_calling_are_those_of_the_stories() {
    let policy = Settings::from_places(&environment([]), Need::Nothing).unwrap().policy;
    let default = domain::appointment::Policy::default();
    assert_eq!((policy.hours, policy.days), (default.hours, default.days));
    assert_eq!(policy.on_holidays, default.on_holidays);
}

#[test]
fn the_whole_day_may_be_open() {
    let all_day = environment([("VOCERO_CALL_HOURS", "00:00-24:00")]);
    let hours = Settings::from_places(&all_day, Need::Nothing).unwrap().policy.hours;
    assert_eq!(hours, (jiff::civil::Time::MIN, jiff::civil::Time::MAX));
}

#[test]
fn an_unknown_name_in_the_file_is_refused_with_the_nearest_known_one() {
    let near = |name: &str, near: Option<&str>| Problem::Unknown {
        name: name.to_owned(),
        near: near.map(str::to_owned),
    };
    assert_eq!(
        problems_of_file("TWILIO_AUTH_TOKN = 'x'"),
        [near("TWILIO_AUTH_TOKN", Some("TWILIO_AUTH_TOKEN"))]
    );
    assert_eq!(problems_of_file("vocero_bind = 'x'"), [near("vocero_bind", Some("VOCERO_BIND"))]);
    assert_eq!(problems_of_file("colour_of_the_sky = 'x'"), [near("colour_of_the_sky", None)]);
    assert_eq!(problems_of_file("[twilio]\nauth_token = 'x'"), [near("twilio", None)]);
}

#[test]
fn a_list_where_one_value_belongs_is_refused() {
    let found = problems_of_file("VOCERO_COUNTRIES = ['AR']");
    assert!(
        matches!(&found[..], [Problem::Malformed { name, .. }] if name == "VOCERO_COUNTRIES"),
        "{found:?}"
    );
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let found = Settings::from_places(
        &environment([("VOCERO_CONFIG", "/nowhere/vocero.toml")]),
        Need::Nothing,
    );
    assert!(
        matches!(&found.unwrap_err().0[..], [Problem::Unreadable { name, .. }] if name == "VOCERO_CONFIG")
    );
}

#[test]
fn a_broken_file_is_refused_without_showing_its_lines() {
    let found = problems_of_file("VOCERO_LEASE_SECONDS = 40\nTWILIO_AUTH_TOKEN = \"hush-hidden\n");
    let [problem @ Problem::Unreadable { .. }] = &found[..] else { panic!("{found:?}") };
    let text = problem.to_string();
    assert!(text.contains("line 2") && !text.contains("hush-hidden"), "{text}");
}

#[test]
fn a_secret_may_come_from_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "from-a-file\n");
    let mut environment = complete();
    environment.remove("TWILIO_AUTH_TOKEN");
    environment.insert("TWILIO_AUTH_TOKEN_FILE".to_owned(), path);
    assert_eq!(load(&environment).unwrap().twilio.auth_token.expose_secret(), "from-a-file");

    environment.insert("TWILIO_AUTH_TOKEN".to_owned(), "hush-auth".to_owned());
    assert_eq!(problems(&environment), [Problem::Twice { name: "TWILIO_AUTH_TOKEN".to_owned() }]);

    environment.remove("TWILIO_AUTH_TOKEN");
    environment.insert("TWILIO_AUTH_TOKEN_FILE".to_owned(), "/nowhere/token".to_owned());
    assert!(
        matches!(&problems(&environment)[..], [Problem::Unreadable { name, .. }] if name == "TWILIO_AUTH_TOKEN")
    );
}

#[test]
fn no_debug_and_no_complaint_shows_a_secret() {
    let mut environment = complete();
    environment
        .insert("DATABASE_URL".to_owned(), "postgres://vocero:hush-db@db.test/vocero".to_owned());
    let shown = format!("{:?}", load(&environment).unwrap());
    assert!(!shown.contains("hush-"), "{shown}");

    environment
        .insert("DATABASE_URL".to_owned(), "mysql://vocero:hush-db@db.test/vocero".to_owned());
    environment.insert("VOCERO_CALLS_MAX".to_owned(), "none".to_owned());
    let refused = load(&environment).unwrap_err();
    assert_eq!(refused.0.len(), 2);
    assert!(!format!("{refused}\n{refused:?}").contains("hush-"), "{refused}");
}

#[test]
fn two_processes_have_two_names() {
    let name = || Settings::from_places(&Environment::new(), Need::Nothing).unwrap().worker_id;
    assert_ne!(name(), name());
    let own = environment([("VOCERO_WORKER_ID", "desk-1")]);
    assert_eq!(Settings::from_places(&own, Need::Nothing).unwrap().worker_id, "desk-1");
}

#[test]
fn caps_and_prices_are_read_in_millionths_and_may_be_off() {
    let caps = Settings::from_places(&Environment::new(), Need::Nothing).unwrap().caps;
    assert_eq!(caps.minute_price, 170_000);
    assert_eq!(caps.worst_case(), 20 * 170_000);
    assert_eq!((caps.calls_person_day, caps.calls_number_day), (Some(20), Some(6)));
    assert_eq!((caps.spend_hour, caps.spend_day), (Some(30_000_000), Some(100_000_000)));

    let mut environment = complete();
    for (name, value) in [
        ("VOCERO_CALLS_NUMBER_DAY_MAX", "off"),
        ("VOCERO_SPEND_DAY_MAX", "off"),
        ("VOCERO_SPEND_CALL_MAX", "0.000001"),
        ("VOCERO_CURRENCY", "eur"),
    ] {
        environment.insert(name.to_owned(), value.to_owned());
    }
    let settings = load(&environment).unwrap();
    assert_eq!((settings.caps.calls_number_day, settings.caps.spend_day), (None, None));
    assert_eq!((settings.caps.spend_call, settings.currency.as_str()), (Some(1), "EUR"));
}

#[test]
fn our_own_numbers_are_known_to_the_policy() {
    let own = load(&complete()).unwrap().policy.own_numbers;
    let own: Vec<_> = own.iter().map(domain::phone::PhoneNumber::e164).collect();
    assert_eq!(own, ["+14155550101", "+14155550100"]);
}

#[test]
fn a_door_without_a_key_is_refused_and_a_weak_or_shown_code_is_none() {
    use domain::appointment::Access;
    let with = |pairs: &[(&str, &str)]| {
        let mut environment = complete();
        environment.extend(pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())));
        environment
    };
    for (access, name) in [("invite", "VOCERO_INVITE_CODES"), ("list", "VOCERO_PEOPLE")] {
        let found = problems(&with(&[("VOCERO_ACCESS", access)]));
        assert!(matches!(&found[..], [Problem::Missing { name: missed, .. }] if missed == name));
    }
    let weak = problems(&with(&[("VOCERO_INVITE_CODES", "hush-2026,short1")]));
    assert!(matches!(&weak[..], [Problem::Malformed { shown: None, .. }]), "{weak:?}");

    let invite = with(&[("VOCERO_ACCESS", "invite"), ("VOCERO_INVITE_CODES", "hush-code-2026")]);
    let settings = load(&invite).unwrap();
    assert!(matches!(settings.policy.access, Access::Invited { .. }));
    assert!(!format!("{settings:?}").contains("hush-"));
    let list = with(&[("VOCERO_ACCESS", "list"), ("VOCERO_PEOPLE", "+34912345678, +541143211234")]);
    let Access::Listed { people } = load(&list).unwrap().policy.access else { panic!("a list") };
    assert_eq!(people.len(), 2);
}
