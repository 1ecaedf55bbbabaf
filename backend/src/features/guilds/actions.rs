//! Actions on guilds.

use std::{collections::BTreeMap, sync::Arc};

use super::rules;
use crate::{
    access::{self, Caller},
    cache::{ChannelKind, Guild, GuildChange, GuildFields},
    events::Audience,
    features::{
        channels, deletions,
        guilds::{requests::UpdateGuild, store},
        members, roles,
    },
    http::Error,
    kernel::{ApiError, ChannelId, FieldError, Form, GuildId, Patch, Permissions, Timestamp, UserId, limits, text},
    observe::security_event,
    state::State,
    wire::{guild, guild_events::GuildUpdate},
    writer::UnitOfWork,
};

/// A guild to create.
#[derive(Debug)]
pub struct NewGuild {
    pub id: GuildId,
    pub name: String,
    /// The hash of a stored image.
    pub icon: Option<String>,
    pub system_channel_flags: Option<i64>,
}

/// Creates a guild with its owner, @everyone and a first channel.
///
/// # Errors
/// 400 for a bad name, 400 / 30001 if the user owns or has joined too many guilds.
pub async fn create(uow: &mut UnitOfWork, owner: UserId, new: NewGuild) -> Result<guild::Guild, Error> {
    let mut form = Form::new();
    let name = form.check("name", text::name(&new.name, 2, rules::GUILD_NAME_LENGTH)).unwrap_or_default();
    let system_channel_flags = system_channel_flags(&mut form, new.system_channel_flags, 0);
    form.finish()?;
    {
        let model = uow.model();
        access::active_user(&model, owner)?;
        let (all, owned) =
            model.guilds_of(owner).fold((0, 0), |(all, owned), guild| (all + 1, owned + usize::from(guild.owner == owner)));
        if all >= limits::GUILDS_PER_USER || owned >= rules::GUILDS_OWNED {
            return Err(ApiError::too_many_guilds().into());
        }
    }
    let mut guild = Guild {
        id: new.id,
        name,
        description: None,
        icon: new.icon,
        owner,
        system_channel: None,
        system_channel_flags,
        roles: BTreeMap::new(),
        channels: BTreeMap::new(),
        members: BTreeMap::new(),
    };
    let channel_id = ChannelId::new(uow.next_id());
    guild.system_channel = Some(channel_id);
    store::insert(uow.conn(), &guild).await?;
    let everyone = roles::actions::create_everyone(uow, guild.id).await?;
    let member = members::actions::create_first(uow, guild.id, owner).await?;
    let channel = channels::actions::create_first(uow, guild.id, channel_id).await?;
    guild.roles.insert(everyone.id, everyone);
    guild.members.insert(owner, Arc::new(member));
    guild.channels.insert(channel_id, channel);
    let shown = guild::Guild::seen_by(&guild, owner, uow.now());
    uow.apply(GuildChange::Created(Box::new(guild.clone())));
    members::actions::welcome(uow, &guild, owner);
    Ok(shown)
}

/// Changes a guild's own fields. Only the owner can transfer ownership, with a recent password check. `icon` is a stored image.
/// Returns the previous icon as well.
///
/// # Errors
/// 404 for non-members, 403 / 50013 without `MANAGE_GUILD`, 403 / 200001 to transfer ownership, 400 for bad fields.
pub async fn update(
    uow: &mut UnitOfWork,
    caller: Caller,
    id: GuildId,
    body: UpdateGuild,
    icon: Patch<String>,
) -> Result<(guild::Guild, Option<String>), Error> {
    let (now, by) = (uow.now(), caller.user);
    let (fields, owner, icon_before) = {
        let model = uow.model();
        let guild = access::in_guild(&model, by, id, Permissions::MANAGE_GUILD, now)?;
        let fields = GuildFields { icon: icon.apply(guild.icon.clone()), ..updated(guild, by, body, now)? };
        if fields.owner != guild.owner && model.user(fields.owner).is_some_and(|user| user.bot) {
            return Err(Error::field("owner_id", &FieldError::new("OWNER_INVALID", "A bot cannot own a guild.")));
        }
        (fields, guild.owner, guild.icon.clone())
    };
    if fields.owner != owner {
        access::require_fresh(uow.conn(), caller, now).await?;
    }
    store::update(uow.conn(), id, &fields).await?;
    if fields.owner != owner {
        security_event!("guild_transferred", %by, guild = %id, to = %fields.owner, "guild ownership transferred");
    }
    let after = {
        let model = uow.model();
        let guild = access::guild(&model, by, id)?;
        Guild {
            name: fields.name.clone(),
            description: fields.description.clone(),
            icon: fields.icon.clone(),
            owner: fields.owner,
            system_channel: fields.system_channel,
            system_channel_flags: fields.system_channel_flags,
            ..guild.clone()
        }
    };
    uow.apply(GuildChange::Updated(id, fields));
    publish_update(uow, Audience::Guild(id), &after);
    Ok((guild::Guild::seen_by(&after, by, now), icon_before))
}

/// Publishes the guild to its members, each as they see it.
pub fn publish_update(uow: &mut UnitOfWork, audience: Audience, guild: &Guild) {
    uow.publish(audience, &GuildUpdate(guild::Guild::whole(guild)));
}

fn updated(guild: &Guild, by: UserId, body: UpdateGuild, now: Timestamp) -> Result<GuildFields, ApiError> {
    let mut form = Form::new();
    let name = match body.name {
        Some(name) => form.check("name", text::name(&name, 2, rules::GUILD_NAME_LENGTH)).unwrap_or_default(),
        None => guild.name.clone(),
    };
    let description = match body.description {
        Patch::Value(text) => form.check("description", text::prose(&text, rules::GUILD_DESCRIPTION_LENGTH)),
        other => other.apply(guild.description.clone()),
    }
    .filter(|text| !text.is_empty());
    let is_seen = |id| {
        let found = guild.channels.get(&id).filter(|channel| channel.kind == ChannelKind::Text);
        found.is_some_and(|channel| access::views(guild, channel, by, now))
    };
    if matches!(body.system_channel_id, Patch::Value(id) if !is_seen(id)) {
        form.note("system_channel_id", &FieldError::new("CHANNEL_UNKNOWN", "Not a text channel of this guild."));
    }
    let system_channel = body.system_channel_id.apply(guild.system_channel);
    let system_channel_flags = system_channel_flags(&mut form, body.system_channel_flags, guild.system_channel_flags);
    let owner = body.owner_id.unwrap_or(guild.owner);
    if !guild.members.contains_key(&owner) {
        form.note("owner_id", &FieldError::new("MEMBER_UNKNOWN", "Not a member of this guild."));
    }
    form.finish()?;
    if owner != guild.owner && guild.owner != by {
        return Err(ApiError::missing_permissions());
    }
    Ok(GuildFields { name, description, icon: guild.icon.clone(), owner, system_channel, system_channel_flags })
}

/// Known flags; all but [`Guild::SUPPRESS_JOINS`] are about announcements that do not exist here.
fn system_channel_flags(form: &mut Form, wanted: Option<i64>, now: i64) -> i64 {
    const ALL: i64 = (1 << 6) - 1;
    let wanted = wanted.unwrap_or(now);
    if !(0..=ALL).contains(&wanted) {
        form.note("system_channel_flags", &FieldError::range(0, ALL));
    }
    wanted
}

/// Deletes a guild with everything in it.
///
/// # Errors
/// 404 for non-members, 403 / 50013 for everyone but the owner.
pub async fn delete(state: &State, by: UserId, id: GuildId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(delete_in(uow, by, id))).await
}

async fn delete_in(uow: &mut UnitOfWork, by: UserId, id: GuildId) -> Result<(), Error> {
    if access::guild(&uow.model(), by, id)?.owner != by {
        return Err(ApiError::missing_permissions().into());
    }
    deletions::actions::begin_guild(uow, id).await?;
    members::actions::publish_guild_delete(uow, Audience::Guild(id), id);
    uow.apply(GuildChange::Deleted(id));
    Ok(())
}

/// Leaves a guild.
///
/// # Errors
/// 404 for non-members; 400 / 50055 for the owner, who must transfer or delete it.
pub async fn leave(state: &State, user: UserId, id: GuildId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(leave_in(uow, user, id))).await
}

async fn leave_in(uow: &mut UnitOfWork, user: UserId, id: GuildId) -> Result<(), Error> {
    if access::guild(&uow.model(), user, id)?.owner == user {
        return Err(ApiError::owner_cannot_leave().into());
    }
    members::actions::remove(uow, id, user).await
}
