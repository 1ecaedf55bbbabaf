//! The outbox: due pushes and the results of sending them. The sending itself is in the worker.

use std::sync::Arc;

use crate::{
    db::DbError,
    features::{
        mail::actions::Language,
        push::{
            payload::{self, Kind, News},
            rules::{self, Outcome},
            store::{self, DuePushRow, PushRow},
        },
    },
    kernel::{ChannelId, PushSubscriptionId, Timestamp, limits},
    state::State,
    writer::UnitOfWork,
};

/// A due push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePush {
    pub subscription: PushSubscriptionId,
    pub channel: ChannelId,
    pub endpoint: String,
    pub p256dh: Vec<u8>,
    pub auth: Vec<u8>,
    pub kind: Kind,
    pub payload: Vec<u8>,
    pub expires_at: Timestamp,
    /// Identifies the push when its result is recorded.
    pub trying: Trying,
}

/// A started attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trying {
    push: PushRow,
    /// The push to send.
    tries: i64,
    expires_at: Timestamp,
}

/// An attempt and its result.
pub type Tried = (Trying, Outcome);

/// Starts an attempt for due pushes, up to a limit. Without a result they become due again later.
///
/// # Errors
/// When the database fails.
pub async fn due(state: &Arc<State>, most: i64) -> Result<Vec<DuePush>, DbError> {
    if state.cache.read().pushed().is_empty() {
        return Ok(Vec::new());
    }
    let (mut conn, now) = (state.db.read().await?, state.clock.now());
    if !store::has_due(&mut conn, now, now.after(rules::LIFE)).await? {
        return Ok(Vec::new());
    }
    drop(conn);
    let app = state.config.app_name.clone();
    state.writer.run_write(move |uow| Box::pin(async move { begin(uow, &app, most).await })).await
}

async fn begin(uow: &mut UnitOfWork, app: &str, most: i64) -> Result<Vec<DuePush>, DbError> {
    let now = uow.now();
    let mut due = Vec::new();
    for row in store::due(uow.conn(), (now, now.after(rules::LIFE)), now.before(limits::SESSION_IDLE), most).await? {
        let push = PushRow { subscription: row.subscription_id, channel: row.channel_id, message: row.message_id };
        let trying = Trying { push, tries: row.tries + 1, expires_at: row.expires_at };
        match read(uow, row, app, trying) {
            Some(ready) => {
                store::begin_try(uow.conn(), push, now.after(rules::wait_after(trying.tries))).await?;
                due.push(ready);
            }
            None => store::settle(uow.conn(), push, now).await?,
        }
    }
    Ok(due)
}

/// Builds the push, if its message still exists and its user may read it.
fn read(uow: &UnitOfWork, row: DuePushRow, app: &str, trying: Trying) -> Option<DuePush> {
    let now = uow.now();
    if row.alive.is_none() || row.expires_at <= now {
        return None;
    }
    let news = News {
        to: row.user_id,
        channel: row.channel_id,
        message: row.message_id,
        author: row.author_id?,
        content: row.content.as_deref()?,
        language: Language::of(row.locale.as_deref()?),
    };
    let (kind, payload) = payload::payload(&uow.model(), &news, app, now)?;
    Some(DuePush {
        subscription: row.subscription_id,
        channel: row.channel_id,
        endpoint: row.endpoint,
        p256dh: row.p256dh,
        auth: row.auth,
        kind,
        payload,
        expires_at: row.expires_at,
        trying,
    })
}

/// Records the result of an attempt. After a temporary error the push waits for the next attempt, until it is out of date; an
/// expired subscription is deleted with its pushes.
///
/// # Errors
/// When the database fails; then pushes that were sent may be sent again.
pub async fn settle(uow: &mut UnitOfWork, (trying, outcome): Tried) -> Result<(), DbError> {
    let (now, Trying { push, tries, expires_at }) = (uow.now(), trying);
    match outcome {
        Outcome::Taken | Outcome::Refused => store::settle(uow.conn(), push, now).await,
        Outcome::Gone => store::delete(uow.conn(), push.subscription).await,
        Outcome::Later(wait) => {
            let next_try_at = now.after(rules::wait_after(tries).max(wait.unwrap_or_default()));
            if next_try_at < expires_at {
                store::delay(uow.conn(), push, next_try_at).await
            } else {
                store::settle(uow.conn(), push, now).await
            }
        }
    }
}
