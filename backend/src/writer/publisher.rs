//! Makes committed changes known: to the model first, then to whoever listens.
//!
//! Invariant: all that is made known goes through one gate, one thing at a time. Who takes the gate to look at the model
//! and to begin listening misses nothing and gets nothing twice.

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

/// The gate is passed within this time, or something is wrong.
const PASSABLE: Duration = Duration::from_millis(100);

/// Gets every change and every event, in order. It must not block.
pub trait Subscriber: Send + Sync {
    /// The model has just been changed.
    fn changed(&self, change: &Change);

    /// An event for its audience, with the model of this moment. Who has something to send now is added to `woken`.
    fn published(&self, model: &Model, envelope: &Arc<Envelope>, woken: &mut Vec<Waker>);
}

/// The gate.
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

    /// Sets the one listener, at start.
    pub fn subscribe(&self, subscriber: Arc<dyn Subscriber>) {
        assert!(self.subscriber.set(subscriber).is_ok(), "there is one subscriber, set once at start");
    }

    /// By which jobs wake workers.
    pub fn signals(&self) -> &Arc<WorkerSignals> {
        &self.signals
    }

    /// What jobs leave to be counted.
    pub fn recounts(&self) -> &Arc<Recounts> {
        &self.recounts
    }

    /// While the guard is held, nothing is made known. Hold it briefly.
    pub fn hold(&self) -> MutexGuard<'_, ()> {
        self.gate.lock()
    }

    /// Makes the effects of committed jobs known, and notes whom to wake for it.
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

    /// Sends something the way of all events that is none. If the way is blocked, it is not sent, and nobody waits for long.
    pub fn probe<E: Event>(&self, audience: Audience, event: &E) -> bool {
        let mut wake_queue = WakeQueue::default();
        let (Some(_gate), Some(subscriber)) = (self.gate.try_lock_for(PASSABLE), self.subscriber.get()) else { return false };
        subscriber.published(&self.cache.read(), &Arc::new(Envelope::new(audience, event)), wake_queue.wakers());
        true
    }

    /// Tells clients of something that is not stored, such as typing.
    pub fn publish<E: Event>(&self, audience: Audience, event: &E) {
        self.run(vec![Effect::Publish(Arc::new(Envelope::new(audience, event)))], &mut WakeQueue::default());
    }
}
