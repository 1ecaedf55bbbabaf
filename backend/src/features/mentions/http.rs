//! The route of mentions.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::actions::{self, Wanted};
use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    features::messages::view::Message,
    http::{Error, Flag, Params},
    kernel::{Cursor, FieldError, GuildId, limits},
    state::State,
};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MentionsQuery {
    /// 1 to 100; 25 when it is missing.
    #[param(minimum = 1, maximum = 100, default = 25)]
    limit: Option<i64>,
    /// Only those with a lower id.
    before: Option<Cursor>,
    /// Only those of this guild.
    guild_id: Option<GuildId>,
    /// Whether mentions of one's roles are among them.
    #[param(value_type = Option<bool>, default = true)]
    roles: Option<Flag>,
    /// Whether @everyone and @here are among them.
    #[param(value_type = Option<bool>, default = true)]
    everyone: Option<Flag>,
}

impl MentionsQuery {
    fn read(&self) -> Result<Wanted, Error> {
        let limit = self.limit.unwrap_or(25);
        if !(1..=limits::MENTIONS_PAGE).contains(&limit) {
            return Err(Error::field("limit", &FieldError::range(1, limits::MENTIONS_PAGE)));
        }
        Ok(Wanted {
            before: self.before.unwrap_or(Cursor::END).into(),
            guild: self.guild_id,
            roles: self.roles.is_none_or(|flag| flag.0),
            everyone: self.everyone.is_none_or(|flag| flag.0),
            limit: usize::try_from(limit).unwrap_or_default(),
        })
    }
}

/// Messages that mention the caller, newest first: those that they may read now.
#[utoipa::path(get, path = "/users/@me/mentions", tag = "messages", params(MentionsQuery),
    responses((status = 200, description = "A page of messages, newest first", body = Vec<Message>)))]
async fn list_mentions(
    state: web::Data<State>,
    caller: Caller,
    Params(query): Params<MentionsQuery>,
) -> Result<HttpResponse, Error> {
    let wanted = query.read()?;
    Ok(HttpResponse::Ok().json(actions::list(&state, caller.user, wanted).await?))
}

/// Adds the route.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_mentions).rate(limits::MENTIONS));
}
