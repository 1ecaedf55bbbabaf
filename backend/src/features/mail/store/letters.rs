//! SQL of letters.

use sqlx::FromRow;

use crate::{
    db::{Conn, Failure, execute, fetch_all, fetch_optional},
    kernel::{LetterId, LinkId, Timestamp, UserId},
};

/// A letter to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewLetterRow<'l> {
    pub id: LetterId,
    pub kind: &'static str,
    pub user_id: Option<UserId>,
    pub address: &'l str,
    pub name: &'l str,
    pub locale: &'l str,
    pub detail: Option<&'l str>,
    pub link_id: Option<LinkId>,
}

/// A letter whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DueLetterRow {
    pub id: LetterId,
    pub kind: String,
    pub user_id: Option<UserId>,
    pub address: String,
    pub name: String,
    pub locale: String,
    pub detail: Option<String>,
    /// Its link, if that still does something.
    pub link_id: Option<LinkId>,
    pub tries: i64,
}

/// A letter, to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct LetterRow {
    pub id: LetterId,
    pub created_at: Timestamp,
    pub kind: String,
    pub address: String,
    pub state: String,
    /// Its link, if that still does something and nobody has been shown it.
    pub link_id: Option<LinkId>,
}

/// A letter whose link is shown. The link has the letter's kind.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct RevealedRow {
    pub kind: String,
    pub user_id: Option<UserId>,
    pub link_id: LinkId,
}

pub async fn insert_letter(conn: &mut Conn, letter: NewLetterRow<'_>, now: Timestamp) -> Result<(), Failure> {
    execute!(
        conn,
        "INSERT INTO letters (id, kind, user_id, address, name, locale, detail, link_id, state, next_try_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $9)",
        letter.id,
        letter.kind,
        letter.user_id,
        letter.address,
        letter.name,
        letter.locale,
        letter.detail,
        letter.link_id,
        now,
    )?;
    Ok(())
}

/// Whether it is the turn of a letter. One that waits until after `latest` does so because the clock was ahead.
pub async fn has_due_letter(conn: &mut Conn, now: Timestamp, latest: Timestamp) -> Result<bool, Failure> {
    let found: Option<(LetterId,)> = fetch_optional!(
        conn,
        "SELECT id FROM letters WHERE state = 'waiting' AND (next_try_at <= $1 OR next_try_at > $2) LIMIT 1",
        now,
        latest,
    )?;
    Ok(found.is_some())
}

/// The letters whose turn it is, those that wait longest first.
pub async fn due_letters(conn: &mut Conn, now: Timestamp, latest: Timestamp, most: i64) -> Result<Vec<DueLetterRow>, Failure> {
    fetch_all!(
        conn,
        "SELECT l.id, l.kind, l.user_id, l.address, l.name, l.locale, l.detail, k.id AS link_id, l.tries
         FROM letters l LEFT JOIN links k ON k.id = l.link_id AND k.used_at IS NULL AND k.expires_at > $1
         WHERE l.state = 'waiting' AND (l.next_try_at <= $1 OR l.next_try_at > $2) ORDER BY l.next_try_at, l.id LIMIT $3",
        now,
        latest,
        most,
    )
}

/// Notes that a letter is tried, and when it would be tried again.
pub async fn begin_try(conn: &mut Conn, id: LetterId, next_try_at: Timestamp) -> Result<(), Failure> {
    execute!(conn, "UPDATE letters SET tries = tries + 1, next_try_at = $2 WHERE id = $1", id, next_try_at)?;
    Ok(())
}

pub async fn set_letter_state(conn: &mut Conn, id: LetterId, state: &str) -> Result<(), Failure> {
    execute!(conn, "UPDATE letters SET state = $2 WHERE id = $1 AND state = 'waiting'", id, state)?;
    Ok(())
}

/// The newest letters.
pub async fn letters(conn: &mut Conn, now: Timestamp) -> Result<Vec<LetterRow>, Failure> {
    fetch_all!(
        conn,
        "SELECT l.id, l.created_at, l.kind, l.address, l.state, k.id AS link_id
         FROM letters l LEFT JOIN links k
           ON k.id = l.link_id AND l.link_shown_at IS NULL AND k.used_at IS NULL AND k.expires_at > $1
         ORDER BY l.id DESC LIMIT 100",
        now,
    )
}

/// Notes that a link is shown. Yields nothing where that was done before, the letter may still come by mail, or the link does
/// nothing any more: of many who ask at once, one sees it.
pub async fn reveal_link(
    conn: &mut Conn,
    id: LetterId,
    by: Option<UserId>,
    now: Timestamp,
) -> Result<Option<RevealedRow>, Failure> {
    fetch_optional!(
        conn,
        "UPDATE letters SET link_shown_at = $3, link_shown_by = $2
         WHERE id = $1 AND link_shown_at IS NULL AND state IN ('failed', 'unsent')
           AND EXISTS (SELECT 1 FROM links k WHERE k.id = letters.link_id AND k.used_at IS NULL AND k.expires_at > $3)
         RETURNING kind, user_id, link_id",
        id,
        by,
        now,
    )
}

/// Deletes some letters older than `oldest` that nobody waits for; yields whether there may be more.
pub async fn delete_letters_before(conn: &mut Conn, oldest: Timestamp) -> Result<bool, Failure> {
    let deleted = execute!(
        conn,
        "DELETE FROM letters WHERE id IN (SELECT id FROM letters WHERE created_at < $1 AND state <> 'waiting' LIMIT 500)",
        oldest,
    )?;
    Ok(deleted == 500)
}

/// The letters to an address that were nobody's are a user's from now on.
pub async fn adopt_letters(conn: &mut Conn, address: &str, user: UserId) -> Result<(), Failure> {
    execute!(conn, "UPDATE letters SET user_id = $2 WHERE user_id IS NULL AND address = $1", address, user)?;
    Ok(())
}

pub async fn delete_letters_of(conn: &mut Conn, user: UserId) -> Result<(), Failure> {
    execute!(conn, "DELETE FROM letters WHERE user_id = $1", user)?;
    Ok(())
}
