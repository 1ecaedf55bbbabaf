//! Sign-in.

use std::cell::Cell;

use ipnet::IpNet;

use super::{SignedIn, admission::Admission, signed_in, totp, without_room};
use crate::{
    features::{
        auth::rules,
        auth::{
            passwords::{Fit, Passwords},
            rules::Client,
            store,
        },
        users::actions as users,
    },
    http::{Error, rate_limits::Taken},
    kernel::Secret,
    observe::security_event,
    state::State,
};

/// Credentials of a sign-in attempt.
#[derive(Debug)]
pub struct Attempt {
    pub email: String,
    pub password: Secret,
    /// A code of the second factor, or a recovery code.
    pub code: Option<Secret>,
    pub client: Client,
    /// The client's address, as grouped for rate limits.
    pub network: IpNet,
}

/// The outcome of a sign-in.
#[derive(Debug)]
pub enum SignIn {
    Done(Box<SignedIn>),
    /// An unknown address, a wrong password or a disabled account.
    Wrong,
    /// The limit of failures of the account or of the address is exceeded.
    TooOften(Taken),
}

/// Signs in.
///
/// # Errors
/// 403 / 60003 if a code of the second factor is required, 400 / 60008 if it is wrong, 503 when the queue is full.
pub async fn sign_in(state: &State, attempt: Attempt) -> Result<SignIn, Error> {
    let passwords = Passwords::from(state);
    passwords.has_room()?;
    let tally = match Tally::take(state, &attempt).await? {
        Ok(tally) => tally,
        Err(taken) => return Ok(SignIn::TooOften(taken)),
    };
    let mut conn = state.db.read_first().await?;
    let stored = users::stored_password(&mut conn, &users::email_key(&attempt.email)).await?;
    drop(conn);
    let fit = passwords.check(&attempt.password, stored.as_ref().map(|stored| stored.hash.as_str())).await;
    // An internal error does not count as a failure.
    let fit = fit.inspect_err(|_| tally.give_back(state))?;
    let Some(stored) = stored.filter(|stored| fit != Fit::No && !stored.disabled) else {
        security_event!("login_failed", address = attempt.client.address, "sign-in refused");
        return Ok(SignIn::Wrong);
    };
    let proof = totp::Proof::read(state, stored.user, attempt.code.as_ref()).await;
    if !matches!(proof, Ok(totp::Proof::Step(_) | totp::Proof::Recovery(_))) {
        // The password is right, and there is no code that could be wrong.
        tally.give_back(state);
    }
    let proof = proof?;
    let is_old = fit == Fit::AsWritten || passwords.is_weak(&stored.hash);
    let renewed = if is_old { passwords.hash(&attempt.password).await? } else { stored.hash.clone() };
    let admission = Admission { user: stored.user, hash: stored.hash, renewed, proof, client: attempt.client };
    let later = admission.clone();
    let opened = match state.writer.run_write(move |uow| Box::pin(admission.admit(uow))).await {
        Err(error) if without_room::is_want_of_room(&error) => Some(without_room::admit(state, later).await?),
        opened => opened?,
    };
    match opened {
        Some(opened) => {
            tally.give_back(state);
            tracing::info!(user = %opened.user, session_id = %opened.session_id, "signed in");
            Ok(SignIn::Done(Box::new(signed_in(state, opened).await?)))
        }
        None => Ok(SignIn::Wrong),
    }
}

/// A reservation in the limits of failures, taken before the password is hashed. A success returns it, so that all users of a
/// school or an office behind one address can sign in, while guessing is still limited.
struct Tally {
    email_key: String,
    /// The network, if the owner of the account has a session from it. Such networks have a limit of their own, so that strangers
    /// who guess passwords do not lock the owner out.
    known_network: Option<String>,
    /// The network of the attempt, as grouped for rate limits.
    address: IpNet,
    is_given_back: Cell<bool>,
}

impl Tally {
    /// Takes from both limits, whether the account exists or not. Returns the exceeded one.
    async fn take(state: &State, attempt: &Attempt) -> Result<Result<Self, Taken>, Error> {
        let email_key = users::email_key(&attempt.email);
        let mut conn = state.db.read_first().await?;
        let known = store::is_known_network(&mut conn, &email_key, &attempt.client.address).await?;
        let known_network = known.then(|| attempt.client.address.clone());
        let tally = Self { email_key, known_network, address: attempt.network, is_given_back: Cell::new(false) };
        let of_account = state.limiter.take(rules::LOGIN_ACCOUNT, tally.account());
        if of_account.retry_after_s.is_some() {
            return Ok(Err(of_account));
        }
        let of_address = state.limiter.take(rules::LOGIN_FAILED, tally.address);
        if of_address.retry_after_s.is_some() {
            state.limiter.give_back(rules::LOGIN_ACCOUNT, tally.account());
            return Ok(Err(of_address));
        }
        Ok(Ok(tally))
    }

    fn account(&self) -> (&str, Option<&str>) {
        (&self.email_key, self.known_network.as_deref())
    }

    /// Has an effect only once.
    fn give_back(&self, state: &State) {
        if !self.is_given_back.replace(true) {
            state.limiter.give_back(rules::LOGIN_ACCOUNT, self.account());
            state.limiter.give_back(rules::LOGIN_FAILED, self.address);
        }
    }
}
