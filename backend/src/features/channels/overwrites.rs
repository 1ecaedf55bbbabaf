//! Permission overwrites of channels. Every change of overwrites is checked here.

use crate::{
    access,
    cache::{Channel, Guild, Model},
    features::channels::{
        requests::SetOverwrite,
        rules::{self, Author, OverwriteBody},
        store,
        visibility::publish_change,
    },
    http::Error,
    kernel::{ApiError, ChannelId, Form, Permissions, TargetId, UserId},
    observe::security_event,
    state::State,
    writer::UnitOfWork,
};

/// Sets the overwrite of a role or member.
///
/// # Errors
/// 404 if the caller cannot view the channel, 403 / 50013 without `MANAGE_ROLES` or for permissions the caller lacks, 400 for an
/// unknown target.
pub async fn set_overwrite(state: &State, by: UserId, id: ChannelId, target: TargetId, body: SetOverwrite) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(set_overwrite_in(uow, by, id, target, body))).await
}

async fn set_overwrite_in(
    uow: &mut UnitOfWork,
    by: UserId,
    id: ChannelId,
    target: TargetId,
    body: SetOverwrite,
) -> Result<(), Error> {
    let (guild, before, after) = {
        let model = uow.model();
        let (guild, channel) = manageable(&model, uow, by, id)?;
        let body = OverwriteBody { id: target, kind: body.kind, allow: body.allow, deny: body.deny };
        let overwrite =
            rules::overwrite(guild, &body, channel.overwrites.get(&target)).map_err(|error| Form::refuse("id", &error))?;
        let mut after = channel.clone();
        after.overwrites.insert(target, overwrite);
        if after.overwrites.len() > rules::OVERWRITES_PER_CHANNEL {
            return Err(rules::too_many_overwrites().into());
        }
        Author { guild, user: by, now: uow.now() }.may_change(&channel.overwrites, &after.overwrites)?;
        (guild.clone(), channel.clone(), after)
    };
    store_and_publish(uow, &guild, &before, (target, after)).await
}

/// Deletes an overwrite.
///
/// # Errors
/// As for [`set_overwrite`]; 404 / 10009 if there is none.
pub async fn delete_overwrite(state: &State, by: UserId, id: ChannelId, target: TargetId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(delete_overwrite_in(uow, by, id, target))).await
}

async fn delete_overwrite_in(uow: &mut UnitOfWork, by: UserId, id: ChannelId, target: TargetId) -> Result<(), Error> {
    let (guild, before, after) = {
        let model = uow.model();
        let (guild, channel) = manageable(&model, uow, by, id)?;
        let mut after = channel.clone();
        after.overwrites.remove(&target).ok_or(rules::unknown_overwrite())?;
        Author { guild, user: by, now: uow.now() }.may_change(&channel.overwrites, &after.overwrites)?;
        (guild.clone(), channel.clone(), after)
    };
    store_and_publish(uow, &guild, &before, (target, after)).await
}

fn manageable<'m>(model: &'m Model, uow: &UnitOfWork, by: UserId, id: ChannelId) -> Result<(&'m Guild, &'m Channel), ApiError> {
    access::in_channel(model, by, id, Permissions::MANAGE_ROLES, uow.now())
}

/// Checks whether a user may change the overwrites of a channel. Unchanged overwrites need no permission.
///
/// # Errors
/// 403 / 50013 without `MANAGE_ROLES` in the channel, or for permissions the user lacks.
pub fn may_change(model: &Model, by: &Author, before: &Channel, after: &Channel) -> Result<(), ApiError> {
    if before.overwrites == after.overwrites {
        return Ok(());
    }
    access::in_channel(model, by.user, before.id, Permissions::MANAGE_ROLES, by.now)?;
    by.may_change(&before.overwrites, &after.overwrites)
}

async fn store_and_publish(
    uow: &mut UnitOfWork,
    guild: &Guild,
    before: &Channel,
    (target, after): (TargetId, Channel),
) -> Result<(), Error> {
    store::set_overwrite(uow.conn(), after.id, target, after.overwrites.get(&target)).await?;
    security_event!("rights_changed", guild = %guild.id, channel = %after.id, "channel permissions changed");
    publish_change(uow, guild, before, after).await?;
    Ok(())
}

/// Stores the overwrites of a channel if they have changed.
///
/// # Errors
/// When the database fails.
pub async fn store_changed(uow: &mut UnitOfWork, before: &Channel, after: &Channel) -> Result<(), Error> {
    if before.overwrites != after.overwrites {
        store::put_overwrites(uow.conn(), after).await?;
        security_event!("rights_changed", guild = %after.guild, channel = %after.id, "channel permissions changed");
    }
    Ok(())
}
