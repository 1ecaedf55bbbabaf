//! Actions of operators.

use std::time::Duration;

use super::{
    requests::{AccountsPage, UpdateAccount, UpdateInstanceSettings},
    rules,
    store::{self, AccountRow, AddressRow},
    view::{self, Account, ClockJump, ClockStatus, EmailLink, InstanceSettings, InstanceStatus, ResetLink},
};
use crate::{
    access::{self, Caller},
    cache::{Cache, InstanceChange},
    db::{Conn, DbError},
    features::{
        applications::actions as applications,
        auth::{
            Client,
            actions::{self as auth, AccountEventKind},
        },
        mail::actions::{self as mail, EmailTokens},
        users::actions as users,
    },
    http::Error,
    kernel::{ApiError, EmailId, UserId, limits, text},
    observe::security_event,
    state::State,
    writer::UnitOfWork,
};

/// Accounts read by one statement.
const BATCH: i64 = 1000;
/// Time limit of an account search.
const LOOKED_FOR: Duration = Duration::from_secs(2);

/// The state of the server, for operators.
pub fn status(state: &State) -> InstanceStatus {
    let ahead = state.ids.ahead();
    InstanceStatus {
        clock: ClockStatus {
            now: state.clock.now(),
            last_jump: state.clock_watch.last_jump().map(|jump| ClockJump { at: jump.at, by_s: jump.by_s }),
            ids_ahead_s: if ahead > limits::CLOCK_AHEAD { ahead.as_secs() } else { 0 },
        },
    }
}

/// The caller of an operator's action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Person(Caller),
    /// The console, which has the server's key.
    Console,
}

impl Operator {
    /// # Errors
    /// 403 / 50013 for users who are not operators.
    pub async fn admit(self, conn: &mut Conn) -> Result<(), Error> {
        match self {
            Self::Person(caller) if !access::is_operator(conn, caller.user).await? => Err(ApiError::missing_permissions().into()),
            Self::Person(_) | Self::Console => Ok(()),
        }
    }

    /// Repeats the checks in the write job of every change.
    ///
    /// # Errors
    /// 403 / 50013 if the user is no longer an operator, 403 / 200001 without a recent password check.
    pub async fn confirm(self, uow: &mut UnitOfWork) -> Result<(), Error> {
        self.admit(uow.conn()).await?;
        let now = uow.now();
        match self {
            Self::Person(caller) => auth::require_fresh(uow.conn(), caller, now).await,
            Self::Console => Ok(()),
        }
    }

    fn is(self, user: UserId) -> bool {
        self.user() == Some(user)
    }

    fn user(self) -> Option<UserId> {
        match self {
            Self::Person(caller) => Some(caller.user),
            Self::Console => None,
        }
    }
}

/// The current settings.
pub fn settings(cache: &Cache) -> InstanceSettings {
    InstanceSettings { registration: cache.read().registration() }
}

/// Changes the settings. They take effect at once.
///
/// # Errors
/// 403 as for [`Operator::confirm`].
pub async fn update_settings(state: &State, by: Operator, change: UpdateInstanceSettings) -> Result<InstanceSettings, Error> {
    state.writer.run_write(move |uow| Box::pin(update_settings_in(uow, by, change))).await
}

async fn update_settings_in(
    uow: &mut UnitOfWork,
    by: Operator,
    change: UpdateInstanceSettings,
) -> Result<InstanceSettings, Error> {
    by.confirm(uow).await?;
    let Some(registration) = change.registration else {
        return Ok(InstanceSettings { registration: uow.model().registration() });
    };
    store::put_setting(uow.conn(), store::REGISTRATION, registration.name()).await?;
    uow.apply(InstanceChange::RegistrationSet(registration));
    security_event!("registration_set", ?by, registration = registration.name(), "registration setting changed");
    Ok(InstanceSettings { registration })
}

/// A page of accounts, by id. A search may have to read all accounts, since names are compared in folded form; it reads them in
/// batches, and stops after [`LOOKED_FOR`].
///
/// # Errors
/// When the database fails or the search takes too long.
pub async fn accounts(state: &State, page: AccountsPage) -> Result<Vec<Account>, Error> {
    let found = tokio::time::timeout(LOOKED_FOR, matching(state, &page)).await.map_err(|_| DbError::TimedOut)??;
    let mut conn = state.db.read().await?;
    let mut shown = Vec::with_capacity(found.len());
    for id in found {
        let row = store::account(&mut conn, id).await?;
        let model = state.cache.read();
        shown.extend(row.and_then(|row| Some(Account::new(model.user(id)?, row))));
    }
    Ok(shown)
}

/// The accounts of a page.
async fn matching(state: &State, page: &AccountsPage) -> Result<Vec<UserId>, DbError> {
    let query = text::folded(page.query.trim());
    let (mut found, mut after) = (Vec::new(), page.after);
    while found.len() < page.limit {
        // Each batch uses its own connection, so that other requests can run in between.
        let rows = store::addresses_after(&mut state.db.read().await?, after, BATCH).await?;
        let Some(last) = rows.last() else { break };
        after = last.user_id;
        let model = state.cache.read();
        let matches = |row: &AddressRow| model.user(row.user_id).is_some_and(|user| view::matches(&query, user, &row.email));
        found.extend(rows.iter().filter(|row| matches(row)).map(|row| row.user_id).take(page.limit - found.len()));
    }
    Ok(found)
}

/// Disables or enables an account, or grants or revokes operator rights. Disabling revokes all sessions at once, and the tokens
/// of the user's bots.
///
/// # Errors
/// 400 for oneself and for the last operator, 404 / 10013 without an account, 403 as for [`Operator::confirm`].
pub async fn update_account(
    state: &State,
    by: Operator,
    client: Client,
    id: UserId,
    change: UpdateAccount,
) -> Result<Account, Error> {
    state.writer.run_write(move |uow| Box::pin(async move { update_account_in(uow, (by, &client), id, change).await })).await
}

async fn update_account_in(
    uow: &mut UnitOfWork,
    (by, client): (Operator, &Client),
    id: UserId,
    change: UpdateAccount,
) -> Result<Account, Error> {
    by.confirm(uow).await?;
    if by.is(id) && change != UpdateAccount::default() {
        return Err(ApiError::bad_request("Operators cannot change their own account. Ask another operator.").into());
    }
    let before = store::account(uow.conn(), id).await?.ok_or(ApiError::unknown_user())?;
    let operator = change.operator.unwrap_or(before.operator);
    let disabled = change.disabled.unwrap_or(before.disabled_at.is_some());
    if before.can_operate() && (disabled || !operator) {
        refuse_last(uow.conn(), id).await?;
    }
    if operator != before.operator {
        store::set_operator(uow.conn(), id, operator).await?;
        users::publish_current_user(uow, id).await?;
        let kind = if operator { AccountEventKind::OperatorGranted } else { AccountEventKind::OperatorRevoked };
        note_for_both(uow, (by, client), Some(id), kind).await?;
    }
    if disabled != before.disabled_at.is_some() {
        set_disabled(uow, id, disabled).await?;
    }
    security_event!("account_changed", ?by, user = %id, operator, disabled, "account changed");
    shown(uow, id).await
}

async fn set_disabled(uow: &mut UnitOfWork, id: UserId, disabled: bool) -> Result<(), Error> {
    let now = uow.now();
    store::set_disabled(uow.conn(), id, disabled.then_some(now)).await?;
    let kind = if disabled { AccountEventKind::AccountDisabled } else { AccountEventKind::AccountEnabled };
    auth::note(uow, id, kind, &Client::operator()).await?;
    if disabled {
        auth::revoke_all(uow, id, None).await?;
        applications::stop_all_of(uow, id).await?;
    }
    Ok(())
}

/// Ensures that an operator remains.
///
/// # Errors
/// 400 if this user is the only operator who can sign in.
pub async fn refuse_last(conn: &mut Conn, user: UserId) -> Result<(), Error> {
    if store::has_other_operator(conn, user).await? { Ok(()) } else { Err(rules::last_operator().into()) }
}

/// Protects the account of the last operator, unless it is the last account.
///
/// # Errors
/// 400 if there are other accounts, but no other operator.
pub async fn refuse_to_lose(conn: &mut Conn, user: UserId) -> Result<(), Error> {
    let operates = store::account(conn, user).await?.is_some_and(|row| row.can_operate());
    if operates && store::has_other_account(conn, user).await? { refuse_last(conn, user).await } else { Ok(()) }
}

/// Creates a one-time reset link, for the operator to pass on. Earlier ones expire.
///
/// # Errors
/// 404 / 10013 without an account, 403 as for [`Operator::confirm`].
pub async fn create_reset_link(
    state: &State,
    by: Operator,
    client: Client,
    id: UserId,
    links: EmailTokens,
) -> Result<ResetLink, Error> {
    state.writer.run_write(move |uow| Box::pin(async move { create_reset_link_in(uow, (by, &client), id, &links).await })).await
}

async fn create_reset_link_in(
    uow: &mut UnitOfWork,
    (by, client): (Operator, &Client),
    id: UserId,
    links: &EmailTokens,
) -> Result<ResetLink, Error> {
    by.confirm(uow).await?;
    store::account(uow.conn(), id).await?.ok_or(ApiError::unknown_user())?;
    let (url, expires_at) = mail::reset_link(uow, id, links).await?;
    note_for_both(uow, (by, client), Some(id), AccountEventKind::ResetLinkMade).await?;
    tracing::info!(?by, user = %id, "reset link created");
    Ok(ResetLink { url, expires_at })
}

/// Reveals the link of an undeliverable email, once. It gives access to the account like its password.
///
/// # Errors
/// 404 / 200040 for an email without a link, or if it was revealed before; 403 as for [`Operator::confirm`].
pub async fn reveal_email_link(
    state: &State,
    by: Operator,
    client: Client,
    id: EmailId,
    links: EmailTokens,
) -> Result<EmailLink, Error> {
    state.writer.run_write(move |uow| Box::pin(async move { reveal_email_link_in(uow, (by, &client), id, &links).await })).await
}

async fn reveal_email_link_in(
    uow: &mut UnitOfWork,
    (by, client): (Operator, &Client),
    id: EmailId,
    links: &EmailTokens,
) -> Result<EmailLink, Error> {
    by.confirm(uow).await?;
    let revealed = mail::reveal_link(uow, id, by.user(), links).await?.ok_or(rules::unknown_email_link())?;
    note_for_both(uow, (by, client), revealed.user, AccountEventKind::EmailLinkRevealed).await?;
    tracing::info!(?by, email = %id, user = revealed.user.map(UserId::get), "link of an email revealed");
    Ok(EmailLink { url: revealed.url })
}

/// Records an operator's action in the history of the account concerned, without the operator's name, and in the operator's own.
async fn note_for_both(
    uow: &mut UnitOfWork,
    (by, client): (Operator, &Client),
    user: Option<UserId>,
    kind: AccountEventKind,
) -> Result<(), DbError> {
    if let Some(user) = user {
        auth::note(uow, user, kind, &Client::operator()).await?;
    }
    match by.user().filter(|by| Some(*by) != user) {
        Some(by) => auth::note(uow, by, kind, client).await,
        None => Ok(()),
    }
}

/// Makes the caller the first operator, with the setup token.
///
/// # Errors
/// 400 / 50035 at `setup_token` if there is an operator, 403 / 200001 without a recent password check.
pub async fn set_up(state: &State, caller: Caller, client: Client) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(async move { set_up_in(uow, caller, &client).await })).await
}

async fn set_up_in(uow: &mut UnitOfWork, caller: Caller, client: &Client) -> Result<(), Error> {
    let now = uow.now();
    if users::has_operator(uow.conn()).await? {
        return Err(auth::setup_token_invalid());
    }
    auth::require_fresh(uow.conn(), caller, now).await?;
    store::set_operator(uow.conn(), caller.user, true).await?;
    users::publish_current_user(uow, caller.user).await?;
    Ok(auth::note(uow, caller.user, AccountEventKind::OperatorGranted, client).await?)
}

/// Disables the second factor of an account. Only the console can: otherwise an operator could take over any account by also
/// resetting its password.
///
/// # Errors
/// 403 / 50013 for users, 404 / 10013 without an account.
pub async fn reset_second_factor(state: &State, by: Operator, id: UserId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(reset_second_factor_in(uow, by, id))).await
}

async fn reset_second_factor_in(uow: &mut UnitOfWork, by: Operator, id: UserId) -> Result<(), Error> {
    if by != Operator::Console {
        return Err(ApiError::missing_permissions().into());
    }
    store::account(uow.conn(), id).await?.ok_or(ApiError::unknown_user())?;
    auth::reset_totp(uow, id).await?;
    security_event!("second_factor_reset", ?by, user = %id, "second factor disabled");
    Ok(())
}

async fn shown(uow: &mut UnitOfWork, id: UserId) -> Result<Account, Error> {
    let row: AccountRow = store::account(uow.conn(), id).await?.ok_or(ApiError::unknown_user())?;
    let model = uow.model();
    Ok(Account::new(model.user(id).ok_or(ApiError::unknown_user())?, row))
}
