-- When this log-in last showed its password, for what asks for it again.
ALTER TABLE logins ADD COLUMN authenticated_at INTEGER NOT NULL DEFAULT 0;

-- The second factor. Its secret is derived from the salt and a key that is not in the database; a step is half a minute since 1970, and the last
-- one that was used is kept so that no code works twice.
ALTER TABLE accounts ADD COLUMN totp_salt BLOB;
ALTER TABLE accounts ADD COLUMN totp_pending_salt BLOB;
ALTER TABLE accounts ADD COLUMN totp_last_step INTEGER NOT NULL DEFAULT 0;

CREATE TABLE recovery_codes (
    user_id   INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    code_hash BLOB    NOT NULL,
    PRIMARY KEY (user_id, code_hash)
) STRICT;

-- What happened to an account, for its owner to look through.
CREATE TABLE account_events (
    id      INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind    TEXT    NOT NULL,
    client  TEXT    NOT NULL,
    address TEXT    NOT NULL
) STRICT;
CREATE INDEX account_events_by_user ON account_events (user_id, id);
