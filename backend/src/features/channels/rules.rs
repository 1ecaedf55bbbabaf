//! Validation of channels.

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    access,
    cache::{Channel, ChannelKind, Guild, Overwrite, OverwriteKind},
    kernel::{
        ApiError, ChannelId, FieldError, Form, Patch, Permissions, TargetId, Timestamp, UserId, errors,
        limits::{self, rates, sizes},
        text,
    },
};

sizes! {
    CHANNEL_NAME_LENGTH: usize = "channel_name_length", 100;
    CHANNELS_PER_GUILD: usize = "channels_per_guild", 200;
    OVERWRITES_PER_CHANNEL: usize = "overwrites_per_channel", 100;
    TOPIC_LENGTH: usize = "topic_length", 1024;
}

rates! {
    CHANNEL_DELETE = "channel-delete", 10 in 10 s, by Caller;
    /// Changes of who may do what in a channel.
    OVERWRITE = "overwrite", 10 in 10 s, by CallerAndScope;
}

errors! {
    too_many_channels = 400 / 30013, "Maximum number of guild channels reached.";
    too_many_overwrites = 400 / 30060, "Maximum number of permission overwrites reached.";
    unknown_overwrite = 404 / 10009, "Unknown permission overwrite.";
}

/// An overwrite in a request.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct OverwriteBody {
    pub id: TargetId,
    /// 0 role (the default), 1 member.
    #[serde(rename = "type")]
    pub kind: Option<i64>,
    pub allow: Option<Permissions>,
    pub deny: Option<Permissions>,
}

pub fn name(form: &mut Form, name: &str) -> Option<String> {
    form.check("name", text::name(name, 1, CHANNEL_NAME_LENGTH))
}

pub fn topic(form: &mut Form, topic: Patch<String>, now: Option<String>) -> Option<String> {
    match topic {
        Patch::Value(topic) => form.check("topic", text::prose(&topic, TOPIC_LENGTH)).filter(|topic| !topic.is_empty()),
        other => other.apply(now),
    }
}

pub fn slow_mode(form: &mut Form, seconds: Option<i64>, now: i64) -> i64 {
    let seconds = seconds.unwrap_or(now);
    if !(0..=limits::SLOW_MODE_S).contains(&seconds) {
        form.note("rate_limit_per_user", &FieldError::range(0, limits::SLOW_MODE_S));
    }
    seconds
}

pub fn position(form: &mut Form, position: Option<i64>, now: i64) -> i64 {
    let position = position.unwrap_or(now);
    if !(0..=i64::from(i32::MAX)).contains(&position) {
        form.note("position", &FieldError::range(0, i64::from(i32::MAX)));
    }
    position
}

/// The new position and parent of a channel. The parent must be a category of the guild that the caller may view; categories have
/// no parent.
pub fn parent(form: &mut Form, by: &Author, kind: ChannelKind, parent: Option<ChannelId>) -> Option<ChannelId> {
    if parent.is_some_and(|id| kind == ChannelKind::Category || by.category(id).is_none()) {
        form.note("parent_id", &FieldError::new("CHANNEL_PARENT_INVALID", "Not a category of this guild."));
    }
    parent
}

/// The member who changes channels of a guild, and the time.
#[derive(Debug, Clone, Copy)]
pub struct Author<'g> {
    pub guild: &'g Guild,
    pub user: UserId,
    pub now: Timestamp,
}

impl<'g> Author<'g> {
    /// Returns a channel that the member may view. Other channels do not exist for them.
    pub fn channel(&self, id: ChannelId) -> Option<&'g Channel> {
        self.guild.channels.get(&id).filter(|channel| access::views(self.guild, channel, self.user, self.now))
    }

    /// Returns a category that the member may view.
    pub fn category(&self, id: ChannelId) -> Option<&'g Channel> {
        self.channel(id).filter(|channel| channel.kind == ChannelKind::Category)
    }

    /// The overwrites of a category that the member may view.
    pub fn overwrites_of(&self, category: Option<ChannelId>) -> Option<Overwrites> {
        Some(self.category(category?)?.overwrites.clone())
    }

    /// Checks whether the member may change overwrites. Each one is checked on its own: members cannot allow, deny or reset
    /// permissions that they lack, and unchanged overwrites need no permission.
    ///
    /// # Errors
    /// 403 / 50013.
    pub fn may_change(&self, before: &Overwrites, after: &Overwrites) -> Result<(), ApiError> {
        let targets = before.keys().chain(after.keys());
        let changed = targets.filter(|target| before.get(*target) != after.get(*target));
        let bits = changed.flat_map(|target| [before.get(target), after.get(target)]).flatten();
        let touched = bits.fold(Permissions::empty(), |bits, overwrite| bits | overwrite.allow | overwrite.deny);
        self.must_hold(touched)
    }

    /// # Errors
    /// 403 / 50013 for permissions that the member lacks in the guild.
    pub fn must_hold(&self, needed: Permissions) -> Result<(), ApiError> {
        let held = access::permissions_in_guild(self.guild, access::member(self.guild, self.user)?, self.now);
        if held.contains(needed) { Ok(()) } else { Err(ApiError::missing_permissions()) }
    }
}

pub type Overwrites = BTreeMap<TargetId, Overwrite>;

/// Validates overwrites: each target is in this guild, or in the current overwrites.
///
/// # Errors
/// 400 / 30060 for too many.
pub fn overwrites(form: &mut Form, guild: &Guild, list: &[OverwriteBody], now: &Overwrites) -> Result<Overwrites, ApiError> {
    if list.len() > OVERWRITES_PER_CHANNEL {
        return Err(too_many_overwrites());
    }
    let mut checked = BTreeMap::new();
    for (index, body) in list.iter().enumerate() {
        match overwrite(guild, body, now.get(&body.id)) {
            Ok(overwrite) => drop(checked.insert(body.id, overwrite)),
            Err(error) => form.note(&format!("permission_overwrites.{index}"), &error),
        }
    }
    Ok(checked)
}

/// # Errors
/// If the target is no role or member of the guild, and not in the current overwrites with this type.
pub fn overwrite(guild: &Guild, body: &OverwriteBody, now: Option<&Overwrite>) -> Result<Overwrite, FieldError> {
    let kind = OverwriteKind::from_number(body.kind.unwrap_or(0)).ok_or_else(|| FieldError::choices("0, 1"))?;
    let known = match kind {
        OverwriteKind::Role => guild.roles.keys().any(|role| TargetId::from(*role) == body.id),
        OverwriteKind::Member => guild.members.keys().any(|user| TargetId::from(*user) == body.id),
    };
    if !known && now.is_none_or(|now| now.kind != kind) {
        return Err(FieldError::new("OVERWRITE_TARGET_UNKNOWN", "No such role or member in this guild."));
    }
    let (allow, deny) = (body.allow.unwrap_or_default(), body.deny.unwrap_or_default());
    Ok(Overwrite { kind, allow: allow - deny, deny })
}

/// The position below all channels of the same kind.
pub fn free_position(guild: &Guild, kind: ChannelKind) -> i64 {
    let same_kind = guild.channels.values().filter(|channel| channel.kind == kind);
    same_kind.map(|channel: &Channel| channel.position + 1).max().unwrap_or(0)
}
