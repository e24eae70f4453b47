use url::Url;

use super::{Hostile, Stream, read};

fn base() -> Url {
    Url::parse("https://api.elevenlabs.io").unwrap()
}

fn stream(url: &str) -> String {
    format!("<Response><Connect><Stream url=\"{url}\"/></Connect></Response>")
}

fn with_id(id: &str) -> Result<Stream, Hostile> {
    Ok(Stream { conversation_id: Some(id.to_owned()) })
}

#[test]
fn twiml_as_elevenlabs_writes_it_is_read() {
    let twiml = r#"<?xml version="1.0" encoding="UTF-8"?><Response><Connect>
        <Stream url="wss://api.elevenlabs.io/v1/convai/conversation"><Parameter name="conversation_id" value="conv_01abc"/></Stream>
        </Connect></Response>"#;
    assert_eq!(read(twiml, &base()), with_id("conv_01abc"));
}

#[test]
fn order_quotes_blanks_comments_and_other_parameters_do_not_matter() {
    let twiml = "\n<Response >\n<!-- agent > 1 --><Say voice='Polly.Mia'>Hola &amp; adiós</Say>\
        <Connect action='https://api.us.elevenlabs.io/done' ><Stream track=\"both_tracks\"\n  \
        url = 'wss://api.us.elevenlabs.io/v1/x?a=1&amp;b=2'>\
        <Parameter value='https://anywhere.example/' name=\"note\"></Parameter>\
        <Parameter value='conv_2' name='conversation_id' /></Stream></Connect><Hangup/></Response> ";
    assert_eq!(read(twiml, &base()), with_id("conv_2"));
}

#[test]
fn an_id_that_is_missing_or_odd_is_no_obstacle() {
    let none = Ok(Stream { conversation_id: None });
    assert_eq!(read(&stream("wss://api.elevenlabs.io/x"), &base()), none);
    let odd = stream("wss://api.elevenlabs.io/x")
        .replace("/></C", "><Parameter name=\"conversation_id\" value=\"a b/../c\"/></Stream></C");
    assert_eq!(read(&odd, &base()), none);
}

#[test]
fn a_stream_to_anybody_else_is_refused() {
    let hostile = [
        "wss://evil.example/x",
        "wss://api.elevenlabs.io.evil.example/x",
        "wss://evilelevenlabs.io/x",
        "wss://api.elevenlabs.io@evil.example/x",
        "wss://evil.example\\@api.elevenlabs.io/x",
        "wss://api.elevenlabs.io\\@evil.example/x",
        "wss://api.elevenlabs.io/\t@evil.example",
        "wss://api.elevenl\u{e4}bs.io/x",
        " wss://api.elevenlabs.io/x",
        "wss://user:pass@api.elevenlabs.io/x",
        "wss://api.elevenlabs.io:8443/x",
        "wss://evil.example/#.elevenlabs.io",
        "wss://evil.example?.elevenlabs.io",
        "ws://api.elevenlabs.io/x",
        "https://api.elevenlabs.io/x",
        "wss://127.0.0.1/x",
        "wss://[::1]/x",
        "api.elevenlabs.io/x",
        "wss&#58;//evil.example/x",
        "",
    ];
    for url in hostile {
        assert_eq!(read(&stream(url), &base()), Err(Hostile), "{url}");
    }
}

#[test]
fn a_stand_in_on_this_machine_may_be_named_by_a_stand_in_on_this_machine_only() {
    let sandbox = Url::parse("http://127.0.0.1:4020").unwrap();
    assert!(read(&stream("ws://127.0.0.1:4020/stream"), &sandbox).is_ok());
    assert!(read(&stream("wss://127.0.0.1:9/stream"), &sandbox).is_ok());
    assert!(read(&stream("wss://api.elevenlabs.io/x"), &sandbox).is_ok());
    assert_eq!(read(&stream("ws://api.elevenlabs.io/x"), &sandbox), Err(Hostile));
    assert_eq!(read(&stream("ws://localhost:4020/stream"), &sandbox), Err(Hostile));
    assert_eq!(read(&stream("ws://10.0.0.1/stream"), &sandbox), Err(Hostile));
    let remote = Url::parse("http://10.0.0.1:4020").unwrap();
    assert_eq!(read(&stream("ws://10.0.0.1:4020/stream"), &remote), Err(Hostile));
}

#[test]
fn verbs_that_reach_somebody_else_are_refused() {
    let good = stream("wss://api.elevenlabs.io/x");
    for verb in [
        "<Dial>+541155550100</Dial>",
        "<Redirect>https://evil.example</Redirect>",
        "<Play>https://evil.example/a.mp3</Play>",
        "<Record/>",
        "<Sms to=\"+541155550100\">x</Sms>",
        "<dial>+541155550100</dial>",
        "<Connect><Stream url=\"wss://evil.example/\"/></Connect>",
        "<Connect><Stream url=\"wss://api.elevenlabs.io/\"/></Connect>",
        "<Start><Stream url=\"wss://api.elevenlabs.io/\"/></Start>",
        "<Say><Dial>+541155550100</Dial></Say>",
    ] {
        let twiml = good.replace("</Response>", &format!("{verb}</Response>"));
        assert_eq!(read(&twiml, &base()), Err(Hostile), "{verb}");
    }
}

#[test]
fn attributes_that_lead_elsewhere_are_refused() {
    for (verb, attribute) in [
        ("<Connect", "<Connect action=\"https://evil.example/twiml\""),
        ("<Connect", "<Connect action=\"//evil.example/twiml\""),
        ("<Connect", "<Connect action=\"/webhooks/other\""),
        ("<Stream", "<Stream statusCallback='http&#x3a;//evil.example'"),
        ("<Stream", "<Stream url=\"wss://evil.example/\""),
        ("/></C", " url=\"wss://api.elevenlabs.io/y\"/></C"),
    ] {
        let twiml = stream("wss://api.elevenlabs.io/x").replace(verb, attribute);
        assert_eq!(read(&twiml, &base()), Err(Hostile), "{attribute}");
    }
}

#[test]
fn what_is_not_well_formed_is_refused() {
    let good = stream("wss://api.elevenlabs.io/x");
    let bad = [
        String::new(),
        "<Response/>".to_owned(),
        "<Response><Connect/></Response>".to_owned(),
        "not TwiML".to_owned(),
        good.replace("</Response>", ""),
        good.replace("</Connect></Response>", "</Response></Connect>"),
        format!("{good}{good}"),
        format!("<Response><Hangup/></Response>{good}"),
        format!("{good}tail"),
        format!("head{good}"),
        format!("<!DOCTYPE x [<!ENTITY e \"wss://evil.example\">]>{good}"),
        format!("<?php x?>{good}"),
        format!("<!-- {good}"),
        good.replace("url=", "url"),
        good.replace("url=\"", "url="),
        good.replace("/x", "/&unknown;"),
        good.replace("<Stream ", "<Stream"),
        good.replace("/></C", "track=\"both_tracks\"/></C"),
        good.replace("<Connect>", "<Connect><![CDATA[x]]>"),
        good.replace("<Response>", &format!("<Response>{}", " ".repeat(16 << 10))),
        "<".to_owned(),
        "<Response".to_owned(),
        "<Response><Connect><Stream url=\"".to_owned(),
    ];
    for twiml in bad {
        assert_eq!(read(&twiml, &base()), Err(Hostile), "{}", &twiml[..twiml.len().min(120)]);
    }
}
