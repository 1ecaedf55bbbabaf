//! Changes of credentials of users and bots.

use serde::{Deserialize, Serialize};

use super::subject::Subject;
use crate::{
    cache::model::{BotToken, Model},
    kernel::{Monotonic, SessionId, UserId},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum SessionChange {
    /// A session was revoked; remembered until its access tokens have expired.
    Revoked(SessionId, Monotonic),
    /// A bot has a new token, or none.
    BotTokenSet(UserId, Option<BotToken>),
}

impl Subject for SessionChange {
    fn apply(&self, model: &mut Model) {
        match self {
            Self::Revoked(session_id, until) => drop(model.revoked.insert(*session_id, *until)),
            Self::BotTokenSet(bot, Some(token)) => drop(model.bot_tokens.insert(*bot, token.clone())),
            Self::BotTokenSet(bot, None) => drop(model.bot_tokens.remove(bot)),
        }
    }
}

impl Model {
    /// Removes revocations of sessions whose access tokens have all expired.
    pub(in crate::cache) fn forget_revoked(&mut self, now: Monotonic) {
        self.revoked.retain(|_, until| *until > now);
    }
}
