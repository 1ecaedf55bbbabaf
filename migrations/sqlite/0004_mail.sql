-- A registration that waits for its address to be confirmed. It becomes an account, or is forgotten.
CREATE TABLE registrations (
    id            INTEGER PRIMARY KEY,
    username      TEXT    NOT NULL,
    display_name  TEXT,
    email         TEXT    NOT NULL,
    email_key     TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    locale        TEXT    NOT NULL,
    expires_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX registrations_by_email ON registrations (email_key);

-- User names that are kept for whoever has asked for them with an address.
CREATE TABLE reserved_names (
    username   TEXT    PRIMARY KEY,
    email_key  TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- What a link in a letter does, for whom. Its token is derived from the id, the kind and the server's key, and is not stored.
CREATE TABLE links (
    id              INTEGER PRIMARY KEY,
    kind            TEXT    NOT NULL,
    user_id         INTEGER REFERENCES users (id) ON DELETE CASCADE,
    registration_id INTEGER REFERENCES registrations (id) ON DELETE CASCADE,
    email           TEXT,
    expires_at      INTEGER NOT NULL,
    used_at         INTEGER
) STRICT;
CREATE INDEX links_by_user ON links (user_id);
CREATE INDEX links_by_registration ON links (registration_id);

-- Letters, stored together with what they tell of, and sent later.
CREATE TABLE letters (
    id          INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL,
    user_id     INTEGER REFERENCES users (id) ON DELETE CASCADE,
    address     TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    locale      TEXT    NOT NULL,
    detail      TEXT,
    link_id     INTEGER REFERENCES links (id) ON DELETE SET NULL,
    state       TEXT    NOT NULL,
    tries       INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER NOT NULL
) STRICT;
CREATE INDEX letters_by_user ON letters (user_id);
CREATE INDEX letters_by_link ON letters (link_id);
CREATE INDEX letters_waiting ON letters (next_try_at) WHERE state = 'waiting';

-- An address that the account is to have once it is confirmed.
ALTER TABLE accounts ADD COLUMN pending_email TEXT;
ALTER TABLE accounts ADD COLUMN pending_email_until INTEGER;
