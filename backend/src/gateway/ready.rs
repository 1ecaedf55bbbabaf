//! The first picture: READY, and one GUILD_CREATE for each guild.

use super::{
    frames::Identify,
    payloads::{Ready, ReadyApplication, UnavailableGuild},
};
use crate::{
    cache::{Model, Presences},
    db::fetch_optional,
    features::{
        guilds::view::{GuildCreate, MembersAtFirst},
        presence::view::Presence,
        users::view::{CurrentUser, CurrentUserExtras, User},
    },
    http::Error,
    kernel::{Intents, Refusal, Timestamp, UserId},
    state::State,
};

/// Bits that bots look for before they ask for members, presences and message content. All of them are granted here.
const APPLICATION_FLAGS: u32 = 565_248;

/// What the owner of a session is told of themselves.
///
/// # Errors
/// 401 for who has no account any more.
pub async fn current_user(state: &State, id: UserId) -> Result<CurrentUser, Error> {
    let mut conn = state.db.read().await?;
    let row: Option<(String, String, bool, Option<Timestamp>)> = fetch_optional!(
        &mut conn,
        "SELECT email, locale, operator, verified_at FROM accounts WHERE user_id = $1 AND disabled_at IS NULL",
        id,
    )?;
    let (email, locale, operator, verified_at) = row.ok_or(Refusal::unauthorized())?;
    let user = state.cache.read().user(id).map(User::from).ok_or(Refusal::unauthorized())?;
    Ok(CurrentUser {
        user,
        email: Some(email),
        verified: verified_at.is_some(),
        locale,
        mfa_enabled: false,
        flags: 0,
        premium_type: 0,
        chatspace: CurrentUserExtras { operator },
    })
}

/// Of the connection that a session begins on.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The API version asked for.
    pub version: u8,
    /// The address of the gateway, without a query.
    pub url: String,
}

/// READY, with the name of every guild that `guilds` has a picture of or that is left out by the intents.
pub fn ready(model: &Model, user: CurrentUser, session_id: String, origin: &Origin) -> Ready {
    let id = user.user.id;
    Ready {
        v: origin.version,
        user,
        session_id,
        resume_gateway_url: origin.url.clone(),
        guilds: model.guilds_of(id).map(|guild| UnavailableGuild { id: guild.id, unavailable: true }).collect(),
        application: ReadyApplication { id, flags: APPLICATION_FLAGS },
        private_channels: Vec::new(),
        shard: [0, 1],
    }
}

/// The guilds as their member sees them.
pub fn guilds(model: &Model, presences: &Presences, user: UserId, asked: &Identify, now: Timestamp) -> Vec<GuildCreate> {
    if !asked.intents.contains(Intents::GUILDS) {
        return Vec::new();
    }
    let at_first = if asked.lazy_members { MembersAtFirst::Own } else { MembersAtFirst::UpTo(asked.large_threshold) };
    let of = |guild| if asked.lazy_members { Vec::new() } else { Presence::of_guild(presences, guild) };
    model.guilds_of(user).filter_map(|guild| GuildCreate::seen_by(model, guild, user, at_first, of(guild), now)).collect()
}
