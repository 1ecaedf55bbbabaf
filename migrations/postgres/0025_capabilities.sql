-- When an operator was shown the link of an email, and who that was. A link is shown once.
ALTER TABLE letters ADD COLUMN link_shown_at BIGINT;
ALTER TABLE letters ADD COLUMN link_shown_by BIGINT;

-- The invite that a pending registration came with. A use of it is taken when the account is made.
ALTER TABLE registrations ADD COLUMN invite TEXT;

-- Accounts that were made with a use of an invite and have not joined its guild yet. Joining takes no second use.
CREATE TABLE invite_admissions (
    user_id BIGINT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    code    TEXT    NOT NULL REFERENCES invites (code) ON DELETE CASCADE
);
CREATE INDEX invite_admissions_by_code ON invite_admissions (code);

-- Which server key a second factor's secret is derived with, and what is to be added to the derived value.
ALTER TABLE accounts ADD COLUMN totp_key_id BYTEA;
ALTER TABLE accounts ADD COLUMN totp_mask BYTEA;

-- The same for the key that push services know this instance by, once the server's key has been replaced.
CREATE TABLE push_key (
    id     BIGINT PRIMARY KEY CHECK (id = 1),
    key_id BYTEA   NOT NULL,
    mask   BYTEA   NOT NULL
);

-- Who added a bot to a guild.
ALTER TABLE members ADD COLUMN added_by BIGINT REFERENCES users (id) ON DELETE SET NULL;
CREATE INDEX members_by_added_by ON members (added_by) WHERE added_by IS NOT NULL;

-- Whether anybody operates the instance is asked by everybody who opens its page.
CREATE INDEX accounts_operators ON accounts (user_id) WHERE operator = true;
