//! What can be done with members.

use std::sync::Arc;

use crate::{
    access,
    cache::{self, Guild, GuildChange, Member, Model, Role},
    db::{Conn, Failure},
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
    kernel::{Form, GuildId, MessageId, Patch, Permissions, Refusal, RoleId, UserId, limits, text},
    observe::security_event,
    state::State,
    wire::{
        guild::{GuildCreate, MembersAtFirst},
        guild_events::GuildDelete,
        member,
        presence::Presence,
        user::User,
    },
    work::Work,
};

/// Guilds up to this size are told whole.
pub const TOLD_WHOLE: usize = 250;

/// Stores the owner of a new guild.
///
/// # Errors
/// When the database fails.
pub async fn create_first(work: &mut Work, guild: GuildId, owner: UserId) -> Result<Member, Failure> {
    let member = newcomer(work, owner, Vec::new());
    store::insert(work.conn(), guild, &member).await?;
    Ok(member)
}

/// Lets a user into a guild; who is in already stays as they are.
///
/// # Errors
/// 400 when the guild is full or the user is in too many.
pub async fn add(work: &mut Work, id: GuildId, user: UserId) -> Result<(), Error> {
    if admit(&work.model(), id, user)? { enter(work, id, user, None).await } else { Ok(()) }
}

/// Lets a bot that is no member yet into a guild, with the role that has just been made for it.
///
/// # Errors
/// 400 when the guild is full or the bot is in too many.
pub async fn add_bot(work: &mut Work, id: GuildId, bot: UserId, role: Role) -> Result<(), Error> {
    admit(&work.model(), id, bot)?;
    enter(work, id, bot, Some(role)).await
}

/// Notes who gave a bot the rights that it has in a guild.
///
/// # Errors
/// When the database fails.
pub async fn set_added_by(work: &mut Work, guild: GuildId, bot: UserId, by: UserId) -> Result<(), Failure> {
    store::set_added_by(work.conn(), guild, bot, by).await
}

/// Where somebody added bots, and which.
///
/// # Errors
/// When the database fails.
pub async fn added_by(conn: &mut Conn, by: UserId) -> Result<Vec<(GuildId, UserId)>, Failure> {
    store::added_by(conn, by).await
}

/// Whether there is anything to do for a user to become a member.
fn admit(model: &Model, id: GuildId, user: UserId) -> Result<bool, Refusal> {
    access::living(model, user)?;
    let guild = model.guild(id).ok_or(Refusal::unknown_guild())?;
    if guild.members.contains_key(&user) {
        return Ok(false);
    }
    if guild.members.len() >= limits::MEMBERS_PER_GUILD {
        return Err(Refusal::guild_full());
    }
    if model.guilds_of(user).count() >= limits::GUILDS_PER_USER {
        return Err(Refusal::too_many_guilds());
    }
    Ok(true)
}

/// Somebody who is a member from now on.
fn newcomer(work: &Work, user: UserId, roles: Vec<RoleId>) -> Member {
    let joined_at = work.now();
    let since = MessageId::new(work.next_id()).place_at(joined_at);
    Member { user, nick: None, joined_at, since, roles, timed_out_until: None }
}

async fn enter(work: &mut Work, id: GuildId, user: UserId, role: Option<Role>) -> Result<(), Error> {
    let mut guild = work.model().guild(id).ok_or(Refusal::unknown_guild())?.clone();
    let roles = role.iter().map(|role| role.id).collect();
    let member = newcomer(work, user, roles);
    store::insert(work.conn(), id, &member).await?;
    if let Some(role) = role {
        store::insert_role(work.conn(), id, user, role.id).await?;
        guild.roles.insert(role.id, role);
    }
    guild.members.insert(user, Arc::new(member.clone()));
    let shown = member::Member::of(&work.model(), &guild, user);
    work.apply(GuildChange::MemberPut(id, member));
    welcome(work, &guild, user);
    if let Some(shown) = shown {
        work.announce(Audience::GuildWithout(id, user), &MemberAdd::new(id, shown));
    }
    presence::actions::introduce(work, id, user);
    if let Some(channel) = guild.joins_channel() {
        note(work, Note { channel, author: user, kind: JOINED, content: String::new(), about: None }).await?;
    }
    Ok(())
}

/// Takes a member out of a guild, whoever wanted it.
///
/// # Errors
/// When the database fails.
pub async fn remove(work: &mut Work, guild: GuildId, user: UserId) -> Result<(), Error> {
    store::delete(work.conn(), guild, user).await?;
    let shown = work.model().user(user).map(User::from);
    work.apply(GuildChange::MemberRemoved(guild, user));
    work.member_left(guild, user).await?;
    tell_gone(work, Audience::Members(guild, vec![user]), guild);
    if let Some(user) = shown {
        work.announce(Audience::Guild(guild), &GuildMemberRemove { guild_id: guild, user });
    }
    roles::actions::delete_of_bot(work, guild, user).await?;
    Ok(())
}

/// Takes somebody who is gone for good out of all guilds, which are shown what stands in their place from now on.
///
/// # Errors
/// When the database fails.
pub async fn remove_everywhere(work: &mut Work, gone: &cache::User) -> Result<(), Failure> {
    tell_of_user(work, gone);
    let guilds: Vec<GuildId> = work.model().guilds_of(gone.id).map(|guild| guild.id).collect();
    for guild in guilds {
        store::delete(work.conn(), guild, gone.id).await?;
        work.apply(GuildChange::MemberRemoved(guild, gone.id));
        work.announce(Audience::Guild(guild), &GuildMemberRemove { guild_id: guild, user: User::from(gone) });
        roles::actions::delete_of_bot(work, guild, gone.id).await?;
    }
    Ok(())
}

/// Puts a member out.
///
/// # Errors
/// 404 for strangers and unknown members; 403 / 50013 without KICK_MEMBERS or against someone not below oneself.
pub async fn kick(state: &State, by: UserId, id: GuildId, user: UserId) -> Result<(), Error> {
    state.writer.run(move |work| Box::pin(kick_in(work, by, id, user))).await
}

async fn kick_in(work: &mut Work, by: UserId, id: GuildId, user: UserId) -> Result<(), Error> {
    {
        let model = work.model();
        let guild = access::in_guild(&model, by, id, Permissions::KICK_MEMBERS, work.now())?;
        let (actor, target) = (access::member(guild, by)?, access::member(guild, user)?);
        if !access::outranks(guild, actor, target) {
            return Err(Refusal::missing_permissions().into());
        }
    }
    security_event!("member_kicked", %by, guild = %id, %user, "a member was put out");
    remove(work, id, user).await
}

/// Changes one's own nick; nothing or an empty one resets it.
///
/// # Errors
/// 404 for strangers, 403 / 50013 without CHANGE_NICKNAME, 400 for a bad nick.
pub async fn set_own_nick(state: &State, user: UserId, id: GuildId, nick: Patch<String>) -> Result<member::Member, Error> {
    state.writer.run(move |work| Box::pin(set_own_nick_in(work, user, id, nick))).await
}

async fn set_own_nick_in(work: &mut Work, user: UserId, id: GuildId, nick: Patch<String>) -> Result<member::Member, Error> {
    let nick = match nick {
        Patch::Value(nick) if !nick.trim().is_empty() => {
            Patch::Value(text::name(&nick, 1, limits::NICK_LENGTH).map_err(|error| Form::refuse("nick", &error))?)
        }
        Patch::Value(_) => Patch::Null,
        other => other,
    };
    let (before, member) = {
        let model = work.model();
        let guild = access::in_guild(&model, user, id, Permissions::CHANGE_NICKNAME, work.now())?;
        let before = access::member(guild, user)?.clone();
        (before.clone(), Member { nick: nick.apply(before.nick.clone()), ..before })
    };
    let shown = member::Member::new(&work.model(), &member).ok_or(Refusal::unknown_member())?;
    if member != before {
        store::set_nick(work.conn(), id, user, member.nick.as_deref()).await?;
        work.apply(GuildChange::MemberPut(id, member));
        tell_changed(work, id, shown.clone());
    }
    Ok(shown)
}

/// Tells a guild that a member has changed; the member, whatever they asked for.
fn tell_changed(work: &mut Work, guild: GuildId, member: member::Member) {
    let user = member.user.id;
    work.announce(Audience::Members(guild, vec![user]), &OwnMemberUpdate::new(guild, member.clone()));
    work.announce(Audience::GuildWithout(guild, user), &MemberUpdate::new(guild, member));
}

/// Members whose user name, display name or nick begins with `query`, whatever the case; by id, at most `limit`.
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

/// Tells the guilds of a user that their public side has changed.
pub fn tell_of_user(work: &mut Work, user: &cache::User) {
    let told: Vec<_> = {
        let model = work.model();
        // The model still has the old user, so the new one is put into each member.
        let member = |guild: &Guild| {
            Some((guild.id, member::Member { user: User::from(user), ..member::Member::of(&model, guild, user.id)? }))
        };
        model.guilds_of(user.id).filter_map(member).collect()
    };
    for (guild, member) in told {
        tell_changed(work, guild, member);
    }
}

/// Tells a user of a guild they have just come into.
pub fn welcome(work: &mut Work, guild: &Guild, user: UserId) {
    let now = work.now();
    let at_first = MembersAtFirst::UpTo(TOLD_WHOLE, Presence::of_guild(&work.model(), work.presences(), guild));
    let told = GuildCreate::seen_by(&work.model(), guild, user, at_first, now);
    if let Some(told) = told {
        let channels = told.channels.iter().map(|channel| channel.id).collect();
        work.announce(Audience::Newcomer(guild.id, user, channels), &told);
    }
}

/// Tells users that a guild is gone for them.
pub fn tell_gone(work: &mut Work, audience: Audience, id: GuildId) {
    work.announce(audience, &GuildDelete { id });
}
