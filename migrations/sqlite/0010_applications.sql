-- Programs that act by themselves. An application and its bot, a user without an account, have one id. Of the bot's token only
-- the hash is kept; `token_id` names the token, as a log-in is named.
CREATE TABLE applications (
    id          INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    owner_id    INTEGER NOT NULL REFERENCES users (id),
    description TEXT    NOT NULL DEFAULT '',
    public      INTEGER NOT NULL DEFAULT 1 CHECK (public IN (0, 1)),
    token_id    INTEGER,
    token_hash  BLOB
) STRICT;
CREATE INDEX applications_by_owner ON applications (owner_id);

-- What bots declare when they start. `body` is the declaration as JSON. Without a guild it is for all.
CREATE TABLE application_commands (
    id             INTEGER PRIMARY KEY,
    application_id INTEGER NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    guild_id       INTEGER REFERENCES guilds (id) ON DELETE CASCADE,
    version        INTEGER NOT NULL,
    body           TEXT    NOT NULL
) STRICT;
CREATE INDEX application_commands_by_application ON application_commands (application_id, guild_id);
CREATE INDEX application_commands_by_guild ON application_commands (guild_id);

-- The bot that a managed role belongs to.
ALTER TABLE roles ADD COLUMN bot_id INTEGER REFERENCES users (id);
