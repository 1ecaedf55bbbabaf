//! Background workers.

use std::{sync::Arc, time::Duration};

use tokio::{sync::oneshot, task::JoinHandle};

use super::keys::Vapid;
use crate::{gateway::Hub, state::State, workers};

/// The previous server may still be stopping.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Workers {
    All,
    None,
}

impl Workers {
    /// How long to wait for another server that still holds the database. A command retries by itself.
    pub(super) const fn patience(self) -> Duration {
        match self {
            Self::All => PATIENCE,
            Self::None => Duration::ZERO,
        }
    }

    /// Starts all workers but push. Returns the mail transport.
    pub(super) fn begin(
        self,
        state: &Arc<State>,
        hub: &Arc<Hub>,
        (transport, stopped): (Option<workers::mail::MailTransport>, oneshot::Receiver<()>),
    ) -> JoinHandle<()> {
        if self == Self::None {
            return tokio::spawn(async {});
        }
        actix_web::rt::spawn(workers::sweep(Arc::downgrade(state), Arc::downgrade(hub)));
        actix_web::rt::spawn(workers::member_lists::publish(Arc::downgrade(state), hub.lists().clone()));
        workers::spawn_deferred(state);
        // Not a task of this thread, whose tasks are dropped with the runtime: a connection needs it to close.
        tokio::spawn(workers::mail::send(Arc::downgrade(state), state.publisher.signals().clone(), transport, stopped))
    }

    /// Starts the push worker.
    pub(super) fn push(self, state: &Arc<State>, vapid: &Arc<Vapid>, stopped: oneshot::Receiver<()>) -> JoinHandle<()> {
        match self {
            Self::None => actix_web::rt::spawn(async {}),
            Self::All => {
                let signals = state.publisher.signals().clone();
                actix_web::rt::spawn(workers::push::send(Arc::downgrade(state), vapid.clone(), signals, stopped))
            }
        }
    }
}
