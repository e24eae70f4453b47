//! The expected signatures were computed with another implementation of HMAC, Python's.

use super::*;

const TOKEN: &str = "f00dfeedf00dfeedf00dfeedf00dfeed";
const OTHER_TOKEN: &str = "beefcafebeefcafebeefcafebeefcafe";
const URL: &str = "https://vocero.example.org/webhooks/twilio/whatsapp";
const FORM: &str = "To=whatsapp%3A%2B12025550100&Body=Ma%C3%B1ana+a+las+10%3F+%26+100%25+%2B+%F0%9F%92%87+&NumMedia=&From=whatsapp%3A%2B34600000000";
const FORM_SIGNED: &str = "yw2qRf3fA+tt5tAgENSvasKCVKc=";

fn secrets<const N: usize>(texts: [&str; N]) -> Vec<SecretString> {
    texts.map(SecretString::from).to_vec()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn request<'a>(url: &'a str, body: TwilioBody<'a>, signature: &'a str) -> TwilioRequest<'a> {
    TwilioRequest { url, body, signature, settings: None }
}

fn fits(url: &str, body: TwilioBody<'_>, signature: &str) -> bool {
    is_from_twilio(
        TwilioKeys { tokens: &secrets([TOKEN]), shared: &[] },
        request(url, body, signature),
    )
}

fn form_fits(url: &str, form: &str, signature: &str) -> bool {
    fits(url, TwilioBody::Form(form.as_bytes()), signature)
}

#[test]
fn a_form_is_signed_by_its_url_and_its_sorted_decoded_fields() {
    assert!(form_fits(URL, FORM, FORM_SIGNED));
    assert!(form_fits(&format!("{URL}?b=2&a=%2B1%20x"), FORM, "g1zy7/Vgw/wSA/QdN+bBLUN3jMA="));
    assert!(form_fits(URL, "b=1&a=2&Z=3&B=4&_x=5", "/v84fJMWLklz1aDxG7ZOxphGgf8="));
}

#[test]
fn a_repeated_field_is_signed_with_each_of_its_values_once() {
    for form in ["Tag=b&Tag=a&Tag=b&A=1", "A=1&Tag=a&Tag=b"] {
        assert!(form_fits(URL, form, "1Fr7DrKbv/DECcjhkQIcqj1yT0M="), "{form}");
    }
}

#[test]
fn the_port_may_be_there_or_not_on_either_side() {
    let url = |host: &str| URL.replace("vocero.example.org", host);
    let with_port = url("vocero.example.org:443");
    let on_8443 = url("vocero.example.org:8443");
    assert!(form_fits(URL, FORM, "Bz7Kr7TUEMv7gu4C1CgsapAkn30="), "the signer put 443 in");
    assert!(form_fits(&with_port, FORM, "Bz7Kr7TUEMv7gu4C1CgsapAkn30="));
    assert!(form_fits(&with_port, FORM, FORM_SIGNED), "the signer left 443 out");
    assert!(form_fits(&on_8443, FORM, FORM_SIGNED), "the signer left 8443 out");
    assert!(form_fits(&on_8443, FORM, "YcdOWdgP5sjE05KOuMb8pODN32M="));
    assert!(!form_fits(URL, FORM, "YcdOWdgP5sjE05KOuMb8pODN32M="), "8443 is not the port of https");
    assert!(!form_fits(&on_8443, FORM, "Bz7Kr7TUEMv7gu4C1CgsapAkn30="));
    let plain = URL.replace("https", "http");
    assert!(form_fits(&plain, FORM, "dsY4f4dVUL/xm5VOTd4VKTM+XcI="), "80 is the port of http");
    let v6 = |port: &str| format!("https://[2001:db8::1]{port}/x");
    assert!(fits(&v6(":8443"), TwilioBody::None, "xDkEan3PfQ6T6uoURJPIS2MKgvM="));
    assert!(fits(&v6(":8443"), TwilioBody::None, "NwHfzSRyI6Vode3C6Tqiv50dAhQ="));
    assert!(fits(&v6(""), TwilioBody::None, "JltRpTzOzTO5uecgeyAtPcO3dxc="));
}

#[test]
fn a_url_of_any_shape_is_taken_without_a_panic() {
    for url in [
        "",
        ":",
        "/",
        "https://",
        "https://:",
        "https://[",
        "https://]:/",
        "x:1?y#z",
        "https://ñ:9/ñ",
        "::://",
    ] {
        assert!(!form_fits(url, FORM, FORM_SIGNED), "{url:?}");
    }
}

#[test]
fn whatever_is_changed_spoils_the_signature() {
    for url in [
        &URL.replace("https", "http"),
        &format!("{URL}/"),
        &format!("{URL}?"),
        &URL.replace("whatsapp", "call-status"),
        &URL.replace("vocero.example.org", "VOCERO.example.org"),
        &URL.replace("example.org", "example.com"),
    ] {
        assert!(!form_fits(url, FORM, FORM_SIGNED), "{url}");
    }
    for form in [
        &FORM.replace("10", "11"),
        &FORM.replace("+&Num", "&Num"),
        &FORM.replace("NumMedia=&", ""),
        &FORM.replace("NumMedia=", "NumMedia=0"),
        &format!("{FORM}&Extra=1"),
        &FORM.replace("From", "from"),
        "",
    ] {
        assert!(!form_fits(URL, form, FORM_SIGNED), "{form}");
    }
    assert!(
        !form_fits(&format!("{URL}?To=whatsapp%3A%2B12025550100"), &FORM[32..], FORM_SIGNED),
        "moved to the query"
    );
    for signature in [
        "",
        "yw2qRf3fA+tt5tAgENSvasKCVKc",
        "yw2qRf3fA+tt5tAgENSvasKCVKc= ",
        "YW2QRF3FA+TT5TAGENSVASKCVKC=",
        "=",
        "ñ",
        "5P47K5vxI9Xc6EHoE1bMWisKB3I=",
    ] {
        assert!(!form_fits(URL, FORM, signature), "{signature:?}");
    }
    assert!(!fits(URL, TwilioBody::None, FORM_SIGNED));
    assert!(!fits(URL, TwilioBody::Json(FORM.as_bytes()), FORM_SIGNED));
}

#[test]
fn fields_can_not_be_shifted_between_names_and_values_unseen_by_their_form() {
    // The vendor's way of signing has no separators: both forms are signed alike. So a form must hold each name once,
    // which is for the extractor to see.
    assert!(form_fits(URL, "A=1&Tag=aTagb", "1Fr7DrKbv/DECcjhkQIcqj1yT0M="));
}

#[test]
fn both_tokens_fit_while_one_replaces_the_other() {
    let both = secrets([TOKEN, OTHER_TOKEN]);
    for signature in [FORM_SIGNED, "5P47K5vxI9Xc6EHoE1bMWisKB3I="] {
        let signed = request(URL, TwilioBody::Form(FORM.as_bytes()), signature);
        assert!(is_from_twilio(TwilioKeys { tokens: &both, shared: &[] }, signed));
    }
    assert!(!form_fits(URL, FORM, "5P47K5vxI9Xc6EHoE1bMWisKB3I="), "the old one is gone");
}

#[test]
fn no_key_and_an_empty_key_fit_nothing() {
    let signed_with_nothing =
        request(URL, TwilioBody::Form(FORM.as_bytes()), "oNtmm5paEHSDpfbqSxW3LyJdB8k=");
    for tokens in [vec![], secrets([""]), secrets([TOKEN, ""])] {
        assert!(!is_from_twilio(TwilioKeys { tokens: &tokens, shared: &[] }, signed_with_nothing));
    }
    let body = EVENT.as_bytes();
    let header = "t=1795000000,v0=734832271128c966bb21887842c2bdbc23a078ceca241bee572b9a93266b0d04";
    assert!(!is_from_elevenlabs(&secrets([""]), header, body, at(NOW)));
    assert!(!is_from_elevenlabs(&[], header, body, at(NOW)));
    for secret in ["", "whsec_", "whsec_!!!"] {
        assert!(
            !svix_fits(
                &secrets([secret]),
                MAIL_NOW,
                "v1,LJ0uggYcCrq+8Ifdjr4pPqFBbckQKP5julzhqrITY/g="
            ),
            "{secret}"
        );
    }
    assert!(!is_one_of(&secrets([""]), ""));
    assert!(!is_one_of(&[], "x"));
}

#[test]
fn a_get_is_signed_by_its_url_alone() {
    let url = "https://vocero.example.org/twiml?CallSid=CA1&To=%2B34600000000";
    assert!(fits(url, TwilioBody::None, "p6Nxr/NJrWb8HJyuogaNWv+wVQs="));
    assert!(!fits(&url.replace("CA1", "CA2"), TwilioBody::None, "p6Nxr/NJrWb8HJyuogaNWv+wVQs="));
    assert!(!fits(&url.replace("%2B", "+"), TwilioBody::None, "p6Nxr/NJrWb8HJyuogaNWv+wVQs="));
}

#[test]
fn a_json_body_counts_only_with_its_hash_in_the_url() {
    let body = r#"{"hola":"señora","n":[1]}"#;
    let hash = "0f7639bf9571026e6e813cf4638340a817a5fc249a39a853e64189e4200a7fb3";
    let url = format!("https://vocero.example.org/events?x=1&bodySHA256={hash}");
    let json = |url: &str, body: &str, signature: &str| {
        fits(url, TwilioBody::Json(body.as_bytes()), signature)
    };
    assert!(json(&url, body, "dF16i77kR4YgX5UXU76t56C0B74="));
    assert!(!json(&url, &body.replace('1', "2"), "dF16i77kR4YgX5UXU76t56C0B74="), "another body");
    assert!(
        !json("https://vocero.example.org/events?x=1", body, "GmvRBgR5ovuUJt+EFXDYH6wfefg="),
        "no hash"
    );
    assert!(
        !json(&format!("{url}&bodySHA256={hash}"), body, "0UwrH0EvW1bdUZK9u2HYhB2KzWo="),
        "two hashes"
    );
    let shouted = url.replace(hash, &hash.to_uppercase());
    assert!(!json(&shouted, body, "6/SlcryVyItCj1cUgqxlIsbVdA4="));
    let of_nothing =
        url.replace(hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert!(
        !json(&of_nothing, "", "dF16i77kR4YgX5UXU76t56C0B74="),
        "the hash fits, the URL no longer does"
    );
}

#[test]
fn a_shared_key_is_used_as_the_header_says_and_only_if_it_is_ours() {
    let shared = [SharedKey { id: "key_1".to_owned(), secret: "whk_shared".into() }];
    let (sha256, sha1) =
        ("DHHnGB0dt4Kj6vpZVbmHWYTOkNdqxBXcS86BKCPKIOU=", "gITQoMv2DENVMdVPPRDMpdIlEIo=");
    let tokens = secrets([TOKEN]);
    let judge = |shared: &[SharedKey], settings: Option<&str>, signature: &str| {
        let signed = TwilioRequest {
            settings,
            ..request(URL, TwilioBody::Form(FORM.as_bytes()), signature)
        };
        is_from_twilio(TwilioKeys { tokens: &tokens, shared }, signed)
    };
    assert!(judge(&shared, Some("key=key_1,algorithm=HMAC_SHA256"), sha256));
    assert!(judge(&shared, Some("algorithm=HMAC_SHA1, key=key_1"), sha1));
    assert!(!judge(&shared, Some("key=key_1,algorithm=HMAC_SHA256"), sha1), "the weaker algorithm");
    assert!(!judge(&shared, Some("key=key_2,algorithm=HMAC_SHA256"), sha256), "another key");
    assert!(!judge(&[], Some("key=key_1,algorithm=HMAC_SHA256"), sha256), "none is ours");
    assert!(
        !judge(&[], Some("key=key_1,algorithm=HMAC_SHA1"), FORM_SIGNED),
        "the token is no shared key"
    );
    assert!(
        !judge(&shared, None, FORM_SIGNED),
        "where there are shared keys, the token signs nothing"
    );
    for settings in [
        "",
        "key=key_1",
        "algorithm=HMAC_SHA256",
        "key=key_1,algorithm=NONE",
        "key=,algorithm=HMAC_SHA256",
    ] {
        assert!(!judge(&shared, Some(settings), sha256), "{settings:?}");
    }
}

const SECRET: &str = "wsec_a1b2c3d4e5f6";
const EVENT: &str = r#"{"type":"post_call_transcription","data":{"message":"¡Sí! Mañana ✓"}}"#;
const NOW: i64 = 1_795_000_000;
const NOW_SIGNED: &str = "v0=e15eae882d1ebec731ab74daca5913894dc6ad6c251619d9f7ca2491250d7745";

fn event_fits(header: &str) -> bool {
    is_from_elevenlabs(&secrets([SECRET]), header, EVENT.as_bytes(), at(NOW))
}

#[test]
fn an_event_is_signed_with_its_time_in_any_order() {
    assert!(event_fits(&format!("t=1795000000,{NOW_SIGNED}")));
    assert!(event_fits(&format!("{NOW_SIGNED},t=1795000000")));
    assert!(event_fits(&format!("t=1795000000,v1=whatever,{NOW_SIGNED}")));
}

#[test]
fn any_of_several_signatures_is_enough_while_the_header_is_short() {
    let other = format!("v0={}", "0".repeat(64));
    assert!(event_fits(&format!("t=1795000000,{other},{NOW_SIGNED}")));
    assert!(event_fits(&format!("t=1795000000,{NOW_SIGNED},{other}")));
    let many = format!("t=1795000000,{},{NOW_SIGNED}", vec![other; 7].join(","));
    assert!(many.len() > 512 && !event_fits(&many));
}

#[test]
fn an_event_is_let_in_from_half_an_hour_ago_to_five_minutes_ahead() {
    for (time, signature, expected) in [
        ("1794998200", "74bb5c1b65c95c4fe37571bbeceb250e074a2a11621b5657744e082b8978664c", true),
        ("1794998199", "26a86acaef44a6842037612d84d3aa147f7bdb8fafa9f5a7c7c2194e7a67288b", false),
        ("1795000300", "f6e331a6cb37bb66ce7cef8cfbcb4daba8c57185b2f63b755c27a6f6484355d0", true),
        ("1795000301", "66b616c924f3dae0ca049407fb3c26e6e14a6a39540f9d2c326eceac51e65aa5", false),
    ] {
        assert_eq!(event_fits(&format!("t={time},v0={signature}")), expected, "{time}");
    }
}

#[test]
fn a_time_that_is_not_all_digits_is_refused_though_it_is_signed() {
    for (time, signature) in [
        ("abc", "820247c8b4189f76758a1060396d4a8071e3989ac9ef365d02ea4c5860819ae7"),
        ("-1795000000", "897ff6dde627b0572b17d21516cfbd803abbd99f96ec39b19e2ec39df9a95880"),
        ("+1795000000", "4aeab4bb1190ad5a6a41db0de0d4e109a035c896c96d75ec7e9a7ec6704d8209"),
        (" 1795000000", "143e1d461cc007b96c1f0665af18e754c5a10dc30f36f47a9d828d974499b86a"),
        (
            "1795000000000000000000",
            "d844615484b11ef03452ae1270a86d2c2be51281ce8d8d63a42df5c1989827c5",
        ),
        ("", "db32dcb2b85727257da390a6635eafa259101bb3193e5e36caaaa45ad8b094c8"),
    ] {
        assert!(!event_fits(&format!("t={time},v0={signature}")), "{time:?}");
    }
}

#[test]
fn an_event_with_another_time_secret_or_body_is_refused() {
    for header in [
        "",
        "invalid",
        "t=1795000000",
        NOW_SIGNED,
        &format!("t=1794999999,{NOW_SIGNED}"),
        &format!("t=1795000000,t=1794999999,{NOW_SIGNED}"),
        &format!("T=1795000000,{NOW_SIGNED}"),
        &format!("t=1795000000,{}", NOW_SIGNED.to_uppercase()),
        &format!("t=1795000000,v0={}", NOW_SIGNED[3..].to_uppercase()),
        &format!("t=1795000000,{}", &NOW_SIGNED[..66]),
        "t=1795000000,v0=888d776a6846c7e980b73c13220c47d1db6a0a4e19bab0694bac759c78c7858f",
        "t=1795000000,v0=ec77b325dc54c06413aa9f4d80e533ec974520921fa684d2bab81cc40db7b157",
        "t=1795000000,v0=f5c5dab6dcfe46628679b548c7e33b9191652f3196fed2a7e43f0f305b37c599",
        "t=1795000000,v0=",
    ] {
        assert!(!event_fits(header), "{header:?}");
    }
    let altered = EVENT.replace("Mañana", "Ma\\u00f1ana");
    assert!(!is_from_elevenlabs(
        &secrets([SECRET]),
        &format!("t=1795000000,{NOW_SIGNED}"),
        altered.as_bytes(),
        at(NOW)
    ));
}

#[test]
fn both_secrets_of_a_rotation_sign_events() {
    let header = "t=1795000000,v0=888d776a6846c7e980b73c13220c47d1db6a0a4e19bab0694bac759c78c7858f";
    assert!(is_from_elevenlabs(
        &secrets([SECRET, "wsec_0f0f0f0f0f0f"]),
        header,
        EVENT.as_bytes(),
        at(NOW)
    ));
}

const MAIL: &str = r#"{"type":"email.bounced","data":{"subject":"Tu turno ✓"}}"#;
const MAIL_SECRET: &str = "whsec_BwgJCgsMDQ4PEBESExQVFhcYGRobHB0e";
const OTHER_MAIL_SECRET: &str = "whsec_KCkqKywtLi8wMTIzNDU2Nzg5Ojs=";
const MAIL_NOW: &str = "1795000000";
const MAIL_SIGNED: &str = "v1,Efq/EZfKEQ/e4xRR7qp+5PoxinQBJTzn6oly9HIuhtM=";

fn svix_fits(secrets: &[SecretString], timestamp: &str, signature: &str) -> bool {
    is_from_svix(
        secrets,
        SvixHeaders { id: "msg_1", timestamp, signature },
        MAIL.as_bytes(),
        at(NOW),
    )
}

#[test]
fn a_mail_event_is_signed_by_any_current_version_and_secret() {
    let ours = secrets([MAIL_SECRET]);
    assert!(svix_fits(&ours, MAIL_NOW, MAIL_SIGNED));
    assert!(svix_fits(&ours, MAIL_NOW, &format!("v1,AAAA v1a,BBBB {MAIL_SIGNED}")));
    assert!(
        svix_fits(&secrets([&MAIL_SECRET[6..]]), MAIL_NOW, MAIL_SIGNED),
        "the prefix is no part of the key"
    );
    let other = "v1,RZ5BOpdxSbYbmi2yKwOPzDZBfNOo3S9jAnaZXDRQ39Y=";
    assert!(svix_fits(&secrets([MAIL_SECRET, OTHER_MAIL_SECRET]), MAIL_NOW, other));
    assert!(
        svix_fits(&secrets([OTHER_MAIL_SECRET.trim_end_matches('=')]), MAIL_NOW, other),
        "padded or not"
    );
    assert!(!svix_fits(&ours, MAIL_NOW, other));
}

#[test]
fn a_mail_event_is_let_in_within_five_minutes_on_either_side() {
    for (time, signature, expected) in [
        ("1794999700", "v1,/vvsIDjwsDijEyx85pQsRmrrI+QnNtxkkS+j8ILDOz0=", true),
        ("1794999699", "v1,T7Q0SvOYZx2AW+A0+SH7QUEBHv8BvYvX9tqvksxvmmA=", false),
        ("1795000300", "v1,WshtKuCJIfm92ODxs+MYue6QiQVozlKqZ52dU/GncMs=", true),
        ("1795000301", "v1,Nx0E15+3nNqZd6TBsN2wp/gaUbsDRR5AyLlPPNjDrCI=", false),
    ] {
        assert_eq!(svix_fits(&secrets([MAIL_SECRET]), time, signature), expected, "{time}");
    }
}

#[test]
fn a_mail_event_that_was_changed_is_refused() {
    let ours = secrets([MAIL_SECRET]);
    for signature in [
        "",
        "v1,",
        "v1",
        &MAIL_SIGNED.replace("v1", "v2"),
        &MAIL_SIGNED[3..],
        &MAIL_SIGNED.replace(' ', ","),
        &MAIL_SIGNED.to_lowercase(),
        "v1,j0tWm0jVHJRHMBqmx+oAlAw2/CeCpUU+299OdyBeg4Y=",
    ]
    .into_iter()
    .filter(|signature| *signature != MAIL_SIGNED)
    {
        assert!(!svix_fits(&ours, MAIL_NOW, signature), "{signature:?}");
    }
    assert!(!svix_fits(&ours, "1795000001", MAIL_SIGNED), "the time");
    let altered = |id, body: &str| {
        let headers = SvixHeaders { id, timestamp: MAIL_NOW, signature: MAIL_SIGNED };
        is_from_svix(&ours, headers, body.as_bytes(), at(NOW))
    };
    assert!(altered("msg_1", MAIL));
    assert!(
        !altered("msg_2", MAIL) && !altered("", MAIL) && !altered("msg_1", &MAIL.replace('T', "t"))
    );
    let endless = format!("{} {MAIL_SIGNED}", "v1,AAAA ".repeat(600));
    assert!(!svix_fits(&ours, MAIL_NOW, &endless), "a header that costs more than it may");
}

#[test]
fn a_secret_in_a_header_is_compared_whole() {
    let ours = secrets(["first", "second"]);
    assert!(is_one_of(&ours, "first") && is_one_of(&ours, "second"));
    for given in ["", "f", "firs", "firstsecond", "First", "first "] {
        assert!(!is_one_of(&ours, given), "{given:?}");
    }
}
