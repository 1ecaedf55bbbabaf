//! Decides whether a message notifies a user.

use crate::{
    cache::{Level, Model, NotificationSetting},
    kernel::{ApiError, ChannelId, FieldError, Form, ScopeId, Timestamp, UserId, limits::rates},
};

rates! {
    NOTIFICATIONS = "notifications", 20 in 10 s, by Caller;
}

/// A new message, from the view of one user who may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotificationContext {
    pub channel: ChannelId,
    pub author: UserId,
    /// By name, or by a reply.
    pub mentions_user: bool,
    pub mentions_role: bool,
    /// By @everyone, or by @here while the user is online.
    pub mentions_everyone: bool,
    /// Whether the author suppressed notifications.
    pub is_silent: bool,
}

/// Whether the message notifies `user`, according to their settings. Access to the message is checked elsewhere.
///
/// In a muted channel, only direct mentions notify.
pub fn notifies(model: &Model, user: UserId, context: &NotificationContext, now: Timestamp) -> bool {
    if context.author == user || context.is_silent || model.blocks(user, context.author) {
        return false;
    }
    let settings = settings(model, user, context.channel);
    let suppressed = |what: fn(&NotificationSetting) -> bool| settings.iter().any(|setting| what(setting));
    let is_mentioned = context.mentions_user
        || (context.mentions_role && !suppressed(|setting| setting.suppress_roles))
        || (context.mentions_everyone && !suppressed(|setting| setting.suppress_everyone));
    let default = if model.dm_channel(context.channel).is_some() { Level::All } else { Level::Mentions };
    let is_muted = settings.iter().any(|setting| setting.is_muted(now));
    match settings.iter().find_map(|setting| setting.level).unwrap_or(default) {
        Level::Nothing => false,
        _ if is_muted => context.mentions_user,
        Level::Mentions => is_mentioned,
        Level::All => true,
    }
}

/// The settings that apply to a channel, innermost first.
fn settings(model: &Model, user: UserId, channel: ChannelId) -> Vec<&NotificationSetting> {
    let around: Vec<ScopeId> = model.channel(channel).map_or_else(Vec::new, |(guild, channel)| {
        channel.parent.map(ScopeId::from).into_iter().chain([ScopeId::from(guild.id)]).collect()
    });
    let places = [ScopeId::from(channel)].into_iter().chain(around);
    places.filter_map(|place| model.notification_setting(user, place)).collect()
}

/// Normalises a setting: without a mute there is no end of it.
///
/// # Errors
/// 400 / 50035 for an end in the past.
pub fn checked(setting: NotificationSetting, now: Timestamp) -> Result<NotificationSetting, ApiError> {
    let muted_until = setting.muted_until.filter(|_| setting.muted);
    if muted_until.is_some_and(|until| until <= now) {
        return Err(Form::refuse("muted_until", &FieldError::new("TIME_IN_THE_PAST", "Must be in the future.")));
    }
    Ok(NotificationSetting { muted_until, ..setting })
}

#[cfg(test)]
mod tests;
