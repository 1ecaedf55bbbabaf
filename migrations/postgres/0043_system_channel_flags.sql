-- What is not announced in a guild's system channel, as a bit field of the wire: 1 is members who join.
ALTER TABLE guilds ADD COLUMN system_channel_flags BIGINT NOT NULL DEFAULT 0;
