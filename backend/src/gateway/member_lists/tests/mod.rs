//! After any sequence of changes, a client that applies the updates has the same list as a new subscriber.

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
};

use ipnet::IpNet;
use proptest::prelude::*;
use serde_json::{Value, json};

mod random;
mod scene;
mod stories;

use scene::Scene;

use super::{watched::CHANGES_EVERY, *};
use crate::{
    access::{self, Scope},
    cache::{
        Channel, ChannelKind, CustomStatus, Guild, GuildChange, Member as CacheMember, Overwrite, OverwriteKind, PresenceStatus,
        Role, User, UserChange, VisibleStatus,
    },
    gateway::{
        connection_handle::ConnectionHandle,
        session::{Owner, ResumeError},
    },
    kernel::{ChannelId, Intents, MessageId, Monotonic, Permissions, RoleId, SessionId, text},
    wire::{member::Member, presence::Presence},
};

const GUILD: GuildId = GuildId::new(1);
const OPEN: ChannelId = ChannelId::new(11);
const CLOSED: ChannelId = ChannelId::new(12);
const NOW: Timestamp = Timestamp::from_ms(1_000_000);
const PASSED: Monotonic = Monotonic::from_ms(1_000);

fn user(id: i64, name: &str) -> User {
    User { id: UserId::new(id), username: name.to_owned(), display_name: None, avatar: None, custom_status: None, bot: false }
}

fn member(id: i64) -> CacheMember {
    CacheMember {
        user: UserId::new(id),
        nick: None,
        joined_at: NOW,
        since: MessageId::NONE,
        roles: Vec::new(),
        timed_out_until: None,
    }
}

fn role(id: i64, position: i64, hoist: bool) -> Role {
    let permissions = Permissions::EVERYONE;
    let name = format!("role {id}");
    Role { id: RoleId::new(id), name, color: 0, hoist, position, permissions, mentionable: false, managed: false, bot: None }
}

fn channel(id: ChannelId, overwrites: BTreeMap<crate::kernel::TargetId, Overwrite>) -> Channel {
    Channel {
        id,
        guild: GUILD,
        kind: ChannelKind::Text,
        name: "tea".to_owned(),
        topic: None,
        position: 0,
        parent: None,
        nsfw: false,
        rate_limit_per_user: 0,
        overwrites,
        last_message: None,
        last_pin: None,
    }
}

/// A channel that only members with a role may view.
fn closed_but_for(role: i64) -> Channel {
    let (view, none) = (Permissions::VIEW_CHANNEL, Permissions::empty());
    let deny = Overwrite { kind: OverwriteKind::Role, allow: none, deny: view };
    let allow = Overwrite { kind: OverwriteKind::Role, allow: view, deny: none };
    channel(CLOSED, BTreeMap::from([(GUILD.everyone().into(), deny), (RoleId::new(role).into(), allow)]))
}

fn handle() -> Arc<ConnectionHandle> {
    Arc::new(ConnectionHandle::new(1, IpNet::from(IpAddr::from([127, 0, 0, 1])), PASSED))
}

fn subscription(channel: ChannelId, ranges: &[(usize, usize)], by_reference: bool) -> Subscription {
    Subscription { channel, ranges: ranges.to_vec(), by_reference }
}
