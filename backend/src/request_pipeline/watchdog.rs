//! Watches how long handlers keep their worker busy at a stretch. A worker serves many, so a step of tens of milliseconds is a
//! fault: such work belongs into the pool for slow work, or into a thread of its own.

use std::{future::poll_fn, pin::pin, time::Duration};

use actix_web::{Error as ActixError, dev::ServiceResponse};

use crate::observe::metrics;

/// A step that takes longer is slow.
const SLOW: Duration = Duration::from_millis(50);
/// Stands for a request that no route has answered.
const NO_ROUTE: &str = "-";

/// The slow steps of one request. Those of a request that was given up count as well.
#[derive(Default)]
struct Slow {
    steps: u64,
    longest: Duration,
}

/// Waits for an answer, and counts the slow steps on the way to it by route.
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

/// When a step began. In a debug build what counts is the processor time of the thread, for there tests share the machine with
/// whatever else runs; that costs a call of the system, so that elsewhere it is the time on the clock.
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
