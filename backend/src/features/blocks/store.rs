//! SQL of blocks.

use crate::{
    db::{Conn, DbError, execute, fetch_all},
    kernel::UserId,
};

pub async fn insert(conn: &mut Conn, user: UserId, blocked: UserId) -> Result<(), DbError> {
    execute!(conn, "INSERT INTO blocks (user_id, blocked_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", user, blocked)?;
    Ok(())
}

pub async fn delete(conn: &mut Conn, user: UserId, blocked: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM blocks WHERE user_id = $1 AND blocked_id = $2", user, blocked)?;
    Ok(())
}

/// Deletes the blocks of a user.
pub async fn delete_all_of(conn: &mut Conn, user: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM blocks WHERE user_id = $1", user)?;
    Ok(())
}

/// Some users that block a user.
pub async fn some_blockers_of(conn: &mut Conn, user: UserId, limit: i64) -> Result<Vec<UserId>, DbError> {
    let rows: Vec<(UserId,)> = fetch_all!(conn, "SELECT user_id FROM blocks WHERE blocked_id = $1 LIMIT $2", user, limit)?;
    Ok(rows.into_iter().map(|(user,)| user).collect())
}
