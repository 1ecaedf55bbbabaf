-- When a status of one's own ends by itself.
ALTER TABLE users ADD COLUMN custom_status_until BIGINT;
