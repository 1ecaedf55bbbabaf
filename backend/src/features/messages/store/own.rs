//! The reader's own part of messages.

use crate::{
    db::{Conn, DbError, fetch_all_for_each},
    kernel::{MessageId, UserId},
};

/// Messages of one statement.
const AT_ONCE: usize = 20;

/// The emoji with which a user reacted to some messages.
pub async fn own_reactions(conn: &mut Conn, user: UserId, ids: &[MessageId]) -> Result<Vec<(MessageId, String)>, DbError> {
    let mut own = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let rows: Vec<(MessageId, String)> = fetch_all_for_each!(
            conn,
            "SELECT message_id, emoji FROM reactions WHERE user_id = $1 AND message_id IN
                ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
            [user],
            (0..AT_ONCE).map(|place| some.get(place).copied()),
            |id| id,
        )?;
        own.extend(rows);
    }
    Ok(own)
}
