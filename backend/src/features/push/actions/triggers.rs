//! Queueing the pushes of a message.

use std::collections::BTreeSet;

use crate::{
    access::{self, MessageChannel, Scope},
    cache::{Guild, Model, PresenceStatus},
    db::DbError,
    features::{
        mentions::actions::Targets,
        notifications::actions::{self as notifications, NotificationContext},
        push::{rules, store},
    },
    kernel::{ChannelId, MessageId, Permissions, Timestamp, UserId},
    writer::{UnitOfWork, WorkerSignal},
};

/// A message stored by this write job.
#[derive(Debug, Clone, Copy)]
pub struct PushTrigger<'a> {
    pub message: MessageId,
    pub channel: ChannelId,
    pub author: UserId,
    pub targets: &'a Targets,
    /// Whether its author suppressed notifications.
    pub is_silent: bool,
}

/// Queues pushes for the users whom the message notifies and who do not see it. They are stored with the message.
///
/// # Errors
/// When the database fails.
pub async fn enqueue(uow: &mut UnitOfWork, trigger: &PushTrigger<'_>) -> Result<(), DbError> {
    let now = uow.now();
    let readers = readers(uow, trigger, now);
    let (news, mut waiting) = ((trigger.channel, trigger.message), 0);
    for some in readers.chunks(store::AT_ONCE) {
        waiting += store::insert_pushes(uow.conn(), some, news, now, now.after(rules::LIFE)).await?;
    }
    if waiting > 0 {
        uow.notify_worker(WorkerSignal::Pushes);
    }
    Ok(())
}

/// The notified users with a subscription who are not active now and do not want to be undisturbed.
fn readers(uow: &UnitOfWork, trigger: &PushTrigger<'_>, now: Timestamp) -> Vec<UserId> {
    let model = uow.model();
    if model.pushed().is_empty() {
        return Vec::new();
    }
    let is_free = |user: &UserId| model.settings(*user).status != PresenceStatus::Dnd && !uow.presences().is_at_hand(*user);
    let readers = addressed(&model, trigger).into_iter().filter(|user| is_notified(&model, trigger, *user, now));
    readers.filter(is_free).collect()
}

/// Candidates with a subscription. An ordinary message in a guild has none by default.
fn addressed(model: &Model, trigger: &PushTrigger<'_>) -> BTreeSet<UserId> {
    let (targets, pushed) = (trigger.targets, |user: &UserId| model.is_pushed(*user));
    let guild = match MessageChannel::of(model, trigger.channel) {
        None => return BTreeSet::new(),
        Some(MessageChannel::DmChannel(dm)) => return dm.others(trigger.author).filter(pushed).collect(),
        Some(MessageChannel::Guild(guild, _)) => guild,
    };
    let mut addressed: BTreeSet<UserId> = targets.users.iter().chain(&targets.present).copied().filter(pushed).collect();
    if targets.everyone.is_some() || !targets.roles.is_empty() {
        let is_meant = |user: &&UserId| targets.everyone.is_some() || has_role(guild, **user, targets);
        let members = model.pushed().iter().filter(|user| guild.members.contains_key(user));
        addressed.extend(members.filter(is_meant));
    }
    addressed
}

fn has_role(guild: &Guild, user: UserId, targets: &Targets) -> bool {
    guild.members.get(&user).is_some_and(|member| targets.roles.iter().any(|role| member.roles.contains(role)))
}

/// Whether the message notifies the user, who must be able to read it.
fn is_notified(model: &Model, trigger: &PushTrigger<'_>, user: UserId, now: Timestamp) -> bool {
    let PushTrigger { channel, author, targets, is_silent, .. } = *trigger;
    let context = NotificationContext {
        channel,
        author,
        mentions_user: targets.users.contains(&user),
        mentions_role: model.channel(channel).is_some_and(|(guild, _)| has_role(guild, user, targets)),
        mentions_everyone: targets.everyone.is_some() || targets.present.contains(&user),
        is_silent,
    };
    notifications::notifies(model, user, &context, now)
        && access::can(model, user, Permissions::VIEW_CHANNEL, Scope::Channel(channel), now)
}
