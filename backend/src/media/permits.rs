//! Who works on an image, and when: few at a time, within one sum of memory, each within its time.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::Semaphore;

use crate::{
    db::DbError,
    kernel::{ApiError, limits},
    media::ImageError,
};

/// Images that are worked on at a time.
const AT_ONCE: usize = 2;
/// Images that may wait or be worked on.
const PLACES: usize = 16;
/// For each image, from the beginning of the work on it.
const TIME: Duration = Duration::from_secs(5);
const MIB: u64 = 1024 * 1024;

#[derive(Debug)]
pub(super) struct Permits {
    places: Semaphore,
    permits: Arc<Semaphore>,
    /// In MiB, shared by all who work.
    memory: Arc<Semaphore>,
}

impl Permits {
    pub fn new() -> Self {
        Self {
            places: Semaphore::new(PLACES),
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            memory: Arc::new(Semaphore::new(mib(limits::IMAGE_DECODING_BYTES) as usize)),
        }
    }

    /// Runs `task` when its turn comes. It is given the time by which it must end.
    ///
    /// # Errors
    /// 503 when too many wait; 422 / 50046 when it needs more memory or time than an image may.
    pub async fn run<T: Send + 'static>(
        &self,
        memory_bytes: u64,
        task: impl FnOnce(Instant) -> T + Send + 'static,
    ) -> Result<T, ImageError> {
        if memory_bytes > limits::IMAGE_DECODING_BYTES {
            return Err(ApiError::unreadable_media().into());
        }
        let _place = self.places.try_acquire().map_err(|_| ApiError::unavailable())?;
        let ended = |_| ApiError::unavailable();
        let permit = self.permits.clone().acquire_owned().await.map_err(ended)?;
        let memory = self.memory.clone().acquire_many_owned(mib(memory_bytes)).await.map_err(ended)?;
        let done = tokio::task::spawn_blocking(move || {
            // They end with the work, not with the wait for it: what takes too long must not make room for another.
            let _held = (permit, memory);
            task(Instant::now() + TIME)
        });
        match tokio::time::timeout(TIME, done).await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(_)) => Err(DbError::Panicked.into()),
            Err(_) => Err(ApiError::unreadable_media().into()),
        }
    }
}

fn mib(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(MIB)).unwrap_or(u32::MAX)
}
