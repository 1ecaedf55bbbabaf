//! What the files of a feature are for, and which features know each other.

/// The duties of files, by the name of the file or folder in its slice, and what a file of each may use of the crate. It may also use the
/// files of its own slice with the same duty or one that stands before it here; only `features` lets it use other slices.
pub const DUTIES: &[(&str, &[&str])] = &[
    ("rules", &["kernel", "media", "cache", "access", "wire"]),
    // What is stored and shown in one form, with all its parts.
    ("object", &["kernel", "db", "cache", "access", "wire", "features"]),
    ("store", &["kernel", "db", "cache"]),
    ("view", &["kernel", "db", "config", "cache", "access", "wire", "features"]),
    ("events", &["kernel", "events", "wire", "features"]),
    ("requests", &["kernel", "config", "cache", "wire", "http"]),
    (
        "actions",
        &[
            "kernel",
            "observe",
            "db",
            "config",
            "media",
            "cache",
            "access",
            "http",
            "wire",
            "writer",
            "state",
            "events",
            "features",
            "api_guard",
        ],
    ),
    (
        "http",
        &["kernel", "observe", "config", "media", "cache", "access", "http", "wire", "state", "writer", "api_guard", "features"],
    ),
];

/// The duty of files with other names.
const NAMED_OTHERWISE: &[(&str, &str)] = &[
    ("account_data/archive", "actions"),
    ("applications/commands/checked", "actions"),
    ("applications/granted", "actions"),
    ("auth/browser", "http"),
    ("auth/password_rules", "rules"),
    ("auth/passwords", "actions"),
    ("auth/second_factor", "rules"),
    ("auth/tokens", "rules"),
    ("channels/overwrites", "actions"),
    ("channels/visibility", "actions"),
    ("dms/groups", "actions"),
    ("dms/icon", "actions"),
    ("guilds/icon", "actions"),
    ("mail/emails", "actions"),
    ("mail/tokens", "rules"),
    ("mail/words", "rules"),
    ("messages/admission", "actions"),
    ("messages/erasing", "actions"),
    ("messages/message", "object"),
    ("messages/newest", "actions"),
    ("messages/pings", "actions"),
    ("messages/pinning", "actions"),
    ("messages/sending", "actions"),
    ("messages/showing", "actions"),
    ("messages/system", "actions"),
    ("operator/caller", "http"),
    ("push/payload", "actions"),
    ("push/request", "actions"),
    ("push/vapid", "rules"),
    ("read_states/acks", "actions"),
    ("users/addresses", "actions"),
    ("users/anonymising", "actions"),
    ("users/own", "actions"),
    ("users/profile", "actions"),
];

/// A slice within a slice, with files of the same duties.
const NESTED: &str = "commands";

/// The files through which slices meet. A name that an `actions` passes on counts as one of it.
pub const INTERFACE: &[&str] = &["actions", "view", "events"];

/// Which slices each slice may use, bottom to top. A slice that has to happen something in one above it declares a
/// hook, see `writer/hooks.rs`.
pub const SLICES: &[(&str, &[&str])] = &[
    ("deletions", &[]),
    ("instance", &["users"]),
    ("mail", &[]),
    ("mentions", &[]),
    ("notifications", &[]),
    ("images", &[]),
    ("presence", &[]),
    ("reactions", &[]),
    ("read_states", &[]),
    ("typing", &[]),
    ("unbuilt", &[]),
    ("blocks", &["presence", "read_states"]),
    ("settings", &["presence"]),
    ("push", &["mail", "mentions", "notifications"]),
    ("recipients", &["presence", "read_states"]),
    ("messages", &["mentions", "push", "reactions", "read_states", "recipients"]),
    ("inbox", &["mentions", "messages", "read_states"]),
    ("pins", &["messages"]),
    ("dms", &["deletions", "messages", "images", "read_states", "recipients"]),
    ("channels", &["dms", "deletions", "read_states"]),
    ("roles", &["channels"]),
    ("members", &["messages", "presence", "roles"]),
    ("guilds", &["channels", "deletions", "members", "images", "roles"]),
    ("invites", &["members"]),
    ("users", &["mail", "members", "images", "presence", "recipients"]),
    ("auth", &["invites", "mail", "push", "users"]),
    ("applications", &["auth", "members", "images", "roles", "users"]),
    ("credentials", &["applications", "invites"]),
    ("operator", &["applications", "auth", "mail", "users"]),
    ("purge", &["auth", "blocks", "deletions", "mentions", "messages", "read_states"]),
    ("account_data", &["applications", "auth", "invites", "messages", "operator", "images", "push", "read_states", "users"]),
];

/// The slice of a file, its name within it, and where its duty stands among [`DUTIES`]; nothing for `mod.rs`, which passes names on.
///
/// # Panics
/// For a file without a duty.
pub fn place(file: &str) -> Option<(&str, &str, usize)> {
    let (slice, inner) = file.strip_prefix("features/")?.split_once('/')?;
    let named = NAMED_OTHERWISE.iter().find(|(name, _)| is_part(file.trim_start_matches("features/"), name));
    let name = named.map_or_else(
        || inner.trim_start_matches(NESTED).trim_start_matches('/').split('/').next().unwrap_or(inner),
        |(_, duty)| duty,
    );
    if inner == NESTED {
        return None;
    }
    let place = DUTIES.iter().position(|(duty, _)| *duty == name);
    Some((slice, inner, place.unwrap_or_else(|| panic!("{file} has no duty"))))
}

/// Whether a file is a module or stands in it.
pub fn is_part(file: &str, module: &str) -> bool {
    file.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[test]
fn every_feature_that_brings_something_is_in_the_one_list() {
    let sources = super::sources();
    let list = sources.iter().find(|source| source.name == "features").expect("the list of features");
    for source in &sources {
        let Some(feature) = source.name.strip_prefix("features/") else { continue };
        if source.text.contains("pub static SLICE: Slice") {
            assert!(list.text.contains(&format!("&{feature}::SLICE,")), "{feature} has a slice that is not listed");
        }
        if let Some((slice, "http" | "http/mod" | "events")) = feature.split_once('/') {
            let module =
                sources.iter().find(|source| source.name == format!("features/{slice}")).expect("a feature has a module");
            assert!(module.text.contains("pub static SLICE: Slice"), "{slice} has routes or events and no slice");
        }
    }
}
