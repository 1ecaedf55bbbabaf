-- A channel may belong to no guild.
ALTER TABLE channels ALTER COLUMN guild_id DROP NOT NULL;

-- A channel of no guild is a conversation, of two (kind 1) or of a group (kind 3). Its name in channels is empty. Of two people there is one
-- conversation at most: their ids stand here, the lower one first. A group has an owner, and may have a name and an icon.
CREATE TABLE conversations (
    channel_id BIGINT PRIMARY KEY REFERENCES channels (id) ON DELETE CASCADE,
    lower_id   BIGINT REFERENCES users (id),
    higher_id  BIGINT REFERENCES users (id),
    owner_id   BIGINT REFERENCES users (id),
    name       TEXT,
    icon       TEXT,
    UNIQUE (lower_id, higher_id)
);

-- Who is in a conversation. Closed means that this person does not have it in their list; engaged, that they have opened it themselves or have
-- written in it, so that the other one may write to them.
CREATE TABLE recipients (
    channel_id BIGINT NOT NULL REFERENCES conversations (channel_id) ON DELETE CASCADE,
    user_id    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    added_at   BIGINT NOT NULL,
    closed     BOOLEAN NOT NULL DEFAULT FALSE,
    engaged    BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (channel_id, user_id)
);
CREATE INDEX recipients_by_user ON recipients (user_id);

-- Who does not want to hear of whom.
CREATE TABLE blocks (
    user_id    BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    blocked_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, blocked_id)
);
CREATE INDEX blocks_by_blocked ON blocks (blocked_id);

-- What a person has set for themselves. Who has no row has set nothing.
CREATE TABLE user_settings (
    user_id         BIGINT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    direct_messages TEXT    NOT NULL,
    status          TEXT    NOT NULL,
    push_text       BOOLEAN NOT NULL DEFAULT FALSE
);
