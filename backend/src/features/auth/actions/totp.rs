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
            second_factor::{self, Names, Stored},
            store,
        },
        users::actions as users,
    },
    http::Error,
    kernel::{Keys, Refusal, Secret, UserId, keys},
    state::State,
    work::Work,
};

/// The setup data for an authenticator app.
#[derive(Debug)]
pub struct TotpSetup {
    /// The secret in Base32, for manual input.
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
    let mut conn = state.db.read_first().await?;
    let account = users::current(&mut conn, &state.cache, caller.user).await?.email.unwrap_or_default();
    let names = Names { app: &state.config.app_name, account: &account };
    let codes = second_factor::codes(&state.config.keys(), caller.user, &Stored::new(salt), names).ok_or(Refusal::internal())?;
    let uri = codes.to_url().expect("the account has a name");
    Ok(TotpSetup { secret: codes.secret().to_base32(), uri })
}

/// Turns the second factor on, and ends all other log-ins, for they never showed it. Yields recovery codes.
///
/// # Errors
/// 400 / 60008 when the code is wrong or nothing was prepared.
pub async fn confirm(state: &State, caller: Caller, code: Secret, client: Client) -> Result<Vec<Secret>, Error> {
    let keys = state.config.keys();
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            let now = work.now();
            let salt = store::pending_totp(work.conn(), caller.user).await?.ok_or(Refusal::wrong_code())?;
            let codes = second_factor::codes(&keys, caller.user, &Stored::new(salt), Names::default());
            let step = codes.and_then(|codes| second_factor::step(&codes, &code, now)).ok_or(Refusal::wrong_code())?;
            store::enable_totp(work.conn(), caller.user, step, &keys::id_of(&keys.current)).await?;
            revoke_all(work, caller.user, Some(caller.login)).await?;
            history::note(work, caller.user, AccountEventKind::TotpEnabled, &client).await?;
            users::tell_self(work, caller.user).await?;
            Ok::<_, Error>(hand_out(work, caller.user).await?)
        })
    });
    turn.await
}

/// Turns the second factor off.
///
/// # Errors
/// 403 / 200001 when the password was not shown lately.
pub async fn disable(state: &State, caller: Caller, client: Client) -> Result<(), Error> {
    state.writer.run(move |work| Box::pin(async move { disable_in(work, caller, &client).await })).await
}

async fn disable_in(work: &mut Work, caller: Caller, client: &Client) -> Result<(), Error> {
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
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            let now = work.now();
            super::require_fresh(work.conn(), caller, now).await?;
            store::totp(work.conn(), caller.user).await?.ok_or(Refusal::second_factor_is_off())?;
            history::note(work, caller.user, AccountEventKind::RecoveryCodesRenewed, &client).await?;
            Ok::<_, Error>(hand_out(work, caller.user).await?)
        })
    });
    turn.await
}

async fn hand_out(work: &mut Work, user: UserId) -> Result<Vec<Secret>, Failure> {
    store::delete_recovery_codes(work.conn(), user).await?;
    let codes = second_factor::recovery_codes();
    for code in &codes {
        store::insert_recovery_code(work.conn(), user, &second_factor::recovery_hash(user, code)).await?;
    }
    Ok(codes)
}

/// Second factors that are bound to another key in one write job.
const BATCH: i64 = 100;

/// Binds the second factors of the previous key to the one in use, so that the previous one can be left away from the next start
/// on. Says in the log how many belong to a key that is lost.
///
/// # Errors
/// When the database fails.
pub async fn adopt_key(state: &State) -> Result<(), Failure> {
    let keys = state.config.keys();
    let (current, previous) = (keys::id_of(&keys.current), keys.previous.as_ref().map(keys::id_of));
    let lost = store::count_totp_of_others(&mut state.db.read().await?, &current, &previous.unwrap_or(current)).await?;
    if lost > 0 {
        tracing::warn!(lost, "second factors depend on a missing SECRET_KEY; their recovery codes still work");
    }
    let Some(previous) = previous.filter(|_| !state.db.is_read_only()) else { return Ok(()) };
    let mut after = UserId::new(0);
    loop {
        let rows = store::totp_of_key(&mut state.db.read().await?, &previous, after, BATCH).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.user_id;
        let keys = keys.clone();
        state.writer.run(move |work| Box::pin(async move { bind(work, &rows, &keys).await })).await?;
    }
}

async fn bind(work: &mut Work, rows: &[store::TotpRow], keys: &Keys) -> Result<(), Failure> {
    let id = keys::id_of(&keys.current);
    for store::TotpRow { user_id, stored } in rows {
        if let Some(mask) = stored.mask_for_current(keys, *user_id) {
            store::set_totp_key(work.conn(), *user_id, &id, &mask).await?;
        }
    }
    Ok(())
}

/// What shows the second factor at a log-in.
#[derive(Debug, Clone)]
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
        let mut conn: Conn = state.db.read_first().await?;
        let Some(stored) = store::totp(&mut conn, user).await? else { return Ok(Self::NotNeeded) };
        let code = code.filter(|code| !code.expose().trim().is_empty()).ok_or(Refusal::second_factor_needed())?;
        let codes = second_factor::codes(&state.config.keys(), user, &stored, Names::default());
        Ok(match codes.and_then(|codes| second_factor::step(&codes, code, state.clock.now())) {
            Some(step) => Self::Step(step),
            None => Self::Recovery(second_factor::recovery_hash(user, code)),
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
