//! The second factor: turning it on and off, and asking for it at log-in.

use super::{
    ending::revoke_all,
    history::{self, AccountEventKind},
};
use crate::{
    access::Caller,
    db::{Conn, Failure},
    features::{
        auth::{
            rules::Client,
            second_factor::{self, Names},
            store,
        },
        users::actions as users,
    },
    http::Error,
    kernel::{Refusal, Secret, UserId},
    state::State,
    work::Work,
};

/// What an authenticator app is given.
#[derive(Debug)]
pub struct TotpSetup {
    /// In base 32, to be typed.
    pub secret: String,
    /// The `otpauth:` address, to be shown as a QR code.
    pub uri: String,
}

/// Prepares the second factor; it counts only once a code has been confirmed. Asked again, it begins anew.
///
/// # Errors
/// 403 / 200001 when the password was not shown lately, 400 / 60001 when the second factor is on.
pub async fn begin(state: &State, caller: Caller) -> Result<TotpSetup, Error> {
    let salt = second_factor::salt();
    let pending = salt.clone();
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            let now = work.now();
            super::require_fresh(work.conn(), caller, now).await?;
            if store::begin_totp(work.conn(), caller.user, &pending).await? {
                Ok(())
            } else {
                Err(Error::from(Refusal::second_factor_is_on()))
            }
        })
    });
    turn.await?;
    let mut conn = state.db.read().await?;
    let account = users::current(&mut conn, &state.cache, caller.user).await?.email.unwrap_or_default();
    let names = Names { app: &state.config.app_name, account: &account };
    let codes = second_factor::codes(&state.config.secret_key, caller.user, &salt, names);
    let uri = codes.to_url().expect("the account has a name");
    Ok(TotpSetup { secret: codes.secret().to_base32(), uri })
}

/// Turns the second factor on, and ends all other log-ins, for they never showed it. Yields recovery codes.
///
/// # Errors
/// 400 / 60008 when the code is wrong or nothing was prepared.
pub async fn confirm(state: &State, caller: Caller, code: Secret, client: Client) -> Result<Vec<Secret>, Error> {
    let key = state.config.secret_key.clone();
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            let now = work.now();
            let salt = store::pending_totp(work.conn(), caller.user).await?.ok_or(Refusal::wrong_code())?;
            let codes = second_factor::codes(&key, caller.user, &salt, Names::default());
            let step = second_factor::step(&codes, &code, now).ok_or(Refusal::wrong_code())?;
            store::enable_totp(work.conn(), caller.user, step).await?;
            revoke_all(work, caller.user, Some(caller.login)).await?;
            history::note(work, caller.user, AccountEventKind::TotpEnabled, &client).await?;
            users::tell_self(work, caller.user).await?;
            Ok::<_, Error>(hand_out(work, caller.user, &key).await?)
        })
    });
    turn.await
}

/// Turns the second factor off.
///
/// # Errors
/// 403 / 200001 when the password was not shown lately.
pub async fn disable(work: &mut Work, caller: Caller, client: &Client) -> Result<(), Error> {
    let now = work.now();
    super::require_fresh(work.conn(), caller, now).await?;
    if store::disable_totp(work.conn(), caller.user).await? {
        store::delete_recovery_codes(work.conn(), caller.user).await?;
        history::note(work, caller.user, AccountEventKind::TotpDisabled, client).await?;
        users::tell_self(work, caller.user).await?;
    }
    Ok(())
}

/// Turns the second factor of somebody off who has lost it. Yields false if it was off.
///
/// # Errors
/// When the database fails.
pub async fn reset(work: &mut Work, user: UserId) -> Result<bool, Failure> {
    let was_on = store::disable_totp(work.conn(), user).await?;
    if was_on {
        store::delete_recovery_codes(work.conn(), user).await?;
        history::note(work, user, AccountEventKind::TotpDisabled, &Client::operator()).await?;
    }
    Ok(was_on)
}

/// Replaces the recovery codes.
///
/// # Errors
/// 403 / 200001 when the password was not shown lately, 400 / 60002 when the second factor is off.
pub async fn renew_recovery_codes(state: &State, caller: Caller, client: Client) -> Result<Vec<Secret>, Error> {
    let key = state.config.secret_key.clone();
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            let now = work.now();
            super::require_fresh(work.conn(), caller, now).await?;
            store::totp(work.conn(), caller.user).await?.ok_or(Refusal::second_factor_is_off())?;
            history::note(work, caller.user, AccountEventKind::RecoveryCodesRenewed, &client).await?;
            Ok::<_, Error>(hand_out(work, caller.user, &key).await?)
        })
    });
    turn.await
}

async fn hand_out(work: &mut Work, user: UserId, key: &Secret) -> Result<Vec<Secret>, Failure> {
    store::delete_recovery_codes(work.conn(), user).await?;
    let codes = second_factor::recovery_codes();
    for code in &codes {
        store::insert_recovery_code(work.conn(), user, &second_factor::recovery_hash(key, user, code)).await?;
    }
    Ok(codes)
}

/// What shows the second factor at a log-in.
#[derive(Debug)]
pub(super) enum Proof {
    /// The account has none.
    NotNeeded,
    /// A code of the app, good in this half minute.
    Step(i64),
    /// What may be a recovery code.
    Recovery(Vec<u8>),
}

impl Proof {
    /// # Errors
    /// 403 / 60003 when a code is needed and missing.
    pub(super) async fn read(state: &State, user: UserId, code: Option<&Secret>) -> Result<Self, Error> {
        let mut conn: Conn = state.db.read().await?;
        let Some(salt) = store::totp(&mut conn, user).await? else { return Ok(Self::NotNeeded) };
        let code = code.filter(|code| !code.expose().trim().is_empty()).ok_or(Refusal::second_factor_needed())?;
        let key = &state.config.secret_key;
        let codes = second_factor::codes(key, user, &salt, Names::default());
        Ok(match second_factor::step(&codes, code, state.clock.now()) {
            Some(step) => Self::Step(step),
            None => Self::Recovery(second_factor::recovery_hash(key, user, code)),
        })
    }

    /// Uses it up, so that it never works again. Yields false if it does not work.
    pub(super) async fn spend(&self, work: &mut Work, user: UserId, client: &Client) -> Result<bool, Failure> {
        match self {
            // It may have been turned on since.
            Self::NotNeeded => Ok(store::totp(work.conn(), user).await?.is_none()),
            Self::Step(step) => store::spend_step(work.conn(), user, *step).await,
            Self::Recovery(hash) => {
                let spent = store::spend_recovery_code(work.conn(), user, hash).await?;
                if spent {
                    history::note(work, user, AccountEventKind::RecoveryCodeUsed, client).await?;
                }
                Ok(spent)
            }
        }
    }
}
