-- Times are milliseconds since 1970, ids are 64-bit snowflakes made by the server.
-- Both engines have the same tables and columns; a test compares them.

CREATE TABLE users (
    id           INTEGER PRIMARY KEY,
    username     TEXT    NOT NULL UNIQUE,
    display_name TEXT,
    avatar       TEXT,
    bot          INTEGER NOT NULL DEFAULT 0 CHECK (bot IN (0, 1))
) STRICT;

-- What only the person and the operator may know. A bot has no account.
CREATE TABLE accounts (
    user_id       INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    email         TEXT    NOT NULL,
    email_key     TEXT    NOT NULL UNIQUE,
    password_hash TEXT    NOT NULL,
    locale        TEXT    NOT NULL DEFAULT 'en-US',
    operator      INTEGER NOT NULL DEFAULT 0 CHECK (operator IN (0, 1)),
    verified_at   INTEGER,
    disabled_at   INTEGER
) STRICT;

-- One log-in of one person on one device: a family of refresh tokens.
CREATE TABLE logins (
    id           INTEGER PRIMARY KEY,
    user_id      INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client       TEXT    NOT NULL,
    address      TEXT    NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    revoked_at   INTEGER
) STRICT;
CREATE INDEX logins_by_user ON logins (user_id);

-- Only the hash of a refresh token is kept. A spent one stays until its family ends, so that its reuse is noticed.
CREATE TABLE refresh_tokens (
    token_hash BLOB    PRIMARY KEY,
    login_id   INTEGER NOT NULL REFERENCES logins (id) ON DELETE CASCADE,
    issued_at  INTEGER NOT NULL,
    spent_at   INTEGER
) STRICT;
CREATE INDEX refresh_tokens_by_login ON refresh_tokens (login_id);

CREATE TABLE guilds (
    id                INTEGER PRIMARY KEY,
    name              TEXT    NOT NULL,
    description       TEXT,
    icon              TEXT,
    owner_id          INTEGER NOT NULL REFERENCES users (id),
    system_channel_id INTEGER
) STRICT;

-- The role with the guild's own id is @everyone.
CREATE TABLE roles (
    id          INTEGER PRIMARY KEY,
    guild_id    INTEGER NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    color       INTEGER NOT NULL DEFAULT 0,
    hoist       INTEGER NOT NULL DEFAULT 0 CHECK (hoist IN (0, 1)),
    position    INTEGER NOT NULL,
    permissions INTEGER NOT NULL,
    mentionable INTEGER NOT NULL DEFAULT 0 CHECK (mentionable IN (0, 1)),
    managed     INTEGER NOT NULL DEFAULT 0 CHECK (managed IN (0, 1))
) STRICT;
CREATE INDEX roles_by_guild ON roles (guild_id);

CREATE TABLE members (
    guild_id        INTEGER NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    user_id         INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    nick            TEXT,
    joined_at       INTEGER NOT NULL,
    timed_out_until INTEGER,
    PRIMARY KEY (guild_id, user_id)
) STRICT;
CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE member_roles (
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL,
    role_id  INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (guild_id, user_id, role_id),
    FOREIGN KEY (guild_id, user_id) REFERENCES members (guild_id, user_id) ON DELETE CASCADE
) STRICT;
CREATE INDEX member_roles_by_role ON member_roles (role_id);

CREATE TABLE channels (
    id                  INTEGER PRIMARY KEY,
    guild_id            INTEGER NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    kind                INTEGER NOT NULL,
    name                TEXT    NOT NULL,
    topic               TEXT,
    position            INTEGER NOT NULL,
    parent_id           INTEGER,
    nsfw                INTEGER NOT NULL DEFAULT 0 CHECK (nsfw IN (0, 1)),
    rate_limit_per_user INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX channels_by_guild ON channels (guild_id);

CREATE TABLE overwrites (
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    target_id  INTEGER NOT NULL,
    kind       INTEGER NOT NULL CHECK (kind IN (0, 1)),
    allow      INTEGER NOT NULL,
    deny       INTEGER NOT NULL,
    PRIMARY KEY (channel_id, target_id)
) STRICT;

CREATE TABLE invites (
    code       TEXT    PRIMARY KEY,
    guild_id   INTEGER NOT NULL REFERENCES guilds (id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    inviter_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    max_age_s  INTEGER NOT NULL,
    expires_at INTEGER,
    max_uses   INTEGER NOT NULL,
    uses       INTEGER NOT NULL DEFAULT 0,
    temporary  INTEGER NOT NULL DEFAULT 0 CHECK (temporary IN (0, 1))
) STRICT;
CREATE INDEX invites_by_guild ON invites (guild_id);
CREATE INDEX invites_by_channel ON invites (channel_id);

-- The time of a message is in its id. Mentions are lists of ids separated by spaces, as they held when it was sent.
CREATE TABLE messages (
    id                 INTEGER PRIMARY KEY,
    channel_id         INTEGER NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    author_id          INTEGER NOT NULL REFERENCES users (id),
    kind               INTEGER NOT NULL,
    content            TEXT    NOT NULL,
    edited_at          INTEGER,
    flags              INTEGER NOT NULL DEFAULT 0,
    reference_id       INTEGER,
    mentioned_users    TEXT    NOT NULL DEFAULT '',
    mentioned_roles    TEXT    NOT NULL DEFAULT '',
    mentions_everyone  INTEGER NOT NULL DEFAULT 0 CHECK (mentions_everyone IN (0, 1)),
    nonce              TEXT
) STRICT;
CREATE INDEX messages_by_channel ON messages (channel_id, id);
-- A repeated send with the same nonce finds the first message instead of making a second one.
CREATE UNIQUE INDEX messages_by_nonce ON messages (channel_id, author_id, nonce) WHERE nonce IS NOT NULL;
