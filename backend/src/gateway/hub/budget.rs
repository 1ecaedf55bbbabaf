//! One memory budget for the replay queues of all sessions.
//!
//! Invariant: over the budget, connected clients lose neither their connection nor unsent events; only what clients could resume
//! is dropped.

use std::sync::Arc;

use super::Hub;
use crate::gateway::session::{GatewaySession, Item};

impl Hub {
    /// Ends disconnected sessions, longest disconnected first, until all sessions together hold at most `budget` bytes. If that
    /// is not enough, the others drop sent events, largest queue first, and can no longer resume from before them.
    pub fn shrink_to(&self, budget: usize) {
        let load = self.load();
        // Most of it is shared, so this overestimates: it only tells when to count exactly.
        if load.stored_bytes + load.stored * size_of::<Item>() <= budget {
            return;
        }
        let sessions: Vec<_> = self.index.read().all().map(|session| (session.weight(), session.clone())).collect();
        let held = sessions.iter().map(|(weight, _)| weight).sum();
        let held = self.end_lost(&sessions, (held, budget));
        forget_sent(sessions, (held, budget));
    }

    /// Returns the memory held afterwards.
    fn end_lost(&self, sessions: &[(usize, Arc<GatewaySession>)], (mut held, budget): (usize, usize)) -> usize {
        let mut lost: Vec<_> =
            sessions.iter().filter_map(|(weight, session)| Some((session.lost_since()?, *weight, session))).collect();
        lost.sort_by_key(|(since, _, session)| (*since, session.number));
        let mut ended = Vec::new();
        for (_, weight, session) in lost {
            if held <= budget {
                break;
            }
            held = held.saturating_sub(weight);
            self.end(session);
            ended.push(session.clone());
        }
        if !ended.is_empty() {
            tracing::warn!(
                ended = ended.len(),
                "sessions without a connection were ended: the replay budget of all sessions was exceeded"
            );
            self.index.write().remove(&ended);
        }
        held
    }
}

fn forget_sent(mut sessions: Vec<(usize, Arc<GatewaySession>)>, (mut held, budget): (usize, usize)) {
    sessions.retain(|(_, session)| session.lost_since().is_none());
    sessions.sort_by_key(|(weight, session)| (std::cmp::Reverse(*weight), session.number));
    for (_, session) in sessions {
        if held <= budget {
            return;
        }
        held = held.saturating_sub(session.forget_sent());
    }
}
