//! Loads the model from the database at start-up.

mod dm_channels;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use sqlx::FromRow;

use crate::{
    cache::{
        model::{BotToken, Channel, ChannelKind, CustomStatus, Guild, Member, Model, Overwrite, OverwriteKind, Role, User},
        notifications,
    },
    config::{Config, Registration},
    db::{Conn, DbError, fetch_all, fetch_one, fetch_optional},
    kernel::{ChannelId, Clock, GuildId, MessageId, Permissions, RoleId, SessionId, TargetId, Timestamp, UserId, limits},
};

#[derive(FromRow)]
struct UserRow {
    id: UserId,
    username: String,
    display_name: Option<String>,
    avatar: Option<String>,
    custom_status: Option<String>,
    custom_status_at: Option<Timestamp>,
    custom_status_until: Option<Timestamp>,
    bot: bool,
}

#[derive(FromRow)]
struct GuildRow {
    id: GuildId,
    name: String,
    description: Option<String>,
    icon: Option<String>,
    owner_id: UserId,
    system_channel_id: Option<ChannelId>,
    system_channel_flags: i64,
}

#[derive(FromRow)]
struct RoleRow {
    id: RoleId,
    guild_id: GuildId,
    name: String,
    color: i64,
    hoist: bool,
    position: i64,
    permissions: Permissions,
    mentionable: bool,
    managed: bool,
    bot_id: Option<UserId>,
}

#[derive(FromRow)]
struct ChannelRow {
    id: ChannelId,
    guild_id: GuildId,
    kind: i64,
    name: String,
    topic: Option<String>,
    position: i64,
    parent_id: Option<ChannelId>,
    nsfw: bool,
    rate_limit_per_user: i64,
    last_message_id: Option<MessageId>,
    last_pin_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct OverwriteRow {
    guild_id: GuildId,
    channel_id: ChannelId,
    target_id: TargetId,
    kind: i64,
    allow: Permissions,
    deny: Permissions,
}

#[derive(FromRow)]
struct MemberRow {
    guild_id: GuildId,
    user_id: UserId,
    nick: Option<String>,
    joined_at: Timestamp,
    since_id: MessageId,
    timed_out_until: Option<Timestamp>,
}

#[derive(FromRow)]
struct MemberRoleRow {
    guild_id: GuildId,
    user_id: UserId,
    role_id: RoleId,
}

#[derive(FromRow)]
struct BotTokenRow {
    id: UserId,
    token_id: SessionId,
    token_hash: Vec<u8>,
}

#[derive(FromRow)]
struct RevokedRow {
    id: SessionId,
    revoked_at: Timestamp,
}

/// Loads users, guilds and their contents; DM channels; revoked sessions with access tokens that may still be valid; and the
/// operator's settings.
///
/// # Errors
/// When the database fails.
pub async fn load(conn: &mut Conn, clock: &Clock, config: &Config) -> Result<Model, DbError> {
    let mut model = Model { registration: registration(conn).await?.unwrap_or(config.registration), ..Model::default() };
    let users: Vec<UserRow> = fetch_all!(
        conn,
        "SELECT id, username, display_name, avatar, custom_status, custom_status_at, custom_status_until, bot FROM users"
    )?;
    for row in users {
        model.put_user(User::from(row));
    }
    let mut guilds = guilds(conn).await?;
    roles(conn, &mut guilds).await?;
    channels(conn, &mut guilds).await?;
    members(conn, &mut guilds).await?;
    for guild in guilds.into_values() {
        model.add_guild(guild);
    }
    dm_channels::load(conn, &mut model).await?;
    model.notification_settings = notifications::load(conn).await?;
    let now = clock.now();
    let oldest_token = now.before(limits::ACCESS_TOKEN_LIFETIME);
    let revoked: Vec<RevokedRow> =
        fetch_all!(conn, "SELECT id, revoked_at FROM logins WHERE revoked_at IS NOT NULL AND revoked_at > $1", oldest_token)?;
    let left = |revoked_at: Timestamp| revoked_at.after(limits::ACCESS_TOKEN_LIFETIME).since(now);
    model.revoked = revoked.into_iter().map(|row| (row.id, clock.monotonic().after(left(row.revoked_at)))).collect();
    model.bot_tokens = bot_tokens(conn).await?;
    let pushed: Vec<(UserId,)> = fetch_all!(conn, "SELECT DISTINCT user_id FROM push_subscriptions")?;
    model.pushed = pushed.into_iter().map(|(user,)| user).collect();
    Ok(model)
}

async fn bot_tokens(conn: &mut Conn) -> Result<HashMap<UserId, BotToken>, DbError> {
    let rows: Vec<BotTokenRow> = fetch_all!(
        conn,
        "SELECT id, token_id, token_hash FROM applications WHERE token_id IS NOT NULL AND token_hash IS NOT NULL"
    )?;
    Ok(rows.into_iter().map(|row| (row.id, BotToken { session_id: row.token_id, hash: row.token_hash })).collect())
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        let until = row.custom_status_until;
        let told = row.custom_status.zip(row.custom_status_at);
        let custom_status = told.map(|(text, since)| CustomStatus { text, since, until });
        let UserRow { id, username, display_name, avatar, bot, .. } = row;
        Self { id, username, display_name, avatar, custom_status, bot }
    }
}

async fn registration(conn: &mut Conn) -> Result<Option<Registration>, DbError> {
    let set: Option<(String,)> = fetch_optional!(conn, "SELECT value FROM settings WHERE name = 'registration'")?;
    Ok(set.and_then(|(name,)| Registration::named(&name)))
}

type Guilds = BTreeMap<GuildId, Guild>;

async fn guilds(conn: &mut Conn) -> Result<Guilds, DbError> {
    let rows: Vec<GuildRow> = fetch_all!(
        conn,
        "SELECT id, name, description, icon, owner_id, system_channel_id, system_channel_flags FROM guilds
         WHERE id NOT IN (SELECT id FROM deletions)"
    )?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let guild = Guild {
                id: row.id,
                name: row.name,
                description: row.description,
                icon: row.icon,
                owner: row.owner_id,
                system_channel: row.system_channel_id,
                system_channel_flags: row.system_channel_flags,
                roles: BTreeMap::new(),
                channels: BTreeMap::new(),
                members: BTreeMap::new(),
            };
            (row.id, guild)
        })
        .collect())
}

async fn roles(conn: &mut Conn, guilds: &mut Guilds) -> Result<(), DbError> {
    let rows: Vec<RoleRow> = fetch_all!(
        conn,
        "SELECT id, guild_id, name, color, hoist, position, permissions, mentionable, managed, bot_id FROM roles"
    )?;
    for row in rows {
        let role = Role {
            id: row.id,
            name: row.name,
            color: u32::try_from(row.color).unwrap_or(0),
            hoist: row.hoist,
            position: row.position,
            permissions: row.permissions,
            mentionable: row.mentionable,
            managed: row.managed,
            bot: row.bot_id,
        };
        if let Some(guild) = guilds.get_mut(&row.guild_id) {
            guild.roles.insert(role.id, role);
        }
    }
    Ok(())
}

async fn channels(conn: &mut Conn, guilds: &mut Guilds) -> Result<(), DbError> {
    let rows: Vec<ChannelRow> = fetch_all!(
        conn,
        "SELECT id, guild_id, kind, name, topic, position, parent_id, nsfw, rate_limit_per_user,
                (SELECT max(m.id) FROM messages m WHERE m.channel_id = channels.id) AS last_message_id,
                (SELECT max(m.pinned_at) FROM messages m WHERE m.channel_id = channels.id AND m.pinned_at IS NOT NULL)
                    AS last_pin_at
         FROM channels WHERE guild_id IS NOT NULL"
    )?;
    for row in rows {
        let Some(kind) = ChannelKind::from_number(row.kind) else { continue };
        let channel = Channel {
            id: row.id,
            guild: row.guild_id,
            kind,
            name: row.name,
            topic: row.topic,
            position: row.position,
            parent: row.parent_id,
            nsfw: row.nsfw,
            rate_limit_per_user: row.rate_limit_per_user,
            overwrites: BTreeMap::new(),
            last_message: row.last_message_id,
            last_pin: row.last_pin_at,
        };
        if let Some(guild) = guilds.get_mut(&row.guild_id) {
            guild.channels.insert(channel.id, channel);
        }
    }
    let rows: Vec<OverwriteRow> = fetch_all!(
        conn,
        "SELECT c.guild_id, o.channel_id, o.target_id, o.kind, o.allow, o.deny
         FROM overwrites o JOIN channels c ON c.id = o.channel_id AND c.guild_id IS NOT NULL"
    )?;
    for row in rows {
        let channel = guilds.get_mut(&row.guild_id).and_then(|guild| guild.channels.get_mut(&row.channel_id));
        if let (Some(channel), Some(kind)) = (channel, OverwriteKind::from_number(row.kind)) {
            channel.overwrites.insert(row.target_id, Overwrite { kind, allow: row.allow, deny: row.deny });
        }
    }
    Ok(())
}

async fn members(conn: &mut Conn, guilds: &mut Guilds) -> Result<(), DbError> {
    let rows: Vec<MemberRow> =
        fetch_all!(conn, "SELECT guild_id, user_id, nick, joined_at, since_id, timed_out_until FROM members")?;
    for MemberRow { guild_id, user_id, nick, joined_at, since_id, timed_out_until } in rows {
        let member = Member { user: user_id, nick, joined_at, since: since_id, roles: Vec::new(), timed_out_until };
        if let Some(guild) = guilds.get_mut(&guild_id) {
            guild.members.insert(user_id, Arc::new(member));
        }
    }
    let rows: Vec<MemberRoleRow> = fetch_all!(conn, "SELECT guild_id, user_id, role_id FROM member_roles ORDER BY role_id")?;
    for row in rows {
        let member = guilds.get_mut(&row.guild_id).and_then(|guild| guild.members.get_mut(&row.user_id));
        if let Some(member) = member {
            Arc::make_mut(member).roles.push(row.role_id);
        }
    }
    Ok(())
}

#[derive(FromRow)]
struct GreatestRow {
    id: Option<i64>,
}

/// Constraints on new ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredIds {
    /// New ids must be greater.
    pub floor: i64,
    /// Whether there are ids above the floor, which new ones must not repeat.
    pub is_exceeded: bool,
}

/// Reads the constraints on new ids. Messages and joins are ordered by id, so their ids count however late they are dated. The
/// order of other ids is irrelevant: those dated later than that and than `latest` are from a clock that was ahead, and do not
/// raise the floor.
///
/// # Errors
/// When the database fails.
pub async fn stored_ids(conn: &mut Conn, latest: i64) -> Result<StoredIds, DbError> {
    let ordered: GreatestRow = fetch_one!(
        conn,
        "SELECT max(id) AS id FROM (
             SELECT max(id) AS id FROM messages UNION ALL SELECT max(since_id) AS id FROM members
             UNION ALL SELECT max(since_id) AS id FROM recipients
         ) AS greatest"
    )?;
    let ordered = ordered.id.unwrap_or(0);
    let latest = ordered.max(latest);
    let greatest = greatest_up_to(conn, i64::MAX).await?;
    let others = if greatest > latest { greatest_up_to(conn, latest).await? } else { greatest };
    Ok(StoredIds { floor: others.max(ordered), is_exceeded: greatest > latest })
}

/// The greatest id, except of messages, that is not above `latest`.
async fn greatest_up_to(conn: &mut Conn, latest: i64) -> Result<i64, DbError> {
    let row: GreatestRow = fetch_one!(
        conn,
        "SELECT max(id) AS id FROM (
             SELECT max(id) AS id FROM users WHERE id <= $1 UNION ALL SELECT max(id) AS id FROM guilds WHERE id <= $1
             UNION ALL SELECT max(id) AS id FROM channels WHERE id <= $1 UNION ALL SELECT max(id) AS id FROM roles WHERE id <= $1
             UNION ALL SELECT max(id) AS id FROM logins WHERE id <= $1
             UNION ALL SELECT max(id) AS id FROM account_events WHERE id <= $1
             UNION ALL SELECT max(id) AS id FROM registrations WHERE id <= $1
             UNION ALL SELECT max(id) AS id FROM links WHERE id <= $1 UNION ALL SELECT max(id) AS id FROM letters WHERE id <= $1
             UNION ALL SELECT max(id) AS id FROM push_subscriptions WHERE id <= $1
             UNION ALL SELECT max(token_id) AS id FROM applications WHERE token_id <= $1
             UNION ALL SELECT max(version) AS id FROM application_commands WHERE version <= $1
         ) AS greatest",
        latest,
    )?;
    Ok(row.id.unwrap_or(0))
}
