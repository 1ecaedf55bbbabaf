-- Times are milliseconds since 1970, ids are 64-bit snowflakes made by the server.
-- Both engines have the same tables and columns; a test compares them.

CREATE TABLE users (
    id           BIGINT PRIMARY KEY,
    username     TEXT    NOT NULL UNIQUE,
    display_name TEXT,
    avatar       TEXT,
    bot          BOOLEAN NOT NULL DEFAULT FALSE
);

-- What only the person and the operator may know. A bot has no account.
CREATE TABLE accounts (
    user_id       BIGINT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    email         TEXT    NOT NULL,
    email_key     TEXT    NOT NULL UNIQUE,
    password_hash TEXT    NOT NULL,
    locale        TEXT    NOT NULL DEFAULT 'en-US',
    operator      BOOLEAN NOT NULL DEFAULT FALSE,
    verified_at   BIGINT,
    disabled_at   BIGINT
);

-- One log-in of one person on one device: a family of refresh tokens.
CREATE TABLE logins (
    id           BIGINT PRIMARY KEY,
    user_id      BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client       TEXT    NOT NULL,
    address      TEXT    NOT NULL,
    last_used_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    revoked_at   BIGINT
);
CREATE INDEX logins_by_user ON logins (user_id);

-- Only the hash of a refresh token is kept. A spent one stays until its family ends, so that its reuse is noticed.
CREATE TABLE refresh_tokens (
    token_hash BYTEA   PRIMARY KEY,
    login_id   BIGINT NOT NULL REFERENCES logins (id) ON DELETE CASCADE,
    issued_at  BIGINT NOT NULL,
    spent_at   BIGINT
);
CREATE INDEX refresh_tokens_by_login ON refresh_tokens (login_id);

CREATE TABLE guilds (
    id                BIGINT PRIMARY KEY,
    name              TEXT    NOT NULL,
    description       TEXT,
    icon              TEXT,
    owner_id          BIGINT NOT NULL REFERENCES users (id),
    system_channel_id BIGINT
);

-- The role with the guild's own id is @everyone.
CREATE TABLE roles (
    id          BIGINT PRIMARY KEY,
    guild_id    BIGINT NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    color       BIGINT NOT NULL DEFAULT 0,
    hoist       BOOLEAN NOT NULL DEFAULT FALSE,
    position    BIGINT NOT NULL,
    permissions BIGINT NOT NULL,
    mentionable BOOLEAN NOT NULL DEFAULT FALSE,
    managed     BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX roles_by_guild ON roles (guild_id);

CREATE TABLE members (
    guild_id        BIGINT NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    user_id         BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    nick            TEXT,
    joined_at       BIGINT NOT NULL,
    timed_out_until BIGINT,
    PRIMARY KEY (guild_id, user_id)
);
CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE member_roles (
    guild_id BIGINT NOT NULL,
    user_id  BIGINT NOT NULL,
    role_id  BIGINT NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (guild_id, user_id, role_id),
    FOREIGN KEY (guild_id, user_id) REFERENCES members (guild_id, user_id) ON DELETE CASCADE
);
CREATE INDEX member_roles_by_role ON member_roles (role_id);

CREATE TABLE channels (
    id                  BIGINT PRIMARY KEY,
    guild_id            BIGINT NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    kind                BIGINT NOT NULL,
    name                TEXT    NOT NULL,
    topic               TEXT,
    position            BIGINT NOT NULL,
    parent_id           BIGINT,
    nsfw                BOOLEAN NOT NULL DEFAULT FALSE,
    rate_limit_per_user BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX channels_by_guild ON channels (guild_id);

CREATE TABLE overwrites (
    channel_id BIGINT NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    target_id  BIGINT NOT NULL,
    kind       BIGINT NOT NULL CHECK (kind IN (0, 1)),
    allow      BIGINT NOT NULL,
    deny       BIGINT NOT NULL,
    PRIMARY KEY (channel_id, target_id)
);

CREATE TABLE invites (
    code       TEXT    PRIMARY KEY,
    guild_id   BIGINT NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    channel_id BIGINT NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    inviter_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    max_age_s  BIGINT NOT NULL,
    expires_at BIGINT,
    max_uses   BIGINT NOT NULL,
    uses       BIGINT NOT NULL DEFAULT 0,
    temporary  BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX invites_by_guild ON invites (guild_id);
CREATE INDEX invites_by_channel ON invites (channel_id);

-- The time of a message is in its id. Mentions are lists of ids separated by spaces, as they held when it was sent.
CREATE TABLE messages (
    id                 BIGINT PRIMARY KEY,
    channel_id         BIGINT NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    author_id          BIGINT NOT NULL REFERENCES users (id),
    kind               BIGINT NOT NULL,
    content            TEXT    NOT NULL,
    edited_at          BIGINT,
    flags              BIGINT NOT NULL DEFAULT 0,
    reference_id       BIGINT,
    mentioned_users    TEXT    NOT NULL DEFAULT '',
    mentioned_roles    TEXT    NOT NULL DEFAULT '',
    mentions_everyone  BOOLEAN NOT NULL DEFAULT FALSE,
    nonce              TEXT
);
CREATE INDEX messages_by_channel ON messages (channel_id, id);
-- A repeated send with the same nonce finds the first message instead of making a second one.
CREATE UNIQUE INDEX messages_by_nonce ON messages (channel_id, author_id, nonce) WHERE nonce IS NOT NULL;
