//! The server's keys: the current one, and the previous one.
//!
//! Secrets derived from a key are stored as the [`KeyId`] of that key, and a mask. The mask is combined with the derived value to
//! get the secret; it is empty until the key is replaced. So a secret survives its key without being stored: a copy of the
//! database contains only the mask.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::Secret;

const ID_LABEL: &[u8] = b"chatspace key id 1";
const ID_BYTES: usize = 8;

/// Identifies a key without revealing it.
pub type KeyId = [u8; ID_BYTES];

/// The current key, and the previous one if it is still accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    pub current: Secret,
    pub previous: Option<Secret>,
}

impl From<Secret> for Keys {
    fn from(current: Secret) -> Self {
        Self { current, previous: None }
    }
}

impl Keys {
    /// All accepted keys, the current one first.
    pub fn all(&self) -> impl Iterator<Item = &Secret> {
        [&self.current].into_iter().chain(&self.previous)
    }

    /// The accepted key with this id.
    pub fn find(&self, id: &[u8]) -> Option<&Secret> {
        self.all().find(|key| id_of(key) == id)
    }
}

/// The id of a key.
pub fn id_of(key: &Secret) -> KeyId {
    let mac = mac(key, &[ID_LABEL]);
    std::array::from_fn(|at| mac[at])
}

/// Derives 32 bytes from the key. The first part is a label that separates purposes.
pub fn mac(key: &Secret, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).expect("a key of any length will do");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// Applies or removes a mask. The shorter slice determines the length.
pub fn masked(value: &[u8], mask: &[u8]) -> Vec<u8> {
    value.iter().zip(mask).map(|(value, mask)| value ^ mask).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_by_its_name_as_long_as_it_is_accepted() {
        let (old, new) = (Secret::new("3f8a1c5e9b7d2046a8c1e3f57b9d0246"), Secret::new("e9b7d2046a8c1e3f57b9d02463f8a1c5"));
        let keys = Keys { current: new.clone(), previous: Some(old.clone()) };
        assert_eq!((keys.find(&id_of(&old)), keys.find(&id_of(&new))), (Some(&old), Some(&new)));
        assert_eq!(Keys::from(new).find(&id_of(&old)), None);
        assert_eq!(keys.find(b""), None);
    }

    #[test]
    fn a_masked_value_comes_back() {
        let (value, mask) = ([7; 20], mac(&Secret::new("key"), &[b"label"]));
        let hidden = masked(&value, &mask);
        assert_ne!(hidden, value);
        assert_eq!(masked(&hidden, &mask), value);
    }
}
