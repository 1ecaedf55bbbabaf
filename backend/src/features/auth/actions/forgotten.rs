//! A new password for who has forgotten theirs.

use super::{
    Asked,
    ending::revoke_all,
    everything,
    history::{self, AccountEventKind},
    password::{after_new_password, known},
};
use crate::{
    db::Failure,
    features::{
        auth::{password_rules, passwords::Passwords, requests::ResetPasswordRequest, rules::Client},
        mail::actions::{self as mail, LetterKind, LinkKind, Links},
        users::actions as users,
    },
    http::Error,
    kernel::{Form, LinkId, UserId, limits},
    state::State,
    work::Work,
};

/// Writes a link to the owner of an address, if it has one. Whether it has is not to be seen: not in the answer, and not in
/// its time, for something is stored either way.
///
/// # Errors
/// Only when the server fails.
pub async fn ask(state: &State, email: &str) -> Result<Asked, Error> {
    let key = users::email_key(email);
    let taken = state.limiter.take(limits::MAIL_ACCOUNT, &key);
    if taken.retry_after_s.is_some() {
        return Ok(Asked::TooOften(taken));
    }
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            let owner = users::stored_password(work.conn(), &key).await?;
            match owner.filter(|owner| !owner.disabled) {
                Some(owner) => write_link(work, owner.user).await,
                None => mail::link_to_nobody(work, LinkKind::Reset).await,
            }
        })
    });
    turn.await?;
    Ok(Asked::Done)
}

async fn write_link(work: &mut Work, user: UserId) -> Result<(), Failure> {
    let Some(to) = users::recipient(work, user).await? else { return Ok(()) };
    mail::end_links(work, user, &[LinkKind::Reset]).await?;
    let link = mail::link(work, LinkKind::Reset, user, None).await?;
    mail::write(work, LetterKind::Reset, &to, Some(link), None).await
}

/// Sets a new password by a link, and ends all log-ins; with `everything` also what else lets others in with the account's rights.
/// The second factor stays as it is.
///
/// # Errors
/// 400 / 50035 at `token` when the link does nothing, at `password` when that may not be one; 503 when too many wait.
pub async fn reset(state: &State, request: ResetPasswordRequest, client: Client) -> Result<(), Error> {
    let ResetPasswordRequest { token, password, everything } = request;
    let mut form = Form::new();
    form.check("password", password_rules::length(&password));
    form.finish()?;
    let link = Links::from(&state.config).read(LinkKind::Reset, &token)?;
    let mut conn = state.db.read_first().await?;
    let user = mail::owner_of(&mut conn, LinkKind::Reset, link, state.clock.now()).await?;
    let known = known(&mut conn, user).await?;
    drop(conn);
    password_rules::unlike(&password, &known).map_err(|wrong| Error::field("password", &wrong))?;
    let hash = Passwords::from(state).hash_new(&password, known).await?.map_err(|weak| Error::field("password", &weak))?;
    let change = client.clone();
    let user = state.writer.run(move |work| Box::pin(async move { replace(work, link, &hash, &change).await })).await?;
    if everything { everything::end(state, user, client).await } else { Ok(()) }
}

async fn replace(work: &mut Work, link: LinkId, hash: &str, client: &Client) -> Result<UserId, Error> {
    let user = mail::spend(work, LinkKind::Reset, link).await?.user()?;
    if !users::set_password_hash(work.conn(), user, hash).await? {
        return Err(mail::link_invalid());
    }
    revoke_all(work, user, None).await?;
    history::note(work, user, AccountEventKind::PasswordReset, client).await?;
    after_new_password(work, user, LetterKind::PasswordReset).await?;
    Ok(user)
}
