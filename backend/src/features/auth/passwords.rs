//! Hashing and checking passwords. Both are slow by design, so they run a few at a time, outside of the threads that serve
//! requests, and only after all cheaper checks have passed.
//!
//! bcrypt uses only the first 72 bytes, and some implementations stop at a NUL byte. It therefore gets a digest of the password,
//! so that every byte counts.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::password_rules::{self, Known};
use crate::{
    http::Error,
    kernel::{ApiError, FieldError, Secret},
    state::State,
    writer::BlockingPool,
};

/// Separates the digest from those of other programs. It is not secret, so a new server key does not invalidate passwords.
const LABEL: &[u8] = b"chatspace password 1";

/// The blocking pool for password work.
pub struct Passwords<'s> {
    pool: &'s BlockingPool,
    cost: u32,
}

impl<'s> From<&'s State> for Passwords<'s> {
    fn from(state: &'s State) -> Self {
        Self { pool: &state.blocking_pool, cost: state.config.bcrypt_cost }
    }
}

/// How a password matches a stored hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    No,
    Yes,
    /// Only as typed: the hash is from before passwords were normalised, and is to be renewed.
    AsWritten,
}

impl Passwords<'_> {
    /// Returns the hash of a new password, or the reason why it is rejected. The estimate of its strength is slow as well, and
    /// part of the same job.
    ///
    /// # Errors
    /// 503 when the queue is full.
    pub async fn hash_new(&self, password: &Secret, known: Known) -> Result<Result<String, FieldError>, Error> {
        let (password, cost) = (password.clone(), self.cost);
        let hashed = self.run(move || match password_rules::strength(&password, &known) {
            Ok(()) => bcrypt::hash(digest(&in_one_form(&password)), cost).map(Ok),
            Err(weak) => Ok(Err(weak)),
        });
        hashed.await?.ok_or_else(|| ApiError::internal().into())
    }

    /// Returns the hash of an accepted password.
    ///
    /// # Errors
    /// 503 when the queue is full.
    pub async fn hash(&self, password: &Secret) -> Result<String, Error> {
        let (digest, cost) = (digest(&in_one_form(password)), self.cost);
        let hashed = self.run(move || bcrypt::hash(digest, cost)).await?;
        hashed.ok_or_else(|| ApiError::internal().into())
    }

    /// Whether the password matches the stored hash. Without a hash, the same work is done and the result is false.
    ///
    /// # Errors
    /// 503 when the queue is full.
    pub async fn check(&self, password: &Secret, stored: Option<&str>) -> Result<Fit, Error> {
        let (plain, written) = (digest(&in_one_form(password)), digest(password));
        let against = stored.map_or_else(|| nobodys(self.cost), ToOwned::to_owned);
        let fit = self.run(move || {
            if bcrypt::verify(&plain, &against)? {
                Ok(Fit::Yes)
            } else if plain != written && bcrypt::verify(&written, &against)? {
                Ok(Fit::AsWritten)
            } else {
                Ok(Fit::No)
            }
        });
        Ok(fit.await?.filter(|_| stored.is_some()).unwrap_or(Fit::No))
    }

    /// Fails at once when the queue is full, before anything is looked up, so that refused requests are cheap during a flood.
    ///
    /// # Errors
    /// 503 when the queue is full.
    pub fn has_room(&self) -> Result<(), Error> {
        if self.pool.is_full() { Err(ApiError::unavailable().into()) } else { Ok(()) }
    }

    /// Whether a stored hash has a lower cost than the current one.
    pub fn is_weak(&self, stored: &str) -> bool {
        cost_of(stored).is_some_and(|cost| cost < self.cost)
    }

    /// Runs the job in the pool; `None` if it failed, which is logged as a damaged hash.
    async fn run<T: Send + 'static>(
        &self,
        task: impl FnOnce() -> bcrypt::BcryptResult<T> + Send + 'static,
    ) -> Result<Option<T>, Error> {
        match self.pool.run(task).await? {
            Some(Err(error)) => {
                tracing::error!(%error, "a stored password hash is damaged");
                Ok(None)
            }
            done => Ok(done.and_then(Result::ok)),
        }
    }
}

/// A password longer than any valid one matches nothing.
fn in_one_form(password: &Secret) -> Secret {
    password_rules::prepared(password).unwrap_or_else(|| password.clone())
}

/// The input of bcrypt: always 44 characters.
fn digest(password: &Secret) -> String {
    let mut digest = Hmac::<Sha256>::new_from_slice(LABEL).expect("a key of any length will do");
    digest.update(password.expose().as_bytes());
    STANDARD.encode(digest.finalize().into_bytes())
}

/// A well-formed hash of no known password, checked when there is no account.
fn nobodys(cost: u32) -> String {
    format!("$2b${cost:02}${}", ".".repeat(53))
}

fn cost_of(stored: &str) -> Option<u32> {
    stored.split('$').nth(2)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COST: u32 = 4;

    fn pool() -> BlockingPool {
        BlockingPool::start(1).expect("a thread")
    }

    #[tokio::test]
    async fn every_byte_of_a_password_counts() {
        let pool = pool();
        let passwords = Passwords { pool: &pool, cost: COST };
        let long = "x".repeat(80);
        let emoji = "🫖".repeat(40);
        let nul = "before\0after the nul";
        let cases = [
            (long.as_str(), vec!["x".repeat(72), "x".repeat(79), format!("{}y", "x".repeat(79)), "x".repeat(81)]),
            (&emoji, vec!["🫖".repeat(18), "🫖".repeat(39), format!("{}🍵", "🫖".repeat(39))]),
            (nul, vec!["before".to_owned(), "before\0".to_owned(), "before\0other end".to_owned()]),
        ];
        for (password, others) in cases {
            let hash = passwords.hash(&Secret::new(password)).await.expect("hashes");
            assert_eq!(passwords.check(&Secret::new(password), Some(&hash)).await.expect("checks"), Fit::Yes);
            for other in others {
                assert_eq!(passwords.check(&Secret::new(&other), Some(&hash)).await.expect("checks"), Fit::No, "{other:?}");
            }
        }
    }

    #[tokio::test]
    async fn a_password_fits_in_both_forms_and_an_older_hash_is_told_apart() {
        let pool = pool();
        let passwords = Passwords { pool: &pool, cost: COST };
        let (composed, parts) = (Secret::new("чай із їжаком"), Secret::new("чаи\u{306} із і\u{308}жаком"));
        let hash = passwords.hash(&parts).await.expect("hashes");
        for written in [&composed, &parts] {
            assert_eq!(passwords.check(written, Some(&hash)).await.expect("checks"), Fit::Yes);
        }
        let older = bcrypt::hash(digest(&parts), COST).expect("hashes");
        assert_eq!(passwords.check(&parts, Some(&older)).await.expect("checks"), Fit::AsWritten);
        assert_eq!(passwords.check(&composed, Some(&older)).await.expect("checks"), Fit::No);
    }

    #[tokio::test]
    async fn a_damaged_hash_or_none_is_no_and_no_panic() {
        let pool = pool();
        let passwords = Passwords { pool: &pool, cost: COST };
        let secret = Secret::new("correct horse");
        let hash = passwords.hash(&secret).await.expect("hashes");
        let odd = format!("$2b$04${}", "ї".repeat(26));
        for damaged in ["", "x", "$2b$", "$2b$99$", &hash[..59], &odd, &"é".repeat(30), &"$".repeat(60)] {
            assert_eq!(passwords.check(&secret, Some(damaged)).await.expect("checks"), Fit::No, "{damaged:?}");
        }
        assert_eq!(passwords.check(&secret, None).await.expect("checks"), Fit::No);
    }

    #[test]
    fn nobodys_hash_is_checked_like_any_other() {
        assert_eq!(bcrypt::verify("anything", &nobodys(COST)).ok(), Some(false));
        assert_eq!(cost_of(&nobodys(12)), Some(12));
    }

    #[tokio::test]
    async fn a_hash_of_less_work_is_weak() {
        let pool = pool();
        let hash = Passwords { pool: &pool, cost: 4 }.hash(&Secret::new("correct horse")).await.expect("hashes");
        assert!(Passwords { pool: &pool, cost: 5 }.is_weak(&hash));
        assert!(!Passwords { pool: &pool, cost: 4 }.is_weak(&hash));
    }
}
