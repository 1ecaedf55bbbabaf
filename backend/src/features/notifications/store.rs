//! SQL of notification settings.

use crate::{
    cache::{Level, NotificationSetting},
    db::{Conn, DbError, execute},
    kernel::{ScopeId, UserId},
};

pub async fn put(conn: &mut Conn, user: UserId, place: ScopeId, setting: &NotificationSetting) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO notification_settings (user_id, place_id, level, muted, muted_until, suppress_everyone, suppress_roles)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (user_id, place_id) DO UPDATE SET level = excluded.level, muted = excluded.muted,
             muted_until = excluded.muted_until, suppress_everyone = excluded.suppress_everyone,
             suppress_roles = excluded.suppress_roles",
        user,
        place,
        setting.level.map(Level::name),
        setting.muted,
        setting.muted_until,
        setting.suppress_everyone,
        setting.suppress_roles,
    )?;
    Ok(())
}

pub async fn delete(conn: &mut Conn, user: UserId, place: ScopeId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM notification_settings WHERE user_id = $1 AND place_id = $2", user, place)?;
    Ok(())
}

pub async fn delete_of_user(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM notification_settings WHERE user_id = $1", user)?;
    Ok(())
}
