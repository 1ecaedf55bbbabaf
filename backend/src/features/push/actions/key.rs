//! The VAPID key pair of the instance. It survives a replacement of the server's key, but not its loss.

use crate::{
    db::DbError,
    features::push::{store, vapid::Vapid},
    kernel::{Keys, keys},
    state::State,
};

/// The key pair that browsers subscribed with. If the server's key was replaced, the pair remains, masked with the current key.
/// If the key was lost, a new pair is generated, and browsers subscribe again.
///
/// # Errors
/// When the database fails.
pub async fn adopt_key(state: &State) -> Result<Vapid, DbError> {
    let keys = state.config.keys();
    let stored = store::push_key(&mut state.db.read().await?).await?;
    let id = keys::id_of(&keys.current);
    let vapid = pair(&keys, stored.as_ref());
    let is_current = match &stored {
        Some((key_id, _)) => *key_id == id,
        None => keys.previous.is_none(),
    };
    if !is_current && !state.db.is_read_only() {
        let mask = vapid.mask(&keys.current);
        state.writer.run_write(move |uow| Box::pin(async move { store::put_push_key(uow.conn(), &id, &mask).await })).await?;
    }
    Ok(vapid)
}

/// Without a stored mask, the pair was derived from the previous key, if there is one.
fn pair(keys: &Keys, stored: Option<&(Vec<u8>, Vec<u8>)>) -> Vapid {
    let unmasked = stored.and_then(|(key_id, mask)| Vapid::unmasked(keys.find(key_id)?, mask));
    let derived_from = keys.previous.as_ref().filter(|_| stored.is_none()).unwrap_or(&keys.current);
    unmasked.unwrap_or_else(|| Vapid::of(derived_from))
}
