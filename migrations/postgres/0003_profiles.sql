-- What a person tells of themselves. A status is told with the time since which it holds.
ALTER TABLE users ADD COLUMN bio TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN custom_status TEXT;
ALTER TABLE users ADD COLUMN custom_status_at BIGINT;
