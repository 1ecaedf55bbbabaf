//! Data export.

use std::fs::File;

use serde::Serialize;
use serde_json::json;

use crate::{
    access::{self, Caller, MessageChannel, Scope},
    cache::{DmChannel, Guild, Model},
    db::Conn,
    features::{
        account_data::archive::{self, Archive},
        account_data::rules,
        applications::actions as applications,
        auth::{Client, actions as auth, actions::AccountEventKind},
        images::actions as images,
        invites::actions as invites,
        messages::actions as messages,
        push::actions as push,
        read_states::{actions as reading, view::ReadState},
        users::actions as users,
    },
    http::Error,
    kernel::{AccountEventId, ChannelId, GuildId, MessageId, Permissions, RoleId, Timestamp, UserId},
    media::Owner,
    state::State,
    wire::{notification::NotificationSetting, settings::Settings},
};

/// Messages held in memory at a time; a few times as many may be queued for the file.
const PAGE: i64 = 200;

/// The README of the archive.
const README: &str = include_str!("../../../../templates/export.txt");

/// Exports all stored data of the caller as a zip archive in an unlinked temporary file.
///
/// # Errors
/// 409 while another export is running.
pub async fn export(state: &State, caller: Caller, client: Client) -> Result<File, Error> {
    let permit = state.export_permit.clone().try_lock_owned();
    let _permit = permit.map_err(|_| rules::export_under_way())?;
    let noted = state.writer.run_write(move |uow| {
        Box::pin(async move {
            auth::note(uow, caller.user, AccountEventKind::DataExported, &client).await?;
            Ok::<_, Error>(())
        })
    });
    noted.await?;
    let mut archive = Archive::begin(&state.config.data_dir)?;
    let filled = fill(state, caller, &mut archive).await;
    // The error that stopped the writer is known only at the end, and is more specific than the failed write.
    let file = archive.finish().await?;
    filled.map(|()| file)
}

async fn fill(state: &State, caller: Caller, archive: &mut Archive) -> Result<(), Error> {
    archive.add("README.txt", README.as_bytes().to_vec()).await?;
    let account = account(state, caller.user).await?;
    add_json(archive, "account.json", &account).await?;
    add_avatar(state, caller.user, archive).await?;
    let sessions = auth::exported_sessions(&mut state.db.read().await?, caller.user).await?;
    add_json(archive, "sessions.json", &sessions).await?;
    let applications = applications::all_of(state, caller.user).await?;
    add_json(archive, "applications.json", &applications).await?;
    add_json(archive, "push_subscriptions.json", &push::exported(&mut state.db.read().await?, caller).await?).await?;
    add_json(archive, "account_events.json", &events(state, caller.user).await?).await?;
    let guilds = guilds(&state.cache.read(), caller.user, state.clock.now());
    add_json(archive, "guilds.json", &guilds).await?;
    let dm_channels = dm_channels(&state.cache.read(), caller.user);
    add_json(archive, "dm_channels.json", &dm_channels).await?;
    let settings = NotificationSetting::all_of(&state.cache.read(), caller.user, state.clock.now());
    add_json(archive, "notification_settings.json", &settings).await?;
    add_json(archive, "read_states.json", &read_states(state, caller.user).await?).await?;
    let mut channel = ChannelId::new(0);
    while let Some((next, _)) = messages::next_place_of(&mut state.db.read().await?, caller.user, channel).await? {
        channel = next;
        add_messages(state, caller.user, channel, archive).await?;
    }
    Ok(())
}

async fn add_json<T: Serialize>(archive: &mut Archive, name: &str, value: &T) -> Result<(), Error> {
    let text = serde_json::to_vec_pretty(value).expect("what is kept has string keys and no failing parts");
    Ok(archive.add(name, text).await?)
}

async fn account(state: &State, user: UserId) -> Result<serde_json::Value, Error> {
    let mut conn: Conn = state.db.read().await?;
    let current = users::current(&mut conn, &state.cache, user).await?;
    let invites = invites::all_of(&mut conn, user).await?;
    let created_at = users::created_at(&mut conn, user).await?;
    Ok(json!({"user": current, "created_at": created_at, "password": "bcrypt", "invites": invites}))
}

async fn add_avatar(state: &State, user: UserId, archive: &mut Archive) -> Result<(), Error> {
    let hash = state.cache.read().user(user).and_then(|user| user.avatar.clone());
    let Some(hash) = hash else { return Ok(()) };
    if let Some((kind, bytes)) = images::largest(state, Owner::User(user), &hash).await? {
        archive.add(&format!("avatar.{}", kind.ending()), bytes).await?;
    }
    Ok(())
}

/// The read states of the channels that the caller can view.
async fn read_states(state: &State, user: UserId) -> Result<Vec<ReadState>, Error> {
    let stored = reading::stored(&mut state.db.read().await?, user, MessageId::new(i64::MAX)).await?;
    Ok(stored.seen_by(&state.cache.read(), user, state.clock.now()))
}

/// Account events expire, so they fit in one file.
async fn events(state: &State, user: UserId) -> Result<Vec<auth::AccountEvent>, Error> {
    let mut conn = state.db.read().await?;
    let (mut all, mut before) = (Vec::new(), AccountEventId::new(i64::MAX));
    loop {
        let page = auth::older_events(&mut conn, user, before).await?;
        let Some(last) = page.last() else { return Ok(all) };
        before = last.id;
        all.extend(page);
    }
}

/// The part of a guild that concerns one member.
#[derive(Serialize)]
struct ExportedGuild {
    id: GuildId,
    name: String,
    owner: bool,
    nick: Option<String>,
    joined_at: Timestamp,
    timed_out_until: Option<Timestamp>,
    roles: Vec<OwnRole>,
    /// The roles of the member.
    channels: Vec<OwnChannel>,
}

#[derive(Serialize)]
struct OwnRole {
    id: RoleId,
    name: String,
}

#[derive(Serialize)]
struct OwnChannel {
    id: ChannelId,
    name: String,
}

fn guilds(model: &Model, user: UserId, now: Timestamp) -> Vec<ExportedGuild> {
    model.guilds_of(user).filter_map(|guild| own_guild(model, guild, user, now)).collect()
}

fn own_guild(model: &Model, guild: &Guild, user: UserId, now: Timestamp) -> Option<ExportedGuild> {
    let member = guild.members.get(&user)?;
    let roles = member.roles.iter().filter_map(|id| guild.roles.get(id));
    let seen = |id: ChannelId| access::can(model, user, Permissions::VIEW_CHANNEL, Scope::Channel(id), now);
    let channels = guild.channels.values().filter(|channel| seen(channel.id));
    Some(ExportedGuild {
        id: guild.id,
        name: guild.name.clone(),
        owner: guild.owner == user,
        nick: member.nick.clone(),
        joined_at: member.joined_at,
        timed_out_until: member.timed_out_until,
        roles: roles.map(|role| OwnRole { id: role.id, name: role.name.clone() }).collect(),
        channels: channels.map(|channel| OwnChannel { id: channel.id, name: channel.name.clone() }).collect(),
    })
}

/// The part of a DM channel that concerns one recipient.
#[derive(Serialize)]
struct ExportedDmChannel {
    id: ChannelId,
    #[serde(rename = "type")]
    kind: i64,
    name: Option<String>,
    owner: bool,
    added_at: Timestamp,
    closed: bool,
    others: Vec<UserId>,
}

/// The user's DM channels, blocks and settings.
fn dm_channels(model: &Model, user: UserId) -> serde_json::Value {
    let own = |dm: &DmChannel| {
        let recipient = dm.recipients.get(&user)?;
        Some(ExportedDmChannel {
            id: dm.id,
            kind: dm.kind.number(),
            name: dm.name.clone(),
            owner: dm.owner == Some(user),
            added_at: recipient.added_at,
            closed: recipient.closed,
            others: dm.others(user).collect(),
        })
    };
    let dm_channels: Vec<_> = model.dm_channels_of(user).filter_map(own).collect();
    let blocks: Vec<_> = model.blocked_by(user).collect();
    json!({"dm_channels": dm_channels, "blocks": blocks, "settings": Settings::from(model.settings(user))})
}

async fn add_messages(state: &State, author: UserId, channel: ChannelId, archive: &mut Archive) -> Result<(), Error> {
    let guild = MessageChannel::of(&state.cache.read(), channel).map(MessageChannel::guild_id);
    // The channel may have been deleted meanwhile, with its messages.
    let Some(guild) = guild else { return Ok(()) };
    let place = guild.map_or_else(|| "conversation".to_owned(), |guild| guild.to_string());
    archive.begin_file(&format!("messages/{place}-{channel}.ndjson")).await?;
    let mut after = MessageId::new(0);
    loop {
        // Each page uses its own connection, so that other requests can run in between.
        let page = messages::exported_page(&mut state.db.read().await?, author, channel, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.id;
        archive.write(archive::lines(&page)).await?;
    }
}
