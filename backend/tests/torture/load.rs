//! People who do all that a crash could undo: they send, edit, delete, read, rename themselves and change settings.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use rand::Rng;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::{sync::Notify, task::JoinHandle};

use crate::{
    ledger::{Fact, Kept, Ledger, Tally, by_first_words},
    program::Program,
    world::{Person, World, by_id, id},
};

/// By night a cycle is long.
const PATIENCE: Duration = Duration::from_mins(5);
/// After a refusal it is tried again as soon as this.
const PAUSE: Duration = Duration::from_millis(20);

/// What all senders see: how much was answered, and whether to go on.
#[derive(Default)]
pub struct Board {
    goal: AtomicUsize,
    acks: AtomicUsize,
    enough: Notify,
    stopped: AtomicBool,
    refused: Mutex<BTreeMap<u16, usize>>,
}

impl Board {
    pub fn acks(&self) -> usize {
        self.acks.load(Ordering::SeqCst)
    }

    /// Answers that were no success, by status.
    pub fn refused(&self) -> BTreeMap<u16, usize> {
        self.refused.lock().expect("nobody panics while counting").clone()
    }

    /// From now on nobody begins anything.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    /// Waits until `more` are answered.
    pub async fn hears(&self, more: usize) {
        self.goal.store(self.acks() + more, Ordering::SeqCst);
        tokio::time::timeout(PATIENCE, self.enough.notified()).await.expect("so much is answered in time");
    }

    fn note(&self, status: Option<u16>) {
        match status {
            Some(status) => *self.refused.lock().expect("nobody panics while counting").entry(status).or_default() += 1,
            None if self.acks.fetch_add(1, Ordering::SeqCst) + 1 == self.goal.load(Ordering::SeqCst) => self.enough.notify_one(),
            None => {}
        }
    }
}

/// One person at work.
pub struct Sender {
    person: Person,
    name: usize,
    guild: String,
    channel: String,
    sent: usize,
    pub ledgers: HashMap<String, Ledger>,
    /// The last message that was read, as far as it was answered.
    read: u64,
    nick: Fact<Option<String>>,
    push_text: Fact<bool>,
}

/// Why somebody stops.
enum Stop {
    /// Nobody answered.
    Gone,
    Refused(u16),
}

impl Sender {
    pub async fn all(program: &Program, world: &World) -> Vec<Self> {
        let mut senders = Vec::new();
        for (name, person) in world.people.iter().enumerate() {
            let settings = person.gets(program, "/users/@me/settings").await;
            senders.push(Self {
                person: person.clone(),
                name,
                guild: world.guild.clone(),
                channel: world.channel.clone(),
                sent: 0,
                ledgers: HashMap::new(),
                read: 0,
                nick: Fact::new(None),
                push_text: Fact::new(settings["push_text"] == true),
            });
        }
        senders
    }

    /// All go to work in a channel.
    pub fn start(senders: Vec<Self>, url: &str, channel: &str, board: &Arc<Board>) -> Vec<JoinHandle<Self>> {
        let start = |mut sender: Self| {
            let (url, board) = (url.to_owned(), board.clone());
            channel.clone_into(&mut sender.channel);
            sender.ledgers.entry(channel.to_owned()).or_default();
            sender.read = 0;
            tokio::spawn(async move {
                sender.works(&url, &board).await;
                sender
            })
        };
        senders.into_iter().map(start).collect()
    }

    /// Until nobody answers any more, or it is told to stop.
    async fn works(&mut self, url: &str, board: &Board) {
        while !board.stopped.load(Ordering::SeqCst) {
            match self.does_something(url).await {
                Ok(()) => board.note(None),
                Err(Stop::Refused(status)) => {
                    board.note(Some(status));
                    tokio::time::sleep(PAUSE).await;
                }
                Err(Stop::Gone) => return,
            }
        }
    }

    fn ledger(&mut self) -> &mut Ledger {
        self.ledgers.get_mut(&self.channel).expect("it was opened at the start")
    }

    async fn does_something(&mut self, url: &str) -> Result<(), Stop> {
        let count = self.ledger().messages.len();
        let (deed, which) = {
            let mut rng = rand::rng();
            (rng.random_range(0..100), rng.random_range(0..count.max(1)))
        };
        let there = self.ledger().messages.get(which).is_some_and(|kept| kept.text.answered().is_some());
        match deed {
            0..12 if there => self.edits(url, which).await,
            12..18 if there => self.deletes(url, which).await,
            18..24 if count > 0 => self.reads(url).await,
            24..27 => self.is_called(url).await,
            27..30 => self.sets(url).await,
            _ => self.sends(url).await,
        }
    }

    async fn asks(&self, method: Method, url: &str, path: &str, body: Option<&Value>) -> Result<Value, Stop> {
        match self.person.asks(method, url, path, body).await {
            Some((status, body)) if status.is_success() => Ok(body),
            Some((status, _)) => Err(Stop::Refused(status.as_u16())),
            None => Err(Stop::Gone),
        }
    }

    async fn sends(&mut self, url: &str) -> Result<(), Stop> {
        self.sent += 1;
        let first = format!("{}-{}", self.name, self.sent);
        self.ledger().unanswered.push(first.clone());
        let body = json!({"content": first, "nonce": first, "enforce_nonce": true});
        let answer = self.asks(Method::POST, url, &format!("/channels/{}/messages", self.channel), Some(&body)).await?;
        let ledger = self.ledger();
        ledger.unanswered.pop();
        ledger.messages.push(Kept { id: id(&answer["id"]), text: Fact::new(Some(first.clone())), first });
        Ok(())
    }

    async fn edits(&mut self, url: &str, which: usize) -> Result<(), Stop> {
        self.sent += 1;
        let edit = self.sent;
        let kept = &mut self.ledger().messages[which];
        let (text, id) = (Some(format!("{} edit {edit}", kept.first)), kept.id);
        kept.text.is_asked(text.clone());
        let path = format!("/channels/{}/messages/{id}", self.channel);
        self.asks(Method::PATCH, url, &path, Some(&json!({"content": text}))).await?;
        self.ledger().messages[which].text.is_answered(text);
        Ok(())
    }

    async fn deletes(&mut self, url: &str, which: usize) -> Result<(), Stop> {
        let kept = &mut self.ledger().messages[which];
        let id = kept.id;
        kept.text.is_asked(None);
        let path = format!("/channels/{}/messages/{id}", self.channel);
        self.asks(Method::DELETE, url, &path, None).await?;
        self.ledger().messages[which].text.is_answered(None);
        Ok(())
    }

    async fn reads(&mut self, url: &str) -> Result<(), Stop> {
        let last = self.ledger().messages.last().expect("there is one").id;
        self.asks(Method::POST, url, &format!("/channels/{}/messages/{last}/ack", self.channel), Some(&json!({}))).await?;
        self.read = last;
        Ok(())
    }

    async fn is_called(&mut self, url: &str) -> Result<(), Stop> {
        self.sent += 1;
        let nick = Some(format!("nick {}", self.sent));
        self.nick.is_asked(nick.clone());
        self.asks(Method::PATCH, url, &format!("/guilds/{}/members/@me", self.guild), Some(&json!({"nick": nick}))).await?;
        self.nick.is_answered(nick);
        Ok(())
    }

    async fn sets(&mut self, url: &str) -> Result<(), Stop> {
        let on = !self.push_text.answered();
        self.push_text.is_asked(on);
        self.asks(Method::PATCH, url, "/users/@me/settings", Some(&json!({"push_text": on}))).await?;
        self.push_text.is_answered(on);
        Ok(())
    }

    /// Compares what the person was told of themselves with what the server says now.
    async fn compares_own(&mut self, program: &Program) -> Tally {
        let settings = self.person.gets(program, "/users/@me/settings").await;
        let member = self.person.gets(program, &format!("/guilds/{}/members/{}", self.guild, self.person.id)).await;
        let (push_text, nick) = (settings["push_text"] == true, member["nick"].as_str().map(str::to_owned));
        let changed = usize::from(!self.push_text.allows(&push_text)) + usize::from(!self.nick.allows(&nick));
        self.push_text.is_answered(push_text);
        self.nick.is_answered(nick);
        Tally { changed, ..Tally::default() }
    }

    /// Whether the channel is read at least as far as was answered, by what READY says. Whoever writes has read what was before.
    pub fn has_read(&self, ready: &Value) -> bool {
        let states = ready["chatspace"]["read_states"].as_array().expect("a list");
        let read = states.iter().find(|state| state["channel_id"] == self.channel).map_or(0, |state| id(&state["last_read_id"]));
        read >= self.read
    }

    pub const fn person(&self) -> &Person {
        &self.person
    }
}

/// Compares all that the senders were told of a channel, and of themselves, with what the server says now.
pub async fn compare(program: &Program, world: &World, senders: &mut [Sender], channel: &str) -> (Tally, HashMap<u64, String>) {
    let stored = by_id(world.history(program, channel).await);
    let found = by_first_words(&stored);
    let mut tally = Tally::default();
    for sender in senders.iter_mut() {
        if let Some(ledger) = sender.ledgers.get_mut(channel) {
            tally += ledger.compare(&stored, &found);
        }
        tally += sender.compares_own(program).await;
    }
    (tally, stored)
}
