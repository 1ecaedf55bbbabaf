-- How far a person has read a channel. Who has no row has read nothing since they came. How much is unread is counted and never kept.
CREATE TABLE read_states (
    user_id      BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    channel_id   BIGINT NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    last_read_id BIGINT NOT NULL,
    PRIMARY KEY (user_id, channel_id)
);
CREATE INDEX read_states_by_channel ON read_states (channel_id);

-- Whom a message called. The target of kind 0 is a user, of 1 a role, of 2 the guild (@everyone), of 3 a user who was there (@here).
CREATE TABLE mentions (
    message_id BIGINT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    target_id  BIGINT NOT NULL,
    kind       BIGINT NOT NULL CHECK (kind IN (0, 1, 2, 3)),
    channel_id BIGINT NOT NULL,
    author_id  BIGINT NOT NULL,
    PRIMARY KEY (message_id, target_id, kind)
);
CREATE INDEX mentions_by_target ON mentions (target_id, channel_id, message_id);

-- What a person wants to hear of a place: a guild or a channel. No level means that of the place around it.
CREATE TABLE notification_settings (
    user_id           BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    place_id          BIGINT NOT NULL,
    level             TEXT,
    muted             BOOLEAN NOT NULL,
    muted_until       BIGINT,
    suppress_everyone BOOLEAN NOT NULL,
    suppress_roles    BOOLEAN NOT NULL,
    PRIMARY KEY (user_id, place_id)
);
