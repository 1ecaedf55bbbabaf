//! Sessions that have begun and cannot be stored yet, because there is no room. They are kept in memory until there is; a restart ends them.

use parking_lot::Mutex;

use crate::kernel::{LoginId, Timestamp, UserId};

/// So many wait at most.
const MOST: usize = 1024;

/// A session that is to be stored.
#[derive(Debug, Clone)]
pub struct WaitingSession {
    pub user: UserId,
    pub login: LoginId,
    /// Of its refresh token, which is not spent until it is stored.
    pub token_hash: Vec<u8>,
    pub expires_at: Timestamp,
    /// The password's hash, by which it was let in, and the one that is to take its place.
    pub hash: String,
    pub renewed: String,
    /// The step of the second factor's code, which works once.
    pub step: Option<i64>,
    /// With what client, and from which network.
    pub client: (String, String),
}

/// All that wait, oldest first.
#[derive(Debug, Default)]
pub struct WaitingSessions(Mutex<Vec<WaitingSession>>);

impl WaitingSessions {
    /// Yields false if too many wait, or the code has been used.
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

    /// Yields whether it was there.
    pub fn remove(&self, login: LoginId) -> bool {
        let mut waiting = self.0.lock();
        let before = waiting.len();
        waiting.retain(|one| one.login != login);
        waiting.len() < before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(login: i64, step: Option<i64>) -> WaitingSession {
        WaitingSession {
            user: UserId::new(1),
            login: LoginId::new(login),
            token_hash: login.to_string().into(),
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
        assert_eq!(waiting.with_token(b"3").map(|one| one.login), Some(LoginId::new(3)));
        assert!(waiting.remove(LoginId::new(1)) && !waiting.remove(LoginId::new(1)));
        assert_eq!(waiting.next().map(|one| one.login), Some(LoginId::new(2)));
        for login in 10..2000 {
            waiting.add(session(login, None));
        }
        assert_eq!(waiting.0.lock().len(), MOST);
    }
}
