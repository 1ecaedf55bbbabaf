//! The insertion of plain messages. One and several have a statement each, for a statement is prepared once and then kept.

use crate::{
    db::{Conn, Failure, execute, execute_for_each},
    kernel::{ChannelId, MessageId, Timestamp, UserId},
};

/// Messages of one statement.
pub const AT_ONCE: usize = 16;

/// An ordinary message that replies to nothing and mentions nobody.
#[derive(Debug, Clone, Copy)]
pub struct Plain<'m> {
    pub id: MessageId,
    pub channel_id: ChannelId,
    pub author_id: UserId,
    pub content: &'m str,
    pub flags: i64,
    pub nonce: Option<&'m str>,
    /// When it was sent, where its id tells another time.
    pub created_at: Option<Timestamp>,
}

/// Stores up to [`AT_ONCE`] messages; those whose author has already sent one with their nonce to their channel are passed over.
/// Yields how many were stored.
pub async fn insert_plain(conn: &mut Conn, rows: &[Plain<'_>]) -> Result<u64, Failure> {
    let [row] = rows else { return insert_some(conn, rows).await };
    execute!(
        conn,
        "INSERT INTO messages (id, channel_id, author_id, kind, content, flags, nonce, created_at)
         VALUES ($1, $2, $3, 0, $4, $5, $6, $7)
         ON CONFLICT DO NOTHING",
        row.id,
        row.channel_id,
        row.author_id,
        row.content,
        row.flags,
        row.nonce,
        row.created_at,
    )
}

/// Places that are not needed stay null.
async fn insert_some(conn: &mut Conn, rows: &[Plain<'_>]) -> Result<u64, Failure> {
    debug_assert!(rows.len() <= AT_ONCE, "there are places for {AT_ONCE}");
    execute_for_each!(
        conn,
        "INSERT INTO messages (id, channel_id, author_id, kind, content, flags, nonce, created_at)
         SELECT column1, column2, column3, 0, column4, column5, column6, column7 FROM (VALUES
            (CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS TEXT), CAST($5 AS BIGINT), CAST($6 AS TEXT),
             CAST($7 AS BIGINT)),
            ($8, $9, $10, $11, $12, $13, $14), ($15, $16, $17, $18, $19, $20, $21), ($22, $23, $24, $25, $26, $27, $28),
            ($29, $30, $31, $32, $33, $34, $35), ($36, $37, $38, $39, $40, $41, $42), ($43, $44, $45, $46, $47, $48, $49),
            ($50, $51, $52, $53, $54, $55, $56), ($57, $58, $59, $60, $61, $62, $63), ($64, $65, $66, $67, $68, $69, $70),
            ($71, $72, $73, $74, $75, $76, $77), ($78, $79, $80, $81, $82, $83, $84), ($85, $86, $87, $88, $89, $90, $91),
            ($92, $93, $94, $95, $96, $97, $98), ($99, $100, $101, $102, $103, $104, $105), ($106, $107, $108, $109, $110, $111, $112)
         ) AS waiting WHERE column1 IS NOT NULL
         ON CONFLICT DO NOTHING",
        (0..AT_ONCE).map(|place| rows.get(place)),
        |row| row.map(|row| row.id),
        row.map(|row| row.channel_id),
        row.map(|row| row.author_id),
        row.map(|row| row.content),
        row.map(|row| row.flags),
        row.and_then(|row| row.nonce),
        row.and_then(|row| row.created_at),
    )
}
