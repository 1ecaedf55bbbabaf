//! Changing the password.

use super::{
    ending::revoke_all,
    forgotten::after_new_password,
    fresh,
    history::{self, AccountEventKind},
};
use crate::{
    access::Caller,
    features::{
        auth::{
            passwords::Passwords,
            rules::{self, Client},
            store,
        },
        mail::actions::LetterKind,
        users::actions as users,
    },
    http::Error,
    kernel::{Form, Refusal, Secret},
    state::State,
    work::Work,
};

/// Changes the caller's password, and ends all their other log-ins.
///
/// # Errors
/// 400 / 50035 at `current_password` when it is wrong, at `new_password` when it may not be one; 503 when too many wait.
pub async fn change(state: &State, caller: Caller, current: &Secret, new: &Secret, client: Client) -> Result<(), Error> {
    let mut form = Form::new();
    form.check("new_password", rules::password(new));
    form.finish()?;
    let before = fresh::check_password(state, caller, "current_password", current).await?;
    let after = Passwords::from(state).hash(new).await?;
    let turn = state.writer.run(move |work| Box::pin(async move { replace(work, caller, &before, &after, &client).await }));
    turn.await
}

async fn replace(work: &mut Work, caller: Caller, before: &str, after: &str, client: &Client) -> Result<(), Error> {
    let now = work.now();
    if !users::renew_password_hash(work.conn(), caller.user, before, after).await? {
        return Err(Refusal::unauthorized().into());
    }
    revoke_all(work, caller.user, Some(caller.login)).await?;
    store::note_authenticated(work.conn(), caller.login, now).await?;
    history::note(work, caller.user, AccountEventKind::PasswordChanged, client).await?;
    Ok(after_new_password(work, caller.user, LetterKind::PasswordChanged).await?)
}
