-- Programs that act by themselves. An application and its bot, a user without an account, have one id. Of the bot's token only
-- the hash is kept; `token_id` names the token, as a log-in is named.
CREATE TABLE applications (
    id          BIGINT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    owner_id    BIGINT NOT NULL REFERENCES users (id),
    description TEXT    NOT NULL DEFAULT '',
    public      BOOLEAN NOT NULL DEFAULT TRUE,
    token_id    BIGINT,
    token_hash  BYTEA
);
CREATE INDEX applications_by_owner ON applications (owner_id);

-- What bots declare when they start. `body` is the declaration as JSON. Without a guild it is for all.
CREATE TABLE application_commands (
    id             BIGINT PRIMARY KEY,
    application_id BIGINT NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
    guild_id       BIGINT REFERENCES guilds (id) ON DELETE CASCADE,
    version        BIGINT NOT NULL,
    body           TEXT    NOT NULL
);
CREATE INDEX application_commands_by_application ON application_commands (application_id, guild_id);
CREATE INDEX application_commands_by_guild ON application_commands (guild_id);

-- The bot that a managed role belongs to.
ALTER TABLE roles ADD COLUMN bot_id BIGINT REFERENCES users (id);
