//! Sessions held in memory until they can be stored.

use super::opened::Opened;
use crate::{
    access::WaitingSession,
    cache::SessionChange,
    features::auth::tokens,
    kernel::{Secret, SessionId, limits},
    state::State,
    writer::UnitOfWork,
};

/// The unstored session of a refresh token.
pub(super) fn waiting(state: &State, token: &Secret) -> Option<Opened> {
    let WaitingSession { user, session_id, expires_at, .. } = state.waiting_sessions.with_token(&tokens::hash(token))?;
    Some(Opened { user, session_id, token: token.clone(), expires_at })
}

/// Ends an unstored session.
pub(super) fn end(uow: &mut UnitOfWork, session_id: SessionId) {
    uow.apply(SessionChange::Revoked(session_id, uow.monotonic().after(limits::ACCESS_TOKEN_LIFETIME)));
}
