//! Actions on members.

use std::sync::Arc;

use super::rules;
use crate::{
    access,
    cache::{self, Guild, GuildChange, Member, Model, Role},
    db::{Conn, DbError},
    events::Audience,
    features::{
        members::{
            events::{GuildMemberRemove, MemberAdd, MemberUpdate, OwnMemberUpdate},
            store,
        },
        messages::{
            actions::{Note, note},
            view::JOINED,
        },
        presence, roles,
    },
    http::Error,
    kernel::{ApiError, Form, GuildId, MessageId, Patch, Permissions, RoleId, UserId, limits, text},
    observe::security_event,
    state::State,
    wire::{
        guild::{GuildCreate, MembersAtFirst},
        guild_events::GuildDelete,
        member,
        presence::Presence,
        user::User,
    },
    writer::UnitOfWork,
};

/// Guilds up to this size are sent with all members.
pub const SENT_WHOLE: usize = 250;

/// Stores the owner of a new guild as a member.
///
/// # Errors
/// When the database fails.
pub async fn create_first(uow: &mut UnitOfWork, guild: GuildId, owner: UserId) -> Result<Member, DbError> {
    let member = newcomer(uow, owner, Vec::new());
    store::insert(uow.conn(), guild, &member).await?;
    Ok(member)
}

/// Adds a user to a guild; does nothing for a member.
///
/// # Errors
/// 400 if the guild is full or the user has joined too many.
pub async fn add(uow: &mut UnitOfWork, id: GuildId, user: UserId) -> Result<(), Error> {
    if admit(&uow.model(), id, user)? { enter(uow, id, user, None).await } else { Ok(()) }
}

/// Adds a bot to a guild, with its new managed role.
///
/// # Errors
/// 400 if the guild is full or the bot has joined too many.
pub async fn add_bot(uow: &mut UnitOfWork, id: GuildId, bot: UserId, role: Role) -> Result<(), Error> {
    admit(&uow.model(), id, bot)?;
    enter(uow, id, bot, Some(role)).await
}

/// Records who granted a bot its permissions in a guild.
///
/// # Errors
/// When the database fails.
pub async fn set_added_by(uow: &mut UnitOfWork, guild: GuildId, bot: UserId, by: UserId) -> Result<(), DbError> {
    store::set_added_by(uow.conn(), guild, bot, by).await
}

/// The bots that a user added, with their guilds.
///
/// # Errors
/// When the database fails.
pub async fn added_by(conn: &mut Conn, by: UserId) -> Result<Vec<(GuildId, UserId)>, DbError> {
    store::added_by(conn, by).await
}

/// Checks the limits; returns whether the user is not a member yet.
fn admit(model: &Model, id: GuildId, user: UserId) -> Result<bool, ApiError> {
    access::active_user(model, user)?;
    let guild = model.guild(id).ok_or(ApiError::unknown_guild())?;
    if guild.members.contains_key(&user) {
        return Ok(false);
    }
    if guild.members.len() >= limits::MEMBERS_PER_GUILD {
        return Err(rules::guild_full());
    }
    if model.guilds_of(user).count() >= limits::GUILDS_PER_USER {
        return Err(ApiError::too_many_guilds());
    }
    Ok(true)
}

/// A new member.
fn newcomer(uow: &UnitOfWork, user: UserId, roles: Vec<RoleId>) -> Member {
    let joined_at = uow.now();
    let since = MessageId::new(uow.next_id()).place_at(joined_at);
    Member { user, nick: None, joined_at, since, roles, timed_out_until: None }
}

async fn enter(uow: &mut UnitOfWork, id: GuildId, user: UserId, role: Option<Role>) -> Result<(), Error> {
    let mut guild = uow.model().guild(id).ok_or(ApiError::unknown_guild())?.clone();
    let roles = role.iter().map(|role| role.id).collect();
    let member = newcomer(uow, user, roles);
    store::insert(uow.conn(), id, &member).await?;
    if let Some(role) = role {
        store::insert_role(uow.conn(), id, user, role.id).await?;
        guild.roles.insert(role.id, role);
    }
    guild.members.insert(user, Arc::new(member.clone()));
    let shown = member::Member::of(&uow.model(), &guild, user);
    uow.apply(GuildChange::MemberPut(id, member));
    welcome(uow, &guild, user);
    if let Some(shown) = shown {
        uow.publish(Audience::GuildWithout(id, user), &MemberAdd::new(id, shown));
    }
    presence::actions::introduce(uow, id, user);
    if let Some(channel) = guild.joins_channel() {
        note(uow, Note { channel, author: user, kind: JOINED, content: String::new(), about: None, message: None }).await?;
    }
    Ok(())
}

/// Removes a member from a guild.
///
/// # Errors
/// When the database fails.
pub async fn remove(uow: &mut UnitOfWork, guild: GuildId, user: UserId) -> Result<(), Error> {
    store::delete(uow.conn(), guild, user).await?;
    let shown = uow.model().user(user).map(User::from);
    uow.apply(GuildChange::MemberRemoved(guild, user));
    uow.member_left(guild, user).await?;
    publish_guild_delete(uow, Audience::Members(guild, vec![user]), guild);
    if let Some(user) = shown {
        uow.publish(Audience::Guild(guild), &GuildMemberRemove { guild_id: guild, user });
    }
    roles::actions::delete_of_bot(uow, guild, user).await?;
    Ok(())
}

/// Removes a deleted account from all guilds, which receive the anonymised user.
///
/// # Errors
/// When the database fails.
pub async fn remove_everywhere(uow: &mut UnitOfWork, gone: &cache::User) -> Result<(), DbError> {
    publish_user(uow, gone);
    let guilds: Vec<GuildId> = uow.model().guilds_of(gone.id).map(|guild| guild.id).collect();
    for guild in guilds {
        store::delete(uow.conn(), guild, gone.id).await?;
        uow.apply(GuildChange::MemberRemoved(guild, gone.id));
        uow.publish(Audience::Guild(guild), &GuildMemberRemove { guild_id: guild, user: User::from(gone) });
        roles::actions::delete_of_bot(uow, guild, gone.id).await?;
    }
    Ok(())
}

/// Kicks a member.
///
/// # Errors
/// 404 for non-members and unknown members; 403 / 50013 without `KICK_MEMBERS` or for a member who is not below the caller.
pub async fn kick(state: &State, by: UserId, id: GuildId, user: UserId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(kick_in(uow, by, id, user))).await
}

async fn kick_in(uow: &mut UnitOfWork, by: UserId, id: GuildId, user: UserId) -> Result<(), Error> {
    {
        let model = uow.model();
        let guild = access::in_guild(&model, by, id, Permissions::KICK_MEMBERS, uow.now())?;
        let (actor, target) = (access::member(guild, by)?, access::member(guild, user)?);
        if !access::outranks(guild, actor, target) {
            return Err(ApiError::missing_permissions().into());
        }
    }
    security_event!("member_kicked", %by, guild = %id, %user, "a member was kicked");
    remove(uow, id, user).await
}

/// Changes the caller's nickname; null or an empty one resets it.
///
/// # Errors
/// 404 for non-members, 403 / 50013 without `CHANGE_NICKNAME`, 400 for a bad nickname.
pub async fn set_own_nick(state: &State, user: UserId, id: GuildId, nick: Patch<String>) -> Result<member::Member, Error> {
    state.writer.run_write(move |uow| Box::pin(set_own_nick_in(uow, user, id, nick))).await
}

async fn set_own_nick_in(uow: &mut UnitOfWork, user: UserId, id: GuildId, nick: Patch<String>) -> Result<member::Member, Error> {
    let nick = match nick {
        Patch::Value(nick) if !nick.trim().is_empty() => {
            Patch::Value(text::name(&nick, 1, limits::NICK_LENGTH).map_err(|error| Form::refuse("nick", &error))?)
        }
        Patch::Value(_) => Patch::Null,
        other => other,
    };
    let (before, member) = {
        let model = uow.model();
        let guild = access::in_guild(&model, user, id, Permissions::CHANGE_NICKNAME, uow.now())?;
        let before = access::member(guild, user)?.clone();
        (before.clone(), Member { nick: nick.apply(before.nick.clone()), ..before })
    };
    let shown = member::Member::new(&uow.model(), &member).ok_or(ApiError::unknown_member())?;
    if member != before {
        store::set_nick(uow.conn(), id, user, member.nick.as_deref()).await?;
        uow.apply(GuildChange::MemberPut(id, member));
        publish_update(uow, id, shown.clone());
    }
    Ok(shown)
}

/// Publishes a changed member to the guild, and to the member whatever their intents.
fn publish_update(uow: &mut UnitOfWork, guild: GuildId, member: member::Member) {
    let user = member.user.id;
    uow.publish(Audience::Members(guild, vec![user]), &OwnMemberUpdate::new(guild, member.clone()));
    uow.publish(Audience::GuildWithout(guild, user), &MemberUpdate::new(guild, member));
}

/// Members whose user name, display name or nickname starts with `query`, ignoring case; by id, at most `limit`.
pub fn search(model: &Model, guild: &Guild, query: &str, limit: usize) -> Vec<member::Member> {
    let query = text::folded(query.trim());
    let begins = |name: &str| text::folded(name).starts_with(&query);
    let matches = |member: &&Arc<Member>| {
        model.user(member.user).is_some_and(|user| {
            begins(&user.username)
                || user.display_name.as_deref().is_some_and(begins)
                || member.nick.as_deref().is_some_and(begins)
        })
    };
    guild.members.values().filter(matches).take(limit).filter_map(|member| member::Member::new(model, member)).collect()
}

/// Publishes the changed profile of a user to their guilds.
pub fn publish_user(uow: &mut UnitOfWork, user: &cache::User) {
    let published: Vec<_> = {
        let model = uow.model();
        // The model still contains the old user, so each member gets the new one here.
        let member = |guild: &Guild| {
            Some((guild.id, member::Member { user: User::from(user), ..member::Member::of(&model, guild, user.id)? }))
        };
        model.guilds_of(user.id).filter_map(member).collect()
    };
    for (guild, member) in published {
        publish_update(uow, guild, member);
    }
}

/// Publishes a guild to a new member.
pub fn welcome(uow: &mut UnitOfWork, guild: &Guild, user: UserId) {
    let now = uow.now();
    let at_first = MembersAtFirst::UpTo(SENT_WHOLE, Presence::of_guild(&uow.model(), uow.presences(), guild));
    let published = GuildCreate::seen_by(&uow.model(), guild, user, at_first, now);
    if let Some(published) = published {
        let channels = published.channels.iter().map(|channel| channel.id).collect();
        uow.publish(Audience::Newcomer(guild.id, user, channels), &published);
    }
}

/// Publishes the removal of a guild to former members.
pub fn publish_guild_delete(uow: &mut UnitOfWork, audience: Audience, id: GuildId) {
    uow.publish(audience, &GuildDelete { id });
}
