//! Changes of what users and bots authenticate with.

use serde::{Deserialize, Serialize};

use super::subject::Subject;
use crate::{
    cache::model::{BotToken, Model},
    kernel::{LoginId, Monotonic, UserId},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum SessionChange {
    /// The access tokens of a log-in are dead; remembered until the given time.
    LoginRevoked(LoginId, Monotonic),
    /// A bot has another token, or none any more.
    BotTokenSet(UserId, Option<BotToken>),
}

impl Subject for SessionChange {
    fn apply(&self, model: &mut Model) {
        match self {
            Self::LoginRevoked(login, until) => drop(model.revoked.insert(*login, *until)),
            Self::BotTokenSet(bot, Some(token)) => drop(model.bot_tokens.insert(*bot, token.clone())),
            Self::BotTokenSet(bot, None) => drop(model.bot_tokens.remove(bot)),
        }
    }
}

impl Model {
    /// Forgets revocations of log-ins whose access tokens have all run out.
    pub(in crate::cache) fn forget_revoked(&mut self, now: Monotonic) {
        self.revoked.retain(|_, until| *until > now);
    }
}
