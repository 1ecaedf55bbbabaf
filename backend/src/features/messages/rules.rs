//! What may be sent, and whom a text mentions.

use std::time::Duration;

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    access::{self, MessageChannel},
    cache::Model,
    kernel::{
        ApiError, FieldError, Form, Permissions, RoleId, Timestamp, UserId, errors,
        grammar::{self, Mention},
        limits::{rates, sizes},
        text,
    },
};

sizes! {
    MESSAGE_LENGTH: usize = "message_length", 2000;
    MESSAGE_BYTES: usize = "message_bytes", 8 * 1024;
    MESSAGES_PAGE: i64 = "messages_page", 100;
    USER_MENTIONS: usize = "user_mentions", 20;
    ROLE_MENTIONS: usize = "role_mentions", 10;
    /// Messages that are deleted by one request.
    BULK_DELETE: usize = "bulk_delete", 100;
    NONCE_BYTES: usize = "nonce_bytes", 64;
}

rates! {
    HISTORY = "history", 40 in 2 s, by Caller;
}

errors! {
    empty_message = 400 / 50006, "Cannot send an empty message.";
    bulk_delete_count = 400 / 50016, "2 to 100 messages can be deleted together.";
    too_old_to_delete = 400 / 50034, "A message is too old to be deleted with others.";
    not_in_a_dm_channel = 403 / 50003, "This cannot be done in a DM channel.";
    system_message = 403 / 50021, "Cannot execute action on a system message.";
    not_the_author = 403 / 50005, "Cannot edit a message of another user.";
    reply_needs_history = 400 / 160002, "Cannot reply without permission to read message history.";
}

/// An ordinary message.
pub const DEFAULT: i64 = 0;
/// A reply to another message.
pub const REPLY: i64 = 19;
/// What the server writes of a change of a group, in the name of who made it.
pub const ADDED: i64 = 1;
pub const REMOVED: i64 = 2;
pub const RENAMED: i64 = 4;
pub const ANOTHER_ICON: i64 = 5;
/// Somebody pinned a message.
pub const PINNED: i64 = 6;
/// In a guild: somebody joined.
pub const JOINED: i64 = 7;

/// Which mentions of a text notify.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct AllowedMentions {
    #[serde(default)]
    pub parse: Vec<MentionKind>,
    #[serde(default)]
    pub users: Vec<UserId>,
    #[serde(default)]
    pub roles: Vec<RoleId>,
    pub replied_user: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    Users,
    Roles,
    Everyone,
}

/// Message flags that a sender may set: suppress embeds, and silent.
const SETTABLE_FLAGS: i64 = (1 << 2) | SILENT;
const SILENT: i64 = 1 << 12;
/// What a sender may ask for by flags elsewhere and not here: a voice message, and a text that consists of components.
const UNBUILT_FLAGS: i64 = (1 << 13) | (1 << 15);

/// A checked text.
///
/// # Errors
/// 400 / 50006 when it is empty, 400 / 50035 when it is too long.
pub fn content(text: Option<&str>) -> Result<String, ApiError> {
    let text = text.unwrap_or_default();
    let checked = text::prose(text, MESSAGE_LENGTH).map_err(|error| Form::refuse("content", &error))?;
    if checked.len() > MESSAGE_BYTES {
        return Err(Form::refuse("content", &FieldError::new("BASE_TYPE_MAX_BYTES", "Has too many bytes.")));
    }
    if checked.is_empty() { Err(empty_message()) } else { Ok(checked) }
}

/// A checked nonce.
///
/// # Errors
/// 400 / 50035 when it is too long.
pub fn nonce(nonce: Option<String>) -> Result<Option<String>, ApiError> {
    match nonce {
        Some(nonce) if nonce.len() > NONCE_BYTES => Err(Form::refuse("nonce", &FieldError::too_long(NONCE_BYTES))),
        Some(nonce) if nonce.is_empty() => Ok(None),
        Some(nonce) if nonce.chars().any(char::is_control) => {
            Err(Form::refuse("nonce", &FieldError::new("NONCE_CHARACTERS", "Contains control characters.")))
        }
        other => Ok(other),
    }
}

/// Notes flags that ask for what is not there.
pub fn refuse_flags(form: &mut Form, asked: Option<i64>) {
    // Negative numbers are no flags; bits that only servers set are ignored.
    if asked.is_some_and(|flags| flags >= 0 && flags & UNBUILT_FLAGS != 0) {
        form.note("flags", &FieldError::new("NOT_SUPPORTED", "This is not supported on this server yet."));
    }
}

/// The flags that count, of those asked for.
pub fn flags(asked: Option<i64>) -> i64 {
    asked.unwrap_or_default() & SETTABLE_FLAGS
}

/// Whether the sender asks that nobody is notified.
pub const fn is_silent(flags: i64) -> bool {
    flags & SILENT != 0
}

/// How old a message may be that is deleted with others.
const BULK_DELETE_AGE: Duration = Duration::from_hours(14 * 24);

/// Refuses to delete messages together of which one was sent too long ago.
pub fn refuse_old(mut sent: impl Iterator<Item = Timestamp>, now: Timestamp) -> Result<(), ApiError> {
    let earliest = now.before(BULK_DELETE_AGE);
    if sent.any(|at| at < earliest) { Err(too_old_to_delete()) } else { Ok(()) }
}

/// What the server has written of a change cannot be changed itself.
///
/// # Errors
/// 403 / 50021.
pub fn refuse_system(kind: i64) -> Result<(), ApiError> {
    if matches!(kind, DEFAULT | REPLY) { Ok(()) } else { Err(system_message()) }
}

/// What the server has written of a group stays; that somebody joined a guild or pinned a message can be deleted.
///
/// # Errors
/// 403 / 50021.
pub fn refuse_lasting(kind: i64) -> Result<(), ApiError> {
    if matches!(kind, JOINED | PINNED) { Ok(()) } else { refuse_system(kind) }
}

/// Whom a text mentions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    pub users: Vec<UserId>,
    pub roles: Vec<RoleId>,
    pub everyone: bool,
    pub here: bool,
}

/// Where and by whom a text is written.
pub struct MentionContext<'m> {
    pub model: &'m Model,
    pub message_channel: MessageChannel<'m>,
    pub author: UserId,
    pub now: Timestamp,
}

/// Finds the mentions of a text that count: of members who may view the channel, of roles that may be mentioned, of
/// everyone if the author has that right, and each only as far as the sender allowed. Those beyond the limit are not
/// mentioned.
pub fn mentions(context: &MentionContext, text: &str, allowed: Option<&AllowedMentions>) -> Mentions {
    let found = parse(text);
    if found.is_empty() {
        return found;
    }
    let place = access::Scope::Channel(context.message_channel.id());
    let may_mention_all = access::can(context.model, context.author, Permissions::MENTION_EVERYONE, place, context.now);
    let permits = |kind, listed: bool| allowed.is_none_or(|allowed| listed || allowed.parse.contains(&kind));
    let guild = context.message_channel.guild();
    let role = |id: &RoleId| guild.and_then(|guild| guild.roles.get(id));
    let is_mentionable = |id: &RoleId| role(id).is_some_and(|role| role.mentionable || may_mention_all);
    let users: Vec<_> = found
        .users
        .into_iter()
        .filter(|id| permits(MentionKind::Users, allowed.is_some_and(|allowed| allowed.users.contains(id))))
        .filter(|id| access::can(context.model, *id, Permissions::VIEW_CHANNEL, place, context.now))
        .take(USER_MENTIONS)
        .collect();
    let roles: Vec<_> = found
        .roles
        .into_iter()
        .filter(|id| permits(MentionKind::Roles, allowed.is_some_and(|allowed| allowed.roles.contains(id))))
        .filter(|id| is_mentionable(id))
        .take(ROLE_MENTIONS)
        .collect();
    let all = may_mention_all && permits(MentionKind::Everyone, false);
    Mentions { users, roles, everyone: found.everyone && all, here: found.here && all }
}

impl Mentions {
    /// With the author of the message that is replied to, unless the sender wants it otherwise. Who says what may count and does
    /// not name the author does.
    pub fn with_replied(mut self, context: &MentionContext, replied: UserId, allowed: Option<&AllowedMentions>) -> Self {
        let is_allowed = allowed.is_none_or(|allowed| allowed.replied_user == Some(true));
        let place = access::Scope::Channel(context.message_channel.id());
        let may_view = || access::can(context.model, replied, Permissions::VIEW_CHANNEL, place, context.now);
        if is_allowed && replied != context.author && may_view() {
            push_new(&mut self.users, replied);
        }
        self
    }

    pub fn is_empty(&self) -> bool {
        self.users.is_empty() && self.roles.is_empty() && !self.calls_all()
    }

    /// Whether the whole channel is called.
    pub const fn calls_all(&self) -> bool {
        self.everyone || self.here
    }
}

/// The mentions of a text, each once, in order of appearance.
fn parse(text: &str) -> Mentions {
    let mut found = Mentions::default();
    for mention in grammar::mentions(text) {
        match mention {
            Mention::User(id) => push_new(&mut found.users, id),
            Mention::Role(id) => push_new(&mut found.roles, id),
            Mention::Everyone => found.everyone = true,
            Mention::Here => found.here = true,
            Mention::Channel(_) => {}
        }
    }
    found
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_read_in_all_their_forms_and_once_each() {
        let found = parse("hi <@7> <@!8> <@7> <@&9> <#10> <@x> @here <@");
        assert_eq!(found.users, [UserId::new(7), UserId::new(8)]);
        assert_eq!(found.roles, [RoleId::new(9)]);
        assert!(found.here && !found.everyone);
        let found = parse("`<@7>` @everyone");
        assert_eq!((found.users, found.everyone, found.here), (vec![], true, false));
    }

    #[test]
    fn a_text_has_between_1_and_2000_code_points() {
        assert_eq!(content(None).expect_err("is empty").code, 50006);
        assert_eq!(content(Some(" \n ")).expect_err("is empty").code, 50006);
        assert!(content(Some(&"ї".repeat(2000))).is_ok());
        assert_eq!(content(Some(&"ї".repeat(2001))).expect_err("is too long").code, 50035);
    }

    #[test]
    fn only_the_senders_flags_count() {
        assert_eq!(flags(Some(-1)), SETTABLE_FLAGS);
        assert_eq!(flags(Some(64)), 0);
    }
}
