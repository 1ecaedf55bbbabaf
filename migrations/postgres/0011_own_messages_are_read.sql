-- Who writes a message has read everything up to it. Here and not in a statement of its own, because it is so for each message. A message
-- of the kinds 0 and 19 (a reply) is one that somebody has written.
CREATE FUNCTION read_by_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO read_states (user_id, channel_id, last_read_id) VALUES (NEW.author_id, NEW.channel_id, NEW.id)
    ON CONFLICT (user_id, channel_id) DO UPDATE SET last_read_id = excluded.last_read_id
    WHERE read_states.last_read_id < excluded.last_read_id;
    RETURN NULL;
END;
$$;
CREATE TRIGGER messages_are_read_by_their_author AFTER INSERT ON messages
FOR EACH ROW WHEN (NEW.kind IN (0, 19)) EXECUTE FUNCTION read_by_author();
