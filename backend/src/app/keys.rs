//! Handling of the server's keys at start-up, and the setup token.

pub use crate::features::push::vapid::Vapid;
use crate::{
    db::DbError,
    features::{auth, push},
    state::State,
};

/// Binds what was derived from the previous server key to the current one. Returns the VAPID key pair.
pub async fn adopt(state: &State) -> Result<Vapid, DbError> {
    auth::actions::adopt_key(state).await?;
    push::actions::adopt_key(state).await
}
