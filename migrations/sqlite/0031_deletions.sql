-- Guilds (kind 0), channels (kind 1) and people (kind 2) that are gone for everybody and whose rows are deleted in small steps. A row stands here until
-- the last of them is. Nothing is read of a guild that stands here; a channel that does belongs to no guild and is no conversation.
CREATE TABLE deletions (
    id   INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL CHECK (kind IN (0, 1, 2))
) STRICT;

-- How far the messages of somebody who is gone are deleted.
ALTER TABLE erasures ADD COLUMN channel_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE erasures ADD COLUMN message_id INTEGER NOT NULL DEFAULT 0;

CREATE INDEX invites_by_inviter ON invites (inviter_id);
