//! Limits, rates and errors of this feature.

use crate::kernel::{
    errors,
    limits::{rates, sizes},
};

sizes! {
    INVITES_PER_GUILD: i64 = "invites_per_guild", 100;
    INVITE_MAX_AGE_S: i64 = "invite_max_age_s", 604_800;
    INVITE_MAX_USES: i64 = "invite_max_uses", 100;
}

rates! {
    GUILD_JOIN = "guild-join", 20 in 3600 s, by Caller;
    INVITE_CREATE = "invite-create", 10 in 600 s, by Caller;
    INVITE_DELETE = "invite-delete", 20 in 60 s, by Caller;
    INVITE_LOOKUP = "invite-lookup", 10 in 60 s, by Address;
}

errors! {
    too_many_invites = 400 / 30016, "Maximum number of invites reached.";
    unknown_invite = 404 / 10006, "Unknown invite.";
}
