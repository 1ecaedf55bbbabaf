//! Random sequences of changes.

use super::*;

/// A change.
#[derive(Debug, Clone)]
enum Happens {
    Joins(i64),
    Leaves(i64),
    Role(i64, i64),
    Nick(i64, Option<String>),
    Name(i64, Option<String>),
    Text(i64, Option<String>),
    Status(i64, Option<PresenceStatus>),
    RolePut(i64, i64, bool),
    RoleDeleted(i64),
    ClosedButFor(i64),
    Looks(usize, Subscription),
    LooksAway(usize),
    Drops(usize),
    Resumes(usize),
    Passes,
}

fn happens() -> impl Strategy<Value = Happens> {
    let (id, role, client) = (1..=10_i64, 21..=23_i64, 0..4_usize);
    let name = || prop::option::of("[abАБ]{1,2}");
    let chosen = prop::option::of(prop::sample::select(vec![
        PresenceStatus::Invisible,
        PresenceStatus::Idle,
        PresenceStatus::Online,
        PresenceStatus::Dnd,
    ]));
    let range = (0..12_usize, 0..6_usize).prop_map(|(first, more)| (first, first + more));
    let ranges = prop::collection::vec(range, 1..=3).prop_map(|mut ranges| {
        ranges.sort_unstable();
        ranges.dedup_by_key(|(first, _)| *first);
        // Overlapping ranges are sent one after the other; here each row is sent once.
        let mut end = 0;
        ranges.retain(|(first, last)| {
            *first >= end && {
                end = last + 1;
                true
            }
        });
        ranges
    });
    let subscription = (any::<bool>(), ranges, any::<bool>()).prop_map(|(open, ranges, by_reference)| Subscription {
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
        6 => (client.clone(), subscription).prop_map(|(client, subscription)| Happens::Looks(client, subscription)),
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
                self.change(&GuildChange::MemberPut(GUILD, member(id)).into());
            }
            Happens::Joins(_) => {}
            Happens::Leaves(id) => self.change(&GuildChange::MemberRemoved(GUILD, UserId::new(id)).into()),
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
            Happens::RolePut(id, position, hoist) => self.change(&GuildChange::RolePut(GUILD, role(id, position, hoist)).into()),
            Happens::RoleDeleted(id) => self.change(&GuildChange::RoleDeleted(GUILD, RoleId::new(id)).into()),
            Happens::ClosedButFor(role) => self.change(&GuildChange::ChannelPut(closed_but_for(role)).into()),
            Happens::Looks(client, subscription) => self.subscriptions(client, &subscription),
            Happens::LooksAway(client) => {
                self.clients[client].looks_at = None;
                self.lists.unsubscribe(self.clients[client].session.number);
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
    fn published_changes_converge_to_the_true_list(story in prop::collection::vec(happens(), 1..80)) {
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
