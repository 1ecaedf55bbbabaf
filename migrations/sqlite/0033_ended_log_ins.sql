-- Log-ins and links that have ended are found without reading those that have not.
CREATE INDEX logins_by_expiry ON logins (expires_at);
CREATE INDEX logins_by_use ON logins (last_used_at);
CREATE INDEX logins_by_end ON logins (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX links_by_expiry ON links (expires_at);
