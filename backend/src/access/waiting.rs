//! Sessions that cannot be stored yet because the disk is full. They are held in memory until there is room; a restart ends them.

use parking_lot::Mutex;

use crate::kernel::{SessionId, Timestamp, UserId};

/// Upper bound of waiting sessions.
const MOST: usize = 1024;

/// A session to be stored.
#[derive(Debug, Clone)]
pub struct WaitingSession {
    pub user: UserId,
    pub session_id: SessionId,
    /// The hash of its refresh token, which is not rotated until the session is stored.
    pub token_hash: Vec<u8>,
    pub expires_at: Timestamp,
    /// The hash that the password was checked against.
    pub hash: String,
    /// The hash that replaces it.
    pub renewed: String,
    /// The time step of the TOTP code, which is valid once.
    pub step: Option<i64>,
    /// Name of the client, and its network.
    pub client: (String, String),
}

/// All waiting sessions, oldest first.
#[derive(Debug, Default)]
pub struct WaitingSessions(Mutex<Vec<WaitingSession>>);

impl WaitingSessions {
    /// Returns false if there are too many, or the code was used before.
    pub fn add(&self, session: WaitingSession) -> bool {
        let mut waiting = self.0.lock();
        let is_used = |one: &WaitingSession| one.user == session.user && one.step.is_some() && one.step >= session.step;
        let may = waiting.len() < MOST && !(session.step.is_some() && waiting.iter().any(is_used));
        if may {
            waiting.push(session);
        }
        may
    }

    pub fn with_token(&self, hash: &[u8]) -> Option<WaitingSession> {
        self.0.lock().iter().find(|one| one.token_hash == hash).cloned()
    }

    pub fn next(&self) -> Option<WaitingSession> {
        self.0.lock().first().cloned()
    }

    /// Returns whether it was there.
    pub fn remove(&self, session_id: SessionId) -> bool {
        let mut waiting = self.0.lock();
        let before = waiting.len();
        waiting.retain(|one| one.session_id != session_id);
        waiting.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(session_id: i64, step: Option<i64>) -> WaitingSession {
        WaitingSession {
            user: UserId::new(1),
            session_id: SessionId::new(session_id),
            token_hash: session_id.to_string().into(),
            expires_at: Timestamp::from_ms(0),
            hash: String::new(),
            renewed: String::new(),
            step,
            client: Default::default(),
        }
    }

    #[test]
    fn they_are_few_and_a_code_works_once() {
        let waiting = WaitingSessions::default();
        assert!(waiting.add(session(1, Some(7))));
        assert!(!waiting.add(session(2, Some(7))) && !waiting.add(session(2, Some(6))));
        assert!(waiting.add(session(2, Some(8))) && waiting.add(session(3, None)));
        assert_eq!(waiting.with_token(b"3").map(|one| one.session_id), Some(SessionId::new(3)));
        assert!(waiting.remove(SessionId::new(1)) && !waiting.remove(SessionId::new(1)));
        assert_eq!(waiting.next().map(|one| one.session_id), Some(SessionId::new(2)));
        for session_id in 10..2000 {
            waiting.add(session(session_id, None));
        }
        assert_eq!(waiting.0.lock().len(), MOST);
    }
}
