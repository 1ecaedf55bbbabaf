//! Push subscriptions.

use std::collections::HashSet;

use url::Url;

use crate::{
    access::Caller,
    cache::UserChange,
    config::PushHosts,
    db::{Conn, DbError},
    features::push::{
        rules,
        store::{self, NewSubscriptionRow},
        view::{ExportedPushSubscription, PushSubscription},
    },
    http::Error,
    kernel::{ApiError, FieldError, Form, PushSubscriptionId, SessionId, Timestamp, UserId, limits},
    state::State,
    writer::UnitOfWork,
};

/// A validated subscription.
#[derive(Debug, Clone)]
pub struct NewSubscription {
    endpoint: String,
    p256dh: Vec<u8>,
    auth: Vec<u8>,
}

impl NewSubscription {
    /// Validates the subscription of a browser.
    ///
    /// # Errors
    /// 400 / 50035 with all errors.
    pub fn read(endpoint: &str, p256dh: &str, auth: &str, hosts: &PushHosts) -> Result<Self, ApiError> {
        let mut form = Form::new();
        let endpoint = form.check("endpoint", address(endpoint, hosts));
        let p256dh = form.check("keys.p256dh", rules::public_key(p256dh));
        let auth = form.check("keys.auth", rules::auth(auth));
        form.finish()?;
        let none = || ApiError::bad_request("A subscription requires an endpoint and two keys.");
        Ok(Self { endpoint: endpoint.ok_or_else(none)?, p256dh: p256dh.ok_or_else(none)?, auth: auth.ok_or_else(none)? })
    }
}

/// The normalised endpoint, if it is allowed.
fn address(text: &str, hosts: &PushHosts) -> Result<String, FieldError> {
    if text.len() > rules::PUSH_ENDPOINT_BYTES {
        return Err(FieldError::too_long(rules::PUSH_ENDPOINT_BYTES));
    }
    let url = Url::parse(text).ok().filter(|url| hosts.admit(url));
    url.map(String::from).ok_or_else(|| FieldError::new("PUSH_ENDPOINT_UNKNOWN", "The endpoint is not at a known push service."))
}

/// Subscribes the caller's session, replacing its previous subscription.
///
/// # Errors
/// 400 / 200020 if too many other sessions have subscriptions; 401 for a session that has just ended.
pub async fn subscribe(state: &State, caller: Caller, new: NewSubscription) -> Result<PushSubscription, Error> {
    state.writer.run_write(move |uow| Box::pin(subscribe_in(uow, caller, new))).await
}

async fn subscribe_in(uow: &mut UnitOfWork, caller: Caller, new: NewSubscription) -> Result<PushSubscription, Error> {
    if uow.model().is_revoked(caller.session_id) {
        return Err(ApiError::unauthorized().into());
    }
    let now = uow.now();
    let NewSubscription { endpoint, p256dh, auth } = &new;
    let id = PushSubscriptionId::new(uow.next_id());
    let row = NewSubscriptionRow { id, user_id: caller.user, login_id: caller.session_id, endpoint, p256dh, auth };
    store::delete_of_same_browser(uow.conn(), row).await?;
    let others = store::active(uow.conn(), caller.user, now, now.before(limits::SESSION_IDLE)).await?;
    if others.iter().filter(|other| other.login_id != caller.session_id).count() >= rules::PUSH_SUBSCRIPTIONS_PER_USER {
        return Err(rules::too_many_push_subscriptions().into());
    }
    let stored = store::put(uow.conn(), row, now).await?;
    uow.apply(UserChange::PushedSet(caller.user, true));
    Ok(PushSubscription::new(&stored, caller.session_id))
}

/// The caller's devices with push notifications, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn, caller: Caller, now: Timestamp) -> Result<Vec<PushSubscription>, DbError> {
    let rows = store::active(conn, caller.user, now, now.before(limits::SESSION_IDLE)).await?;
    Ok(rows.iter().map(|row| PushSubscription::new(row, caller.session_id)).collect())
}

/// All stored subscriptions of the caller, for an export.
///
/// # Errors
/// When the database fails.
pub async fn exported(conn: &mut Conn, caller: Caller) -> Result<Vec<ExportedPushSubscription>, DbError> {
    let rows = store::exported(conn, caller.user).await?;
    Ok(rows.into_iter().map(ExportedPushSubscription::from).collect())
}

/// Deletes a subscription of the caller, with its pushes.
///
/// # Errors
/// 404 / 200021 if it is not the caller's.
pub async fn remove(state: &State, caller: Caller, id: PushSubscriptionId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(remove_in(uow, caller, id))).await
}

async fn remove_in(uow: &mut UnitOfWork, caller: Caller, id: PushSubscriptionId) -> Result<(), Error> {
    if store::delete_of(uow.conn(), caller.user, id).await? { Ok(()) } else { Err(rules::unknown_push_subscription().into()) }
}

/// Deletes the subscription of a session that ends.
///
/// # Errors
/// When the database fails.
pub async fn end(uow: &mut UnitOfWork, user: UserId, session_id: SessionId) -> Result<(), DbError> {
    let pushed = uow.model().is_pushed(user);
    if pushed { store::delete_of_session(uow.conn(), session_id).await } else { Ok(()) }
}

/// Removes users without subscriptions from the model. Runs periodically.
///
/// # Errors
/// When the database fails.
pub async fn forget_ended(uow: &mut UnitOfWork) -> Result<(), DbError> {
    let subscribers: HashSet<UserId> = store::subscribers(uow.conn()).await?.into_iter().collect();
    let left: Vec<UserId> = uow.model().pushed().iter().copied().filter(|user| !subscribers.contains(user)).collect();
    for user in left {
        uow.apply(UserChange::PushedSet(user, false));
    }
    Ok(())
}
