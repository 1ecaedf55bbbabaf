//! What can be done with channels.

use std::collections::BTreeMap;

use crate::{
    access,
    cache::{Change, Channel, ChannelKind, Guild},
    db::Failure,
    events::Audience,
    features::channels::{
        events::{ChannelCreate, ChannelDelete},
        http::{ChannelPosition, CreateChannel, UpdateChannel},
        rules, store, view,
        visibility::announce_change,
    },
    http::Error,
    kernel::{ChannelId, FieldError, Form, GuildId, Permissions, Refusal, Timestamp, UserId, limits},
    work::Work,
};

pub use super::{
    overwrites::{delete_overwrite, set_overwrite},
    visibility::tell_of_sight,
};

/// The channels of a guild that a member may view, by id.
///
/// # Errors
/// 404 / 10004 for strangers.
pub fn list(guild: &Guild, viewer: UserId, now: Timestamp) -> Result<Vec<view::Channel>, Refusal> {
    let member = access::member(guild, viewer)?;
    let views =
        |channel: &&Channel| access::permissions_in_channel(guild, channel, member, now).contains(Permissions::VIEW_CHANNEL);
    Ok(guild.channels.values().filter(views).map(view::Channel::from).collect())
}

/// The name of a guild's first channel.
const FIRST: &str = "general";

/// Stores the first channel of a new guild.
///
/// # Errors
/// When the database fails.
pub async fn create_first(work: &mut Work, guild: GuildId, id: ChannelId) -> Result<Channel, Failure> {
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
    };
    store::insert(work.conn(), &channel).await?;
    Ok(channel)
}

/// Makes a channel at the end of its kind, unless told where.
///
/// # Errors
/// 404 for strangers, 403 / 50013 without MANAGE_CHANNELS, 400 for bad fields or too many channels.
pub async fn create(work: &mut Work, by: UserId, id: GuildId, body: CreateChannel) -> Result<view::Channel, Error> {
    let channel = {
        let now = work.now();
        let model = work.model();
        let guild = access::in_guild(&model, by, id, Permissions::MANAGE_CHANNELS, now)?;
        if guild.channels.len() >= limits::CHANNELS_PER_GUILD {
            return Err(Refusal::too_many_channels().into());
        }
        new_channel(work, guild, by, body)?
    };
    store::insert(work.conn(), &channel).await?;
    let shown = view::Channel::from(&channel);
    work.apply(Change::ChannelPut(channel));
    work.announce(Audience::Channel(id, shown.id), &ChannelCreate(shown.clone()));
    Ok(shown)
}

fn new_channel(work: &Work, guild: &Guild, by: UserId, body: CreateChannel) -> Result<Channel, Refusal> {
    let mut form = Form::new();
    let kind = ChannelKind::from_number(body.kind.unwrap_or(0));
    if kind.is_none() {
        form.note("type", &FieldError::choices("0, 4"));
    }
    let kind = kind.unwrap_or(ChannelKind::Text);
    let overwrites = match body.permission_overwrites.as_deref() {
        None | Some([]) => BTreeMap::new(),
        Some(list) => rules::overwrites(&mut form, guild, by, list, work.now())?,
    };
    let channel = Channel {
        id: ChannelId::new(work.next_id()),
        guild: guild.id,
        kind,
        name: rules::name(&mut form, &body.name).unwrap_or_default(),
        topic: rules::topic(&mut form, body.topic.map_or(crate::kernel::Patch::Null, crate::kernel::Patch::Value), None),
        position: rules::position(&mut form, body.position, rules::free_position(guild, kind)),
        parent: rules::parent(&mut form, guild, kind, body.parent_id),
        nsfw: body.nsfw.unwrap_or(false),
        rate_limit_per_user: rules::slow_mode(&mut form, body.rate_limit_per_user, 0),
        overwrites,
        last_message: None,
    };
    form.finish()?;
    Ok(channel)
}

/// Changes a channel.
///
/// # Errors
/// 404 for who cannot see it, 403 / 50013 without MANAGE_CHANNELS (and MANAGE_ROLES for overwrites), 400 for bad fields.
pub async fn update(work: &mut Work, by: UserId, id: ChannelId, body: UpdateChannel) -> Result<view::Channel, Error> {
    let (guild, before, after) = {
        let now = work.now();
        let model = work.model();
        let (guild, channel) = access::in_channel(&model, by, id, Permissions::MANAGE_CHANNELS, now)?;
        if body.permission_overwrites.is_some() {
            access::in_channel(&model, by, id, Permissions::MANAGE_ROLES, now)?;
        }
        (guild.clone(), channel.clone(), updated(guild, channel, by, body, now)?)
    };
    store::update(work.conn(), &after).await?;
    if before.overwrites != after.overwrites {
        store::put_overwrites(work.conn(), &after).await?;
    }
    let shown = view::Channel::from(&after);
    announce_change(work, &guild, &before, after).await?;
    Ok(shown)
}

fn updated(guild: &Guild, now: &Channel, by: UserId, body: UpdateChannel, time: Timestamp) -> Result<Channel, Refusal> {
    let mut form = Form::new();
    let overwrites = match body.permission_overwrites.as_deref() {
        Some(list) => rules::overwrites(&mut form, guild, by, list, time)?,
        None => now.overwrites.clone(),
    };
    let channel = Channel {
        name: match body.name.into_value() {
            Some(name) => rules::name(&mut form, &name).unwrap_or_default(),
            None => now.name.clone(),
        },
        topic: rules::topic(&mut form, body.topic, now.topic.clone()),
        position: rules::position(&mut form, body.position, now.position),
        parent: rules::parent(&mut form, guild, now.kind, body.parent_id.apply(now.parent)),
        nsfw: body.nsfw.unwrap_or(now.nsfw),
        rate_limit_per_user: rules::slow_mode(&mut form, body.rate_limit_per_user, now.rate_limit_per_user),
        overwrites,
        ..now.clone()
    };
    form.finish()?;
    Ok(channel)
}

/// Moves several channels at once.
///
/// # Errors
/// 404 for strangers, 403 / 50013 without MANAGE_CHANNELS, 400 for bad places and channels of other guilds.
pub async fn reorder(work: &mut Work, by: UserId, id: GuildId, list: Vec<ChannelPosition>) -> Result<(), Error> {
    let (guild, moved) = {
        let model = work.model();
        let guild = access::in_guild(&model, by, id, Permissions::MANAGE_CHANNELS, work.now())?;
        (guild.clone(), moved(guild, list)?)
    };
    for after in moved {
        let before = guild.channels.get(&after.id).ok_or(Refusal::unknown_channel())?;
        if *before != after {
            store::update(work.conn(), &after).await?;
            announce_change(work, &guild, before, after).await?;
        }
    }
    Ok(())
}

fn moved(guild: &Guild, list: Vec<ChannelPosition>) -> Result<Vec<Channel>, Refusal> {
    let mut form = Form::new();
    let mut channels = BTreeMap::new();
    for (index, place) in list.into_iter().enumerate() {
        let Some(now) = guild.channels.get(&place.id) else {
            form.note(&format!("{index}.id"), &FieldError::new("CHANNEL_UNKNOWN", "Not a channel of this guild."));
            continue;
        };
        let channel = Channel {
            position: rules::position(&mut form, place.position, now.position),
            parent: rules::parent(&mut form, guild, now.kind, place.parent_id.apply(now.parent)),
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
/// 404 for who cannot see it, 403 / 50013 without MANAGE_CHANNELS.
pub async fn delete(work: &mut Work, by: UserId, id: ChannelId) -> Result<view::Channel, Error> {
    let (guild, shown) = {
        let model = work.model();
        let (guild, channel) = access::in_channel(&model, by, id, Permissions::MANAGE_CHANNELS, work.now())?;
        (guild.clone(), view::Channel::from(channel))
    };
    store::delete(work.conn(), id).await?;
    let children: Vec<_> = guild.channels.values().filter(|channel| channel.parent == Some(id)).collect();
    work.announce(Audience::Channel(guild.id, id), &ChannelDelete(shown.clone()));
    work.apply(Change::ChannelDeleted(guild.id, id));
    for child in children {
        announce_change(work, &guild, child, Channel { parent: None, ..child.clone() }).await?;
    }
    Ok(shown)
}
