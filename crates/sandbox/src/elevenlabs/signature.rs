//! The signature under the platform's webhooks.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

/// The value of `ElevenLabs-Signature`: `t=…,v0=…` over the time, a dot and the raw body.
pub(super) fn header(secret: &str, at: Timestamp, body: &[u8]) -> String {
    let t = at.as_second().to_string();
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(t.as_bytes());
    mac.update(b".");
    mac.update(body);
    format!("t={t},v0={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_the_vendor_would_sign() {
        let at = Timestamp::from_second(1_795_352_400).unwrap();
        let signed = |body: &str| header("wsec_0123456789abcdef", at, body.as_bytes());
        assert_eq!(
            signed(
                "{\"type\":\"post_call_transcription\",\"event_timestamp\":1795352400,\"data\":{}}"
            ),
            "t=1795352400,v0=0377d42587dbfff3ac9ae1f5aed15eb9b682552d4b7080ca535eaf89e383b0f6"
        );
        assert_eq!(
            signed("{\"texto\":\"mañana ✓\"}"),
            "t=1795352400,v0=c2c95e1636d28c3aec77a440ff9c21510086886d6343c9058bba9693fb52df62"
        );
    }
}
