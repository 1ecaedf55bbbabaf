-- Commands are found, and kept apart, by name and type without parsing their bodies.
ALTER TABLE application_commands ADD COLUMN kind BIGINT NOT NULL DEFAULT 1;
ALTER TABLE application_commands ADD COLUMN name TEXT NOT NULL DEFAULT '';
UPDATE application_commands
SET kind = coalesce(CAST(CAST(body::json ->> 'type' AS NUMERIC) AS BIGINT), 1), name = coalesce(body::json ->> 'name', '');
DROP INDEX application_commands_by_application;
CREATE UNIQUE INDEX application_commands_by_name ON application_commands (application_id, coalesce(guild_id, 0), kind, name);
