//! Validation of browser keys, and the schedule of attempts.

use std::time::Duration;

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use web_push_native::p256::PublicKey;

use crate::kernel::FieldError;
use crate::kernel::{
    errors,
    limits::{rates, sizes},
};

sizes! {
    PUSH_SUBSCRIPTIONS_PER_USER: usize = "push_subscriptions_per_user", 10;
    /// The address of a subscription at a push service.
    PUSH_ENDPOINT_BYTES: usize = "push_endpoint_bytes", 2048;
}

rates! {
    PUSH_SUBSCRIBE = "push-subscribe", 20 in 3600 s, by Caller;
}

errors! {
    too_many_push_subscriptions = 400 / 200020, "Maximum number of push subscriptions reached.";
    unknown_push_subscription = 404 / 200021, "Unknown push subscription.";
}

/// Age at which a push is out of date.
pub const LIFE: Duration = Duration::from_hours(24);

/// Delay after the first failed attempt, longer than an attempt may take; it doubles with each further one.
const FIRST_WAIT: Duration = Duration::from_secs(15);
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// The lengths given by RFC 8291: an uncompressed point, and a secret.
const KEY_BYTES: usize = 65;
const AUTH_BYTES: usize = 16;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The result of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The push service accepted it.
    Taken,
    /// The subscription has expired.
    Gone,
    /// A temporary error, with the delay that the push service demands.
    Later(Option<Duration>),
    /// A permanent error.
    Refused,
}

impl Outcome {
    /// The meaning of a push service's response.
    pub const fn of(status: u16, retry_after: Option<Duration>) -> Self {
        match status {
            200..=299 => Self::Taken,
            404 | 410 => Self::Gone,
            408 | 425 | 429 | 500..=599 => Self::Later(retry_after),
            _ => Self::Refused,
        }
    }
}

/// The public key of a browser's subscription: a point of P-256.
pub fn public_key(text: &str) -> Result<Vec<u8>, FieldError> {
    let bytes = decoded(text, KEY_BYTES)?;
    PublicKey::from_sec1_bytes(&bytes).map(|_| bytes).map_err(|_| no_key())
}

/// The authentication secret of a browser's subscription.
pub fn auth(text: &str) -> Result<Vec<u8>, FieldError> {
    decoded(text, AUTH_BYTES)
}

fn decoded(text: &str, length: usize) -> Result<Vec<u8>, FieldError> {
    BASE64.decode(text).ok().filter(|bytes| bytes.len() == length).ok_or_else(no_key)
}

fn no_key() -> FieldError {
    FieldError::new("PUSH_KEY_INVALID", "Not a valid key of a push subscription.")
}

/// Delay before the next attempt, after so many.
pub fn wait_after(tries: i64) -> Duration {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(0).min(16);
    FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 8291, appendix A.
    const KEY: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    #[test]
    fn a_key_is_a_point_of_the_curve_and_a_secret_has_sixteen_bytes() {
        assert!(public_key(KEY).is_ok_and(|key| key.len() == 65) && public_key(&format!("{KEY}=")).is_ok());
        let off_the_curve = KEY.replace("iw4", "iw8");
        for bad in ["", "BA", &off_the_curve, &KEY[1..], &format!("{KEY}AA"), "ключ", "A+/="] {
            assert!(public_key(bad).is_err(), "{bad}");
        }
        assert!(auth("BTBZMqHH6r4Tts7J_aSIgg").is_ok() && auth("BTBZMqHH6r4Tts7J_aSIgg==").is_ok());
        for bad in ["", "BTBZMqHH6r4Tts7J_aSI", "BTBZMqHH6r4Tts7J_aSIggAA", "BTBZMqHH6r4Tts7J/aSIgg"] {
            assert!(auth(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn waits_double_up_to_an_hour() {
        let waits: Vec<u64> = (1..=10).map(|tries| wait_after(tries).as_secs()).collect();
        assert_eq!(waits, [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
    }

    #[test]
    fn what_the_answers_of_a_push_service_mean() {
        let wait = Some(Duration::from_secs(7));
        for (status, outcome) in [
            (201, Outcome::Taken),
            (202, Outcome::Taken),
            (301, Outcome::Refused),
            (307, Outcome::Refused),
            (400, Outcome::Refused),
            (403, Outcome::Refused),
            (404, Outcome::Gone),
            (410, Outcome::Gone),
            (413, Outcome::Refused),
            (429, Outcome::Later(wait)),
            (500, Outcome::Later(wait)),
            (503, Outcome::Later(wait)),
        ] {
            assert_eq!(Outcome::of(status, wait), outcome, "{status}");
        }
    }
}
