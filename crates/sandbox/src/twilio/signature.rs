//! How Twilio signs its requests, so that only it can have sent them.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The value of `X-Twilio-Signature` for a request to `url` (its query included, its fragment not) with these form
/// fields; none for a GET.
///
/// Source: <https://www.twilio.com/docs/usage/webhooks/webhooks-security>
#[must_use]
pub fn sign(auth_token: &str, url: &str, fields: &[(String, String)]) -> String {
    let mut mac =
        Hmac::<Sha1>::new_from_slice(auth_token.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(url.as_bytes());
    // A set: in the order of their bytes, and the same value of a repeated name counts once.
    for (name, value) in fields.iter().collect::<BTreeSet<_>>() {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::sign;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_form_is_signed_with_its_fields_in_the_order_of_their_names() {
        let url = "https://vocero.example.com/webhooks/twilio/call-status?c=42";
        let sent = fields(&[
            ("CallSid", "CA00000000000000000000000000000001"),
            ("CallStatus", "completed"),
            ("CallDuration", "95"),
            ("SequenceNumber", "3"),
        ]);
        assert_eq!(sign(TOKEN, url, &sent), "SOq4ajnA2alE2dBLwc9e80JJYTw=");
    }

    #[test]
    fn a_get_is_signed_by_its_address_alone() {
        let url = "https://vocero.example.com/twiml?CallSid=CA1&to=%2B54911";
        assert_eq!(sign(TOKEN, url, &[]), "Ssa+e02ZQack9IR51MGP8AgF1LQ=");
    }

    #[test]
    fn a_repeated_value_counts_once_and_other_values_of_the_name_count_too() {
        let once = sign(TOKEN, "https://a.example/", &fields(&[("M", "x"), ("M", "y")]));
        let twice =
            sign(TOKEN, "https://a.example/", &fields(&[("M", "y"), ("M", "x"), ("M", "x")]));
        assert_eq!(once, twice);
        assert_ne!(once, sign(TOKEN, "https://a.example/", &fields(&[("M", "x")])));
    }

    #[test]
    fn an_empty_value_and_an_absent_field_sign_differently_only_by_the_name() {
        let with = sign(TOKEN, "https://a.example/", &fields(&[("A", "1"), ("Body", "")]));
        assert_ne!(with, sign(TOKEN, "https://a.example/", &fields(&[("A", "1")])));
    }

    /// The directory of the vendors' specifications is named by `VOCERO_SPECS`; without it there is nothing to compare.
    #[test]
    fn all_recorded_form_requests_are_signed_as_the_vendor_signs_them() {
        let Ok(specs) = std::env::var("VOCERO_SPECS") else {
            println!("skipped: VOCERO_SPECS is not set");
            return;
        };
        let text = std::fs::read_to_string(format!("{specs}/signature-vectors.json")).unwrap();
        let vectors: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut compared = 0;
        for vector in vectors["twilio"].as_array().unwrap() {
            let is_ours = vector["valid"] == true && vector["algorithm"] == "HMAC_SHA1";
            if !is_ours || vector["name"].as_str().unwrap().contains("port") {
                continue; // the vendor is inconsistent about ports; we sign what we were given
            }
            let sent: Vec<(String, String)> = vector["params"]
                .as_array()
                .map(|params| {
                    params
                        .iter()
                        .map(|pair| serde_json::from_value(pair.clone()).unwrap())
                        .collect()
                })
                .unwrap_or_default();
            let signature =
                sign(vector["key"].as_str().unwrap(), vector["url"].as_str().unwrap(), &sent);
            assert_eq!(signature, vector["signature"], "{}", vector["name"]);
            compared += 1;
        }
        assert!(compared >= 8, "only {compared} vectors fit");
    }
}
