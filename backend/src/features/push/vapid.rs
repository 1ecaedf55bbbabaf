//! VAPID (RFC 8292): the key pair that identifies this instance to push services, and the short-lived tokens signed with it.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde::Serialize;
use web_push_native::p256::{SecretKey, elliptic_curve::sec1::ToEncodedPoint, pkcs8::EncodePrivateKey};

use crate::kernel::{Secret, Timestamp, keys};

/// Separates these derivations from other uses of the server's key.
const LABEL: &[u8] = b"chatspace vapid 1";
/// Label of the mask for the key pair of a replaced server key.
const MASK_LABEL: &[u8] = b"chatspace vapid mask 1";
/// Push services accept at most a day.
const TOKEN_LIFETIME: Duration = Duration::from_hours(12);

#[derive(Serialize)]
struct Claims<'c> {
    aud: &'c str,
    /// Unix time in seconds.
    exp: i64,
    sub: &'c str,
}

/// A key pair.
pub struct Vapid {
    secret: SecretKey,
    signing: EncodingKey,
    public: String,
}

impl Vapid {
    /// Derives the pair of an instance from its key.
    pub fn of(key: &Secret) -> Self {
        Self::new(&scalar(key))
    }

    /// Restores a pair from its mask; `None` if the mask belongs to another key.
    pub fn unmasked(key: &Secret, mask: &[u8]) -> Option<Self> {
        SecretKey::from_slice(&keys::masked(mask, &keys::mac(key, &[MASK_LABEL]))).ok().map(|secret| Self::new(&secret))
    }

    /// The mask to store so that this pair survives a replacement of its key. It is useless without `key`.
    pub fn mask(&self, key: &Secret) -> Vec<u8> {
        keys::masked(&self.secret.to_bytes(), &keys::mac(key, &[MASK_LABEL]))
    }

    fn new(secret: &SecretKey) -> Self {
        let der = secret.to_pkcs8_der().expect("a scalar of the curve has a form");
        let point = secret.public_key().to_encoded_point(false);
        Self {
            secret: secret.clone(),
            signing: EncodingKey::from_ec_der(der.as_bytes()),
            public: URL_SAFE_NO_PAD.encode(point.as_bytes()),
        }
    }

    /// A point, uncompressed, in URL-safe Base64.
    pub fn public_key(&self) -> &str {
        &self.public
    }

    /// The `Authorization` header for a push service. `subject` is the contact of this instance's operators.
    pub fn authorization(&self, audience: &str, subject: &str, now: Timestamp) -> String {
        let claims = Claims { aud: audience, exp: now.after(TOKEN_LIFETIME).as_seconds(), sub: subject };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::ES256), &claims, &self.signing);
        format!("vapid t={}, k={}", token.expect("claims are plain text and numbers, and the key is of the curve"), self.public)
    }
}

/// Nearly every number of this size is a scalar of the curve; otherwise the next one is tried.
fn scalar(key: &Secret) -> SecretKey {
    let mut numbers = (0_u8..).map(|round| keys::mac(key, &[LABEL, &[round]]));
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

    #[test]
    fn a_pair_outlives_its_key_by_a_mask_that_is_of_no_use_without_the_next_key() {
        let (old, new) = (Secret::new("3f8a1c5e9b7d2046a8c1e3f57b9d0246"), Secret::new("e9b7d2046a8c1e3f57b9d02463f8a1c5"));
        let pair = Vapid::of(&old);
        let mask = pair.mask(&new);
        let public = |key| Vapid::unmasked(key, &mask).map(|pair| pair.public_key().to_owned());
        assert_eq!(public(&new).as_deref(), Some(pair.public_key()));
        assert_ne!(public(&old).as_deref(), Some(pair.public_key()));
        assert!(Vapid::unmasked(&new, b"").is_none());
    }
}
