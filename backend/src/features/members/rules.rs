//! Limits, rates and errors of this feature.

use crate::kernel::{
    errors,
    limits::{rates, sizes},
};

sizes! {
    MEMBERS_PAGE: i64 = "members_page", 1000;
}

rates! {
    /// Pages of members.
    MEMBERS = "members", 20 in 10 s, by Caller;
    MEMBER_SEARCH = "member-search", 10 in 5 s, by Caller;
    /// Changes of one's nick.
    NICK = "nick", 10 in 60 s, by CallerAndScope;
}

errors! {
    guild_full = 400 / 30031, "Maximum number of members of this guild reached.";
}
