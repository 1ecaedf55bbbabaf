-- Where a person's devices get pushes: an address at a push service with the keys of the browser. One belongs to one log-in.
CREATE TABLE push_subscriptions (
    id       INTEGER PRIMARY KEY,
    user_id  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    login_id INTEGER NOT NULL UNIQUE REFERENCES logins (id) ON DELETE CASCADE,
    endpoint TEXT    NOT NULL,
    p256dh   BLOB    NOT NULL,
    auth     BLOB    NOT NULL
) STRICT;
CREATE INDEX push_subscriptions_by_user ON push_subscriptions (user_id);
CREATE INDEX push_subscriptions_by_endpoint ON push_subscriptions (endpoint);

-- Pushes that wait to be sent: of each channel the one of the newest message. What they say is made when they are sent.
CREATE TABLE pushes (
    subscription_id INTEGER NOT NULL REFERENCES push_subscriptions (id) ON DELETE CASCADE,
    channel_id      INTEGER NOT NULL,
    message_id      INTEGER NOT NULL,
    tries           INTEGER NOT NULL DEFAULT 0,
    next_try_at     INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    PRIMARY KEY (subscription_id, channel_id)
) STRICT;
CREATE INDEX pushes_by_next_try ON pushes (next_try_at);
