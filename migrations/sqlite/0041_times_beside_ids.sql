-- When something was is stored. Ids only tell in which order things were made: the clock that they are dated by may have been wrong.
ALTER TABLE users ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
UPDATE users SET created_at = id / 4194304 + 1420070400000;
ALTER TABLE logins ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
UPDATE logins SET created_at = id / 4194304 + 1420070400000;
ALTER TABLE account_events ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
UPDATE account_events SET created_at = id / 4194304 + 1420070400000;
CREATE INDEX account_events_by_time ON account_events (created_at);
ALTER TABLE letters ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
UPDATE letters SET created_at = id / 4194304 + 1420070400000;
CREATE INDEX letters_by_time ON letters (created_at);
ALTER TABLE push_subscriptions ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0;
UPDATE push_subscriptions SET created_at = id / 4194304 + 1420070400000;
-- Of a message only where its id tells another time.
ALTER TABLE messages ADD COLUMN created_at INTEGER;

-- Messages with greater ids were sent since somebody is there. It is an id and no time, for ids have an order whatever the clock shows.
ALTER TABLE members ADD COLUMN since_id INTEGER NOT NULL DEFAULT 0;
UPDATE members SET since_id = (joined_at - 1420070400000) * 4194304 - 1 WHERE joined_at > 1420070400000;
ALTER TABLE recipients ADD COLUMN since_id INTEGER NOT NULL DEFAULT 0;
UPDATE recipients SET since_id = (added_at - 1420070400000) * 4194304 - 1 WHERE added_at > 1420070400000;
