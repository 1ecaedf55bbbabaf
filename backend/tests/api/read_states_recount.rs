//! Ten thousand random things are done. After each stretch of them, what every client has made of its events, and what a client is
//! told that comes anew, equal what is counted one by one from what was sent.
//!
//! The count is made from a ledger that this file keeps: every message with those whom it called, and nothing of the server's.

mod ledger;
mod people;

use std::time::Duration;

use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::json;

use self::{
    ledger::Ledger,
    people::{Cast, Words},
};
use crate::support::World;

const OPERATIONS: usize = 10_000;
/// After so many the sockets are read and everything is compared.
const STRETCH: usize = 250;
const SEED: u64 = 4;

on_both_databases! {
    ten_thousand_random_operations_leave_the_counts_right,
}

async fn ten_thousand_random_operations_leave_the_counts_right(world: World) {
    let mut random = StdRng::seed_from_u64(SEED);
    let mut play = Play::begin(world).await;
    for turn in 1..=OPERATIONS {
        // Ids tell the time, and nobody comes at the same millisecond as a message.
        play.world.pass(Duration::from_millis(2));
        play.does_something(&mut random).await;
        if turn % STRETCH == 0 {
            play.cast.compare_live(&play.ledger).await;
        }
        if turn % (8 * STRETCH) == 0 {
            play.cast.compare_anew(&play.ledger).await;
        }
    }
    play.cast.compare_anew(&play.ledger).await;
    play.cast.compare_history(&play.ledger).await;
}

struct Play {
    world: World,
    cast: Cast,
    ledger: Ledger,
}

impl Play {
    async fn begin(world: World) -> Self {
        let (cast, ledger) = Cast::gather(&world).await;
        Self { world, cast, ledger }
    }

    async fn does_something(&mut self, random: &mut StdRng) {
        let who = random.random_range(0..people::PEOPLE);
        match random.random_range(0..100) {
            0..45 => self.sends(random, who).await,
            45..65 => self.acknowledges(random, who).await,
            65..72 => self.marks_unread(random, who).await,
            72..80 => self.edits(random, who).await,
            80..89 => self.deletes(random, who).await,
            89..91 => self.reads_guild(random, who).await,
            91..94 => self.shows_or_hides(random).await,
            94..96 => self.changes_roles(random).await,
            96..98 => self.leaves_or_joins(random).await,
            _ => self.blocks_or_unblocks(random, who).await,
        }
    }

    async fn sends(&mut self, random: &mut StdRng, who: usize) {
        let Some(channel) = self.ledger.a_channel_of(random, who) else { return };
        let reply = if random.random_bool(0.2) { self.ledger.a_message_in(random, channel) } else { None };
        let words = Words::random(random, &self.ledger);
        let mut body = json!({"content": words.text(&self.cast)});
        if let Some(to) = reply {
            body["message_reference"] = json!({"message_id": to.to_string()});
        }
        let answer = self.cast.people[who].post(&format!("/channels/{channel}/messages"), &body).await;
        if self.ledger.may_write(who, channel) {
            self.ledger.sent(&answer.ok(), who, &words, reply);
        } else {
            answer.refused(403, 50007);
        }
    }

    async fn acknowledges(&mut self, random: &mut StdRng, who: usize) {
        let Some(channel) = self.ledger.a_channel_of(random, who) else { return };
        let message = if random.random_bool(0.1) {
            random.random_range(1..i64::MAX)
        } else {
            let Some(message) = self.ledger.a_message_in(random, channel) else { return };
            message
        };
        if random.random_bool(0.5) {
            self.cast.acknowledges_live(who, channel, message).await;
        } else {
            let path = format!("/channels/{channel}/messages/{message}/ack");
            self.cast.people[who].post(&path, &json!({})).await.ok();
        }
        self.ledger.acknowledged(who, channel, message);
    }

    async fn marks_unread(&mut self, random: &mut StdRng, who: usize) {
        let Some(channel) = self.ledger.a_channel_of(random, who) else { return };
        let Some(message) = self.ledger.a_message_in(random, channel) else { return };
        let path = format!("/channels/{channel}/messages/{message}/ack");
        self.cast.people[who].post(&path, &json!({"manual": true})).await.ok();
        self.ledger.marked_unread(who, channel, message);
    }

    async fn edits(&mut self, random: &mut StdRng, who: usize) {
        let Some((channel, message)) = self.ledger.an_own_message(random, who) else { return };
        let words = Words::random(random, &self.ledger);
        let body = json!({"content": words.text(&self.cast)});
        let answer = self.cast.people[who].patch(&format!("/channels/{channel}/messages/{message}"), &body).await;
        if self.ledger.may_write(who, channel) {
            answer.ok();
            self.ledger.edited(message, &words);
        } else {
            answer.refused(403, 50007);
        }
    }

    async fn deletes(&mut self, random: &mut StdRng, who: usize) {
        let Some((channel, message)) = self.ledger.an_own_message(random, who) else { return };
        self.cast.people[who].delete(&format!("/channels/{channel}/messages/{message}")).await.ok();
        self.ledger.deleted(message);
    }

    async fn reads_guild(&mut self, random: &mut StdRng, who: usize) {
        let guild = random.random_range(0..people::GUILDS);
        if self.ledger.is_in(who, guild) {
            let path = format!("/guilds/{}/ack", self.cast.guilds[guild].id);
            self.cast.people[who].post(&path, &json!({})).await.ok();
            self.ledger.read_guild(who, guild);
        }
    }

    async fn shows_or_hides(&mut self, random: &mut StdRng) {
        let who = random.random_range(0..people::PEOPLE);
        let guild = random.random_range(0..people::GUILDS);
        let channel = self.ledger.a_channel_in(random, guild);
        let owner = &self.cast.people[guild];
        if who == guild || !self.ledger.is_in(who, guild) {
            return;
        }
        let path = format!("/channels/{channel}/permissions/{}", self.cast.people[who].id);
        if self.ledger.toggle_hidden(who, channel) {
            owner.put(&path, &json!({"type": 1, "deny": "1024"})).await.ok();
        } else {
            owner.delete(&path).await.ok();
        }
    }

    async fn changes_roles(&mut self, random: &mut StdRng) {
        let (who, guild) = (random.random_range(0..people::PEOPLE), random.random_range(0..people::GUILDS));
        if !self.ledger.is_in(who, guild) {
            return;
        }
        let role = self.cast.roles[guild][random.random_range(0..2)];
        let (place, person) = (&self.cast.guilds[guild], &self.cast.people[who]);
        if self.ledger.toggle_role(who, guild, role) {
            self.world.gives_role(place, person, &role.to_string()).await;
        } else {
            self.world.takes_role(place, person, &role.to_string()).await;
        }
    }

    async fn leaves_or_joins(&mut self, random: &mut StdRng) {
        let (who, guild) = (random.random_range(0..people::PEOPLE), random.random_range(0..people::GUILDS));
        if who == guild {
            return;
        }
        if self.ledger.is_in(who, guild) {
            self.cast.people[who].delete(&format!("/users/@me/guilds/{}", self.cast.guilds[guild].id)).await.ok();
            self.ledger.left(who, guild);
        } else {
            self.cast.people[who].joins(&self.cast.codes[guild]).await;
            self.ledger.joined(who, guild, self.world.clock.now().as_ms());
        }
    }

    async fn blocks_or_unblocks(&mut self, random: &mut StdRng, who: usize) {
        let whom = random.random_range(0..people::PEOPLE);
        if who == whom {
            return;
        }
        let path = format!("/users/@me/blocks/{}", self.cast.people[whom].id);
        if self.ledger.toggle_block(who, whom) {
            self.cast.people[who].put(&path, &json!({})).await.ok();
        } else {
            self.cast.people[who].delete(&path).await.ok();
        }
    }
}
