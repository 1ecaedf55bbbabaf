-- Who reacted to a message with which emoji. Its message counts them, so that a page of history reads no more rows than messages.
CREATE TABLE reactions (
    message_id INTEGER NOT NULL,
    emoji      TEXT    NOT NULL,
    user_id    INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (message_id, emoji, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reactions_by_user ON reactions (user_id, message_id, emoji);

-- Counts and emoji in the order in which these came first: `3 👍 1 🎉`.
ALTER TABLE messages ADD COLUMN reactions TEXT NOT NULL DEFAULT '';

-- Kind 3: the reactions of a deleted message. There may be as many as a guild has members, so they are deleted in small steps.
CREATE TABLE deletions_of_more_kinds (
    id    INTEGER PRIMARY KEY,
    kind  INTEGER NOT NULL CHECK (kind IN (0, 1, 2, 3)),
    place INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO deletions_of_more_kinds (id, kind, place) SELECT id, kind, place FROM deletions;
DROP TABLE deletions;
ALTER TABLE deletions_of_more_kinds RENAME TO deletions;

CREATE TRIGGER reactions_of_deleted_message AFTER DELETE ON messages WHEN old.reactions <> ''
BEGIN
    INSERT INTO deletions (id, kind) VALUES (old.id, 3) ON CONFLICT DO NOTHING;
END;
