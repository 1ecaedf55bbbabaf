-- When a message was pinned. The index has pins alone, so that messages that nobody pins cost nothing more.
ALTER TABLE messages ADD COLUMN pinned_at INTEGER;
CREATE INDEX messages_pinned ON messages (channel_id, pinned_at) WHERE pinned_at IS NOT NULL;
