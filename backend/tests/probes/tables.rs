//! The matrix as data: its number, who asks, for what, how it must be refused, and who may.
//!
//! `<name>` stands for an id or code of the cast; another one that leads nowhere must get the same answer. `<=name>` stays as it is
//! in that comparison. `OP n` is a command of the gateway.

use Expected::{Forbidden, NoRoute, Nothing, Refused, Unauthorized, Unknown};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// 401.
    Unauthorized,
    /// 404 with this code, word for word as for a thing that does not exist.
    Unknown(u32),
    /// 403 with this code.
    Forbidden(u32),
    /// 400 with this code, word for word as for a thing that does not exist.
    Refused(u32),
    /// 405: there is no such thing to ask for.
    NoRoute,
    /// There is no answer to it; nobody is shown anything.
    Nothing,
}

/// The same thing asked by several people, each under a number of the matrix.
pub struct Probe {
    pub who: &'static [(u8, &'static str)],
    pub what: &'static str,
    pub body: &'static str,
    pub expected: Expected,
    /// Who may, and another request if the same one is nobody's to make.
    pub twin: (&'static str, Option<&'static str>),
}

const fn probe(
    who: &'static [(u8, &'static str)],
    what: &'static str,
    body: &'static str,
    expected: Expected,
    twin: &'static str,
) -> Probe {
    Probe { who, what, body, expected, twin: (twin, None) }
}

/// With a twin that asks for the like of it.
#[expect(clippy::needless_pass_by_value, reason = "a constant")]
const fn beside(probe: Probe, what: &'static str) -> Probe {
    Probe { twin: (probe.twin.0, Some(what)), ..probe }
}

const WORDS: &str = r#"{"content": "tea?"}"#;
const SENT: &str = r#"{"channel_id": "<open>", "content": "tea?"}"#;
const EDITED: &str = r#"{"channel_id": "<open>", "message_id": "<message>", "content": "no tea"}"#;
const REPLY: &str = r#"{"content": "tea?", "message_reference": {"message_id": "<message>"}}"#;
const WEAK_REPLY: &str = r#"{"content": "tea?", "message_reference": {"message_id": "<message>", "fail_if_not_exists": false}}"#;
const SENT_REPLY: &str = r#"{"channel_id": "<=open>", "content": "tea?", "message_reference": {"message_id": "<message>"}}"#;
const NAMED: &str = r#"{"name": "other"}"#;
const ALLOWS_ALL: &str = r#"{"type": 0, "allow": "8", "deny": "0"}"#;

#[rustfmt::skip]
pub const MESSAGES: &[Probe] = &[
    probe(&[(1, "anon"), (2, "expired"), (3, "revoked"), (4, "deleted"), (4, "disabled")], "GET /channels/<open>/messages", "", Unauthorized, "bob"),
    probe(&[(5, "cyd"), (6, "dan"), (8, "hal")], "GET /channels/<open>/messages", "", Unknown(10003), "bob"),
    probe(&[(5, "cyd"), (6, "dan"), (8, "hal")], "GET /channels/<open>/messages/<message>", "", Unknown(10003), "bob"),
    probe(&[(9, "anon"), (10, "expired"), (11, "revoked"), (12, "deleted"), (12, "disabled")], "POST /channels/<open>/messages", WORDS, Unauthorized, "bob"),
    probe(&[(13, "cyd"), (14, "dan"), (16, "hal")], "POST /channels/<open>/messages", WORDS, Unknown(10003), "bob"),
    probe(&[(13, "cyd"), (14, "dan"), (16, "hal")], "OP 200", SENT, Unknown(10003), "bob"),

    probe(&[(17, "cyd"), (18, "dan"), (20, "bob"), (20, "kim"), (20, "fay")], "GET /channels/<secret>", "", Unknown(10003), "ann"),
    probe(&[(17, "cyd"), (18, "dan"), (20, "bob"), (20, "kim")], "GET /channels/<secret>/messages", "", Unknown(10003), "ann"),
    probe(&[(17, "cyd"), (18, "dan"), (20, "bob"), (20, "kim")], "GET /channels/<secret>/messages/<plan>", "", Unknown(10003), "ann"),
    probe(&[(17, "cyd"), (18, "dan"), (20, "bob"), (20, "kim")], "GET /channels/<secret>/invites", "", Unknown(10003), "ann"),

    probe(&[(5, "cyd"), (6, "dan"), (8, "hal")], "GET /channels/<open>/messages/<message>/reactions/%F0%9F%91%8D", "", Unknown(10003), "bob"),
    probe(&[(13, "cyd"), (14, "dan"), (16, "hal")], "PUT /channels/<open>/messages/<message>/reactions/%F0%9F%91%8D/@me", "", Unknown(10003), "bob"),
    probe(&[(17, "cyd"), (18, "dan"), (20, "bob"), (20, "kim")], "PUT /channels/<secret>/messages/<plan>/reactions/%F0%9F%91%8D/@me", "", Unknown(10003), "ann"),
    probe(&[(17, "cyd"), (18, "dan"), (20, "bob"), (20, "kim")], "DELETE /channels/<secret>/messages/<plan>/reactions", "", Unknown(10003), "ann"),
    probe(&[(20, "gus")], "GET /channels/<=open>/messages/<message>/reactions/%F0%9F%91%8D", "", Unknown(10008), "bob"),
    probe(&[(20, "gus")], "PUT /channels/<open>/messages/<message>/reactions/%F0%9F%91%8D/@me", "", Forbidden(50013), "bob"),
    probe(&[(20, "gus")], "DELETE /channels/<open>/messages/<message>/reactions/%F0%9F%91%8D/@me", "", Forbidden(50013), "bob"),
    probe(&[(5, "cyd"), (6, "dan"), (8, "hal")], "GET /channels/<open>/messages/pins", "", Unknown(10003), "bob"),
    probe(&[(5, "cyd"), (6, "dan"), (8, "hal")], "GET /channels/<open>/pins", "", Unknown(10003), "bob"),
    probe(&[(13, "cyd"), (14, "dan"), (16, "hal")], "PUT /channels/<open>/messages/pins/<message>", "", Unknown(10003), "ann"),
    probe(&[(17, "cyd"), (18, "dan"), (20, "bob"), (20, "kim")], "PUT /channels/<secret>/messages/pins/<plan>", "", Unknown(10003), "ann"),
    probe(&[(17, "cyd"), (18, "dan"), (20, "bob"), (20, "kim")], "DELETE /channels/<secret>/pins/<plan>", "", Unknown(10003), "ann"),
    probe(&[(27, "bob")], "PUT /channels/<open>/messages/pins/<message>", "", Forbidden(50013), "ann"),
    probe(&[(27, "bob")], "DELETE /channels/<open>/messages/pins/<message>", "", Forbidden(50013), "ann"),
    probe(&[(27, "bob")], "PUT /channels/<open>/pins/<message>", "", Forbidden(50013), "ann"),
    probe(&[(20, "gus")], "PUT /channels/<=open>/messages/pins/<message>", "", Unknown(10008), "ann"),
    probe(&[(20, "gus")], "DELETE /channels/<=open>/pins/<message>", "", Unknown(10008), "ann"),
    probe(&[(13, "cyd"), (14, "dan"), (16, "hal")], "POST /channels/<open>/messages/bulk-delete", "{\"messages\":[\"<message>\",\"1\"]}", Unknown(10003), "ann"),
    probe(&[(27, "bob")], "POST /channels/<open>/messages/bulk-delete", "{\"messages\":[\"<message>\",\"1\"]}", Forbidden(50013), "ann"),
    probe(&[(20, "gus")], "GET /channels/<=open>/messages/<message>", "", Unknown(10008), "bob"),
    probe(&[(20, "gus")], "PATCH /channels/<=open>/messages/<message>", WORDS, Unknown(10008), "ann"),
    probe(&[(20, "gus")], "DELETE /channels/<=open>/messages/<message>", "", Unknown(10008), "kim"),
    probe(&[(20, "gus")], "POST /channels/<=open>/messages", REPLY, Refused(160_002), "bob"),
    probe(&[(20, "gus")], "POST /channels/<=open>/messages", WEAK_REPLY, Refused(160_002), "bob"),
    probe(&[(20, "gus")], "OP 200", SENT_REPLY, Refused(160_002), "bob"),

    probe(&[(21, "cyd"), (22, "dan")], "POST /channels/<open>/typing", "", Unknown(10003), "bob"),
    probe(&[(21, "cyd"), (22, "dan")], "POST /channels/<open>/messages/<message>/ack", "{}", Unknown(10003), "bob"),
    probe(&[(21, "cyd"), (22, "dan")], "OP 204", r#"{"channel_id": "<open>", "message_id": "<message>"}"#, Unknown(10003), "bob"),
    probe(&[(21, "cyd"), (22, "dan"), (24, "jim")], "OP 203", r#"{"channel_id": "<open>"}"#, Nothing, "bob"),
    probe(&[(23, "bob"), (23, "kim")], "POST /channels/<secret>/typing", "", Unknown(10003), "ann"),
    probe(&[(23, "bob"), (23, "kim")], "POST /channels/<secret>/messages/<plan>/ack", "{}", Unknown(10003), "ann"),
    probe(&[(23, "bob"), (23, "kim")], "POST /channels/<secret>/messages", WORDS, Unknown(10003), "ann"),
    probe(&[(23, "bob"), (23, "kim")], "PATCH /channels/<secret>/messages/<plan>", WORDS, Unknown(10003), "ann"),
    probe(&[(23, "bob"), (23, "kim")], "DELETE /channels/<secret>/messages/<plan>", "", Unknown(10003), "ann"),
    probe(&[(23, "bob"), (23, "kim")], "PUT /users/@me/notification-settings/<secret>", r#"{"muted": true}"#, Unknown(10003), "ann"),
    probe(&[(23, "bob")], "OP 202", r#"{"channel_id": "<secret>", "message_id": "<plan>"}"#, Unknown(10003), "ann"),
    probe(&[(24, "jim")], "POST /channels/<open>/typing", "", Forbidden(50013), "bob"),
    probe(&[(24, "jim")], "POST /channels/<open>/messages", WORDS, Forbidden(50013), "bob"),
    probe(&[(24, "jim")], "OP 200", SENT, Forbidden(50013), "bob"),

    probe(&[(25, "cyd")], "PATCH /channels/<open>/messages/<message>", WORDS, Unknown(10003), "ann"),
    probe(&[(25, "cyd")], "DELETE /channels/<open>/messages/<message>", "", Unknown(10003), "ann"),
    beside(probe(&[(25, "cyd")], "PATCH /channels/<=cyds>/messages/<message>", WORDS, Unknown(10008), "ann"), "PATCH /channels/<open>/messages/<message>"),
    beside(probe(&[(25, "cyd")], "DELETE /channels/<=cyds>/messages/<message>", "", Unknown(10008), "ann"), "DELETE /channels/<open>/messages/<message>"),
    beside(probe(&[(25, "cyd")], "GET /channels/<=cyds>/messages/<message>", "", Unknown(10008), "ann"), "GET /channels/<open>/messages/<message>"),
    beside(probe(&[(25, "cyd")], "PUT /channels/<=cyds>/messages/<message>/reactions/%F0%9F%91%8D/@me", "", Unknown(10008), "ann"), "PUT /channels/<open>/messages/<message>/reactions/%F0%9F%91%8D/@me"),
    probe(&[(27, "bob")], "DELETE /channels/<open>/messages/<message>/reactions/%F0%9F%91%8D/<ann>", "", Forbidden(50013), "kim"),
    probe(&[(27, "bob")], "DELETE /channels/<open>/messages/<message>/reactions/%F0%9F%91%8D", "", Forbidden(50013), "kim"),
    probe(&[(27, "bob")], "DELETE /channels/<open>/messages/<message>/reactions", "", Forbidden(50013), "kim"),
    beside(probe(&[(26, "dan")], "PATCH /channels/<open>/messages/<dan's>", WORDS, Unknown(10003), "ann"), "PATCH /channels/<open>/messages/<message>"),
    probe(&[(26, "dan")], "DELETE /channels/<open>/messages/<dan's>", "", Unknown(10003), "ann"),
    beside(probe(&[(26, "hal")], "PATCH /channels/<open>/messages/<hal's>", WORDS, Unknown(10003), "ann"), "PATCH /channels/<open>/messages/<message>"),
    probe(&[(27, "bob"), (28, "kim")], "PATCH /channels/<open>/messages/<message>", WORDS, Forbidden(50005), "ann"),
    probe(&[(27, "bob"), (28, "kim")], "OP 201", EDITED, Forbidden(50005), "ann"),
    probe(&[(27, "bob")], "DELETE /channels/<open>/messages/<message>", "", Forbidden(50013), "kim"),
    probe(&[(27, "bob")], "OP 202", r#"{"channel_id": "<open>", "message_id": "<message>"}"#, Forbidden(50013), "kim"),
];

#[rustfmt::skip]
pub const GUILDS: &[Probe] = &[
    probe(&[(29, "cyd"), (30, "dan")], "PATCH /guilds/<g1>", r#"{"name": "Tea and friends"}"#, Unknown(10004), "ann"),
    probe(&[(29, "cyd"), (30, "dan")], "GET /guilds/<g1>", "", Unknown(10004), "bob"),
    probe(&[(29, "cyd"), (30, "dan")], "GET /guilds/<g1>/channels", "", Unknown(10004), "bob"),
    probe(&[(29, "cyd"), (30, "dan")], "GET /guilds/<g1>/members", "", Unknown(10004), "bob"),
    probe(&[(29, "cyd"), (30, "dan")], "GET /guilds/<g1>/members/<ann>", "", Unknown(10004), "bob"),
    probe(&[(29, "cyd"), (30, "dan")], "GET /guilds/<g1>/members/search?query=a", "", Unknown(10004), "bob"),
    probe(&[(29, "cyd"), (30, "dan")], "GET /guilds/<g1>/roles", "", Unknown(10004), "bob"),
    probe(&[(29, "cyd"), (30, "dan")], "POST /guilds/<g1>/ack", "", Unknown(10004), "bob"),
    probe(&[(29, "cyd"), (30, "dan")], "PATCH /guilds/<g1>/members/@me", r#"{"nick": "me"}"#, Unknown(10004), "bob"),
    probe(&[(29, "cyd"), (30, "dan")], "DELETE /guilds/<hall>", "", Unknown(10004), "ann"),
    probe(&[(31, "bob"), (31, "kim"), (32, "fay")], "PATCH /guilds/<g1>", r#"{"name": "Tea or friends"}"#, Forbidden(50013), "ann"),
    probe(&[(31, "bob"), (32, "fay")], "PATCH /guilds/<hall>", r#"{"owner_id": "<bob>"}"#, Forbidden(50013), "ann"),
    probe(&[(31, "bob"), (32, "fay")], "DELETE /guilds/<hall>", "", Forbidden(50013), "ann"),

    probe(&[(37, "cyd"), (40, "dan")], "POST /guilds/<g1>/channels", NAMED, Unknown(10004), "ann"),
    probe(&[(37, "cyd"), (40, "dan")], "PATCH /guilds/<g1>/channels", r#"[{"id": "<room>", "position": 0}]"#, Unknown(10004), "ann"),
    probe(&[(37, "cyd"), (40, "dan")], "PATCH /channels/<room>", NAMED, Unknown(10003), "ann"),
    probe(&[(37, "cyd"), (40, "dan")], "DELETE /channels/<room>", "", Unknown(10003), "ann"),
    probe(&[(37, "cyd"), (40, "dan")], "PUT /channels/<room>/permissions/<g1>", ALLOWS_ALL, Unknown(10003), "ann"),
    probe(&[(38, "bob")], "POST /guilds/<g1>/channels", NAMED, Forbidden(50013), "kim"),
    probe(&[(38, "bob")], "PATCH /guilds/<g1>/channels", r#"[{"id": "<room>", "position": 0}]"#, Forbidden(50013), "kim"),
    probe(&[(38, "bob")], "PATCH /channels/<room>", NAMED, Forbidden(50013), "kim"),
    probe(&[(38, "bob")], "DELETE /channels/<room>", "", Forbidden(50013), "kim"),
    probe(&[(38, "bob"), (39, "kim")], "PUT /channels/<room>/permissions/<g1>", ALLOWS_ALL, Forbidden(50013), "ann"),
    probe(&[(38, "bob"), (39, "kim")], "PUT /channels/<room>/permissions/<bob>", r#"{"type": 1, "allow": "131072", "deny": "0"}"#, Forbidden(50013), "ann"),
    probe(&[(38, "bob"), (39, "kim")], "PUT /channels/<vault>/permissions/<bob>", r#"{"type": 1, "allow": "1024", "deny": "0"}"#, Unknown(10003), "ann"),
    probe(&[(38, "bob"), (39, "kim")], "DELETE /channels/<vault>/permissions/<g1>", "", Unknown(10003), "ann"),
    probe(&[(38, "bob"), (39, "kim")], "PATCH /channels/<vault>", NAMED, Unknown(10003), "ann"),
    probe(&[(38, "bob"), (39, "kim")], "DELETE /channels/<vault>", "", Unknown(10003), "ann"),

    probe(&[(39, "kim")], "PATCH /guilds/<=g1>/channels", r#"[{"id": "<vault>", "position": 0}]"#, Refused(50035), "ann"),
    probe(&[(39, "kim")], "POST /guilds/<=g1>/channels", r#"{"name": "other", "parent_id": "<cellar>"}"#, Refused(50035), "ann"),
    probe(&[(39, "kim")], "PATCH /guilds/<=g1>/channels", r#"[{"id": "<=open>", "parent_id": "<cellar>"}]"#, Refused(50035), "ann"),
    probe(&[(39, "kim")], "PATCH /channels/<quiet>", r#"{"permission_overwrites": []}"#, Forbidden(50013), "ann"),
    probe(&[(39, "kim")], "PATCH /channels/<quiet>", r#"{"permission_overwrites": [{"id": "<=g1>", "type": 0, "allow": "131072", "deny": "0"}]}"#, Forbidden(50013), "ann"),
    probe(&[(39, "kim")], "DELETE /channels/<quiet>/permissions/<g1>", "", Forbidden(50013), "ann"),

    probe(&[(41, "cyd")], "DELETE /guilds/<g1>/members/<guest>", "", Unknown(10004), "kim"),
    probe(&[(42, "bob")], "DELETE /guilds/<g1>/members/<guest>", "", Forbidden(50013), "kim"),
    beside(probe(&[(42, "bob"), (43, "kim")], "DELETE /guilds/<g1>/members/<ann>", "", Forbidden(50013), "kim"), "DELETE /guilds/<g1>/members/<guest>"),
    beside(probe(&[(43, "kim")], "DELETE /guilds/<g1>/members/<lou>", "", Forbidden(50013), "kim"), "DELETE /guilds/<g1>/members/<guest>"),
    beside(probe(&[(43, "kim")], "DELETE /guilds/<g1>/members/<kim>", "", Forbidden(50013), "kim"), "DELETE /guilds/<g1>/members/<guest>"),
    beside(probe(&[(43, "kim")], "DELETE /guilds/<=g1>/members/<cyd>", "", Unknown(10007), "kim"), "DELETE /guilds/<g1>/members/<guest>"),
];

const RIGHTS: &str = r#"{"permissions": "0"}"#;
const BREW: &str = r#"{"name": "brew"}"#;

/// Applications for those who own none of them, in G1 and out of it, and what bots themselves may not.
#[rustfmt::skip]
pub const BOTS: &[Probe] = &[
    probe(&[(66, "bob"), (66, "kim"), (67, "cyd")], "GET /applications/<tea>", "", Unknown(10002), "ann"),
    probe(&[(66, "bob"), (66, "kim"), (67, "cyd")], "PATCH /applications/<tea>", r#"{"name": "Tea timer"}"#, Unknown(10002), "ann"),
    probe(&[(66, "bob"), (66, "kim"), (67, "cyd")], "DELETE /applications/<spare>", "", Unknown(10002), "ann"),
    probe(&[(66, "bob"), (66, "kim"), (67, "cyd")], "POST /applications/<spare>/bot/token", "{}", Unknown(10002), "ann"),
    probe(&[(66, "bob"), (66, "kim"), (66, "fay")], "PUT /guilds/<g1>/bots/<tea>", RIGHTS, Forbidden(50013), "ann"),
    probe(&[(67, "cyd")], "PUT /guilds/<g1>/bots/<tea>", RIGHTS, Unknown(10004), "ann"),
    beside(probe(&[(67, "ann")], "PUT /guilds/<=g1>/bots/<stray>", RIGHTS, Unknown(10002), "ann"), "PUT /guilds/<=g1>/bots/<tea>"),
    probe(&[(68, "anon")], "GET /applications/<tea>", "", Unauthorized, "ann"),
    probe(&[(68, "anon"), (68, "renewed")], "DELETE /applications/<spare>", "", Unauthorized, "ann"),
    probe(&[(68, "anon"), (68, "renewed")], "POST /applications/<spare>/bot/token", "{}", Unauthorized, "ann"),
    probe(&[(68, "anon"), (68, "renewed")], "PUT /guilds/<g1>/bots/<tea>", RIGHTS, Unauthorized, "ann"),

    probe(&[(66, "bob"), (66, "ann"), (67, "cyd")], "GET /applications/<tea>/commands", "", Forbidden(20002), "tea"),
    probe(&[(66, "ann"), (67, "cyd")], "POST /applications/<tea>/commands", BREW, Forbidden(20002), "tea"),
    probe(&[(66, "ann"), (67, "cyd")], "DELETE /applications/<tea>/commands/<command>", "", Forbidden(20002), "tea"),
    probe(&[(67, "stray")], "GET /applications/<tea>/commands", "", Unknown(10002), "tea"),
    probe(&[(67, "stray")], "POST /applications/<tea>/commands", BREW, Unknown(10002), "tea"),
    probe(&[(67, "stray")], "PUT /applications/<tea>/commands", "[]", Unknown(10002), "tea"),
    probe(&[(67, "stray")], "PATCH /applications/<tea>/commands/<command>", BREW, Unknown(10002), "tea"),
    beside(probe(&[(67, "stray")], "GET /applications/<=stray>/commands/<command>", "", Unknown(10063), "tea"), "GET /applications/<tea>/commands/<command>"),
    beside(probe(&[(67, "stray")], "PATCH /applications/<=stray>/commands/<command>", BREW, Unknown(10063), "tea"), "PATCH /applications/<tea>/commands/<command>"),
    beside(probe(&[(67, "stray")], "DELETE /applications/<=stray>/commands/<command>", "", Unknown(10063), "tea"), "DELETE /applications/<tea>/commands/<command>"),
    beside(probe(&[(67, "stray")], "GET /applications/<=stray>/guilds/<g1>/commands", "", Unknown(10004), "tea"), "GET /applications/<tea>/guilds/<g1>/commands"),
    beside(probe(&[(67, "stray")], "POST /applications/<=stray>/guilds/<g1>/commands", BREW, Unknown(10004), "tea"), "POST /applications/<tea>/guilds/<g1>/commands"),
    beside(probe(&[(67, "stray")], "PUT /applications/<=stray>/guilds/<g1>/commands", "[]", Unknown(10004), "tea"), "PUT /applications/<tea>/guilds/<g1>/commands"),

    probe(&[(68, "renewed"), (68, "scrapped")], "GET /applications/@me", "", Unauthorized, "tea"),
    probe(&[(68, "renewed"), (68, "scrapped")], "GET /applications/<tea>/commands", "", Unauthorized, "tea"),
    probe(&[(68, "renewed"), (68, "scrapped")], "POST /applications/<tea>/commands", BREW, Unauthorized, "tea"),
    probe(&[(68, "renewed"), (68, "scrapped")], "GET /channels/<open>/messages", "", Unauthorized, "tea"),
    probe(&[(68, "renewed"), (68, "scrapped")], "POST /channels/<open>/messages", WORDS, Unauthorized, "tea"),

    probe(&[(66, "tea")], "GET /channels/<secret>/messages", "", Unknown(10003), "ann"),
    probe(&[(66, "tea")], "POST /channels/<secret>/messages", WORDS, Unknown(10003), "ann"),
    probe(&[(66, "tea")], "PATCH /channels/<open>/messages/<message>", WORDS, Forbidden(50005), "ann"),
    probe(&[(66, "tea")], "DELETE /channels/<open>/messages/<message>", "", Forbidden(50013), "kim"),
    probe(&[(66, "tea")], "DELETE /guilds/<g1>/members/<guest>", "", Forbidden(50013), "kim"),
    probe(&[(66, "tea")], "POST /guilds/<g1>/channels", NAMED, Forbidden(50013), "kim"),
    probe(&[(66, "tea")], "PATCH /guilds/<g1>", r#"{"name": "Tea and bots"}"#, Forbidden(50013), "ann"),
    probe(&[(67, "stray")], "GET /guilds/<g1>", "", Unknown(10004), "tea"),
    probe(&[(67, "stray")], "GET /guilds/<g1>/members/<ann>", "", Unknown(10004), "tea"),
    probe(&[(67, "stray")], "GET /channels/<open>/messages", "", Unknown(10003), "tea"),
    probe(&[(67, "stray")], "POST /channels/<open>/messages", WORDS, Unknown(10003), "tea"),
    probe(&[(67, "stray")], "POST /channels/<open>/typing", "", Unknown(10003), "tea"),
    probe(&[(66, "tea")], "POST /guilds", NAMED, Forbidden(20001), "bob"),
    probe(&[(66, "tea")], "POST /applications", r#"{"name": "mine"}"#, Forbidden(20001), "bob"),
    probe(&[(66, "tea")], "POST /applications/<spare>/bot/token", "{}", Forbidden(20001), "ann"),
    probe(&[(66, "tea")], "PUT /guilds/<g1>/bots/<spare>", RIGHTS, Forbidden(20001), "ann"),
    probe(&[(66, "tea")], "POST /invites/<code>", "{}", Forbidden(20001), "new"),
    probe(&[(66, "tea")], "GET /auth/sessions", "", Forbidden(20001), "bob"),
];

#[rustfmt::skip]
pub const DOORS: &[Probe] = &[
    probe(&[(45, "anon")], "GET /guilds/<g1>/invites", "", Unauthorized, "ann"),
    probe(&[(45, "anon")], "GET /channels/<open>/invites", "", Unauthorized, "ann"),
    probe(&[(45, "anon")], "POST /channels/<open>/invites", r#"{"unique": true}"#, Unauthorized, "bob"),
    probe(&[(45, "anon")], "DELETE /invites/<code>", "", Unauthorized, "ann"),
    probe(&[(45, "anon")], "POST /invites/<code>", "{}", Unauthorized, "new"),
    probe(&[(46, "cyd"), (47, "dan")], "GET /guilds/<g1>/invites", "", Unknown(10004), "ann"),
    probe(&[(46, "cyd"), (47, "dan")], "GET /channels/<open>/invites", "", Unknown(10003), "ann"),
    probe(&[(46, "cyd"), (47, "dan")], "POST /channels/<open>/invites", r#"{"unique": true}"#, Unknown(10003), "bob"),
    probe(&[(46, "cyd"), (47, "dan")], "DELETE /invites/<code>", "", Unknown(10006), "ann"),
    beside(probe(&[(46, "cyd"), (47, "dan")], "POST /invites/<spent>", "{}", Unknown(10006), "new"), "POST /invites/<code>"),

    probe(&[(53, "cyd"), (54, "dan"), (55, "gus"), (55, "olga")], "GET /channels/<dm>", "", Unknown(10003), "bob"),
    probe(&[(53, "cyd"), (54, "dan"), (55, "gus"), (55, "olga")], "GET /channels/<dm>/messages", "", Unknown(10003), "bob"),
    probe(&[(53, "cyd"), (54, "dan"), (55, "gus")], "GET /channels/<dm>/messages/<letter>", "", Unknown(10003), "bob"),
    probe(&[(53, "cyd"), (54, "dan"), (55, "gus")], "POST /channels/<dm>/messages", WORDS, Unknown(10003), "bob"),
    probe(&[(53, "cyd"), (54, "dan"), (55, "gus")], "OP 200", r#"{"channel_id": "<dm>", "content": "three of us"}"#, Unknown(10003), "bob"),
    probe(&[(53, "cyd"), (54, "dan"), (55, "gus")], "OP 203", r#"{"channel_id": "<dm>"}"#, Nothing, "bob"),
    probe(&[(53, "cyd"), (54, "dan"), (55, "gus")], "PATCH /channels/<dm>/messages/<letter>", WORDS, Unknown(10003), "ann"),
    probe(&[(55, "gus")], "POST /users/@me/channels", r#"{"recipient_id": "<ann>"}"#, Forbidden(50007), "bob"),

    probe(&[(63, "bob"), (64, "cyd")], "DELETE /auth/sessions/<session>", "", Unknown(10098), "ann"),
    beside(probe(&[(63, "bob"), (64, "cyd")], "PATCH /users/<ann>", "{}", NoRoute, "ann"), "PATCH /users/@me"),
    beside(probe(&[(63, "bob"), (64, "cyd")], "DELETE /users/<ann>", "", NoRoute, "ann"), "GET /users/@me"),
    probe(&[(63, "bob"), (64, "cyd")], "PATCH /chatspace/admin/users/<gus>", r#"{"disabled": false}"#, Forbidden(50013), "olga"),
    probe(&[(63, "bob"), (64, "cyd")], "POST /chatspace/admin/users/<gus>/reset-link", "", Forbidden(50013), "olga"),
    probe(&[(65, "anon")], "GET /users/<ann>", "", Unauthorized, "bob"),
    probe(&[(65, "anon")], "GET /users/<ann>/profile", "", Unauthorized, "bob"),
    probe(&[(65, "anon")], "GET /users/@me/settings", "", Unauthorized, "bob"),
    probe(&[(65, "anon")], "GET /auth/sessions", "", Unauthorized, "bob"),

    probe(&[(69, "bob")], "GET /chatspace/admin/settings", "", Forbidden(50013), "olga"),
    probe(&[(69, "bob")], "GET /chatspace/admin/users", "", Forbidden(50013), "olga"),
    probe(&[(69, "bob")], "GET /chatspace/admin/emails", "", Forbidden(50013), "olga"),
    probe(&[(69, "bob")], "PATCH /chatspace/admin/settings", r#"{"registration": "open"}"#, Forbidden(50013), "olga"),
    probe(&[(70, "anon")], "GET /chatspace/admin/settings", "", Unauthorized, "olga"),
    probe(&[(70, "anon")], "GET /chatspace/admin/users", "", Unauthorized, "olga"),
    probe(&[(70, "anon")], "PATCH /chatspace/admin/settings", r#"{"registration": "open"}"#, Unauthorized, "olga"),
];
