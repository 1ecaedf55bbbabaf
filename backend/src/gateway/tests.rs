//! Golden payloads, which seven client libraries were observed to accept. Ours have all of their fields with the same values, and
//! may have more. General rules hold too: no list or number is null, ids are strings, times have one format.

use std::{collections::BTreeMap, sync::Arc};

use serde::Serialize;
use serde_json::Value;

use super::payloads::{Ready, ReadyApplication, UnavailableGuild};
use crate::{
    cache::{self, Cache, ChannelKind, CustomStatus, Overwrite, OverwriteKind, VisibleStatus},
    features::{
        applications::view::{Application, FLAGS},
        invites::{
            events::InviteCreate,
            view::{Invite, InviteChannel, InviteGuild},
        },
        members::events::MemberAdd,
        messages::{events::MessageCreate, view as messages},
        presence::events::PresenceUpdate,
        typing::events::TypingStart,
    },
    kernel::{ChannelId, GuildId, MessageId, Permissions, RoleId, Timestamp, UserId},
    wire::{
        channel::Channel,
        guild::{GuildCreate, MembersAtFirst},
        member::Member,
        presence::Presence,
        user::{CurrentUser, CurrentUserExtras, User},
    },
};

const BOT: UserId = UserId::new(1_538_016_485_757_288_458);
const ALICE: UserId = UserId::new(1_538_016_489_951_592_459);
const BOB: UserId = UserId::new(1_538_016_494_145_896_460);
const GUILD: GuildId = GuildId::new(1_538_016_506_728_808_461);
const MOD: RoleId = RoleId::new(1_538_016_510_927_306_766);
const CATEGORY: ChannelId = ChannelId::new(1_574_255_305_192_243_215);
const GENERAL: ChannelId = ChannelId::new(1_574_255_305_192_243_216);

macro_rules! golden {
    ($($test:ident = $file:literal, $ours:expr;)+) => {$(
        #[test]
        fn $test() {
            let golden = serde_json::from_str(include_str!(concat!("golden/", $file))).expect("a golden payload is JSON");
            let ours = serde_json::to_value($ours).expect("serialises");
            compare("", &golden, &ours);
            judge("", &ours);
        }
    )+};
}

golden! {
    ready_is_as_libraries_read_it = "ready.json", ready();
    guild_create_is_as_libraries_read_it = "guild_create.json", guild_create();
    message_create_is_as_libraries_read_it = "message_create.json", message_create();
    a_message_over_rest_is_as_libraries_read_it = "message.json", message(1_574_255_311_265_595_412, "pong", BOT);
    guild_member_add_is_as_libraries_read_it = "guild_member_add.json", member_add();
    typing_start_is_as_libraries_read_it = "typing_start.json", typing_start();
    presence_update_is_as_libraries_read_it = "presence_update.json", presence_update();
    channel_create_is_as_libraries_read_it = "channel_create.json", new_channel();
    invite_create_is_as_libraries_read_it = "invite_create.json", invite_create();
    an_invite_over_rest_is_as_libraries_read_it = "invite.json", invite();
    the_current_user_is_as_libraries_read_it = "current_user.json", current_user();
    an_application_is_as_libraries_read_it = "application.json", application();
}

/// Every field of the golden payload is in ours.
fn compare(path: &str, golden: &Value, ours: &Value) {
    match (golden, ours) {
        (Value::Object(golden), Value::Object(ours)) => {
            for (key, value) in golden {
                let path = format!("{path}.{key}");
                compare(&path, value, ours.get(key).unwrap_or_else(|| panic!("{path} is missing")));
            }
        }
        (Value::Array(golden), Value::Array(ours)) => {
            assert_eq!(golden.len(), ours.len(), "{path}");
            golden.iter().zip(ours).enumerate().for_each(|(at, (golden, ours))| compare(&format!("{path}.{at}"), golden, ours));
        }
        _ => assert_eq!(ours, golden, "{path}"),
    }
}

/// Rules for every object of the API.
fn judge(path: &str, value: &Value) {
    let name = path.rsplit('.').next().unwrap_or_default();
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| judge(&format!("{path}.{key}"), value)),
        Value::Array(list) => list.iter().for_each(|value| judge(path, value)),
        Value::Number(number) => assert!(name != "id" && !name.ends_with("_id"), "{path} is {number}, and an id is text"),
        Value::Null => {
            let never = ["guild_id", "member", "webhook_id", "message_reference", "flags", "permissions", "allow", "deny"];
            assert!(
                !name.ends_with('s') || name == "max_presences" || name == "custom_status",
                "{path} is a list or bits, and null"
            );
            assert!(!never.contains(&name), "{path} is null");
        }
        Value::String(text) if name.ends_with("timestamp") || name.ends_with("_at") => {
            let form = "0000-00-00T00:00:00.000000+00:00";
            let digits: String = text.chars().map(|digit| if digit.is_ascii_digit() { '0' } else { digit }).collect();
            assert_eq!(digits, form, "{path}");
        }
        Value::String(_) | Value::Bool(_) => {}
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn user(id: UserId) -> cache::User {
    let username = match id {
        BOT => "mockbot",
        ALICE => "alice",
        _ => "bob",
    };
    let since = Timestamp::from_ms(1_795_402_118_235);
    let custom_status = (id == ALICE).then(|| CustomStatus { text: "chess".to_owned(), since, until: None });
    cache::User { id, username: username.to_owned(), display_name: None, avatar: None, custom_status, bot: id == BOT }
}

fn role(id: RoleId, name: &str, position: i64, permissions: u64) -> (RoleId, cache::Role) {
    let permissions = Permissions::from_bits_truncate(permissions);
    let name = name.to_owned();
    let (color, hoist, mentionable, managed) = (0, false, false, false);
    (id, cache::Role { id, name, color, hoist, position, permissions, mentionable, managed, bot: None })
}

fn member(user: UserId, roles: &[RoleId]) -> (UserId, Arc<cache::Member>) {
    let joined_at = at("2026-08-15T02:48:32.169000+00:00");
    (
        user,
        Arc::new(cache::Member {
            user,
            nick: None,
            joined_at,
            since: MessageId::NONE,
            roles: roles.to_vec(),
            timed_out_until: None,
        }),
    )
}

fn channel(id: ChannelId, name: &str, kind: ChannelKind, parent: Option<ChannelId>) -> cache::Channel {
    cache::Channel {
        id,
        guild: GUILD,
        kind,
        name: name.to_owned(),
        topic: None,
        position: 0,
        parent,
        nsfw: false,
        rate_limit_per_user: 0,
        overwrites: BTreeMap::new(),
        last_message: None,
        last_pin: None,
    }
}

fn overwrite(deny: Permissions) -> Overwrite {
    Overwrite { kind: OverwriteKind::Role, allow: Permissions::empty(), deny }
}

fn guild() -> cache::Guild {
    let mut general = channel(GENERAL, "general", ChannelKind::Text, Some(CATEGORY));
    general.overwrites.insert(GUILD.everyone().into(), overwrite(Permissions::empty()));
    cache::Guild {
        id: GUILD,
        name: "Mock Guild".to_owned(),
        description: None,
        icon: None,
        owner: ALICE,
        system_channel: Some(GENERAL),
        system_channel_flags: 0,
        roles: BTreeMap::from([role(GUILD.everyone(), "@everyone", 0, 5_145_351_802_433), role(MOD, "mod", 1, 8)]),
        channels: BTreeMap::from([(CATEGORY, channel(CATEGORY, "Text", ChannelKind::Category, None)), (GENERAL, general)]),
        members: BTreeMap::from([member(BOT, &[MOD]), member(ALICE, &[])]),
    }
}

fn world() -> Cache {
    let cache = Cache::default();
    for id in [BOT, ALICE, BOB] {
        cache.apply(&cache::UserChange::Put(user(id)).into());
    }
    cache.apply(&cache::GuildChange::Created(Box::new(guild())).into());
    cache
}

fn ready() -> impl Serialize {
    Ready {
        v: 10,
        user: current_user(),
        session_id: "cfac3c1c4ceea70adf99f8a239df7d36".to_owned(),
        resume_gateway_url: "ws://HOST/gateway".to_owned(),
        guilds: vec![UnavailableGuild { id: GUILD, unavailable: true }],
        application: ReadyApplication { id: BOT, flags: FLAGS },
        private_channels: Vec::new(),
        shard: [0, 1],
        chatspace: None,
    }
}

fn guild_create() -> impl Serialize {
    let (cache, now) = (world(), at("2026-11-23T02:48:34.210000+00:00"));
    let online = Presence { activities: Vec::new(), ..Presence::new(&cache.read(), ALICE, VisibleStatus::Online) };
    GuildCreate::seen_by(&cache.read(), &guild(), BOT, MembersAtFirst::UpTo(250, vec![online]), now)
}

#[test]
fn a_queued_ready_shows_users_as_they_were_when_it_was_built() {
    let cache = world();
    let image = || {
        let (model, now) = (cache.read(), at("2026-11-23T02:48:34.210000+00:00"));
        let guild = model.guild(GUILD).expect("a guild");
        GuildCreate::seen_by(&model, guild, BOT, MembersAtFirst::UpTo(250, Vec::new()), now).expect("the bot is in it")
    };
    let members = |image: &GuildCreate| serde_json::to_value(&image.members).expect("JSON");
    let waiting = image();
    let before = members(&waiting);
    cache.apply(&cache::GuildChange::RoleDeleted(GUILD, MOD).into());
    cache.apply(&cache::UserChange::Put(cache::User { display_name: Some("Al".to_owned()), ..user(ALICE) }).into());
    assert_eq!(members(&waiting), before);
    let after = members(&image());
    assert!(after[0] != before[0] && after[1] != before[1], "who looks now sees no role and another name: {after}");
}

fn message(id: i64, content: &str, author: UserId) -> messages::Message {
    messages::Message {
        id: MessageId::new(id),
        kind: messages::DEFAULT,
        channel_id: GENERAL,
        author: User::from(&user(author)),
        content: content.to_owned(),
        timestamp: crate::kernel::snowflake::time_of(id),
        edited_timestamp: None,
        tts: false,
        mention_everyone: false,
        mentions: Vec::new(),
        mention_roles: Vec::new(),
        attachments: Vec::new(),
        embeds: Vec::new(),
        components: Vec::new(),
        pinned: false,
        reactions: Vec::new(),
        flags: 0,
        nonce: None,
        message_reference: None,
        is_repeat: false,
        referenced_message: None,
    }
}

fn message_create() -> impl Serialize {
    let message = message(1_574_255_310_237_990_931, "!ping", ALICE);
    MessageCreate(messages::GatewayMessage::of(&world().read(), Some(GUILD), message))
}

fn member_add() -> impl Serialize {
    let (_, bob) = member(BOB, &[]);
    MemberAdd::new(GUILD, Member::new(&world().read(), &bob).expect("bob is there"))
}

fn typing_start() -> impl Serialize {
    let member = Member::of(&world().read(), &guild(), ALICE);
    TypingStart { channel_id: GENERAL, guild_id: Some(GUILD), user_id: ALICE, timestamp: 1_795_402_115, member }
}

fn presence_update() -> impl Serialize {
    PresenceUpdate { guild_id: GUILD, presence: Presence::new(&world().read(), ALICE, VisibleStatus::Idle) }
}

fn new_channel() -> impl Serialize {
    let id = ChannelId::new(1_574_255_318_261_694_492);
    let mut made = cache::Channel { position: 3, topic: Some("tt".to_owned()), ..channel(id, "nc", ChannelKind::Text, None) };
    made.overwrites.insert(GUILD.everyone().into(), overwrite(Permissions::SEND_MESSAGES));
    Channel::whole(&made)
}

fn invite_create() -> impl Serialize {
    InviteCreate {
        code: "68202457".to_owned(),
        channel_id: GENERAL,
        guild_id: GUILD,
        created_at: at("2026-11-23T02:48:38.386000+00:00"),
        expires_at: None,
        inviter: Some(User::from(&user(BOT))),
        max_age: 86_400,
        max_uses: 0,
        temporary: false,
        uses: 0,
        kind: 0,
        flags: 0,
    }
}

fn invite() -> impl Serialize {
    let guild = InviteGuild {
        id: GUILD,
        name: "Mock Guild".to_owned(),
        icon: None,
        splash: None,
        banner: None,
        description: None,
        features: Vec::new(),
        verification_level: 0,
        vanity_url_code: None,
        nsfw_level: 0,
        premium_subscription_count: 0,
    };
    Invite {
        code: "68202457".to_owned(),
        kind: 0,
        guild,
        channel: Some(InviteChannel { id: GENERAL, name: "general".to_owned(), kind: 0 }),
        inviter: Some(User::from(&user(BOT))),
        flags: 0,
        expires_at: None,
        approximate_member_count: None,
        approximate_presence_count: None,
        uses: Some(0),
        max_uses: Some(0),
        max_age: Some(86_400),
        temporary: Some(false),
        created_at: Some(at("2026-11-23T02:48:38.386000+00:00")),
    }
}

fn current_user() -> CurrentUser {
    CurrentUser {
        user: User::from(&user(BOT)),
        bio: String::new(),
        email: None,
        verified: true,
        locale: "en-US".to_owned(),
        mfa_enabled: false,
        flags: 0,
        premium_type: 0,
        chatspace: CurrentUserExtras {
            operator: false,
            pending_email: None,
            custom_status: None,
            custom_status_expires_at: None,
        },
    }
}

fn application() -> impl Serialize {
    Application::shown(&world().read(), &user(BOT), ALICE, (String::new(), true))
}
