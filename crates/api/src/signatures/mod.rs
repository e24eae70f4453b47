//! Who sent a webhook, by its signature: pure functions over the keys, the raw bytes and the time.
//!
//! What is signed is what was sent: nothing here re-encodes, trims or re-serialises. Each function tries all keys, for
//! two are valid while one replaces the other, and takes the same time whichever fits or none does.
//!
//! Invariant: an empty key never fits. A secret that was not configured must not be one that anybody can sign with.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::{
    DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD,
};
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};
use url::form_urlencoded;

const ELEVENLABS_HEADER_BYTES_MAX: usize = 512;
const ELEVENLABS_PAST: SignedDuration = SignedDuration::from_mins(30);
const ELEVENLABS_FUTURE: SignedDuration = SignedDuration::from_mins(5);

const SVIX_HEADERS_BYTES_MAX: usize = 4096;
const SVIX_AWAY: SignedDuration = SignedDuration::from_mins(5);

/// Digits of Unix seconds; more would be after the year 33000.
const TIME_DIGITS_MAX: usize = 12;

/// What Twilio may have signed with: the account's tokens, and the shared keys made for webhooks.
#[derive(Debug, Clone, Copy)]
pub struct TwilioKeys<'a> {
    pub tokens: &'a [SecretString],
    /// Where there are any, every request must be signed with one of them.
    pub shared: &'a [SharedKey],
}

#[derive(Debug, Clone)]
pub struct SharedKey {
    pub id: String,
    pub secret: SecretString,
}

/// A webhook of Twilio as it came in.
#[derive(Debug, Clone, Copy)]
pub struct TwilioRequest<'a> {
    /// As Twilio was told to call it, without fragment: the configured public URL with the raw path and query.
    pub url: &'a str,
    pub body: TwilioBody<'a>,
    /// `X-Twilio-Signature`.
    pub signature: &'a str,
    /// `X-Twilio-Webhooks-Signature-Settings`.
    pub settings: Option<&'a str>,
}

#[derive(Debug, Clone, Copy)]
pub enum TwilioBody<'a> {
    /// A GET.
    None,
    Form(&'a [u8]),
    Json(&'a [u8]),
}

/// Whether one of the keys signed this request. A JSON body counts only with its hash in the URL.
///
/// Sources: <https://www.twilio.com/docs/usage/security#validating-requests>; for the ports, Twilio's own libraries,
/// which try the URL with and without one.
#[must_use]
pub fn is_from_twilio(keys: TwilioKeys<'_>, request: TwilioRequest<'_>) -> bool {
    if let TwilioBody::Json(body) = request.body
        && !has_hash_in_url(request.url, body)
    {
        return false;
    }
    let fields = match request.body {
        TwilioBody::Form(body) => signed_fields(body),
        TwilioBody::None | TwilioBody::Json(_) => String::new(),
    };
    let texts = with_and_without_port(request.url).map(|url| url + &fields);
    let fits = |key: &[u8], sign: Sign| {
        any(&texts, |text| {
            STANDARD
                .encode(sign(key, text.as_bytes()))
                .as_bytes()
                .ct_eq(request.signature.as_bytes())
        })
    };
    match request.settings {
        None if keys.shared.is_empty() => any_key(keys.tokens, |token| fits(token, hmac_sha1)),
        None => false,
        Some(settings) => {
            let Some((id, sign)) = shared_key_settings(settings) else { return false };
            let secrets = keys.shared.iter().filter(|key| key.id == id).map(|key| &key.secret);
            any_key(secrets, |secret| fits(secret, sign))
        }
    }
}

/// Whether one of the secrets signed this `body` for `ElevenLabs-Signature: t=…,v0=…`, 30 minutes ago at most and not
/// more than 5 minutes from now. Several `v0` are taken as several chances.
///
/// Source: <https://elevenlabs.io/docs/overview/administration/webhooks>; the future and times that aren't all digits
/// are refused by us alone.
#[must_use]
pub fn is_from_elevenlabs(
    secrets: &[SecretString],
    header: &str,
    body: &[u8],
    now: Timestamp,
) -> bool {
    if header.len() > ELEVENLABS_HEADER_BYTES_MAX {
        return false;
    }
    let all =
        |name: &'static str| header.split(',').filter_map(move |part| part.strip_prefix(name));
    let (Some(time), None) = (all("t=").next(), all("t=").nth(1)) else { return false };
    if !is_timely(time, now, ELEVENLABS_PAST, ELEVENLABS_FUTURE) {
        return false;
    }
    let text = [time.as_bytes(), b".", body].concat();
    any_key(secrets, |secret| {
        let expected = hex::encode(hmac_sha256(secret, &text));
        any(all("v0="), |given| expected.as_bytes().ct_eq(given.as_bytes()))
    })
}

/// What Svix, and so Resend, puts into headers: `svix-id`, `svix-timestamp`, `svix-signature`.
#[derive(Debug, Clone, Copy)]
pub struct SvixHeaders<'a> {
    pub id: &'a str,
    pub timestamp: &'a str,
    pub signature: &'a str,
}

/// Whether one of the secrets (`whsec_…`) signed this `body`, not more than 5 minutes from now on either side.
///
/// Source: <https://docs.svix.com/receiving/verifying-payloads/how-manual>
#[must_use]
pub fn is_from_svix(
    secrets: &[SecretString],
    headers: SvixHeaders<'_>,
    body: &[u8],
    now: Timestamp,
) -> bool {
    let SvixHeaders { id, timestamp, signature } = headers;
    if id.len() + signature.len() > SVIX_HEADERS_BYTES_MAX || id.is_empty() {
        return false;
    }
    if !is_timely(timestamp, now, SVIX_AWAY, SVIX_AWAY) {
        return false;
    }
    let text = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat();
    any_key(secrets, |secret| {
        let Some(key) = svix_key(secret) else { return Choice::from(0) };
        let expected = STANDARD.encode(hmac_sha256(&key, &text));
        let given = signature.split(' ').filter_map(|part| part.strip_prefix("v1,"));
        any(given, |given| expected.as_bytes().ct_eq(given.as_bytes()))
    })
}

/// Whether `given` is one of the secrets.
#[must_use]
pub fn is_one_of(secrets: &[SecretString], given: &str) -> bool {
    // Hashed, so that not even the length shows.
    let given = Sha256::digest(given.as_bytes());
    any_key(secrets, |secret| Sha256::digest(secret).ct_eq(&given))
}

type Sign = fn(&[u8], &[u8]) -> Vec<u8>;

fn hmac_sha1(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

fn hmac_sha256(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

/// Whether one fits, all being tried.
fn any<T>(all: impl IntoIterator<Item = T>, fits: impl Fn(T) -> Choice) -> Choice {
    all.into_iter().fold(Choice::from(0), |found, one| found | fits(one))
}

fn any_key<'a>(
    keys: impl IntoIterator<Item = &'a SecretString>,
    fits: impl Fn(&[u8]) -> Choice,
) -> bool {
    let keys =
        keys.into_iter().map(|key| key.expose_secret().as_bytes()).filter(|key| !key.is_empty());
    any(keys, fits).into()
}

/// Name and value of each field, sorted by bytes, a repeated pair once. Nothing between them: so Twilio signs it.
fn signed_fields(body: &[u8]) -> String {
    let pairs: BTreeSet<_> = form_urlencoded::parse(body).collect();
    pairs.iter().flat_map(|(name, value)| [name.as_ref(), value.as_ref()]).collect()
}

/// The URL as it is, and with its port left out, or the scheme's own put in where it has none.
fn with_and_without_port(url: &str) -> [String; 2] {
    let host = url.find("://").map_or(0, |scheme| scheme + 3);
    let path = url[host..].find(['/', '?', '#']).map_or(url.len(), |length| host + length);
    let authority = &url[host..path];
    let in_brackets = authority.rfind(']').unwrap_or(0);
    let other = match authority[in_brackets..].rfind(':') {
        Some(colon) => format!("{}{}", &url[..host + in_brackets + colon], &url[path..]),
        None => {
            let port = if url.starts_with("https") { 443 } else { 80 };
            format!("{}:{port}{}", &url[..path], &url[path..])
        }
    };
    [url.to_owned(), other]
}

/// Whether the URL carries `bodySHA256`, once, and it is the body's.
fn has_hash_in_url(url: &str, body: &[u8]) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let mut hashes = query.split('&').filter_map(|pair| pair.strip_prefix("bodySHA256="));
    let (Some(given), None) = (hashes.next(), hashes.next()) else { return false };
    hex::encode(Sha256::digest(body)).as_bytes().ct_eq(given.as_bytes()).into()
}

/// `key=<id>,algorithm=HMAC_SHA256`, in any order.
fn shared_key_settings(header: &str) -> Option<(&str, Sign)> {
    let value = |name: &str| header.split(',').find_map(|part| part.trim().strip_prefix(name));
    let sign: Sign = match value("algorithm=")? {
        "HMAC_SHA256" => hmac_sha256,
        "HMAC_SHA1" => hmac_sha1,
        _ => return None,
    };
    Some((value("key=")?, sign))
}

/// Unix seconds in digits alone, neither too old nor too far ahead.
fn is_timely(seconds: &str, now: Timestamp, past: SignedDuration, future: SignedDuration) -> bool {
    let digits = (1..=TIME_DIGITS_MAX).contains(&seconds.len())
        && seconds.bytes().all(|byte| byte.is_ascii_digit());
    let Some(at) = seconds.parse().ok().filter(|_| digits) else { return false };
    let Ok(at) = Timestamp::from_second(at) else { return false };
    // In whole seconds, as both sides count.
    let age = now.as_second() - at.as_second();
    (-future.as_secs()..=past.as_secs()).contains(&age)
}

fn svix_key(secret: &[u8]) -> Option<Vec<u8>> {
    const PADDED_OR_NOT: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let text = secret.strip_prefix(b"whsec_").unwrap_or(secret);
    let key = GeneralPurpose::new(&base64::alphabet::STANDARD, PADDED_OR_NOT).decode(text).ok()?;
    (!key.is_empty()).then_some(key)
}

#[cfg(test)]
mod tests;
