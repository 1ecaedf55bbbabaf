-- Who reacted to a message with which emoji. Its message counts them, so that a page of history reads no more rows than messages.
CREATE TABLE reactions (
    message_id BIGINT NOT NULL,
    emoji      TEXT   NOT NULL,
    user_id    BIGINT NOT NULL REFERENCES users (id),
    PRIMARY KEY (message_id, emoji, user_id)
);
CREATE INDEX reactions_by_user ON reactions (user_id, message_id, emoji);

-- Counts and emoji in the order in which these came first: `3 👍 1 🎉`.
ALTER TABLE messages ADD COLUMN reactions TEXT NOT NULL DEFAULT '';

-- Kind 3: the reactions of a deleted message. There may be as many as a guild has members, so they are deleted in small steps.
ALTER TABLE deletions DROP CONSTRAINT deletions_kind_check;
ALTER TABLE deletions ADD CONSTRAINT deletions_kind_check CHECK (kind IN (0, 1, 2, 3));

CREATE FUNCTION delete_reactions_later() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO deletions (id, kind) VALUES (OLD.id, 3) ON CONFLICT DO NOTHING;
    RETURN NULL;
END;
$$;
CREATE TRIGGER reactions_of_deleted_message AFTER DELETE ON messages
FOR EACH ROW WHEN (OLD.reactions <> '') EXECUTE FUNCTION delete_reactions_later();
