//! The second factor's secrets: derived, not stored.
//!
//! The secret of an authenticator app is the server's key and a salt put through HMAC, and only the salt is in the database,
//! so neither a copy of the database nor a backup lets anybody make codes.

use hmac::{Hmac, Mac};
use rand::{Rng, RngCore};
use sha2::Sha256;
use totp_rs::{Builder, Totp};

use crate::kernel::{Secret, Timestamp, UserId};

const LABEL: &[u8] = b"chatspace second factor 1";
const CODE_LABEL: &[u8] = b"chatspace recovery code 1";
/// RFC 4226 recommends 160 bits.
const SECRET_BYTES: usize = 20;
const SALT_BYTES: usize = 16;
/// How many recovery codes are handed out at a time.
pub const RECOVERY_CODES: usize = 10;
/// Letters and digits that nobody takes for each other; ten of them are 49 bits.
const ALPHABET: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
const CODE_LENGTH: usize = 10;

pub fn salt() -> Vec<u8> {
    let mut bytes = vec![0; SALT_BYTES];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

/// The codes of one user: six digits, half a minute each, one step early or late.
pub fn codes(key: &Secret, user: UserId, salt: &[u8], names: Names) -> Totp {
    let secret = &mac(key, LABEL, user, salt)[..SECRET_BYTES];
    // A colon would divide the name in the app's address.
    let (app, account) = (names.app.replace(':', " "), names.account.replace(':', " "));
    let built = Builder::new().with_secret(secret.to_vec()).with_issuer(Some(app)).with_account_name(account);
    built.build().expect("the secret is long enough, and no name has a colon")
}

/// What an authenticator app shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Names<'n> {
    pub app: &'n str,
    pub account: &'n str,
}

/// The half minute in which a code of the app is good, if it is one and good now.
pub fn step(codes: &Totp, code: &Secret, now: Timestamp) -> Option<i64> {
    let seconds = u64::try_from(now.as_seconds()).ok()?;
    codes.check(code.expose(), seconds).and_then(|step| i64::try_from(step).ok())
}

/// New recovery codes, as people write them.
pub fn recovery_codes() -> Vec<Secret> {
    let mut random = rand::rng();
    let mut code = || {
        let letters: String = (0..CODE_LENGTH).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect();
        Secret::new(format!("{}-{}", &letters[..CODE_LENGTH / 2], &letters[CODE_LENGTH / 2..]))
    };
    (0..RECOVERY_CODES).map(|_| code()).collect()
}

/// What is stored of a recovery code, however it is written.
pub fn recovery_hash(key: &Secret, user: UserId, code: &Secret) -> Vec<u8> {
    let plain: String = code.expose().chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    mac(key, CODE_LABEL, user, plain.as_bytes())
}

fn mac(key: &Secret, label: &[u8], user: UserId, of: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).expect("a key of any length will do");
    mac.update(label);
    mac.update(&user.get().to_be_bytes());
    mac.update(of);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: UserId = UserId::new(1);

    fn key() -> Secret {
        Secret::new("3f8a1c5e9b7d2046a8c1e3f57b9d0246")
    }

    #[test]
    fn a_code_is_good_in_its_half_minute_and_the_ones_beside_it() {
        let codes = codes(&key(), ANN, b"salt", Names { app: "Chat: Space", account: "ann@example.org" });
        let now = Timestamp::from_ms(1_800_000_000_000);
        let code = Secret::new(codes.generate(1_800_000_000).to_string());
        let at = |seconds: i64| step(&codes, &code, Timestamp::from_ms(now.as_ms() + seconds * 1000));
        assert_eq!(at(0), Some(60_000_000));
        assert_eq!((at(-30), at(30)), (Some(60_000_000), Some(60_000_000)));
        assert_eq!((at(-90), at(90)), (None, None));
        for wrong in ["", "000", "abcdef", "12345٣", "0000000000000000000000"] {
            assert_eq!(step(&codes, &Secret::new(wrong), now), None, "{wrong}");
        }
    }

    #[test]
    fn secrets_differ_by_key_user_and_salt() {
        let secret = |key: &Secret, user, salt: &[u8]| codes(key, user, salt, Names::default()).secret().to_base32();
        let mine = secret(&key(), ANN, b"salt");
        assert_eq!(mine, secret(&key(), ANN, b"salt"));
        assert_ne!(mine, secret(&Secret::new("another key of thirty-two bytes!"), ANN, b"salt"));
        assert_ne!(mine, secret(&key(), UserId::new(2), b"salt"));
        assert_ne!(mine, secret(&key(), ANN, b"pepper"));
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_written() {
        let made = recovery_codes();
        assert_eq!(made.len(), RECOVERY_CODES);
        let code = &made[0];
        let shouted = Secret::new(format!(" {} ", code.expose().to_uppercase().replace('-', " ")));
        assert_eq!(recovery_hash(&key(), ANN, code), recovery_hash(&key(), ANN, &shouted));
        assert_ne!(recovery_hash(&key(), ANN, code), recovery_hash(&key(), UserId::new(2), code));
    }
}
