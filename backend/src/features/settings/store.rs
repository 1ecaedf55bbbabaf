//! SQL of settings.

use crate::{
    cache::Settings,
    db::{Conn, DbError, execute},
    kernel::UserId,
};

pub async fn put(conn: &mut Conn, user: UserId, settings: &Settings) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO user_settings (user_id, direct_messages, status, push_text) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id) DO UPDATE SET direct_messages = excluded.direct_messages, status = excluded.status,
                push_text = excluded.push_text",
        user,
        settings.direct_messages.name(),
        settings.status.name(),
        settings.push_text,
    )?;
    Ok(())
}

pub async fn delete(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM user_settings WHERE user_id = $1", user)?;
    Ok(())
}
