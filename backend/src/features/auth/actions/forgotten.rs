//! Password reset.

use super::{
    EmailRequested,
    ending::revoke_all,
    everything,
    history::{self, AccountEventKind},
    password::{after_new_password, known},
};
use crate::{
    db::DbError,
    features::{
        auth::rules,
        auth::{password_rules, passwords::Passwords, requests::ResetPasswordRequest, rules::Client},
        mail::actions::{self as mail, EmailKind, EmailTokenKind, EmailTokens},
        users::actions as users,
    },
    http::Error,
    kernel::{EmailTokenId, Form, UserId},
    state::State,
    writer::UnitOfWork,
};

/// Sends a reset link to an address if it has an account. Neither the response nor its time reveals whether it has, since a row
/// is stored in either case.
///
/// # Errors
/// Only for internal errors.
pub async fn ask(state: &State, email: &str) -> Result<EmailRequested, Error> {
    let key = users::email_key(email);
    let taken = state.limiter.take(rules::MAIL_ACCOUNT, &key);
    if taken.retry_after_s.is_some() {
        return Ok(EmailRequested::TooOften(taken));
    }
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let owner = users::stored_password(uow.conn(), &key).await?;
            match owner.filter(|owner| !owner.disabled) {
                Some(owner) => write_link(uow, owner.user).await,
                None => mail::link_to_nobody(uow, EmailTokenKind::Reset).await,
            }
        })
    });
    job.await?;
    Ok(EmailRequested::Done)
}

async fn write_link(uow: &mut UnitOfWork, user: UserId) -> Result<(), DbError> {
    let Some(to) = users::recipient(uow, user).await? else { return Ok(()) };
    mail::end_links(uow, user, &[EmailTokenKind::Reset]).await?;
    let link = mail::link(uow, EmailTokenKind::Reset, user, None).await?;
    mail::write(uow, EmailKind::Reset, &to, Some(link), None).await
}

/// Sets a new password with a reset link, and ends all sessions; with `everything`, revokes other access as well. The second
/// factor remains.
///
/// # Errors
/// 400 / 50035 at `token` if the link is invalid, at `password` for a weak password; 503 when the queue is full.
pub async fn reset(state: &State, request: ResetPasswordRequest, client: Client) -> Result<(), Error> {
    let ResetPasswordRequest { token, password, everything } = request;
    let mut form = Form::new();
    form.check("password", password_rules::length(&password));
    form.finish()?;
    let link = EmailTokens::from(&state.config).read(EmailTokenKind::Reset, &token)?;
    let mut conn = state.db.read_first().await?;
    let user = mail::owner_of(&mut conn, EmailTokenKind::Reset, link, state.clock.now()).await?;
    let known = known(&mut conn, user).await?;
    drop(conn);
    password_rules::unlike(&password, &known).map_err(|wrong| Error::field("password", &wrong))?;
    let hash = Passwords::from(state).hash_new(&password, known).await?.map_err(|weak| Error::field("password", &weak))?;
    let change = client.clone();
    let user = state.writer.run_write(move |uow| Box::pin(async move { replace(uow, link, &hash, &change).await })).await?;
    if everything { everything::end(state, user, client).await } else { Ok(()) }
}

async fn replace(uow: &mut UnitOfWork, link: EmailTokenId, hash: &str, client: &Client) -> Result<UserId, Error> {
    let user = mail::spend(uow, EmailTokenKind::Reset, link).await?.user()?;
    if !users::set_password_hash(uow.conn(), user, hash).await? {
        return Err(mail::link_invalid());
    }
    revoke_all(uow, user, None).await?;
    history::note(uow, user, AccountEventKind::PasswordReset, client).await?;
    after_new_password(uow, user, EmailKind::PasswordReset).await?;
    Ok(user)
}
