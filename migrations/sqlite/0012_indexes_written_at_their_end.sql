-- An index that begins with the author has a place to write to for each author, and so cost half of what a message costs. What somebody wrote is
-- rarely asked for: it is found by reading the index of the channels, which now knows the authors. Nonces rise with the time where a client makes
-- them of it, as ours does, so that an index that begins with them is written to at its end.
DROP INDEX messages_by_author;
DROP INDEX messages_by_channel;
CREATE INDEX messages_by_channel ON messages (channel_id, id, author_id);
DROP INDEX messages_by_nonce;
CREATE UNIQUE INDEX messages_by_nonce ON messages (nonce, channel_id, author_id) WHERE nonce IS NOT NULL;
