//! The account's email address: verification, change, and revert.

use super::{
    EmailRequested,
    ending::revoke_all,
    fresh::require_fresh,
    history::{self, AccountEventKind},
};
use crate::{
    access::Caller,
    db::DbError,
    features::{
        auth::rules,
        auth::rules::Client,
        mail::actions::{self as mail, EmailKind, EmailTokenKind, EmailTokens, Recipient},
        users::actions::{self as users, EmailAddress},
    },
    http::Error,
    kernel::{ApiError, EmailTokenId, Form, Secret, UserId},
    state::State,
    writer::UnitOfWork,
};

/// Sends a verification email to the caller's address, unless it is verified.
///
/// # Errors
/// Only for internal errors.
pub async fn resend(state: &State, caller: Caller) -> Result<EmailRequested, Error> {
    let taken = state.limiter.take(rules::MAIL_ACCOUNT, caller.user);
    if taken.retry_after_s.is_some() {
        return Ok(EmailRequested::TooOften(taken));
    }
    let mut conn = state.db.read_first().await?;
    if users::current(&mut conn, &state.cache, caller.user).await?.verified {
        return Ok(EmailRequested::Done);
    }
    drop(conn);
    state.writer.run_write(move |uow| Box::pin(ask_to_verify(uow, caller.user))).await?;
    Ok(EmailRequested::Done)
}

/// Sends a verification email to the address of an account. Older links expire.
pub(super) async fn ask_to_verify(uow: &mut UnitOfWork, user: UserId) -> Result<(), DbError> {
    let Some(to) = users::recipient(uow, user).await? else { return Ok(()) };
    mail::end_links(uow, user, &[EmailTokenKind::Verify]).await?;
    let link = mail::link(uow, EmailTokenKind::Verify, user, Some(&to.address)).await?;
    mail::write(uow, EmailKind::Verify, &to, Some(link), None).await
}

/// Marks an address as verified.
///
/// # Errors
/// 400 / 50035 at `token` if the link is invalid, or the account's address has changed.
pub async fn verify(state: &State, token: &Secret) -> Result<(), Error> {
    let link = EmailTokens::from(&state.config).read(EmailTokenKind::Verify, token)?;
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let (user, address) = spend(uow, EmailTokenKind::Verify, link).await?;
            if users::confirm_address(uow, user, &address).await? { Ok(()) } else { Err(mail::link_invalid()) }
        })
    });
    job.await
}

async fn spend(uow: &mut UnitOfWork, kind: EmailTokenKind, link: EmailTokenId) -> Result<(UserId, String), Error> {
    let spent = mail::spend(uow, kind, link).await?;
    spent.user.zip(spent.email).ok_or_else(mail::link_invalid)
}

/// Starts a change of the caller's address: the new address gets a confirmation link, the old one a link that cancels the change.
/// The response does not reveal whether the new address has an account.
///
/// # Errors
/// 400 / 50035 at `email` for an invalid address, 403 / 200001 without a recent password check.
pub async fn change(state: &State, caller: Caller, email: &str, client: Client) -> Result<EmailRequested, Error> {
    let mut form = Form::new();
    let email = form.check("email", users::email(email));
    form.finish()?;
    let email = email.ok_or_else(ApiError::internal)?;
    let mut conn = state.db.read_first().await?;
    require_fresh(&mut conn, caller, state.clock.now()).await?;
    drop(conn);
    let mut taken = state.limiter.take(rules::MAIL_ACCOUNT, caller.user);
    if taken.retry_after_s.is_none() {
        taken = state.limiter.take(rules::MAIL_ACCOUNT, &email.key);
    }
    if taken.retry_after_s.is_some() {
        return Ok(EmailRequested::TooOften(taken));
    }
    let job = state.writer.run_write(move |uow| Box::pin(async move { begin_change(uow, caller, &email, &client).await }));
    job.await?;
    Ok(EmailRequested::Done)
}

async fn begin_change(uow: &mut UnitOfWork, caller: Caller, email: &EmailAddress, client: &Client) -> Result<(), Error> {
    let (now, user) = (uow.now(), caller.user);
    require_fresh(uow.conn(), caller, now).await?;
    let old = users::recipient(uow, user).await?.ok_or_else(ApiError::unauthorized)?;
    mail::end_links(uow, user, &[EmailTokenKind::Email]).await?;
    if users::email_key(&old.address) == email.key {
        return Ok(users::drop_pending_address(uow, user).await?);
    }
    users::expect_address(uow, user, &email.text, now.after(EmailTokenKind::Email.life())).await?;
    write_to_new(uow, user, &old, email).await?;
    let link = mail::link(uow, EmailTokenKind::Revert, user, Some(&old.address)).await?;
    mail::write(uow, EmailKind::Revert, &old, Some(link), Some(&email.text)).await?;
    Ok(history::note(uow, user, AccountEventKind::EmailChangeRequested, client).await?)
}

async fn write_to_new(uow: &mut UnitOfWork, user: UserId, old: &Recipient, email: &EmailAddress) -> Result<(), DbError> {
    if let Some(owner) = users::stored_password(uow.conn(), &email.key).await? {
        mail::link_to_nobody(uow, EmailTokenKind::Email).await?;
        let to = if owner.disabled { None } else { users::recipient(uow, owner.user).await? };
        return match to {
            Some(to) => mail::write(uow, EmailKind::AccountExists, &to, None, None).await,
            None => Ok(()),
        };
    }
    let link = mail::link(uow, EmailTokenKind::Email, user, Some(&email.text)).await?;
    let name = uow.model().user(user).map_or_else(String::new, |user| user.username.clone());
    let to = Recipient { address: email.text.clone(), name, ..old.clone() };
    mail::write(uow, EmailKind::Email, &to, Some(link), None).await
}

/// Sets the new address of an account. Other links sent to the old address expire.
///
/// # Errors
/// 400 / 50035 at `token` if the link is invalid, or the address has an account by now.
pub async fn confirm(state: &State, token: &Secret, client: Client) -> Result<(), Error> {
    let link = EmailTokens::from(&state.config).read(EmailTokenKind::Email, token)?;
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let (user, address) = spend(uow, EmailTokenKind::Email, link).await?;
            if !users::change_address(uow, user, &address).await? {
                return Err(mail::link_invalid());
            }
            mail::end_links(uow, user, &[EmailTokenKind::Reset, EmailTokenKind::Verify]).await?;
            Ok(history::note(uow, user, AccountEventKind::EmailChanged, &client).await?)
        })
    });
    job.await
}

/// Cancels or reverts a change of address, and ends all sessions, since the change may have been requested by a thief. Later
/// changes, and links that would revert them, expire: the owner of the oldest address takes precedence.
///
/// # Errors
/// 400 / 50035 at `token` if the link is invalid, or the address has another account by now.
pub async fn revert(state: &State, token: &Secret, client: Client) -> Result<(), Error> {
    const ENDED: &[EmailTokenKind] = &[EmailTokenKind::Reset, EmailTokenKind::Verify, EmailTokenKind::Email];
    let link = EmailTokens::from(&state.config).read(EmailTokenKind::Revert, token)?;
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let (user, address) = spend(uow, EmailTokenKind::Revert, link).await?;
            if !users::change_address(uow, user, &address).await? {
                return Err(mail::link_invalid());
            }
            mail::end_links(uow, user, ENDED).await?;
            mail::end_links_after(uow, user, &[EmailTokenKind::Revert], link).await?;
            revoke_all(uow, user, None).await?;
            Ok(history::note(uow, user, AccountEventKind::EmailChangeReverted, &client).await?)
        })
    });
    job.await
}
