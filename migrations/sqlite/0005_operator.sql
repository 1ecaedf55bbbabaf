-- What the operator has set. It goes before the environment.
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- People who are gone and wanted their messages to go too. A row stands here until the last message is deleted.
CREATE TABLE erasures (
    user_id INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE
) STRICT;

-- All that one person wrote, channel by channel: to hand it out and to delete it.
CREATE INDEX messages_by_author ON messages (author_id, channel_id, id);
