//! Coming in again.

use super::{
    SignedIn,
    history::{self, AccountEventKind},
    open, signed_in, totp,
};
use crate::{
    features::{
        auth::{passwords::Passwords, rules::Client, store},
        users::actions as users,
    },
    http::{Error, rate_limits::Taken},
    kernel::{Refusal, Secret, UserId, limits},
    observe::security_event,
    state::State,
};

/// What somebody shows who wants to come in.
#[derive(Debug)]
pub struct Attempt {
    pub email: String,
    pub password: Secret,
    /// A code of the second factor, or a recovery code.
    pub code: Option<Secret>,
    pub client: Client,
}

/// How a log-in ended.
#[derive(Debug)]
pub enum LogIn {
    Done(Box<SignedIn>),
    /// An unknown address, a wrong password and a disabled account alike.
    Wrong,
    /// The bucket of the account is empty.
    TooOften(Taken),
}

/// Logs in.
///
/// # Errors
/// 403 / 60003 when a code of the second factor is needed too, 400 / 60008 when it is wrong, 503 when too many wait.
pub async fn log_in(state: &State, attempt: Attempt) -> Result<LogIn, Error> {
    let passwords = Passwords::from(state);
    passwords.has_room()?;
    let taken = count(state, &attempt).await?;
    if taken.retry_after_s.is_some() {
        return Ok(LogIn::TooOften(taken));
    }
    let mut conn = state.db.read().await?;
    let stored = users::stored_password(&mut conn, &users::email_key(&attempt.email)).await?;
    drop(conn);
    let fits = passwords.fits(&attempt.password, stored.as_ref().map(|stored| stored.hash.as_str())).await?;
    let Some(stored) = stored.filter(|stored| fits && !stored.disabled) else {
        security_event!("login_refused", address = attempt.client.address, "a log-in was refused");
        return Ok(LogIn::Wrong);
    };
    let renewed = if passwords.is_weak(&stored.hash) { passwords.hash(&attempt.password).await? } else { stored.hash.clone() };
    let proof = totp::Proof::read(state, stored.user, attempt.code.as_ref()).await?;
    let admission = Admission { user: stored.user, hash: stored.hash, renewed, proof, client: attempt.client };
    match state.writer.run(move |work| Box::pin(admission.admit(work))).await? {
        Some(opened) => {
            tracing::info!(user = %opened.user, login = %opened.login, "logged in");
            Ok(LogIn::Done(Box::new(signed_in(state, opened).await?)))
        }
        None => Ok(LogIn::Wrong),
    }
}

/// Takes from the bucket of the account, whether there is one or not, before any work is spent on its password. Who comes
/// from a network where its owner is logged in has a bucket apart, so that strangers who guess do not lock the owner out.
async fn count(state: &State, attempt: &Attempt) -> Result<Taken, Error> {
    let key = users::email_key(&attempt.email);
    let mut conn = state.db.read().await?;
    let known = store::is_known_network(&mut conn, &key, &attempt.client.address).await?;
    Ok(state.limiter.take(limits::LOGIN_ACCOUNT, (key, known.then_some(&attempt.client.address))))
}

/// Somebody whose password fitted a moment ago.
struct Admission {
    user: UserId,
    hash: String,
    /// The same password's hash, of the work that is asked for now.
    renewed: String,
    proof: totp::Proof,
    client: Client,
}

impl Admission {
    async fn admit(self, work: &mut crate::work::Work) -> Result<Option<super::Opened>, Error> {
        // The password may have been changed, or the account disabled, while the old one was checked.
        if !users::renew_password_hash(work.conn(), self.user, &self.hash, &self.renewed).await? {
            return Ok(None);
        }
        if !self.proof.spend(work, self.user, &self.client).await? {
            security_event!("login_refused", user = %self.user, address = self.client.address, "a log-in with a wrong code was refused");
            return Err(Refusal::wrong_code().into());
        }
        history::note(work, self.user, AccountEventKind::Login, &self.client).await?;
        Ok(Some(open(work, self.user, &self.client).await?))
    }
}
