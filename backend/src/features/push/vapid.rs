//! How a push service knows this instance: by a key pair, with which a short-lived token is signed for each of them (RFC 8292).

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use sha2::Sha256;
use web_push_native::p256::{SecretKey, elliptic_curve::sec1::ToEncodedPoint, pkcs8::EncodePrivateKey};

use crate::kernel::{Secret, Timestamp};

/// Keeps what is derived here apart from all else that the server's key is used for.
const LABEL: &[u8] = b"chatspace vapid 1";
/// Push services take at most a day.
const TOKEN_LIFETIME: Duration = Duration::from_secs(12 * 3600);

#[derive(Serialize)]
struct Claims<'c> {
    aud: &'c str,
    /// Seconds since 1970.
    exp: i64,
    sub: &'c str,
}

/// The key pair.
pub struct Vapid {
    signing: EncodingKey,
    public: String,
}

impl Vapid {
    /// The pair of an instance, derived from its key.
    pub fn of(key: &Secret) -> Self {
        let secret = scalar(key);
        let der = secret.to_pkcs8_der().expect("a scalar of the curve has a form");
        let point = secret.public_key().to_encoded_point(false);
        Self { signing: EncodingKey::from_ec_der(der.as_bytes()), public: URL_SAFE_NO_PAD.encode(point.as_bytes()) }
    }

    /// A point, uncompressed, in URL-safe Base64.
    pub fn public_key(&self) -> &str {
        &self.public
    }

    /// The value of the header `Authorization` for a push service. `subject` is where its operators reach ours.
    pub fn authorization(&self, audience: &str, subject: &str, now: Timestamp) -> String {
        let claims = Claims { aud: audience, exp: now.after(TOKEN_LIFETIME).as_seconds(), sub: subject };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &self.signing);
        format!("vapid t={}, k={}", token.expect("claims are plain text and numbers, and the key is of the curve"), self.public)
    }
}

/// Nearly every number of this size is a scalar of the curve; else the next one is.
fn scalar(key: &Secret) -> SecretKey {
    let mut numbers = (0_u8..).map(|round| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).expect("a key of any length will do");
        mac.update(LABEL);
        mac.update(&[round]);
        mac.finalize().into_bytes()
    });
    numbers.find_map(|number| SecretKey::from_slice(&number).ok()).expect("of 256 numbers one is a scalar")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_makes_the_same_pair_each_time_and_another_key_another() {
        let pair = |key: &str| Vapid::of(&Secret::new(key)).public_key().to_owned();
        assert_eq!(pair("3f8a1c5e9b7d2046a8c1e3f57b9d0246"), pair("3f8a1c5e9b7d2046a8c1e3f57b9d0246"));
        assert_ne!(pair("3f8a1c5e9b7d2046a8c1e3f57b9d0246"), pair("3f8a1c5e9b7d2046a8c1e3f57b9d0247"));
        assert_eq!(pair("").len(), 87);
    }
}
