//! What a start does with the server's keys, and the token with which it makes its first operator.

pub use crate::features::push::vapid::Vapid;

use super::Running;
use crate::{
    db::Failure,
    features::{auth, push, users},
    kernel::Secret,
    state::State,
};

/// Binds what was derived from the server's key before to the one in use. Yields the key pair of pushes.
pub async fn adopt(state: &State) -> Result<Vapid, Failure> {
    auth::actions::adopt_key(state).await?;
    push::actions::adopt_key(state).await
}

impl Running {
    /// What makes somebody on another machine the first operator, while nobody operates the instance.
    pub async fn setup_token(&self) -> Option<&Secret> {
        let mut conn = self.state.db.read().await.ok()?;
        let has_operator = users::actions::has_operator(&mut conn).await.ok()?;
        (!has_operator).then(|| self.state.setup_token.secret())
    }
}
