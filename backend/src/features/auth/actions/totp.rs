//! The second factor: enabling, disabling, and checking it at sign-in.

use super::{
    ending::revoke_all,
    history::{self, AccountEventKind},
};
use crate::{
    access::Caller,
    db::{Conn, DbError},
    features::{
        auth::rules,
        auth::{
            rules::Client,
            second_factor::{self, Names, Stored},
            store,
        },
        users::actions as users,
    },
    http::Error,
    kernel::{ApiError, Keys, Secret, UserId, keys},
    state::State,
    writer::UnitOfWork,
};

/// The setup data for an authenticator app.
#[derive(Debug)]
pub struct TotpSetup {
    /// The secret in Base32, for manual input.
    pub secret: String,
    /// The `otpauth:` URL, to be shown as a QR code.
    pub uri: String,
}

/// Prepares a second factor, which takes effect once a code is confirmed. A second call starts again.
///
/// # Errors
/// 403 / 200001 without a recent password check, 400 / 60001 if the second factor is enabled.
pub async fn begin(state: &State, caller: Caller) -> Result<TotpSetup, Error> {
    let salt = second_factor::salt();
    let pending = salt.clone();
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let now = uow.now();
            super::require_fresh(uow.conn(), caller, now).await?;
            if store::begin_totp(uow.conn(), caller.user, &pending).await? {
                Ok(())
            } else {
                Err(Error::from(rules::second_factor_is_on()))
            }
        })
    });
    job.await?;
    let mut conn = state.db.read_first().await?;
    let account = users::current(&mut conn, &state.cache, caller.user).await?.email.unwrap_or_default();
    let names = Names { app: &state.config.app_name, account: &account };
    let codes = second_factor::codes(&state.config.keys(), caller.user, &Stored::new(salt), names).ok_or(ApiError::internal())?;
    let uri = codes.to_url().expect("the account has a name");
    Ok(TotpSetup { secret: codes.secret().to_base32(), uri })
}

/// Enables the second factor, and ends all other sessions, which were opened without it. Returns recovery codes.
///
/// # Errors
/// 400 / 60008 if the code is wrong or nothing was prepared.
pub async fn confirm(state: &State, caller: Caller, code: Secret, client: Client) -> Result<Vec<Secret>, Error> {
    let keys = state.config.keys();
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let now = uow.now();
            let salt = store::pending_totp(uow.conn(), caller.user).await?.ok_or(rules::wrong_code())?;
            let codes = second_factor::codes(&keys, caller.user, &Stored::new(salt), Names::default());
            let step = codes.and_then(|codes| second_factor::step(&codes, &code, now)).ok_or(rules::wrong_code())?;
            store::enable_totp(uow.conn(), caller.user, step, &keys::id_of(&keys.current)).await?;
            revoke_all(uow, caller.user, Some(caller.session_id)).await?;
            history::note(uow, caller.user, AccountEventKind::TotpEnabled, &client).await?;
            users::publish_current_user(uow, caller.user).await?;
            Ok::<_, Error>(hand_out(uow, caller.user).await?)
        })
    });
    job.await
}

/// Disables the second factor.
///
/// # Errors
/// 403 / 200001 without a recent password check.
pub async fn disable(state: &State, caller: Caller, client: Client) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(async move { disable_in(uow, caller, &client).await })).await
}

async fn disable_in(uow: &mut UnitOfWork, caller: Caller, client: &Client) -> Result<(), Error> {
    let now = uow.now();
    super::require_fresh(uow.conn(), caller, now).await?;
    if store::disable_totp(uow.conn(), caller.user).await? {
        store::delete_recovery_codes(uow.conn(), caller.user).await?;
        history::note(uow, caller.user, AccountEventKind::TotpDisabled, client).await?;
        users::publish_current_user(uow, caller.user).await?;
    }
    Ok(())
}

/// Disables the second factor of a user who has lost it. Returns false if it was not enabled.
///
/// # Errors
/// When the database fails.
pub async fn reset(uow: &mut UnitOfWork, user: UserId) -> Result<bool, DbError> {
    let was_on = store::disable_totp(uow.conn(), user).await?;
    if was_on {
        store::delete_recovery_codes(uow.conn(), user).await?;
        history::note(uow, user, AccountEventKind::TotpDisabled, &Client::operator()).await?;
    }
    Ok(was_on)
}

/// Replaces the recovery codes.
///
/// # Errors
/// 403 / 200001 without a recent password check, 400 / 60002 if the second factor is not enabled.
pub async fn renew_recovery_codes(state: &State, caller: Caller, client: Client) -> Result<Vec<Secret>, Error> {
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let now = uow.now();
            super::require_fresh(uow.conn(), caller, now).await?;
            store::totp(uow.conn(), caller.user).await?.ok_or(rules::second_factor_is_off())?;
            history::note(uow, caller.user, AccountEventKind::RecoveryCodesRenewed, &client).await?;
            Ok::<_, Error>(hand_out(uow, caller.user).await?)
        })
    });
    job.await
}

async fn hand_out(uow: &mut UnitOfWork, user: UserId) -> Result<Vec<Secret>, DbError> {
    store::delete_recovery_codes(uow.conn(), user).await?;
    let codes = second_factor::recovery_codes();
    for code in &codes {
        store::insert_recovery_code(uow.conn(), user, &second_factor::recovery_hash(user, code)).await?;
    }
    Ok(codes)
}

/// Number of second factors that one write job binds to the current key.
const BATCH: i64 = 100;

/// Binds the second factors of the previous key to the current one, so that the previous key can be removed from the
/// configuration. Logs how many belong to a lost key.
///
/// # Errors
/// When the database fails.
pub async fn adopt_key(state: &State) -> Result<(), DbError> {
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
        state.writer.run_write(move |uow| Box::pin(async move { bind(uow, &rows, &keys).await })).await?;
    }
}

async fn bind(uow: &mut UnitOfWork, rows: &[store::TotpRow], keys: &Keys) -> Result<(), DbError> {
    let id = keys::id_of(&keys.current);
    for store::TotpRow { user_id, stored } in rows {
        if let Some(mask) = stored.mask_for_current(keys, *user_id) {
            store::set_totp_key(uow.conn(), *user_id, &id, &mask).await?;
        }
    }
    Ok(())
}

/// The second factor presented at sign-in.
#[derive(Debug, Clone)]
pub(super) enum Proof {
    /// The account has no second factor.
    NotNeeded,
    /// A currently valid code of the authenticator app.
    Step(i64),
    /// A possible recovery code.
    Recovery(Vec<u8>),
}

impl Proof {
    /// # Errors
    /// 403 / 60003 if a code is required and missing.
    pub(super) async fn read(state: &State, user: UserId, code: Option<&Secret>) -> Result<Self, Error> {
        let mut conn: Conn = state.db.read_first().await?;
        let Some(stored) = store::totp(&mut conn, user).await? else { return Ok(Self::NotNeeded) };
        let code = code.filter(|code| !code.expose().trim().is_empty()).ok_or(rules::second_factor_needed())?;
        let codes = second_factor::codes(&state.config.keys(), user, &stored, Names::default());
        Ok(match codes.and_then(|codes| second_factor::step(&codes, code, state.clock.now())) {
            Some(step) => Self::Step(step),
            None => Self::Recovery(second_factor::recovery_hash(user, code)),
        })
    }

    /// Uses up the code. Returns false if it is not valid.
    pub(super) async fn spend(&self, uow: &mut UnitOfWork, user: UserId, client: &Client) -> Result<bool, DbError> {
        match self {
            // The second factor may have been enabled meanwhile.
            Self::NotNeeded => Ok(store::totp(uow.conn(), user).await?.is_none()),
            Self::Step(step) => store::spend_step(uow.conn(), user, *step).await,
            Self::Recovery(hash) => {
                let spent = store::spend_recovery_code(uow.conn(), user, hash).await?;
                if spent {
                    history::note(uow, user, AccountEventKind::RecoveryCodeUsed, client).await?;
                }
                Ok(spent)
            }
        }
    }
}
