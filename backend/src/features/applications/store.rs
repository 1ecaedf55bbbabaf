//! SQL of applications.

use sqlx::FromRow;

use crate::{
    cache::BotToken,
    db::{Conn, DbError, execute, fetch_all, fetch_one, fetch_optional},
    kernel::UserId,
};

/// An application; its bot is the user with the same id.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ApplicationRow {
    pub id: UserId,
    pub owner_id: UserId,
    pub description: String,
    pub public: bool,
}

pub async fn insert(conn: &mut Conn, row: &ApplicationRow) -> Result<(), DbError> {
    execute!(
        conn,
        "INSERT INTO applications (id, owner_id, description, public) VALUES ($1, $2, $3, $4)",
        row.id,
        row.owner_id,
        row.description.as_str(),
        row.public,
    )?;
    Ok(())
}

pub async fn find(conn: &mut Conn, id: UserId) -> Result<Option<ApplicationRow>, DbError> {
    fetch_optional!(conn, "SELECT id, owner_id, description, public FROM applications WHERE id = $1", id)
}

/// Applications with a token, by id.
pub async fn with_token_of(conn: &mut Conn, owner: UserId) -> Result<Vec<UserId>, DbError> {
    let rows: Vec<(UserId,)> =
        fetch_all!(conn, "SELECT id FROM applications WHERE owner_id = $1 AND token_id IS NOT NULL ORDER BY id", owner)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// By id.
pub async fn all_of(conn: &mut Conn, owner: UserId) -> Result<Vec<ApplicationRow>, DbError> {
    fetch_all!(conn, "SELECT id, owner_id, description, public FROM applications WHERE owner_id = $1 ORDER BY id", owner)
}

pub async fn count_of(conn: &mut Conn, owner: UserId) -> Result<i64, DbError> {
    let (count,): (i64,) = fetch_one!(conn, "SELECT count(*) FROM applications WHERE owner_id = $1", owner)?;
    Ok(count)
}

pub async fn update(conn: &mut Conn, row: &ApplicationRow) -> Result<(), DbError> {
    execute!(
        conn,
        "UPDATE applications SET description = $2, public = $3 WHERE id = $1",
        row.id,
        row.description.as_str(),
        row.public,
    )?;
    Ok(())
}

pub async fn put_token(conn: &mut Conn, id: UserId, token: &BotToken) -> Result<(), DbError> {
    let hash = token.hash.as_slice();
    execute!(conn, "UPDATE applications SET token_id = $2, token_hash = $3 WHERE id = $1", id, token.session_id, hash)?;
    Ok(())
}

pub async fn delete_token(conn: &mut Conn, id: UserId) -> Result<(), DbError> {
    execute!(conn, "UPDATE applications SET token_id = NULL, token_hash = NULL WHERE id = $1", id)?;
    Ok(())
}

/// Deletes an application with its commands; the bot remains as a user.
pub async fn delete(conn: &mut Conn, id: UserId) -> Result<(), DbError> {
    execute!(conn, "DELETE FROM applications WHERE id = $1", id)?;
    Ok(())
}
