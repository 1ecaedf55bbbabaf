//! Opening a session once the password and the second factor are checked.

use super::{
    Opened,
    history::{self, AccountEventKind},
    open_as, totp,
};
use crate::{
    features::{
        auth::rules,
        auth::{rules::Client, tokens},
        users::actions as users,
    },
    http::Error,
    kernel::{SessionId, Timestamp, UserId},
    observe::security_event,
    writer::UnitOfWork,
};

/// A user whose password has just been checked.
#[derive(Clone)]
pub(super) struct Admission {
    pub user: UserId,
    pub hash: String,
    /// A new hash of the same password, with the current cost.
    pub renewed: String,
    pub proof: totp::Proof,
    pub client: Client,
}

impl Admission {
    pub(super) async fn admit(self, uow: &mut UnitOfWork) -> Result<Option<Opened>, Error> {
        let (session_id, token) = (SessionId::new(uow.next_id()), tokens::first());
        let (user, hash) = (self.user, tokens::hash(&token));
        let ends_at = self.admit_as(uow, session_id, &hash).await?;
        Ok(ends_at.map(|expires_at| Opened { user, session_id, token, expires_at }))
    }

    /// Returns the expiry of the session, if it was opened.
    pub(super) async fn admit_as(
        self,
        uow: &mut UnitOfWork,
        session_id: SessionId,
        token: &[u8],
    ) -> Result<Option<Timestamp>, Error> {
        // The password may have been changed, or the account disabled, while it was checked.
        if !users::renew_password_hash(uow.conn(), self.user, &self.hash, &self.renewed).await? {
            return Ok(None);
        }
        if !self.proof.spend(uow, self.user, &self.client).await? {
            security_event!("login_failed", user = %self.user, address = self.client.address, "sign-in with a wrong code refused");
            return Err(rules::wrong_code().into());
        }
        history::note(uow, self.user, AccountEventKind::Login, &self.client).await?;
        Ok(Some(open_as(uow, self.user, &self.client, (session_id, token)).await?))
    }
}
