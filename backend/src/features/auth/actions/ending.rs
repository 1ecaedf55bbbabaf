//! Going out: by oneself, on all devices, or because a log-in has ended.

use std::sync::Arc;

use super::{
    everything,
    fresh::require_fresh,
    history::{self, AccountEventKind},
    waiting,
};
use crate::{
    access::Caller,
    cache::SessionChange,
    db::Failure,
    features::{
        auth::{
            requests::LogoutAllRequest,
            rules::{self, Client},
            store, tokens,
        },
        push,
    },
    http::Error,
    kernel::{LoginId, Refusal, Secret, UserId, limits},
    observe::security_event,
    state::State,
    work::Work,
};

/// Ends a log-in: its refresh tokens, its access tokens and its sessions. Yields its user, or nothing if it had been ended
/// before.
pub(super) async fn revoke(work: &mut Work, login: LoginId) -> Result<Option<UserId>, Failure> {
    let now = work.now();
    let user = store::revoke(work.conn(), login, now).await?;
    if let Some(user) = user {
        push::actions::end(work, user, login).await?;
        work.apply(SessionChange::LoginRevoked(login, work.monotonic().after(limits::ACCESS_TOKEN_LIFETIME)));
    }
    Ok(user)
}

/// Ends every log-in of a user, but for the one to `keep`. Yields how many were ended.
///
/// # Errors
/// When the database fails.
pub async fn revoke_all(work: &mut Work, user: UserId, keep: Option<LoginId>) -> Result<u64, Failure> {
    let (now, mut ended) = (work.now(), 0);
    for login in store::revoke_all(work.conn(), user, keep.unwrap_or(LoginId::new(0)), now).await? {
        push::actions::end(work, user, login).await?;
        work.apply(SessionChange::LoginRevoked(login, work.monotonic().after(limits::ACCESS_TOKEN_LIFETIME)));
        ended += 1;
    }
    Ok(ended)
}

/// Ends every log-in of a user who goes for good, and forgets all that is known of them here. The log-ins themselves stay
/// until their access tokens are dead, without a word of where they came from.
///
/// # Errors
/// When the database fails.
pub async fn erase(work: &mut Work, user: UserId) -> Result<(), Failure> {
    revoke_all(work, user, None).await?;
    store::blank_logins(work.conn(), user).await?;
    store::delete_recovery_codes(work.conn(), user).await?;
    store::delete_events_of(work.conn(), user).await
}

/// Logs out: ends the log-in of the refresh token, or of the access token when no refresh token is given.
/// What has ended already stays so.
///
/// # Errors
/// 401 when there is neither.
pub async fn log_out(state: &State, token: Option<Secret>, caller: Option<Caller>) -> Result<(), Error> {
    if token.is_none() && caller.is_none() {
        return Err(Refusal::unauthorized().into());
    }
    let shown = match &token {
        Some(token) => waiting::waiting(state, token).map(|opened| opened.login),
        None => caller.map(|caller| caller.login),
    };
    let waiting_login = shown.filter(|login| state.waiting_sessions.remove(*login));
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            if let Some(login) = waiting_login {
                waiting::end(work, login);
            }
            let login = match token {
                Some(token) => store::login_of(work.conn(), &tokens::hash(&token)).await?,
                None => caller.map(|caller| caller.login),
            };
            if let Some(login) = login
                && revoke(work, login).await?.is_some()
            {
                security_event!("logged_out", %login, "logged out");
            }
            Ok::<_, Error>(())
        })
    });
    turn.await
}

/// Logs out on all devices, or on all others; with `everything` also what else lets others in ends.
///
/// # Errors
/// With `everything`, 403 / 200001 when the password was not shown lately.
pub async fn log_out_all(state: &State, caller: Caller, request: LogoutAllRequest, client: Client) -> Result<(), Error> {
    let client = Arc::new(client);
    loop {
        let client = Arc::clone(&client);
        let job = state.writer.run(move |work| Box::pin(async move { log_out_step(work, caller, request, &client).await }));
        if !job.await? {
            return Ok(());
        }
    }
}

/// The log-ins end last, so that who asks again after a failure still can. Yields whether there is more to end before.
async fn log_out_step(work: &mut Work, caller: Caller, request: LogoutAllRequest, client: &Client) -> Result<bool, Error> {
    let LogoutAllRequest { keep_current, everything } = request;
    if everything {
        let now = work.now();
        require_fresh(work.conn(), caller, now).await?;
        if everything::end_some(work, caller.user, client).await? {
            return Ok(true);
        }
    }
    let ended = revoke_all(work, caller.user, keep_current.then_some(caller.login)).await?;
    history::note(work, caller.user, AccountEventKind::LogoutAll, client).await?;
    tracing::info!(user = %caller.user, ended, "all sessions ended");
    Ok(false)
}

/// Forgets some log-ins that ended so long ago that nothing of them can be alive, and some events that are too old to matter. Run now
/// and then, until it yields that there is no more.
///
/// # Errors
/// When the database fails.
pub async fn forget_ended(work: &mut Work) -> Result<bool, Failure> {
    let now = work.now();
    let safely = now.before(limits::ACCESS_TOKEN_LIFETIME.max(rules::GRACE) * 2);
    let events_left = history::forget_old(work).await?;
    let ended = store::ended(work.conn(), safely, safely.before(rules::IDLE), safely).await?;
    for login in &ended {
        if store::delete_some_of(work.conn(), *login).await? {
            return Ok(true);
        }
    }
    Ok(events_left || !ended.is_empty())
}

/// Forgets some refresh tokens of somebody who is gone. Yields whether there may be more.
///
/// # Errors
/// When the database fails.
pub async fn forget_some_tokens(work: &mut Work, user: UserId) -> Result<bool, Failure> {
    store::delete_some_tokens(work.conn(), user).await
}
