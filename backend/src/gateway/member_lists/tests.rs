//! Whatever happens, a client that folds what it is told has the list that somebody who comes now is told.

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
};

use ipnet::IpNet;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{
    cache::{
        Channel, ChannelKind, Chosen, CustomStatus, Guild, Member as CacheMember, Overwrite, OverwriteKind, Role, Status, User,
    },
    features::{members::view::Member, presence::view::Presence},
    gateway::{
        link::Link,
        session::{Owner, ResumeError},
    },
    kernel::{ChannelId, Intents, LoginId, RoleId, text},
};

const GUILD: GuildId = GuildId::new(1);
const OPEN: ChannelId = ChannelId::new(11);
const CLOSED: ChannelId = ChannelId::new(12);
const NOW: Timestamp = Timestamp::from_ms(1_000_000);

fn user(id: i64, name: &str) -> User {
    User { id: UserId::new(id), username: name.to_owned(), display_name: None, avatar: None, custom_status: None, bot: false }
}

fn member(id: i64) -> CacheMember {
    CacheMember { user: UserId::new(id), nick: None, joined_at: NOW, roles: Vec::new(), timed_out_until: None }
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
    }
}

/// A channel that only those with a role may view.
fn closed_but_for(role: i64) -> Channel {
    let (view, none) = (Permissions::VIEW_CHANNEL, Permissions::empty());
    let deny = Overwrite { kind: OverwriteKind::Role, allow: none, deny: view };
    let allow = Overwrite { kind: OverwriteKind::Role, allow: view, deny: none };
    channel(CLOSED, BTreeMap::from([(GUILD.everyone().into(), deny), (RoleId::new(role).into(), allow)]))
}

/// The server's side, and clients that fold what they are told.
struct Scene {
    cache: Cache,
    lists: MemberLists,
    instant: Instant,
    clients: Vec<Client>,
}

struct Client {
    session: Arc<Session>,
    link: Option<Arc<Link>>,
    seq: u64,
    /// Has resumed, and not yet taken what waited for it.
    came_back: bool,
    looked_at_last: Option<ChannelId>,
    looks_at: Option<Look>,
    rows: HashMap<usize, Value>,
    counts: Value,
    updates: usize,
    bytes: usize,
}

impl Scene {
    /// A guild of members 1 to `members`, all offline, and a client for each of the first.
    fn new(members: i64, clients: i64) -> Self {
        let cache = Cache::default();
        for id in 1..=members + 2 {
            cache.apply(&Change::UserPut(user(id, &format!("u{id:04}"))));
        }
        let everyone = Role { id: GUILD.everyone(), ..role(1, 0, false) };
        let roles = [everyone, role(21, 1, true), role(22, 2, true), role(23, 3, false)];
        cache.apply(&Change::GuildCreated(Box::new(Guild {
            id: GUILD,
            name: "Tea".to_owned(),
            description: None,
            icon: None,
            owner: UserId::new(1),
            system_channel: None,
            roles: roles.into_iter().map(|role| (role.id, role)).collect(),
            channels: BTreeMap::from([(OPEN, channel(OPEN, BTreeMap::new())), (CLOSED, closed_but_for(21))]),
            members: (1..=members).map(|id| (UserId::new(id), member(id))).collect(),
        })));
        let clients = (1..=clients).map(Client::new).collect();
        Self { cache, lists: MemberLists::default(), instant: Instant::now(), clients }
    }

    fn change(&self, change: &Change) {
        self.cache.apply(change);
        self.lists.changed(change);
    }

    fn member(&self, id: i64, change: impl FnOnce(&mut CacheMember)) {
        let found = self.cache.read().guild(GUILD).and_then(|guild| guild.members.get(&UserId::new(id)).cloned());
        if let Some(mut member) = found {
            change(&mut member);
            self.change(&Change::MemberPut(GUILD, member));
        }
    }

    fn user(&self, id: i64, change: impl FnOnce(&mut User)) {
        let mut user = self.cache.read().user(UserId::new(id)).expect("is there").clone();
        change(&mut user);
        self.change(&Change::UserPut(user));
    }

    /// Somebody's only device: it comes, or chooses another status, or goes.
    fn is_now(&self, id: i64, chosen: Option<Chosen>) {
        let (presences, who, session) = (self.cache.presences(), UserId::new(id), 1000 + id.unsigned_abs());
        presences.end(who, session);
        if let Some(chosen) = chosen {
            presences.begin(who, session, chosen, Chosen::Online);
        }
        if presences.news_of(who, NOW).is_some() {
            self.lists.touch(who);
        }
    }

    fn looks(&mut self, client: usize, look: &Look) {
        let client = &mut self.clients[client];
        if client.link.is_none() {
            return;
        }
        client.rows.clear();
        client.looked_at_last = Some(look.channel);
        client.looks_at = Some(look.clone());
        self.lists.look(&client.session, GUILD, look.clone());
    }

    /// Half a second later, everybody has taken what they are told.
    fn passes(&mut self) {
        self.instant += CHANGES_EVERY;
        self.lists.tell(&self.cache, NOW, self.instant);
        let model = self.cache.read();
        for client in &mut self.clients {
            let told = client.takes();
            let may_see = |channel: ChannelId| {
                access::can(&model, client.session.owner.user, Permissions::VIEW_CHANNEL, Place::Channel(channel), NOW)
            };
            let may = client.looks_at.as_ref().is_some_and(|look| may_see(look.channel));
            // Who was away is told what they were told when they might, and what they looked at last if they might again.
            let may_be_told = client.came_back || client.looked_at_last.is_some_and(may_see);
            assert!(may_be_told || told == 0, "who may not look is told nothing");
            client.came_back = false;
            if !may {
                client.looks_at = None;
            }
        }
    }

    /// The list of a channel, made in another way than the one that is tested.
    fn truth(&self, channel: ChannelId) -> (Vec<Value>, Value) {
        let model = self.cache.read();
        let guild = model.guild(GUILD).expect("is there");
        let presences = self.cache.presences();
        let mut groups: BTreeMap<(i64, i64, String), Vec<(String, UserId)>> = BTreeMap::new();
        for member in guild.members.values() {
            if !access::can(&model, member.user, Permissions::VIEW_CHANNEL, Place::Channel(channel), NOW) {
                continue;
            }
            let known = model.user(member.user).expect("is there");
            let name = member.nick.clone().or(known.display_name.clone()).unwrap_or(known.username.clone());
            let hoisted = member.roles.iter().filter_map(|role| guild.roles.get(role)).filter(|role| role.hoist);
            let group = match (presences.status(member.user), hoisted.max_by_key(|role| (role.position, -role.id.get()))) {
                (Status::Offline, _) => (2, 0, "offline".to_owned()),
                (_, None) => (1, 0, "online".to_owned()),
                (_, Some(role)) => (0, -role.position * 1000 + role.id.get(), role.id.to_string()),
            };
            groups.entry(group).or_default().push((text::folded(&name), member.user));
        }
        let (mut rows, mut counts, mut all, mut offline) = (Vec::new(), Vec::new(), 0, 0);
        for ((kind, _, id), mut members) in groups {
            members.sort();
            let group = json!({"id": id, "count": members.len()});
            all += members.len();
            offline += if kind == 2 { members.len() } else { 0 };
            rows.push(json!({"group": group}));
            counts.push(group);
            for (_, user) in members {
                let shown = Member::of(&model, guild, user).expect("is a member");
                rows.push(json!({"member": shown, "presence": Presence::new(&model, user, presences.status(user))}));
            }
        }
        let counts = json!({"member_count": all, "online_count": all - offline, "row_count": rows.len(), "groups": counts});
        (rows, counts)
    }

    fn assert_true(&self) {
        for client in self.clients.iter().filter(|client| client.link.is_some()) {
            let Some(look) = &client.looks_at else { continue };
            let (rows, counts) = self.truth(look.channel);
            assert_eq!(client.counts, counts, "{look:?}");
            for (first, last) in &look.ranges {
                for row in *first..=*last {
                    assert_eq!(client.rows.get(&row), rows.get(row), "row {row} of {look:?}");
                }
            }
        }
    }
}

impl Client {
    fn new(id: i64) -> Self {
        let link = link();
        let owner = Owner { user: UserId::new(id), login: LoginId::new(id), intents: Intents::all(), extended: true };
        let session = Arc::new(Session::new(id.unsigned_abs(), id.to_string(), owner, link.clone()));
        Self {
            session,
            link: Some(link),
            seq: 0,
            came_back: false,
            looked_at_last: None,
            looks_at: None,
            rows: HashMap::new(),
            counts: Value::Null,
            updates: 0,
            bytes: 0,
        }
    }

    /// Yields how much there was.
    fn takes(&mut self) -> usize {
        let Some(link) = self.link.clone() else { return 0 };
        let mut taken = 0;
        while let Some(frame) = self.session.take(&link) {
            let frame_value: Value = serde_json::from_str(&frame).expect("JSON");
            self.seq = frame_value["s"].as_u64().expect("a number");
            self.fold(&frame_value["d"]);
            self.bytes += frame.len();
            taken += 1;
        }
        self.updates += taken;
        taken
    }

    fn fold(&mut self, update: &Value) {
        let Some(look) = self.looks_at.as_ref().filter(|look| update["channel_id"] == look.channel.to_string()) else { return };
        self.counts = json!({
            "member_count": update["member_count"], "online_count": update["online_count"],
            "row_count": update["row_count"], "groups": update["groups"],
        });
        let before = self.rows.clone();
        for range in update["ranges"].as_array().expect("a list") {
            let first = range["first"].as_u64().expect("a number") as usize;
            let Some((_, last)) = look.ranges.iter().find(|(asked, _)| *asked == first) else { continue };
            (first..=*last).for_each(|row| drop(self.rows.remove(&row)));
            let mut at = first;
            for item in range["items"].as_array().expect("a list") {
                if let Some(same) = item.get("same") {
                    let number = |name: &str| same[name].as_u64().expect("a number") as usize;
                    for row in number("first")..number("first") + number("count") {
                        self.rows.insert(at, before[&row].clone());
                        at += 1;
                    }
                } else {
                    self.rows.insert(at, item.clone());
                    at += 1;
                }
            }
        }
    }

    fn drops(&mut self) {
        if let Some(link) = self.link.take() {
            self.session.lose(&link, false, NOW);
        }
    }

    fn resumes(&mut self, cache: &Cache, lists: &MemberLists) {
        if self.link.is_some() {
            return;
        }
        let link = link();
        match self.session.resume(&link, self.seq, &cache.read(), NOW) {
            Ok(_) => (self.link, self.came_back) = (Some(link), true),
            Err(ResumeError::Ahead | ResumeError::Gone | ResumeError::Older) => panic!("a short absence has no gap"),
        }
        lists.regained(&self.session);
    }
}

fn link() -> Arc<Link> {
    Arc::new(Link::new(1, IpNet::from(IpAddr::from([127, 0, 0, 1])), NOW))
}

fn look(channel: ChannelId, ranges: &[(usize, usize)], by_reference: bool) -> Look {
    Look { channel, ranges: ranges.to_vec(), by_reference }
}

#[test]
fn rows_are_grouped_by_the_highest_hoisted_role_and_sorted_by_name() {
    let mut scene = Scene::new(5, 1);
    for (id, roles) in [(2, vec![21]), (3, vec![21, 22]), (4, vec![23])] {
        scene.member(id, |member| member.roles = roles.into_iter().map(RoleId::new).collect());
        scene.is_now(id, Some(Chosen::Online));
    }
    scene.member(5, |member| member.nick = Some("Ананас".to_owned()));
    scene.looks(0, &look(OPEN, &[(0, 99)], false));
    scene.passes();
    scene.assert_true();
    let rows = &scene.clients[0].rows;
    let name = |row: usize| match rows[&row].get("group") {
        Some(group) => group["id"].as_str().expect("text").to_owned(),
        None => rows[&row]["member"]["user"]["id"].as_str().expect("text").to_owned(),
    };
    let names: Vec<_> = (0..rows.len()).map(name).collect();
    assert_eq!(names, ["22", "3", "21", "2", "online", "4", "offline", "1", "5"]);
}

#[test]
fn what_happens_together_is_told_together_and_at_most_twice_a_second() {
    let mut scene = Scene::new(50, 1);
    scene.looks(0, &look(OPEN, &[(0, 49)], false));
    scene.lists.tell(&scene.cache, NOW, scene.instant);
    assert_eq!(scene.clients[0].takes(), 1, "the answer waits for nothing");
    scene.passes();
    let began = scene.instant;
    for id in 2..=40 {
        scene.is_now(id, Some(Chosen::Online));
        scene.instant += Duration::from_millis(25);
        scene.lists.tell(&scene.cache, NOW, scene.instant);
    }
    let updates = scene.clients[0].takes();
    assert!(scene.instant - began < Duration::from_secs(1) && updates <= 2, "{updates}");
    scene.passes();
    scene.assert_true();
    scene.passes();
    assert_eq!(scene.clients[0].takes(), 0, "what does not change is not told");
}

#[test]
fn only_ranges_that_have_changed_are_told() {
    let mut scene = Scene::new(60, 2);
    for (client, by_reference) in [(0, false), (1, true)] {
        scene.looks(client, &look(OPEN, &[(0, 9), (30, 39)], by_reference));
    }
    scene.passes();
    let whole = scene.clients[0].bytes;
    scene.user(60, |user| user.display_name = Some("zoe".to_owned()));
    scene.passes();
    assert_eq!(scene.clients[0].bytes, whole, "nobody looks at the last row");
    scene.user(35, |user| user.custom_status = Some(CustomStatus { text: "Tea".to_owned(), since: NOW, until: None }));
    scene.passes();
    assert_eq!(scene.clients[0].bytes, whole, "who is offline does nothing");
    scene.member(5, |member| member.nick = Some("u0005a".to_owned()));
    scene.passes();
    let [told, referring] = [0, 1].map(|client| scene.clients[client].bytes - whole);
    assert!(told < whole * 2 / 3, "one of two ranges, {told} of {whole}");
    assert!(referring < told / 3, "one of ten rows, {referring} of {told}");
    scene.assert_true();
}

#[test]
fn of_a_very_large_guild_those_offline_are_only_counted() {
    let mut scene = Scene::new(1001, 1);
    scene.is_now(7, Some(Chosen::Idle));
    scene.looks(0, &look(OPEN, &[(0, 99)], false));
    scene.passes();
    let client = &scene.clients[0];
    let groups = json!([{"id": "online", "count": 1}, {"id": "offline", "count": 1000}]);
    assert_eq!((&client.counts["groups"], &client.counts["row_count"]), (&groups, &json!(3)));
    assert_eq!(client.rows.len(), 3);
}

#[test]
fn a_presence_is_told_to_those_who_look_at_the_member() {
    let mut scene = Scene::new(40, 3);
    scene.looks(0, &look(OPEN, &[(0, 9)], false));
    scene.looks(1, &look(OPEN, &[(20, 29)], false));
    scene.looks(2, &look(CLOSED, &[(0, 9)], false));
    scene.passes();
    let seen_by = |id: i64| -> Vec<i64> {
        let model = scene.cache.read();
        let source = Source { model: &model, presences: scene.cache.presences(), now: NOW };
        let sessions = scene.lists.with_in_view(&source, GUILD, UserId::new(id));
        sessions.iter().map(|session| session.owner.user.get()).collect()
    };
    assert_eq!((seen_by(3), seen_by(25), seen_by(39)), (vec![1], vec![2], vec![]));
}

#[test]
fn nothing_is_kept_of_who_looks_away_or_ends() {
    let mut scene = Scene::new(5, 2);
    for client in 0..2 {
        scene.looks(client, &look(OPEN, &[(0, 9)], false));
    }
    scene.passes();
    scene.clients[1].session.end();
    for client in &scene.clients {
        scene.lists.look_away(client.session.number);
    }
    scene.lists.look(&scene.clients[1].session, GUILD, look(OPEN, &[(0, 9)], false));
    let inner = scene.lists.inner.lock();
    assert!(inner.guilds.is_empty() && inner.looks.is_empty() && inner.touched.is_empty());
}

/// Something that may happen.
#[derive(Debug, Clone)]
enum Happens {
    Joins(i64),
    Leaves(i64),
    Role(i64, i64),
    Nick(i64, Option<String>),
    Name(i64, Option<String>),
    Text(i64, Option<String>),
    Status(i64, Option<Chosen>),
    RolePut(i64, i64, bool),
    RoleDeleted(i64),
    ClosedButFor(i64),
    Looks(usize, Look),
    LooksAway(usize),
    Drops(usize),
    Resumes(usize),
    Passes,
}

fn happens() -> impl Strategy<Value = Happens> {
    let (id, role, client) = (1..=10_i64, 21..=23_i64, 0..4_usize);
    let name = || prop::option::of("[abАБ]{1,2}");
    let chosen = prop::option::of(prop::sample::select(vec![Chosen::Invisible, Chosen::Idle, Chosen::Online, Chosen::Dnd]));
    let range = (0..12_usize, 0..6_usize).prop_map(|(first, more)| (first, first + more));
    let ranges = prop::collection::vec(range, 1..=3).prop_map(|mut ranges| {
        ranges.sort_unstable();
        ranges.dedup_by_key(|(first, _)| *first);
        // Two that overlap are told one after the other; here each row is told once.
        let mut end = 0;
        ranges.retain(|(first, last)| {
            *first >= end && {
                end = last + 1;
                true
            }
        });
        ranges
    });
    let look = (any::<bool>(), ranges, any::<bool>()).prop_map(|(open, ranges, by_reference)| Look {
        channel: if open { OPEN } else { CLOSED },
        ranges,
        by_reference,
    });
    prop_oneof![
        2 => id.clone().prop_map(Happens::Joins),
        2 => (2..=10_i64).prop_map(Happens::Leaves),
        4 => (id.clone(), role.clone()).prop_map(|(id, role)| Happens::Role(id, role)),
        2 => (id.clone(), name()).prop_map(|(id, name)| Happens::Nick(id, name)),
        2 => (id.clone(), name()).prop_map(|(id, name)| Happens::Name(id, name)),
        2 => (id.clone(), name()).prop_map(|(id, text)| Happens::Text(id, text)),
        8 => (id, chosen).prop_map(|(id, chosen)| Happens::Status(id, chosen)),
        1 => (role.clone(), 1..4_i64, any::<bool>()).prop_map(|(id, position, hoist)| Happens::RolePut(id, position, hoist)),
        1 => role.clone().prop_map(Happens::RoleDeleted),
        1 => role.prop_map(Happens::ClosedButFor),
        6 => (client.clone(), look).prop_map(|(client, look)| Happens::Looks(client, look)),
        1 => client.clone().prop_map(Happens::LooksAway),
        1 => client.clone().prop_map(Happens::Drops),
        2 => client.prop_map(Happens::Resumes),
        6 => Just(Happens::Passes),
    ]
}

impl Scene {
    fn goes_on(&mut self, happens: &Happens) {
        match happens.clone() {
            Happens::Joins(id)
                if !self.cache.read().guild(GUILD).is_some_and(|guild| guild.members.contains_key(&UserId::new(id))) =>
            {
                self.change(&Change::MemberPut(GUILD, member(id)));
            }
            Happens::Joins(_) => {}
            Happens::Leaves(id) => self.change(&Change::MemberRemoved(GUILD, UserId::new(id))),
            Happens::Role(id, role) => self.member(id, |member| {
                let role = RoleId::new(role);
                match member.roles.iter().position(|held| *held == role) {
                    Some(at) => drop(member.roles.remove(at)),
                    None => member.roles.push(role),
                }
            }),
            Happens::Nick(id, nick) => self.member(id, |member| member.nick = nick),
            Happens::Name(id, name) => self.user(id, |user| user.display_name = name),
            Happens::Text(id, text) => self.user(id, |user| {
                user.custom_status = text.map(|text| CustomStatus { text, since: NOW, until: None });
            }),
            Happens::Status(id, chosen) => self.is_now(id, chosen),
            Happens::RolePut(id, position, hoist) => self.change(&Change::RolePut(GUILD, role(id, position, hoist))),
            Happens::RoleDeleted(id) => self.change(&Change::RoleDeleted(GUILD, RoleId::new(id))),
            Happens::ClosedButFor(role) => self.change(&Change::ChannelPut(closed_but_for(role))),
            Happens::Looks(client, look) => self.looks(client, &look),
            Happens::LooksAway(client) => {
                self.clients[client].looks_at = None;
                self.lists.look_away(self.clients[client].session.number);
            }
            Happens::Drops(client) => self.clients[client].drops(),
            Happens::Resumes(client) => self.clients[client].resumes(&self.cache, &self.lists),
            Happens::Passes => self.passes(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_is_told_always_ends_in_the_truth(story in prop::collection::vec(happens(), 1..80)) {
        let mut scene = Scene::new(8, 4);
        for happens in &story {
            scene.goes_on(happens);
        }
        scene.passes();
        scene.assert_true();
        for client in 0..4 {
            scene.clients[client].resumes(&scene.cache, &scene.lists);
        }
        scene.passes();
        scene.assert_true();
    }
}
