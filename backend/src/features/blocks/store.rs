//! SQL of blocks.

use crate::{
    db::{Conn, Failure, execute},
    kernel::UserId,
};

pub async fn insert(conn: &mut Conn, user: UserId, blocked: UserId) -> Result<(), Failure> {
    execute!(conn, "INSERT INTO blocks (user_id, blocked_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", user, blocked)?;
    Ok(())
}

pub async fn delete(conn: &mut Conn, user: UserId, blocked: UserId) -> Result<(), Failure> {
    execute!(conn, "DELETE FROM blocks WHERE user_id = $1 AND blocked_id = $2", user, blocked)?;
    Ok(())
}

/// Deletes what somebody blocks, and who blocks them.
pub async fn delete_all_of(conn: &mut Conn, user: UserId) -> Result<(), Failure> {
    execute!(conn, "DELETE FROM blocks WHERE user_id = $1", user)?;
    execute!(conn, "DELETE FROM blocks WHERE blocked_id = $1", user)?;
    Ok(())
}
