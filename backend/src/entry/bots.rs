//! What bots may ask for. What is not here is for people only, so that a new route is closed to bots until somebody opens it.

use actix_web::http::Method;

use super::PREFIX;

/// Methods and path patterns, as libraries ask for them.
const OPEN: &[(&str, &str)] = &[
    ("GET", "/gateway"),
    ("GET", "/gateway/bot"),
    ("GET", "/applications/@me"),
    ("GET", "/oauth2/applications/@me"),
    ("GET", "/applications/{application_id}/commands"),
    ("POST", "/applications/{application_id}/commands"),
    ("PUT", "/applications/{application_id}/commands"),
    ("GET", "/applications/{application_id}/commands/{command_id}"),
    ("PATCH", "/applications/{application_id}/commands/{command_id}"),
    ("DELETE", "/applications/{application_id}/commands/{command_id}"),
    ("GET", "/applications/{application_id}/guilds/{guild_id}/commands"),
    ("POST", "/applications/{application_id}/guilds/{guild_id}/commands"),
    ("PUT", "/applications/{application_id}/guilds/{guild_id}/commands"),
    ("GET", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}"),
    ("PATCH", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}"),
    ("DELETE", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}"),
    ("GET", "/users/@me"),
    ("PATCH", "/users/@me"),
    ("PUT", "/users/@me/avatar"),
    ("GET", "/users/@me/guilds"),
    ("DELETE", "/users/@me/guilds/{guild_id}"),
    ("GET", "/users/@me/channels"),
    ("POST", "/users/@me/channels"),
    ("GET", "/users/{user_id}"),
    ("GET", "/users/{user_id}/profile"),
    ("GET", "/guilds/{guild_id}"),
    ("PATCH", "/guilds/{guild_id}"),
    ("PUT", "/guilds/{guild_id}/icon"),
    ("GET", "/guilds/{guild_id}/channels"),
    ("POST", "/guilds/{guild_id}/channels"),
    ("PATCH", "/guilds/{guild_id}/channels"),
    ("GET", "/guilds/{guild_id}/invites"),
    ("GET", "/guilds/{guild_id}/members"),
    ("PATCH", "/guilds/{guild_id}/members/@me"),
    ("GET", "/guilds/{guild_id}/members/search"),
    ("GET", "/guilds/{guild_id}/members/{user_id}"),
    ("DELETE", "/guilds/{guild_id}/members/{user_id}"),
    ("GET", "/guilds/{guild_id}/roles"),
    ("GET", "/guilds/{guild_id}/roles/{role_id}"),
    ("GET", "/guilds/{guild_id}/threads/active"),
    ("GET", "/channels/{channel_id}"),
    ("PATCH", "/channels/{channel_id}"),
    ("DELETE", "/channels/{channel_id}"),
    ("GET", "/channels/{channel_id}/invites"),
    ("POST", "/channels/{channel_id}/invites"),
    ("GET", "/channels/{channel_id}/messages"),
    ("POST", "/channels/{channel_id}/messages"),
    ("GET", "/channels/{channel_id}/messages/{message_id}"),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}"),
    ("PUT", "/channels/{channel_id}/permissions/{target_id}"),
    ("DELETE", "/channels/{channel_id}/permissions/{target_id}"),
    ("POST", "/channels/{channel_id}/typing"),
    ("GET", "/invites/{code}"),
    ("DELETE", "/invites/{code}"),
    ("GET", "/chatspace/instance"),
    ("GET", "/chatspace/limits"),
];

/// Whether a bot may ask for this. A path that nobody knows is left to those who say so.
pub fn may_ask(method: &Method, pattern: Option<&str>) -> bool {
    let Some(pattern) = pattern.and_then(|pattern| pattern.strip_prefix(PREFIX)) else { return true };
    OPEN.iter().any(|(verb, path)| *verb == method.as_str() && *path == pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_to_bots_is_there() {
        let document: serde_json::Value = serde_json::from_str(crate::openapi::KEPT).expect("the document is JSON");
        for (method, path) in OPEN {
            let operation = &document["paths"][format!("{PREFIX}{path}")][method.to_lowercase()];
            assert!(operation.is_object(), "{method} {path} is no route");
        }
    }

    #[test]
    fn what_nobody_has_opened_is_closed() {
        let patterns =
            ["/auth/login", "/guilds", "/users/@me/export", "/applications", "/guilds/{guild_id}/bots/{application_id}"];
        for pattern in patterns {
            assert!(!may_ask(&Method::POST, Some(&format!("{PREFIX}{pattern}"))), "{pattern}");
        }
        assert!(may_ask(&Method::POST, None), "who asks for nothing that is there is told so");
    }
}
