-- A channel may belong to no guild. SQLite cannot take NOT NULL from a column, and to build the table anew would take the messages along, which hang
-- on it; so the column is replaced.
DROP INDEX channels_by_guild;
ALTER TABLE channels RENAME COLUMN guild_id TO required_guild_id;
ALTER TABLE channels ADD COLUMN guild_id INTEGER REFERENCES guilds (id) ON DELETE CASCADE;
UPDATE channels SET guild_id = required_guild_id;
ALTER TABLE channels DROP COLUMN required_guild_id;
CREATE INDEX channels_by_guild ON channels (guild_id);

-- A channel of no guild is a conversation, of two (kind 1) or of a group (kind 3). Its name in channels is empty. Of two people there is one
-- conversation at most: their ids stand here, the lower one first. A group has an owner, and may have a name and an icon.
CREATE TABLE conversations (
    channel_id INTEGER PRIMARY KEY REFERENCES channels (id) ON DELETE CASCADE,
    lower_id   INTEGER REFERENCES users (id),
    higher_id  INTEGER REFERENCES users (id),
    owner_id   INTEGER REFERENCES users (id),
    name       TEXT,
    icon       TEXT,
    UNIQUE (lower_id, higher_id)
) STRICT;

-- Who is in a conversation. Closed means that this person does not have it in their list; engaged, that they have opened it themselves or have
-- written in it, so that the other one may write to them.
CREATE TABLE recipients (
    channel_id INTEGER NOT NULL REFERENCES conversations (channel_id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    added_at   INTEGER NOT NULL,
    closed     INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1)),
    engaged    INTEGER NOT NULL DEFAULT 0 CHECK (engaged IN (0, 1)),
    PRIMARY KEY (channel_id, user_id)
) STRICT;
CREATE INDEX recipients_by_user ON recipients (user_id);

-- Who does not want to hear of whom.
CREATE TABLE blocks (
    user_id    INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    blocked_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, blocked_id)
) STRICT;
CREATE INDEX blocks_by_blocked ON blocks (blocked_id);

-- What a person has set for themselves. Who has no row has set nothing.
CREATE TABLE user_settings (
    user_id         INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    direct_messages TEXT    NOT NULL,
    status          TEXT    NOT NULL,
    push_text       INTEGER NOT NULL DEFAULT 0 CHECK (push_text IN (0, 1))
) STRICT;
