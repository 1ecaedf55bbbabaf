//! Runs the effects of committed write jobs: the model first, then the subscriber.
//!
//! Invariant: all effects run under one lock. Whoever holds it to read the model and to subscribe misses no event and gets none
//! twice.

use std::{
    sync::{Arc, OnceLock},
    task::Waker,
    time::Duration,
};

use parking_lot::{Mutex, MutexGuard};

use super::{Effect, Recounts, WorkerSignals, wake_queue::WakeQueue};
use crate::{
    cache::{Cache, Change, Model},
    events::{Audience, Envelope, Event},
    observe::metrics,
};

/// The lock is acquired within this time unless something is wrong.
const PASSABLE: Duration = Duration::from_millis(100);

/// Receives all changes and events in order. Must not block.
pub trait Subscriber: Send + Sync {
    /// Called after a change of the model.
    fn changed(&self, change: &Change);

    /// Called with an event and the current model. Adds the tasks that have something to send to `woken`.
    fn published(&self, model: &Model, envelope: &Arc<Envelope>, woken: &mut Vec<Waker>);
}

/// Runs effects and publishes events, one at a time.
pub struct Publisher {
    gate: Mutex<()>,
    cache: Arc<Cache>,
    subscriber: OnceLock<Arc<dyn Subscriber>>,
    signals: Arc<WorkerSignals>,
    recounts: Arc<Recounts>,
}

impl Publisher {
    pub fn new(cache: Arc<Cache>) -> Self {
        Self { gate: Mutex::new(()), cache, subscriber: OnceLock::new(), signals: Arc::default(), recounts: Arc::default() }
    }

    /// Sets the subscriber, once at start.
    pub fn subscribe(&self, subscriber: Arc<dyn Subscriber>) {
        assert!(self.subscriber.set(subscriber).is_ok(), "there is one subscriber, set once at start");
    }

    /// The signals that wake workers.
    pub fn signals(&self) -> &Arc<WorkerSignals> {
        &self.signals
    }

    /// What is to be recounted.
    pub fn recounts(&self) -> &Arc<Recounts> {
        &self.recounts
    }

    /// No effect runs while the guard is held. Hold it briefly.
    pub fn hold(&self) -> MutexGuard<'_, ()> {
        self.gate.lock()
    }

    /// Runs the effects of committed jobs and collects the tasks to wake.
    pub(super) fn run(&self, effects: Vec<Effect>, wake_queue: &mut WakeQueue) {
        let _gate = self.gate.lock();
        let subscriber = self.subscriber.get();
        for effect in effects {
            match effect {
                Effect::Change(change) => {
                    self.cache.apply(&change);
                    if let Some(subscriber) = subscriber {
                        subscriber.changed(&change);
                    }
                }
                Effect::NotifyWorker(signal) => self.signals.notify(signal),
                Effect::Recount(recount) => self.recounts.push(recount),
                Effect::AfterCommit(callback) => (callback.0)(&self.cache.read()),
                Effect::Publish(envelope) => {
                    metrics().events.inc();
                    if let Some(subscriber) = subscriber {
                        subscriber.published(&self.cache.read(), &envelope, wake_queue.wakers());
                    }
                }
            }
        }
    }

    /// Sends a probe on the path of events. Returns false if the lock is not acquired in time.
    pub fn probe<E: Event>(&self, audience: Audience, event: &E) -> bool {
        let mut wake_queue = WakeQueue::default();
        let (Some(_gate), Some(subscriber)) = (self.gate.try_lock_for(PASSABLE), self.subscriber.get()) else { return false };
        subscriber.published(&self.cache.read(), &Arc::new(Envelope::new(audience, event)), wake_queue.wakers());
        true
    }

    /// Publishes an event that is not stored, such as typing.
    pub fn publish<E: Event>(&self, audience: Audience, event: &E) {
        self.run(vec![Effect::Publish(Arc::new(Envelope::new(audience, event)))], &mut WakeQueue::default());
    }
}
