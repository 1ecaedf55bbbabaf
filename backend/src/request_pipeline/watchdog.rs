//! Measures how long handlers block their worker. A worker serves many requests, so a poll of tens of milliseconds is a bug: such
//! work belongs in the blocking pool, or on a thread of its own.

use std::{future::poll_fn, pin::pin, time::Duration};

use actix_web::{Error as ActixError, dev::ServiceResponse};

use crate::observe::metrics;

/// A longer poll is slow.
const SLOW: Duration = Duration::from_millis(50);
/// Stands for a request without a route.
const NO_ROUTE: &str = "-";

/// The slow polls of one request, including a cancelled one.
#[derive(Default)]
struct Slow {
    steps: u64,
    longest: Duration,
}

/// Awaits a response, and counts the slow polls by route.
pub async fn watched<B>(
    answer: impl Future<Output = Result<ServiceResponse<B>, ActixError>>,
) -> Result<ServiceResponse<B>, ActixError> {
    let (mut answer, mut slow) = (pin!(answer), Slow::default());
    let answer = poll_fn(|context| {
        let began = Began::now();
        let polled = answer.as_mut().poll(context);
        slow.note(began.took());
        polled
    });
    let answer = answer.await;
    let pattern = answer.as_ref().ok().filter(|_| slow.steps > 0).and_then(|answer| answer.request().match_pattern());
    slow.report(pattern.as_deref().unwrap_or(NO_ROUTE));
    answer
}

impl Slow {
    fn note(&mut self, took: Duration) {
        if took >= SLOW {
            self.steps += 1;
            self.longest = self.longest.max(took);
        }
    }

    fn report(&mut self, route: &str) {
        if self.steps == 0 {
            return;
        }
        metrics().polled_slowly(route, self.steps);
        if cfg!(debug_assertions) {
            tracing::warn!(route, steps = self.steps, longest_ms = self.longest.as_millis(), "a handler blocks its worker");
        }
        self.steps = 0;
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        self.report(NO_ROUTE);
    }
}

/// The start of a poll. A debug build measures the CPU time of the thread, since tests share the machine with other processes;
/// that needs a system call, so a release build measures wall time.
struct Began(#[cfg(debug_assertions)] Duration, #[cfg(not(debug_assertions))] std::time::Instant);

#[cfg(debug_assertions)]
impl Began {
    fn now() -> Self {
        Self(processor_time())
    }

    fn took(&self) -> Duration {
        processor_time().saturating_sub(self.0)
    }
}

#[cfg(debug_assertions)]
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

#[cfg(not(debug_assertions))]
impl Began {
    fn now() -> Self {
        Self(std::time::Instant::now())
    }

    fn took(&self) -> Duration {
        self.0.elapsed()
    }
}
