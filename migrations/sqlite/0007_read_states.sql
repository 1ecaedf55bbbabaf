-- How far a person has read a channel. Who has no row has read nothing since they came. How much is unread is counted and never kept.
CREATE TABLE read_states (
    user_id      INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    channel_id   INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    last_read_id INTEGER NOT NULL,
    PRIMARY KEY (user_id, channel_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX read_states_by_channel ON read_states (channel_id);

-- Whom a message called. The target of kind 0 is a user, of 1 a role, of 2 the guild (@everyone), of 3 a user who was there (@here).
CREATE TABLE mentions (
    message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    target_id  INTEGER NOT NULL,
    kind       INTEGER NOT NULL CHECK (kind IN (0, 1, 2, 3)),
    channel_id INTEGER NOT NULL,
    author_id  INTEGER NOT NULL,
    PRIMARY KEY (message_id, target_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_by_target ON mentions (target_id, channel_id, message_id);

-- What a person wants to hear of a place: a guild or a channel. No level means that of the place around it.
CREATE TABLE notification_settings (
    user_id           INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    place_id          INTEGER NOT NULL,
    level             TEXT,
    muted             INTEGER NOT NULL CHECK (muted IN (0, 1)),
    muted_until       INTEGER,
    suppress_everyone INTEGER NOT NULL CHECK (suppress_everyone IN (0, 1)),
    suppress_roles    INTEGER NOT NULL CHECK (suppress_roles IN (0, 1)),
    PRIMARY KEY (user_id, place_id)
) STRICT, WITHOUT ROWID;
