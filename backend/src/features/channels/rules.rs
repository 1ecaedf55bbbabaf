//! What a channel may be.

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    access,
    cache::{Channel, ChannelKind, Guild, Overwrite, OverwriteKind},
    kernel::{ChannelId, FieldError, Form, Patch, Permissions, Refusal, TargetId, Timestamp, UserId, limits, text},
};

/// An overwrite in a request.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct OverwriteBody {
    pub id: TargetId,
    /// 0 role (when it is missing), 1 member.
    #[serde(rename = "type")]
    pub kind: Option<i64>,
    pub allow: Option<Permissions>,
    pub deny: Option<Permissions>,
}

pub fn name(form: &mut Form, name: &str) -> Option<String> {
    form.check("name", text::name(name, 1, limits::CHANNEL_NAME_LENGTH))
}

pub fn topic(form: &mut Form, topic: Patch<String>, now: Option<String>) -> Option<String> {
    match topic {
        Patch::Value(topic) => form.check("topic", text::prose(&topic, limits::TOPIC_LENGTH)).filter(|topic| !topic.is_empty()),
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

/// A parent must be a category of the guild; a category has none.
pub fn parent(form: &mut Form, guild: &Guild, kind: ChannelKind, parent: Option<ChannelId>) -> Option<ChannelId> {
    if let Some(id) = parent {
        let is_category = guild.channels.get(&id).is_some_and(|channel| channel.kind == ChannelKind::Category);
        if !is_category || kind == ChannelKind::Category {
            form.note("parent_id", &FieldError::new("CHANNEL_PARENT_INVALID", "Not a category of this guild."));
        }
    }
    parent
}

/// Checked overwrites: targets of this guild, only bits that the one who sets them holds.
///
/// # Errors
/// 403 / 50013 for bits one lacks, 400 / 30060 for too many.
pub fn overwrites(
    form: &mut Form,
    guild: &Guild,
    by: UserId,
    list: &[OverwriteBody],
    now: Timestamp,
) -> Result<BTreeMap<TargetId, Overwrite>, Refusal> {
    if list.len() > limits::OVERWRITES_PER_CHANNEL {
        return Err(Refusal::too_many_overwrites());
    }
    let mut checked = BTreeMap::new();
    for (index, body) in list.iter().enumerate() {
        match overwrite(guild, body.id, body.kind.unwrap_or(0), body.allow.unwrap_or_default(), body.deny.unwrap_or_default()) {
            Ok(overwrite) => drop(checked.insert(body.id, overwrite)),
            Err(error) => form.note(&format!("permission_overwrites.{index}"), &error),
        }
    }
    let touched = checked.values().fold(Permissions::empty(), |bits, overwrite| bits | overwrite.allow | overwrite.deny);
    may_touch(guild, by, touched, now)?;
    Ok(checked)
}

/// # Errors
/// When the target is no role or member of the guild.
pub fn overwrite(
    guild: &Guild,
    target: TargetId,
    kind: i64,
    allow: Permissions,
    deny: Permissions,
) -> Result<Overwrite, FieldError> {
    let kind = OverwriteKind::from_number(kind).ok_or_else(|| FieldError::choices("0, 1"))?;
    let known = match kind {
        OverwriteKind::Role => guild.roles.keys().any(|role| TargetId::from(*role) == target),
        OverwriteKind::Member => guild.members.keys().any(|user| TargetId::from(*user) == target),
    };
    if !known {
        return Err(FieldError::new("OVERWRITE_TARGET_UNKNOWN", "No such role or member in this guild."));
    }
    Ok(Overwrite { kind, allow: allow - deny, deny })
}

/// Nobody can grant or take what they do not hold.
///
/// # Errors
/// 403 / 50013.
pub fn may_touch(guild: &Guild, by: UserId, bits: Permissions, now: Timestamp) -> Result<(), Refusal> {
    let held = access::permissions_in_guild(guild, access::member(guild, by)?, now);
    if held.contains(bits) { Ok(()) } else { Err(Refusal::missing_permissions()) }
}

/// The position below all channels of the same kind.
pub fn free_position(guild: &Guild, kind: ChannelKind) -> i64 {
    let same_kind = guild.channels.values().filter(|channel| channel.kind == kind);
    same_kind.map(|channel: &Channel| channel.position + 1).max().unwrap_or(0)
}
