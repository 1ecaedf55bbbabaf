//! Opening sessions.

use super::{
    ending,
    opened::{Opened, SignedIn},
};
use crate::{
    db::DbError,
    features::{
        auth::{
            rules::{self, Client},
            store, tokens,
        },
        users::actions as users,
    },
    http::Error,
    kernel::{SessionId, Timestamp, UserId},
    state::State,
    writer::UnitOfWork,
};

/// Opens a session.
pub(super) async fn open(uow: &mut UnitOfWork, user: UserId, client: &Client) -> Result<Opened, DbError> {
    let (session_id, token) = (SessionId::new(uow.next_id()), tokens::first());
    let expires_at = open_as(uow, user, client, (session_id, &tokens::hash(&token))).await?;
    Ok(Opened { user, session_id, token, expires_at })
}

/// Opens a session with this refresh token. Beyond the limit, the sessions used longest ago are revoked. Returns the expiry.
pub(super) async fn open_as(
    uow: &mut UnitOfWork,
    user: UserId,
    client: &Client,
    (session_id, token_hash): (SessionId, &[u8]),
) -> Result<Timestamp, DbError> {
    let now = uow.now();
    for surplus in store::beyond(uow.conn(), user, now, now.before(rules::IDLE), rules::AUTH_SESSIONS_PER_USER - 1).await? {
        ending::revoke(uow, surplus).await?;
    }
    let expires_at = now.after(rules::ABSOLUTE);
    store::insert_session(uow.conn(), (session_id, user), client, now, expires_at).await?;
    store::insert_token(uow.conn(), token_hash, session_id, now).await?;
    Ok(expires_at)
}

pub(super) async fn signed_in(state: &State, opened: Opened) -> Result<SignedIn, Error> {
    let mut conn = state.db.read_first().await?;
    Ok(SignedIn {
        user: users::current(&mut conn, &state.cache, opened.user).await?,
        access: state.tokens.issue(opened.user, opened.session_id),
        access_lifetime: state.tokens.lifetime(),
        refresh: opened.token,
        refresh_lifetime: rules::idle_left(state.clock.now(), opened.expires_at),
    })
}
