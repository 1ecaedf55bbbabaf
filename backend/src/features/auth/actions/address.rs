//! The address of one's account: confirming it, changing it, and taking a change back.

use super::{
    Asked,
    ending::revoke_all,
    fresh::require_fresh,
    history::{self, AccountEventKind},
};
use crate::{
    access::Caller,
    db::Failure,
    features::{
        auth::rules::Client,
        mail::actions::{self as mail, LetterKind, LinkKind, Links, Recipient},
        users::actions::{self as users, EmailAddress},
    },
    http::Error,
    kernel::{Form, LinkId, Refusal, Secret, UserId, limits},
    state::State,
    work::Work,
};

/// Writes to the caller's address, to have it confirmed. One that is confirmed gets no letter.
///
/// # Errors
/// Only when the server fails.
pub async fn resend(state: &State, caller: Caller) -> Result<Asked, Error> {
    let taken = state.limiter.take(limits::MAIL_ACCOUNT, caller.user);
    if taken.retry_after_s.is_some() {
        return Ok(Asked::TooOften(taken));
    }
    let mut conn = state.db.read_first().await?;
    if users::current(&mut conn, &state.cache, caller.user).await?.verified {
        return Ok(Asked::Done);
    }
    drop(conn);
    state.writer.run(move |work| Box::pin(ask_to_verify(work, caller.user))).await?;
    Ok(Asked::Done)
}

/// Writes to the address of an account, to have it confirmed. Older links end.
pub(super) async fn ask_to_verify(work: &mut Work, user: UserId) -> Result<(), Failure> {
    let Some(to) = users::recipient(work, user).await? else { return Ok(()) };
    mail::end_links(work, user, &[LinkKind::Verify]).await?;
    let link = mail::link(work, LinkKind::Verify, user, Some(&to.address)).await?;
    mail::write(work, LetterKind::Verify, &to, Some(link), None).await
}

/// Notes that an address is its owner's.
///
/// # Errors
/// 400 / 50035 at `token` when the link does nothing, or the account has another address by now.
pub async fn verify(state: &State, token: &Secret) -> Result<(), Error> {
    let link = Links::from(&state.config).read(LinkKind::Verify, token)?;
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            let (user, address) = spend(work, LinkKind::Verify, link).await?;
            if users::confirm_address(work, user, &address).await? { Ok(()) } else { Err(mail::link_invalid()) }
        })
    });
    turn.await
}

async fn spend(work: &mut Work, kind: LinkKind, link: LinkId) -> Result<(UserId, String), Error> {
    let spent = mail::spend(work, kind, link).await?;
    spent.user.zip(spent.email).ok_or_else(mail::link_invalid)
}

/// Begins to change the caller's address: the new one gets a link that does it, the old one a link that stops it. Whether
/// the new one has an account already is not to be seen.
///
/// # Errors
/// 400 / 50035 at `email` for what is no address, 403 / 200001 when the password was not shown lately.
pub async fn change(state: &State, caller: Caller, email: &str, client: Client) -> Result<Asked, Error> {
    let mut form = Form::new();
    let email = form.check("email", users::email(email));
    form.finish()?;
    let email = email.ok_or_else(Refusal::internal)?;
    let mut conn = state.db.read_first().await?;
    require_fresh(&mut conn, caller, state.clock.now()).await?;
    drop(conn);
    let mut taken = state.limiter.take(limits::MAIL_ACCOUNT, caller.user);
    if taken.retry_after_s.is_none() {
        taken = state.limiter.take(limits::MAIL_ACCOUNT, &email.key);
    }
    if taken.retry_after_s.is_some() {
        return Ok(Asked::TooOften(taken));
    }
    let turn = state.writer.run(move |work| Box::pin(async move { begin_change(work, caller, &email, &client).await }));
    turn.await?;
    Ok(Asked::Done)
}

async fn begin_change(work: &mut Work, caller: Caller, email: &EmailAddress, client: &Client) -> Result<(), Error> {
    let (now, user) = (work.now(), caller.user);
    require_fresh(work.conn(), caller, now).await?;
    let old = users::recipient(work, user).await?.ok_or_else(Refusal::unauthorized)?;
    mail::end_links(work, user, &[LinkKind::Email]).await?;
    if users::email_key(&old.address) == email.key {
        return Ok(users::drop_pending_address(work, user).await?);
    }
    users::expect_address(work, user, &email.text, now.after(LinkKind::Email.life())).await?;
    write_to_new(work, user, &old, email).await?;
    let link = mail::link(work, LinkKind::Revert, user, Some(&old.address)).await?;
    mail::write(work, LetterKind::Revert, &old, Some(link), Some(&email.text)).await?;
    Ok(history::note(work, user, AccountEventKind::EmailChangeRequested, client).await?)
}

async fn write_to_new(work: &mut Work, user: UserId, old: &Recipient, email: &EmailAddress) -> Result<(), Failure> {
    if let Some(owner) = users::stored_password(work.conn(), &email.key).await? {
        mail::link_to_nobody(work, LinkKind::Email).await?;
        let to = if owner.disabled { None } else { users::recipient(work, owner.user).await? };
        return match to {
            Some(to) => mail::write(work, LetterKind::AccountExists, &to, None, None).await,
            None => Ok(()),
        };
    }
    let link = mail::link(work, LinkKind::Email, user, Some(&email.text)).await?;
    let name = work.model().user(user).map_or_else(String::new, |user| user.username.clone());
    let to = Recipient { address: email.text.clone(), name, ..old.clone() };
    mail::write(work, LetterKind::Email, &to, Some(link), None).await
}

/// Gives the account its new address. What was sent to the old one for other purposes ends.
///
/// # Errors
/// 400 / 50035 at `token` when the link does nothing, or the address has an account by now.
pub async fn confirm(state: &State, token: &Secret, client: Client) -> Result<(), Error> {
    let link = Links::from(&state.config).read(LinkKind::Email, token)?;
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            let (user, address) = spend(work, LinkKind::Email, link).await?;
            if !users::change_address(work, user, &address).await? {
                return Err(mail::link_invalid());
            }
            mail::end_links(work, user, &[LinkKind::Reset, LinkKind::Verify]).await?;
            Ok(history::note(work, user, AccountEventKind::EmailChanged, &client).await?)
        })
    });
    turn.await
}

/// Stops a change of address, or takes it back, and ends all log-ins: whoever asked for it may be a thief. Later changes, and
/// links to take those back, end too, for the owner of the oldest address comes first.
///
/// # Errors
/// 400 / 50035 at `token` when the link does nothing, or the address has another account by now.
pub async fn revert(state: &State, token: &Secret, client: Client) -> Result<(), Error> {
    const ENDED: &[LinkKind] = &[LinkKind::Reset, LinkKind::Verify, LinkKind::Email];
    let link = Links::from(&state.config).read(LinkKind::Revert, token)?;
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            let (user, address) = spend(work, LinkKind::Revert, link).await?;
            if !users::change_address(work, user, &address).await? {
                return Err(mail::link_invalid());
            }
            mail::end_links(work, user, ENDED).await?;
            mail::end_links_after(work, user, &[LinkKind::Revert], link).await?;
            revoke_all(work, user, None).await?;
            Ok(history::note(work, user, AccountEventKind::EmailChangeReverted, &client).await?)
        })
    });
    turn.await
}
