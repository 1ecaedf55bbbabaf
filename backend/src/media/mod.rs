//! Images from outside, made harmless and kept by key.
//!
//! Invariants:
//! - Only PNG, JPEG, GIF and WebP are looked at, told apart by their first bytes, whatever a name or a type claims.
//! - What a file claims is read and limited before anything of it is decoded; nothing of its bytes is kept. What is stored
//!   and served is drawn anew from the pixels, so it has no metadata and is no other kind of file at the same time.
//! - At most two images are worked on at a time, within one sum of memory and a time each; the queue before them is bounded.
//! - A key is made by the server from the owner and the content. No text of a request is ever part of a path.
//! - An image is stored whole or not at all. One that is claimed by who is about to use it is not removed, and none is
//!   while a backup holds them.

pub mod default_avatars;
mod drawing;
#[cfg(fuzzing)]
pub mod fuzzing;
mod held;
mod kind;
mod owner;
mod permits;
mod probe;
mod store;

use std::path::Path;

pub use held::Held;
pub use kind::Kind;
pub use owner::{ImageError, Owner, blocking};
use permits::Permits;
pub use store::{Claim, Found, Hash, Key, Store};

use crate::kernel::ApiError;

/// Everything about images; one for the process.
#[derive(Debug)]
pub struct Media {
    store: Store,
    permits: Permits,
}

impl Media {
    /// Images in a folder, which is made when the first of them is stored.
    pub fn in_folder(folder: &Path) -> Self {
        Self { store: Store::new(folder), permits: Permits::new() }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Makes an image harmless and stores it. The claim is held until it is known whether the image is used.
    ///
    /// # Errors
    /// 415 / 50046 for other files, 422 / 50046 for broken or too large images, 503 when too many wait.
    pub async fn store_image(&self, owner: Owner, bytes: Vec<u8>) -> Result<Claim, ImageError> {
        let kind = Kind::of(&bytes).ok_or(ApiError::unsupported_media())?;
        let probe = probe::of(kind, &bytes).ok_or(ApiError::unreadable_media())?;
        let claim = self.store.claim(Key { owner, hash: Hash::of(owner, &bytes) });
        let images = self.permits.run(probe.decoding_bytes, move |deadline| drawing::redraw(kind, &bytes, deadline)).await?;
        let images = images.ok_or(ApiError::unreadable_media())?;
        let store = self.store.clone();
        let key = claim.key;
        blocking(move || store.write(key, &images)).await?;
        Ok(claim)
    }
}
