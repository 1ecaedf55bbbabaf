-- The newest mentions of somebody, wherever they stand.
CREATE INDEX mentions_by_message ON mentions (target_id, message_id);
