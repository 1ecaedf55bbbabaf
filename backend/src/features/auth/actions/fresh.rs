//! Showing the password again: what changes hands only to whoever knows it asks that it was shown a moment ago, so that a
//! stolen access token is not enough.

use crate::{
    access::Caller,
    db::Conn,
    features::{
        auth::{passwords::Passwords, rules, store},
        users::actions as users,
    },
    http::Error,
    kernel::{FieldError, Refusal, Secret, Timestamp},
    state::State,
};

/// Refuses a caller whose log-in has not shown its password lately.
///
/// # Errors
/// 403 / 200001.
pub async fn require_fresh(conn: &mut Conn, caller: Caller, now: Timestamp) -> Result<(), Error> {
    let shown = store::authenticated_at(conn, caller.login).await?;
    if shown.is_some_and(|shown| now.since(shown) <= rules::FRESH) {
        Ok(())
    } else {
        Err(Refusal::reauthentication_required().into())
    }
}

/// Notes that the caller has shown the password.
///
/// # Errors
/// 400 / 50035 at `password` when it is wrong, 503 when too many wait.
pub async fn reauthenticate(state: &State, caller: Caller, password: &Secret) -> Result<(), Error> {
    check_password(state, caller, "password", password).await?;
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            let now = work.now();
            store::note_authenticated(work.conn(), caller.login, now).await
        })
    });
    Ok(turn.await?)
}

/// Yields the hash that the caller's password fits.
///
/// # Errors
/// 400 / 50035 at `field` when it does not, 503 when too many wait.
pub(super) async fn check_password(state: &State, caller: Caller, field: &str, password: &Secret) -> Result<String, Error> {
    let mut conn = state.db.read().await?;
    let stored = users::stored_password_of(&mut conn, caller.user).await?;
    drop(conn);
    let fits = Passwords::from(state).fits(password, stored.as_deref()).await?;
    match stored {
        Some(hash) if fits => Ok(hash),
        _ => Err(Error::field(field, &FieldError::new("PASSWORD_WRONG", "This is not the password."))),
    }
}
