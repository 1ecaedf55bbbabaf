//! Access granted to bots: the tokens of a user's own bots, and bots of other users that they added to guilds.

use std::collections::BTreeMap;

use super::{store, view::BotAccess};
use crate::{
    access::{self, Scope},
    cache::{Model, SessionChange},
    db::{Conn, DbError},
    features::members,
    http::Error,
    kernel::{GuildId, Permissions, Timestamp, UserId, limits},
    state::State,
    wire::user::User,
    writer::UnitOfWork,
};

/// Number of bots that one write job removes from guilds.
const REMOVED_AT_ONCE: usize = 20;

/// The bots of an owner that have a token, by id.
///
/// # Errors
/// When the database fails.
pub async fn with_token(state: &State, owner: UserId) -> Result<Vec<BotAccess>, DbError> {
    let ids = store::with_token_of(&mut state.db.read().await?, owner).await?;
    let model = state.cache.read();
    Ok(ids.into_iter().filter_map(|id| shown(&model, id, model.guilds_of(id).count())).collect())
}

/// The bots of other users that a user added to guilds they still manage, by id.
///
/// # Errors
/// When the database fails.
pub async fn added_by(state: &State, by: UserId) -> Result<Vec<BotAccess>, DbError> {
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
    access::can(model, user, Permissions::MANAGE_GUILD, Scope::Guild(guild), now)
}

/// The guilds and bots that a user added, without their own bots.
async fn places(conn: &mut Conn, by: UserId) -> Result<Vec<(GuildId, UserId)>, DbError> {
    let own: Vec<UserId> = store::all_of(conn, by).await?.into_iter().map(|row| row.id).collect();
    let places = members::actions::added_by(conn, by).await?;
    Ok(places.into_iter().filter(|(_, bot)| !own.contains(bot)).collect())
}

/// Removes some bots of other users that a user added, from guilds they still manage. Returns whether there are more.
///
/// # Errors
/// When the database fails.
pub async fn remove_some_added_by(uow: &mut UnitOfWork, by: UserId) -> Result<bool, Error> {
    let (places, now) = (places(uow.conn(), by).await?, uow.now());
    let managed: Vec<_> = {
        let model = uow.model();
        places.into_iter().filter(|(guild, _)| manages(&model, by, *guild, now)).collect()
    };
    for &(guild, bot) in managed.iter().take(REMOVED_AT_ONCE) {
        members::actions::remove(uow, guild, bot).await?;
    }
    Ok(managed.len() > REMOVED_AT_ONCE)
}

/// Revokes the tokens of a user's bots.
///
/// # Errors
/// When the database fails.
pub async fn stop_all_of(uow: &mut UnitOfWork, owner: UserId) -> Result<(), DbError> {
    for row in store::all_of(uow.conn(), owner).await? {
        store::delete_token(uow.conn(), row.id).await?;
        end_token(uow, row.id);
    }
    Ok(())
}

/// The token is invalid from here on. It is remembered for a while, like a revoked session, for requests that were authenticated
/// just before.
pub(super) fn end_token(uow: &mut UnitOfWork, bot: UserId) {
    let session_id = uow.model().bot_token(bot).map(|token| token.session_id);
    if let Some(session_id) = session_id {
        uow.apply(SessionChange::BotTokenSet(bot, None));
        uow.apply(SessionChange::Revoked(session_id, uow.monotonic().after(limits::ACCESS_TOKEN_LIFETIME)));
    }
}
