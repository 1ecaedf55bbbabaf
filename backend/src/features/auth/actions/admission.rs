//! Letting somebody in whose password and second factor are checked.

use super::{
    Opened,
    history::{self, AccountEventKind},
    open_as, totp,
};
use crate::{
    features::{
        auth::{rules::Client, tokens},
        users::actions as users,
    },
    http::Error,
    kernel::{LoginId, Refusal, Timestamp, UserId},
    observe::security_event,
    work::Work,
};

/// Somebody whose password fitted a moment ago.
#[derive(Clone)]
pub(super) struct Admission {
    pub user: UserId,
    pub hash: String,
    /// The same password's hash, of the work that is asked for now.
    pub renewed: String,
    pub proof: totp::Proof,
    pub client: Client,
}

impl Admission {
    pub(super) async fn admit(self, work: &mut Work) -> Result<Option<Opened>, Error> {
        let (login, token) = (LoginId::new(work.next_id()), tokens::first());
        let (user, hash) = (self.user, tokens::hash(&token));
        let ends_at = self.admit_as(work, login, &hash).await?;
        Ok(ends_at.map(|expires_at| Opened { user, login, token, expires_at }))
    }

    /// Yields when the session ends, if it begins.
    pub(super) async fn admit_as(self, work: &mut Work, login: LoginId, token: &[u8]) -> Result<Option<Timestamp>, Error> {
        // The password may have been changed, or the account disabled, while the old one was checked.
        if !users::renew_password_hash(work.conn(), self.user, &self.hash, &self.renewed).await? {
            return Ok(None);
        }
        if !self.proof.spend(work, self.user, &self.client).await? {
            security_event!("login_refused", user = %self.user, address = self.client.address, "a log-in with a wrong code was refused");
            return Err(Refusal::wrong_code().into());
        }
        history::note(work, self.user, AccountEventKind::Login, &self.client).await?;
        Ok(Some(open_as(work, self.user, &self.client, (login, token)).await?))
    }
}
