//! Everybody of the matrix, with the guild G1 that Ann owns, and what each of them has lost.

use std::{collections::BTreeMap, time::Duration};

use chatspace::{
    cache::{GuildChange, Member, Role},
    db::DbError,
    kernel::{GuildId, Permissions, RoleId, UserId},
    writer::UnitOfWork,
};
use serde_json::json;

use crate::support::{Guild, PASSWORD, Person, Socket, World, text};

/// Kim keeps order: she may put people out, delete messages, and manage channels and roles, but gives only what she holds.
pub const KIM_MAY: Permissions = Permissions::KICK_MEMBERS
    .union(Permissions::MANAGE_MESSAGES)
    .union(Permissions::MANAGE_CHANNELS)
    .union(Permissions::MANAGE_ROLES);

/// The actors of the matrix by name: `anon`, `expired`, `revoked`, `deleted`, `disabled`, `cyd` the stranger, `dan` who was kicked,
/// `hal` who left, `bob` a plain member, `gus` one who may not read what was said before, `jim` who is timed out, `kim` the moderator, `lou` above her, `fay` the founder who
/// handed the guild over, `ann` its owner, `olga` the operator. Ann's bot in G1 is `tea`; `renewed` and `scrapped` have tokens of hers
/// that are dead; `stray` is Cyd's bot, which only Cyd may let in.
pub struct Cast {
    pub world: World,
    pub people: BTreeMap<&'static str, Person>,
    pub g1: Guild,
    /// Only its owner sees this channel of G1.
    pub secret: String,
    /// Cyd's own guild.
    pub g2: Guild,
    /// What Dan and Hal said while they were members, and Ann's words with Bob alone.
    pub marks: BTreeMap<&'static str, String>,
}

impl Cast {
    pub async fn of(world: World) -> Self {
        let mut people = BTreeMap::from([("anon", world.stranger())]);
        for name in ["olga", "fay", "expired"] {
            people.insert(name, world.person(name).await);
        }
        let g1 = people["fay"].makes_guild("Tea friends").await;
        people["fay"].lets_in(&g1, &[&people["expired"]]).await;
        world.pass(Duration::from_mins(11));
        for name in ["olga", "fay"] {
            let again = people[name].comes_back().await;
            people.insert(name, again);
        }
        for name in ["ann", "bob", "gus", "jim", "kim", "lou", "cyd", "dan", "hal", "revoked", "deleted", "disabled"] {
            people.insert(name, world.person(name).await);
        }
        let code = people["fay"].invites_to(&g1).await;
        for (_, person) in people.iter().filter(|(name, _)| !matches!(**name, "anon" | "olga" | "fay" | "expired" | "cyd")) {
            person.joins(&code).await;
        }
        people["fay"].patch(&format!("/guilds/{}", g1.id), &json!({"owner_id": people["ann"].id})).await.ok();
        let g2 = people["cyd"].makes_guild("Coffee friends").await;
        let mut cast = Self { world, people, g1, secret: String::new(), g2, marks: BTreeMap::new() };
        cast.get_their_rights().await;
        cast.get_their_bots().await;
        cast.lose_what_they_had().await;
        cast
    }

    async fn get_their_bots(&mut self) {
        let renewed = self.ann().makes_bot("tea-timer").await;
        let tea = renewed.with_token(&self.ann().new_bot_token(&renewed).await);
        self.ann().lets_bot_in(&self.g1, &tea, 0).await;
        let scrapped = self.ann().makes_bot("scrapped").await;
        self.ann().lets_bot_in(&self.g1, &scrapped, 0).await;
        assert_eq!(self.ann().delete(&format!("/applications/{}", scrapped.id)).await.status, 204);
        let cyd = &self.people["cyd"];
        let stray = cyd.makes_bot("stray").await;
        cyd.lets_bot_in(&self.g2, &stray, 8).await;
        cyd.patch(&format!("/applications/{}", stray.id), &json!({"bot_public": false})).await.ok();
        self.people.extend([("renewed", renewed), ("tea", tea), ("scrapped", scrapped), ("stray", stray)]);
    }

    async fn get_their_rights(&mut self) {
        self.secret = self.ann().makes_channel(&self.g1, "secret-plans").await;
        let hidden = format!("/channels/{}/permissions/{}", self.secret, self.g1.id);
        self.ann().put(&hidden, &json!({"type": 0, "allow": "0", "deny": "1024"})).await.ok();
        self.holds("kim", 1, KIM_MAY).await;
        self.holds("lou", 2, Permissions::empty()).await;
        let until = self.world.clock.now().after(Duration::from_hours(1));
        self.changes("jim", move |member| member.timed_out_until = Some(until)).await;
        for name in ["dan", "hal"] {
            let said = self.people[name].says(&self.g1.channel, "I was here").await;
            self.marks.insert(name, text(&said["id"]));
        }
        let alone = self.ann().post("/users/@me/channels", &json!({"recipient_id": self.people["bob"].id})).await.ok();
        self.marks.insert("dm", text(&alone["id"]));
        let said = self.ann().says(&self.marks["dm"], "between the two of us").await;
        self.marks.insert("letter", text(&said["id"]));
        self.ann().put(&format!("/users/@me/blocks/{}", self.people["gus"].id), &json!({})).await.ok();
        let forgetful = format!("/channels/{}/permissions/{}", self.g1.channel, self.people["gus"].id);
        self.ann().put(&forgetful, &json!({"type": 1, "allow": "0", "deny": "65536"})).await.ok();
    }

    async fn lose_what_they_had(&self) {
        let people = &self.people;
        people["revoked"].post("/auth/logout", &json!({"refresh_token": people["revoked"].refresh_token})).await.ok();
        people["deleted"].post("/users/@me/delete", &json!({"messages": "keep"})).await.ok();
        let account = format!("/chatspace/admin/users/{}", people["disabled"].id);
        people["olga"].patch(&account, &json!({"disabled": true})).await.ok();
        self.ann().delete(&format!("/guilds/{}/members/{}", self.g1.id, people["dan"].id)).await.ok();
        people["hal"].delete(&format!("/users/@me/guilds/{}", self.g1.id)).await.ok();
    }

    pub fn ann(&self) -> &Person {
        &self.people["ann"]
    }

    /// Everybody who can be signed in is, and hears everything from now on.
    pub async fn connect(&self) -> BTreeMap<&'static str, Socket> {
        let mut sockets = BTreeMap::new();
        for name in ["ann", "bob", "gus", "jim", "kim", "fay", "cyd", "dan", "hal", "olga"] {
            sockets.insert(name, self.people[name].connects().await);
        }
        for name in ["tea", "stray"] {
            sockets.insert(name, self.people[name].connects_as_library(&self.world).await);
        }
        sockets
    }

    /// Gives a member a role. No route does it yet: a write turn does to the model what such a route will do.
    async fn holds(&self, name: &str, position: i64, permissions: Permissions) {
        let guild: GuildId = self.g1.id.parse().expect("an id");
        let job = self.world.running().state().writer.run_write(move |uow: &mut UnitOfWork| {
            Box::pin(async move {
                let id = RoleId::new(uow.next_id());
                let role = Role {
                    id,
                    name: "role".to_owned(),
                    color: 0,
                    hoist: false,
                    position,
                    permissions,
                    mentionable: false,
                    managed: false,
                    bot: None,
                };
                uow.apply(GuildChange::RolePut(guild, role));
                Ok::<_, DbError>(id)
            })
        });
        let role = job.await.expect("a role is made");
        self.changes(name, move |member| member.roles.push(role)).await;
    }

    async fn changes(&self, name: &str, change: impl FnOnce(&mut Member) + Send + 'static) {
        let guild: GuildId = self.g1.id.parse().expect("an id");
        let user: UserId = self.people[name].id.parse().expect("an id");
        let job = self.world.running().state().writer.run_write(move |uow: &mut UnitOfWork| {
            Box::pin(async move {
                let mut member = Member::clone(&uow.model().guild(guild).expect("a guild").members[&user]);
                change(&mut member);
                uow.apply(GuildChange::MemberPut(guild, member));
                Ok::<_, DbError>(())
            })
        });
        job.await.expect("a member is changed");
    }

    /// An id or code that is put in the place of `{name}` in a request. Some are of things made for just this request.
    pub async fn thing(&self, name: &str) -> String {
        let ann = self.ann();
        match name {
            "g1" => self.g1.id.clone(),
            "g2" => self.g2.id.clone(),
            "open" => self.g1.channel.clone(),
            "secret" => self.secret.clone(),
            "cyds" => self.g2.channel.clone(),
            "dm" | "dan's" | "hal's" | "letter" => self.marks[name.trim_end_matches("'s")].clone(),
            "message" => text(&ann.says(&self.g1.channel, "tea").await["id"]),
            "plan" => text(&ann.says(&self.secret, "a secret plan").await["id"]),
            "room" => ann.makes_channel(&self.g1, "a-room").await,
            "vault" => self.hidden("a-vault", 0).await,
            "cellar" => self.hidden("a-cellar", 4).await,
            "quiet" => self.quiet().await,
            "hall" => self.hall().await,
            "code" => ann.invites_to(&self.g1).await,
            "spent" => self.spent_code().await,
            "guest" => self.guest().await,
            "session" => self.session().await,
            "spare" => self.ann().makes_bot("spare").await.id,
            "command" => self.command().await,
            person => self.people[person].id.clone(),
        }
    }

    /// Another channel or category that only Ann sees.
    async fn hidden(&self, name: &str, kind: u8) -> String {
        self.makes(name, kind, "1024").await
    }

    /// A channel that nobody may be loud in, which Kim has no hand in.
    async fn quiet(&self) -> String {
        self.makes("a-quiet-room", 0, "131072").await
    }

    async fn makes(&self, name: &str, kind: u8, deny: &str) -> String {
        let everyone = json!({"id": self.g1.id, "type": 0, "allow": "0", "deny": deny});
        let body = json!({"name": name, "type": kind, "permission_overwrites": [everyone]});
        text(&self.ann().post(&format!("/guilds/{}/channels", self.g1.id), &body).await.ok()["id"])
    }

    /// Another guild of Ann's, with those in it who are in G1.
    async fn hall(&self) -> String {
        let hall = self.ann().makes_guild("Another hall").await;
        self.ann().lets_in(&hall, &[&self.people["bob"], &self.people["fay"]]).await;
        hall.id
    }

    async fn spent_code(&self) -> String {
        let path = format!("/channels/{}/invites", self.g1.channel);
        let code = text(&self.ann().post(&path, &json!({"max_uses": 1, "unique": true})).await.ok()["code"]);
        self.newcomer().await.joins(&code).await;
        code
    }

    async fn guest(&self) -> String {
        let guest = self.newcomer().await;
        self.ann().lets_in(&self.g1, &[&guest]).await;
        guest.id
    }

    pub async fn newcomer(&self) -> Person {
        let number = self.world.running().state().ids.next();
        self.world.person(&format!("n{number}")).await
    }

    /// What Ann's bot has declared.
    async fn command(&self) -> String {
        let tea = &self.people["tea"];
        text(&tea.post(&format!("/applications/{}/commands", tea.id), &json!({"name": "brew"})).await.ok()["id"])
    }

    /// Another log-in of Ann's.
    async fn session(&self) -> String {
        let before = self.sessions().await;
        let form = json!({"email": "ann@example.org", "password": PASSWORD});
        self.people["anon"].post("/auth/login", &form).await.ok();
        self.sessions().await.into_iter().find(|id| !before.contains(id)).expect("a new log-in")
    }

    async fn sessions(&self) -> Vec<String> {
        let list = self.ann().get("/auth/sessions").await.ok();
        list.as_array().expect("a list").iter().map(|one| text(&one["id"])).collect()
    }
}
