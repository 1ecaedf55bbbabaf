-- How far the rows of what is gone are deleted: the next step begins where the last one ended.
ALTER TABLE deletions ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
