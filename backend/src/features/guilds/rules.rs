//! Limits and rates of this feature.

use crate::kernel::limits::{rates, sizes};

sizes! {
    GUILD_NAME_LENGTH: usize = "guild_name_length", 100;
    GUILD_DESCRIPTION_LENGTH: usize = "guild_description_length", 300;
    GUILDS_OWNED: usize = "guilds_owned", 10;
}

rates! {
    GUILD_LEAVE = "guild-leave", 30 in 3600 s, by Caller;
    GUILD_CREATE = "guild-create", 5 in 3600 s, by Caller;
    GUILD_DELETE = "guild-delete", 10 in 3600 s, by Caller;
}
