//! Beginning a log-in.

use super::{
    ending,
    opened::{Opened, SignedIn},
};
use crate::{
    db::Failure,
    features::{
        auth::{
            rules::{self, Client},
            store, tokens,
        },
        users::actions as users,
    },
    http::Error,
    kernel::{LoginId, Timestamp, UserId, limits},
    state::State,
    work::Work,
};

/// Begins a log-in.
pub(super) async fn open(work: &mut Work, user: UserId, client: &Client) -> Result<Opened, Failure> {
    let (login, token) = (LoginId::new(work.next_id()), tokens::first());
    let expires_at = open_as(work, user, client, (login, &tokens::hash(&token))).await?;
    Ok(Opened { user, login, token, expires_at })
}

/// Begins a log-in with this refresh token. Of too many, those used longest ago end. Yields when it ends.
pub(super) async fn open_as(
    work: &mut Work,
    user: UserId,
    client: &Client,
    (login, token_hash): (LoginId, &[u8]),
) -> Result<Timestamp, Failure> {
    let now = work.now();
    for surplus in store::beyond(work.conn(), user, now, now.before(rules::IDLE), limits::LOGINS_PER_USER - 1).await? {
        ending::revoke(work, surplus).await?;
    }
    let expires_at = now.after(rules::ABSOLUTE);
    store::insert_login(work.conn(), (login, user), client, now, expires_at).await?;
    store::insert_token(work.conn(), token_hash, login, now).await?;
    Ok(expires_at)
}

pub(super) async fn signed_in(state: &State, opened: Opened) -> Result<SignedIn, Error> {
    let mut conn = state.db.read_first().await?;
    Ok(SignedIn {
        user: users::current(&mut conn, &state.cache, opened.user).await?,
        access: state.tokens.issue(opened.user, opened.login),
        access_lifetime: state.tokens.lifetime(),
        refresh: opened.token,
        refresh_lifetime: rules::idle_left(state.clock.now(), opened.expires_at),
    })
}
