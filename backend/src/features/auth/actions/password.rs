//! Changing the password.

use super::{
    ending::revoke_all,
    everything, fresh,
    history::{self, AccountEventKind},
};
use crate::{
    access::Caller,
    db::{Conn, Failure},
    features::{
        auth::{
            password_rules::{self, Known},
            passwords::Passwords,
            rules::Client,
            store,
        },
        mail::actions::{self as mail, LetterKind, LinkKind},
        users::actions as users,
    },
    http::Error,
    kernel::{Form, Refusal, Secret, UserId},
    state::State,
    work::Work,
};

/// A new password for the one that is shown.
#[derive(Debug)]
pub struct NewPassword {
    pub current: Secret,
    pub new: Secret,
    /// Whether all that lets others in with the caller's rights ends, too.
    pub everything: bool,
}

/// What others know of an account.
///
/// # Errors
/// When the database fails.
pub(super) async fn known(conn: &mut Conn, user: UserId) -> Result<Known, Failure> {
    let names = users::account_names(conn, user).await?;
    Ok(names.map_or_else(Known::default, |names| Known::of(&names.email, &names.username, names.display_name.as_deref())))
}

/// Changes the caller's password, and ends all their other log-ins.
///
/// # Errors
/// 400 / 50035 at `current_password` when it is wrong, at `new_password` when it may not be one; 503 when too many wait.
pub async fn change(state: &State, caller: Caller, change: NewPassword, client: Client) -> Result<(), Error> {
    let NewPassword { current, new, everything } = change;
    let mut conn = state.db.read().await?;
    let known = known(&mut conn, caller.user).await?;
    drop(conn);
    let mut form = Form::new();
    form.check("new_password", password_rules::length(&new).and_then(|()| password_rules::unlike(&new, &known)));
    form.finish()?;
    let before = fresh::check_password(state, caller, "current_password", &current).await?;
    let after = Passwords::from(state).hash_new(&new, known).await?.map_err(|weak| Error::field("new_password", &weak))?;
    let change = client.clone();
    let job = state.writer.run(move |work| Box::pin(async move { replace(work, caller, (&before, &after), &change).await }));
    job.await?;
    if everything { everything::end(state, caller.user, client).await } else { Ok(()) }
}

async fn replace(work: &mut Work, caller: Caller, (before, after): (&str, &str), client: &Client) -> Result<(), Error> {
    let now = work.now();
    if !users::renew_password_hash(work.conn(), caller.user, before, after).await? {
        return Err(Refusal::unauthorized().into());
    }
    revoke_all(work, caller.user, Some(caller.login)).await?;
    if store::totp(work.conn(), caller.user).await?.is_none() {
        store::note_authenticated(work.conn(), caller.login, now).await?;
    }
    history::note(work, caller.user, AccountEventKind::PasswordChanged, client).await?;
    Ok(after_new_password(work, caller.user, LetterKind::PasswordChanged).await?)
}

/// What was under way with the old password ends: links to a new password, and to another address. The owner is told.
pub(super) async fn after_new_password(work: &mut Work, user: UserId, letter: LetterKind) -> Result<(), Failure> {
    mail::end_links(work, user, &[LinkKind::Reset, LinkKind::Email]).await?;
    users::drop_pending_address(work, user).await?;
    match users::recipient(work, user).await? {
        Some(to) => mail::write(work, letter, &to, None, None).await,
        None => Ok(()),
    }
}
