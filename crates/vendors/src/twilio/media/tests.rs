use std::net::IpAddr;
use std::time::Duration;

use reqwest::dns::Resolve as _;
use serde_json::json;

use super::super::tests::{ACCOUNT, BASIC, settings};
use super::{CheckedAddresses, Media, MediaError, MediaKind, MediaLimits, is_public, kind};
use crate::error::Error;
use crate::fake::{Fake, Reply};
use crate::twilio::{Settings, Twilio};

const MESSAGE: &str = "MM00000000000000000000000000000001";
const MEDIA: &str = "ME0123456789abcdef0123456789abcdef";
const OGG: &[u8] = b"OggS\0\x02some opus";

fn client(base: &str, media: MediaLimits) -> Twilio {
    Twilio::new(Settings { media, ..settings(base) }).unwrap()
}

fn path() -> String {
    format!("/2010-04-01/Accounts/{ACCOUNT}/Messages/{MESSAGE}/Media/{MEDIA}")
}

async fn fetch(fake: &Fake) -> Result<Media, MediaError> {
    fetch_within(fake, MediaLimits::default()).await
}

async fn fetch_within(fake: &Fake, limits: MediaLimits) -> Result<Media, MediaError> {
    let url = format!("{}{}", fake.base, path());
    client(&fake.base, limits).media(MESSAGE, &url).await
}

fn ogg() -> Reply {
    Reply::bytes(200, "audio/ogg; codecs=opus", OGG)
}

#[tokio::test]
async fn a_voice_note_is_fetched_with_our_credentials() {
    let fake = Fake::new([ogg()]).await;
    let media = fetch(&fake).await.unwrap();
    assert_eq!((media.kind, &*media.bytes), (MediaKind::Ogg, OGG));
    let seen = fake.only();
    assert_eq!((&*seen.method, &*seen.target), ("GET", &*path()));
    assert_eq!(seen.header("authorization"), Some(BASIC));
}

#[tokio::test]
async fn a_redirect_is_followed_without_our_credentials() {
    let cdn = Fake::new([ogg()]).await;
    let fake = Fake::new([Reply::redirect(&format!("{}/signed?Signature=x", cdn.base))]).await;
    let hosts = vec![cdn.base.replace("http://", "")];
    let media = fetch_within(&fake, MediaLimits { hosts, ..MediaLimits::default() }).await.unwrap();
    assert_eq!(&*media.bytes, OGG);
    let seen = cdn.only();
    assert_eq!((&*seen.target, seen.header("authorization")), ("/signed?Signature=x", None));
}

#[tokio::test]
async fn a_redirect_on_the_same_host_loses_the_credentials_too() {
    let fake = Fake::new([Reply::redirect("/elsewhere"), ogg()]).await;
    fetch(&fake).await.unwrap();
    assert_eq!(fake.seen()[1].target, "/elsewhere");
    assert_eq!(fake.seen()[1].header("authorization"), None);
}

#[tokio::test]
async fn a_redirect_to_anywhere_else_is_not_followed() {
    let trap = Fake::new([ogg()]).await;
    let port = trap.base.rsplit_once(':').unwrap().1.to_owned();
    let places = [
        trap.base.clone(),
        format!("http://localhost:{port}/x"),
        format!("http://mms.twiliocdn.com@127.0.0.1:{port}/x"),
        format!("http://2130706433:{port}/x"),
        format!("http://[::ffff:127.0.0.1]:{port}/x"),
        format!("http://mms.twiliocdn.com:{port}/x"),
        "http://169.254.169.254/latest/meta-data".to_owned(),
        "https://10.0.0.1/x".to_owned(),
        "https://mms.twiliocdn.com.evil.example/x".to_owned(),
        "file:///etc/passwd".to_owned(),
        "ftp://mms.twiliocdn.com/x".to_owned(),
        "https://user:pass@mms.twiliocdn.com/x".to_owned(),
        "http://".to_owned(),
    ];
    for place in places {
        let fake = Fake::new([Reply::redirect(&place)]).await;
        assert!(matches!(fetch(&fake).await, Err(MediaError::Elsewhere)), "{place}");
        assert_eq!(fake.seen().len(), 1, "{place}");
    }
    assert_eq!(trap.seen().len(), 0);
}

#[tokio::test]
async fn an_address_of_ours_is_refused_even_for_a_host_on_the_list() {
    let trap = Fake::new([ogg()]).await;
    let fake = Fake::new([]).await;
    for name in ["localhost", "127.0.0.1"] {
        let place = trap.base.replace("http://127.0.0.1", &format!("https://{name}"));
        fake.then(Reply::redirect(&place));
        let hosts = vec![place.replace("https://", "")];
        let mut twilio = client(&fake.base, MediaLimits { hosts, ..MediaLimits::default() });
        twilio.media.behave_as_on_the_internet();
        let fetched = twilio.media(MESSAGE, &format!("{}{}", fake.base, path())).await;
        assert!(matches!(fetched, Err(MediaError::Elsewhere)), "{name}: {fetched:?}");
    }
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn a_name_is_not_resolved_to_an_address_that_is_not_public() {
    for (trusted, loopback_too, given) in
        [("", false, false), ("", true, true), ("localhost", false, true)]
    {
        let resolver = CheckedAddresses { trusted: trusted.to_owned(), loopback_too };
        let resolved = resolver.resolve("localhost".parse().unwrap()).await;
        assert_eq!(resolved.is_ok(), given, "{trusted:?} {loopback_too}");
    }
}

#[tokio::test]
async fn three_redirects_are_followed_and_a_fourth_is_not() {
    let hops = |n| (0..n).map(|_| Reply::redirect("/again")).chain([ogg()]);
    assert!(fetch(&Fake::new(hops(3)).await).await.is_ok());
    let fake = Fake::new(hops(4)).await;
    assert!(matches!(fetch(&fake).await, Err(MediaError::Elsewhere)));
    assert_eq!(fake.seen().len(), 4);
}

#[tokio::test]
async fn media_that_is_too_large_is_cut_off_announced_or_not() {
    let limits = || MediaLimits { bytes_max: 1000, ..MediaLimits::default() };
    for reply in [Reply::bytes(200, "audio/ogg", &[b'O'; 1001]), Reply::Flood] {
        let fake = Fake::new([reply]).await;
        assert!(matches!(fetch_within(&fake, limits()).await, Err(MediaError::TooLarge)));
    }
    let mut exact = OGG.to_vec();
    exact.resize(1000, 0);
    assert!(
        fetch_within(&Fake::new([Reply::bytes(200, "audio/ogg", &exact)]).await, limits())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn media_that_trickles_is_given_up() {
    for reply in [Reply::Drip, Reply::Silence] {
        let fake = Fake::new([reply]).await;
        let limits = MediaLimits { timeout: Duration::from_millis(900), ..MediaLimits::default() };
        let fetched = fetch_within(&fake, limits).await;
        assert!(
            matches!(fetched, Err(MediaError::Vendor(Error::Unavailable { .. }))),
            "{fetched:?}"
        );
    }
}

#[tokio::test]
async fn only_the_media_of_that_message_of_our_account_is_asked_for() {
    let fake = Fake::new([]).await;
    let twilio = client(&fake.base, MediaLimits::default());
    let (base, path) = (&fake.base, path());
    let port = base.rsplit_once(':').unwrap().1;
    let hostile = [
        "not a url".to_owned(),
        format!("http://169.254.169.254{path}"),
        format!("http://user@127.0.0.1:{port}{path}"),
        format!("http://127.0.0.1:1{path}"),
        format!("http://localhost:{port}{path}"),
        format!("http://api.twilio.com{path}"),
        format!("https://api.twilio.com.evil.example{path}"),
        format!("https://api.twilio.com:8443{path}"),
        format!("{base}{path}?x=1"),
        format!("{base}{path}/../x"),
        format!("{base}{path}0"),
        format!("{base}{}", path.replace(ACCOUNT, "ACffffffffffffffffffffffffffffffff")),
        format!("{base}{}", path.replace(MESSAGE, "MM00000000000000000000000000000002")),
        format!("{base}{}", path.replace("ME01", "ME.1")),
        format!("{base}{}", path.replace("Media", "media")),
    ];
    for url in hostile {
        assert!(matches!(twilio.media(MESSAGE, &url).await, Err(MediaError::Elsewhere)), "{url}");
        assert!(
            matches!(twilio.delete_media(MESSAGE, &url).await, Err(MediaError::Elsewhere)),
            "{url}"
        );
    }
    assert_eq!(fake.seen().len(), 0);
}

#[tokio::test]
async fn an_address_at_twilio_itself_is_asked_of_the_base_that_is_set() {
    let fake = Fake::new([ogg()]).await;
    let twilio = client(&fake.base, MediaLimits::default());
    twilio.media(MESSAGE, &format!("https://api.twilio.com{}", path())).await.unwrap();
    assert_eq!(fake.only().target, path());
}

#[tokio::test]
async fn media_that_is_missing_refused_or_late_is_told_apart() {
    let error = json!({"code": 20404, "status": 404, "message": "no"});
    let fake = Fake::new([Reply::json(404, &error)]).await;
    assert!(matches!(fetch(&fake).await, Err(MediaError::NotFound)));
    let fake = Fake::new([Reply::json(401, &error)]).await;
    assert!(matches!(
        fetch(&fake).await,
        Err(MediaError::Vendor(Error::Refused { status: 401, .. }))
    ));
    for status in [429, 500, 503] {
        let fake = Fake::new([Reply::json(status, &error)]).await;
        assert!(
            matches!(fetch(&fake).await, Err(MediaError::Vendor(Error::Unavailable { .. }))),
            "{status}"
        );
    }
    let nobody = client(&Fake::nobody().await, MediaLimits::default());
    let fetched = nobody.media(MESSAGE, &format!("https://api.twilio.com{}", path())).await;
    assert!(matches!(fetched, Err(MediaError::Vendor(Error::Unavailable { .. }))));
}

#[tokio::test]
async fn what_is_neither_voice_nor_card_is_not_accepted_whatever_it_is_called() {
    for body in ["<html>OggS</html>", "<svg/>", "PK\u{3}\u{4}", "\u{1f}\u{8b}", "", "Ogg"] {
        let fake = Fake::new([Reply::text(200, "audio/ogg", body)]).await;
        assert!(matches!(fetch(&fake).await, Err(MediaError::NotAccepted)), "{body}");
    }
}

#[tokio::test]
async fn a_contact_card_has_64_kib_at_most() {
    let card = |length: usize| {
        let mut card = b"\xef\xbb\xbf\r\nbegin:vcard\r\n".to_vec();
        card.resize(length, b'x');
        Reply::bytes(200, "text/x-vcard", &card)
    };
    let fetched = fetch(&Fake::new([card(64 << 10)]).await).await.unwrap();
    assert_eq!(fetched.kind, MediaKind::VCard);
    assert!(matches!(
        fetch(&Fake::new([card((64 << 10) + 1)]).await).await,
        Err(MediaError::TooLarge)
    ));
}

#[tokio::test]
async fn media_is_deleted_by_its_record() {
    let deleted = Reply::Answer { status: 204, headers: Vec::new(), body: Vec::new() };
    let fake = Fake::new([deleted]).await;
    let url = format!("{}{}", fake.base, path());
    client(&fake.base, MediaLimits::default()).delete_media(MESSAGE, &url).await.unwrap();
    assert_eq!(
        (&*fake.only().method, &*fake.only().target),
        ("DELETE", &*format!("{}.json", path()))
    );
}

#[test]
fn a_kind_is_told_by_the_first_bytes() {
    assert_eq!(kind(b"ID3\x04"), Some(MediaKind::Mp3));
    assert_eq!(kind(b"\xff\xfb\x90\x00"), Some(MediaKind::Mp3));
    assert_eq!(kind(b"\0\0\0\x20ftypM4A "), Some(MediaKind::Mp4));
    assert_eq!(kind(b"\xff\xd8\xff\xe0JFIF"), None, "a photo");
    assert_eq!(kind(b"\xff\xfe<\0h\0"), None, "UTF-16");
}

#[test]
fn an_address_is_public_or_not_in_whatever_form() {
    let ours = [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.5",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::127.0.0.1",
        "fc00::1",
        "fd12::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "2001::1",
        "2001:db8::1",
        "100::1",
    ];
    for address in ours {
        assert!(!is_public(address.parse::<IpAddr>().unwrap()), "{address}");
    }
    let public = [
        "1.1.1.1",
        "54.230.10.1",
        "100.63.0.1",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "198.20.0.1",
        "2600:9000::1",
        "2a00:1450::1",
        "64:ff9b::8.8.8.8",
        "2001:4860::8888",
    ];
    for address in public {
        assert!(is_public(address.parse::<IpAddr>().unwrap()), "{address}");
    }
}
