//! Every field that a request may have is obeyed or refused. What is read and then forgotten would be a promise that nobody keeps.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

/// A kind of request, the file in which its fields are obeyed, and those fields.
type Obeyed = (&'static str, &'static str, &'static [&'static str]);

const OBEYED: &[Obeyed] = &[
    ("Ack", "read_states/actions", &["manual"]),
    ("AddBot", "applications/actions", &["permissions"]),
    ("AllowedMentions", "messages/rules", &["parse", "replied_user", "roles", "users"]),
    ("BulkDelete", "messages/requests", &["messages"]),
    ("ChangeEmailRequest", "auth/http/address", &["email"]),
    ("ChangePasswordRequest", "auth/actions/password", &["current_password", "everything", "new_password"]),
    ("ChannelPosition", "channels/actions", &["id", "lock_permissions", "parent_id", "position"]),
    ("CreateApplication", "applications/actions", &["bot_public", "description", "name"]),
    (
        "CreateChannel",
        "channels/actions",
        &["name", "nsfw", "parent_id", "permission_overwrites", "position", "rate_limit_per_user", "topic", "type"],
    ),
    ("CreateGuild", "guilds/icon", &["icon", "name", "system_channel_flags"]),
    ("CreateInvite", "invites/actions", &["max_age", "max_uses", "unique"]),
    (
        "CreateMessage",
        "messages/sending",
        &["allowed_mentions", "content", "enforce_nonce", "flags", "message_reference", "nonce"],
    ),
    (
        // They are kept and shown as they were declared; what interactions make of them comes with interactions.
        "DeclareCommand",
        "applications/commands/actions",
        &[
            "contexts",
            "default_member_permissions",
            "description",
            "description_localizations",
            "dm_permission",
            "integration_types",
            "name",
            "name_localizations",
            "nsfw",
            "options",
            "type",
        ],
    ),
    ("DeleteAccountRequest", "account_data/http", &["messages"]),
    ("EditMessage", "messages/actions", &["allowed_mentions", "content", "flags"]),
    ("ForgotPasswordRequest", "auth/http/links", &["email"]),
    ("EmailTokenRequest", "auth/http/links", &["token"]),
    ("SignInRequest", "auth/actions/sign_in", &["code", "email", "password"]),
    ("SignOutEverywhereRequest", "auth/actions/ending", &["everything", "keep_current"]),
    ("NewPushSubscription", "push/http", &["endpoint", "keys"]),
    ("OpenDmChannel", "dms/http", &["recipient_id", "recipients"]),
    ("OverwriteBody", "channels/rules", &["allow", "deny", "id", "type"]),
    ("PushSubscriptionKeys", "push/http", &["auth", "p256dh"]),
    ("ReauthenticateRequest", "auth/http/password", &["code", "password"]),
    ("RefreshRequest", "auth/http/sign_in", &["refresh_token"]),
    ("RegisterRequest", "auth/actions/registration", &["display_name", "email", "invite", "password", "setup_token", "username"]),
    ("ReplyTo", "messages/sending", &["channel_id", "fail_if_not_exists", "guild_id", "message_id"]),
    ("ResetPasswordRequest", "auth/actions/forgotten", &["everything", "password", "token"]),
    ("SetupRequest", "operator/http", &["setup_token"]),
    ("SetNotifications", "notifications/actions", &["level", "muted", "muted_until", "suppress_everyone", "suppress_roles"]),
    ("SetOverwrite", "channels/overwrites", &["allow", "deny", "type"]),
    ("TokenForm", "auth/http/sign_in", &["grant_type", "otp", "password", "refresh_token", "username"]),
    ("TotpCode", "auth/http/second_factor", &["code"]),
    ("UpdateAccount", "operator/actions", &["disabled", "operator"]),
    ("UpdateApplication", "applications/actions", &["bot_public", "description", "name"]),
    (
        "UpdateChannel",
        "channels/actions",
        &["lock_permissions", "name", "nsfw", "parent_id", "permission_overwrites", "position", "rate_limit_per_user", "topic"],
    ),
    ("UpdateChannel", "channels/http", &["icon"]),
    (
        "UpdateCommand",
        "applications/commands/requests",
        &[
            "contexts",
            "default_member_permissions",
            "description",
            "description_localizations",
            "dm_permission",
            "integration_types",
            "name",
            "name_localizations",
            "nsfw",
            "options",
        ],
    ),
    (
        "UpdateCurrentUser",
        "users/profile",
        &["avatar", "bio", "custom_status", "custom_status_expires_at", "global_name", "locale", "username"],
    ),
    ("UpdateGuild", "guilds/actions", &["description", "name", "owner_id", "system_channel_flags", "system_channel_id"]),
    ("UpdateGuild", "guilds/icon", &["icon"]),
    ("UpdateInstanceSettings", "operator/actions", &["registration"]),
    ("UpdateOwnMember", "members/http", &["nick"]),
    ("UpdateSettings", "settings/actions", &["direct_messages", "push_text", "status"]),
    ("UploadForm", "../http/upload", &["file"]),
];

/// Fields for what is not built. `messages::what_is_not_there_is_refused_and_not_swallowed` sees them refused.
const REFUSED: &[(&str, &[&str])] = &[
    ("CreateInvite", &["temporary"]),
    ("CreateMessage", &["attachments", "components", "embeds", "poll", "sticker_ids", "tts"]),
    ("EditMessage", &["attachments", "components", "embeds"]),
    ("ReplyTo", &["type"]),
];

/// Fields that change nothing, with the reason.
const IGNORED: &[(&str, &str, &str)] = &[
    ("NewPushSubscription", "expirationTime", "browsers send it; a subscription ends when its service says so"),
    ("TokenForm", "client_id", "OAuth 2 lets clients name themselves; here all are equal"),
    ("TokenForm", "client_secret", "the same"),
    ("TokenForm", "scope", "a token gives all that its owner may do"),
];

/// What requests are made of: the schemas of their bodies, and the schemas in those.
fn request_schemas(document: &Value) -> BTreeSet<String> {
    fn named(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                let name = fields.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
                found.extend(name.map(str::to_owned));
                fields.values().for_each(|value| named(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| named(value, found)),
            _ => {}
        }
    }
    let mut open = Vec::new();
    for path in document["paths"].as_object().expect("paths").values() {
        path.as_object().expect("methods").values().for_each(|route| named(&route["requestBody"], &mut open));
    }
    let mut all = BTreeSet::new();
    while let Some(name) = open.pop() {
        named(&document["components"]["schemas"][&name], &mut open);
        open.retain(|next| !all.contains(next));
        all.insert(name);
    }
    all
}

fn accepted() -> BTreeSet<(String, String)> {
    let text = chatspace::openapi::text(&chatspace::openapi::document(chatspace::app::routes()));
    let document: Value = serde_json::from_str(&text).expect("the document is JSON");
    let schemas = request_schemas(&document);
    let fields = schemas.iter().flat_map(|name| {
        let properties = document["components"]["schemas"][name]["properties"].as_object();
        properties.into_iter().flat_map(|all| all.keys()).map(|field| (name.clone(), field.clone()))
    });
    fields.collect()
}

#[test]
fn every_accepted_field_is_obeyed_refused_or_ignored_for_a_reason() {
    let own = |kind: &str, field: &str| (kind.to_owned(), field.to_owned());
    let obeyed = OBEYED.iter().flat_map(|(kind, _, fields)| fields.iter().map(|field| own(kind, field)));
    let refused = REFUSED.iter().flat_map(|(kind, fields)| fields.iter().map(|field| own(kind, field)));
    let ignored = IGNORED.iter().map(|(kind, field, _)| own(kind, field));
    let listed: Vec<_> = obeyed.chain(refused).chain(ignored).collect();
    let known: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), known.len(), "each stands in one list, once");
    let accepted = accepted();
    let unlisted: Vec<_> = accepted.difference(&known).collect();
    assert!(unlisted.is_empty(), "say what obeys, refuses or may ignore {unlisted:?}");
    let gone: Vec<_> = known.difference(&accepted).collect();
    assert!(gone.is_empty(), "nothing accepts {gone:?}");
}

#[test]
fn what_obeys_a_field_names_it() {
    for (kind, file, fields) in OBEYED {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/features/{file}.rs"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for field in *fields {
            let name = if *field == "type" { "kind" } else { field };
            assert!(text.contains(name), "{file} knows nothing of {field} of {kind}");
        }
    }
}
