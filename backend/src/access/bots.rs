//! Bot tokens: `base64url(id of the bot) . name of the token . secret`. Libraries read the id from the first part.
//!
//! Invariants: only the hash of a token is stored; a bot has at most one; it does not expire. Its first part encodes digits, so
//! it is never confused with an access token of a user, which begins with the encoded `{`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::Caller;
use crate::{
    cache::{BotToken, Model},
    kernel::{ApiError, Monotonic, Secret, SessionId, UserId, random},
};

const SECRET_BYTES: usize = 32;
/// Longer texts are no tokens.
const MAX_BYTES: usize = 256;

/// A new bot token, and its stored form. `session_id` names it.
pub fn issue(bot: UserId, session_id: SessionId) -> (Secret, BotToken) {
    let secret = random::bytes::<SECRET_BYTES>();
    let parts = [bot.to_string().as_bytes(), session_id.to_string().as_bytes(), &secret].map(|part| URL_SAFE_NO_PAD.encode(part));
    let token = parts.join(".");
    let stored = BotToken { session_id, hash: hash(&token) };
    (Secret::new(token), stored)
}

/// The bot of a token.
///
/// # Errors
/// 401, whatever the reason.
pub fn check(token: &str, model: &Model) -> Result<Caller, ApiError> {
    caller(token, model).ok_or(ApiError::unauthorized())
}

/// Whether this has the form of a bot token, valid or not.
pub fn is_one(token: &str) -> bool {
    named(token).is_some()
}

fn caller(token: &str, model: &Model) -> Option<Caller> {
    let user = named(token)?;
    let stored = model.bot_token(user)?;
    let fits = bool::from(hash(token).ct_eq(&stored.hash));
    let is_there = model.user(user).is_some_and(|user| user.bot && !user.is_anonymised());
    (fits && is_there).then_some(Caller { user, session_id: stored.session_id, expires_at: Monotonic::NEVER, bot: true })
}

/// The bot named in a token, valid or not.
fn named(token: &str) -> Option<UserId> {
    if token.len() > MAX_BYTES {
        return None;
    }
    let (id, _) = token.split_once('.')?;
    String::from_utf8(URL_SAFE_NO_PAD.decode(id).ok()?).ok()?.parse().ok()
}

/// The token is long and random, so a fast hash is enough.
fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests;
