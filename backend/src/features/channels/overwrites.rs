//! One overwrite at a time.

use crate::{
    access,
    cache::{Channel, Guild, Model},
    features::channels::{http::SetOverwrite, rules, store, visibility::announce_change},
    http::Error,
    kernel::{ChannelId, Form, Permissions, Refusal, TargetId, UserId, limits},
    observe::security_event,
    work::Work,
};

/// Sets what a role or member may do differently in a channel.
///
/// # Errors
/// 404 for who cannot see the channel, 403 / 50013 without MANAGE_ROLES or for bits one lacks, 400 for an unknown target.
pub async fn set_overwrite(
    work: &mut Work,
    by: UserId,
    id: ChannelId,
    target: TargetId,
    body: SetOverwrite,
) -> Result<(), Error> {
    let (guild, before, after) = {
        let model = work.model();
        let (guild, channel) = manageable(&model, work, by, id)?;
        let (allow, deny) = (body.allow.unwrap_or_default(), body.deny.unwrap_or_default());
        let overwrite =
            rules::overwrite(guild, target, body.kind.unwrap_or(0), allow, deny).map_err(|error| Form::refuse("id", &error))?;
        let was = channel.overwrites.get(&target).map_or(Permissions::empty(), |was| was.allow | was.deny);
        rules::may_touch(guild, by, allow | deny | was, work.now())?;
        let mut after = channel.clone();
        after.overwrites.insert(target, overwrite);
        if after.overwrites.len() > limits::OVERWRITES_PER_CHANNEL {
            return Err(Refusal::too_many_overwrites().into());
        }
        (guild.clone(), channel.clone(), after)
    };
    store_and_tell(work, &guild, &before, after).await
}

/// Takes an overwrite away.
///
/// # Errors
/// As for setting one; 404 / 10009 when there is none.
pub async fn delete_overwrite(work: &mut Work, by: UserId, id: ChannelId, target: TargetId) -> Result<(), Error> {
    let (guild, before, after) = {
        let model = work.model();
        let (guild, channel) = manageable(&model, work, by, id)?;
        let mut after = channel.clone();
        let was = after.overwrites.remove(&target).ok_or(Refusal::unknown_overwrite())?;
        rules::may_touch(guild, by, was.allow | was.deny, work.now())?;
        (guild.clone(), channel.clone(), after)
    };
    store_and_tell(work, &guild, &before, after).await
}

fn manageable<'m>(model: &'m Model, work: &Work, by: UserId, id: ChannelId) -> Result<(&'m Guild, &'m Channel), Refusal> {
    access::in_channel(model, by, id, Permissions::MANAGE_ROLES, work.now())
}

async fn store_and_tell(work: &mut Work, guild: &Guild, before: &Channel, after: Channel) -> Result<(), Error> {
    store::put_overwrites(work.conn(), &after).await?;
    security_event!("rights_changed", guild = %guild.id, channel = %after.id, "rights in a channel were changed");
    announce_change(work, guild, before, after).await?;
    Ok(())
}
