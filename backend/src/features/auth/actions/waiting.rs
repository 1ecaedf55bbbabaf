//! Sessions that wait in memory until there is room to store them.

use super::opened::Opened;
use crate::{
    access::WaitingSession,
    cache::SessionChange,
    features::auth::tokens,
    kernel::{LoginId, Secret, limits},
    state::State,
    work::Work,
};

/// The waiting session of a refresh token.
pub(super) fn waiting(state: &State, token: &Secret) -> Option<Opened> {
    let WaitingSession { user, login, expires_at, .. } = state.waiting_sessions.with_token(&tokens::hash(token))?;
    Some(Opened { user, login, token: token.clone(), expires_at })
}

/// Ends a session that is not stored.
pub(super) fn end(work: &mut Work, login: LoginId) {
    work.apply(SessionChange::LoginRevoked(login, work.monotonic().after(limits::ACCESS_TOKEN_LIFETIME)));
}
