//! Actions on channels.

use std::collections::BTreeMap;

pub use super::{
    overwrites::{delete_overwrite, set_overwrite},
    visibility::publish_visibility,
};
use crate::{
    access,
    cache::{Channel, ChannelKind, Guild, GuildChange},
    db::DbError,
    events::Audience,
    features::{
        channels::{
            events::{ChannelCreate, ChannelDelete},
            overwrites,
            requests::{ChannelPosition, CreateChannel, UpdateChannel},
            rules::{self, Author, Overwrites},
            store,
            visibility::publish_change,
        },
        deletions,
    },
    http::Error,
    kernel::{ApiError, ChannelId, FieldError, Form, GuildId, Patch, Permissions, Timestamp, UserId},
    state::State,
    wire::channel,
    writer::UnitOfWork,
};

/// The channels of a guild that a member may view, by id.
///
/// # Errors
/// 404 / 10004 for non-members.
pub fn list(guild: &Guild, viewer: UserId, now: Timestamp) -> Result<Vec<channel::Channel>, ApiError> {
    let member = access::member(guild, viewer)?;
    let seen = guild.channels.values().filter(|channel| access::views(guild, channel, member.user, now));
    Ok(seen.map(|channel| channel::Channel::seen_by(guild, channel, viewer, now)).collect())
}

/// Name of a guild's first channel.
const FIRST: &str = "general";

/// Stores the first channel of a new guild.
///
/// # Errors
/// When the database fails.
pub async fn create_first(uow: &mut UnitOfWork, guild: GuildId, id: ChannelId) -> Result<Channel, DbError> {
    let channel = Channel {
        id,
        guild,
        kind: ChannelKind::Text,
        name: FIRST.to_owned(),
        topic: None,
        position: 0,
        parent: None,
        nsfw: false,
        rate_limit_per_user: 0,
        overwrites: BTreeMap::new(),
        last_message: None,
        last_pin: None,
    };
    store::insert(uow.conn(), &channel).await?;
    Ok(channel)
}

/// Creates a channel, by default at the end of its kind and with the overwrites of its category.
///
/// # Errors
/// 404 for non-members, 403 / 50013 without `MANAGE_CHANNELS` (and `MANAGE_ROLES` for overwrites), 400 for bad fields or too many
/// channels.
pub async fn create(state: &State, by: UserId, id: GuildId, body: CreateChannel) -> Result<channel::Channel, Error> {
    state.writer.run_write(move |uow| Box::pin(create_in(uow, by, id, body))).await
}

async fn create_in(uow: &mut UnitOfWork, by: UserId, id: GuildId, body: CreateChannel) -> Result<channel::Channel, Error> {
    let (channel, shown) = {
        let now = uow.now();
        let model = uow.model();
        let guild = access::in_guild(&model, by, id, Permissions::MANAGE_CHANNELS, now)?;
        if guild.channels.len() >= rules::CHANNELS_PER_GUILD {
            return Err(rules::too_many_channels().into());
        }
        let channel = new_channel(uow, &Author { guild, user: by, now }, body)?;
        let shown = channel::Channel::seen_by(guild, &channel, by, now);
        (channel, shown)
    };
    store::insert(uow.conn(), &channel).await?;
    let event = channel::Channel::whole(&channel);
    uow.apply(GuildChange::ChannelPut(channel));
    uow.publish(Audience::Channel(id, event.id), &ChannelCreate(event));
    Ok(shown)
}

fn new_channel(uow: &UnitOfWork, by: &Author, body: CreateChannel) -> Result<Channel, ApiError> {
    let mut form = Form::new();
    let kind = ChannelKind::from_number(body.kind.unwrap_or(0));
    if kind.is_none() {
        form.note("type", &FieldError::choices("0, 4"));
    }
    let kind = kind.unwrap_or(ChannelKind::Text);
    let inherited = by.overwrites_of(body.parent_id).unwrap_or_default();
    let overwrites = match body.permission_overwrites.as_deref() {
        // Libraries send an empty list for no overwrites.
        None | Some([]) => inherited.clone(),
        Some(list) => rules::overwrites(&mut form, by.guild, list, &inherited)?,
    };
    let channel = Channel {
        id: ChannelId::new(uow.next_id()),
        guild: by.guild.id,
        kind,
        name: rules::name(&mut form, &body.name).unwrap_or_default(),
        topic: rules::topic(&mut form, body.topic.map_or(Patch::Null, Patch::Value), None),
        position: rules::position(&mut form, body.position, rules::free_position(by.guild, kind)),
        parent: rules::parent(&mut form, by, kind, body.parent_id),
        nsfw: body.nsfw.unwrap_or(false),
        rate_limit_per_user: rules::slow_mode(&mut form, body.rate_limit_per_user, 0),
        overwrites,
        last_message: None,
        last_pin: None,
    };
    form.finish()?;
    if channel.overwrites != inherited {
        by.must_hold(Permissions::MANAGE_ROLES)?;
        by.may_change(&inherited, &channel.overwrites)?;
    }
    Ok(channel)
}

/// Changes a channel.
///
/// # Errors
/// 404 if the caller cannot view it; 403 / 50013 without `MANAGE_CHANNELS`, or `MANAGE_ROLES` for changed overwrites; 400 for bad
/// fields.
pub async fn update(state: &State, by: UserId, id: ChannelId, body: UpdateChannel) -> Result<channel::Channel, Error> {
    state.writer.run_write(move |uow| Box::pin(update_in(uow, by, id, body))).await
}

async fn update_in(uow: &mut UnitOfWork, by: UserId, id: ChannelId, body: UpdateChannel) -> Result<channel::Channel, Error> {
    let (guild, before, after) = {
        let now = uow.now();
        let model = uow.model();
        let needed = if body.is_about_rights() { Permissions::MANAGE_ROLES } else { Permissions::MANAGE_CHANNELS };
        let (guild, before) = access::in_channel(&model, by, id, needed, now)?;
        body.refuse_for_guild()?;
        let by = Author { guild, user: by, now };
        let after = updated(&by, before, body)?;
        overwrites::may_change(&model, &by, before, &after)?;
        (guild.clone(), before.clone(), after)
    };
    store::update(uow.conn(), &after).await?;
    overwrites::store_changed(uow, &before, &after).await?;
    let shown = channel::Channel::seen_by(&guild, &after, by, uow.now());
    publish_change(uow, &guild, &before, after).await?;
    Ok(shown)
}

fn updated(by: &Author, now: &Channel, body: UpdateChannel) -> Result<Channel, ApiError> {
    let mut form = Form::new();
    let parent = moved_to(&mut form, by, now, body.parent_id);
    let overwrites = match body.permission_overwrites.as_deref() {
        Some(list) => rules::overwrites(&mut form, by.guild, list, &now.overwrites)?,
        None => locked(&mut form, by, now, (parent, body.lock_permissions)),
    };
    let channel = Channel {
        name: match body.name.into_value() {
            Some(name) => rules::name(&mut form, &name).unwrap_or_default(),
            None => now.name.clone(),
        },
        topic: rules::topic(&mut form, body.topic, now.topic.clone()),
        position: rules::position(&mut form, body.position, now.position),
        parent,
        nsfw: body.nsfw.unwrap_or(now.nsfw),
        rate_limit_per_user: rules::slow_mode(&mut form, body.rate_limit_per_user, now.rate_limit_per_user),
        overwrites,
        ..now.clone()
    };
    form.finish()?;
    Ok(channel)
}

/// The new category of a channel. The current one stays valid even if the caller cannot view it.
fn moved_to(form: &mut Form, by: &Author, now: &Channel, to: Patch<ChannelId>) -> Option<ChannelId> {
    match to {
        Patch::Value(id) => rules::parent(form, by, now.kind, Some(id)),
        other => other.apply(now.parent),
    }
}

/// The new overwrites of a channel: those of its category, if requested and if it has one.
fn locked(form: &mut Form, by: &Author, now: &Channel, (parent, locks): (Option<ChannelId>, Option<bool>)) -> Overwrites {
    if parent.is_none() || locks != Some(true) {
        return now.overwrites.clone();
    }
    by.overwrites_of(parent).unwrap_or_else(|| {
        form.note("lock_permissions", &FieldError::new("CHANNEL_PARENT_INVALID", "Not in a category of this guild."));
        now.overwrites.clone()
    })
}

/// Moves several channels at once; each move is checked like a single change.
///
/// # Errors
/// 404 for non-members, 403 / 50013 without `MANAGE_CHANNELS` (and `MANAGE_ROLES` for overwrites), 400 for bad positions and unknown
/// channels.
pub async fn reorder(state: &State, by: UserId, id: GuildId, list: Vec<ChannelPosition>) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(reorder_in(uow, by, id, list))).await
}

async fn reorder_in(uow: &mut UnitOfWork, by: UserId, id: GuildId, list: Vec<ChannelPosition>) -> Result<(), Error> {
    let (guild, moved) = {
        let (model, now) = (uow.model(), uow.now());
        let guild = access::guild(&model, by, id)?;
        if list.is_empty() {
            access::in_guild(&model, by, id, Permissions::MANAGE_CHANNELS, now)?;
        }
        let moved = moved(&Author { guild, user: by, now }, list)?;
        for after in &moved {
            let (_, before) = access::in_channel(&model, by, after.id, Permissions::MANAGE_CHANNELS, now)?;
            overwrites::may_change(&model, &Author { guild, user: by, now }, before, after)?;
        }
        (guild.clone(), moved)
    };
    for after in moved {
        let before = guild.channels.get(&after.id).ok_or(ApiError::unknown_channel())?;
        if *before != after {
            store::update(uow.conn(), &after).await?;
            overwrites::store_changed(uow, before, &after).await?;
            publish_change(uow, &guild, before, after).await?;
        }
    }
    Ok(())
}

fn moved(by: &Author, list: Vec<ChannelPosition>) -> Result<Vec<Channel>, ApiError> {
    let mut form = Form::new();
    let mut channels = BTreeMap::new();
    for (index, place) in list.into_iter().enumerate() {
        let Some(now) = by.channel(place.id) else {
            form.note(&format!("{index}.id"), &FieldError::new("CHANNEL_UNKNOWN", "Not a channel of this guild."));
            continue;
        };
        let parent = moved_to(&mut form, by, now, place.parent_id);
        let channel = Channel {
            position: rules::position(&mut form, place.position, now.position),
            parent,
            overwrites: locked(&mut form, by, now, (parent, place.lock_permissions)),
            ..now.clone()
        };
        channels.insert(channel.id, channel);
    }
    form.finish()?;
    Ok(channels.into_values().collect())
}

/// Deletes a channel with its messages.
///
/// # Errors
/// 404 if the caller cannot view it, 403 / 50013 without `MANAGE_CHANNELS`.
pub async fn delete(state: &State, by: UserId, id: ChannelId) -> Result<channel::Channel, Error> {
    state.writer.run_write(move |uow| Box::pin(delete_in(uow, by, id))).await
}

async fn delete_in(uow: &mut UnitOfWork, by: UserId, id: ChannelId) -> Result<channel::Channel, Error> {
    let (guild, shown, event) = {
        let model = uow.model();
        let (guild, channel) = access::in_channel(&model, by, id, Permissions::MANAGE_CHANNELS, uow.now())?;
        (guild.clone(), channel::Channel::seen_by(guild, channel, by, uow.now()), channel::Channel::whole(channel))
    };
    store::forget(uow.conn(), guild.id, id).await?;
    deletions::actions::begin_channel(uow, id).await?;
    let children: Vec<_> = guild.channels.values().filter(|channel| channel.parent == Some(id)).collect();
    uow.publish(Audience::Channel(guild.id, id), &ChannelDelete(event));
    uow.apply(GuildChange::ChannelDeleted(guild.id, id));
    for child in children {
        publish_change(uow, &guild, child, Channel { parent: None, ..child.clone() }).await?;
    }
    Ok(shown)
}
