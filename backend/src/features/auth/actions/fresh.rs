//! Password checks. Sensitive actions require one within the last five minutes, so that a stolen access token is not enough.

use super::totp::Proof;
pub use crate::access::require_fresh;
use crate::{
    access::Caller,
    features::{
        auth::rules,
        auth::{
            passwords::{Fit, Passwords},
            rules::Client,
            store,
        },
        users::actions as users,
    },
    http::Error,
    kernel::{ApiError, FieldError, Secret},
    state::State,
};

/// Records a password check of the session, with a code if the account has a second factor.
///
/// # Errors
/// 400 / 50035 at `password` if it is wrong, 403 / 60003 if a code is required, 400 / 60008 if the code is wrong, 503 when the
/// queue is full.
pub async fn reauthenticate(
    state: &State,
    caller: Caller,
    password: &Secret,
    code: Option<&Secret>,
    client: Client,
) -> Result<(), Error> {
    let hash = check_password(state, caller, "password", password).await?;
    let proof = Proof::read(state, caller.user, code).await?;
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let now = uow.now();
            // The password may have been changed while it was checked.
            if !users::renew_password_hash(uow.conn(), caller.user, &hash, &hash).await? {
                return Err(ApiError::unauthorized().into());
            }
            if !proof.spend(uow, caller.user, &client).await? {
                return Err(rules::wrong_code().into());
            }
            Ok::<_, Error>(store::note_authenticated(uow.conn(), caller.session_id, now).await?)
        })
    });
    job.await
}

/// Returns the stored hash that the caller's password matches.
///
/// # Errors
/// 400 / 50035 at `field` if it does not match, 503 when the queue is full.
pub(super) async fn check_password(state: &State, caller: Caller, field: &str, password: &Secret) -> Result<String, Error> {
    let mut conn = state.db.read_first().await?;
    let stored = users::stored_password_of(&mut conn, caller.user).await?;
    drop(conn);
    let fit = Passwords::from(state).check(password, stored.as_deref()).await?;
    match stored {
        Some(hash) if fit != Fit::No => Ok(hash),
        _ => Err(Error::field(field, &FieldError::new("PASSWORD_WRONG", "Wrong password."))),
    }
}
