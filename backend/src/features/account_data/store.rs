//! SQL of going for good.

use crate::{
    cache,
    db::{Conn, Failure, execute, fetch_optional},
    kernel::UserId,
};

/// Deletes an account with all that hangs on it; yields false if there is none.
pub async fn delete_account(conn: &mut Conn, user: UserId) -> Result<bool, Failure> {
    Ok(execute!(conn, "DELETE FROM accounts WHERE user_id = $1", user)? > 0)
}

/// Leaves nothing of the person in the user.
pub async fn entomb(conn: &mut Conn, tombstone: &cache::User) -> Result<(), Failure> {
    execute!(
        conn,
        "UPDATE users
         SET username = $2, display_name = NULL, avatar = NULL, bio = '', custom_status = NULL, custom_status_at = NULL,
             custom_status_until = NULL
         WHERE id = $1",
        tombstone.id,
        tombstone.username.as_str(),
    )?;
    Ok(())
}

/// Notes that all messages of this user are to be deleted.
pub async fn begin_erasure(conn: &mut Conn, user: UserId) -> Result<(), Failure> {
    execute!(conn, "INSERT INTO erasures (user_id) VALUES ($1) ON CONFLICT DO NOTHING", user)?;
    Ok(())
}

/// Somebody whose messages are still to be deleted.
pub async fn next_erasure(conn: &mut Conn) -> Result<Option<UserId>, Failure> {
    let found: Option<(UserId,)> = fetch_optional!(conn, "SELECT user_id FROM erasures ORDER BY user_id LIMIT 1")?;
    Ok(found.map(|(user,)| user))
}

pub async fn end_erasure(conn: &mut Conn, user: UserId) -> Result<(), Failure> {
    execute!(conn, "DELETE FROM erasures WHERE user_id = $1", user)?;
    Ok(())
}
