//! Permits of image processing: few at a time, within a memory budget, each with a time limit.

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

/// Number of images processed at a time.
const AT_ONCE: usize = 2;
/// Maximum number of queued and processed images.
const PLACES: usize = 16;
/// Time limit of an image, from the start of its processing.
const TIME: Duration = Duration::from_secs(5);
const MIB: u64 = 1024 * 1024;

#[derive(Debug)]
pub(super) struct Permits {
    places: Semaphore,
    permits: Arc<Semaphore>,
    /// In MiB, shared by all.
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

    /// Runs `task` when a permit is free, with its deadline.
    ///
    /// # Errors
    /// 503 when the queue is full; 422 / 50046 if an image needs too much memory or time.
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
            // The permits are released when the task ends, even if nobody waits for it any more.
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
