//! Storing images, and removing unused ones.

use std::{
    fs,
    time::{Duration, UNIX_EPOCH},
};

use futures_util::future::BoxFuture;

pub use super::rules::data_uri;
use crate::{
    cache::Cache,
    db::DbError,
    http::Error,
    kernel::Patch,
    media::{self, Hash, Key, Kind, Owner},
    state::State,
    writer::UnitOfWork,
};

/// Age at which an unused image is removed by [`sweep`].
const GRACE: Duration = Duration::from_hours(1);

/// Stores an image, runs a write job that refers to it by its hash, and removes the image that is unused afterwards: the previous
/// one, which the job returns, or the new one if the job fails.
///
/// # Errors
/// The error of the job; 415 or 422 / 50046 for an invalid image; 503 when the queue is full.
pub async fn replace<F, T>(state: &State, owner: Owner, image: Patch<Vec<u8>>, act: F) -> Result<T, Error>
where
    F: for<'w> FnOnce(&'w mut UnitOfWork, Patch<String>) -> BoxFuture<'w, Result<(T, Option<String>), Error>> + Send + 'static,
    T: Send + 'static,
{
    let (hash, claim) = match image {
        Patch::Value(bytes) => {
            let claim = state.media.store_image(owner, bytes).await?;
            (Patch::Value(claim.key.hash.to_string()), Some(claim))
        }
        Patch::Null => (Patch::Null, None),
        Patch::Absent => (Patch::Absent, None),
    };
    let new = hash.clone().into_value();
    // The claim is moved into the job and returned with its result, so that it holds even if the request is cancelled.
    let job = state.writer.run_write(move |uow| Box::pin(async move { Ok::<_, Error>((act(uow, hash).await?, claim)) }));
    match job.await {
        Ok(((value, before), claim)) => {
            drop(claim);
            release_image(state, owner, before.as_deref()).await;
            Ok(value)
        }
        Err(error) => {
            release_image(state, owner, new.as_deref()).await;
            Err(error)
        }
    }
}

/// The largest stored size of an image, if it exists.
///
/// # Errors
/// When the disk fails.
pub async fn largest(state: &State, owner: Owner, hash: &str) -> Result<Option<(Kind, Vec<u8>)>, DbError> {
    let Some(hash) = Hash::parse(hash) else { return Ok(None) };
    let store = state.media.store().clone();
    media::blocking(move || {
        let found = store.find(Key { owner, hash }, u32::MAX)?;
        found.map(|found| Ok((found.kind, fs::read(found.path)?))).transpose()
    })
    .await
}

/// Removes an image if it is unused. On failure it is left to [`sweep`].
pub async fn release_image(state: &State, owner: Owner, hash: Option<&str>) {
    let Some(hash) = hash.and_then(Hash::parse) else { return };
    let (store, cache) = (state.media.store().clone(), state.cache.clone());
    let key = Key { owner, hash };
    let removed = media::blocking(move || store.remove(key, || is_used(&cache, key))).await;
    if let Err(error) = removed {
        tracing::warn!(%error, "an image was not removed");
    }
}

/// Removes all old unused images: those whose write job was interrupted, and those of deleted owners.
///
/// # Errors
/// When the disk fails.
pub async fn sweep(state: &State) -> Result<(), DbError> {
    let (store, cache) = (state.media.store().clone(), state.cache.clone());
    let now = UNIX_EPOCH + Duration::from_millis(u64::try_from(state.clock.now().as_ms()).unwrap_or(0));
    media::blocking(move || {
        for key in store.older_than(GRACE, now)? {
            if !is_used(&cache, key) {
                store.remove(key, || is_used(&cache, key))?;
            }
        }
        Ok(())
    })
    .await
}

fn is_used(cache: &Cache, Key { owner, hash }: Key) -> bool {
    let model = cache.read();
    let shown = match owner {
        Owner::User(id) => model.user(id).and_then(|user| user.avatar.as_deref()),
        Owner::Guild(id) => model.guild(id).and_then(|guild| guild.icon.as_deref()),
        Owner::DmChannel(id) => model.dm_channel(id).and_then(|group| group.icon.as_deref()),
    };
    shown.and_then(Hash::parse) == Some(hash)
}
