//! What a start does with the server's keys, and the token with which it makes its first operator.

pub use crate::features::push::vapid::Vapid;
use crate::{
    db::DbError,
    features::{auth, push},
    state::State,
};

/// Binds what was derived from the server's key before to the one in use. Yields the key pair of pushes.
pub async fn adopt(state: &State) -> Result<Vapid, DbError> {
    auth::actions::adopt_key(state).await?;
    push::actions::adopt_key(state).await
}
