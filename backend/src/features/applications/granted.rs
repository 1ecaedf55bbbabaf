//! Bots that act by what somebody gave them: the tokens of their own bots, and the bots of others that they added to guilds.

use std::collections::BTreeMap;

use super::{store, view::BotAccess};
use crate::{
    access::{self, Place},
    cache::{Model, SessionChange},
    db::{Conn, Failure},
    features::members,
    http::Error,
    kernel::{GuildId, Permissions, Timestamp, UserId, limits},
    state::State,
    wire::user::User,
    work::Work,
};

/// How many bots one write job takes out of guilds.
const REMOVED_AT_ONCE: usize = 20;

/// The bots of an owner that have a token, by id.
///
/// # Errors
/// When the database fails.
pub async fn with_token(state: &State, owner: UserId) -> Result<Vec<BotAccess>, Failure> {
    let ids = store::with_token_of(&mut state.db.read().await?, owner).await?;
    let model = state.cache.read();
    Ok(ids.into_iter().filter_map(|id| shown(&model, id, model.guilds_of(id).count())).collect())
}

/// The bots of others that somebody added to guilds which they manage, by id.
///
/// # Errors
/// When the database fails.
pub async fn added_by(state: &State, by: UserId) -> Result<Vec<BotAccess>, Failure> {
    let places = places(&mut state.db.read().await?, by).await?;
    let (model, now) = (state.cache.read(), state.clock.now());
    let mut counts = BTreeMap::<UserId, usize>::new();
    for (_, bot) in places.into_iter().filter(|(guild, _)| manages(&model, by, *guild, now)) {
        *counts.entry(bot).or_default() += 1;
    }
    Ok(counts.into_iter().filter_map(|(bot, guilds)| shown(&model, bot, guilds)).collect())
}

fn shown(model: &Model, bot: UserId, guild_count: usize) -> Option<BotAccess> {
    Some(BotAccess { bot: User::from(model.user(bot)?), guild_count })
}

fn manages(model: &Model, user: UserId, guild: GuildId, now: Timestamp) -> bool {
    access::can(model, user, Permissions::MANAGE_GUILD, Place::Guild(guild), now)
}

/// Where somebody added bots, their own left out.
async fn places(conn: &mut Conn, by: UserId) -> Result<Vec<(GuildId, UserId)>, Failure> {
    let own: Vec<UserId> = store::all_of(conn, by).await?.into_iter().map(|row| row.id).collect();
    let places = members::actions::added_by(conn, by).await?;
    Ok(places.into_iter().filter(|(_, bot)| !own.contains(bot)).collect())
}

/// Takes some of the bots of others that somebody added out of the guilds which they manage. Yields whether there are more.
///
/// # Errors
/// When the database fails.
pub async fn remove_some_added_by(work: &mut Work, by: UserId) -> Result<bool, Error> {
    let (places, now) = (places(work.conn(), by).await?, work.now());
    let managed: Vec<_> = {
        let model = work.model();
        places.into_iter().filter(|(guild, _)| manages(&model, by, *guild, now)).collect()
    };
    for &(guild, bot) in managed.iter().take(REMOVED_AT_ONCE) {
        members::actions::remove(work, guild, bot).await?;
    }
    Ok(managed.len() > REMOVED_AT_ONCE)
}

/// Ends the tokens of somebody's bots. They get new ones from their owner, who may be kept from asking for them.
///
/// # Errors
/// When the database fails.
pub async fn stop_all_of(work: &mut Work, owner: UserId) -> Result<(), Failure> {
    for row in store::all_of(work.conn(), owner).await? {
        store::delete_token(work.conn(), row.id).await?;
        end_token(work, row.id);
    }
    Ok(())
}

/// From here on the token is nobody's. It is remembered for a while like a log-in that was ended, for whoever has been checked a
/// moment ago and is not in yet.
pub(super) fn end_token(work: &mut Work, bot: UserId) {
    let login = work.model().bot_token(bot).map(|token| token.login);
    if let Some(login) = login {
        work.apply(SessionChange::BotTokenSet(bot, None));
        work.apply(SessionChange::LoginRevoked(login, work.monotonic().after(limits::ACCESS_TOKEN_LIFETIME)));
    }
}
