//! Tokens of links: derived, not stored.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::rules::EmailTokenKind;
use crate::kernel::{EmailTokenId, Secret};

/// Separates these derivations from other uses of the server's key.
const LABEL: &[u8] = b"chatspace link 1";
const ID_BYTES: usize = size_of::<i64>();

/// The token of a link. It cannot be computed without the server's key.
pub fn make(key: &Secret, kind: EmailTokenKind, link: EmailTokenId) -> Secret {
    let mut bytes = link.get().to_be_bytes().to_vec();
    bytes.extend(mac(key, kind, link).finalize().into_bytes());
    Secret::new(URL_SAFE_NO_PAD.encode(bytes))
}

/// The link of a valid token of that kind. The MAC is compared in constant time.
pub fn read(key: &Secret, kind: EmailTokenKind, token: &Secret) -> Option<EmailTokenId> {
    let bytes = URL_SAFE_NO_PAD.decode(token.expose()).ok()?;
    let (id, shown) = bytes.split_at_checked(ID_BYTES)?;
    let link = EmailTokenId::new(i64::from_be_bytes(id.try_into().ok()?));
    mac(key, kind, link).verify_slice(shown).ok().map(|()| link)
}

fn mac(key: &Secret, kind: EmailTokenKind, link: EmailTokenId) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).expect("a key of any length will do");
    mac.update(LABEL);
    mac.update(&link.get().to_be_bytes());
    mac.update(kind.name().as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: EmailTokenId = EmailTokenId::new(1_538_016_506_728_808_461);

    fn key() -> Secret {
        Secret::new("3f8a1c5e9b7d2046a8c1e3f57b9d0246")
    }

    #[test]
    fn a_token_is_read_only_with_its_key_and_for_its_kind() {
        let token = make(&key(), EmailTokenKind::Reset, LINK);
        assert_eq!(read(&key(), EmailTokenKind::Reset, &token), Some(LINK));
        assert_eq!(read(&Secret::new("another key of thirty-two bytes!"), EmailTokenKind::Reset, &token), None);
        for other in EmailTokenKind::ALL.into_iter().filter(|kind| *kind != EmailTokenKind::Reset) {
            assert_eq!(read(&key(), other, &token), None, "{other:?}");
        }
    }

    #[test]
    fn a_token_with_any_character_changed_is_none() {
        let token = make(&key(), EmailTokenKind::Verify, LINK).expose().to_owned();
        for at in 0..token.len() {
            for other in ["A", "b", "-", ".", "="] {
                let mut forged = token.clone();
                forged.replace_range(at..=at, other);
                assert!(forged == token || read(&key(), EmailTokenKind::Verify, &Secret::new(&forged)).is_none(), "{forged}");
            }
        }
        for odd in ["", "A", "AAAAAAAAAAA", &token[..53], &format!("{token}A"), &format!("{token} "), "ї", "\0"] {
            assert_eq!(read(&key(), EmailTokenKind::Verify, &Secret::new(odd)), None, "{odd}");
        }
    }
}
