//! Refresh tokens: creation, derivation, and hashing.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

use crate::kernel::{Secret, random};

const BYTES: usize = 32;
/// Separates these derivations from other uses of the server's key.
const LABEL: &[u8] = b"chatspace next refresh token 1";

/// The first token of a session.
pub fn first() -> Secret {
    Secret::new(URL_SAFE_NO_PAD.encode(random::bytes::<BYTES>()))
}

/// The successor of `spent`. It cannot be computed without the server's key.
pub fn next(key: &Secret, spent: &Secret) -> Secret {
    let mut next = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).expect("a key of any length will do");
    next.update(LABEL);
    next.update(spent.expose().as_bytes());
    Secret::new(URL_SAFE_NO_PAD.encode(next.finalize().into_bytes()))
}

/// The stored hash of a token. The token is long and random, so a fast hash is enough.
pub fn hash(token: &Secret) -> Vec<u8> {
    Sha256::digest(token.expose().as_bytes()).to_vec()
}

#[cfg(test)]
mod tests;
