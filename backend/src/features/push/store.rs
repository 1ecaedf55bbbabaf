//! SQL of push subscriptions and of queued pushes.

use sqlx::FromRow;

use crate::{
    db::{Conn, DbError, execute, execute_for_each, fetch_all, fetch_one, fetch_optional},
    kernel::{ChannelId, MessageId, PushSubscriptionId, SessionId, Timestamp, UserId},
};

/// A subscription to store.
#[derive(Debug, Clone, Copy)]
pub struct NewSubscriptionRow<'s> {
    pub id: PushSubscriptionId,
    pub user_id: UserId,
    pub login_id: SessionId,
    pub endpoint: &'s str,
    pub p256dh: &'s [u8],
    pub auth: &'s [u8],
}

/// A subscription, as shown to its owner.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct SubscriptionRow {
    pub id: PushSubscriptionId,
    pub created_at: Timestamp,
    pub login_id: SessionId,
    pub endpoint: String,
}

/// Identifies a push: a channel and a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PushRow {
    pub subscription: PushSubscriptionId,
    pub channel: ChannelId,
    pub message: MessageId,
}

/// A due push with the data to send it, if all of that still exists.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DuePushRow {
    pub subscription_id: PushSubscriptionId,
    pub channel_id: ChannelId,
    pub message_id: MessageId,
    pub tries: i64,
    pub expires_at: Timestamp,
    pub user_id: UserId,
    pub endpoint: String,
    pub p256dh: Vec<u8>,
    pub auth: Vec<u8>,
    /// Whether its session is active.
    pub alive: Option<SessionId>,
    pub locale: Option<String>,
    pub author_id: Option<UserId>,
    pub content: Option<String>,
}

/// A key pair that survived a replacement of the server's key: the name of the key that masks it, and the mask.
pub async fn push_key(conn: &mut Conn) -> Result<Option<(Vec<u8>, Vec<u8>)>, DbError> {
    fetch_optional!(conn, "SELECT key_id, mask FROM push_key WHERE id = 1")
}

pub async fn put_push_key(conn: &mut Conn, key_id: &[u8], mask: &[u8]) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO push_key (id, key_id, mask) VALUES (1, $1, $2)
         ON CONFLICT (id) DO UPDATE SET key_id = excluded.key_id, mask = excluded.mask",
        key_id,
        mask,
    )?;
    Ok(())
}

/// Stores the subscription of a session, replacing its previous one.
pub async fn put(conn: &mut Conn, row: NewSubscriptionRow<'_>, now: Timestamp) -> Result<SubscriptionRow, DbError> {
    fetch_one!(
        conn,
        "INSERT INTO push_subscriptions (id, user_id, login_id, endpoint, p256dh, auth, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (login_id) DO UPDATE SET endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth
         RETURNING id, created_at, login_id, endpoint",
        row.id,
        row.user_id,
        row.login_id,
        row.endpoint,
        row.p256dh,
        row.auth,
        now,
    )
}

/// Deletes the subscriptions of other sessions in the same browser, which alone knows the secret.
pub async fn delete_of_same_browser(conn: &mut Conn, row: NewSubscriptionRow<'_>) -> Result<(), DbError> {
    execute!(
        conn,
        "DELETE FROM push_subscriptions WHERE endpoint = $1 AND auth = $2 AND login_id <> $3",
        row.endpoint,
        row.auth,
        row.login_id,
    )?;
    Ok(())
}

/// The subscriptions of a user's active sessions, oldest first.
pub async fn active(
    conn: &mut Conn,
    user: UserId,
    now: Timestamp,
    idle_since: Timestamp,
) -> Result<Vec<SubscriptionRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT s.id, s.created_at, s.login_id, s.endpoint FROM push_subscriptions s JOIN logins l ON l.id = s.login_id
         WHERE s.user_id = $1 AND l.revoked_at IS NULL AND l.expires_at > $2 AND l.last_used_at > $3 ORDER BY s.id",
        user,
        now,
        idle_since,
    )
}

/// All stored subscriptions of a user.
pub async fn exported(conn: &mut Conn, user: UserId) -> Result<Vec<SubscriptionRow>, DbError> {
    fetch_all!(conn, "SELECT id, created_at, login_id, endpoint FROM push_subscriptions WHERE user_id = $1 ORDER BY id", user)
}

/// Deletes a subscription of a user; returns false if it is not theirs.
pub async fn delete_of(conn: &mut Conn, user: UserId, id: PushSubscriptionId) -> Result<bool, DbError> {
    Ok(execute!(conn, "DELETE FROM push_subscriptions WHERE id = $1 AND user_id = $2", id, user)? > 0)
}

pub async fn delete(conn: &mut Conn, id: PushSubscriptionId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM push_subscriptions WHERE id = $1", id)?;
    Ok(())
}

pub async fn delete_of_session(conn: &mut Conn, session_id: SessionId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM push_subscriptions WHERE login_id = $1", session_id)?;
    Ok(())
}

/// All users with a subscription.
pub async fn subscribers(conn: &mut Conn) -> Result<Vec<UserId>, DbError> {
    let rows: Vec<(UserId,)> = fetch_all!(conn, "SELECT DISTINCT user_id FROM push_subscriptions")?;
    Ok(rows.into_iter().map(|(user,)| user).collect())
}

/// Number of users for whom one statement queues pushes.
pub const AT_ONCE: usize = 16;

/// Queues a push for each subscription of up to [`AT_ONCE`] users. It replaces a queued push of the same channel and takes over
/// its due time.
pub async fn insert_pushes(
    conn: &mut Conn,
    users: &[UserId],
    (channel, message): (ChannelId, MessageId),
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<u64, DbError> {
    debug_assert!(users.len() <= AT_ONCE, "at most {AT_ONCE} parameters");
    execute_for_each!(
        conn,
        "INSERT INTO pushes (subscription_id, channel_id, message_id, next_try_at, expires_at)
         SELECT s.id, $1, $2, $3, $4 FROM push_subscriptions s
         WHERE s.user_id IN ($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
         ON CONFLICT (subscription_id, channel_id)
         DO UPDATE SET message_id = excluded.message_id, expires_at = excluded.expires_at",
        [channel, message, now, expires_at],
        (0..AT_ONCE).map(|place| users.get(place).copied()),
        |user| user,
    )
}

/// Whether a push is due. One that waits until after `latest` does so because the clock was ahead.
pub async fn has_due(conn: &mut Conn, now: Timestamp, latest: Timestamp) -> Result<bool, DbError> {
    let found: Option<(ChannelId,)> =
        fetch_optional!(conn, "SELECT channel_id FROM pushes WHERE next_try_at <= $1 OR next_try_at > $2 LIMIT 1", now, latest,)?;
    Ok(found.is_some())
}

/// Due pushes, oldest first.
pub async fn due(
    conn: &mut Conn,
    (now, latest): (Timestamp, Timestamp),
    idle_since: Timestamp,
    most: i64,
) -> Result<Vec<DuePushRow>, DbError> {
    fetch_all!(
        conn,
        "SELECT p.subscription_id, p.channel_id, p.message_id, p.tries, p.expires_at, s.user_id, s.endpoint, s.p256dh, s.auth,
                l.id AS alive, a.locale, m.author_id, m.content
         FROM pushes p JOIN push_subscriptions s ON s.id = p.subscription_id
         LEFT JOIN logins l ON l.id = s.login_id AND l.revoked_at IS NULL AND l.expires_at > $1 AND l.last_used_at > $2
         LEFT JOIN accounts a ON a.user_id = s.user_id
         LEFT JOIN messages m ON m.id = p.message_id AND m.channel_id = p.channel_id
         WHERE p.next_try_at <= $1 OR p.next_try_at > $4 ORDER BY p.next_try_at, p.message_id LIMIT $3",
        now,
        idle_since,
        most,
        latest,
    )
}

/// Records the start of an attempt, and when the next one is due.
pub async fn begin_try(conn: &mut Conn, push: PushRow, next_try_at: Timestamp) -> Result<(), DbError> {
    execute!(
        conn,
        "UPDATE pushes SET tries = tries + 1, next_try_at = $3 WHERE subscription_id = $1 AND channel_id = $2",
        push.subscription,
        push.channel,
        next_try_at,
    )?;
    Ok(())
}

pub async fn delay(conn: &mut Conn, push: PushRow, next_try_at: Timestamp) -> Result<(), DbError> {
    execute!(
        conn,
        "UPDATE pushes SET next_try_at = $3 WHERE subscription_id = $1 AND channel_id = $2",
        push.subscription,
        push.channel,
        next_try_at,
    )?;
    Ok(())
}

/// Deletes a settled push. If a newer message has replaced it meanwhile, that one becomes due at once.
pub async fn settle(conn: &mut Conn, push: PushRow, now: Timestamp) -> Result<(), DbError> {
    execute!(
        conn,
        "DELETE FROM pushes WHERE subscription_id = $1 AND channel_id = $2 AND message_id = $3",
        push.subscription,
        push.channel,
        push.message,
    )?;
    execute!(
        conn,
        "UPDATE pushes SET tries = 0, next_try_at = $3 WHERE subscription_id = $1 AND channel_id = $2",
        push.subscription,
        push.channel,
        now,
    )?;
    Ok(())
}
