//! Rate limits: buckets with a constant refill (GCRA), in memory, keyed by rate and by the limited caller.
//!
//! Invariant: memory is bounded. Full buckets are dropped.

use std::{
    hash::{BuildHasher, Hash, RandomState},
    time::Duration,
};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use parking_lot::Mutex;

use crate::{
    config::RateLimits,
    kernel::{ApiError, Clock, limits::Rate},
    observe::metrics,
};

const SHARDS: usize = 16;
/// A larger shard drops its full buckets at the next use.
const SWEEP_AT: usize = 4096;

/// All buckets of this process.
pub struct Limiter {
    clock: Clock,
    setting: RateLimits,
    hasher: RandomState,
    shards: [Mutex<Shard>; SHARDS],
}

#[derive(Default)]
struct Shard {
    /// The time (ms, monotonic) at which each bucket is full again.
    full_at: std::collections::HashMap<u64, f64>,
    sweep_at: usize,
}

/// The state of a bucket after a request.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taken {
    pub rate: Rate,
    pub remaining: u32,
    /// Seconds until the bucket is full again.
    pub reset_after_s: f64,
    /// Seconds until the next request is allowed; `None` if this one was.
    pub retry_after_s: Option<f64>,
}

impl Limiter {
    pub fn new(clock: Clock, setting: RateLimits) -> Self {
        Self { clock, setting, hasher: RandomState::new(), shards: Default::default() }
    }

    /// Takes one from the bucket of `key`, if possible.
    pub fn take(&self, rate: Rate, key: impl Hash) -> Taken {
        let Some(rate) = self.of_setting(rate) else { return Taken::nothing(rate) };
        let hash = self.hasher.hash_one((rate.name, key));
        let now = self.clock.monotonic().as_ms() as f64;
        let mut shard = self.shard(hash).lock();
        shard.sweep(now);
        let full_at = shard.full_at.entry(hash).or_insert(now);
        let (taken, after) = take(rate, now, *full_at);
        *full_at = after;
        if taken.retry_after_s.is_some() {
            metrics().rate_limited(rate.name);
        }
        taken
    }

    /// The state of the bucket of `key`, without taking from it.
    pub fn look(&self, rate: Rate, key: impl Hash) -> Taken {
        let Some(rate) = self.of_setting(rate) else { return Taken::nothing(rate) };
        let hash = self.hasher.hash_one((rate.name, key));
        let now = self.clock.monotonic().as_ms() as f64;
        let full_at = self.shard(hash).lock().full_at.get(&hash).copied().unwrap_or(now);
        let (said, _) = take(rate, now, full_at);
        if said.retry_after_s.is_some() {
            metrics().rate_limited(rate.name);
        }
        said
    }

    /// Returns one to the bucket of `key`, for a rate that counts failures only.
    pub fn give_back(&self, rate: Rate, key: impl Hash) {
        let Some(rate) = self.of_setting(rate) else { return };
        let hash = self.hasher.hash_one((rate.name, key));
        if let Some(full_at) = self.shard(hash).lock().full_at.get_mut(&hash) {
            *full_at -= duration_ms(rate.per) / f64::from(rate.count);
        }
    }

    /// The configured rate; `None` if rate limits are off.
    fn of_setting(&self, rate: Rate) -> Option<Rate> {
        let count = match self.setting {
            RateLimits::Off => return None,
            RateLimits::Relaxed => rate.count.saturating_mul(10),
            RateLimits::Default => rate.count,
        };
        Some(Rate { count, ..rate })
    }

    fn shard(&self, hash: u64) -> &Mutex<Shard> {
        &self.shards[usize::try_from(hash).unwrap_or(0) % SHARDS]
    }

    /// Whether rate limits are on.
    pub fn is_on(&self) -> bool {
        self.setting != RateLimits::Off
    }
}

/// The arithmetic: the state, and when the bucket is full again.
fn take(rate: Rate, now: f64, full_at: f64) -> (Taken, f64) {
    let period = duration_ms(rate.per);
    let one = period / f64::from(rate.count);
    let full_at = full_at.max(now);
    let after = full_at + one;
    if after - now > period + 0.5 {
        let retry = (after - now - period) / 1000.0;
        let said = Taken { rate, remaining: 0, reset_after_s: (full_at - now) / 1000.0, retry_after_s: Some(retry) };
        return (said, full_at);
    }
    let remaining = ((period - (after - now)) / one + 0.001).floor().max(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small integer, not below 0")]
    let remaining = remaining as u32;
    (Taken { rate, remaining, reset_after_s: (after - now) / 1000.0, retry_after_s: None }, after)
}

fn duration_ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

impl Shard {
    fn sweep(&mut self, now: f64) {
        if self.full_at.len() > self.sweep_at.max(SWEEP_AT) {
            self.full_at.retain(|_, full_at| *full_at > now);
            self.sweep_at = self.full_at.len() * 2;
        }
    }
}

impl Taken {
    /// Of a full bucket.
    const fn nothing(rate: Rate) -> Self {
        Self { rate, remaining: rate.count, reset_after_s: 0.0, retry_after_s: None }
    }

    /// # Errors
    /// 429 if the bucket is empty.
    pub fn allowed(self, global: bool) -> Result<Self, ApiError> {
        match self.retry_after_s {
            Some(after_s) => Err(ApiError::rate_limited((after_s * 1000.0).ceil() / 1000.0, global)),
            None => Ok(self),
        }
    }

    /// The complete set of headers; some libraries fail without some of them.
    pub fn write(self, now_ms: i64, refused_globally: Option<bool>, headers: &mut HeaderMap) {
        let mut set = |name: &'static str, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        };
        let reset_after = self.retry_after_s.unwrap_or(self.reset_after_s);
        set("x-ratelimit-limit", self.rate.count.to_string());
        set("x-ratelimit-remaining", self.remaining.to_string());
        set("x-ratelimit-reset", format!("{:.3}", now_ms as f64 / 1000.0 + reset_after));
        set("x-ratelimit-reset-after", format!("{reset_after:.3}"));
        set("x-ratelimit-bucket", self.rate.name.to_owned());
        if let Some(global) = refused_globally {
            set("x-ratelimit-scope", if global { "global" } else { "user" }.to_owned());
            if global {
                set("x-ratelimit-global", "true".to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kernel::{Timestamp, limits::By};

    const FIVE_IN_FIVE: Rate = Rate { name: "test", count: 5, per: Duration::from_secs(5), by: By::Caller };

    fn limiter() -> (Limiter, Clock) {
        let clock = Clock::manual(Timestamp::from_ms(1_800_000_000_000));
        (Limiter::new(clock.clone(), RateLimits::Default), clock)
    }

    #[test]
    fn five_pass_the_sixth_waits_and_a_second_later_one_passes() {
        let (limiter, clock) = limiter();
        for left in (0..5).rev() {
            let taken = limiter.take(FIVE_IN_FIVE, "ann");
            assert_eq!((taken.remaining, taken.retry_after_s), (left, None));
        }
        assert!(limiter.take(FIVE_IN_FIVE, "ann").retry_after_s.is_some_and(|wait| (0.9..=1.0).contains(&wait)));
        assert_eq!(limiter.take(FIVE_IN_FIVE, "bob").retry_after_s, None, "another key has its own bucket");
        clock.advance(Duration::from_secs(1));
        assert_eq!(limiter.take(FIVE_IN_FIVE, "ann").retry_after_s, None);
        assert!(limiter.take(FIVE_IN_FIVE, "ann").retry_after_s.is_some());
    }

    #[test]
    fn what_is_given_back_can_be_taken_again_and_fills_no_bucket_beyond_its_size() {
        let (limiter, _) = limiter();
        for _ in 0..100 {
            assert_eq!(limiter.take(FIVE_IN_FIVE, "ann").retry_after_s, None);
            limiter.give_back(FIVE_IN_FIVE, "ann");
        }
        limiter.give_back(FIVE_IN_FIVE, "ann");
        limiter.give_back(FIVE_IN_FIVE, "bob");
        for name in ["ann", "bob"] {
            let passed = (0..9).filter(|_| limiter.take(FIVE_IN_FIVE, name).retry_after_s.is_none()).count();
            assert_eq!(passed, 5, "{name}");
        }
    }

    #[test]
    fn memory_does_not_grow_with_keys_that_rest() {
        let (limiter, clock) = limiter();
        for key in 0..200_000 {
            limiter.take(FIVE_IN_FIVE, key);
            if key % 1000 == 0 {
                clock.advance(Duration::from_secs(6));
            }
        }
        let kept: usize = limiter.shards.iter().map(|shard| shard.lock().full_at.len()).sum();
        assert!(kept <= SHARDS * (SWEEP_AT + 1), "{kept}");
    }

    proptest! {
        #[test]
        fn whatever_the_pace_never_more_than_the_rate_in_a_period(steps in prop::collection::vec(0_u64..2000, 1..200)) {
            let (limiter, clock) = limiter();
            let mut passed = Vec::new();
            for step in steps {
                clock.advance(Duration::from_millis(step));
                if limiter.take(FIVE_IN_FIVE, "ann").retry_after_s.is_none() {
                    passed.push(clock.monotonic());
                }
            }
            // A constant refill allows a burst and the refill of one period.
            for (index, first) in passed.iter().enumerate() {
                let within = passed[index..].iter().take_while(|later| later.since(*first) < Duration::from_secs(5)).count();
                prop_assert!(within <= 10, "{within}");
            }
        }
    }
}
