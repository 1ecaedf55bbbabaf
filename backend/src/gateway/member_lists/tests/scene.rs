//! The server's side, and clients that apply the updates.

use super::*;

/// A guild, its lists and its subscribers.
pub struct Scene {
    pub cache: Cache,
    pub lists: MemberLists,
    pub instant: Instant,
    pub clients: Vec<Client>,
}

pub struct Client {
    pub session: Arc<GatewaySession>,
    pub handle: Option<Arc<ConnectionHandle>>,
    pub seq: u64,
    /// Has resumed, and not yet received what was queued.
    pub came_back: bool,
    pub looked_at_last: Option<ChannelId>,
    pub looks_at: Option<Subscription>,
    pub rows: HashMap<usize, Value>,
    pub counts: Value,
    pub updates: usize,
    pub bytes: usize,
}

impl Scene {
    /// A guild of members 1 to `members`, all offline, and a client for each of the first.
    pub fn new(members: i64, clients: i64) -> Self {
        let cache = Cache::default();
        for id in 1..=members + 2 {
            cache.apply(&UserChange::Put(user(id, &format!("u{id:04}"))).into());
        }
        let everyone = Role { id: GUILD.everyone(), ..role(1, 0, false) };
        let roles = [everyone, role(21, 1, true), role(22, 2, true), role(23, 3, false)];
        cache.apply(
            &GuildChange::Created(Box::new(Guild {
                id: GUILD,
                name: "Tea".to_owned(),
                description: None,
                icon: None,
                owner: UserId::new(1),
                system_channel: None,
                system_channel_flags: 0,
                roles: roles.into_iter().map(|role| (role.id, role)).collect(),
                channels: BTreeMap::from([(OPEN, channel(OPEN, BTreeMap::new())), (CLOSED, closed_but_for(21))]),
                members: (1..=members).map(|id| (UserId::new(id), Arc::new(member(id)))).collect(),
            }))
            .into(),
        );
        let clients = (1..=clients).map(Client::new).collect();
        Self { cache, lists: MemberLists::default(), instant: Instant::now(), clients }
    }

    pub fn change(&self, change: &Change) {
        self.cache.apply(change);
        self.lists.changed(change);
    }

    pub fn member(&self, id: i64, change: impl FnOnce(&mut CacheMember)) {
        let found =
            self.cache.read().guild(GUILD).and_then(|guild| Some(CacheMember::clone(guild.members.get(&UserId::new(id))?)));
        if let Some(mut member) = found {
            change(&mut member);
            self.change(&GuildChange::MemberPut(GUILD, member).into());
        }
    }

    pub fn user(&self, id: i64, change: impl FnOnce(&mut User)) {
        let mut user = self.cache.read().user(UserId::new(id)).expect("is there").clone();
        change(&mut user);
        self.change(&UserChange::Put(user).into());
    }

    /// The only device of a user connects, changes its status, or disconnects.
    pub fn is_now(&self, id: i64, chosen: Option<PresenceStatus>) {
        let (presences, who, session) = (self.cache.presences(), UserId::new(id), 1000 + id.unsigned_abs());
        presences.end(who, session);
        if let Some(chosen) = chosen {
            presences.begin(who, session, chosen, PresenceStatus::Online);
        }
        if presences.news_of(who, PASSED).is_some() {
            self.lists.touch(who);
        }
    }

    pub fn subscriptions(&mut self, client: usize, subscription: &Subscription) {
        let client = &mut self.clients[client];
        if client.handle.is_none() {
            return;
        }
        client.rows.clear();
        client.looked_at_last = Some(subscription.channel);
        client.looks_at = Some(subscription.clone());
        self.lists.subscribe(&client.session, GUILD, subscription.clone());
    }

    /// Half a second later, every client has received its updates.
    pub fn passes(&mut self) {
        self.instant += CHANGES_EVERY;
        self.lists.publish(&self.cache, NOW, self.instant);
        let model = self.cache.read();
        for client in &mut self.clients {
            let sent = client.takes();
            let may_see = |channel: ChannelId| {
                access::can(&model, client.session.owner.user, Permissions::VIEW_CHANNEL, Scope::Channel(channel), NOW)
            };
            let may = client.looks_at.as_ref().is_some_and(|subscription| may_see(subscription.channel));
            // A client that was away receives what was sent while it had access, and its current ranges if it has access again.
            let may_receive = client.came_back || client.looked_at_last.is_some_and(may_see);
            assert!(may_receive || sent == 0, "who may not look is told nothing");
            client.came_back = false;
            if !may {
                client.looks_at = None;
            }
        }
    }

    /// The list of a channel, computed independently of the tested code.
    fn truth(&self, channel: ChannelId) -> (Vec<Value>, Value) {
        let model = self.cache.read();
        let guild = model.guild(GUILD).expect("is there");
        let presences = self.cache.presences();
        let mut groups: BTreeMap<(i64, i64, String), Vec<(String, UserId)>> = BTreeMap::new();
        for member in guild.members.values() {
            if !access::can(&model, member.user, Permissions::VIEW_CHANNEL, Scope::Channel(channel), NOW) {
                continue;
            }
            let known = model.user(member.user).expect("is there");
            let name = member.nick.clone().or(known.display_name.clone()).unwrap_or(known.username.clone());
            let hoisted = member.roles.iter().filter_map(|role| guild.roles.get(role)).filter(|role| role.hoist);
            let group = match (presences.status(member.user), hoisted.max_by_key(|role| (role.position, -role.id.get()))) {
                (VisibleStatus::Offline, _) => (2, 0, "offline".to_owned()),
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

    pub fn assert_true(&self) {
        for client in self.clients.iter().filter(|client| client.handle.is_some()) {
            let Some(subscription) = &client.looks_at else { continue };
            let (rows, counts) = self.truth(subscription.channel);
            assert_eq!(client.counts, counts, "{subscription:?}");
            for (first, last) in &subscription.ranges {
                for row in *first..=*last {
                    assert_eq!(client.rows.get(&row), rows.get(row), "row {row} of {subscription:?}");
                }
            }
        }
    }
}

impl Client {
    pub fn new(id: i64) -> Self {
        let handle = handle();
        let owner = Owner {
            user: UserId::new(id),
            session_id: SessionId::new(id),
            intents: Intents::all(),
            extended: true,
            since: MessageId::NONE,
        };
        let session = Arc::new(GatewaySession::new(id.unsigned_abs(), id.to_string(), owner, handle.clone()));
        Self {
            session,
            handle: Some(handle),
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

    /// Returns the amount.
    pub fn takes(&mut self) -> usize {
        let Some(handle) = self.handle.clone() else { return 0 };
        let mut taken = 0;
        while let Some(frame) = self.session.take(&handle, |_| true) {
            let mut text = String::new();
            frame.with_parts(|_| unreachable!("nobody asks for members"), |head, tail| text = [head, tail].concat());
            let frame_value: Value = serde_json::from_str(&text).expect("JSON");
            self.seq = frame_value["s"].as_u64().expect("a number");
            self.fold(&frame_value["d"]);
            self.bytes += text.len();
            taken += 1;
        }
        self.updates += taken;
        taken
    }

    fn fold(&mut self, update: &Value) {
        let Some(subscription) =
            self.looks_at.as_ref().filter(|subscription| update["channel_id"] == subscription.channel.to_string())
        else {
            return;
        };
        self.counts = json!({
            "member_count": update["member_count"], "online_count": update["online_count"],
            "row_count": update["row_count"], "groups": update["groups"],
        });
        let before = self.rows.clone();
        for range in update["ranges"].as_array().expect("a list") {
            let first = number(&range["first"]);
            let Some((_, last)) = subscription.ranges.iter().find(|(asked, _)| *asked == first) else { continue };
            (first..=*last).for_each(|row| drop(self.rows.remove(&row)));
            let mut at = first;
            for item in range["items"].as_array().expect("a list") {
                if let Some(same) = item.get("same") {
                    for row in number(&same["first"])..number(&same["first"]) + number(&same["count"]) {
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

    pub fn drops(&mut self) {
        if let Some(handle) = self.handle.take() {
            self.session.lose(&handle, false, PASSED);
        }
    }

    pub fn resumes(&mut self, cache: &Cache, lists: &MemberLists) {
        if self.handle.is_some() {
            return;
        }
        let handle = handle();
        match self.session.resume(&handle, self.seq, &cache.read(), NOW) {
            Ok(_) => (self.handle, self.came_back) = (Some(handle), true),
            Err(ResumeError::Ahead | ResumeError::Gone | ResumeError::Older) => panic!("a short absence has no gap"),
        }
        lists.regained(&self.session);
    }
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number")
}
