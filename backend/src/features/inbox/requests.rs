//! Queries.

use serde::Deserialize;
use utoipa::IntoParams;

use super::rules;
use crate::{
    http::{Error, Flag},
    kernel::{Cursor, FieldError, GuildId, MessageId},
};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MentionsQuery {
    /// 1 to 100; 25 by default.
    #[param(minimum = 1, maximum = 100, default = 25)]
    pub limit: Option<i64>,
    /// Only messages with a lower id.
    pub before: Option<Cursor>,
    /// Only messages of this guild.
    pub guild_id: Option<GuildId>,
    /// Whether to include mentions of the caller's roles.
    #[param(value_type = Option<bool>, default = true)]
    pub roles: Option<Flag>,
    /// Whether to include @everyone and @here.
    #[param(value_type = Option<bool>, default = true)]
    pub everyone: Option<Flag>,
}

impl MentionsQuery {
    pub fn read(&self) -> Result<MentionsRequest, Error> {
        let limit = self.limit.unwrap_or(25);
        if !(1..=rules::MENTIONS_PAGE).contains(&limit) {
            return Err(Error::field("limit", &FieldError::range(1, rules::MENTIONS_PAGE)));
        }
        Ok(MentionsRequest {
            before: self.before.unwrap_or(Cursor::END).into(),
            guild: self.guild_id,
            roles: self.roles.is_none_or(|flag| flag.0),
            everyone: self.everyone.is_none_or(|flag| flag.0),
            limit: usize::try_from(limit).unwrap_or_default(),
        })
    }
}

/// Which mentions to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MentionsRequest {
    pub before: MessageId,
    pub guild: Option<GuildId>,
    pub roles: bool,
    pub everyone: bool,
    pub limit: usize,
}
