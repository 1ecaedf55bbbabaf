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

use super::{Bells, Recounts, Step, told::Told};
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
    fn announced(&self, model: &Model, envelope: &Arc<Envelope>, woken: &mut Vec<Waker>);
}

/// The gate.
pub struct Publisher {
    gate: Mutex<()>,
    cache: Arc<Cache>,
    subscriber: OnceLock<Arc<dyn Subscriber>>,
    bells: Arc<Bells>,
    recounts: Arc<Recounts>,
}

impl Publisher {
    pub fn new(cache: Arc<Cache>) -> Self {
        Self { gate: Mutex::new(()), cache, subscriber: OnceLock::new(), bells: Arc::default(), recounts: Arc::default() }
    }

    /// Sets the one listener, at start.
    pub fn subscribe(&self, subscriber: Arc<dyn Subscriber>) {
        assert!(self.subscriber.set(subscriber).is_ok(), "there is one subscriber, set once at start");
    }

    /// By which turns wake workers.
    pub fn bells(&self) -> &Arc<Bells> {
        &self.bells
    }

    /// What turns leave to be counted.
    pub fn recounts(&self) -> &Arc<Recounts> {
        &self.recounts
    }

    /// While the guard is held, nothing is made known. Hold it briefly.
    pub fn hold(&self) -> MutexGuard<'_, ()> {
        self.gate.lock()
    }

    /// Makes the steps of committed turns known, and notes whom to wake for it.
    pub(super) fn publish(&self, steps: Vec<Step>, told: &mut Told) {
        let _gate = self.gate.lock();
        let subscriber = self.subscriber.get();
        for step in steps {
            match step {
                Step::Change(change) => {
                    self.cache.apply(&change);
                    if let Some(subscriber) = subscriber {
                        subscriber.changed(&change);
                    }
                }
                Step::Ring(bell) => self.bells.ring(bell),
                Step::Recount(recount) => self.recounts.push(recount),
                Step::Look(look) => (look.0)(&self.cache.read()),
                Step::Announce(envelope) => {
                    metrics().events.inc();
                    if let Some(subscriber) = subscriber {
                        subscriber.announced(&self.cache.read(), &envelope, told.wakers());
                    }
                }
            }
        }
    }

    /// Sends something the way of all events that is none. If the way is blocked, it is not sent, and nobody waits for long.
    pub fn probe<E: Event>(&self, audience: Audience, event: &E) -> bool {
        let mut told = Told::default();
        let (Some(_gate), Some(subscriber)) = (self.gate.try_lock_for(PASSABLE), self.subscriber.get()) else { return false };
        subscriber.announced(&self.cache.read(), &Arc::new(Envelope::new(audience, event)), told.wakers());
        true
    }

    /// Tells clients of something that is not stored, such as typing.
    pub fn announce<E: Event>(&self, audience: Audience, event: &E) {
        self.publish(vec![Step::Announce(Arc::new(Envelope::new(audience, event)))], &mut Told::default());
    }
}
