//! Secrets of the second factor: derived, not stored.
//!
//! The secret of an authenticator app is an HMAC of a stored salt with the server's key, so neither a copy of the database nor a
//! backup is enough to compute codes. When the key is replaced, a mask is stored beside the salt, with which the new key yields
//! the same secret.
//!
//! Recovery codes are long enough to be hashed without the key, so a lost key locks nobody out.

use sha2::{Digest, Sha256};
use totp_rs::{Builder, Totp};
use unicode_normalization::UnicodeNormalization;

use crate::kernel::{Keys, Secret, Timestamp, UserId, keys, random};

const LABEL: &[u8] = b"chatspace second factor 1";
const CODE_LABEL: &[u8] = b"chatspace recovery code 2";
/// RFC 4226 recommends 160 bits.
const SECRET_BYTES: usize = 20;
const SALT_BYTES: usize = 16;
/// Number of recovery codes.
pub const RECOVERY_CODES: usize = 10;
/// Letters and digits that are not mistaken for each other; fifteen of them are 74 bits, too many to guess.
const ALPHABET: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
const GROUPS: usize = 3;
const GROUP_LENGTH: usize = 5;
/// Maximum length of a code in any spelling.
const WRITTEN_LENGTH: usize = 64;

/// A stored second factor.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Stored {
    pub salt: Vec<u8>,
    /// Identifies the key that the mask belongs to.
    pub key_id: Option<Vec<u8>>,
    /// `None` while the key is the one that the factor was created with.
    pub mask: Option<Vec<u8>>,
}

impl Stored {
    /// A new second factor, created with the current key.
    pub fn new(salt: Vec<u8>) -> Self {
        Self { salt, key_id: None, mask: None }
    }

    /// The secret; `None` if its key is lost.
    fn secret(&self, keys: &Keys, user: UserId) -> Option<Vec<u8>> {
        let key = self.key_id.as_deref().map_or(Some(&keys.current), |id| keys.find(id))?;
        let derived = derived(key, user, &self.salt);
        Some(self.mask.as_deref().map_or_else(|| derived.clone(), |mask| keys::masked(&derived, mask)))
    }

    /// The mask with which the current key yields the same secret; `None` if the secret is lost.
    pub fn mask_for_current(&self, keys: &Keys, user: UserId) -> Option<Vec<u8>> {
        self.secret(keys, user).map(|secret| keys::masked(&secret, &derived(&keys.current, user, &self.salt)))
    }
}

fn derived(key: &Secret, user: UserId, salt: &[u8]) -> Vec<u8> {
    keys::mac(key, &[LABEL, &user.get().to_be_bytes(), salt])[..SECRET_BYTES].to_vec()
}

pub fn salt() -> Vec<u8> {
    random::bytes::<SALT_BYTES>().to_vec()
}

/// The TOTP generator of a user: six digits, 30 seconds, one step of tolerance. `None` if the key of the secret is lost.
pub fn codes(keys: &Keys, user: UserId, stored: &Stored, names: Names) -> Option<Totp> {
    let secret = stored.secret(keys, user)?;
    // A colon would split the name in the `otpauth` URL.
    let (app, account) = (names.app.replace(':', " "), names.account.replace(':', " "));
    let built = Builder::new().with_secret(secret).with_issuer(Some(app)).with_account_name(account);
    Some(built.build().expect("the secret is long enough, and no name has a colon"))
}

/// The `otpauth` URL for an authenticator app.
#[derive(Debug, Clone, Copy, Default)]
pub struct Names<'n> {
    pub app: &'n str,
    pub account: &'n str,
}

/// The time step of a code, if the code is valid now.
pub fn step(codes: &Totp, code: &Secret, now: Timestamp) -> Option<i64> {
    let seconds = u64::try_from(now.as_seconds()).ok()?;
    codes.check(&plain(code), seconds).and_then(|step| i64::try_from(step).ok())
}

/// Normalises a code: no blanks or dashes, lowercase, ASCII digits.
fn plain(code: &Secret) -> String {
    let written = code.expose().nfkc().take(WRITTEN_LENGTH);
    written.filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// New recovery codes, formatted for reading.
pub fn recovery_codes() -> Vec<Secret> {
    let code = || Secret::new([(); GROUPS].map(|()| random::text(ALPHABET, GROUP_LENGTH)).join("-"));
    (0..RECOVERY_CODES).map(|_| code()).collect()
}

/// The stored hash of a recovery code in any spelling. The code is long and random, so a fast hash is enough.
pub fn recovery_hash(user: UserId, code: &Secret) -> Vec<u8> {
    let hash = Sha256::new().chain_update(CODE_LABEL).chain_update(user.get().to_be_bytes()).chain_update(plain(code));
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANN: UserId = UserId::new(1);

    const NOW_S: i64 = 1_800_000_000;

    fn key() -> Secret {
        Secret::new("3f8a1c5e9b7d2046a8c1e3f57b9d0246")
    }

    fn another_key() -> Secret {
        Secret::new("another key of thirty-two bytes!")
    }

    fn ann() -> Stored {
        Stored::new(b"salt".to_vec())
    }

    #[test]
    fn a_code_is_good_in_its_half_minute_and_the_ones_beside_it() {
        let names = Names { app: "Chat: Space", account: "ann@example.org" };
        let codes = codes(&key().into(), ANN, &ann(), names).expect("the key is there");
        let now = Timestamp::from_ms(NOW_S * 1000);
        let code = Secret::new(codes.generate(1_800_000_000).to_string());
        let at = |seconds: i64| step(&codes, &code, Timestamp::from_ms(now.as_ms() + seconds * 1000));
        assert_eq!(at(0), Some(60_000_000));
        assert_eq!((at(-30), at(30)), (Some(60_000_000), Some(60_000_000)));
        assert_eq!((at(-90), at(90)), (None, None));
        for wrong in ["", "000", "abcdef", "12345٣", "0000000000000000000000", &"1".repeat(60_000)] {
            assert_eq!(step(&codes, &Secret::new(wrong), now), None, "{wrong:.30}");
        }
    }

    #[test]
    fn a_code_is_known_however_it_is_written() {
        let codes = codes(&key().into(), ANN, &ann(), Names::default()).expect("the key is there");
        let code = codes.generate(1_800_000_000).to_string();
        let (begin, end) = code.split_at(3);
        let wide: String = code.chars().filter_map(|digit| char::from_u32(digit as u32 + 0xFEE0)).collect();
        for written in [format!("{begin} {end}"), format!("{begin}-{end}"), format!("{begin}–{end}"), format!(" {code}\n"), wide]
        {
            assert!(step(&codes, &Secret::new(&written), Timestamp::from_ms(NOW_S * 1000)).is_some(), "{written}");
        }
    }

    #[test]
    fn secrets_differ_by_key_user_and_salt() {
        let secret = |key: Secret, user, salt: &[u8]| Stored::new(salt.to_vec()).secret(&key.into(), user);
        let mine = secret(key(), ANN, b"salt");
        assert_eq!(mine, secret(key(), ANN, b"salt"));
        assert_ne!(mine, secret(another_key(), ANN, b"salt"));
        assert_ne!(mine, secret(key(), UserId::new(2), b"salt"));
        assert_ne!(mine, secret(key(), ANN, b"pepper"));
    }

    #[test]
    fn a_secret_outlives_its_key_by_a_mask_and_is_lost_without_one() {
        let made = Stored { key_id: Some(keys::id_of(&key()).to_vec()), ..ann() };
        let both = Keys { current: another_key(), previous: Some(key()) };
        let secret = made.secret(&key().into(), ANN);
        assert_eq!(made.secret(&both, ANN), secret, "until it has a mask, the key before yields it");
        let mask = made.mask_for_current(&both, ANN);
        let moved = Stored { key_id: Some(keys::id_of(&another_key()).to_vec()), mask, ..ann() };
        assert_eq!(moved.secret(&another_key().into(), ANN), secret);
        assert_eq!(made.secret(&another_key().into(), ANN), None);
        assert_eq!(made.mask_for_current(&another_key().into(), ANN), None);
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_written_and_whatever_the_key() {
        let made = recovery_codes();
        assert_eq!(made.len(), RECOVERY_CODES);
        let code = &made[0];
        assert_eq!(code.expose().len(), 17);
        let shouted = Secret::new(format!(" {} ", code.expose().to_uppercase().replace('-', " ")));
        assert_eq!(recovery_hash(ANN, code), recovery_hash(ANN, &shouted));
        assert_ne!(recovery_hash(ANN, code), recovery_hash(UserId::new(2), code));
    }
}
