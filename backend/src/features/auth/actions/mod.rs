//! What can be done at the door.

mod address;
mod confirming;
mod ending;
mod everything;
mod forgotten;
mod fresh;
mod history;
mod log_in;
mod password;
mod refreshing;
mod registration;
mod sessions;
mod totp;
mod without_room;

use std::time::Duration;

pub use address::{
    change as change_email, confirm as confirm_email, resend as resend_verification, revert as revert_email,
    verify as verify_email,
};
pub use confirming::{confirm as confirm_registration, forget_unconfirmed};
pub use ending::{erase, forget_ended, forget_some_tokens, idle_since, log_out, log_out_all, revoke_all};
pub use everything::{Credentials, list as credentials};
pub use forgotten::{ask as forgot_password, reset as reset_password};
pub use fresh::{reauthenticate, require_fresh};
pub use history::{AccountEventKind, note};
pub use log_in::{Attempt, LogIn, log_in};
pub use password::{NewPassword, change as change_password};
pub use refreshing::{Refreshed, refresh};
pub use registration::{Newcomer, Registered, check_setup_token, register, setup_token_invalid};
pub use sessions::{
    AccountEvent, KeptLogin, LoginSession, end as end_session, events, kept as kept_logins, list as sessions, older_events,
};
pub use totp::{
    TotpSetup, adopt_key, begin as begin_totp, confirm as confirm_totp, disable as disable_totp, renew_recovery_codes,
    reset as reset_totp,
};
pub use without_room::store_waiting;

use super::{
    rules::{self, Client},
    store, tokens,
};
use crate::{
    db::Failure,
    features::users::{actions as users, view::CurrentUser},
    http::{Error, rate_limits::Taken},
    kernel::{LoginId, Secret, Timestamp, UserId, limits},
    state::State,
    work::Work,
};

/// What somebody who is let in gets.
#[derive(Debug)]
pub struct SignedIn {
    pub access: Secret,
    /// How long the access token lives.
    pub access_lifetime: Duration,
    pub refresh: Secret,
    /// How long the refresh token lives if it is not used.
    pub refresh_lifetime: Duration,
    pub user: CurrentUser,
}

/// How a request for a letter ended.
#[derive(Debug)]
pub enum Asked {
    /// There is a letter, or there is nobody to write to.
    Done,
    /// Enough letters have been asked for.
    TooOften(Taken),
}

/// A log-in with its newest refresh token, as a write turn leaves it.
#[derive(Debug)]
struct Opened {
    user: UserId,
    login: LoginId,
    token: Secret,
    expires_at: Timestamp,
}

/// Begins a log-in.
async fn open(work: &mut Work, user: UserId, client: &Client) -> Result<Opened, Failure> {
    let (login, token) = (LoginId::new(work.next_id()), tokens::random());
    let expires_at = open_as(work, user, client, (login, &tokens::hash(&token))).await?;
    Ok(Opened { user, login, token, expires_at })
}

/// Begins a log-in with this refresh token. Of too many, those used longest ago end. Yields when it ends.
async fn open_as(
    work: &mut Work,
    user: UserId,
    client: &Client,
    (login, token_hash): (LoginId, &[u8]),
) -> Result<Timestamp, Failure> {
    let now = work.now();
    for surplus in store::beyond(work.conn(), user, now, now.before(rules::IDLE), limits::LOGINS_PER_USER - 1).await? {
        ending::revoke(work, surplus).await?;
    }
    let expires_at = now.after(rules::ABSOLUTE);
    store::insert_login(work.conn(), (login, user), client, now, expires_at).await?;
    store::insert_token(work.conn(), token_hash, login, now).await?;
    Ok(expires_at)
}

async fn signed_in(state: &State, opened: Opened) -> Result<SignedIn, Error> {
    let mut conn = state.db.read_first().await?;
    Ok(SignedIn {
        user: users::current(&mut conn, &state.cache, opened.user).await?,
        access: state.tokens.issue(opened.user, opened.login),
        access_lifetime: state.tokens.lifetime(),
        refresh: opened.token,
        refresh_lifetime: rules::idle_left(state.clock.now(), opened.expires_at),
    })
}
