-- When somebody sent to a channel with slow mode last, whether what they sent is still there or not. Rows live for as long as the
-- longest slow mode.
CREATE TABLE slow_mode (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    sent_at    INTEGER NOT NULL,
    PRIMARY KEY (channel_id, user_id)
) STRICT;
CREATE INDEX slow_mode_by_time ON slow_mode (sent_at);
