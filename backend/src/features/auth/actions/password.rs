//! Password changes.

use super::{
    ending::revoke_all,
    everything, fresh,
    history::{self, AccountEventKind},
};
use crate::{
    access::Caller,
    db::{Conn, DbError},
    features::{
        auth::{
            password_rules::{self, Known},
            passwords::Passwords,
            rules::Client,
            store,
        },
        mail::actions::{self as mail, EmailKind, EmailTokenKind},
        users::actions as users,
    },
    http::Error,
    kernel::{ApiError, Form, Secret, UserId},
    state::State,
    writer::UnitOfWork,
};

/// The current and the new password.
#[derive(Debug)]
pub struct NewPassword {
    pub current: Secret,
    pub new: Secret,
    /// Whether to revoke other access of the account as well.
    pub everything: bool,
}

/// Publicly known data of an account.
///
/// # Errors
/// When the database fails.
pub(super) async fn known(conn: &mut Conn, user: UserId) -> Result<Known, DbError> {
    let names = users::account_names(conn, user).await?;
    Ok(names.map_or_else(Known::default, |names| Known::of(&names.email, &names.username, names.display_name.as_deref())))
}

/// Changes the caller's password, and ends all other sessions.
///
/// # Errors
/// 400 / 50035 at `current_password` if it is wrong, at `new_password` for a weak password; 503 when the queue is full.
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
    let job = state.writer.run_write(move |uow| Box::pin(async move { replace(uow, caller, (&before, &after), &change).await }));
    job.await?;
    if everything { everything::end(state, caller.user, client).await } else { Ok(()) }
}

async fn replace(uow: &mut UnitOfWork, caller: Caller, (before, after): (&str, &str), client: &Client) -> Result<(), Error> {
    let now = uow.now();
    if !users::renew_password_hash(uow.conn(), caller.user, before, after).await? {
        return Err(ApiError::unauthorized().into());
    }
    revoke_all(uow, caller.user, Some(caller.session_id)).await?;
    if store::totp(uow.conn(), caller.user).await?.is_none() {
        store::note_authenticated(uow.conn(), caller.session_id, now).await?;
    }
    history::note(uow, caller.user, AccountEventKind::PasswordChanged, client).await?;
    Ok(after_new_password(uow, caller.user, EmailKind::PasswordChanged).await?)
}

/// Pending resets and changes of address are cancelled. The owner is notified by email.
pub(super) async fn after_new_password(uow: &mut UnitOfWork, user: UserId, email: EmailKind) -> Result<(), DbError> {
    mail::end_links(uow, user, &[EmailTokenKind::Reset, EmailTokenKind::Email]).await?;
    users::drop_pending_address(uow, user).await?;
    match users::recipient(uow, user).await? {
        Some(to) => mail::write(uow, email, &to, None, None).await,
        None => Ok(()),
    }
}
