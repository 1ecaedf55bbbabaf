//! What the server does by itself.

use std::{sync::Arc, time::Duration};

use tokio::{sync::oneshot, task::JoinHandle};

use super::keys::Vapid;
use crate::{gateway::Hub, state::State, workers};

/// The server before this one may still be ending.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether it does any of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chores {
    All,
    None,
}

impl Chores {
    /// How long another server is waited for that still has the database. A command asks again by itself.
    pub(super) const fn patience(self) -> Duration {
        match self {
            Self::All => PATIENCE,
            Self::None => Duration::ZERO,
        }
    }

    /// Starts all but pushes. Yields what sends emails.
    pub(super) fn begin(
        self,
        state: &Arc<State>,
        hub: &Arc<Hub>,
        (post, stopped): (Option<workers::mail::Post>, oneshot::Receiver<()>),
    ) -> JoinHandle<()> {
        if self == Self::None {
            return tokio::spawn(async {});
        }
        actix_web::rt::spawn(workers::sweep(Arc::downgrade(state), Arc::downgrade(hub)));
        actix_web::rt::spawn(workers::member_lists::tell(Arc::downgrade(state), hub.lists().clone()));
        workers::spawn_deferred(state);
        // Not among the tasks of this thread, which are dropped when the runtime is gone: a connection needs it to close.
        tokio::spawn(workers::mail::send(Arc::downgrade(state), state.publisher.bells().clone(), post, stopped))
    }

    /// Starts to send pushes.
    pub(super) fn push(self, state: &Arc<State>, vapid: &Arc<Vapid>, stopped: oneshot::Receiver<()>) -> JoinHandle<()> {
        match self {
            Self::None => actix_web::rt::spawn(async {}),
            Self::All => {
                let bells = state.publisher.bells().clone();
                actix_web::rt::spawn(workers::push::send(Arc::downgrade(state), vapid.clone(), bells, stopped))
            }
        }
    }
}
