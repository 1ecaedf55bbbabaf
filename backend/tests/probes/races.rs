//! Requests that race the change that takes the right away, and what is heard after a kick was answered.

use std::time::Duration;

use futures_util::future::{join, join_all};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    cast::Cast,
    rows,
    support::{Answer, Person, Socket, World, text},
};

/// How often each request races each loss.
const ROUNDS: u32 = 10;

/// How many kicks race the posts of others.
const KICKS: u32 = 500;

/// A way to lose the right to be in the open channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loss {
    Kicked,
    Left,
    Unseen,
    LoggedOut,
    Disabled,
}

struct Request {
    method: Method,
    path: String,
    body: Option<Value>,
    /// With which code it is refused when the place is unknown.
    code: u64,
}

impl Request {
    async fn sent_by(&self, person: &Person) -> Answer {
        person.request(self.method.clone(), &self.path, self.body.as_ref()).await
    }
}

struct Race<'c> {
    cast: &'c Cast,
    loss: Loss,
    person: Person,
    witness: Socket,
    allowed: u32,
    denied: u32,
}

impl Loss {
    /// What the others hear when it has happened, after which nothing of the person may come.
    const fn event(self) -> Option<&'static str> {
        match self {
            Self::Kicked | Self::Left => Some("GUILD_MEMBER_REMOVE"),
            Self::Unseen => Some("CHANNEL_UPDATE"),
            Self::LoggedOut | Self::Disabled => None,
        }
    }

    fn refuses(self, request: &Request, answer: &Answer) -> bool {
        let (status, code) = match self {
            Self::LoggedOut | Self::Disabled => (401, 0),
            _ => (404, request.code),
        };
        (answer.status.as_u16(), answer.body["code"].as_u64()) == (status, Some(code))
    }
}

impl<'c> Race<'c> {
    async fn of(cast: &'c Cast, loss: Loss) -> Self {
        let person = cast.newcomer().await;
        cast.ann().lets_in(&cast.g1, &[&person]).await;
        Self { cast, loss, person, witness: cast.ann().connects().await, allowed: 0, denied: 0 }
    }

    async fn happens(&self) -> Answer {
        let Self { cast, person, .. } = self;
        let account = format!("/chatspace/admin/users/{}", person.id);
        match self.loss {
            Loss::Kicked => cast.ann().delete(&format!("/guilds/{}/members/{}", cast.g1.id, person.id)).await,
            Loss::Left => person.delete(&format!("/users/@me/guilds/{}", cast.g1.id)).await,
            Loss::Unseen => cast.ann().put(&self.overwrite(), &json!({"type": 1, "allow": "0", "deny": "1024"})).await,
            Loss::LoggedOut => person.post("/auth/logout-all", &json!({})).await,
            Loss::Disabled => cast.people["olga"].patch(&account, &json!({"disabled": true})).await,
        }
    }

    async fn is_mended(&mut self) {
        let account = format!("/chatspace/admin/users/{}", self.person.id);
        match self.loss {
            Loss::Kicked | Loss::Left => self.cast.ann().lets_in(&self.cast.g1, &[&self.person]).await,
            Loss::Unseen => drop(self.cast.ann().delete(&self.overwrite()).await.ok()),
            Loss::LoggedOut => self.person = self.person.comes_back().await,
            Loss::Disabled => {
                self.cast.people["olga"].patch(&account, &json!({"disabled": false})).await.ok();
                self.person = self.person.comes_back().await;
            }
        }
    }

    fn overwrite(&self) -> String {
        format!("/channels/{}/permissions/{}", self.cast.g1.channel, self.person.id)
    }

    async fn requests(&self) -> Vec<Request> {
        let (channel, guild) = (&self.cast.g1.channel, &self.cast.g1.id);
        let mut mine = Vec::new();
        for words in ["to be edited", "to be deleted"] {
            mine.push(text(&self.person.says(channel, words).await["id"]));
        }
        let in_channel =
            |method, rest: &str, body| Request { method, path: format!("/channels/{channel}{rest}"), body, code: 10003 };
        let in_guild =
            |rest: &str| Request { method: Method::GET, path: format!("/guilds/{guild}{rest}"), body: None, code: 10004 };
        let words = || Some(json!({"content": "am I still here?"}));
        let mut all = vec![
            in_channel(Method::GET, "/messages", None),
            in_channel(Method::GET, "", None),
            in_channel(Method::GET, &format!("/messages/{}", mine[0]), None),
            in_channel(Method::POST, "/messages", words()),
            in_channel(Method::POST, "/messages", words()),
            in_channel(Method::PATCH, &format!("/messages/{}", mine[0]), words()),
            in_channel(Method::DELETE, &format!("/messages/{}", mine[1]), None),
            in_channel(Method::POST, &format!("/messages/{}/ack", mine[0]), Some(json!({}))),
            in_channel(Method::POST, "/typing", None),
            in_channel(Method::POST, "/invites", Some(json!({}))),
        ];
        if self.loss != Loss::Unseen {
            all.extend(["", "/channels", "/members?limit=10", "/roles"].map(in_guild));
        }
        all
    }

    async fn is_run(&mut self) {
        let requests = self.requests().await;
        let socket = self.person.connects().await;
        self.witness.settles().await;
        let since = self.witness.seen.len();
        let racing = requests.iter().enumerate().map(|(at, request)| {
            let person = &self.person;
            async move {
                // Some come before the change, some after it, and some in the middle.
                tokio::time::sleep(Duration::from_micros(700 * u64::try_from(at % 5).expect("a small number"))).await;
                request.sent_by(person).await
            }
        });
        let (changed, answers) = join(self.happens(), join_all(racing)).await;
        changed.ok();
        for (request, answer) in requests.iter().zip(&answers) {
            let denied = self.loss.refuses(request, answer);
            assert!(denied || answer.status.is_success(), "{:?} {} {}: {}", self.loss, request.method, request.path, answer.body);
            if denied { self.denied += 1 } else { self.allowed += 1 }
        }
        for request in &requests {
            let answer = request.sent_by(&self.person).await;
            assert!(
                self.loss.refuses(request, &answer),
                "{:?}, and then {} {}: {}",
                self.loss,
                request.method,
                request.path,
                answer.body
            );
            self.denied += 1;
        }
        self.nothing_came_after(since).await;
        self.hears_no_more(socket).await;
        self.is_mended().await;
    }

    /// The others hear nothing of the person that was done after the change.
    async fn nothing_came_after(&mut self, since: usize) {
        self.witness.settles().await;
        let Some(event) = self.loss.event() else { return };
        let told = &self.witness.seen[since..];
        let at = told.iter().position(|(name, _)| name == event).expect("the change is told");
        let late =
            told[at..].iter().find(|(name, d)| name.starts_with("MESSAGE_") && d["author"]["id"] == self.person.id.as_str());
        assert!(late.is_none(), "{:?}: {late:?}", self.loss);
    }

    async fn hears_no_more(&self, mut socket: Socket) {
        let Some(gone) = (match self.loss {
            Loss::Kicked | Loss::Left => Some("GUILD_DELETE"),
            Loss::Unseen => Some("CHANNEL_DELETE"),
            Loss::LoggedOut | Loss::Disabled => None,
        }) else {
            return assert_eq!(socket.closed().await, 4004);
        };
        socket.event(gone).await;
        self.cast.ann().says(&self.cast.g1.channel, "without you").await;
        socket.settles().await;
        let at = socket.seen.iter().position(|(name, _)| name == gone).expect("it was heard");
        let late = socket.seen[at + 1..].iter().find(|(_, d)| d.to_string().contains(&self.cast.g1.channel));
        assert!(late.is_none(), "{:?}: {late:?}", self.loss);
    }
}

async fn races(world: World, losses: &[Loss]) {
    let mut cast = Cast::of(world).await;
    let engine = rows::engine(&cast.world);
    for loss in losses {
        let mut race = Race::of(&cast, *loss).await;
        for _ in 0..ROUNDS {
            race.is_run().await;
        }
        let Race { allowed, denied, .. } = race;
        println!(
            "proof | 6.c | races of requests with {loss:?}, {engine} | {ROUNDS} rounds, {allowed} before it, {denied} denied, 0 after it | 0 after | pass"
        );
    }
    cast.world.stop().await;
}

/// Dan comes in, others talk, and he is put out in the middle of it.
async fn kicked_among_talk(cast: &Cast, dan: &Person, socket: &mut Socket, code: &str) {
    let guild = cast.g1.id.as_str();
    dan.joins(code).await;
    assert_eq!(socket.event("GUILD_CREATE").await["id"], guild);
    let since = socket.seen.len();
    let (ann, bob) = (cast.ann(), &cast.people["bob"]);
    let path = format!("/guilds/{guild}/members/{}", dan.id);
    let talk = join_all((0..4).map(|_| bob.says(&cast.g1.channel, "talk")));
    let kick = async {
        ann.delete(&path).await.ok();
        ann.says(&cast.g1.channel, "after the kick").await;
        let late = format!("/channels/{}/messages", cast.g1.channel);
        dan.post(&late, &json!({"content": "I am late"})).await.refused(404, 10003);
    };
    join(talk, kick).await;
    assert_eq!(socket.event("GUILD_DELETE").await["id"], guild);
    socket.settles().await;
    let at = socket.seen.iter().rposition(|(name, _)| name == "GUILD_DELETE").expect("it was heard");
    let late: Vec<_> = socket.seen[at + 1..].iter().map(|(name, _)| name).collect();
    assert_eq!(late, Vec::<&String>::new(), "nothing after the kick");
    let said = |(_, d): &(String, Value)| d["content"] == "after the kick";
    assert!(!socket.seen[since..].iter().any(said), "what was said after the answer does not come");
    assert_eq!(socket.seen[since..].iter().filter(|(name, _)| name == "GUILD_DELETE").count(), 1);
    socket.forgets();
}

on_both_databases! {
    a_request_that_races_the_loss_of_a_place_is_done_before_it_or_refused,
    a_request_that_races_the_end_of_a_session_is_done_before_it_or_refused,
    nothing_of_a_guild_is_heard_after_a_kick_was_answered,
}

async fn a_request_that_races_the_loss_of_a_place_is_done_before_it_or_refused(world: World) {
    races(world, &[Loss::Kicked, Loss::Left, Loss::Unseen]).await;
}

async fn a_request_that_races_the_end_of_a_session_is_done_before_it_or_refused(world: World) {
    races(world, &[Loss::LoggedOut, Loss::Disabled]).await;
}

async fn nothing_of_a_guild_is_heard_after_a_kick_was_answered(world: World) {
    let mut cast = Cast::of(world).await;
    let dan = cast.people["dan"].clone();
    let code = cast.ann().invites_to(&cast.g1).await;
    let mut socket = dan.connects().await;
    for _ in 0..KICKS {
        kicked_among_talk(&cast, &dan, &mut socket, &code).await;
    }
    println!(
        "proof | 6.d | F-17: events after the kick answer, {} | 0 over {KICKS} races | 0 over 500 | pass",
        rows::engine(&cast.world)
    );
    cast.world.stop().await;
}
