//! Inserts messages. One and several have a statement each, for a statement is prepared once and then cached.

use crate::{
    db::{Conn, DbError, execute, execute_for_each},
    features::messages::message::MessageRow,
};

/// Messages of one statement.
pub const AT_ONCE: usize = 16;

/// Inserts up to [`AT_ONCE`] messages with their nonces. Those whose author has already sent one with their nonce to their channel are
/// passed over. Yields how many were inserted.
pub async fn insert(conn: &mut Conn, rows: &[(&MessageRow, Option<&str>)]) -> Result<u64, DbError> {
    let [(row, nonce)] = rows else { return insert_some(conn, rows).await };
    execute!(
        conn,
        "INSERT INTO messages (id, channel_id, author_id, kind, content, flags, reference_id, mentioned_users, mentioned_roles,
                               mentions_everyone, nonce, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT DO NOTHING",
        row.id,
        row.channel_id,
        row.author_id,
        row.kind,
        row.content.as_str(),
        row.flags,
        row.reference_id,
        row.mentioned_users.as_str(),
        row.mentioned_roles.as_str(),
        row.mentions_everyone,
        *nonce,
        row.created_at,
    )
}

/// Places that are not needed stay null.
async fn insert_some(conn: &mut Conn, rows: &[(&MessageRow, Option<&str>)]) -> Result<u64, DbError> {
    debug_assert!(rows.len() <= AT_ONCE, "there are places for {AT_ONCE}");
    execute_for_each!(
        conn,
        "INSERT INTO messages (id, channel_id, author_id, kind, content, flags, reference_id, mentioned_users, mentioned_roles,
                               mentions_everyone, nonce, created_at)
         SELECT column1, column2, column3, column4, column5, column6, column7, column8, column9, column10, column11,
                column12 FROM (VALUES
            (CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS TEXT), CAST($6 AS BIGINT),
             CAST($7 AS BIGINT), CAST($8 AS TEXT), CAST($9 AS TEXT), CAST($10 AS BOOLEAN), CAST($11 AS TEXT),
             CAST($12 AS BIGINT)),
            ($13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24),
            ($25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36),
            ($37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48),
            ($49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60),
            ($61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72),
            ($73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84),
            ($85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96),
            ($97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108),
            ($109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120),
            ($121, $122, $123, $124, $125, $126, $127, $128, $129, $130, $131, $132),
            ($133, $134, $135, $136, $137, $138, $139, $140, $141, $142, $143, $144),
            ($145, $146, $147, $148, $149, $150, $151, $152, $153, $154, $155, $156),
            ($157, $158, $159, $160, $161, $162, $163, $164, $165, $166, $167, $168),
            ($169, $170, $171, $172, $173, $174, $175, $176, $177, $178, $179, $180),
            ($181, $182, $183, $184, $185, $186, $187, $188, $189, $190, $191, $192)
            ) AS waiting WHERE column1 IS NOT NULL
         ON CONFLICT DO NOTHING",
        (0..AT_ONCE).map(|place| rows.get(place).copied().unzip()),
        |row| row.0.map(|row| row.id),
        row.0.map(|row| row.channel_id),
        row.0.map(|row| row.author_id),
        row.0.map(|row| row.kind),
        row.0.map(|row| row.content.as_str()),
        row.0.map(|row| row.flags),
        row.0.and_then(|row| row.reference_id),
        row.0.map(|row| row.mentioned_users.as_str()),
        row.0.map(|row| row.mentioned_roles.as_str()),
        row.0.map(|row| row.mentions_everyone),
        row.1.flatten(),
        row.0.and_then(|row| row.created_at),
    )
}
